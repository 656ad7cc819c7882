// Package sampling shows estimators as random variables: what a statistic gives on
// many samples, and what it tends to as the sample grows.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §5.4.1 (a point estimate
// is any function of the data) and §5.4.5 (consistency). Simulations draw replicate i
// from a stream of its own, rand.NewPCG(seed, i), and give the same bits on any number
// of processors.
package sampling

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Distribution is a population on the line with its exact parameters. Make one by a
// constructor or by Named.
type Distribution struct {
	Name   string  // as taken by Named
	Theta  float64 // θ, what statistics estimate: the mean; the centre of cauchy, which has no mean
	Median float64 // the lower end of the interval of medians where there are many
	SD     float64 // √E(x−θ)², +Inf for cauchy

	sample func(dst []float64, rnd *rand.Rand)
	// order returns the exact expectation and variance of Σ w_r x_(r), weights by
	// ascending rank, which it overwrites; nil if there is no finite formula.
	order func(w []float64) moments
}

// moments are the expectation and the variance of a random variable.
type moments struct{ mean, variance float64 }

// Named returns the standard member of a family: normal N(0, 1), uniform U(0, 1),
// exponential with mean 1, bernoulli with P(1) = p, student3 (Student's t with 3
// degrees of freedom) or cauchy. Only bernoulli reads p. The error names an unknown
// name or a p outside [0, 1].
func Named(name string, p float64) (Distribution, error) {
	switch name {
	case "normal":
		return Normal(0, 1), nil
	case "uniform":
		return Uniform(0, 1), nil
	case "exponential":
		return Exponential(1), nil
	case "bernoulli":
		if !(p >= 0 && p <= 1) {
			return Distribution{}, fmt.Errorf("sampling: %v is not a probability", p)
		}
		return Bernoulli(p), nil
	case "student3":
		return Student3(), nil
	case "cauchy":
		return Cauchy(), nil
	}
	return Distribution{}, fmt.Errorf("sampling: no distribution %q", name)
}

// Sample fills dst with independent observations.
func (d Distribution) Sample(dst []float64, rnd *rand.Rand) { d.sample(dst, rnd) }

// Normal is N(mu, sigma²). It panics if sigma is not positive.
func Normal(mu, sigma float64) Distribution {
	mustPositive("standard deviation", sigma)
	return Distribution{
		Name: "normal", Theta: mu, Median: mu, SD: sigma,
		sample: func(dst []float64, rnd *rand.Rand) {
			for i := range dst {
				dst[i] = mu + sigma*rnd.NormFloat64()
			}
		},
	}
}

// Uniform is U(lo, hi). It panics if hi ≤ lo.
func Uniform(lo, hi float64) Distribution {
	width := hi - lo
	mustPositive("width", width)
	mid := lo + width/2
	return Distribution{
		Name: "uniform", Theta: mid, Median: mid, SD: width / math.Sqrt(12),
		sample: func(dst []float64, rnd *rand.Rand) {
			for i := range dst {
				dst[i] = lo + width*rnd.Float64()
			}
		},
		order: func(w []float64) moments {
			u := uniformOrder(w) // leaves Σw in w[0]
			return moments{lo*w[0] + width*u.mean, width * width * u.variance}
		},
	}
}

// Exponential has density e^(−x/mean)/mean on x ≥ 0. It panics if the mean is not
// positive.
func Exponential(mean float64) Distribution {
	mustPositive("mean", mean)
	return Distribution{
		Name: "exponential", Theta: mean, Median: mean * math.Ln2, SD: mean,
		sample: func(dst []float64, rnd *rand.Rand) {
			for i := range dst {
				dst[i] = mean * rnd.ExpFloat64()
			}
		},
		order: func(w []float64) moments {
			e := exponentialOrder(w)
			return moments{mean * e.mean, mean * mean * e.variance}
		},
	}
}

// Bernoulli takes 1 with probability p and 0 otherwise. It panics unless 0 ≤ p ≤ 1.
func Bernoulli(p float64) Distribution {
	if !(p >= 0 && p <= 1) {
		panic(fmt.Sprintf("sampling: %v is not a probability", p))
	}
	median := 0.0
	if p > 0.5 {
		median = 1
	}
	return Distribution{
		Name: "bernoulli", Theta: p, Median: median, SD: math.Sqrt(p * (1 - p)),
		sample: func(dst []float64, rnd *rand.Rand) {
			for i := range dst {
				dst[i] = 0
				if rnd.Float64() < p {
					dst[i] = 1
				}
			}
		},
		order: func(w []float64) moments { return bernoulliOrder(w, p) },
	}
}

// Student3 is Student's t with 3 degrees of freedom: centre 0, variance 3, heavy
// tails without a third moment. Draws are by the polar method of Bailey (Math. Comp.
// 62, 1994): a point (u, v) uniform in the unit disc, w = u²+v²,
// t = u·√(3(w^(−2/3) − 1)/w).
func Student3() Distribution {
	return Distribution{
		Name: "student3", SD: math.Sqrt(3),
		sample: func(dst []float64, rnd *rand.Rand) {
			for i := range dst {
				u, w := disc(rnd)
				c := math.Cbrt(w)
				dst[i] = u * math.Sqrt(3*(1/(c*c)-1)/w)
			}
		},
	}
}

// Cauchy has density 1/(π(1+x²)): centre 0, no mean and no variance.
func Cauchy() Distribution {
	return Distribution{
		Name: "cauchy", SD: math.Inf(1),
		sample: func(dst []float64, rnd *rand.Rand) {
			for i := range dst {
				dst[i] = cauchy(rnd)
			}
		},
	}
}

// disc returns the abscissa u and the squared radius w > 0 of a point uniform in the
// unit disc.
func disc(rnd *rand.Rand) (u, w float64) {
	for {
		u = 2*rnd.Float64() - 1
		v := 2*rnd.Float64() - 1
		if w = u*u + v*v; w > 0 && w < 1 {
			return u, w
		}
	}
}

// cauchy draws from the standard Cauchy distribution by its quantile function.
func cauchy(rnd *rand.Rand) float64 { return math.Tan(math.Pi * (rnd.Float64() - 0.5)) }

func mustPositive(what string, v float64) {
	if !(v > 0) || math.IsInf(v, 1) {
		panic(fmt.Sprintf("sampling: %s %v is not positive", what, v))
	}
}
