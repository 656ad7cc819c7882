package crossval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/linear"
)

// Curve is a population with one feature whose true errors are known:
// y = F(x) + Sigma·ε with x uniform on [−1, 1] and ε standard normal.
type Curve struct {
	F     func(float64) float64 // smooth between its Breaks
	Sigma float64               // σ ≥ 0, in units of y
	Break []float64             // points where F jumps or bends
}

// Sample draws m examples.
func (c Curve) Sample(m int, rnd *rand.Rand) (x *mat.Dense, y []float64) {
	x, y = mat.NewDense(m, 1, nil), make([]float64, m)
	for i := range y {
		v := 2*rnd.Float64() - 1
		x.Set(i, 0, v)
		y[i] = c.F(v) + c.Sigma*rnd.NormFloat64()
	}
	return x, y
}

// TrueError returns the expected squared error of the predictor at a new example,
//
//	σ² + ½∫₋₁¹ (f̂(x) − F(x))² dx.
//
// The integral is taken piece by piece between Break and the points where the
// predictor itself jumps (nearest neighbours change), by Gauss–Legendre quadrature,
// which is exact to rounding for the polynomials and sines of this book. A predictor
// that is not one of this package's learners must be smooth.
func (c Curve) TrueError(p Predictor) float64 {
	ends := append([]float64{-1, 1}, c.Break...)
	n, steps := p.(*neighbours)
	if steps {
		ends = append(ends, n.jumps()...)
	}
	slices.Sort(ends)
	sum := 0.0
	for i, to := range ends[1:] {
		from := ends[i]
		if from < -1 || to > 1 || from == to {
			continue
		}
		predict, nodes := func(x float64) float64 { return p.Predict([]float64{x}) }, 48
		if steps {
			level := predict((from + to) / 2)
			predict, nodes = func(float64) float64 { return level }, 12 // constant on a short piece
		}
		sum += quad.Fixed(func(x float64) float64 {
			d := predict(x) - c.F(x)
			return d * d
		}, from, to, nodes, quad.Legendre{}, 0)
	}
	return c.Sigma*c.Sigma + sum/2
}

// jumps returns where on the line the set of nearest neighbours changes: with the
// abscissas in order, half-way between a point and the k-th after it.
func (n *neighbours) jumps() []float64 {
	x := mat.Col(nil, 0, n.x)
	slices.Sort(x)
	var at []float64
	for i := n.k; i < len(x); i++ {
		at = append(at, (x[i-n.k]+x[i])/2)
	}
	return at
}

// Gaussian is a population with a linear truth whose true errors are known:
// y = Truth(x) + Sigma·ε with independent standard normal features and ε.
type Gaussian struct {
	Truth linear.Model
	Sigma float64 // σ ≥ 0, in units of y
}

// Sample draws m examples with len(Truth.W) features.
func (g Gaussian) Sample(m int, rnd *rand.Rand) (x *mat.Dense, y []float64) {
	n := len(g.Truth.W)
	x, y = mat.NewDense(m, n, nil), make([]float64, m)
	for i := range y {
		row := x.RawRowView(i)
		for j := range row {
			row[j] = rnd.NormFloat64()
		}
		y[i] = g.Truth.Predict(row) + g.Sigma*rnd.NormFloat64()
	}
	return x, y
}

// TrueError returns the expected squared error of a linear model at a new example,
// σ² + (b̂−b)² + ‖ŵ−w‖². It panics if the model has another number of weights.
func (g Gaussian) TrueError(m linear.Model) float64 {
	if len(m.W) != len(g.Truth.W) {
		panic(fmt.Sprintf("crossval: %d weights for %d features", len(m.W), len(g.Truth.W)))
	}
	e := g.Sigma*g.Sigma + math.Pow(m.Intercept-g.Truth.Intercept, 2)
	for j, w := range m.W {
		e += (w - g.Truth.W[j]) * (w - g.Truth.W[j])
	}
	return e
}
