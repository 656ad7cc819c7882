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

// agrees holds numbers against those of the reference.
func (c referenceCase) agrees(t *testing.T, what string, got, want []float64) {
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

// quadratic is the function of the case.
func (c referenceCase) quadratic() descent.Quadratic {
	a := mat.NewSymDense(len(c.Input.B), nil)
	for i, row := range c.Input.A {
		for j := i; j < len(row); j++ {
			a.SetSym(i, j, row[j])
		}
	}
	return descent.Quadratic{A: a, B: c.Input.B}
}

func follow(t *testing.T, c referenceCase) {
	in, want, f := c.Input, c.Expected, c.quadratic()
	path, err := descent.Walk(f, in.X0, descent.Settings{Method: descent.Gradient, Rate: in.Rate, Steps: in.Steps})
	if err != nil {
		t.Fatal(err)
	}
	if len(path.X) != len(want.Iterates) {
		t.Fatalf("%d places, want %d", len(path.X), len(want.Iterates))
	}
	norms, g := make([]float64, len(path.X)), make([]float64, f.Dim())
	for k, x := range path.X {
		c.agrees(t, "x", x, want.Iterates[k])
		f.Gradient(g, x)
		norms[k] = floats.Norm(g, 2)
	}
	c.agrees(t, "f", path.F, want.F)
	c.agrees(t, "‖∇f‖ before each step", norms[:in.Steps], want.GradientNorm)
	stationary, err := f.Stationary()
	if err != nil {
		t.Fatal(err)
	}
	c.agrees(t, "stationary point", stationary, want.Stationary)
	var eigen mat.EigenSym
	if !eigen.Factorize(f.A, false) {
		t.Fatal("no eigenvalues")
	}
	c.agrees(t, "eigenvalues", eigen.Values(nil), want.Eigenvalues)
	c.agrees(t, "exact step", []float64{f.ExactStep(in.X0)}, []float64{want.ExactStep})
	// Newton's method is at the stationary point after one step, be it a minimum or a saddle.
	one, err := descent.Walk(f, in.X0, descent.Settings{Method: descent.Newton, Steps: 1})
	if err != nil {
		t.Fatal(err)
	}
	c.agrees(t, "Newton's step", one.X[1], want.Stationary)
}
