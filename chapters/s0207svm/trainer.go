package s0207svm

import (
	"context"
	"slices"
	"sync"

	"konspekt/compute/svm"
)

// trainer remembers the last machine of a crowd: while one of its points is dragged the
// next machine is nearly the same, and from there the way is short. Where it began changes
// no bit of an exact model (see svm.Model); one that is not exact is trained again from
// nothing, so a reply stays a function of its parameters.
type trainer struct {
	mu   sync.Mutex
	last *svm.Model
	y    []float64 // its labels
}

// large is the least number of points for which a start pays.
const large = 200

// fit solves the dual problem, from the last solution where that is of the same kind.
func (t *trainer) fit(ctx context.Context, s set, p svm.Params) (*svm.Model, error) {
	if t == nil || s.len() < large {
		return svm.Fit(ctx, s.x, s.y, p, nil)
	}
	start := t.start(s, p)
	model, err := svm.Fit(ctx, s.x, s.y, p, start)
	if start != nil && ctx.Err() == nil && (err != nil || !model.Exact) {
		model, err = svm.Fit(ctx, s.x, s.y, p, nil)
	}
	if err == nil {
		t.mu.Lock()
		t.last, t.y = model, s.y
		t.mu.Unlock()
	}
	return model, err
}

// start is the last solution if it is of the same problem with points moved, else nil.
func (t *trainer) start(s set, p svm.Params) []float64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last == nil || t.last.Params != p || !slices.Equal(t.y, s.y) {
		return nil
	}
	return t.last.Dual()
}
