// Package glm fits linear models whose output is a probability distribution by maximum
// likelihood: logistic and softmax regression, and a normal density whose variance is
// learned too. It answers whether there is a minimum to find at all.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §6.2.1.1: the cost of such a
// model is the cross-entropy J(θ) = −E log p_model(y | x) between data and model, and often
// it has no minimum. For discrete outputs that depends on whether a hyperplane separates
// the classes (A. Albert, J. A. Anderson, On the existence of maximum likelihood estimates
// in logistic regression models, Biometrika 71, 1984, doi 10.1093/biomet/71.1.1); what
// gradient descent does then is from D. Soudry, E. Hoffer, M. S. Nacson, S. Gunasekar,
// N. Srebro, The implicit bias of gradient descent on separable data, Journal of Machine
// Learning Research 19:70, 2018.
//
// Throughout the examples are the rows of x (m×n), without a column of ones, and the
// weights of a class are n+1 numbers, the intercept first. Losses are means over the rows,
// in nats, plus (λ/2)‖w‖², the intercept not counted. Shapes that disagree are a bug and
// panic; what data can cause is an error.
package glm

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/stable"
)

// Reasons why there is no model for some data.
var (
	ErrFinite        = errors.New("glm: the data hold NaN or an infinity")
	ErrTarget        = errors.New("glm: a target is no class")
	ErrEmpty         = errors.New("glm: there are no examples")
	ErrNoMinimum     = errors.New("glm: the loss has no minimum")
	ErrNoConvergence = errors.New("glm: no convergence; scale the columns")
)

// Logistic is a problem of logistic regression: find w, n+1 weights, for which
//
//	J(w) = (1/m) Σ_i log(1 + exp(−s_i z_i)) + (λ/2) Σ_{j≥1} w_j²,  z_i = w_0 + Σ_j w_j x_ij
//
// is least, s_i = +1 for the targets 1 and −1 for the targets 0. The model is
// P(y = 1 | x) = σ(z). A Logistic is not changed by its methods and may be shared.
type Logistic struct {
	m, d  int       // examples; weights, d = n+1
	x     []float64 // m×d by rows, ones first
	sign  []float64 // s, m
	price []float64 // d: 0 for the intercept, λ for the others
}

// NewLogistic copies m examples with m targets, each 0 or 1. The error is ErrEmpty, ErrFinite
// or wraps ErrTarget. It panics if lambda is negative or not finite or len(t) is not m.
func NewLogistic(x mat.Matrix, t []float64, lambda float64) (*Logistic, error) {
	m, n := x.Dims()
	if len(t) != m {
		panic(fmt.Sprintf("glm: %d targets for %d examples", len(t), m))
	}
	checkPenalty(lambda)
	rows, err := withOnes(x)
	if err != nil {
		return nil, err
	}
	sign := make([]float64, m)
	for i, v := range t {
		if v != 0 && v != 1 {
			return nil, fmt.Errorf("%w: row %d has %v, want 0 or 1", ErrTarget, i, v)
		}
		sign[i] = 2*v - 1
	}
	return &Logistic{m: m, d: n + 1, x: rows, sign: sign, price: prices(n+1, lambda)}, nil
}

// prices are what the squares of the weights of d inputs cost: nothing for the first.
func prices(d int, lambda float64) []float64 {
	out := make([]float64, d)
	for j := 1; j < d; j++ {
		out[j] = lambda
	}
	return out
}

// lambda is λ.
func (p *Logistic) lambda() float64 { return floats.Max(p.price) }

func checkPenalty(lambda float64) {
	if !(lambda >= 0) || math.IsInf(lambda, 1) {
		panic(fmt.Sprintf("glm: penalty λ = %v", lambda))
	}
}

// withOnes is x by rows behind a column of ones.
func withOnes(x mat.Matrix) ([]float64, error) {
	m, n := x.Dims()
	if m == 0 {
		return nil, ErrEmpty
	}
	rows := make([]float64, 0, m*(n+1))
	for i := range m {
		rows = append(rows, 1)
		for j := range n {
			v := x.At(i, j)
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, ErrFinite
			}
			rows = append(rows, v)
		}
	}
	return rows, nil
}

// Weights is d = n+1, the length of w.
func (p *Logistic) Weights() int { return p.d }

func (p *Logistic) row(i int) []float64 { return p.x[i*p.d : (i+1)*p.d] }

func (p *Logistic) check(w []float64) {
	if len(w) != p.d {
		panic(fmt.Sprintf("glm: %d weights, want %d", len(w), p.d))
	}
}

