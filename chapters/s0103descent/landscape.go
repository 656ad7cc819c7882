package s0103descent

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/descent"
)

// steep is the K of Rosenbrock's valley, the usual one.
const steep = 100

// landscape is a function to walk on and what is known of it.
type landscape struct {
	f      descent.Function
	goal   [2]float64 // its stationary point
	kind   string     // minimum or saddle
	smooth bool       // f has a Hessian at the goal
	lambda [2]float64 // the eigenvalues of that; along x₁ and x₂ if f is quadratic
	middle [2]float64 // of the picture
	half   [2]float64 // how far that reaches from there
}

// land is the function that the parameters choose.
func land(p Params) landscape {
	l := landscape{kind: "minimum", smooth: true, half: [2]float64{2.4, 1.25}}
	switch p.Function {
	case "rosenbrock":
		l.f, l.goal, l.middle[1] = descent.Rosenbrock{K: steep}, [2]float64{1, 1}, 0.6
		l.lambda = eigenvalues(l.f, l.goal)
	case "saddle":
		l.f, l.kind, l.lambda = descent.Saddle(p.Kappa), "saddle", [2]float64{1, -p.Kappa}
	case "abs":
		l.f, l.smooth = descent.Abs{K: p.Kappa}, false
	default:
		l.f, l.lambda = descent.Bowl(p.Kappa), [2]float64{1, p.Kappa}
	}
	return l
}

// eigenvalues are those of the Hessian of f at x, ascending.
func eigenvalues(f descent.Function, x [2]float64) [2]float64 {
	h := mat.NewSymDense(2, nil)
	f.Hessian(h, x[:])
	var eigen mat.EigenSym
	if !eigen.Factorize(h, false) {
		return [2]float64{math.NaN(), math.NaN()}
	}
	v := eigen.Values(nil)
	return [2]float64{v[0], v[1]}
}

// around widens the picture until the start is in it.
func (l landscape) around(start [2]float64) landscape {
	scale := 1.0
	for i, x := range start {
		scale = max(scale, 1.08*math.Abs(x-l.middle[i])/l.half[i])
	}
	l.half[0], l.half[1] = scale*l.half[0], scale*l.half[1]
	return l
}
