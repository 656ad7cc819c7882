// Package poly shows the trade-off between bias and variance in least-squares
// regression on a fixed design: polynomials of every degree, with or without a
// ridge penalty, and random features past the point where they interpolate.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §5.2 and §5.4.4; the
// decomposition of a prediction error is that of Geman, Bienenstock, Doursat
// (Neural Computation 4, 1992, DOI 10.1162/neco.1992.4.1.1). All averages are exact
// functions of the design; a simulation stands beside them to be compared.
package poly

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
)

// Sin returns sin(πx).
func Sin(x float64) float64 { return math.Sin(math.Pi * x) }

// Step returns ½ to the right of 0, −½ to the left and 0 at 0. No polynomial is
// without bias for it.
func Step(x float64) float64 {
	switch {
	case x > 0:
		return 0.5
	case x < 0:
		return -0.5
	}
	return 0
}

// Cubic returns 4x³ − 3x. From degree 3 on an unpenalised polynomial has no bias.
func Cubic(x float64) float64 { return x * (4*x*x - 3) }

// Runge returns 1/(1 + 25x²), on which interpolation at equispaced points diverges
// (Runge, Zeitschrift für Mathematik und Physik 46, 1901).
func Runge(x float64) float64 { return 1 / (1 + 25*x*x) }

// Truth returns the true regression function of that name: sin, step, cubic or
// runge. The error names an unknown name.
func Truth(name string) (func(float64) float64, error) {
	switch name {
	case "sin":
		return Sin, nil
	case "step":
		return Step, nil
	case "cubic":
		return Cubic, nil
	case "runge":
		return Runge, nil
	}
	return nil, fmt.Errorf("poly: no true function %q", name)
}

// Problem is what is to be learnt: y = f(x) + σε with independent standard normal ε
// is observed at the design points X and f is to be predicted at the grid points.
type Problem struct {
	X     []float64 // design, m points in [−1, 1]
	F     []float64 // f(X)
	Grid  []float64 // where errors are averaged, in [−1, 1]
	FGrid []float64 // f(Grid)
	Sigma float64   // σ ≥ 0, standard deviation of the noise, in units of f
}

// NewProblem observes f at m equispaced points of [−1, 1], both ends included, and
// averages over grid such points. It panics if m < 2 or grid < 2.
func NewProblem(f func(float64) float64, m, grid int, sigma float64) Problem {
	at := func(x []float64) []float64 {
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = f(v)
		}
		return y
	}
	x, g := equispaced(m), equispaced(grid)
	return Problem{X: x, F: at(x), Grid: g, FGrid: at(g), Sigma: sigma}
}

// equispaced returns n points from −1 to 1, exactly symmetric about 0.
func equispaced(n int) []float64 {
	if n < 2 {
		panic(fmt.Sprintf("poly: %d equispaced points", n))
	}
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(2*i-n+1) / float64(n-1)
	}
	return x
}

// check panics if the lengths disagree.
func (p Problem) check() {
	if len(p.X) == 0 || len(p.X) != len(p.F) || len(p.Grid) == 0 || len(p.Grid) != len(p.FGrid) {
		panic(fmt.Sprintf("poly: %d design points with %d values, %d grid points with %d values",
			len(p.X), len(p.F), len(p.Grid), len(p.FGrid)))
	}
}

// Sample stores the observations of one replicate in dst and returns it:
//
//	dst[i] = F[i] + σ·ε[i],  ε from the stream rand.NewPCG(seed, replicate).
//
// If dst is nil a slice of len(X) is allocated. Sample panics if len(dst) != len(X).
func (p Problem) Sample(dst []float64, seed uint64, replicate int) []float64 {
	dst = target(dst, len(p.X))
	rnd := rand.New(rand.NewPCG(seed, uint64(replicate)))
	for i, f := range p.F {
		dst[i] = f + p.Sigma*rnd.NormFloat64()
	}
	return dst
}

// target returns dst, or a new slice of length n for nil, and panics if dst is of
// another length.
func target(dst []float64, n int) []float64 {
	if dst == nil {
		return make([]float64, n)
	}
	if len(dst) != n {
		panic(fmt.Sprintf("poly: destination of length %d, want %d", len(dst), n))
	}
	return dst
}

// Risk is the expected squared error of a prediction, averaged over the grid, and
// its three parts (Deep Learning, eq. 5.54, with a noise term for a new
// observation).
type Risk struct {
	Bias2    float64 // average of (E f̂(x) − f(x))²
	Variance float64 // average of Var f̂(x)
	Noise2   float64 // σ², the error that remains for f itself
	MSE      float64 // of a new observation: Bias2 + Variance + Noise2
}

// riskOf averages over the grid, given E f̂ and Var f̂ at its points.
func (p Problem) riskOf(mean, variance []float64) Risk {
	n := float64(len(p.Grid))
	d := floats.Distance(mean, p.FGrid, 2)
	r := Risk{Bias2: d * d / n, Variance: floats.Sum(variance) / n, Noise2: p.Sigma * p.Sigma}
	r.MSE = r.Bias2 + r.Variance + r.Noise2
	return r
}
