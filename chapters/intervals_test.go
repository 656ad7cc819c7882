package chapters_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// referenceCase is a case of the reference numbers (NumPy, SciPy and mpmath).
type referenceCase struct {
	Name            string
	Input, Expected json.RawMessage
}

// referenceCases are the cases of estimation.json whose name begins with the prefix.
func referenceCases(t *testing.T, prefix string) []referenceCase {
	t.Helper()
	return casesOf[referenceCase](t, "../compute/interval/testdata/estimation.json", prefix)
}

func unmarshal(t *testing.T, body json.RawMessage, to any) {
	t.Helper()
	if err := json.Unmarshal(body, to); err != nil {
		t.Fatal(err)
	}
}

func exactText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Mean, both variances, the standard error and both 95 % intervals of given samples,
// from the reference numbers: samples of points go through the address of the lab.
func TestIntervalsOfSamples(t *testing.T) {
	for _, c := range referenceCases(t, "sample_") {
		var in struct{ X []float64 }
		unmarshal(t, c.Input, &in)
		want := map[string]any{}
		unmarshal(t, c.Expected, &want)
		var points []string
		for _, x := range in.X {
			points = append(points, exactText(x)+":0.5")
		}
		r := resultOf(t, "intervals", "repeats=2&sample="+strings.Join(points, "%3B")).get("sample")
		for ours, theirs := range map[string]string{
			"mean": "mean", "variance_biased": "variance_biased", "variance_unbiased": "variance_unbiased",
			"std_unbiased": "std_unbiased", "standard_error": "standard_error", "factor_t": "t_quantile_0.975",
		} {
			rel := 1e-11
			if ours == "factor_t" {
				rel = 1e-9
			}
			if got := r.num(ours); !near(got, want[theirs].(float64), rel, 1e-13) {
				t.Errorf("%s: %s %v, want %v", c.Name, ours, got, want[theirs])
			}
		}
		for ours, theirs := range map[string]string{"interval_z": "ci95_z", "interval_t": "ci95_t"} {
			for i, end := range r.nums(ours) {
				if w := want[theirs].([]any)[i].(float64); !near(end, w, 1e-9, 1e-11) {
					t.Errorf("%s: %s[%d] %v, want %v", c.Name, ours, i, end, w)
				}
			}
		}
	}
}

// The exact coverage of Wald's interval and of the one with the true standard error, from
// the reference numbers.
func TestIntervalsOfProportions(t *testing.T) {
	for _, c := range referenceCases(t, "binomial_coverage_") {
		var in struct{ N, P float64 }
		unmarshal(t, c.Input, &in)
		var want struct {
			Wald  float64 `json:"coverage_wald"`
			Known float64 `json:"coverage_known_se"`
			Width float64 `json:"expected_width_wald"`
			SE    float64 `json:"se_of_mean"`
		}
		unmarshal(t, c.Expected, &want)
		r := resultOf(t, "intervals", fmt.Sprintf("distribution=bernoulli&repeats=2&m=%v&p=%v", in.N, in.P))
		for _, v := range []struct {
			name      string
			got, want float64
		}{
			{"coverage_wald", r.num("proportion", "coverage_wald"), want.Wald},
			{"coverage_known_se", r.num("proportion", "coverage_known_se"), want.Known},
			{"mean_width_wald", r.num("proportion", "mean_width_wald"), want.Width},
			{"se_of_mean", r.num("se_of_mean"), want.SE},
		} {
			if !near(v.got, v.want, 1e-10, 1e-13) {
				t.Errorf("%s: %s %v, want %v", c.Name, v.name, v.got, v.want)
			}
		}
	}
}

// SE = σ/√m, exactly, for every distribution (book, formula 5.46).
func TestStandardErrorOfMean(t *testing.T) {
	for distribution, sd := range map[string]float64{
		"normal": 1, "uniform": 1 / math.Sqrt(12), "exponential": 1, "bernoulli": math.Sqrt(0.1 * 0.9), "student3": math.Sqrt(3),
	} {
		for _, m := range []float64{2, 9, 400} {
			r := resultOf(t, "intervals", fmt.Sprintf("repeats=2&distribution=%s&m=%v", distribution, m))
			if got := r.num("se_of_mean"); !near(got, sd/math.Sqrt(m), 1e-12, 0) {
				t.Errorf("%s, m=%v: %v, want %v", distribution, m, got, sd/math.Sqrt(m))
			}
		}
	}
}

// Normal data: t covers exactly as promised at every m and level; z covers less, the
// more so the smaller m is; the two draw together.
func TestCoverageOfNormal(t *testing.T) {
	for _, level := range []float64{0.5, 0.9, 0.95, 0.99} {
		last := 0.0
		for _, at := range resultOf(t, "intervals", fmt.Sprintf("level=%v&m=200&repeats=2", level)).list("curve") {
			z, student := at.num("z"), at.num("t")
			if !near(student, level, 1e-10, 0) || z >= level+1e-5 || z <= last {
				t.Errorf("level %v, m=%v: t covers %v, z %v after %v", level, at.num("m"), student, z, last)
			}
			last = z
		}
		if last < level-0.001 {
			t.Errorf("level %v: at m=1000 z still covers %v", level, last)
		}
	}
	// P(|T| ≤ 1.96) with 1, 2 and 4 degrees of freedom, in closed form.
	for m, want := range map[int]float64{
		2: 2 / math.Pi * math.Atan(1.96), 3: 1.96 / math.Sqrt(2+1.96*1.96),
		5: closedT4(1.96),
	} {
		if got := resultOf(t, "intervals", fmt.Sprintf("m=%d&repeats=2", m)).num("coverage_theory"); !near(got, want, 1e-12, 0) {
			t.Errorf("m=%d: coverage_theory %v, want %v", m, got, want)
		}
	}
}

