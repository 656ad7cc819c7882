// Package signal tells how long activations and gradients are after many layers of a
// network with random weights: by the theory of wide layers, by bounds that always hold,
// and how far a network of tanh is from a linear one.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §6.3.2 and §8.4. The recursion
// of the variances is that of Glorot and Bengio, Understanding the difficulty of training
// deep feedforward neural networks, PMLR 9 (2010) 249, and of He, Zhang, Ren and Sun, ICCV
// (2015), doi 10.1109/ICCV.2015.123; for units that are not linear it is the mean field of
// Poole et al., arXiv 1606.05340, and Schoenholz et al., arXiv 1611.01232.
package signal

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/interp"

	"konspekt/compute/activation"
)

// Moments returns E g(z)² and E g′(z)² for z ~ N(0, v): what a unit passes on of a
// normal pre-activation forward, and of the gradient backward. The relative error is
// below 1e-9 for the smooth units and for those that are linear on either side of 0. It
// panics unless v is positive.
func Moments(u activation.Unit, v float64) (square, slope float64) {
	if !(v > 0) {
		panic(fmt.Sprintf("signal: a variance of %v", v))
	}
	// The midpoint rule: on the whole line it is exponentially accurate for analytic
	// integrands, and by symmetry blind to a kink at 0. The units have poles no nearer
	// to the real line than π/2, which sets the step where v is large.
	sd := math.Sqrt(v)
	h := math.Min(0.35, sd/4)
	n := int(math.Ceil(7 * sd / h))
	total := 0.0
	for k := -n; k < n; k++ {
		z := (float64(k) + 0.5) * h
		weight := math.Exp(-z * z / v / 2)
		g, d := u.Value(z), u.Derivative(z)
		total, square, slope = total+weight, square+weight*g*g, slope+weight*d*d
	}
	return square / total, slope / total
}

// The knots of a Field; beyond them the moments go on as powers of v.
const (
	smallest = 1e-4
	largest  = 1e3
	knots    = 43
)

// Field is the moments of one unit, tabulated over v.
type Field struct{ square, slope interp.AkimaSpline }

// NewField tabulates the moments of a unit for v from 1e-4 to 1e3. Between the knots the
// relative error is below 2e-4; outside, the moments are continued as powers of v, which
// is what they become for the rectifiers, the sigmoid and tanh, to 1 %.
func NewField(u activation.Unit) *Field {
	v := floats.LogSpan(make([]float64, knots), smallest, largest)
	squares, slopes := make([]float64, knots), make([]float64, knots)
	for i := range v {
		a, b := Moments(u, v[i])
		v[i], squares[i], slopes[i] = math.Log(v[i]), math.Log(a), math.Log(b)
	}
	f := &Field{}
	if err := errors.Join(f.square.Fit(v, squares), f.slope.Fit(v, slopes)); err != nil {
		panic(err) // the knots ascend
	}
	return f
}

// At returns E g(z)² and E g′(z)² for z ~ N(0, v), v > 0.
func (f *Field) At(v float64) (square, slope float64) {
	x := math.Log(v)
	return math.Exp(along(&f.square, x)), math.Exp(along(&f.slope, x))
}

// along is the spline, beyond its ends the straight line through its last two knots.
func along(s *interp.AkimaSpline, x float64) float64 {
	lo, hi := math.Log(smallest), math.Log(largest)
	step := (hi - lo) / (knots - 1)
	switch {
	case x < lo:
		return s.Predict(lo) + (x-lo)*(s.Predict(lo+step)-s.Predict(lo))/step
	case x > hi:
		return s.Predict(hi) + (x-hi)*(s.Predict(hi)-s.Predict(hi-step))/step
	}
	return s.Predict(x)
}

// State is what theory expects of a layer.
type State struct {
	V      float64 // variance of a pre-activation
	Square float64 // E h², h = g(z)
	Slope  float64 // E g′(z)²
}

// Forward follows one example through layers without biases: gains[l] = n·sd² of layer l,
// with n inputs and weights of standard deviation sd; square is the mean of the squares of
// the inputs, ‖x‖²/n. It returns one state a layer: v = gain·square, square = E g(z)². It
// panics if anything is not positive.
func (f *Field) Forward(dst []State, square float64, gains []float64) []State {
	dst = dst[:0]
	for _, gain := range gains {
		s := State{V: gain * square}
		if !(s.V > 0) {
			panic(fmt.Sprintf("signal: gain %v, mean square %v", gain, square))
		}
		s.Square, s.Slope = f.At(s.V)
		dst = append(dst, s)
		square = s.Square
	}
	return dst
}

// Backward returns E‖∂L/∂z_l‖² for every layer in units of that of the last one: the
// product of gains[k+1]·E g′(z_k)² over k from l to the last but one. gains are those of
// Forward.
func Backward(dst []float64, states []State, gains []float64) []float64 {
	dst = append(dst[:0], make([]float64, len(states))...)
	for l := len(states) - 1; l >= 0; l-- {
		dst[l] = 1
		if l+1 < len(states) {
			dst[l] = dst[l+1] * gains[l+1] * states[l].Slope
		}
	}
	return dst
}
