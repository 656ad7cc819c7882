package signal

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/activation"
)

// Steepest returns the largest |g′| of a unit: ¼ for the sigmoid, 1 for tanh and the
// rectifiers.
func Steepest(u activation.Unit) float64 {
	steepest := 0.0
	for z := -8.0; z <= 8; z += 0.0625 { // the points hold 0, where the saturating units are steepest
		steepest = math.Max(steepest, math.Abs(u.Derivative(z)))
	}
	return steepest
}

// Bounds returns for every layer a number that ‖∂L/∂z_l‖ of one example, in units of that
// of the last layer, never exceeds: the product of steepest·‖W_k‖₂ over the layers k above
// l. weights[k] is the matrix of layer k, inputs × units; the first one bounds nothing.
// The bound is tight only if all derivatives are at their largest and the gradient lies
// along the first singular vector of every matrix. It panics if a matrix has a NaN or Inf.
func Bounds(dst []float64, weights []*mat.Dense, steepest float64) []float64 {
	dst = append(dst[:0], make([]float64, len(weights))...)
	for l := len(weights) - 1; l >= 0; l-- {
		dst[l] = 1
		if l+1 < len(weights) {
			dst[l] = dst[l+1] * steepest * spectral(weights[l+1])
		}
	}
	return dst
}

// spectral is the largest singular value.
func spectral(w *mat.Dense) float64 {
	var svd mat.SVD
	if !svd.Factorize(w, mat.SVDNone) {
		panic("signal: a matrix without singular values")
	}
	return svd.Values(nil)[0]
}

// TanhNet is ŷ = wᵀ tanh(Uᵀ tanh(Vᵀx)) of an input x of n numbers: V is n×h, U h×k, W has
// k numbers.
type TanhNet struct {
	V, U *mat.Dense
	W    []float64
}

// LinearGap compares the network with the linear model wᵀUᵀVᵀx on the rows of x (m×n)
// times scale: gap = ‖ŷ − ŷ_linear‖/‖ŷ_linear‖ over the rows, activation the root mean
// square of all tanh. As the scale goes to 0 the gap goes to 0 like its square, since
// tanh z = z − z³/3 + …. The gap is NaN if the linear model answers only zeros. It panics
// if the shapes differ.
func (t TanhNet) LinearGap(x *mat.Dense, scale float64) (gap, activation float64) {
	m, _ := x.Dims()
	w := mat.NewVecDense(len(t.W), t.W)
	var first, second, linear, bent mat.Dense
	first.Mul(x, t.V)
	first.Scale(scale, &first)
	linear.Mul(&first, t.U)
	var straight, curved mat.VecDense
	straight.MulVec(&linear, w)

	tanh := func(_, _ int, z float64) float64 { return math.Tanh(z) }
	first.Apply(tanh, &first)
	second.Mul(&first, t.U)
	bent.Apply(tanh, &second)
	curved.MulVec(&bent, w)

	var difference mat.VecDense
	difference.SubVec(&curved, &straight)
	_, h := first.Dims()
	_, k := bent.Dims()
	squares := math.Pow(first.Norm(2), 2) + math.Pow(bent.Norm(2), 2)
	return difference.Norm(2) / straight.Norm(2), math.Sqrt(squares / float64(m*(h+k)))
}
