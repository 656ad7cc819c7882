package linear_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/linear"
)

// sample draws m examples of n standard normal columns with y = 2 + Σ(j+1)x_j + ε.
func sample(m, n int, seed uint64) (*mat.Dense, []float64) {
	rnd := rand.New(rand.NewPCG(seed, 0))
	x, y := mat.NewDense(m, n, nil), make([]float64, m)
	for i := range m {
		y[i] = 2 + rnd.NormFloat64()
		for j := range n {
			v := rnd.NormFloat64()
			x.Set(i, j, v)
			y[i] += float64(j+1) * v
		}
	}
	return x, y
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The residuals of least squares are orthogonal to the columns and to a constant:
// the gradient of the MSE is 0, and so is that of the log-likelihood for every σ.
func TestNormalEquations(t *testing.T) {
	x, y := sample(50, 4, 1)
	m := must(linear.LeastSquares(x, y))
	for j, g := range m.MSEGradient(x, y) {
		if math.Abs(g) > 1e-13 {
			t.Errorf("∂MSE/∂%d = %v", j, g)
		}
	}
	yhat := m.PredictAll(nil, x)
	other := must(linear.Ridge(x, y, 5)).PredictAll(nil, x)
	for _, sigma := range []float64{0.1, 1, 30} {
		if linear.GaussianLogLik(y, other, sigma) >= linear.GaussianLogLik(y, yhat, sigma) {
			t.Errorf("σ = %v: least squares is not the most likely", sigma)
		}
	}
	if best := math.Sqrt(linear.MSE(y, yhat)); linear.GaussianLogLik(y, yhat, best) <= linear.GaussianLogLik(y, yhat, best*1.01) ||
		linear.GaussianLogLik(y, yhat, best) <= linear.GaussianLogLik(y, yhat, best*0.99) {
		t.Error("σ² = MSE is not the most likely")
	}
	if best := linear.MAE(y, yhat); linear.LaplaceLogLik(y, yhat, best) <= linear.LaplaceLogLik(y, yhat, best*1.01) ||
		linear.LaplaceLogLik(y, yhat, best) <= linear.LaplaceLogLik(y, yhat, best*0.99) {
		t.Error("scale = MAE is not the most likely")
	}
}

func TestMSEGradient(t *testing.T) {
	x, y := sample(20, 3, 2)
	at := []float64{0.5, 1, -1, 2}
	want := fd.Gradient(nil, func(p []float64) float64 {
		return linear.MSE(y, linear.Model{Intercept: p[0], W: p[1:]}.PredictAll(nil, x))
	}, at, &fd.Settings{Formula: fd.Central})
	got := linear.Model{Intercept: at[0], W: at[1:]}.MSEGradient(x, y)
	if !floats.EqualApprox(got, want, 1e-7) {
		t.Errorf("gradient %v, by differences %v", got, want)
	}
}

// Ridge solves (XᵀX + λI)w = Xᵀy on centred data, is least squares at λ = 0 and the
// mean as λ → ∞; ‖w‖ falls with λ.
func TestRidge(t *testing.T) {
	x, y := sample(30, 3, 3)
	last := math.Inf(1)
	for _, lambda := range []float64{0, 0.1, 1, 10, 1e3, 1e12} {
		m := must(linear.Ridge(x, y, lambda))
		// The gradient of the penalised sum: m/2·∂MSE/∂w + λw = 0.
		g := m.MSEGradient(x, y)
		for j, w := range m.W {
			if rest := 15*g[j+1] + lambda*w; math.Abs(rest) > 1e-10*(1+lambda*math.Abs(w)) {
				t.Errorf("λ = %v: ∂/∂w_%d = %v", lambda, j, rest)
			}
		}
		if norm := floats.Norm(m.W, 2); norm >= last {
			t.Errorf("λ = %v: ‖w‖ = %v does not fall", lambda, norm)
		} else {
			last = norm
		}
	}
	if m := must(linear.Ridge(x, y, 1e15)); !scalar.EqualWithinAbs(m.Intercept, floats.Sum(y)/30, 1e-9) || last > 1e-9 {
		t.Errorf("λ → ∞: %v", m)
	}
}

// Among all exact fits MinNorm has the smallest weights: w lies in the row space.
func TestMinNormWide(t *testing.T) {
	x, y := sample(5, 9, 4)
	m := must(linear.MinNorm(x, y))
	if mse := linear.MSE(y, m.PredictAll(nil, x)); mse > 1e-24 {
		t.Errorf("MSE %v of an interpolation", mse)
	}
	ridge := must(linear.Ridge(x, y, 1e-9))
	if !floats.EqualApprox(m.W, ridge.W, 1e-7) {
		t.Errorf("λ → 0: %v, minimal norm %v", ridge.W, m.W)
	}
}

// H is symmetric with trace n+1, HX = X, 1/m ≤ h ≤ 1; ŷ = Hy for every λ.
func TestHat(t *testing.T) {
	x, y := sample(25, 3, 5)
	for _, lambda := range []float64{0, 0.3, 20} {
		z := must(linear.HatFactor(x, lambda))
		var h mat.Dense
		h.Mul(z, z.T())
		var fitted mat.VecDense
		fitted.MulVec(&h, mat.NewVecDense(25, y))
		want := must(linear.Ridge(x, y, lambda)).PredictAll(nil, x)
		if !floats.EqualApprox(fitted.RawVector().Data, want, 1e-12) {
			t.Errorf("λ = %v: Hy is not ŷ", lambda)
		}
		lev := must(linear.Leverage(nil, x, lambda))
		if lambda == 0 && !scalar.EqualWithinAbs(floats.Sum(lev), 4, 1e-13) {
			t.Errorf("trace %v, want 4", floats.Sum(lev))
		}
		for i, l := range lev {
			if l < 1./25-1e-15 || l > 1 || !scalar.EqualWithinAbs(l, h.At(i, i), 1e-15) {
				t.Errorf("λ = %v: leverage %v, diagonal %v", lambda, l, h.At(i, i))
			}
		}
	}
}

// Rank is a matter of directions: units and offsets do not change the verdict.
func TestRank(t *testing.T) {
	x, y := sample(20, 2, 6)
	for _, scale := range []float64{1e-12, 1, 1e12} {
		u := mat.DenseCopyOf(x)
		for i := range 20 {
			u.Set(i, 1, scale*x.At(i, 1))
		}
		a, b := must(linear.LeastSquares(x, y)), must(linear.LeastSquares(u, y))
		if !scalar.EqualWithinRel(a.W[1], b.W[1]*scale, 1e-12) {
			t.Errorf("scale %v: %v, want %v", scale, b.W[1]*scale, a.W[1])
		}
		must(linear.HatFactor(u, 0))
	}
	double, constant := mat.DenseCopyOf(x), mat.DenseCopyOf(x)
	for i := range 20 {
		double.Set(i, 1, 3*x.At(i, 0)+0.1)
		constant.Set(i, 1, 0.1)
	}
	for name, bad := range map[string]mat.Matrix{"double": double, "constant": constant, "short": x.Slice(0, 2, 0, 2)} {
		m, _ := bad.Dims()
		if _, err := linear.LeastSquares(bad, y[:m]); !errors.Is(err, linear.ErrRank) {
			t.Errorf("%s: LeastSquares: %v", name, err)
		}
		if _, err := linear.HatFactor(bad, 0); !errors.Is(err, linear.ErrRank) {
			t.Errorf("%s: HatFactor: %v", name, err)
		}
		if _, err := linear.LAD(bad, y[:m]); !errors.Is(err, linear.ErrRank) {
			t.Errorf("%s: LAD: %v", name, err)
		}
		must(linear.Ridge(bad, y[:m], 0.1))
	}
	y[3] = math.NaN()
	if _, err := linear.LeastSquares(x, y); !errors.Is(err, linear.ErrFinite) {
		t.Errorf("NaN: %v", err)
	}
}

// Ridge through the origin solves (XᵀX + λI)w = Xᵀy on the data as they are.
func TestRidgeOrigin(t *testing.T) {
	x, y := sample(20, 2, 8)
	m := must(linear.RidgeOrigin(x, y, 2))
	g := m.MSEGradient(x, y)
	for j, w := range m.W {
		if rest := 10*g[j+1] + 2*w; math.Abs(rest) > 1e-11 || m.Intercept != 0 {
			t.Errorf("∂/∂w_%d = %v, b = %v", j, rest, m.Intercept)
		}
	}
}

// The hat matrix of a model through the origin gives its predictions; of zeros it is zero.
func TestHatFactorOrigin(t *testing.T) {
	x, y := sample(20, 3, 11)
	for _, lambda := range []float64{0, 2} {
		z := must(linear.HatFactorOrigin(x, lambda))
		m := must(linear.RidgeOrigin(x, y, lambda))
		var c, yhat mat.VecDense
		c.MulVec(z.T(), mat.NewVecDense(20, y))
		yhat.MulVec(z, &c)
		for i, want := range m.PredictAll(nil, x) {
			if math.Abs(yhat.AtVec(i)-want) > 1e-12 {
				t.Errorf("λ=%v, example %d: %v, want %v", lambda, i, yhat.AtVec(i), want)
			}
		}
	}
	if z := must(linear.HatFactorOrigin(mat.NewDense(4, 2, nil), 0)); mat.Norm(z, 2) != 0 {
		t.Errorf("zeros: %v", mat.Formatted(z))
	}
}

func TestPanics(t *testing.T) {
	x, y := sample(5, 1, 9)
	for name, f := range map[string]func(){
		"lengths": func() { _, _ = linear.LeastSquares(x, y[:4]) },
		"penalty": func() { _, _ = linear.Ridge(x, y, -1) },
		"sigma":   func() { linear.GaussianLogLik(y, y, 0) },
		"weights": func() { linear.Model{W: []float64{1, 2}}.PredictAll(nil, x) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
