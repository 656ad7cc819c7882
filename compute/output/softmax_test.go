package output_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/output"
	"konspekt/compute/stable"
)

// each compares an array of a case entry by entry.
func (c referenceCase) each(t *testing.T, field string, got, want []float64) {
	t.Helper()
	for i := range want {
		c.compare(t, field, i, got[i], want[i])
	}
}

func decode[V any](t *testing.T, raw json.RawMessage) (v V) {
	t.Helper()
	read(t, raw, &v)
	return v
}

func TestSoftmaxNLLReference(t *testing.T) {
	for _, c := range cases(t, "softmax_cross_entropy") {
		in := decode[struct {
			Rows    [][]float64 `json:"Z"`
			Classes []int       `json:"y"`
		}](t, c.Input)
		p := decode[[][]float64](t, c.Expected["softmax"])
		nll := decode[[]float64](t, c.Expected["nll"])
		sum, mean := decode[[][]float64](t, c.Expected["gradient_of_sum"]), decode[[][]float64](t, c.Expected["gradient_of_mean"])
		total, m := 0.0, float64(len(nll))
		for i, y := range in.Classes {
			s := output.NewSoftmax(in.Rows[i], 1)
			g := s.NLLGradient(nil, y)
			c.each(t, "softmax", s.P, p[i])
			c.compare(t, "nll", i, s.NLL(y), nll[i])
			c.each(t, "gradient_of_sum", g, sum[i])
			floats.Scale(1/m, g)
			c.each(t, "gradient_of_mean", g, mean[i])
			total += s.NLL(y)
		}
		c.compare(t, "mean_nll", 0, total/m, decode[float64](t, c.Expected["mean_nll"]))
	}
}

func TestSoftTargetsReference(t *testing.T) {
	for _, c := range cases(t, "softmax_soft_targets") {
		in := decode[struct {
			Rows    [][]float64 `json:"Z"`
			Targets [][]float64 `json:"targets"`
		}](t, c.Input)
		loss, sum := decode[[]float64](t, c.Expected["cross_entropy"]), decode[[][]float64](t, c.Expected["gradient_of_sum"])
		for i, target := range in.Targets {
			s := output.NewSoftmax(in.Rows[i], 1)
			c.compare(t, "cross_entropy", i, s.CrossEntropy(target), loss[i])
			c.each(t, "gradient_of_sum", s.CrossEntropyGradient(nil, target), sum[i])
		}
	}
}

func TestJacobianReference(t *testing.T) {
	for _, c := range cases(t, "softmax_jacobian") {
		in := decode[struct {
			Z []float64 `json:"z"`
		}](t, c.Input)
		s := output.NewSoftmax(in.Z, 1)
		c.each(t, "softmax", s.P, decode[[]float64](t, c.Expected["softmax"]))
		j, l := s.Jacobian(), s.LogJacobian()
		want, wantLog := decode[[][]float64](t, c.Expected["jacobian"]), decode[[][]float64](t, c.Expected["log_softmax_jacobian"])
		for i := range want {
			c.each(t, "jacobian", j[i], want[i])
			c.each(t, "log_softmax_jacobian", l[i], wantLog[i])
		}
	}
}

// logits draws n of them.
func logits(rnd *rand.Rand, n int, scale float64) []float64 {
	z := make([]float64, n)
	for i := range z {
		z[i] = scale * rnd.NormFloat64()
	}
	return z
}

// everySoftmax calls f with logits near and far, of 2 to 8 classes, cold and hot.
func everySoftmax(f func(z []float64, temperature float64)) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for n := 2; n <= 8; n++ {
		for _, temperature := range []float64{0.25, 1, 3} {
			for _, scale := range []float64{0.1, 1, 5} {
				f(logits(rnd, n, scale), temperature)
			}
		}
	}
}

