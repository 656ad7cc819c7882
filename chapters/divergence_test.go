package chapters_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"konspekt/internal/lab"
)

// Forward KL matches the moments of the mixture, covering both humps; reverse KL has one
// wide minimum while they are near, several when they are apart, and then sits on one hump.
func TestLikelihoodDirections(t *testing.T) {
	wide, narrow := 0, 0
	for gap := 0.0; gap <= 8; gap++ {
		r := resultOf(t, "likelihood", fmt.Sprintf("true=mixture&gap=%v", gap))
		mean := 0.6*(-gap/2) + 0.4*gap/2
		sd := math.Sqrt(0.6*0.49 + 0.4 + 0.24*gap*gap)
		if !near(r.num("forward", "mu"), mean, 1e-9, 1e-9) || !near(r.num("forward", "sigma"), sd, 1e-9, 0) {
			t.Errorf("gap %v: forward (%v, %v), moments (%v, %v)", gap, r.num("forward", "mu"), r.num("forward", "sigma"), mean, sd)
		}
		if !near(r.num("forward", "kl"), r.num("kl_best"), 1e-9, 1e-9) || !near(r.num("theta_limit", "mu"), mean, 1e-9, 1e-9) {
			t.Errorf("gap %v: the forward optimum is not the limit of maximum likelihood", gap)
		}
		reverse := r.list("reverse")
		for i := 1; i < len(reverse); i++ {
			if reverse[i].num("kl") < reverse[i-1].num("kl") {
				t.Errorf("gap %v: reverse optima out of order", gap)
			}
		}
		switch best := reverse[0].num("sigma"); {
		case gap <= 4:
			wide++
			if best < 0.85*sd || gap <= 3 && len(reverse) != 1 {
				t.Errorf("gap %v: σ = %v of %v, %d minima", gap, best, sd, len(reverse))
			}
		default:
			narrow++
			if math.Abs(best-0.7) > 0.03 || math.Abs(reverse[0].num("mu")+gap/2) > 0.03 || len(reverse) < 2 {
				t.Errorf("gap %v: reverse (%v, %v), %d minima", gap, reverse[0].num("mu"), best, len(reverse))
			}
		}
	}
	if wide == 0 || narrow == 0 {
		t.Error("the reverse optimum never changes its mind")
	}
}

// The reader's model at an optimum has its divergence, and none below it.
func TestLikelihoodReaderOfMixture(t *testing.T) {
	for _, theta := range []float64{-4, -2.5, -0.5, 1, 2.5} {
		for _, scale := range []float64{0.3, 0.71, 1.5, 2.59, 6} {
			r := resultOf(t, "likelihood", fmt.Sprintf("true=mixture&theta=%v&scale=%v", theta, scale))
			if r.num("kl_true") < r.num("forward", "kl")-1e-12 || r.num("kl_reverse") < r.get("reverse").get(0).num("kl")-1e-12 {
				t.Errorf("N(%v, %v²): KL %v and %v below the optima", theta, scale, r.num("kl_true"), r.num("kl_reverse"))
			}
		}
	}
	r := resultOf(t, "likelihood", "true=mixture&theta=-0.5&scale=2.59")
	if got, want := r.num("kl_true"), r.num("forward", "kl"); !near(got, want, 0, 1e-5) {
		t.Errorf("KL %v at the forward optimum, want %v", got, want)
	}
}

// Two normals one σ apart are half a nat apart both ways; with unequal widths the ways differ.
func TestLikelihoodAsymmetry(t *testing.T) {
	r := resultOf(t, "likelihood", "theta=1&scale=1")
	if !near(r.num("kl_true"), 0.5, 1e-12, 0) || !near(r.num("kl_reverse"), 0.5, 1e-12, 0) {
		t.Errorf("%v and %v, want ½ and ½", r.num("kl_true"), r.num("kl_reverse"))
	}
	for _, q := range []string{"theta=0&scale=2", "family=laplace", "family=exponential", "family=bernoulli", "family=poisson"} {
		r := resultOf(t, "likelihood", q)
		if forward, reverse := r.num("kl_true"), r.num("kl_reverse"); forward <= 0 || reverse <= 0 || near(forward, reverse, 1e-3, 0) {
			t.Errorf("likelihood?%s: %v one way and %v the other", q, forward, reverse)
		}
	}
}

