package svm_test

import (
	"context"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/svm"
)

// No line separates the corners of XOR; a polynomial of degree 2 does.
func ExampleFit() {
	x := mat.NewDense(4, 2, []float64{-1, -1, -1, 1, 1, -1, 1, 1})
	y := []float64{-1, 1, 1, -1}
	p := svm.Params{Kernel: svm.Kernel{Kind: svm.Poly, Gamma: 1, Coef0: 1, Degree: 2}, C: 10}
	m, err := svm.Fit(context.Background(), x, y, p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("support %v, coefficients %.3f, decisions %.1f\n", m.Support, m.Coef, m.Decisions)
	// Output: support [0 1 2 3], coefficients [-0.125 0.125 0.125 -0.125], decisions [-1.0 1.0 1.0 -1.0]
}
