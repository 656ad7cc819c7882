package pca_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/pca"
)

const degree = math.Pi / 180

// gonum/stat has the covariance with ddof 1 by another route; ddof 0 is (m−1)/m of it.
func TestCovariance(t *testing.T) {
	for _, name := range []string{"iris", "wine"} {
		x := table(t, name)
		m, _ := x.Dims()
		var want, biased mat.SymDense
		stat.CovarianceMatrix(&want, x, nil)
		biased.ScaleSym(float64(m-1)/float64(m), &want)
		if !mat.EqualApprox(pca.Covariance(nil, x, 1), &want, 1e-9) {
			t.Errorf("%s: not the covariance of gonum/stat", name)
		}
		if !mat.EqualApprox(pca.Covariance(new(mat.SymDense), x, 0), &biased, 1e-9) {
			t.Errorf("%s: ddof 0 is not (m−1)/m of ddof 1", name)
		}
	}
}

func TestMaxOffDiagonal(t *testing.T) {
	s := mat.NewSymDense(3, []float64{9, 1, -4, 1, 9, 2, -4, 2, 9})
	if got := pca.MaxOffDiagonal(s); got != 4 {
		t.Errorf("got %v, want 4", got)
	}
	if got := pca.MaxOffDiagonal(mat.NewSymDense(1, []float64{5})); got != 0 {
		t.Errorf("1×1: got %v, want 0", got)
	}
}

// The closed form agrees with the first component and beats every direction of a fine grid.
func TestBest(t *testing.T) {
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		x := pca.Gauss2D(rnd, 60, 2*rnd.Float64()-1, 2*math.Pi*rnd.Float64())
		m := fit(t, x, false)
		cov := pca.Covariance(nil, x, 1)
		best := pca.Best(cov)
		if math.Abs(best.Variance-m.Values[0]) > 1e-13*m.Values[0] {
			t.Errorf("seed %d: variance %v, want λ₁ = %v", seed, best.Variance, m.Values[0])
		}
		along := math.Abs(math.Cos(best.Angle)*m.Components.At(0, 0) + math.Sin(best.Angle)*m.Components.At(0, 1))
		if best.Angle < 0 || best.Angle >= math.Pi || math.Abs(along-1) > 1e-12 {
			t.Errorf("seed %d: angle %v, cosine %v with w₁", seed, best.Angle, along)
		}
		if s := pca.Score(cov, best.Angle); s > 1 || s < 1-1e-15 {
			t.Errorf("seed %d: score of the best line %v", seed, s)
		}
		for d := range 360 {
			angle := float64(d) * degree
			score := pca.Score(cov, angle)
			if caught := pca.Caught(cov, angle); caught > best.Variance*(1+1e-14) || math.Abs(score-caught/best.Variance) > 1e-14 {
				t.Errorf("seed %d: %d° catches %v of %v, score %v", seed, d, caught, best.Variance, score)
			}
			if low := m.Values[1] / m.Values[0]; score > 1 || score < low-1e-12 {
				t.Errorf("seed %d: score %v outside [%v, 1]", seed, score, low)
			}
		}
	}
}

