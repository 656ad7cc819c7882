package crossval

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Design says how the same examples are divided again and again.
type Design struct {
	K       int     // folds, 2 ≤ K ≤ m
	Holdout float64 // share of test examples of the single split, in (0, 1)
	Repeats int     // ≥ 2
	Seed    uint64
}

func (d Design) check(m int) error {
	switch {
	case d.Repeats < 2:
		return errors.New("crossval: a spread needs at least 2 repeats")
	case d.K < 2 || d.K > m:
		return fmt.Errorf("crossval: %d folds of %d examples", d.K, m)
	case !(d.Holdout > 0 && d.Holdout < 1):
		return fmt.Errorf("crossval: a share of %v held out", d.Holdout)
	}
	return nil
}

// Division returns what replicate i does with m examples: one permutation from the
// stream rand.NewPCG(Seed, i) gives the folds of Shuffle, and its first
// HoldoutSize(m, Holdout) rows, ascending, are held out.
func (d Design) Division(m, replicate int) (folds [][]int, test []int) {
	order := rand.New(rand.NewPCG(d.Seed, uint64(replicate))).Perm(m)
	test = slices.Clone(order[:HoldoutSize(m, d.Holdout)])
	slices.Sort(test)
	folds = deal(order, d.K)
	for _, f := range folds {
		slices.Sort(f)
	}
	return folds, test
}

// Repeated is the spread of estimates over divisions of the same examples: what
// depends on the luck of the split, not on the luck of the sample.
type Repeated struct {
	KFold       []float64 // by replicate: MSE of k folds
	Holdout     []float64 // by replicate: MSE on the held-out examples
	KFoldMean   float64
	KFoldSD     float64 // with divisor Repeats−1; 0 for K = m, where all divisions agree
	HoldoutMean float64
	HoldoutSD   float64
}

// Repeat divides the examples d.Repeats times, by k folds and by a single split.
// Replicate i uses d.Division(m, i). It returns an error for a design out of range,
// the error of the learner, or ctx.Err() soon after ctx is done.
func Repeat(ctx context.Context, l Learner, x *mat.Dense, y []float64, d Design) (*Repeated, error) {
	m := len(y)
	if err := d.check(m); err != nil {
		return nil, err
	}
	s, err := newSplitter(ctx, l, x, y)
	if err != nil {
		return nil, err
	}
	r := &Repeated{KFold: make([]float64, d.Repeats), Holdout: make([]float64, d.Repeats)}
	predictions := make([]float64, m)
	for i := range d.Repeats {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		folds, test := d.Division(m, i)
		if r.Holdout[i], err = holdout(s, y, test, predictions); err != nil {
			return nil, err
		}
		if d.K == m && i > 0 {
			r.KFold[i] = r.KFold[0]
			continue
		}
		e, err := estimate(ctx, s, y, folds)
		if err != nil {
			return nil, err
		}
		r.KFold[i] = e.MSE
	}
	r.KFoldMean, r.KFoldSD = stat.MeanStdDev(r.KFold, nil)
	r.HoldoutMean, r.HoldoutSD = stat.MeanStdDev(r.Holdout, nil)
	return r, nil
}
