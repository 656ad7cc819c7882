package conditioning

import "math"

// double is the unevaluated sum hi + lo, |lo| at most half a unit of hi: a number of about
// 106 binary digits (Dekker, Numerische Mathematik 18, 1971, DOI 10.1007/BF01397083; with a
// fused multiply-add as in Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26, 2005,
// DOI 10.1137/030601818). Operations have relative errors of a few 2⁻¹⁰⁴.
type double struct{ hi, lo float64 }

// product is a·b, exact while it neither overflows nor underflows.
func product(a, b float64) double {
	p := a * b
	return double{p, math.FMA(a, b, -p)}
}

// quotient is a/b.
func quotient(a, b float64) double {
	q := a / b
	return double{q, math.FMA(-q, b, a) / b}
}

// sum is a + b, exact.
func sum(a, b float64) double {
	s := a + b
	t := s - a
	return double{s, (a - (s - t)) + (b - t)}
}

// plus is x + y.
func (x double) plus(y double) double {
	s, t := sum(x.hi, y.hi), sum(x.lo, y.lo)
	s = quick(s.hi, s.lo+t.hi)
	return quick(s.hi, s.lo+t.lo)
}

// times is x·f.
func (x double) times(f float64) double {
	p := product(x.hi, f)
	return quick(p.hi, math.FMA(x.lo, f, p.lo))
}

// quick is a + b for |a| ≥ |b|, exact.
func quick(a, b float64) double {
	s := a + b
	return double{s, b - (s - a)}
}
