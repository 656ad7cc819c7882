package descent_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/descent"
)

func walk(t *testing.T, f descent.Function, start []float64, s descent.Settings) *descent.Path {
	t.Helper()
	path, err := descent.Walk(f, start, s)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func norms(x [][]float64) []float64 {
	out := make([]float64, len(x))
	for k := range x {
		out[k] = floats.Norm(x[k], 2)
	}
	return out
}

// Gradients and Hessians agree with central differences at random places.
func TestDerivatives(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 0))
	full := descent.Quadratic{A: mat.NewSymDense(2, []float64{3, 1, 1, -2}), B: []float64{1, -1}}
	for name, f := range map[string]descent.Function{"bowl": descent.Bowl(7), "saddle": descent.Saddle(7), "full": full,
		"rosenbrock": descent.Rosenbrock{K: 100}, "abs": descent.Abs{K: 3}} {
		for range 50 {
			x := []float64{4*rnd.Float64() - 2, 4*rnd.Float64() - 2}
			if math.Abs(x[0]) < 0.01 || math.Abs(x[1]) < 0.01 {
				continue // the kink of abs
			}
			got := make([]float64, 2)
			f.Gradient(got, x)
			want := fd.Gradient(nil, f.Value, x, &fd.Settings{Formula: fd.Central})
			if !floats.EqualApprox(got, want, 1e-5*(1+floats.Norm(want, 2))) {
				t.Errorf("%s at %v: gradient %v, by differences %v", name, x, got, want)
			}
			h := mat.NewSymDense(2, nil)
			f.Hessian(h, x)
			byDifferences := mat.NewDense(2, 2, nil)
			fd.Jacobian(byDifferences, func(dst, x []float64) { f.Gradient(dst, x) }, x, &fd.JacobianSettings{Formula: fd.Central})
			if !mat.EqualApprox(h, byDifferences, 1e-5*(1+mat.Norm(h, 2))) {
				t.Errorf("%s at %v: Hessian\n%v\nby differences\n%v", name, x, mat.Formatted(h), mat.Formatted(byDifferences))
			}
		}
	}
}

// −∇f is the direction in which f falls fastest: no unit vector has a smaller
// directional derivative uᵀ∇f, and that of −∇f/‖∇f‖ is −‖∇f‖ (Deep Learning, §4.3).
func TestSteepest(t *testing.T) {
	f, x, g := descent.Rosenbrock{K: 100}, []float64{-1.5, 1}, make([]float64, 2)
	f.Gradient(g, x)
	least, at := math.Inf(1), 0.0
	for k := range 3600 {
		angle := 2 * math.Pi * float64(k) / 3600
		if d := math.Cos(angle)*g[0] + math.Sin(angle)*g[1]; d < least {
			least, at = d, angle
		}
	}
	if want := math.Atan2(-g[1], -g[0]); math.Abs(math.Remainder(at-want, 2*math.Pi)) > 2*math.Pi/3600 || least < -floats.Norm(g, 2) || least > -floats.Norm(g, 2)*(1-1e-5) {
		t.Errorf("steepest at %v with %v, want %v with %v", at, least, want, -floats.Norm(g, 2))
	}
}

// The law of 2/λmax: just under the critical rate a walk on a bowl comes ever nearer,
// just past it ever farther, with and without momentum, and Radius says so.
func TestCriticalRate(t *testing.T) {
	for _, kappa := range []float64{1, 3, 10, 1000} {
		for _, beta := range []float64{0, 0.5, 0.9} {
			critical := descent.CriticalRate(max(1, kappa), beta)
			if r := math.Max(descent.Radius(1, critical, beta), descent.Radius(kappa, critical, beta)); math.Abs(r-1) > 1e-7 {
				t.Errorf("κ=%v, β=%v: radius %v at the critical rate", kappa, beta, r)
			}
			for _, side := range []float64{-1e-3, 1e-3} {
				s := descent.Settings{Method: descent.Momentum, Rate: critical * (1 + side), Momentum: beta, Steps: 20000}
				r := math.Max(descent.Radius(1, s.Rate, beta), descent.Radius(kappa, s.Rate, beta))
				path := walk(t, descent.Bowl(kappa), []float64{-1.5, 1}, s)
				d := norms(path.X)
				last := d[len(d)-1]
				if side < 0 && (r >= 1 || last > 0.2*d[0] || path.Overflow) {
					t.Errorf("κ=%v, β=%v: radius %v, from %v to %v under the critical rate", kappa, beta, r, d[0], last)
				}
				if side > 0 && (r <= 1 || last < 1e6*d[0]) {
					t.Errorf("κ=%v, β=%v: radius %v, from %v to %v past the critical rate", kappa, beta, r, d[0], last)
				}
			}
		}
	}
}

