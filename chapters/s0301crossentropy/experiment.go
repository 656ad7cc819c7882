// Package s0301crossentropy is section 3.1: the cost that networks are trained with, the
// cross-entropy of data and model, and when it has no minimum.
package s0301crossentropy

import (
	"context"
	"math"

	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Mode   string  // classify or gaussian
	Data   string  // separable, overlapping, iris_separable or iris_overlapping
	L2     float64 // λ ≥ 0 of the penalty (λ/2)‖w‖², in both modes
	Steps  int     // steps of gradient descent
	Rate   float64 // ε in units of 1/L
	M      int     // m, points of the two clouds
	Gap    float64 // half the free strip between the separable clouds
	Points string  // where it is not empty, the points instead of the data
	Seed   uint64

	Sigma  float64 // what the model puts out for σ
	Floor  float64 // σ is at least this
	Prior  float64 // τ of the prior on σ
	Degree int     // of the mean
	Own    string  // all: one σ; one: a σ of its own for one point
	Row    int     // that point, from 1
}

// Result is a descent (classify) or a normal density (gaussian); what belongs to the other
// mode is null. Rows count from 0.
type Result struct {
	// At the steps Step: the loss J with its penalty, the cross-entropy alone, and ‖w‖.
	Step       []int     `json:"step"`
	Loss       []lab.Num `json:"loss"`
	NLL        []lab.Num `json:"nll"`
	WeightNorm []lab.Num `json:"weight_norm"`

	W             []lab.Num `json:"w"` // after the last step, without the intercept
	B             lab.Num   `json:"b"`
	MinimumExists *bool     `json:"minimum_exists"` // of J: by linear programming, and with l2 > 0 when there are both classes
	Separation    *string   `json:"separation"`     // complete, quasi or none
	Direction     []lab.Num `json:"direction"`      // (b, w) that separates, of length 1; null for none
	LossAtOptimum lab.Num   `json:"loss_at_optimum"`
	WOptimum      []lab.Num `json:"w_optimum"`
	BOptimum      lab.Num   `json:"b_optimum"`
	NormAtOptimum lab.Num   `json:"norm_at_optimum"`
	LossInfimum   lab.Num   `json:"loss_infimum"`
	Rate          lab.Num   `json:"rate"` // ε

	// Completely separated points without penalty: what descent tends to.
	WMargin     []lab.Num `json:"w_margin"` // the shortest (b, w) with s(b + wᵀx) ≥ 1
	BMargin     lab.Num   `json:"b_margin"`
	Slope       lab.Num   `json:"norm_slope"`        // of ‖w‖ against log t over the last factor of ten
	SlopeTheory lab.Num   `json:"norm_slope_theory"` // ‖w_margin‖
	Angle       lab.Num   `json:"angle"`             // between (b, w) and its limit, degrees

	Rows   *int      `json:"rows"`
	Points *string   `json:"points"`
	Terms  []lab.Num `json:"terms"` // −log p̂ of every point, nats
	P      []lab.Num `json:"p"`     // p̂(y = 1 | x)
	Errors *int      `json:"errors"`
	Ray    []OnRay   `json:"ray"`

	Gaussian *Density `json:"gaussian"`

	crowd  crowd
	window window
	w      []float64 // the intercept first
	target []float64 // optimum or widest margin, the intercept first; nil if neither
	bare   float64   // ‖w‖ at the optimum without penalty, NaN if there is none
	steep  float64   // ‖w_margin‖ whatever the penalty; NaN if no strip is free
}

// Run descends, or spreads a normal density over points.
func Run(ctx context.Context, p Params, tables lab.Tables) (*Result, error) {
	r := &Result{B: nan, LossAtOptimum: nan, BOptimum: nan, NormAtOptimum: nan, LossInfimum: nan, Rate: nan,
		BMargin: nan, Slope: nan, SlopeTheory: nan, Angle: nan}
	if p.Mode == "gaussian" {
		d, err := spread(p)
		r.Gaussian = d
		return r, err
	}
	c, err := data(p, tables)
	if err != nil {
		return nil, err
	}
	r.crowd, r.window = c, frame(p, c)
	return r, r.train(ctx, p)
}

var nan = lab.Num(math.NaN())