// Covariances whose best line is known without computing.
func TestBestExact(t *testing.T) {
	tests := []struct {
		name    string
		a, b, c float64 // the matrix [a b; b c]
		want    pca.Direction
	}{
		{"first axis", 3, 0, 1, pca.Direction{Angle: 0, Variance: 3}},
		{"second axis", 1, 0, 3, pca.Direction{Angle: math.Pi / 2, Variance: 3}},
		{"diagonal", 1, 0.5, 1, pca.Direction{Angle: math.Pi / 4, Variance: 1.5}},
		{"other diagonal", 1, -0.5, 1, pca.Direction{Angle: 3 * math.Pi / 4, Variance: 1.5}},
		{"circle", 2, 0, 2, pca.Direction{Angle: 0, Variance: 2}},
		{"nothing", 0, 0, 0, pca.Direction{Angle: 0, Variance: 0}},
		{"just below the first axis", 3, -1e-300, 1, pca.Direction{Angle: 0, Variance: 3}},
	}
	for _, tt := range tests {
		cov := mat.NewSymDense(2, []float64{tt.a, tt.b, tt.b, tt.c})
		got := pca.Best(cov)
		if math.Abs(got.Angle-tt.want.Angle) > 1e-15 || math.Abs(got.Variance-tt.want.Variance) > 1e-15 {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
		if s := pca.Score(cov, got.Angle); !(math.Abs(s-1) <= 1e-15) {
			t.Errorf("%s: score of the best line %v", tt.name, s)
		}
	}
	flat := mat.NewSymDense(2, []float64{2, 0, 0, 1})
	if s := pca.Score(flat, 90*degree); math.Abs(s-0.5) > 1e-15 {
		t.Errorf("score across = %v, want λ₂/λ₁ = 0.5", s)
	}
}

// The drawn cloud has variances 1, correlation rho and its long axis at 45° + angle. For m = 40,000 the
// standard errors of the three moments are at most √2/200 = 0.0071; the bound is 4 of them.
func TestGauss2DMoments(t *testing.T) {
	const m, bound = 40000, 0.0283
	for i, rho := range []float64{-0.9, -0.3, 0, 0.5, 0.8, 1} {
		cov := pca.Covariance(nil, pca.Gauss2D(rand.New(rand.NewPCG(uint64(i), 2)), m, rho, 0), 1)
		for _, d := range []float64{cov.At(0, 0) - 1, cov.At(1, 1) - 1, cov.At(0, 1) - rho} {
			if math.Abs(d) > bound {
				t.Errorf("rho %v: covariance %v", rho, rowsOf(cov))
			}
		}
	}
	for _, turn := range []float64{0, 20, 45, 100} {
		x := pca.Gauss2D(rand.New(rand.NewPCG(3, 2)), m, 0.8, turn*degree)
		got := pca.Best(pca.Covariance(nil, x, 1)).Angle / degree
		// The standard error of the angle is √(λ₁λ₂/m)/(λ₁−λ₂) = 0.0019 = 0.11°.
		if math.Abs(got-(45+turn)) > 0.44 {
			t.Errorf("turn %v°: axis at %v°, want %v°", turn, got, 45+turn)
		}
	}
}

// One seed is one cloud: more points keep the first ones, a turn is a turn, and no number leaks between calls.
func TestGauss2DNested(t *testing.T) {
	draw := func(m int, angle float64) *mat.Dense { return pca.Gauss2D(rand.New(rand.NewPCG(5, 0)), m, 0.6, angle) }
	few, many := draw(10, 0.3), draw(25, 0.3)
	if !mat.Equal(few, many.Slice(0, 10, 0, 2)) {
		t.Error("the first points of a larger sample differ")
	}
	var turned mat.Dense
	sin, cos := math.Sincos(0.3)
	turned.Mul(draw(10, 0), mat.NewDense(2, 2, []float64{cos, sin, -sin, cos}))
	if !mat.EqualApprox(few, &turned, 1e-14) {
		t.Error("the angle does not turn the cloud")
	}
	// With rho = ±1 nothing is left across the line.
	if m := fit(t, pca.Gauss2D(rand.New(rand.NewPCG(5, 0)), 50, 1, 0.2), false); m.Rank() != 1 {
		t.Errorf("rho 1: eigenvalues %v", m.Values)
	}
}

// Wrong shapes are bugs of the caller.
func TestPanics(t *testing.T) {
	x := cloud(1, 10, 3)
	m := fit(t, x, false)
	cov3 := pca.Covariance(nil, x, 1)
	for name, f := range map[string]func(){
		"ratio":          func() { m.ExplainedRatio(make([]float64, 2)) },
		"mse":            func() { m.ReconstructionMSE(4) },
		"centre columns": func() { m.Center(nil, cloud(1, 10, 2)) },
		"centre dst":     func() { m.Center(mat.NewDense(9, 3, nil), x) },
		"no component":   func() { m.Transform(nil, x, 0) },
		"k too large":    func() { m.Transform(nil, x, 4) },
		"transform dst":  func() { m.Transform(mat.NewDense(10, 3, nil), x, 2) },
		"inverse":        func() { m.Inverse(nil, cloud(1, 10, 4)) },
		"ddof":           func() { pca.Covariance(nil, cloud(1, 1, 2), 1) },
		"direction":      func() { pca.DirectionVariance(cov3, []float64{1, 0}) },
		"caught 3×3":     func() { pca.Caught(cov3, 0) },
		"best 3×3":       func() { pca.Best(cov3) },
		"rho":            func() { pca.Gauss2D(rand.New(rand.NewPCG(1, 0)), 5, 1.01, 0) },
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
