package glm_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/glm"
)

// Four points on a line: where the classes part there is nothing to find, where they
// overlap there is.
func ExampleLogistic_Fit() {
	x := mat.NewDense(4, 1, []float64{-2, -1, 1, 2})
	for _, y := range [][]float64{{0, 0, 1, 1}, {0, 1, 0, 1}} {
		p, err := glm.NewLogistic(x, y, 0)
		if err != nil {
			panic(err)
		}
		w, err := p.Fit()
		if err != nil {
			fmt.Println(p.Separate().Kind, err)
			continue
		}
		fmt.Printf("%s w = %.3f, loss %.3f\n", p.Separate().Kind, w[1], p.Loss(w))
	}
	// Output:
	// complete glm: the loss has no minimum
	// none w = 0.420, loss 0.642
}
