package chapters_test

import (
	"encoding/json"
	"math"
	"testing"
)

// The lab agrees with mpmath on the softmax of logits of all sizes, in float64.
func TestStabilityReference(t *testing.T) {
	done := 0
	for _, c := range casesOf[referenceCase](t, "../compute/stable/testdata/numeric.json", "softmax_") {
		var in struct{ Z []float64 }
		var want struct {
			Logsumexp  float64
			Softmax    []float64
			LogSoftmax []float64 `json:"log_softmax"`
		}
		if json.Unmarshal(c.Input, &in) != nil || json.Unmarshal(c.Expected, &want) != nil || len(in.Z) < 2 || len(in.Z) > 8 {
			continue
		}
		if fits := func() bool {
			for _, z := range in.Z {
				if math.Abs(z) > 1e4 {
					return false
				}
			}
			return len(want.Softmax) == len(in.Z)
		}(); !fits {
			continue
		}
		done++
		r := resultOf(t, "stability", "precision=float64&scale=1&z="+listed(in.Z))
		sameNumbers(t, r, "softmax_stable", r.nums("softmax_stable"), want.Softmax)
		for i, l := range want.LogSoftmax {
			if got := r.num("log_softmax_stable", i); !near(got, l, 1e-12, 1e-12) {
				t.Errorf("%s: log softmax %v, want %v", c.Name, got, l)
			}
			if got := r.num("log_softmax_exact", i); got != l && !near(got, l, 1e-15, 0) {
				t.Errorf("%s: exact log softmax %v, want %v", c.Name, got, l)
			}
		}
		if got := r.num("logsumexp_stable"); !near(got, want.Logsumexp, 1e-14, 1e-14) {
			t.Errorf("%s: logsumexp %v, want %v", c.Name, got, want.Logsumexp)
		}
	}
	if done < 9 {
		t.Errorf("%d cases of the reference, want at least 9", done)
	}
}

// Naive softmax fails above 709.78, 88.72 and 11.09, the stable one never: Inf/Inf, 0/0 and
// a silent 0 under the logarithm.
func TestNaiveSoftmaxFails(t *testing.T) {
	for format, over := range map[string]float64{"float16": 11.09, "bfloat16": 88.72, "float32": 88.72, "float64": 709.78} {
		for _, c := range []struct {
			z    string
			text [2]string
		}{
			{number(over-0.02) + ",0", [2]string{"1", ""}},
			{number(over+0.02) + ",0", [2]string{"NaN", "0"}},
			{"-800,-801", [2]string{"NaN", "NaN"}},
		} {
			r := resultOf(t, "stability", "scale=1&precision="+format+"&z="+c.z)
			for i, want := range c.text {
				if got := r.get("softmax_naive_text", i).v; want != "" && got != want {
					t.Errorf("%s: naive softmax %d is %v, want %s", r.name, i, got, want)
				}
			}
			sum := 0.0
			for _, p := range r.nums("softmax_stable") {
				sum += p
			}
			if eps := r.num("epsilon"); !near(sum, 1, 0, 2*eps) {
				t.Errorf("%s: the stable probabilities sum to %v", r.name, sum)
			}
		}
		r := resultOf(t, "stability", "scale=1&precision="+format+"&z=1000,-1000")
		if got := r.num("log_softmax_stable", 1); got != -2000 {
			t.Errorf("%s: stable log p = %v", r.name, got)
		}
		quiet := resultOf(t, "stability", "scale=1&precision="+format+"&z=0,-800")
		if quiet.get("softmax_naive", 1).v != 0.0 || quiet.get("log_softmax_naive_text", 1).v != "-Inf" || quiet.get("log_softmax_naive", 1).v != nil {
			t.Errorf("%s: the silent zero: %v, log %v", quiet.name, quiet.get("softmax_naive").v, quiet.get("log_softmax_naive_text").v)
		}
	}
	if r := resultOf(t, "stability", "z=-4,-5,-6"); r.get("first_overflow_scale").v != nil {
		t.Errorf("without a positive logit the sum overflows at %v", r.get("first_overflow_scale").v)
	}
	if r := resultOf(t, "stability", "precision=float64&z=1000,999"); !near(r.num("first_overflow_scale"), 0.709383, 1e-5, 0) {
		t.Errorf("first overflow at %v", r.get("first_overflow_scale").v)
	}
}

// The shift makes the largest exponential 1, whatever the logits; the direct ones are infinite
// or 0 just where they leave the format.
func TestShiftBringsExponentialsHome(t *testing.T) {
	for _, q := range []string{"", "z=-4,-5,-6", "scale=10000", "scale=314&precision=float64", "z=1,12,-3,4&scale=1&precision=float16", "z=10000,-10000&precision=bfloat16"} {
		r := resultOf(t, "stability", q)
		over, under, top := r.num("exp_overflow"), r.num("exp_underflow"), 0.0
		for _, e := range r.list("exponentials") {
			u, shifted := e.num("logit"), e.num("shifted")
			top = max(top, shifted)
			if text := e.get("naive_text").v; (text == "Inf") != (u > over) || (text == "0") != (u < under) || (text == "Inf") != (e.get("naive").v == nil) {
				t.Errorf("%s: e^%v is %v, the format holds %v … %v", r.name, u, text, under, over)
			}
		}
		if top != 1 {
			t.Errorf("%s: the largest shifted exponential is %v", r.name, top)
		}
	}
}

// Far from zero the variance in one pass may be negative, Welford's keeps what the data have.
func TestVarianceByWelford(t *testing.T) {
	r := resultOf(t, "stability", "mode=variance")
	if r.num("variance_one_pass") >= 0 || r.num("variance_welford") != 8.25 || r.num("variance_two_pass") != 8.25 {
		t.Errorf("one pass %v, Welford %v, two passes %v", r.num("variance_one_pass"), r.num("variance_welford"), r.num("variance_two_pass"))
	}
	if r.get("softmax_stable").v != nil || r.get("logsumexp_stable").v != nil || r.get("product").v != nil {
		t.Error("fields of the other mode are not null")
	}
	if r := resultOf(t, "stability", ""); r.get("variance_welford").v != nil || r.get("variance_curve").v != nil {
		t.Error("fields of the variance are not null")
	}
}
