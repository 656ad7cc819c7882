package sgd_test

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"

	"konspekt/compute/sgd"
)

// Follow sees what Run and ToTarget see.
func TestFollow(t *testing.T) {
	tk := task(t, 3, 5, 0.5)
	p := sgd.Plan{Examples: 500, Batch: 10, Steps: 300, Schedule: constant(0.05), Order: sgd.Passes, Every: 1, Seed: 1}
	at := []int{0, 7, 51, 300}
	got, err := sgd.Follow(context.Background(), tk, p, at, 0.27)
	if err != nil {
		t.Fatal(err)
	}
	all := run(t, tk, p)
	for i, k := range at {
		if got.Errors[i] != all[k].TestError {
			t.Errorf("step %d: %v, want %v", k, got.Errors[i], all[k].TestError)
		}
	}
	if want, err := sgd.ToTarget(context.Background(), tk, p, 0.27); err != nil || want == nil || *got.Reached != *want {
		t.Errorf("reached %+v, want %+v, %v", got.Reached, want, err)
	}
	p.Schedule = constant(3)
	if wild, err := sgd.Follow(context.Background(), tk, p, at, 0.01); err != nil || !wild.Diverged || wild.Reached != nil || len(wild.Errors) == len(at) {
		t.Errorf("rate 3: %+v, %v", wild, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := sgd.Follow(ctx, tk, p, at, 0.01); err == nil {
		t.Error("a cancelled run ends without an error")
	}
}

// The spread is the average over runs, adds up to the expected error, and is a round ball however long the bowl.
func TestSpread(t *testing.T) {
	const steps, runs = 80, 600
	ctx := context.Background()
	tk, s := task(t, 2, 6, 1), constant(0.1)
	want, err := tk.Spread(ctx, 2, steps, s)
	if err != nil {
		t.Fatal(err)
	}
	w, b := tk.Truth()
	squares := [3][]float64{}
	src := tk.Stream()
	for r := range runs {
		l := sgd.NewLearner(make([]float64, 2), 0, sgd.Rule{})
		for k := range steps {
			i := 2 * (r*steps + k)
			l.Step(src, []int{i, i + 1}, s.At(k))
		}
		for j, d := range []float64{l.W[0] - w[0], l.W[1] - w[1], l.B - b} {
			squares[j] = append(squares[j], d*d)
		}
	}
	excess := want[2]
	for j, l := range tk.Eigenvalues() {
		excess += l * want[j]
	}
	for j := range squares {
		mean, sd := stat.MeanStdDev(squares[j], nil)
		if math.Abs(mean-want[j]) > 4*sd/math.Sqrt(runs) {
			t.Errorf("E(θ−θ*)² of %d: %v ± %v, want %v", j, mean, sd/math.Sqrt(runs), want[j])
		}
	}
	curve, err := tk.Expected(ctx, 2, steps, s)
	if err != nil || math.Abs(excess+1-curve[steps]) > 1e-12 {
		t.Errorf("tr(HS) + σ² = %v, expected error %v, %v", excess+1, curve[steps], err)
	}
	ball, err := tk.Spread(ctx, 10, 200_000, constant(1e-3))
	if err != nil {
		t.Fatal(err)
	}
	for j, v := range ball {
		if math.Abs(v/1e-4-1) > 5e-3 { // (ε/B)σ² to first order in ε
			t.Errorf("squared radius %d of the ball %v, want about 1e-4", j, v)
		}
	}
}
