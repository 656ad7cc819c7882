// Package likelihood fits families of distributions by maximum likelihood and
// measures how far one distribution is from another: entropy, cross-entropy,
// Kullback–Leibler divergence.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §3.13 and §5.5; Fisher
// information and the Cramér–Rao bound are in Lehmann, Casella, Theory of Point
// Estimation (2nd ed., 1998, §2.5). All logarithms are natural, units are nats.
package likelihood

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
)

// Reasons why a sample has no maximum-likelihood estimate in a family.
var (
	ErrEmpty     = errors.New("likelihood: the sample is empty")
	ErrSupport   = errors.New("likelihood: no member of the family can give such a value")
	ErrUnbounded = errors.New("likelihood: the values do not differ, the likelihood grows without bound")
)

// Family is a set of distributions p(x; θ) of one real variable. θ is a slice in the
// order of Params. Methods panic if θ is not in the parameter set (see Check).
type Family struct {
	Name     string
	Params   []string // names of the parameters
	Discrete bool     // p is a probability, else a density with respect to dx

	valid      func(theta []float64) bool
	admits     func(x float64) bool // has x a positive density for some θ
	logDensity func(x float64, theta []float64) float64
	ml         func(x []float64) []float64
	bounded    func(x []float64) bool // does the sample have a highest likelihood
	uphill     func(x, first float64, theta []float64) float64
	bracket    func(x []float64) (lo, hi float64)
	entropy    func(theta []float64) float64
	kl         func(p, q []float64) float64
	fisher     func(theta []float64) []float64 // diagonal; nil if not regular
	sample     func(theta []float64, rnd *rand.Rand) float64
}

// Named returns the family of that name: normal, bernoulli, exponential, poisson,
// uniform or laplace. The error names an unknown name.
func Named(name string) (Family, error) {
	for _, f := range []Family{Normal(), Bernoulli(), Exponential(), Poisson(), Uniform(), Laplace()} {
		if f.Name == name {
			return f, nil
		}
	}
	return Family{}, fmt.Errorf("likelihood: no family %q", name)
}

// Check returns an error if θ is not in the parameter set.
func (f Family) Check(theta []float64) error {
	if len(theta) != len(f.Params) || floats.HasNaN(theta) || math.IsInf(floats.Norm(theta, 1), 1) || !f.valid(theta) {
		return fmt.Errorf("likelihood: %s has no member %v", f.Name, theta)
	}
	return nil
}

func (f Family) check(theta []float64) {
	if err := f.Check(theta); err != nil {
		panic(err.Error())
	}
}

// Admits returns nil if every value has a positive density in some member of the
// family, ErrEmpty if there is no value, ErrSupport otherwise.
func (f Family) Admits(x []float64) error {
	if len(x) == 0 {
		return ErrEmpty
	}
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) || !f.admits(v) {
			return ErrSupport
		}
	}
	return nil
}

// LogDensity returns log p(x; θ), −Inf outside the support.
func (f Family) LogDensity(x float64, theta []float64) float64 {
	f.check(theta)
	return f.logDensity(x, theta)
}

// Terms stores log p(x_i; θ), the terms of the log-likelihood, in dst and returns it.
// If dst is nil a slice of len(x) is allocated; another length panics.
func (f Family) Terms(dst, x, theta []float64) []float64 {
	f.check(theta)
	if dst == nil {
		dst = make([]float64, len(x))
	}
	if len(dst) != len(x) {
		panic(fmt.Sprintf("likelihood: destination of length %d, want %d", len(dst), len(x)))
	}
	for i, v := range x {
		dst[i] = f.logDensity(v, theta)
	}
	return dst
}

// LogLik returns the log-likelihood ℓ(θ) = Σ_i log p(x_i; θ), −Inf if the sample is
// impossible (Deep Learning, eq. 5.58).
func (f Family) LogLik(x, theta []float64) float64 {
	f.check(theta)
	sum := 0.0
	for _, v := range x {
		sum += f.logDensity(v, theta)
	}
	return sum
}

