// Package linear fits linear models ŷ = b + wᵀx: by least squares, with a ridge
// penalty, and by least absolute deviations, and gives the likelihoods that make
// each of them a maximum-likelihood estimate.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §5.1.4 and §5.5.1: the
// squared error is the log-likelihood of normal noise of a fixed variance, the
// absolute error that of Laplace noise. Factorisations are described in Golub, Van
// Loan, Matrix Computations (4th ed., 2013, §5.3, §5.5).
//
// Throughout x is the m×n matrix of examples in rows, without a column of ones, and
// y the m targets. The intercept b is never penalised. Shapes that disagree are a
// bug and panic; what data can cause is an error.
package linear

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Reasons why data do not determine a model.
var (
	ErrRank   = errors.New("linear: the columns, with a constant one, are linearly dependent on these examples")
	ErrFinite = errors.New("linear: the data hold NaN or an infinity")
)

// Model predicts ŷ = Intercept + Σ_j W[j]·x[j].
type Model struct {
	Intercept float64   // b, in units of y
	W         []float64 // w, n weights, units of y per unit of the column
}

// Predict returns the prediction for one example. It panics if len(x) != len(W).
func (m Model) Predict(x []float64) float64 {
	return m.Intercept + floats.Dot(m.W, x)
}

// PredictAll stores the prediction for every row of x in dst and returns it. If dst
// is nil a slice of m is allocated. PredictAll panics if x has not len(W) columns or
// dst another length.
func (m Model) PredictAll(dst []float64, x mat.Matrix) []float64 {
	rows, n := x.Dims()
	if n != len(m.W) {
		panic(fmt.Sprintf("linear: %d columns for %d weights", n, len(m.W)))
	}
	if dst == nil {
		dst = make([]float64, rows)
	}
	if len(dst) != rows {
		panic(fmt.Sprintf("linear: destination of length %d, want %d", len(dst), rows))
	}
	for i := range dst {
		sum := m.Intercept
		for j, w := range m.W {
			sum += w * x.At(i, j)
		}
		dst[i] = sum
	}
	return dst
}

// centred holds data with the column means taken away. Minimising over b first
// gives b = ȳ − wᵀx̄ for any w, so what remains is a problem in w on these data.
type centred struct {
	x     *mat.Dense // m×n
	y     []float64  // m
	xMean []float64  // n
	yMean float64
	norm  []float64 // ‖column‖ before centring, the scale of its rounding errors
}

// center copies the data and centres the copy. It panics if there is no example or
// y has not one target for each.
func center(x mat.Matrix, y []float64) (*centred, error) {
	if err := check(x, y); err != nil {
		return nil, err
	}
	m, n := x.Dims()
	c := &centred{x: mat.DenseCopyOf(x), y: append([]float64(nil), y...), xMean: make([]float64, n), norm: make([]float64, n)}
	column := make([]float64, m)
	for j := range n {
		mat.Col(column, j, c.x)
		c.norm[j] = floats.Norm(column, 2)
		c.xMean[j] = mean(column)
		floats.AddConst(-c.xMean[j], column)
		c.x.SetCol(j, column)
	}
	c.yMean = mean(c.y)
	floats.AddConst(-c.yMean, c.y)
	return c, nil
}

// check panics on shapes that disagree and returns ErrFinite for NaN or Inf.
func check(x mat.Matrix, y []float64) error {
	m, n := x.Dims()
	if m == 0 || m != len(y) {
		panic(fmt.Sprintf("linear: %d examples with %d targets", m, len(y)))
	}
	for i := range m {
		if !finite(y[i]) {
			return ErrFinite
		}
		for j := range n {
			if !finite(x.At(i, j)) {
				return ErrFinite
			}
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// mean is taken in two passes: the second removes the rounding error of the first.
func mean(v []float64) float64 {
	n := float64(len(v))
	first, rest := floats.Sum(v)/n, 0.0
	for _, e := range v {
		rest += e - first
	}
	return first + rest/n
}

// model returns the weights w with the intercept that belongs to them.
func (c *centred) model(w []float64) *Model {
	return &Model{Intercept: c.yMean - floats.Dot(w, c.xMean), W: w}
}
