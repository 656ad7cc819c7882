package sgd

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
)

// Order is how examples are taken out of a training set.
type Order string

// The orders.
const (
	// Passes takes every example once a pass. The first pass is in order of the numbers, so that runs on
	// training sets of different sizes coincide, to the last bit, up to the size of the smaller; later
	// passes are permuted by i → (a·i + c) mod m with a and c from the seed.
	Passes Order = "passes"
	// Replacement draws every example independently and uniformly: minibatch gradients are independent and
	// unbiased estimates of the gradient over the training set.
	Replacement Order = "replacement"
)

// Plan selects one run. Equal plans on equal tasks give equal runs.
type Plan struct {
	Examples int // m ≥ 1, size of the training set
	Batch    int // B, 1 ≤ B ≤ m
	Steps    int // ≥ 1
	Schedule Schedule
	Rule     Rule
	Order    Order
	Every    int    // steps between snapshots, ≥ 1; the first and the last are always given
	Seed     uint64 // of the order; the examples have that of the task
}

// Snapshot is the state after some steps. It belongs to whom it was given.
type Snapshot struct {
	Step      int
	Seen      int     // examples used so far, Step·B
	Epoch     float64 // Seen/m, passes through the training set
	Rate      float64 // of the next step
	W         []float64
	B         float64
	BatchLoss float64 // loss of the last batch before its step; at Step 0 NaN
	TestError float64 // exact; not finite once Diverged
	Diverged  bool    // the test error left float64 or is above 1e100; the run ends here
}

// ErrPlan is wrapped by errors about plans.
var ErrPlan = errors.New("sgd: not a plan")

// Check returns an error that wraps ErrPlan if p cannot be run.
func (p Plan) Check() error {
	switch {
	case p.Examples < 1 || p.Batch < 1 || p.Batch > p.Examples:
		return fmt.Errorf("%w: batch %d of %d examples", ErrPlan, p.Batch, p.Examples)
	case p.Steps < 1 || p.Every < 1:
		return fmt.Errorf("%w: %d steps, a snapshot every %d", ErrPlan, p.Steps, p.Every)
	case p.Order != Passes && p.Order != Replacement:
		return fmt.Errorf("%w: unknown order %q", ErrPlan, p.Order)
	case !(p.Rule.Momentum >= 0 && p.Rule.Momentum < 1):
		return fmt.Errorf("%w: momentum %v outside [0, 1)", ErrPlan, p.Rule.Momentum)
	case !(p.Rule.Decay >= 0) || math.IsInf(p.Rule.Decay, 0):
		return fmt.Errorf("%w: decay %v", ErrPlan, p.Rule.Decay)
	}
	if err := p.Schedule.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrPlan, err)
	}
	return nil
}

// lookEvery bounds the examples between two looks at the context: a few milliseconds.
const lookEvery = 1 << 13

// Run yields snapshots of training from w = 0, b = 0: at step 0, at every p.Every-th and at the last. It ends
// with an error if the plan makes no sense or soon after ctx is done.
func Run(ctx context.Context, t *Task, p Plan) iter.Seq2[*Snapshot, error] {
	return func(yield func(*Snapshot, error) bool) {
		for s, err := range walk(ctx, t, p) {
			last := err == nil && (s.Step == p.Steps || s.diverged())
			if err == nil && !last && s.Step%p.Every != 0 {
				continue
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s.snapshot(), nil) || last {
				return
			}
		}
	}
}

// Reached says how a run came to its target.
type Reached struct {
	Steps int     // steps taken when the test error was first at most the target
	Seen  int     // examples used, Steps·B
	Epoch float64 // Seen/m
}

// ToTarget runs until the exact test error is at most target, looking after every step, and returns when
// that was, or nil if it was not within p.Steps steps or the run diverged.
func ToTarget(ctx context.Context, t *Task, p Plan, target float64) (*Reached, error) {
	for s, err := range walk(ctx, t, p) {
		if err != nil {
			return nil, err
		}
		if s.test <= target {
			return s.reached(), nil
		}
		if s.diverged() {
			return nil, nil
		}
	}
	return nil, nil
}

// state is a run under way, changed by every step.
type state struct {
	plan  Plan
	model *Learner
	Step  int
	batch float64 // loss
	test  float64
}

func (s *state) epoch() float64 { return float64(s.Step*s.plan.Batch) / float64(s.plan.Examples) }

func (s *state) reached() *Reached {
	return &Reached{Steps: s.Step, Seen: s.Step * s.plan.Batch, Epoch: s.epoch()}
}

func (s *state) diverged() bool { return !(s.test <= 1e100) }

func (s *state) snapshot() *Snapshot {
	return &Snapshot{
		Step: s.Step, Seen: s.Step * s.plan.Batch, Epoch: s.epoch(), Rate: s.plan.Schedule.At(s.Step),
		W: append([]float64(nil), s.model.W...), B: s.model.B,
		BatchLoss: s.batch, TestError: s.test, Diverged: s.diverged(),
	}
}

// walk yields one and the same state before the first and after every step.
func walk(ctx context.Context, t *Task, p Plan) iter.Seq2[*state, error] {
	return func(yield func(*state, error) bool) {
		if err := p.Check(); err != nil {
			yield(nil, err)
			return
		}
		src, order := t.Stream(), newSampler(p)
		batch := make([]int, p.Batch)
		s := &state{plan: p, model: NewLearner(make([]float64, t.n), 0, p.Rule), batch: math.NaN()}
		s.test = t.TestError(s.model.W, s.model.B)
		if !yield(s, nil) {
			return
		}
		look := max(1, lookEvery/p.Batch)
		for s.Step < p.Steps {
			if s.Step%look == 0 {
				if err := ctx.Err(); err != nil {
					yield(nil, err)
					return
				}
			}
			order.fill(batch)
			s.batch = s.model.Step(src, batch, p.Schedule.At(s.Step))
			s.Step++
			s.test = t.TestError(s.model.W, s.model.B)
			if !yield(s, nil) {
				return
			}
		}
	}
}

// sampler gives the numbers of the examples, batch by batch.
type sampler struct {
	plan Plan
	rnd  *rand.Rand // Replacement
	next int        // Passes: position in the pass
	pass uint64
	a, c uint64 // Passes: the permutation i → (a·i + c) mod m
}

// orders is the stream of a plan's seed from which an order is drawn; pass k > 0 has stream orders + k.
const orders = 1 << 62

func newSampler(p Plan) *sampler {
	return &sampler{plan: p, rnd: rand.New(rand.NewPCG(p.Seed, orders)), a: 1}
}

func (s *sampler) fill(batch []int) {
	m := s.plan.Examples
	for k := range batch {
		if s.plan.Order == Replacement {
			batch[k] = s.rnd.IntN(m)
			continue
		}
		if s.next == m {
			s.shuffle()
		}
		batch[k] = int((s.a*uint64(s.next) + s.c) % uint64(m))
		s.next++
	}
}

// shuffle begins the next pass with a new a coprime to m, so that the map is a permutation, and a new c.
func (s *sampler) shuffle() {
	s.next = 0
	s.pass++
	m := uint64(s.plan.Examples)
	rnd := rand.New(rand.NewPCG(s.plan.Seed, orders+s.pass))
	s.c = rnd.Uint64N(m)
	for s.a = 1 + rnd.Uint64N(m); gcd(s.a, m) != 1; {
		s.a = 1 + rnd.Uint64N(m)
	}
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
