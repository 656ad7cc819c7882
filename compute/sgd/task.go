// Package sgd trains linear regression by minibatch stochastic gradient descent on streams of examples
// that are never stored, so that the training set may have ten million of them.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §5.9 and §8.1.3. The model is ŷ = w·x + b, the loss
// of a batch the mean of (ŷ − y)², without ½. Features are independent normal, so the test error, the noise
// of a minibatch gradient and even the expected course of the error are exact functions, given beside the
// simulation.
//
// Bugs of the caller panic; parameters that make no sense give errors.
package sgd

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// Task is a population of examples: x_j = √λ_j·z_j and y = w*·x + b* + σε with independent standard normal z and
// ε. The eigenvalues λ_j of the covariance fall geometrically from 1 to 1/κ.
type Task struct {
	n      int
	sigma  float64
	seed   uint64
	lambda []float64 // n eigenvalues of Cov x, descending
	w      []float64 // w*
	b      float64   // b*
}

// parameters is the stream from which w* and b* are drawn; example i has stream i.
const parameters = 1 << 63

// NewTask returns the task with n ≥ 1 features, condition number kappa ≥ 1 of their covariance (1 if n = 1)
// and noise sigma ≥ 0. The true w* and b* are drawn from the seed, standard normal, scaled to
// ‖w*‖² + b*² = 1. Other arguments are errors.
func NewTask(n int, kappa, sigma float64, seed uint64) (*Task, error) {
	if n < 1 {
		return nil, errors.New("sgd: a task needs a feature")
	}
	if !(kappa >= 1) || math.IsInf(kappa, 0) {
		return nil, fmt.Errorf("sgd: condition number %v below 1 or not finite", kappa)
	}
	if !(sigma >= 0) || math.IsInf(sigma, 0) {
		return nil, fmt.Errorf("sgd: noise %v negative or not finite", sigma)
	}
	t := &Task{n: n, sigma: sigma, seed: seed, lambda: make([]float64, n), w: make([]float64, n)}
	rnd := rand.New(rand.NewPCG(seed, parameters))
	t.b = rnd.NormFloat64()
	norm := t.b * t.b
	for j := range t.w {
		t.lambda[j] = math.Pow(kappa, -float64(j)/float64(max(1, n-1)))
		t.w[j] = rnd.NormFloat64()
		norm += t.w[j] * t.w[j]
	}
	norm = math.Sqrt(norm)
	t.b /= norm
	for j := range t.w {
		t.w[j] /= norm
	}
	return t, nil
}

// Dim returns n, the number of features.
func (t *Task) Dim() int { return t.n }

// Noise returns σ², the test error of the true parameters, below which no model gets.
func (t *Task) Noise() float64 { return t.sigma * t.sigma }

// Truth returns w* (n) and b*.
func (t *Task) Truth() (w []float64, b float64) { return append([]float64(nil), t.w...), t.b }

// Eigenvalues returns the n variances λ_j of the features, descending. The Hessian of the expected loss
// is 2·diag(λ_1, …, λ_n, 1), the last entry that of b.
func (t *Task) Eigenvalues() []float64 { return append([]float64(nil), t.lambda...) }

// TestError returns the expected loss at a new example, exactly:
//
//	E(ŷ − y)² = Σ_j λ_j (w_j − w*_j)² + (b − b*)² + σ²
//
// It panics if w has not n entries.
func (t *Task) TestError(w []float64, b float64) float64 {
	return t.excess(w, b) + t.sigma*t.sigma
}

func (t *Task) excess(w []float64, b float64) float64 {
	if len(w) != t.n {
		panic("sgd: weights of a wrong length")
	}
	sum := (b - t.b) * (b - t.b)
	for j, l := range t.lambda {
		d := w[j] - t.w[j]
		sum += l * d * d
	}
	return sum
}

// Stream returns a source of the task's examples. A stream owns its generator: one for each goroutine.
func (t *Task) Stream() *Stream {
	pcg := rand.NewPCG(t.seed, 0)
	s := &Stream{task: t, pcg: pcg, rnd: rand.New(pcg)}
	for _, l := range t.lambda {
		s.scale = append(s.scale, math.Sqrt(l))
	}
	return s
}

// Stream computes the examples of a task when they are asked for.
type Stream struct {
	task  *Task
	scale []float64 // √λ
	pcg   *rand.PCG
	rnd   *rand.Rand
}

// Dim returns n.
func (s *Stream) Dim() int { return s.task.n }

// Example stores the features of example i ≥ 0 in x (n) and returns its y. It is a function of the seed
// and i alone: the normal numbers of rand.NewPCG(seed, i), the noise after the features.
func (s *Stream) Example(i int, x []float64) (y float64) {
	t := s.task
	s.pcg.Seed(t.seed, uint64(i))
	y = t.b
	for j, c := range s.scale {
		v := c * s.rnd.NormFloat64()
		x[j] = v
		y += t.w[j] * v
	}
	return y + t.sigma*s.rnd.NormFloat64()
}

// Source is anything that gives examples by number.
type Source interface {
	Dim() int                               // n
	Example(i int, x []float64) (y float64) // fills x (n)
}

// Table is a source of stored examples: rows of features and their y.
type Table struct {
	X [][]float64
	Y []float64
}

// Dim returns the number of features.
func (t Table) Dim() int { return len(t.X[0]) }

// Example stores row i in x and returns its y.
func (t Table) Example(i int, x []float64) float64 {
	copy(x, t.X[i])
	return t.Y[i]
}
