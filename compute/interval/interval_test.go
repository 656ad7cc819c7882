package interval

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats/scalar"

	"konspekt/compute/stats"
)

// reference is testdata/estimation.json: numbers from numpy, scipy and mpmath, see its
// fields source and conventions.
type reference struct {
	Cases []struct {
		Name  string
		Input struct {
			X       []float64
			N       int
			P, Z    float64
			ErrorsA []float64 `json:"errors_a"`
			ErrorsB []float64 `json:"errors_b"`
		}
		Expected struct {
			expectedMean
			TQuantile     float64 `json:"t_quantile_0.975"`
			CoverageWald  float64 `json:"coverage_wald"`
			CoverageKnown float64 `json:"coverage_known_se"`
			WidthWald     float64 `json:"expected_width_wald"`
			A, B          expectedMean
			Difference    expectedMean `json:"difference_a_minus_b"`
			Overlap       bool         `json:"separate_intervals_overlap"`
			HasZero       bool         `json:"difference_interval_contains_zero"`
		}
		Tolerance tolerance
	}
}

type expectedMean struct {
	Mean       float64
	SE         float64   `json:"standard_error"`
	CI95Z      []float64 `json:"ci95_z"`
	CI95T      []float64 `json:"ci95_t"`
	TStatistic float64   `json:"t_statistic"`
	PValue     float64   `json:"p_value_two_sided"`
}

type tolerance struct {
	Rel, Abs float64
	Fields   map[string]tolerance
}

func (t tolerance) of(field string) tolerance {
	if f, ok := t.Fields[field]; ok {
		return f
	}
	return t
}

func (t tolerance) near(tt *testing.T, what string, got, want float64) {
	tt.Helper()
	if !(math.Abs(got-want) <= t.Abs+t.Rel*math.Abs(want)) {
		tt.Errorf("%s = %v, want %v", what, got, want)
	}
}

