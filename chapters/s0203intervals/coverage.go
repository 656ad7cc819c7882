package s0203intervals

import (
	"context"
	"math"
	"slices"

	"konspekt/compute/interval"
	"konspekt/compute/sampling"
	"konspekt/internal/lab"
)

// Size is the coverage at one sample size, with both factors.
type Size struct {
	M   int     `json:"m"`
	Z   lab.Num `json:"z"`
	ZSE lab.Num `json:"z_se"` // null where z is exact
	T   lab.Num `json:"t"`
	TSE lab.Num `json:"t_se"`
}

// Proportion is how well the intervals for a probability do at the p of the lab.
type Proportion struct {
	Wald      lab.Num `json:"coverage_wald"`     // p̂ ± z·√(p̂(1−p̂)/m)
	WaldWidth lab.Num `json:"mean_width_wald"`   //
	Known     lab.Num `json:"coverage_known_se"` // p̂ ± z·√(p(1−p)/m)
	Wilson    lab.Num `json:"coverage_wilson"`
	Exact     lab.Num `json:"coverage_exact"` // Clopper and Pearson
	OverP     []AtP   `json:"over_p"`
}

// AtP is the exact coverage of three intervals at one p.
type AtP struct {
	P      lab.Num `json:"p"`
	Mean   lab.Num `json:"mean"` // x̄ ± factor·s/√m, the interval of the lab
	Wilson lab.Num `json:"wilson"`
	Exact  lab.Num `json:"exact"`
}

// truth is what is known without an experiment; NaN where nothing is.
type truth struct{ coverage, width float64 }

func exact(p Params, m int, q float64) truth {
	switch p.Distribution {
	case "normal":
		return truth{interval.NormalCoverage(q, m), interval.NormalWidth(q, 1, m)}
	case "bernoulli":
		t := interval.MeanOfBits(m, q)
		return truth{t.Coverage(p.P), t.Width(p.P)}
	}
	return truth{math.NaN(), math.NaN()}
}

// reach is the last sample size on the curve.
func reach(m int) int {
	if m > 100 {
		return 1000
	}
	return 100
}

// curve is the coverage against the sample size: exact at many sizes where theory knows
// it, by experiment at a few elsewhere.
func curve(ctx context.Context, p Params, source sampling.Distribution, now []interval.Interval, q float64) ([]Size, error) {
	var out []Size
	if math.IsNaN(exact(p, 2, 1).coverage) {
		return simulated(ctx, p, source, now, q)
	}
	for _, m := range sizes(p, 70) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		z, t := exact(p, m, interval.BookZ(p.Level)), exact(p, m, interval.T(p.Level, m-1))
		out = append(out, Size{m, lab.Num(z.coverage), lab.Num(math.NaN()), lab.Num(t.coverage), lab.Num(math.NaN())})
	}
	return out, nil
}

// sizes are about count sample sizes from 2 on, with m among them.
func sizes(p Params, count int) []int {
	out := sampling.LogSizes(reach(p.M), count)[1:] // a sample of one has no s
	if at, found := slices.BinarySearch(out, p.M); !found {
		out = slices.Insert(out, at, p.M)
	}
	return out
}

// curveDraws bounds the observations behind a point of the simulated curve.
const curveDraws = 50000

// simulated measures the coverage with both factors on the same samples: at the present
// size on those of the experiment, whose factor is q, at each other on samples of its own.
func simulated(ctx context.Context, p Params, source sampling.Distribution, now []interval.Interval, q float64) ([]Size, error) {
	var out []Size
	for _, m := range sizes(p, 12) {
		all, factor := now, q
		if m != p.M {
			n := max(2, min(p.Repeats, curveDraws/m))
			sim, err := interval.Simulate(ctx, interval.Design{Distribution: source, Rule: interval.Around(1), M: m, Repeats: n, Keep: n, Seed: p.Seed | uint64(m)<<32})
			if err != nil {
				return nil, err
			}
			all, factor = sim.Intervals, 1
		}
		s := Size{M: m}
		s.Z, s.ZSE = share(all, source.Theta, interval.BookZ(p.Level)/factor)
		s.T, s.TSE = share(all, source.Theta, interval.T(p.Level, m-1)/factor)
		out = append(out, s)
	}
	return out, nil
}

// share is how many of the intervals cover theta once they are scale times as wide, with
// the standard error of that share.
func share(all []interval.Interval, theta, scale float64) (coverage, se lab.Num) {
	hits := 0
	for _, v := range all {
		if math.Abs((v.Lo+v.Hi)/2-theta) <= scale*v.Width()/2 {
			hits++
		}
	}
	n := float64(len(all))
	c := float64(hits) / n
	return lab.Num(c), lab.Num(math.Sqrt(c * (1 - c) / (n - 1)))
}

// stops is into how many steps the coverage over p cuts the unit interval: its dips are
// narrow.
const stops = 500

func proportion(ctx context.Context, p Params, q float64) (*Proportion, error) {
	z := interval.BookZ(p.Level)
	wald := interval.Wald(p.M, z)
	mean, wilson, exact := interval.MeanOfBits(p.M, q), interval.Wilson(p.M, z), interval.ClopperPearson(p.M, p.Level)
	r := &Proportion{
		Wald: lab.Num(wald.Coverage(p.P)), WaldWidth: lab.Num(wald.Width(p.P)),
		Known:  lab.Num(interval.KnownSE(p.M, p.P, z).Coverage(p.P)),
		Wilson: lab.Num(wilson.Coverage(p.P)), Exact: lab.Num(exact.Coverage(p.P)),
	}
	for i := 1; i < stops; i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		at := float64(i) / stops
		r.OverP = append(r.OverP, AtP{lab.Num(at), lab.Num(mean.Coverage(at)), lab.Num(wilson.Coverage(at)), lab.Num(exact.Coverage(at))})
	}
	return r, nil
}
