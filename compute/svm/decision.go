package svm

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// DecisionTo stores f at the rows of x (p×n) in dst and returns it; nil dst allocates. The cost is that of
// the kernel times p times the number of support vectors, for the linear kernel p·n whatever their number.
// It panics if dst or a row of x has a wrong length.
func (m *Model) DecisionTo(dst []float64, x mat.Matrix) []float64 {
	p, n := x.Dims()
	if n != len(m.cols) {
		panic("svm: points of different dimension")
	}
	dst = sized(dst, p)
	point := make([]float64, n)
	row := make([]float64, len(m.Coef))
	for i := range dst {
		mat.Row(point, i, x)
		dst[i] = m.at(point, row)
	}
	return dst
}

// at returns f at a point; row is a buffer for the kernel.
func (m *Model) at(point, row []float64) float64 {
	if m.W != nil {
		return floats.Dot(m.W, point) + m.Intercept
	}
	m.Kernel.row(row, m.cols, point)
	return floats.Dot(row, m.Coef) + m.Intercept
}

// GridTo stores f at the points (x, y) of a rectangular grid in the plane of two features in dst, row by row:
// dst[j·len(x)+i] = f(x[i], y[j]); nil dst allocates. For the RBF kernel, a product of a factor of x and a
// factor of y, this is a product of two thin matrices and takes len(x) + len(y) exponentials for a support
// vector instead of len(x)·len(y). It panics if the machine does not have two features or dst a wrong length.
func (m *Model) GridTo(dst, x, y []float64) []float64 {
	if len(m.cols) != 2 {
		panic("svm: a grid needs two features")
	}
	dst = sized(dst, len(x)*len(y))
	if m.Kernel.Kind == RBF {
		m.gridRBF(dst, x, y)
		return dst
	}
	row := make([]float64, len(m.Coef))
	for j, v := range y {
		for i, u := range x {
			dst[j*len(x)+i] = m.at([]float64{u, v}, row)
		}
	}
	return dst
}

func (m *Model) gridRBF(dst, x, y []float64) {
	if len(dst) == 0 {
		return
	}
	for i := range dst {
		dst[i] = m.Intercept
	}
	k := len(m.Coef)
	fx := m.factors(x, m.cols[0])
	fy := m.factors(y, m.cols[1])
	for j := range y {
		floats.Mul(fy.Data[j*k:(j+1)*k], m.Coef)
	}
	blas64.Gemm(blas.NoTrans, blas.Trans, 1, fy, fx, 1, blas64.General{Rows: len(y), Cols: len(x), Stride: len(x), Data: dst})
}

// factors returns exp(−γ(v − c)²) for every v of a coordinate (rows) and c of a feature (columns).
func (m *Model) factors(values, col []float64) blas64.General {
	k := len(col)
	g := blas64.General{Rows: len(values), Cols: k, Stride: k, Data: make([]float64, len(values)*k)}
	for i, v := range values {
		row := g.Data[i*k : (i+1)*k]
		addSquares(row, col, v)
		expScaled(row, m.Kernel.Gamma)
	}
	return g
}

// sized returns dst, or a new slice for nil. It panics if dst has another length than n.
func sized(dst []float64, n int) []float64 {
	if dst == nil {
		return make([]float64, n)
	}
	if len(dst) != n {
		panic("svm: destination of a wrong length")
	}
	return dst
}

// MultipliesPerPrediction returns the number of multiplications that one value of f costs through the
// kernel, n + 1 for a dot product of n features and its coefficient, times the number of support vectors
// (§5.7.2: linear in the number of training examples whose α_i is not zero).
func (m *Model) MultipliesPerPrediction() int {
	return len(m.Support) * (len(m.cols) + 1)
}

// LeaveOneOutBound returns the share of support vectors among training points, an upper bound of the
// leave-one-out error: leaving out a point that is no support vector changes nothing (V. Vapnik, The Nature
// of Statistical Learning Theory, 1995, §5.2).
func (m *Model) LeaveOneOutBound() float64 {
	return float64(len(m.Support)) / float64(m.Rows)
}
