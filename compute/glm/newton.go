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
	return minimise(p, make([]float64, p.d))
}

// Exists tells whether J has a minimum: for λ = 0 if and only if no hyperplane separates
// the classes, not even one that some of the points lie on; for λ > 0 if and only if there
// are examples of both classes, since the intercept bears no penalty.
func (p *Logistic) Exists() bool {
	if p.lambda == 0 {
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
	for j := 1; j < p.d; j++ {
		h.SetSym(j, j, h.At(j, j)+p.lambda)
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
	// ridge is added to the Hessian scaled to a unit diagonal, so that directions in which
	// the function is flat have a step of nothing. In the others it costs no digits.
	ridge = 1e-13
)

// minimise goes from w, which it changes, to the minimum of f, which exists.
func minimise(f convex, w []float64) ([]float64, error) {
	g := f.GradientTo(nil, w)
	start := floats.Norm(g, math.Inf(1))
	loss := f.Loss(w)
	for range maxNewton {
		if floats.Norm(g, math.Inf(1)) == 0 {
			return w, nil
		}
		step, ok := newtonStep(f.hessian(w), g)
		if !ok {
			return nil, ErrNoConvergence
		}
		l, ok := search(f, w, loss, floats.Dot(g, step), step)
		if !ok { // no decrease that the loss could tell: the last step goes by the gradient alone
			size := floats.Norm(g, math.Inf(1))
			floats.Sub(w, step)
			if after := floats.Norm(f.GradientTo(g, w), math.Inf(1)); !(after <= size) {
				floats.Add(w, step)
			}
			if size <= 1e-6*max(start, 1e-6) {
				return w, nil
			}
			return nil, ErrNoConvergence
		}
		loss = l
		f.GradientTo(g, w)
	}
	return nil, ErrNoConvergence
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
