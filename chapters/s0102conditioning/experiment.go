// Package s0102conditioning is section 1.2: how much an error in the data of a linear system
// grows in its answer, and which algorithms make it grow more.
package s0102conditioning

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/conditioning"
	"konspekt/compute/stats"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Matrix string              // rotation, hilbert or random
	Kappa  float64             // κ of a rotation
	N      int                 // n equations and unknowns
	Noise  float64             // ‖δb‖/‖b‖
	Solver conditioning.Solver // whose answer is shown
	Angle  float64             // of the longer axis, degrees; rotation with n = 2
	Draws  int                 // N, right-hand sides with an error of that size
	Seed   uint64
}

// The choices of Params.Matrix.
const (
	rotation = "rotation"
	hilbert  = "hilbert"
	random   = "random"
)

// solvers are all of them, in the order in which they are shown.
var solvers = []conditioning.Solver{conditioning.Normal, conditioning.QR, conditioning.SVD}

// Result is what became of the error.
type Result struct {
	ConditionNumber  lab.Num `json:"condition_number"`  // σ_max/σ_min of the exact matrix
	ConditionFloat64 lab.Num `json:"condition_float64"` // what float64 makes of it; null if it sees a singular matrix
	RelativeError    lab.Num `json:"relative_error"`    // ‖x̂−x‖/‖x‖ for the first draw; null if failed
	Bound            lab.Num `json:"bound"`             // κ(noise + n·2⁻⁵²)
	Failed           bool    `json:"failed"`            // the factorisation broke down
	Residual         lab.Num `json:"residual"`          // ‖b̃−Ax̂‖/‖b̃‖ for the first draw

	// The same as counts of decimal digits, −lg; null also where nothing is wrong.
	ConditionDigits lab.Num       `json:"condition_digits"` // lg κ: how many digits it may cost
	ResidualDigits  lab.Num       `json:"residual_digits"`
	Digits          Each[lab.Num] `json:"digits"`          // right in the answer to the first draw
	RoundingDigits  Each[lab.Num] `json:"rounding_digits"` // right in the answer without noise

	WorstError  lab.Num `json:"worst_error"`  // with δb along u_n; null if failed or without noise
	WorstTheory lab.Num `json:"worst_theory"` // noise·‖b‖/(σ_n‖x‖); null if rounding has its say beside the noise

	// The root mean square of the error over the draws; null if failed or without noise, and
	// the theory also if rounding has its say.
	CloudRMS       lab.Num `json:"cloud_rms"`
	CloudRMSSE     lab.Num `json:"cloud_rms_se"`
	CloudRMSTheory lab.Num `json:"cloud_rms_theory"`
	CloudMax       lab.Num `json:"cloud_max"`

	Errors         Each[lab.Num]   `json:"errors"`          // for the first draw; null if failed, as below
	RoundingErrors Each[lab.Num]   `json:"rounding_errors"` // without noise
	XTrue          []float64       `json:"x_true"`
	Answers        Each[[]lab.Num] `json:"answers"` // for the first draw
	SingularValues []float64       `json:"singular_values"`
	Curve          []Stop          `json:"curve"`

	problem *conditioning.Problem
	scene   scene
}

// Each is a value for each solver.
type Each[T any] struct {
	Normal T `json:"normal"`
	QR     T `json:"qr"`
	SVD    T `json:"svd"`
}

// of is the value of one solver.
func (e *Each[T]) of(by conditioning.Solver) *T {
	switch by {
	case conditioning.Normal:
		return &e.Normal
	case conditioning.QR:
		return &e.QR
	}
	return &e.SVD
}

// Stop is one matrix of the curve of the error against κ.
type Stop struct {
	N             int     `json:"n"`
	Kappa         lab.Num `json:"kappa"`
	Each[lab.Num]         // without noise; null if failed
	Noisy         lab.Num `json:"noisy"` // of the chosen solver with noise
}

var nan = lab.Num(math.NaN())

// firstStream is the stream of the first error; the matrix has stream 0, the matrices of the
// curve have the last ones.
const firstStream = 1 << 32

// direction is that of the i-th error of the right-hand side.
func direction(p Params, n, i int) []float64 {
	return conditioning.Direction(n, rand.New(rand.NewPCG(p.Seed, firstStream+uint64(i))))
}

// problem is the system of the state.
func problem(p Params) *conditioning.Problem {
	switch p.Matrix {
	case hilbert:
		return conditioning.Hilbert(p.N)
	case random:
		return conditioning.Random(p.N, rand.New(rand.NewPCG(p.Seed, 0)))
	}
	return conditioning.Rotation(basis(p), p.Kappa)
}

