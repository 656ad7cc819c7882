package likelihood

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat"
)

func stream(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// members are the families with two members p and q each, p within q's support.
var members = []struct {
	f    Family
	p, q []float64
}{
	{Normal(), []float64{1, 2}, []float64{-1, 0.5}},
	{Bernoulli(), []float64{0.3}, []float64{0.8}},
	{Exponential(), []float64{2}, []float64{0.7}},
	{Poisson(), []float64{3.5}, []float64{1.2}},
	{Uniform(), []float64{-1, 2}, []float64{-3, 2.5}},
	{Laplace(), []float64{1, 2}, []float64{-1, 0.5}},
}

// expect integrates or sums g under p, in pieces that no kink crosses.
func expect(f Family, p []float64, g func(x float64) float64) float64 {
	sum := 0.0
	if f.Discrete {
		for x := 0.0; x < 100; x++ {
			if l := f.LogDensity(x, p); !math.IsInf(l, -1) {
				sum += math.Exp(l) * g(x)
			}
		}
		return sum
	}
	for from := -60.0; from < 60; from += 0.5 {
		sum += quad.Fixed(func(x float64) float64 {
			l := f.LogDensity(x, p)
			if math.IsInf(l, -1) {
				return 0
			}
			return math.Exp(l) * g(x)
		}, from, from+0.5, 20, quad.Legendre{}, 0)
	}
	return sum
}

// Densities integrate to 1; entropy and KL in closed form are their integrals.
func TestClosedFormsAreIntegrals(t *testing.T) {
	for _, c := range members {
		if got := expect(c.f, c.p, func(float64) float64 { return 1 }); !scalar.EqualWithinAbs(got, 1, 1e-11) {
			t.Errorf("%s: total probability %v", c.f.Name, got)
		}
		want := expect(c.f, c.p, func(x float64) float64 { return -c.f.LogDensity(x, c.p) })
		if got := c.f.Entropy(c.p); !scalar.EqualWithinAbsOrRel(got, want, 1e-10, 1e-10) {
			t.Errorf("%s: entropy %v, by integration %v", c.f.Name, got, want)
		}
		want = expect(c.f, c.p, func(x float64) float64 { return c.f.LogDensity(x, c.p) - c.f.LogDensity(x, c.q) })
		if got := c.f.KL(c.p, c.q); !scalar.EqualWithinAbsOrRel(got, want, 1e-10, 1e-10) {
			t.Errorf("%s: KL %v, by integration %v", c.f.Name, got, want)
		}
	}
}

// Gibbs' inequality: KL ≥ 0, 0 only for equal members; and it is not symmetric.
func TestGibbs(t *testing.T) {
	for _, c := range members {
		if c.f.KL(c.p, c.q) <= 0 || c.f.KL(c.p, c.p) != 0 || c.f.KL(c.p, c.q) == c.f.KL(c.q, c.p) {
			t.Errorf("%s: KL(p‖q) = %v, KL(p‖p) = %v", c.f.Name, c.f.KL(c.p, c.q), c.f.KL(c.p, c.p))
		}
	}
	if got := Uniform().KL([]float64{0, 2}, []float64{0, 1}); !math.IsInf(got, 1) {
		t.Errorf("KL out of the support = %v", got)
	}
}

// Fisher information is the curvature of KL(θ₀‖θ) at θ = θ₀.
func TestFisherIsCurvatureOfKL(t *testing.T) {
	for _, c := range members {
		info, regular := c.f.Fisher(c.p)
		if regular != (c.f.Name != "uniform") {
			t.Errorf("%s: regular is %v", c.f.Name, regular)
		}
		for j, want := range info {
			// The Laplace KL is e^(−|d|) + |d| in the location, with a kink in its third
			// derivative only.
			got := fd.Derivative(func(v float64) float64 {
				theta := append([]float64(nil), c.p...)
				theta[j] = v
				return c.f.KL(c.p, theta)
			}, c.p[j], &fd.Settings{Formula: fd.Central2nd, Step: 1e-4})
			if !scalar.EqualWithinRel(got, want, 1e-3) {
				t.Errorf("%s: information %v, curvature %v", c.f.Name, want, got)
			}
		}
	}
}

// Unbiased estimates that reach the Cramér–Rao bound: the mean of normal, Bernoulli
// and Poisson samples. The uniform has no bound and beats every 1/m: m·Var → 0.
func TestCramerRao(t *testing.T) {
	const m, repeats = 40, 4000
	variance := func(f Family, theta []float64, m, j int) (v, se float64) {
		rnd := stream(1)
		est := make([]float64, repeats)
		x := make([]float64, m)
		for i := range est {
			ml, err := f.ML(f.Sample(x, theta, rnd))
			if err != nil {
				t.Fatal(err)
			}
			est[i] = ml[j]
		}
		v = stat.Variance(est, nil)
		return v, v * math.Sqrt(2./repeats) // of nearly normal estimates
	}
	for _, c := range members[:4] {
		if c.f.Name == "exponential" {
			continue // 1/x̄ is biased; it reaches the bound only as m → ∞
		}
		bound, _ := c.f.CramerRao(c.p, m)
		if v, se := variance(c.f, c.p, m, 0); math.Abs(v-bound[0]) > 4*se {
			t.Errorf("%s: variance %v ± %v, bound %v", c.f.Name, v, se, bound[0])
		}
	}
	small, _ := variance(Uniform(), []float64{0, 1}, 20, 1)
	large, _ := variance(Uniform(), []float64{0, 1}, 200, 1)
	if ratio := small / large; ratio < 50 {
		t.Errorf("ten times the sample divides the variance by %v only", ratio)
	}
}

// Samples come from the distribution: the mean of −log p is the entropy.
func TestSample(t *testing.T) {
	for _, c := range members {
		x := c.f.Sample(make([]float64, 20000), c.p, stream(2))
		terms := c.f.Terms(nil, x, c.p)
		mean, sd := stat.MeanStdDev(terms, nil)
		if math.Abs(mean+c.f.Entropy(c.p)) > 4*sd/math.Sqrt(20000)+1e-12 {
			t.Errorf("%s: mean log density %v, entropy %v", c.f.Name, mean, c.f.Entropy(c.p))
		}
	}
}

// arg max ℓ = arg min KL = the closed form, to 1e-9.
func TestMaximumLikelihoodIsMinimumKL(t *testing.T) {
	for _, c := range members {
		for _, m := range []int{2, 7, 50, 1001} {
			x := c.f.Sample(make([]float64, m), c.p, stream(uint64(m)))
			theta, err := c.f.ML(x)
			if err != nil {
				t.Fatal(err)
			}
			top, err1 := c.f.ArgMaxLogLik(x, theta)
			near, err2 := c.f.ArgMinKL(x, theta)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if !scalar.EqualWithinAbs(top, near, 1e-9) || !scalar.EqualWithinAbs(top, theta[0], 1e-9) {
				t.Errorf("%s, m=%d: arg max %v, arg min %v, closed form %v", c.f.Name, m, top, near, theta[0])
			}
		}
	}
}

// No neighbour in any parameter is more likely than the estimate.
func TestMLIsAMaximum(t *testing.T) {
	for _, c := range members {
		x := c.f.Sample(make([]float64, 25), c.p, stream(3))
		theta, err := c.f.ML(x)
		if err != nil {
			t.Fatal(err)
		}
		best := c.f.LogLik(x, theta)
		for j := range theta {
			for _, factor := range []float64{0.9, 0.999, 1.001, 1.1} {
				other := append([]float64(nil), theta...)
				other[j] *= factor
				if c.f.Check(other) == nil && c.f.LogLik(x, other) > best {
					t.Errorf("%s: %v is more likely than %v", c.f.Name, other, theta)
				}
			}
		}
	}
}

// KL(p̂‖p_θ) and the cross-entropy differ by the entropy of p̂, whatever θ.
func TestCrossEntropyIsKLAndEntropy(t *testing.T) {
	for _, f := range []Family{Bernoulli(), Poisson()} {
		x := f.Sample(make([]float64, 60), []float64{0.4}, stream(4))
		e := NewEmpirical(x)
		for _, theta := range []float64{0.1, 0.4, 0.9} {
			got := f.CrossEntropy(x, []float64{theta}) - e.KL(f, []float64{theta})
			if want := Entropy(e.Probabilities()); !scalar.EqualWithinRel(got, want, 1e-12) {
				t.Errorf("%s(%v): difference %v, entropy %v", f.Name, theta, got, want)
			}
		}
	}
}

// The product of fair coins is 2^−m: the last one above 0 is m = 1074.
func TestUnderflow(t *testing.T) {
	f, half := Bernoulli(), []float64{0.5}
	x := make([]float64, 2000)
	if m, found := f.Underflow(x, half); !found || m != 1075 {
		t.Errorf("underflow at %v, %v; want 1075", m, found)
	}
	if _, found := f.Underflow(x[:1074], half); found {
		t.Error("2^−1074 underflows")
	}
	if got := f.Product(x, half); got != 0 {
		t.Errorf("product %v", got)
	}
	if got := f.LogLik(x, half); !scalar.EqualWithinRel(got, -2000*math.Ln2, 1e-12) {
		t.Errorf("log-likelihood %v", got)
	}
	if _, found := f.Underflow([]float64{1}, []float64{0}); found {
		t.Error("an impossible sample counts as underflow")
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		f    Family
		x    []float64
		want error
	}{
		{Normal(), nil, ErrEmpty}, {Normal(), []float64{3, 3}, ErrUnbounded}, {Normal(), []float64{math.NaN()}, ErrSupport},
		{Bernoulli(), []float64{0.5}, ErrSupport}, {Exponential(), []float64{-1}, ErrSupport}, {Exponential(), []float64{0, 0}, ErrUnbounded},
		{Poisson(), []float64{1.5}, ErrSupport}, {Uniform(), []float64{1}, ErrUnbounded}, {Laplace(), []float64{2, 2, 2}, ErrUnbounded},
	} {
		if _, err := c.f.ML(c.x); !errors.Is(err, c.want) {
			t.Errorf("%s, %v: %v, want %v", c.f.Name, c.x, err, c.want)
		}
		if _, err := c.f.ArgMaxLogLik(c.x, members[0].p[:len(c.f.Params)]); !errors.Is(err, c.want) {
			t.Errorf("%s, %v: %v, want %v", c.f.Name, c.x, err, c.want)
		}
	}
	if _, err := Named("cauchy"); err == nil {
		t.Error("a family of that name")
	}
	for _, c := range []struct {
		f     Family
		theta []float64
	}{
		{Normal(), []float64{0, 0}}, {Normal(), []float64{0}}, {Normal(), []float64{math.Inf(1), 1}},
		{Bernoulli(), []float64{1.1}}, {Uniform(), []float64{1, 1}}, {Exponential(), []float64{0}},
	} {
		if c.f.Check(c.theta) == nil {
			t.Errorf("%s has a member %v", c.f.Name, c.theta)
		}
	}
}

// Value by value or example by example, the log-likelihood is the same.
func TestEmpiricalLogLik(t *testing.T) {
	f := Poisson()
	x := f.Sample(make([]float64, 500), []float64{3}, stream(3))
	for _, lambda := range []float64{0.5, 3, 9} {
		got, want := NewEmpirical(x).LogLik(f, []float64{lambda}), f.LogLik(x, []float64{lambda})
		if math.Abs(got-want) > 1e-12*math.Abs(want) {
			t.Errorf("λ = %v: %v, want %v", lambda, got, want)
		}
	}
}
