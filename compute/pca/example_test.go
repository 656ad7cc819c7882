package pca_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/pca"
)

func ExampleFit() {
	x := mat.NewDense(4, 2, []float64{1, 1, 3, 2, 5, 5, 7, 4})
	m, err := pca.Fit(x, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("mean %v\n", m.Mean)
	fmt.Printf("eigenvalues %.3f\n", m.Values)
	fmt.Printf("shares %.3f\n", m.ExplainedRatio(nil))
	fmt.Printf("first component %.3f\n", m.Components.RawRowView(0))
	fmt.Printf("error with k = 1: %.3f\n", m.ReconstructionMSE(1))
	// Output:
	// mean [4 3]
	// eigenvalues [9.333 0.667]
	// shares [0.933 0.067]
	// first component [0.832 0.555]
	// error with k = 1: 0.500
}

func ExampleModel_Reconstruct() {
	x := mat.NewDense(3, 2, []float64{0, 10, 1, 12, 2, 14}) // on one line: one number a point is enough
	m, err := pca.Fit(x, true)
	if err != nil {
		fmt.Println(err)
		return
	}
	z := m.Transform(nil, x, 1)
	fmt.Printf("%.3f\n", mat.Formatted(m.Reconstruct(nil, z)))
	// Output:
	// ⎡ 0.000  10.000⎤
	// ⎢ 1.000  12.000⎥
	// ⎣ 2.000  14.000⎦
}

func ExampleScore() {
	x := pca.Gauss2D(rand.New(rand.NewPCG(1, 0)), 500, 0.8, 0)
	cov := pca.Covariance(nil, x, 1)
	best := pca.Best(cov)
	fmt.Printf("best line at %.0f° catches %.2f\n", best.Angle*180/math.Pi, best.Variance)
	fmt.Printf("a line at 60° scores %.2f\n", pca.Score(cov, math.Pi/3))
	// Output:
	// best line at 44° catches 1.83
	// a line at 60° scores 0.93
}

func BenchmarkFitDigits(b *testing.B) { benchmarkFit(b, "digits", 64) }

func BenchmarkFitWine(b *testing.B) { benchmarkFit(b, "wine", 13) }

func benchmarkFit(b *testing.B, name string, n int) {
	x := table(b, name)
	b.ReportAllocs()
	for b.Loop() {
		if m := fit(b, x, false); len(m.Values) != n {
			b.Fatal(len(m.Values))
		}
	}
}

func BenchmarkTransformDigits(b *testing.B) {
	x := table(b, "digits")
	m := fit(b, x, false)
	for b.Loop() {
		m.Reconstruct(nil, m.Transform(nil, x, 8))
	}
}
