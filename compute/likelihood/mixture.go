package likelihood

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Mixture is the density w·N(x; Mu[0], Sigma[0]²) + (1−w)·N(x; Mu[1], Sigma[1]²).
type Mixture struct {
	Weight float64    // w of the first component, in (0, 1)
	Mu     [2]float64 // means
	Sigma  [2]float64 // standard deviations, > 0
}

// Check returns an error if the parameters are out of range.
func (p Mixture) Check() error {
	for _, v := range []float64{p.Weight, 1 - p.Weight, p.Sigma[0], p.Sigma[1]} {
		if !(v > 0) || math.IsInf(v, 1) {
			return fmt.Errorf("likelihood: no mixture %+v", p)
		}
	}
	if math.IsNaN(p.Mu[0]-p.Mu[1]) || math.IsInf(p.Mu[0]-p.Mu[1], 0) {
		return fmt.Errorf("likelihood: no mixture %+v", p)
	}
	return nil
}

func (p Mixture) weights() [2]float64 { return [2]float64{p.Weight, 1 - p.Weight} }

// LogDensity returns log p(x), finite far out in the tails.
func (p Mixture) LogDensity(x float64) float64 {
	l, _, _ := p.derivatives(x)
	return l
}

// derivatives returns log p and its first two derivatives by x. With r_k the share of
// component k in p(x) and s_k = −(x−μ_k)/σ_k² they are
//
//	(log p)' = Σ r_k s_k,  (log p)'' = Σ r_k(s_k² − 1/σ_k²) − ((log p)')².
func (p Mixture) derivatives(x float64) (l, d1, d2 float64) {
	var part, score [2]float64
	for k, w := range p.weights() {
		z := (x - p.Mu[k]) / p.Sigma[k]
		part[k] = math.Log(w/p.Sigma[k]) - z*z/2
		score[k] = -z / p.Sigma[k]
	}
	top := max(part[0], part[1])
	a, b := math.Exp(part[0]-top), math.Exp(part[1]-top)
	l = top + math.Log(a+b) - logRoot2Pi
	for k, r := range [2]float64{a / (a + b), b / (a + b)} {
		d1 += r * score[k]
		d2 += r * (score[k]*score[k] - 1/(p.Sigma[k]*p.Sigma[k]))
	}
	return l, d1, d2 - d1*d1
}

const logRoot2Pi = 0.91893853320467274178 // ½ log 2π

// Sample fills dst with independent values and returns it.
func (p Mixture) Sample(dst []float64, rnd *rand.Rand) []float64 {
	for i := range dst {
		k := 0
		if rnd.Float64() >= p.Weight {
			k = 1
		}
		dst[i] = p.Mu[k] + p.Sigma[k]*rnd.NormFloat64()
	}
	return dst
}

// Moments returns the mean and the standard deviation of the mixture.
func (p Mixture) Moments() (mu, sigma float64) {
	w := p.weights()
	mu = w[0]*p.Mu[0] + w[1]*p.Mu[1]
	d := p.Mu[0] - p.Mu[1]
	return mu, math.Sqrt(w[0]*p.Sigma[0]*p.Sigma[0] + w[1]*p.Sigma[1]*p.Sigma[1] + w[0]*w[1]*d*d)
}

// NormalFit is one normal beside a mixture p.
type NormalFit struct {
	Mu, Sigma float64
	KL        float64 // forward KL(p‖q) or reverse KL(q‖p), nats
}

// Bounds of the quadrature of E f(Z), Z standard normal: the trapezoid rule on
// [−reach, reach]. For analytic f its error falls exponentially in the number of steps
// (Trefethen, Weideman, SIAM Review 56, 2014, DOI 10.1137/130932132).
const (
	reach    = 9.0
	minSteps = 576
	maxSteps = 8192
)

// steps returns how many steps resolve p under a normal of deviation sigma: log p
// bends from one component to the other over a length of about σ²/|μ₁−μ₂|.
func (p Mixture) steps(sigma float64) int {
	narrow := min(p.Sigma[0], p.Sigma[1])
	bend := narrow * narrow / max(narrow, math.Abs(p.Mu[0]-p.Mu[1]))
	return int(max(minSteps, min(maxSteps, 4*reach*sigma/bend)))
}

// average calls f with nodes z of the standard normal and weights that sum to 1.
func average(steps int, f func(z, weight float64)) {
	h := 2 * reach / float64(steps)
	for i := range steps + 1 {
		z := -reach + h*float64(i)
		f(z, h*math.Exp(-z*z/2-logRoot2Pi))
	}
}

// reverseParts returns, for ℓ = log p and x = μ+σZ, the averages of ℓ(x), ℓ'(x), Zℓ'(x),
// ℓ”(x), Zℓ”(x), Z²ℓ”(x).
func (p Mixture) reverseParts(mu, sigma float64) (e0, e1, ez1, e2, ez2, ezz2 float64) {
	average(p.steps(sigma), func(z, w float64) {
		l, d1, d2 := p.derivatives(mu + sigma*z)
		e0 += w * l
		e1 += w * d1
		ez1 += w * z * d1
		e2 += w * d2
		ez2 += w * z * d2
		ezz2 += w * z * z * d2
	})
	return e0, e1, ez1, e2, ez2, ezz2
}

