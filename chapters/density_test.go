package chapters_test

import (
	"fmt"
	"math"
	"testing"
)

// Points on the line itself make a separation quasi-complete: no minimum, and an infimum that
// is what these points cost. One class alone has none either, penalty or not.
func TestCrossEntropyQuasi(t *testing.T) {
	const split, shared = "points=-1:0:0%3B1:0:1", "points=-1:0:0%3B0:0:0%3B0:0:1%3B1:0:1"
	for q, want := range map[string]struct {
		kind    string
		exists  bool
		infimum float64
	}{
		split:                       {"complete", false, 0},
		shared:                      {"quasi", false, math.Ln2 / 2},
		shared + "%3B0:5:1":         {"quasi", false, 2.0 / 5 * math.Ln2}, // the point at (0, 5) lies on the line and parts from the two
		split + "&l2=0.1":           {"complete", true, math.NaN()},
		"points=2:1:1":              {"complete", false, 0},
		"points=2:1:1&l2=1":         {"complete", false, 0},
		"points=0:0:0%3B0:0:1":      {"none", true, math.Ln2},
		"points=1:1:0%3B1:1:1&l2=1": {"none", true, math.Ln2},
	} {
		r := resultOf(t, "crossentropy", q)
		if r.get("separation").v != want.kind || r.get("minimum_exists").v != want.exists {
			t.Errorf("%s: separation %v, minimum_exists %v", q, r.get("separation").v, r.get("minimum_exists").v)
		}
		if got := r.num("loss_infimum"); !math.IsNaN(want.infimum) && !near(got, want.infimum, 1e-9, 1e-12) {
			t.Errorf("%s: infimum %v, want %v", q, got, want.infimum)
		}
	}
}

// A learned variance: with a mean through all points J falls for ever, by log 10 for every
// tenth of σ, whatever the penalty on the weights; a floor or a prior on σ ends it. What
// belongs to the other mode is null.
func TestCrossEntropyUnbounded(t *testing.T) {
	for _, l2 := range []string{"0", "0.01", "1"} {
		at := func(rest string) result {
			return resultOf(t, "crossentropy", "mode=gaussian&degree=6&l2="+l2+rest).get("gaussian")
		}
		if d := at(""); d.get("minimum_exists").v != false || !near(d.num("slope"), 1, 1e-3, 0) || d.get("loss_at_minimum").v != nil {
			t.Errorf("λ=%s: minimum_exists %v, slope %v", l2, d.get("minimum_exists").v, d.num("slope"))
		}
		if fall := at("&sigma=0.0001").num("loss") - at("&sigma=0.00001").num("loss"); !near(fall, math.Log(10), 1e-3, 0) {
			t.Errorf("λ=%s: J falls by %v for a tenth of σ", l2, fall)
		}
		for _, cure := range []string{"&floor=0.05", "&prior=0.05"} {
			d := at(cure)
			if d.get("minimum_exists").v != true || d.num("sigma_at_minimum") < 0.05-1e-12 {
				t.Errorf("λ=%s%s: minimum_exists %v", l2, cure, d.get("minimum_exists").v)
			}
			for _, c := range d.list("curve") {
				if c.num("loss") < d.num("loss_at_minimum")-1e-9 {
					t.Errorf("λ=%s%s: at σ=%v J is %v, at the minimum %v", l2, cure, c.num("sigma"), c.num("loss"), d.num("loss_at_minimum"))
				}
			}
		}
	}
	r := resultOf(t, "crossentropy", "mode=gaussian")
	for _, name := range []string{"step", "loss", "nll", "weight_norm", "w", "b", "minimum_exists", "separation", "loss_infimum", "terms", "points", "rows", "errors", "ray"} {
		if v := r.get(name).v; v != nil {
			t.Errorf("mode=gaussian: %s is %v", name, v)
		}
	}
	if v := resultOf(t, "crossentropy", "").get("gaussian").v; v != nil {
		t.Errorf("mode=classify: gaussian is %v", v)
	}
}

// J is the mean of −log p, with the penalty; its minimum over σ is where σ² is the MSE; a σ
// of its own for one point falls by 1/7 of a unit for every unit of log σ.
func TestCrossEntropyDensity(t *testing.T) {
	for degree := range 6 {
		q := fmt.Sprintf("mode=gaussian&degree=%d", degree)
		d := resultOf(t, "crossentropy", q+"&sigma=0.2").get("gaussian")
		sum, mse := 0.0, 0.0
		for i, y := range d.nums("y") {
			e := y - d.num("mean", i)
			want := 0.5*math.Log(2*math.Pi*0.2*0.2) + e*e/(2*0.2*0.2)
			if !near(d.num("terms", i), want, 1e-9, 1e-12) {
				t.Errorf("%s: term %d is %v, want %v", q, i, d.num("terms", i), want)
			}
			sum, mse = sum+want/7, mse+e*e/7
		}
		if !near(d.num("loss"), sum, 1e-9, 1e-12) || !near(d.num("mse"), mse, 1e-9, 1e-15) {
			t.Errorf("%s: J %v, MSE %v, want %v, %v", q, d.num("loss"), d.num("mse"), sum, mse)
		}
		if best := d.num("sigma_at_minimum"); !near(best*best, mse, 1e-9, 0) {
			t.Errorf("%s: σ² is %v at the minimum, MSE %v", q, best*best, mse)
		}
		for row := range 7 {
			d := resultOf(t, "crossentropy", fmt.Sprintf("%s&own=one&row=%d&sigma=0.001", q, row+1)).get("gaussian")
			terms := 0.0
			for _, v := range d.nums("terms") {
				terms += v / 7
			}
			if d.get("minimum_exists").v != false || !near(d.num("slope"), 1.0/7, 1e-9, 0) || !near(d.num("mean", row), d.num("y", row), 0, 1e-12) || !near(d.num("loss"), terms, 1e-9, 1e-12) {
				t.Errorf("%s: a σ of its own for point %d: slope %v, mean %v, J %v of %v", q, row, d.num("slope"), d.num("mean", row), d.num("loss"), terms)
			}
		}
	}
}
