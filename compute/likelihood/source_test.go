package likelihood

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat"
)

// sources are members of every family and a mixture.
func sources() map[string]Source {
	return map[string]Source{
		"normal":      Normal().Member([]float64{1, 4}),
		"laplace":     Laplace().Member([]float64{-1, 0.7}),
		"exponential": Exponential().Member([]float64{0.5}),
		"uniform":     Uniform().Member([]float64{1, 2.5}),
		"bernoulli":   Bernoulli().Member([]float64{0.3}),
		"poisson":     Poisson().Member([]float64{3}),
		"mixture":     mixtures[1].Source(),
	}
}

// integral is E g(X), by Gauss–Legendre on short pieces or as a sum.
func integral(p Source, g func(x float64) float64) float64 {
	sum := 0.0
	if p.Discrete {
		for i, x := range p.Values {
			sum += p.Probs[i] * g(x)
		}
		return sum
	}
	for from := -100.0; from < 100; from += 0.25 {
		lo, hi := max(from, p.Lo), min(from+0.25, p.Hi)
		if lo < hi {
			sum += quad.Fixed(func(x float64) float64 { return math.Exp(p.LogDensity(x)) * g(x) }, lo, hi, 12, quad.Legendre{}, 0)
		}
	}
	return sum
}

// Moments, median, entropy and mean distance are those of the density.
func TestSource(t *testing.T) {
	for name, p := range sources() {
		same := func(what string, got, want float64) {
			t.Helper()
			if math.Abs(got-want) > 2e-5*(1+math.Abs(want)) { // kinks inside pieces
				t.Errorf("%s: %s %v, want %v", name, what, got, want)
			}
		}
		same("total", integral(p, func(float64) float64 { return 1 }), 1)
		same("mean", p.Mean, integral(p, func(x float64) float64 { return x }))
		same("variance", p.Variance, integral(p, func(x float64) float64 { return (x - p.Mean) * (x - p.Mean) }))
		same("entropy", p.Entropy, integral(p, func(x float64) float64 { return -p.LogDensity(x) }))
		for _, c := range []float64{-2, 0.25, 1.75, 6} {
			same("mean distance", p.MeanAbs(c), integral(p, func(x float64) float64 { return math.Abs(x - c) }))
		}
		for _, d := range []float64{-0.1, 0.1} {
			if p.MeanAbs(p.Median) > p.MeanAbs(p.Median+d)+1e-12 {
				t.Errorf("%s: the median %v is not the nearest to all", name, p.Median)
			}
		}
		x := p.Sample(make([]float64, 20000), stream(7))
		mean, variance := stat.MeanVariance(x, nil)
		if se := math.Sqrt(p.Variance / float64(len(x))); math.Abs(mean-p.Mean) > 4*se || math.Abs(variance/p.Variance-1) > 0.15 {
			t.Errorf("%s: a sample of mean %v and variance %v, want %v and %v", name, mean, variance, p.Mean, p.Variance)
		}
	}
}

// The cross-entropy is −E log q, whatever the pair, and infinite where q rules out what p
// gives.
func TestSourceCrossEntropy(t *testing.T) {
	models := map[string][]float64{"normal": {0.5, 2}, "laplace": {0.5, 1.5}, "exponential": {0.8}, "uniform": {0, 4}, "bernoulli": {0.6}, "poisson": {2}}
	infinite := 0
	for name, p := range sources() {
		for model, theta := range models {
			f, err := Named(model)
			if err != nil {
				t.Fatal(err)
			}
			got := p.CrossEntropy(f, theta)
			possible := !f.Discrete || p.Discrete
			if p.Lo < 0 && model == "exponential" || model == "uniform" && (p.Lo < 0 || p.Hi > 4) || model == "bernoulli" && name != "bernoulli" {
				possible = false
			}
			if !possible {
				infinite++
				if !math.IsInf(got, 1) {
					t.Errorf("%s under %s: %v, want +Inf", name, model, got)
				}
				continue
			}
			if want := integral(p, func(x float64) float64 { return -f.LogDensity(x, theta) }); math.Abs(got-want) > 2e-5*(1+math.Abs(want)) {
				t.Errorf("%s under %s: %v, want %v", name, model, got, want)
			}
			if kl := p.KL(f, theta); p.Discrete != f.Discrete && !math.IsInf(kl, 1) {
				t.Errorf("%s under %s: KL %v of a sum to a density", name, model, kl)
			}
		}
	}
	if infinite == 0 {
		t.Error("no pair is impossible")
	}
}

// Within a family KL is the closed form.
func TestSourceKL(t *testing.T) {
	for _, c := range []struct {
		f    Family
		p, q []float64
	}{
		{Normal(), []float64{0, 1}, []float64{1, 1}}, {Laplace(), []float64{0, 1}, []float64{1, 2}}, {Exponential(), []float64{0.5}, []float64{0.8}},
		{Uniform(), []float64{1, 2}, []float64{0, 3}}, {Bernoulli(), []float64{0.3}, []float64{0.8}}, {Poisson(), []float64{3}, []float64{0.8}},
	} {
		if got, want := c.f.Member(c.p).KL(c.f, c.q), c.f.KL(c.p, c.q); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.f.Name, got, want)
		}
		if got := c.f.Member(c.p).KL(c.f, c.p); got > 1e-9 {
			t.Errorf("%s: %v from itself", c.f.Name, got)
		}
	}
	p := mixtures[0]
	if got, want := p.Source().KL(Normal(), []float64{1, 4}), p.ForwardKL(1, 2); math.Abs(got-want) > 1e-9 {
		t.Errorf("mixture: %v, want %v", got, want)
	}
}

// No member is nearer than the nearest, and of its own family a source is nearest itself.
func TestSourceNearest(t *testing.T) {
	found := 0
	for name, p := range sources() {
		for _, model := range []string{"normal", "laplace", "exponential", "uniform", "bernoulli", "poisson"} {
			f, err := Named(model)
			if err != nil {
				t.Fatal(err)
			}
			theta, ok := p.Nearest(f)
			if !ok {
				continue
			}
			found++
			least := p.CrossEntropy(f, theta)
			if math.IsInf(least, 1) {
				t.Errorf("%s, nearest %s: infinitely far", name, model)
			}
			for i := range theta {
				for _, d := range []float64{-0.01, 0.01} {
					other := append([]float64(nil), theta...)
					if other[i] += d; f.Check(other) == nil && p.CrossEntropy(f, other) < least-1e-12 {
						t.Errorf("%s, nearest %s %v: %v is nearer", name, model, theta, other)
					}
				}
			}
			if name == model && p.KL(f, theta) > 1e-9 {
				t.Errorf("%s is not nearest to itself: %v", name, theta)
			}
		}
	}
	if found < 20 {
		t.Errorf("%d pairs have a nearest member", found)
	}
	if _, ok := sources()["normal"].Nearest(Exponential()); ok {
		t.Error("a normal has a nearest exponential")
	}
}
