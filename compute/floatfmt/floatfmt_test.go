package floatfmt

import (
	"math"
	"math/rand/v2"
	"testing"
)

var formats = []Format{Float16, BFloat16, Float32, Float64}

// The limits that every table of the formats has.
func TestLimits(t *testing.T) {
	for _, want := range []struct {
		f                                    Format
		max, normal, least, eps, over, under float64
	}{
		{Float16, 65504, 0x1p-14, 0x1p-24, 0x1p-10, 11.0901, -17.3287},
		{BFloat16, 0x1.fep127, 0x1p-126, 0x1p-133, 0x1p-7, 88.7248, -92.8817},
		{Float32, math.MaxFloat32, 0x1p-126, math.SmallestNonzeroFloat32, 0x1p-23, 88.7228, -103.9721},
		{Float64, math.MaxFloat64, 0x1p-1022, math.SmallestNonzeroFloat64, 0x1p-52, 709.7827, -745.1332},
	} {
		f := want.f
		if f.Max() != want.max || f.MinNormal() != want.normal || f.Min() != want.least || f.Epsilon() != want.eps {
			t.Errorf("%s: %g, %g, %g, %g", f.Name, f.Max(), f.MinNormal(), f.Min(), f.Epsilon())
		}
		if got := f.ExpOverflow(); math.Abs(got-want.over) > 5e-3 {
			t.Errorf("%s: the exponential overflows above %.5f, want %.5f", f.Name, got, want.over)
		}
		if got := f.ExpUnderflow(); math.Abs(got-want.under) > 1e-4 {
			t.Errorf("%s: the exponential vanishes below %.5f, want %.5f", f.Name, got, want.under)
		}
		if got, ok := Named(f.Name); !ok || got != f {
			t.Errorf("Named(%q) = %v, %v", f.Name, got, ok)
		}
	}
	if _, ok := Named("float8"); ok {
		t.Error("float8 is there")
	}
}

// The exponential is finite up to ExpOverflow and positive down to ExpUnderflow.
func TestExpLimits(t *testing.T) {
	for _, f := range formats {
		over, under := f.ExpOverflow(), f.ExpUnderflow()
		if math.IsInf(f.Exp(over-1e-9), 1) || !math.IsInf(f.Exp(over+1e-9), 1) {
			t.Errorf("%s: e^x at %v", f.Name, over)
		}
		if f.Exp(under+1e-9) != f.Min() || f.Exp(under-1e-9) != 0 {
			t.Errorf("%s: e^x at %v: %g, %g", f.Name, under, f.Exp(under+1e-9), f.Exp(under-1e-9))
		}
	}
}

// Known numbers of float16 and bfloat16.
func TestRoundKnown(t *testing.T) {
	for _, c := range []struct {
		f        Format
		in, want float64
	}{
		{Float16, 0.1, 0.0999755859375}, {Float16, 2049, 2048}, {Float16, 2051, 2052}, {Float16, 65519.99, 65504},
		{Float16, 65520, math.Inf(1)}, {Float16, -65520, math.Inf(-1)}, {Float16, 0x1p-25, 0}, {Float16, 0x1.8p-25, 0x1p-24},
		{Float16, 3 * 0x1p-25, 0x1p-23}, {BFloat16, 3.14159265, 3.140625}, {BFloat16, 257, 256}, {BFloat16, 259, 260},
	} {
		if got := c.f.Round(c.in); got != c.want {
			t.Errorf("%s(%v) = %v, want %v", c.f.Name, c.in, got, c.want)
		}
	}
}

// Rounding to float32 is the machine's, over all exponents.
func TestRoundIsFloat32(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200000 {
		x := math.Float64frombits(r.Uint64())
		if r.IntN(2) == 0 {
			x = math.Ldexp(r.NormFloat64(), r.IntN(300)-160)
		}
		want := float64(float32(x))
		if got := Float32.Round(x); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("float32(%g) = %g, want %g", x, got, want)
		}
	}
}

// Rounding gives a number of the format, the nearest, and keeps the order.
func TestRoundLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, f := range []Format{Float16, BFloat16, Float32} {
		before, rounded := math.Inf(-1), math.Inf(-1)
		for k := range 20000 {
			x := math.Ldexp(r.NormFloat64(), r.IntN(2*f.bias())-f.bias())
			y := f.Round(x)
			if f.Round(y) != y || f.Round(-x) != -y {
				t.Fatalf("%s: %g → %g → %g, −x → %g", f.Name, x, y, f.Round(y), f.Round(-x))
			}
			if math.IsInf(y, 0) {
				continue
			}
			_, e := math.Frexp(y)
			unit := math.Ldexp(1, max(e-1, 1-f.bias())-f.Fraction)
			if d := math.Abs(y - x); d > unit/2 {
				t.Fatalf("%s: %g → %g is %g units off", f.Name, x, y, d/unit)
			}
			if k > 0 && (x < before) != (y < rounded) && y != rounded {
				t.Fatalf("%s: %g, %g → %g, %g", f.Name, before, x, rounded, y)
			}
			before, rounded = x, y
		}
	}
}

func TestBits(t *testing.T) {
	for _, c := range []struct {
		f       Format
		x       float64
		s, e, m string
	}{
		{Float16, 1, "0", "01111", "0000000000"}, {Float16, -2.5, "1", "10000", "0100000000"},
		{Float16, 0x1p-24, "0", "00000", "0000000001"}, {Float16, math.Inf(1), "0", "11111", "0000000000"},
		{Float16, math.NaN(), "0", "11111", "1000000000"}, {BFloat16, 0.1, "0", "01111011", "1001101"},
		{Float16, 65504, "0", "11110", "1111111111"}, {Float16, 0, "0", "00000", "0000000000"},
	} {
		if s, e, m := c.f.Bits(c.x); s != c.s || e != c.e || m != c.m {
			t.Errorf("%s(%v): %s %s %s, want %s %s %s", c.f.Name, c.x, s, e, m, c.s, c.e, c.m)
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		x := math.Ldexp(r.NormFloat64(), r.IntN(300)-160)
		s, e, m := Float32.Bits(x)
		want := math.Float32bits(float32(x))
		if got := parse(t, s+e+m); got != want {
			t.Fatalf("float32(%g): %032b, want %032b", x, got, want)
		}
	}
}

func parse(t *testing.T, bits string) (v uint32) {
	t.Helper()
	for _, b := range bits {
		v = v<<1 | uint32(b-'0')
	}
	return v
}
