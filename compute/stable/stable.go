// Package stable computes the exponentials and logarithms of probability so that they
// neither overflow nor lose their digits on the way: softmax, log-softmax, log-sum-exp,
// the logistic sigmoid, softplus. Beside each stands the naive form, the textbook formula
// typed as it is read, which is here to be looked at and not to be used.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §4.1; that the shift by the
// largest entry costs no accuracy is shown in Blanchard, Higham, Higham, Accurately
// computing the log-sum-exp and softmax functions, IMA Journal of Numerical Analysis 41
// (2021), doi:10.1093/imanum/draa038.
//
// The functions take float32 and float64. The stable forms are computed in float64 and
// rounded once; the naive forms round every operation to the type, as hardware does.
package stable

import "math"

// Float is the type of the numbers.
type Float interface{ ~float32 | ~float64 }

// Sigmoid returns σ(x) = 1/(1+e^(−x)), in [0, 1], accurate at both ends: the exponential
// that it takes is of −|x|.
func Sigmoid[F Float](x F) F {
	v := float64(x)
	if v >= 0 {
		return F(1 / (1 + math.Exp(-v)))
	}
	e := math.Exp(v)
	return F(e / (1 + e))
}

// LogSigmoid returns log σ(x) = −ζ(−x), at most 0, for x → −∞ nearly x.
func LogSigmoid[F Float](x F) F { return -Softplus(-x) }

// Softplus returns ζ(x) = log(1+e^x) = max(x, 0) + log(1+e^(−|x|)), at least 0, for
// x → +∞ nearly x. Its derivative is Sigmoid.
func Softplus[F Float](x F) F {
	v := float64(x)
	return F(math.Max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))))
}

// LogSumExp returns log Σ_i e^(z_i) = max z + log Σ_i e^(z_i − max z). It lies between
// max z and max z + log n. −Inf entries count as nothing; of −Inf alone the result is
// −Inf, with a +Inf among them it is +Inf, with a NaN it is NaN. LogSumExp panics if z
// is empty.
func LogSumExp[F Float](z []F) F {
	peak, rest := split(z)
	if math.IsInf(peak, 0) {
		return F(peak)
	}
	return F(peak + math.Log1p(rest))
}

// Softmax stores e^(z_i) / Σ_j e^(z_j), computed from z − max z, in dst, which may be z
// itself, and returns it; a nil dst is allocated. The results are in [0, 1] and sum to 1
// up to rounding. −Inf entries get 0; if the largest entry is infinite or one is NaN, all
// are NaN. Softmax panics if z is empty or if the lengths differ.
func Softmax[F Float](dst, z []F) []F {
	dst = sized(dst, z)
	peak, rest := split(z)
	if math.IsInf(peak, 0) {
		rest = math.NaN()
	}
	for i, v := range z {
		dst[i] = F(math.Exp(float64(v)-peak) / (1 + rest))
	}
	return dst
}

// LogSoftmax stores log softmax(z)_i = z_i − max z − log Σ_j e^(z_j − max z) in dst, which
// may be z itself, and returns it; a nil dst is allocated. It stays finite where softmax
// has long become 0: the difference of two logits is all that it needs. Special values and
// panics are those of Softmax, but that −Inf entries get −Inf.
func LogSoftmax[F Float](dst, z []F) []F {
	dst = sized(dst, z)
	peak, rest := split(z)
	if math.IsInf(peak, 0) {
		rest = math.NaN()
	}
	for i, v := range z {
		dst[i] = F(float64(v) - peak - math.Log1p(rest))
	}
	return dst
}

// split returns the largest entry and Σ e^(z_i − max z) over all others. The largest, whose
// term is exactly 1, is left out so that log1p can see a sum far below 1.
func split[F Float](z []F) (peak, rest float64) {
	if len(z) == 0 {
		panic("stable: no logits")
	}
	top := 0
	peak = float64(z[0])
	for i, v := range z {
		if v := float64(v); v > peak || math.IsNaN(v) && !math.IsNaN(peak) {
			top, peak = i, v
		}
	}
	for i, v := range z {
		if i != top {
			rest += math.Exp(float64(v) - peak)
		}
	}
	return peak, rest
}

func sized[F Float](dst, z []F) []F {
	if dst == nil {
		return make([]F, len(z))
	}
	if len(dst) != len(z) {
		panic("stable: dst and z differ in length")
	}
	return dst
}
