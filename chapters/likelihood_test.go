package chapters_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// fitCase is a case of testdata/mle_kl.json: mpmath at 50 digits, checked there with SciPy.
type fitCase struct {
	Name  string
	Input struct {
		Distribution string
		X            []float64
		LoglikAt     []map[string]json.RawMessage `json:"loglik_at"`
		MuP          *float64                     `json:"mu_p"`
		SigmaP       float64                      `json:"sigma_p"`
		MuQ          float64                      `json:"mu_q"`
		SigmaQ       float64                      `json:"sigma_q"`
	}
	Expected  map[string]json.RawMessage
	Tolerance struct{ Rel, Abs float64 }
}

// number reads a JSON number.
func (c fitCase) number(t *testing.T, raw json.RawMessage) float64 {
	t.Helper()
	var v float64
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%s: %s: %v", c.Name, raw, err)
	}
	return v
}

// exact is a number as an address has it.
func exact(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// readersModel is the query that makes the reader's model the one with these parameters.
func (c fitCase) readersModel(t *testing.T, params map[string]json.RawMessage) string {
	p := map[string]float64{}
	for name, raw := range params {
		p[name] = c.number(t, raw)
	}
	switch c.Input.Distribution {
	case "normal":
		return "&theta=" + exact(p["mu"]) + "&scale=" + exact(math.Sqrt(p["sigma2"]))
	case "laplace":
		return "&theta=" + exact(p["mu"]) + "&scale=" + exact(p["b"])
	case "uniform":
		return "&theta=" + exact(p["a"]) + "&scale=" + exact(p["b"]-p["a"])
	}
	return "&theta=" + exact(p["p"]+p["rate"]+p["lambda"])
}

// The six families agree with the reference numbers, through the JSON of the lab with the
// samples as the reader's own points; so do divergences of normals from N(0; 1).
func TestLikelihoodReference(t *testing.T) {
	src, err := os.ReadFile("testdata/mle_kl.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	fitted, compared := 0, 0
	for _, raw := range file.Cases {
		var named struct{ Name string }
		if err := json.Unmarshal(raw, &named); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(named.Name, "categorical") || !strings.HasPrefix(named.Name, "mle_") && !strings.HasPrefix(named.Name, "kl_normal") {
			continue // no family of the lab: checked in compute/likelihood
		}
		var c fitCase
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		switch {
		case c.Input.MuP == nil:
			c.checkFit(t)
			fitted++
		case *c.Input.MuP == 0 && c.Input.SigmaP == 1:
			c.checkDivergence(t)
			compared++
		}
	}
	if fitted != 6 || compared != 2 {
		t.Errorf("%d families and %d divergences, want 6 and 2", fitted, compared)
	}
}

func (c fitCase) checkFit(t *testing.T) {
	points := make([]string, len(c.Input.X))
	for i, x := range c.Input.X {
		points[i] = exact(x)
	}
	query := "data=points&family=" + c.Input.Distribution + "&points=" + strings.Join(points, "%3B")
	agree := func(what string, got, want float64) {
		t.Helper()
		if !near(got, want, c.Tolerance.Rel, c.Tolerance.Abs) {
			t.Errorf("%s: %s = %v, want %v", c.Name, what, got, want)
		}
	}
	r := resultOf(t, "likelihood", query)
	var ml map[string]float64
	if err := json.Unmarshal(c.Expected["mle"], &ml); err != nil {
		t.Fatal(err)
	}
	for name, want := range ml {
		agree(name, r.num("theta_ml", name), want)
	}
	agree("loglik_at_ml", r.num("loglik_at_ml"), c.number(t, c.Expected["loglik_at_mle"]))
	var at []json.RawMessage
	if err := json.Unmarshal(c.Expected["loglik_at"], &at); err != nil || len(at) == 0 || len(at) != len(c.Input.LoglikAt) {
		t.Fatalf("%s: %d numbers, %v", c.Name, len(at), err)
	}
	for i, params := range c.Input.LoglikAt {
		got := resultOf(t, "likelihood", query+c.readersModel(t, params)).get("loglik")
		if string(at[i]) == `"-Infinity"` {
			if got.v != nil {
				t.Errorf("%s: loglik %v, want null for −∞", c.Name, got.v)
			}
			continue
		}
		agree("loglik", got.num(), c.number(t, at[i]))
	}
}

func (c fitCase) checkDivergence(t *testing.T) {
	r := resultOf(t, "likelihood", "theta="+exact(c.Input.MuQ)+"&scale="+exact(c.Input.SigmaQ))
	for field, want := range map[string]string{"kl_true": "kl_p_q", "kl_reverse": "kl_q_p", "entropy_or_const": "entropy_p"} {
		if got, want := r.num(field), c.number(t, c.Expected[want]); !near(got, want, 1e-12, 1e-12) {
			t.Errorf("%s: %s = %v, want %v", c.Name, field, got, want)
		}
	}
}

// states in which a family meets data, its own and others.
var fits = []string{"", "family=laplace", "family=uniform", "family=exponential", "family=bernoulli", "family=poisson",
	"true=mixture", "true=poisson", "family=laplace&true=exponential", "family=exponential&true=uniform", "family=poisson&true=bernoulli",
	"data=iris", "data=iris&family=exponential", "data=kicks", "family=poisson&data=kicks", "data=points", "family=laplace&data=points"}

// arg max ℓ = arg min KL = θ_ML: the top of one curve, searched for over the examples, stands
// over the bottom of the other, searched for over the values of p̂, and both are the closed form.
func TestLikelihoodIsNearest(t *testing.T) {
	first := map[string]string{"": "mu", "laplace": "mu", "uniform": "a", "exponential": "rate", "bernoulli": "p", "poisson": "lambda"}
	for _, base := range fits {
		for _, q := range []string{base, base + "&seed=7&m=51", base + "&seed=3&m=1000"} {
			q = strings.TrimPrefix(q, "&")
			r := resultOf(t, "likelihood", q)
			_, family, _ := strings.Cut(q, "family=")
			family, _, _ = strings.Cut(family, "&")
			top, bottom, closed := r.num("argmax_loglik"), r.num("argmin_kl"), r.num("theta_ml", first[family])
			if !near(top, bottom, 1e-9, 1e-9) || !near(top, closed, 1e-6, 1e-6) {
				t.Errorf("likelihood?%s: arg max ℓ %v, arg min KL %v, closed form %v", q, top, bottom, closed)
			}
			checkCurves(t, r, top)
		}
	}
}

// checkCurves holds the curves to each other: KL = −ℓ/m − const, and of no value on the grid
// is ℓ higher than at θ_ML.
func checkCurves(t *testing.T, r result, best float64) {
	t.Helper()
	theta, loglik, kl := r.nums("theta"), r.list("loglik_curve"), r.list("kl_curve")
	m, top := float64(len(r.list("sample"))), r.num("loglik_at_ml")
	shift := r.num("cross_entropy_at_ml") - r.num("kl_at_ml") // the entropy of p̂, or 0
	if shift != 0 && !near(shift, r.num("entropy_or_const"), 1e-9, 1e-12) {
		t.Errorf("%s: cross-entropy − KL = %v, entropy_or_const %v", r.name, shift, r.num("entropy_or_const"))
	}
	highest, seen := math.Inf(-1), 0
	for i := range theta {
		if loglik[i].v == nil || kl[i].v == nil {
			if loglik[i].v != nil || kl[i].v != nil {
				t.Errorf("%s: ℓ %v and KL %v at %v", r.name, loglik[i].v, kl[i].v, theta[i])
			}
			continue
		}
		seen++
		highest = max(highest, loglik[i].num())
		if want := -loglik[i].num()/m - shift; !near(kl[i].num(), want, 1e-9, 1e-9) {
			t.Errorf("%s: KL %v at %v, want %v", r.name, kl[i].num(), theta[i], want)
		}
		if shift != 0 && kl[i].num() < -1e-12 {
			t.Errorf("%s: KL %v below zero", r.name, kl[i].num())
		}
	}
	if seen < len(theta)/10 || highest > top+1e-9*math.Abs(top) {
		t.Errorf("%s: %d finite values, the highest %v, at θ_ML (%v) %v", r.name, seen, highest, best, top)
	}
}

// θ_ML goes to the member nearest to p_data, the truth itself where it is in the family:
// with 10,000 examples it is within four standard errors.
func TestLikelihoodLimit(t *testing.T) {
	many(t)
	for _, c := range []struct {
		query, param string
		sd           float64 // of one example's share in the estimate
	}{
		{"", "mu", 1}, {"family=laplace", "mu", 1}, {"family=bernoulli", "p", math.Sqrt(0.21)}, {"family=poisson", "lambda", math.Sqrt(3)},
		{"family=exponential", "rate", 0.5}, {"true=laplace", "mu", math.Sqrt2}, {"true=mixture", "mu", 2.5873}, {"true=exponential", "mu", 2},
		{"family=laplace&true=normal", "mu", math.Sqrt(math.Pi / 2)}, {"family=exponential&true=uniform", "rate", math.Sqrt(1.0/12) / 2.25},
	} {
		for seed := 1; seed <= 3; seed++ {
			q := strings.TrimPrefix(fmt.Sprintf("%s&m=10000&seed=%d", c.query, seed), "&")
			r := resultOf(t, "likelihood", q)
			got, want := r.num("theta_ml", c.param), r.num("theta_limit", c.param)
			if se := c.sd / 100; math.Abs(got-want) > 4*se {
				t.Errorf("likelihood?%s: %v, limit %v, SE %v", q, got, want, se)
			}
			if r.num("kl_best") > r.num("kl_true")+1e-12 {
				t.Errorf("likelihood?%s: the nearest member is farther (%v) than the reader's (%v)", q, r.num("kl_best"), r.num("kl_true"))
			}
		}
	}
}

// The error of θ_ML falls as 1/√m along the bound of Cramér and Rao; the uniform is not
// regular, has no bound and goes as 1/m.
func TestLikelihoodRate(t *testing.T) {
	for _, family := range []string{"normal", "laplace", "exponential", "bernoulli", "poisson", "uniform"} {
		r := resultOf(t, "likelihood", "family="+family)
		want, points := -0.5, r.list("rate")
		if family == "uniform" {
			want = -1
		}
		if slope := r.num("rate_slope"); math.Abs(slope-want) > 0.08 {
			t.Errorf("%s: slope %v, want %v", family, slope, want)
		}
		for _, at := range points {
			got, se := at.num("rmse"), at.num("rmse_se")
			if theory := at.get("rmse_theory"); theory.v != nil && math.Abs(got-theory.num()) > 4*se {
				t.Errorf("%s, m = %v: %v ± %v, theory %v", family, at.num("m"), got, se, theory.num())
			}
			if bound := at.get("cramer_rao"); (bound.v == nil) != (family == "uniform") {
				t.Errorf("%s: bound %v", family, bound.v)
			} else if bound.v != nil && got < bound.num()-4*se {
				t.Errorf("%s, m = %v: %v ± %v is below the bound %v", family, at.num("m"), got, se, bound.num())
			}
		}
		last := points[len(points)-1]
		if m, theory := last.num("m"), last.get("rmse_theory"); family == "uniform" && !near(theory.num(), math.Sqrt(2/((m+1)*(m+2))), 1e-12, 0) {
			t.Errorf("uniform, m = %v: %v", m, theory.num())
		}
	}
	if r := resultOf(t, "likelihood", "true=mixture"); len(r.list("rate")) != 0 || r.get("rate_slope").v != nil {
		t.Error("a rate without a truth in the family")
	}
}

// The product of m likelihoods is exp ℓ until it is 0, and then underflow_m says where;
// the sum of logarithms has no such end.
func TestLikelihoodUnderflow(t *testing.T) {
	for _, q := range []string{"", "m=100", "m=1000", "m=10000", "family=laplace&m=2000", "family=poisson&m=2000", "family=uniform&m=5000", "data=iris"} {
		r := resultOf(t, "likelihood", q)
		product, ell, at := r.num("product"), r.num("loglik_at_ml"), r.get("underflow_m")
		switch {
		case (product == 0) != (at.v != nil):
			t.Errorf("likelihood?%s: product %v, underflow_m %v", q, product, at.v)
		case product == 0 && (ell > -744 || at.num() > float64(len(r.list("sample"))) || at.num() < 300):
			t.Errorf("likelihood?%s: underflow at %v, ℓ = %v", q, at.num(), ell)
		case product != 0 && !near(math.Log(product), ell, 1e-9, 1e-9):
			t.Errorf("likelihood?%s: log of the product %v, ℓ = %v", q, math.Log(product), ell)
		}
	}
	// The same path of factors: the place does not depend on how many come after it, but
	// for θ_ML, which moves a little.
	a, b := resultOf(t, "likelihood", "m=2000").num("underflow_m"), resultOf(t, "likelihood", "m=10000").num("underflow_m")
	if math.Abs(a-b) > 5 {
		t.Errorf("underflow at %v of 2000 and at %v of 10,000", a, b)
	}
}
