package pca

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// blockRows is the number of rows folded at once: with 64 columns a block takes 64 KiB and stays in the
// cache, which makes the reduction of the digits twice as fast as a QR of the whole table.
const blockRows = 128

// triangle returns an n×n upper triangular R with RᵀR = XᵀX, X the rows (x−mean)/scale. It never holds X:
// blocks of rows are folded one after another (sequential TSQR; J. Demmel et al., SIAM J. Sci. Comput. 34,
// 2012, doi 10.1137/080731992). R has rows of zeros if x has fewer rows than columns.
func triangle(x mat.Matrix, mean, scale []float64) *mat.Dense {
	m, n := x.Dims()
	r := mat.NewDense(n, n, nil)
	row := make([]float64, n)
	work := make([]float64, n)
	data := make([]float64, n*blockRows)
	for start := 0; start < m; start += blockRows {
		height := min(blockRows, m-start)
		for i := range height {
			mat.Row(row, start+i, x)
			for j, v := range row {
				data[j*blockRows+i] = (v - mean[j]) / scale[j]
			}
		}
		// The block is kept transposed: its columns, which reflections combine, are contiguous.
		fold(r, blas64.General{Rows: n, Cols: height, Stride: blockRows, Data: data}, work)
	}
	return r
}

// fold replaces R by the triangle of [R; B], Bᵀ = bt, and destroys bt. The Householder reflection
// I − τvvᵀ of column j acts on row j of R and on B alone, v = (1, rest of column j), as in LAPACK's dlarfg.
func fold(r *mat.Dense, bt blas64.General, work []float64) {
	for j := range bt.Rows {
		v := column(bt, j)
		norm := blas64.Nrm2(v)
		if norm < smallest {
			continue // zeros, or too small to be divided by and to be seen beside the largest entry
		}
		row := r.RawRowView(j)[j:]
		head := row[0]
		row[0] = -math.Copysign(math.Hypot(head, norm), head)
		tau := (row[0] - head) / row[0]
		blas64.Scal(1/(head-row[0]), v)

		rest := row[1:]
		if len(rest) == 0 {
			return
		}
		below := blas64.General{Rows: len(rest), Cols: bt.Cols, Stride: bt.Stride, Data: bt.Data[(j+1)*bt.Stride:]}
		dots := blas64.Vector{N: len(rest), Inc: 1, Data: work}
		copy(work, rest)
		blas64.Gemv(blas.NoTrans, 1, below, v, 1, dots)
		for k := range rest {
			rest[k] -= tau * work[k]
		}
		blas64.Ger(-tau, dots, v, below)
	}
}

// column returns column j of a block that is kept transposed.
func column(bt blas64.General, j int) blas64.Vector {
	return blas64.Vector{N: bt.Cols, Inc: 1, Data: bt.Data[j*bt.Stride:]}
}
