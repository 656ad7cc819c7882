package crossval

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/linear"
)

// Learner is a learning algorithm for regression.
type Learner interface {
	// Fit learns from examples in rows. It must not change or keep x and y.
	Fit(x *mat.Dense, y []float64) (Predictor, error)
}

// Predictor is a model that has been learnt.
type Predictor interface {
	// Predict returns the prediction for one example.
	Predict(x []float64) float64
}

// OLS learns by least squares with an intercept. Its error is linear.ErrRank if the
// examples do not determine the weights.
type OLS struct{}

// Fit returns a linear.Model.
func (OLS) Fit(x *mat.Dense, y []float64) (Predictor, error) {
	m, err := linear.LeastSquares(x, y)
	if err != nil {
		return nil, err
	}
	return *m, nil
}

// Ridge learns by linear.Ridge: Lambda ≥ 0 multiplies ‖w‖², the intercept is free.
type Ridge struct{ Lambda float64 }

// Fit returns a linear.Model.
func (r Ridge) Fit(x *mat.Dense, y []float64) (Predictor, error) {
	m, err := linear.Ridge(x, y, r.Lambda)
	if err != nil {
		return nil, err
	}
	return *m, nil
}

// Origin is Ridge without an intercept, for data thought to be centred.
type Origin struct{ Lambda float64 }

// Fit returns a linear.Model.
func (o Origin) Fit(x *mat.Dense, y []float64) (Predictor, error) {
	m, err := linear.RidgeOrigin(x, y, o.Lambda)
	if err != nil {
		return nil, err
	}
	return *m, nil
}

// ErrOneColumn reports that a polynomial was to be fitted in several variables.
var ErrOneColumn = errors.New("crossval: a polynomial takes one column")

// Poly learns a polynomial in one variable by least squares, in Legendre polynomials
// P_1, …, P_Degree and a constant, which are well conditioned for x in [−1, 1].
type Poly struct{ Degree int }

// Fit returns a polynomial. Its error is ErrOneColumn or linear.ErrRank.
func (p Poly) Fit(x *mat.Dense, y []float64) (Predictor, error) {
	if _, n := x.Dims(); n != 1 {
		return nil, ErrOneColumn
	}
	if p.Degree == 0 {
		return polynomial{Intercept: stat.Mean(y, nil)}, nil
	}
	m, err := linear.LeastSquares(p.features(x), y)
	if err != nil {
		return nil, err
	}
	return polynomial(*m), nil
}

// features returns P_1, …, P_Degree of the only column.
func (p Poly) features(x *mat.Dense) *mat.Dense {
	m, _ := x.Dims()
	f := mat.NewDense(m, p.Degree, nil)
	for i := range m {
		legendre(f.RawRowView(i), x.At(i, 0))
	}
	return f
}

// legendre stores P_1(x), …, P_len(dst)(x) in dst, by Bonnet's recurrence
// jP_j = (2j−1)xP_{j−1} − (j−1)P_{j−2}.
func legendre(dst []float64, x float64) {
	before, last := 0.0, 1.0
	for k := range dst {
		j := float64(k + 1)
		before, last = last, ((2*j-1)*x*last-(j-1)*before)/j
		dst[k] = last
	}
}

// polynomial is a linear model of Legendre polynomials.
type polynomial linear.Model

// Predict returns the value of the polynomial at x[0].
func (p polynomial) Predict(x []float64) float64 {
	features := make([]float64, len(p.W))
	legendre(features, x[0])
	return linear.Model(p).Predict(features)
}

// ErrNeighbours reports that there are fewer examples than neighbours to average.
var ErrNeighbours = errors.New("crossval: more neighbours than examples to learn from")

// KNN predicts the mean target of the Neighbours ≥ 1 nearest examples in Euclidean
// distance on the columns as they are. Of examples at the same distance the earlier
// rows count as nearer.
type KNN struct{ Neighbours int }

// Fit keeps a copy of the examples. Its error is ErrNeighbours; it panics if
// Neighbours < 1.
func (k KNN) Fit(x *mat.Dense, y []float64) (Predictor, error) {
	if k.Neighbours < 1 {
		panic(fmt.Sprintf("crossval: %d neighbours", k.Neighbours))
	}
	if k.Neighbours > len(y) {
		return nil, ErrNeighbours
	}
	return &neighbours{k: k.Neighbours, x: mat.DenseCopyOf(x), y: slices.Clone(y)}, nil
}

type neighbours struct {
	k int
	x *mat.Dense
	y []float64
}

// Predict returns the mean target of the nearest examples.
func (n *neighbours) Predict(x []float64) float64 {
	sum := 0.0
	for _, j := range byDistance(n.x, x)[:n.k] {
		sum += n.y[j]
	}
	return sum / float64(n.k)
}

// byDistance returns the rows of x from the nearest to the point on.
func byDistance(x *mat.Dense, point []float64) []int32 {
	type near struct {
		d2  float64
		row int32
	}
	m, _ := x.Dims()
	all := make([]near, m)
	for i := range all {
		d2 := 0.0
		for j, v := range x.RawRowView(i) {
			d2 += (v - point[j]) * (v - point[j])
		}
		all[i] = near{d2, int32(i)}
	}
	slices.SortFunc(all, func(a, b near) int {
		if c := cmp.Compare(a.d2, b.d2); c != 0 {
			return c
		}
		return int(a.row - b.row)
	})
	rows := make([]int32, m)
	for i, n := range all {
		rows[i] = n.row
	}
	return rows
}
