package sampling

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"gonum.org/v1/gonum/floats/scalar"

	"konspekt/compute/stats"
)

var distributions = []Distribution{
	Normal(3, 2), Uniform(-1, 4), Exponential(2), Bernoulli(0.3), Student3(), Cauchy(),
}

var statistics = []Statistic{Mean(), Median(), Midrange(), Trimmed(TrimmedShare), First(), Constant(0.7)}

func wantNear(t *testing.T, what string, got, want, abs, rel float64) {
	t.Helper()
	if !scalar.EqualWithinAbsOrRel(got, want, abs, rel) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func mustSimulate(t testing.TB, d Design) *Simulation {
	t.Helper()
	r, err := Simulate(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The share of draws below the median is ½, or for bernoulli P(0); where a fourth
// moment exists the mean and the variance of draws are those of theory. 5 standard
// errors of 200,000 draws.
func TestDrawsFollowTheirDistribution(t *testing.T) {
	const n = 200000
	x := make([]float64, n)
	for _, d := range distributions {
		d.Sample(x, rand.New(rand.NewPCG(3, 0)))
		below := 0.0
		for _, v := range x {
			if v <= d.Median {
				below++
			}
		}
		half := 0.5
		if d.Name == "bernoulli" {
			half = 0.7
		}
		wantNear(t, d.Name+" share below the median", below/n, half, 5*0.5/math.Sqrt(n), 0)
		if d.Name == "cauchy" {
			continue
		}
		s := stats.Moments{}
		s.AddAll(x)
		wantNear(t, d.Name+" mean", s.Mean, d.Theta, 5*d.SD/math.Sqrt(n), 0)
		if d.Name != "student3" { // its variance of s² is infinite
			wantNear(t, d.Name+" sd", math.Sqrt(s.Variance(1)), d.SD, 0, 0.02)
		}
	}
}

// P(|t₃| > 3.182446…) = 0.05 (Student's table), P(|Cauchy| > 1) = ½.
func TestTailsOfDraws(t *testing.T) {
	const n = 200000
	for _, c := range []struct {
		d       Distribution
		at, out float64
	}{{Student3(), 3.182446305284263, 0.05}, {Cauchy(), 1, 0.5}} {
		x := make([]float64, n)
		c.d.Sample(x, rand.New(rand.NewPCG(4, 0)))
		out := 0.0
		for _, v := range x {
			if math.Abs(v) > c.at {
				out++
			}
		}
		wantNear(t, c.d.Name+" tail", out/n, c.out, 5*math.Sqrt(c.out*(1-c.out)/n), 0)
	}
}

func TestStatisticsByHand(t *testing.T) {
	x := []float64{9, -1, 4, 2, 7, 0}
	want := map[string]float64{
		"mean": 3.5, "median": 3, "midrange": 4, "trimmed": 3.25, "first": 9, "constant": 0.7,
	}
	for _, s := range statistics {
		before := slices.Clone(x)
		wantNear(t, s.Name, s.Of(x), want[s.Name], 1e-15, 1e-15)
		if !slices.Equal(x, before) {
			t.Errorf("%s changes its sample", s.Name)
		}
	}
	wantNear(t, "median of 5", Median().Of(x[:5]), 4, 0, 0)
}

// Selection gives what sorting gives, ties included.
func TestSelectionAgreesWithSorting(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 0))
	for trial := range 300 {
		x := make([]float64, 1+rnd.IntN(40))
		for i := range x {
			x[i] = float64(rnd.IntN(1 + trial%20))
		}
		y := slices.Sorted(slices.Values(x))
		k := rnd.IntN(len(x))
		if got := nth(x, k); got != y[k] {
			t.Fatalf("rank %d of %v: %v, want %v", k, y, got, y[k])
		}
		for i := range x {
			if i < k && x[i] > x[k] || i > k && x[i] < x[k] {
				t.Fatalf("%v is not parted at %d", x, k)
			}
		}
	}
}

// Every statistic with a theory, on every distribution, within 4.5 standard errors of
// it. The variance of student3 estimates has no standard error worth the name.
func TestSimulationAgreesWithTheory(t *testing.T) {
	for _, d := range distributions {
		for _, s := range statistics {
			for _, m := range []int{1, 2, 7, 20} {
				q, ok := s.Exact(d, m)
				if !ok {
					continue
				}
				r := mustSimulate(t, Design{Distribution: d, Statistic: s, M: m, Repeats: 4000, Seed: 1})
				what := fmt.Sprintf("%s of %s m=%d ", s.Name, d.Name, m)
				wantNear(t, what+"mean", r.Mean, d.Theta+q.Bias, 4.5*r.MeanSE+1e-12, 0)
				if d.Name == "student3" {
					continue
				}
				wantNear(t, what+"sd", r.SD, math.Sqrt(q.Variance), 4.5*r.SDSE+1e-12, 0)
				wantNear(t, what+"rmse", r.RMSE, math.Sqrt(q.MSE()), 4.5*r.RMSESE+1e-12, 0)
			}
		}
	}
}

// RMSE² = bias² + SD² (Deep Learning, eq. 5.54) holds for simulated numbers, and the
// plain formulas over Estimates give the same moments and standard errors.
func TestSimulationByHand(t *testing.T) {
	r := mustSimulate(t, Design{Distribution: Exponential(1), Statistic: Median(), M: 6, Repeats: 700, Keep: 700, Seed: 8})
	bias := r.Mean - r.True
	wantNear(t, "RMSE²", r.RMSE*r.RMSE, bias*bias+r.SD*r.SD, 0, 1e-12)
	var est, dev, sq stats.Moments
	for i, e := range r.Estimates {
		wantNear(t, "estimate of the kept sample", Median().Of(r.Samples[i]), e, 0, 0)
		est.Add(e)
		sq.Add((e - 1) * (e - 1))
	}
	for _, e := range r.Estimates {
		dev.Add((e - est.Mean) * (e - est.Mean))
	}
	wantNear(t, "mean", r.Mean, est.Mean, 0, 1e-12)
	wantNear(t, "mean SE", r.MeanSE, est.StdErr(), 0, 1e-10)
	wantNear(t, "SD", r.SD, math.Sqrt(est.Variance(0)), 0, 1e-12)
	wantNear(t, "SD SE", r.SDSE, dev.StdErr()/(2*r.SD), 0, 1e-9)
	wantNear(t, "RMSE SE", r.RMSESE, sq.StdErr()/(2*r.RMSE), 0, 1e-9)
}

// The number of processors changes no bit.
func TestSameBitsOnAnyProcessors(t *testing.T) {
	d := Design{Distribution: Student3(), Statistic: Median(), M: 300, Repeats: 3000, Keep: 3, Seed: 9}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	runtime.GOMAXPROCS(1)
	one := mustSimulate(t, d)
	for _, n := range []int{2, 3} {
		runtime.GOMAXPROCS(n)
		if many := mustSimulate(t, d); !reflect.DeepEqual(one, many) {
			t.Errorf("%d processors give other numbers than 1", n)
		}
	}
}

func TestSimulateRefuses(t *testing.T) {
	good := Design{Distribution: Normal(0, 1), Statistic: Mean(), M: 2, Repeats: 2}
	for name, change := range map[string]func(*Design){
		"empty sample": func(d *Design) { d.M = 0 },
		"one repeat":   func(d *Design) { d.Repeats = 1 },
		"keep":         func(d *Design) { d.Keep = 3 },
		"keep < 0":     func(d *Design) { d.Keep = -1 },
	} {
		d := good
		change(&d)
		if _, err := Simulate(context.Background(), d); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, err := range []error{
		second(Named("normall", 0)), second(Named("bernoulli", 1.5)),
		second(StatisticNamed("mode", 0)), second(SequenceNamed("last")),
	} {
		if err == nil {
			t.Error("a wrong name or probability is taken")
		}
	}
}

func second[T any](_ T, err error) error { return err }

// countingContext is done after a number of looks at it.
type countingContext struct {
	context.Context
	looks atomic.Int64
	limit int64
}

func (c *countingContext) Err() error {
	if c.looks.Add(1) > c.limit {
		return context.Canceled
	}
	return nil
}

// The context is looked at once in 2¹⁶ draws, and the look that finds it done is nearly
// the last: each goroutine takes one more.
func TestSimulateCancel(t *testing.T) {
	ctx := &countingContext{Context: context.Background(), limit: 3}
	_, err := Simulate(ctx, Design{Distribution: Normal(0, 1), Statistic: Mean(), M: 1000, Repeats: 1000})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	if extra := ctx.looks.Load() - ctx.limit; extra > int64(runtime.GOMAXPROCS(0))+1 {
		t.Errorf("%d looks after the context was done", extra)
	}
}

func BenchmarkSimulate(b *testing.B) {
	for _, d := range []Design{
		{Distribution: Normal(0, 1), Statistic: Mean(), M: 20, Repeats: 10000},
		{Distribution: Normal(0, 1), Statistic: Median(), M: 20, Repeats: 10000},
		{Distribution: Student3(), Statistic: Trimmed(TrimmedShare), M: 20, Repeats: 10000},
	} {
		b.Run(d.Statistic.Name+"/"+d.Distribution.Name, func(b *testing.B) {
			for b.Loop() {
				mustSimulate(b, d)
			}
		})
	}
}
