// Package s030401rectifiers is section 3.4.1: rectified linear units, how they die and
// which of their relatives do not.
package s030401rectifiers

import (
	"context"
	"math"

	"konspekt/compute/activation"
	"konspekt/compute/mlp"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Unit  string  // the hidden unit, one of units
	Alpha float64 // α, the slope for z < 0; of elu its limit −α, of prelu the first value, of maxout only for the picture
	Bias0 float64 // b₀, the bias of every hidden unit before training
	Width int     // hidden units
	Rate  float64 // ε
	Steps int     // steps of gradient descent on batches of 30
	Data  string  // iris, breast_cancer or digits
	Seed  uint64
}

// maxout is no activation.Kind: it is a layer of several pieces a unit.
const maxout = "maxout"

// pieces is how many pieces a maxout unit has here.
const pieces = 2

// units lists the hidden units in the order of the page.
var units = []string{"relu", "abs", "leaky", "prelu", "elu", "softplus", maxout, "gelu", "silu"}

// layer is the hidden layer of one kind of units.
func layer(unit string, alpha float64, width int) mlp.Layer {
	if unit == maxout {
		return mlp.Layer{Units: width, Pieces: pieces}
	}
	return mlp.Layer{Units: width, Unit: activation.Unit{Kind: activation.Kind(unit), Alpha: alpha}}
}

// usual is the α that a unit has in the literature.
func usual(unit string) float64 { return activation.New(activation.Kind(unit)).Alpha }

// Result is one training, what the unit looks like, and the same training with other
// biases and other units from the same seed.
type Result struct {
	Z  []float64 `json:"z"` // the grid of the next two
	G  []float64 `json:"g"`
	DG []float64 `json:"dg"` // at a kink the convention of the software

	// By step, from 0 before the first one; they end early if the training diverges.
	ActiveFraction []float64 `json:"active_fraction"` // share of units and examples with z > 0
	Loss           []lab.Num `json:"loss"`            // cross-entropy over all examples, nats
	DeadByStep     []int     `json:"dead_by_step"`

	DeadUnits    int       `json:"dead_units"` // without a gradient on any example at the end
	DiedAt       []*int    `json:"died_at"`    // by unit; null: alive
	WeightNorm   []lab.Num `json:"weight_norm"`
	Bias         []lab.Num `json:"bias"` // of every unit at the end, as the norm of its weights
	AlphaLearned []lab.Num `json:"alpha_learned"`
	Accuracy     lab.Num   `json:"accuracy"` // on the examples it was trained on
	DivergedAt   *int      `json:"diverged_at"`

	ActiveStart       lab.Num `json:"active_start"` // share with z > 0 before training
	ActiveStartSE     lab.Num `json:"active_start_se"`
	ActiveStartTheory lab.Num `json:"active_start_theory"` // its expectation over first weights

	Examples int       `json:"examples"`
	Marks    []int     `json:"marks"` // the steps at which the following were looked at
	ByBias   []ByBias  `json:"by_bias"`
	Variants []Variant `json:"variants"`

	main, rival *trace
}

// ByBias is the same network from another first bias.
type ByBias struct {
	Bias0          float64   `json:"bias0"`
	ActiveFraction []float64 `json:"active_fraction"` // at the marks, as far as it goes
	StartTheory    lab.Num   `json:"active_start_theory"`
}

// Variant is the same network with another unit.
type Variant struct {
	Unit       string    `json:"unit"`
	Alpha      lab.Num   `json:"alpha"` // null where there is none
	Loss       []lab.Num `json:"loss"`  // at the marks, as far as it goes
	Accuracy   lab.Num   `json:"accuracy"`
	DeadUnits  int       `json:"dead_units"`
	Asleep     int       `json:"asleep_units"` // z ≤ 0 on every example and a gradient all the same
	DivergedAt *int      `json:"diverged_at"`  // when it was seen: at a mark
}

// biases are those that stand beside the reader's.
var biases = []float64{-1, 0, 0.1}

