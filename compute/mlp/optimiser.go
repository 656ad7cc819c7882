package mlp

import (
	"fmt"
	"math"
)

// Method is a rule that turns gradients into steps.
type Method int

// The methods.
const (
	SGD  Method = iota // v ← μv + g, θ ← θ − εv; μ = 0 is plain gradient descent
	Adam               // m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − ε·m̂/(√v̂ + δ), m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ)
)

// Optimiser is a method with its parameters. Decay adds λθ to the gradient of weights and biases (the slopes
// of PReLU are spared, as in He et al.); it is the gradient of ½λ‖θ‖².
type Optimiser struct {
	Method   Method
	Rate     float64 // ε
	Momentum float64 // μ of SGD, in [0, 1)
	Nesterov bool    // SGD steps along g + μv instead of v
	Decay    float64 // λ ≥ 0

	Beta1, Beta2, Delta float64 // of Adam; all 0 stands for 0.9, 0.999, 1e-8
}

// state is an optimiser with what it remembers between steps.
type state[F Float] struct {
	Optimiser
	slopes int // parameters from here on have no decay
	first  []F // v of SGD, m of Adam
	second []F // v of Adam
	taken  int
}

func newState[F Float](o Optimiser, n *Net[F]) *state[F] {
	if o.Beta1 == 0 && o.Beta2 == 0 && o.Delta == 0 {
		o.Beta1, o.Beta2, o.Delta = 0.9, 0.999, 1e-8
	}
	s := &state[F]{Optimiser: o, slopes: n.slopes}
	if o.Method == Adam || o.Momentum != 0 {
		s.first = make([]F, len(n.params))
	}
	if o.Method == Adam {
		s.second = make([]F, len(n.params))
	}
	return s
}

// step moves the parameters; g is changed by the decay.
func (s *state[F]) step(theta, g []F) {
	s.taken++
	if s.Decay != 0 {
		lambda := F(s.Decay)
		for i, v := range theta[:s.slopes] {
			g[i] += lambda * v
		}
	}
	g, rate := g[:len(theta)], F(s.Rate)
	switch {
	case s.Method == Adam:
		s.adam(theta, g)
	case s.Method != SGD:
		panic(fmt.Sprintf("mlp: method %d", s.Method))
	case s.Momentum == 0:
		for i, v := range g {
			theta[i] -= rate * v
		}
	default:
		mu, v := F(s.Momentum), s.first[:len(theta)]
		for i, d := range g {
			v[i] = mu*v[i] + d
			if s.Nesterov {
				theta[i] -= rate * (d + mu*v[i])
			} else {
				theta[i] -= rate * v[i]
			}
		}
	}
}

func (s *state[F]) adam(theta, g []F) {
	m, v := s.first[:len(theta)], s.second[:len(theta)]
	b1, b2, delta := F(s.Beta1), F(s.Beta2), F(s.Delta)
	t := float64(s.taken)
	rate, scale := F(s.Rate/(1-math.Pow(s.Beta1, t))), F(1/(1-math.Pow(s.Beta2, t)))
	for i, d := range g {
		m[i] = b1*m[i] + (1-b1)*d
		v[i] = b2*v[i] + (1-b2)*d*d
		theta[i] -= rate * m[i] / (F(math.Sqrt(float64(scale*v[i]))) + delta)
	}
}
