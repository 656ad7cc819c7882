// Package s0209sgd is section 2.9: why a training set that is a thousand times larger
// does not take a thousand times longer to learn from.
package s0209sgd

import (
	"context"
	"math"

	"konspekt/compute/sgd"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	M        int       // m, size of the training set
	Batch    int       // B, examples in a minibatch
	Rate     float64   // ε, learning rate of the first step
	Schedule sgd.Shape // how the rate falls
	Tau      float64   // τ, time scale of the schedule, steps
	Steps    int
	Target   float64 // test error to be reached
	Momentum float64
	Seed     uint64 // of the task, its examples and their order
}

// The task: six features whose variances fall from 1 to 1/8, and noise σ = 0.5 in the
// answers. Its size is fixed, only the training set grows.
const (
	features = 6
	kappa    = 8
	sigma    = 0.5
)

// mostExamples bounds Steps·Batch, and with it the time that a state takes.
const mostExamples = 512_000

// Result is one run of SGD on m examples, beside runs on other sizes and what theory says.
type Result struct {
	StepsToTarget   *int      `json:"steps_to_target"`     // null if not reached
	ExamplesSeen    int       `json:"examples_seen"`       // until the target, or by the whole run
	FractionOfEpoch lab.Num   `json:"fraction_of_epoch"`   // of the training set: examples_seen/m
	StepsExpected   *int      `json:"steps_expected"`      // when the expected error comes to the target
	Loss            []lab.Num `json:"loss"`                // exact test error after loss_step steps; cut where the run diverged
	LossStep        []int     `json:"loss_step"`           // ascending, from 0
	LossTheory      []lab.Num `json:"loss_theory"`         // its expectation on examples that are all new
	FinalLoss       lab.Num   `json:"final_loss"`          // the last of loss; null if the run diverged
	Diverged        bool      `json:"diverged"`            // the test error passed 10¹⁰⁰
	StepFlops       int       `json:"cost_per_step_flops"` // of a minibatch
	FullStepFlops   int       `json:"cost_full_step_flops"`
	GramFlops       int       `json:"cost_gram_flops"` // of all m² scalar products, once
	Noise           lab.Num   `json:"noise"`           // σ², the error of the true weights
	GradientSE      lab.Num   `json:"gradient_se"`     // of a minibatch gradient at the minimum: root of the sum of the variances
	CriticalRate    lab.Num   `json:"critical_rate"`   // from here a constant rate does not settle
	Tail            lab.Num   `json:"tail_excess"`     // mean test error over the last half of the steps, less σ²
	TailSE          lab.Num   `json:"tail_excess_se"`  // null unless the rate is constant and the run long
	TailTheory      lab.Num   `json:"tail_excess_theory"`
	BallTheory      lab.Num   `json:"ball_theory"` // where a constant rate stays for ever
	Radius          []lab.Num `json:"radius"`      // root of E(w − w*)² at the end, of w₆ and w₁
	Curves          []Curve   `json:"curves"`
	Sizes           []Size    `json:"sizes"`

	task     *sgd.Task
	forecast []float64 // expected errors after 0, 1, … steps, past the end of the run
	lit      *watched
	best     []float64 // w of the best fit to the training set, if m is small
}

// Curve is the run on a training set that is used up before the run ends.
type Curve struct {
	M       int       `json:"m"`
	Loss    []lab.Num `json:"loss"`      // test error at loss_step, for at most 100 passes
	Best    lab.Num   `json:"best_loss"` // test error of the weights that fit these m examples best
	PassEnd lab.Num   `json:"pass_end"`  // test error at the end of the first pass

	at int // steps in the first pass
}

// Size says when a run on so many examples came to the target.
type Size struct {
	M               int     `json:"m"`
	StepsToTarget   *int    `json:"steps_to_target"`
	FractionOfEpoch lab.Num `json:"fraction_of_epoch"` // until the target; null if it was not reached
}

