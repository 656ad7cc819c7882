package chapters_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// The exact quality of estimators of normal data, from the reference numbers of the
// book (NumPy and SymPy: estimation.json, normal_variance_estimators).
func TestBiasReference(t *testing.T) {
	for _, c := range []struct {
		query               string
		bias, variance, mse float64
	}{
		{"estimator=var_m&m=2&theta=1", -0.5, 0.5, 0.75},
		{"estimator=var_m1&m=2&theta=1", 0, 2, 2},
		{"estimator=var_m&m=5&theta=4", -0.8, 5.12, 5.76},
		{"estimator=var_m1&m=5&theta=4", 0, 8, 8},
		{"estimator=var_m&m=10&theta=1", -0.1, 0.18, 0.19},
		{"estimator=var_m1&m=10&theta=1", 0, 0.2222222222222222, 0.2222222222222222},
		{"estimator=var_m&m=30&theta=2.25", -0.075, 0.32625, 0.331875},
		{"estimator=var_m1&m=30&theta=2.25", 0, 0.34913793103448276, 0.34913793103448276},
		{"estimator=var_m&m=1000&theta=0.01&repeats=100", -1e-05, 1.998e-07, 1.999e-07},
		{"estimator=normal_mean&m=10&theta=1", 0, 0.1, 0.1},
	} {
		r := resultOf(t, "bias", c.query)
		bias, variance, mse := r.num("bias_theory"), r.num("variance_theory"), r.num("mse_theory")
		if !near(bias, c.bias, 1e-12, 1e-15) || !near(variance, c.variance, 1e-12, 0) || !near(mse, c.mse, 1e-12, 0) {
			t.Errorf("bias?%s: bias %v, variance %v, MSE %v, want %v, %v, %v", c.query, bias, variance, mse, c.bias, c.variance, c.mse)
		}
	}
}

// Dividing by m loses σ²/m at every sample size (book, formula 5.38).
func TestBiasOfVarM(t *testing.T) {
	r := resultOf(t, "bias", "m=7&theta=3")
	found := false
	for _, point := range r.list("curve") {
		m := point.num("m")
		found = found || m == 7
		if got := point.num("bias_theory"); !near(got, -3/m, 1e-12, 0) {
			t.Errorf("m=%v: bias_theory %v, want −θ/m = %v", m, got, -3/m)
		}
		if point.num("bias_se") <= 0 {
			t.Errorf("m=%v: bias_se %v", m, point.num("bias_se"))
		}
	}
	if !found || !near(r.num("bias_theory"), -3.0/7, 1e-12, 0) {
		t.Errorf("bias_theory %v, m=7 on the curve: %v", r.num("bias_theory"), found)
	}
}

// A simulated mean is within four standard errors of theory: one in 16,000 is not, and
// 40 are looked at.
func TestBiasSimulation(t *testing.T) {
	for _, e := range []string{"var_m", "var_m1", "var_c", "sd_m1", "bernoulli_mean", "normal_mean", "uniform_max", "uniform_max_corrected"} {
		for seed := 1; seed <= 5; seed++ {
			q := fmt.Sprintf("estimator=%s&seed=%d", e, seed)
			r := resultOf(t, "bias", q)
			got, want, se := r.num("bias"), r.num("bias_theory"), r.num("bias_se")
			if se <= 0 || math.Abs(got-want) > 4*se {
				t.Errorf("bias?%s: %v ± %v, theory %v", q, got, se, want)
			}
			if got, want, se := r.num("mse"), r.num("mse_theory"), r.num("mse_se"); math.Abs(got-want) > 4*se {
				t.Errorf("bias?%s: MSE %v ± %v, theory %v", q, got, se, want)
			}
		}
	}
}

// MSE = bias² + variance, exactly in theory and, with the variance divided by R − 1, to
// one part in R by experiment (book, formula 5.54).
func TestBiasDecomposition(t *testing.T) {
	for _, q := range []string{"", "estimator=sd_m1", "estimator=uniform_max&m=3", "estimator=bernoulli_mean&theta=0.1", "estimator=var_c&c=0.7&repeats=100"} {
		r := resultOf(t, "bias", q)
		b, v := r.num("bias_theory"), r.num("variance_theory")
		if got := r.num("mse_theory"); !near(got, b*b+v, 1e-12, 0) {
			t.Errorf("bias?%s: mse_theory %v, bias² + variance %v", q, got, b*b+v)
		}
		b, v = r.num("bias"), r.num("variance")
		if got := r.num("mse"); math.Abs(got-b*b-v) > 1.01*v/100 {
			t.Errorf("bias?%s: mse %v, bias² + variance %v", q, got, b*b+v)
		}
		if got, want := r.num("mean")-r.num("mean_theory"), r.num("bias")-r.num("bias_theory"); !near(got, want, 1e-9, 1e-12) {
			t.Errorf("bias?%s: the mean is off by %v, the bias by %v", q, got, want)
		}
	}
}

// Of the factors c the one with the smallest MSE is 1/(m+1), and the dial agrees; other
// estimators have no factor.
func TestBiasDial(t *testing.T) {
	r := resultOf(t, "bias", "m=4")
	best := r.num("best_c")
	if !near(best, 0.2, 1e-12, 0) || r.num("current_c") != 0.25 {
		t.Errorf("best_c %v, current_c %v, want 1/5 and 1/4", best, r.num("current_c"))
	}
	least := resultOf(t, "bias", "m=4&estimator=var_c&c=0.2").num("mse_theory")
	for _, at := range r.list("dial") {
		if at.num("mse") < least*(1-1e-12) {
			t.Errorf("c=%v: MSE %v below %v at 1/(m+1)", at.num("c"), at.num("mse"), least)
		}
		if !near(at.num("mse"), at.num("bias2")+at.num("variance"), 1e-12, 1e-15) {
			t.Errorf("c=%v: %v + %v ≠ %v", at.num("c"), at.num("bias2"), at.num("variance"), at.num("mse"))
		}
	}
	if r := resultOf(t, "bias", "estimator=normal_mean"); r.get("best_c").v != nil || r.get("current_c").v != nil {
		t.Error("a mean has a factor of the sum of squares")
	}
}

// Every estimate is counted once: in a column or outside.
func TestBiasHistogram(t *testing.T) {
	for _, q := range []string{"", "estimator=bernoulli_mean&theta=0.01&m=2", "estimator=bernoulli_mean&theta=0.99&m=1000&repeats=500",
		"estimator=uniform_max&m=2", "estimator=uniform_max_corrected&m=2", "estimator=normal_mean&theta=10"} {
		h := resultOf(t, "bias", q).get("histogram")
		heights, edges := h.nums("heights"), h.nums("edges")
		sum := h.num("outside") / resultRepeats(t, q)
		for i, height := range heights {
			width := edges[i+1] - edges[i]
			if strings.Contains(q, "bernoulli") { // shares of samples, not a density
				width = 1
			}
			sum += height * width
		}
		if len(edges) != len(heights)+1 || !near(sum, 1, 1e-9, 0) || h.num("outside") > 0.03*resultRepeats(t, q) {
			t.Errorf("bias?%s: %d edges, %d columns, %v of all estimates, %v outside", q, len(edges), len(heights), sum, h.num("outside"))
		}
	}
}

func resultRepeats(t *testing.T, query string) float64 {
	t.Helper()
	for _, v := range parse(t, find(t, "bias"), query).Values {
		if v.Name == "repeats" {
			var n float64
			if _, err := fmt.Sscan(v.Text, &n); err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("no parameter repeats")
	return 0
}
