package stable_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"konspekt/compute/stable"
)

// number is a float64 that JSON may write as "Infinity" or "-Infinity".
type number float64

func (n *number) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `"Infinity"`:
		*n = number(math.Inf(1))
	case `"-Infinity"`:
		*n = number(math.Inf(-1))
	default:
		return json.Unmarshal(text, (*float64)(n))
	}
	return nil
}

// numbers is a list of them, or one.
type numbers []float64

func (l *numbers) UnmarshalJSON(text []byte) error {
	var list []number
	if text[0] != '[' {
		list = make([]number, 1)
		if err := json.Unmarshal(text, &list[0]); err != nil {
			return err
		}
	} else if err := json.Unmarshal(text, &list); err != nil {
		return err
	}
	for _, v := range list {
		*l = append(*l, float64(v))
	}
	return nil
}

type bound struct{ Rel, Abs float64 }

// reference is testdata/numeric.json, by mpmath at 50 digits rounded to float64.
type reference struct {
	Cases []struct {
		Name            string
		Input, Expected json.RawMessage
		Tolerance       struct {
			bound
			Fields map[string]bound
		}
	}
}

func TestReference(t *testing.T) {
	text, err := os.ReadFile("testdata/numeric.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref reference
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, c := range ref.Cases {
		var in struct{ X, Z numbers }
		got := map[string][]float64{}
		switch f := scalar[c.Name]; {
		case f != nil:
			read(t, c.Input, &in)
			for _, x := range in.X {
				got["y"] = append(got["y"], f(x))
			}
		case strings.HasPrefix(c.Name, "softmax_"):
			read(t, c.Input, &in)
			got["logsumexp"] = []float64{stable.LogSumExp([]float64(in.Z))}
			got["softmax"] = stable.Softmax(nil, []float64(in.Z))
			got["log_softmax"] = stable.LogSoftmax(nil, []float64(in.Z))
		default:
			continue // of the other packages
		}
		checked++
		want := map[string]numbers{}
		read(t, c.Expected, &want)
		for field, list := range want {
			tol, ok := c.Tolerance.Fields[field]
			if !ok {
				tol = c.Tolerance.bound
			}
			compare(t, c.Name+" "+field, got[field], list, tol)
		}
	}
	if checked != 21 {
		t.Errorf("%d cases checked, want 5 of functions and 16 of softmax", checked)
	}
}

// scalar are the functions of one number; expm1 and log1p are those of the standard
// library, on which the package stands.
var scalar = map[string]func(float64) float64{
	"sigmoid": stable.Sigmoid[float64], "softplus": stable.Softplus[float64], "logsigmoid": stable.LogSigmoid[float64],
	"expm1": math.Expm1, "log1p": math.Log1p,
}

func read(t *testing.T, raw json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func compare(t *testing.T, what string, got, want []float64, tol bound) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d numbers, want %d", what, len(got), len(want))
		return
	}
	for i, w := range want {
		if math.IsInf(w, 0) && got[i] == w {
			continue
		}
		if !(math.Abs(got[i]-w) <= tol.Abs+tol.Rel*math.Abs(w)) {
			t.Errorf("%s: [%d] = %v, want %v", what, i, got[i], w)
		}
	}
}

// A thousand is too much for e^x and nothing for a difference.
func Example() {
	z := []float64{1000, 1001}
	fmt.Println(stable.NaiveSoftmax(nil, z))
	fmt.Printf("%.4f\n", stable.Softmax(nil, z))
	// Output:
	// [NaN NaN]
	// [0.2689 0.7311]
}
