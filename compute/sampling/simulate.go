package sampling

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// Design selects one simulation. Equal designs give equal results on any number of
// processors.
type Design struct {
	Distribution Distribution
	Statistic    Statistic
	M            int // observations in a sample, ≥ 1
	Repeats      int // number of independent samples, ≥ 2
	Keep         int // number of whole samples to return, 0 ≤ Keep ≤ Repeats
	Seed         uint64
}

// Simulation is the sampling distribution of a statistic as Repeats samples show it.
// Standard errors are those of the simulation; the ones of SD and RMSE assume a fourth
// moment of the estimates, which student3 and cauchy do not have.
type Simulation struct {
	True         float64 // θ of the distribution
	Mean, MeanSE float64 // of the estimates
	SD, SDSE     float64 // of the estimates, divided by Repeats: RMSE² = (Mean−True)² + SD² holds exactly
	RMSE, RMSESE float64 // √ of the average of (θ̂−θ)²
	Estimates    []float64
	Samples      [][]float64 // the first Keep samples, in the order drawn; Samples[i] gave Estimates[i]
}

// Simulate draws d.Repeats samples of d.M observations and applies the statistic to
// each. It returns an error if the design is out of range, and ctx.Err() soon after
// ctx is done.
func Simulate(ctx context.Context, d Design) (*Simulation, error) {
	switch {
	case d.M < 1:
		return nil, errors.New("sampling: a sample needs at least 1 observation")
	case d.Repeats < 2:
		return nil, errors.New("sampling: a simulation needs at least 2 repeats")
	case d.Keep < 0 || d.Keep > d.Repeats:
		return nil, errors.New("sampling: more samples to keep than repeats, or fewer than 0")
	}
	r := &Simulation{True: d.Distribution.Theta, Estimates: make([]float64, d.Repeats)}
	if d.Keep > 0 {
		r.Samples = make([][]float64, d.Keep)
	}
	err := Replicates(ctx, d.Repeats, d.M, d.Seed, func() func(int, *rand.Rand) {
		x := make([]float64, d.M)
		return func(i int, rnd *rand.Rand) {
			d.Distribution.sample(x, rnd)
			if i < d.Keep {
				r.Samples[i] = append([]float64(nil), x...)
			}
			r.Estimates[i] = d.Statistic.of(x)
		}
	})
	if err != nil {
		return nil, err
	}
	r.summarize()
	return r, nil
}

// summarize fills in the moments of the estimates with standard errors: with d the
// deviations from the mean and q = (θ̂−θ)²,
//
//	SE(SD) = √((⟨d⁴⟩ − ⟨d²⟩²)/(R−1)) / 2SD,  SE(RMSE) = √((⟨q²⟩ − ⟨q⟩²)/(R−1)) / 2RMSE.
func (r *Simulation) summarize() {
	n := float64(len(r.Estimates))
	mean := meanOf(r.Estimates)
	bias := mean - r.True
	variance := 0.0
	for _, e := range r.Estimates {
		d := e - mean
		variance += d * d / n
	}
	mse := bias*bias + variance
	var spreadV, spreadQ float64
	for _, e := range r.Estimates {
		d := e - mean
		v := d*d - variance
		q := (e-r.True)*(e-r.True) - mse
		spreadV += v * v / n
		spreadQ += q * q / n
	}
	r.Mean, r.MeanSE = mean, math.Sqrt(variance/(n-1))
	r.SD, r.SDSE = rootWithSE(variance, math.Sqrt(spreadV/(n-1)))
	r.RMSE, r.RMSESE = rootWithSE(mse, math.Sqrt(spreadQ/(n-1)))
}

// meanOf returns the mean, corrected by that of the deviations from it: of equal numbers
// it is that number to the last bit, so that a constant has no spread.
func meanOf(x []float64) float64 {
	n := float64(len(x))
	mean, rest := 0.0, 0.0
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		rest += (v - mean) / n
	}
	return mean + rest
}

// rootWithSE returns √v and its standard error by the delta method.
func rootWithSE(v, se float64) (root, rootSE float64) {
	if v == 0 {
		return 0, 0
	}
	root = math.Sqrt(v)
	return root, se / (2 * root)
}

// blockDraws bounds the draws between two looks at a context: about half a
// millisecond.
const blockDraws = 1 << 16

// Replicates calls work(i, rnd) for i = 0, …, n−1 on all processors; rnd is the stream
// of replicate i, in the state of rand.New(rand.NewPCG(seed, i)). Every goroutine makes
// a work of its own by start, with buffers of its own; what work stores it must store
// under i, so that nothing depends on the order of calls. draws is the approximate
// number of random numbers of one replicate: it sets how often ctx is looked at.
//
// Replicates returns ctx.Err() if ctx is done before the last replicate.
func Replicates(
	ctx context.Context, n, draws int, seed uint64, start func() func(i int, rnd *rand.Rand),
) error {
	block := max(1, blockDraws/max(1, draws))
	blocks := (n + block - 1) / block
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), blocks) {
		group.Go(func() {
			pcg := rand.NewPCG(seed, 0)
			rnd := rand.New(pcg)
			work := start()
			for ctx.Err() == nil {
				b := int(next.Add(1)) - 1
				if b >= blocks {
					return
				}
				for i := b * block; i < min((b+1)*block, n); i++ {
					pcg.Seed(seed, uint64(i))
					work(i, rnd)
				}
			}
		})
	}
	group.Wait()
	return ctx.Err()
}