// CrossEntropy returns −(1/m)Σ_i log p(x_i; θ), the cross-entropy of the member
// against the empirical distribution of the sample (eq. 5.59 with the sign turned).
// For a discrete family it exceeds KL(p̂‖p_θ) by the entropy of p̂. For a continuous one
// that divergence is not finite, and its expectation exceeds KL(p_data‖p_θ) by the
// entropy of p_data: a constant in θ in both cases. It panics if the sample is empty.
func (f Family) CrossEntropy(x, theta []float64) float64 {
	if len(x) == 0 {
		panic("likelihood: cross-entropy against an empty sample")
	}
	return -f.LogLik(x, theta) / float64(len(x))
}

// Curve stores the log-likelihood for every value of the first parameter on the grid,
// the others as in θ, in dst and returns it. Values outside the parameter set give
// −Inf. If dst is nil a slice of len(grid) is allocated; another length panics.
func (f Family) Curve(dst, grid, x, theta []float64) []float64 {
	f.check(theta)
	if dst == nil {
		dst = make([]float64, len(grid))
	}
	if len(dst) != len(grid) {
		panic(fmt.Sprintf("likelihood: destination of length %d, want %d", len(dst), len(grid)))
	}
	at := append([]float64(nil), theta...)
	for i, v := range grid {
		at[0] = v
		dst[i] = math.Inf(-1)
		if f.Check(at) == nil {
			dst[i] = f.LogLik(x, at)
		}
	}
	return dst
}

// Product returns Π_i p(x_i; θ) multiplied out in float64 in the order of the sample:
// the likelihood as nobody should compute it.
func (f Family) Product(x, theta []float64) float64 {
	product := 1.0
	for _, l := range f.Terms(nil, x, theta) {
		product *= math.Exp(l)
	}
	return product
}

// Underflow returns the smallest m such that the product of the first m densities is
// 0 in float64 although none of them is, and whether there is such an m. The smallest
// positive float64 is 2⁻¹⁰⁷⁴ ≈ 5·10⁻³²⁴.
func (f Family) Underflow(x, theta []float64) (m int, found bool) {
	product := 1.0
	for i, l := range f.Terms(nil, x, theta) {
		if math.IsInf(l, -1) {
			return 0, false
		}
		if product *= math.Exp(l); product == 0 {
			return i + 1, true
		}
	}
	return 0, false
}

// ML returns the maximum-likelihood estimate of θ in closed form. Errors are those of
// Admits and ErrUnbounded.
func (f Family) ML(x []float64) ([]float64, error) {
	if err := f.Admits(x); err != nil {
		return nil, err
	}
	if !f.bounded(x) {
		return nil, ErrUnbounded
	}
	return f.ml(x), nil
}

// Entropy returns −E log p(X; θ) in nats: of a density it may be negative.
func (f Family) Entropy(theta []float64) float64 {
	f.check(theta)
	return f.entropy(theta)
}

// KL returns the divergence KL(p‖q) = E_p[log p(X) − log q(X)] of two members in
// closed form, +Inf if p is possible where q is not.
func (f Family) KL(p, q []float64) float64 {
	f.check(p)
	f.check(q)
	return f.kl(p, q)
}

// Fisher returns the diagonal of the information matrix of one observation,
// I_jj = E[(∂ log p/∂θ_j)²]; in all these families the other entries are 0. It reports
// false where the family is not regular: the uniform, whose support moves with θ, and
// the ends of the parameter set.
func (f Family) Fisher(theta []float64) (diagonal []float64, regular bool) {
	f.check(theta)
	diagonal = f.fisher(theta)
	return diagonal, diagonal != nil
}

// CramerRao returns 1/(m·I_jj) for every parameter, the bound below the variance of an
// unbiased estimate from m observations (Rao, Bulletin of the Calcutta Mathematical
// Society 37, 1945). It reports false where there is none; it panics if m < 1.
func (f Family) CramerRao(theta []float64, m int) (bound []float64, regular bool) {
	if m < 1 {
		panic(fmt.Sprintf("likelihood: bound for %d observations", m))
	}
	diagonal, regular := f.Fisher(theta)
	for _, info := range diagonal {
		bound = append(bound, 1/(float64(m)*info))
	}
	return bound, regular
}

// Sample fills dst with independent values from p(x; θ) and returns it.
func (f Family) Sample(dst, theta []float64, rnd *rand.Rand) []float64 {
	f.check(theta)
	for i := range dst {
		dst[i] = f.sample(theta, rnd)
	}
	return dst
}
