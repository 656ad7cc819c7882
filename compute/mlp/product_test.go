package mlp

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Tiles and blocks give the products of gonum/mat, for every shape that leaves rows or columns over, turned or not.
func TestMultiply(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 0))
	for _, s := range [][3]int{{1, 1, 1}, {2, 4, 3}, {3, 5, 2}, {10, 8, 2}, {10, 1, 8}, {7, 3, 16}, {1, 9, 4}, {64, 40, 33}} {
		for turns := range 4 {
			check[float64](t, rnd, s, turns&1 != 0, turns&2 != 0, 1e-13)
			check[float32](t, rnd, s, turns&1 != 0, turns&2 != 0, 1e-4)
		}
	}
}

func random[F Float](rnd *rand.Rand, rows, cols int, turned bool) (matrix[F], mat.Matrix) {
	m := matrix[F]{make([]F, rows*cols), rows, cols, turned}
	d := mat.NewDense(rows, cols, nil)
	for i := range rows {
		for j := range cols {
			v := F(rnd.NormFloat64())
			d.Set(i, j, float64(v))
			if turned {
				m.data[j*rows+i] = v
			} else {
				m.data[i*cols+j] = v
			}
		}
	}
	return m, d
}

func check[F Float](t *testing.T, rnd *rand.Rand, shape [3]int, turnA, turnB bool, tol float64) {
	t.Helper()
	p, q, k := shape[0], shape[1], shape[2]
	a, da := random[F](rnd, p, k, turnA)
	b, db := random[F](rnd, k, q, turnB)
	bias, dbias := random[F](rnd, 1, q, false)
	var want mat.Dense
	want.Mul(da, db)
	s := bench[F]{make([]F, p*k), make([][4]F, k)}
	c, big := make([]F, p*q), make([]F, p*q)
	for _, withBias := range []bool{false, true} {
		var add []F
		if withBias {
			add = bias.data
		}
		s.multiply(c, a, b, add)
		blocked(big, a, b, add)
		for i := range p {
			for j := range q {
				w := want.At(i, j)
				if withBias {
					w += dbias.At(0, j)
				}
				if math.Abs(float64(c[i*q+j])-w) > tol || math.Abs(float64(big[i*q+j])-w) > tol {
					t.Fatalf("%v turned %t %t: %v and %v, want %v", shape, turnA, turnB, c[i*q+j], big[i*q+j], w)
				}
			}
		}
	}
}
