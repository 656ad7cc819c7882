// Package descent walks downhill with a fixed step: gradient descent, the same with
// momentum, and Newton's method, on functions whose gradient and Hessian are known; and
// says what theory expects of them near a stationary point (Deep Learning, §4.3, §8.3.2).
//
// Sources: A. Cauchy, Méthode générale pour la résolution des systèmes d'équations
// simultanées, Comptes rendus 25, 1847; B. T. Polyak, Some methods of speeding up the
// convergence of iteration methods, USSR Computational Mathematics and Mathematical
// Physics 4, 1964, doi 10.1016/0041-5553(64)90137-5; J. Nocedal, S. Wright, Numerical
// Optimization, 2nd ed., 2006, chapters 2 and 3.
package descent

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Function is a function of n variables with its first and second derivatives.
type Function interface {
	Dim() int                               // n
	Value(x []float64) float64              // x has length n
	Gradient(dst, x []float64)              // writes n numbers to dst; at a kink, a subgradient
	Hessian(dst *mat.SymDense, x []float64) // writes n×n numbers to dst; at a kink, zeros
}

// Method is how a step is chosen.
type Method string

// The methods, for a step from x with the rate ε and the momentum β.
const (
	Gradient Method = "gd"       // x − ε∇f
	Momentum Method = "momentum" // x + v, v ← βv − ε∇f, v = 0 at first (Polyak's heavy ball)
	Newton   Method = "newton"   // x − H⁻¹∇f, whatever ε and β are
)

// Settings choose a walk.
type Settings struct {
	Method   Method
	Rate     float64 // ε > 0
	Momentum float64 // 0 ≤ β < 1
	Steps    int     // not negative
}

// Check returns an error if s is no walk.
func (s Settings) Check() error {
	switch {
	case s.Method != Gradient && s.Method != Momentum && s.Method != Newton:
		return fmt.Errorf("descent: unknown method %q", s.Method)
	case s.Method != Newton && (!(s.Rate > 0) || math.IsInf(s.Rate, 0)):
		return fmt.Errorf("descent: rate %v not positive and finite", s.Rate)
	case s.Method == Momentum && !(s.Momentum >= 0 && s.Momentum < 1):
		return fmt.Errorf("descent: momentum %v not in [0, 1)", s.Momentum)
	case s.Steps < 0:
		return fmt.Errorf("descent: %d steps", s.Steps)
	}
	return nil
}

// Path is where a walk has been.
type Path struct {
	X        [][]float64 // the start and what follows, each of length n; finite
	F        []float64   // f there; finite
	Singular bool        // Newton's method met a Hessian without an inverse and stands
	Overflow bool        // the next place, or f there, is no finite number
}

// Walk takes s.Steps steps from the start. The path ends early before the first place that
// is not finite, and where Newton's method has no step. It panics if the start has another
// length than f has variables.
func Walk(f Function, start []float64, s Settings) (*Path, error) {
	if len(start) != f.Dim() {
		panic(fmt.Sprintf("descent: a start of length %d for %d variables", len(start), f.Dim()))
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	w := walker{f: f, s: s, step: make([]float64, len(start)), gradient: make([]float64, len(start))}
	path := &Path{}
	x := append([]float64(nil), start...)
	for k := 0; ; k++ {
		value := f.Value(x)
		if !finite(value) || !finite(x...) {
			path.Overflow = true
			return path, nil
		}
		path.X, path.F = append(path.X, append([]float64(nil), x...)), append(path.F, value)
		if k == s.Steps {
			return path, nil
		}
		if !w.advance(x) {
			path.Singular = true
			return path, nil
		}
	}
}

// walker holds what a walk needs from step to step.
type walker struct {
	f              Function
	s              Settings
	step, gradient []float64
}

// advance moves x by one step. It reports false where there is none.
func (w *walker) advance(x []float64) bool {
	w.f.Gradient(w.gradient, x)
	switch w.s.Method {
	case Newton:
		if !w.newton(x) {
			return false
		}
	case Momentum:
		floats.Scale(w.s.Momentum, w.step)
		floats.AddScaled(w.step, -w.s.Rate, w.gradient)
	default:
		floats.ScaleTo(w.step, -w.s.Rate, w.gradient)
	}
	floats.Add(x, w.step)
	return true
}

// newton finds the step that leads to the stationary point of the quadratic function which
// has the value, gradient and Hessian of f at x: a minimum of it, a saddle or a maximum. It
// reports false if the Hessian is singular to working precision.
func (w *walker) newton(x []float64) bool {
	n := len(x)
	h := mat.NewSymDense(n, nil)
	w.f.Hessian(h, x)
	var lu mat.LU
	lu.Factorize(h)
	if !(lu.Cond() < 1e15) {
		return false
	}
	step := mat.NewVecDense(n, w.step)
	if err := lu.SolveVecTo(step, false, mat.NewVecDense(n, w.gradient)); err != nil {
		return false
	}
	floats.Scale(-1, w.step)
	return true
}

func finite(x ...float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
