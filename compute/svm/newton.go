package svm

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// maxFree bounds the free support vectors (those strictly between their bounds) for which the linear
// system is solved: its cost grows with their cube.
const maxFree = 600

// maxEffort bounds the sum of those cubes in one go of Newton's method: about a tenth of a second. When it is
// met the set of free points is still far from right, and SMO is the better one to go on.
const maxEffort = 2e8

// free returns the points strictly between their bounds, ascending.
func (s *solver) free() []int {
	var index []int
	for i, a := range s.alpha {
		if s.lo[i] < a && a < s.up[i] {
			index = append(index, i)
		}
	}
	return index
}

// newton goes to the maximum over the free points with all others fixed, or to the first bound in its
// way, drops the point that met it and goes on. Near the optimum, where SMO creeps, this ends it: then the
// free points are known and only their values are not.
func (s *solver) newton(ctx context.Context) error {
	free := s.free()
	if len(free) < 2 || len(free) > maxFree {
		return nil
	}
	first := free
	alpha, f := append([]float64(nil), s.alpha...), append([]float64(nil), s.f...)
	for effort := 0.0; len(free) > 1 && effort < maxEffort; {
		n := float64(len(free))
		effort += n * n * n
		s.work += n*n*n/4 + 20*n*n
		if err := ctx.Err(); err != nil {
			return err
		}
		sys, ok := s.system(free)
		if !ok {
			break
		}
		p := sys.step(pick(s.f, free))
		t, block := s.longest(free, p)
		for a, i := range free {
			s.set(i, min(max(s.alpha[i]+t*p[a], s.lo[i]), s.up[i]))
		}
		if block < 0 {
			break
		}
		s.follow(free, p, t)
		if i := free[block]; p[block] > 0 {
			s.set(i, s.up[i])
		} else {
			s.set(i, s.lo[i])
		}
		free = s.free()
	}
	copy(s.f, f)
	for _, i := range first {
		if d := s.alpha[i] - alpha[i]; d != 0 {
			floats.AddScaled(s.f, -d, s.gram.row(i))
		}
	}
	return nil
}

// pick returns the entries of x at an index.
func pick(x []float64, index []int) []float64 {
	out := make([]float64, len(index))
	for a, i := range index {
		out[a] = x[i]
	}
	return out
}

// follow takes the effect of a step t·p on f over at the free points alone, which is all that the next
// step needs.
func (s *solver) follow(free []int, p []float64, t float64) {
	for _, i := range free {
		row, sum := s.gram.row(i), 0.0
		for b, j := range free {
			sum += row[j] * p[b]
		}
		s.f[i] -= t * sum
	}
}

// longest returns the largest t ≤ 1 for which α + t·p stays within the bounds, and the position in free of
// the point that stops it, −1 for none.
func (s *solver) longest(free []int, p []float64) (t float64, block int) {
	t, block = 1, -1
	for a, i := range free {
		room := s.up[i] - s.alpha[i]
		if p[a] < 0 {
			room = s.lo[i] - s.alpha[i]
		}
		if p[a] != 0 && room/p[a] < t {
			t, block = room/p[a], a
		}
	}
	return t, block
}

// system is the factorization of the Hessian over free points F, with α of the last of them, r, eliminated
// by Σp = 0: H_ab = K_ab − K_ar − K_br + K_rr, the Gram matrix of differences of feature vectors, and
// M = H + εI. The small ε > 0, a proximal term, makes M positive definite whatever the rank of the kernel:
// along directions that change nothing the step is then as long as the bounds permit, or zero.
type system struct {
	n    int // size of F
	chol mat.Cholesky
}

// regularization is ε in units of the largest k(x, x) of F: above the rounding errors of H and of its
// factorization.
const regularization = 1e-13

