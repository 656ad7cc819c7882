package floatfmt

import (
	"math"
	"math/big"
	"slices"
)

// precision is the bits of the numbers with which Exact computes.
const precision = 128

// Exact computes the softmax, its logarithms and the log-sum-exp with 128 bits, rounded to
// float64 at the end. Finite logits only. It panics if there are none.
func Exact(z []float64) Softmax {
	s, top := sized(z), slices.Max(z)
	peak := slices.Index(z, top)
	terms := make([]*big.Float, len(z))
	rest := wide(0) // what stands beside the 1 of the largest
	for i, v := range z {
		terms[i] = bigExp(new(big.Float).Sub(wide(v), wide(top)))
		if i != peak {
			rest = sum(rest, terms[i])
		}
	}
	whole := sum(wide(1), rest)
	log := bigLog(whole)
	if rest.Sign() > 0 && rest.MantExp(nil) < -precision/2 { // too small to be seen in the sum: log(1 + x) = x − x²/2 + …
		log.Mul(rest, rest)
		log = sum(rest, log.Quo(log, wide(-2)))
	}
	for i, v := range z {
		s.P[i], _ = new(big.Float).Quo(terms[i], whole).Float64()
		u := new(big.Float).Sub(wide(v), wide(top))
		s.LogP[i], _ = sum(u, new(big.Float).Neg(log)).Float64()
	}
	s.LogSumExp, _ = sum(log, wide(top)).Float64()
	return s
}

// sum returns x + y. big.Float would first write both with all the bits between them, which
// may be a hundred million.
func sum(x, y *big.Float) *big.Float {
	if x.Sign() == 0 || y.Sign() == 0 {
		return new(big.Float).Add(x, y)
	}
	switch d := x.MantExp(nil) - y.MantExp(nil); {
	case d > 2*precision:
		return new(big.Float).Set(x)
	case d < -2*precision:
		return new(big.Float).Set(y)
	}
	return new(big.Float).Add(x, y)
}

func wide(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

// bigExp returns e^x for |x| < 2³⁰: e^x = 2^k·(e^r)^1024 with |r| < 0.0004, e^r by its series.
func bigExp(x *big.Float) *big.Float {
	approx, _ := x.Float64()
	k := math.Round(approx / math.Ln2)
	r := new(big.Float).Mul(wide(k), ln2)
	r.Sub(x, r)
	r.SetMantExp(r, -10)
	e := wide(0) // by Horner's rule
	for n := len(inverse) - 1; n >= 0; n-- {
		e.Mul(e, r)
		e.Add(e, inverse[n])
	}
	for range 10 {
		e.Mul(e, e)
	}
	return e.SetMantExp(e, int(k))
}

// inverse lists 1/n!, as many as e^r needs.
var inverse = func() (out [13]*big.Float) {
	f := wide(1)
	for n := range out {
		if n > 0 {
			f.Mul(f, wide(float64(n)))
		}
		out[n] = new(big.Float).Quo(wide(1), f)
	}
	return out
}()

// bigLog returns the natural logarithm of a number that float64 holds, by Newton's method on e^y = x.
func bigLog(x *big.Float) *big.Float {
	approx, _ := x.Float64()
	y := wide(math.Log(approx))
	for range 2 { // each step doubles the digits: 53, 106, 128
		e := bigExp(new(big.Float).Neg(y))
		e.Mul(e, x)
		y.Add(y, e.Sub(e, wide(1)))
	}
	return y
}

// ln2 has more digits than precision needs: |k| < 2³¹ times its error must not show.
var ln2 = func() *big.Float {
	v, _, err := big.ParseFloat("0.693147180559945309417232121458176568075500134360255254120680009493393621969694715605863326996418687", 10, 224, big.ToNearestEven)
	if err != nil {
		panic(err)
	}
	return v
}()
