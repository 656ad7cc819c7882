// Package output computes the output units of a network: the distribution that they give
// an answer, its negative log-likelihood and the gradient of that with respect to what the
// last layer computed.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §6.2.2. Bernoulli outputs are in
// this file, categorical ones in softmax.go, Gaussian ones in gaussian.go; the mixture is
// Bishop, Mixture Density Networks, Aston University, NCRG/94/004 (1994).
//
// A logit z is the output of the last affine layer, wᵀh + b, and may be any finite number.
// Losses are in nats, of one example, without a factor 1/2 unless it is written. Everything
// is computed from the logit, never from a probability that has been rounded to 0 or 1.
package output

import (
	"fmt"
	"math"

	"konspekt/compute/stable"
)

// sign is 1 − 2y. It panics if the answer y is neither 0 nor 1.
func sign(y int) float64 {
	if y != 0 && y != 1 {
		panic(fmt.Sprintf("output: a binary answer %d", y))
	}
	return float64(1 - 2*y)
}

// BernoulliNLL returns −log P(y) with P(1) = σ(z):
//
//	J = ζ((1−2y)z),  ζ(x) = log(1+e^x)
//
// It panics if y is neither 0 nor 1.
func BernoulliNLL(z float64, y int) float64 { return stable.Softplus(sign(y) * z) }

// BernoulliGradient returns dJ/dz = σ(z) − y of BernoulliNLL. It is never more than 1 in
// magnitude, tends to ±1 as the answer becomes more wrong and to 0 as it becomes right. It
// is computed as (1−2y)·σ((1−2y)z), without a difference of two numbers near 1.
func BernoulliGradient(z float64, y int) float64 {
	s := sign(y)
	return s * stable.Sigmoid(s*z)
}

// SigmoidMSE returns the squared error (σ(z) − y)² of the same unit.
func SigmoidMSE(z float64, y int) float64 {
	wrong := stable.Sigmoid(sign(y) * z)
	return wrong * wrong
}

// SigmoidMSEGradient returns the derivative of SigmoidMSE, 2(σ−y)σ(1−σ) with σ = σ(z). It
// vanishes at both ends: for a wrong answer like 2e^(−|z|), for a right one like 2e^(−2|z|).
func SigmoidMSEGradient(z float64, y int) float64 {
	s := sign(y)
	wrong := stable.Sigmoid(s * z)
	return 2 * s * wrong * wrong * stable.Sigmoid(-s*z)
}

// Clipped returns the probability of 1 that a thresholded linear unit gives, max{0, min{1, z}}.
func Clipped(z float64) float64 { return max(0, min(1, z)) }

// ClippedNLL returns −log P(y) with P(1) = Clipped(z). It is +Inf where P(y) = 0.
// It panics if y is neither 0 nor 1.
func ClippedNLL(z float64, y int) float64 {
	if sign(y) > 0 {
		return 0 - math.Log1p(-Clipped(z))
	}
	return 0 - math.Log(Clipped(z))
}

// ClippedGradient returns the derivative of ClippedNLL: −1/z for y = 1 and 1/(1−z) for
// y = 0 inside (0, 1). Outside it and at the two kinks it returns 0: there P(y) is
// constant, and where it is 0 the loss is infinite on a whole half-line and has no slope to
// follow.
func ClippedGradient(z float64, y int) float64 {
	s := sign(y)
	switch {
	case z <= 0 || z >= 1:
		return 0
	case s > 0:
		return 1 / (1 - z)
	}
	return -1 / z
}
