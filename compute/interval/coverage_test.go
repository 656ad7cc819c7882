package interval

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"konspekt/compute/sampling"
	"konspekt/compute/stats"
)

func mustSimulate(t testing.TB, d Design) *Simulation {
	t.Helper()
	r, err := Simulate(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The ends of Wilson's interval are the p whose normal test stands at z, those of
// Clopper and Pearson the p whose binomial tails are (1−level)/2.
func TestProportionsByTheirDefinition(t *testing.T) {
	for _, m := range []int{1, 7, 50} {
		wilson, exact := Wilson(m, Z95), ClopperPearson(m, 0.9)
		for k := range m + 1 {
			share := float64(k) / float64(m)
			for _, p := range []float64{wilson[k].Lo, wilson[k].Hi} {
				wantNear(t, fmt.Sprintf("Wilson %d of %d", k, m),
					(share-p)*(share-p), Z95*Z95*p*(1-p)/float64(m), 1e-15, 1e-10)
			}
			if k > 0 {
				tail := 1 - distuv.Binomial{N: float64(m), P: exact[k].Lo}.CDF(float64(k-1))
				wantNear(t, fmt.Sprintf("upper tail %d of %d", k, m), tail, 0.05, 0, 1e-11)
			}
			if k < m {
				tail := distuv.Binomial{N: float64(m), P: exact[k].Hi}.CDF(float64(k))
				wantNear(t, fmt.Sprintf("lower tail %d of %d", k, m), tail, 0.05, 0, 1e-11)
			}
		}
	}
}

// Clopper–Pearson never covers less often than its level; Wald dips far below it.
func TestCoverageOverP(t *testing.T) {
	exact, wald, wilson := ClopperPearson(30, 0.95), Wald(30, Z95), Wilson(30, Z95)
	lowest, mean := 1.0, 0.0
	for i := 1; i < 1000; i++ {
		p := float64(i) / 1000
		if c := exact.Coverage(p); c < 0.95-1e-12 {
			t.Errorf("Clopper–Pearson covers %v with %v", p, c)
		}
		lowest = min(lowest, wald.Coverage(p))
		mean += wilson.Coverage(p) / 999
	}
	if lowest > 0.1 {
		t.Errorf("the least coverage of Wald is %v", lowest)
	}
	wantNear(t, "average coverage of Wilson", mean, 0.95, 0.01, 0)
	if a, b := wald.Coverage(0), wald.Coverage(1); a != 1 || b != 1 {
		t.Errorf("coverage of the certain: %v, %v", a, b)
	}
}

// Zeros and ones swapped, every method mirrors: the interval of m−k is 1 minus that of k.
func TestProportionsMirror(t *testing.T) {
	for name, table := range map[string]Table{
		"Wald": Wald(12, 2), "bits": MeanOfBits(12, 2), "Wilson": Wilson(12, 2), "exact": ClopperPearson(12, 0.95),
	} {
		for k, i := range table {
			wantNear(t, name, table[12-k].Lo, 1-i.Hi, 1e-15, 1e-13)
		}
		wantNear(t, name+" coverage", table.Coverage(0.23), table.Coverage(0.77), 0, 1e-12)
	}
}

// The table of zeros and ones is the interval Mean of the sample itself.
func TestMeanOfBits(t *testing.T) {
	x := []float64{1, 0, 0, 1, 0, 1, 1}
	want, got := Mean(moments(x), 1.7), MeanOfBits(7, 1.7)[4]
	wantNear(t, "low", got.Lo, want.Lo, 0, 1e-14)
	wantNear(t, "high", got.Hi, want.Hi, 0, 1e-14)
	if MeanOfBits(7, 1.7).Rule()(moments(x)) != got {
		t.Error("the rule picks another line of the table")
	}
}

// For normal data t covers exactly its level and z less, by the distribution of T:
// z = 1.96 on 2 values covers (2/π)·atan 1.96.
func TestNormalCoverage(t *testing.T) {
	wantNear(t, "z on 2 values", NormalCoverage(Z95, 2), 2/math.Pi*math.Atan(Z95), 0, 1e-13)
	for _, m := range []int{2, 5, 50, 500} {
		wantNear(t, "t", NormalCoverage(T(0.95, m-1), m), 0.95, 0, 1e-12)
		if c := NormalCoverage(Z(0.95), m); c >= 0.95 {
			t.Errorf("m=%d: z covers %v", m, c)
		}
	}
}

// Simulated coverage and width lie within 4.5 standard errors of the exact ones, for
// normal and for Bernoulli data.
func TestSimulationAgreesWithTheory(t *testing.T) {
	for _, m := range []int{2, 5, 30} {
		for _, q := range []float64{Z95, T(0.95, m-1)} {
			r := mustSimulate(t, Design{Distribution: sampling.Normal(3, 2), Rule: Around(q), M: m, Repeats: 10000, Seed: 1})
			wantNear(t, fmt.Sprintf("m=%d coverage", m), r.Coverage, NormalCoverage(q, m), 4.5*r.CoverageSE, 0)
			wantNear(t, fmt.Sprintf("m=%d width", m), r.Width, NormalWidth(q, 2, m), 4.5*r.WidthSE, 0)
		}
	}
	for name, table := range map[string]Table{
		"Wald": Wald(20, Z95), "bits": MeanOfBits(20, Z95), "Wilson": Wilson(20, Z95), "exact": ClopperPearson(20, 0.95),
	} {
		r := mustSimulate(t, Design{Distribution: sampling.Bernoulli(0.1), Rule: table.Rule(), M: 20, Repeats: 10000, Seed: 2})
		wantNear(t, name+" coverage", r.Coverage, table.Coverage(0.1), 4.5*r.CoverageSE, 0)
		wantNear(t, name+" width", r.Width, table.Width(0.1), 4.5*r.WidthSE, 0)
	}
}

// Kept intervals are the first ones, and the number of processors changes no bit.
func TestKeptIntervals(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	d := Design{Distribution: sampling.Normal(0, 1), Rule: Around(2), M: 700, Repeats: 400, Keep: 400, Seed: 3}
	runtime.GOMAXPROCS(1)
	all := mustSimulate(t, d)
	runtime.GOMAXPROCS(3)
	if again := mustSimulate(t, d); !reflect.DeepEqual(all, again) {
		t.Error("3 processors give other numbers than 1")
	}
	d.Keep = 100
	if some := mustSimulate(t, d); !reflect.DeepEqual(all.Intervals[:100], some.Intervals) {
		t.Error("the kept intervals are not the first")
	}
	var width stats.Moments
	covered := 0.0
	for _, i := range all.Intervals {
		width.Add(i.Width())
		if i.Contains(0) {
			covered++
		}
	}
	if covered/400 != all.Coverage || width.Mean != all.Width {
		t.Errorf("intervals say %v and %v, the simulation %v and %v", covered/400, width.Mean, all.Coverage, all.Width)
	}
}

func TestSimulateRefuses(t *testing.T) {
	good := Design{Distribution: sampling.Normal(0, 1), Rule: Around(2), M: 2, Repeats: 2}
	for name, change := range map[string]func(*Design){
		"one value":  func(d *Design) { d.M = 1 },
		"one repeat": func(d *Design) { d.Repeats = 1 },
		"keep":       func(d *Design) { d.Keep = 3 },
	} {
		d := good
		change(&d)
		if _, err := Simulate(context.Background(), d); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Simulate(ctx, good); err != context.Canceled {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

// Peer job b: 10,000 intervals from 50 normal values each, numbers drawn inside.
func BenchmarkPeerB(b *testing.B) {
	d := Design{Distribution: sampling.Normal(3, 2), Rule: Around(Z95), M: 50, Repeats: 10000, Keep: 100, Seed: 1}
	for b.Loop() {
		mustSimulate(b, d)
	}
}

// A curve of exact coverage over 400 values of p, m = 1000.
func BenchmarkCoverage(b *testing.B) {
	for b.Loop() {
		t := ClopperPearson(1000, 0.95)
		for i := range 400 {
			t.Coverage((float64(i) + 0.5) / 400)
		}
	}
}
