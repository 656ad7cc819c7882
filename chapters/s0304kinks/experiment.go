// Package s0304kinks is section 3.4: hidden units that have no derivative at a point, and why
// a network learns with them all the same.
package s0304kinks

import (
	"context"
	"math"

	"konspekt/compute/activation"
	"konspekt/internal/lab"
)

// Params selects one experiment: a unit under the magnifying glass, and a network of
// rectifiers on real data.
type Params struct {
	Function activation.Kind
	Alpha    float64 // α of leaky, prelu and elu
	Point    float64 // p, where the derivative is looked for
	H        float64 // h, the step of the difference quotients

	Data   string
	Width  int     // rectifiers in the hidden layer
	Epochs int     // passes over the data
	Rate   float64 // ε
	Scale  float64 // first weights of the hidden layer, in units of the rule of He
	AtZero float64 // what the program answers to g′(0)
	Seed   uint64  // of the first weights and of the order of the examples
}

func (p Params) unit() activation.Unit { return activation.Unit{Kind: p.Function, Alpha: p.Alpha} }

// Result is what the quotients say of the unit, and what the training met.
type Result struct {
	LeftDerivative  lab.Num    `json:"left_derivative"`
	RightDerivative lab.Num    `json:"right_derivative"`
	Differentiable  bool       `json:"differentiable"`
	LeftQuotient    lab.Num    `json:"left_quotient"` // (g(p) − g(p−h))/h, as float64 computes it
	RightQuotient   lab.Num    `json:"right_quotient"`
	Quotients       []Quotient `json:"quotients"`

	// Every object has a number for each type in which the network was trained.
	Preactivations   Counts `json:"preactivations"` // computed in the training: rows × units × passes
	ExactZeros       Counts `json:"exact_zeros"`    // how many of them were 0
	ExpectedZeros    Both   `json:"expected_zeros"` // by the density near 0 and the grain of the type
	Nearest          Both   `json:"nearest"`        // the least |z| that is not 0
	Changed          Counts `json:"changed"`        // weights that end with other bits if g′(0) is answered otherwise
	Weights          int    `json:"weights"`
	LossStart        Both   `json:"loss_start"` // on all rows, nats
	LossEnd          Both   `json:"loss_end"`
	LossEndOther     Both   `json:"loss_end_other"`  // with the other answer to g′(0)
	GradNormStart    Both   `json:"grad_norm_start"` // of the loss on all rows, by all weights
	GradNormEnd      Both   `json:"grad_norm_end"`
	BatchGradNormEnd Both   `json:"batch_grad_norm_end"` // of the loss of one batch, mean of the last pass

	Curve []Stage  `json:"curve"`
	Near  []Binade `json:"near"`
}

// Both is a number of either type of arithmetic; null where the training diverged.
type Both struct {
	Float32 lab.Num `json:"float32"`
	Float64 lab.Num `json:"float64"`
}

// Counts is a count for either type.
type Counts struct {
	Float32 int `json:"float32"`
	Float64 int `json:"float64"`
}

// Quotient is the pair of difference quotients at one step.
type Quotient struct {
	H     float64 `json:"h"`
	Left  lab.Num `json:"left"`
	Right lab.Num `json:"right"`
}

// Stage is the network after some passes over the data.
type Stage struct {
	Epoch         int  `json:"epoch"`
	Loss          Both `json:"loss"`
	LossOther     Both `json:"loss_other"` // with the other answer to g′(0)
	GradNorm      Both `json:"grad_norm"`
	BatchGradNorm Both `json:"batch_grad_norm"` // mean of this pass; null before the first
}

// Binade counts the pre-activations with From ≤ |z| < 2·From.
type Binade struct {
	From    float64 `json:"from"`
	Float32 int     `json:"float32"`
	Float64 int     `json:"float64"`
}

// Run looks at the unit and trains the network.
func Run(ctx context.Context, p Params, tables lab.Tables) (*Result, error) {
	r := &Result{}
	r.differences(p)
	table, err := tables.Table(p.Data)
	if err != nil {
		return nil, err
	}
	x, labels := examples(table)
	single, err := train[float32](ctx, p, x, labels)
	if err != nil {
		return nil, err
	}
	double, err := train[float64](ctx, p, x, labels)
	if err != nil {
		return nil, err
	}
	r.compare(single, double)
	return r, nil
}

// The steps of the quotients: from where rounding is all there is to where the figure ends.
const (
	finest    = -16.0 // decimal logarithms of h
	coarsest  = 0.25
	perDecade = 12
)

func (r *Result) differences(p Params) {
	u := p.unit()
	r.LeftDerivative, r.RightDerivative = lab.Num(u.Left(p.Point)), lab.Num(u.Right(p.Point))
	r.Differentiable = r.LeftDerivative == r.RightDerivative
	at := func(h float64) (left, right lab.Num) {
		return lab.Num((u.Value(p.Point) - u.Value(p.Point-h)) / h), lab.Num((u.Value(p.Point+h) - u.Value(p.Point)) / h)
	}
	r.LeftQuotient, r.RightQuotient = at(p.H)
	for k := range int((coarsest-finest)*perDecade) + 1 {
		q := Quotient{H: math.Pow(10, finest+float64(k)/perDecade)}
		q.Left, q.Right = at(q.H)
		r.Quotients = append(r.Quotients, q)
	}
}

// compare puts the two trainings side by side.
func (r *Result) compare(single, double *training) {
	both := func(of func(*training) float64) Both { return Both{lab.Num(of(single)), lab.Num(of(double))} }
	counts := func(of func(*training) int) Counts { return Counts{of(single), of(double)} }
	r.Preactivations = counts(func(t *training) int { return t.seen })
	r.ExactZeros = counts(func(t *training) int { return t.zeros })
	r.ExpectedZeros = both((*training).expected)
	r.Nearest = both(func(t *training) float64 { return t.nearest })
	r.Changed, r.Weights = counts(func(t *training) int { return t.changed }), double.weights
	for i := range double.stages {
		seen := func(of func(stage) float64) Both {
			return both(func(t *training) float64 { return of(t.stages[i]) })
		}
		r.Curve = append(r.Curve, Stage{
			Epoch:         double.stages[i].epoch,
			Loss:          seen(func(s stage) float64 { return s.loss }),
			LossOther:     both(func(t *training) float64 { return t.other[i].loss }),
			GradNorm:      seen(func(s stage) float64 { return s.norm }),
			BatchGradNorm: seen(func(s stage) float64 { return s.batchNorm }),
		})
	}
	first, last := r.Curve[0], r.Curve[len(r.Curve)-1]
	r.LossStart, r.GradNormStart = first.Loss, first.GradNorm
	r.LossEnd, r.LossEndOther, r.GradNormEnd, r.BatchGradNormEnd = last.Loss, last.LossOther, last.GradNorm, last.BatchGradNorm
	for e := range double.binades {
		if b := (Binade{math.Ldexp(1, e-deepest), single.binades[e], double.binades[e]}); b.Float32+b.Float64 > 0 {
			r.Near = append(r.Near, b)
		}
	}
}
