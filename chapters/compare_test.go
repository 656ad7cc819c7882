package chapters_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"konspekt/internal/lab"
)

// Separate and paired intervals and the t test of given losses, from the reference
// numbers: squared errors of two models on 442 patients.
func TestComparePairs(t *testing.T) {
	for _, c := range referenceCases(t, "paired_") {
		var in struct {
			A []float64 `json:"errors_a"`
			B []float64 `json:"errors_b"`
		}
		unmarshal(t, c.Input, &in)
		type mean struct {
			Mean float64
			SE   float64   `json:"standard_error"`
			Z    []float64 `json:"ci95_z"`
		}
		var want struct {
			A, B mean
			D    struct {
				mean
				Student []float64 `json:"ci95_t"`
				T       float64   `json:"t_statistic"`
				P       float64   `json:"p_value_two_sided"`
			} `json:"difference_a_minus_b"`
			Overlap bool `json:"separate_intervals_overlap"`
			Zero    bool `json:"difference_interval_contains_zero"`
		}
		unmarshal(t, c.Expected, &want)
		var points []string
		for i := range in.A {
			points = append(points, exactText(in.A[i])+":"+exactText(in.B[i]))
		}
		r := resultOf(t, "compare", "m=10&pairs="+strings.Join(points, "%3B")).get("pairs")
		check := func(what string, got, want float64) {
			t.Helper()
			if !near(got, want, 1e-9, 1e-9) {
				t.Errorf("%s: %s %v, want %v", c.Name, what, got, want)
			}
		}
		for name, w := range map[string]mean{"a": want.A, "b": want.B, "difference_a_minus_b": want.D.mean} {
			check(name+" mean", r.num(name, "mean"), w.Mean)
			check(name+" se", r.num(name, "standard_error"), w.SE)
			for i, end := range r.nums(name, "interval") {
				check(name+" interval", end, w.Z[i])
			}
		}
		for i, end := range r.nums("difference_interval_t") {
			check("interval t", end, want.D.Student[i])
		}
		check("t", r.num("t_statistic"), want.D.T)
		check("p", r.num("p_value"), want.D.P)
		if r.get("separate_intervals_overlap").v != want.Overlap || r.get("difference_interval_contains_zero").v != want.Zero {
			t.Errorf("%s: overlap %v, zero %v, want %v, %v", c.Name, r.get("separate_intervals_overlap").v, r.get("difference_interval_contains_zero").v, want.Overlap, want.Zero)
		}
	}
}

// With equal standard errors of independent estimates the separate rule demands 1.96·√2
// of them, a level of 0.56 %.
func TestCompareDemand(t *testing.T) {
	r := resultOf(t, "compare", "pa=0.3&pb=0.3&m=5000")
	if got := r.num("equal", "se"); !near(got, 1.96*math.Sqrt2, 1e-12, 0) {
		t.Errorf("demand %v", got)
	}
	if got := r.num("equal", "level"); !near(got, math.Erfc(1.96), 1e-9, 0) || math.Abs(got-0.0056) > 5e-5 {
		t.Errorf("level %v", got)
	}
	if r.num("demand", "se") != r.num("equal", "se") {
		t.Errorf("equal rates demand %v", r.num("demand", "se"))
	}
	// And that is how often it really errs, up to the grain of a finite test.
	if got := r.num("false_separate"); math.Abs(got-0.0056) > 3e-4 {
		t.Errorf("false_separate %v", got)
	}
	if got := r.num("false_paired"); math.Abs(got-0.05) > 2e-3 {
		t.Errorf("false_paired %v", got)
	}
}

// If the better one is not there, there is no power; the false alarms are there.
func TestCompareEqual(t *testing.T) {
	r := resultOf(t, "compare", "pa=0.2&pb=0.2&rho=0.3")
	if r.get("power_separate").v != nil || r.get("power_paired").v != nil {
		t.Error("equal algorithms have a better one")
	}
	if r.num("false_paired") <= r.num("false_separate") {
		t.Errorf("false alarms: paired %v, separate %v", r.num("false_paired"), r.num("false_separate"))
	}
}

// The names of the algorithms do not matter.
func TestCompareSwapped(t *testing.T) {
	a, b := resultOf(t, "compare", "pa=0.1&pb=0.16&rho=0.4&m=300"), resultOf(t, "compare", "pa=0.16&pb=0.1&rho=0.4&m=300")
	for _, name := range []string{"power_separate", "power_paired", "false_separate", "false_paired"} {
		if !near(a.num(name), b.num(name), 1e-10, 1e-15) {
			t.Errorf("%s: %v and %v", name, a.num(name), b.num(name))
		}
	}
}

