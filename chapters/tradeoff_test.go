package chapters_test

import (
	"fmt"
	"math"
	"testing"
)

// bias2 + variance + noise2 = mse to 1e-12, at the degree and along the curve.
func TestTradeoffInvariant(t *testing.T) {
	many(t)
	for _, q := range []string{"", "degree=0", "degree=15", "lambda=0.01&degree=12", "lambda=100", "noise=0", "noise=2&m=5&degree=4&features=20",
		"truth=step&degree=9", "truth=runge&degree=15&noise=0.05&m=16", "truth=cubic&m=200&features=1"} {
		r := resultOf(t, "tradeoff", q)
		noise := r.num("noise2")
		if got, want := r.num("mse"), r.num("bias2")+r.num("variance")+noise; !near(got, want, 1e-12, 1e-300) {
			t.Errorf("tradeoff?%s: mse %v, sum %v", q, got, want)
		}
		for _, at := range r.list("curve") {
			if got, want := at.num("mse"), at.num("bias2")+at.num("variance")+noise; !near(got, want, 1e-12, 1e-300) {
				t.Errorf("tradeoff?%s: degree %v: mse %v, sum %v", q, at.num("degree"), got, want)
			}
		}
		for _, at := range r.list("descent") {
			if got, want := at.num("mse"), at.num("bias2")+at.num("variance")+noise; !near(got, want, 1e-12, 1e-300) {
				t.Errorf("tradeoff?%s: %v features: mse %v, sum %v", q, at.num("features"), got, want)
			}
		}
	}
}

// noise2 is σ²; the curve at the degree is the result; the best degree has the least MSE.
func TestTradeoffCurve(t *testing.T) {
	r := resultOf(t, "tradeoff", "degree=5&noise=0.7")
	if !near(r.num("noise2"), 0.49, 1e-15, 0) {
		t.Errorf("noise2 %v, want 0.49", r.num("noise2"))
	}
	curve := r.list("curve")
	if len(curve) != 16 || curve[5].num("degree") != 5 || curve[5].num("mse") != r.num("mse") || curve[5].num("bias2") != r.num("bias2") {
		t.Errorf("%d points, at degree 5 %v and in the result %v", len(curve), curve[5].v, r.num("mse"))
	}
	best := int(r.num("best_degree"))
	for d, at := range curve {
		if at.num("mse") < curve[best].num("mse") {
			t.Errorf("degree %d is better than the best %d", d, best)
		}
		// Nested models: each coefficient adds variance at every point.
		if d > 0 && at.num("variance") < curve[d-1].num("variance") {
			t.Errorf("the variance falls at degree %d", d)
		}
	}
}

// The closed form and the samples agree within four standard errors.
func TestTradeoffSimulation(t *testing.T) {
	many(t)
	for seed := 1; seed <= 6; seed++ {
		for _, rest := range []string{"", "&degree=0", "&degree=12", "&lambda=0.5&degree=9", "&truth=step&degree=7&noise=1"} {
			q := fmt.Sprintf("seed=%d%s", seed, rest)
			r := resultOf(t, "tradeoff", q)
			got, want, se := r.num("mse_simulated"), r.num("mse"), r.num("mse_se")
			if se <= 0 || math.Abs(got-want) > 4*se {
				t.Errorf("tradeoff?%s: mse_simulated %v ± %v, theory %v", q, got, se, want)
			}
		}
	}
}

// A polynomial of degree 3 has no bias for a cubic; without noise nothing varies; a
// penalty adds bias and takes variance away.
func TestTradeoffLimits(t *testing.T) {
	if got := resultOf(t, "tradeoff", "truth=cubic&degree=3").num("bias2"); got > 1e-24 {
		t.Errorf("cubic: bias2 %v at degree 3, want 0", got)
	}
	if got := resultOf(t, "tradeoff", "noise=0&degree=12").num("variance"); got != 0 {
		t.Errorf("variance %v without noise", got)
	}
	free, held := resultOf(t, "tradeoff", "degree=12"), resultOf(t, "tradeoff", "degree=12&lambda=1")
	if free.num("bias2") >= held.num("bias2") || free.num("variance") <= held.num("variance") {
		t.Errorf("λ=1: bias2 %v → %v, variance %v → %v", free.num("bias2"), held.num("bias2"), free.num("variance"), held.num("variance"))
	}
}

// With as many random features as points the error peaks; with four times as many it is
// below the peak by far (Belkin et al., PNAS 116, 2019).
func TestTradeoffSecondDescent(t *testing.T) {
	r := resultOf(t, "tradeoff", "features=80")
	mse := map[float64]float64{}
	for _, at := range r.list("descent") {
		mse[at.num("features")] = at.num("mse")
	}
	if mse[80] != r.num("features_mse") || mse[20] == 0 {
		t.Fatalf("descent at 20 and 80: %v, features_mse %v", mse, r.num("features_mse"))
	}
	if mse[20] < 2*mse[80] {
		t.Errorf("20 features: %v, 80 features: %v, want a peak where N = m", mse[20], mse[80])
	}
}
