package linear

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// ErrNoConvergence reports that LAD ran out of steps, which exact arithmetic
// excludes.
var ErrNoConvergence = errors.New("linear: the simplex method ran out of steps")

// AbsoluteFit is a model of least absolute deviations.
type AbsoluteFit struct {
	Model
	Through []int // n+1 examples, ascending, that the model passes through exactly
	Unique  bool  // no other model has as small a sum; false: another may
}

// LAD returns a model that minimises Σ_i |y_i − b − wᵀx_i|, the maximum-likelihood
// estimate under Laplace noise of any scale.
//
// The sum is convex and piecewise linear, so some minimum lies at a vertex, a model
// through n+1 examples. LAD is the simplex method on the linear programme
// min Σ(u_i+v_i), y − Xw − b = u − v, u, v ≥ 0 in the form of Barrodale and Roberts
// (SIAM Journal on Numerical Analysis 10, 1973, DOI 10.1137/0710069): from a vertex it
// lets go of one example and runs along the edge past kinks to the lowest point. Steps
// of length 0 could cycle; after one, Bland's rule (Mathematics of Operations Research
// 2, 1977, DOI 10.1287/moor.2.2.103) decides until the sum falls again, so it ends.
// The certificate of optimality is the dual solution: λ_i = sign of the residual
// off the vertex, |λ_i| ≤ 1 on it, Σλ_i = 0 and Σλ_i x_i = 0.
//
// Unlike least squares the minimum may be shared by a whole edge or face (the median
// of two numbers is anything between them); Unique is true if all |λ_i| < 1 on the
// vertex, which proves that it is not. Which vertex of a face is returned is fixed by
// the order of the examples.
//
// It returns ErrRank and ErrFinite as LeastSquares does, and panics as it does.
func LAD(x mat.Matrix, y []float64) (*AbsoluteFit, error) {
	start, err := LeastSquares(x, y)
	if err != nil {
		return nil, err
	}
	c, err := center(x, y)
	if err != nil {
		return nil, err
	}
	v, scale, yScale := newVertex(c)
	if !v.enter(residuals(y, start.PredictAll(nil, x))) {
		return nil, ErrRank
	}
	unique, err := v.descend()
	if err != nil {
		return nil, err
	}
	w := make([]float64, len(scale))
	for j, s := range scale {
		w[j] = v.beta[j+1] * yScale / s
	}
	model := Model{Intercept: c.yMean + v.beta[0]*yScale - floats.Dot(w, c.xMean), W: w}
	through := slices.Clone(v.basis)
	slices.Sort(through)
	return &AbsoluteFit{Model: model, Through: through, Unique: unique}, nil
}

// Tolerances for data scaled to ±1.
const (
	zeroResidual = 1e-13 // a residual as small as this is 0
	zeroDual     = 1e-9  // how far |λ| may be from 1 and count as 1
)

// vertex is a model that passes through the p = n+1 examples of basis.
type vertex struct {
	a     [][]float64 // m rows (1, x_i), columns centred and scaled to ±1
	y     []float64
	basis []int
	in    []bool     // is the example in basis
	sign  []float64  // side of the model on which an example off the basis counts, ±1
	inv   *mat.Dense // inverse of the rows of the basis
	beta  []float64
	r     []float64 // residuals, exactly 0 in the basis
}

func newVertex(c *centred) (v *vertex, scale []float64, yScale float64) {
	m, n := c.x.Dims()
	scale = make([]float64, n)
	for j := range n {
		scale[j] = mat.Norm(c.x.ColView(j), math.Inf(1))
	}
	yScale = floats.Norm(c.y, math.Inf(1))
	if yScale == 0 {
		yScale = 1
	}
	v = &vertex{a: make([][]float64, m), y: make([]float64, m), in: make([]bool, m), sign: make([]float64, m), r: make([]float64, m)}
	for i := range m {
		v.a[i] = append([]float64{1}, c.x.RawRowView(i)...)
		floats.Div(v.a[i][1:], scale)
		v.y[i] = c.y[i] / yScale
		v.sign[i] = 1
	}
	return v, scale, yScale
}