func (s *solver) system(free []int) (*system, bool) {
	n := len(free)
	last := free[n-1]
	fromLast := append([]float64(nil), s.gram.row(last)...)
	h := mat.NewSymDense(n-1, nil)
	largest := s.diag[last]
	for a, i := range free[:n-1] {
		row := s.gram.row(i)
		for b := a; b < n-1; b++ {
			h.SetSym(a, b, row[free[b]]-fromLast[i]-fromLast[free[b]]+fromLast[last])
		}
		largest = max(largest, s.diag[i])
	}
	for a := range n - 1 {
		h.SetSym(a, a, h.At(a, a)+regularization*float64(n)*largest)
	}
	sys := &system{n: n}
	return sys, sys.chol.Factorize(h)
}

// step returns the p with Σp = 0 that maximises g·p − ½pᵀ(K + εI)p, the last entry free of ε. It is zero
// if the system has no finite solution.
func (sys *system) step(g []float64) []float64 {
	n := sys.n - 1
	p := make([]float64, n+1)
	rhs := mat.NewVecDense(n, nil)
	for a := range n {
		rhs.SetVec(a, g[a]-g[n])
	}
	x := mat.NewVecDense(n, p[:n])
	// A warning that M is ill-conditioned is no failure: what comes out is judged by the violation it leaves.
	_ = sys.chol.SolveVecTo(x, rhs)
	sum := floats.Sum(p[:n])
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return make([]float64, n+1)
	}
	p[n] = -sum
	return p
}

// settle computes the free α once more, from the support vectors alone: from equal values that satisfy
// Σα = 0, by a fixed number of proximal steps. The outcome does not depend on the path that led here nor
// on the points that are no support vectors, to the last bit. It reports whether the conditions still
// hold; if not it restores what was there.
func (s *solver) settle() bool {
	free := s.free()
	if len(free) > maxFree {
		return false
	}
	before := append([]float64(nil), s.alpha...)
	violation := s.violation()
	if !s.fromSupport(free) {
		return false
	}
	s.gradient()
	if v := s.violation(); v <= max(violation, settled) {
		return true
	}
	for i, a := range before {
		s.set(i, a)
	}
	s.gradient()
	return false
}

// proximalSteps of settle: the first solves the system, the others remove the effect of ε and of rounding.
const proximalSteps = 4

// fromSupport sets α of the free points to the maximum given the bounded ones. It reports false, and
// changes nothing, if that is not strictly within the bounds.
func (s *solver) fromSupport(free []int) bool {
	if len(free) == 0 {
		return true
	}
	n := len(free)
	rest, sum := make([]float64, n), 0.0 // y − Kα over the bounded points, their Σα
	for a, i := range free {
		rest[a] = s.y[i]
	}
	for i, v := range s.alpha {
		if v == 0 || s.lo[i] < v && v < s.up[i] {
			continue
		}
		row := s.gram.row(i)
		sum += v
		for a, j := range free {
			rest[a] -= v * row[j]
		}
	}
	alpha, ok := s.proximal(free, rest, -sum/float64(n))
	if !ok {
		return false
	}
	for a, i := range free {
		if !(s.lo[i] < alpha[a] && alpha[a] < s.up[i]) {
			return false
		}
	}
	for a, i := range free {
		s.set(i, alpha[a])
	}
	return true
}

// proximal solves K_FF α = rest + const with the given mean of α, which is where it starts.
func (s *solver) proximal(free []int, rest []float64, mean float64) (alpha []float64, ok bool) {
	n := len(free)
	alpha = make([]float64, n)
	floats.AddConst(mean, alpha)
	if n == 1 {
		return alpha, true
	}
	sys, ok := s.system(free)
	if !ok {
		return nil, false
	}
	g := make([]float64, n)
	for range proximalSteps {
		for a, i := range free {
			row := s.gram.row(i)
			g[a] = rest[a]
			for b, j := range free {
				g[a] -= row[j] * alpha[b]
			}
		}
		floats.Add(alpha, sys.step(g))
	}
	return alpha, true
}