// closedT4 is P(|T| ≤ t) with 4 degrees of freedom: sin θ·(1 + ½cos²θ), tan θ = t/2.
func closedT4(t float64) float64 {
	theta := math.Atan(t / 2)
	return math.Sin(theta) * (1 + math.Cos(theta)*math.Cos(theta)/2)
}

// Experiment and theory are within four standard errors: coverage, width and the mean
// of s/√m, which is less than the true standard error.
func TestIntervalsSimulation(t *testing.T) {
	for _, q := range []string{"m=5", "m=5&quantile=t", "m=2&level=0.8", "m=40&quantile=t", "distribution=bernoulli&p=0.1&m=30", "distribution=bernoulli&p=0.5&m=10&quantile=t", "distribution=bernoulli&p=0.01&m=100"} {
		for seed := 1; seed <= 4; seed++ {
			r := resultOf(t, "intervals", fmt.Sprintf("%s&repeats=4000&seed=%d", q, seed))
			for _, v := range []struct{ got, theory, se string }{
				{"coverage", "coverage_theory", "coverage_se"}, {"mean_width", "mean_width_theory", "mean_width_se"}, {"mean_se", "mean_se_theory", "mean_se_se"},
			} {
				if got, want, se := r.num(v.got), r.num(v.theory), r.num(v.se); se <= 0 || math.Abs(got-want) > 4*se {
					t.Errorf("intervals?%s, seed %d: %s %v ± %v, theory %v", q, seed, v.got, got, se, want)
				}
			}
			if r.num("mean_se_theory") >= r.num("se_of_mean") {
				t.Errorf("intervals?%s: s/√m is %v on average, the true error %v", q, r.num("mean_se_theory"), r.num("se_of_mean"))
			}
		}
	}
	for _, q := range []string{"uniform", "exponential", "student3"} {
		if r := resultOf(t, "intervals", "repeats=2&distribution="+q); r.get("coverage_theory").v != nil || r.get("proportion").v != nil {
			t.Errorf("%s has an exact coverage", q)
		}
	}
}

// What is shown adds up: hits and misses are all intervals, the running share ends in
// the coverage, the ladder holds the last hundred.
func TestIntervalsCount(t *testing.T) {
	for _, q := range []string{"", "repeats=2", "repeats=100", "distribution=exponential&m=10&repeats=317", "distribution=bernoulli&m=30"} {
		r := resultOf(t, "intervals", q)
		if sum := r.num("coverage") + r.num("missed_below") + r.num("missed_above"); !near(sum, 1, 1e-12, 0) {
			t.Errorf("intervals?%s: hits and misses are %v", q, sum)
		}
		running := r.list("running")
		if last := running[len(running)-1]; last.num("coverage") != r.num("coverage") {
			t.Errorf("intervals?%s: the running share ends in %v, the coverage is %v", q, last.num("coverage"), r.num("coverage"))
		}
		shown := r.list("shown")
		if n := running[len(running)-1].num("n"); len(shown) != int(min(n, 100)) || shown[len(shown)-1].num("number") != n {
			t.Errorf("intervals?%s: %d shown of %v", q, len(shown), n)
		}
		for _, s := range shown {
			covers := s.num("lo") <= r.num("true_value") && r.num("true_value") <= s.num("hi")
			if s.get("covers").v != covers {
				t.Errorf("intervals?%s: interval %v is said to cover: %v", q, s.num("number"), s.get("covers").v)
			}
		}
	}
}

// «Заново» adds intervals and changes none: the first of many are those of few.
func TestIntervalsRain(t *testing.T) {
	few, many := resultOf(t, "intervals", "repeats=40").list("shown"), resultOf(t, "intervals", "repeats=90").list("shown")
	for i, s := range few {
		if s.num("lo") != many[i].num("lo") || s.num("hi") != many[i].num("hi") {
			t.Fatalf("interval %d changes when others follow", i+1)
		}
	}
}

// Discover: the exponential misses on one side, since a small mean comes with a small s;
// a rare event leaves a third of the samples with the point 0 for an interval.
func TestIntervalsMisses(t *testing.T) {
	r := resultOf(t, "intervals", "distribution=exponential&m=10&repeats=5000")
	if below, above := r.num("missed_below"), r.num("missed_above"); below < 5*above {
		t.Errorf("exponential: %v below, %v above", below, above)
	}
	r = resultOf(t, "intervals", "distribution=bernoulli&p=0.01&m=100")
	empty := 0
	for _, s := range r.list("shown") {
		if s.num("lo") == 0 && s.num("hi") == 0 {
			empty++
		}
	}
	if empty < 20 || empty > 55 || !near(r.num("coverage_theory"), 1-math.Pow(0.99, 100), 0.01, 0) {
		t.Errorf("%d of 100 intervals are the point 0, coverage %v", empty, r.num("coverage_theory"))
	}
}

// Over p the usual interval dips below the promise nearly everywhere, the exact one
// never does, Wilson's keeps near it.
func TestCoverageOverP(t *testing.T) {
	below, wilson := 0, 0.0
	all := resultOf(t, "intervals", "distribution=bernoulli&m=30&repeats=2").list("proportion", "over_p")
	for _, at := range all {
		if at.num("mean") < 0.95 {
			below++
		}
		if at.num("exact") < 0.95-1e-12 {
			t.Errorf("p=%v: the exact interval covers %v", at.num("p"), at.num("exact"))
		}
		wilson += at.num("wilson") / float64(len(all))
	}
	if len(all) < 400 || below < len(all)*4/5 || !near(wilson, 0.95, 0.01, 0) {
		t.Errorf("%d places: the usual interval is below 95 %% at %d, Wilson's covers %v on average", len(all), below, wilson)
	}
}
