package likelihood_test

import (
	"fmt"

	"konspekt/compute/likelihood"
)

// Three heads in four throws: the estimate, and what a fair coin would be worth.
func ExampleFamily_ML() {
	f := likelihood.Bernoulli()
	x := []float64{1, 1, 0, 1}
	theta, _ := f.ML(x)
	fmt.Printf("p = %.2f, ℓ = %.3f, of a fair coin %.3f\n", theta[0], f.LogLik(x, theta), f.LogLik(x, []float64{0.5}))
	// Output: p = 0.75, ℓ = -2.249, of a fair coin -2.773
}

// Between two hills: forward KL lies across both, reverse KL takes one.
func ExampleMixture() {
	p := likelihood.Mixture{Weight: 0.6, Mu: [2]float64{-3, 3}, Sigma: [2]float64{1, 1}}
	forward, reverse := p.BestForward(), p.BestReverse()[0]
	fmt.Printf("forward: μ = %.2f, σ = %.2f\n", forward.Mu, forward.Sigma)
	fmt.Printf("reverse: μ = %.2f, σ = %.2f\n", reverse.Mu, reverse.Sigma)
	// Output:
	// forward: μ = -0.60, σ = 3.10
	// reverse: μ = -2.99, σ = 1.02
}
