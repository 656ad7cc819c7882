package chapters_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
)

// The types in which the network of the lab is trained.
var arithmetic = []string{"float32", "float64"}

// least is the cheapest training, for tests of the unit alone.
const least = "&epochs=1&width=1"

// activations.json: where both one-sided derivatives agree they are the derivative of mpmath; at a kink that
// of PyTorch is one of them or, of |z|, between.
func TestKinksReference(t *testing.T) {
	type function struct {
		Name  string
		Input struct {
			Function     string
			Slope, Alpha float64
			X            json.RawMessage
		}
		Expected struct{ Derivative []float64 }
	}
	names := map[string]string{"leaky_relu": "leaky", "absolute_rectification": "abs"}
	found := 0
	for _, c := range casesOf[function](t, "../compute/activation/testdata/activations.json", "") {
		if strings.HasPrefix(c.Name, "maxout") || c.Name == "gelu_tanh" {
			continue
		}
		var x []float64
		if err := json.Unmarshal(c.Input.X, &x); err != nil {
			t.Fatal(err)
		}
		name := c.Input.Function
		if other, ok := names[name]; ok {
			name = other
		}
		for i, z := range x {
			if math.Abs(z) > 1.5 {
				continue
			}
			q := fmt.Sprintf("function=%s&point=%s&alpha=%s", name, strconv.FormatFloat(z, 'g', -1, 64), number(c.Input.Slope+c.Input.Alpha)) + least
			r := resultOf(t, "kinks", q)
			left, right, want := r.num("left_derivative"), r.num("right_derivative"), c.Expected.Derivative[i]
			if same := r.get("differentiable").v; same != (left == right) {
				t.Errorf("%s: differentiable is %v", r.name, same)
			}
			if want < min(left, right)-1e-12 || want > max(left, right)+1e-12 {
				t.Errorf("%s: one-sided derivatives %v and %v, reference %v", r.name, left, right, want)
			}
			found++
		}
	}
	if found < 11*8 {
		t.Errorf("%d derivatives compared", found)
	}
}

// A function has a derivative where both one-sided ones are equal: every kink of the lab with its two slopes.
func TestKinksOneSidedDerivatives(t *testing.T) {
	for q, want := range map[string][2]float64{
		"function=relu": {0, 1}, "function=abs": {-1, 1}, "function=leaky&alpha=0.1": {0.1, 1}, "function=prelu&alpha=-0.5": {-0.5, 1},
		"function=elu&alpha=0.25": {0.25, 1}, "function=elu&alpha=1": {1, 1}, "function=hard_tanh&point=1": {1, 0}, "function=hard_tanh&point=-1": {0, 1},
		"function=softplus": {0.5, 0.5}, "function=sigmoid": {0.25, 0.25}, "function=tanh": {1, 1}, "function=gelu": {0.5, 0.5}, "function=silu": {0.5, 0.5},
		"point=-1.5": {0, 0}, "point=0.05": {1, 1},
	} {
		r := resultOf(t, "kinks", q+"&h=0.00001"+least)
		left, right := r.num("left_derivative"), r.num("right_derivative")
		if left != want[0] || right != want[1] || r.get("differentiable").v != (left == right) {
			t.Errorf("%s: %v and %v, want %v", q, left, right, want)
		}
		if a, b := r.num("left_quotient"), r.num("right_quotient"); math.Abs(a-left) > 1e-4 || math.Abs(b-right) > 1e-4 {
			t.Errorf("%s: quotients %v and %v, limits %v and %v", q, a, b, left, right)
		}
	}
}

// The quotients go to the one-sided derivatives like h, until at h = 10⁻¹⁶ rounding is all that is left.
func TestKinksRoundingAtSmallSteps(t *testing.T) {
	r := resultOf(t, "kinks", "function=tanh&point=0.5"+least)
	want, finest := r.num("right_derivative"), 0.0
	for _, q := range r.list("quotients") {
		h, err := q.num("h"), math.Abs(q.num("right")-want)
		switch {
		case h > 1e-7 && h < 1e-2:
			if err > h {
				t.Errorf("h = %v: off by %v", h, err)
			}
		case h < 1e-15:
			finest = max(finest, err)
		}
	}
	if finest < 0.05 {
		t.Errorf("below 1e-15 the quotient is off by %v at most", finest)
	}
}

// Every argument is counted once: rows × units × passes of them, by size or as exactly 0; the stages begin with
// the first weights and end with the last pass.
func TestKinksCounts(t *testing.T) {
	for data, rows := range map[string]int{"iris": 150, "breast_cancer": 569, "digits": 1797} {
		r := resultOf(t, "kinks", "epochs=3&width=5&data="+data)
		for _, f := range arithmetic {
			seen, sum := r.num("preactivations", f), r.num("exact_zeros", f)
			for _, b := range r.list("near") {
				sum += b.num(f)
			}
			if seen != float64(3*5*rows) || sum != seen {
				t.Errorf("%s %s: %v arguments, by size %v", data, f, seen, sum)
			}
			curve := r.list("curve")
			if curve[0].num("loss", f) != r.num("loss_start", f) || curve[len(curve)-1].num("grad_norm", f) != r.num("grad_norm_end", f) || curve[len(curve)-1].num("epoch") != 3 {
				t.Errorf("%s: the curve is not that of the ends", data)
			}
		}
	}
}

