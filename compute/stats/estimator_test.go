package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/integrate/quad"
)

// all are the estimators with a parameter that suits each.
var all = []struct {
	e     Estimator
	theta float64
}{
	{VarM(), 0.5}, {VarM1(), 2}, {VarC(0.25), 0.5}, {VarC(0.02), 3}, {SDM1(), 1.5},
	{BernoulliMean(), 0.3}, {NormalMean(), -7}, {UniformMax(), 2}, {UniformMaxCorrected(), 2},
}

// bias of (1/m)Σ(x−x̄)² is −σ²/m (Deep Learning, eq. 5.38), and 1/(m−1) removes it.
func TestBiasOfVariance(t *testing.T) {
	for m := 2; m <= 1000; m++ {
		if got, want := VarM().Exact(0.5, m).Bias, -0.5/float64(m); got != want {
			t.Fatalf("m=%d: bias %v, want %v", m, got, want)
		}
		if got := VarM1().Exact(0.5, m).Bias; got != 0 {
			t.Fatalf("m=%d: unbiased estimator has bias %v", m, got)
		}
	}
}

// var_c with c = 1/m and 1/(m−1) is var_m and var_m1.
func TestVarCGeneralises(t *testing.T) {
	for _, m := range []int{2, 5, 100, 1000} {
		for _, pair := range []struct{ a, b Estimator }{
			{VarM(), VarC(1 / float64(m))}, {VarM1(), VarC(1 / float64(m-1))},
		} {
			a, b := pair.a.Exact(2, m), pair.b.Exact(2, m)
			if !scalar.EqualWithinAbs(a.Bias, b.Bias, 1e-15) || !scalar.EqualWithinRel(a.Variance, b.Variance, 1e-14) {
				t.Errorf("%s, m=%d: %v, as var_c %v", pair.a.Name, m, a, b)
			}
		}
	}
}

// c = 1/(m+1) has the smallest MSE among all c for normal data; neither the
// unbiased estimator nor 1/m reaches it.
func TestBestC(t *testing.T) {
	for _, m := range []int{2, 5, 17, 300} {
		best := VarC(BestC(m)).Exact(0.5, m).MSE()
		for c := 0.001; c <= 1; c += 0.0007 {
			if mse := VarC(c).Exact(0.5, m).MSE(); mse < best {
				t.Errorf("m=%d: MSE %v at c=%v is below %v at 1/(m+1)", m, mse, c, best)
			}
		}
		if VarM().Exact(0.5, m).MSE() <= best || VarM1().Exact(0.5, m).MSE() <= best {
			t.Errorf("m=%d: 1/m or 1/(m−1) is as good as 1/(m+1)", m)
		}
		// At the optimum MSE = 2σ⁴/(m+1).
		if want := 2 * 0.25 / float64(m+1); !scalar.EqualWithinRel(best, want, 1e-12) {
			t.Errorf("m=%d: best MSE %v, want %v", m, best, want)
		}
	}
}

// c₄ by its values in tables of control charts (ASTM STP 15D) and its law
// c₄(m)·c₄(m+1) = √(1−1/m), from Γ(z+1) = zΓ(z).
func TestC4(t *testing.T) {
	for m, want := range map[int]float64{2: 0.797885, 5: 0.939986, 10: 0.972659, 25: 0.989640} {
		if got := C4(m); !scalar.EqualWithinAbs(got, want, 5e-7) {
			t.Errorf("c₄(%d) = %v, want %v", m, got, want)
		}
	}
	for m := 2; m <= 1000; m++ {
		if got, want := C4(m)*C4(m+1), math.Sqrt(1-1/float64(m)); !scalar.EqualWithinRel(got, want, 2e-12) {
			t.Fatalf("c₄(%d)·c₄(%d) = %v, want %v", m, m+1, got, want)
		}
	}
	if got := SDM1().Exact(1, 5).Bias + 1; math.Round(got*1000) != 940 {
		t.Errorf("E s of 5 normal values = %vσ, want 0.940σ", got)
	}
}

