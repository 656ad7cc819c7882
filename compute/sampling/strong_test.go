package sampling

import (
	"fmt"
	"math"
	"testing"
)

// Spikes come with probability 1/k at size k, independently: between m and 2m, sizes of
// the grid or not, there is one with probability 1 − m/2m = ½, and the expected number
// up to m is 1 + ½ + … + 1/m. Without the spike the value is a mean of m normal ones.
func TestSpikes(t *testing.T) {
	const paths = 8000
	g := mustGrow(t, GrowthDesign{Sequence: spiked(), Sizes: []int{1, 7, 64, 500, 4096}, Epsilon: 0.1, Paths: paths, Keep: paths, Seed: 5})
	for _, m := range []int{2, 10, 64, 300, 2048} {
		with, in, square := 0.0, 0.0, 0.0
		for _, spikes := range g.Spikes {
			some := 0.0
			for _, s := range spikes {
				if s.M > m && s.M <= 2*m {
					some = 1
					in++
					calm := (s.Value - float64(s.M)) * math.Sqrt(float64(s.M))
					square += calm * calm
				}
			}
			with += some
		}
		wantNear(t, fmt.Sprintf("m=%d: share with a spike", m), with/paths, 0.5, 4/math.Sqrt(4*paths), 0)
		sum := 0.0
		for k := m + 1; k <= 2*m; k++ {
			sum += 1 / float64(k)
		}
		wantNear(t, fmt.Sprintf("m=%d: number of spikes", m), in/paths, sum, 4*math.Sqrt(sum/paths), 0)
		wantNear(t, fmt.Sprintf("m=%d: variance of the calm part × m", m), square/in, 1, 4*math.Sqrt(2/in), 0)
	}
	for i, spikes := range g.Spikes {
		if spikes[0].M != 1 {
			t.Fatalf("path %d: no spike at m = 1, where its probability is 1", i)
		}
		for _, s := range spikes {
			if s.M == 4096 && s.Value != g.Paths[i][4] {
				t.Errorf("path %d: spike %v, value %v", i, s, g.Paths[i][4])
			}
		}
	}
}

// Later falls from size to size, is never below the share outside, and tells weak from
// strong consistency: past half of the largest size half of the spiked means are outside
// at least once, and no plain mean is.
func TestLater(t *testing.T) {
	for _, s := range sequences {
		g := mustGrow(t, GrowthDesign{Sequence: s, Sizes: LogSizes(20000, 60), Epsilon: 0.1, Paths: 2000, Seed: 3})
		for j, at := range g.At {
			if at.Later < at.Probability || j > 0 && at.Later > g.At[j-1].Later {
				t.Errorf("%s m=%d: later %v, now %v, before %v", s.Name, at.M, at.Later, at.Probability, g.At[max(j-1, 0)].Later)
			}
		}
		if end := g.At[len(g.At)-1]; end.Later != end.Probability {
			t.Errorf("%s: later %v at the end, where %v are outside", s.Name, end.Later, end.Probability)
		}
		if at := g.At[len(g.At)-10]; s.Name == "spiked" {
			want := 1 - float64(at.M-1)/20000
			wantNear(t, "spiked", at.Later, want, 4*math.Sqrt(want*(1-want)/2000), 0)
		} else if s.Name == "mean" && at.Later > 0 {
			t.Errorf("mean m=%d: %v still leave", at.M, at.Later)
		}
	}
}

// A larger last size does not change the values at the smaller ones.
func TestPathsKeepTheirBeginning(t *testing.T) {
	for _, s := range sequences {
		d := GrowthDesign{Sequence: s, Sizes: []int{1, 2, 3, 10, 51, 200}, Epsilon: 0.1, Paths: 40, Keep: 40, Seed: 9}
		short := mustGrow(t, d)
		d.Sizes = []int{1, 2, 3, 10, 51, 3000, 20000}
		long := mustGrow(t, d)
		for i := range short.Paths {
			for j := range 5 {
				if short.Paths[i][j] != long.Paths[i][j] {
					t.Fatalf("%s: path %d at m=%d: %v and %v", s.Name, i, d.Sizes[j], short.Paths[i][j], long.Paths[i][j])
				}
			}
		}
	}
}

// The exact variance is that of the simulation.
func TestSequenceVariance(t *testing.T) {
	for _, s := range sequences {
		if _, ok := s.Variance(10); ok != (s.Name != "median" && s.Name != "cauchy_mean") {
			t.Errorf("%s: a variance: %v", s.Name, ok)
		}
	}
	g := mustGrow(t, GrowthDesign{Sequence: maxUniform(), Sizes: []int{10}, Epsilon: 0.1, Paths: 20000, Keep: 20000, Seed: 1})
	bias, _ := maxUniform().Bias(10)
	sum := 0.0
	for _, p := range g.Paths {
		sum += (p[0] - 1 - bias) * (p[0] - 1 - bias) / 20000
	}
	want, _ := maxUniform().Variance(10)
	wantNear(t, "max_uniform", sum, want, 4*want*math.Sqrt(8.0/20000), 0) // the gap is about exponential, of kurtosis 9
}
