package descent_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/descent"
)

type referenceCase struct {
	Name  string
	Input struct {
		A     [][]float64
		B     []float64
		X0    []float64
		Rate  float64 `json:"lr"`
		Steps int
	}
	Expected struct {
		Iterates     [][]float64
		F            []float64
		GradientNorm []float64 `json:"gradient_norm"`
		Stationary   []float64 `json:"stationary_point"`
		Eigenvalues  []float64 `json:"eigenvalues_ascending"`
		ExactStep    float64   `json:"optimal_step_along_gradient_at_x0"`
	}
	Tolerance struct{ Rel, Abs float64 }
}

// testdata/numeric.json: gradient descent by numpy on three quadratic functions, one of
// them with a full matrix, one with a saddle.
func TestReference(t *testing.T) {
	text, err := os.ReadFile("testdata/numeric.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref struct{ Cases []referenceCase }
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	if len(ref.Cases) != 3 {
		t.Fatalf("%d cases, want 3", len(ref.Cases))
	}
	for _, c := range ref.Cases {
		t.Run(c.Name, func(t *testing.T) { follow(t, c) })
	}
}

func follow(t *testing.T, c referenceCase) {
	in, want := c.Input, c.Expected
	near := func(what string, got, want []float64) {
		t.Helper()
		if len(got) != len(want) {
			t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
		}
		for i := range want {
			if !(math.Abs(got[i]-want[i]) <= c.Tolerance.Abs+c.Tolerance.Rel*math.Abs(want[i])) {
				t.Errorf("%s[%d]: %v, want %v", what, i, got[i], want[i])
			}
		}
	}
	n := len(in.B)
	a := mat.NewSymDense(n, nil)
	for i, row := range in.A {
		for j, v := range row {
			if j >= i {
				a.SetSym(i, j, v)
			}
		}
	}
	f := descent.Quadratic{A: a, B: in.B}
	path, err := descent.Walk(f, in.X0, descent.Settings{Method: descent.Gradient, Rate: in.Rate, Steps: in.Steps})
	if err != nil {
		t.Fatal(err)
	}
	if len(path.X) != len(want.Iterates) {
		t.Fatalf("%d places, want %d", len(path.X), len(want.Iterates))
	}
	norms := make([]float64, len(path.X))
	g := make([]float64, n)
	for k, x := range path.X {
		near("x", x, want.Iterates[k])
		f.Gradient(g, x)
		norms[k] = floats.Norm(g, 2)
	}
	near("f", path.F, want.F)
	near("‖∇f‖ before each step", norms[:in.Steps], want.GradientNorm)
	stationary, err := f.Stationary()
	if err != nil {
		t.Fatal(err)
	}
	near("stationary point", stationary, want.Stationary)
	var eigen mat.EigenSym
	if !eigen.Factorize(a, false) {
		t.Fatal("no eigenvalues")
	}
	near("eigenvalues", eigen.Values(nil), want.Eigenvalues)
	near("exact step", []float64{f.ExactStep(in.X0)}, []float64{want.ExactStep})
	// Newton's method is at the stationary point after one step, be it a minimum or a saddle.
	one, err := descent.Walk(f, in.X0, descent.Settings{Method: descent.Newton, Steps: 1})
	if err != nil {
		t.Fatal(err)
	}
	near("Newton's step", one.X[1], want.Stationary)
}
