package likelihood

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// number reads JSON numbers and the strings "Infinity" and "-Infinity".
type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case `"Infinity"`:
		*n = number(math.Inf(1))
		return nil
	case `"-Infinity"`:
		*n = number(math.Inf(-1))
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

// testCase is one of testdata/mle_kl.json: mpmath at 50 digits, checked there with
// scipy and torch.
type testCase struct {
	Name      string
	Input     json.RawMessage
	Expected  map[string]json.RawMessage
	Tolerance struct{ Rel, Abs float64 }
}

func (c *testCase) decode(t *testing.T, raw json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
}

func (c *testCase) check(t *testing.T, field string, got, want float64) {
	t.Helper()
	if got == want { // infinities
		return
	}
	if !(math.Abs(got-want) <= c.Tolerance.Abs+c.Tolerance.Rel*math.Abs(want)) {
		t.Errorf("%s = %v, want %v", field, got, want)
	}
}

// compare checks that got has every expected number and no field is left out.
func (c *testCase) compare(t *testing.T, got map[string]float64) {
	t.Helper()
	for field, raw := range c.Expected {
		var want number
		c.decode(t, raw, &want)
		value, ok := got[field]
		if !ok {
			t.Errorf("%s is not checked", field)
		}
		c.check(t, field, value, float64(want))
	}
}

func TestReference(t *testing.T) {
	text, err := os.ReadFile("testdata/mle_kl.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref struct{ Cases []*testCase }
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	if len(ref.Cases) != 21 {
		t.Fatalf("%d cases, want 21", len(ref.Cases))
	}
	for _, c := range ref.Cases {
		t.Run(c.Name, func(t *testing.T) {
			switch {
			case c.Name == "mle_categorical":
				c.categorical(t)
			case strings.HasPrefix(c.Name, "mle_"):
				c.family(t)
			case strings.HasPrefix(c.Name, "kl_discrete"):
				c.discrete(t)
			case strings.HasPrefix(c.Name, "kl_normal"):
				c.normal(t)
			default:
				c.multivariate(t)
			}
		})
	}
}

func (c *testCase) family(t *testing.T) {
	var in struct {
		Distribution string
		X            []float64
		LoglikAt     []map[string]float64 `json:"loglik_at"`
	}
	c.decode(t, c.Input, &in)
	f, err := Named(in.Distribution)
	if err != nil {
		t.Fatal(err)
	}
	theta, err := f.ML(in.X)
	if err != nil {
		t.Fatal(err)
	}
	var ml map[string]float64
	c.decode(t, c.Expected["mle"], &ml)
	for i, name := range f.Params {
		c.check(t, name, theta[i], ml[name])
	}
	var at number
	c.decode(t, c.Expected["loglik_at_mle"], &at)
	c.check(t, "loglik_at_mle", f.LogLik(in.X, theta), float64(at))
	var others []number
	c.decode(t, c.Expected["loglik_at"], &others)
	if len(others) == 0 || len(others) != len(in.LoglikAt) {
		t.Fatalf("%d log-likelihoods for %d points", len(others), len(in.LoglikAt))
	}
	for k, params := range in.LoglikAt {
		var other []float64
		for _, name := range f.Params {
			v, ok := params[name]
			if !ok {
				t.Fatalf("no %s in %v", name, params)
			}
			other = append(other, v)
		}
		c.check(t, "loglik_at", f.LogLik(in.X, other), float64(others[k]))
	}
}

func (c *testCase) categorical(t *testing.T) {
	var in struct {
		X []float64
		K int
	}
	c.decode(t, c.Input, &in)
	classes := make([]int, len(in.X))
	for i, v := range in.X {
		classes[i] = int(v)
	}
	p := CategoricalML(classes, in.K)
	var ml struct{ P []float64 }
	c.decode(t, c.Expected["mle"], &ml)
	for i, want := range ml.P {
		c.check(t, "p", p[i], want)
	}
	var at float64
	c.decode(t, c.Expected["loglik_at_mle"], &at)
	m := float64(len(classes))
	c.check(t, "loglik_at_mle", -m*Entropy(p), at)
	var others []float64
	c.decode(t, c.Expected["loglik_at"], &others)
	c.check(t, "loglik_at", -m*CrossEntropy(p, []float64{0.25, 0.25, 0.25, 0.25}), others[0])
}

func (c *testCase) discrete(t *testing.T) {
	var in struct{ P, Q []float64 }
	c.decode(t, c.Input, &in)
	c.compare(t, map[string]float64{
		"kl_p_q": KL(in.P, in.Q), "kl_q_p": KL(in.Q, in.P),
		"entropy_p": Entropy(in.P), "entropy_q": Entropy(in.Q),
		"cross_entropy_p_q":     CrossEntropy(in.P, in.Q),
		"entropy_p_plus_kl_p_q": Entropy(in.P) + KL(in.P, in.Q),
		"kl_p_q_bits":           KL(in.P, in.Q) / math.Ln2,
	})
}

func (c *testCase) normal(t *testing.T) {
	var in struct {
		MuP    float64 `json:"mu_p"`
		SigmaP float64 `json:"sigma_p"`
		MuQ    float64 `json:"mu_q"`
		SigmaQ float64 `json:"sigma_q"`
	}
	c.decode(t, c.Input, &in)
	p, q := []float64{in.MuP, in.SigmaP * in.SigmaP}, []float64{in.MuQ, in.SigmaQ * in.SigmaQ}
	f := Normal()
	c.compare(t, map[string]float64{
		"kl_p_q": f.KL(p, q), "kl_q_p": f.KL(q, p), "entropy_p": f.Entropy(p),
		"cross_entropy_p_q": f.Entropy(p) + f.KL(p, q),
	})
}

func (c *testCase) multivariate(t *testing.T) {
	var in struct {
		MuP  []float64   `json:"mu_p"`
		MuQ  []float64   `json:"mu_q"`
		CovP [][]float64 `json:"cov_p"`
		CovQ [][]float64 `json:"cov_q"`
	}
	c.decode(t, c.Input, &in)
	symmetric := func(rows [][]float64) *mat.SymDense {
		s := mat.NewSymDense(len(rows), nil)
		for i, row := range rows {
			for j, v := range row {
				s.SetSym(i, j, v)
			}
		}
		return s
	}
	c.compare(t, map[string]float64{"kl_p_q": KLMultivariate(in.MuP, symmetric(in.CovP), in.MuQ, symmetric(in.CovQ))})
}
