package mlp

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Rule says how large the first weights of a layer with n inputs and w units are.
type Rule int

// The rules and their standard deviations. That of a layer that feeds back: forward it is 1/√n that keeps the
// variance of linear units, backward 1/√w; Xavier is between; He doubles the variance because a rectifier
// passes half of it.
const (
	Plain  Rule = iota // 1
	LeCun              // √(1/n)
	Xavier             // √(2/(n + w)), Glorot and Bengio (2010)
	He                 // √(2/n), He et al. (2015)
)

// Init is a way to draw first weights: independent, of mean 0 and standard deviation Gain times that of the rule.
type Init struct {
	Rule    Rule
	Gain    float64
	Uniform bool    // uniform on [−√3·sd, √3·sd] instead of normal
	Bias    float64 // of every hidden layer; the last layer's biases are 0
}

// SD returns the standard deviation of the weights of a layer with so many inputs and units.
func (i Init) SD(inputs, units int) float64 {
	n, w := float64(inputs), float64(units)
	switch i.Rule {
	case Plain:
		return i.Gain
	case LeCun:
		return i.Gain * math.Sqrt(1/n)
	case Xavier:
		return i.Gain * math.Sqrt(2/(n+w))
	case He:
		return i.Gain * math.Sqrt(2/n)
	}
	panic(fmt.Sprintf("mlp: rule %d", i.Rule))
}

// Init draws all weights and sets biases and slopes. Numbers are drawn in float64, layer by layer, so that
// networks in float32 and float64 from the same seed differ by rounding only. Pieces of maxout do not count
// as units in the rule.
func (n *Net[F]) Init(init Init, rnd *rand.Rand) {
	for i, l := range n.spec.Layers {
		w, sd := n.layers[i], init.SD(n.inputs(i), l.Units)
		for j := range w.W {
			if init.Uniform {
				w.W[j] = F(sd * math.Sqrt(3) * (2*rnd.Float64() - 1))
			} else {
				w.W[j] = F(sd * rnd.NormFloat64())
			}
		}
		for j := range w.B {
			w.B[j] = 0
			if i < len(n.layers)-1 {
				w.B[j] = F(init.Bias)
			}
		}
		for j := range w.Alpha {
			w.Alpha[j] = F(l.Unit.Alpha)
		}
	}
}
