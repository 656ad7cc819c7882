package linear

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// unit is the distance from 1 to the next float64.
const unit = 0x1p-52

// LeastSquares returns the model that minimises Σ_i (y_i − b − wᵀx_i)², by a QR
// decomposition of the centred columns. The error of the weights is about κ(X)
// times the unit roundoff as long as the residuals are small; normal equations
// would square κ.
//
// It returns ErrRank if m ≤ n or a column is a combination of the others and a
// constant (use MinNorm or Ridge), and ErrFinite for NaN or Inf. It panics if
// len(y) != m or m = 0.
func LeastSquares(x mat.Matrix, y []float64) (*Model, error) {
	c, err := center(x, y)
	if err != nil {
		return nil, err
	}
	m, n := c.x.Dims()
	if m <= n {
		return nil, ErrRank
	}
	var qr mat.QR
	qr.Factorize(c.x)
	var r mat.Dense
	qr.RTo(&r)
	for j, norm := range c.norm {
		if math.Abs(r.At(j, j)) <= float64(m)*unit*norm {
			return nil, ErrRank
		}
	}
	w := make([]float64, n)
	err = qr.SolveVecTo(mat.NewVecDense(n, w), false, mat.NewVecDense(m, c.y))
	// A warning about the condition is passed over: it depends on the units of the
	// columns, and the rank has been judged without them.
	if warning := mat.Condition(0); err != nil && !errors.As(err, &warning) || floats.HasNaN(w) {
		return nil, ErrRank
	}
	return c.model(w), nil
}

// MinNorm returns, among the models that minimise Σ_i (y_i − b − wᵀx_i)², the one
// with the smallest ‖w‖, by a singular value decomposition of the centred columns:
//
//	w = X⁺y = Σ_{s_j > max(m,n)·ε·s_1} v_j (u_jᵀy)/s_j.
//
// It exists for any number of columns. The norm, and with it the choice, depends on
// the units of the columns. MinNorm returns ErrFinite for NaN or Inf and panics if
// len(y) != m or m = 0.
func MinNorm(x mat.Matrix, y []float64) (*Model, error) {
	c, err := center(x, y)
	if err != nil {
		return nil, err
	}
	return c.model(shrunk(c.x, c.y, 0)), nil
}

// Ridge returns the model that minimises
//
//	Σ_i (y_i − b − wᵀx_i)² + λ‖w‖²
//
// with λ ≥ 0 in units of a squared column (the sum is not divided by m), through
// w = Σ_j v_j (u_jᵀy) s_j/(s_j²+λ). λ = 0 is LeastSquares. Errors and panics are
// those of LeastSquares, but ErrRank comes with λ = 0 only; a λ that is negative or
// not finite panics.
func Ridge(x mat.Matrix, y []float64, lambda float64) (*Model, error) {
	checkPenalty(lambda)
	if lambda == 0 {
		return LeastSquares(x, y)
	}
	c, err := center(x, y)
	if err != nil {
		return nil, err
	}
	return c.model(shrunk(c.x, c.y, lambda)), nil
}

// RidgeOrigin is Ridge for models through the origin: b = 0 and nothing is centred.
// For λ = 0 it is the solution of minimal norm. Errors and panics are those of Ridge,
// without ErrRank.
func RidgeOrigin(x mat.Matrix, y []float64, lambda float64) (*Model, error) {
	checkPenalty(lambda)
	if err := check(x, y); err != nil {
		return nil, err
	}
	return &Model{W: shrunk(mat.DenseCopyOf(x), y, lambda)}, nil
}

func checkPenalty(lambda float64) {
	if !(lambda >= 0) || math.IsInf(lambda, 1) {
		panic(fmt.Sprintf("linear: penalty λ = %v", lambda))
	}
}

// shrunk returns the w that minimises ‖y − Xw‖² + λ‖w‖², of minimal norm for λ = 0.
func shrunk(x *mat.Dense, y []float64, lambda float64) []float64 {
	m, n := x.Dims()
	w := make([]float64, n)
	u, s, v := thin(x)
	for j, sj := range s {
		if sj <= float64(max(m, n))*unit*s[0] {
			break
		}
		dot := mat.Dot(u.ColView(j), mat.NewVecDense(m, y))
		for i := range w {
			w[i] += v.At(i, j) * dot * sj / (sj*sj + lambda)
		}
	}
	return w
}

