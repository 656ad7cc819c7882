package likelihood

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Empirical is the distribution p̂ of a sample: each value with the share of its
// occurrences.
type Empirical struct {
	Values []float64 // ascending, different
	Counts []float64 // how often each occurs, whole numbers ≥ 1
	M      int       // size of the sample
}

// NewEmpirical counts the values of a sample.
func NewEmpirical(x []float64) Empirical {
	e := Empirical{M: len(x)}
	for _, v := range slices.Sorted(slices.Values(x)) {
		if n := len(e.Values); n > 0 && e.Values[n-1] == v {
			e.Counts[n-1]++
			continue
		}
		e.Values, e.Counts = append(e.Values, v), append(e.Counts, 1)
	}
	return e
}

// Probabilities returns p̂ of every value.
func (e Empirical) Probabilities() []float64 {
	p := make([]float64, len(e.Counts))
	for i, c := range e.Counts {
		p[i] = c / float64(e.M)
	}
	return p
}

// KL returns KL(p̂‖p_θ) = Σ_v p̂(v) log(p̂(v)/p(v; θ)) for a discrete family, +Inf if a
// value of the sample is impossible. It panics for a continuous family, from which p̂
// is not at a finite distance.
func (e Empirical) KL(f Family, theta []float64) float64 {
	if !f.Discrete {
		panic("likelihood: KL of an empirical distribution to the density of " + f.Name)
	}
	f.check(theta)
	sum := 0.0
	for i, p := range e.Probabilities() {
		sum += p * (math.Log(p) - f.logDensity(e.Values[i], theta))
	}
	return sum
}

// LogLik returns the log-likelihood of the sample, summed value by value: for data with many
// repetitions much cheaper than Family.LogLik, and equal but for rounding.
func (e Empirical) LogLik(f Family, theta []float64) float64 {
	f.check(theta)
	sum := 0.0
	for i, n := range e.Counts {
		sum += n * f.logDensity(e.Values[i], theta)
	}
	return sum
}

// ArgMaxLogLik returns the value of the first parameter with the highest
// log-likelihood of the sample, the others as in θ, found by bisection on the sign of
// the sum of scores Σ_i ∂ log p(x_i; θ)/∂θ₁ to the last digits. Of an interval of
// equally likely values it returns the middle. Errors are those of ML.
func (f Family) ArgMaxLogLik(x, theta []float64) (float64, error) {
	f.check(theta)
	if _, err := f.ML(x); err != nil {
		return 0, err
	}
	lo, hi := f.bracket(x)
	return crest(lo, hi, func(first float64) float64 {
		sum := 0.0
		for _, v := range x {
			sum += f.uphill(v, first, theta)
		}
		return sum
	}), nil
}

// ArgMinKL returns the value of the first parameter that brings p_θ nearest to the
// empirical distribution, the others as in θ: the smallest cross-entropy
// −Σ_v p̂(v) log p(v; θ), and for a discrete family the smallest KL(p̂‖p_θ), found by
// bisection on the sign of its derivative. It is ArgMaxLogLik, computed from p̂ in place
// of the sample. Errors are those of ML.
func (f Family) ArgMinKL(x, theta []float64) (float64, error) {
	f.check(theta)
	if _, err := f.ML(x); err != nil {
		return 0, err
	}
	e := NewEmpirical(x)
	lo, hi := f.bracket(x)
	return crest(lo, hi, func(first float64) float64 {
		sum := 0.0
		for i, v := range e.Values {
			sum += e.Counts[i] * f.uphill(v, first, theta)
		}
		return sum
	}), nil
}

// crest returns where a falling function on [lo, hi] changes its sign, the middle of
// the interval on which it is 0.
func crest(lo, hi float64, slope func(float64) float64) float64 {
	left := bisect(lo, hi, func(t float64) bool { return slope(t) > 0 })
	right := bisect(lo, hi, func(t float64) bool { return slope(t) >= 0 })
	return left + (right-left)/2
}

// bisect returns where the predicate, true on the left, turns false.
func bisect(lo, hi float64, left func(float64) bool) float64 {
	for {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			if left(hi) {
				return hi
			}
			return lo
		}
		if left(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
}

// KL returns KL(p‖q) = Σ_i p_i log(p_i/q_i) of two distributions on the same finite
// set, with 0·log 0 = 0 and +Inf if p_i > 0 = q_i. It panics if the lengths differ.
func KL(p, q []float64) float64 {
	sum := 0.0
	pair(p, q)
	for i, v := range p {
		switch ratio := v / q[i]; {
		case v == 0:
		case ratio > 0 && !math.IsInf(ratio, 1):
			sum += v * math.Log(ratio)
		default: // the ratio does not fit in float64, its logarithm does
			sum += v * (math.Log(v) - math.Log(q[i]))
		}
	}
	return sum
}

// CrossEntropy returns −Σ_i p_i log q_i, with 0·log 0 = 0: the entropy of p plus KL(p‖q).
// It panics if the lengths differ.
func CrossEntropy(p, q []float64) float64 {
	sum := 0.0
	pair(p, q)
	for i, v := range p {
		if v > 0 {
			sum -= v * math.Log(q[i])
		}
	}
	return sum
}

func pair(p, q []float64) {
	if len(p) != len(q) {
		panic(fmt.Sprintf("likelihood: %d probabilities against %d", len(p), len(q)))
	}
}

// Entropy returns −Σ_i p_i log p_i, with 0·log 0 = 0.
func Entropy(p []float64) float64 { return CrossEntropy(p, p) }

// CategoricalML returns the maximum-likelihood probabilities of k classes, their
// shares in the sample. It panics if the sample is empty or a class is outside [0, k).
func CategoricalML(classes []int, k int) []float64 {
	if len(classes) == 0 {
		panic("likelihood: no classes to count")
	}
	p := make([]float64, k)
	for _, c := range classes {
		p[c]++
	}
	for i := range p {
		p[i] /= float64(len(classes))
	}
	return p
}

// KLMultivariate returns KL(N(μp, Σp)‖N(μq, Σq)) in n dimensions:
//
//	½(tr Σq⁻¹Σp + (μq−μp)ᵀΣq⁻¹(μq−μp) − n + log det Σq − log det Σp).
//
// It panics if shapes disagree or a covariance is not positive definite.
func KLMultivariate(muP []float64, covP mat.Symmetric, muQ []float64, covQ mat.Symmetric) float64 {
	var cp, cq mat.Cholesky
	if !cp.Factorize(covP) || !cq.Factorize(covQ) {
		panic("likelihood: a covariance is not positive definite")
	}
	n := len(muP)
	d := mat.NewVecDense(n, nil)
	d.SubVec(mat.NewVecDense(n, muQ), mat.NewVecDense(n, muP))
	var ratio mat.Dense
	var v mat.VecDense
	if cq.SolveTo(&ratio, covP) != nil || cq.SolveVecTo(&v, d) != nil {
		panic("likelihood: a covariance is singular to rounding")
	}
	return 0.5 * (mat.Trace(&ratio) + mat.Dot(d, &v) - float64(n) + cq.LogDet() - cp.LogDet())
}
