// Package pca finds the principal components of a table of numbers: the orthogonal directions along which
// its rows vary most, and in whose coordinates they are uncorrelated.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §2.12 and §5.8.1. A row x of the table X (m×n)
// is centred, perhaps divided by the spread of each column, and written as z = Wᵀx. The columns of W are
// the eigenvectors of XᵀX = W Λ Wᵀ, so that Var[z] = Λ/(m−1) is diagonal. They are found from the singular
// value decomposition X = U Σ Wᵀ, Λ = Σ², and not from XᵀX, whose condition number is that of X squared.
//
// Angles are in radians. A matrix of a wrong shape is a bug of the caller and panics; data that have no
// principal components give errors.
package pca

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Reasons why a table has no principal components.
var (
	ErrFewRows       = errors.New("pca: fewer than two rows")
	ErrNotFinite     = errors.New("pca: not a finite number")
	ErrConstant      = errors.New("pca: all rows are equal, no direction has variance")
	ErrRange         = errors.New("pca: deviations from the mean outside [1e-140, 1e140], squares leave float64")
	ErrNoConvergence = errors.New("pca: the singular value decomposition did not converge")
)

// The largest deviation from the mean has to lie in this range: sums of squares then neither overflow nor
// vanish.
const (
	smallest = 1e-140
	largest  = 1e140
)

// epsilon is the distance from 1 to the next float64.
const epsilon = 0x1p-52

// Model is the decomposition of one table. It must not be changed once it is shared.
type Model struct {
	Rows  int       // m, rows of the table
	Mean  []float64 // n column means, in the units of the table
	Scale []float64 // n divisors: the deviations (ddof 0) of a standardised table, 1 for a constant column; else all 1

	// Values are the n eigenvalues of the covariance (ddof 1) of the centred, scaled table, descending.
	// Those that rounding errors drown are exactly 0; none is negative.
	Values []float64

	// Components is Wᵀ, n×n orthogonal: row i is the unit eigenvector of Values[i]. Its entry of largest
	// magnitude, the first one of equals, is positive. Rows of equal eigenvalues, so also those past the
	// rank, are one of many orthonormal bases of their space.
	Components *mat.Dense
}

// Fit decomposes the rows of x (m×n). With standardize every column is first divided by its standard
// deviation (ddof 0), which makes the result free of units; a constant column stays 0 instead.
//
// The table is reduced to a triangle R (n×n) with RᵀR = XᵀX by orthogonal transformations, and R to its
// singular values (T. F. Chan, An improved algorithm for computing the singular value decomposition, ACM
// TOMS 8, 1982, doi 10.1145/355984.355990). The cost is 2mn² + O(n³) operations and n² numbers of memory.
//
// The error is, or wraps, ErrFewRows, ErrNotFinite, ErrConstant, ErrRange or ErrNoConvergence.
func Fit(x mat.Matrix, standardize bool) (*Model, error) {
	m, n := x.Dims()
	if m < 2 {
		return nil, ErrFewRows
	}
	mean := means(x)
	scale, farthest := deviations(x, mean)
	if err := checkSpread(x, farthest); err != nil {
		return nil, err
	}
	for j, s := range scale {
		if !standardize || s == 0 {
			scale[j] = 1
		}
	}

	var svd mat.SVD
	if !svd.Factorize(triangle(x, mean, scale), mat.SVDThinV) {
		return nil, ErrNoConvergence
	}
	var w mat.Dense
	svd.VTo(&w)
	model := &Model{
		Rows:       m,
		Mean:       mean,
		Scale:      scale,
		Values:     eigenvalues(svd.Values(nil), m),
		Components: mat.DenseCopyOf(w.T()),
	}
	for i := range n {
		orient(model.Components.RawRowView(i))
	}
	return model, nil
}

// means returns the column means of x. The second pass removes the rounding error of the first; the first
// counts from row 0, which makes the mean of a constant column exact.
func means(x mat.Matrix) []float64 {
	m, n := x.Dims()
	mean := mat.Row(nil, 0, x)
	row := make([]float64, n)
	sum := make([]float64, n)
	for range 2 {
		clear(sum)
		for i := range m {
			mat.Row(row, i, x)
			for j, v := range row {
				sum[j] += v - mean[j]
			}
		}
		floats.AddScaled(mean, 1/float64(m), sum)
	}
	return mean
}

