package descent

import "math"

// Radius is the factor by which a step of gradient descent with the rate ε and the
// momentum β in the end multiplies the error along an eigenvector of the Hessian with the
// eigenvalue λ, of either sign: the spectral radius of
//
//	( 1+β−ελ  −β )
//	(    1     0 ),
//
// which takes the errors of two steps in a row to the next two (Polyak 1964). For β = 0 it
// is |1 − ελ|. The error vanishes from every start if and only if it is below 1.
func Radius(lambda, rate, momentum float64) float64 {
	trace := math.Abs(1 + momentum - rate*lambda)
	d := trace*trace - 4*momentum // the discriminant: complex roots are of modulus √β
	if d <= 0 {
		return math.Sqrt(momentum)
	}
	return (trace + math.Sqrt(d)) / 2
}

// CriticalRate is the rate 2(1+β)/λmax below which a step with the momentum 0 ≤ β < 1
// brings every quadratic function with eigenvalues in (0, λmax] to its minimum, and at or
// beyond which it does not. It is +Inf for λmax = 0.
func CriticalRate(lambdaMax, momentum float64) float64 { return 2 * (1 + momentum) / lambdaMax }

// Best is the rate 2/(λmin+λmax) at which gradient descent without momentum converges
// fastest in the worst direction of a quadratic function, 0 < λmin ≤ λmax, and the factor
// of that direction, (κ−1)/(κ+1) with κ = λmax/λmin.
func Best(lambdaMin, lambdaMax float64) (rate, factor float64) {
	return 2 / (lambdaMin + lambdaMax), (lambdaMax - lambdaMin) / (lambdaMax + lambdaMin)
}

// BestMomentum is the rate 4/(√λmin+√λmax)² and the momentum ((√κ−1)/(√κ+1))² at which the
// heavy ball converges fastest in the worst direction, and its factor (√κ−1)/(√κ+1)
// (Polyak 1964).
func BestMomentum(lambdaMin, lambdaMax float64) (rate, momentum, factor float64) {
	a, b := math.Sqrt(lambdaMin), math.Sqrt(lambdaMax)
	factor = (b - a) / (b + a)
	return 4 / ((a + b) * (a + b)), factor * factor, factor
}

// Reach bounds how far a heavy ball with the momentum β may swing out on its way to the
// minimum of a quadratic function: when it converges, the error along every eigenvector
// stays within (1+β)/(1−β) of its first value. Whoever is farther does not converge.
//
// For with roots r₁, r₂ of the matrix of Radius, |r₁|, |r₂| ≤ 1 and r₁r₂ = β, the error is
// S(k+1) − βS(k) times the first one, S(k) = Σ r₁^j r₂^(k−1−j), and |S(k)| ≤ 1/(1−β).
func Reach(momentum float64) float64 { return (1 + momentum) / (1 - momentum) }