// What the model cannot give is a problem that names the parameter and says why.
func TestLikelihoodSupport(t *testing.T) {
	for query, want := range map[string][2]string{
		"family=bernoulli&true=normal":                   {"true", "0 и 1"},
		"family=poisson&true=mixture":                    {"true", "целые числа"},
		"family=exponential&true=laplace":                {"true", "отрицательных"},
		"family=bernoulli&data=kicks":                    {"data", "невозможным"},
		"family=poisson&data=iris":                       {"data", "невозможным"},
		"family=poisson&data=points&points=1.5;2;3":      {"data", "невозможным"},
		"data=points&points=1;1;1":                       {"data", "двух разных"},
		"family=bernoulli&theta=1.5":                     {"theta", "вероятность"},
		"family=exponential&theta=0":                     {"theta", "положительна"},
		"data=points&points=1;2;ten":                     {"points", "точка 3"},
		"true=cauchy":                                    {"true", "cauchy"},
		"family=uniform&true=mixture&m=1":                {"m", "от 2"},
		"family=exponential&data=points&points=-1;2;3.5": {"data", "невозможным"},
	} {
		q, err := parseQuery(strings.ReplaceAll(query, ";", "%3B"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = find(t, "likelihood").Parse(q)
		var bad lab.Problems
		if !errors.As(err, &bad) || len(bad) != 1 || bad[0].Parameter != want[0] || !strings.Contains(bad[0].Reason, want[1]) {
			t.Errorf("%s: %v, want a problem of %s that says %q", query, err, want[0], want[1])
		}
	}
}

// The sum under the figure is ℓ, its terms have marks on the figure, and an impossible
// example is −∞ in words and null in JSON.
func TestLikelihoodSum(t *testing.T) {
	for query, count := range map[string]int{"": 16, "m=200": 20, "family=poisson": 16, "family=poisson&m=500&theta=3": 0, "data=kicks&family=poisson": 5, "data=points": 9, "family=uniform&scale=0.5": 16} {
		a := run(t, find(t, "likelihood"), query)
		f, ok := a.Figure("model")
		if !ok || len(f.Sum.Terms) == 0 || count > 0 && len(f.Sum.Terms) != count {
			t.Fatalf("likelihood?%s: %d terms, want %d", query, len(f.Sum.Terms), count)
		}
		for _, term := range f.Sum.Terms {
			if !bytes.Contains(f.SVG, []byte(`data-tag="`+term.Tag+`"`)) {
				t.Errorf("likelihood?%s: no mark for the term %s", query, term.Tag)
			}
		}
	}
	r := resultOf(t, "likelihood", "family=uniform&scale=0.5")
	f, _ := run(t, find(t, "likelihood"), "family=uniform&scale=0.5").Figure("model")
	if r.get("loglik").v != nil || r.get("kl_true").v != nil || r.num("loglik_at_ml") == 0 || !strings.HasSuffix(f.Sum.Tail, "= −∞") {
		t.Errorf("an impossible example: ℓ = %v, «%s»", r.get("loglik").v, f.Sum.Tail)
	}
	total := 0.0
	r = resultOf(t, "likelihood", "")
	for _, x := range r.nums("sample") {
		total -= (x-0.8)*(x-0.8)/8 + math.Log(2*math.Sqrt(2*math.Pi))
	}
	if !near(total, r.num("loglik"), 1e-12, 0) {
		t.Errorf("ℓ = %v, term by term %v", r.num("loglik"), total)
	}
}

// A larger sample from the same seed begins with the smaller: «Заново» adds examples.
func TestLikelihoodGrows(t *testing.T) {
	small, large := resultOf(t, "likelihood", "m=5").nums("sample"), resultOf(t, "likelihood", "m=300").nums("sample")
	for i, x := range small {
		if large[i] != x {
			t.Errorf("example %d is %v of 5 and %v of 300", i+1, x, large[i])
		}
	}
	if !near(resultOf(t, "likelihood", "family=poisson&data=kicks").num("theta_ml", "lambda"), 122.0/200, 1e-12, 0) {
		t.Error("the horses of Bortkiewicz killed 122 in 200 corps-years")
	}
}

// A sample of equal values has no highest likelihood: that is null, not a number.
func TestLikelihoodUnbounded(t *testing.T) {
	found := false
	for seed := 1; seed < 12 && !found; seed++ {
		r := resultOf(t, "likelihood", fmt.Sprintf("true=bernoulli&m=2&seed=%d", seed))
		if x := r.nums("sample"); x[0] == x[1] {
			found = true
			for _, key := range []string{"loglik_at_ml", "argmax_loglik", "argmin_kl", "product"} {
				if r.get(key).v != nil {
					t.Errorf("%s is %v of two equal values", key, r.get(key).v)
				}
			}
			if r.get("theta_ml", "sigma2").v != nil || r.num("loglik") >= 0 {
				t.Errorf("σ² = %v, ℓ = %v", r.get("theta_ml", "sigma2").v, r.num("loglik"))
			}
		}
	}
	if !found {
		t.Error("no sample of two equal values")
	}
}