func wantNear(t *testing.T, what string, got, want, abs, rel float64) {
	t.Helper()
	if !scalar.EqualWithinAbsOrRel(got, want, abs, rel) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func moments(x []float64) stats.Moments {
	var s stats.Moments
	s.AddAll(x)
	return s
}

func (e expectedMean) check(t *testing.T, what string, x []float64, tol tolerance) {
	t.Helper()
	s := moments(x)
	tol.of("mean").near(t, what+" mean", s.Mean, e.Mean)
	tol.of("standard_error").near(t, what+" SE", s.StdErr(), e.SE)
	z := Mean(s, Z95)
	tol.of("ci95_z").near(t, what+" z low", z.Lo, e.CI95Z[0])
	tol.of("ci95_z").near(t, what+" z high", z.Hi, e.CI95Z[1])
	if e.CI95T != nil {
		i := Mean(s, T(0.95, len(x)-1))
		tol.of("ci95_t").near(t, what+" t low", i.Lo, e.CI95T[0])
		tol.of("ci95_t").near(t, what+" t high", i.Hi, e.CI95T[1])
	}
}

func TestReference(t *testing.T) {
	raw, err := os.ReadFile("testdata/estimation.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref reference
	if err := json.Unmarshal(raw, &ref); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, c := range ref.Cases {
		kind, _, _ := strings.Cut(c.Name, "_")
		count[kind]++
		in, want, tol := c.Input, c.Expected, c.Tolerance
		switch kind {
		case "sample":
			want.check(t, c.Name, in.X, tol)
			tol.of("t_quantile_0.975").near(t, c.Name+" t", T(0.95, len(in.X)-1), want.TQuantile)
		case "binomial":
			wald, known := Wald(in.N, in.Z), KnownSE(in.N, in.P, in.Z)
			tol.near(t, c.Name+" Wald", wald.Coverage(in.P), want.CoverageWald)
			tol.near(t, c.Name+" known SE", known.Coverage(in.P), want.CoverageKnown)
			tol.near(t, c.Name+" width", wald.Width(in.P), want.WidthWald)
		case "paired":
			d := make([]float64, len(in.ErrorsA))
			for i := range d {
				d[i] = in.ErrorsA[i] - in.ErrorsB[i]
			}
			want.A.check(t, c.Name+" A", in.ErrorsA, tol)
			want.B.check(t, c.Name+" B", in.ErrorsB, tol)
			want.Difference.check(t, c.Name+" A−B", d, tol)
			stat, p := TTest(moments(d), 0)
			tol.near(t, c.Name+" t", stat, want.Difference.TStatistic)
			tolerance{Rel: 1e-8}.near(t, c.Name+" p", p, want.Difference.PValue)
			a, b := Mean(moments(in.ErrorsA), Z95), Mean(moments(in.ErrorsB), Z95)
			if a.Overlaps(b) != want.Overlap || Mean(moments(d), Z95).Contains(0) != want.HasZero {
				t.Errorf("%s: verdicts differ", c.Name)
			}
		}
	}
	if count["sample"] != 6 || count["binomial"] != 5 || count["paired"] != 4 {
		t.Errorf("cases read: %v", count)
	}
}

// Two-sided quantiles of the tables: z of 95 % is 1.959963984540054, t has closed forms
// for 1 and 2 degrees of freedom, tan(π level/2) and level·√(2/(1−level²)), and tends
// to z.
func TestQuantiles(t *testing.T) {
	wantNear(t, "z", Z(0.95), 1.959963984540054, 0, 1e-14)
	for _, level := range []float64{0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999} {
		wantNear(t, "level of z", Level(Z(level)), level, 0, 1e-13)
		wantNear(t, "t, 1 degree", T(level, 1), math.Tan(math.Pi*level/2), 0, 1e-12)
		wantNear(t, "t, 2 degrees", T(level, 2), level*math.Sqrt(2/(1-level*level)), 0, 1e-12)
		wantNear(t, "t, many degrees", T(level, 100_000_000), Z(level), 0, 1e-6)
		for _, df := range []int{1, 2, 3, 10, 1000, 1_000_000} {
			wantNear(t, fmt.Sprintf("level of t, %d degrees", df), LevelT(T(level, df), df), level, 0, 1e-10)
		}
	}
	// Roots of the integral of the density by mpmath, 30 digits.
	for df, want := range map[int]float64{3: 3.18244630528370959, 10: 2.22813885198627475, 1000: 1.96233908082640848} {
		wantNear(t, fmt.Sprintf("t, %d degrees", df), T(0.95, df), want, 0, 1e-12)
	}
	wantNear(t, "t, 10⁶ degrees", T(0.95, 1_000_000), 1.95996635681410704, 0, 1e-10)
}

// Two independent estimates with equal standard errors: no overlap of 95 % intervals
// demands 2.77 standard errors of the difference, a level of 0.56 %.
func TestSeparateRuleDemandsTooMuch(t *testing.T) {
	demand, level := SeparateDemand(Z95, 3, 3)
	wantNear(t, "demand", demand, 2.77, 0.005, 0)
	wantNear(t, "demand", demand, Z95*math.Sqrt2, 0, 1e-14)
	wantNear(t, "level", level, 0.0056, 0.00005, 0)
	// With one error negligible beside the other it is the plain test.
	demand, _ = SeparateDemand(Z95, 1, 1e-9)
	wantNear(t, "demand", demand, Z95, 0, 1e-8)
}

func TestTTestOfEqualValues(t *testing.T) {
	s := moments([]float64{2, 2, 2})
	if stat, p := TTest(s, 2); stat != 0 || p != 1 {
		t.Errorf("t = %v, p = %v", stat, p)
	}
	if stat, p := TTest(s, 3); !math.IsInf(stat, -1) || p != 0 {
		t.Errorf("t = %v, p = %v", stat, p)
	}
}

// The book's factor is the rounded one at 95 % and the quantile at any other level.
func TestBookZ(t *testing.T) {
	if got := BookZ(0.95); got != 1.96 {
		t.Errorf("BookZ(0.95) = %v", got)
	}
	if got := BookZ(0.9); got != Z(0.9) {
		t.Errorf("BookZ(0.9) = %v, want %v", got, Z(0.9))
	}
}
