package sampling

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// GrowthDesign selects paths of an estimator over growing samples. Equal designs give
// equal results on any number of processors.
type GrowthDesign struct {
	Sequence Sequence
	Sizes    []int   // sample sizes m in strictly ascending order, from 1
	Epsilon  float64 // ε > 0, in units of θ
	Paths    int     // number of independent growing samples, ≥ 2
	Keep     int     // number of paths to return, 0 ≤ Keep ≤ Paths
	Seed     uint64
}

// Growth is what Paths growing samples said about consistency.
type Growth struct {
	At    []Grown     // one for each of Sizes, same order
	Paths [][]float64 // θ̂ of the first Keep paths, each by size

	// Spikes are those of the same paths, at whatever size up to the largest; empty
	// but for spiked.
	Spikes [][]Spike
}

// Grown is the state at one sample size. Paths grow: the sample of a size contains
// those of the smaller ones.
type Grown struct {
	M             int
	Probability   float64 // share of paths with |θ̂−θ| > ε
	ProbabilitySE float64 // from the exact probability: a share of 0 has an error, too

	// Later is the share of paths with |θ̂−θ| > ε at this size or at a larger one: of
	// d.Sizes and, for spiked, of all. It tends to 0 as m grows, if the largest size is
	// far beyond, where the estimator is strongly consistent.
	Later, LaterSE float64

	Bias float64 // average of θ̂ − θ; of no meaning for cauchy_mean
	// BiasSE is the standard error of Bias from the exact variance of θ̂ where it is
	// known, else from the sample's. For spiked the difference matters: a thousand
	// paths at m = 10⁶ meet no spike and would report bias 0 with an error near 0,
	// where the true standard error is 32.
	BiasSE float64
}

// Grow follows d.Paths growing samples. Path i is drawn from rand.NewPCG(d.Seed, i),
// by increments: a sum of k new normal values is one normal value, of k Cauchy values
// one Cauchy value, the largest of k uniform values a root of one; the median looks at
// leading binary digits only. The values at one size depend on the sizes up to it, not on
// those above.
//
// Grow returns an error if the design is out of range, and ctx.Err() soon after ctx is
// done.
func Grow(ctx context.Context, d GrowthDesign) (*Growth, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	n := len(d.Sizes)
	errs := make([]float64, d.Paths*n) // θ̂ − θ, a row for each path
	last := make([]int, d.Paths)       // the largest size with |θ̂−θ| > ε; 0 for none
	g := &Growth{At: make([]Grown, n), Paths: make([][]float64, d.Keep), Spikes: make([][]Spike, d.Keep)}
	draws := n
	if d.Sequence.Name == "median" {
		draws = depth*n + d.Sizes[n-1]/32
	}
	err := Replicates(ctx, d.Paths, draws, d.Seed, func() func(int, *rand.Rand) {
		var w walker
		return func(i int, rnd *rand.Rand) {
			row := errs[i*n : (i+1)*n]
			d.Sequence.walk(row, d.Sizes, rnd, &w)
			last[i] = d.lastOutside(row, w.spikes)
			if i < d.Keep {
				g.Spikes[i] = slices.Clone(w.spikes)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	for j := range d.Sizes {
		g.At[j] = d.grown(errs, last, j)
	}
	for i := range g.Paths {
		g.Paths[i] = errs[i*n : (i+1)*n : (i+1)*n]
		for j := range g.Paths[i] {
			g.Paths[i][j] += d.Sequence.Theta
		}
	}
	return g, nil
}

func (d GrowthDesign) check() error {
	switch {
	case d.Paths < 2:
		return errors.New("sampling: a simulation needs at least 2 paths")
	case d.Keep < 0 || d.Keep > d.Paths:
		return errors.New("sampling: more paths to keep than paths, or fewer than 0")
	case !(d.Epsilon > 0) || math.IsInf(d.Epsilon, 1):
		return fmt.Errorf("sampling: ε = %v is not positive", d.Epsilon)
	case len(d.Sizes) == 0 || d.Sizes[0] < 1:
		return fmt.Errorf("sampling: sample sizes from 1 needed, got %v", d.Sizes)
	}
	for j := 1; j < len(d.Sizes); j++ {
		if d.Sizes[j] <= d.Sizes[j-1] {
			return fmt.Errorf("sampling: sample sizes %v do not ascend", d.Sizes)
		}
	}
	return nil
}

// lastOutside returns the largest size at which a path misses by more than ε, 0 if none.
func (d GrowthDesign) lastOutside(errs []float64, spikes []Spike) int {
	last := 0
	for j := len(errs) - 1; j >= 0 && last == 0; j-- {
		if math.Abs(errs[j]) > d.Epsilon {
			last = d.Sizes[j]
		}
	}
	for _, s := range spikes {
		if math.Abs(s.Value) > d.Epsilon {
			last = max(last, s.M)
		}
	}
	return last
}

// grown takes column j of the errors in order of paths.
func (d GrowthDesign) grown(errs []float64, last []int, j int) Grown {
	n := float64(d.Paths)
	outside, later, bias := 0.0, 0.0, 0.0
	for _, m := range last {
		if m >= d.Sizes[j] {
			later++
		}
	}
	for i := j; i < len(errs); i += len(d.Sizes) {
		if math.Abs(errs[i]) > d.Epsilon {
			outside++
		}
		bias += errs[i] / n
	}
	later /= n
	variance := 0.0
	if d.Sequence.variance != nil {
		variance = d.Sequence.variance(float64(d.Sizes[j]))
	} else {
		for i := j; i < len(errs); i += len(d.Sizes) {
			variance += (errs[i] - bias) * (errs[i] - bias) / (n - 1)
		}
	}
	p := d.Sequence.Probability(d.Sizes[j], d.Epsilon)
	return Grown{
		M:           d.Sizes[j],
		Probability: outside / n, ProbabilitySE: math.Sqrt(p * (1 - p) / n),
		Later: later, LaterSE: math.Sqrt(max(0, later*(1-later)) / (n - 1)),
		Bias: bias, BiasSE: math.Sqrt(variance / n),
	}
}

// LogSizes returns about count distinct sample sizes from 1 to largest, evenly spaced
// on a logarithmic scale as far as whole numbers allow. It panics if largest or count
// is less than 1.
func LogSizes(largest, count int) []int {
	if largest < 1 || count < 1 {
		panic("sampling: no sample sizes")
	}
	sizes := []int{1}
	for j := 1; j < count; j++ {
		share := float64(j) / float64(count-1)
		m := int(math.Round(math.Pow(float64(largest), share)))
		if m > sizes[len(sizes)-1] {
			sizes = append(sizes, m)
		}
	}
	return sizes
}
