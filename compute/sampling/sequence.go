package sampling

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
)

// Sequence is an estimator θ̂_m on growing samples, m = 1, 2, …, of one standard
// distribution: does it tend to θ? Make one by SequenceNamed.
type Sequence struct {
	Name  string  // as taken by SequenceNamed
	Theta float64 // θ: 0, for max_uniform 1

	bias     func(m float64) float64 // nil if E θ̂_m does not exist
	variance func(m float64) float64 // nil if it does not exist or has no formula
	exceed   func(m int, eps float64) float64
	walk     func(dst []float64, sizes []int, rnd *rand.Rand, w *walker)
}

// walker holds what a walk along the sizes needs or leaves besides its errors.
type walker struct {
	digits digits
	spikes []Spike // of spiked: the sizes m with B_m = 1, ascending
}

// Spike is a size at which the sequence spiked has its spike.
type Spike struct {
	M     int
	Value float64 // θ̂_m
}

// SequenceNamed returns one of the estimators
//
//	mean         x̄ of N(0, 1): consistent
//	median       sample median of N(0, 1): consistent
//	first        x⁽¹⁾ of N(0, 1): unbiased, not consistent
//	spiked       x̄ + m·B_m, P(B_m = 1) = 1/m, all B_m and x̄ independent: consistent
//	             (weakly; not strongly, by Borel–Cantelli) with bias 1 for every m
//	max_uniform  largest of m values from U(0, 1), θ = 1: consistent, bias −1/(m+1)
//	cauchy_mean  x̄ of Cauchy data: for every m distributed as one observation
//
// The error names an unknown name.
func SequenceNamed(name string) (Sequence, error) {
	for _, s := range []Sequence{mean(), median(), first(), spiked(), maxUniform(), cauchyMean()} {
		if s.Name == name {
			return s, nil
		}
	}
	return Sequence{}, fmt.Errorf("sampling: no sequence of estimators %q", name)
}

// Bias returns E θ̂_m − θ, exact; false for cauchy_mean, which has no expectation.
func (s Sequence) Bias(m int) (bias float64, ok bool) {
	mustSample(m)
	if s.bias == nil {
		return 0, false
	}
	return s.bias(float64(m)), true
}

// Variance returns Var θ̂_m, exact; false for cauchy_mean, which has none, and for the
// median, which has no formula.
func (s Sequence) Variance(m int) (variance float64, ok bool) {
	mustSample(m)
	if s.variance == nil {
		return 0, false
	}
	return s.variance(float64(m)), true
}

// Probability returns P(|θ̂_m−θ| > eps), right to 1e-9 relative or better up to
// m = 10⁶. It panics unless eps > 0.
func (s Sequence) Probability(m int, eps float64) float64 {
	mustSample(m)
	mustPositive("ε", eps)
	return s.exceed(m, eps)
}

func zero(float64) float64 { return 0 }

