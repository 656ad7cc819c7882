package sgd_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/sgd"
)

func task(tb testing.TB, n int, kappa, sigma float64) *sgd.Task {
	tb.Helper()
	t, err := sgd.NewTask(n, kappa, sigma, 1)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func constant(rate float64) sgd.Schedule { return sgd.Schedule{Shape: sgd.Constant, Rate: rate} }

func run(tb testing.TB, t *sgd.Task, p sgd.Plan) []*sgd.Snapshot {
	tb.Helper()
	var all []*sgd.Snapshot
	for s, err := range sgd.Run(context.Background(), t, p) {
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// Example i is a function of the seed and i, in whatever order it is asked for.
func TestExamplesAreNotStored(t *testing.T) {
	a, b := task(t, 3, 4, 0.5).Stream(), task(t, 3, 4, 0.5).Stream()
	x, z := make([]float64, 3), make([]float64, 3)
	for _, i := range []int{0, 9_999_999, 5, 4} {
		y := a.Example(i, x)
		b.Example(i+1, z)
		if b.Example(i, z) != y || !slices.Equal(x, z) {
			t.Errorf("example %d depends on its past", i)
		}
	}
}

// The population: Cov x = diag(λ), E(y − ŷ*)² = σ², and the exact test error is what fresh examples show.
func TestTestError(t *testing.T) {
	const m = 200_000
	tk := task(t, 3, 9, 0.5)
	w, b := []float64{0.3, -0.2, 1}, 0.4
	src, x := tk.Stream(), make([]float64, 3)
	losses, squares := make([]float64, m), make([]float64, 3)
	for i := range m {
		r := src.Example(i, x) - floats.Dot(w, x) - b
		losses[i] = r * r
		for j, v := range x {
			squares[j] += v * v / m
		}
	}
	mean, sd := stat.MeanStdDev(losses, nil)
	if want := tk.TestError(w, b); math.Abs(mean-want) > 4*sd/math.Sqrt(m) {
		t.Errorf("test error %v, want %v", mean, want)
	}
	for j, l := range tk.Eigenvalues() { // Var of the mean of z² is 2/m
		if math.Abs(squares[j]-l) > 4*l*math.Sqrt(2.0/m) {
			t.Errorf("variance %v, want %v", squares[j], l)
		}
	}
	if tw, tb := tk.Truth(); math.Abs(tk.TestError(tw, tb)-0.25) > 1e-15 || tk.Noise() != 0.25 {
		t.Error("the truth has an error other than σ²")
	}
}

// A minibatch gradient is unbiased, and its standard error falls like 1/√B.
func TestMinibatchGradient(t *testing.T) {
	tk := task(t, 2, 4, 0.7)
	w, b := []float64{1, -1}, 0.5
	mean, variance := tk.Gradient(w, b)
	exact := fd.Gradient(nil, func(v []float64) float64 { return tk.TestError(v[:2], v[2]) }, []float64{1, -1, 0.5}, &fd.Settings{Formula: fd.Central})
	if !floats.EqualApprox(mean, exact, 1e-6) {
		t.Errorf("gradient %v, finite differences %v", mean, exact)
	}
	l, src := sgd.NewLearner(w, b, sgd.Rule{}), tk.Stream()
	for _, size := range []int{1, 16, 64} {
		const repeats = 4000
		g := [3][]float64{}
		batch, grad := make([]int, size), make([]float64, 3)
		for r := range repeats {
			for k := range batch {
				batch[k] = r*size + k
			}
			l.Loss(grad, src, batch)
			for j, v := range grad {
				g[j] = append(g[j], v)
			}
		}
		for j := range g {
			m, sd := stat.MeanStdDev(g[j], nil)
			se := math.Sqrt(variance[j] / float64(size))
			if math.Abs(m-mean[j]) > 4*se/math.Sqrt(repeats) {
				t.Errorf("B=%d: mean gradient %v, want %v", size, m, mean[j])
			}
			if math.Abs(sd/se-1) > 0.1 { // a kurtosis of 15 makes the relative error of sd √(14/(4·4000)) = 3 %
				t.Errorf("B=%d: standard error %v, want %v", size, sd, se)
			}
		}
	}
}

// The gradient of a batch is the derivative of its loss.
func TestLossGradient(t *testing.T) {
	src, batch := task(t, 3, 2, 1).Stream(), []int{4, 8, 15, 16, 23, 42}
	loss := func(v []float64) float64 {
		return sgd.NewLearner(v[:3], v[3], sgd.Rule{}).Loss(make([]float64, 4), src, batch)
	}
	at := []float64{0.1, -0.7, 0.4, 2}
	grad := make([]float64, 4)
	sgd.NewLearner(at[:3], at[3], sgd.Rule{}).Loss(grad, src, batch)
	if want := fd.Gradient(nil, loss, at, &fd.Settings{Formula: fd.Central}); !floats.EqualApprox(grad, want, 1e-6) {
		t.Errorf("gradient %v, want %v", grad, want)
	}
}

// Up to the end of its first pass a run does not know how large its training set is.
func TestTrainingSetSizeIsUnseen(t *testing.T) {
	tk := task(t, 4, 10, 0.5)
	p := sgd.Plan{Examples: 1000, Batch: 10, Steps: 150, Schedule: constant(0.05), Order: sgd.Passes, Every: 1, Seed: 1}
	small := run(t, tk, p)
	p.Examples = 10_000_000
	large := run(t, tk, p)
	for k := range small {
		same := small[k].TestError == large[k].TestError
		if k <= 100 && !same {
			t.Fatalf("runs differ at step %d", k)
		}
		if k == 150 && same {
			t.Error("the second pass is like new examples")
		}
	}
	if last := large[150]; last.Seen != 1500 || last.Epoch != 1.5e-4 || last.Step != 150 {
		t.Errorf("step %d, seen %d, epoch %v", last.Step, last.Seen, last.Epoch)
	}
}

// Every pass takes every example once: with one step a pass, all orders of it give the same gradient.
func TestPassesArePermutations(t *testing.T) {
	tk := task(t, 2, 1, 0.5)
	p := sgd.Plan{Examples: 12, Batch: 12, Steps: 30, Schedule: constant(0.1), Order: sgd.Passes, Every: 1, Seed: 7}
	f, err := tk.Finite(context.Background(), 12)
	if err != nil {
		t.Fatal(err)
	}
	want, err := f.Descend(context.Background(), 30, constant(0.1))
	if err != nil {
		t.Fatal(err)
	}
	for k, s := range run(t, tk, p) {
		if math.Abs(s.TestError-want[k]) > 1e-12 {
			t.Fatalf("step %d: %v, full gradient descent %v", k, s.TestError, want[k])
		}
	}
}

// The exact expectation is the average of runs, for every schedule.
func TestExpected(t *testing.T) {
	const steps, runs = 60, 400
	for _, s := range []sgd.Schedule{constant(0.1), {Shape: sgd.Inverse, Rate: 0.2, Tau: 10}, {Shape: sgd.Stairs, Rate: 0.2, Tau: 20}, {Shape: sgd.Cosine, Rate: 0.2, Tau: 60}} {
		tk := task(t, 3, 5, 1)
		want, err := tk.Expected(context.Background(), 2, steps, s)
		if err != nil {
			t.Fatal(err)
		}
		var ends []float64
		src := tk.Stream()
		for r := range runs {
			l := sgd.NewLearner(make([]float64, 3), 0, sgd.Rule{})
			for k := range steps {
				i := 2 * (r*steps + k)
				l.Step(src, []int{i, i + 1}, s.At(k))
			}
			ends = append(ends, tk.TestError(l.W, l.B))
		}
		mean, sd := stat.MeanStdDev(ends, nil)
		if math.Abs(mean-want[steps]) > 4*sd/math.Sqrt(runs) {
			t.Errorf("%s: mean %v ± %v, want %v", s.Shape, mean, sd/math.Sqrt(runs), want[steps])
		}
	}
}

// The ball of noise is where the expectation ends, and its radius grows like rate/batch.
func TestBall(t *testing.T) {
	tk := task(t, 3, 5, 0.5)
	for _, c := range []struct {
		batch int
		rate  float64
	}{{1, 0.05}, {4, 0.3}, {64, 0.8}} {
		curve, err := tk.Expected(context.Background(), c.batch, 3000, constant(c.rate))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := curve[3000]-tk.Noise(), tk.Ball(c.batch, c.rate); math.Abs(got-want) > 1e-9 {
			t.Errorf("B=%d, rate %v: excess %v, want %v", c.batch, c.rate, got, want)
		}
	}
	if ratio := tk.Ball(1, 1e-4) / tk.Ball(1, 1e-5); math.Abs(ratio-10) > 0.02 {
		t.Errorf("ten times the rate makes the ball %v times larger", ratio)
	}
	if ratio := tk.Ball(1, 1e-4) / tk.Ball(10, 1e-4); math.Abs(ratio-10) > 0.02 {
		t.Errorf("ten times the batch makes the ball %v times smaller", ratio)
	}
	for _, batch := range []int{1, 8, 100_000} {
		r := tk.CriticalRate(batch)
		if math.IsInf(tk.Ball(batch, 0.999*r), 1) || !math.IsInf(tk.Ball(batch, 1.001*r), 1) {
			t.Errorf("B=%d: %v is not the critical rate", batch, r)
		}
		if batch > 1000 && math.Abs(r-1) > 1e-3 {
			t.Errorf("critical rate of large batches %v, want 1", r)
		}
	}
}

// §5.9: as m grows, the target is reached before one pass and the number of steps no longer grows.
func TestTargetBeforeOnePass(t *testing.T) {
	tk := task(t, 5, 5, 0.5)
	p := sgd.Plan{Batch: 10, Steps: 20_000, Schedule: sgd.Schedule{Shape: sgd.Inverse, Rate: 0.1, Tau: 100}, Order: sgd.Passes, Every: 1, Seed: 1}
	var steps []int
	for _, m := range []int{100_000, 1_000_000, 10_000_000} {
		p.Examples = m
		r, err := sgd.ToTarget(context.Background(), tk, p, 1.01*tk.Noise())
		if err != nil || r == nil {
			t.Fatalf("m=%d: %v, %v", m, r, err)
		}
		if r.Epoch >= 1 || r.Seen != 10*r.Steps {
			t.Errorf("m=%d: %+v", m, *r)
		}
		steps = append(steps, r.Steps)
	}
	if steps[0] != steps[1] || steps[1] != steps[2] {
		t.Errorf("steps %v grow with m", steps)
	}
	if r, err := sgd.ToTarget(context.Background(), tk, p, 0.99*tk.Noise()); r != nil || err != nil {
		t.Errorf("a target below σ² was reached: %v, %v", r, err)
	}
}

// Full gradient descent ends at the solution of least squares, where the training gradient vanishes.
func TestFullGradientDescent(t *testing.T) {
	tk := task(t, 3, 2, 0.5)
	f, err := tk.Finite(context.Background(), 200)
	if err != nil {
		t.Fatal(err)
	}
	w, b, err := f.Best()
	if err != nil {
		t.Fatal(err)
	}
	if _, g := f.Loss(w, b); floats.Norm(g, 2) > 1e-13 {
		t.Errorf("gradient %v at the minimum", g)
	}
	curve, err := f.Descend(context.Background(), 300, constant(0.3))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := curve[300], tk.TestError(w, b); math.Abs(got-want) > 1e-12 {
		t.Errorf("test error %v, want %v", got, want)
	}
	all := make([]int, 200)
	for i := range all {
		all[i] = i
	}
	direct := sgd.NewLearner(w, b, sgd.Rule{}).Loss(make([]float64, 4), tk.Stream(), all)
	if loss, _ := f.Loss(w, b); math.Abs(loss-direct) > 1e-13 {
		t.Errorf("training error %v, over the examples %v", loss, direct)
	}
	few, err := tk.Finite(context.Background(), 3)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := few.Best(); !errors.Is(err, sgd.ErrSingular) {
		t.Errorf("error %v for m = n", err)
	}
}

// The conditions of Robbins and Monro, beside partial sums: Σε over the second million steps, Σε² too.
func TestRobbinsMonro(t *testing.T) {
	for _, c := range []struct {
		s                sgd.Schedule
		reaches, settles bool
	}{
		{constant(0.1), true, false},
		{sgd.Schedule{Shape: sgd.Inverse, Rate: 0.1, Tau: 10}, true, true},
		{sgd.Schedule{Shape: sgd.Stairs, Rate: 0.1, Tau: 1000}, false, true},
		{sgd.Schedule{Shape: sgd.Cosine, Rate: 0.1, Tau: 1000}, false, true},
	} {
		sum, squares := 0.0, 0.0
		for k := 1_000_000; k < 2_000_000; k++ {
			r := c.s.At(k)
			sum += r
			squares += r * r
		}
		reaches, settles := c.s.RobbinsMonro()
		if reaches != c.reaches || settles != c.settles || (sum > 0.1) != reaches || (squares < 1e-3) != settles {
			t.Errorf("%s: %t, %t; tails %v, %v", c.s.Shape, reaches, settles, sum, squares)
		}
		if c.s.At(0) != 0.1 {
			t.Errorf("%s starts at %v", c.s.Shape, c.s.At(0))
		}
	}
}

// A run past the critical rate says so and ends.
func TestDivergence(t *testing.T) {
	p := sgd.Plan{Examples: 100, Batch: 1, Steps: 100_000, Schedule: constant(3), Order: sgd.Replacement, Every: 1000, Seed: 1}
	tk := task(t, 2, 1, 1)
	all := run(t, tk, p)
	last := all[len(all)-1]
	if !last.Diverged || last.Step == p.Steps || all[0].Diverged {
		t.Errorf("step %d, diverged %t", last.Step, last.Diverged)
	}
	if r, err := sgd.ToTarget(context.Background(), tk, p, 1e-9); r != nil || err != nil {
		t.Errorf("reached %v, %v", r, err)
	}
}

// Snapshots come at step 0, at multiples of Every and at the end, and nobody overwrites them.
func TestSnapshots(t *testing.T) {
	tk := task(t, 2, 1, 1)
	p := sgd.Plan{Examples: 50, Batch: 5, Steps: 23, Schedule: constant(0.1), Rule: sgd.Rule{Momentum: 0.5}, Order: sgd.Replacement, Every: 10, Seed: 3}
	var steps []int
	for _, s := range run(t, tk, p) {
		steps = append(steps, s.Step)
		if s.TestError != tk.TestError(s.W, s.B) || s.Rate != 0.1 || math.IsNaN(s.BatchLoss) != (s.Step == 0) {
			t.Errorf("snapshot %+v", *s)
		}
	}
	if !slices.Equal(steps, []int{0, 10, 20, 23}) {
		t.Errorf("snapshots at %v", steps)
	}
}

func TestErrors(t *testing.T) {
	good := sgd.Plan{Examples: 50, Batch: 5, Steps: 5, Schedule: constant(0.1), Order: sgd.Passes, Every: 1}
	for name, spoil := range map[string]func(*sgd.Plan){
		"batch above m": func(p *sgd.Plan) { p.Batch = 51 },
		"no steps":      func(p *sgd.Plan) { p.Steps = 0 },
		"no snapshots":  func(p *sgd.Plan) { p.Every = 0 },
		"order":         func(p *sgd.Plan) { p.Order = "" },
		"momentum":      func(p *sgd.Plan) { p.Rule.Momentum = 1 },
		"decay":         func(p *sgd.Plan) { p.Rule.Decay = math.NaN() },
		"rate":          func(p *sgd.Plan) { p.Schedule.Rate = -1 },
		"shape":         func(p *sgd.Plan) { p.Schedule.Shape = "square" },
		"tau":           func(p *sgd.Plan) { p.Schedule.Shape = sgd.Cosine },
	} {
		p := good
		spoil(&p)
		if _, err := sgd.ToTarget(context.Background(), task(t, 2, 1, 1), p, 0); !errors.Is(err, sgd.ErrPlan) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	for _, bad := range [][3]float64{{0, 1, 1}, {1, 0.5, 1}, {1, 1, -1}, {1, math.NaN(), 1}} {
		if _, err := sgd.NewTask(int(bad[0]), bad[1], bad[2], 1); err == nil {
			t.Errorf("a task of %v", bad)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	tk := task(t, 2, 1, 1)
	_, byTarget := sgd.ToTarget(ctx, tk, good, 0)
	_, byTheory := tk.Expected(ctx, 1, 5, constant(0.1))
	_, byReading := tk.Finite(ctx, 10)
	for _, err := range []error{byTarget, byTheory, byReading} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v after cancellation", err)
		}
	}
}

// A step costs the same whatever the size of the training set.
func BenchmarkSteps(b *testing.B) {
	tk := task(b, 10, 10, 0.5)
	for b.Loop() {
		p := sgd.Plan{Examples: 10_000_000, Batch: 32, Steps: 1000, Schedule: constant(0.02), Order: sgd.Passes, Every: 10, Seed: 1}
		run(b, tk, p)
	}
}
