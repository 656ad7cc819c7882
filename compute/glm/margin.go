package glm

import (
	"errors"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// ErrSeparation reports that no hyperplane has all examples of each class on its side.
var ErrSeparation = errors.New("glm: the classes are not completely separated")

// MaxMargin returns the shortest v, n+1 numbers, with s_i (v_0 + Σ_j v_j x_ij) ≥ 1 for every
// example. The intercept counts in its length: this is the machine of widest margin for the
// examples behind a 1, and gradient descent without penalty goes there: w(t)/‖w(t)‖ tends to
// v/‖v‖, and for almost all data w(t) − v·log t stays bounded (Soudry and others, theorem 3).
//
// v = q/‖q‖² for the shortest q in the convex hull of the s_i (1, x_i), found by P. Wolfe's
// method (Finding the nearest point in a polytope, Mathematical Programming 11, 1976,
// doi 10.1007/BF01580381). The error is ErrSeparation or ErrNoConvergence.
func (p *Logistic) MaxMargin() ([]float64, error) {
	if p.Separate().Kind != Complete {
		return nil, ErrSeparation
	}
	h := hull{d: p.d}
	for i, s := range p.sign {
		z := make([]float64, p.d)
		h.points = append(h.points, floats.ScaleTo(z, s, p.row(i)))
	}
	q, ok := h.nearest()
	if !ok {
		return nil, ErrNoConvergence
	}
	floats.Scale(1/floats.Dot(q, q), q)
	return q, nil
}

// hull is the convex hull of points, with a corral: points whose affine hull has its
// shortest vector among their convex combinations, which it is a weighted mean of.
type hull struct {
	d      int
	points [][]float64
	corral []int
	weight []float64
}

// nearest is the shortest vector of the hull.
func (h *hull) nearest() (q []float64, ok bool) {
	first, longest := 0, 0.0
	for i, z := range h.points {
		if floats.Norm(z, 2) < floats.Norm(h.points[first], 2) {
			first = i
		}
		longest = max(longest, floats.Dot(z, z))
	}
	h.corral, h.weight = []int{first}, []float64{1}
	for range 100 * (len(h.points) + h.d) {
		q = h.mean()
		next, least := -1, 0.0
		for i, z := range h.points {
			if v := floats.Dot(q, z); next < 0 || v < least {
				next, least = i, v
			}
		}
		if least >= floats.Dot(q, q)-1e-14*longest {
			return q, true
		}
		for _, i := range h.corral {
			if i == next { // rounding: no point lies nearer
				return q, true
			}
		}
		h.corral, h.weight = append(h.corral, next), append(h.weight, 0)
		h.shrink()
	}
	return nil, false
}

func (h *hull) mean() []float64 {
	q := make([]float64, h.d)
	for k, i := range h.corral {
		floats.AddScaled(q, h.weight[k], h.points[i])
	}
	return q
}

// shrink moves the weights towards the shortest vector of the affine hull of the points and
// drops those that come to 0 on the way, until it is a convex combination.
func (h *hull) shrink() {
	for {
		target, ok := h.affine()
		if !ok { // the new point depends on the others
			last := len(h.corral) - 1
			h.corral, h.weight = h.corral[:last], h.weight[:last]
			return
		}
		t, drop := 1.0, -1
		for k, v := range target {
			if v < 1e-12 && h.weight[k]-v > 0 {
				if at := h.weight[k] / (h.weight[k] - v); at < t {
					t, drop = at, k
				}
			}
		}
		for k := range h.weight {
			h.weight[k] += t * (target[k] - h.weight[k])
		}
		if drop < 0 {
			return
		}
		h.corral = append(h.corral[:drop], h.corral[drop+1:]...)
		h.weight = append(h.weight[:drop], h.weight[drop+1:]...)
	}
}

// affine is the weights, of sum 1 and any sign, of the shortest vector: proportional to the
// solution of (ZZᵀ + 11ᵀ) u = 1.
func (h *hull) affine() ([]float64, bool) {
	n := len(h.corral)
	gram, ones := mat.NewSymDense(n, nil), mat.NewVecDense(n, nil)
	for i, a := range h.corral {
		ones.SetVec(i, 1)
		for j := i; j < n; j++ {
			gram.SetSym(i, j, 1+floats.Dot(h.points[a], h.points[h.corral[j]]))
		}
	}
	var c mat.Cholesky
	if !c.Factorize(gram) || c.Cond() > 1e14 {
		return nil, false
	}
	var u mat.VecDense
	if c.SolveVecTo(&u, ones) != nil {
		return nil, false
	}
	out := append([]float64(nil), u.RawVector().Data...)
	floats.Scale(1/floats.Sum(out), out)
	return out, true
}