// ForwardKL returns KL(p‖q) of the mixture p to q = N(mu, sigma²) by quadrature. It
// punishes a q that is small where p is not. It panics if sigma is not positive.
func (p Mixture) ForwardKL(mu, sigma float64) float64 {
	checkSigma(sigma)
	sum := 0.0
	for k, share := range p.weights() {
		average(p.steps(p.Sigma[k]), func(z, w float64) {
			x := p.Mu[k] + p.Sigma[k]*z
			d := (x - mu) / sigma
			sum += share * w * (p.LogDensity(x) + logRoot2Pi + math.Log(sigma) + d*d/2)
		})
	}
	return sum
}

// ReverseKL returns KL(q‖p) of q = N(mu, sigma²) to the mixture p by quadrature. It
// punishes a q that is large where p is not. It panics if sigma is not positive.
func (p Mixture) ReverseKL(mu, sigma float64) float64 {
	checkSigma(sigma)
	cross := 0.0
	average(p.steps(sigma), func(z, w float64) { cross += w * p.LogDensity(mu+sigma*z) })
	return -0.5 - logRoot2Pi - math.Log(sigma) - cross
}

func checkSigma(sigma float64) {
	if !(sigma > 0) {
		panic(fmt.Sprintf("likelihood: normal of deviation %v", sigma))
	}
}

// BestForward returns the normal with the smallest KL(p‖q), found by Newton's method
// on quadratures of its gradient. It has the mean and the variance of the mixture:
// q covers all of p.
func (p Mixture) BestForward() NormalFit {
	mu, s := newton(p.Mu[0], math.Log(p.Sigma[0]), func(mu, s float64) objective {
		var d1, d2 float64 // E(x−μ)/σ, E(x−μ)²/σ²
		sigma := math.Exp(s)
		for k, share := range p.weights() {
			average(minSteps, func(z, w float64) {
				d := (p.Mu[k] + p.Sigma[k]*z - mu) / sigma
				d1 += share * w * d
				d2 += share * w * d * d
			})
		}
		return objective{
			f: s + d2/2, g: [2]float64{-d1 / sigma, 1 - d2},
			h: [3]float64{1 / (sigma * sigma), 2 * d1 / sigma, 2 * d2},
		}
	})
	return NormalFit{mu, math.Exp(s), p.ForwardKL(mu, math.Exp(s))}
}

// BestReverse returns the local minima of KL(q‖p) over normals q, the smallest first,
// found by Newton's method from both components, from the matched moments and from
// half-way between the means. With components far apart there are two or three: q takes one
// mode, or lies across both.
func (p Mixture) BestReverse() []NormalFit {
	mean, sd := p.Moments()
	middle := (p.Mu[0] + p.Mu[1]) / 2
	var found []NormalFit
	for _, start := range [][2]float64{
		{p.Mu[0], p.Sigma[0]}, {p.Mu[1], p.Sigma[1]}, {mean, sd}, {middle, math.Sqrt(p.Sigma[0] * p.Sigma[1])},
	} {
		mu, s := newton(start[0], math.Log(start[1]), func(mu, s float64) objective {
			sigma := math.Exp(s)
			e0, e1, ez1, e2, ez2, ezz2 := p.reverseParts(mu, sigma)
			return objective{
				f: -s - e0, g: [2]float64{-e1, -1 - sigma*ez1},
				h: [3]float64{-e2, -sigma * ez2, -sigma*ez1 - sigma*sigma*ezz2},
			}
		})
		fit := NormalFit{mu, math.Exp(s), p.ReverseKL(mu, math.Exp(s))}
		known := slices.ContainsFunc(found, func(o NormalFit) bool {
			return math.Abs(o.Mu-fit.Mu) < 1e-6*sd && math.Abs(o.Sigma-fit.Sigma) < 1e-6*sd
		})
		if !known {
			found = append(found, fit)
		}
	}
	slices.SortStableFunc(found, func(a, b NormalFit) int { return cmp.Compare(a.KL, b.KL) })
	return found
}

// objective is a function of (μ, log σ) with its gradient and Hessian (μμ, μs, ss).
type objective struct {
	f float64
	g [2]float64
	h [3]float64
}

// newton minimises from (mu, s): a step of the Hessian, made positive definite by a
// multiple of I, is halved until the function falls.
func newton(mu, s float64, at func(mu, s float64) objective) (bestMu, bestS float64) {
	o := at(mu, s)
	for range 200 {
		a, b, c := o.h[0], o.h[1], o.h[2]
		least := (a+c)/2 - math.Hypot((a-c)/2, b)
		if floor := 1e-6 * (math.Abs(a) + math.Abs(c)); least < floor {
			a, c = a+floor-2*least, c+floor-2*least
		}
		det := a*c - b*b
		dMu, dS := -(c*o.g[0]-b*o.g[1])/det, -(a*o.g[1]-b*o.g[0])/det
		size := min(1, 1/math.Abs(dS)) // at most a factor e in σ
		// Near the minimum f is flat to rounding while the gradient still points the way.
		next, allowed := o, o.f+1e-14*(1+math.Abs(o.f))
		for ; size > 1e-12; size /= 2 {
			next = at(mu+size*dMu, s+size*dS)
			if next.f <= allowed {
				break
			}
		}
		if !(next.f <= allowed) {
			break
		}
		mu, s = mu+size*dMu, s+size*dS
		small := math.Abs(size*dMu) <= 1e-13*(math.Abs(mu)+math.Exp(s)) && math.Abs(size*dS) <= 1e-13
		if o = next; small {
			break
		}
	}
	return mu, s
}