// Run trains the network, and those beside it.
func Run(ctx context.Context, p Params, tables lab.Tables) (*Result, error) {
	t, err := newTask(p, tables)
	if err != nil {
		return nil, err
	}
	r := &Result{Examples: t.rows, Marks: marks(p.Steps)}
	r.shape(p)
	every := make([]int, p.Steps+1)
	for k := range every {
		every[k] = k
	}
	if r.main, err = t.train(ctx, layer(p.Unit, p.Alpha, p.Width), p.Bias0, every); err != nil {
		return nil, err
	}
	r.report(p, t)
	if err := r.biases(ctx, p, t); err != nil {
		return nil, err
	}
	if r.rival, err = t.train(ctx, layer(rival(p.Unit), usual(rival(p.Unit)), p.Width), p.Bias0, every); err != nil {
		return nil, err
	}
	return r, r.variants(ctx, p, t)
}

// report copies what the main training gave.
func (r *Result) report(p Params, t *task) {
	m := r.main
	r.ActiveFraction, r.Loss, r.DeadByStep = m.active, lab.Nums(m.loss), m.dead
	r.DeadUnits, r.DivergedAt = m.dead[len(m.dead)-1], m.diverged
	r.DiedAt, r.Accuracy = m.died, lab.Num(m.accuracy)
	hidden := m.net.Layer(0)
	columns := len(hidden.B) / p.Width
	for j := range p.Width {
		square := 0.0
		for i := j * columns; i < len(hidden.W); i += len(hidden.B) {
			for _, w := range hidden.W[i : i+columns] {
				square += w * w
			}
		}
		r.WeightNorm = append(r.WeightNorm, lab.Num(math.Sqrt(square)))
		r.Bias = append(r.Bias, lab.Num(hidden.B[j*columns]))
	}
	if hidden.Alpha != nil {
		r.AlphaLearned = lab.Nums(hidden.Alpha)
	}
	r.ActiveStart = lab.Num(m.active[0])
	r.ActiveStartSE = lab.Num(m.startSE)
	r.ActiveStartTheory = lab.Num(t.startTheory(p.Unit, p.Bias0))
}

// biases trains from other first biases; the reader's own is not trained again.
func (r *Result) biases(ctx context.Context, p Params, t *task) error {
	for _, b := range biases {
		run := r.main
		if b != p.Bias0 {
			var err error
			if run, err = t.train(ctx, layer(p.Unit, p.Alpha, p.Width), b, r.Marks); err != nil {
				return err
			}
		}
		r.ByBias = append(r.ByBias, ByBias{b, run.at(r.Marks, run.active), lab.Num(t.startTheory(p.Unit, b))})
	}
	return nil
}

// variants trains every unit with its usual α; the reader's with the reader's.
func (r *Result) variants(ctx context.Context, p Params, t *task) error {
	for _, unit := range units {
		alpha, run := usual(unit), r.rival
		switch unit {
		case p.Unit:
			alpha, run = p.Alpha, r.main
		case rival(p.Unit):
		default:
			var err error
			if run, err = t.train(ctx, layer(unit, alpha, p.Width), p.Bias0, r.Marks); err != nil {
				return err
			}
		}
		v := Variant{Unit: unit, Alpha: lab.Num(alpha), Loss: lab.Nums(run.at(r.Marks, run.loss)), Accuracy: lab.Num(run.accuracy),
			DeadUnits: run.dead[len(run.dead)-1], Asleep: run.asleep, DivergedAt: run.diverged}
		if !sloped(unit) {
			v.Alpha = lab.Num(math.NaN())
		}
		r.Variants = append(r.Variants, v)
	}
	return nil
}

// sloped tells whether a unit has an α.
func sloped(unit string) bool { return unit == "leaky" || unit == "prelu" || unit == "elu" }

// marks are at most eleven steps from 0 to the last.
func marks(steps int) []int {
	n := min(steps, 10)
	out := make([]int, n+1)
	for i := range out {
		out[i] = i * steps / n
	}
	return out
}

// drawn is the unit whose graph is shown. A maxout unit has two pieces z and αz there,
// α ≤ 1, and the larger of them is the leaky unit.
func drawn(p Params) activation.Unit {
	if p.Unit == maxout {
		return activation.Unit{Kind: activation.Leaky, Alpha: p.Alpha}
	}
	return activation.Unit{Kind: activation.Kind(p.Unit), Alpha: p.Alpha}
}

// shape tabulates g and g′ on [−4, 4].
func (r *Result) shape(p Params) {
	u := drawn(p)
	for i := -40; i <= 40; i++ {
		z := float64(i) / 10
		r.Z, r.G, r.DG = append(r.Z, z), append(r.G, u.Value(z)), append(r.DG, u.Derivative(z))
	}
}
