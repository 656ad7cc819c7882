package likelihood

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
)

// Source is a distribution p that data come from, a member of a Family or a Mixture, with
// what fitting another family to it needs. A discrete one has all its values and their
// probabilities; ends of the support may be infinite.
type Source struct {
	Discrete               bool
	Mean, Variance, Median float64
	Entropy                float64 // nats; of a density it may be negative
	Lo, Hi                 float64 // ends of the support
	Values, Probs          []float64

	logDensity func(x float64) float64
	meanAbs    func(c float64) float64 // E|X−c| of a density
	sample     func(dst []float64, rnd *rand.Rand) []float64
}

// LogDensity returns log p(x), −Inf outside the support.
func (p Source) LogDensity(x float64) float64 { return p.logDensity(x) }

// Sample fills dst with independent values and returns it.
func (p Source) Sample(dst []float64, rnd *rand.Rand) []float64 { return p.sample(dst, rnd) }

// MeanAbs returns E|X−c|, the mean distance from c.
func (p Source) MeanAbs(c float64) float64 {
	if !p.Discrete {
		return p.meanAbs(c)
	}
	return p.expect(func(x float64) float64 { return math.Abs(x - c) })
}

// expect returns E g(X) of a discrete source.
func (p Source) expect(g func(x float64) float64) float64 {
	sum := 0.0
	for i, x := range p.Values {
		sum += p.Probs[i] * g(x)
	}
	return sum
}

// Member returns p(x; θ) as a source. It panics if θ is not in the parameter set.
func (f Family) Member(theta []float64) Source {
	f.check(theta)
	t := slices.Clone(theta)
	p := Source{
		Discrete: f.Discrete, Entropy: f.entropy(t), Lo: math.Inf(-1), Hi: math.Inf(1),
		logDensity: func(x float64) float64 { return f.logDensity(x, t) },
		sample:     func(dst []float64, rnd *rand.Rand) []float64 { return f.Sample(dst, t, rnd) },
	}
	switch f.Name {
	case "normal":
		sigma := math.Sqrt(t[1])
		p.Mean, p.Variance, p.Median = t[0], t[1], t[0]
		p.meanAbs = func(c float64) float64 { return normalMeanAbs(t[0]-c, sigma) }
	case "laplace":
		p.Mean, p.Variance, p.Median = t[0], 2*t[1]*t[1], t[0]
		p.meanAbs = func(c float64) float64 {
			d := math.Abs(t[0] - c)
			return d + t[1]*math.Exp(-d/t[1])
		}
	case "exponential":
		p.Mean, p.Variance, p.Median, p.Lo = 1/t[0], 1/(t[0]*t[0]), math.Ln2/t[0], 0
		p.meanAbs = func(c float64) float64 {
			if c < 0 {
				return 1/t[0] - c
			}
			return c + (2*math.Exp(-t[0]*c)-1)/t[0]
		}
	case "uniform":
		width := t[1] - t[0]
		p.Mean, p.Variance, p.Median, p.Lo, p.Hi = (t[0]+t[1])/2, width*width/12, (t[0]+t[1])/2, t[0], t[1]
		p.meanAbs = func(c float64) float64 {
			if c < t[0] || c > t[1] {
				return math.Abs(p.Mean - c)
			}
			return ((c-t[0])*(c-t[0]) + (t[1]-c)*(t[1]-c)) / (2 * width)
		}
	case "bernoulli":
		p.list([]float64{0, 1})
	case "poisson":
		p.list(counts(t[0]))
	default:
		panic(fmt.Sprintf("likelihood: no source %q", f.Name))
	}
	return p
}

// counts are 0, 1, … as far as a Poisson variable can be told from impossible.
func counts(lambda float64) []float64 {
	out := make([]float64, int(lambda+40*(math.Sqrt(lambda)+1))+1)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}

// list makes the source discrete: of the values those that are possible, with their
// moments and their median.
func (p *Source) list(values []float64) {
	for _, v := range values {
		if q := math.Exp(p.logDensity(v)); q > 0 {
			p.Values, p.Probs = append(p.Values, v), append(p.Probs, q)
		}
	}
	p.Lo, p.Hi = p.Values[0], p.Values[len(p.Values)-1]
	p.Mean = p.expect(func(x float64) float64 { return x })
	p.Variance = p.expect(func(x float64) float64 { return (x - p.Mean) * (x - p.Mean) })
	below := 0.0
	for i, q := range p.Probs {
		if below += q; below >= 0.5 {
			p.Median = p.Values[i]
			break
		}
	}
}

