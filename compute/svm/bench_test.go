package svm_test

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/dataset"
	"konspekt/compute/svm"
)

// moons reads testdata/moons.csv: 1,000 points of scikit-learn's two moons with noise 0.3.
func moons(tb testing.TB) (*mat.Dense, []float64) {
	tb.Helper()
	f, err := os.Open("testdata/moons.csv")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	t, err := dataset.Parse("moons", f)
	if err != nil {
		tb.Fatal(err)
	}
	y := make([]float64, len(t.Labels))
	for i, l := range t.Labels {
		y[i] = -1
		if t.Classes[l] == "1" {
			y[i] = 1
		}
	}
	return t.X, y
}

// blobs draws m points, alternately around (−d, 0) and (d, 0) with unit variance.
func blobs(m int, d float64, seed uint64) (*mat.Dense, []float64) {
	rnd := rand.New(rand.NewPCG(seed, 0))
	x, y := mat.NewDense(m, 2, nil), make([]float64, m)
	for i := range y {
		y[i] = float64(2*(i%2) - 1)
		x.SetRow(i, []float64{y[i]*d + rnd.NormFloat64(), rnd.NormFloat64()})
	}
	return x, y
}

func fit(tb testing.TB, x mat.Matrix, y []float64, p svm.Params, start []float64) *svm.Model {
	tb.Helper()
	m, err := svm.Fit(context.Background(), x, y, p, start)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

var rbf1 = svm.Params{Kernel: svm.Kernel{Kind: svm.RBF, Gamma: 1}, C: 1}

// The job that scikit-learn is timed at: SVC(C=1, gamma=1).fit on 1,000 points and its decision function
// on a 100×100 grid.
func BenchmarkMoonsAndGrid(b *testing.B) {
	x, y := moons(b)
	gx, gy := floats.Span(make([]float64, 100), -2, 3), floats.Span(make([]float64, 100), -1.7, 2.2)
	var m *svm.Model
	var d []float64
	for b.Loop() {
		m = fit(b, x, y, rbf1, nil)
		d = m.GridTo(nil, gx, gy)
	}
	b.ReportMetric(float64(len(m.Support)), "support")
	b.ReportMetric(floats.Sum(d), "decision-sum")
	b.ReportMetric(float64(m.Iterations), "steps")
}

// Fit at 2,000 overlapping points, cold and after a drag of one of them.
func BenchmarkFit(b *testing.B) {
	for _, c := range []struct {
		name string
		p    svm.Params
	}{
		{"rbf", rbf1},
		{"rbf C=1000", svm.Params{Kernel: rbf1.Kernel, C: 1000}},
		{"rbf gamma=0.1 C=100", svm.Params{Kernel: svm.Kernel{Kind: svm.RBF, Gamma: 0.1}, C: 100}},
		{"rbf gamma=10 C=10", svm.Params{Kernel: svm.Kernel{Kind: svm.RBF, Gamma: 10}, C: 10}},
		{"rbf gamma=100 C=10", svm.Params{Kernel: svm.Kernel{Kind: svm.RBF, Gamma: 100}, C: 10}},
		{"linear", svm.Params{Kernel: svm.Kernel{Kind: svm.Linear}, C: 1}},
		{"linear C=1000", svm.Params{Kernel: svm.Kernel{Kind: svm.Linear}, C: 1000}},
		{"poly 3", svm.Params{Kernel: svm.Kernel{Kind: svm.Poly, Gamma: 1, Coef0: 1, Degree: 3}, C: 1}},
		{"poly 3 C=1000", svm.Params{Kernel: svm.Kernel{Kind: svm.Poly, Gamma: 1, Coef0: 1, Degree: 3}, C: 1000}},
	} {
		for _, start := range []string{"cold", "warm"} {
			b.Run(c.name+"/"+start, func(b *testing.B) {
				x, y := blobs(2000, 1, 1)
				var dual []float64
				if start == "warm" {
					dual = fit(b, x, y, c.p, nil).Dual()
					x.Set(7, 0, x.At(7, 0)+0.05) // a drag
				}
				var m *svm.Model
				for b.Loop() {
					m = fit(b, x, y, c.p, dual)
				}
				b.ReportMetric(float64(len(m.Support)), "support")
				b.ReportMetric(float64(len(m.Support)-len(m.Bounded)), "free")
				b.ReportMetric(float64(m.Iterations), "steps")
				if !m.Exact {
					b.ReportMetric(1, "inexact")
				}
			})
		}
	}
}
