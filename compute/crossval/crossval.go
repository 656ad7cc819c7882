// Package crossval estimates how well a learning algorithm predicts examples that it
// has not seen: by k-fold cross-validation, by leaving one out and by a single
// held-out set, and shows what a leak from the test examples does to the estimate.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §5.3.1 with Algorithm 5.1.
// No estimate of the variance of the k-fold estimate is unbiased for all
// distributions (Bengio, Grandvalet, JMLR 5, 2004); SE of an Estimate is the naive one.
//
// Throughout x is the m×n matrix of examples in rows and y the m targets; the loss is
// the squared error, in squared units of y.
package crossval

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Shuffle divides m examples into k folds at random: the first m mod k folds have one
// example more. Each fold lists its rows in ascending order. Shuffle panics unless
// 2 ≤ k ≤ m.
func Shuffle(m, k int, rnd *rand.Rand) [][]int {
	folds := deal(rnd.Perm(m), k)
	for _, f := range folds {
		slices.Sort(f)
	}
	return folds
}

// Contiguous divides m examples into k runs of neighbours, sized as by Shuffle. It is
// the right division only if the order of the examples means nothing.
func Contiguous(m, k int) [][]int {
	order := make([]int, m)
	for i := range order {
		order[i] = i
	}
	return deal(order, k)
}

func deal(order []int, k int) [][]int {
	m := len(order)
	if k < 2 || k > m {
		panic(fmt.Sprintf("crossval: %d folds of %d examples", k, m))
	}
	folds := make([][]int, k)
	for i := range folds {
		size := m / k
		if i < m%k {
			size++
		}
		folds[i], order = order[:size:size], order[size:]
	}
	return folds
}

// HoldoutSize returns how many of m examples a share s of them is: the nearest whole
// number, at least one and at most m−1.
func HoldoutSize(m int, share float64) int {
	return max(1, min(m-1, int(math.Round(share*float64(m)))))
}

// Estimate is what one division of the examples says about a learner.
type Estimate struct {
	Predictions []float64 // m, each by a model that has not seen its example
	Errors      []float64 // m, squared errors of Predictions
	FoldMSE     []float64 // by fold: mean of its Errors
	MSE         float64   // mean of all Errors (Algorithm 5.1)
	SE          float64   // s(Errors)/√m, naive: it takes dependent errors for independent
}

// KFold returns the k-fold estimate for the learner on these folds: each fold is
// predicted by the model that learns from all the others.
//
// Models that are linear in y and neighbours are not learnt anew for each fold, which
// changes only the rounding of the predictions. KFold returns the error of the
// learner, or ctx.Err() soon after ctx is done; it panics unless the folds hold every
// row just once.
func KFold(ctx context.Context, l Learner, x *mat.Dense, y []float64, folds [][]int) (*Estimate, error) {
	checkFolds(folds, len(y))
	s, err := newSplitter(ctx, l, x, y)
	if err != nil {
		return nil, err
	}
	return estimate(ctx, s, y, folds)
}

// checkFolds panics unless every row 0, …, m−1 is in just one fold.
func checkFolds(folds [][]int, m int) {
	seen := make([]bool, m)
	count := 0
	for _, f := range folds {
		if len(f) == 0 || len(f) == m {
			panic("crossval: a fold is empty or holds every example")
		}
		for _, i := range f {
			if seen[i] {
				panic(fmt.Sprintf("crossval: example %d is in two folds", i))
			}
			seen[i] = true
			count++
		}
	}
	if count != m {
		panic(fmt.Sprintf("crossval: %d of %d examples are in folds", count, m))
	}
}

func estimate(ctx context.Context, s splitter, y []float64, folds [][]int) (*Estimate, error) {
	m := len(y)
	e := &Estimate{Predictions: make([]float64, m), Errors: make([]float64, m), FoldMSE: make([]float64, len(folds))}
	for f, rows := range folds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := s.predict(e.Predictions, rows); err != nil {
			return nil, err
		}
		for _, i := range rows {
			r := y[i] - e.Predictions[i]
			e.Errors[i] = r * r
			e.FoldMSE[f] += r * r
		}
		e.FoldMSE[f] /= float64(len(rows))
	}
	e.summarise()
	return e, nil
}

// summarise sets MSE and SE, with sums in the order of rows.
func (e *Estimate) summarise() {
	e.MSE = floats.Sum(e.Errors) / float64(len(e.Errors))
	e.SE = stat.StdDev(e.Errors, nil) / math.Sqrt(float64(len(e.Errors)))
}

// LeaveOneOut returns the estimate with every example a fold of its own, k = m. For
// models that are linear in y it takes one fit: the error of the model without
// example i is (y_i − ŷ_i)/(1 − h_i) with h the diagonal of the hat matrix (Allen,
// Technometrics 16, 1974, DOI 10.1080/00401706.1974.10489157). Errors are those of
// KFold.
func LeaveOneOut(ctx context.Context, l Learner, x *mat.Dense, y []float64) (*Estimate, error) {
	return KFold(ctx, l, x, y, Contiguous(len(y), len(y)))
}

// Holdout returns the mean squared error on the test rows of the model that learns
// from all the other rows. It returns the error of the learner, or ctx.Err() soon after
// ctx is done, and panics if there is no test row or no other row, or a test row is
// repeated.
func Holdout(ctx context.Context, l Learner, x *mat.Dense, y []float64, test []int) (float64, error) {
	checkTest(test, len(y))
	s, err := newSplitter(ctx, l, x, y)
	if err != nil {
		return 0, err
	}
	return holdout(s, y, test, make([]float64, len(y)))
}

func checkTest(test []int, m int) {
	seen := make([]bool, m)
	for _, i := range test {
		if seen[i] {
			panic(fmt.Sprintf("crossval: test example %d is repeated", i))
		}
		seen[i] = true
	}
	if len(test) == 0 || len(test) == m {
		panic(fmt.Sprintf("crossval: %d test examples of %d", len(test), m))
	}
}

func holdout(s splitter, y []float64, test []int, predictions []float64) (float64, error) {
	if err := s.predict(predictions, test); err != nil {
		return 0, err
	}
	sum := 0.0
	for _, i := range test {
		r := y[i] - predictions[i]
		sum += r * r
	}
	return sum / float64(len(test)), nil
}
