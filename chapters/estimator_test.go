package chapters_test

import (
	"fmt"
	"math"
	"testing"
)

// The mean of m normal observations: bias 0, variance σ²/m (NumPy and SymPy:
// estimation.json, normal_variance_estimators, mean_estimator with σ = 1); and what is
// known in closed form elsewhere.
func TestEstimatorReference(t *testing.T) {
	for _, c := range []struct {
		query          string
		mean, variance float64
	}{
		{"m=2", 0, 0.5},
		{"m=10", 0, 0.1},
		{"statistic=first&m=10", 0, 1},
		{"statistic=constant&c=0.4", 0.4, 0},
		{"distribution=uniform", 0.5, 1.0 / 120},
		{"distribution=uniform&statistic=midrange", 0.5, 1.0 / (2 * 11 * 12)},    // 1/(2(m+1)(m+2))
		{"distribution=uniform&statistic=median&m=9", 0.5, 25.0 / (100.0 * 11)},  // Beta(5, 5)
		{"distribution=exponential&statistic=median&m=3", 5.0 / 6, 1.0/9 + 0.25}, // 1/3 + 1/2
		{"distribution=exponential&m=10", 1, 0.1},
		{"distribution=bernoulli&p=0.3&m=10", 0.3, 0.021},
		{"distribution=student3&m=10", 0, 0.3},
	} {
		r := resultOf(t, "estimator", c.query)
		mean, sd := r.num("mean_of_estimates_theory"), r.num("sd_of_estimates_theory")
		if !near(mean, c.mean, 1e-12, 1e-13) || !near(sd*sd, c.variance, 1e-12, 1e-15) {
			t.Errorf("estimator?%s: mean %v, variance %v, want %v and %v", c.query, mean, sd*sd, c.mean, c.variance)
		}
		bias := mean - r.num("true_value")
		if got := r.num("rmse_theory"); !near(got, math.Sqrt(bias*bias+sd*sd), 1e-12, 0) {
			t.Errorf("estimator?%s: rmse_theory %v", c.query, got)
		}
	}
}

// The expectation of one observation is what is estimated.
func TestEstimatorTrueValue(t *testing.T) {
	for query, want := range map[string]float64{"": 0, "distribution=uniform": 0.5, "distribution=exponential": 1,
		"distribution=bernoulli&p=0.17": 0.17, "distribution=student3": 0} {
		if got := resultOf(t, "estimator", query).num("true_value"); got != want {
			t.Errorf("estimator?%s: true_value %v, want %v", query, got, want)
		}
	}
}

// Simulated moments are within four standard errors of theory, whatever the statistic; a
// median of normal data has no formula here, and none is claimed.
func TestEstimatorSimulation(t *testing.T) {
	checked := 0
	for _, d := range []string{"normal", "uniform", "exponential", "bernoulli", "student3"} {
		for _, s := range []string{"mean", "median", "midrange", "trimmed", "first", "constant"} {
			for seed := 1; seed <= 3; seed++ {
				q := fmt.Sprintf("distribution=%s&statistic=%s&m=7&seed=%d", d, s, seed)
				r := resultOf(t, "estimator", q)
				for _, name := range []string{"mean_of_estimates", "sd_of_estimates", "rmse"} {
					se, theory := r.get(name+"_se").v, r.get(name+"_theory").v
					if se == nil || theory == nil {
						continue
					}
					checked++
					if got := r.num(name); math.Abs(got-theory.(float64)) > 4*se.(float64)+1e-12 {
						t.Errorf("estimator?%s: %s %v ± %v, theory %v", q, name, got, se, theory)
					}
				}
			}
		}
	}
	if checked < 200 {
		t.Errorf("%d moments have a theory and an error", checked)
	}
	if v := resultOf(t, "estimator", "statistic=median").get("rmse_theory").v; v != nil {
		t.Errorf("normal median: rmse_theory %v", v)
	}
}