// Terms stores −log P(y_i | x_i) of the m examples in dst, nats, and returns it. If dst is
// nil a slice of m is allocated.
func (p *Logistic) Terms(dst, w []float64) []float64 {
	p.check(w)
	if dst == nil {
		dst = make([]float64, p.m)
	}
	for i := range dst {
		dst[i] = stable.Softplus(-p.sign[i] * floats.Dot(p.row(i), w))
	}
	return dst
}

// Probabilities stores P(y = 1 | x_i) of the m examples in dst and returns it. If dst is nil
// a slice of m is allocated.
func (p *Logistic) Probabilities(dst, w []float64) []float64 {
	p.check(w)
	if dst == nil {
		dst = make([]float64, p.m)
	}
	for i := range dst {
		dst[i] = stable.Sigmoid(floats.Dot(p.row(i), w))
	}
	return dst
}

// NLL is the loss without the penalty: the cross-entropy of data and model, nats.
func (p *Logistic) NLL(w []float64) float64 {
	p.check(w)
	sum := 0.0
	for i := range p.m {
		sum += stable.Softplus(-p.sign[i] * floats.Dot(p.row(i), w))
	}
	return sum / float64(p.m)
}

// Loss is J(w), nats.
func (p *Logistic) Loss(w []float64) float64 { return p.NLL(w) + p.penalty(w) }

func (p *Logistic) penalty(w []float64) float64 {
	sum := 0.0
	for j, v := range w {
		sum += p.price[j] / 2 * v * v
	}
	return sum
}

// GradientTo stores ∂J/∂w, n+1 numbers, in dst and returns it:
//
//	(1/m) Σ_i (σ(z_i) − y_i) (1, x_i) + λ (0, w_1, …, w_n)
//
// If dst is nil a slice is allocated.
func (p *Logistic) GradientTo(dst, w []float64) []float64 {
	p.check(w)
	if dst == nil {
		dst = make([]float64, p.d)
	}
	if len(dst) != p.d {
		panic(fmt.Sprintf("glm: destination of length %d, want %d", len(dst), p.d))
	}
	p.gradient(dst, w, make([]float64, p.m))
	return dst
}

// narrow is up to how many weights plain loops are faster than a matrix product.
const narrow = 6

// gradient is GradientTo with room for m numbers.
func (p *Logistic) gradient(dst, w, room []float64) {
	if p.d <= narrow {
		p.gradientByRows(dst, w)
	} else {
		x := blas64.General{Rows: p.m, Cols: p.d, Stride: p.d, Data: p.x}
		r := blas64.Vector{N: p.m, Inc: 1, Data: room}
		blas64.Gemv(blas.NoTrans, 1, x, blas64.Vector{N: p.d, Inc: 1, Data: w}, 0, r)
		for i, z := range room {
			room[i] = p.residual(i, z)
		}
		blas64.Gemv(blas.Trans, 1, x, r, 0, blas64.Vector{N: p.d, Inc: 1, Data: dst})
	}
	for j := range dst {
		dst[j] = dst[j]/float64(p.m) + p.price[j]*w[j]
	}
}

func (p *Logistic) gradientByRows(dst, w []float64) {
	clear(dst)
	if p.d == 3 { // the plane: its three sums stay in registers
		var g0, g1, g2 float64
		w0, w1, w2 := w[0], w[1], w[2]
		for i, s := range p.sign {
			row := p.x[3*i : 3*i+3 : 3*i+3]
			r := s / (1 + math.Exp(s*(w0+w1*row[1]+w2*row[2])))
			g0, g1, g2 = g0-r, g1-r*row[1], g2-r*row[2]
		}
		dst[0], dst[1], dst[2] = g0, g1, g2
		return
	}
	for i := range p.m {
		row := p.x[i*p.d:][:len(w)]
		z := 0.0
		for j, v := range row {
			z += w[j] * v
		}
		r := p.residual(i, z)
		for j, v := range row {
			dst[j] += r * v
		}
	}
}

// residual is σ(z) − y of example i, to full relative precision however small it is.
func (p *Logistic) residual(i int, z float64) float64 {
	s := p.sign[i]
	return -s / (1 + math.Exp(s*z))
}

// Accuracy is the share of examples with z_i > 0 exactly when the target is 1.
func (p *Logistic) Accuracy(w []float64) float64 {
	p.check(w)
	right := 0
	for i := range p.m {
		if (floats.Dot(p.row(i), w) > 0) == (p.sign[i] > 0) {
			right++
		}
	}
	return float64(right) / float64(p.m)
}