// thin returns the thin singular value decomposition of x, values descending.
func thin(x *mat.Dense) (u *mat.Dense, s []float64, v *mat.Dense) {
	var svd mat.SVD
	if !svd.Factorize(x, mat.SVDThin) {
		panic("linear: the singular value decomposition of finite numbers failed")
	}
	u, v = new(mat.Dense), new(mat.Dense)
	svd.UTo(u)
	svd.VTo(v)
	return u, svd.Values(nil), v
}

// HatFactor returns the m×(r+1) factor Z of the hat matrix H = ZZᵀ, ŷ = Hy, of Ridge
// with that λ:
//
//	Z = [1/√m, u_1·s_1/√(s_1²+λ), …, u_r·s_r/√(s_r²+λ)]
//
// with u_j, s_j the singular triples of the centred columns and r their number, n.
// For λ = 0 the columns of Z are orthonormal. H is not formed: it has m² numbers.
// Errors and panics are those of Ridge.
func HatFactor(x mat.Matrix, lambda float64) (*mat.Dense, error) {
	checkPenalty(lambda)
	m, n := x.Dims()
	c, err := center(x, make([]float64, m))
	if err != nil {
		return nil, err
	}
	if lambda == 0 && m <= n {
		return nil, ErrRank
	}
	// Unit columns make the rank a question of directions, not of units; the span,
	// which is all that matters without a penalty, is the same.
	if lambda == 0 {
		for j, norm := range c.norm {
			column := c.x.ColView(j).(*mat.VecDense)
			length := mat.Norm(column, 2)
			if length <= float64(m)*unit*norm {
				return nil, ErrRank
			}
			column.ScaleVec(1/length, column)
		}
	}
	u, s, _ := thin(c.x)
	if lambda == 0 && s[n-1] <= float64(m)*unit*s[0] {
		return nil, ErrRank
	}
	z := mat.NewDense(m, len(s)+1, nil)
	for i := range m {
		z.Set(i, 0, 1/math.Sqrt(float64(m)))
		for j, sj := range s {
			z.Set(i, j+1, u.At(i, j)*sj/math.Hypot(sj, math.Sqrt(lambda)))
		}
	}
	return z, nil
}

// HatFactorOrigin is HatFactor for RidgeOrigin: Z = [u_j·s_j/√(s_j²+λ)], m×r, of the
// columns as they are, r their rank. It returns ErrFinite for NaN or Inf and panics if λ is
// negative or not finite.
func HatFactorOrigin(x mat.Matrix, lambda float64) (*mat.Dense, error) {
	checkPenalty(lambda)
	m, n := x.Dims()
	if err := check(x, make([]float64, m)); err != nil {
		return nil, err
	}
	u, s, _ := thin(mat.DenseCopyOf(x))
	rank := 0
	for rank < len(s) && s[rank] > float64(max(m, n))*unit*s[0] {
		rank++
	}
	z := mat.NewDense(m, max(rank, 1), nil) // of a matrix of zeros, a column of zeros
	for i := range m {
		for j := range rank {
			z.Set(i, j, u.At(i, j)*s[j]/math.Hypot(s[j], math.Sqrt(lambda)))
		}
	}
	return z, nil
}

// Leverage stores the diagonal of the hat matrix in dst and returns it: h_i is how
// much ŷ_i moves when y_i moves by one, 1/m ≤ h_i ≤ 1, and their sum is n+1 for
// λ = 0. If dst is nil a slice of m is allocated. The error of the model that has
// not seen example i is (y_i − ŷ_i)/(1 − h_i), without a second fit (Allen,
// Technometrics 16, 1974, DOI 10.1080/00401706.1974.10489157).
//
// Errors and panics are those of HatFactor; it panics if dst has another length.
func Leverage(dst []float64, x mat.Matrix, lambda float64) ([]float64, error) {
	z, err := HatFactor(x, lambda)
	if err != nil {
		return nil, err
	}
	m, _ := z.Dims()
	if dst == nil {
		dst = make([]float64, m)
	}
	if len(dst) != m {
		panic(fmt.Sprintf("linear: destination of length %d, want %d", len(dst), m))
	}
	for i := range dst {
		row := z.RawRowView(i)
		dst[i] = floats.Dot(row, row)
	}
	return dst, nil
}