// enter sets the first basis: linearly independent examples, those with the smallest
// residuals first. It reports whether there are enough.
func (v *vertex) enter(residual []float64) bool {
	order := make([]int, len(residual))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(math.Abs(residual[i]), math.Abs(residual[j]))
	})
	p := len(v.a[0])
	for _, independent := range []float64{1e-3, 1e-10} { // well-spread examples if there are some
		v.basis = v.basis[:0]
		clear(v.in)
		var q [][]float64
		for _, i := range order {
			if len(v.basis) == p {
				break
			}
			rest := slices.Clone(v.a[i])
			for range 2 { // twice is enough for orthogonality to rounding
				for _, u := range q {
					floats.AddScaled(rest, -floats.Dot(u, rest), u)
				}
			}
			if norm := floats.Norm(rest, 2); norm > independent {
				floats.Scale(1/norm, rest)
				q = append(q, rest)
				v.basis, v.in[i] = append(v.basis, i), true
			}
		}
		if len(v.basis) == p {
			return true
		}
	}
	return false
}

// descend walks to an optimal vertex and reports whether it is proven unique.
func (v *vertex) descend() (unique bool, err error) {
	m, p := len(v.a), len(v.a[0])
	bland := false
	for range 100 * (m + p) * p {
		if err := v.solve(); err != nil {
			return false, err
		}
		lambda := v.dual()
		k := violated(lambda, v.basis, bland)
		if k < 0 {
			return floats.Norm(lambda, math.Inf(1)) < 1-zeroDual, nil
		}
		bland = v.move(k, lambda[k], bland) == 0
	}
	return false, ErrNoConvergence
}

// solve sets the model through the basis and its residuals.
func (v *vertex) solve() error {
	p := len(v.basis)
	rows := mat.NewDense(p, p, nil)
	target := make([]float64, p)
	for k, i := range v.basis {
		rows.SetRow(k, v.a[i])
		target[k] = v.y[i]
	}
	v.inv = mat.NewDense(p, p, nil)
	if err := v.inv.Inverse(rows); err != nil {
		return ErrRank
	}
	v.beta = make([]float64, p)
	mat.NewVecDense(p, v.beta).MulVec(v.inv, mat.NewVecDense(p, target))
	for i, row := range v.a {
		v.r[i] = v.y[i] - floats.Dot(row, v.beta)
		if v.in[i] || math.Abs(v.r[i]) <= zeroResidual*(1+floats.Norm(v.beta, 1)) {
			v.r[i] = 0
		} else {
			v.sign[i] = math.Copysign(1, v.r[i])
		}
	}
	return nil
}

// dual returns λ on the basis: Σ_k λ_k a_k = −Σ_{i off the basis} sign_i a_i.
func (v *vertex) dual() []float64 {
	p := len(v.basis)
	sum := make([]float64, p)
	for i, row := range v.a {
		if !v.in[i] {
			floats.AddScaled(sum, -v.sign[i], row)
		}
	}
	lambda := make([]float64, p)
	mat.NewVecDense(p, lambda).MulVec(v.inv.T(), mat.NewVecDense(p, sum))
	return lambda
}

// violated returns the place in the basis with the largest |λ| > 1, or by Bland's
// rule that of the first such example; −1 if there is none.
func violated(lambda []float64, basis []int, bland bool) int {
	best := -1
	for k, l := range lambda {
		if math.Abs(l) <= 1+zeroDual {
			continue
		}
		if best < 0 || bland && basis[k] < basis[best] || !bland && math.Abs(l) > math.Abs(lambda[best]) {
			best = k
		}
	}
	return best
}

// kink is where the residual of example i reaches 0 on an edge.
type kink struct {
	at   float64 // length of the step
	rise float64 // by how much the slope grows there
	i    int
}

// move lets go of place k of the basis and returns the length of the step. With the
// residual of that example growing as t on the side of λ, the sum has slope 1−|λ| at
// first and each kink passed adds to it; Bland's rule takes the first kink.
func (v *vertex) move(k int, lambda float64, bland bool) float64 {
	side := math.Copysign(1, lambda)
	direction := mat.Col(nil, k, v.inv)
	var kinks []kink
	for i, row := range v.a {
		if v.in[i] {
			continue
		}
		c := side * floats.Dot(row, direction)
		if v.sign[i]*c < -1e-12 {
			kinks = append(kinks, kink{at: math.Abs(v.r[i] / c), rise: 2 * math.Abs(c), i: i})
		}
	}
	slices.SortFunc(kinks, func(a, b kink) int {
		if d := cmp.Compare(a.at, b.at); d != 0 {
			return d
		}
		return a.i - b.i
	})
	slope := 1 - math.Abs(lambda)
	for n, e := range kinks {
		slope += e.rise
		if slope < 0 && !bland && n < len(kinks)-1 {
			v.sign[e.i] = -v.sign[e.i]
			continue
		}
		leaving := v.basis[k]
		v.in[leaving], v.sign[leaving] = false, side
		v.in[e.i], v.basis[k] = true, e.i
		return e.at
	}
	return 0
}