// Bias and variance of the largest of m uniforms by integration of its density
// m·x^(m−1).
func TestUniformMaxByIntegration(t *testing.T) {
	for _, m := range []int{1, 2, 5, 30} {
		moment := func(k int) float64 {
			return quad.Fixed(func(x float64) float64 {
				return math.Pow(x, float64(k)) * float64(m) * math.Pow(x, float64(m-1))
			}, 0, 1, 40, quad.Legendre{}, 0)
		}
		mean := moment(1)
		variance := moment(2) - mean*mean
		got := UniformMax().Exact(2, m)
		if !scalar.EqualWithinRel(got.Bias, 2*(mean-1), 1e-11) || !scalar.EqualWithinRel(got.Variance, 4*variance, 1e-9) {
			t.Errorf("m=%d: %v, want bias %v and variance %v", m, got, 2*(mean-1), 4*variance)
		}
		scale := float64(m+1) / float64(m)
		fixed := UniformMaxCorrected().Exact(2, m)
		if fixed.Bias != 0 || !scalar.EqualWithinRel(fixed.Variance, scale*scale*got.Variance, 1e-12) {
			t.Errorf("m=%d: corrected %v does not match %v", m, fixed, got)
		}
	}
}

// Scale equivariance: for data multiplied by a, an estimate of σ² multiplies by a²,
// of σ or an upper end by a; bias and variance follow.
func TestScaleEquivariance(t *testing.T) {
	const a = 3.0
	for _, c := range []struct {
		e     Estimator
		power float64
	}{{VarM(), 2}, {VarM1(), 2}, {VarC(0.1), 2}, {SDM1(), 1}, {UniformMax(), 1}, {UniformMaxCorrected(), 1}} {
		scale := math.Pow(a, c.power)
		x, ax := make([]float64, 9), make([]float64, 9)
		c.e.Sample(x, 2, rand.New(rand.NewPCG(3, 4)))
		for i := range x {
			ax[i] = a * x[i]
		}
		var s, as Summary
		s.AddAll(x)
		as.AddAll(ax)
		if got, want := c.e.Estimate(as), scale*c.e.Estimate(s); !scalar.EqualWithinRel(got, want, 1e-13) {
			t.Errorf("%s: estimate of scaled data %v, want %v", c.e.Name, got, want)
		}
		q, aq := c.e.Exact(2, 9), c.e.Exact(2*scale, 9)
		if !scalar.EqualWithinAbsOrRel(aq.Bias, scale*q.Bias, 1e-15, 1e-13) ||
			!scalar.EqualWithinRel(aq.Variance, scale*scale*q.Variance, 1e-13) {
			t.Errorf("%s: quality %v at θ=2, %v at θ=%v", c.e.Name, q, aq, 2*scale)
		}
	}
}

func TestNamed(t *testing.T) {
	for _, c := range all {
		e, err := Named(c.e.Name, 0.02)
		if err != nil || e.Name != c.e.Name {
			t.Errorf("Named(%q) = %q, %v", c.e.Name, e.Name, err)
		}
	}
	if e, err := Named("var_c", 0.02); err != nil || e.Exact(1, 5) != VarC(0.02).Exact(1, 5) {
		t.Errorf("Named does not pass c on: %v", err)
	}
	if _, err := Named("median", 0); err == nil {
		t.Error("an unknown name is accepted")
	}
}

func TestCheck(t *testing.T) {
	for _, c := range all {
		if err := c.e.Check(c.theta); err != nil {
			t.Error(err)
		}
		for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			if c.e.Check(bad) == nil {
				t.Errorf("%s accepts θ = %v", c.e.Name, bad)
			}
		}
	}
	for _, bad := range []float64{-0.1, 1.1} {
		if BernoulliMean().Check(bad) == nil {
			t.Errorf("p = %v is accepted", bad)
		}
	}
	if VarM().Check(0) == nil {
		t.Error("σ² = 0 is accepted")
	}
}
