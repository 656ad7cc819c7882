package glm

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/linear"
)

// Gaussian is a model of a real output with a learned deviation: the densities
// 𝒩(y; b + wᵀx, σ²) with w, b and one σ ≥ Floor for all examples, and the loss
//
//	J = log σ + ½ log 2π + (MSE + τ²)/(2σ²) + (λ/2)‖w‖²
//
// per example, nats. τ is the strength of a prior on σ²: the factor exp(−mτ²/(2σ²)) of the
// likelihood is the tail of an inverse gamma distribution; τ = 0 is none. Where the mean
// can pass through all points and τ and the floor are 0, J is unbounded below as σ → 0,
// whatever λ is.
type Gaussian struct {
	Lambda float64 // λ ≥ 0
	Prior  float64 // τ ≥ 0, in units of y
	Floor  float64 // ≥ 0, in units of y

	m      int
	rest   float64   // squares of what no w reaches, their mean
	s      []float64 // singular values of the centred columns
	c      []float64 // u_jᵀ(y − ȳ)
	v      *mat.Dense
	xMean  []float64
	yMean  float64
	square float64 // mean of (y − ȳ)²
}

// NewGaussian prepares the model for m examples with real targets. The error is ErrEmpty or
// ErrFinite. It panics if len(y) is not m or if lambda, prior or floor is negative or not
// finite.
func NewGaussian(x mat.Matrix, y []float64, lambda, prior, floor float64) (*Gaussian, error) {
	m, n := x.Dims()
	if len(y) != m {
		panic(fmt.Sprintf("glm: %d targets for %d examples", len(y), m))
	}
	checkPenalty(lambda)
	checkPenalty(prior)
	checkPenalty(floor)
	if _, err := withOnes(x); err != nil {
		return nil, err
	}
	g := &Gaussian{Lambda: lambda, Prior: prior, Floor: floor, m: m, xMean: make([]float64, n), yMean: floats.Sum(y) / float64(m)}
	if math.IsNaN(g.yMean) || math.IsInf(g.yMean, 0) {
		return nil, ErrFinite
	}
	centred := mat.DenseCopyOf(x)
	left := make([]float64, m)
	for j := range n {
		g.xMean[j] = floats.Sum(mat.Col(nil, j, x)) / float64(m)
	}
	for i := range m {
		floats.Sub(centred.RawRowView(i), g.xMean)
		left[i] = y[i] - g.yMean
	}
	g.square = floats.Dot(left, left) / float64(m)
	g.decompose(centred, left)
	return g, nil
}

// rank and exact say what is rounding: a singular value relative to the largest, a mean
// square relative to that of y.
const (
	rank  = 1e-13
	exact = 1e-24
)

func (g *Gaussian) decompose(x *mat.Dense, left []float64) {
	var svd mat.SVD
	if !svd.Factorize(x, mat.SVDThin) {
		panic("glm: the singular value decomposition of finite numbers failed")
	}
	g.v = new(mat.Dense)
	svd.VTo(g.v)
	var u mat.Dense
	svd.UTo(&u)
	for j, s := range svd.Values(nil) {
		if s <= rank*svd.Values(nil)[0] {
			break
		}
		column := mat.Col(nil, j, &u)
		c := floats.Dot(column, left)
		g.s, g.c = append(g.s, s), append(g.c, c)
		floats.AddScaled(left, -c, column)
	}
	if g.rest = floats.Dot(left, left) / float64(g.m); g.rest <= exact*g.square {
		g.rest = 0
	}
}

// At is the loss for a σ with the mean that is best for it.
type At struct {
	Sigma   float64
	Loss    float64 // J, nats
	MSE     float64
	Penalty float64 // (λ/2)‖w‖²
}

// At minimises J over w and b while σ is kept: a ridge regression with the penalty mλσ².
// It panics if sigma is not positive and finite.
func (g *Gaussian) At(sigma float64) At {
	if !(sigma > 0) || math.IsInf(sigma, 1) {
		panic(fmt.Sprintf("glm: σ = %v", sigma))
	}
	k := float64(g.m) * g.Lambda * sigma * sigma
	a := At{Sigma: sigma, MSE: g.rest}
	for j, s := range g.s {
		left := k / (s*s + k) * g.c[j]
		w := s / (s*s + k) * g.c[j]
		a.MSE += left * left / float64(g.m)
		a.Penalty += g.Lambda / 2 * w * w
	}
	a.Loss = math.Log(sigma) + 0.5*math.Log(2*math.Pi) + (a.MSE+g.Prior*g.Prior)/sigma/sigma/2 + a.Penalty
	return a
}

