package floatfmt

import (
	"math"
	"math/rand/v2"
	"testing"

	"konspekt/compute/stable"
)

// In float64 and float32 the naive and the stable softmax are those of package stable, which
// computes in the type itself.
func TestSoftmaxIsTheTypes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		z := make([]float64, 2+r.IntN(7))
		z32 := make([]float32, len(z))
		for i := range z {
			z32[i] = float32(100 * r.NormFloat64())
			z[i] = float64(z32[i])
		}
		same := func(name string, got, want float64, tol float64) {
			if got != want && !(math.IsNaN(got) && math.IsNaN(want)) && !(math.Abs(got-want) <= tol*math.Abs(want)) {
				t.Fatalf("%s of %v: %g, want %g", name, z, got, want)
			}
		}
		for i, want := range stable.NaiveSoftmax(nil, z) {
			same("naive", Float64.Naive(z).P[i], want, 0)
		}
		for i, want := range stable.NaiveSoftmax(nil, z32) {
			same("naive float32", Float32.Naive(z).P[i], float64(want), 0)
		}
		for i, want := range stable.LogSoftmax(nil, z) {
			same("log", Float64.Stable(z).LogP[i], want, 1e-14)
		}
		same("log-sum-exp", Float64.Stable(z).LogSumExp, stable.LogSumExp(z), 1e-14)
	}
}

// The naive softmax fails above 709.78, 88.72 and 11.09 and below the logarithm of the
// smallest number; the stable one nowhere.
func TestNaiveFailsStableNever(t *testing.T) {
	for _, f := range formats {
		over, under := f.ExpOverflow(), f.ExpUnderflow()
		for _, c := range []struct {
			what string
			z    []float64
			nan  bool
		}{
			{"just below the overflow", []float64{over - 0.01, 0}, false},
			{"just above", []float64{over + 0.01, 0}, true},
			{"all vanish", []float64{under - 0.01, under - 5}, true},
			{"one is left", []float64{under + 0.01, under - 5}, false},
		} {
			if got := math.IsNaN(f.Naive(c.z).P[0]); got != c.nan {
				t.Errorf("%s, %s: the naive softmax is %v", f.Name, c.what, f.Naive(c.z).P)
			}
		}
		for _, scale := range []float64{1, 10, 1e3, 1e4, 1e6} {
			s, want := f.Stable([]float64{scale, scale / 2, -scale}), Exact([]float64{scale, scale / 2, -scale})
			for i, p := range s.P {
				if !(math.Abs(p-want.P[i]) <= 4*f.Epsilon()) {
					t.Errorf("%s, scale %g: p = %v, want %v", f.Name, scale, s.P, want.P)
				}
			}
		}
	}
}

// A silent zero: the small probability is 0, its logarithm −Inf, where the stable formula
// has the number to within its digits.
func TestSilentZeroUnderLog(t *testing.T) {
	for _, f := range formats {
		z := []float64{0, f.ExpUnderflow() - 2}
		naive, exact := f.Naive(z), Exact(z)
		if naive.P[1] != 0 || !math.IsInf(naive.LogP[1], -1) || naive.P[0] != 1 {
			t.Errorf("%s: naive %+v", f.Name, naive)
		}
		if got := f.Stable(z).LogP[1]; math.Abs(got-exact.LogP[1]) > f.Epsilon()*math.Abs(exact.LogP[1]) {
			t.Errorf("%s: log p = %v, want %v", f.Name, got, exact.LogP[1])
		}
	}
}

