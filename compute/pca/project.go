package pca

import "gonum.org/v1/gonum/mat"

// Center brings the rows of x (r×n, original units) into the space that is decomposed:
//
//	dst[i,j] = (x[i,j] − Mean[j]) / Scale[j]
//
// If dst is nil or empty it is allocated. Center panics if x has not n columns or dst is not r×n.
func (m *Model) Center(dst *mat.Dense, x mat.Matrix) *mat.Dense {
	r, n := x.Dims()
	if n != len(m.Mean) {
		panic(mat.ErrShape)
	}
	dst = shaped(dst, r, n)
	for i := range r {
		row := mat.Row(dst.RawRowView(i), i, x)
		for j, v := range row {
			row[j] = (v - m.Mean[j]) / m.Scale[j]
		}
	}
	return dst
}

// Transform returns the scores of the rows of x (r×n, original units) on the first k components:
//
//	Z = Center(x) W_k, r×k
//
// If dst is nil or empty it is allocated. Transform panics unless 1 ≤ k ≤ n, or if a shape is wrong.
func (m *Model) Transform(dst *mat.Dense, x mat.Matrix, k int) *mat.Dense {
	if dst == nil {
		dst = new(mat.Dense)
	}
	dst.Mul(m.Center(nil, x), m.first(k).T())
	return dst
}

// Inverse takes scores z (r×k) back to the space that is decomposed:
//
//	X̂ = Z W_kᵀ, r×n, in the coordinates of Center
//
// If dst is nil or empty it is allocated. Inverse panics unless 1 ≤ k ≤ n, or if dst is not r×n.
func (m *Model) Inverse(dst *mat.Dense, z mat.Matrix) *mat.Dense {
	if dst == nil {
		dst = new(mat.Dense)
	}
	_, k := z.Dims()
	dst.Mul(z, m.first(k))
	return dst
}

// Reconstruct takes scores z (r×k) back to the original units:
//
//	X̂[i,j] = Mean[j] + Scale[j] (Z W_kᵀ)[i,j], r×n
//
// If dst is nil or empty it is allocated. Reconstruct panics where Inverse does.
func (m *Model) Reconstruct(dst *mat.Dense, z mat.Matrix) *mat.Dense {
	dst = m.Inverse(dst, z)
	dst.Apply(func(_, j int, v float64) float64 { return m.Mean[j] + m.Scale[j]*v }, dst)
	return dst
}

// first returns W_kᵀ (k×n), a view of Components.
func (m *Model) first(k int) mat.Matrix {
	return m.Components.Slice(0, k, 0, len(m.Mean))
}

// shaped returns dst, or an r×c matrix if dst is nil or empty. It panics if dst has another shape.
func shaped(dst *mat.Dense, r, c int) *mat.Dense {
	if dst == nil {
		return mat.NewDense(r, c, nil)
	}
	if dst.IsEmpty() {
		dst.ReuseAs(r, c)
	}
	if dr, dc := dst.Dims(); dr != r || dc != c {
		panic(mat.ErrShape)
	}
	return dst
}