// All gradients and both Jacobians are those of differences, at every temperature.
func TestSoftmaxGradients(t *testing.T) {
	everySoftmax(func(z []float64, temperature float64) {
		target := stable.Softmax(nil, logits(rand.New(rand.NewPCG(3, 4)), len(z), 1))
		s := output.NewSoftmax(z, temperature)
		check := func(what string, got []float64, loss func(*output.Softmax) float64) {
			want := fd.Gradient(nil, func(z []float64) float64 { return loss(output.NewSoftmax(z, temperature)) }, z, &fd.Settings{Formula: fd.Central})
			if !floats.EqualApprox(got, want, 1e-7/temperature) {
				t.Errorf("T = %v, z = %v: %s %v, by differences %v", temperature, z, what, got, want)
			}
		}
		for y := range z {
			check("NLL", s.NLLGradient(nil, y), func(s *output.Softmax) float64 { return s.NLL(y) })
			check("squares", s.SquaredErrorGradient(nil, y), func(s *output.Softmax) float64 { return s.SquaredError(y) })
		}
		check("soft targets", s.CrossEntropyGradient(nil, target), func(s *output.Softmax) float64 { return s.CrossEntropy(target) })
		j, l := s.Jacobian(), s.LogJacobian()
		for i := range z {
			check("Jacobian", j[i], func(s *output.Softmax) float64 { return s.P[i] })
			check("log Jacobian", l[i], func(s *output.Softmax) float64 { return s.LogP[i] })
		}
	})
}

// The rows of the Jacobian sum to 0, it is symmetric and positive semidefinite, and its
// null space is the direction of equal shifts.
func TestJacobianRowsSumToZero(t *testing.T) {
	everySoftmax(func(z []float64, temperature float64) {
		j := output.NewSoftmax(z, temperature).Jacobian()
		m := mat.NewSymDense(len(z), nil)
		for i, row := range j {
			if sum := floats.Sum(row); math.Abs(sum) > 1e-16/temperature {
				t.Errorf("row %d sums to %v", i, sum)
			}
			for k := range row {
				if j[i][k] != j[k][i] {
					t.Errorf("∂p%d/∂z%d = %v, ∂p%d/∂z%d = %v", i, k, j[i][k], k, i, j[k][i])
				}
				m.SetSym(i, k, j[i][k])
			}
		}
		var e mat.EigenSym
		if !e.Factorize(m, false) {
			t.Fatal("no eigenvalues")
		}
		if v := e.Values(nil); v[0] < -1e-16/temperature || v[1] < v[0] || v[1] <= 0 && v[0] != 0 {
			t.Errorf("z = %v: eigenvalues %v, want one 0 and the rest positive", z, v)
		}
	})
}

// A constant added to all logits changes nothing; where the sums are exact, not a bit.
func TestShiftInvariance(t *testing.T) {
	for _, z := range [][]float64{{2, 1, -1}, {0, 0.5}, {-3.25, 8, 8, 0.125}} {
		shifted := append([]float64(nil), z...)
		floats.AddConst(1000, shifted)
		a, b := output.NewSoftmax(z, 1), output.NewSoftmax(shifted, 1)
		if !floats.Equal(a.P, b.P) || !floats.EqualApprox(a.LogP, b.LogP, 1e-12) {
			t.Errorf("z = %v: %v, with 1000 added %v", z, a.P, b.P)
		}
	}
}

// Of two classes the softmax is the sigmoid of the difference.
func TestTwoClassesAreASigmoid(t *testing.T) {
	for d := -40.0; d <= 40; d += 0.37 {
		s := output.NewSoftmax([]float64{d + 1, 1}, 1)
		if want := stable.Sigmoid(s.LogP[0] - s.LogP[1]); math.Abs(s.P[0]-want) > 1e-15 || math.Abs(s.P[0]-1/(1+math.Exp(-d))) > 1e-13 {
			t.Errorf("z₁ − z₂ = %v: p = %v, σ = %v", d, s.P[0], want)
		}
	}
}

