// Package s0302bernoulli is section 3.2: which loss lets a binary output that is wrong and
// sure of it learn.
package s0302bernoulli

import (
	"context"
	"math"

	"konspekt/compute/output"
	"konspekt/compute/stable"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Z0     float64 // the logit before training
	Y      int     // the right answer, 0 or 1
	Output string  // the unit that stands out, and whose map is drawn
	Rate   float64 // ε
	Steps  int     // steps of gradient descent on the logit
}

// The three outputs.
const (
	clipped    = "clipped"
	sigmoidMSE = "sigmoid_mse"
	sigmoidNLL = "sigmoid_nll"
)

// kind is an output unit with its loss: functions of the logit and of the right answer.
type kind struct {
	id             string
	loss, gradient func(z float64, y int) float64
	probability    func(z float64) float64 // of the answer 1
	mirror         float64                 // the loss of y at z is that of 1−y at mirror − z
	flow           func(z float64) float64 // y = 1: the time to P = ½ of dz/dt = −gradient
}

var kinds = []kind{
	{clipped, output.ClippedNLL, output.ClippedGradient, output.Clipped, 1, clippedFlow},
	{sigmoidMSE, output.SigmoidMSE, output.SigmoidMSEGradient, stable.Sigmoid[float64], 0, mseFlow},
	{sigmoidNLL, output.BernoulliNLL, output.BernoulliGradient, stable.Sigmoid[float64], 0, nllFlow},
}

// of is the kind with the given id.
func of(id string) kind {
	for _, k := range kinds {
		if k.id == id {
			return k
		}
	}
	panic("s0302bernoulli: no output " + id)
}

// right is the probability of the right answer. It is computed at the mirrored logit, so
// that it does not lose its digits near 0.
func (k kind) right(z float64, y int) float64 { return k.probability(k.towards(z, y)) }

// towards is the logit seen from the right answer: it grows as the unit learns.
func (k kind) towards(z float64, y int) float64 {
	if y == 0 {
		return k.mirror - z
	}
	return z
}

// The flow is descent with very small steps; its time is ∫ dz / −J'(z).
//
// For NLL −1/J' = 1 + e^z, for MSE ½(3 + 3e^z + e^(2z) + e^(−z)), for the clipped unit z.
func nllFlow(z float64) float64 {
	if z >= 0 {
		return 0
	}
	return -z - math.Expm1(z)
}

func mseFlow(z float64) float64 {
	if z >= 0 {
		return 0
	}
	return (-3*z - 3*math.Expm1(z) - math.Expm1(2*z)/2 + math.Expm1(-z)) / 2
}

func clippedFlow(z float64) float64 {
	switch {
	case z >= 0.5:
		return 0
	case z <= 0:
		return math.Inf(1)
	}
	return (0.25 - z*z) / 2
}

// Unit is what one output does from z0.
type Unit struct {
	Loss        lab.Num `json:"loss"`     // at z0; null where P(y) = 0
	Gradient    lab.Num `json:"gradient"` // its derivative by the logit, at z0
	Probability lab.Num `json:"probability"`
	StepsToHalf *int    `json:"steps_to_half"` // the first step at which P(y) ≥ ½; null: not within the steps made
	StepsFlow   lab.Num `json:"steps_flow"`    // the same for very small steps, by a closed form; null: never

	// After the last step.
	ZEnd           lab.Num `json:"z_end"`
	LossEnd        lab.Num `json:"loss_end"`
	ProbabilityEnd lab.Num `json:"probability_end"`

	kind kind
	path []float64 // the logit after 0, 1, … steps
}

// Result is the three outputs from the same start.
type Result struct {
	Clipped    Unit    `json:"clipped"`
	SigmoidMSE Unit    `json:"sigmoid_mse"`
	SigmoidNLL Unit    `json:"sigmoid_nll"`
	Curve      []Stage `json:"curve"` // P(y) on the way
	Map        *Map    `json:"map"`
}

// Stage is P(y) after some steps.
type Stage struct {
	Step       int     `json:"step"`
	Clipped    lab.Num `json:"clipped"`
	SigmoidMSE lab.Num `json:"sigmoid_mse"`
	SigmoidNLL lab.Num `json:"sigmoid_nll"`
}

// units are the three in the order of kinds.
func (r *Result) units() []*Unit { return []*Unit{&r.Clipped, &r.SigmoidMSE, &r.SigmoidNLL} }

// Run lets three outputs learn one answer from the same logit.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	r := &Result{}
	for i, u := range r.units() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		*u = learn(kinds[i], p)
	}
	for _, step := range stages(p.Steps) {
		s := Stage{Step: step}
		for i, to := range []*lab.Num{&s.Clipped, &s.SigmoidMSE, &s.SigmoidNLL} {
			*to = lab.Num(kinds[i].right(r.units()[i].path[step], p.Y))
		}
		r.Curve = append(r.Curve, s)
	}
	var err error
	r.Map, err = chart(ctx, p)
	return r, err
}

// learn makes all steps of one unit.
func learn(k kind, p Params) Unit {
	u := Unit{kind: k, path: make([]float64, p.Steps+1)}
	z := p.Z0
	for i := range u.path {
		if i > 0 {
			z -= p.Rate * k.gradient(z, p.Y)
		}
		u.path[i] = z
		if u.StepsToHalf == nil && k.right(z, p.Y) >= 0.5 {
			u.StepsToHalf = &i
		}
	}
	u.Loss, u.Gradient = lab.Num(k.loss(p.Z0, p.Y)), lab.Num(k.gradient(p.Z0, p.Y))
	u.Probability = lab.Num(k.right(p.Z0, p.Y))
	u.StepsFlow = lab.Num(k.flow(k.towards(p.Z0, p.Y)) / p.Rate)
	u.ZEnd, u.LossEnd, u.ProbabilityEnd = lab.Num(z), lab.Num(k.loss(z, p.Y)), lab.Num(k.right(z, p.Y))
	return u
}

// stages are the steps at which the way is written down: all up to 50, then a twentieth
// apart, and the last.
func stages(steps int) []int {
	var out []int
	for at := 0; at < steps; at += max(1, at/20-1) {
		out = append(out, at)
	}
	return append(out, steps)
}
