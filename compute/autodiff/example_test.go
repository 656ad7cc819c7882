package autodiff_test

import (
	"fmt"

	"konspekt/compute/autodiff"
)

// The gradient of sin(x·y) + x at (2.5, −1.25): x is used twice.
func ExampleTape() {
	var tape autodiff.Tape
	x, y := tape.Input(2.5), tape.Input(-1.25)
	s := tape.Apply(autodiff.Sin, tape.Apply(autodiff.Mul, x, y))
	z := tape.Apply(autodiff.Add, s, x)
	tape.Backward(z)
	fmt.Printf("%.4f %.4f %.4f\n", tape.Value(z), tape.Adjoint(x), tape.Adjoint(y))
	// Output: 2.4834 2.2498 -2.4997
}

// The gradient of the mean square of X·W with respect to W.
func ExampleTensors() {
	var tape autodiff.Tensors
	x := tape.Const([]float64{1, 2, 3, 4}, 2, 2)
	w := tape.Input([]float64{1, -1}, 2, 1)
	y := tape.MatMul(x, w)
	z := tape.Mean(tape.Zip(autodiff.Mul, y, y))
	tape.Backward(z)
	fmt.Println(y.Value, z.Value[0], w.Grad)
	// Output: [-1 -1] 1 [-4 -6]
}
