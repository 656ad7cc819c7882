// Package s030402saturation is section 3.4.2: what is left of the gradient after many
// layers of sigmoids, of tanh and of rectifiers.
package s030402saturation

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/activation"
	"konspekt/compute/mlp"
	"konspekt/compute/signal"
	"konspekt/internal/lab"
)

// Params selects one experiment: a network of equal hidden layers on the irises.
type Params struct {
	Unit  activation.Kind // sigmoid, tanh or relu
	Depth int             // hidden layers
	Gain  float64         // factor on the standard deviation of the first weights
	Init  string          // plain, xavier or he
	Width int             // units of a hidden layer
	Steps int             // steps of training for the map
	Rate  float64         // of gradient descent
	Scale float64         // s, factor on the inputs of the network of tanh beside the linear one
	Seed  uint64
}

// Result is the network before training, layer by layer from the input, and in training.
// A gradient of a layer is the root mean square over the examples of ‖∂J/∂z‖, z the
// pre-activations of the layer.
type Result struct {
	GradNorm   []lab.Num `json:"grad_norm"`
	Theory     []lab.Num `json:"grad_norm_theory"` // of wide layers, anchored at the last one
	Ceiling    []lab.Num `json:"ceiling"`          // the same if every derivative were at its largest
	Bound      []lab.Num `json:"bound"`            // what these very weights cannot exceed
	GradWeight []lab.Num `json:"grad_weight_norm"` // ‖∂J/∂(W, b)‖

	Mean      []lab.Num `json:"activation_mean"`
	SD        []lab.Num `json:"activation_sd"`
	RMSTheory []lab.Num `json:"activation_rms_theory"` // √E h²
	Saturated []lab.Num `json:"saturated_fraction"`    // |g′| below a tenth of its largest value
	Ratio     lab.Num   `json:"grad_ratio"`            // first hidden layer to last

	RatioTheory  lab.Num `json:"grad_ratio_theory"`
	CeilingRatio lab.Num `json:"ceiling_ratio"`

	Decades        lab.Num `json:"grad_decades"`   // log₁₀ of the ratio
	PerLayer       lab.Num `json:"grad_per_layer"` // what a layer leaves of the gradient, the geometric mean; null for one layer
	PerLayerTheory lab.Num `json:"grad_per_layer_theory"`

	LinearGap   lab.Num   `json:"linear_gap"`   // at the scale of the parameters
	LinearLevel lab.Num   `json:"linear_level"` // root mean square of the activations there
	GapCurve    []Gap     `json:"linear_gap_curve"`
	Loss        []lab.Num `json:"loss"`         // by step, of the batch before the step
	LossEnd     lab.Num   `json:"loss_end"`     // of all irises after the last step; null if training ran away
	AccuracyEnd lab.Num   `json:"accuracy_end"` // share of irises recognised then
	Training    []Moment  `json:"training"`

	shares [][]float64 // layer × bin of the activations
	zs     []float64   // shares of pre-activations of all layers, by bin
}

// Gap is the relative distance of the network of tanh from the linear one.
type Gap struct {
	Scale      lab.Num `json:"scale"`
	Activation lab.Num `json:"activation"` // root mean square of all tanh
	Gap        lab.Num `json:"gap"`
}

// Moment is the gradient by layer on the batch of a step, before the step is taken.
type Moment struct {
	Step     int       `json:"step"`
	GradNorm []lab.Num `json:"grad_norm"`
}

// rules are the ways to draw the first weights.
var rules = map[string]mlp.Rule{"plain": mlp.Plain, "xavier": mlp.Xavier, "he": mlp.He}

// classes is how many species of iris there are.
const classes = 3

// Run looks at the network as it is drawn and then trains it.
func Run(ctx context.Context, p Params, tables lab.Tables) (*Result, error) {
	table, err := tables.Table("iris")
	if err != nil {
		return nil, err
	}
	x := mlp.Standardised(table.X)
	data := mlp.NewData[float64](x, nil, table.Labels)
	n := p.network()
	pass := n.NewPass(len(table.Labels))
	pass.Forward(data.X)
	pass.Backward(data.Targets)

	r := &Result{}
	r.gradients(p, pass)
	r.activations(p, pass)
	r.theory(p, x, pass)
	r.bounds(p, n)
	r.linear(p, x)
	return r, r.train(ctx, p, n, data)
}

// unit is the hidden unit.
func (p Params) unit() activation.Unit { return activation.New(p.Unit) }