// The first scale at which the sum overflows: one bit below, it does not.
func TestOverflow(t *testing.T) {
	for _, f := range formats {
		z := []float64{1, 2.5, -3}
		s := f.Overflow(z)
		if want := f.ExpOverflow() / 2.5; math.Abs(s-want) > 0.01*want {
			t.Errorf("%s: overflow at %v, want about %v", f.Name, s, want)
		}
		at := func(scale float64) float64 { return f.Naive([]float64{scale, 2.5 * scale, -3 * scale}).LogSumExp }
		if !math.IsInf(at(s), 1) || math.IsInf(at(math.Nextafter(s, 0)), 1) {
			t.Errorf("%s: at %v the log-sum-exp is %v, a bit below %v", f.Name, s, at(s), at(math.Nextafter(s, 0)))
		}
		if got := f.Overflow([]float64{0, -1}); !math.IsNaN(got) {
			t.Errorf("%s: without a positive logit the overflow is at %v", f.Name, got)
		}
	}
}

// Exact agrees with the stable formulas of float64 to their rounding, at all sizes.
func TestExact(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 200 {
		z := make([]float64, 2+r.IntN(7))
		size := math.Exp(12 * r.Float64())
		for i := range z {
			z[i] = size * r.NormFloat64()
		}
		got, sum := Exact(z), 0.0
		for i, want := range stable.LogSoftmax(nil, z) {
			sum += got.P[i]
			if math.Abs(got.LogP[i]-want) > 1e-15*(1+size) || math.Abs(got.P[i]-math.Exp(want)) > 1e-15*(1+size) {
				t.Fatalf("%v: %v and %v, want %v", z, got.LogP[i], got.P[i], want)
			}
		}
		if math.Abs(sum-1) > 1e-14 {
			t.Fatalf("the probabilities sum to %v", sum)
		}
	}
	if got := Exact([]float64{0, 0}); got.LogSumExp != math.Ln2 || got.P[0] != 0.5 || got.LogP[0] != -math.Ln2 {
		t.Errorf("two zeros: %+v", got)
	}
}

// A product of m probabilities vanishes, the sum of their logarithms does not.
func TestProductVanishes(t *testing.T) {
	for _, f := range formats {
		m := int(math.Ceil(f.ExpUnderflow()/math.Log(0.1))) + 2
		if p, _ := f.Product(0.1, m-5); p == 0 {
			t.Errorf("%s: the product of %d is 0", f.Name, m-5)
		}
		p, logs := f.Product(0.1, m)
		if want := float64(m) * math.Log(0.1); p != 0 || math.Abs(logs-want) > 20*float64(m)*f.Epsilon()*math.Abs(want) {
			t.Errorf("%s: m = %d: product %g, logs %g, want %g", f.Name, m, p, logs, want)
		}
	}
}

// Far from zero the one-pass variance is lost and may be negative; Welford's and the
// two-pass one keep the digits that the data have.
func TestCancellation(t *testing.T) {
	x := []float64{4, 7, 13, 16} // variance 22.5
	shifted := func(by float64) []float64 {
		out := make([]float64, len(x))
		for i := range x {
			out[i] = x[i] + by
		}
		return out
	}
	for _, f := range []Format{Float64, Float32} {
		for _, by := range []float64{0, 100} {
			for name, v := range map[string]float64{"one pass": f.OnePass(shifted(by)), "two passes": f.TwoPass(shifted(by)), "Welford": f.Welford(shifted(by))} {
				if math.Abs(v-22.5) > 0.01 {
					t.Errorf("%s, shift %g, %s: %v", f.Name, by, name, v)
				}
			}
		}
	}
	for f, by := range map[Format]float64{Float64: 1e9, Float32: 1e5} {
		if v := f.OnePass(shifted(by)); math.Abs(v-22.5) < 1 {
			t.Errorf("%s, shift %g: one pass has kept %v", f.Name, by, v)
		}
		for name, v := range map[string]float64{"two passes": f.TwoPass(shifted(by)), "Welford": f.Welford(shifted(by))} {
			if math.Abs(v-22.5) > 0.1 {
				t.Errorf("%s, shift %g, %s: %v", f.Name, by, name, v)
			}
		}
	}
}

func BenchmarkExact(b *testing.B) {
	z := []float64{1, 2.5, -3, 4, 0.5, 7, -2, 3}
	for b.Loop() {
		Exact(z)
	}
}
