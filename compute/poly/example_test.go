package poly_test

import (
	"context"
	"fmt"

	"konspekt/compute/poly"
)

func ExampleFamily() {
	f := poly.NewFamily(poly.NewProblem(poly.Sin, 20, 201, 0.3), 12, 0)
	for _, d := range []int{1, f.Best(), 12} {
		r := f.Risk(d)
		fmt.Printf("degree %2d: %.3f + %.3f + %.3f = %.3f\n", d, r.Bias2, r.Variance, r.Noise2, r.MSE)
	}
	// Output:
	// degree  1: 0.205 + 0.009 + 0.090 = 0.304
	// degree  3: 0.005 + 0.016 + 0.090 = 0.111
	// degree 12: 0.000 + 0.075 + 0.090 = 0.165
}

func ExampleDescend() {
	p := poly.NewProblem(poly.Sin, 20, 201, 0.3)
	d, err := poly.Descend(context.Background(), p, poly.FeatureOptions{Sizes: []int{1, 8, 20, 80}, Keep: 80, Draws: 8, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, n := range d.Sizes {
		fmt.Printf("%2d features: MSE %.2f\n", n, d.Risks[i].MSE)
	}
	// Output:
	//  1 features: MSE 0.51
	//  8 features: MSE 0.18
	// 20 features: MSE 1.67
	// 80 features: MSE 0.17
}