// At the best step gradient descent loses (κ−1)/(κ+1) a step, and no rate is better.
func TestBestRate(t *testing.T) {
	for _, kappa := range []float64{1.5, 10, 100, 1000} {
		rate, factor := descent.Best(1, kappa)
		if want := (kappa - 1) / (kappa + 1); math.Abs(factor-want) > 1e-15 {
			t.Errorf("κ=%v: factor %v, want %v", kappa, factor, want)
		}
		path := walk(t, descent.Bowl(kappa), []float64{-1.5, 1}, descent.Settings{Method: descent.Gradient, Rate: rate, Steps: 300})
		if got := descent.MeasuredRate(norms(path.X), 1e-300); math.Abs(got-factor) > 1e-9 {
			t.Errorf("κ=%v: measured %v, theory %v", kappa, got, factor)
		}
		for k := 1; k < 400; k++ {
			if e := 2 / kappa * float64(k) / 400; math.Max(descent.Radius(1, e, 0), descent.Radius(kappa, e, 0)) < factor-1e-12 {
				t.Errorf("κ=%v: the rate %v is better than the best", kappa, e)
			}
		}
	}
}

// The heavy ball at its best loses (√κ−1)/(√κ+1) a step, and no pair of rate and momentum
// is better (Polyak 1964). Both roots are double there, so that k steps leave about k times
// the power of the factor, and the measured rate comes near it only as 1/k.
func TestBestMomentum(t *testing.T) {
	for _, kappa := range []float64{4, 10, 100, 1000} {
		rate, beta, factor := descent.BestMomentum(1, kappa)
		root := math.Sqrt(kappa)
		if want := (root - 1) / (root + 1); math.Abs(factor-want) > 1e-14 || math.Abs(beta-want*want) > 1e-14 {
			t.Errorf("κ=%v: factor %v, β=%v, want %v", kappa, factor, beta, want)
		}
		if r := math.Max(descent.Radius(1, rate, beta), descent.Radius(kappa, rate, beta)); math.Abs(r-factor) > 1e-7 {
			t.Errorf("κ=%v: radius %v, want %v", kappa, r, factor)
		}
		steps := int(400 / -math.Log(factor))
		path := walk(t, descent.Bowl(kappa), []float64{-1.5, 1}, descent.Settings{Method: descent.Momentum, Rate: rate, Momentum: beta, Steps: steps})
		if got := descent.MeasuredRate(norms(path.X), 1e-300); math.Abs(got-factor) > 2/float64(steps) {
			t.Errorf("κ=%v: measured %v over %d steps, theory %v", kappa, got, steps, factor)
		}
		for i := 1; i < 200; i++ {
			for j := range 200 {
				e, b := 4/kappa*float64(i)/200, float64(j)/200
				if math.Max(descent.Radius(1, e, b), descent.Radius(kappa, e, b)) < factor-1e-7 {
					t.Fatalf("κ=%v: ε=%v, β=%v is better than the best", kappa, e, b)
				}
			}
		}
	}
}

// The measured rate is the spectral radius wherever that is not a double root: decay,
// oscillation and growth, with real roots and with complex ones.
func TestMeasuredRate(t *testing.T) {
	for _, kappa := range []float64{2, 10, 100} {
		for _, c := range [][2]float64{{1.7, 0}, {1.9, 0}, {2.1, 0}, {1.7, 0.5}, {1, 0.8}, {1.7, 0.9}, {3.7, 0.9}, {3.9, 0.9}} {
			s := descent.Settings{Method: descent.Momentum, Rate: c[0] / kappa, Momentum: c[1], Steps: 1500}
			want := math.Max(descent.Radius(1, s.Rate, s.Momentum), descent.Radius(kappa, s.Rate, s.Momentum))
			path := walk(t, descent.Bowl(kappa), []float64{-1.5, 1}, s)
			if got := descent.MeasuredRate(norms(path.X), 1e-290); math.Abs(got-want) > 2e-3*want {
				t.Errorf("κ=%v, ε=%v, β=%v: measured %v, theory %v", kappa, s.Rate, s.Momentum, got, want)
			}
		}
	}
	// Past a saddle the walk first comes nearer and then flees.
	path := walk(t, descent.Saddle(1), []float64{-1.5, 0.001}, descent.Settings{Method: descent.Gradient, Rate: 0.1, Steps: 120})
	if got := descent.MeasuredRate(norms(path.X), 1e-290); math.Abs(got-1.1) > 2e-3 {
		t.Errorf("away from a saddle: %v, want 1.1", got)
	}
	if got := descent.MeasuredRate([]float64{1, 0.5, 0.25, 0.125, 0}, 0); !math.IsNaN(got) {
		t.Errorf("of four distances: %v", got)
	}
}

