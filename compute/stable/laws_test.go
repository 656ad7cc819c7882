package stable_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/stable"
)

// The largest x with a finite e^x, and the x below which e^x is 0.
const (
	over64, under64 = 709.782712893384, -745.1332191019412
	over32, under32 = 88.72284, -103.97208
)

// The naive softmax fails just above 709.78 (float64) and 88.72 (float32); the stable one
// at no finite logit.
func TestNaiveFailsAboveOverflow(t *testing.T) {
	for _, x := range []float64{over64 - 1e-9, -over64} {
		if p := stable.NaiveSoftmax(nil, []float64{x, 0}); floats.HasNaN(p) {
			t.Errorf("float64: naive softmax of %v is already %v", x, p)
		}
	}
	if p := stable.NaiveSoftmax(nil, []float64{over64 + 1e-9, 0}); !math.IsNaN(p[0]) || p[1] != 0 {
		t.Errorf("float64: %v, want Inf/Inf and a silent 0", p)
	}
	if p := stable.NaiveSoftmax(nil, []float32{over32 - 1e-4, 0}); p[0] != p[0] {
		t.Errorf("float32: already %v", p)
	}
	if p := stable.NaiveSoftmax(nil, []float32{over32 + 1e-4, 0}); p[0] == p[0] || p[1] != 0 {
		t.Errorf("float32: %v, want Inf/Inf and a silent 0", p)
	}
	for _, x := range []float64{0, 1, over64, 1e4, 1e300, math.MaxFloat64} {
		p := stable.Softmax(nil, []float64{x, -x, x / 2})
		if s := floats.Sum(p); math.Abs(s-1) > 1e-15 {
			t.Errorf("stable softmax of ±%v is %v", x, p)
		}
	}
}

// Values by mpmath: the ends of float64, where a processor's own exp and log may err.
func TestExpAndLogAtTheEnds(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{
		{709.1, 9.08274491940666784e+307}, {709.5, 1.35498631931463283e+308}, {709.78, 1.7928227943945155e+308},
		{-744.44, 5e-324}, {-745.14, 0}, {1, math.E}, {709.79, math.Inf(1)}, {math.Inf(-1), 0},
	} {
		if got := stable.Exp(c.x); got != c.want && !(math.Abs(got-c.want) <= 1e-15*c.want) {
			t.Errorf("exp(%v) = %v, want %v", c.x, got, c.want)
		}
	}
	for _, c := range []struct{ x, want float64 }{
		{5e-324, -744.4400719213812}, {0x1p-1023, -709.0895657128241}, {1e-310, -713.8013788281542}, {0x1p-1022, -708.3964185322641},
		{0, math.Inf(-1)}, {math.MaxFloat64, 709.782712893384},
	} {
		if got := stable.Log(c.x); got != c.want && !(math.Abs(got-c.want) <= 1e-15*math.Abs(c.want)) {
			t.Errorf("log(%v) = %v, want %v", c.x, got, c.want)
		}
	}
	if !math.IsNaN(stable.Log(-1)) || !math.IsNaN(stable.Exp(math.NaN())) {
		t.Error("NaN is lost")
	}
}

// When all exponentials vanish the naive form is 0/0 and its log-sum-exp −Inf.
func TestNaiveFailsBelowUnderflow(t *testing.T) {
	z := []float64{under64 - 1e-9, under64 - 1e-9}
	if p := stable.NaiveSoftmax(nil, z); !math.IsNaN(p[0]) {
		t.Errorf("float64: naive %v, want 0/0", p)
	}
	if l := stable.NaiveLogSumExp(z); !math.IsInf(l, -1) {
		t.Errorf("float64: naive log-sum-exp %v", l)
	}
	if p := stable.NaiveSoftmax(nil, []float32{under32 - 1e-3, under32 - 1e-3}); p[0] == p[0] {
		t.Errorf("float32: naive %v, want 0/0", p)
	}
	if p := stable.NaiveSoftmax(nil, []float32{under32 + 1e-3, under32 + 1e-3}); p[0] != 0.5 {
		t.Errorf("float32: naive %v, want ½, ½", p)
	}
	if p := stable.Softmax(nil, z); p[0] != 0.5 || p[1] != 0.5 {
		t.Errorf("stable %v", p)
	}
}

// The third failure makes no noise: a probability becomes 0, its logarithm −Inf, while the
// stable log-softmax is a difference of logits.
func TestSilentZeroUnderLog(t *testing.T) {
	z := []float64{0, -800}
	if p := stable.NaiveSoftmax(nil, z); p[0] != 1 || p[1] != 0 {
		t.Errorf("naive softmax %v", p)
	}
	if l := stable.NaiveLogSoftmax(nil, z); !math.IsInf(l[1], -1) {
		t.Errorf("naive log-softmax %v", l)
	}
	if l := stable.LogSoftmax(nil, z); l[1] != -800 {
		t.Errorf("stable log-softmax %v", l)
	}
}

