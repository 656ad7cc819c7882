package crossval

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Preparation learns from examples how to make data ready for a learner.
type Preparation interface {
	Prepare(x *mat.Dense, y []float64) Transform
}

// Transform picks columns and measures features and target on new scales:
//
//	x'_k = (x_{Columns[k]} − Mean[k])/Scale[k],  y' = (y − YMean)/YScale.
type Transform struct {
	Columns       []int
	Mean, Scale   []float64 // by picked column, Scale > 0
	YMean, YScale float64   // YScale > 0
}

// Row stores the prepared features of one example in dst and returns it; nil
// allocates.
func (t Transform) Row(dst, row []float64) []float64 {
	if dst == nil {
		dst = make([]float64, len(t.Columns))
	}
	for k, j := range t.Columns {
		dst[k] = (row[j] - t.Mean[k]) / t.Scale[k]
	}
	return dst
}

// Apply returns the prepared data.
func (t Transform) Apply(x *mat.Dense, y []float64) (*mat.Dense, []float64) {
	tx, ty := mat.NewDense(len(y), len(t.Columns), nil), make([]float64, len(y))
	for i, v := range y {
		t.Row(tx.RawRowView(i), x.RawRowView(i))
		ty[i] = (v - t.YMean) / t.YScale
	}
	return tx, ty
}

// Standardize brings every column and the target to mean 0 and deviation 1 (divisor m;
// what is constant is divided by 1). After it Origin needs no intercept.
type Standardize struct{}

// Prepare measures means and deviations.
func (Standardize) Prepare(x *mat.Dense, y []float64) Transform {
	_, n := x.Dims()
	t := Transform{Columns: make([]int, n), Mean: make([]float64, n), Scale: make([]float64, n)}
	for j := range n {
		t.Columns[j] = j
		t.Mean[j], t.Scale[j] = scale(mat.Col(nil, j, x))
	}
	t.YMean, t.YScale = scale(y)
	return t
}

func scale(v []float64) (mean, deviation float64) {
	mean, deviation = stat.PopMeanStdDev(v, nil)
	// Rounding leaves a constant that is not a short binary number a tiny deviation.
	if deviation <= 1e-14*math.Abs(mean) {
		deviation = 1
	}
	return mean, deviation
}

// Select keeps the Columns ≥ 1 columns whose correlation with the target is largest
// in magnitude, all of them if there are fewer. It looks at y: done before the split
// it is the classical way to find a pattern in noise (Ambroise, McLachlan, PNAS 99,
// 2002, DOI 10.1073/pnas.102102699).
type Select struct{ Columns int }

// Prepare ranks the columns. It panics if Columns < 1.
func (s Select) Prepare(x *mat.Dense, y []float64) Transform {
	if s.Columns < 1 {
		panic(fmt.Sprintf("crossval: %d columns to keep", s.Columns))
	}
	keep := strongest(correlations(x, y), s.Columns)
	slices.Sort(keep)
	t := Transform{Columns: keep, Mean: make([]float64, len(keep)), Scale: make([]float64, len(keep)), YScale: 1}
	for k := range t.Scale {
		t.Scale[k] = 1
	}
	return t
}

// correlations returns the magnitude of the correlation of every column with y, up to the
// factor that all share, and 0 for a column that does not vary. It goes by rows, as the
// numbers lie.
func correlations(x *mat.Dense, y []float64) []float64 {
	m, n := x.Dims()
	mean, square, product := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range m {
		floats.Add(mean, x.RawRowView(i))
	}
	floats.Scale(1/float64(m), mean)
	centre := stat.Mean(y, nil)
	for i, v := range y {
		for j, u := range x.RawRowView(i) {
			d := u - mean[j]
			square[j] += d * d
			product[j] += d * (v - centre)
		}
	}
	for j := range product {
		if square[j] > 0 {
			product[j] = math.Abs(product[j]) / math.Sqrt(square[j])
		}
	}
	return product
}

// strongest returns the indices of the n largest numbers, all if there are fewer, by
// descending number and then by index.
func strongest(strength []float64, n int) []int {
	keep := make([]int, 0, n+1)
	for j, v := range strength {
		if len(keep) == n && v <= strength[keep[n-1]] {
			continue
		}
		at := len(keep)
		for at > 0 && v > strength[keep[at-1]] {
			at--
		}
		keep = slices.Insert(keep, at, j)
		keep = keep[:min(len(keep), n)]
	}
	return keep
}

// Prepared is a learner that prepares the examples that it learns from, and new ones
// in the same way. In cross-validation test examples then have no say: no leak.
type Prepared struct {
	Preparation Preparation
	Learner     Learner
}

// Fit prepares and learns.
func (p Prepared) Fit(x *mat.Dense, y []float64) (Predictor, error) {
	t := p.Preparation.Prepare(x, y)
	model, err := p.Learner.Fit(t.Apply(x, y))
	if err != nil {
		return nil, err
	}
	return prepared{t, model}, nil
}

type prepared struct {
	t     Transform
	model Predictor
}

func (p prepared) Predict(x []float64) float64 {
	return p.t.YMean + p.t.YScale*p.model.Predict(p.t.Row(nil, x))
}

// Leaked returns the k-fold estimate of a common mistake: all examples are prepared
// together, the test ones among them, and divided into folds afterwards. Predictions
// and errors are in the units of y. KFold of a Prepared is the honest estimate.
//
// How much too good it is depends on what the preparation takes from the target. For a
// learner that predicts the mean, leaving one out, the honest estimate is (m/(m−1))²
// times the leaked one; selecting columns can leak almost everything. Errors and panics
// are those of KFold.
func Leaked(ctx context.Context, p Prepared, x *mat.Dense, y []float64, folds [][]int) (*Estimate, error) {
	t := p.Preparation.Prepare(x, y)
	tx, ty := t.Apply(x, y)
	e, err := KFold(ctx, p.Learner, tx, ty, folds)
	if err != nil {
		return nil, err
	}
	for i := range e.Errors {
		e.Predictions[i] = t.YMean + t.YScale*e.Predictions[i]
		e.Errors[i] *= t.YScale * t.YScale
	}
	for f := range e.FoldMSE {
		e.FoldMSE[f] *= t.YScale * t.YScale
	}
	e.summarise()
	return e, nil
}
