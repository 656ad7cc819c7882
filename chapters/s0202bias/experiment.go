// Package s0202bias is section 2.2: around which number the estimates of a parameter
// scatter, and what it costs to move that number to the truth.
package s0202bias

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"konspekt/compute/stats"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Estimator string  // a name that stats.Named knows
	M         int     // m, size of each sample
	Theta     float64 // θ, the true value: σ², σ, p, μ or the upper end, by estimator
	C         float64 // c in c·Σ(x−x̄)², for the estimator var_c
	Repeats   int     // R, samples drawn
	Seed      uint64
}

// Result is what R samples say of the estimator, beside what theory says.
type Result struct {
	Mean           lab.Num   `json:"mean"`
	MeanTheory     lab.Num   `json:"mean_theory"`
	Bias           lab.Num   `json:"bias"`
	BiasSE         lab.Num   `json:"bias_se"`
	BiasTheory     lab.Num   `json:"bias_theory"`
	Variance       lab.Num   `json:"variance"`
	VarianceSE     lab.Num   `json:"variance_se"`
	VarianceTheory lab.Num   `json:"variance_theory"`
	MSE            lab.Num   `json:"mse"`
	MSESE          lab.Num   `json:"mse_se"`
	MSETheory      lab.Num   `json:"mse_theory"`
	CurrentC       lab.Num   `json:"current_c"` // factor of Σ(x−x̄)², null for other estimators
	BestC          lab.Num   `json:"best_c"`    // the factor with the smallest MSE, 1/(m+1)
	Curve          []Point   `json:"curve"`
	Dial           []Mixed   `json:"dial"`
	Histogram      Columns   `json:"histogram"`
	Sample         []float64 `json:"sample"` // the first of the samples
}

// Point is the bias at one sample size.
type Point struct {
	M          int     `json:"m"`
	Bias       lab.Num `json:"bias"`
	BiasSE     lab.Num `json:"bias_se"`
	BiasTheory lab.Num `json:"bias_theory"`
}

// Mixed is the exact error of c·Σ(x−x̄)² for one factor c.
type Mixed struct {
	C        lab.Num `json:"c"`
	Bias2    lab.Num `json:"bias2"`
	Variance lab.Num `json:"variance"`
	MSE      lab.Num `json:"mse"`
}

// Columns is the histogram of the estimates beside its theory: between edges[i] and
// edges[i+1] the density heights[i]; for the share of successes, whose values are
// multiples of 1/m, the share of samples.
type Columns struct {
	Edges   []float64 `json:"edges"`
	Heights []float64 `json:"heights"`
	Theory  []lab.Num `json:"theory"`
	Outside int       `json:"outside"` // estimates beyond the edges

	x, density []float64 // the theory as a smooth curve
}

// Run draws the samples and measures the estimates.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	e, err := stats.Named(p.Estimator, p.C)
	if err != nil {
		return nil, err
	}
	sim, err := stats.Simulate(ctx, e, stats.Design{Theta: p.Theta, Sizes: []int{p.M}, Keep: p.M, Repeats: p.Repeats, Seed: p.Seed})
	if err != nil {
		return nil, err
	}
	exact, at := e.Exact(p.Theta, p.M), sim.At[0]
	r := &Result{
		Mean: lab.Num(at.Mean), MeanTheory: lab.Num(p.Theta + exact.Bias),
		Bias: lab.Num(at.Bias), BiasSE: lab.Num(at.BiasSE), BiasTheory: lab.Num(exact.Bias),
		Variance: lab.Num(at.Variance), VarianceSE: lab.Num(at.VarianceSE), VarianceTheory: lab.Num(exact.Variance),
		MSE: lab.Num(at.MSE), MSESE: lab.Num(at.MSESE), MSETheory: lab.Num(exact.MSE()),
		CurrentC: lab.Num(math.NaN()), BestC: lab.Num(math.NaN()),
		Histogram: histogram(p, e, sim.Estimates),
		Sample:    make([]float64, p.M),
	}
	e.Sample(r.Sample, p.Theta, rand.New(rand.NewPCG(p.Seed, 0))) // as replicate 0 of the simulation
	if r.Curve, err = curve(ctx, p, e, at); err != nil {
		return nil, err
	}
	if c, ok := factor(p); ok {
		r.CurrentC, r.BestC = lab.Num(c), lab.Num(stats.BestC(p.M))
		r.Dial = dial(p, c)
	}
	return r, nil
}

// curveDraws bounds the observations behind a point of the curve: where samples are
// large their estimates scatter little, and fewer of them do.
const curveDraws = 60000

// curve measures the bias at other sizes, each on samples of its own: points that
// shared samples would err together and look like an error of the theory.
func curve(ctx context.Context, p Params, e stats.Estimator, at stats.Measured) ([]Point, error) {
	var out []Point
	for _, m := range sampleSizes(p.M) {
		if m != p.M {
			sim, err := stats.Simulate(ctx, e, stats.Design{Theta: p.Theta, Sizes: []int{m}, Repeats: max(2, min(p.Repeats/4, curveDraws/m)), Seed: p.Seed | uint64(m)<<32})
			if err != nil {
				return nil, err
			}
			out = append(out, point(e, p.Theta, sim.At[0]))
			continue
		}
		out = append(out, point(e, p.Theta, at))
	}
	return out, nil
}

func point(e stats.Estimator, theta float64, at stats.Measured) Point {
	return Point{at.M, lab.Num(at.Bias), lab.Num(at.BiasSE), lab.Num(e.Exact(theta, at.M).Bias)}
}

// sampleSizes is where the curve of the bias is measured: about evenly on a log scale
// up to 100 or to m, with m among them.
func sampleSizes(m int) []int {
	sizes := []int{2, 3, 4, 6, 8, 10, 14, 20, 30, 50, 70, 100}
	for _, s := range []int{140, 200, 300, 500, 700, 1000} {
		if s <= m {
			sizes = append(sizes, s)
		}
	}
	if at, found := slices.BinarySearch(sizes, m); !found {
		sizes = slices.Insert(sizes, at, m)
	}
	return sizes
}

// factor is the c of an estimator of the form c·Σ(x−x̄)².
func factor(p Params) (c float64, ok bool) {
	switch p.Estimator {
	case "var_m":
		return 1 / float64(p.M), true
	case "var_m1":
		return 1 / float64(p.M-1), true
	case "var_c":
		return p.C, true
	}
	return 0, false
}

// dialStops is the count of factors for which the dial shows the error.
const dialStops = 80

// dial is the exact error over c from 0 to a little past the factors of interest.
func dial(p Params, current float64) []Mixed {
	end := max(1.8/float64(p.M-1), 1.15*current)
	out := make([]Mixed, dialStops+1)
	for i := range out {
		c := end * float64(i) / dialStops
		out[i] = mixed(p, c)
	}
	return out
}

func mixed(p Params, c float64) Mixed {
	q := stats.VarC(c).Exact(p.Theta, p.M)
	return Mixed{lab.Num(c), lab.Num(q.Bias * q.Bias), lab.Num(q.Variance), lab.Num(q.MSE())}
}