// Whatever converges stays within Reach of its start.
func TestReach(t *testing.T) {
	farthest := 0.0
	for _, beta := range []float64{0, 0.3, 0.9, 0.99} {
		for k := 1; k < 200; k++ {
			rate := descent.CriticalRate(1, beta) * float64(k) / 200
			path := walk(t, descent.Bowl(1), []float64{1, 0}, descent.Settings{Method: descent.Momentum, Rate: rate, Momentum: beta, Steps: 500})
			for _, d := range norms(path.X) {
				if farthest = max(farthest, d); d > descent.Reach(beta) {
					t.Fatalf("β=%v, ε=%v: as far as %v, over %v", beta, rate, d, descent.Reach(beta))
				}
			}
		}
	}
	if farthest < 10 {
		t.Errorf("nothing went farther than %v", farthest)
	}
}

// Newton's method needs one step on a quadratic function and runs to its saddle too, from
// which gradient descent flees.
func TestNewton(t *testing.T) {
	newton := descent.Settings{Method: descent.Newton, Steps: 20}
	for _, f := range []descent.Quadratic{descent.Bowl(10), descent.Bowl(1000), descent.Saddle(1), descent.Saddle(10)} {
		path := walk(t, f, []float64{-1.5, 0.01}, newton)
		if d := norms(path.X)[1]; d > 1e-14 {
			t.Errorf("%v from the stationary point after one step", d)
		}
	}
	down := walk(t, descent.Saddle(1), []float64{-1.5, 0.01}, descent.Settings{Method: descent.Gradient, Rate: 0.1, Steps: 100})
	if x := down.X[100]; math.Abs(x[0]) > 1e-3 || x[1] < 100 || down.F[100] > -9e3 {
		t.Errorf("gradient descent is at %v after the saddle", x)
	}
	curved := walk(t, descent.Rosenbrock{K: 100}, []float64{-1.5, 1}, newton)
	if x := curved.X[20]; math.Abs(x[0]-1) > 1e-12 || math.Abs(x[1]-1) > 1e-12 {
		t.Errorf("Newton's method on Rosenbrock's valley ends at %v", x)
	}
	if flat := walk(t, descent.Abs{K: 2}, []float64{1, 1}, newton); !flat.Singular || len(flat.X) != 1 {
		t.Errorf("without a Hessian Newton's method took %d steps", len(flat.X)-1)
	}
}

// A fixed step never settles at a kink: it ends up jumping over it.
func TestKink(t *testing.T) {
	path := walk(t, descent.Abs{K: 2}, []float64{-1.5, 1}, descent.Settings{Method: descent.Gradient, Rate: 0.07, Steps: 1000})
	for _, x := range path.X[900:] {
		if d := math.Abs(x[0]); d > 0.07 {
			t.Fatalf("%v from the kink, farther than a step", d)
		}
	}
	if a, b := path.F[999], path.F[1000]; a < 0.01 && b < 0.01 {
		t.Errorf("settled at %v, %v", a, b)
	}
}

// A path ends before the first number that is not finite, and bad settings are errors.
func TestOverflow(t *testing.T) {
	path := walk(t, descent.Rosenbrock{K: 100}, []float64{-1.5, 1}, descent.Settings{Method: descent.Gradient, Rate: 0.1, Steps: 100})
	if !path.Overflow || len(path.X) > 20 || len(path.X) != len(path.F) {
		t.Errorf("%d places, overflow %v", len(path.X), path.Overflow)
	}
	for k, x := range path.X {
		if math.IsInf(floats.Norm(x, 2), 0) || math.IsNaN(path.F[k]) || math.IsInf(path.F[k], 0) {
			t.Errorf("step %d: %v, %v", k, x, path.F[k])
		}
	}
	for _, s := range []descent.Settings{{}, {Method: descent.Gradient}, {Method: descent.Momentum, Rate: 1, Momentum: 1}, {Method: descent.Newton, Steps: -1}} {
		if _, err := descent.Walk(descent.Bowl(1), []float64{1, 1}, s); err == nil {
			t.Errorf("%+v is no error", s)
		}
	}
}
