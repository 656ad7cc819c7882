package chapters_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

var bernoulliOutputs = []string{"clipped", "sigmoid_mse", "sigmoid_nll"}

// The loss and the gradient agree with mpmath, wherever the lab has the logit.
func TestBernoulliReference(t *testing.T) {
	type row struct {
		Name      string
		Input     json.RawMessage
		Expected  json.RawMessage
		Tolerance struct{ Rel, Abs float64 }
	}
	compared := 0
	for _, c := range casesOf[row](t, "../compute/output/testdata/outputs.json", "bernoulli_") {
		var in struct {
			Z []float64
			Y int
		}
		var want map[string][]float64
		if json.Unmarshal(c.Input, &in) != nil || json.Unmarshal(c.Expected, &want) != nil {
			t.Fatalf("%s cannot be read", c.Name)
		}
		for i, z := range in.Z {
			if math.Abs(z) > 30 {
				continue
			}
			compared++
			r := resultOf(t, "bernoulli", fmt.Sprintf("steps=1&z0=%v&y=%d", z, in.Y))
			for _, at := range [][3]string{{"nll", "sigmoid_nll", "loss"}, {"nll_gradient", "sigmoid_nll", "gradient"},
				{"mse_through_sigmoid", "sigmoid_mse", "loss"}, {"mse_through_sigmoid_gradient", "sigmoid_mse", "gradient"}} {
				if got := r.num(at[1], at[2]); !near(got, want[at[0]][i], c.Tolerance.Rel, c.Tolerance.Abs) {
					t.Errorf("%s: z = %v: %s %v, want %v", c.Name, z, at[0], got, want[at[0]][i])
				}
			}
			right := want["probability"][i]
			if in.Y == 0 {
				right = 1 - right
			}
			if got := r.num("sigmoid_nll", "probability"); !near(got, right, 1e-12, 1e-15) {
				t.Errorf("%s: z = %v: P(y) = %v, want %v", c.Name, z, got, right)
			}
		}
	}
	if compared < 80 {
		t.Errorf("%d logits were compared", compared)
	}
}

// «Discover»: from −20, and from 20 if the answer is 0, only the sigmoid with the
// logarithm comes to the right answer; the clipped unit does not move at all.
func TestBernoulliOnlyTheLogarithmEscapes(t *testing.T) {
	for _, start := range []string{"z0=-20", "z0=20&y=0", "z0=-30", "z0=30&y=0"} {
		r := resultOf(t, "bernoulli", start+"&steps=10000")
		if got := r.num("sigmoid_nll", "steps_to_half"); got > 31 {
			t.Errorf("%s: the logarithm needs %v steps", start, got)
		}
		if r.get("sigmoid_mse", "steps_to_half").v != nil || r.get("clipped", "steps_to_half").v != nil {
			t.Errorf("%s: squares %v, clipped %v, want null", start, r.get("sigmoid_mse", "steps_to_half").v, r.get("clipped", "steps_to_half").v)
		}
		if g, l := r.num("clipped", "gradient"), r.get("clipped", "loss").v; g != 0 || l != nil || r.num("clipped", "z_end") != paramsOf(t, "bernoulli", start)["z0"] {
			t.Errorf("%s: the clipped unit has the gradient %v, the loss %v and ends at %v", start, g, l, r.num("clipped", "z_end"))
		}
	}
}

// naiveGradient is the derivative of each loss for the answer 1, typed as it is read.
func naiveGradient(output string, z float64) float64 {
	s := 1 / (1 + math.Exp(-z))
	switch {
	case output == "sigmoid_nll":
		return s - 1
	case output == "sigmoid_mse":
		return 2 * (s - 1) * s * (1 - s)
	case z > 0 && z < 1:
		return -1 / z
	}
	return 0
}

// naiveHalf is where P(1) becomes ½.
func naiveHalf(output string) float64 {
	if output == "clipped" {
		return 0.5
	}
	return 0
}

// The steps are those of plain gradient descent on the logit.
func TestBernoulliDescent(t *testing.T) {
	for _, c := range []struct {
		z0, rate float64
		steps    int
	}{{-5, 1, 100}, {-8, 0.5, 4000}, {0.3, 0.1, 10}, {0.01, 0.01, 3}, {-3, 5, 40}, {12, 1, 20}, {-9, 1, 10000}} {
		r := resultOf(t, "bernoulli", fmt.Sprintf("z0=%v&rate=%v&steps=%d", c.z0, c.rate, c.steps))
		for _, output := range bernoulliOutputs {
			z, half := c.z0, any(nil)
			for i := 0; ; i++ {
				if half == nil && z >= naiveHalf(output) {
					half = float64(i)
				}
				if i == c.steps {
					break
				}
				z -= c.rate * naiveGradient(output, z)
			}
			if got := r.get(output, "steps_to_half").v; got != half {
				t.Errorf("%+v: %s: %v steps to ½, want %v", c, output, got, half)
			}
			if got := r.num(output, "z_end"); !near(got, z, 1e-8, 1e-8) {
				t.Errorf("%+v: %s: ends at %v, want %v", c, output, got, z)
			}
		}
	}
}

