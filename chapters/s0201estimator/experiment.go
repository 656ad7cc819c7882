// Package s0201estimator is the first lab of section 2.1: any function of the data is an
// estimator, and a random variable; a good one has its values near the truth.
package s0201estimator

import (
	"context"
	"math"
	"math/rand/v2"

	"konspekt/compute/sampling"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Distribution string  // a name that sampling.Named knows
	Statistic    string  // a name that sampling.StatisticNamed knows
	M            int     // m, observations in a sample
	C            float64 // c, the value of the statistic constant
	P            float64 // p of bernoulli
	Repeats      int     // R, samples drawn
	Seed         uint64
}

// names lists the statistics in the order of the figures.
var names = []string{"mean", "median", "trimmed", "midrange", "first", "constant"}

// Result is the sampling distribution of the statistic as R samples show it, beside what
// theory says.
type Result struct {
	Mean       lab.Num   `json:"mean_of_estimates"`
	MeanSE     lab.Num   `json:"mean_of_estimates_se"`
	MeanTheory lab.Num   `json:"mean_of_estimates_theory"`
	SD         lab.Num   `json:"sd_of_estimates"`    // with divisor R: rmse² = (mean − true)² + sd²
	SDSE       lab.Num   `json:"sd_of_estimates_se"` // null where the estimates have no fourth moment
	SDTheory   lab.Num   `json:"sd_of_estimates_theory"`
	True       lab.Num   `json:"true_value"`
	RMSE       lab.Num   `json:"rmse"`
	RMSESE     lab.Num   `json:"rmse_se"`
	RMSETheory lab.Num   `json:"rmse_theory"`
	LastSample []float64 `json:"last_sample"` // of replicate R−1
	Last       float64   `json:"last_estimate"`
	Histogram  Columns   `json:"histogram"`
	Rivals     []Rival   `json:"rivals"`

	population sampling.Distribution
	top        float64 // height of the axis over the histogram
}

// Rival is one of the statistics on the same distribution and the same sample size.
type Rival struct {
	Statistic  string  `json:"statistic"`
	RMSE       lab.Num `json:"rmse"`
	RMSESE     lab.Num `json:"rmse_se"`
	RMSETheory lab.Num `json:"rmse_theory"`
	Last       float64 `json:"last_estimate"` // on the last sample
}

// Run draws the samples and measures the estimates.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	d, err := sampling.Named(p.Distribution, p.P)
	if err != nil {
		return nil, err
	}
	s, err := sampling.StatisticNamed(p.Statistic, p.C)
	if err != nil {
		return nil, err
	}
	sim, err := sampling.Simulate(ctx, sampling.Design{Distribution: d, Statistic: s, M: p.M, Repeats: p.Repeats, Seed: p.Seed})
	if err != nil {
		return nil, err
	}
	width, top, err := scales(ctx, p, d, s)
	if err != nil {
		return nil, err
	}
	r := &Result{
		Mean: lab.Num(sim.Mean), MeanSE: lab.Num(sim.MeanSE), SD: lab.Num(sim.SD), SDSE: lab.Num(sim.SDSE),
		True: lab.Num(sim.True), RMSE: lab.Num(sim.RMSE), RMSESE: lab.Num(sim.RMSESE),
		LastSample: make([]float64, p.M), Histogram: histogram(p, sim, width), population: d,
	}
	r.top = r.Histogram.height(top)
	if !fourthMoment(p.Distribution, p.Statistic, p.M) {
		r.SDSE, r.RMSESE = lab.Num(math.NaN()), lab.Num(math.NaN())
	}
	r.MeanTheory, r.SDTheory, r.RMSETheory = theory(d, s, p.M)
	d.Sample(r.LastSample, rand.New(rand.NewPCG(p.Seed, uint64(p.Repeats-1)))) // as the last replicate of the simulation
	r.Last = s.Of(r.LastSample)
	r.Rivals, err = rivals(ctx, p, d, r.LastSample)
	return r, err
}

// theory is the exact expectation, deviation and root mean square error, NaN where no
// formula is known.
func theory(d sampling.Distribution, s sampling.Statistic, m int) (mean, sd, rmse lab.Num) {
	q, ok := s.Exact(d, m)
	if !ok {
		nan := lab.Num(math.NaN())
		return nan, nan, nan
	}
	return lab.Num(d.Theta + q.Bias), lab.Num(math.Sqrt(q.Variance)), lab.Num(math.Sqrt(q.MSE()))
}

// fourthMoment tells whether the standard error of a simulated variance means anything.
// Student's t with 3 degrees of freedom has moments below the third, its order statistic
// of rank r of m has those below 3·min(r, m−r+1): a statistic that hears the extremes has
// no fourth moment.
func fourthMoment(distribution, statistic string, m int) bool {
	if distribution != "student3" {
		return true
	}
	switch statistic {
	case "constant":
		return true
	case "median":
		return m > 2
	case "trimmed":
		return int(sampling.TrimmedShare*float64(m)) > 0
	}
	return false
}

// rivalDraws bounds the observations behind the error of one rival.
const rivalDraws = 60000

// rivals measures all statistics on the same samples.
func rivals(ctx context.Context, p Params, d sampling.Distribution, last []float64) ([]Rival, error) {
	out := make([]Rival, len(names))
	for i, name := range names {
		s, err := sampling.StatisticNamed(name, p.C)
		if err != nil {
			return nil, err
		}
		sim, err := sampling.Simulate(ctx, sampling.Design{Distribution: d, Statistic: s, M: p.M,
			Repeats: max(2, min(p.Repeats, rivalDraws/p.M)), Seed: p.Seed})
		if err != nil {
			return nil, err
		}
		_, _, exact := theory(d, s, p.M)
		out[i] = Rival{Statistic: name, RMSE: lab.Num(sim.RMSE), RMSESE: lab.Num(sim.RMSESE), RMSETheory: exact, Last: s.Of(last)}
		if !fourthMoment(p.Distribution, name, p.M) {
			out[i].RMSESE = lab.Num(math.NaN())
		}
	}
	return out, nil
}