// Model is the mean of At(sigma).
func (g *Gaussian) Model(sigma float64) linear.Model {
	k := float64(g.m) * g.Lambda * sigma * sigma
	n, _ := g.v.Dims()
	m := linear.Model{Intercept: g.yMean, W: make([]float64, n)}
	for j, s := range g.s {
		floats.AddScaled(m.W, s/(s*s+k)*g.c[j], mat.Col(nil, j, g.v))
	}
	m.Intercept -= floats.Dot(m.W, g.xMean)
	return m
}

// Exists tells whether J has a minimum over w, b and σ ≥ Floor, σ > 0: if and only if the
// mean cannot pass through all points, or there is a prior or a floor. λ has no say.
func (g *Gaussian) Exists() bool { return g.rest > 0 || g.Prior > 0 || g.Floor > 0 }

// Minimum is where J is least. By the envelope theorem dJ/d log σ = 1 − (MSE + τ²)/σ²; with
// λ > 0 it may vanish at several σ, so the line is searched. The error is ErrNoMinimum.
func (g *Gaussian) Minimum() (At, error) {
	if !g.Exists() {
		return At{}, ErrNoMinimum
	}
	// Above hi the slope is positive: MSE ≤ square. Below lo it is negative or the floor is met.
	hi := math.Sqrt(g.square + g.Prior*g.Prior)
	lo := math.Max(g.Floor, math.Sqrt(g.rest+g.Prior*g.Prior))
	if hi <= lo {
		return g.At(lo), nil
	}
	best := g.At(lo)
	slope := func(a At) float64 { return 1 - (a.MSE+g.Prior*g.Prior)/a.Sigma/a.Sigma }
	const steps = 400
	left := best
	for i := 1; i <= steps; i++ {
		right := g.At(lo * math.Pow(hi/lo, float64(i)/steps))
		if slope(left) < 0 && slope(right) >= 0 {
			a, b := left, right
			for range 60 {
				if mid := g.At(math.Sqrt(a.Sigma * b.Sigma)); slope(mid) < 0 {
					a = mid
				} else {
					b = mid
				}
			}
			if b.Loss < best.Loss {
				best = b
			}
		}
		left = right
	}
	return best, nil
}

// Pinned is a model with one σ for a single example and another for the rest, a network
// whose σ depends on x in small: the mean passes through example Row, so that J falls by
// (1/m) log for every fall of its σ, although no other example is fitted.
type Pinned struct {
	Row   int
	Mean  linear.Model
	Sigma float64 // of the other examples: the root of their mean squared residual
	m     int
}

// Pin finds the least squares mean through example row. The error is that of
// linear.RidgeOrigin. It panics if there are fewer than two examples or no such row.
func Pin(x *mat.Dense, y []float64, row int) (*Pinned, error) {
	m, n := x.Dims()
	if m < 2 || row < 0 || row >= m || len(y) != m {
		panic(fmt.Sprintf("glm: row %d of %d, %d targets", row, m, len(y)))
	}
	shifted, left := mat.NewDense(m, n, nil), make([]float64, m)
	for i := range m {
		floats.SubTo(shifted.RawRowView(i), x.RawRowView(i), x.RawRowView(row))
		left[i] = y[i] - y[row]
	}
	fit, err := linear.RidgeOrigin(shifted, left, 0)
	if err != nil {
		return nil, err
	}
	p := &Pinned{Row: row, Mean: *fit, m: m}
	mse := linear.MSE(left, fit.PredictAll(nil, shifted)) * float64(m) / float64(m-1)
	p.Sigma = math.Sqrt(mse)
	p.Mean.Intercept = y[row] - floats.Dot(fit.W, x.RawRowView(row))
	return p, nil
}

// Loss is J per example, nats, when example Row has the deviation sigma.
func (p *Pinned) Loss(sigma float64) float64 {
	m := float64(p.m)
	return (math.Log(sigma)+(m-1)*(math.Log(p.Sigma)+0.5))/m + 0.5*math.Log(2*math.Pi)
}
