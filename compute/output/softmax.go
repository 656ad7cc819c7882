package output

import (
	"fmt"
	"math"

	"konspekt/compute/stable"
)

// Softmax is a categorical output: the distribution over n classes that the logits z
// give at the temperature T,
//
//	p_i = exp(z_i/T) / Σ_j exp(z_j/T)
//
// (Deep Learning, §6.2.2.3; Bridle, 1990, doi 10.1007/978-3-642-76153-9_28; with T:
// Hinton, Vinyals, Dean, arXiv 1503.02531). All derivatives are by the logits, so they
// carry the factor 1/T; losses are in nats. Classes count from 0.
//
// What is small keeps its relative accuracy: 1 − p_i is the sum of the other
// probabilities, not a difference.
type Softmax struct {
	T    float64   // temperature
	P    []float64 // n probabilities
	LogP []float64 // their logarithms, finite where P has underflowed to 0
}

// NewSoftmax evaluates the output at n ≥ 2 finite logits. It panics if there are fewer or
// if the temperature is not positive.
func NewSoftmax(z []float64, temperature float64) *Softmax {
	if len(z) < 2 {
		panic(fmt.Sprintf("output: a softmax of %d logits", len(z)))
	}
	if !(temperature > 0) {
		panic(fmt.Sprintf("output: a softmax at the temperature %v", temperature))
	}
	u := make([]float64, len(z))
	for i, v := range z {
		u[i] = v / temperature
	}
	return &Softmax{T: temperature, P: stable.Softmax(nil, u), LogP: stable.LogSoftmax(nil, u)}
}

// rest returns 1 − p_i as the sum of the other probabilities.
func (s *Softmax) rest(i int) float64 {
	sum := 0.0
	for j, p := range s.P {
		if j != i {
			sum += p
		}
	}
	return sum
}

// miss returns p − e_y of the class y: what the output says less what is so.
func (s *Softmax) miss(dst []float64, y int) []float64 {
	dst = s.room(dst)
	copy(dst, s.P)
	dst[y] = -s.rest(y)
	return dst
}

// NLL returns the negative log-likelihood −log p_y of the class y, in nats.
func (s *Softmax) NLL(y int) float64 { return -s.LogP[y] + 0 }

// NLLGradient returns the n derivatives of NLL by the logits, (p − e_y)/T. Of all
// functions with dst: it receives the result if it is not nil; a wrong length panics.
func (s *Softmax) NLLGradient(dst []float64, y int) []float64 {
	dst = s.miss(dst, y)
	for i := range dst {
		dst[i] /= s.T
	}
	return dst
}

// SquaredError returns Σ_i (p_i − [i = y])², the sum of squares without the factor ½.
func (s *Softmax) SquaredError(y int) float64 {
	sum := 0.0
	for _, e := range s.miss(nil, y) {
		sum += e * e
	}
	return sum
}

// SquaredErrorGradient returns the n derivatives of SquaredError by the logits, the
// chain rule through the Jacobian J:
//
//	Jᵀ·2(p − e_y) = (2/T)·(p_i·e_i − p_i·Σ_j p_j·e_j),  e = p − e_y.
func (s *Softmax) SquaredErrorGradient(dst []float64, y int) []float64 {
	dst = s.room(dst)
	e := s.miss(nil, y)
	for i, p := range s.P {
		// p_i(1−p_i)e_i − p_i Σ_{j≠i} p_j e_j: no two nearly equal numbers are subtracted
		// where p_i is close to 1.
		sum := s.rest(i) * e[i]
		for j, q := range s.P {
			if j != i {
				sum -= q * e[j]
			}
		}
		dst[i] = 2 / s.T * p * sum
	}
	return dst
}

// CrossEntropy returns −Σ_i target_i·log p_i, in nats, for a target that is a
// distribution over the n classes. A class of target 0 adds nothing.
func (s *Softmax) CrossEntropy(target []float64) float64 {
	s.check(target)
	sum := 0.0
	for i, t := range target {
		if t != 0 {
			sum -= t * s.LogP[i]
		}
	}
	return sum
}

// CrossEntropyGradient returns the n derivatives of CrossEntropy by the logits,
// (p·Σ_i target_i − target)/T.
func (s *Softmax) CrossEntropyGradient(dst, target []float64) []float64 {
	s.check(target)
	dst = s.room(dst)
	total := 0.0
	for _, t := range target {
		total += t
	}
	for i, p := range s.P {
		dst[i] = (p*total - target[i]) / s.T
	}
	return dst
}

// Jacobian returns the n×n derivatives ∂p_i/∂z_j, row i, column j:
//
//	(1/T)·(diag p − p·pᵀ).
//
// It is symmetric and positive semidefinite, and its rows sum to 0.
func (s *Softmax) Jacobian() [][]float64 {
	return s.square(func(i, j int) float64 {
		if i == j {
			return s.P[i] * s.rest(i) / s.T
		}
		return -s.P[i] * s.P[j] / s.T
	})
}

// LogJacobian returns the n×n derivatives ∂ log p_i/∂z_j, row i, column j:
//
//	(1/T)·(I − 1·pᵀ).
func (s *Softmax) LogJacobian() [][]float64 {
	return s.square(func(i, j int) float64 {
		if i == j {
			return s.rest(j) / s.T
		}
		return -s.P[j] / s.T
	})
}

// Entropy returns −Σ p_i·log p_i in nats: from 0, one class is certain, to log n, all are
// equally likely.
func (s *Softmax) Entropy() float64 {
	sum := 0.0
	for i, p := range s.P {
		if p > 0 {
			sum -= p * s.LogP[i]
		}
	}
	return sum
}

// Saturation returns how far the output is from where it is most sensitive, from 0 at
// equal probabilities to 1 at a certain class:
//
//	1 − (1 − Σp_i²)/(1 − 1/n) = n/(n−1)·Σ(p_i − 1/n)².
//
// 1 − Σp_i² is T times the trace of the Jacobian.
func (s *Softmax) Saturation() float64 {
	n, sum := float64(len(s.P)), 0.0
	for _, p := range s.P {
		sum += (p - 1/n) * (p - 1/n)
	}
	return math.Min(1, n/(n-1)*sum)
}

// square fills an n×n matrix.
func (s *Softmax) square(at func(i, j int) float64) [][]float64 {
	out := make([][]float64, len(s.P))
	for i := range out {
		out[i] = make([]float64, len(s.P))
		for j := range out[i] {
			out[i][j] = at(i, j) + 0 // −0 becomes 0
		}
	}
	return out
}

func (s *Softmax) check(target []float64) {
	if len(target) != len(s.P) {
		panic(fmt.Sprintf("output: %d targets for %d classes", len(target), len(s.P)))
	}
}

// room returns dst, or a new slice if it is nil.
func (s *Softmax) room(dst []float64) []float64 {
	if dst == nil {
		return make([]float64, len(s.P))
	}
	s.check(dst)
	return dst
}