// basis is the axes of a rotation: by the angle in the plane, by the seed in more dimensions.
func basis(p Params) *mat.Dense {
	if p.N == 2 {
		return conditioning.Plane(p.Angle * math.Pi / 180)
	}
	return conditioning.Orthogonal(p.N, rand.New(rand.NewPCG(p.Seed, 0)))
}

// Run solves the system with every error.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	a := problem(p)
	r := &Result{
		ConditionNumber: lab.Num(a.Cond), ConditionFloat64: lab.Num(conditioning.Cond(a.A)),
		Bound: lab.Num(conditioning.Bound(a.Cond, p.Noise, p.N)), XTrue: a.X, SingularValues: a.Values,
		problem: a,
	}
	first := conditioning.Perturbed(nil, a.B, p.Noise, direction(p, p.N, 0))
	for _, by := range solvers {
		x := answer(a, by, first)
		*r.Errors.of(by), *r.RoundingErrors.of(by) = distance(x, a.X), distance(answer(a, by, a.B), a.X)
		if x != nil {
			*r.Answers.of(by) = lab.Nums(x)
		}
		if by != p.Solver {
			continue
		}
		r.RelativeError, r.Failed, r.Residual = distance(x, a.X), x == nil, nan
		if x != nil {
			r.Residual = lab.Num(a.Residual(first, x))
		}
	}
	r.digits()
	r.cloud(p)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var err error
	r.Curve, err = curve(ctx, p)
	return r, err
}

// digits counts those that are right.
func (r *Result) digits() {
	r.ConditionDigits, r.ResidualDigits = -right(r.ConditionNumber), right(r.Residual)
	for _, by := range solvers {
		*r.Digits.of(by), *r.RoundingDigits.of(by) = right(*r.Errors.of(by)), right(*r.RoundingErrors.of(by))
	}
}

func right(relative lab.Num) lab.Num { return lab.Num(-math.Log10(float64(relative))) }

// answer is nil if the solver breaks down.
func answer(a *conditioning.Problem, by conditioning.Solver, b []float64) []float64 {
	f, err := conditioning.Factor(a.A, by)
	if err != nil {
		return nil
	}
	x, err := f.Solve(nil, b)
	if err != nil {
		return nil
	}
	return x
}

func distance(x, want []float64) lab.Num {
	if x == nil {
		return nan
	}
	return lab.Num(conditioning.RelativeError(x, want))
}

// drowned tells whether rounding has its say in the answer beside the noise: that of the
// solver, or that of the entries of A, which then no longer has the κ of the exact matrix.
func drowned(p Params, a *conditioning.Problem) bool {
	return p.Noise <= 1000*roundingOf(p.Solver, a) || a.Cond*roundingOf(conditioning.QR, a) > 0.1
}

// roundingOf is the noise that would do what the rounding of a solver does, roughly.
func roundingOf(by conditioning.Solver, a *conditioning.Problem) float64 {
	level := float64(len(a.X)) * 0x1p-52
	if by == conditioning.Normal {
		level *= a.Cond
	}
	return level
}

// cloud solves for every draw and for the worst direction.
func (r *Result) cloud(p Params) {
	a := r.problem
	r.WorstError, r.CloudRMS, r.CloudRMSSE, r.CloudMax = nan, nan, nan, nan
	normB, normX := floats.Norm(a.B, 2), floats.Norm(a.X, 2)
	r.WorstTheory, r.CloudRMSTheory = nan, nan
	if !drowned(p, a) {
		r.WorstTheory = lab.Num(p.Noise * normB / (a.Values[p.N-1] * normX))
		r.CloudRMSTheory = lab.Num(conditioning.RMSError(p.Noise, normB, normX, a.Values))
	}
	r.scene = newScene(p, a)
	f, err := conditioning.Factor(a.A, p.Solver)
	if err != nil {
		f = nil
	}
	var squares stats.Moments
	largest := 0.0
	for i := range p.Draws {
		b := conditioning.Perturbed(nil, a.B, p.Noise, direction(p, p.N, i))
		r.scene.right(a, b)
		if f == nil {
			continue
		}
		x, err := f.Solve(nil, b)
		if err != nil {
			f = nil
			continue
		}
		r.scene.left(a, x)
		e := conditioning.RelativeError(x, a.X)
		squares.Add(e * e)
		largest = max(largest, e)
	}
	if f == nil || p.Noise == 0 {
		return
	}
	if x, err := f.Solve(nil, conditioning.Perturbed(nil, a.B, p.Noise, a.Un)); err == nil {
		r.WorstError = distance(x, a.X)
	}
	root := math.Sqrt(squares.Mean)
	r.CloudRMS, r.CloudMax = lab.Num(root), lab.Num(largest)
	if root > 0 {
		r.CloudRMSSE = lab.Num(squares.StdErr() / (2 * root)) // by the delta method
	}
}
