package autodiff_test

import (
	"math"
	"math/rand/v2"
	"testing"

	. "konspekt/compute/autodiff"
)

// One backward pass costs a small constant times a forward one, whatever the number of
// inputs; forward mode costs as much for every input. With the operations counted as Ops
// does, a node takes at most 9 for its own 1: two products, two additions and, if it is a
// power with a variable exponent, five for its local derivatives.
func TestBackwardCostsAConstant(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		p := random(rnd)
		x := make([]float64, p.inputs)
		tape, out := p.record(x)
		c := tape.Count(out)
		if c.Back+c.Local > 9*c.Value {
			t.Errorf("%+v: %+v", p, c)
		}
	}
	for _, n := range []int{1, 10, 100, 1000} { // f(x) = Σ sin(x_i·x_{i+1})
		tape := &Tape{}
		for range n + 1 {
			tape.Input(0.5)
		}
		z := tape.Apply(Sin, tape.Apply(Mul, 0, 1))
		for i := 1; i < n; i++ {
			z = tape.Apply(Add, z, tape.Apply(Sin, tape.Apply(Mul, i, i+1)))
		}
		c := tape.Count(z)
		if c.Value != 3*n-1 || c.Local != n || c.Back > 5*n || c.Along > 5*n {
			t.Errorf("n = %d: %+v", n, c)
		}
		if reverse, forward := c.Value+c.Local+c.Back, c.Value+c.Local+(n+1)*c.Along; n >= 10 && (reverse > 3*c.Value || forward < n*c.Value) {
			t.Errorf("n = %d: reverse %d, forward %d, the function %d", n, reverse, forward, c.Value)
		}
	}
}

