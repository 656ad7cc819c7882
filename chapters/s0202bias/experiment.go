// Package s0202bias is section 2.2: around which number the estimates of a parameter
// scatter, and what it costs to move that number to the truth.
package s0202bias

import (
	"context"
	"math"
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
	Mean           lab.Num `json:"mean"`
	MeanTheory     lab.Num `json:"mean_theory"`
	Bias           lab.Num `json:"bias"`
	BiasSE         lab.Num `json:"bias_se"`
	BiasTheory     lab.Num `json:"bias_theory"`
	Variance       lab.Num `json:"variance"`
	VarianceSE     lab.Num `json:"variance_se"`
	VarianceTheory lab.Num `json:"variance_theory"`
	MSE            lab.Num `json:"mse"`
	MSESE          lab.Num `json:"mse_se"`
	MSETheory      lab.Num `json:"mse_theory"`
	CurrentC       lab.Num `json:"current_c"` // factor of Σ(x−x̄)², null for other estimators
	BestC          lab.Num `json:"best_c"`    // the factor with the smallest MSE, 1/(m+1)
	Curve          []Point `json:"curve"`
	Dial           []Mixed `json:"dial"`
	Histogram      Counts  `json:"histogram"`
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

// Counts is a histogram: share[i] of the estimates lies between edges[i] and edges[i+1].
type Counts struct {
	Edges   []float64 `json:"edges"`
	Shares  []float64 `json:"shares"`
	Outside int       `json:"outside"` // estimates beyond the edges
}

// Run draws the samples and measures the estimates.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	e, err := stats.Named(p.Estimator, p.C)
	if err != nil {
		return nil, err
	}
	sizes := sampleSizes(p.M)
	sim, err := stats.Simulate(ctx, e, stats.Design{Theta: p.Theta, Sizes: sizes, Keep: p.M, Repeats: p.Repeats, Seed: p.Seed})
	if err != nil {
		return nil, err
	}
	exact := e.Exact(p.Theta, p.M)
	at := sim.At[slices.Index(sizes, p.M)]
	r := &Result{
		Mean: lab.Num(at.Mean), MeanTheory: lab.Num(p.Theta + exact.Bias),
		Bias: lab.Num(at.Bias), BiasSE: lab.Num(at.BiasSE), BiasTheory: lab.Num(exact.Bias),
		Variance: lab.Num(at.Variance), VarianceSE: lab.Num(at.VarianceSE), VarianceTheory: lab.Num(exact.Variance),
		MSE: lab.Num(at.MSE), MSESE: lab.Num(at.MSESE), MSETheory: lab.Num(exact.MSE()),
		CurrentC: lab.Num(math.NaN()), BestC: lab.Num(math.NaN()),
		Histogram: histogram(sim.Estimates, edges(p, exact)),
	}
	for _, m := range sim.At {
		r.Curve = append(r.Curve, Point{m.M, lab.Num(m.Bias), lab.Num(m.BiasSE), lab.Num(e.Exact(p.Theta, m.M).Bias)})
	}
	if c, ok := factor(p); ok {
		r.CurrentC, r.BestC = lab.Num(c), lab.Num(stats.BestC(p.M))
		r.Dial = dial(p, c)
	}
	return r, nil
}

// sampleSizes is where the curve of the bias is measured: about evenly on a log scale
// up to 100 or to m, with m among them.
func sampleSizes(m int) []int {
	sizes := []int{2, 3, 4, 5, 6, 8, 10, 14, 20, 28, 40, 60, 80, 100}
	for _, s := range []int{140, 200, 300, 400, 600, 800, 1000} {
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

// bins is the count of columns of the histogram of a continuous estimate.
const bins = 44

// edges depend on the theory only, so that the columns stand still while samples change.
func edges(p Params, exact stats.Quality) []float64 {
	sd := math.Sqrt(exact.Variance)
	lo, hi := p.Theta+exact.Bias-4*sd, p.Theta+exact.Bias+5*sd
	width := (hi - lo) / bins
	switch p.Estimator {
	case "bernoulli_mean": // estimates are multiples of 1/m: columns must hold as many each
		width = math.Ceil(width*float64(p.M)) / float64(p.M)
		lo = max(-0.5/float64(p.M), (math.Floor(lo*float64(p.M))-0.5)/float64(p.M))
		hi = min(1+0.5/float64(p.M), hi)
	case "uniform_max":
		lo, hi = max(0, lo), p.Theta
	case "normal_mean":
		hi = p.Theta + 4*sd
	default:
		lo = max(0, lo)
	}
	n := max(1, int(math.Ceil((hi-lo)/width-1e-9)))
	if p.Estimator != "bernoulli_mean" {
		n, width = bins, (hi-lo)/bins
	}
	out := make([]float64, n+1)
	for i := range out {
		out[i] = lo + width*float64(i)
	}
	return out
}

func histogram(estimates, edges []float64) Counts {
	n := len(edges) - 1
	lo, width := edges[0], (edges[n]-edges[0])/float64(n)
	c := Counts{Edges: edges, Shares: make([]float64, n)}
	for _, v := range estimates {
		i := int(math.Floor((v - lo) / width))
		if i == n && v <= edges[n]*(1+1e-12) {
			i = n - 1
		}
		if i < 0 || i >= n {
			c.Outside++
			continue
		}
		c.Shares[i] += 1 / float64(len(estimates))
	}
	return c
}
