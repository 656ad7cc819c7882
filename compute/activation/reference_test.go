package activation_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/activation"
)

type entry struct {
	Name  string
	Input struct {
		Function     string
		X            json.RawMessage
		Slope, Alpha float64
		Pieces       int
		Z            [][]float64
		W            [][]float64 `json:"W_rows_are_pieces"`
		B            []float64
	}
	Expected struct {
		Value           json.RawMessage
		Derivative      []float64
		DerivativeAlpha []float64 `json:"derivative_alpha"`
		Argmax          []int
		ArgmaxWithin    [][]int     `json:"argmax_within_group"`
		GradientOfSum   [][]float64 `json:"gradient_of_sum"`
		GradX           [][]float64 `json:"grad_x"`
		GradW           [][]float64 `json:"grad_W_of_sum"`
		GradB           []float64   `json:"grad_b_of_sum"`
	}
	Tolerance struct{ Rel, Abs float64 }
}

// cases reads testdata/activations.json: mpmath at 50 digits and PyTorch in float64.
func cases(t *testing.T) []entry {
	t.Helper()
	src, err := os.ReadFile("testdata/activations.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Cases []entry }
	if err := json.Unmarshal(src, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Cases) != 14 {
		t.Fatalf("%d cases", len(all.Cases))
	}
	return all.Cases
}

func read[T any](t *testing.T, raw json.RawMessage) (v T) {
	t.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func (c entry) check(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s %s: %d numbers, want %d", c.Name, what, len(got), len(want))
	}
	for i, g := range got {
		if !(math.Abs(g-want[i]) <= c.Tolerance.Abs+c.Tolerance.Rel*math.Abs(want[i])) {
			t.Errorf("%s %s %d: %v, want %v", c.Name, what, i, g, want[i])
		}
	}
}

func (c entry) unit() activation.Unit {
	names := map[string]activation.Kind{"leaky_relu": activation.Leaky, "absolute_rectification": activation.Abs}
	kind, ok := names[c.Input.Function]
	if !ok {
		kind = activation.Kind(c.Input.Function)
	}
	u := activation.New(kind)
	if alpha := max(c.Input.Slope, c.Input.Alpha); alpha > 0 {
		u.Alpha = alpha
	}
	return u
}

// Every case of activations.json: values, derivatives, ∂/∂α, in the scalar and in the slice form.
func TestReference(t *testing.T) {
	for _, c := range cases(t) {
		if strings.HasPrefix(c.Name, "maxout") {
			continue
		}
		u, x := c.unit(), read[[]float64](t, c.Input.X)
		one, slope := make([]float64, len(x)), make([]float64, len(x))
		for i, z := range x {
			one[i], slope[i] = u.Value(z), u.Derivative(z)
		}
		want := read[[]float64](t, c.Expected.Value)
		c.check(t, "value", one, want)
		c.check(t, "derivative", slope, c.Expected.Derivative)

		h, up, back := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
		floats.AddConst(1, up)
		activation.Values(u, h, x)
		activation.Backward(u, back, up, x, h)
		c.check(t, "values", h, want)
		c.check(t, "backward", back, c.Expected.Derivative)

		if c.Expected.DerivativeAlpha != nil {
			for i, z := range x {
				slope[i] = u.DerivativeAlpha(z)
			}
			c.check(t, "derivative of alpha", slope, c.Expected.DerivativeAlpha)
		}
	}
}

func TestMaxoutReference(t *testing.T) {
	for _, c := range cases(t) {
		switch c.Name {
		case "maxout_groups_of_2":
			for r, z := range c.Input.Z {
				dst, arg, grad := make([]float64, 2), make([]int, 2), make([]float64, 4)
				activation.Maxout(dst, arg, z, c.Input.Pieces)
				activation.MaxoutBackward(grad, []float64{1, 1}, arg, c.Input.Pieces)
				c.check(t, "value", dst, read[[][]float64](t, c.Expected.Value)[r])
				c.check(t, "gradient", grad, c.Expected.GradientOfSum[r])
				for i, a := range arg {
					if a != c.Expected.ArgmaxWithin[r][i] {
						t.Errorf("row %d: argmax %v", r, arg)
					}
				}
			}
		case "maxout_unit_affine":
			affine(t, c)
		}
	}
}

// affine is one maxout unit over W x + b: the gradient with respect to W and b goes to the winner of each row.
func affine(t *testing.T, c entry) {
	x, k := read[[][]float64](t, c.Input.X), len(c.Input.B)
	w := mat.NewDense(k, 2, nil)
	for j, row := range c.Input.W {
		w.SetRow(j, row)
	}
	gw, gb := mat.NewDense(k, 2, nil), make([]float64, k)
	var values []float64
	for r, row := range x {
		z := mat.NewVecDense(k, nil)
		z.MulVec(w, mat.NewVecDense(2, row))
		z.AddVec(z, mat.NewVecDense(k, c.Input.B))
		dst, arg, dz := make([]float64, 1), make([]int, 1), mat.NewVecDense(k, nil)
		activation.Maxout(dst, arg, z.RawVector().Data, k)
		activation.MaxoutBackward(dz.RawVector().Data, []float64{1}, arg, k)
		if arg[0] != c.Expected.Argmax[r] {
			t.Errorf("row %d: argmax %v", r, arg)
		}
		values = append(values, dst[0])
		var gx mat.VecDense
		gx.MulVec(w.T(), dz)
		c.check(t, "grad x", gx.RawVector().Data, c.Expected.GradX[r])
		gw.RankOne(gw, 1, dz, mat.NewVecDense(2, row))
		floats.Add(gb, dz.RawVector().Data)
	}
	c.check(t, "value", values, read[[]float64](t, c.Expected.Value))
	for j := range k {
		c.check(t, "grad W", gw.RawRowView(j), c.Expected.GradW[j])
	}
	c.check(t, "grad b", gb, c.Expected.GradB)
}
