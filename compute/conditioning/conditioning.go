// Package conditioning shows how far an error in the data of a linear system Ax = b grows
// on its way into the answer, and what the algorithm that solves it adds.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §4.2, where the condition number
// of a symmetric matrix is max |λ_i/λ_j|, and, for the bounds and the algorithms, Golub, Van
// Loan, Matrix Computations, 4th ed., §2.6 and §5.3; Trefethen, Bau, Numerical Linear
// Algebra, lectures 12 and 18; Higham, Accuracy and Stability of Numerical Algorithms, 2nd
// ed., chapters 7, 20 and 28, DOI 10.1137/1.9780898718027.
//
// Norms are Euclidean, of matrices the spectral ones. A Problem knows its matrix, its
// right-hand side and its condition number to about twice the digits of float64, so that
// errors of the solvers are measured against the truth and not against each other. Wrong
// shapes are a bug of the caller and panic; what data can cause are errors.
package conditioning

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// unit is the distance from 1 to the next float64, 2⁻⁵².
const unit = 0x1p-52

// Cond returns the condition number κ = σ_max/σ_min of a matrix m×n with m ≥ n from its
// singular values in float64: the relative error of κ is about n·2⁻⁵²·κ, so past 10¹⁵ the
// number says only that it is large. It is +Inf if σ_min is 0 and NaN if an entry is not
// finite. It panics if m < n.
func Cond(a mat.Matrix) float64 {
	s := SingularValues(a)
	return s[0] / s[len(s)-1]
}

// SingularValues returns the n singular values of a matrix m×n with m ≥ n, descending, with
// an absolute error of about n·2⁻⁵²·σ_max; of a matrix with an entry that is not finite, n
// times NaN. It panics if m < n.
func SingularValues(a mat.Matrix) []float64 {
	m, n := a.Dims()
	if m < n {
		panic(fmt.Sprintf("conditioning: a matrix %d×%d has fewer rows than columns", m, n))
	}
	var svd mat.SVD
	if norm := mat.Norm(a, 1); math.IsNaN(norm) || math.IsInf(norm, 1) || !svd.Factorize(a, mat.SVDNone) {
		s := make([]float64, n)
		for i := range s {
			s[i] = math.NaN()
		}
		return s
	}
	return svd.Values(nil)
}

// Bound is κ(noise + n·2⁻⁵²): how far the relative error ‖δx‖/‖x‖ of an n×n system goes when
// its right-hand side has the relative error noise and its solver is backward stable. The
// first term is a theorem; the second stands for rounding, whose true constant is near 1 and
// depends on the solver. It panics if cond < 1, noise < 0 or n < 1.
func Bound(cond, noise float64, n int) float64 {
	if !(cond >= 1) || !(noise >= 0) || n < 1 {
		panic(fmt.Sprintf("conditioning: bound of κ = %v, noise %v, n = %d", cond, noise, n))
	}
	return cond * (noise + float64(n)*unit)
}

// MatrixBound is κε/(1−κε): how far ‖δx‖/‖x‖ goes when the matrix has the relative error
// ε = ‖δA‖/‖A‖ and the right-hand side none (Higham, theorem 7.2). It is +Inf for κε ≥ 1,
// where A + δA may have no inverse. It panics if cond < 1 or ε < 0.
func MatrixBound(cond, epsilon float64) float64 {
	if !(cond >= 1) || !(epsilon >= 0) {
		panic(fmt.Sprintf("conditioning: bound of κ = %v, ε = %v", cond, epsilon))
	}
	if cond*epsilon >= 1 {
		return math.Inf(1)
	}
	return cond * epsilon / (1 - cond*epsilon)
}

// RelativeError is ‖got − want‖/‖want‖, both of length n. It panics if the lengths differ.
func RelativeError(got, want []float64) float64 {
	return floats.Distance(got, want, 2) / floats.Norm(want, 2)
}

// Perturbed stores b + noise·‖b‖·d/‖d‖ in dst and returns it: b with a relative error of
// exactly noise in the direction d, all of length n; with noise 0 or b = 0 it is b. If dst is
// nil a slice is allocated. It panics if lengths differ or d is the zero vector.
func Perturbed(dst, b []float64, noise float64, d []float64) []float64 {
	if dst == nil {
		dst = make([]float64, len(b))
	}
	length := floats.Norm(d, 2)
	if length == 0 {
		panic("conditioning: the zero vector has no direction")
	}
	return floats.AddScaledTo(dst, b, noise*floats.Norm(b, 2)/length, d)
}

// RMSError returns the root of the mean of ‖δx‖²/‖x‖² over directions of δb that are uniform
// on the sphere ‖δb‖ = noise·‖b‖, in exact arithmetic:
//
//	noise·(‖b‖/‖x‖)·‖A⁻¹‖_F/√n, where ‖A⁻¹‖_F² = Σ 1/σ_i².
//
// It holds as far as rounding is small beside the noise. s is the n singular values.
func RMSError(noise, normB, normX float64, s []float64) float64 {
	sum := 0.0
	for _, v := range s {
		sum += 1 / (v * v)
	}
	return noise * normB / normX * math.Sqrt(sum/float64(len(s)))
}
