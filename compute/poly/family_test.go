package poly

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/mat"
)

// The ridge fit solves (BᵀB + λJ)c = Bᵀy on the Legendre basis, J leaving out the
// intercept.
func TestRidgeSolvesNormalEquations(t *testing.T) {
	p := NewProblem(Runge, 30, 41, 0.5)
	y := p.Sample(nil, 4, 0)
	for _, lambda := range []float64{1e-6, 0.1, 3, 100} {
		f := NewFamily(p, 9, lambda)
		for _, d := range []int{0, 1, 4, 9} {
			b, g := legendreMatrix(p.X, d), legendreMatrix(p.Grid, d)
			var a mat.Dense
			a.Mul(b.T(), b)
			for j := 1; j <= d; j++ {
				a.Set(j, j, a.At(j, j)+lambda)
			}
			var rhs, c, want mat.VecDense
			rhs.MulVec(b.T(), mat.NewVecDense(len(y), y))
			if err := c.SolveVec(&a, &rhs); err != nil {
				t.Fatal(err)
			}
			want.MulVec(g, &c)
			if got := f.Predict(nil, d, y); !floats.EqualApprox(got, want.RawVector().Data, 1e-11) {
				t.Errorf("λ=%v degree %d: fit differs from the normal equations", lambda, d)
			}
		}
	}
}

func legendreMatrix(x []float64, degree int) *mat.Dense {
	b := mat.NewDense(len(x), degree+1, nil)
	for j, col := range legendre(x, degree) {
		b.SetCol(j, col)
	}
	return b
}

