package s0203compare

import (
	"context"
	"slices"

	"konspekt/compute/interval"
	"konspekt/compute/sampling"
	"konspekt/internal/lab"
)

// AtSize is the power of the rules with m test examples.
type AtSize struct {
	M        int     `json:"m"`
	Separate lab.Num `json:"separate"`
	Paired   lab.Num `json:"paired"`
}

// AtRate is the power of the rules when B errs with probability pb.
type AtRate struct {
	PB       lab.Num `json:"pb"`
	Separate lab.Num `json:"separate"`
	Paired   lab.Num `json:"paired"`
}

// AtRho is the share of false alarms of the rules, both rates being (pa+pb)/2.
type AtRho struct {
	Rho      lab.Num `json:"rho"`
	Separate lab.Num `json:"separate"`
	Paired   lab.Num `json:"paired"`
}

// many examples make sums so long that the curves take every second point only.
const many = 2000

func (r *Result) curves(ctx context.Context, p Params, q float64) error {
	mean := p.PA + (p.PB-p.PA)/2
	for _, m := range sizes(p.M) {
		s, d, err := both(ctx, p.PA, p.PB, p.Rho, m, q)
		if err != nil {
			return err
		}
		r.BySize = append(r.BySize, AtSize{m, better(p.PA, p.PB, s), better(p.PA, p.PB, d)})
	}
	for _, pb := range rates(p) {
		s, d, err := both(ctx, p.PA, pb, p.Rho, p.M, q)
		if err != nil {
			return err
		}
		r.ByRate = append(r.ByRate, AtRate{lab.Num(pb), better(p.PA, pb, s), better(p.PA, pb, d)})
	}
	for _, rho := range correlations(p, mean) {
		s, d, err := both(ctx, mean, mean, rho, p.M, q)
		if err != nil {
			return err
		}
		r.ByRho = append(r.ByRho, AtRho{lab.Num(rho), lab.Num(s.Any()), lab.Num(d.Any())})
	}
	return nil
}

func both(ctx context.Context, pa, pb, rho float64, m int, q float64) (separate, paired interval.Declared, err error) {
	if err := ctx.Err(); err != nil {
		return separate, paired, err
	}
	truth, err := interval.Correlated(pa, pb, rho)
	if err != nil {
		return separate, paired, err
	}
	return truth.Separate(m, q), truth.Paired(m, q), nil
}

// better is how often the truly better one is declared; of equal ones, each half of the
// time that any is.
func better(pa, pb float64, d interval.Declared) lab.Num {
	switch {
	case pa < pb:
		return lab.Num(d.A)
	case pa > pb:
		return lab.Num(d.B)
	}
	return lab.Num(d.Any() / 2)
}

// leastM is the smallest test.
const leastM = 10

// largestSize is the end of the curve over m.
func largestSize(m int) int {
	if m > 1000 {
		return 10000
	}
	return 1000
}

// sizes are the tests for which the power is shown, m among them.
func sizes(m int) []int {
	count := 26
	if m > many {
		count = 15
	}
	out := sampling.LogSizes(largestSize(m), count)
	out = slices.DeleteFunc(out, func(n int) bool { return n <= leastM })
	return insert(append([]int{leastM}, out...), m)
}

// span is how far from pa the power is shown.
const span = 0.2

// rates are the error rates of B around that of A for which the power is shown, as far
// as the correlation allows.
func rates(p Params) []float64 {
	offsets := []float64{0, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1, 0.13, span}
	if p.M > many {
		offsets = []float64{0, 0.005, 0.01, 0.02, 0.04, span}
	}
	var out []float64
	for _, sign := range []float64{-1, 1} {
		for _, d := range offsets {
			pb := p.PA + sign*d
			if lo, hi, err := interval.CorrelationBounds(p.PA, pb); err != nil || p.Rho < lo || p.Rho > hi {
				break
			}
			out = append(out, pb)
		}
	}
	slices.Sort(out)
	return insert(slices.Compact(out), p.PB)
}

// correlations run from bound to bound at two equal rates, the present one among them.
func correlations(p Params, rate float64) []float64 {
	lo, hi, err := interval.CorrelationBounds(rate, rate)
	if err != nil {
		return []float64{p.Rho}
	}
	out := []float64{lo}
	for _, rho := range []float64{-0.8, -0.6, -0.4, -0.2, 0, 0.3, 0.6, 0.8, 0.9, 0.96} {
		if rho > lo+0.05 {
			out = append(out, rho)
		}
	}
	return insert(append(out, hi), p.Rho)
}

func insert[T int | float64](sorted []T, v T) []T {
	at, found := slices.BinarySearch(sorted, v)
	if found {
		return sorted
	}
	return slices.Insert(sorted, at, v)
}
