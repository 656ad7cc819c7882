package svm

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Kind is a family of kernels.
type Kind string

// The families.
const (
	Linear Kind = "linear" // k(u, v) = u·v
	Poly   Kind = "poly"   // k(u, v) = (γ u·v + c)^degree
	RBF    Kind = "rbf"    // k(u, v) = exp(−γ‖u−v‖²), a normal density with σ² = 1/(2γ) but for its constant
)

// Kernel is a positive semidefinite function k(u, v) = φ(u)·φ(v) of two points.
type Kernel struct {
	Kind   Kind
	Gamma  float64 // γ > 0 of Poly and RBF, in inverse squared units of the features; others ignore it
	Coef0  float64 // c ≥ 0 of Poly; a negative one would not be positive semidefinite
	Degree int     // 1 … 20, of Poly
}

const maxDegree = 20

// Check returns an error that wraps ErrKernel if k is not a kernel.
func (k Kernel) Check() error {
	switch k.Kind {
	case Linear:
		return nil
	case Poly, RBF:
		if !(k.Gamma > 0) || math.IsInf(k.Gamma, 0) {
			return fmt.Errorf("%w: gamma %v is not positive", ErrKernel, k.Gamma)
		}
	default:
		return fmt.Errorf("%w: unknown kind %q", ErrKernel, k.Kind)
	}
	if k.Kind == Poly {
		if !(k.Coef0 >= 0) || math.IsInf(k.Coef0, 0) {
			return fmt.Errorf("%w: coef0 %v is negative or not finite", ErrKernel, k.Coef0)
		}
		if k.Degree < 1 || k.Degree > maxDegree {
			return fmt.Errorf("%w: degree %d outside [1, %d]", ErrKernel, k.Degree, maxDegree)
		}
	}
	return nil
}

// At returns k(u, v). It panics if the lengths differ. At(u, v) and At(v, u) are equal to the last bit.
func (k Kernel) At(u, v []float64) float64 {
	if len(u) != len(v) {
		panic("svm: points of different dimension")
	}
	cols := make([][]float64, len(v))
	for j := range v {
		cols[j] = v[j : j+1]
	}
	var one [1]float64
	k.row(one[:], cols, u)
	return one[0]
}

// Gram returns the matrix of k between the rows of a (m×n) and those of b (p×n), m×p. It panics if the
// numbers of columns differ. Gram(x, x) costs O(m²n), which is why kernel methods are dear for many examples.
func (k Kernel) Gram(a, b mat.Matrix) *mat.Dense {
	m, n := a.Dims()
	p, nb := b.Dims()
	if n != nb {
		panic("svm: points of different dimension")
	}
	cols := columns(b)
	g := mat.NewDense(m, p, nil)
	point := make([]float64, n)
	for i := range m {
		k.row(g.RawRowView(i), cols, mat.Row(point, i, a))
	}
	return g
}

// row stores k(point, ·) at the points whose features are the columns cols, each as long as dst. Whole
// columns at a time: the inner loops are short, and the order of the sum is that of the features, so
// that k(u, v) and k(v, u) have the same bits.
func (k Kernel) row(dst []float64, cols [][]float64, point []float64) {
	clear(dst)
	if k.Kind == RBF {
		for j, col := range cols {
			addSquares(dst, col, point[j])
		}
		expScaled(dst, k.Gamma)
		return
	}
	for j, col := range cols {
		floats.AddScaled(dst, point[j], col)
	}
	if k.Kind == Poly {
		for i, v := range dst {
			dst[i] = power(k.Gamma*v+k.Coef0, k.Degree)
		}
	}
}

// addSquares adds (col − v)² to dst.
func addSquares(dst, col []float64, v float64) {
	col = col[:len(dst)]
	for i, c := range col {
		d := c - v
		dst[i] += d * d
	}
}

// expScaled replaces every v ≥ 0 of x by exp(−gamma·v).
func expScaled(x []float64, gamma float64) {
	for i, v := range x {
		x[i] = math.Exp(-gamma * v)
	}
}

// power returns x^n for n ≥ 1 by repeated squaring.
func power(x float64, n int) float64 {
	result := 1.0
	for ; n > 1; n /= 2 {
		if n%2 == 1 {
			result *= x
		}
		x *= x
	}
	return result * x
}

// Features returns φ(x) of the polynomial kernel of degree 2, for which φ(u)·φ(v) = k(u, v). With z = √γ x
// its entries are
//
//	zᵢ² (all i),  √2 zᵢzⱼ (i < j),  and unless c = 0:  √(2c) zᵢ (all i),  c
//
// so n features become n(n+1)/2 or (n+1)(n+2)/2. It panics if k is not of Kind Poly and Degree 2.
func (k Kernel) Features(x []float64) []float64 {
	if k.Kind != Poly || k.Degree != 2 {
		panic("svm: an explicit feature map is known for degree 2 only")
	}
	z := make([]float64, len(x))
	floats.AddScaled(z, math.Sqrt(k.Gamma), x)
	var phi []float64
	for _, v := range z {
		phi = append(phi, v*v)
	}
	for i, v := range z {
		for _, w := range z[i+1:] {
			phi = append(phi, math.Sqrt2*v*w)
		}
	}
	if k.Coef0 == 0 {
		return phi
	}
	for _, v := range z {
		phi = append(phi, math.Sqrt(2*k.Coef0)*v)
	}
	return append(phi, k.Coef0)
}

// columns copies the features of the rows of x, one slice a feature.
func columns(x mat.Matrix) [][]float64 {
	_, n := x.Dims()
	cols := make([][]float64, n)
	for j := range cols {
		cols[j] = mat.Col(nil, j, x)
	}
	return cols
}
