package conditioning

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// ErrBroken means that a factorisation met a number it cannot go on with: the normal
// equations are no longer positive definite in float64, or a triangle has a zero on its
// diagonal.
var ErrBroken = errors.New("conditioning: the factorisation broke down")

// Solver is an algorithm for min ‖Ax − b‖, A m×n with m ≥ n; for m = n, for Ax = b.
type Solver string

// The solvers.
const (
	// Normal forms AᵀA and solves AᵀA·x = Aᵀb by Cholesky. The condition number of AᵀA is
	// κ², and the error of x grows like κ²·2⁻⁵³.
	Normal Solver = "normal"
	// QR solves Rx = Qᵀb with A = QR by Householder reflections: backward stable.
	QR Solver = "qr"
	// SVD solves x = V·diag(1/σ)·Uᵀb with all n singular values: backward stable.
	SVD Solver = "svd"
)

// Factored is a matrix m×n prepared by a solver; it solves for many right-hand sides.
type Factored struct {
	m, n  int
	solve func(dst *mat.VecDense, b mat.Vector) error
}

// Factor prepares a matrix m×n. It returns ErrBroken if the Cholesky decomposition of AᵀA
// breaks or A has no full rank in float64. It panics if m < n or the solver is unknown.
func Factor(a mat.Matrix, by Solver) (*Factored, error) {
	m, n := a.Dims()
	if m < n {
		panic(fmt.Sprintf("conditioning: a matrix %d×%d has fewer rows than columns", m, n))
	}
	f := &Factored{m: m, n: n}
	switch by {
	case Normal:
		var gram mat.SymDense
		gram.SymOuterK(1, a.T())
		var chol mat.Cholesky
		if !chol.Factorize(&gram) {
			return nil, ErrBroken
		}
		transposed := mat.DenseCopyOf(a.T())
		f.solve = func(dst *mat.VecDense, b mat.Vector) error {
			var right mat.VecDense
			right.MulVec(transposed, b)
			return mute(chol.SolveVecTo(dst, &right))
		}
	case QR:
		var qr mat.QR
		qr.Factorize(a)
		var r mat.Dense
		qr.RTo(&r)
		for j := range n {
			if r.At(j, j) == 0 {
				return nil, ErrBroken
			}
		}
		f.solve = func(dst *mat.VecDense, b mat.Vector) error { return mute(qr.SolveVecTo(dst, false, b)) }
	case SVD:
		var svd mat.SVD
		if !svd.Factorize(a, mat.SVDThin) || svd.Values(nil)[n-1] == 0 {
			return nil, ErrBroken
		}
		f.solve = func(dst *mat.VecDense, b mat.Vector) error { svd.SolveVecTo(dst, b, n); return nil }
	default:
		panic(fmt.Sprintf("conditioning: solver %q", by))
	}
	return f, nil
}

// Solve stores the solution for the right-hand side b, of length m, in dst of length n and
// returns it; if dst is nil a slice is allocated. It returns ErrBroken if the answer is not
// finite. It panics if a length is wrong.
func (f *Factored) Solve(dst, b []float64) ([]float64, error) {
	if dst == nil {
		dst = make([]float64, f.n)
	}
	if len(b) != f.m || len(dst) != f.n {
		panic(fmt.Sprintf("conditioning: right-hand side of %d and answer of %d, want %d and %d", len(b), len(dst), f.m, f.n))
	}
	var x mat.VecDense
	if err := f.solve(&x, mat.NewVecDense(f.m, b)); err != nil {
		return nil, err
	}
	copy(dst, x.RawVector().Data)
	if norm := floats.Norm(dst, 1); math.IsNaN(norm) || math.IsInf(norm, 1) {
		return nil, ErrBroken
	}
	return dst, nil
}

// mute drops the warning about an ill-conditioned matrix that gonum gives beside its answer:
// such matrices are what is looked at here.
func mute(err error) error {
	if warning := mat.Condition(0); errors.As(err, &warning) {
		return nil
	}
	return err
}

// Constrained returns the x that minimises ½‖Ax − b‖² subject to xᵀx ≤ c² (A m×n with m ≥ n,
// b of length m, c > 0), with the multiplier λ ≥ 0 of (AᵀA + 2λI)x = Aᵀb (Deep Learning,
// §4.5). λ = 0 if the solution of least squares lies within the ball; otherwise ‖x‖ = c, and
// λ is the root of the secular equation 1/‖x(λ)‖ = 1/c with
//
//	x(λ) = Σ_j v_j·σ_j·(u_jᵀb)/(σ_j² + 2λ).
//
// Its left side is concave and increasing in λ, so that Newton's method from 0 comes to the
// root from the left without a step too far (Golub, Van Loan, §6.2.1; Conn, Gould, Toint,
// Trust-Region Methods, 2000, §7.3). It returns ErrBroken if A has no full rank in float64 or
// an entry is not finite. It panics if a shape is wrong or c ≤ 0.
func Constrained(a mat.Matrix, b []float64, c float64) (x []float64, lambda float64, err error) {
	m, n := a.Dims()
	if m < n || len(b) != m || !(c > 0) {
		panic(fmt.Sprintf("conditioning: matrix %d×%d, right-hand side of %d, radius %v", m, n, len(b), c))
	}
	var svd mat.SVD
	if norm := mat.Norm(a, 1) + floats.Norm(b, 1); math.IsNaN(norm) || math.IsInf(norm, 1) || !svd.Factorize(a, mat.SVDThin) {
		return nil, 0, ErrBroken
	}
	s := svd.Values(nil)
	if s[n-1] <= float64(m)*unit*s[0] {
		return nil, 0, ErrBroken
	}
	var u, v mat.Dense
	svd.UTo(&u)
	svd.VTo(&v)
	beta := mat.NewVecDense(n, nil)
	beta.MulVec(u.T(), mat.NewVecDense(m, b))
	z := make([]float64, n) // the coordinates of x along v_j
	at := func(lambda float64) (norm, slope float64) {
		for j, sj := range s {
			d := sj*sj + 2*lambda
			z[j] = sj * beta.AtVec(j) / d
			slope -= 2 * z[j] * z[j] / d // half the derivative of ‖x‖²
		}
		norm = floats.Norm(z, 2)
		return norm, slope / norm
	}
	const most = 100
	for range most {
		norm, slope := at(lambda)
		if norm <= c*(1+unit) {
			break
		}
		step := norm * (c - norm) / (c * slope) // of 1/‖x‖ − 1/c
		if next := lambda + step; next > lambda {
			lambda = next
			continue
		}
		break
	}
	at(lambda)
	out := mat.NewVecDense(n, nil)
	out.MulVec(&v, mat.NewVecDense(n, z))
	return out.RawVector().Data, lambda, nil
}
