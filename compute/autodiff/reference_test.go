package autodiff_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"konspekt/compute/autodiff"
)

// problem is a case of testdata/backprop.json: numbers of torch autograd and mpmath, see
// its fields source and conventions.
type problem struct {
	Name      string
	Input     map[string]json.RawMessage
	Expected  map[string]json.RawMessage
	Tolerance struct{ Rel, Abs float64 }
}

func problems(t *testing.T, prefix string) []problem {
	t.Helper()
	src, err := os.ReadFile("testdata/backprop.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []problem }
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	var out []problem
	for _, c := range file.Cases {
		if strings.HasPrefix(c.Name, prefix) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		t.Fatalf("no case %s", prefix)
	}
	return out
}

// read decodes a JSON value.
func read[T any](t *testing.T, raw json.RawMessage) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%.60s: %v", raw, err)
	}
	return v
}

// array flattens a nested list of numbers, row-major, and returns its shape.
func array(t *testing.T, raw json.RawMessage) (flat []float64, shape []int) {
	t.Helper()
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		list, ok := v.([]any)
		if !ok {
			flat = append(flat, v.(float64))
			return
		}
		if depth == len(shape) {
			shape = append(shape, len(list))
		}
		for _, e := range list {
			walk(e, depth+1)
		}
	}
	walk(read[any](t, raw), 0)
	return flat, shape
}

func (c problem) want(t *testing.T, field string, got []float64) {
	t.Helper()
	want, _ := array(t, c.Expected[field])
	agree(t, c, field, got, want)
}

func agree(t *testing.T, c problem, field string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %s has %d numbers, want %d", c.Name, field, len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= c.Tolerance.Abs+c.Tolerance.Rel*math.Abs(want[i])) {
			t.Errorf("%s: %s[%d] = %v, want %v", c.Name, field, i, got[i], want[i])
			return
		}
	}
}

func (c problem) input(t *testing.T, tape *autodiff.Tensors, field string) *autodiff.Tensor {
	t.Helper()
	flat, shape := array(t, c.Input[field])
	return tape.Input(flat, shape...)
}

// matmul: C = A·B with the gradient G behind it.
func TestMatMulReference(t *testing.T) {
	for _, c := range problems(t, "matmul_gradients") {
		var tape autodiff.Tensors
		a, b := c.input(t, &tape, "A"), c.input(t, &tape, "B")
		y := tape.MatMul(a, b)
		g, _ := array(t, c.Input["G"])
		tape.Pull(y, g)
		c.want(t, "C", y.Value)
		c.want(t, "grad_A", a.Grad)
		c.want(t, "grad_B", b.Grad)
	}
}

// A tensor of three axes times a matrix, and a mean of squares behind a tanh.
func TestTensorReference(t *testing.T) {
	c := problems(t, "tensor_3d_times_matrix")[0]
	var tape autodiff.Tensors
	x, w := c.input(t, &tape, "X"), c.input(t, &tape, "W")
	g, shape := array(t, c.Input["G"])
	y := tape.MatMul(x, w)
	loss := tape.Sum(tape.Zip(autodiff.Mul, y, tape.Const(g, shape...)))
	tape.Backward(loss)
	c.want(t, "Y", y.Value)
	agree(t, c, "loss", loss.Value, []float64{read[float64](t, c.Expected["loss"])})
	c.want(t, "grad_X", x.Grad)
	c.want(t, "grad_W", w.Grad)

	c = problems(t, "tensor_mean_square_tanh")[0]
	tape = autodiff.Tensors{}
	x, w = c.input(t, &tape, "X"), c.input(t, &tape, "W")
	h := tape.Map(autodiff.Tanh, tape.MatMul(x, w))
	loss = tape.Mean(tape.Zip(autodiff.Mul, h, h))
	tape.Backward(loss)
	agree(t, c, "loss", loss.Value, []float64{read[float64](t, c.Expected["loss"])})
	c.want(t, "grad_X", x.Grad)
	c.want(t, "grad_W", w.Grad)
}

