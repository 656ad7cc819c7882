package glm

import (
	"fmt"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/stable"
)

// Softmax is a problem of softmax regression with K classes: find w, (n+1)×K numbers by
// rows, those of the intercepts first, for which
//
//	J(w) = −(1/m) Σ_i log softmax(z_i)_{y_i} + (λ/2) Σ_{j≥1} Σ_k w_jk²,  z_i = (1, x_i)ᵀ w
//
// is least (Deep Learning, §6.2.2.3). A Softmax is not changed by its methods and may be
// shared.
type Softmax struct {
	m, d, k int       // examples; inputs and the constant; classes
	x       []float64 // m×d by rows, ones first
	y       []int     // m classes
	price   []float64 // d: 0 for the intercepts, λ for the others
}

// NewSoftmax copies m examples with their classes, 0 … classes−1. The error is ErrEmpty,
// ErrFinite or wraps ErrTarget. It panics if there are fewer than two classes, lambda is
// negative or not finite, or len(y) is not m.
func NewSoftmax(x mat.Matrix, y []int, classes int, lambda float64) (*Softmax, error) {
	m, n := x.Dims()
	if len(y) != m || classes < 2 {
		panic(fmt.Sprintf("glm: %d targets for %d examples, %d classes", len(y), m, classes))
	}
	checkPenalty(lambda)
	rows, err := withOnes(x)
	if err != nil {
		return nil, err
	}
	for i, c := range y {
		if c < 0 || c >= classes {
			return nil, fmt.Errorf("%w: row %d has %d of %d", ErrTarget, i, c, classes)
		}
	}
	return &Softmax{m: m, d: n + 1, k: classes, x: rows, y: append([]int(nil), y...), price: prices(n+1, lambda)}, nil
}

// Weights is (n+1)·K, the length of w.
func (p *Softmax) Weights() int { return p.d * p.k }

func (p *Softmax) row(i int) []float64 { return p.x[i*p.d : (i+1)*p.d] }

// Logits stores z_i, K numbers, in dst and returns it. If dst is nil a slice is allocated.
func (p *Softmax) Logits(dst, w []float64, i int) []float64 {
	if len(w) != p.d*p.k {
		panic(fmt.Sprintf("glm: %d weights, want %d", len(w), p.d*p.k))
	}
	if dst == nil {
		dst = make([]float64, p.k)
	}
	clear(dst)
	for j, v := range p.row(i) {
		floats.AddScaled(dst, v, w[j*p.k:(j+1)*p.k])
	}
	return dst
}

// Loss is J(w), nats.
func (p *Softmax) Loss(w []float64) float64 {
	sum := 0.0
	var z []float64
	for i, y := range p.y {
		z = p.Logits(z, w, i)
		sum += stable.LogSumExp(z) - z[y]
	}
	sum /= float64(p.m)
	for a, v := range w {
		sum += p.price[a/p.k] / 2 * v * v
	}
	return sum
}

// GradientTo stores ∂J/∂w, shaped as w, in dst and returns it:
//
//	(1/m) Σ_i (1, x_i) (softmax(z_i) − e_{y_i})ᵀ, and λ w_jk where j ≥ 1
//
// If dst is nil a slice is allocated.
func (p *Softmax) GradientTo(dst, w []float64) []float64 {
	if dst == nil {
		dst = make([]float64, p.Weights())
	}
	if len(dst) != p.Weights() {
		panic(fmt.Sprintf("glm: destination of length %d, want %d", len(dst), p.Weights()))
	}
	clear(dst)
	var z []float64
	for i, y := range p.y {
		z = p.Logits(z, w, i)
		stable.Softmax(z, z)
		z[y]--
		for j, v := range p.row(i) {
			floats.AddScaled(dst[j*p.k:(j+1)*p.k], v/float64(p.m), z)
		}
	}
	for a, v := range w {
		dst[a] += p.price[a/p.k] * v
	}
	return dst
}

// hessian has the blocks (1/m) Σ_i x̃_ij x̃_il (diag(p) − ppᵀ), p = softmax(z_i).
func (p *Softmax) hessian(w []float64) *mat.SymDense {
	h := mat.NewSymDense(p.Weights(), nil)
	var q []float64
	for i := range p.m {
		q = p.Logits(q, w, i)
		stable.Softmax(q, q)
		x := p.row(i)
		for a := range p.Weights() {
			j, k := a/p.k, a%p.k
			for b := a; b < p.Weights(); b++ {
				l, c := b/p.k, b%p.k
				v := -q[k] * q[c]
				if k == c {
					v += q[k]
				}
				h.SetSym(a, b, h.At(a, b)+x[j]*x[l]*v/float64(p.m))
			}
		}
	}
	for a := range p.Weights() {
		h.SetSym(a, a, h.At(a, a)+p.price[a/p.k])
	}
	return h
}

// Fit finds w where J is least, by Newton's method, and of the equally good ones, since the
// same number may be added to all logits, the one whose intercepts have the mean 0, and with
// λ = 0 every row. The error is ErrNoMinimum where there is none (see Exists), or ErrNoConvergence.
func (p *Softmax) Fit() ([]float64, error) {
	if !p.Exists() {
		return nil, ErrNoMinimum
	}
	q := *p
	inputs := whiten(p.x, p.d, floats.Max(p.price))
	q.x, q.d, q.price = inputs.x, inputs.d, inputs.price
	w, err := minimise(&q, make([]float64, q.Weights()))
	if err != nil {
		return nil, err
	}
	w = inputs.back(w, p.k)
	for j := range p.d {
		row := w[j*p.k : (j+1)*p.k]
		floats.AddConst(-floats.Sum(row)/float64(p.k), row)
	}
	return w, nil
}

// Exists tells whether J has a minimum: for λ > 0 if and only if every class has an example;
// for λ = 0 if and only if no w ≠ 0 has z_iy ≥ z_ik for every example i of class y and every
// k, with one of them greater (Albert, Anderson), which is decided by linear programming.
func (p *Softmax) Exists() bool {
	seen := make([]bool, p.k)
	for _, y := range p.y {
		seen[y] = true
	}
	for _, s := range seen {
		if !s {
			return false
		}
	}
	if floats.Max(p.price) > 0 {
		return true
	}
	// The rows (e_y − e_k) ⊗ x̃_i, the last class left out: its weights may be taken as 0.
	x, _ := standardised(p.x, p.d)
	n := p.d * (p.k - 1)
	z := make([]float64, 0, p.m*(p.k-1)*n)
	for i, y := range p.y {
		for k := range p.k {
			if k == y {
				continue
			}
			row := make([]float64, n)
			for j, v := range x[i*p.d : (i+1)*p.d] {
				if y < p.k-1 {
					row[j*(p.k-1)+y] = v
				}
				if k < p.k-1 {
					row[j*(p.k-1)+k] = -v
				}
			}
			z = append(z, row...)
		}
	}
	return separate(z, n).Kind == Overlap
}

// Accuracy is the share of examples whose largest logit is that of their class.
func (p *Softmax) Accuracy(w []float64) float64 {
	right := 0
	var z []float64
	for i, y := range p.y {
		if z = p.Logits(z, w, i); floats.MaxIdx(z) == y {
			right++
		}
	}
	return float64(right) / float64(p.m)
}
