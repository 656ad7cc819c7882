// Package s0303softmax is section 3.3: a distribution over several classes, its derivatives
// and what the temperature does to it.
package s0303softmax

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/output"
	"konspekt/compute/stable"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Z           string  // n logits, as lab.ReadList reads them
	Temperature float64 // T
	Shift       float64 // c, added to every logit
	Target      int     // y, the class that the example has, from 0
}

// Result is the output at the shifted logits z + c. Derivatives are by the logits and
// carry the factor 1/T; logarithms are natural.
type Result struct {
	Logits     []float64   `json:"logits"` // z + c
	P          []float64   `json:"p"`
	LogP       []float64   `json:"log_p"`
	NLL        lab.Num     `json:"nll"` // −log p_y, nats
	MSE        lab.Num     `json:"mse"` // Σ(p − e_y)², no ½, no mean
	GradNLL    []float64   `json:"grad_nll"`
	GradMSE    []float64   `json:"grad_mse"`
	Jacobian   [][]float64 `json:"jacobian"`     // ∂p_i/∂z_j, row i
	LogJac     [][]float64 `json:"log_jacobian"` // ∂ log p_i/∂z_j, row i
	Entropy    lab.Num     `json:"entropy"`      // nats
	Saturation lab.Num     `json:"saturation"`
	Naive      []lab.Num   `json:"p_naive"` // exponentials first, their sum then; null where that is Inf/Inf or 0/0
	Difference lab.Num     `json:"difference"`
	Curve      []Pull      `json:"grad_curve"`
	Path       []Heat      `json:"temperature_curve"`

	stations [][]float64 // the distributions at the temperatures that the triangle marks
}

// Pull is the derivative of both losses by the right logit when it stands so far above
// the largest other one, which stays.
type Pull struct {
	Difference lab.Num `json:"difference"`
	NLL        lab.Num `json:"nll"`
	MSE        lab.Num `json:"mse"`
}

// Heat is the distribution at another temperature.
type Heat struct {
	Temperature lab.Num   `json:"temperature"`
	P           []float64 `json:"p"`
}

// Run evaluates the output, and along its two curves.
func Run(_ context.Context, p Params, _ lab.Tables) (*Result, error) {
	z := lab.ReadList(p.Z)
	floats.AddConst(p.Shift, z)
	s := output.NewSoftmax(z, p.Temperature)
	r := &Result{
		Logits: z, P: s.P, LogP: s.LogP,
		NLL: lab.Num(s.NLL(p.Target)), MSE: lab.Num(s.SquaredError(p.Target)),
		GradNLL: s.NLLGradient(nil, p.Target), GradMSE: s.SquaredErrorGradient(nil, p.Target),
		Jacobian: s.Jacobian(), LogJac: s.LogJacobian(),
		Entropy: lab.Num(s.Entropy()), Saturation: lab.Num(s.Saturation()),
		Naive: lab.Nums(naive(z, p.Temperature)),
	}
	rival := math.Inf(-1)
	for i, v := range z {
		if i != p.Target {
			rival = max(rival, v)
		}
	}
	r.Difference = lab.Num(z[p.Target] - rival)
	r.Curve = pulls(z, rival, p)
	r.Path = heats(z)
	for _, t := range stations {
		r.stations = append(r.stations, output.NewSoftmax(z, t).P)
	}
	return r, nil
}

// naive is the formula as it is read.
func naive(z []float64, temperature float64) []float64 {
	u := make([]float64, len(z))
	floats.ScaleTo(u, 1/temperature, z)
	return stable.NaiveSoftmax(nil, u)
}

// reach is how far from the largest other logit the curve takes the right one.
const reach = 20

func pulls(z []float64, rival float64, p Params) []Pull {
	const stops = 240
	z = append([]float64(nil), z...)
	out := make([]Pull, stops+1)
	for i := range out {
		d := reach * (2*float64(i)/stops - 1)
		z[p.Target] = rival + d
		s := output.NewSoftmax(z, p.Temperature)
		out[i] = Pull{lab.Num(d), lab.Num(s.NLLGradient(nil, p.Target)[p.Target]), lab.Num(s.SquaredErrorGradient(nil, p.Target)[p.Target])}
	}
	return out
}

// The range of the temperature.
const (
	coldest = 0.01
	hottest = 100
)

// stations are the temperatures that the triangle marks.
var stations = []float64{0.3, 1, 3, 10}

// heats is the distribution at temperatures that lie evenly by their logarithms.
func heats(z []float64) []Heat {
	const stops = 200
	out := make([]Heat, stops+1)
	for i, t := range floats.LogSpan(make([]float64, stops+1), coldest, hottest) {
		out[i] = Heat{lab.Num(t), output.NewSoftmax(z, t).P}
	}
	return out
}