// softmax(z + c) = softmax(z), log-sum-exp(z + c) = log-sum-exp(z) + c; the shift +1000 is
// exact for logits that are multiples of 1/8.
func TestShift(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 0))
	for range 200 {
		z, shifted := make([]float64, 1+rnd.IntN(8)), []float64(nil)
		for i := range z {
			z[i] = float64(rnd.IntN(161)-80) / 8
			shifted = append(shifted, z[i]+1000)
		}
		if p, q := stable.Softmax(nil, z), stable.Softmax(nil, shifted); !floats.Equal(p, q) {
			t.Fatalf("softmax(%v) = %v, and of z + 1000 %v", z, p, q)
		}
		if p, q := stable.LogSoftmax(nil, z), stable.LogSoftmax(nil, shifted); !floats.Equal(p, q) {
			t.Fatalf("log-softmax(%v) = %v, and of z + 1000 %v", z, p, q)
		}
		l, top := stable.LogSumExp(z), floats.Max(z)
		if got := stable.LogSumExp(shifted) - 1000; math.Abs(got-l) > 3e-13 {
			t.Fatalf("log-sum-exp(%v) = %v, and of z + 1000 less 1000 %v", z, l, got)
		}
		if l < top || l > top+math.Log(float64(len(z)))+1e-14 {
			t.Fatalf("log-sum-exp(%v) = %v outside [max, max + log n]", z, l)
		}
	}
}

// Where nothing overflows both forms agree, in either type.
func TestNaiveAgreesInTheMiddle(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 0))
	for range 200 {
		z, z32 := make([]float64, 4), make([]float32, 4)
		for i := range z {
			z32[i] = float32(rnd.NormFloat64() * 5)
			z[i] = float64(z32[i])
		}
		if p, q := stable.Softmax(nil, z), stable.NaiveSoftmax(nil, z); !floats.EqualApprox(p, q, 1e-14) {
			t.Fatalf("softmax %v, naive %v", p, q)
		}
		if p, q := stable.LogSoftmax(nil, z), stable.NaiveLogSoftmax(nil, z); !floats.EqualApprox(p, q, 1e-13) {
			t.Fatalf("log-softmax %v, naive %v", p, q)
		}
		exact, p32, q32 := stable.Softmax(nil, z), stable.Softmax(nil, z32), stable.NaiveSoftmax(nil, z32)
		for i, v := range exact {
			if p32[i] != float32(v) {
				t.Fatalf("float32 softmax %v is not float64's %v rounded", p32[i], v)
			}
			if math.Abs(float64(q32[i])-v) > 1e-6*v {
				t.Fatalf("float32 naive %v, exact %v", q32[i], v)
			}
		}
	}
}

// ζ(x) − ζ(−x) = x, σ(x) + σ(−x) = 1, log σ(x) = x − ζ(x); the naive forms break them.
func TestSigmoidIdentities(t *testing.T) {
	for _, x := range []float64{-1e4, -800, -40, -1, 0, 0.3, 12, 37, 710, 1e4} {
		if d := stable.Softplus(x) - stable.Softplus(-x); math.Abs(d-x) > 1e-15*math.Abs(x)+1e-15 {
			t.Errorf("ζ(%v) − ζ(−x) = %v", x, d)
		}
		if s := stable.Sigmoid(x) + stable.Sigmoid(-x); math.Abs(s-1) > 1e-15 {
			t.Errorf("σ(%v) + σ(−x) = %v", x, s)
		}
		if l := stable.LogSigmoid(x); math.Abs(l-(x-stable.Softplus(x))) > 1e-15*math.Abs(x)+1e-15 {
			t.Errorf("log σ(%v) = %v", x, l)
		}
	}
	if !math.IsNaN(stable.NaiveSigmoid(710.0)) || stable.NaiveSoftplus(-37.0) != 0 || !math.IsInf(stable.NaiveSoftplus(710.0), 1) || !math.IsInf(stable.NaiveLogSigmoid(-710.0), -1) {
		t.Error("a naive form has become stable")
	}
	if got := stable.NaiveSoftplus(float32(-17)); got != 0 {
		t.Errorf("float32: naive ζ(−17) = %v", got)
	}
}

func TestSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		z    []float64
		want float64
	}{{[]float64{-inf, -inf}, -inf}, {[]float64{1, inf}, inf}, {[]float64{-inf, 2}, 2}, {[]float64{1, nan}, nan}, {[]float64{nan, inf}, nan}, {[]float64{inf, nan}, nan}} {
		if got := stable.LogSumExp(c.z); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("log-sum-exp(%v) = %v, want %v", c.z, got, c.want)
		}
	}
	for _, z := range [][]float64{{inf, 0}, {-inf, -inf}, {0, nan}, {-inf}} {
		for _, p := range append(stable.Softmax(nil, z), stable.LogSoftmax(nil, z)...) {
			if !math.IsNaN(p) {
				t.Errorf("softmax of %v has %v", z, p)
			}
		}
	}
	z := []float64{1, 2, 3}
	want := stable.Softmax(nil, z)
	if got := stable.Softmax(z, z); !floats.Equal(got, want) || &got[0] != &z[0] {
		t.Errorf("in place %v, want %v", got, want)
	}
	for name, f := range map[string]func(){
		"no logits": func() { stable.LogSumExp([]float64{}) },
		"lengths":   func() { stable.Softmax(make([]float64, 2), z) },
		"naive":     func() { stable.NaiveLogSumExp([]float32{}) },
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
