package output

import "math"

// halfLog2Pi is ½ log 2π.
const halfLog2Pi = 0.91893853320467274178032973640561763986139747363778341

// GaussianNLL returns −log 𝒩(y; μ, σ²) of an output that gives μ and log σ:
//
//	J = log σ + ½ log 2π + ½((y−μ)/σ)²
//
// Any log σ gives a positive σ. J is unbounded below as σ → 0 at μ = y.
func GaussianNLL(y, mu, logSigma float64) float64 {
	u := (y - mu) * math.Exp(-logSigma)
	return logSigma + halfLog2Pi + u*u/2
}

// GaussianGradient returns the derivatives of GaussianNLL with respect to μ, which is
// (μ−y)/σ², and to log σ, which is 1 − ((y−μ)/σ)².
func GaussianGradient(y, mu, logSigma float64) (dMu, dLogSigma float64) {
	scale := math.Exp(-logSigma)
	u := (y - mu) * scale
	return -u * scale, 1 - u*u
}