// deviations returns the standard deviations (ddof 0) of the columns and the largest |x−mean| of all
// entries, NaN if there is a NaN.
func deviations(x mat.Matrix, mean []float64) (sd []float64, farthest float64) {
	m, n := x.Dims()
	sd = make([]float64, n)
	row := make([]float64, n)
	for i := range m {
		mat.Row(row, i, x)
		for j, v := range row {
			d := v - mean[j]
			sd[j] += d * d
			farthest = max(farthest, math.Abs(d))
		}
	}
	for j, s := range sd {
		sd[j] = math.Sqrt(s / float64(m))
	}
	return sd, farthest
}

// checkSpread says what is wrong with x if its largest deviation from the mean cannot be squared.
func checkSpread(x mat.Matrix, farthest float64) error {
	if farthest == 0 {
		return ErrConstant
	}
	if smallest <= farthest && farthest <= largest {
		return nil
	}
	m, n := x.Dims()
	for i := range m {
		for j := range n {
			if v := x.At(i, j); math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%w: row %d, column %d", ErrNotFinite, i+1, j+1)
			}
		}
	}
	return ErrRange
}

// eigenvalues turns the singular values of a centred table of m rows into the eigenvalues of its
// covariance, in place. What is below the rounding error of the largest one is noise: a zero.
func eigenvalues(s []float64, m int) []float64 {
	floor := s[0] * float64(max(m, len(s))) * epsilon
	for i, v := range s {
		if v <= floor {
			v = 0
		}
		s[i] = v * v / float64(m-1)
	}
	return s
}

// orient gives a unit vector its sign: the entry of largest magnitude is positive. In two standardised
// columns both entries are 1/√2 but for rounding, and the last bit must not choose: of entries that close
// the first one wins, and gets the largest magnitude, so that the rule holds to the bit.
func orient(w []float64) {
	const rounding = 1e-13
	top := floats.Norm(w, math.Inf(1))
	first := 0
	for math.Abs(w[first]) < top*(1-rounding) {
		first++
	}
	sign := math.Copysign(1, w[first])
	for j, v := range w {
		w[j] = sign*v + 0 // −0 becomes 0
	}
	w[first] = top
}

// Rank returns the number of eigenvalues that are not 0; it is at most min(m−1, n).
func (m *Model) Rank() int {
	rank := 0
	for rank < len(m.Values) && m.Values[rank] > 0 {
		rank++
	}
	return rank
}

// TotalVariance returns Σ Values, the trace of the covariance.
func (m *Model) TotalVariance() float64 { return tail(m.Values) }

// ExplainedRatio returns the share of the total variance that each component explains:
//
//	dst[i] = Values[i] / Σ Values
//
// If dst is nil a slice of n is allocated. ExplainedRatio panics if len(dst) != n.
func (m *Model) ExplainedRatio(dst []float64) []float64 {
	if dst == nil {
		dst = make([]float64, len(m.Values))
	}
	return floats.ScaleTo(dst, 1/m.TotalVariance(), m.Values)
}

// ReconstructionMSE returns the mean squared distance of a row of the centred, scaled table from its
// reconstruction x̂ with the first k components,
//
//	(1/m) Σ ‖x−x̂‖² = (m−1)/m · Σ_{i>k} Values[i],
//
// the tail of the spectrum (C. Eckart, G. Young, Psychometrika 1, 1936, doi 10.1007/BF02288367).
// It panics unless 0 ≤ k ≤ n.
func (m *Model) ReconstructionMSE(k int) float64 {
	return float64(m.Rows-1) / float64(m.Rows) * tail(m.Values[k:])
}

// tail sums descending numbers from the small end, which loses the least.
func tail(values []float64) float64 {
	sum := 0.0
	for i := len(values) - 1; i >= 0; i-- {
		sum += values[i]
	}
	return sum
}
