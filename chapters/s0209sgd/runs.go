package s0209sgd

import (
	"context"
	"math"
	"slices"

	"konspekt/compute/sgd"
	"konspekt/internal/lab"
)

// plane is the two weights whose ball of noise is shown: along the flattest and along the
// steepest direction of the loss.
var plane = [2]int{features - 1, 0}

// perDecade is how many errors are recorded while the count of steps grows tenfold.
const perDecade = 24

// recorded lists the steps after which the error is recorded: evenly on a log scale, the
// ends of first passes among them.
func recorded(p Params) []int {
	steps := []int{0, p.Steps}
	for i := 0; ; i++ {
		k := int(math.Round(math.Pow(10, float64(i)/perDecade)))
		if k >= p.Steps {
			break
		}
		steps = append(steps, k)
	}
	for _, m := range decades {
		if k := m / p.Batch; k > 0 && k < p.Steps {
			steps = append(steps, k)
		}
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

// shownIterates is how many weights of the last quarter of a run the picture of the ball
// shows, evenly spaced: neighbours hardly differ.
const shownIterates = 300

// watched is a run of which more than the errors is wanted.
type watched struct {
	errors   []float64 // at the recorded steps
	reached  *sgd.Reached
	diverged bool
	path     [][2]float64 // weights of the plane at the recorded steps
	last     [][2]float64 // and in the last quarter
	tail     []float64    // errors after each step of the last half of the run
}

// watch runs the plan and keeps what the figures need.
func watch(ctx context.Context, t *sgd.Task, p sgd.Plan, at []int, target float64) (*watched, error) {
	w := &watched{}
	every := max(1, p.Steps/4/shownIterates)
	for s, err := range sgd.Run(ctx, t, p) {
		if err != nil {
			return nil, err
		}
		if s.Diverged {
			w.diverged = true
			break
		}
		here := [2]float64{s.W[plane[0]], s.W[plane[1]]}
		if k := len(w.errors); k < len(at) && at[k] == s.Step {
			w.errors = append(w.errors, s.TestError)
			w.path = append(w.path, here)
		}
		if left := p.Steps - s.Step; left <= p.Steps/4 && left%every == 0 {
			w.last = append(w.last, here)
		}
		if s.Step > p.Steps/2 {
			w.tail = append(w.tail, s.TestError)
		}
		if w.reached == nil && s.TestError <= target {
			w.reached = &sgd.Reached{Steps: s.Step, Seen: s.Seen, Epoch: s.Epoch}
		}
	}
	return w, nil
}

func (w *watched) track() *sgd.Track {
	return &sgd.Track{Errors: w.errors, Reached: w.reached, Diverged: w.diverged}
}

// The sizes of training sets that are compared. Between the decades only the steps to
// the target are of interest, and only while that is cheap.
var (
	decades = []int{100, 1000, 10_000, 100_000}
	sizes   = []int{100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000}
)

const (
	mostPasses  = 100     // over a training set of another size
	cheap       = 200_000 // examples in a run up to which all sizes are tried
	bestFitMost = 10_000  // examples up to which the best fit is computed
)

// others runs on training sets of other sizes. Up to the end of its first pass a run does
// not know how large its set is, so all that are not used up are one and the same run.
func (r *Result) others(ctx context.Context, p Params) error {
	all, whole := p.Steps*p.Batch, sizes[len(sizes)-1]
	fresh := r.lit.track()
	if p.M < all {
		var err error
		if fresh, err = sgd.Follow(ctx, r.task, plan(p, whole), r.LossStep, p.Target); err != nil {
			return err
		}
	}
	for _, m := range sizes {
		known := m >= all || fresh.Reached != nil && fresh.Reached.Seen <= m
		drawn := slices.Contains(decades, m) && m < all
		if m < p.Batch || !known && !drawn && all > cheap {
			continue
		}
		reached, err := fresh.Reached, error(nil)
		switch {
		case drawn:
			reached, err = r.addCurve(ctx, p, m)
		case !known:
			reached, err = sgd.ToTarget(ctx, r.task, bounded(p, m), p.Target)
		}
		if err != nil {
			return err
		}
		r.Sizes = append(r.Sizes, size(m, reached))
	}
	return r.ownBest(ctx, p)
}

// bounded is the run on m examples for a bounded number of passes.
func bounded(p Params, m int) sgd.Plan {
	run := plan(p, m)
	run.Steps = min(p.Steps, max(1, mostPasses*m/p.Batch))
	return run
}

func size(m int, reached *sgd.Reached) Size {
	s := Size{M: m, FractionOfEpoch: lab.Num(math.NaN())}
	if reached != nil {
		s.StepsToTarget = &reached.Steps
		s.FractionOfEpoch = lab.Num(float64(reached.Seen) / float64(m))
	}
	return s
}

// addCurve runs on m examples and records the errors.
func (r *Result) addCurve(ctx context.Context, p Params, m int) (*sgd.Reached, error) {
	track := r.lit.track()
	if m != p.M {
		var err error
		if track, err = sgd.Follow(ctx, r.task, bounded(p, m), r.LossStep, p.Target); err != nil {
			return nil, err
		}
	}
	c := Curve{M: m, Loss: lab.Nums(track.Errors), Best: lab.Num(math.NaN()), PassEnd: lab.Num(math.NaN()), at: m / p.Batch}
	if i, found := slices.BinarySearch(r.LossStep, c.at); found && i < len(c.Loss) {
		c.PassEnd = c.Loss[i]
	}
	if m <= bestFitMost {
		w, b, err := r.bestFit(ctx, m)
		if err != nil {
			return nil, err
		}
		c.Best = lab.Num(r.task.TestError(w, b))
	}
	r.Curves = append(r.Curves, c)
	return track.Reached, nil
}

// bestFit is the weights with the least error on the first m examples.
func (r *Result) bestFit(ctx context.Context, m int) (w []float64, b float64, err error) {
	f, err := r.task.Finite(ctx, m)
	if err != nil {
		return nil, 0, err
	}
	return f.Best()
}

// ownBest finds the weights to which many passes over a small training set lead.
func (r *Result) ownBest(ctx context.Context, p Params) error {
	if p.M > bestFitMost || p.M >= p.Steps*p.Batch {
		return nil
	}
	var err error
	r.best, _, err = r.bestFit(ctx, p.M)
	return err
}

// The last half of a run is cut into blocks that are long against the memory of the
// run, so that their means are almost independent.
const (
	fewestBlocks = 10
	mostBlocks   = 20
	memories     = 10 // of the slowest direction, in a block
)

// measureTail averages the error over the last half of the run.
func (r *Result) measureTail(p Params) {
	r.Tail, r.TailSE = lab.Num(math.NaN()), lab.Num(math.NaN())
	if r.Diverged || len(r.lit.tail) == 0 {
		return
	}
	sum := 0.0
	for _, e := range r.lit.tail {
		sum += e - float64(r.Noise)
	}
	r.Tail = lab.Num(sum / float64(len(r.lit.tail)))
}

// compareTail finds what the average of the tail should be and, under a constant rate,
// its standard error, from the deviations of block means. Both are about examples that
// are all new.
func (r *Result) compareTail(p Params) {
	if r.Diverged || p.M < p.Steps*p.Batch {
		return
	}
	n := len(r.lit.tail)
	off, want := make([]float64, n), 0.0
	for i, e := range r.lit.tail {
		expected := r.forecast[p.Steps-n+1+i]
		off[i] = e - expected
		want += expected - float64(r.Noise)
	}
	r.TailTheory = lab.Num(want / float64(n))
	memory := 1 / (4 * p.Rate / kappa) // steps in which a squared deviation falls by e
	blocks := min(mostBlocks, int(float64(n)/(memories*memory)))
	if p.Schedule != sgd.Constant || blocks < fewestBlocks {
		return
	}
	length := n / blocks
	mean, m2 := 0.0, 0.0
	for k := range blocks {
		sum := 0.0
		for _, d := range off[k*length : (k+1)*length] {
			sum += d
		}
		d := sum/float64(length) - mean
		mean += d / float64(k+1)
		m2 += d * (sum/float64(length) - mean)
	}
	r.TailSE = lab.Num(math.Sqrt(m2 / float64(blocks*(blocks-1))))
}
