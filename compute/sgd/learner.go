package sgd

// Rule is how a gradient becomes a step, as in torch.optim.SGD:
//
//	g ← g + Decay·θ,  v ← Momentum·v + g,  θ ← θ − rate·v,  with Nesterov θ ← θ − rate·(g + Momentum·v)
//
// from v = 0. Decay falls on b like on w. The zero value is plain gradient descent.
type Rule struct {
	Momentum float64 // in [0, 1)
	Nesterov bool
	Decay    float64 // ≥ 0
}

// Learner is a linear model under training. It is not safe for concurrent use.
type Learner struct {
	W []float64 // n weights
	B float64

	rule     Rule
	velocity []float64 // v, n entries for W and one for B
	gradient []float64 // the same shape
	x        []float64
}

// NewLearner starts at a copy of w and at b, with no velocity.
func NewLearner(w []float64, b float64, r Rule) *Learner {
	n := len(w)
	return &Learner{
		W: append([]float64(nil), w...), B: b, rule: r,
		velocity: make([]float64, n+1), gradient: make([]float64, n+1), x: make([]float64, n),
	}
}

// Loss returns the mean of (w·x + b − y)² over examples of src and stores its gradient, n entries for w and
// one for b:
//
//	∇ = (2/B) Σ_i (w·x_i + b − y_i) (x_i, 1)
//
// It panics if batch is empty or grad has not n+1 entries.
func (l *Learner) Loss(grad []float64, src Source, batch []int) float64 {
	n := len(l.W)
	if len(batch) == 0 || len(grad) != n+1 {
		panic("sgd: empty batch or gradient of a wrong length")
	}
	clear(grad)
	loss, x := 0.0, l.x
	for _, i := range batch {
		r := l.B - src.Example(i, x)
		for j, w := range l.W {
			r += w * x[j]
		}
		loss += r * r
		for j, v := range x {
			grad[j] += r * v
		}
		grad[n] += r
	}
	size := float64(len(batch))
	for j := range grad {
		grad[j] *= 2 / size
	}
	return loss / size
}

// Step takes one step along the gradient of a batch and returns the loss of the batch before it.
func (l *Learner) Step(src Source, batch []int, rate float64) float64 {
	loss := l.Loss(l.gradient, src, batch)
	for j, g := range l.gradient {
		theta := &l.B
		if j < len(l.W) {
			theta = &l.W[j]
		}
		g += l.rule.Decay * *theta
		v := l.rule.Momentum*l.velocity[j] + g
		l.velocity[j] = v
		if l.rule.Nesterov {
			v = g + l.rule.Momentum*v
		}
		*theta -= rate * v
	}
	return loss
}

// FlopsPerStep returns the floating point operations of one step without momentum and decay, a count of
// its additions and multiplications: batch·(4n + 4) for predictions, residuals, the loss and the gradient,
// and 3(n + 1) for its scale and the step. The size of the training set is not in it: for batch = m it is
// what a step of full gradient descent costs.
func FlopsPerStep(batch, n int) int { return batch*(4*n+4) + 3*(n+1) }