// Student's t with three degrees of freedom has no fourth moment, and neither has a
// statistic that hears the extremes: the error of its deviation is null.
func TestEstimatorFourthMoment(t *testing.T) {
	for query, finite := range map[string]bool{"": true, "statistic=median": true, "statistic=trimmed": true, "statistic=constant": true,
		"statistic=mean": false, "statistic=first": false, "statistic=midrange": false, "statistic=median&m=2": false, "statistic=trimmed&m=4": false} {
		if query == "" {
			continue
		}
		r := resultOf(t, "estimator", "distribution=student3&"+query)
		for _, name := range []string{"sd_of_estimates_se", "rmse_se"} {
			if got := r.get(name).v != nil; got != finite {
				t.Errorf("student3&%s: %s is there: %v, want %v", query, name, got, finite)
			}
		}
	}
}

// rmse² = (mean − true)² + sd², exactly.
func TestEstimatorPythagoras(t *testing.T) {
	for _, q := range []string{"", "distribution=exponential&statistic=median", "distribution=bernoulli&statistic=midrange&p=0.1", "statistic=constant&c=-2", "distribution=student3&m=1&repeats=2"} {
		r := resultOf(t, "estimator", q)
		bias, sd, rmse := r.num("mean_of_estimates")-r.num("true_value"), r.num("sd_of_estimates"), r.num("rmse")
		if !near(rmse*rmse, bias*bias+sd*sd, 1e-10, 1e-15) {
			t.Errorf("estimator?%s: rmse² %v, bias² + sd² %v", q, rmse*rmse, bias*bias+sd*sd)
		}
	}
}

// The last sample gives the last estimate, and it lies in a column or outside: every
// estimate is counted once.
func TestEstimatorLastSample(t *testing.T) {
	r := resultOf(t, "estimator", "m=9&repeats=50")
	sum := 0.0
	for _, v := range r.nums("last_sample") {
		sum += v / 9
	}
	if len(r.nums("last_sample")) != 9 || !near(r.num("last_estimate"), sum, 1e-12, 1e-15) {
		t.Errorf("last_estimate %v, the mean of %d observations is %v", r.num("last_estimate"), len(r.nums("last_sample")), sum)
	}
	for _, q := range []string{"", "distribution=student3&statistic=first&repeats=500", "distribution=bernoulli&m=4", "statistic=constant"} {
		h := resultOf(t, "estimator", q).get("histogram")
		repeats := 2000.0
		if q == "distribution=student3&statistic=first&repeats=500" {
			repeats = 500
		}
		all := h.num("outside") / repeats
		edges := h.nums("edges")
		for i, height := range h.nums("heights") {
			all += height * (edges[i+1] - edges[i])
		}
		for _, atom := range h.list("atoms") {
			all += atom.num("share")
		}
		if !near(all, 1, 1e-9, 0) {
			t.Errorf("estimator?%s: %v of all estimates are counted", q, all)
		}
	}
}

// What the page promises to discover: no statistic is best for every distribution, and a
// constant is perfect for one truth only.
func TestEstimatorDiscover(t *testing.T) {
	best := func(query string) string {
		least, name := math.Inf(1), ""
		for _, rival := range resultOf(t, "estimator", query).list("rivals") {
			if v := rival.num("rmse"); v < least && rival.get("statistic").v != "constant" {
				least, name = v, rival.get("statistic").v.(string)
			}
		}
		return name
	}
	for query, want := range map[string]string{"m=30": "mean", "distribution=uniform&m=30": "midrange", "distribution=exponential&m=30": "mean"} {
		if got := best(query); got != want {
			t.Errorf("estimator?%s: %s is best, want %s", query, got, want)
		}
	}
	rmse := func(query string) float64 { return resultOf(t, "estimator", query).num("rmse") }
	if mean, median := rmse("distribution=student3"), rmse("distribution=student3&statistic=median"); median >= mean {
		t.Errorf("student3: median %v, mean %v", median, mean)
	}
	if normal, exponential := rmse("statistic=constant&c=0"), rmse("statistic=constant&c=0&distribution=exponential"); normal != 0 || !near(exponential, 1, 1e-12, 0) {
		t.Errorf("the constant 0: %v for normal data, %v for exponential, want 0 and 1", normal, exponential)
	}
}
