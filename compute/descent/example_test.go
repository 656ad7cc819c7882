package descent_test

import (
	"fmt"

	"konspekt/compute/descent"
)

// Gradient descent needs many steps in a narrow valley, Newton's method one.
func ExampleWalk() {
	valley := descent.Bowl(100)
	rate, factor := descent.Best(1, 100)
	for _, s := range []descent.Settings{
		{Method: descent.Gradient, Rate: rate, Steps: 100},
		{Method: descent.Newton, Steps: 1},
	} {
		path, err := descent.Walk(valley, []float64{-1.5, 1}, s)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: f = %.3f after %d steps\n", s.Method, path.F[s.Steps], s.Steps)
	}
	fmt.Printf("the best rate is %.4f, the factor a step %.4f\n", rate, factor)
	// Output:
	// gd: f = 0.936 after 100 steps
	// newton: f = 0.000 after 1 steps
	// the best rate is 0.0198, the factor a step 0.9802
}
