package stats

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Design selects one simulation. Equal designs give equal results on any number
// of processors.
type Design struct {
	Theta   float64 // true value of the parameter
	Sizes   []int   // sample sizes m in strictly ascending order
	Keep    int     // one of Sizes, its estimates are returned one by one; 0 keeps none
	Repeats int     // number of independent samples, ≥ 2
	Seed    uint64
}

// Simulation is what Repeats samples said about an estimator.
type Simulation struct {
	At        []Measured // one for each of Design.Sizes
	Estimates []float64  // θ̂ at size Design.Keep by replicate; nil if Keep is 0
}

// Measured is the simulated quality of an estimator at one sample size, each
// number with its Monte-Carlo standard error.
type Measured struct {
	M          int     // sample size
	Mean       float64 // average of the estimates
	Bias       float64 // Mean − θ
	BiasSE     float64 // standard error of Mean and of Bias
	Variance   float64 // of the estimates, divided by Repeats: MSE = Bias² + Variance holds exactly
	VarianceSE float64
	MSE        float64 // average of (θ̂−θ)²
	MSESE      float64
}

// Simulate draws d.Repeats samples and applies e to prefixes of each of them.
//
// Replicate i has a stream of its own, rand.NewPCG(d.Seed, i), from which it draws
// max(d.Sizes) observations once; the estimate at size m uses the first m of them,
// so the estimates at different sizes are dependent and curves over m are smooth.
// Sums are taken over blocks of replicates of a fixed length and the blocks are
// added in order, so the result does not depend on the number of processors.
//
// Simulate returns an error if the design makes no sense for e, and ctx.Err() soon
// after ctx is done.
func Simulate(ctx context.Context, e Estimator, d Design) (*Simulation, error) {
	if err := d.check(e); err != nil {
		return nil, err
	}
	r := &run{Design: d, estimator: e, keep: slices.Index(d.Sizes, d.Keep)}
	for _, m := range d.Sizes {
		r.exact = append(r.exact, e.Exact(d.Theta, m))
	}
	if r.keep >= 0 {
		r.estimates = make([]float64, d.Repeats)
	}
	sums, err := r.blocks(ctx)
	if err != nil {
		return nil, err
	}
	out := &Simulation{Estimates: r.estimates}
	for j, m := range d.Sizes {
		out.At = append(out.At, sums[j].measured(d, m, r.exact[j].Bias))
	}
	return out, nil
}

func (d Design) check(e Estimator) error {
	if err := e.Check(d.Theta); err != nil {
		return err
	}
	if d.Repeats < 2 {
		return errors.New("stats: a simulation needs at least 2 repeats")
	}
	if len(d.Sizes) == 0 || d.Sizes[0] < e.minSize {
		return fmt.Errorf("stats: %s needs sample sizes from %d, got %v", e.Name, e.minSize, d.Sizes)
	}
	for j := 1; j < len(d.Sizes); j++ {
		if d.Sizes[j] <= d.Sizes[j-1] {
			return fmt.Errorf("stats: sample sizes %v do not ascend", d.Sizes)
		}
	}
	if d.Keep != 0 && !slices.Contains(d.Sizes, d.Keep) {
		return fmt.Errorf("stats: kept size %d is not among %v", d.Keep, d.Sizes)
	}
	return nil
}

// run is one simulation under way. Blocks of replicates write to disjoint parts
// of estimates.
type run struct {
	Design
	estimator Estimator
	exact     []Quality // by size
	keep      int       // index into Sizes, −1 for none
	estimates []float64
}

// sums are Σd, Σd², Σd³, Σd⁴ over replicates of d = θ̂ − E θ̂. Differences from
// the exact expectation are small numbers, whose powers lose no digits.
type sums [4]float64

// blockDraws bounds the observations of a block: about half a millisecond, the
// time within which a cancelled context is noticed.
const blockDraws = 1 << 16

// blocks runs all replicates on all processors and returns their sums by size.
func (r *run) blocks(ctx context.Context) ([]sums, error) {
	size := max(1, blockDraws/slices.Max(r.Sizes))
	parts := make([][]sums, (r.Repeats+size-1)/size)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(parts)) {
		wg.Go(func() {
			w := newWorker(r)
			for ctx.Err() == nil {
				b := int(next.Add(1)) - 1
				if b >= len(parts) {
					return
				}
				parts[b] = w.block(b*size, min((b+1)*size, r.Repeats))
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	total := make([]sums, len(r.Sizes))
	for _, p := range parts {
		for j := range total {
			for k := range total[j] {
				total[j][k] += p[j][k]
			}
		}
	}
	return total, nil
}

// worker owns the buffer and the generator of one goroutine.
type worker struct {
	*run
	pcg *rand.PCG
	rnd *rand.Rand
	x   []float64
}

func newWorker(r *run) *worker {
	pcg := rand.NewPCG(r.Seed, 0)
	return &worker{run: r, pcg: pcg, rnd: rand.New(pcg), x: make([]float64, slices.Max(r.Sizes))}
}

// block simulates the replicates from, …, to−1.
func (w *worker) block(from, to int) []sums {
	total := make([]sums, len(w.Sizes))
	for i := from; i < to; i++ {
		w.pcg.Seed(w.Seed, uint64(i)) // the state of rand.NewPCG(w.Seed, i)
		w.estimator.sample(w.x, w.Theta, w.rnd)
		var s Summary
		for j, m := range w.Sizes {
			s.AddAll(w.x[s.N:m])
			est := w.estimator.estimate(s)
			if j == w.keep {
				w.estimates[i] = est
			}
			d := est - w.Theta - w.exact[j].Bias
			t := &total[j]
			t[0] += d
			t[1] += d * d
			t[2] += d * d * d
			t[3] += d * d * d * d
		}
	}
	return total
}

// measured turns sums into estimates of bias, variance and MSE. With d = θ̂ − E θ̂,
// b the exact bias and ⟨·⟩ the average over replicates, the squared error is
// q = (d+b)² = d² + 2bd + b², and
//
//	SE(variance)² = (⟨(d−⟨d⟩)⁴⟩ − ⟨(d−⟨d⟩)²⟩²)/R,  SE(MSE)² = (⟨q²⟩ − ⟨q⟩²)/R.
func (s sums) measured(d Design, m int, b float64) Measured {
	n := float64(d.Repeats)
	m1, m2, m3, m4 := s[0]/n, s[1]/n, s[2]/n, s[3]/n
	v := max(0, m2-m1*m1)
	central4 := m4 - 4*m1*m3 + 6*m1*m1*m2 - 3*m1*m1*m1*m1
	varQ := m4 - m2*m2 + 4*b*(m3-m1*m2) + 4*b*b*v
	bias := b + m1
	return Measured{
		M:          m,
		Mean:       d.Theta + bias,
		Bias:       bias,
		BiasSE:     math.Sqrt(v / (n - 1)),
		Variance:   v,
		VarianceSE: math.Sqrt(max(0, central4-v*v) / (n - 1)),
		MSE:        bias*bias + v,
		MSESE:      math.Sqrt(max(0, varQ) / (n - 1)),
	}
}
