package glm

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// Tolerances of the simplex method for columns of length about 1.
const (
	entering = 1e-11 // least gain of a column that enters the basis
	pivotal  = 1e-9  // least pivot
	settled  = 1e-9  // what is left of the right-hand side, relative to it, when it is met
)

// feasible looks for c ≥ 0 with Σ_j c_j a_j = b, the a_j being the rows of a, r numbers
// each, of length about 1. By the lemma of Farkas there is either such a c or a y with
//
//	a_jᵀy ≤ 0 for every j and bᵀy > 0,
//
// and feasible returns one of the two, the other nil.
//
// It is the first phase of the revised simplex method, with the inverse of the basis kept
// as a matrix: made for few rows and many columns (G. B. Dantzig, Linear Programming and
// Extensions, 1963, ch. 9; against cycling the rule of R. G. Bland, Mathematics of
// Operations Research 2, 1977, doi 10.1287/moor.2.2.103).
func feasible(a []float64, r int, b []float64) (c, y []float64) {
	t := newTableau(a, r, b)
	size := floats.Norm(b, 1)
	for still := 0; ; {
		y = t.prices()
		if t.missing() <= settled*size {
			break
		}
		j := t.enter(y, still > 3*r)
		if j < 0 {
			return nil, y
		}
		column := t.image(j)
		k := t.leave(column, still > 3*r)
		if k < 0 {
			break // a direction without bound: impossible, the sum of artificials is at least 0
		}
		if t.x[k] <= settled*size {
			still++
		} else {
			still = 0
		}
		if t.pivot(k, j, column); t.steps > 200*(r+len(a)/r) {
			break
		}
	}
	c = make([]float64, len(a)/r)
	for k, j := range t.basis {
		if j >= 0 {
			c[j] = max(t.x[k], 0)
		}
	}
	return c, nil
}

// tableau is a basis of the first phase: r variables, those of the columns and of r
// artificial ones, whose sum is to become 0.
type tableau struct {
	a       []float64
	r       int
	basis   []int     // columns in the basis; −1 an artificial one
	in      []bool    // column is in the basis
	inverse []float64 // r×r, of the matrix of the basis
	x       []float64 // the basic variables, ≥ 0
	steps   int
}

func newTableau(a []float64, r int, b []float64) *tableau {
	t := &tableau{a: a, r: r, basis: make([]int, r), in: make([]bool, len(a)/r), inverse: make([]float64, r*r), x: make([]float64, r)}
	for k, v := range b {
		t.basis[k] = -1
		t.inverse[k*r+k] = 1
		if v < 0 {
			t.inverse[k*r+k] = -1
		}
		t.x[k] = math.Abs(v)
	}
	return t
}

// missing is the sum of the artificial variables.
func (t *tableau) missing() float64 {
	sum := 0.0
	for k, j := range t.basis {
		if j < 0 {
			sum += max(t.x[k], 0)
		}
	}
	return sum
}

// prices is y with a_jᵀy = 0 for the columns in the basis and 1 for the artificial ones: a
// column with a_jᵀy > 0 lowers the sum of these as it grows.
func (t *tableau) prices() []float64 {
	y := make([]float64, t.r)
	for k, j := range t.basis {
		if j < 0 {
			floats.Add(y, t.inverse[k*t.r:(k+1)*t.r])
		}
	}
	return y
}

// enter picks the column that gains most, by Bland's rule the first that gains; −1 if none
// does.
func (t *tableau) enter(y []float64, bland bool) int {
	best, gain := -1, entering*max(floats.Norm(y, 2), 1e-300)
	for j, in := range t.in {
		if in {
			continue
		}
		if g := floats.Dot(t.a[j*t.r:(j+1)*t.r], y); g > gain {
			best, gain = j, g
			if bland {
				return j
			}
		}
	}
	return best
}

// image is column j in terms of the basis.
func (t *tableau) image(j int) []float64 {
	out := make([]float64, t.r)
	for k := range out {
		out[k] = floats.Dot(t.inverse[k*t.r:(k+1)*t.r], t.a[j*t.r:(j+1)*t.r])
	}
	return out
}

// leave picks the basic variable that becomes 0 first; of equal ones that with the largest
// pivot, by Bland's rule that of the first column. −1 if none becomes 0.
func (t *tableau) leave(column []float64, bland bool) int {
	best, ratio := -1, math.Inf(1)
	for k, v := range column {
		if v <= pivotal {
			continue
		}
		at := max(t.x[k], 0) / v
		switch near := 1e-12 * (1 + ratio); {
		case best < 0 || at < ratio-near:
			best, ratio = k, at
		case at <= ratio+near && (bland && t.basis[k] < t.basis[best] || !bland && v > column[best]):
			best, ratio = k, min(ratio, at)
		}
	}
	return best
}

// pivot puts column j in place k of the basis.
func (t *tableau) pivot(k, j int, column []float64) {
	t.steps++
	r := t.r
	if t.basis[k] >= 0 {
		t.in[t.basis[k]] = false
	}
	t.basis[k], t.in[j] = j, true
	row := t.inverse[k*r : (k+1)*r]
	floats.Scale(1/column[k], row)
	t.x[k] /= column[k]
	for i := range r {
		if i == k {
			continue
		}
		floats.AddScaled(t.inverse[i*r:(i+1)*r], -column[i], row)
		t.x[i] = max(0, t.x[i]-column[i]*t.x[k])
	}
}
