package stats

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Estimator is a point estimator θ̂ of one parameter θ, together with the
// distribution that θ governs: it draws the data, estimates θ from them, and knows
// its own bias and variance. Make one by a constructor or by Named.
type Estimator struct {
	Name string // as taken by Named

	minSize  int // smallest m with a finite estimate
	check    func(theta float64) bool
	set      string // the admissible θ in words, for the error of Check
	sample   func(dst []float64, theta float64, rnd *rand.Rand)
	estimate func(s Summary) float64
	exact    func(theta, m float64) Quality
	density  func(x, theta, m float64) float64
}

// Quality is how far an estimator is from its parameter on average over the data.
type Quality struct {
	Bias     float64 // E θ̂ − θ, in units of θ
	Variance float64 // Var θ̂, in squared units of θ
}

// MSE returns E(θ̂−θ)² = Bias² + Variance (Deep Learning, eq. 5.54).
func (q Quality) MSE() float64 { return q.Bias*q.Bias + q.Variance }

// Named returns the estimator of that name: var_m, var_m1, var_c, sd_m1,
// bernoulli_mean, normal_mean, uniform_max or uniform_max_corrected. Only var_c
// reads c. The error names an unknown name.
func Named(name string, c float64) (Estimator, error) {
	for _, e := range []Estimator{
		VarM(), VarM1(), VarC(c), SDM1(),
		BernoulliMean(), NormalMean(), UniformMax(), UniformMaxCorrected(),
	} {
		if e.Name == name {
			return e, nil
		}
	}
	return Estimator{}, fmt.Errorf("stats: no estimator %q", name)
}

// Check returns an error if θ lies outside the parameter set of the distribution.
func (e Estimator) Check(theta float64) error {
	if !e.check(theta) || math.IsInf(theta, 0) {
		return fmt.Errorf("stats: %s: θ = %v is not %s", e.Name, theta, e.set)
	}
	return nil
}

// Sample fills dst with independent observations from the distribution with
// parameter theta.
func (e Estimator) Sample(dst []float64, theta float64, rnd *rand.Rand) {
	e.sample(dst, theta, rnd)
}

// Estimate returns θ̂ of the sample. It panics if the sample is too small for the
// estimator: empty, or a single value where m−1 divides.
func (e Estimator) Estimate(s Summary) float64 {
	e.mustSize(s.N)
	return e.estimate(s)
}

// Exact returns the bias and variance of θ̂ on m observations. It panics if the
// estimator has no value for such m, as Estimate does.
func (e Estimator) Exact(theta float64, m int) Quality {
	e.mustSize(m)
	return e.exact(theta, float64(m))
}

func (e Estimator) mustSize(m int) {
	if m < e.minSize {
		panic(fmt.Sprintf("stats: %s of %d observations, needs %d", e.Name, m, e.minSize))
	}
}

// VarM estimates θ = σ² of N(0, θ) by (1/m)Σ(x−x̄)². Its bias is −σ²/m.
func VarM() Estimator {
	e := VarC(0)
	e.Name = "var_m"
	e.estimate = func(s Summary) float64 { return s.M2 / float64(s.N) }
	e.exact = func(v, m float64) Quality {
		return Quality{Bias: -v / m, Variance: 2 * v * v * (m - 1) / (m * m)}
	}
	e.density = func(x, v, m float64) float64 { return scaledChi2(x, v/m, m-1) }
	return e
}

// VarM1 estimates θ = σ² of N(0, θ) by Σ(x−x̄)²/(m−1), without bias. It needs m ≥ 2.
func VarM1() Estimator {
	e := VarC(0)
	e.Name, e.minSize = "var_m1", 2
	e.estimate = func(s Summary) float64 { return s.M2 / float64(s.N-1) }
	e.exact = func(v, m float64) Quality { return Quality{Variance: 2 * v * v / (m - 1)} }
	e.density = func(x, v, m float64) float64 { return scaledChi2(x, v/(m-1), m-1) }
	return e
}

// VarC estimates θ = σ² of N(0, θ) by c·Σ(x−x̄)² with a fixed c. Since
// Σ(x−x̄)²/σ² has the χ² distribution with m−1 degrees of freedom,
//
//	bias = (c(m−1) − 1)σ²,  variance = 2c²(m−1)σ⁴.
func VarC(c float64) Estimator {
	return Estimator{
		Name: "var_c", minSize: 1, check: positive, set: "a positive variance",
		sample: func(dst []float64, theta float64, rnd *rand.Rand) {
			normal(dst, 0, math.Sqrt(theta), rnd)
		},
		estimate: func(s Summary) float64 { return c * s.M2 },
		exact: func(v, m float64) Quality {
			// One rounding: c(m−1) is near 1 where it matters.
			return Quality{Bias: math.FMA(c, m-1, -1) * v, Variance: 2 * c * c * (m - 1) * v * v}
		},
		density: func(x, v, m float64) float64 { return scaledChi2(x, c*v, m-1) },
	}
}