// Count counts what the sweeps do: a machine that counts as it computes has the same.
func TestCountIsWhatSweepsDo(t *testing.T) {
	var tape Tape
	x, y := tape.Input(2.5), tape.Input(-1.25)
	z := tape.Apply(Add, tape.Apply(Sin, tape.Apply(Mul, x, y)), tape.Apply(Relu, tape.Apply(Sub, x, tape.Const(2))))
	// Value: ·, sin, −, relu, +. Local: one cosine. Back: cos·1, then times y and times x, and
	// one addition at x, which is used twice. Along: ẋ·y, x·ẏ and their sum, times the cosine,
	// and the last sum.
	if got, want := tape.Count(z), (Ops{Value: 5, Local: 1, Back: 4, Along: 5}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// deep is a network of dense layers with tanh, of the given widths, on a batch.
func deep(widths []int, batch int, seed uint64) (*Tensors, []*Tensor, *Tensor) {
	rnd, tape := rand.New(rand.NewPCG(seed, 0)), &Tensors{}
	normal := func(n int) []float64 {
		v := make([]float64, n)
		for i := range v {
			v[i] = rnd.NormFloat64() / math.Sqrt(float64(widths[0]))
		}
		return v
	}
	h := tape.Const(normal(batch*widths[0]), batch, widths[0])
	var params []*Tensor
	for l := 1; l < len(widths); l++ {
		w, b := tape.Input(normal(widths[l-1]*widths[l]), widths[l-1], widths[l]), tape.Input(normal(widths[l]), widths[l])
		params = append(params, w, b)
		h = tape.Map(Tanh, tape.Zip(Add, tape.MatMul(h, w), b))
	}
	return tape, params, tape.Mean(tape.Zip(Mul, h, h))
}

// A backward pass through dense layers costs about two forward ones: every product X·W
// brings the two products G·Wᵀ and Xᵀ·G, of as many multiply-adds each; the first layer
// has only the second, its input being data.
func TestDenseLayersCostTwo(t *testing.T) {
	for _, c := range []struct {
		widths []int
		lo, hi float64
	}{
		{[]int{100, 100, 100, 100, 100, 100, 100, 100, 100, 1}, 1.85, 2}, {[]int{2, 64, 64, 64, 1}, 1.9, 2.05}, {[]int{50, 50}, 0.95, 1.1},
	} {
		tape, _, loss := deep(c.widths, 20, 1)
		tape.Backward(loss)
		ops := tape.Ops()
		if ratio := float64(ops.Back) / float64(ops.Value); !(ratio >= c.lo && ratio <= c.hi) {
			t.Errorf("widths %v: backward %d, forward %d: %.3f times", c.widths, ops.Back, ops.Value, ratio)
		}
	}
}

// Forward mode takes a sweep for every parameter where reverse mode takes one for all.
func TestForwardModeCostsNTimes(t *testing.T) {
	tape, params, loss := deep([]int{4, 6, 5, 1}, 3, 7)
	tape.Backward(loss)
	reverse, n := tape.Ops().Back, 0
	for _, p := range params {
		for i := range p.Value {
			n++
			u := make([]float64, p.Size())
			u[i] = 1
			tape.Tangent(p, u)
			if got, want := loss.Dot[0], p.Grad[i]; math.Abs(got-want) > 1e-13 {
				t.Errorf("forward %v, reverse %v", got, want)
			}
		}
	}
	// The parameters of a later layer move only what comes after it.
	if along := tape.Ops().Along; n != 71 || along < n*tape.Ops().Value/3 || along < 10*reverse {
		t.Errorf("%d tangents cost %d, one backward pass %d, the values %d", n, along, reverse, tape.Ops().Value)
	}
}

// Every operation on tensors has the gradient of central differences.
func TestTensorGradients(t *testing.T) {
	build := map[string]func(tape *Tensors, x *Tensor) *Tensor{
		"MatMul left":  func(tape *Tensors, x *Tensor) *Tensor { return tape.MatMul(x, tape.Const(ramp(12), 4, 3)) },
		"MatMul right": func(tape *Tensors, x *Tensor) *Tensor { return tape.MatMul(tape.Const(ramp(12), 2, 6), flat(tape, x)) },
		"Map":          func(tape *Tensors, x *Tensor) *Tensor { return tape.Map(Softplus, tape.Map(Sin, x)) },
		"Zip":          func(tape *Tensors, x *Tensor) *Tensor { return tape.Zip(Div, x, tape.Const(ramp(4), 4)) },
		"Zip bias":     func(tape *Tensors, x *Tensor) *Tensor { return tape.Zip(Mul, tape.Const(ramp(48), 2, 2, 3, 4), x) },
		"Zip self":     func(tape *Tensors, x *Tensor) *Tensor { return tape.Zip(Mul, x, x) },
		"Mean":         func(tape *Tensors, x *Tensor) *Tensor { return tape.Map(Exp, tape.Mean(x)) },
		"LogSumExp":    func(tape *Tensors, x *Tensor) *Tensor { return tape.LogSumExp(x) },
		"Pick":         func(tape *Tensors, x *Tensor) *Tensor { return tape.Pick(tape.Map(Tanh, x), []int{0, 3, 1, 1, 2, 0}) },
	}
	for name, make := range build {
		f := func(v []float64) (*Tensors, *Tensor, *Tensor) {
			tape := &Tensors{}
			x := tape.Input(v, 2, 3, 4)
			y := make(tape, x)
			return tape, x, tape.Sum(tape.Zip(Mul, y, y))
		}
		at := ramp(24)
		tape, x, z := f(at)
		tape.Backward(z)
		numeric := Differences(nil, func(v []float64) float64 {
			_, _, z := f(v)
			return z.Value[0]
		}, ramp(24), Step)
		for i, want := range numeric {
			u := ramp(24)
			clear(u)
			u[i] = 1
			tape.Tangent(x, u)
			if math.Abs(x.Grad[i]-want) > 1e-6*(1+math.Abs(want)) || math.Abs(z.Dot[0]-x.Grad[i]) > 1e-12*(1+math.Abs(want)) {
				t.Errorf("%s: entry %d has the gradient %v, forward %v, by differences %v", name, i, x.Grad[i], z.Dot[0], want)
			}
		}
	}
}

// flat makes the 2×3×4 tensor a 6×4 matrix by products with a constant: 2·3 rows of 4.
func flat(tape *Tensors, x *Tensor) *Tensor {
	eye := make([]float64, 16)
	for i := range 4 {
		eye[5*i] = 1
	}
	y := tape.MatMul(x, tape.Const(eye, 4, 4))
	y.Shape = []int{6, 4}
	return y
}

func ramp(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = 0.3 + math.Sin(float64(i))
	}
	return v
}

// BenchmarkStep is one gradient of a 64-128-10 network on 128 examples.
func BenchmarkStep(b *testing.B) {
	for b.Loop() {
		tape, _, loss := deep([]int{64, 128, 10}, 128, 1)
		tape.Backward(loss)
	}
}

// BenchmarkTape is a scalar computation of 1,000 operations with its gradient.
func BenchmarkTape(b *testing.B) {
	for b.Loop() {
		var tape Tape
		z := tape.Input(0.5)
		for range 500 {
			z = tape.Apply(Sin, tape.Apply(Add, z, 0))
		}
		tape.Backward(z)
	}
}
