package stable

// exp and log are the elementary functions of the type: the result is rounded to F, and so
// overflows and vanishes where F does.
func exp[F Float](x F) F { return F(Exp(float64(x))) }
func log[F Float](x F) F { return F(Log(float64(x))) }

// NaiveSigmoid returns e^x/(1+e^x): Inf/Inf = NaN above 709.78 (float64) or 88.72 (float32).
func NaiveSigmoid[F Float](x F) F { return exp(x) / (1 + exp(x)) }

// NaiveSoftplus returns log(1+e^x): Inf above 709.78 or 88.72, and 0 below −36.7 or −16.6,
// where e^x is lost beside 1.
func NaiveSoftplus[F Float](x F) F { return log(1 + exp(x)) }

// NaiveLogSigmoid returns the logarithm of 1/(1+e^(−x)): −Inf where e^(−x) is Inf.
func NaiveLogSigmoid[F Float](x F) F { return log(1 / (1 + exp(-x))) }

// NaiveLogSumExp returns the logarithm of Σ_i e^(z_i): +Inf when one term overflows, −Inf
// when all vanish. It panics if z is empty.
func NaiveLogSumExp[F Float](z []F) F { return log(sumExp(z)) }

// NaiveSoftmax stores e^(z_i) / Σ_j e^(z_j) in dst and returns it; a nil dst is allocated.
// An overflow makes it Inf/Inf = NaN, at best 0 for the others; when all terms vanish it is
// 0/0 = NaN. It panics where Softmax does.
func NaiveSoftmax[F Float](dst, z []F) []F {
	dst = sized(dst, z)
	sum := sumExp(z)
	for i, v := range z {
		dst[i] = exp(v) / sum
	}
	return dst
}

// NaiveLogSoftmax stores the logarithms of NaiveSoftmax in dst and returns it: besides NaN,
// −Inf where a small probability has silently become 0. It panics where Softmax does.
func NaiveLogSoftmax[F Float](dst, z []F) []F {
	dst = NaiveSoftmax(dst, z)
	for i, p := range dst {
		dst[i] = log(p)
	}
	return dst
}

func sumExp[F Float](z []F) F {
	if len(z) == 0 {
		panic("stable: no logits")
	}
	var sum F
	for _, v := range z {
		sum += exp(v)
	}
	return sum
}
