// Package s0203intervals is section 2.3: how far an estimate is from the truth, and how
// often the interval that says so is right.
package s0203intervals

import (
	"context"
	"math"

	"konspekt/compute/interval"
	"konspekt/compute/sampling"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Distribution string  // a name that sampling.Named knows
	M            int     // m, size of each sample
	Quantile     string  // "z" or "t": where the factor of the standard error comes from
	P            float64 // p of the distribution bernoulli
	Level        float64 // how often the interval claims to cover
	Sample       string  // the reader's own sample: abscissas of points
	Repeats      int     // R, samples drawn
	Seed         uint64
}

// Result is what R intervals x̄ ± factor·s/√m did.
type Result struct {
	Coverage       lab.Num     `json:"coverage"` // share of the intervals that cover true_value
	CoverageSE     lab.Num     `json:"coverage_se"`
	CoverageTheory lab.Num     `json:"coverage_theory"` // exact for normal and bernoulli, else null
	MeanWidth      lab.Num     `json:"mean_width"`
	MeanWidthSE    lab.Num     `json:"mean_width_se"`
	WidthTheory    lab.Num     `json:"mean_width_theory"`
	MeanSE         lab.Num     `json:"mean_se"` // average of s/√m
	MeanSESE       lab.Num     `json:"mean_se_se"`
	MeanSETheory   lab.Num     `json:"mean_se_theory"`
	SEOfMean       lab.Num     `json:"se_of_mean"` // σ/√m, the true one
	TrueValue      lab.Num     `json:"true_value"` // μ
	Factor         lab.Num     `json:"factor"`     // z or t, as chosen
	FactorZ        lab.Num     `json:"factor_z"`
	FactorT        lab.Num     `json:"factor_t"`
	MissedBelow    lab.Num     `json:"missed_below"` // share of the intervals that lie below true_value
	MissedAbove    lab.Num     `json:"missed_above"`
	Shown          []Shot      `json:"shown"` // the last 100 intervals
	Running        []Step      `json:"running"`
	Curve          []Size      `json:"curve"`
	Proportion     *Proportion `json:"proportion"` // bernoulli only, else null
	Sample         Sample      `json:"sample"`

	all    []interval.Interval // the last few hundred
	source sampling.Distribution
}

// Shot is one interval.
type Shot struct {
	Number int     `json:"number"` // of its sample, from 1
	Lo     lab.Num `json:"lo"`
	Hi     lab.Num `json:"hi"`
	Covers bool    `json:"covers"`
}

// Step is the share of the first N intervals that cover.
type Step struct {
	N        int     `json:"n"`
	Coverage lab.Num `json:"coverage"`
}

// How many intervals the figures show: one by one, and as points.
const (
	ladder = 100
	cloud  = 500
)

// Run draws the samples, makes an interval from each and counts.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	source, err := sampling.Named(p.Distribution, p.P)
	if err != nil {
		return nil, err
	}
	z, t := interval.BookZ(p.Level), interval.T(p.Level, p.M-1)
	q := z
	if p.Quantile == "t" {
		q = t
	}
	sim, err := interval.Simulate(ctx, interval.Design{Distribution: source, Rule: rule(p, q), M: p.M, Repeats: p.Repeats, Keep: p.Repeats, Seed: p.Seed})
	if err != nil {
		return nil, err
	}
	theory := exact(p, p.M, q)
	r := &Result{
		Coverage: lab.Num(sim.Coverage), CoverageSE: lab.Num(sim.CoverageSE), CoverageTheory: lab.Num(theory.coverage),
		MeanWidth: lab.Num(sim.Width), MeanWidthSE: lab.Num(sim.WidthSE), WidthTheory: lab.Num(theory.width),
		MeanSE: lab.Num(sim.Width / (2 * q)), MeanSESE: lab.Num(sim.WidthSE / (2 * q)), MeanSETheory: lab.Num(theory.width / (2 * q)),
		SEOfMean: lab.Num(source.SD / math.Sqrt(float64(p.M))), TrueValue: lab.Num(source.Theta),
		Factor: lab.Num(q), FactorZ: lab.Num(z), FactorT: lab.Num(t),
		Sample: own(p),
		source: source, all: sim.Intervals[max(0, p.Repeats-cloud):],
	}
	r.count(sim.Intervals)
	if r.Curve, err = curve(ctx, p, source, sim.Intervals, q); err != nil {
		return nil, err
	}
	if p.Distribution == "bernoulli" {
		r.Proportion, err = proportion(ctx, p, q)
	}
	return r, err
}

// rule is the interval of the lab. Of zeros and ones it is taken from a table, so that
// experiment and theory agree to the last bit where p is an end of an interval.
func rule(p Params, q float64) interval.Rule {
	if p.Distribution == "bernoulli" {
		return interval.MeanOfBits(p.M, q).Rule()
	}
	return interval.Around(q)
}

// count follows the share of hits from the first interval on, keeps the last ones and
// tells on which side the others missed.
func (r *Result) count(all []interval.Interval) {
	steps := sampling.LogSizes(len(all), 150)
	theta := float64(r.TrueValue)
	covered, below, above := 0, 0, 0
	for i, v := range all {
		switch {
		case v.Hi < theta:
			below++
		case v.Lo > theta:
			above++
		default:
			covered++
		}
		if i >= len(all)-ladder {
			r.Shown = append(r.Shown, Shot{i + 1, lab.Num(v.Lo), lab.Num(v.Hi), v.Contains(theta)})
		}
		if i+1 == steps[0] {
			r.Running = append(r.Running, Step{i + 1, lab.Num(float64(covered) / float64(i+1))})
			steps = steps[1:]
		}
	}
	n := float64(len(all))
	r.MissedBelow, r.MissedAbove = lab.Num(float64(below)/n), lab.Num(float64(above)/n)
}
