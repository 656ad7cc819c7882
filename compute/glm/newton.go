package glm

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Fit finds w, n+1 weights, where J is least, by Newton's method with halved steps, to a
// gradient at the level of rounding.
//
// The error is ErrNoMinimum where J has none (see Exists), or ErrNoConvergence. Where many
// weights are equally good, because columns are linearly dependent and λ = 0, Fit returns
// one of them.
func (p *Logistic) Fit() ([]float64, error) {
	if !p.Exists() {
		return nil, ErrNoMinimum
	}
	return p.minimum()
}

// minimum is where J, which has one, is least. Newton's method runs on whitened inputs.
func (p *Logistic) minimum() ([]float64, error) {
	q := *p
	inputs := whiten(p.x, p.d, p.lambda())
	q.x, q.d, q.price = inputs.x, inputs.d, inputs.price
	w, err := minimise(&q, make([]float64, q.d))
	if err != nil {
		return nil, err
	}
	return inputs.back(w, 1), nil
}

// Exists tells whether J has a minimum: for λ = 0 if and only if no hyperplane separates
// the classes, not even one that some of the points lie on; for λ > 0 if and only if there
// are examples of both classes, since the intercept bears no penalty.
func (p *Logistic) Exists() bool {
	if p.lambda() == 0 {
		return p.Separate().Kind == Overlap
	}
	return floats.Max(p.sign) != floats.Min(p.sign)
}

// hessian is (1/m) Σ_i σ(z_i)(1 − σ(z_i)) x̃_i x̃_iᵀ + λ diag(0, 1, …, 1).
func (p *Logistic) hessian(w []float64) *mat.SymDense {
	h := mat.NewSymDense(p.d, nil)
	for i := range p.m {
		row := p.row(i)
		r := math.Abs(p.residual(i, floats.Dot(row, w)))
		h.SymRankOne(h, r*(1-r)/float64(p.m), mat.NewVecDense(p.d, row))
	}
	for j, v := range p.price {
		h.SetSym(j, j, h.At(j, j)+v)
	}
	return h
}

// convex is a smooth convex function of a vector.
type convex interface {
	Loss(w []float64) float64
	GradientTo(dst, w []float64) []float64
	hessian(w []float64) *mat.SymDense
}

// maxNewton bounds the steps of Newton's method, and maxHalvings those of a line.
const (
	maxNewton   = 300
	maxHalvings = 60
	// level is the largest gradient of a minimum by inputs of variance 1.
	level = 1e-9
	// ridge is added to the Hessian scaled to a unit diagonal, so that directions in which
	// the function is flat have a step of nothing. In the others it costs no digits.
	ridge = 1e-13
)

// minimise goes from w, which it changes, to the minimum of f, which exists.
func minimise(f convex, w []float64) ([]float64, error) {
	g := f.GradientTo(nil, w)
	loss := f.Loss(w)
	for range maxNewton {
		step, ok := newtonStep(f.hessian(w), g)
		if !ok {
			return nil, ErrNoConvergence
		}
		l, ok := search(f, w, loss, floats.Dot(g, step), step)
		if !ok { // no decrease that the loss could tell: what is left goes by the gradient alone
			if polish(f, w, g); floats.Norm(g, math.Inf(1)) > level {
				return nil, ErrNoConvergence
			}
			return w, nil
		}
		loss = l
		f.GradientTo(g, w)
	}
	return nil, ErrNoConvergence
}

// polish makes full steps while they halve the gradient g, which it keeps up to date.
func polish(f convex, w, g []float64) {
	for size := floats.Norm(g, math.Inf(1)); size > 0; {
		step, ok := newtonStep(f.hessian(w), g)
		if !ok {
			return
		}
		next := floats.SubTo(make([]float64, len(w)), w, step)
		after := f.GradientTo(nil, next)
		now := floats.Norm(after, math.Inf(1))
		if !(now <= size/2) {
			return
		}
		size = now
		copy(w, next)
		copy(g, after)
	}
}

// search moves w against step until the loss has fallen by a share of what the slope
// promises, and gives the loss there; false, and w stays, if it does not fall.
func search(f convex, w []float64, loss, slope float64, step []float64) (float64, bool) {
	next := make([]float64, len(w))
	for k := range maxHalvings {
		t := math.Ldexp(1, -k)
		floats.AddScaledTo(next, w, -t, step)
		if l := f.Loss(next); l < loss && l <= loss-1e-4*t*slope {
			copy(w, next)
			return l, true
		}
		if t*slope < 1e-17*math.Abs(loss) {
			break
		}
	}
	return loss, false
}

// newtonStep solves H·step = g by Cholesky, with H scaled to a unit diagonal.
func newtonStep(h *mat.SymDense, g []float64) (step []float64, ok bool) {
	n := len(g)
	scale := make([]float64, n)
	for j := range scale {
		scale[j] = 1
		if v := h.At(j, j); v > 0 {
			scale[j] = 1 / math.Sqrt(v)
		}
	}
	for i := range n {
		for j := i; j < n; j++ {
			v := h.At(i, j) * scale[i] * scale[j]
			if i == j {
				v += ridge
			}
			h.SetSym(i, j, v)
		}
	}
	var c mat.Cholesky
	for add := ridge; !c.Factorize(h); add *= 100 { // rounding made it indefinite
		if add > 1 {
			return nil, false
		}
		for j := range n {
			h.SetSym(j, j, h.At(j, j)+add)
		}
	}
	step = make([]float64, n)
	floats.MulTo(step, g, scale)
	v := mat.NewVecDense(n, step)
	// An ill-conditioned system gives a direction too; the line search judges it.
	_ = c.SolveVecTo(v, v)
	floats.Mul(step, scale)
	return step, floats.Norm(step, math.Inf(1)) < math.MaxFloat64
}