// Discover: exact zeros almost never occur, so that the answer to g′(0) changes no bit.
func TestKinksExactZerosAlmostNeverOccur(t *testing.T) {
	many(t)
	for seed := 1; seed <= 30; seed++ {
		q := fmt.Sprintf("seed=%d", seed)
		r := resultOf(t, "kinks", q)
		for _, f := range arithmetic {
			if z, n := r.num("exact_zeros", f), r.num("preactivations", f); z != 0 || n != 72000 || r.num("changed", f) != 0 {
				t.Errorf("%s, %s: %v zeros of %v", q, f, z, n)
			}
			if e := r.num("expected_zeros", f); e <= 0 || e > 0.02 {
				t.Errorf("%s, %s: %v zeros expected", q, f, e)
			}
		}
		if ratio := r.num("expected_zeros", "float32") / r.num("expected_zeros", "float64"); ratio < 0x1p28 || ratio > 0x1p30 {
			t.Errorf("%s: float32 makes zeros %v times as frequent, want about 2²⁹", q, ratio)
		}
	}
	base := resultOf(t, "kinks", "")
	for _, at := range []string{"0.5", "1"} {
		r := resultOf(t, "kinks", "at_zero="+at)
		for _, f := range arithmetic {
			if r.num("loss_end", f) != base.num("loss_end", f) || r.num("grad_norm_end", f) != base.num("grad_norm_end", f) {
				t.Errorf("g′(0) = %s changes the training in %s", at, f)
			}
		}
	}
}

// Arguments near 0 are as many as their interval is wide: over five binades their count grows 32 times.
func TestKinksDensityNearZero(t *testing.T) {
	many(t)
	counts := map[float64]float64{}
	for seed := 1; seed <= 12; seed++ {
		for _, b := range resultOf(t, "kinks", fmt.Sprintf("data=breast_cancer&seed=%d", seed)).list("near") {
			counts[b.num("from")] += b.num("float64")
		}
	}
	low, high := counts[0x1p-12], counts[0x1p-7]
	if want := 32.0; math.Abs(high/low-want) > 4*want/math.Sqrt(low)+0.1*want { // a tenth for the slope of the density
		t.Errorf("%v in [2⁻¹², 2⁻¹¹), %v in [2⁻⁷, 2⁻⁶)", low, high)
	}
}

// Millions of tries: float32 meets a 0, once, and the answer to g′(0) then shows in the last bits of the weights and
// nowhere else; float64 meets none.
func TestKinksOneZeroInMillions(t *testing.T) {
	many(t)
	r := resultOf(t, "kinks", "epochs=1000")
	if r.num("exact_zeros", "float32") != 1 || r.num("exact_zeros", "float64") != 0 || r.num("preactivations", "float32") != 2.4e6 {
		t.Errorf("zeros %v", r.get("exact_zeros").v)
	}
	if r.num("changed", "float32") == 0 || r.num("changed", "float64") != 0 {
		t.Errorf("weights changed: %v", r.get("changed").v)
	}
	if a, b := r.num("loss_end", "float32"), r.num("loss_end_other", "float32"); !near(a, b, 1e-5, 0) || a == b {
		t.Errorf("losses %v and %v", a, b)
	}
}

// Discover: the loss sinks, and the norm of the gradient need not reach 0: not on all rows, and least of all on
// the batch that a step sees.
func TestKinksGradientNeedNotVanish(t *testing.T) {
	many(t)
	for seed := 1; seed <= 20; seed++ {
		r := resultOf(t, "kinks", fmt.Sprintf("seed=%d", seed))
		for _, f := range arithmetic {
			if fall := r.num("loss_start", f) / r.num("loss_end", f); fall < 8 {
				t.Errorf("seed %d, %s: the loss fell %v times", seed, f, fall)
			}
			first := r.list("curve")[1]
			if first.num("epoch") != 1 {
				t.Fatalf("%s", first.name)
			}
			all, one := r.num("grad_norm_end", f), r.num("batch_grad_norm_end", f)
			if all < 1e-3 || one < 0.1 || one < first.num("batch_grad_norm", f)/10 {
				t.Errorf("seed %d, %s: norms %v and %v, of a batch in the first pass %v", seed, f, all, one, first.num("batch_grad_norm", f))
			}
		}
	}
}

// Zeros that are no accident: with first weights 0 every argument is 0, and all depends on the answer to g′(0).
func TestKinksZeroStart(t *testing.T) {
	stuck, learns := resultOf(t, "kinks", "scale=0"), resultOf(t, "kinks", "scale=0&at_zero=1")
	for _, f := range arithmetic {
		if stuck.num("exact_zeros", f) != stuck.num("preactivations", f) || !near(stuck.num("loss_end", f), math.Log(3), 0, 0.01) {
			t.Errorf("%s: %v zeros, loss %v", f, stuck.num("exact_zeros", f), stuck.num("loss_end", f))
		}
		if learns.num("exact_zeros", f) != 160 || learns.num("loss_end", f) > 0.1 {
			t.Errorf("%s: with the answer 1 %v zeros, loss %v", f, learns.num("exact_zeros", f), learns.num("loss_end", f))
		}
		if stuck.num("loss_end_other", f) != learns.num("loss_end", f) || stuck.num("changed", f) == 0 {
			t.Errorf("%s: the other training ends at %v, not at %v", f, stuck.num("loss_end_other", f), learns.num("loss_end", f))
		}
	}
}

// The two types learn the same to the digits of float32, and a training that diverges gives null, not a number.
func TestKinksTypes(t *testing.T) {
	r := resultOf(t, "kinks", "")
	if a, b := r.num("loss_end", "float32"), r.num("loss_end", "float64"); a == b || !near(a, b, 1e-5, 0) {
		t.Errorf("losses %v and %v", a, b)
	}
	if v := resultOf(t, "kinks", "data=digits&rate=1").get("loss_end", "float32").v; v != nil {
		t.Errorf("a training that diverges ends at %v", v)
	}
}
