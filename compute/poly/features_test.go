package poly

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/mat"
)

func mustDescend(t testing.TB, p Problem, o FeatureOptions) *Descent {
	t.Helper()
	d, err := Descend(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// featureMatrices evaluates n features of sequence 0 by their definition.
func featureMatrices(p Problem, n int, seed uint64) (design, grid *mat.Dense) {
	rnd := rand.New(rand.NewPCG(seed, 1<<63))
	design, grid = mat.NewDense(len(p.X), n, nil), mat.NewDense(len(p.Grid), n, nil)
	top := min(2*len(p.X), len(p.Grid)-1)
	for j := range n {
		for k := range top + 1 {
			g := rnd.NormFloat64() / float64(max(k, 1))
			for i, x := range p.X {
				design.Set(i, j, design.At(i, j)+g*math.Cos(float64(k)*math.Pi*(x+1)/2))
			}
			for i, x := range p.Grid {
				grid.Set(i, j, grid.At(i, j)+g*math.Cos(float64(k)*math.Pi*(x+1)/2))
			}
		}
	}
	return design, grid
}

// directHat is the hat matrix on the grid by the singular value decomposition of Φ,
// with singular values s replaced by s/(s²+λ).
func directHat(design, grid *mat.Dense, lambda float64) *mat.Dense {
	var svd mat.SVD
	svd.Factorize(design, mat.SVDThin)
	var u, v, gv, h mat.Dense
	svd.UTo(&u)
	svd.VTo(&v)
	gv.Mul(grid, &v)
	gv.Apply(func(_, j int, x float64) float64 {
		s := svd.Values(nil)[j]
		return x * s / (s*s + lambda)
	}, &gv)
	h.Mul(&gv, u.T())
	return &h
}

// The recursion agrees with the pseudoinverse by SVD below, at and above the
// interpolation threshold, and with the ridge solution.
func TestDescendAgreesWithSVD(t *testing.T) {
	for _, c := range []struct {
		m       int
		lambdas []float64
		sizes   []int
		tol     float64 // the condition number of Φ at N = m is 10³ for m = 20, 10⁵ for m = 200
	}{
		{5, []float64{0, 1e-3, 1}, []int{1, 4, 5, 6, 20}, 1e-9},
		{20, []float64{0, 1e-6, 1e-3, 1, 100}, []int{1, 7, 19, 20, 21, 25, 40, 80}, 1e-7},
		{200, []float64{0, 0.01}, []int{100, 200, 205, 800}, 1e-5},
	} {
		p := NewProblem(Sin, c.m, 201, 0.3)
		design, grid := featureMatrices(p, 4*c.m, 3)
		for _, lambda := range c.lambdas {
			for _, n := range c.sizes {
				d := mustDescend(t, p, FeatureOptions{Sizes: []int{n}, Keep: n, Draws: 1, Lambda: lambda, Seed: 3})
				h := directHat(design.Slice(0, c.m, 0, n).(*mat.Dense), grid.Slice(0, 201, 0, n).(*mat.Dense), lambda)
				var mean mat.VecDense
				mean.MulVec(h, mat.NewVecDense(c.m, p.F))
				variance, bias2, norm := make([]float64, 201), 0.0, 0.09*math.Pow(mat.Norm(h, 2), 2)/201
				for i := range variance {
					row := h.RawRowView(i)
					variance[i] = 0.09 * floats.Dot(row, row)
					bias2 += math.Pow(mean.AtVec(i)-p.FGrid[i], 2) / 201
				}
				what := fmt.Sprintf("m=%d λ=%v N=%d", c.m, lambda, n)
				if r := d.Risks[0]; !scalar.EqualWithinRel(r.Variance, norm, c.tol) || !scalar.EqualWithinAbsOrRel(r.Bias2, bias2, 1e-12, c.tol) {
					t.Errorf("%s: %+v, want bias² %v and variance %v", what, r, bias2, norm)
				}
				scale := floats.Norm(mean.RawVector().Data, math.Inf(1))
				if !floats.EqualApprox(d.Mean, mean.RawVector().Data, c.tol*scale) {
					t.Errorf("%s: mean prediction differs", what)
				}
				if !floats.EqualApprox(d.Variance, variance, c.tol*floats.Max(variance)) {
					t.Errorf("%s: variance differs", what)
				}
			}
		}
	}
}

// Double descent: the error peaks where features are as many as observations and
// comes down again; the second descent ends at or below the first valley.
func TestSecondDescent(t *testing.T) {
	p := NewProblem(Sin, 20, 201, 0.3)
	sizes := DescentSizes(20, 20)
	for seed := uint64(1); seed <= 20; seed++ {
		d := mustDescend(t, p, FeatureOptions{Sizes: sizes, Keep: 20, Draws: 8, Seed: seed})
		at := func(n int) float64 { return d.Risks[slices.Index(sizes, n)].MSE }
		if at(20) < 3*at(80) {
			t.Errorf("seed %d: MSE %v at N = m, %v at N = 4m: no peak", seed, at(20), at(80))
		}
		valley := at(1)
		for i, n := range sizes {
			if n < 20 {
				valley = min(valley, d.Risks[i].MSE)
			}
		}
		if valley > at(1)*0.8 || at(20) < 3*valley || at(80) > 1.1*valley {
			t.Errorf("seed %d: MSE %v, valley %v, peak %v, end %v", seed, at(1), valley, at(20), at(80))
		}
	}
}

// Parts add up to the MSE, and averages are over sequences of features.
func TestDescendRisk(t *testing.T) {
	p := NewProblem(Step, 12, 101, 0.5)
	d := mustDescend(t, p, FeatureOptions{Sizes: []int{4, 12, 40}, Keep: 40, Draws: 3, Seed: 6})
	for i, r := range d.Risks {
		if r.Noise2 != 0.25 || !scalar.EqualWithinRel(r.Bias2+r.Variance+r.Noise2, r.MSE, 1e-12) {
			t.Errorf("N=%d: %+v", d.Sizes[i], r)
		}
	}
	one := mustDescend(t, p, FeatureOptions{Sizes: []int{40}, Keep: 40, Draws: 1, Seed: 6})
	want := p.riskOf(d.Mean, d.Variance)
	if got := one.Risks[0]; !scalar.EqualWithinRel(got.Bias2, want.Bias2, 1e-10) || !scalar.EqualWithinRel(got.Variance, want.Variance, 1e-10) {
		t.Errorf("averages of Mean and Variance give %+v, want %+v", want, got)
	}
}

// From N = m on the fit passes through the observations (design points are grid
// points here); fits are linear in y, with mean Mean.
func TestMinimumNormInterpolates(t *testing.T) {
	p := NewProblem(Sin, 21, 201, 0.3) // every tenth grid point is a design point
	for _, n := range []int{21, 22, 84} {
		d := mustDescend(t, p, FeatureOptions{Sizes: []int{n}, Keep: n, Draws: 1, Seed: 1})
		y := p.Sample(nil, 9, 0)
		fit := d.Predict(nil, y)
		for i, v := range y {
			if !scalar.EqualWithinAbs(fit[10*i], v, 1e-7) {
				t.Errorf("N=%d: fit %v at observation %v", n, fit[10*i], v)
			}
		}
		if got := d.Predict(nil, p.F); !floats.EqualApprox(got, d.Mean, 1e-12*floats.Norm(d.Mean, 2)) {
			t.Errorf("N=%d: fit to f itself is not the mean prediction", n)
		}
	}
}

// The penalty lowers the variance everywhere; at the peak by far.
func TestRidgeRemovesThePeak(t *testing.T) {
	p := NewProblem(Sin, 20, 201, 0.3)
	sizes := []int{5, 20, 60}
	before := mustDescend(t, p, FeatureOptions{Sizes: sizes, Keep: 20, Draws: 4, Seed: 2})
	peak := before.Risks[1].MSE
	for _, lambda := range []float64{1e-3, 0.1, 10} {
		d := mustDescend(t, p, FeatureOptions{Sizes: sizes, Keep: 20, Draws: 4, Lambda: lambda, Seed: 2})
		for i := range sizes {
			if d.Risks[i].Variance >= before.Risks[i].Variance {
				t.Errorf("λ=%v N=%d: variance does not fall", lambda, sizes[i])
			}
		}
		before = d
	}
	if before.Risks[1].MSE > peak/3 {
		t.Errorf("peak %v, with λ = 10 still %v", peak, before.Risks[1].MSE)
	}
}

// A penalty too small to matter is none, not an overflow.
func TestTinyPenalty(t *testing.T) {
	p := NewProblem(Sin, 10, 201, 0.3)
	o := FeatureOptions{Sizes: []int{3, 10, 40}, Keep: 10, Draws: 1, Seed: 2}
	want := mustDescend(t, p, o).Risks
	for lambda, tol := range map[float64]float64{1e-11: 1e-3, 1e-300: 0, 5e-324: 0} {
		o.Lambda = lambda
		for i, got := range mustDescend(t, p, o).Risks {
			if !(math.Abs(got.MSE-want[i].MSE) <= tol*want[i].MSE) {
				t.Errorf("λ=%v N=%d: MSE %v, without penalty %v", lambda, o.Sizes[i], got.MSE, want[i].MSE)
			}
		}
	}
}

// The first N features do not depend on how many are asked for.
func TestDescendIsNestedAndDeterministic(t *testing.T) {
	p := NewProblem(Runge, 15, 201, 0.2)
	o := FeatureOptions{Sizes: []int{3, 15, 60}, Keep: 15, Draws: 2, Seed: 4}
	a, b := mustDescend(t, p, o), mustDescend(t, p, o)
	if !reflect.DeepEqual(a, b) {
		t.Error("equal options give different numbers")
	}
	o.Sizes = []int{15}
	if c := mustDescend(t, p, o); c.Risks[0] != a.Risks[1] || !reflect.DeepEqual(c.Mean, a.Mean) {
		t.Error("the fit of 15 features depends on the other sizes")
	}
}

func TestDescentSizes(t *testing.T) {
	for _, m := range []int{5, 20, 37, 200} {
		for _, keep := range []int{1, m, 4 * m} {
			s := DescentSizes(m, keep)
			if !slices.IsSorted(s) || s[0] != 1 || s[len(s)-1] != 4*m || !slices.Contains(s, m) || !slices.Contains(s, keep) || len(s) > 27 {
				t.Errorf("m=%d keep=%d: %v", m, keep, s)
			}
		}
	}
}

func TestDescendRefuses(t *testing.T) {
	p := NewProblem(Sin, 5, 11, 0.3)
	good := FeatureOptions{Sizes: []int{1, 5}, Keep: 5, Draws: 1}
	for name, change := range map[string]func(*FeatureOptions){
		"no sizes": func(o *FeatureOptions) { o.Sizes = nil },
		"zero":     func(o *FeatureOptions) { o.Sizes = []int{0, 5} },
		"order":    func(o *FeatureOptions) { o.Sizes = []int{5, 5} },
		"keep":     func(o *FeatureOptions) { o.Keep = 3 },
		"draws":    func(o *FeatureOptions) { o.Draws = 0 },
		"lambda":   func(o *FeatureOptions) { o.Lambda = math.NaN() },
	} {
		o := good
		change(&o)
		if _, err := Descend(context.Background(), p, o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	// One look a feature.
	ctx := &countingContext{Context: context.Background(), limit: 7}
	o := FeatureOptions{Sizes: []int{5, 20}, Keep: 5, Draws: 9}
	if _, err := Descend(ctx, p, o); !errors.Is(err, context.Canceled) || ctx.looks != 8 {
		t.Errorf("err = %v after %d looks, want context.Canceled after 8", err, ctx.looks)
	}
}

func BenchmarkDescend(b *testing.B) {
	for _, m := range []int{20, 200} {
		b.Run(fmt.Sprintf("m=%d", m), func(b *testing.B) {
			p := NewProblem(Sin, m, 201, 0.3)
			for b.Loop() {
				mustDescend(b, p, FeatureOptions{Sizes: DescentSizes(m, m), Keep: m, Draws: 8, Seed: 1})
			}
		})
	}
}
