package floatfmt

import (
	"math"
	"slices"
)

// Softmax is the softmax of some logits, its logarithm and the logarithm of its denominator.
type Softmax struct {
	P         []float64
	LogP      []float64
	LogSumExp float64
}

// Naive computes the softmax as its formula is read: exponentials, their sum, quotients, and
// logarithms of the results. Every result is rounded to f, the logits are taken as they are. It
// panics if there are none.
func (f Format) Naive(z []float64) Softmax {
	s, sum := sized(z), 0.0
	for i, v := range z {
		s.P[i] = f.Exp(v)
		sum = f.Add(sum, s.P[i])
	}
	for i, e := range s.P {
		s.P[i] = f.Div(e, sum)
		s.LogP[i] = f.Log(s.P[i])
	}
	s.LogSumExp = f.Log(sum)
	return s
}

// Stable computes the same after the largest logit has been taken from all, and the
// logarithms without the quotients: log p_i = (z_i − max z) − log(1 + rest), where rest is the
// sum of the other exponentials and the logarithm is taken of both at once, so that a rest
// too small beside 1 is not lost (Blanchard, Higham & Higham 2021, doi
// 10.1093/imanum/draa038). It panics if there are no logits.
func (f Format) Stable(z []float64) Softmax {
	s, rest, top := sized(z), 0.0, slices.Max(z)
	peak := slices.Index(z, top)
	for i, v := range z {
		s.LogP[i] = f.Sub(v, top)
		s.P[i] = f.Exp(s.LogP[i])
		if i != peak {
			rest = f.Add(rest, s.P[i])
		}
	}
	sum, log := f.Add(1, rest), f.Round(math.Log1p(rest))
	for i, e := range s.P {
		s.P[i] = f.Div(e, sum)
		s.LogP[i] = f.Sub(s.LogP[i], log)
	}
	s.LogSumExp = f.Add(top, log)
	return s
}

func sized(z []float64) Softmax {
	if len(z) == 0 {
		panic("floatfmt: no logits")
	}
	return Softmax{P: make([]float64, len(z)), LogP: make([]float64, len(z))}
}

// Overflow returns the smallest positive scale at which the sum of the exponentials of scale·z
// is infinite in f, by bisection to the last bit of float64; NaN if no logit is positive,
// for then there is none.
func (f Format) Overflow(z []float64) float64 {
	top := slices.Max(z)
	lo, hi := 0.0, (f.ExpOverflow()+1)/top
	if top <= 0 || math.IsInf(hi, 1) {
		return math.NaN()
	}
	for {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			return hi
		}
		sum := 0.0
		for _, v := range z {
			sum = f.Add(sum, f.Exp(mid*v))
		}
		if math.IsInf(sum, 1) {
			hi = mid
		} else {
			lo = mid
		}
	}
}

// Product returns the product of m equal factors p and the sum of their logarithms, as a
// loop in f computes them.
func (f Format) Product(p float64, m int) (product, logs float64) {
	log := f.Log(p)
	product = 1
	for range m {
		product = f.Mul(product, p)
		logs = f.Add(logs, log)
	}
	return product, logs
}
