package crossval

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/linear"
)

var background = context.Background()

func stream(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var sine = Curve{F: func(x float64) float64 { return math.Sin(math.Pi * x) }, Sigma: 0.3}

// The first m mod k folds hold one row more, every row is in one fold, order within a
// fold ascends, and the same seed gives the same folds.
func TestFolds(t *testing.T) {
	for _, c := range []struct{ m, k int }{{442, 5}, {10, 10}, {7, 2}, {11, 4}} {
		for _, folds := range [][][]int{Contiguous(c.m, c.k), Shuffle(c.m, c.k, stream(1))} {
			checkFolds(folds, c.m)
			for i, f := range folds {
				want := c.m / c.k
				if i < c.m%c.k {
					want++
				}
				if len(f) != want || !slices.IsSorted(f) {
					t.Errorf("m=%d, k=%d: fold %d is %v", c.m, c.k, i, f)
				}
			}
		}
		if !reflect.DeepEqual(Shuffle(c.m, c.k, stream(1)), Shuffle(c.m, c.k, stream(1))) {
			t.Error("the same seed, other folds")
		}
	}
}

// The shortcuts predict what a new fit without the fold predicts.
func TestShortcutsEqualRefitting(t *testing.T) {
	x, y := sine.Sample(30, stream(2))
	wide, wy := Gaussian{Truth: linear.Model{W: []float64{1, 0, -2, 0.5}}, Sigma: 1}.Sample(30, stream(3))
	for _, k := range []int{2, 3, 7, 30} {
		folds := Shuffle(30, k, stream(uint64(k)))
		for _, c := range []struct {
			l Learner
			x *mat.Dense
			y []float64
		}{
			{OLS{}, x, y}, {OLS{}, wide, wy}, {Ridge{0.7}, wide, wy}, {Ridge{1e-9}, wide, wy}, {Origin{0}, wide, wy}, {Origin{3}, x, y},
			{Poly{0}, x, y}, {Poly{3}, x, y}, {Poly{9}, x, y}, {KNN{1}, wide, wy}, {KNN{5}, x, y},
		} {
			quick := must(KFold(background, c.l, c.x, c.y, folds))
			slow := must(estimate(background, refit{c.l, c.x, c.y, new([]float64)}, c.y, folds))
			for i, p := range quick.Predictions {
				if !scalar.EqualWithinAbsOrRel(p, slow.Predictions[i], 1e-7, 1e-7) {
					t.Errorf("%#v, k=%d, example %d: %v, refitted %v", c.l, k, i, p, slow.Predictions[i])
				}
			}
		}
	}
}

// Leave-one-out through the hat matrix, e/(1−h), is cross-validation with k = m.
func TestLeaveOneOutByHatMatrix(t *testing.T) {
	x, y := diabetes(t)
	for _, lambda := range []float64{0, 50} {
		e := must(LeaveOneOut(background, Ridge{lambda}, x, y))
		h := must(linear.Leverage(nil, x, lambda))
		yhat := must(linear.Ridge(x, y, lambda)).PredictAll(nil, x)
		for i := range y {
			if want := (y[i] - yhat[i]) / (1 - h[i]); !scalar.EqualWithinAbsOrRel(y[i]-e.Predictions[i], want, 1e-9, 1e-9) {
				t.Errorf("example %d: error %v, want %v", i, y[i]-e.Predictions[i], want)
			}
		}
		if want := stat.StdDev(e.Errors, nil) / math.Sqrt(442); !scalar.EqualWithinRel(e.SE, want, 1e-14) {
			t.Errorf("SE %v, want %v", e.SE, want)
		}
	}
}

// The k-fold estimate is unbiased for the error of a learner with m(k−1)/k examples.
// For least squares with n normal features that is σ²(1 + 1/m')(1 + n/(m'−n−2)) =
// σ²(1+1/m')(m'−2)/(m'−n−2), m' = m(k−1)/k.
func TestExpectationOfKFold(t *testing.T) {
	const m, n, k, repeats = 20, 3, 4, 2000
	g := Gaussian{Truth: linear.Model{Intercept: 1, W: []float64{1, -1, 2}}, Sigma: 0.5}
	var cv, held, truth []float64
	for i := range repeats {
		x, y := g.Sample(m, rand.New(rand.NewPCG(4, uint64(i))))
		cv = append(cv, must(KFold(background, OLS{}, x, y, Contiguous(m, k))).MSE)
		held = append(held, must(Holdout(background, OLS{}, x, y, Contiguous(m, k)[0])))
		truth = append(truth, g.TrueError(*must(linear.LeastSquares(x, y))))
	}
	expected := func(size float64) float64 { return 0.25 * (1 + 1/size) * (size - 2) / (size - n - 2) }
	for name, c := range map[string]struct {
		values []float64
		size   float64
	}{"k-fold": {cv, 15}, "holdout": {held, 15}, "true error": {truth, 20}} {
		mean, sd := stat.MeanStdDev(c.values, nil)
		if se := sd / math.Sqrt(repeats); math.Abs(mean-expected(c.size)) > 4*se {
			t.Errorf("%s: mean %v ± %v, want %v", name, mean, se, expected(c.size))
		}
	}
	if stat.StdDev(cv, nil) >= stat.StdDev(held, nil) {
		t.Error("one split is no more of a lottery than k folds")
	}
}

// One split of a small set is a lottery: its estimates spread wider than those of k
// folds, and with k = m nothing is left to chance.
func TestRepeat(t *testing.T) {
	x, y := diabetes(t)
	d := Design{K: 10, Holdout: 0.2, Repeats: 100, Seed: 5}
	for _, l := range []Learner{OLS{}, Ridge{100}, KNN{15}} {
		r := must(Repeat(background, l, x, y, d))
		if r.HoldoutSD < 3*r.KFoldSD {
			t.Errorf("%#v: sd %v of one split, %v of k folds", l, r.HoldoutSD, r.KFoldSD)
		}
		folds, test := d.Division(442, 0)
		if got := must(KFold(background, l, x, y, folds)).MSE; got != r.KFold[0] {
			t.Errorf("%#v: replicate 0 is %v, by KFold %v", l, r.KFold[0], got)
		}
		if got := must(Holdout(background, l, x, y, test)); got != r.Holdout[0] || len(test) != 88 {
			t.Errorf("%#v: replicate 0 is %v, by Holdout %v", l, r.Holdout[0], got)
		}
	}
	d.K = 442
	if r := must(Repeat(background, OLS{}, x, y, d)); r.KFoldSD > 1e-12*r.KFoldMean {
		t.Errorf("k = m: sd %v", r.KFoldSD)
	}
}

// The true error agrees with the mean over many new examples.
func TestTrueErrorOfCurve(t *testing.T) {
	step := Curve{F: func(x float64) float64 { return math.Copysign(0.5, x) }, Sigma: 0.2, Break: []float64{0}}
	for name, c := range map[string]Curve{"sine": sine, "step": step} {
		x, y := c.Sample(25, stream(6))
		nx, ny := c.Sample(20000, stream(7))
		for _, l := range []Learner{OLS{}, Ridge{3}, Poly{5}, KNN{1}, KNN{4}, KNN{25}} {
			p := must(l.Fit(x, y))
			var errs []float64
			for i, v := range ny {
				d := p.Predict(nx.RawRowView(i)) - v
				errs = append(errs, d*d)
			}
			mean, sd := stat.MeanStdDev(errs, nil)
			if got := c.TrueError(p); math.Abs(got-mean) > 4*sd/math.Sqrt(20000) {
				t.Errorf("%s, %#v: true error %v, measured %v", name, l, got, mean)
			}
		}
	}
	// By hand: the line 0 has error σ² + ½∫sin² = σ² + ½.
	if got := sine.TrueError(linear.Model{W: []float64{0}}); !scalar.EqualWithinAbs(got, 0.59, 1e-14) {
		t.Errorf("true error of 0 is %v, want 0.59", got)
	}
}

// Without the rows of a fold a column may be constant: least squares says so.
func TestUndeterminedFold(t *testing.T) {
	x := mat.NewDense(6, 1, []float64{0, 0, 0, 0, 0, 1})
	y := []float64{1, 2, 3, 4, 5, 6}
	if _, err := LeaveOneOut(background, OLS{}, x, y); !errors.Is(err, linear.ErrRank) {
		t.Errorf("error %v, want ErrRank", err)
	}
	if e, err := LeaveOneOut(background, Ridge{0.1}, x, y); err != nil || floats.HasNaN(e.Errors) {
		t.Errorf("ridge: %v", err)
	}
	if _, err := KFold(background, KNN{4}, x, y, Contiguous(6, 2)); !errors.Is(err, ErrNeighbours) {
		t.Errorf("error %v, want ErrNeighbours", err)
	}
	if _, err := KFold(background, Poly{2}, mat.NewDense(6, 2, nil), y, Contiguous(6, 2)); !errors.Is(err, ErrOneColumn) {
		t.Errorf("error %v, want ErrOneColumn", err)
	}
}

func TestDesignErrors(t *testing.T) {
	x, y := sine.Sample(10, stream(8))
	for _, d := range []Design{
		{K: 1, Holdout: 0.2, Repeats: 5}, {K: 11, Holdout: 0.2, Repeats: 5},
		{K: 5, Holdout: 0, Repeats: 5}, {K: 5, Holdout: 1, Repeats: 5}, {K: 5, Holdout: 0.2, Repeats: 1},
	} {
		if _, err := Repeat(background, OLS{}, x, y, d); err == nil {
			t.Errorf("%+v passes", d)
		}
	}
	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := Repeat(ctx, OLS{}, x, y, Design{K: 5, Holdout: 0.2, Repeats: 5}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := KFold(ctx, OLS{}, x, y, Contiguous(10, 5)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func BenchmarkRepeatDiabetes(b *testing.B) {
	x, y := diabetes(b)
	for name, l := range map[string]Learner{"ols": OLS{}, "ridge": Ridge{10}, "knn": KNN{10}} {
		for _, k := range []int{5, 200} {
			b.Run(name+string(rune('0'+k/100)), func(b *testing.B) {
				for b.Loop() {
					must(Repeat(background, l, x, y, Design{K: k, Holdout: 0.2, Repeats: 100, Seed: 1}))
				}
			})
		}
	}
}

func BenchmarkTrueErrorKNN(b *testing.B) {
	x, y := sine.Sample(100, stream(1))
	p := must(KNN{5}.Fit(x, y))
	for b.Loop() {
		sine.TrueError(p)
	}
}