// normalMeanAbs is E|d + σZ| of a standard normal Z: the folded normal's mean.
func normalMeanAbs(d, sigma float64) float64 {
	z := d / sigma
	return sigma*math.Sqrt(2/math.Pi)*math.Exp(-z*z/2) + d*math.Erf(z/math.Sqrt2)
}

// Source returns the mixture as a source. Its entropy is a quadrature, its median a
// bisection.
func (p Mixture) Source() Source {
	mu, sigma := p.Moments()
	cross := 0.5 * math.Log(2*math.Pi*math.E*sigma*sigma) // of the normal with its moments
	w := p.weights()
	return Source{
		Mean: mu, Variance: sigma * sigma, Entropy: cross - p.ForwardKL(mu, sigma),
		Lo: math.Inf(-1), Hi: math.Inf(1),
		Median: bisect(min(p.Mu[0], p.Mu[1]), max(p.Mu[0], p.Mu[1]), func(x float64) bool {
			return w[0]*distuv.UnitNormal.CDF((x-p.Mu[0])/p.Sigma[0])+w[1]*distuv.UnitNormal.CDF((x-p.Mu[1])/p.Sigma[1]) < 0.5
		}),
		logDensity: p.LogDensity,
		sample:     p.Sample,
		meanAbs: func(c float64) float64 {
			return w[0]*normalMeanAbs(p.Mu[0]-c, p.Sigma[0]) + w[1]*normalMeanAbs(p.Mu[1]-c, p.Sigma[1])
		},
	}
}

// CrossEntropy returns −E_p log q(X) for the member q of f, in closed form or as a sum over
// the values of p: +Inf if p is possible where q is not.
func (p Source) CrossEntropy(f Family, theta []float64) float64 {
	f.check(theta)
	if p.Discrete {
		return -p.expect(func(x float64) float64 { return f.logDensity(x, theta) })
	}
	switch f.Name {
	case "normal":
		d := p.Mean - theta[0]
		return 0.5*math.Log(2*math.Pi*theta[1]) + (p.Variance+d*d)/(2*theta[1])
	case "laplace":
		return math.Log(2*theta[1]) + p.MeanAbs(theta[0])/theta[1]
	case "exponential":
		if p.Lo >= 0 {
			return theta[0]*p.Mean - math.Log(theta[0])
		}
	case "uniform":
		if p.Lo >= theta[0] && p.Hi <= theta[1] {
			return math.Log(theta[1] - theta[0])
		}
	}
	return math.Inf(1)
}

// KL returns KL(p‖q) for the member q of f: +Inf if p is possible where q is not, and if one
// of them is discrete and the other has a density.
func (p Source) KL(f Family, theta []float64) float64 {
	if p.Discrete != f.Discrete {
		return math.Inf(1)
	}
	return max(0, p.CrossEntropy(f, theta)-p.Entropy)
}

// Nearest returns the θ with the smallest cross-entropy −E_p log q(X), which is the smallest
// KL(p‖q) where that is finite. Maximum likelihood tends to it as the sample grows (White,
// Econometrica 50, 1982, DOI 10.2307/1912526). It reports false if there is none: p gives
// values that f does not admit, or the fit has no bounds.
func (p Source) Nearest(f Family) (theta []float64, ok bool) {
	switch f.Name {
	case "normal":
		return []float64{p.Mean, p.Variance}, p.Variance > 0
	case "laplace":
		spread := p.MeanAbs(p.Median)
		return []float64{p.Median, spread}, spread > 0
	case "exponential":
		return []float64{1 / p.Mean}, p.Lo >= 0 && p.Mean > 0
	case "uniform":
		return []float64{p.Lo, p.Hi}, !math.IsInf(p.Lo, 0) && !math.IsInf(p.Hi, 0) && p.Lo < p.Hi
	}
	if !p.Discrete || f.Admits(p.Values) != nil {
		return nil, false
	}
	return []float64{floats.Dot(p.Values, p.Probs)}, true
}