// Discover: common mistakes make the paired rule stronger and the separate one weaker,
// since its intervals do not know of them; at every ρ ≥ 0 the paired one is ahead.
func TestComparePowerAndCorrelation(t *testing.T) {
	lastSeparate, lastPaired := 1.0, 0.0
	for _, rho := range []float64{0, 0.2, 0.4, 0.6, 0.8, 0.86} {
		r := resultOf(t, "compare", fmt.Sprintf("rho=%v", rho))
		separate, paired := r.num("power_separate"), r.num("power_paired")
		if separate >= lastSeparate || paired <= lastPaired || paired <= separate {
			t.Errorf("ρ=%v: separate %v after %v, paired %v after %v", rho, separate, lastSeparate, paired, lastPaired)
		}
		lastSeparate, lastPaired = separate, paired
	}
}

// The click: at ρ = 0.6 the intervals of the usual test overlap while the paired one
// leaves out zero.
func TestCompareOverlap(t *testing.T) {
	r := resultOf(t, "compare", "rho=0.6").get("typical")
	if r.get("overlap").v != true || r.get("contains_zero").v != false {
		t.Errorf("overlap %v, contains_zero %v", r.get("overlap").v, r.get("contains_zero").v)
	}
	// s² of zeros and ones is m/(m−1)·p(1−p), so s/√m has m−1 under the root.
	if got, want := r.num("half_a"), 1.96*math.Sqrt(0.25*0.75/699); !near(got, want, 1e-12, 0) {
		t.Errorf("half_a %v, want %v", got, want)
	}
}

// The joint table has the rates as its margins and ρ as its correlation.
func TestCompareMistakes(t *testing.T) {
	for _, c := range [][3]float64{{0.25, 0.2, 0.6}, {0.5, 0.5, -1}, {0.01, 0.99, -0.9}, {0.3, 0.3, 1}} {
		r := resultOf(t, "compare", fmt.Sprintf("pa=%v&pb=%v&rho=%v&m=50", c[0], c[1], c[2])).get("mistakes")
		both, onlyA, onlyB, neither := r.num("both"), r.num("only_a"), r.num("only_b"), r.num("neither")
		a, b := both+onlyA, both+onlyB
		rho := (both - a*b) / math.Sqrt(a*(1-a)*b*(1-b))
		if !near(a, c[0], 1e-12, 0) || !near(b, c[1], 1e-12, 0) || !near(rho, c[2], 1e-9, 0) || !near(a+onlyB+neither, 1, 1e-12, 0) {
			t.Errorf("%v: rates %v, %v, correlation %v", c, a, b, rho)
		}
	}
}

// The curves pass through the present state.
func TestCompareCurves(t *testing.T) {
	for _, q := range []string{"", "rho=0.6", "m=777&pa=0.4&pb=0.33", "m=4000&pa=0.4&pb=0.33&rho=-0.3"} {
		r := resultOf(t, "compare", q)
		found := 0
		for name, want := range map[string][2]string{
			"by_m": {"power_separate", "power_paired"}, "by_pb": {"power_separate", "power_paired"}, "by_rho": {"false_separate", "false_paired"},
		} {
			for _, at := range r.list(name) {
				if near(at.num("separate"), r.num(want[0]), 1e-12, 1e-300) && near(at.num("paired"), r.num(want[1]), 1e-12, 0) {
					found++
					break
				}
			}
		}
		if found != 3 {
			t.Errorf("compare?%s: %d of three curves pass through the state", q, found)
		}
	}
}

// A correlation that two such rates cannot have is a problem that names rho, the value
// and the bounds of Fréchet; the bounds themselves are allowed.
func TestCompareFrechet(t *testing.T) {
	x := find(t, "compare")
	q, err := parseQuery("pa=0.1&pb=0.5&rho=0.4")
	if err != nil {
		t.Fatal(err)
	}
	_, err = x.Parse(q)
	var bad lab.Problems
	if !errors.As(err, &bad) || len(bad) != 1 || bad[0].Parameter != "rho" || bad[0].Value != "0.4" {
		t.Fatalf("problems %v, want one of rho", err)
	}
	if !near(*bad[0].Max, 1.0/3, 1e-9, 0) || !near(*bad[0].Min, -1.0/3, 1e-9, 0) || !strings.Contains(bad[0].Reason, "Фреше") {
		t.Errorf("%+v", bad[0])
	}
	for _, c := range [][2]float64{{0.1, 0.5}, {0.25, 0.2}, {0.9, 0.95}, {0.3, 0.3}} {
		r := resultOf(t, "compare", fmt.Sprintf("m=20&pa=%v&pb=%v", c[0], c[1]))
		for _, end := range []string{"rho_min", "rho_max"} {
			resultOf(t, "compare", fmt.Sprintf("m=20&pa=%v&pb=%v&rho=%s", c[0], c[1], exactText(r.num(end))))
		}
	}
}
