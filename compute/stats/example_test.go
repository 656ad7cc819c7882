package stats_test

import (
	"context"
	"fmt"
	"math"

	"konspekt/compute/stats"
)

func ExampleMoments() {
	var s stats.Moments
	for _, x := range []float64{2, 4, 4, 4, 5, 5, 7, 9} {
		s.Add(x)
	}
	fmt.Printf("mean %.0f, variance %.0f biased and %.3f unbiased\n", s.Mean, s.Variance(0), s.Variance(1))
	// Output: mean 5, variance 4 biased and 4.571 unbiased
}

func ExampleEstimator_Exact() {
	for _, e := range []stats.Estimator{stats.VarM1(), stats.VarM(), stats.VarC(stats.BestC(5))} {
		q := e.Exact(0.5, 5)
		fmt.Printf("%s: bias %.3f, variance %.3f, MSE %.3f\n", e.Name, q.Bias, q.Variance, q.MSE())
	}
	// Output:
	// var_m1: bias 0.000, variance 0.125, MSE 0.125
	// var_m: bias -0.100, variance 0.080, MSE 0.090
	// var_c: bias -0.167, variance 0.056, MSE 0.083
}

func ExampleSimulate() {
	r, err := stats.Simulate(context.Background(), stats.VarM(), stats.Design{Theta: 0.5, Sizes: []int{5}, Repeats: 4000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	got, want := r.At[0], stats.VarM().Exact(0.5, 5)
	fmt.Printf("bias within 3 standard errors of %.1f: %t\n", want.Bias, math.Abs(got.Bias-want.Bias) < 3*got.BiasSE)
	// Output: bias within 3 standard errors of -0.1: true
}
