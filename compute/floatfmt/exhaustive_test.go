package floatfmt

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// Every number of float16 stays, the middle between two goes to the even one, what lies
// beside the middle to the nearer.
func TestRoundAllOfFloat16(t *testing.T) {
	value := func(h int) float64 { // by the definition of binary16
		if e, m := h>>10, float64(h&1023); e > 0 {
			return math.Ldexp(1024+m, e-25)
		}
		return math.Ldexp(float64(h), -24)
	}
	for h := range 0x7bff {
		v, next := value(h), value(h+1)
		middle, even := (v+next)/2, v
		if h%2 == 1 {
			even = next
		}
		if Float16.Round(v) != v || Float16.Round(middle) != even || Float16.Round(math.Nextafter(middle, 0)) != v || Float16.Round(math.Nextafter(middle, 1e9)) != next {
			t.Fatalf("around %v: the middle to %v, want %v", v, Float16.Round(middle), even)
		}
	}
}

// The ties of float32 at every exponent go where the machine sends them, and so do their
// neighbours and their negatives, the sign of a zero included.
func TestTiesOfFloat32(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 0))
	for e := -1074; e <= 1023; e++ {
		for range 20 {
			tie := math.Ldexp(1+(float64(r.IntN(1<<23))+0.5)/(1<<23), e)
			for _, v := range []float64{tie, -tie, math.Nextafter(tie, 0), math.Nextafter(tie, math.Inf(1)), math.Ldexp(1, e)} {
				got, want := Float32.Round(v), float64(float32(v))
				if got != want || math.Signbit(got) != math.Signbit(want) {
					t.Fatalf("%v rounds to %v, want %v", v, got, want)
				}
			}
		}
	}
}

// bfloat16 is the upper half of float32: rounding is an addition to its bits.
func TestRoundIsHalfOfFloat32(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 0))
	for range 100000 {
		bits := r.Uint32()
		if r.IntN(4) == 0 {
			bits = bits&^0xffff | 0x8000 // a tie
		}
		v := math.Float32frombits(bits)
		if v != v {
			continue
		}
		want := float64(math.Float32frombits((bits + 0x7fff + bits>>16&1) &^ 0xffff))
		if got := BFloat16.Round(float64(v)); got != want {
			t.Fatalf("%v rounds to %v, want %v", v, got, want)
		}
	}
}

// FuzzRound: rounding is idempotent, odd, monotone, and no neighbour is nearer.
func FuzzRound(f *testing.F) {
	for _, v := range []float64{0, 1, 65519, 65520, 0x1p-25, 1e-310, math.MaxFloat64, math.Inf(1)} {
		f.Add(v, -v)
	}
	f.Fuzz(func(t *testing.T, x, y float64) {
		if x != x || y != y {
			t.Skip("NaN")
		}
		for _, f := range formats {
			a, b := f.Round(x), f.Round(y)
			if f.Round(a) != a || f.Round(-x) != -a {
				t.Errorf("%s: %v rounds to %v, that to %v", f.Name, x, a, f.Round(a))
			}
			if x < y && a > b {
				t.Errorf("%s: %v < %v, rounded %v > %v", f.Name, x, y, a, b)
			}
			// Half of the step at x itself: 2^(e−1) ≤ |x| < 2^e.
			_, e := math.Frexp(math.Max(math.Abs(x), f.MinNormal()))
			if step := math.Ldexp(1, e-1-f.Fraction); !math.IsInf(a, 0) && math.Abs(x-a) > step/2 {
				t.Errorf("%s: %v rounds to %v, step %v", f.Name, x, a, step)
			}
		}
	})
}

// Exact values by mpmath at 500 digits, where float64 itself would lose all of them.
func TestExactKnown(t *testing.T) {
	a, b := Exact([]float64{5, 12.5, -15}), Exact([]float64{0, -700})
	for _, c := range []struct{ got, want float64 }{
		{a.LogSumExp, 12.500552931476500158}, {a.LogP[1], -0.00055293147650015806953}, {a.P[2], 1.139361689900427333e-12},
		{b.LogP[0], -9.8596765437597708567e-305}, {b.LogSumExp, 9.8596765437597708567e-305},
	} {
		if c.got != c.want {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
	if got, _ := bigExp(new(big.Float).SetFloat64(1)).Float64(); got != math.E {
		t.Errorf("e = %v", got)
	}
}