// problems are all truths on several designs, the smallest with as many points as
// coefficients.
func problems(t *testing.T) map[string]Problem {
	t.Helper()
	out := map[string]Problem{}
	for _, name := range []string{"sin", "step", "cubic", "runge"} {
		f, err := Truth(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []int{5, 16, 20, 200} {
			out[fmt.Sprintf("%s m=%d", name, m)] = NewProblem(f, m, 201, 0.3)
		}
	}
	return out
}

// bias² + variance + noise = MSE, at every degree and penalty.
func TestDecompositionSums(t *testing.T) {
	for name, p := range problems(t) {
		for _, lambda := range []float64{0, 0.5, 100} {
			f := NewFamily(p, min(MaxDegree, len(p.X)-1), lambda)
			for d := range f.risk {
				r := f.Risk(d)
				if !scalar.EqualWithinRel(r.Bias2+r.Variance+r.Noise2, r.MSE, 1e-12) || r.Noise2 != 0.3*0.3 {
					t.Errorf("%s degree %d λ=%v: %+v", name, d, lambda, r)
				}
			}
		}
	}
}

// Without a penalty the trace of the hat matrix is the number of coefficients, and
// the hat matrix is a projection: tr H² = tr H shows in the training error.
func TestTraceOfHatMatrix(t *testing.T) {
	for name, p := range problems(t) {
		m := float64(len(p.X))
		pure := p
		pure.F = make([]float64, len(p.X))
		f := NewFamily(pure, min(MaxDegree, len(p.X)-1), 0)
		for d := range f.risk {
			if !scalar.EqualWithinAbs(f.DF(d), float64(d+1), 1e-12) {
				t.Errorf("%s degree %d: trace %v", name, d, f.DF(d))
			}
			if want := 0.09 * (m - float64(d+1)) / m; !scalar.EqualWithinAbs(f.TrainMSE(d), want, 1e-13) {
				t.Errorf("%s degree %d: training error %v of pure noise, want %v", name, d, f.TrainMSE(d), want)
			}
		}
	}
}

// As many coefficients as points interpolate: the fit passes through y.
func TestInterpolation(t *testing.T) {
	p := NewProblem(Runge, 16, 201, 1)
	y := p.Sample(nil, 3, 7)
	if got := NewFamily(p, 15, 0).Fitted(nil, 15, y); !floats.EqualApprox(got, y, 1e-12) {
		t.Errorf("fit %v does not pass through %v", got, y)
	}
}

// Nested least squares: at every point of the grid a higher degree has no smaller
// variance; its training error is no larger.
func TestVarianceGrowsWithDegree(t *testing.T) {
	for name, p := range problems(t) {
		f := NewFamily(p, min(MaxDegree, len(p.X)-1), 0)
		for d := 1; d < len(f.risk); d++ {
			a, b := f.Variance(nil, d-1), f.Variance(nil, d)
			for i := range a {
				if b[i] < a[i] {
					t.Fatalf("%s degree %d: variance falls at point %d", name, d, i)
				}
			}
			if f.TrainMSE(d) > f.TrainMSE(d-1)+1e-15 {
				t.Errorf("%s degree %d: training error grows", name, d)
			}
		}
	}
}

// A polynomial of the true degree has no bias.
func TestCubicHasNoBiasFromDegree3(t *testing.T) {
	f := NewFamily(NewProblem(Cubic, 20, 201, 0.3), 15, 0)
	if f.Risk(2).Bias2 < 0.1 {
		t.Errorf("degree 2 has bias² %v", f.Risk(2).Bias2)
	}
	for d := 3; d <= 15; d++ {
		if b := f.Risk(d).Bias2; b > 1e-24 {
			t.Errorf("degree %d has bias² %v", d, b)
		}
	}
	if f.Best() != 3 {
		t.Errorf("best degree %d, want 3", f.Best())
	}
}

// λ → ∞ leaves the mean of y; the trace tends to 1.
func TestInfinitePenaltyGivesMean(t *testing.T) {
	p := NewProblem(Sin, 20, 31, 0.5)
	y := p.Sample(nil, 1, 0)
	f := NewFamily(p, 10, 1e14)
	mean := floats.Sum(y) / 20
	for _, v := range f.Predict(nil, 10, y) {
		if !scalar.EqualWithinAbs(v, mean, 1e-11) {
			t.Fatalf("prediction %v, want the mean %v", v, mean)
		}
	}
	if !scalar.EqualWithinAbs(f.DF(10), 1, 1e-11) {
		t.Errorf("trace %v, want 1", f.DF(10))
	}
}

// The penalty lowers the variance and the trace; a vanishing one changes nothing.
func TestRidgeVarianceDecreases(t *testing.T) {
	for name, p := range problems(t) {
		top := min(MaxDegree, len(p.X)-1)
		plain, tiny := NewFamily(p, top, 0), NewFamily(p, top, 1e-16)
		if !scalar.EqualWithinRel(plain.Risk(top).MSE, tiny.Risk(top).MSE, 1e-9) {
			t.Errorf("%s: λ = 1e-16 changes the error", name)
		}
		before := plain
		for _, lambda := range []float64{1e-4, 1e-2, 1, 10, 100} {
			f := NewFamily(p, top, lambda)
			for d := 1; d <= top; d++ {
				if f.Risk(d).Variance >= before.Risk(d).Variance || f.DF(d) >= before.DF(d) {
					t.Errorf("%s degree %d: λ = %v does not lower the variance and the trace", name, d, lambda)
				}
			}
			before = f
		}
	}
}

func TestFamilyPanics(t *testing.T) {
	p := NewProblem(Sin, 5, 11, 0.3)
	twice := p
	twice.X = []float64{-1, -1, 0, 1, 1}
	short := p
	short.F = short.F[:4]
	f := NewFamily(p, 4, 0)
	for name, call := range map[string]func(){
		"degree m":        func() { NewFamily(p, 5, 0) },
		"degree −1":       func() { NewFamily(p, -1, 0) },
		"repeated points": func() { NewFamily(twice, 3, 0) },
		"short F":         func() { NewFamily(short, 1, 0) },
		"λ < 0":           func() { NewFamily(p, 1, -1) },
		"λ NaN":           func() { NewFamily(p, 1, math.NaN()) },
		"short dst":       func() { f.Mean(make([]float64, 3), 1) },
		"short y":         func() { f.Predict(nil, 1, make([]float64, 3)) },
		"one point":       func() { NewProblem(Sin, 1, 11, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

func TestTruthNames(t *testing.T) {
	if _, err := Truth("tan"); err == nil {
		t.Error("an unknown name is accepted")
	}
	for _, c := range []struct {
		got, want float64
	}{{Step(-0.1), -0.5}, {Step(0), 0}, {Step(2), 0.5}, {Cubic(-1), -1}, {Cubic(0.5), -1}, {Runge(1), 1.0 / 26}, {Sin(0.5), 1}} {
		if !scalar.EqualWithinAbs(c.got, c.want, 1e-15) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}
