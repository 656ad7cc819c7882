package glm

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Kind says how hyperplanes can part classes.
type Kind string

// The kinds of Albert and Anderson. Points on the hyperplane itself, at least one point not
// on it, make a separation quasi-complete.
const (
	Complete Kind = "complete"
	Quasi    Kind = "quasi"
	Overlap  Kind = "none"
)

// Separation is a kind with its proof, which is easily checked: with z_i = s_i (1, x_i),
//
//	Complete: z_iᵀv > 0 for every i
//	Quasi:    z_iᵀv ≥ 0 for every i, > 0 for one
//	Overlap:  Σ_i c_i z_i = 0 with every c_i > 0, so that no v does either
//
// but for rounding errors of some 1e-9.
type Separation struct {
	Kind      Kind
	Direction []float64 // v, n+1 numbers, ‖v‖ = 1; nil for Overlap
	Weights   []float64 // c, m numbers; nil if there is a direction
}

// Separate finds out by linear programming whether a hyperplane separates the classes. Along
// a separating direction the loss without penalty falls for ever, so that it has no minimum;
// if there is none the loss grows in every direction in which it changes at all. All
// examples of one class count as completely separated.
func (p *Logistic) Separate() Separation {
	z, back := standardised(p.x, p.d)
	for i, s := range p.sign {
		floats.Scale(s, z[i*p.d:(i+1)*p.d])
	}
	sep := separate(z, p.d)
	if sep.Direction != nil {
		back(sep.Direction)
		floats.Scale(1/floats.Norm(sep.Direction, 2), sep.Direction)
	}
	return sep
}

// standardised is the rows with the columns behind the first, which is ones, centred and
// scaled: sides of hyperplanes stay what they are. back brings weights for these rows to
// weights for the original ones with the same products, in place.
func standardised(x []float64, d int) (rows []float64, back func(v []float64)) {
	m := len(x) / d
	rows = append([]float64(nil), x...)
	centre, scale := make([]float64, d), make([]float64, d)
	column := make([]float64, m)
	for j := 1; j < d; j++ {
		for i := range m {
			column[i] = x[i*d+j]
		}
		centre[j] = stat.Mean(column, nil)
		scale[j] = math.Sqrt(stat.PopVariance(column, nil))
		if !(scale[j] > 1e-14*math.Abs(centre[j])) { // a constant column
			scale[j] = math.Inf(1)
		}
		for i, v := range column {
			rows[i*d+j] = (v - centre[j]) / scale[j]
		}
	}
	return rows, func(v []float64) {
		for j := 1; j < d; j++ {
			v[j] /= scale[j]
			v[0] -= v[j] * centre[j]
		}
	}
}

// separate looks for v with z_iᵀv ≥ 0 for all the rows of z, d numbers each. Two systems
// are solved. By the theorem of Gordan either some v has z_iᵀv > 0 for all i, or
//
//	Σ c_i z_i = 0,  Σ c_i = 1,  c ≥ 0
//
// has a solution; by that of Stiemke either some v has z_iᵀv ≥ 0 for all i, not only zeros,
// or Σ c_i z_i = 0 has a solution with all c_i ≥ 1.
func separate(z []float64, d int) Separation {
	m := len(z) / d
	rows, length := append([]float64(nil), z...), make([]float64, m)
	minusSum := make([]float64, d)
	gordan := make([]float64, 0, m*(d+1))
	for i := range m {
		row := rows[i*d : (i+1)*d]
		length[i] = floats.Norm(row, 2)
		floats.Scale(1/length[i], row)
		floats.Sub(minusSum, row)
		gordan = append(append(gordan, row...), 1)
	}
	last := make([]float64, d+1)
	last[d] = 1
	if _, y := feasible(gordan, d+1, last); y != nil {
		return Separation{Kind: Complete, Direction: reversed(y[:d])}
	}
	c, y := feasible(rows, d, minusSum)
	if y != nil {
		return Separation{Kind: Quasi, Direction: reversed(y)}
	}
	for i := range c {
		c[i] = (1 + c[i]) / length[i]
	}
	return Separation{Kind: Overlap, Weights: c}
}

// reversed is −y, of length 1.
func reversed(y []float64) []float64 {
	return floats.ScaleTo(make([]float64, len(y)), -1/floats.Norm(y, 2), y)
}
