package glm_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/glm"
	"konspekt/compute/linear"
)

// powers are m places and their powers up to the degree, with targets that bend and err.
func powers(m, degree int) (*mat.Dense, []float64) {
	rnd := rand.New(rand.NewPCG(9, 0))
	x, y := mat.NewDense(m, degree, nil), make([]float64, m)
	for i := range m {
		at := 2*float64(i)/float64(m-1) - 1
		for j := range degree {
			x.Set(i, j, math.Pow(at, float64(j+1)))
		}
		y[i] = math.Sin(3*at) + 0.3*rnd.NormFloat64()
	}
	return x, y
}

func gaussian(t *testing.T, x mat.Matrix, y []float64, lambda, prior, floor float64) *glm.Gaussian {
	t.Helper()
	g, err := glm.NewGaussian(x, y, lambda, prior, floor)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// For every σ the mean is the ridge regression with the penalty mλσ², and the loss is the
// negative log-likelihood of its residuals, per example, with the penalties.
func TestGaussianIsRidge(t *testing.T) {
	x, y := powers(8, 4)
	for _, lambda := range []float64{0, 0.1, 3} {
		g := gaussian(t, x, y, lambda, 0.2, 0)
		for _, sigma := range []float64{0.01, 0.3, 5} {
			want, err := linear.Ridge(x, y, 8*lambda*sigma*sigma)
			if err != nil {
				t.Fatal(err)
			}
			got := g.Model(sigma)
			if !floats.EqualApprox(got.W, want.W, 1e-9) || math.Abs(got.Intercept-want.Intercept) > 1e-9 {
				t.Errorf("λ=%v, σ=%v: %v, want %v", lambda, sigma, got, want)
			}
			yhat := want.PredictAll(nil, x)
			loss := -linear.GaussianLogLik(y, yhat, sigma)/8 + 0.2*0.2/(2*sigma*sigma) + lambda/2*floats.Dot(want.W, want.W)
			if at := g.At(sigma); math.Abs(at.Loss-loss) > 1e-9*(1+math.Abs(loss)) || math.Abs(at.MSE-linear.MSE(y, yhat)) > 1e-9 {
				t.Errorf("λ=%v, σ=%v: loss %v, MSE %v, want %v, %v", lambda, sigma, at.Loss, at.MSE, loss, linear.MSE(y, yhat))
			}
		}
	}
}

// Where the mean can pass through all points, the density is unbounded: for every tenth of
// σ the loss falls by log 10. A penalty on the weights shifts that line and does not stop
// it; a floor or a prior on σ does.
func TestGaussianUnbounded(t *testing.T) {
	x, y := powers(6, 5)
	for _, lambda := range []float64{0, 0.01, 10} {
		g := gaussian(t, x, y, lambda, 0, 0)
		if _, err := g.Minimum(); g.Exists() || !errors.Is(err, glm.ErrNoMinimum) {
			t.Errorf("λ=%v: a minimum: %v", lambda, err)
		}
		for _, sigma := range []float64{1e-4, 1e-5, 1e-6} {
			if fall := g.At(sigma).Loss - g.At(sigma/10).Loss; math.Abs(fall-math.Log(10)) > 5e-3 {
				t.Errorf("λ=%v: from σ=%v to a tenth the loss falls by %v, want log 10", lambda, sigma, fall)
			}
		}
		for name, cured := range map[string]*glm.Gaussian{"floor": gaussian(t, x, y, lambda, 0, 0.01), "prior": gaussian(t, x, y, lambda, 0.05, 0)} {
			best, err := cured.Minimum()
			if err != nil || best.Sigma < 0.01 {
				t.Errorf("λ=%v, %s: %v, %v", lambda, name, best, err)
			}
			for s := math.Max(cured.Floor, 1e-5); s < 10; s *= 1.07 {
				if l := cured.At(s).Loss; l < best.Loss-1e-9 {
					t.Errorf("λ=%v, %s: at σ=%v the loss %v, at the minimum σ=%v %v", lambda, name, s, l, best.Sigma, best.Loss)
				}
			}
		}
	}
}

// A mean that misses points leaves a minimum at σ² = MSE.
func TestGaussianMinimum(t *testing.T) {
	x, y := powers(8, 3)
	best, err := gaussian(t, x, y, 0, 0, 0).Minimum()
	if err != nil || math.Abs(best.Sigma*best.Sigma-best.MSE) > 1e-12 {
		t.Errorf("%v, %v", best, err)
	}
}

// A σ of its own for one example is enough: a mean that meets that point alone makes the
// loss fall by (1/m) log 10 for every tenth of this σ.
func TestPinned(t *testing.T) {
	x, y := powers(8, 1)
	for row := range y {
		p, err := glm.Pin(x, y, row)
		if err != nil {
			t.Fatal(err)
		}
		yhat := p.Mean.PredictAll(nil, x)
		if math.Abs(yhat[row]-y[row]) > 1e-12 || p.Sigma < 0.01 {
			t.Errorf("row %d: predicted %v, want %v; σ of the others %v", row, yhat[row], y[row], p.Sigma)
		}
		if fall := p.Loss(1e-3) - p.Loss(1e-4); math.Abs(fall-math.Log(10)/8) > 1e-12 {
			t.Errorf("row %d: the loss falls by %v", row, fall)
		}
		want := 0.0
		for i := range y {
			sigma := p.Sigma
			if i == row {
				sigma = 0.01
			}
			want -= linear.GaussianLogLik(y[i:i+1], yhat[i:i+1], sigma) / 8
		}
		if math.Abs(p.Loss(0.01)-want) > 1e-9 {
			t.Errorf("row %d: loss %v, want %v", row, p.Loss(0.01), want)
		}
	}
}
