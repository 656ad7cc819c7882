package sgd

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Finite is a training set of m examples summed up by its moments, which is all that the squared loss needs:
// a step of full gradient descent then costs O(n²) here, though on examples it costs O(mn).
type Finite struct {
	M    int
	task *Task
	h    *mat.SymDense // Σx̃x̃ᵀ/m, x̃ = (x, 1), of n+1
	c    *mat.VecDense // Σx̃y/m
	yy   float64       // Σy²/m
}

// ErrSingular reports that a training set does not determine the least squares solution.
var ErrSingular = errors.New("sgd: the training set does not determine the weights")

// Finite reads the examples 0 … m−1 of the task once. The error is for m < 1, or ctx.Err().
func (t *Task) Finite(ctx context.Context, m int) (*Finite, error) {
	if m < 1 {
		return nil, fmt.Errorf("sgd: training set of %d examples", m)
	}
	f := &Finite{M: m, task: t, h: mat.NewSymDense(t.n+1, nil), c: mat.NewVecDense(t.n+1, nil)}
	src, x := t.Stream(), make([]float64, t.n+1)
	x[t.n] = 1
	v := mat.NewVecDense(t.n+1, x)
	for i := range m {
		if i%lookEvery == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		y := src.Example(i, x[:t.n])
		f.h.SymRankOne(f.h, 1, v)
		f.c.AddScaledVec(f.c, y, v)
		f.yy += y * y
	}
	share := 1 / float64(m)
	f.h.ScaleSym(share, f.h)
	f.c.ScaleVec(share, f.c)
	f.yy *= share
	return f, nil
}

// Loss returns the training error Σ(ŷ − y)²/m at (w, b) and its gradient, n entries for w and one for b.
func (f *Finite) Loss(w []float64, b float64) (loss float64, grad []float64) {
	theta := mat.NewVecDense(f.task.n+1, append(append([]float64(nil), w...), b))
	var ht, g mat.VecDense
	ht.MulVec(f.h, theta)
	loss = mat.Dot(theta, &ht) - 2*mat.Dot(theta, f.c) + f.yy
	g.SubVec(&ht, f.c)
	g.ScaleVec(2, &g)
	return max(0, loss), g.RawVector().Data
}

// Best returns the least squares solution, to which full gradient descent leads, by the normal equations
// (the features are well conditioned as long as κ is not huge). The error wraps ErrSingular, certain for m ≤ n.
func (f *Finite) Best() (w []float64, b float64, err error) {
	var chol mat.Cholesky
	if f.M <= f.task.n || !chol.Factorize(f.h) {
		return nil, 0, ErrSingular
	}
	var theta mat.VecDense
	if err := chol.SolveVecTo(&theta, f.c); err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrSingular, err)
	}
	raw := theta.RawVector().Data
	return raw[:f.task.n], raw[f.task.n], nil
}

// Descend takes steps of full gradient descent from w = 0, b = 0 and returns the exact test errors after
// 0, 1, … of them. It stops before a test error that is not finite or above 1e100.
func (f *Finite) Descend(ctx context.Context, steps int, s Schedule) ([]float64, error) {
	w, b := make([]float64, f.task.n), 0.0
	var out []float64
	for k := range steps + 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e := f.task.TestError(w, b)
		if math.IsNaN(e) || e > 1e100 {
			break
		}
		out = append(out, e)
		_, g := f.Loss(w, b)
		for j := range w {
			w[j] -= s.At(k) * g[j]
		}
		b -= s.At(k) * g[len(w)]
	}
	return out, nil
}
