package descent

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Quadratic is ½xᵀAx − bᵀx.
type Quadratic struct {
	A mat.Symmetric // n×n
	B []float64     // b, length n; nil: 0
}

// Bowl is ½(x₁² + κx₂²), the valley with the eigenvalues 1 and κ > 0 and the minimum 0.
func Bowl(kappa float64) Quadratic { return Quadratic{A: mat.NewDiagDense(2, []float64{1, kappa})} }

// Saddle is ½(x₁² − κx₂²), a valley along x₂ = 0 from which both sides fall: its stationary
// point 0 is no minimum.
func Saddle(kappa float64) Quadratic { return Bowl(-kappa) }

// Dim is n.
func (q Quadratic) Dim() int { return q.A.SymmetricDim() }

// Value is ½xᵀAx − bᵀx.
func (q Quadratic) Value(x []float64) float64 {
	sum := 0.0
	for i, xi := range x {
		row := 0.0
		for j, xj := range x {
			if a := q.A.At(i, j); a != 0 {
				row += a * xj
			}
		}
		sum += xi * row / 2
		if q.B != nil {
			sum -= q.B[i] * xi
		}
	}
	return sum
}

// Gradient is Ax − b.
func (q Quadratic) Gradient(dst, x []float64) {
	for i := range dst {
		dst[i] = 0
		for j, xj := range x {
			if a := q.A.At(i, j); a != 0 {
				dst[i] += a * xj
			}
		}
		if q.B != nil {
			dst[i] -= q.B[i]
		}
	}
}

// Hessian is A everywhere.
func (q Quadratic) Hessian(dst *mat.SymDense, _ []float64) { dst.CopySym(q.A) }

// Stationary is the place where the gradient is 0: the solution of Ax = b. The error is
// that A is singular.
func (q Quadratic) Stationary() ([]float64, error) {
	x := make([]float64, q.Dim())
	if q.B == nil {
		return x, nil
	}
	var lu mat.LU
	lu.Factorize(q.A)
	if err := lu.SolveVecTo(mat.NewVecDense(len(x), x), false, mat.NewVecDense(len(x), q.B)); err != nil {
		return nil, fmt.Errorf("descent: no single stationary point: %w", err)
	}
	return x, nil
}

// ExactStep is the rate gᵀg/(gᵀAg) of the one step along the gradient g from x after which the
// derivative along g is 0: for a positive definite A the lowest place on that line (Deep
// Learning §4.3). It is NaN where g = 0, and infinite where the line is straight.
func (q Quadratic) ExactStep(x []float64) float64 {
	g, ag := make([]float64, len(x)), make([]float64, len(x))
	q.Gradient(g, x)
	Quadratic{A: q.A}.Gradient(ag, g)
	return floats.Dot(g, g) / floats.Dot(g, ag)
}

// Rosenbrock is (1 − x₁)² + K(x₂ − x₁²)², a curved valley with the minimum 0 at (1, 1);
// usually K = 100 (H. H. Rosenbrock, An automatic method for finding the greatest or least
// value of a function, The Computer Journal 3, 1960, doi 10.1093/comjnl/3.3.175).
type Rosenbrock struct{ K float64 }

// Dim is 2.
func (Rosenbrock) Dim() int { return 2 }

// Value is (1 − x₁)² + K(x₂ − x₁²)².
func (r Rosenbrock) Value(x []float64) float64 {
	a, b := 1-x[0], x[1]-x[0]*x[0]
	return a*a + r.K*b*b
}

// Gradient is (−2(1 − x₁) − 4Kx₁(x₂ − x₁²), 2K(x₂ − x₁²)).
func (r Rosenbrock) Gradient(dst, x []float64) {
	b := x[1] - x[0]*x[0]
	dst[0], dst[1] = -2*(1-x[0])-4*r.K*x[0]*b, 2*r.K*b
}

// Hessian has the rows (2 − 4K(x₂ − 3x₁²), −4Kx₁) and (−4Kx₁, 2K).
func (r Rosenbrock) Hessian(dst *mat.SymDense, x []float64) {
	dst.SetSym(0, 0, 2-4*r.K*(x[1]-3*x[0]*x[0]))
	dst.SetSym(0, 1, -4*r.K*x[0])
	dst.SetSym(1, 1, 2*r.K)
}

// Abs is |x₁| + K|x₂|, convex with a kink along both axes and the minimum 0 at 0.
type Abs struct{ K float64 }

// Dim is 2.
func (Abs) Dim() int { return 2 }

// Value is |x₁| + K|x₂|.
func (a Abs) Value(x []float64) float64 { return math.Abs(x[0]) + a.K*math.Abs(x[1]) }

// Gradient is (sign x₁, K·sign x₂) with sign 0 = 0: a subgradient everywhere, the gradient
// where there is one.
func (a Abs) Gradient(dst, x []float64) { dst[0], dst[1] = sign(x[0]), a.K*sign(x[1]) }

// Hessian is 0 wherever there is one.
func (Abs) Hessian(dst *mat.SymDense, _ []float64) { dst.Zero() }

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
