package crossval_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"konspekt/compute/crossval"
)

// Which degree of a polynomial predicts a noisy sine best?
func ExampleKFold() {
	sine := crossval.Curve{F: func(x float64) float64 { return math.Sin(math.Pi * x) }, Sigma: 0.3}
	x, y := sine.Sample(40, rand.New(rand.NewPCG(1, 0)))
	folds := crossval.Shuffle(40, 5, rand.New(rand.NewPCG(2, 0)))
	for _, degree := range []int{1, 3, 12} {
		learner := crossval.Poly{Degree: degree}
		e, err := crossval.KFold(context.Background(), learner, x, y, folds)
		if err != nil {
			fmt.Println(err)
			return
		}
		model, err := learner.Fit(x, y)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("degree %d: estimate %.2f, true error %.2f\n", degree, e.MSE, sine.TrueError(model))
	}
	// Output:
	// degree 1: estimate 0.39, true error 0.34
	// degree 3: estimate 0.10, true error 0.10
	// degree 12: estimate 8.30, true error 0.12
}
