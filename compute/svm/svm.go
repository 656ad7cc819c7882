// Package svm trains support vector machines, classifiers of two classes whose decision function
//
//	f(x) = b + Σ_i α_i k(x, x_i),  class +1 if f(x) > 0, else −1
//
// needs only those training points x_i, the support vectors, whose α_i is not zero.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §5.7.2. The coefficients α_i = a_i y_i solve the
// dual of the soft margin problem (C. Cortes, V. Vapnik, Support-vector networks, Machine Learning 20,
// 1995, doi 10.1007/BF00994018),
//
//	max Σ a_i − ½ Σ Σ a_i a_j y_i y_j k(x_i, x_j)   subject to  0 ≤ a_i ≤ C,  Σ a_i y_i = 0.
//
// It is solved by sequential minimal optimisation, ended by Newton's method on the support vectors, so
// that the solution is accurate to rounding errors and depends on the support vectors only.
//
// Arguments of a wrong shape are bugs of the caller and panic; data and parameters give errors.
package svm

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Reasons why there is no machine for some data or parameters.
var (
	ErrKernel        = errors.New("svm: not a kernel")
	ErrC             = errors.New("svm: C is not positive and finite")
	ErrLabel         = errors.New("svm: a label is neither +1 nor -1")
	ErrOneClass      = errors.New("svm: all points are of one class")
	ErrNotFinite     = errors.New("svm: not a finite number")
	ErrIdentical     = errors.New("svm: all points are identical")
	ErrRange         = errors.New("svm: values of the kernel above 1e100, squares leave float64")
	ErrNoConvergence = errors.New("svm: no convergence; scale the features or lower C")
)

// Params selects a machine. Equal parameters and data give equal models.
type Params struct {
	Kernel Kernel
	C      float64 // > 0, the largest a_i: the price of a unit of slack
}

// Model is a trained machine. It must not be changed once it is shared.
type Model struct {
	Params
	Rows      int       // m, training points
	Support   []int     // rows of the support vectors, ascending, from 0
	Bounded   []int     // those of them with a_i = C, ascending
	Coef      []float64 // α_i = a_i y_i, in the order of Support
	Intercept float64   // b

	Objective  float64   // the dual, maximised
	Primal     float64   // ½‖w‖² + C Σ max(0, 1 − y_i f(x_i)), minimised; equal to Objective but for rounding
	Violation  float64   // of the conditions of Karush, Kuhn and Tucker, in units of f; at most Tolerance
	Decisions  []float64 // f at the m training points
	TrainError float64   // share of training points in the wrong class
	W          []float64 // n weights Σ α_i x_i of the linear kernel, else nil
	Margin     float64   // 1/‖w‖ of the linear kernel, in units of the features, +Inf for w = 0; else 0
	Iterations int       // steps of SMO

	// Exact says that α was computed from the support vectors alone: any path to the same support vectors
	// (another start, other points that are none) gives the same α to the last bit. False where the
	// solution is not unique, as when twins share the margin, or has more than 600 free support vectors.
	Exact bool

	cols [][]float64 // features of the support vectors, one slice a feature
}

// Tolerance is the largest Violation of a model.
const Tolerance = 1e-5

// The violations at which the stages stop: SMO hands over to Newton's method at coarse, which ends below
// fine or, when rounding errors do not let it, below settled.
const (
	coarse  = 1e-2
	fine    = 1e-10
	settled = 1e-7
)

// cacheBytes is the memory for rows of the Gram matrix: all of it for 2,000 points.
const cacheBytes = 32 << 20