// chain_rule: Jacobians of g, of f and of their composition, and vᵀJ, by both modes.
func TestChainRuleReference(t *testing.T) {
	for _, c := range problems(t, "chain_rule") {
		a, ash := array(t, c.Input["A"])
		b, bsh := array(t, c.Input["B"])
		at, _ := array(t, c.Input["x"])
		v, _ := array(t, c.Input["v"])
		var tape autodiff.Tensors
		x := tape.Input(at, 1, len(at))
		y := inner(&tape, c, x, tape.Const(transposed(a, ash), ash[1], ash[0]))
		z := outer(t, &tape, c, y, tape.Const(transposed(b, bsh), bsh[1], bsh[0]))
		c.want(t, "y", y.Value)
		c.want(t, "z", z.Value)
		tape.Pull(z, v)
		c.want(t, "vector_jacobian_product", x.Grad)
		c.want(t, "jacobian_g_at_x", jacobian(&tape, y, x))
		c.want(t, "jacobian_z_at_x", jacobian(&tape, z, x))
		c.want(t, "jacobian_z_at_x", jacobianForward(&tape, z, x))

		var outerOnly autodiff.Tensors
		y = outerOnly.Input(slices.Clone(y.Value), y.Shape...)
		z = outer(t, &outerOnly, c, y, outerOnly.Const(transposed(b, bsh), bsh[1], bsh[0]))
		c.want(t, "jacobian_f_at_y", jacobian(&outerOnly, z, y))
	}
}

func inner(tape *autodiff.Tensors, c problem, x, aT *autodiff.Tensor) *autodiff.Tensor {
	u := tape.MatMul(x, aT)
	if strings.Contains(string(c.Input["g"]), "tanh") {
		return tape.Map(autodiff.Tanh, u)
	}
	return tape.Zip(autodiff.Mul, u, u)
}

func outer(t *testing.T, tape *autodiff.Tensors, c problem, y, bT *autodiff.Tensor) *autodiff.Tensor {
	t.Helper()
	u := tape.MatMul(y, bT)
	switch f := read[string](t, c.Input["f"]); f {
	case "sin(B y) + 1":
		return tape.Zip(autodiff.Add, tape.Map(autodiff.Sin, u), tape.Const([]float64{1}))
	case "softmax(B y)": // exp(u − log Σ exp u)
		return tape.Map(autodiff.Exp, tape.Zip(autodiff.Sub, u, tape.LogSumExp(u)))
	default:
		t.Fatal(f)
		return nil
	}
}

// jacobian is ∂y/∂x by reverse mode, a row at a time.
func jacobian(tape *autodiff.Tensors, y, x *autodiff.Tensor) []float64 {
	var out []float64
	for i := range y.Value {
		e := make([]float64, y.Size())
		e[i] = 1
		tape.Pull(y, e)
		out = append(out, x.Grad...)
	}
	return out
}

// jacobianForward is the same by forward mode, a column at a time.
func jacobianForward(tape *autodiff.Tensors, y, x *autodiff.Tensor) []float64 {
	out := make([]float64, y.Size()*x.Size())
	for j := range x.Value {
		e := make([]float64, x.Size())
		e[j] = 1
		tape.Tangent(x, e)
		for i, d := range y.Dot {
			out[i*x.Size()+j] = d
		}
	}
	return out
}

func transposed(a []float64, shape []int) []float64 {
	out := make([]float64, len(a))
	for i := range shape[0] {
		for j := range shape[1] {
			out[j*shape[0]+i] = a[i*shape[1]+j]
		}
	}
	return out
}

// x = tanh w, y = x² + sin x, z = x·exp y: values, the derivative and the second one, which
// mpmath gives.
func TestScalarReuseReference(t *testing.T) {
	c := problems(t, "scalar_graph_with_reuse")[0]
	var tape autodiff.Tape
	w := tape.Input(read[float64](t, c.Input["w"]))
	x := tape.Apply(autodiff.Tanh, w)
	y := tape.Apply(autodiff.Add, tape.Apply(autodiff.Pow, x, tape.Const(2)), tape.Apply(autodiff.Sin, x))
	z := tape.Apply(autodiff.Mul, tape.Apply(autodiff.Exp, y), x)
	tape.Backward(z)
	direction := make([]float64, tape.Len())
	direction[w] = 1
	for field, got := range map[string]float64{"x": tape.Value(x), "y": tape.Value(y), "z": tape.Value(z), "dz_dw": tape.Adjoint(w),
		"d2z_dw2": tape.HessianVector(z, direction)[w]} {
		agree(t, c, field, []float64{got}, []float64{read[float64](t, c.Expected[field])})
	}
	if got := tape.Tangent(direction)[z]; !(math.Abs(got-tape.Adjoint(w)) < 1e-15) {
		t.Errorf("forward mode %v, reverse mode %v", got, tape.Adjoint(w))
	}
}
