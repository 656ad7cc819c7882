package sampling

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

var sequences = []Sequence{mean(), median(), first(), spiked(), maxUniform(), cauchyMean()}

func mustGrow(t testing.TB, d GrowthDesign) *Growth {
	t.Helper()
	g, err := Grow(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Simulated probabilities lie within 4.5 binomial standard errors (by the exact
// probability) of theory, simulated biases within 4.5 of their own.
func TestGrowthAgreesWithTheory(t *testing.T) {
	const paths = 4000
	for _, s := range sequences {
		for _, eps := range []float64{0.1, 0.5} {
			g := mustGrow(t, GrowthDesign{Sequence: s, Sizes: []int{1, 2, 3, 10, 51, 200}, Epsilon: eps, Paths: paths, Seed: 1})
			for _, at := range g.At {
				what := fmt.Sprintf("%s m=%d ε=%v ", s.Name, at.M, eps)
				p := s.Probability(at.M, eps)
				wantNear(t, what+"probability", at.Probability, p, 4.5*math.Sqrt(p*(1-p)/paths), 0)
				if bias, ok := s.Bias(at.M); ok {
					wantNear(t, what+"bias", at.Bias, bias, 4.5*at.BiasSE, 0)
				}
			}
		}
	}
}

// Spiked is consistent, its bias is 1 for every m: P → 0 without E → θ.
func TestConsistentWithBiasOne(t *testing.T) {
	s := spiked()
	for _, m := range []int{1, 100, 1000000} {
		if bias, ok := s.Bias(m); !ok || bias != 1 {
			t.Errorf("m=%d: bias %v", m, bias)
		}
	}
	if p := s.Probability(1000000, 0.1); math.Abs(p-1e-6) > 1e-12 {
		t.Errorf("P at m=10⁶ is %v, want the 10⁻⁶ of the spike", p)
	}
}

// Neither the first observation nor the mean of Cauchy data converges: their
// probability of missing is the same at every m. The mean of Cauchy data has no bias.
func TestNotConsistent(t *testing.T) {
	for _, s := range []Sequence{first(), cauchyMean()} {
		if a, b := s.Probability(1, 0.3), s.Probability(1000000, 0.3); a != b || a < 0.5 {
			t.Errorf("%s: P falls from %v to %v", s.Name, a, b)
		}
	}
	if _, ok := cauchyMean().Bias(10); ok {
		t.Error("the mean of Cauchy data has a bias")
	}
}

// The median of two values is their mean; P(|x̄| > ε) is then known to all digits.
func TestMedianOfTwoIsTheMean(t *testing.T) {
	for _, eps := range []float64{0.01, 0.5, 2, 6} {
		wantNear(t, fmt.Sprintf("ε=%v", eps), median().Probability(2, eps), mean().Probability(2, eps), 0, 1e-10)
	}
}

// An even median by another road: the double integral over both middle values, the
// inner one over a finite range by Gauss and Legendre.
func TestEvenMedianByDoubleIntegral(t *testing.T) {
	z := distuv.UnitNormal
	for _, c := range []struct{ m, eps float64 }{{4, 0.3}, {10, 0.2}, {10, 1}} {
		k := c.m / 2
		scale := math.Gamma(c.m+1) / math.Pow(math.Gamma(k), 2)
		outer := func(x float64) float64 {
			inner := quad.Fixed(func(y float64) float64 {
				return z.Prob(y) * math.Pow(z.Survival(y), k-1)
			}, max(x, 2*c.eps-x), 12, 200, nil, 0)
			return scale * z.Prob(x) * math.Pow(z.CDF(x), k-1) * inner
		}
		// The lower limit has a kink at ε.
		want := 2 * (quad.Fixed(outer, -10, c.eps, 200, nil, 0) + quad.Fixed(outer, c.eps, 10, 200, nil, 0))
		wantNear(t, fmt.Sprint(c), median().Probability(int(c.m), c.eps), want, 0, 1e-10)
	}
}

// A median lies between its odd neighbours in precision, and at large m obeys its
// central limit: √m · median → N(0, π/2).
func TestMedianProbability(t *testing.T) {
	s := median()
	for _, m := range []int{2, 10, 100, 1000, 100000} {
		a, b, c := s.Probability(m-1, 0.01), s.Probability(m, 0.01), s.Probability(m+1, 0.01)
		if !(a > b && m > 2 || m == 2) || !(b > 0 && b < 1) || c > a {
			t.Errorf("m=%d: %v, %v, %v", m, a, b, c)
		}
	}
	for _, m := range []int{1000000, 1000001} {
		eps := 1.5 * math.Sqrt(math.Pi/2/float64(m))
		wantNear(t, "limit", s.Probability(m, eps), 2*above(1.5), 0, 1e-5)
	}
}

// The sample known by its digits is a sample: order statistics of one set agree with
// each other, and U_(r) has the Beta(r+1, m−r) distribution (Kolmogorov's distance below
// 1.95/√n, passed by a right program in 999 seeds of 1000).
func TestDigitsAreASample(t *testing.T) {
	const n, m, rank = 2000, 30, 11
	rnd := rand.New(rand.NewPCG(6, 0))
	var d digits
	x := make([]float64, n)
	for i := range x {
		d.reset()
		d.add(7)
		d.ranked(3, rnd) // questions asked on the way change no distribution
		d.add(m - 7)
		x[i] = d.ranked(rank, rnd)
		if i > 0 {
			continue
		}
		last := 0.0
		for r := range m {
			v := d.ranked(r, rnd)
			if v < last || v != d.ranked(r, rnd) || r == rank && v != x[i] {
				t.Fatalf("rank %d: %v after %v", r, v, last)
			}
			last = v
		}
	}
	slices.Sort(x)
	distance := 0.0
	for i, v := range x {
		f := mathext.RegIncBeta(rank+1, m-rank, v)
		distance = max(distance, math.Abs(f-float64(i)/n), math.Abs(f-float64(i+1)/n))
	}
	if distance > 1.95/math.Sqrt(n) {
		t.Errorf("Kolmogorov's distance %v", distance)
	}
}

// Medians of the same growing sample are correlated as theory says: for large m and
// M = 4m, corr → √(m/M) = ½. With 4000 paths the standard error is 0.012.
func TestMedianPathsGrow(t *testing.T) {
	g := mustGrow(t, GrowthDesign{Sequence: median(), Sizes: []int{501, 2004}, Epsilon: 1, Paths: 4000, Keep: 4000, Seed: 2})
	var ab, aa, bb float64
	for _, p := range g.Paths {
		ab += p[0] * p[1]
		aa += p[0] * p[0]
		bb += p[1] * p[1]
	}
	wantNear(t, "correlation", ab/math.Sqrt(aa*bb), 0.5, 0.05, 0)
}

func TestGrowSameBitsOnAnyProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, s := range sequences {
		d := GrowthDesign{Sequence: s, Sizes: LogSizes(10000, 20), Epsilon: 0.1, Paths: 500, Keep: 5, Seed: 7}
		runtime.GOMAXPROCS(1)
		one := mustGrow(t, d)
		runtime.GOMAXPROCS(3)
		if many := mustGrow(t, d); !reflect.DeepEqual(one, many) {
			t.Errorf("%s: 3 processors give other numbers than 1", s.Name)
		}
	}
}

func TestGrowRefuses(t *testing.T) {
	good := GrowthDesign{Sequence: mean(), Sizes: []int{1, 2}, Epsilon: 0.1, Paths: 2}
	for name, change := range map[string]func(*GrowthDesign){
		"no sizes": func(d *GrowthDesign) { d.Sizes = nil },
		"size 0":   func(d *GrowthDesign) { d.Sizes = []int{0, 2} },
		"order":    func(d *GrowthDesign) { d.Sizes = []int{2, 2} },
		"epsilon":  func(d *GrowthDesign) { d.Epsilon = math.NaN() },
		"one path": func(d *GrowthDesign) { d.Paths = 1 },
		"keep":     func(d *GrowthDesign) { d.Keep = 3 },
	} {
		d := good
		change(&d)
		if _, err := Grow(context.Background(), d); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Grow(ctx, good); err != context.Canceled {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

func TestLogSizes(t *testing.T) {
	got := LogSizes(1000000, 40)
	if got[0] != 1 || got[len(got)-1] != 1000000 || !slices.IsSorted(got) || len(got) < 36 {
		t.Errorf("%v", got)
	}
	if got := LogSizes(1, 40); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

// 1,000 paths over 40 sizes up to 10⁶.
func BenchmarkGrow(b *testing.B) {
	for _, s := range sequences {
		b.Run(s.Name, func(b *testing.B) {
			for b.Loop() {
				mustGrow(b, GrowthDesign{Sequence: s, Sizes: LogSizes(1000000, 40), Epsilon: 0.1, Paths: 1000, Keep: 50, Seed: 1})
			}
		})
	}
}