// Cold, it is the arg max; hot, it is uniform.
func TestTemperatureLimits(t *testing.T) {
	z := []float64{1, 3, 2.9, -4}
	if cold := output.NewSoftmax(z, 1e-3); !floats.EqualApprox(cold.P, []float64{0, 1, 0, 0}, 1e-15) || cold.Saturation() != 1 || cold.Entropy() > 1e-12 {
		t.Errorf("T = 0,001: %v, saturation %v, entropy %v", cold.P, cold.Saturation(), cold.Entropy())
	}
	hot := output.NewSoftmax(z, 1e9)
	if !floats.EqualApprox(hot.P, []float64{0.25, 0.25, 0.25, 0.25}, 1e-8) || hot.Saturation() > 1e-15 || math.Abs(hot.Entropy()-math.Log(4)) > 1e-12 {
		t.Errorf("T = 10⁹: %v, saturation %v, entropy %v", hot.P, hot.Saturation(), hot.Entropy())
	}
}

// The farther the right logit is below, the nearer the gradient of NLL is to −1; that of
// the squares dies, and when the right logit is far above both do.
func TestNLLKeepsTheGradient(t *testing.T) {
	for _, d := range []float64{10, 100, 1000, 1e4} {
		wrong, right := output.NewSoftmax([]float64{-d, 0, -1}, 1), output.NewSoftmax([]float64{d, 0, -1}, 1)
		if g := wrong.NLLGradient(nil, 0)[0]; g > -0.9999 || g < -1 {
			t.Errorf("%v below: the gradient of NLL is %v", d, g)
		}
		bound := 4 * math.Exp(-d)
		if g := wrong.SquaredErrorGradient(nil, 0)[0]; math.Abs(g) > bound {
			t.Errorf("%v below: the gradient of the squares is %v, want at most %v", d, g, bound)
		}
		if g, h := right.NLLGradient(nil, 0)[0], right.SquaredErrorGradient(nil, 0)[0]; math.Abs(g) > bound || math.Abs(h) > bound {
			t.Errorf("%v above: gradients %v and %v", d, g, h)
		}
	}
}

// The second form of the saturation is the first, and it is that of the Jacobian's trace.
func TestSaturation(t *testing.T) {
	everySoftmax(func(z []float64, temperature float64) {
		s := output.NewSoftmax(z, temperature)
		n, trace := float64(len(z)), 0.0
		for i, row := range s.Jacobian() {
			trace += row[i]
		}
		if want := 1 - (1-floats.Dot(s.P, s.P))/(1-1/n); math.Abs(s.Saturation()-want) > 1e-14 {
			t.Errorf("z = %v: saturation %v, want %v", z, s.Saturation(), want)
		}
		if want := 1 - temperature*trace/(1-1/n); math.Abs(s.Saturation()-want) > 1e-14 {
			t.Errorf("z = %v: saturation %v, by the trace %v", z, s.Saturation(), want)
		}
	})
}

func TestSoftmaxPanics(t *testing.T) {
	s := output.NewSoftmax([]float64{1, 2}, 1)
	for name, f := range map[string]func(){
		"one logit":    func() { output.NewSoftmax([]float64{1}, 1) },
		"no warmth":    func() { output.NewSoftmax([]float64{1, 2}, 0) },
		"NaN warmth":   func() { output.NewSoftmax([]float64{1, 2}, math.NaN()) },
		"long dst":     func() { s.NLLGradient(make([]float64, 3), 0) },
		"short target": func() { s.CrossEntropy([]float64{1}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func ExampleSoftmax() {
	s := output.NewSoftmax([]float64{2, 1, -1}, 1)
	fmt.Printf("p        %.4f\n", s.P)
	fmt.Printf("NLL      %.4f, gradient %.4f\n", s.NLL(1), s.NLLGradient(nil, 1))
	fmt.Printf("squares  %.4f, gradient %.4f\n", s.SquaredError(1), s.SquaredErrorGradient(nil, 1))
	// Output:
	// p        [0.7054 0.2595 0.0351]
	// NLL      1.3490, gradient [0.7054 -0.7405 0.0351]
	// squares  1.0471, gradient [0.5625 -0.5435 -0.0191]
}