// above is P(Z > z) for a standard normal Z.
func above(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

func mean() Sequence {
	return Sequence{
		Name: "mean", bias: zero,
		variance: func(m float64) float64 { return 1 / m },
		exceed: func(m int, eps float64) float64 {
			return 2 * above(eps*math.Sqrt(float64(m)))
		},
		walk: walkMean,
	}
}

// walkMean adds to the sum of the first values that of the next k, one draw of N(0, k).
func walkMean(dst []float64, sizes []int, rnd *rand.Rand, _ *walker) {
	sum, before := 0.0, 0
	for j, m := range sizes {
		sum += math.Sqrt(float64(m-before)) * rnd.NormFloat64()
		before = m
		dst[j] = sum / float64(m)
	}
}

func first() Sequence {
	return Sequence{
		Name: "first", bias: zero,
		variance: func(float64) float64 { return 1 },
		exceed:   func(_ int, eps float64) float64 { return 2 * above(eps) },
		walk: func(dst []float64, _ []int, rnd *rand.Rand, _ *walker) {
			x := rnd.NormFloat64()
			for j := range dst {
				dst[j] = x
			}
		},
	}
}

func spiked() Sequence {
	return Sequence{
		Name: "spiked",
		bias: func(float64) float64 { return 1 },
		// Var x̄ + m² · (1/m)(1 − 1/m).
		variance: func(m float64) float64 { return 1/m + m - 1 },
		exceed: func(m int, eps float64) float64 {
			n := float64(m)
			root := math.Sqrt(n)
			calm := 2 * above(eps*root)
			spike := above((eps-n)*root) + above((eps+n)*root)
			return (1-1/n)*calm + spike/n
		},
		walk: walkSpiked,
	}
}

// walkSpiked walks from size to size and from spike to spike. After a spike at s the
// next one is past n with probability Π (1−1/k) over s < k ≤ n, which is s/n: it stands
// at ⌊s/U⌋ + 1 for a uniform U. So the logarithms of the spikes are about evenly spread:
// between m and 2m there is one with probability ½, whatever m.
func walkSpiked(dst []float64, sizes []int, rnd *rand.Rand, w *walker) {
	w.spikes = w.spikes[:0]
	sum, before, spike := 0.0, 0, 1.0
	step := func(m int) float64 {
		sum += math.Sqrt(float64(m-before)) * rnd.NormFloat64()
		before = m
		return sum / float64(m)
	}
	for j, m := range sizes {
		height := 0.0
		for spike <= float64(m) {
			at := int(spike)
			if at == m {
				height = spike
			} else {
				w.spikes = append(w.spikes, Spike{at, step(at) + spike})
			}
			spike = math.Floor(spike/(1-rnd.Float64())) + 1
		}
		dst[j] = step(m) + height
		if height > 0 {
			w.spikes = append(w.spikes, Spike{m, dst[j]})
		}
	}
}

func maxUniform() Sequence {
	return Sequence{
		Name: "max_uniform", Theta: 1,
		bias:     func(m float64) float64 { return -1 / (m + 1) },
		variance: func(m float64) float64 { return m / ((m + 1) * (m + 1) * (m + 2)) },
		exceed: func(m int, eps float64) float64 {
			if eps >= 1 {
				return 0
			}
			return math.Exp(float64(m) * math.Log1p(-eps))
		},
		// The largest of k values is U^(1/k) = e^(−E/k) with an exponential E.
		walk: func(dst []float64, sizes []int, rnd *rand.Rand, _ *walker) {
			gap, before := 1.0, 0
			for j, m := range sizes {
				gap = min(gap, -math.Expm1(-rnd.ExpFloat64()/float64(m-before)))
				before = m
				dst[j] = -gap
			}
		},
	}
}

func cauchyMean() Sequence {
	return Sequence{
		Name:   "cauchy_mean",
		exceed: func(_ int, eps float64) float64 { return 2 / math.Pi * math.Atan(1/eps) },
		// The sum of k Cauchy values is k times one of them.
		walk: func(dst []float64, sizes []int, rnd *rand.Rand, _ *walker) {
			sum, before := 0.0, 0
			for j, m := range sizes {
				sum += float64(m-before) * cauchy(rnd)
				before = m
				dst[j] = sum / float64(m)
			}
		},
	}
}

func median() Sequence {
	return Sequence{
		Name: "median", bias: zero,
		exceed: func(m int, eps float64) float64 {
			k, tail := float64(m/2), above(eps)
			if m%2 == 1 {
				return 2 * mathext.RegIncBeta(k+1, k+1, tail)
			}
			return 2 * (mathext.RegIncBeta(k+1, k, tail) + lowerBelow(k, eps))
		},
		walk: walkMedian,
	}
}

// lowerBelow is the probability that of 2k normal values the lower middle one lies
// below eps and the mean of the two middle ones above it. With the lower one at eps−s
// the k upper ones lie above eps+s:
//
//	∫₀^∞ (2k)!/((k−1)! k!) φ(eps−s) Φ(eps−s)^(k−1) (1−Φ(eps+s))^k ds.
//
// The integrand is log-concave, so it falls at least as fast as it does at s = 0; past
// 38 of its lengths there it is below 1e-16 of its start.
func lowerBelow(k, eps float64) float64 {
	density := math.Exp(-eps*eps/2) / math.Sqrt(2*math.Pi)
	upper := above(eps)
	if upper == 0 {
		return 0
	}
	rate := k*density/upper + (k-1)*density/(1-upper) - eps
	length := eps + 10
	if rate > 0 {
		length = min(length, 38/rate)
	}
	a, _ := math.Lgamma(2*k + 1)
	b, _ := math.Lgamma(k)
	c, _ := math.Lgamma(k + 1)
	scale := a - b - c - math.Log(2*math.Pi)/2
	return quad.Fixed(func(s float64) float64 {
		x := eps - s
		return math.Exp(scale - x*x/2 + (k-1)*math.Log(above(-x)) + k*math.Log(above(eps+s)))
	}, 0, length, 100, nil, 0)
}

// walkMedian finds the middle values among uniform numbers known by their leading
// binary digits, and takes normal quantiles: the quantile function keeps the order.
func walkMedian(dst []float64, sizes []int, rnd *rand.Rand, w *walker) {
	d := &w.digits
	d.reset()
	before := 0
	for j, m := range sizes {
		d.add(m - before)
		before = m
		upper := mathext.NormalQuantile(d.ranked(m/2, rnd))
		dst[j] = upper
		if m%2 == 0 {
			dst[j] = (upper + mathext.NormalQuantile(d.ranked(m/2-1, rnd))) / 2
		}
	}
}
