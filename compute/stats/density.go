package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Density returns the probability density of θ̂ at x for samples of m observations,
// in units of 1/θ; for bernoulli_mean, whose values are multiples of 1/m, the
// probability of the multiple nearest to x. It panics where Exact does.
func (e Estimator) Density(x, theta float64, m int) float64 {
	e.mustSize(m)
	return e.density(x, theta, float64(m))
}

// scaledChi2 is the density at x of scale·χ² with k degrees of freedom: that of a
// multiple of Σ(x−x̄)² for normal data (Cochran's theorem).
func scaledChi2(x, scale, k float64) float64 {
	if x <= 0 || k < 1 {
		return 0
	}
	return distuv.ChiSquared{K: k}.Prob(x/scale) / scale
}

// largestUniform is the density at x of the largest of m observations from U(0, θ),
// m·x^(m−1)/θ^m.
func largestUniform(x, theta, m float64) float64 {
	if x < 0 || x > theta {
		return 0
	}
	return m * math.Pow(x/theta, m-1) / theta
}
