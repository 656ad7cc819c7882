package glm

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// whitened is inputs in other coordinates: a column of ones and then columns of mean 0 and
// variance 1 that are uncorrelated. Points far from the origin, columns of different units
// or, but for rounding, dependent ones so cost Newton's method no digits.
type whitened struct {
	x      []float64 // m×d by rows, ones first
	d      int
	price  []float64  // d: what the squares of the new weights cost
	centre []float64  // means of the old columns behind the first
	axes   *mat.Dense // weights of the old columns for a weight of each new one
}

// negligible is the least singular value of the centred columns that counts, in units of the
// norm of the columns as given: what is below is rounding.
const negligible = 1e-13

// whiten changes the coordinates of inputs by the singular value decomposition of the centred
// columns, X = UΣVᵀ: the new columns are √m·U, so that weights u for them are Vᵀ-coordinates
// w = √m·VΣ⁻¹u of the old ones, and λ‖w‖² = Σ_j (λm/σ_j²)u_j².
func whiten(x []float64, d int, lambda float64) whitened {
	m, n := len(x)/d, d-1
	out := whitened{d: 1, price: []float64{0}, centre: make([]float64, n)}
	var u mat.Dense
	var s []float64
	if n > 0 {
		columns := mat.NewDense(m, n, nil)
		for i := range m {
			columns.SetRow(i, x[i*d+1:(i+1)*d])
			floats.AddScaled(out.centre, 1/float64(m), columns.RawRowView(i))
		}
		size := mat.Norm(columns, 2)
		for i := range m {
			floats.Sub(columns.RawRowView(i), out.centre)
		}
		var svd mat.SVD
		if !svd.Factorize(columns, mat.SVDThin) {
			panic("glm: the singular value decomposition of finite numbers failed")
		}
		var v mat.Dense
		svd.UTo(&u)
		svd.VTo(&v)
		out.axes = &v
		for _, value := range svd.Values(nil) {
			if value > negligible*size {
				s = append(s, value)
			}
		}
	}
	root := math.Sqrt(float64(m))
	for j, value := range s {
		out.d++
		out.price = append(out.price, lambda*float64(m)/(value*value))
		for k := range n {
			out.axes.Set(k, j, out.axes.At(k, j)*root/value)
		}
	}
	for i := range m {
		out.x = append(out.x, 1)
		for j := range s {
			out.x = append(out.x, root*u.At(i, j))
		}
	}
	return out
}

// back brings weights for the new inputs, d×k by rows, to weights for the old ones.
func (in whitened) back(w []float64, k int) []float64 {
	n := len(in.centre)
	out := make([]float64, (n+1)*k)
	copy(out, w[:k])
	for l := range n {
		row := out[(l+1)*k : (l+2)*k]
		for j := 1; j < in.d; j++ {
			floats.AddScaled(row, in.axes.At(l, j-1), w[j*k:(j+1)*k])
		}
		floats.AddScaled(out[:k], -in.centre[l], row)
	}
	return out
}
