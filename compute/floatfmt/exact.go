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
			rest.Add(rest, terms[i])
		}
	}
	sum := new(big.Float).Add(wide(1), rest)
	log := bigLog(sum)
	if rest.MantExp(nil) < -precision/2 { // too small to be seen in the sum: log(1 + x) = x − x²/2 + …
		log.Mul(rest, rest)
		log.Sub(rest, log.Quo(log, wide(2)))
	}
	for i, v := range z {
		s.P[i], _ = new(big.Float).Quo(terms[i], sum).Float64()
		u := new(big.Float).Sub(wide(v), wide(top))
		s.LogP[i], _ = u.Sub(u, log).Float64()
	}
	s.LogSumExp, _ = log.Add(log, wide(top)).Float64()
	return s
}

func wide(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

// bigExp returns e^x for |x| < 2³⁰: e^x = 2^k·(e^r)^1024 with |r| < 0.0004, e^r by its series.
func bigExp(x *big.Float) *big.Float {
	approx, _ := x.Float64()
	k := math.Round(approx / math.Ln2)
	r := new(big.Float).Mul(wide(k), ln2)
	r.Sub(x, r)
	r.SetMantExp(r, -10)
	sum, term := wide(1), wide(1)
	for n := 1; n <= 12; n++ {
		term.Mul(term, r)
		term.Quo(term, wide(float64(n)))
		sum.Add(sum, term)
	}
	for range 10 {
		sum.Mul(sum, sum)
	}
	return sum.SetMantExp(sum, int(k))
}

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
