package stats

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"gonum.org/v1/gonum/floats/scalar"
)

// reference is testdata/estimation.json: numbers from numpy and mpmath, see its
// fields source and conventions.
type reference struct {
	Cases []struct {
		Name  string
		Input struct {
			X      []float64
			M      int
			Sigma2 float64
		}
		Expected struct {
			Mean             float64
			VarianceBiased   float64 `json:"variance_biased"`
			VarianceUnbiased float64 `json:"variance_unbiased"`
			StdUnbiased      float64 `json:"std_unbiased"`
			StandardError    float64 `json:"standard_error"`
			Biased, Unbiased refQuality
			MeanEstimator    refQuality `json:"mean_estimator"`
		}
		Tolerance struct{ Rel, Abs float64 }
	}
}

type refQuality struct{ Bias, Variance, MSE float64 }

func readReference(t *testing.T) reference {
	t.Helper()
	raw, err := os.ReadFile("testdata/estimation.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref reference
	if err := json.Unmarshal(raw, &ref); err != nil {
		t.Fatal(err)
	}
	return ref
}

func wantNear(t *testing.T, what string, got, want, abs, rel float64) {
	t.Helper()
	if !(math.Abs(got-want) <= abs+rel*math.Abs(want)) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// Moments of samples agree with numpy and mpmath, also 1e8 away from zero, whether
// values come one by one, in one block or in blocks.
func TestMomentsReference(t *testing.T) {
	checked := 0
	for _, c := range readReference(t).Cases {
		x, want, tol := c.Input.X, c.Expected, c.Tolerance
		if len(x) == 0 {
			continue
		}
		checked++
		var one, blocks Moments
		for _, v := range x {
			one.Add(v)
		}
		for i := 0; i < len(x); i += 3 {
			blocks.AddAll(x[i:min(i+3, len(x))])
		}
		var all Moments
		all.AddAll(x)
		for name, s := range map[string]Moments{"Add": one, "AddAll": all, "AddAll by 3": blocks} {
			wantNear(t, c.Name+" "+name+" mean", s.Mean, want.Mean, tol.Abs, tol.Rel)
			wantNear(t, c.Name+" "+name+" ddof 0", s.Variance(0), want.VarianceBiased, tol.Abs, tol.Rel)
			wantNear(t, c.Name+" "+name+" ddof 1", s.Variance(1), want.VarianceUnbiased, tol.Abs, tol.Rel)
			wantNear(t, c.Name+" "+name+" error", s.StdErr(), want.StandardError, tol.Abs, tol.Rel)
		}
		wantNear(t, c.Name+" Mean", Mean(x), want.Mean, tol.Abs, tol.Rel)
		wantNear(t, c.Name+" Variance", Variance(x, 1), want.VarianceUnbiased, tol.Abs, tol.Rel)
		wantNear(t, c.Name+" sd", SDM1().Estimate(Summary{Moments: all}), want.StdUnbiased, tol.Abs, tol.Rel)
		wantNear(t, c.Name+" var_m", VarM().Estimate(Summary{Moments: all}), want.VarianceBiased, tol.Abs, tol.Rel)
	}
	if checked != 6 {
		t.Errorf("checked %d samples, want 6", checked)
	}
}

// Bias, variance and MSE of the estimators of a normal variance agree with mpmath.
func TestExactReference(t *testing.T) {
	checked := 0
	for _, c := range readReference(t).Cases {
		if c.Input.M == 0 {
			continue
		}
		checked++
		m, v := c.Input.M, c.Input.Sigma2
		mean := NormalMean().Exact(0, m) // of N(μ, 1); the variance scales with σ²
		mean.Variance *= v
		for name, pair := range map[string]struct {
			got  Quality
			want refQuality
		}{
			"biased":   {VarM().Exact(v, m), c.Expected.Biased},
			"unbiased": {VarM1().Exact(v, m), c.Expected.Unbiased},
			"mean":     {mean, c.Expected.MeanEstimator},
		} {
			what := c.Name + " " + name
			wantNear(t, what+" bias", pair.got.Bias, pair.want.Bias, c.Tolerance.Abs, c.Tolerance.Rel)
			wantNear(t, what+" variance", pair.got.Variance, pair.want.Variance, c.Tolerance.Abs, c.Tolerance.Rel)
			wantNear(t, what+" MSE", pair.got.MSE(), pair.want.MSE, c.Tolerance.Abs, c.Tolerance.Rel)
		}
	}
	if checked != 5 {
		t.Errorf("checked %d cases, want 5", checked)
	}
}

// A block under a huge offset keeps the variance that the plain sum of squares
// would lose.
func TestVarianceIsShiftInvariant(t *testing.T) {
	x := []float64{4, 7, 13, 16}
	for _, shift := range []float64{0, 1e3, 1e6, 1e9, -1e12} {
		y := make([]float64, len(x))
		for i := range x {
			y[i] = x[i] + shift
		}
		if got := Variance(y, 1); got != 30 {
			t.Errorf("shift %v: variance %v, want 30", shift, got)
		}
	}
}

func TestSummaryMaxOfNegatives(t *testing.T) {
	var s Summary
	s.AddAll([]float64{-3, -2})
	s.AddAll(nil)
	s.AddAll([]float64{-5})
	if s.Max != -2 || s.N != 3 || !scalar.EqualWithinAbs(s.Mean, -10.0/3, 1e-15) {
		t.Errorf("summary %+v, want max −2 of 3 values with mean −10/3", s)
	}
}

func TestTooFewValuesPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"mean of none":      func() { Mean(nil) },
		"variance of one":   func() { Variance([]float64{1}, 1) },
		"var_m1 of one":     func() { VarM1().Exact(1, 1) },
		"sd_m1 of one":      func() { SDM1().Estimate(Summary{Moments: Moments{N: 1}}) },
		"c4 of one":         func() { C4(1) },
		"mean of no sample": func() { NormalMean().Estimate(Summary{}) },
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
