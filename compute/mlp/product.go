package mlp

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// large is the number of multiply-adds from which on gonum's blocked products are faster than tiles.
const large = 1 << 16

// matrix is a matrix of rows×cols in row-major order, or, if turned, the transpose of one of cols×rows.
type matrix[F Float] struct {
	data       []F
	rows, cols int
	turned     bool
}

// bench is room for tiles: the transpose of a, and four columns of b.
type bench[F Float] struct {
	turned []F
	panel  [][4]F
}

// multiply sets c = a·b + 1·biasᵀ, c of a.rows×b.cols; bias nil stands for 0.
func (s *bench[F]) multiply(c []F, a, b matrix[F], bias []F) {
	p, q, k := a.rows, b.cols, a.cols
	if k != b.rows || len(c) != p*q || bias != nil && len(bias) != q {
		panic("mlp: matrices do not fit")
	}
	if p*q*k >= large {
		blocked(c, a, b, bias)
		return
	}
	if a.turned {
		t := s.turned[:p*k]
		for l := range k {
			for i, v := range a.data[l*p : (l+1)*p] {
				t[i*k+l] = v
			}
		}
		a.data = t
	}
	for j := 0; j < q; j += 4 {
		panel := s.pack(b, j)
		var from [4]F
		if bias != nil {
			copy(from[:], bias[j:])
		}
		for i := 0; i < p; i += 2 {
			next := min(i+1, p-1) // an odd last row is computed twice
			if j+4 <= q {
				u, v := (*[4]F)(c[i*q+j:]), (*[4]F)(c[next*q+j:])
				*u, *v = from, from
				tile(u, v, a.data[i*k:(i+1)*k], a.data[next*k:(next+1)*k], panel)
				continue
			}
			u, v := from, from
			tile(&u, &v, a.data[i*k:(i+1)*k], a.data[next*k:(next+1)*k], panel)
			copy(c[i*q+j:(i+1)*q], u[:])
			copy(c[next*q+j:(next+1)*q], v[:])
		}
	}
}

// pack copies the columns j … j+3 of b; those that b does not have are what was there.
func (s *bench[F]) pack(b matrix[F], j int) [][4]F {
	panel, n := s.panel[:b.rows], min(4, b.cols-j)
	for c := range n {
		if b.turned {
			for l, v := range b.data[(j+c)*b.rows : (j+c+1)*b.rows] {
				panel[l][c] = v
			}
			continue
		}
		for l := range panel {
			panel[l][c] = b.data[l*b.cols+j+c]
		}
	}
	return panel
}

// tile adds a·panel to u and b·panel to v, for two rows: eight sums that stay in registers.
func tile[F Float](u, v *[4]F, a, b []F, panel [][4]F) {
	s0, s1, s2, s3 := u[0], u[1], u[2], u[3]
	t0, t1, t2, t3 := v[0], v[1], v[2], v[3]
	b, panel = b[:len(a)], panel[:len(a)]
	for l, x := range a {
		y, w := b[l], &panel[l]
		s0 += x * w[0]
		s1 += x * w[1]
		s2 += x * w[2]
		s3 += x * w[3]
		t0 += y * w[0]
		t1 += y * w[1]
		t2 += y * w[2]
		t3 += y * w[3]
	}
	u[0], u[1], u[2], u[3] = s0, s1, s2, s3
	v[0], v[1], v[2], v[3] = t0, t1, t2, t3
}

// blocked is multiply by gonum's BLAS.
func blocked[F Float](c []F, a, b matrix[F], bias []F) {
	var beta F
	if bias != nil {
		beta = 1
		for i := range a.rows {
			copy(c[i*b.cols:], bias)
		}
	}
	ta, la := transpose(a)
	tb, lb := transpose(b)
	var impl gonum.Implementation
	switch c := any(c).(type) {
	case []float64:
		impl.Dgemm(ta, tb, a.rows, b.cols, a.cols, 1, any(a.data).([]float64), la, any(b.data).([]float64), lb, float64(beta), c, b.cols)
	case []float32:
		impl.Sgemm(ta, tb, a.rows, b.cols, a.cols, 1, any(a.data).([]float32), la, any(b.data).([]float32), lb, float32(beta), c, b.cols)
	}
}

func transpose[F Float](m matrix[F]) (t blas.Transpose, stride int) {
	if m.turned {
		return blas.Trans, m.rows
	}
	return blas.NoTrans, m.cols
}
