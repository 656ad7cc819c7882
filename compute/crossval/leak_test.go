package crossval

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/linear"
)

// noise has features that say nothing about the target.
func noise(n int) Gaussian { return Gaussian{Truth: linear.Model{W: make([]float64, n)}, Sigma: 1} }

// Standardising after the split changes nothing for least squares with an intercept,
// and before the split neither, for the columns alone do not leak what it uses.
func TestLeastSquaresIsEquivariant(t *testing.T) {
	x, y := diabetes(t)
	folds := Shuffle(442, 5, stream(1))
	plain := must(KFold(background, OLS{}, x, y, folds))
	honest := must(KFold(background, Prepared{Standardize{}, OLS{}}, x, y, folds))
	leaked := must(Leaked(background, Prepared{Standardize{}, OLS{}}, x, y, folds))
	for name, e := range map[string]*Estimate{"honest": honest, "leaked": leaked} {
		if !scalar.EqualWithinRel(e.MSE, plain.MSE, 1e-9) || !scalar.EqualWithinRel(e.SE, plain.SE, 1e-9) {
			t.Errorf("%s: %v, plain %v", name, e.MSE, plain.MSE)
		}
	}
}

// Of a learner that predicts the mean the honest leave-one-out error is (m/(m−1))²
// times the one that has centred all targets before.
func TestLeakOfTheMean(t *testing.T) {
	x, y := noise(1).Sample(12, stream(2))
	p := Prepared{Standardize{}, Origin{1e15}}
	folds := Contiguous(12, 12)
	honest, leaked := must(KFold(background, p, x, y, folds)), must(Leaked(background, p, x, y, folds))
	if got, want := honest.MSE/leaked.MSE, math.Pow(12./11, 2); !scalar.EqualWithinRel(got, want, 1e-9) {
		t.Errorf("ratio %v, want %v", got, want)
	}
}

// Standardising before the split, then no intercept: too good by several standard
// errors. The honest estimate is not.
func TestLeakOfStandardizing(t *testing.T) {
	const repeats = 400
	var gap []float64
	for i := range uint64(repeats) {
		rnd := rand.New(rand.NewPCG(3, i))
		x, y := noise(2).Sample(12, rnd)
		folds := Shuffle(12, 3, rnd)
		p := Prepared{Standardize{}, Origin{0}}
		gap = append(gap, must(KFold(background, p, x, y, folds)).MSE-must(Leaked(background, p, x, y, folds)).MSE)
	}
	if mean, sd := stat.MeanStdDev(gap, nil); mean < 5*sd/math.Sqrt(repeats) {
		t.Errorf("the leak gains %v ± %v", mean, sd/math.Sqrt(repeats))
	}
}

// Columns selected before the split find a pattern in noise: the estimate falls below
// σ², which no predictor can reach; selected within the folds it stays above.
func TestLeakOfSelection(t *testing.T) {
	const m = 40
	var honest, leaked []float64
	for i := range uint64(50) {
		rnd := rand.New(rand.NewPCG(4, i))
		x, y := noise(300).Sample(m, rnd)
		folds := Shuffle(m, 5, rnd)
		p := Prepared{Select{5}, OLS{}}
		honest = append(honest, must(KFold(background, p, x, y, folds)).MSE)
		leaked = append(leaked, must(Leaked(background, p, x, y, folds)).MSE)
	}
	h, hs := stat.MeanStdDev(honest, nil)
	l, ls := stat.MeanStdDev(leaked, nil)
	if h-4*hs/math.Sqrt(50) < 1 || l+4*ls/math.Sqrt(50) > 1 {
		t.Errorf("honest %v, want above 1; leaked %v, want below", h, l)
	}
}

// Selection keeps the columns with a say, a constant column is measured by 1.
func TestPreparations(t *testing.T) {
	g := noise(4)
	g.Truth.W[1], g.Truth.W[3] = 5, -5
	x, y := g.Sample(100, stream(5))
	if got := (Select{2}).Prepare(x, y).Columns; got[0] != 1 || got[1] != 3 {
		t.Errorf("selected %v, want [1 3]", got)
	}
	for i := range y {
		x.Set(i, 0, 0.1)
	}
	tx, ty := (Standardize{}).Prepare(x, y).Apply(x, y)
	for j := range 4 {
		col := make([]float64, 100)
		for i := range col {
			col[i] = tx.At(i, j)
		}
		mean, sd := stat.PopMeanStdDev(col, nil)
		want := 1.0
		if j == 0 {
			want = 0
		}
		if !scalar.EqualWithinAbs(mean, 0, 1e-12) || !scalar.EqualWithinAbs(sd, want, 1e-12) {
			t.Errorf("column %d: mean %v, deviation %v", j, mean, sd)
		}
	}
	if mean, sd := stat.PopMeanStdDev(ty, nil); !scalar.EqualWithinAbs(mean, 0, 1e-12) || !scalar.EqualWithinAbs(sd, 1, 1e-12) {
		t.Errorf("target: mean %v, deviation %v", mean, sd)
	}
}

// The strongest come by size, the earlier first where they are equal.
func TestStrongest(t *testing.T) {
	for _, c := range []struct {
		n    int
		want []int
	}{{1, []int{2}}, {3, []int{2, 4, 1}}, {5, []int{2, 4, 1, 3, 0}}, {9, []int{2, 4, 1, 3, 0}}} {
		if got := strongest([]float64{0, 2, 7, 2, 7}, c.n); !slices.Equal(got, c.want) {
			t.Errorf("strongest %d: %v, want %v", c.n, got, c.want)
		}
	}
}
