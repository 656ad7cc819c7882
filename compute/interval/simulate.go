package interval

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"

	"konspekt/compute/sampling"
	"konspekt/compute/stats"
)

// Rule makes an interval from a sample.
type Rule func(s stats.Moments) Interval

// Around returns the rule Mean with the factor q.
func Around(q float64) Rule {
	return func(s stats.Moments) Interval { return Mean(s, q) }
}

// Design selects one simulation of coverage. Equal designs give equal results on any
// number of processors.
type Design struct {
	Distribution sampling.Distribution // its Theta is to be covered
	Rule         Rule
	M            int // observations in a sample, ≥ 2
	Repeats      int // number of independent samples, ≥ 2
	Keep         int // number of intervals to return, 0 ≤ Keep ≤ Repeats
	Seed         uint64
}

// Simulation is what Repeats intervals said, with standard errors of the simulation.
type Simulation struct {
	Coverage, CoverageSE float64 // share of the intervals that contain θ
	Width, WidthSE       float64 // average width
	Intervals            []Interval
}

// Simulate draws d.Repeats samples, replicate i from rand.NewPCG(d.Seed, i), and makes
// an interval from each. It returns an error if the design is out of range, and
// ctx.Err() soon after ctx is done.
func Simulate(ctx context.Context, d Design) (*Simulation, error) {
	switch {
	case d.M < 2:
		return nil, errors.New("interval: a sample needs at least 2 observations")
	case d.Repeats < 2:
		return nil, errors.New("interval: a simulation needs at least 2 repeats")
	case d.Keep < 0 || d.Keep > d.Repeats:
		return nil, errors.New("interval: more intervals to keep than repeats, or fewer than 0")
	}
	all := make([]Interval, d.Repeats)
	err := sampling.Replicates(ctx, d.Repeats, d.M, d.Seed, func() func(int, *rand.Rand) {
		x := make([]float64, d.M)
		return func(i int, rnd *rand.Rand) {
			d.Distribution.Sample(x, rnd)
			var s stats.Moments
			s.AddAll(x)
			all[i] = d.Rule(s)
		}
	})
	if err != nil {
		return nil, err
	}
	covered := 0.0
	var width stats.Moments
	for _, i := range all {
		if i.Contains(d.Distribution.Theta) {
			covered++
		}
		width.Add(i.Width())
	}
	n := float64(d.Repeats)
	p := covered / n
	return &Simulation{
		Coverage: p, CoverageSE: math.Sqrt(p * (1 - p) / (n - 1)),
		Width: width.Mean, WidthSE: width.StdErr(),
		Intervals: append([]Interval(nil), all[:d.Keep]...),
	}, nil
}
