// Package s0205consistency is section 2.5: does an estimator come to the truth as the
// sample grows, and what that has to do with its bias.
package s0205consistency

import (
	"context"
	"math"
	"slices"
	"sort"

	"konspekt/compute/sampling"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Estimator string  // a name that sampling.SequenceNamed knows
	Epsilon   float64 // ε, half the width of the band around θ
	MMax      int     // the size up to which samples grow
	Paths     int     // R, growing samples drawn
	Seed      uint64
}

const (
	largest = 1000000 // the largest sample, where the axes of m end
	shown   = 30      // paths in the picture
	level   = 0.05    // the probability of a miss that m_needed and m_chebyshev ask for
)

// Result is what R growing samples say beside what theory says, slices by size m.
type Result struct {
	Theta             float64   `json:"theta"`
	M                 []int     `json:"m"`
	Probability       []lab.Num `json:"probability"` // share of paths with |θ̂−θ| > ε
	ProbabilitySE     []lab.Num `json:"probability_se"`
	ProbabilityTheory []lab.Num `json:"probability_theory"`
	Later             []lab.Num `json:"probability_later"` // share of paths outside at m or at a later one of these sizes; spikes count at any
	LaterSE           []lab.Num `json:"probability_later_se"`
	Chebyshev         []lab.Num `json:"chebyshev"` // (bias² + Var)/ε², null where the variance is not known
	Bias              []lab.Num `json:"bias"`      // exact, null if the estimator has no expectation
	BiasSimulated     []lab.Num `json:"bias_simulated"`
	BiasSE            []lab.Num `json:"bias_se"`
	Last              Size      `json:"last"`        // the same at m_max
	MNeeded           lab.Num   `json:"m_needed"`    // least m with P ≤ 0.05, null if there is none up to 10⁶
	MChebyshev        lab.Num   `json:"m_chebyshev"` // the m that Chebyshev's inequality asks for
	Contrast          Contrast  `json:"contrast"`

	paths  [][]float64
	spikes [][]sampling.Spike
}

// Size is the state at one sample size.
type Size struct {
	M                 int     `json:"m"`
	Probability       lab.Num `json:"probability"`
	ProbabilitySE     lab.Num `json:"probability_se"`
	ProbabilityTheory lab.Num `json:"probability_theory"`
	Chebyshev         lab.Num `json:"chebyshev"`
	Bias              lab.Num `json:"bias"`
	BiasSimulated     lab.Num `json:"bias_simulated"`
	BiasSE            lab.Num `json:"bias_se"`
}

// Contrast is the exact probability of a miss by more than ε for all estimators.
type Contrast struct {
	M           []int                `json:"m"`
	Probability map[string][]lab.Num `json:"probability"`
}

// Run lets the samples grow.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	seq, err := sampling.SequenceNamed(p.Estimator)
	if err != nil {
		return nil, err
	}
	sizes := sizesUpTo(p)
	g, err := sampling.Grow(ctx, sampling.GrowthDesign{
		Sequence: seq, Sizes: sizes, Epsilon: p.Epsilon, Paths: p.Paths, Keep: min(shown, p.Paths), Seed: p.Seed,
	})
	if err != nil {
		return nil, err
	}
	r := &Result{
		Theta: seq.Theta, M: sizes, paths: g.Paths, spikes: g.Spikes,
		MNeeded:    least(func(m int) bool { return seq.Probability(m, p.Epsilon) <= level }),
		MChebyshev: least(func(m int) bool { return chebyshev(seq, m, p.Epsilon) <= level }),
	}
	for _, at := range g.At {
		r.add(seq, at, p.Epsilon)
	}
	r.Contrast, err = contrast(p.Epsilon)
	return r, err
}

// sizesUpTo lists the sizes at which the paths are looked at: those of a grid that does
// not depend on m_max, so that a path keeps its beginning while it grows, and m_max.
// Middle values cost more than sums: the median has half as many.
func sizesUpTo(p Params) []int {
	grid := sampling.LogSizes(largest, 6*decade(p)+1)
	at, _ := slices.BinarySearch(grid, p.MMax)
	return append(grid[:at:at], p.MMax)
}

// decade is how many sizes there are between m and 10m.
func decade(p Params) int {
	if p.Estimator == "median" {
		return 8
	}
	return 16
}

func (r *Result) add(seq sampling.Sequence, at sampling.Grown, epsilon float64) {
	end := Size{
		M: at.M, Probability: lab.Num(at.Probability), ProbabilitySE: lab.Num(at.ProbabilitySE),
		ProbabilityTheory: lab.Num(seq.Probability(at.M, epsilon)), Chebyshev: lab.Num(chebyshev(seq, at.M, epsilon)),
		Bias: lab.Num(math.NaN()), BiasSimulated: lab.Num(at.Bias), BiasSE: lab.Num(math.NaN()),
	}
	if exact, ok := seq.Bias(at.M); ok {
		end.Bias, end.BiasSE = lab.Num(exact), lab.Num(at.BiasSE)
	}
	r.Probability = append(r.Probability, end.Probability)
	r.ProbabilitySE = append(r.ProbabilitySE, end.ProbabilitySE)
	r.ProbabilityTheory = append(r.ProbabilityTheory, end.ProbabilityTheory)
	r.Later = append(r.Later, lab.Num(at.Later))
	r.LaterSE = append(r.LaterSE, lab.Num(at.LaterSE))
	r.Chebyshev = append(r.Chebyshev, end.Chebyshev)
	r.Bias = append(r.Bias, end.Bias)
	r.BiasSimulated = append(r.BiasSimulated, end.BiasSimulated)
	r.BiasSE = append(r.BiasSE, end.BiasSE)
	r.Last = end
}

// chebyshev bounds P(|θ̂_m−θ| > ε) by (bias² + Var)/ε²; NaN without a variance.
func chebyshev(seq sampling.Sequence, m int, epsilon float64) float64 {
	bias, ok := seq.Bias(m)
	variance, known := seq.Variance(m)
	if !ok || !known {
		return math.NaN()
	}
	return (bias*bias + variance) / (epsilon * epsilon)
}

// least returns the smallest size up to the largest from which on enough holds, NaN if
// it does not even there.
func least(enough func(m int) bool) lab.Num {
	m := 1 + sort.Search(largest, func(i int) bool { return enough(i + 1) })
	if m > largest {
		return lab.Num(math.NaN())
	}
	return lab.Num(m)
}

// contrast lets the reader compare: every estimator with the same ε.
func contrast(epsilon float64) (Contrast, error) {
	c := Contrast{M: sampling.LogSizes(largest, 49), Probability: map[string][]lab.Num{}}
	for _, e := range estimators {
		seq, err := sampling.SequenceNamed(e.Value)
		if err != nil {
			return c, err
		}
		p := make([]lab.Num, len(c.M))
		for j, m := range c.M {
			p[j] = lab.Num(seq.Probability(m, epsilon))
		}
		c.Probability[e.Value] = p
	}
	return c, nil
}
