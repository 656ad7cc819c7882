package output_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"konspekt/compute/output"
)

// referenceCase is a case of testdata/outputs.json: mpmath at 50 digits and PyTorch. The
// tolerance is one for all fields.
type referenceCase struct {
	Name      string
	Input     json.RawMessage
	Expected  map[string]json.RawMessage
	Tolerance struct{ Rel, Abs float64 }
}

// cases are those whose names begin with a prefix, at least one.
func cases(t *testing.T, prefix string) []referenceCase {
	t.Helper()
	src, err := os.ReadFile("testdata/outputs.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []referenceCase }
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	var out []referenceCase
	for _, c := range file.Cases {
		if strings.HasPrefix(c.Name, prefix) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no case %s…", prefix)
	}
	return out
}

// read decodes a part of a case; an unknown field is an error.
func read(t *testing.T, src json.RawMessage, into any) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(string(src)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// compare checks a number against the case's tolerance.
func (c referenceCase) compare(t *testing.T, field string, i int, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= c.Tolerance.Abs+c.Tolerance.Rel*math.Abs(want)) {
		t.Errorf("%s: %s[%d] = %v, want %v", c.Name, field, i, got, want)
	}
}

func TestBernoulliReference(t *testing.T) {
	fields := map[string]func(z float64, y int) float64{
		"nll":                          output.BernoulliNLL,
		"nll_gradient":                 output.BernoulliGradient,
		"mse_through_sigmoid":          output.SigmoidMSE,
		"mse_through_sigmoid_gradient": output.SigmoidMSEGradient,
		"probability":                  func(z float64, _ int) float64 { return output.BernoulliGradient(z, 0) },
	}
	found := cases(t, "bernoulli_")
	if len(found) != 4 {
		t.Errorf("%d cases, want 4", len(found))
	}
	for _, c := range found {
		var in struct {
			Z []float64
			Y int
		}
		read(t, c.Input, &in)
		for name, src := range c.Expected {
			var want []float64
			read(t, src, &want)
			if fields[name] == nil || len(want) != len(in.Z) {
				t.Fatalf("%s: %d numbers %s", c.Name, len(want), name)
			}
			for i, z := range in.Z {
				c.compare(t, name, i, fields[name](z, in.Y), want[i])
			}
		}
	}
}

// Each gradient is the derivative of its loss, by central differences.
func TestBinaryGradients(t *testing.T) {
	pairs := []struct {
		name           string
		loss, gradient func(float64, int) float64
		at             []float64
	}{
		{"NLL", output.BernoulliNLL, output.BernoulliGradient, []float64{-30, -3, -0.1, 0, 0.7, 5, 12}},
		{"MSE", output.SigmoidMSE, output.SigmoidMSEGradient, []float64{-9, -3, -0.1, 0, 0.7, 5, 9}},
		{"clipped", output.ClippedNLL, output.ClippedGradient, []float64{0.05, 0.3, 0.5, 0.9}},
	}
	for _, p := range pairs {
		for _, y := range []int{0, 1} {
			for _, z := range p.at {
				want := fd.Derivative(func(x float64) float64 { return p.loss(x, y) }, z, &fd.Settings{Formula: fd.Central, Step: 1e-5})
				if got := p.gradient(z, y); math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
					t.Errorf("%s'(%v, %d) = %v, by differences %v", p.name, z, y, got, want)
				}
			}
		}
	}
}

// Outside the unit interval the clipped unit has no gradient, whatever the answer: its
// loss is 0 on one side and infinite on the other.
func TestClippedGradientVanishesOutside(t *testing.T) {
	for _, z := range []float64{-1e300, -20, -1e-300, 0, 1, 1 + 1e-15, 20, 1e300} {
		for _, y := range []int{0, 1} {
			right := (z >= 1) == (y == 1)
			want := math.Inf(1)
			if right {
				want = 0
			}
			if g, j := output.ClippedGradient(z, y), output.ClippedNLL(z, y); g != 0 || j != want {
				t.Errorf("z = %v, y = %d: gradient %v, loss %v, want 0 and %v", z, y, g, j, want)
			}
		}
	}
}

// With the sigmoid, NLL has a gradient of at least ½ wherever the answer is wrong, and
// MSE less than 2e^(−|z|): 1 of the gradient against 4·10⁻⁹ at −20.
func TestOnlyTheLogarithmKeepsTheGradient(t *testing.T) {
	for z := 0.5; z < 700; z += 0.5 {
		for y, s := range []float64{1, -1} {
			nll, mse := math.Abs(output.BernoulliGradient(s*z, y)), math.Abs(output.SigmoidMSEGradient(s*z, y))
			if nll < 0.5 || mse > 2*math.Exp(-z) || mse == 0 {
				t.Errorf("z = %v, y = %d: %v and %v", s*z, y, nll, mse)
			}
		}
	}
}

func TestPanicsOnAnAnswerThatIsNotBinary(t *testing.T) {
	for name, f := range map[string]func(float64, int) float64{"NLL": output.BernoulliNLL, "gradient": output.BernoulliGradient,
		"MSE": output.SigmoidMSE, "MSE gradient": output.SigmoidMSEGradient, "clipped": output.ClippedNLL, "clipped gradient": output.ClippedGradient} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: an answer of 2 is accepted", name)
				}
			}()
			f(0, 2)
		}()
	}
}
