// Package floatfmt computes in floating-point formats narrower than float64: float16,
// bfloat16 and float32, every operation rounded to the nearest number of the format, ties to
// the even one (section 1.1 of this book; IEEE Std 754-2019, doi
// 10.1109/IEEESTD.2019.8766229; Goldberg 1991, doi 10.1145/103162.103163).
//
// A number of a format is held in a float64, which contains all of them. A sum, product or
// quotient that is computed in float64 and then rounded is what the format itself would give,
// since float64 has more than twice its digits and two (Figueroa 1995, doi
// 10.1145/221332.221334). Exponentials and logarithms are those of package stable, rounded.
package floatfmt

import (
	"math"
	"strconv"
	"strings"

	"konspekt/compute/stable"
)

// Format is a binary format with subnormal numbers, infinities and NaN.
type Format struct {
	Name     string
	Fraction int // bits of the fraction, without the leading one
	Exponent int // bits of the exponent
}

// The formats, from the narrowest.
var (
	Float16  = Format{"float16", 10, 5}
	BFloat16 = Format{"bfloat16", 7, 8}
	Float32  = Format{"float32", 23, 8}
	Float64  = Format{"float64", 52, 11}
)

// Named returns the format of that name; false if there is none.
func Named(name string) (Format, bool) {
	for _, f := range []Format{Float16, BFloat16, Float32, Float64} {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// bias is the exponent of the largest binade.
func (f Format) bias() int { return 1<<(f.Exponent-1) - 1 }

// Epsilon returns the distance from 1 to the next number, 2^−Fraction.
func (f Format) Epsilon() float64 { return math.Ldexp(1, -f.Fraction) }

// Max returns the largest finite number.
func (f Format) Max() float64 { return math.Ldexp(2-f.Epsilon(), f.bias()) }

// MinNormal returns the smallest positive number with all its digits.
func (f Format) MinNormal() float64 { return math.Ldexp(1, 1-f.bias()) }

// Min returns the smallest positive number, which is subnormal.
func (f Format) Min() float64 { return math.Ldexp(1, 1-f.bias()-f.Fraction) }

// Round returns the number of the format nearest to x, of two equally near the one whose last
// bit is 0. What is nearer to 2^(bias+1) than to Max becomes infinite.
func (f Format) Round(x float64) float64 {
	if f.Fraction >= 52 || x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return x
	}
	_, e := math.Frexp(x) // |x| in [2^(e−1), 2^e)
	unit := max(e-1, 1-f.bias()) - f.Fraction
	r := math.Ldexp(math.RoundToEven(math.Ldexp(x, -unit)), unit)
	if math.Abs(r) > f.Max() {
		return math.Inf(int(math.Copysign(1, x)))
	}
	return r
}

// ExpOverflow returns the largest x whose exponential is finite: log Max, up to the half
// step that still rounds down to Max. About 11.09, 88.72, 88.72 and 709.78.
func (f Format) ExpOverflow() float64 {
	if f.Fraction >= 52 {
		return math.Log(math.MaxFloat64)
	}
	return math.Log(f.Max() + f.Epsilon()*math.Ldexp(1, f.bias())/2)
}

// ExpUnderflow returns the x below which the exponential is 0: the logarithm of half the
// smallest positive number. About −17.33, −92.88, −103.97 and −745.13.
func (f Format) ExpUnderflow() float64 {
	return float64(-f.bias()-f.Fraction) * math.Ln2
}

// Exp and Log return e^x and the natural logarithm of x, rounded.
func (f Format) Exp(x float64) float64 { return f.Round(stable.Exp(x)) }
func (f Format) Log(x float64) float64 { return f.Round(stable.Log(x)) }

// Add, Sub, Mul and Div return x + y, x − y, x·y and x/y, rounded.
func (f Format) Add(x, y float64) float64 { return f.Round(x + y) }
func (f Format) Sub(x, y float64) float64 { return f.Round(x - y) }
func (f Format) Mul(x, y float64) float64 { return f.Round(float64(x * y)) }
func (f Format) Div(x, y float64) float64 { return f.Round(x / y) }

// Bits returns the sign, the exponent and the fraction of x as the format stores them, in
// binary digits. x is rounded first; NaN has the sign 0 and the first bit of the fraction.
func (f Format) Bits(x float64) (sign, exponent, fraction string) {
	x = f.Round(x)
	var s, e, m uint64
	if math.Signbit(x) && !math.IsNaN(x) {
		s = 1
	}
	x = math.Abs(x)
	switch {
	case math.IsNaN(x):
		e, m = 1<<f.Exponent-1, 1<<(f.Fraction-1)
	case math.IsInf(x, 0):
		e = 1<<f.Exponent - 1
	case x < f.MinNormal():
		m = uint64(math.Ldexp(x, f.bias()-1+f.Fraction))
	default:
		frac, exp := math.Frexp(x) // x = 2·frac·2^(exp−1)
		e = uint64(exp - 1 + f.bias())
		m = uint64(math.Ldexp(2*frac-1, f.Fraction))
	}
	pad := func(v uint64, n int) string {
		b := strconv.FormatUint(v, 2)
		return strings.Repeat("0", n-len(b)) + b
	}
	return pad(s, 1), pad(e, f.Exponent), pad(m, f.Fraction)
}
