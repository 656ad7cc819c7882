package chapters_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"konspekt/compute/stable"
)

// listed is a list as an address has it.
func listed(z []float64) string {
	items := make([]string, len(z))
	for i, v := range z {
		items[i] = number(v)
	}
	return strings.Join(items, ",")
}

// The lab agrees with mpmath at 50 digits: probabilities, losses, gradients, Jacobians.
func TestSoftmaxReference(t *testing.T) {
	rows := 0
	for _, c := range casesOf[referenceCase](t, "../compute/output/testdata/outputs.json", "softmax_") {
		switch {
		case strings.HasPrefix(c.Name, "softmax_cross_entropy"):
			rows += crossEntropyCase(t, c.Input, c.Expected)
		case strings.HasPrefix(c.Name, "softmax_jacobian"):
			rows += jacobianCase(t, c.Input, c.Expected)
		}
	}
	if rows != 14 {
		t.Errorf("%d rows of the reference, want 14", rows)
	}
}

func crossEntropyCase(t *testing.T, input, expected []byte) int {
	t.Helper()
	var in struct {
		Z [][]float64
		Y []int
	}
	var want struct {
		NLL      []float64
		Softmax  [][]float64
		Gradient [][]float64 `json:"gradient_of_sum"`
	}
	if err := json.Unmarshal(input, &in); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}
	for i, z := range in.Z {
		r := resultOf(t, "softmax", fmt.Sprintf("z=%s&target=%d", listed(z), in.Y[i]))
		if !near(r.num("nll"), want.NLL[i], 1e-12, 1e-14) {
			t.Errorf("%s: nll %v, want %v", r.name, r.num("nll"), want.NLL[i])
		}
		sameNumbers(t, r, "p", r.nums("p"), want.Softmax[i])
		sameNumbers(t, r, "grad_nll", r.nums("grad_nll"), want.Gradient[i])
	}
	return len(in.Z)
}

func jacobianCase(t *testing.T, input, expected []byte) int {
	t.Helper()
	var in struct{ Z []float64 }
	var want struct {
		Softmax  []float64
		Jacobian [][]float64
		Log      [][]float64 `json:"log_softmax_jacobian"`
	}
	if err := json.Unmarshal(input, &in); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}
	r := resultOf(t, "softmax", "z="+listed(in.Z))
	sameNumbers(t, r, "p", r.nums("p"), want.Softmax)
	for i := range in.Z {
		sameNumbers(t, r, "jacobian", r.nums("jacobian", i), want.Jacobian[i])
		sameNumbers(t, r, "log_jacobian", r.nums("log_jacobian", i), want.Log[i])
	}
	return 1
}

func sameNumbers(t *testing.T, r result, what string, got, want []float64) {
	t.Helper()
	for i := range want {
		if len(got) != len(want) || !near(got[i], want[i], 1e-12, 1e-14) {
			t.Errorf("%s: %s %v, want %v", r.name, what, got, want)
			return
		}
	}
}

// «Прибавить 1000 ко всем» changes nothing: not a bit where the sums are exact.
func TestSoftmaxShiftInvariance(t *testing.T) {
	plain, up, down := resultOf(t, "softmax", ""), resultOf(t, "softmax", "shift=1000"), resultOf(t, "softmax", "shift=-10000")
	for _, name := range []string{"p", "grad_nll", "grad_mse"} {
		if want := plain.nums(name); !slices.Equal(up.nums(name), want) || !slices.Equal(down.nums(name), want) {
			t.Errorf("%s: %v, with 1000 added %v, with 10,000 taken away %v", name, want, up.nums(name), down.nums(name))
		}
	}
	if plain.get("p_naive", 0).v == nil || up.get("p_naive", 0).v != nil || down.get("p_naive", 0).v != nil {
		t.Error("the formula as it is read: want numbers at 0, none at 1000 and at −10,000")
	}
	rough := resultOf(t, "softmax", "z=0.1,0.7,-2.3&shift=999.9")
	sameNumbers(t, rough, "p", rough.nums("p"), resultOf(t, "softmax", "z=0.1,0.7,-2.3").nums("p"))
}

// One logit moved changes all bars: its own up, every other down, in proportion.
func TestSoftmaxOneLogitMovesAllBars(t *testing.T) {
	a, b := resultOf(t, "softmax", "z=2,1,-1,0"), resultOf(t, "softmax", "z=2,1.5,-1,0")
	p, q := a.nums("p"), b.nums("p")
	if q[1] <= p[1] || q[0] >= p[0] || q[2] >= p[2] || q[3] >= p[3] || !near(q[0]/q[2], p[0]/p[2], 1e-12, 0) {
		t.Errorf("from %v to %v", p, q)
	}
}