// Fit trains a machine on the rows of x (m×n) with labels y (m numbers, +1 or −1).
//
// The start, if it is not nil, are m dual values a_i ≥ 0 from an earlier model (Model.Dual), for the same
// points or almost; Fit makes them feasible. It changes the time, and the model only if that is not Exact.
//
// The intercept follows LIBSVM: the mean over support vectors with 0 < a_i < C of y_i − Σ_j α_j k(x_i, x_j);
// if there are none, the middle of the interval of equally good values, whose ends may be set by points
// that are no support vectors.
//
// The error is, or wraps, one of this package's, or ctx.Err() soon after ctx is done. Fit panics if y or
// start have another length than x has rows.
func Fit(ctx context.Context, x mat.Matrix, y []float64, p Params, start []float64) (*Model, error) {
	m, _ := x.Dims()
	if len(y) != m || start != nil && len(start) != m {
		panic("svm: labels or start of a wrong length")
	}
	cols := columns(x)
	if err := check(cols, y, p); err != nil {
		return nil, err
	}
	s := newSolver(newCache(p.Kernel, cols, cacheBytes), y)
	if largest := floats.Max(s.diag); !(largest <= 1e100) {
		return nil, fmt.Errorf("%w: %v", ErrRange, largest)
	}
	if err := s.solve(ctx, p.C, start); err != nil {
		return nil, err
	}
	exact := s.settle()
	return s.model(p, exact)
}

func check(cols [][]float64, y []float64, p Params) error {
	if err := p.Kernel.Check(); err != nil {
		return err
	}
	if !(p.C > 0) || math.IsInf(p.C, 0) {
		return fmt.Errorf("%w: %v", ErrC, p.C)
	}
	for i, v := range y {
		if v != 1 && v != -1 {
			return fmt.Errorf("%w: row %d has %v", ErrLabel, i, v)
		}
	}
	if len(y) == 0 || floats.Max(y) == floats.Min(y) {
		return ErrOneClass
	}
	identical := true
	for j, col := range cols {
		for i, v := range col {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%w: row %d, column %d", ErrNotFinite, i, j)
			}
			identical = identical && v == col[0]
		}
	}
	if identical {
		return ErrIdentical
	}
	return nil
}

// model reads the result off the solver.
func (s *solver) model(p Params, exact bool) (*Model, error) {
	m := &Model{Params: p, Rows: len(s.y), Iterations: s.iterations, Exact: exact, Violation: s.violation()}
	if !(m.Violation <= Tolerance) {
		return nil, fmt.Errorf("%w: violation %.2g after %d steps", ErrNoConvergence, m.Violation, s.iterations)
	}
	for i, a := range s.alpha {
		if a == 0 {
			continue
		}
		m.Support = append(m.Support, i)
		m.Coef = append(m.Coef, a)
		if math.Abs(a) == p.C {
			m.Bounded = append(m.Bounded, i)
		}
	}
	m.cols = make([][]float64, len(s.gram.cols))
	for j, col := range s.gram.cols {
		for _, i := range m.Support {
			m.cols[j] = append(m.cols[j], col[i])
		}
	}
	m.Intercept = s.intercept()
	m.judge(s)
	if p.Kernel.Kind == Linear {
		for _, col := range m.cols {
			m.W = append(m.W, floats.Dot(col, m.Coef))
		}
		m.Margin = 1 / floats.Norm(m.W, 2)
	}
	return m, nil
}

func (s *solver) intercept() float64 {
	free := s.free()
	if len(free) == 0 {
		top, bottom := s.extremes()
		return (top + bottom) / 2
	}
	sum := 0.0
	for _, i := range free {
		sum += s.f[i]
	}
	return sum / float64(len(free))
}

// judge fills in what is known once the solver's gradient f = y − Kα and b are: the decisions Kα + b and
// the two objectives, with ½‖w‖² = ½αᵀKα.
func (m *Model) judge(s *solver) {
	m.Decisions = make([]float64, m.Rows)
	wrong, slack := 0, 0.0
	for i, y := range s.y {
		d := y - s.f[i] + m.Intercept
		m.Decisions[i] = d
		slack += max(0, 1-y*d)
		if (d > 0) != (y > 0) {
			wrong++
		}
	}
	sum, norm2 := 0.0, 0.0
	for k, i := range m.Support {
		sum += math.Abs(m.Coef[k])
		norm2 += m.Coef[k] * (s.y[i] - s.f[i])
	}
	m.TrainError = float64(wrong) / float64(m.Rows)
	m.Objective = sum - norm2/2
	m.Primal = norm2/2 + m.C*slack
}

// Dual returns a_i = |α_i| ≥ 0 for all training points, zeros included: the start of a later Fit.
func (m *Model) Dual() []float64 {
	a := make([]float64, m.Rows)
	for k, i := range m.Support {
		a[i] = math.Abs(m.Coef[k])
	}
	return a
}
