package conditioning_test

import (
	"fmt"
	"math"
	"testing"

	"konspekt/compute/conditioning"
)

func ExampleHilbertCond() {
	for _, n := range []int{2, 5, 10} {
		fmt.Printf("n = %d: %.4g\n", n, conditioning.HilbertCond(n))
	}
	// Output:
	// n = 2: 19.28
	// n = 5: 4.766e+05
	// n = 10: 1.603e+13
}

func ExampleRotation() {
	p := conditioning.Rotation(conditioning.Plane(math.Pi/6), 100)
	f, err := conditioning.Factor(p.A, conditioning.QR)
	if err != nil {
		fmt.Println(err)
		return
	}
	b := conditioning.Perturbed(nil, p.B, 0.001, p.Un) // a thousandth, in the worst direction
	x, err := f.Solve(nil, b)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("error %.4f, bound %.4f\n", conditioning.RelativeError(x, p.X), conditioning.Bound(p.Cond, 0.001, 2))
	// Output:
	// error 0.0966, bound 0.1000
}

func BenchmarkHilbert(b *testing.B) {
	for b.Loop() {
		conditioning.Hilbert(14)
	}
}

func BenchmarkRotation(b *testing.B) {
	q := conditioning.Orthogonal(14, stream(1))
	for b.Loop() {
		conditioning.Rotation(q, 1e8)
	}
}

func BenchmarkFactor(b *testing.B) {
	p := rotation(14, 1e4, 1)
	for _, by := range []conditioning.Solver{conditioning.Normal, conditioning.QR, conditioning.SVD} {
		b.Run(string(by), func(b *testing.B) {
			for b.Loop() {
				if _, err := conditioning.Factor(p.A, by); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
