package sgd

import (
	"context"
	"math"
)

// Expected returns the expectation over examples of the test error of plain SGD (no momentum, no decay)
// from w = 0, b = 0 on fresh examples, after 0, 1, …, steps steps. It is exact, for any schedule.
//
// With e = θ − θ*, S = E eeᵀ and H = diag(λ, 1), a step e ← e − 2ε(Ĥe − ĥ) over a batch of B gives
//
//	S ← (I − 2εH)S(I − 2εH) + (4ε²/B)·(E[x̃x̃ᵀSx̃x̃ᵀ] − HSH + σ²H),  x̃ = (x, 1)
//
// and for normal x the diagonal of S, which is all that the error tr(HS) + σ² needs, stays by itself, for
// E[x̃x̃ᵀSx̃x̃ᵀ]_jj = λ_j tr(HS) + 2λ_j²S_jj, for b tr(HS) alone.
//
// A cancelled ctx ends it with ctx.Err().
func (t *Task) Expected(ctx context.Context, batch, steps int, s Schedule) ([]float64, error) {
	out := make([]float64, 0, steps+1)
	_, err := t.course(ctx, batch, steps, s, func(excess float64) { out = append(out, excess+t.sigma*t.sigma) })
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Spread returns the expected squares E(w_j − w*_j)² (n) and, last, E(b − b*)² after so many steps of the plain
// SGD of Expected: under a constant rate that has settled, the squared radii of the ball of noise, each about
//
//	(ε/B)·σ²
//
// for small rates, whatever λ_j is: the ball is round where the bowl is not. A cancelled ctx ends it with ctx.Err().
func (t *Task) Spread(ctx context.Context, batch, steps int, s Schedule) ([]float64, error) {
	return t.course(ctx, batch, steps, s, func(float64) {})
}

// course runs the recursion of Expected, calls visit with the excess of the expected test error over σ² after
// 0, 1, …, steps steps and returns the diagonal of S after them.
func (t *Task) course(ctx context.Context, batch, steps int, s Schedule, visit func(excess float64)) ([]float64, error) {
	second := make([]float64, t.n+1) // diagonal of S
	for j, w := range t.w {
		second[j] = w * w
	}
	second[t.n] = t.b * t.b
	for k := 0; ; k++ {
		if k%4096 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		excess := second[t.n]
		for j, l := range t.lambda {
			excess += l * second[j]
		}
		visit(excess)
		if k == steps {
			return second, nil
		}
		t.contract(second, s.At(k), 1/float64(batch), excess)
	}
}

// contract applies one step of the recursion of Expected to the diagonal of S.
func (t *Task) contract(second []float64, rate, share, excess float64) {
	noise := 4 * rate * rate * share
	for j, l := range t.lambda {
		shrink := 1 - 2*rate*l
		second[j] = shrink*shrink*second[j] + noise*(l*(excess+t.sigma*t.sigma)+l*l*second[j])
	}
	shrink := 1 - 2*rate
	b := second[t.n]
	second[t.n] = shrink*shrink*b + noise*(excess+t.sigma*t.sigma-b)
}

// Ball returns the excess of the expected test error over σ² at which plain SGD with a constant rate on
// fresh examples stays, the squared radius of the ball of noise around the minimum in the metric of the
// loss, and +Inf where it does not settle. It is the fixed point of the recursion of Expected,
//
//	σ²q/(1 − q),  q = (ε/B)·(Σ_j λ_j/(1 − ελ_j(1 + 1/B)) + 1/(1 − ε(1 − 1/B)))
//
// for small rates εσ²(Σλ_j + 1)/B: it grows like rate/batch.
func (t *Task) Ball(batch int, rate float64) float64 {
	share := 1 / float64(batch)
	b := 1 - rate*(1-share)
	if b <= 0 {
		return math.Inf(1)
	}
	q := 1 / b
	for _, l := range t.lambda {
		d := 1 - rate*l*(1+share)
		if d <= 0 {
			return math.Inf(1)
		}
		q += l / d
	}
	q *= rate * share
	if q >= 1 {
		return math.Inf(1)
	}
	return t.sigma * t.sigma * q / (1 - q)
}

// CriticalRate returns the rate from which on the expected test error of plain SGD with batches of that
// size does not settle. For large batches it tends to 1, that of gradient descent: 2 over the largest
// eigenvalue of the Hessian 2·diag(λ, 1).
func (t *Task) CriticalRate(batch int) float64 {
	lo, hi := 0.0, 2.0
	for range 60 {
		mid := (lo + hi) / 2
		if t.settles(batch, mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

func (t *Task) settles(batch int, rate float64) bool {
	unit := *t
	unit.sigma = 1 // Ball is 0 for σ = 0 whatever the rate
	return !math.IsInf(unit.Ball(batch, rate), 1)
}

// Gradient returns the gradient of the expected loss at (w, b), n entries 2λ_j(w_j − w*_j) and 2(b − b*), and
// the variances of the entries of the gradient of one example,
//
//	4(λ_j(e + σ²) + λ_j²(w_j − w*_j)²),  4(e + σ² − (b − b*)²),  e = excess of the test error over σ²
//
// The gradient of a minibatch of B independent examples has this mean and variances smaller by B: its
// standard error falls like 1/√B (§8.1.3).
func (t *Task) Gradient(w []float64, b float64) (mean, variance []float64) {
	total := t.TestError(w, b)
	for j, l := range t.lambda {
		d := w[j] - t.w[j]
		mean = append(mean, 2*l*d)
		variance = append(variance, 4*(l*total+l*l*d*d))
	}
	d := b - t.b
	return append(mean, 2*d), append(variance, 4*(total-d*d))
}