// Run trains on m examples and on training sets of other sizes.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	task, err := sgd.NewTask(features, kappa, sigma, p.Seed)
	if err != nil {
		return nil, err
	}
	r := &Result{task: task, Noise: lab.Num(task.Noise()), CriticalRate: lab.Num(task.CriticalRate(p.Batch)),
		StepFlops: sgd.FlopsPerStep(p.Batch, features), FullStepFlops: sgd.FlopsPerStep(p.M, features), GramFlops: gramFlops(p.M),
		GradientSE: lab.Num(gradientSE(task, p.Batch)), LossStep: recorded(p)}
	if r.lit, err = watch(ctx, task, plan(p, p.M), r.LossStep, p.Target); err != nil {
		return nil, err
	}
	r.Loss, r.Diverged, r.FinalLoss = lab.Nums(r.lit.errors), r.lit.diverged, lab.Num(math.NaN())
	if !r.Diverged {
		r.FinalLoss = r.Loss[len(r.Loss)-1]
	}
	r.ExamplesSeen = p.Steps * p.Batch
	if r.lit.reached != nil {
		r.StepsToTarget, r.ExamplesSeen = &r.lit.reached.Steps, r.lit.reached.Seen
	}
	r.FractionOfEpoch = lab.Num(float64(r.ExamplesSeen) / float64(p.M))
	if err := r.theory(ctx, p); err != nil {
		return nil, err
	}
	return r, r.others(ctx, p)
}

// plan is the run of p on m examples.
func plan(p Params, m int) sgd.Plan {
	return sgd.Plan{Examples: m, Batch: p.Batch, Steps: p.Steps, Every: 1, Order: sgd.Passes, Seed: p.Seed,
		Schedule: schedule(p), Rule: sgd.Rule{Momentum: p.Momentum}}
}

func schedule(p Params) sgd.Schedule {
	return sgd.Schedule{Shape: p.Schedule, Rate: p.Rate, Tau: p.Tau}
}

// gramFlops counts the operations of the scalar products of all pairs of m examples, each
// pair once: what a kernel method needs before it begins.
func gramFlops(m int) int { return m * (m + 1) / 2 * (2*features - 1) }

// gradientSE is the standard error of the gradient of a minibatch at the true weights,
// where the gradient itself is zero.
func gradientSE(t *sgd.Task, batch int) float64 {
	w, b := t.Truth()
	_, variance := t.Gradient(w, b)
	sum := 0.0
	for _, v := range variance {
		sum += v
	}
	return math.Sqrt(sum / float64(batch))
}

// horizon is how many examples the axis of the errors holds.
const horizon = 1_000_000

// theory is what is known without a run: the expected error on examples that are all
// new, and the ball of noise. With momentum nothing is.
func (r *Result) theory(ctx context.Context, p Params) error {
	nothing := lab.Num(math.NaN())
	r.TailTheory, r.BallTheory, r.Radius = nothing, nothing, []lab.Num{nothing, nothing}
	r.LossTheory = make([]lab.Num, len(r.LossStep))
	r.measureTail(p)
	if p.Momentum > 0 {
		for i := range r.LossTheory {
			r.LossTheory[i] = nothing
		}
		return nil
	}
	var err error
	if r.forecast, err = r.task.Expected(ctx, p.Batch, max(p.Steps, horizon/p.Batch), schedule(p)); err != nil {
		return err
	}
	for i, k := range r.LossStep {
		r.LossTheory[i] = lab.Num(r.forecast[k])
	}
	for k, e := range r.forecast {
		if e <= p.Target {
			r.StepsExpected = &k
			break
		}
	}
	second, err := r.task.Spread(ctx, p.Batch, p.Steps, schedule(p))
	if err != nil {
		return err
	}
	for i, j := range plane {
		r.Radius[i] = lab.Num(math.Sqrt(second[j]))
	}
	if p.Schedule == sgd.Constant {
		r.BallTheory = lab.Num(r.task.Ball(p.Batch, p.Rate))
	}
	r.compareTail(p)
	return nil
}
