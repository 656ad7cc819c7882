package conditioning

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Problem is a system Ax = b of n equations with the solution X = (1, …, 1). The exact A and
// b are known to about 2⁻¹⁰⁰; the fields A and B are they, each entry rounded once to float64.
// It must not be changed once it is shared.
type Problem struct {
	A    *mat.Dense // n×n
	B, X []float64  // n
	Cond float64    // κ = σ_max/σ_min of the exact A

	// Values are the n singular values, descending; those of a Hilbert matrix but the first
	// and the last have an absolute error of 2⁻⁵⁰.
	Values []float64

	// Unit vectors: A maps V1 to σ_max·U1 and Vn to σ_min·Un. An error of b along Un grows
	// most on its way into x.
	U1, Un, V1, Vn []float64

	exact [][]double
}

// newProblem rounds the exact matrix and computes the right-hand side of X.
func newProblem(exact [][]double) *Problem {
	n := len(exact)
	p := &Problem{A: mat.NewDense(n, n, nil), B: make([]float64, n), X: make([]float64, n), exact: exact}
	for i := range p.X {
		p.X[i] = 1
	}
	for i, row := range exact {
		var sum double
		for j, v := range row {
			p.A.Set(i, j, v.hi)
			sum = sum.plus(v.times(p.X[j]))
		}
		p.B[i] = sum.hi
	}
	return p
}

// Residual returns ‖b − Ax‖/‖b‖ for a right-hand side b and an answer x, of length n, with
// the exact A and in doubled precision: the residual itself is not lost to rounding. It
// panics if lengths differ from n.
func (p *Problem) Residual(b, x []float64) float64 {
	if len(b) != len(p.B) || len(x) != len(p.X) {
		panic(fmt.Sprintf("conditioning: right-hand side of %d and answer of %d, want %d", len(b), len(x), len(p.X)))
	}
	r := make([]float64, len(b))
	for i, row := range p.exact {
		sum := double{hi: b[i]}
		for j, v := range row {
			sum = sum.plus(v.times(-x[j]))
		}
		r[i] = sum.hi
	}
	return floats.Norm(r, 2) / floats.Norm(b, 2)
}

// Hilbert is the problem with the matrix a_ij = 1/(i+j−1), i and j from 1, symmetric and
// positive definite (Hilbert, Acta Mathematica 18, 1894, DOI 10.1007/BF02418278). Its κ
// grows like e^{3.5n}; it is exact to a few units of 2⁻⁵². It panics unless 1 ≤ n ≤ 100.
func Hilbert(n int) *Problem {
	exact := make([][]double, n)
	for i := range exact {
		for j := range n {
			exact[i] = append(exact[i], quotient(1, float64(i+j+1)))
		}
	}
	p := newProblem(exact)
	s := hilbertEnds(n)
	p.Values = SingularValues(p.A)
	p.Values[0], p.Values[n-1] = s.largest, s.least
	p.Cond = s.cond()
	p.U1, p.V1, p.Un, p.Vn = s.first, s.first, s.last, s.last
	return p
}

// Rotation is the problem with the symmetric matrix R·diag(1, …, 1/κ)·Rᵀ, the diagonal in
// geometric progression, for an orthogonal R (n×n, n ≥ 2): so κ is as asked for, to the
// 2⁻⁵² or so by which R is not orthogonal. V1 and Vn are the first and the last column of R.
// It panics if R is not square, n < 2 or κ is not in [1, 10³⁰⁰].
func Rotation(r mat.Matrix, cond float64) *Problem {
	n, c := r.Dims()
	if n != c || n < 2 || !(cond >= 1 && cond <= 1e300) {
		panic(fmt.Sprintf("conditioning: rotation %d×%d with κ = %v", n, c, cond))
	}
	values := make([]float64, n)
	for k := range values {
		values[k] = math.Pow(cond, -float64(k)/float64(n-1))
	}
	values[n-1] = 1 / cond
	exact := make([][]double, n)
	for i := range exact {
		exact[i] = make([]double, n)
		for j := range i + 1 {
			var sum double
			for k, v := range values {
				sum = sum.plus(product(r.At(i, k), r.At(j, k)).times(v))
			}
			exact[i][j], exact[j][i] = sum, sum
		}
	}
	p := newProblem(exact)
	p.Cond, p.Values = cond, values
	p.V1, p.Vn = mat.Col(nil, 0, r), mat.Col(nil, n-1, r)
	p.U1, p.Un = p.V1, p.Vn
	return p
}

// Plane is the rotation of the plane by an angle in radians: Plane(φ) maps (1, 0) to
// (cos φ, sin φ).
func Plane(angle float64) *mat.Dense {
	sin, cos := math.Sincos(angle)
	return mat.NewDense(2, 2, []float64{cos, -sin, sin, cos})
}

// Orthogonal draws an orthogonal matrix n×n, uniformly: the Q of a Gaussian matrix with the
// signs that make the diagonal of R positive (Stewart, SIAM Journal on Numerical Analysis
// 17, 1980, DOI 10.1137/0717034).
func Orthogonal(n int, rnd *rand.Rand) *mat.Dense {
	var qr mat.QR
	qr.Factorize(gaussian(n, rnd))
	var q, r mat.Dense
	qr.QTo(&q)
	qr.RTo(&r)
	for j := range n {
		if r.At(j, j) < 0 {
			for i := range n {
				q.Set(i, j, -q.At(i, j))
			}
		}
	}
	return &q
}

// Random is the problem with n² independent standard normal entries, which are exact as
// drawn. Its κ is usually not far from n: P(κ > tn) ≈ 2/t for large n and t (Edelman, SIAM Journal
// on Matrix Analysis and Applications 9, 1988, DOI 10.1137/0609045). It panics if n < 1.
func Random(n int, rnd *rand.Rand) *Problem {
	a := gaussian(n, rnd)
	exact := make([][]double, n)
	for i := range exact {
		for j := range n {
			exact[i] = append(exact[i], double{hi: a.At(i, j)})
		}
	}
	p := newProblem(exact)
	var svd mat.SVD
	if !svd.Factorize(a, mat.SVDFull) {
		panic("conditioning: the singular value decomposition of finite numbers failed")
	}
	var u, v mat.Dense
	svd.UTo(&u)
	svd.VTo(&v)
	p.Values = svd.Values(nil)
	p.Cond = p.Values[0] / p.Values[n-1]
	p.U1, p.Un = mat.Col(nil, 0, &u), mat.Col(nil, n-1, &u)
	p.V1, p.Vn = mat.Col(nil, 0, &v), mat.Col(nil, n-1, &v)
	return p
}

// gaussian draws an n×n matrix of standard normal numbers.
func gaussian(n int, rnd *rand.Rand) *mat.Dense {
	return mat.NewDense(n, n, Direction(n*n, rnd))
}

// Direction draws n independent standard normal numbers: a direction uniform on the sphere.
func Direction(n int, rnd *rand.Rand) []float64 {
	d := make([]float64, n)
	for i := range d {
		d[i] = rnd.NormFloat64()
	}
	return d
}
