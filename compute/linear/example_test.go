package linear_test

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/linear"
)

// One outlier among five points on a line: the squares follow it, the absolute
// deviations do not.
func Example() {
	x := mat.NewDense(5, 1, []float64{0, 1, 2, 3, 4})
	y := []float64{0, 1, 2, 3, 14}
	squares, _ := linear.LeastSquares(x, y)
	absolute, _ := linear.LAD(x, y)
	fmt.Printf("ŷ = %.1f + %.1fx\n", squares.Intercept, squares.W[0])
	fmt.Printf("ŷ = %.1f + %.1fx\n", absolute.Intercept, absolute.W[0])
	// Output:
	// ŷ = -2.0 + 3.0x
	// ŷ = 0.0 + 1.0x
}

// The last point lies far from the others and draws the line to itself.
func ExampleLeverage() {
	x := mat.NewDense(4, 1, []float64{0, 1, 2, 9})
	h, _ := linear.Leverage(nil, x, 0)
	fmt.Printf("%.2f\n", h)
	// Output: [0.43 0.33 0.27 0.97]
}
