package likelihood

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

func anywhere(float64) bool     { return true }
func always([]float64) bool     { return true }
func differ(x []float64) bool   { return slices.Min(x) < slices.Max(x) }
func positive(x []float64) bool { return slices.Max(x) > 0 }

func span(x []float64) (lo, hi float64) { return slices.Min(x), slices.Max(x) }

// Normal is N(mu, sigma2) with sigma2 = σ² > 0. ML: mean and variance with divisor m.
func Normal() Family {
	return Family{
		Name: "normal", Params: []string{"mu", "sigma2"},
		valid: func(t []float64) bool { return t[1] > 0 }, admits: anywhere, bounded: differ,
		logDensity: func(x float64, t []float64) float64 {
			return -0.5*math.Log(2*math.Pi*t[1]) - (x-t[0])*(x-t[0])/(2*t[1])
		},
		ml: func(x []float64) []float64 {
			mean, variance := stat.PopMeanVariance(x, nil)
			return []float64{mean, variance}
		},
		uphill:  func(x, mu float64, _ []float64) float64 { return x - mu },
		bracket: span,
		entropy: func(t []float64) float64 { return 0.5 * (1 + math.Log(2*math.Pi*t[1])) },
		kl: func(p, q []float64) float64 {
			d := p[0] - q[0]
			return 0.5 * (math.Log(q[1]/p[1]) + (p[1]-q[1])/q[1] + d*d/q[1])
		},
		fisher: func(t []float64) []float64 { return []float64{1 / t[1], 1 / (2 * t[1] * t[1])} },
		sample: func(t []float64, rnd *rand.Rand) float64 { return t[0] + math.Sqrt(t[1])*rnd.NormFloat64() },
	}
}

// Bernoulli takes 1 with probability p in [0, 1], else 0. ML: the share of ones.
func Bernoulli() Family {
	return Family{
		Name: "bernoulli", Params: []string{"p"}, Discrete: true,
		valid:   func(t []float64) bool { return t[0] >= 0 && t[0] <= 1 },
		admits:  func(x float64) bool { return x == 0 || x == 1 },
		bounded: always,
		logDensity: func(x float64, t []float64) float64 {
			switch x {
			case 0:
				return math.Log1p(-t[0])
			case 1:
				return math.Log(t[0])
			}
			return math.Inf(-1)
		},
		ml:      func(x []float64) []float64 { return []float64{floats.Sum(x) / float64(len(x))} },
		uphill:  func(x, p float64, _ []float64) float64 { return x - p },
		bracket: func([]float64) (lo, hi float64) { return 0, 1 },
		entropy: func(t []float64) float64 { return Entropy([]float64{t[0], 1 - t[0]}) },
		kl: func(p, q []float64) float64 {
			return KL([]float64{p[0], 1 - p[0]}, []float64{q[0], 1 - q[0]})
		},
		fisher: func(t []float64) []float64 {
			if t[0] == 0 || t[0] == 1 {
				return nil
			}
			return []float64{1 / (t[0] * (1 - t[0]))}
		},
		sample: func(t []float64, rnd *rand.Rand) float64 {
			if rnd.Float64() < t[0] {
				return 1
			}
			return 0
		},
	}
}

// Exponential has density rate·exp(−rate·x) for x ≥ 0, rate > 0. ML: 1/mean.
func Exponential() Family {
	return Family{
		Name: "exponential", Params: []string{"rate"},
		valid:   func(t []float64) bool { return t[0] > 0 },
		admits:  func(x float64) bool { return x >= 0 },
		bounded: positive,
		logDensity: func(x float64, t []float64) float64 {
			if x < 0 {
				return math.Inf(-1)
			}
			return math.Log(t[0]) - t[0]*x
		},
		ml:     func(x []float64) []float64 { return []float64{float64(len(x)) / floats.Sum(x)} },
		uphill: func(x, rate float64, _ []float64) float64 { return 1 - rate*x },
		bracket: func(x []float64) (lo, hi float64) {
			largest := slices.Max(x) // the mean lies between largest/m and largest
			return 1 / largest, float64(len(x)) / largest
		},
		entropy: func(t []float64) float64 { return 1 - math.Log(t[0]) },
		kl: func(p, q []float64) float64 {
			return math.Log(p[0]/q[0]) + (q[0]-p[0])/p[0]
		},
		fisher: func(t []float64) []float64 { return []float64{1 / (t[0] * t[0])} },
		sample: func(t []float64, rnd *rand.Rand) float64 { return rnd.ExpFloat64() / t[0] },
	}
}

