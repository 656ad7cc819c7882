package glm

import (
	"context"

	"gonum.org/v1/gonum/mat"
)

// Smoothness bounds the largest eigenvalue of the Hessian of J from above, whatever w is:
//
//	L = λ_max(X̃ᵀX̃)/(4m) + λ,  X̃ the examples behind a column of ones
//
// because σ′ ≤ 1/4. Gradient descent with a rate below 2/L lowers J in every step.
func (p *Logistic) Smoothness() float64 {
	gram := mat.NewSymDense(p.d, nil)
	for i := range p.m {
		gram.SymRankOne(gram, 1/(4*float64(p.m)), mat.NewVecDense(p.d, p.row(i)))
	}
	var e mat.EigenSym
	if !e.Factorize(gram, false) {
		panic("glm: the eigenvalues of a finite symmetric matrix were not found")
	}
	values := e.Values(nil)
	return values[len(values)-1] + p.lambda()
}

// between is how many steps are made between two looks at the context.
const between = 128

// Descend makes full-batch gradient steps w ← w − rate·∂J/∂w in place. visit is called
// after every step whose number, counted from 1, is next in the ascending list at; it must
// keep no reference to w. The error is ctx.Err(), soon after ctx is done.
func (p *Logistic) Descend(ctx context.Context, w []float64, rate float64, steps int, at []int, visit func(step int, w []float64)) error {
	p.check(w)
	g, room := make([]float64, p.d), make([]float64, p.m)
	for k := 1; k <= steps; k++ {
		if k%between == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		p.gradient(g, w, room)
		for j, v := range g {
			w[j] -= rate * v
		}
		if len(at) > 0 && at[0] == k {
			visit(k, w)
			at = at[1:]
		}
	}
	return ctx.Err()
}