// The rows of the Jacobian sum to 0; with 1/T in it, so do those of every temperature.
func TestSoftmaxJacobianRowsSumToZero(t *testing.T) {
	for _, q := range []string{"", "temperature=0.01", "temperature=100", "z=3,1,2,-1,0.5,2.5,-3,1.5", "z=10000,-10000"} {
		for i, row := range resultOf(t, "softmax", q).matrix("jacobian") {
			sum, size := 0.0, 0.0
			for _, v := range row {
				sum, size = sum+v, size+math.Abs(v)
			}
			if math.Abs(sum) > 1e-15*size {
				t.Errorf("softmax?%s: row %d sums to %v", q, i, sum)
			}
		}
	}
	cold, hot := resultOf(t, "softmax", "z=1,0&temperature=0.5"), resultOf(t, "softmax", "z=2,0")
	if !near(cold.num("jacobian", 0, 0), 2*hot.num("jacobian", 0, 0), 1e-14, 0) || !near(cold.num("grad_nll", 1), 2*hot.num("grad_nll", 1), 1e-14, 0) {
		t.Error("the derivatives lack the factor 1/T")
	}
}

// Two classes are a sigmoid of the difference of their logits.
func TestSoftmaxOfTwoIsSigmoid(t *testing.T) {
	for _, d := range []float64{-30, -3, -0.5, 0, 1, 7.25, 40} {
		r := resultOf(t, "softmax", fmt.Sprintf("z=%v,1&target=0", d+1))
		if s := stable.Sigmoid(d); !near(r.num("p", 0), s, 1e-14, 0) || !near(r.num("grad_nll", 0), -stable.Sigmoid(-d), 1e-14, 0) {
			t.Errorf("z₁ − z₂ = %v: p %v, σ %v", d, r.num("p", 0), s)
		}
	}
}

// Cold, it is the arg max, shared among equals; hot, it is uniform. On the way the entropy
// only grows.
func TestSoftmaxTemperatureLimits(t *testing.T) {
	cold, hot := resultOf(t, "softmax", "z=2,2,-1&temperature=0.01"), resultOf(t, "softmax", "z=2,2,-1&temperature=100")
	sameNumbers(t, cold, "p", cold.nums("p"), []float64{0.5, 0.5, 0})
	for i, p := range hot.nums("p") {
		if math.Abs(p-1./3) > 0.01 {
			t.Errorf("T = 100: p%d = %v", i, p)
		}
	}
	last := -1.0
	for _, at := range resultOf(t, "softmax", "z=3,1,2,-1").list("temperature_curve") {
		entropy := 0.0
		for _, p := range at.nums("p") {
			if p > 0 {
				entropy -= p * math.Log(p)
			}
		}
		if entropy < last-1e-12 {
			t.Errorf("T = %v: the entropy falls from %v to %v", at.num("temperature"), last, entropy)
		}
		last = entropy
	}
	if uniform := resultOf(t, "softmax", "z=5,5,5,5"); uniform.num("saturation") != 0 || !near(uniform.num("entropy"), math.Log(4), 1e-15, 0) {
		t.Errorf("equal logits: saturation %v, entropy %v", uniform.num("saturation"), uniform.num("entropy"))
	}
}

// «Discover»: as the right logit sinks, the gradient of NLL goes to −1 and that of the
// squares to 0; as it rises, both go to 0.
func TestSoftmaxNLLKeepsTheGradient(t *testing.T) {
	r := resultOf(t, "softmax", "z=10,-4,-1")
	if g, h := r.num("grad_nll", 1), r.num("grad_mse", 1); g > -0.99999 || math.Abs(h) > 1e-5 {
		t.Errorf("confidently wrong: NLL %v, squares %v", g, h)
	}
	curve := resultOf(t, "softmax", "").list("grad_curve")
	strongest, at := 0.0, 0
	for i, c := range curve {
		if i > 0 && c.num("nll") < curve[i-1].num("nll") {
			t.Errorf("the gradient of NLL falls at %v", c.num("difference"))
		}
		if c.num("mse") < strongest {
			strongest, at = c.num("mse"), i
		}
	}
	first, last := curve[0], curve[len(curve)-1]
	if first.num("nll") > -0.9999 || first.num("mse") < -1e-4 || last.num("nll") < -1e-4 || last.num("mse") < -1e-4 {
		t.Errorf("ends %v and %v", first.v, last.v)
	}
	if strongest > -0.4 || at == 0 || at == len(curve)-1 {
		t.Errorf("the squares pull most, %v, at %v", strongest, curve[at].num("difference"))
	}
	// The point of the state lies on the curves: 0 at the middle stop.
	middle := resultOf(t, "softmax", "z=2,2,-1")
	if c := curve[len(curve)/2]; c.num("difference") != 0 || !near(c.num("nll"), middle.num("grad_nll", 1), 1e-14, 0) || !near(c.num("mse"), middle.num("grad_mse", 1), 1e-14, 0) {
		t.Errorf("at 0 the curves have %v, the state %v and %v", c.v, middle.num("grad_nll", 1), middle.num("grad_mse", 1))
	}
}
