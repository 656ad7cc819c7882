package svm_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/svm"
)

// bound is how far a number may be from the one expected: |got − want| ≤ Abs + Rel·|want|.
type bound struct{ Rel, Abs float64 }

type tolerance struct {
	bound
	Fields map[string]bound
}

func (t tolerance) of(field string) bound {
	if b, ok := t.Fields[field]; ok {
		return b
	}
	return t.bound
}

type referenceCase struct {
	Name  string
	Input struct {
		Kernel          string
		C, Gamma, Coef0 float64
		Degree          int
		X, Grid, A, B   [][]float64
		Y               []float64
		Trick           float64 `json:"c"`
	}
	Expected struct {
		Support   []int `json:"support_indices"`
		Bounded   []int `json:"bounded_support_indices"`
		Alpha     []float64
		Coef      []float64 `json:"dual_coef"`
		Intercept float64
		Grid      []float64 `json:"decision_on_grid"`
		Training  []float64 `json:"decision_on_training"`
		Dual      float64   `json:"dual_objective"`
		Primal    float64   `json:"primal_objective"`
		Accuracy  float64   `json:"training_accuracy"`
		W         []float64
		Margin    float64
		KAB       [][]float64 `json:"K_AB"`
		KAA       [][]float64 `json:"K_AA"`
		Phi, Gram [][]float64
	}
	Tolerance tolerance
}

// reference reads testdata/svm.json: LIBSVM's solutions, their conditions solved again at 50 digits in mpmath.
func reference(t *testing.T) []referenceCase {
	t.Helper()
	text, err := os.ReadFile("testdata/svm.json")
	if err != nil {
		t.Fatal(err)
	}
	// "c" is C in some cases and the constant of the kernel in others; encoding/json prefers the exact case.
	var ref struct{ Cases []referenceCase }
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	if len(ref.Cases) != 16 {
		t.Fatalf("%d cases, want 16", len(ref.Cases))
	}
	return ref.Cases
}

func dense(rows [][]float64) *mat.Dense {
	x := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range rows {
		x.SetRow(i, row)
	}
	return x
}

func near(t *testing.T, field string, got, want []float64, b bound) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d numbers, want %d", field, len(got), len(want))
		return
	}
	for i, w := range want {
		if !(math.Abs(got[i]-w) <= b.Abs+b.Rel*math.Abs(w)) {
			t.Errorf("%s[%d] = %v, want %v", field, i, got[i], w)
		}
	}
}

func TestReferenceMachines(t *testing.T) {
	machines := 0
	for _, c := range reference(t) {
		if c.Expected.Coef == nil {
			continue
		}
		machines++
		t.Run(c.Name, func(t *testing.T) {
			in, want, tol := c.Input, c.Expected, c.Tolerance
			k := svm.Kernel{Kind: svm.Kind(in.Kernel), Gamma: in.Gamma, Coef0: in.Coef0, Degree: in.Degree}
			m := fit(t, dense(in.X), in.Y, svm.Params{Kernel: k, C: in.C}, nil)
			if !slices.Equal(m.Support, want.Support) || !slices.Equal(m.Bounded, want.Bounded) {
				t.Fatalf("support %v, bounded %v, want %v, %v", m.Support, m.Bounded, want.Support, want.Bounded)
			}
			near(t, "alpha", m.Dual(), want.Alpha, tol.of("alpha"))
			near(t, "dual_coef", m.Coef, want.Coef, tol.of("dual_coef"))
			near(t, "decision_on_grid", m.DecisionTo(nil, dense(in.Grid)), want.Grid, tol.of("decision_on_grid"))
			near(t, "decision_on_training", m.Decisions, want.Training, tol.of("decision_on_training"))
			near(t, "w", m.W, want.W, tol.of("w"))
			for field, v := range map[string][2]float64{
				"intercept":         {m.Intercept, want.Intercept},
				"dual_objective":    {m.Objective, want.Dual},
				"primal_objective":  {m.Primal, want.Primal},
				"training_accuracy": {1 - m.TrainError, want.Accuracy},
				"margin":            {m.Margin, want.Margin},
			} {
				near(t, field, v[:1], v[1:], tol.of(field))
			}
			if !m.Exact || m.Violation > 1e-9 {
				t.Errorf("exact %t, violation %v", m.Exact, m.Violation)
			}
		})
	}
	if machines != 9 {
		t.Errorf("%d machines compared, want 9", machines)
	}
}

func TestReferenceKernels(t *testing.T) {
	compared := 0
	for _, c := range reference(t) {
		if c.Expected.KAB == nil {
			continue
		}
		compared++
		in := c.Input
		k := svm.Kernel{Kind: svm.Kind(in.Kernel), Gamma: in.Gamma, Coef0: in.Coef0, Degree: in.Degree}
		for _, g := range []struct {
			b    [][]float64
			want [][]float64
		}{{in.B, c.Expected.KAB}, {in.A, c.Expected.KAA}} {
			got := k.Gram(dense(in.A), dense(g.b))
			for i, want := range g.want {
				near(t, c.Name, got.RawRowView(i), want, c.Tolerance.bound)
				if v := k.At(in.A[i], g.b[1]); v != got.At(i, 1) || v != k.At(g.b[1], in.A[i]) {
					t.Errorf("%s: At and Gram differ, or At is not symmetric", c.Name)
				}
			}
		}
	}
	if compared != 3 {
		t.Errorf("%d kernels compared, want 3", compared)
	}
}

// The kernel trick: φ(u)·φ(v) = k(u, v).
func TestReferenceFeatures(t *testing.T) {
	compared := 0
	for _, c := range reference(t) {
		if c.Expected.Phi == nil {
			continue
		}
		compared++
		k := svm.Kernel{Kind: svm.Poly, Gamma: 1, Coef0: c.Input.Trick, Degree: 2}
		for i, u := range c.Input.X {
			phi := k.Features(u)
			near(t, c.Name, phi, c.Expected.Phi[i], c.Tolerance.bound)
			for j, v := range c.Input.X {
				near(t, c.Name, []float64{k.At(u, v)}, c.Expected.Gram[i][j:j+1], c.Tolerance.bound)
				if d := math.Abs(floats.Dot(phi, k.Features(v)) - k.At(u, v)); d > 1e-10 {
					t.Errorf("%s: φ·φ differs from k by %v", c.Name, d)
				}
			}
		}
	}
	if compared != 4 {
		t.Errorf("%d maps compared, want 4", compared)
	}
}