// The closed forms of the time are the integrals of dz/|J'|, and small steps take it: |z₀|
// for the logarithm, e^|z₀| for the squares.
func TestBernoulliTime(t *testing.T) {
	for _, z0 := range []float64{-20, -7.5, -2, -0.1, 0.1, 0.4} {
		r := resultOf(t, "bernoulli", fmt.Sprintf("z0=%v&rate=0.5", z0))
		for _, output := range bernoulliOutputs {
			half := naiveHalf(output)
			if output == "clipped" && z0 <= 0 {
				if got := r.get(output, "steps_flow").v; got != nil {
					t.Errorf("z0 = %v: the clipped unit takes %v steps, want null", z0, got)
				}
				continue
			}
			want := 0.0
			if z0 < half {
				want = 2 * quad.Fixed(func(z float64) float64 { return -1 / naiveGradient(output, z) }, z0, half, 60, quad.Legendre{}, 0)
			}
			if got := r.num(output, "steps_flow"); !near(got, want, 1e-9, 1e-12) {
				t.Errorf("z0 = %v: %s: %v steps, by quadrature %v", z0, output, got, want)
			}
		}
	}
	for _, q := range []string{"z0=-3&rate=0.01&steps=3000", "z0=-1&rate=0.01&steps=3000", "z0=0.2&rate=0.01&steps=30"} {
		r := resultOf(t, "bernoulli", q)
		for _, output := range bernoulliOutputs {
			if r.get(output, "steps_flow").v != nil && math.Abs(r.num(output, "steps_to_half")-r.num(output, "steps_flow")) > 1+0.03*r.num(output, "steps_flow") {
				t.Errorf("%s: %s: %v steps, small ones would take %v", q, output, r.num(output, "steps_to_half"), r.num(output, "steps_flow"))
			}
		}
	}
	if a, b := resultOf(t, "bernoulli", "z0=-20"), resultOf(t, "bernoulli", "z0=-10"); b.num("sigmoid_nll", "steps_flow") < 0.5*a.num("sigmoid_nll", "steps_flow") ||
		!near(a.num("sigmoid_mse", "steps_flow")/b.num("sigmoid_mse", "steps_flow"), math.Exp(10), 0.01, 0) {
		t.Errorf("the time does not grow as |z₀| and as e^|z₀|: %v, %v", a.num("sigmoid_mse", "steps_flow"), b.num("sigmoid_mse", "steps_flow"))
	}
}

// Answers are alike: 0 at z is 1 at −z, at 1 − z for the clipped unit. What is highlighted
// changes the map alone.
func TestBernoulliMirror(t *testing.T) {
	for _, z := range []float64{-20, -1.5, 0, 0.3, 4} {
		for _, output := range bernoulliOutputs {
			mirrored := -z
			if output == "clipped" {
				mirrored = 1 - z
			}
			one := resultOf(t, "bernoulli", fmt.Sprintf("z0=%v", z))
			zero := resultOf(t, "bernoulli", fmt.Sprintf("z0=%v&y=0&output=%s", mirrored, output))
			for _, field := range []string{"steps_to_half", "loss_end", "probability_end", "steps_flow"} {
				a, aIs := one.get(output, field).v.(float64)
				b, bIs := zero.get(output, field).v.(float64)
				if aIs != bIs || !near(a, b, 1e-9, 1e-12) {
					t.Errorf("z = %v: %s: %s is %v and %v", z, output, field, a, b)
				}
			}
			if a, b := one.num(output, "gradient"), zero.num(output, "gradient"); !near(a, -b, 1e-12, 1e-15) {
				t.Errorf("z = %v: %s: gradients %v and %v", z, output, a, b)
			}
		}
	}
}

// Two examples do not disturb each other: a neuron that is trained on both, weight and
// bias together, takes the steps that the map says.
func TestBernoulliMap(t *testing.T) {
	for _, q := range []string{"output=clipped", "output=sigmoid_nll&rate=0.7", "output=sigmoid_mse", "output=sigmoid_nll&y=0", "output=clipped&y=0", "output=sigmoid_mse&y=0&rate=3"} {
		a := run(t, find(t, "bernoulli"), q)
		p := paramsOf(t, "bernoulli", q)
		output, _, _ := strings.Cut(strings.TrimPrefix(q, "output="), "&")
		table := a.Figures[len(a.Figures)-1].Table
		if len(table.Columns) != 3 || len(table.Columns[2].Texts) < 80 {
			t.Fatalf("%s: no table of the map", q)
		}
		for i, text := range table.Columns[2].Texts {
			w, b := table.Columns[0].Values[i], table.Columns[1].Values[i]
			want := "больше 10 000"
			if n, ok := neuronSteps(output, w, b, p["rate"], p["y"]); ok {
				want = strconv.Itoa(n)
			}
			if got := strings.Map(func(r rune) rune {
				if r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == ' ' {
					return -1
				}
				return r
			}, text); got != strings.ReplaceAll(want, " ", "") {
				t.Errorf("%s: from w = %v, b = %v %s steps, want %s", q, w, b, text, want)
			}
		}
	}
}

// neuronSteps trains z = wx + b on x = 1 with the answer y and x = −1 with 1 − y, the loss
// being the mean of the two.
func neuronSteps(output string, w, b, rate, y float64) (steps int, ok bool) {
	for i := range 10001 {
		dw, db, right := 0.0, 0.0, true
		for _, e := range [][2]float64{{1, y}, {-1, 1 - y}} {
			z, sign := w*e[0]+b, 1.0
			if e[1] == 0 {
				z, sign = -z, -1
				if output == "clipped" {
					z++
				}
			}
			right = right && z >= naiveHalf(output)
			g := sign * naiveGradient(output, z)
			dw, db = dw+g*e[0]/2, db+g/2
		}
		if right {
			return i, true
		}
		w, b = w-rate*dw, b-rate*db
	}
	return 0, false
}
