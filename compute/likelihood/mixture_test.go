package likelihood

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/integrate/quad"
)

var mixtures = []Mixture{
	{Weight: 0.5, Mu: [2]float64{-3, 3}, Sigma: [2]float64{1, 1}},
	{Weight: 0.3, Mu: [2]float64{-2, 2}, Sigma: [2]float64{0.5, 1.5}},
	{Weight: 0.7, Mu: [2]float64{0, 1}, Sigma: [2]float64{1, 1}},
	{Weight: 0.6, Mu: [2]float64{-8, 8}, Sigma: [2]float64{0.3, 2}},
}

// The forward optimum matches the moments: arg min KL(p‖q) has the mean and the
// variance of p.
func TestForwardMatchesMoments(t *testing.T) {
	for _, p := range mixtures {
		mu, sigma := p.Moments()
		got := p.BestForward()
		if !scalar.EqualWithinAbs(got.Mu, mu, 1e-9) || !scalar.EqualWithinAbs(got.Sigma, sigma, 1e-9) {
			t.Errorf("%+v: %+v, moments %v, %v", p, got, mu, sigma)
		}
		if got.KL >= p.ForwardKL(mu+0.01, sigma) || got.KL >= p.ForwardKL(mu, sigma*1.01) || got.KL >= p.ForwardKL(mu, sigma*0.99) {
			t.Errorf("%+v: no minimum at %+v", p, got)
		}
	}
}

// Every reverse optimum is a stationary point, and none of a lattice of normals is
// nearer than the best.
func TestReverseIsTheMinimum(t *testing.T) {
	for _, p := range mixtures {
		found := p.BestReverse()
		for _, fit := range found {
			g := fd.Gradient(nil, func(v []float64) float64 { return p.ReverseKL(v[0], math.Exp(v[1])) },
				[]float64{fit.Mu, math.Log(fit.Sigma)}, &fd.Settings{Formula: fd.Central})
			if math.Hypot(g[0], g[1]) > 1e-6 {
				t.Errorf("%+v: gradient %v at %+v", p, g, fit)
			}
		}
		for mu := -10.0; mu <= 10; mu += 0.5 {
			for s := -2.0; s <= 2.5; s += 0.25 {
				if kl := p.ReverseKL(mu, math.Exp(s)); kl < found[0].KL {
					t.Errorf("%+v: KL %v at (%v, %v), best %+v", p, kl, mu, math.Exp(s), found[0])
				}
			}
		}
	}
}

// Forward covers both modes, reverse takes one: far apart, it is a component at
// distance −log of its weight.
func TestReverseTakesAMode(t *testing.T) {
	p := mixtures[3]
	best := p.BestReverse()[0]
	if !scalar.EqualWithinAbs(best.Mu, -8, 1e-6) || !scalar.EqualWithinAbs(best.Sigma, 0.3, 1e-6) ||
		!scalar.EqualWithinAbs(best.KL, -math.Log(0.6), 1e-6) {
		t.Errorf("best %+v, want the first component at −log 0.6", best)
	}
	if wide := p.BestForward(); wide.Sigma < 7 {
		t.Errorf("the forward optimum %+v does not cover", wide)
	}
	if n := len(mixtures[0].BestReverse()); n < 2 {
		t.Errorf("%d local minima of two equal modes", n)
	}
	if n := len(mixtures[2].BestReverse()); n != 1 {
		t.Errorf("%d local minima where there is one mode", n)
	}
}

// Both quadratures agree with Gauss–Legendre on short pieces.
func TestQuadrature(t *testing.T) {
	for _, p := range mixtures {
		for _, q := range [][]float64{{0, 0.49}, {-2, 4}, {3, 36}} {
			logQ := func(x float64) float64 { return Normal().LogDensity(x, q) }
			var forward, reverse float64
			for from := -80.0; from < 80; from += 0.25 {
				forward += quad.Fixed(func(x float64) float64 {
					return math.Exp(p.LogDensity(x)) * (p.LogDensity(x) - logQ(x))
				}, from, from+0.25, 20, quad.Legendre{}, 0)
				reverse += quad.Fixed(func(x float64) float64 {
					return math.Exp(logQ(x)) * (logQ(x) - p.LogDensity(x))
				}, from, from+0.25, 20, quad.Legendre{}, 0)
			}
			if got := p.ForwardKL(q[0], math.Sqrt(q[1])); !scalar.EqualWithinRel(got, forward, 1e-9) {
				t.Errorf("%+v, %v: forward %v, want %v", p, q, got, forward)
			}
			if got := p.ReverseKL(q[0], math.Sqrt(q[1])); !scalar.EqualWithinRel(got, reverse, 1e-9) {
				t.Errorf("%+v, %v: reverse %v, want %v", p, q, got, reverse)
			}
		}
	}
}

// A mixture of two equal components is that normal: both divergences are those of
// normals, both optima the component.
func TestMixtureOfEquals(t *testing.T) {
	p := Mixture{Weight: 0.4, Mu: [2]float64{1, 1}, Sigma: [2]float64{2, 2}}
	if got, want := p.ForwardKL(0, 1), Normal().KL([]float64{1, 4}, []float64{0, 1}); !scalar.EqualWithinRel(got, want, 1e-12) {
		t.Errorf("forward %v, want %v", got, want)
	}
	if got, want := p.ReverseKL(0, 1), Normal().KL([]float64{0, 1}, []float64{1, 4}); !scalar.EqualWithinRel(got, want, 1e-12) {
		t.Errorf("reverse %v, want %v", got, want)
	}
	found := p.BestReverse()
	if len(found) != 1 || math.Abs(found[0].KL) > 1e-12 || math.Abs(found[0].Mu-1) > 1e-6 {
		t.Errorf("optima %+v", found)
	}
}

func TestMixtureCheck(t *testing.T) {
	for _, p := range []Mixture{
		{Weight: 0, Sigma: [2]float64{1, 1}}, {Weight: 0.5, Sigma: [2]float64{0, 1}},
		{Weight: 0.5, Mu: [2]float64{math.NaN(), 0}, Sigma: [2]float64{1, 1}},
	} {
		if p.Check() == nil {
			t.Errorf("%+v passes", p)
		}
	}
	if err := mixtures[0].Check(); err != nil {
		t.Error(err)
	}
}

func BenchmarkBestReverse(b *testing.B) {
	for b.Loop() {
		mixtures[0].BestReverse()
	}
}

func BenchmarkArgMinKL(b *testing.B) {
	f := Normal()
	x := f.Sample(make([]float64, 1000), []float64{0, 1}, stream(1))
	for b.Loop() {
		if _, err := f.ArgMinKL(x, []float64{0, 1}); err != nil {
			b.Fatal(err)
		}
	}
}
