package poly

import (
	"context"
	"errors"
	"math"
	"reflect"
	"testing"

	"gonum.org/v1/gonum/floats/scalar"
)

func mustSimulate(t testing.TB, f *Family, repeats int, seed uint64) []Simulated {
	t.Helper()
	s, err := f.Simulate(context.Background(), repeats, seed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Simulated errors lie within 4 standard errors of the closed form; with 400
// dependent comparisons this seed passes.
func TestSimulationAgreesWithClosedForm(t *testing.T) {
	for name, p := range problems(t) {
		for _, lambda := range []float64{0, 0.5} {
			f := NewFamily(p, min(MaxDegree, len(p.X)-1), lambda)
			for d, s := range mustSimulate(t, f, 2000, 1) {
				r := f.Risk(d)
				if s.MSESE <= 0 || math.Abs(s.MSE-r.MSE) > 4*s.MSESE {
					t.Errorf("%s degree %d λ=%v: MSE %v ± %v, closed form %v", name, d, lambda, s.MSE, s.MSESE, r.MSE)
				}
				if !scalar.EqualWithinRel(s.Bias2+s.Variance+r.Noise2, s.MSE, 1e-12) {
					t.Errorf("%s degree %d λ=%v: simulated parts do not add up: %+v", name, d, lambda, s)
				}
			}
		}
	}
}

// The quadratic form gives what fits evaluated point by point give.
func TestSimulationByHand(t *testing.T) {
	const repeats, seed = 70, 5
	p := NewProblem(Step, 25, 101, 0.4)
	for _, lambda := range []float64{0, 2} {
		f := NewFamily(p, 8, lambda)
		for d, got := range mustSimulate(t, f, repeats, seed) {
			var mse, mse2, bias2, variance float64
			mean := make([]float64, len(p.Grid))
			var fits [][]float64
			for i := range repeats {
				fit := f.Predict(nil, d, p.Sample(nil, seed, i))
				e := 0.0
				for k, v := range fit {
					e += (v - p.FGrid[k]) * (v - p.FGrid[k]) / 101
					mean[k] += v / repeats
				}
				mse += e / repeats
				mse2 += e * e / repeats
				fits = append(fits, fit)
			}
			for k, v := range mean {
				bias2 += (v - p.FGrid[k]) * (v - p.FGrid[k]) / 101
				for _, fit := range fits {
					variance += (fit[k] - v) * (fit[k] - v) / 101 / repeats
				}
			}
			want := Simulated{bias2, variance, mse + 0.16, math.Sqrt((mse2 - mse*mse) / (repeats - 1))}
			if !scalar.EqualWithinRel(got.Bias2, want.Bias2, 1e-10) || !scalar.EqualWithinRel(got.Variance, want.Variance, 1e-10) ||
				!scalar.EqualWithinRel(got.MSE, want.MSE, 1e-12) || !scalar.EqualWithinRel(got.MSESE, want.MSESE, 1e-8) {
				t.Errorf("λ=%v degree %d: %+v, want %+v", lambda, d, got, want)
			}
		}
	}
}

// Without noise every sample is the same: the simulation is the bias.
func TestSimulationWithoutNoise(t *testing.T) {
	f := NewFamily(NewProblem(Runge, 15, 201, 0), 14, 0)
	for d, s := range mustSimulate(t, f, 10, 1) {
		r := f.Risk(d)
		if s.Bias2 != r.Bias2 || s.Variance != 0 || s.MSESE != 0 || !scalar.EqualWithinRel(s.MSE, r.MSE, 1e-15) {
			t.Errorf("degree %d: %+v, want the bias of %+v alone", d, s, r)
		}
	}
}

func TestSimulationIsDeterministic(t *testing.T) {
	f := NewFamily(NewProblem(Sin, 20, 201, 0.3), 12, 0)
	a, b := mustSimulate(t, f, 100, 7), mustSimulate(t, f, 100, 7)
	if !reflect.DeepEqual(a, b) {
		t.Error("equal seeds give different numbers")
	}
	if c := mustSimulate(t, f, 100, 8); a[3].MSE == c[3].MSE {
		t.Error("different seeds give equal numbers")
	}
}

// countingContext is done after a number of looks at it.
type countingContext struct {
	context.Context
	looks, limit int
}

func (c *countingContext) Err() error {
	c.looks++
	if c.looks > c.limit {
		return context.Canceled
	}
	return nil
}

// The context is looked at every 64 replicates, some tenths of a millisecond, and the
// look that finds it done is all but the last.
func TestSimulateCancel(t *testing.T) {
	f := NewFamily(NewProblem(Sin, 20, 201, 0.3), 15, 0)
	ctx := &countingContext{Context: context.Background(), limit: 5}
	if _, err := f.Simulate(ctx, 64*100, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	if ctx.looks > 7 {
		t.Errorf("%d looks at a context done at the 6th", ctx.looks)
	}
	if _, err := f.Simulate(context.Background(), 1, 1); err == nil {
		t.Error("one repeat is accepted")
	}
}

// BenchmarkPeerA is the usual classroom experiment, with preparation: 1000 samples
// of 30 points, degrees 0 to 12, errors over 200 points.
func BenchmarkPeerA(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		mustSimulate(b, NewFamily(NewProblem(Sin, 30, 200, 0.3), 12, 0), 1000, 1)
	}
}

func BenchmarkFamily(b *testing.B) {
	for b.Loop() {
		NewFamily(NewProblem(Sin, 20, 201, 0.3), 15, 0)
	}
}

func BenchmarkSimulateLargest(b *testing.B) {
	f := NewFamily(NewProblem(Sin, 200, 201, 0.3), 15, 0)
	for b.Loop() {
		mustSimulate(b, f, 20000, 1)
	}
}