// BestC returns 1/(m+1), the factor c of c·Σ(x−x̄)² that has the smallest mean
// squared error for normal data: the zero of d/dc [(c(m−1)−1)² + 2c²(m−1)].
func BestC(m int) float64 { return 1 / float64(m+1) }

// SDM1 estimates θ = σ of N(0, θ²) by the root of the unbiased variance. The root
// of an unbiased estimate is biased: E s = C4(m)·σ. It needs m ≥ 2.
func SDM1() Estimator {
	return Estimator{
		Name: "sd_m1", minSize: 2, check: positive, set: "a positive standard deviation",
		sample:   func(dst []float64, theta float64, rnd *rand.Rand) { normal(dst, 0, theta, rnd) },
		estimate: func(s Summary) float64 { return math.Sqrt(s.M2 / float64(s.N-1)) },
		exact: func(sd, m float64) Quality {
			c4 := C4(int(m))
			return Quality{Bias: (c4 - 1) * sd, Variance: (1 - c4) * (1 + c4) * sd * sd}
		},
		density: func(x, sd, m float64) float64 { return 2 * max(x, 0) * scaledChi2(x*x, sd*sd/(m-1), m-1) },
	}
}

// C4 returns E s/σ for m normal observations, s² being the unbiased variance:
//
//	c₄(m) = √(2/(m−1)) Γ(m/2) / Γ((m−1)/2).
//
// Up to m = 1000 it is right to 1e-12. C4 panics if m < 2.
func C4(m int) float64 {
	if m < 2 {
		panic("stats: C4 of fewer than 2 observations")
	}
	n := float64(m - 1)
	a, _ := math.Lgamma((n + 1) / 2)
	b, _ := math.Lgamma(n / 2)
	return math.Sqrt(2/n) * math.Exp(a-b)
}

// BernoulliMean estimates θ = p = P(x = 1) by the share of ones.
func BernoulliMean() Estimator {
	return Estimator{
		Name: "bernoulli_mean", minSize: 1, set: "a probability",
		check: func(p float64) bool { return p >= 0 && p <= 1 },
		sample: func(dst []float64, p float64, rnd *rand.Rand) {
			for i := range dst {
				dst[i] = 0
				if rnd.Float64() < p {
					dst[i] = 1
				}
			}
		},
		estimate: func(s Summary) float64 { return s.Mean },
		exact:    func(p, m float64) Quality { return Quality{Variance: p * (1 - p) / m} },
		density: func(x, p, m float64) float64 {
			return distuv.Binomial{N: m, P: p}.Prob(math.Round(x * m))
		},
	}
}

// NormalMean estimates θ = μ of N(θ, 1) by the sample mean.
func NormalMean() Estimator {
	return Estimator{
		Name: "normal_mean", minSize: 1, set: "a finite mean",
		check:    func(mu float64) bool { return !math.IsNaN(mu) },
		sample:   func(dst []float64, mu float64, rnd *rand.Rand) { normal(dst, mu, 1, rnd) },
		estimate: func(s Summary) float64 { return s.Mean },
		exact:    func(_, m float64) Quality { return Quality{Variance: 1 / m} },
		density: func(x, mu, m float64) float64 {
			return distuv.Normal{Mu: mu, Sigma: 1 / math.Sqrt(m)}.Prob(x)
		},
	}
}

// UniformMax estimates the upper end θ of U(0, θ) by the largest observation,
// which is too small on average: E max = θ·m/(m+1).
func UniformMax() Estimator {
	return Estimator{
		Name: "uniform_max", minSize: 1, check: positive, set: "a positive upper end",
		sample: func(dst []float64, theta float64, rnd *rand.Rand) {
			for i := range dst {
				dst[i] = theta * rnd.Float64()
			}
		},
		estimate: func(s Summary) float64 { return s.Max },
		exact: func(v, m float64) Quality {
			return Quality{Bias: -v / (m + 1), Variance: v * v * m / ((m + 1) * (m + 1) * (m + 2))}
		},
		density: largestUniform,
	}
}

// UniformMaxCorrected estimates the upper end θ of U(0, θ) by (m+1)/m times the
// largest observation, without bias.
func UniformMaxCorrected() Estimator {
	e := UniformMax()
	e.Name = "uniform_max_corrected"
	e.estimate = func(s Summary) float64 { return s.Max * float64(s.N+1) / float64(s.N) }
	e.exact = func(v, m float64) Quality { return Quality{Variance: v * v / (m * (m + 2))} }
	e.density = func(x, v, m float64) float64 { return largestUniform(x*m/(m+1), v, m) * m / (m + 1) }
	return e
}

func positive(theta float64) bool { return theta > 0 }

func normal(dst []float64, mean, sd float64, rnd *rand.Rand) {
	for i := range dst {
		dst[i] = mean + sd*rnd.NormFloat64()
	}
}
