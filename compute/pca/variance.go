package pca

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Covariance returns the covariance of the columns of x (m×n), centred here:
//
//	dst = 1/(m−ddof) Σ_i (x_i − x̄)(x_i − x̄)ᵀ, n×n
//
// With ddof 1 it is the unbiased estimate, with 0 the mean square. If dst is nil or empty it is allocated.
// Covariance panics if m ≤ ddof or dst is not n×n.
func Covariance(dst *mat.SymDense, x mat.Matrix, ddof int) *mat.SymDense {
	m, n := x.Dims()
	if m <= ddof {
		panic("pca: too few rows for the degrees of freedom")
	}
	if dst == nil {
		dst = new(mat.SymDense)
	}
	mean := means(x)
	centred := mat.NewDense(m, n, nil)
	centred.Apply(func(_, j int, v float64) float64 { return v - mean[j] }, x)
	dst.SymOuterK(1/float64(m-ddof), centred.T())
	return dst
}

// MaxOffDiagonal returns max |s_ij| over i ≠ j, 0 for a 1×1 matrix: how far s is from diagonal.
func MaxOffDiagonal(s mat.Symmetric) float64 {
	farthest := 0.0
	for i := range s.SymmetricDim() {
		for j := range i {
			farthest = max(farthest, math.Abs(s.At(i, j)))
		}
	}
	return farthest
}

// DirectionVariance returns uᵀCu, the variance that data of covariance C (n×n) have along the unit vector
// u. Among unit vectors it is largest, and equal to the largest eigenvalue, for the first component
// (Rayleigh's quotient). It panics if len(u) != n.
func DirectionVariance(cov mat.Symmetric, u []float64) float64 {
	v := mat.NewVecDense(len(u), u)
	return mat.Inner(v, cov, v)
}

// Direction is a line through the centre of a plane cloud.
type Direction struct {
	Angle    float64 // from the first axis towards the second, radians in [0, π)
	Variance float64 // along the line
}

// Caught returns the variance along the line at the angle (radians) for a 2×2 covariance:
//
//	c₁₁ cos²φ + 2 c₁₂ cosφ sinφ + c₂₂ sin²φ
//
// It panics if cov is not 2×2.
func Caught(cov mat.Symmetric, angle float64) float64 {
	sin, cos := math.Sincos(angle)
	return DirectionVariance(cov, []float64{cos, sin})
}

// Best returns the line that catches most for a 2×2 covariance, in closed form:
//
//	2φ = atan2(2 c₁₂, c₁₁ − c₂₂),  λ₁ = (c₁₁ + c₂₂)/2 + √(((c₁₁ − c₂₂)/2)² + c₁₂²)
//
// If all lines catch the same the angle is 0. It panics if cov is not 2×2.
func Best(cov mat.Symmetric) Direction {
	if cov.SymmetricDim() != 2 {
		panic(mat.ErrShape)
	}
	half, cross := (cov.At(0, 0)-cov.At(1, 1))/2, cov.At(0, 1)
	angle := math.Atan2(cross, half) / 2
	if angle < 0 {
		angle += math.Pi
	}
	if angle >= math.Pi { // a negative angle too small to be seen beside π
		angle = 0
	}
	return Direction{
		Angle:    angle,
		Variance: (cov.At(0, 0)+cov.At(1, 1))/2 + math.Hypot(half, cross),
	}
}

// Score returns the share of the best line's variance that the line at the angle (radians) catches, a
// number in [λ₂/λ₁, 1]. Where there is no variance at all every line catches all of it: 1.
// It panics if cov is not 2×2.
func Score(cov mat.Symmetric, angle float64) float64 {
	best := Best(cov).Variance
	if best == 0 {
		return 1
	}
	return min(1, Caught(cov, angle)/best)
}

// Gauss2D draws m points (m×2) of a normal distribution with means 0, variances 1 and correlation rho,
// turned about the origin by angle (radians). The axes of the cloud lie at 45° and 135° plus the angle and
// have the variances 1+rho and 1−rho; the turn changes variances and correlation of the coordinates.
//
// Every point takes two normal numbers from rnd, its places on the two axes in units of their deviations.
// So for one seed rho stretches and angle turns one and the same cloud, and a larger m only adds points.
// Gauss2D panics if m < 1 or rho is not in [−1, 1].
func Gauss2D(rnd *rand.Rand, m int, rho, angle float64) *mat.Dense {
	if !(-1 <= rho && rho <= 1) {
		panic("pca: correlation outside [-1, 1]")
	}
	sin, cos := math.Sincos(math.Pi/4 + angle)
	long, wide := math.Sqrt(1+rho), math.Sqrt(1-rho)
	x := mat.NewDense(m, 2, nil)
	for i := range m {
		u, v := long*rnd.NormFloat64(), wide*rnd.NormFloat64()
		x.SetRow(i, []float64{cos*u - sin*v, sin*u + cos*v})
	}
	return x
}
