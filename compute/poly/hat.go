package poly

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
)

// basis holds the cosines of random features, orthonormal on the grid, so that a
// function is K+1 numbers and the grid average of its square their sum of squares.
type basis struct {
	problem Problem
	design  [][]float64 // weighted cosine k at the design points, K+1 rows of m
	q       [][]float64 // orthonormal functions on the grid, K+1 rows
	r       [][]float64 // by cosine k: its k+1 coordinates on q
	truth   []float64   // coordinates of f
	outside float64     // grid average of the square of f's part outside the span of q
}

func newBasis(p Problem) *basis {
	b := &basis{problem: p}
	scale := 1 / math.Sqrt(float64(len(p.Grid)))
	for k := range min(2*len(p.X), len(p.Grid)-1) + 1 {
		weight := 1 / float64(max(k, 1))
		onDesign, onGrid := make([]float64, len(p.X)), make([]float64, len(p.Grid))
		cosine(onDesign, k, weight, p.X)
		cosine(onGrid, k, weight*scale, p.Grid)
		q, r := orthogonalise(onGrid, b.q, len(onGrid))
		norm := floats.Norm(q, 2)
		floats.Scale(1/norm, q)
		b.design = append(b.design, onDesign)
		b.q = append(b.q, q)
		b.r = append(b.r, append(r, norm))
	}
	rest := make([]float64, len(p.Grid))
	floats.ScaleTo(rest, scale, p.FGrid)
	rest, b.truth = orthogonalise(rest, b.q, len(rest))
	b.outside = floats.Dot(rest, rest)
	return b
}

// cosine stores weight·cos(kπ(x+1)/2) in dst.
func cosine(dst []float64, k int, weight float64, x []float64) {
	for i, v := range x {
		dst[i] = weight * math.Cos(float64(k)*math.Pi*(v+1)/2)
	}
}

// feature draws one feature and returns its values on the design and its
// coordinates on q.
func (b *basis) feature(rnd *rand.Rand) (onDesign, coords []float64) {
	onDesign, coords = make([]float64, len(b.problem.X)), make([]float64, len(b.q))
	for k, r := range b.r {
		g := rnd.NormFloat64()
		floats.AddScaled(onDesign, g, b.design[k])
		floats.AddScaled(coords[:len(r)], g, r)
	}
	return onDesign, coords
}

// risk returns the grid averages of bias² and variance of the fits with that hat
// matrix.
func (b *basis) risk(h *hat) (bias2, variance float64) {
	off := make([]float64, len(b.truth))
	floats.SubTo(off, off, b.truth)
	for i, row := range h.rows {
		floats.AddScaled(off, b.problem.F[i], row)
		variance += floats.Dot(row, row)
	}
	return floats.Dot(off, off) + b.outside, variance * b.problem.Sigma * b.problem.Sigma
}

// onGrid returns the values on the grid of the function with those coordinates.
func (b *basis) onGrid(coords []float64) []float64 {
	v := make([]float64, len(b.problem.Grid))
	scale := math.Sqrt(float64(len(b.problem.Grid)))
	for k, q := range b.q {
		floats.AddScaled(v, scale*coords[k], q)
	}
	return v
}

// hat is the hat matrix of regression on a growing number of features. With Φ the
// matrix of the N features at the m design points and A its pseudoinverse, or
// Φᵀ(ΦΦᵀ+λI)⁻¹ for λ > 0, it holds the coordinates of the functions Σ_j φ_j A_ji.
type hat struct {
	rows [][]float64 // by observation i
	p    [][]float64 // m×m: AᵀA, or (ΦΦᵀ+λI)⁻¹ for λ > 0
	q    [][]float64 // orthonormal basis of the span of Φ's columns; unused for λ > 0
	free bool        // λ = 0
}

// lostPenalty is the λ below which λI is lost in the rounding of ΦΦᵀ.
const lostPenalty = 1e-12

func newHat(m, coords int, lambda float64) *hat {
	h := &hat{free: lambda < lostPenalty}
	for i := range m {
		h.rows = append(h.rows, make([]float64, coords))
		h.p = append(h.p, make([]float64, m))
		if !h.free {
			h.p[i][i] = 1 / lambda
		}
	}
	return h
}

// newDirection is the part of a feature outside the span of the earlier ones that
// still counts as a direction of its own, as a share of its length.
const newDirection = 1e-10

// grow adds the feature φ, given at the design points and by its coordinates g(φ).
// Greville's step adds one row bᵀ to A and changes the hat matrix by
//
//	(g(φ) − Hφ)bᵀ,  b = c/‖c‖² if c = (I−ΦA)φ ≠ 0, else Pφ/(1+φᵀPφ).
//
// For λ > 0 the second form is recursive least squares. In both, with u = Pφ,
//
//	P ← P − ubᵀ − buᵀ + (1+φᵀu)bbᵀ.
func (h *hat) grow(phi, coords []float64) {
	u, b := make([]float64, len(phi)), make([]float64, len(phi))
	for i, row := range h.p {
		u[i] = floats.Dot(row, phi)
	}
	s := 1 + floats.Dot(phi, u)
	if !h.direction(b, phi) {
		floats.ScaleTo(b, 1/s, u)
	}
	for i, row := range h.rows {
		floats.AddScaled(coords, -phi[i], row)
	}
	for i, row := range h.rows {
		floats.AddScaled(row, b[i], coords)
		floats.AddScaled(h.p[i], s*b[i]-u[i], b)
		floats.AddScaled(h.p[i], -b[i], u)
	}
}

// direction stores c/‖c‖² in b and reports whether φ points out of the span of the
// earlier features.
func (h *hat) direction(b, phi []float64) bool {
	if !h.free || len(h.q) == len(phi) {
		return false
	}
	copy(b, phi)
	c, _ := orthogonalise(b, h.q, len(b))
	norm := floats.Norm(c, 2)
	if norm <= newDirection*floats.Norm(phi, 2) {
		return false
	}
	q := make([]float64, len(c))
	floats.ScaleTo(q, 1/norm, c)
	h.q = append(h.q, q)
	floats.Scale(1/norm/norm, c)
	return true
}

// orthogonalise subtracts from v its projection on the vectors q, in place, and
// returns v and the coefficients. The vectors are orthonormal in their first inner
// entries, over which products are taken; the other entries are carried along. It
// runs Gram–Schmidt twice, which is enough for orthogonality to rounding (Giraud,
// Langou, Rozložník, van den Eshof, Numer. Math. 101, 2005,
// DOI 10.1007/s00211-005-0615-4).
func orthogonalise(v []float64, q [][]float64, inner int) (rest, coefficients []float64) {
	coefficients = make([]float64, len(q))
	for range 2 {
		for i, u := range q {
			c := floats.Dot(u[:inner], v[:inner])
			floats.AddScaled(v, -c, u)
			coefficients[i] += c
		}
	}
	return v, coefficients
}
