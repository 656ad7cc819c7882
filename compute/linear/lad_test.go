package linear_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/linear"
)

// bestLine tries the lines through all pairs of points: some minimum is among them.
func bestLine(x *mat.Dense, y []float64) float64 {
	best := math.Inf(1)
	for i := range y {
		for j := range i {
			if x.At(i, 0) == x.At(j, 0) {
				continue
			}
			w := (y[i] - y[j]) / (x.At(i, 0) - x.At(j, 0))
			line := linear.Model{Intercept: y[i] - w*x.At(i, 0), W: []float64{w}}
			best = min(best, linear.MAE(y, line.PredictAll(nil, x)))
		}
	}
	return best
}

// LAD is as good as the best of all lines through two points, on smooth data, with
// outliers, and on a lattice, where most vertices are degenerate.
func TestLADAgainstAllLines(t *testing.T) {
	for seed := range uint64(150) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		m := 3 + rnd.IntN(25)
		x, y := mat.NewDense(m, 1, nil), make([]float64, m)
		for i := range y {
			x.Set(i, 0, 100+rnd.NormFloat64())
			y[i] = 1e3*x.At(i, 0) + rnd.NormFloat64()/rnd.Float64()
			if seed%2 == 0 {
				x.Set(i, 0, float64(rnd.IntN(4)))
				y[i] = float64(rnd.IntN(4))
			}
		}
		x.Set(0, 0, x.At(1, 0)+1) // two different abscissas
		fit, err := linear.LAD(x, y)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		yhat := fit.PredictAll(nil, x)
		if got, want := linear.MAE(y, yhat), bestLine(x, y); !scalar.EqualWithinAbsOrRel(got, want, 1e-9, 1e-9) {
			t.Errorf("seed %d: MAE %v, best of all lines %v", seed, got, want)
		}
		for _, i := range fit.Through {
			if !scalar.EqualWithinAbsOrRel(yhat[i], y[i], 1e-12, 1e-11) {
				t.Errorf("seed %d: passes %v at example %d, y = %v", seed, yhat[i], i, y[i])
			}
		}
	}
}

// Optimality in several columns by its certificate: 0 is a subgradient, that is the
// signs off the model are balanced by numbers in [−1, 1] on the examples passed through.
func TestLADSubgradient(t *testing.T) {
	for seed := range uint64(10) {
		const m, n = 60, 4
		x, y := sample(m, n, seed)
		fit := must(linear.LAD(x, y))
		if len(fit.Through) != n+1 || !slices.IsSorted(fit.Through) || !fit.Unique {
			t.Errorf("seed %d: passes through %v, unique %v", seed, fit.Through, fit.Unique)
		}
		yhat := fit.PredictAll(nil, x)
		rows, sum := mat.NewDense(n+1, n+1, nil), mat.NewVecDense(n+1, nil)
		for i := range m {
			row := append([]float64{1}, x.RawRowView(i)...)
			if k := slices.Index(fit.Through, i); k >= 0 {
				rows.SetCol(k, row)
			} else {
				sum.AddScaledVec(sum, -math.Copysign(1, y[i]-yhat[i]), mat.NewVecDense(n+1, row))
			}
		}
		var lambda mat.VecDense
		if err := lambda.SolveVec(rows, sum); err != nil {
			t.Fatal(err)
		}
		if norm := mat.Norm(&lambda, math.Inf(1)); norm > 1 {
			t.Errorf("seed %d: ‖λ‖∞ = %v", seed, norm)
		}
	}
}

// An outlier in y, however far, does not move the line; it does move least squares.
func TestLADResists(t *testing.T) {
	x, y := sample(30, 1, 3)
	before := must(linear.LAD(x, y))
	far := slices.MaxFunc([]int{4, 9, 14, 19}, func(i, j int) int {
		return int(math.Copysign(1, y[i]-before.Predict(x.RawRowView(i))-y[j]+before.Predict(x.RawRowView(j))))
	})
	y[far] += 1e6
	after := must(linear.LAD(x, y))
	if !scalar.EqualWithinAbs(after.W[0], before.W[0], 1e-8) || !scalar.EqualWithinAbs(after.Intercept, before.Intercept, 1e-8) {
		t.Errorf("moved from %v to %v", before.Model, after.Model)
	}
	if m := must(linear.LeastSquares(x, y)); math.Abs(m.Intercept-before.Intercept) < 1e3 {
		t.Errorf("least squares stays at %v", m)
	}
}

// Four corners of a square: every line between the two horizontals is as good.
func TestLADNotUnique(t *testing.T) {
	x := mat.NewDense(4, 1, []float64{0, 0, 1, 1})
	fit := must(linear.LAD(x, []float64{0, 1, 0, 1}))
	if fit.Unique {
		t.Error("the fit to a square is called unique")
	}
	if mae := linear.MAE([]float64{0, 1, 0, 1}, fit.PredictAll(nil, x)); mae != 0.5 {
		t.Errorf("MAE %v, want 0.5", mae)
	}
}

// A constant target and an exact line have sum 0.
func TestLADExact(t *testing.T) {
	x, _ := sample(12, 1, 5)
	for _, w := range []float64{0, -3} {
		y := make([]float64, 12)
		for i := range y {
			y[i] = 7 + w*x.At(i, 0)
		}
		fit := must(linear.LAD(x, y))
		if !scalar.EqualWithinAbs(fit.W[0], w, 1e-13) || !scalar.EqualWithinAbs(fit.Intercept, 7, 1e-13) {
			t.Errorf("w = %v: %v", w, fit.Model)
		}
	}
}

func BenchmarkLAD(b *testing.B) {
	x, y := sample(200, 1, 1)
	for b.Loop() {
		must(linear.LAD(x, y))
	}
}

func BenchmarkLeastSquares(b *testing.B) {
	x, y := sample(442, 10, 1)
	for b.Loop() {
		must(linear.LeastSquares(x, y))
	}
}