func (p Params) init() mlp.Init { return mlp.Init{Rule: rules[p.Init], Gain: p.Gain} }

// network draws the weights; the biases are 0.
func (p Params) network() *mlp.Net[float64] {
	spec := mlp.Spec{Inputs: 4, Loss: mlp.SoftmaxCE}
	for range p.Depth {
		spec.Layers = append(spec.Layers, mlp.Layer{Units: p.Width, Unit: p.unit()})
	}
	spec.Layers = append(spec.Layers, mlp.Layer{Units: classes})
	n := mlp.New[float64](spec)
	n.Init(p.init(), rand.New(rand.NewPCG(p.Seed, 0)))
	return n
}

// norm is the root mean square over the examples of ‖∂J/∂z‖: the pass has the gradient of
// the mean loss, 1/rows of that of each example.
func norm(pass *mlp.Pass[float64], layer int) float64 {
	sum := 0.0
	for _, v := range pass.GradPre(layer) {
		sum += v * v
	}
	return math.Sqrt(sum * float64(pass.Rows()))
}

func (r *Result) gradients(p Params, pass *mlp.Pass[float64]) {
	for l := range p.Depth {
		s := pass.Stats(l)
		r.GradNorm = append(r.GradNorm, lab.Num(norm(pass, l)))
		r.GradWeight = append(r.GradWeight, lab.Num(s.Gradient))
		r.Mean, r.SD = append(r.Mean, lab.Num(s.Mean)), append(r.SD, lab.Num(s.SD))
		r.Saturated = append(r.Saturated, lab.Num(s.Saturated))
	}
	r.Ratio = r.GradNorm[0] / r.GradNorm[p.Depth-1]
}

// theory follows every example through wide layers, forward by the length of its input and
// backward from the length that its gradient has at the last hidden layer.
func (r *Result) theory(p Params, x *mat.Dense, pass *mlp.Pass[float64]) {
	gains := make([]float64, p.Depth)
	inputs := 4
	for l := range gains {
		sd := p.init().SD(inputs, p.Width)
		gains[l] = float64(inputs) * sd * sd
		inputs = p.Width
	}
	field := signal.NewField(p.unit())
	rows, features := x.Dims()
	back, square := make([]float64, p.Depth), make([]float64, p.Depth)
	last := pass.GradPre(p.Depth - 1)
	var states []signal.State
	var lengths []float64
	for i := range rows {
		input := mat.Norm(x.RowView(i), 2)
		states = field.Forward(states, input*input/float64(features), gains)
		lengths = signal.Backward(lengths, states, gains)
		anchor := mat.Norm(mat.NewVecDense(p.Width, last[i*p.Width:(i+1)*p.Width]), 2)
		for l, s := range states {
			back[l] += anchor * anchor * lengths[l] * float64(rows)
			square[l] += s.Square / float64(rows)
		}
	}
	for l := range back {
		r.Theory = append(r.Theory, lab.Num(math.Sqrt(back[l])))
		r.RMSTheory = append(r.RMSTheory, lab.Num(math.Sqrt(square[l])))
		above := float64(p.Depth - 1 - l)
		steepest := signal.Steepest(p.unit()) * math.Sqrt(gains[p.Depth-1])
		r.Ceiling = append(r.Ceiling, lab.Num(float64(r.GradNorm[p.Depth-1])*math.Pow(steepest, above)))
	}
	r.RatioTheory = r.Theory[0] / r.GradNorm[p.Depth-1]
	r.CeilingRatio = r.Ceiling[0] / r.GradNorm[p.Depth-1]
	r.Decades = lab.Num(math.Log10(float64(r.Ratio)))
	r.PerLayer, r.PerLayerTheory = nan, nan
	if p.Depth > 1 {
		root := 1 / float64(p.Depth-1)
		r.PerLayer = lab.Num(math.Pow(float64(r.Ratio), root))
		r.PerLayerTheory = lab.Num(math.Pow(float64(r.RatioTheory), root))
	}
}

func (r *Result) bounds(p Params, n *mlp.Net[float64]) {
	weights := make([]*mat.Dense, p.Depth)
	for l := range weights {
		rows := p.Width
		if l == 0 {
			rows = 4
		}
		weights[l] = mat.NewDense(rows, p.Width, n.Layer(l).W)
	}
	for _, b := range signal.Bounds(nil, weights, signal.Steepest(p.unit())) {
		r.Bound = append(r.Bound, r.GradNorm[p.Depth-1]*lab.Num(b))
	}
}