// Poisson counts events: p(x) = e^(−λ)λˣ/x!, x = 0, 1, …, λ ≥ 0. ML: the mean.
func Poisson() Family {
	f := Family{
		Name: "poisson", Params: []string{"lambda"}, Discrete: true,
		valid:   func(t []float64) bool { return t[0] >= 0 },
		admits:  func(x float64) bool { return x >= 0 && x == math.Trunc(x) },
		bounded: always,
		logDensity: func(x float64, t []float64) float64 {
			switch {
			case x < 0 || x != math.Trunc(x):
				return math.Inf(-1)
			case x == 0:
				return -t[0]
			}
			factorial, _ := math.Lgamma(x + 1)
			return x*math.Log(t[0]) - t[0] - factorial
		},
		ml:      func(x []float64) []float64 { return []float64{floats.Sum(x) / float64(len(x))} },
		uphill:  func(x, lambda float64, _ []float64) float64 { return x - lambda },
		bracket: span,
		kl: func(p, q []float64) float64 {
			if p[0] == 0 {
				return q[0]
			}
			return p[0]*math.Log(p[0]/q[0]) + q[0] - p[0]
		},
		fisher: func(t []float64) []float64 {
			if t[0] == 0 {
				return nil
			}
			return []float64{1 / t[0]}
		},
		sample: func(t []float64, rnd *rand.Rand) float64 {
			if t[0] == 0 {
				return 0
			}
			return distuv.Poisson{Lambda: t[0], Src: rnd}.Rand()
		},
	}
	f.entropy = poissonEntropy
	return f
}

// poissonEntropy sums −p log p over all counts within 40 standard deviations, beyond
// which nothing is left.
func poissonEntropy(t []float64) float64 {
	if t[0] == 0 {
		return 0
	}
	reach := 40 * (math.Sqrt(t[0]) + 1)
	sum := 0.0
	for x := math.Max(0, math.Floor(t[0]-reach)); x <= t[0]+reach; x++ {
		factorial, _ := math.Lgamma(x + 1)
		l := x*math.Log(t[0]) - t[0] - factorial
		sum -= l * math.Exp(l)
	}
	return sum
}

// Uniform has density 1/(b−a) on [a, b], a < b. ML: the extremes of the sample. It is
// not regular: the estimates approach the ends as 1/m, not as 1/√m.
func Uniform() Family {
	return Family{
		Name: "uniform", Params: []string{"a", "b"},
		valid: func(t []float64) bool { return t[0] < t[1] }, admits: anywhere, bounded: differ,
		logDensity: func(x float64, t []float64) float64 {
			if x < t[0] || x > t[1] {
				return math.Inf(-1)
			}
			return -math.Log(t[1] - t[0])
		},
		ml: func(x []float64) []float64 { return []float64{slices.Min(x), slices.Max(x)} },
		uphill: func(x, a float64, _ []float64) float64 {
			if a > x {
				return math.Inf(-1) // the likelihood is 0: back
			}
			return 1
		},
		bracket: span,
		entropy: func(t []float64) float64 { return math.Log(t[1] - t[0]) },
		kl: func(p, q []float64) float64 {
			if p[0] < q[0] || p[1] > q[1] {
				return math.Inf(1)
			}
			return math.Log((q[1] - q[0]) / (p[1] - p[0]))
		},
		fisher: func([]float64) []float64 { return nil },
		sample: func(t []float64, rnd *rand.Rand) float64 { return t[0] + (t[1]-t[0])*rnd.Float64() },
	}
}

// Laplace has density exp(−|x−mu|/b)/(2b), b > 0. ML: the median, for an even number
// of values half-way between the middle two (any point between them is as likely), and
// the mean absolute deviation from it.
func Laplace() Family {
	return Family{
		Name: "laplace", Params: []string{"mu", "b"},
		valid: func(t []float64) bool { return t[1] > 0 }, admits: anywhere, bounded: differ,
		logDensity: func(x float64, t []float64) float64 {
			return -math.Log(2*t[1]) - math.Abs(x-t[0])/t[1]
		},
		ml: func(x []float64) []float64 {
			sorted := slices.Sorted(slices.Values(x))
			m := len(sorted)
			mu := sorted[(m-1)/2] + (sorted[m/2]-sorted[(m-1)/2])/2
			sum := 0.0
			for _, v := range x {
				sum += math.Abs(v - mu)
			}
			return []float64{mu, sum / float64(m)}
		},
		uphill: func(x, mu float64, _ []float64) float64 {
			switch {
			case x > mu:
				return 1
			case x < mu:
				return -1
			}
			return 0
		},
		bracket: span,
		entropy: func(t []float64) float64 { return 1 + math.Log(2*t[1]) },
		kl: func(p, q []float64) float64 {
			d := math.Abs(p[0] - q[0])
			return math.Log(q[1]/p[1]) + d/q[1] + p[1]/q[1]*math.Exp(-d/p[1]) - 1
		},
		fisher: func(t []float64) []float64 { return []float64{1 / (t[1] * t[1]), 1 / (t[1] * t[1])} },
		sample: func(t []float64, rnd *rand.Rand) float64 {
			if rnd.Uint64()&1 == 0 {
				return t[0] - t[1]*rnd.ExpFloat64()
			}
			return t[0] + t[1]*rnd.ExpFloat64()
		},
	}
}
