package autodiff_test

import (
	"math"
	"math/rand/v2"
	"testing"

	. "konspekt/compute/autodiff"
)

// program is a random computation: operations in order, each on two earlier values.
type program struct {
	inputs int
	ops    []Op
	args   [][2]int
}

var operations = []Op{Add, Sub, Mul, Div, Pow, Neg, Exp, Log, Sqrt, Sin, Cos, Tanh, Sigmoid, Relu, Abs, Max, Min, Softplus}

func random(rnd *rand.Rand) program {
	p := program{inputs: 1 + rnd.IntN(4)}
	for i := range 3 + rnd.IntN(15) {
		n := p.inputs + i
		p.ops = append(p.ops, operations[rnd.IntN(len(operations))])
		p.args = append(p.args, [2]int{rnd.IntN(n), n - 1 - rnd.IntN(min(n, 3))})
	}
	return p
}

// record runs the program at x.
func (p program) record(x []float64) (*Tape, int) {
	t := &Tape{}
	for _, v := range x {
		t.Input(v)
	}
	out := 0
	for i, op := range p.ops {
		out = t.Apply(op, p.args[i][:][2-op.Arity():]...)
	}
	return t, out
}

func (p program) value(x []float64) float64 {
	t, out := p.record(x)
	return t.Value(out)
}

// tame tells whether the result can be checked by differences: every value finite, of a
// moderate size, no operand nearer than 0.01 to where its operation has a kink or ends,
// and no second derivative that the step would feel.
func tame(t *Tape, out int) bool {
	if _, bad := t.Fault(); bad {
		return false
	}
	for i := range t.Len() {
		n := t.Node(i)
		if n.Op.Arity() == 0 {
			continue
		}
		a, b := t.Value(n.Parents[0]), 0.0
		if n.Parents[1] >= 0 {
			b = t.Value(n.Parents[1])
		}
		if math.Abs(n.Value) > 30 || math.Abs(n.Local[0]) > 30 || math.Abs(n.Local[1]) > 30 {
			return false
		}
		switch n.Op {
		case Relu, Abs, Div, Log, Sqrt:
			if math.Abs(a) < 0.01 || n.Op == Div && math.Abs(b) < 0.3 {
				return false
			}
		case Max, Min:
			if math.Abs(a-b) < 0.01 {
				return false
			}
		case Pow:
			if a < 0.1 {
				return false
			}
		}
	}
	return math.Abs(t.Adjoint(0)) < 1000
}

// eachTame calls f for many random computations, each at a random point.
func eachTame(t *testing.T, f func(p program, x []float64, tape *Tape, out int)) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	tried := 0
	for range 20000 {
		p := random(rnd)
		x := make([]float64, p.inputs)
		for i := range x {
			x[i] = 4*rnd.Float64() - 2
		}
		tape, out := p.record(x)
		tape.Backward(out)
		if tame(tape, out) {
			tried++
			f(p, x, tape, out)
		}
	}
	if tried < 3000 {
		t.Errorf("only %d computations were tame", tried)
	}
}

// The gradient by reverse mode is that of central differences, over random computations
// of all operations.
func TestGradientIsThatOfDifferences(t *testing.T) {
	seen := map[Op]int{}
	eachTame(t, func(p program, x []float64, tape *Tape, out int) {
		numeric := Differences(nil, p.value, x, Step)
		finer := Differences(nil, p.value, x, Step/4)
		for i := range x {
			if RelativeError(numeric[i], finer[i]) > 1e-6 {
				return // differences do not agree with themselves: a kink within the step, or curvature
			}
		}
		for i := range x {
			if got := tape.Adjoint(i); math.Abs(got-numeric[i]) > 1e-5*(1+math.Abs(numeric[i])) {
				t.Errorf("%+v at %v: ∂z/∂x%d = %v, by differences %v", p, x, i, got, numeric[i])
			}
		}
		for _, op := range p.ops {
			seen[op]++
		}
	})
	for _, op := range operations {
		if seen[op] < 100 {
			t.Errorf("%v was tried %d times", op, seen[op])
		}
	}
}

// Forward mode and reverse mode multiply the same local derivatives in another order: they
// agree to rounding, and n tangents make the gradient that one reverse sweep makes.
func TestForwardEqualsReverse(t *testing.T) {
	eachTame(t, func(p program, x []float64, tape *Tape, out int) {
		for i := range x {
			u := make([]float64, tape.Len())
			u[i] = 1
			scale := 1.0 // of the terms that may cancel
			for j := range tape.Len() {
				scale = max(scale, math.Abs(tape.Adjoint(j)))
			}
			got, want := tape.Tangent(u)[out], tape.Adjoint(i)
			if math.Abs(got-want) > 1e-10*scale*(1+math.Abs(want)) {
				t.Errorf("%+v at %v: ∂z/∂x%d = %v forward, %v in reverse", p, x, i, got, want)
			}
		}
	})
}

// The Hessian is symmetric and is the derivative of the gradient.
func TestHessian(t *testing.T) {
	checked := 0
	eachTame(t, func(p program, x []float64, tape *Tape, out int) {
		n := len(x)
		h := make([][]float64, n)
		for i := range h {
			u := make([]float64, tape.Len())
			u[i] = 1
			h[i] = tape.HessianVector(out, u)[:n]
		}
		gradient := func(i int) func(x []float64) float64 {
			return func(x []float64) float64 {
				tape, out := p.record(x)
				tape.Backward(out)
				return tape.Adjoint(i)
			}
		}
		for i := range h {
			row, finer := Differences(nil, gradient(i), x, 1e-4), Differences(nil, gradient(i), x, 5e-5)
			for j := range h {
				size := 1 + math.Abs(h[i][j])
				if math.Abs(row[j]-finer[j]) > 1e-5*size {
					continue
				}
				checked++
				if math.Abs(h[i][j]-h[j][i]) > 1e-8*size || math.Abs(h[i][j]-finer[j]) > 1e-4*size {
					t.Errorf("%+v at %v: H[%d][%d] = %v, transposed %v, by differences %v", p, x, i, j, h[i][j], h[j][i], finer[j])
				}
			}
		}
	})
	if checked < 3000 {
		t.Errorf("%d entries were checked", checked)
	}
}

// Where a value is used several times, its adjoint is the sum over the uses of adjoint ·
// local derivative: z = x·x has 2x, z = x + … + x (k times) has k.
func TestAdjointOfFanOutIsSum(t *testing.T) {
	var tape Tape
	x := tape.Input(3)
	tape.Backward(tape.Apply(Mul, x, x))
	if tape.Adjoint(x) != 6 {
		t.Errorf("∂x²/∂x at 3 is %v", tape.Adjoint(x))
	}
	for k := 2; k < 9; k++ {
		var tape Tape
		x := tape.Input(1.5)
		z := x
		for range k - 1 {
			z = tape.Apply(Add, z, x)
		}
		if tape.Backward(z); tape.Adjoint(x) != float64(k) {
			t.Errorf("%d uses have the adjoint %v", k, tape.Adjoint(x))
		}
	}
	eachTame(t, func(_ program, _ []float64, tape *Tape, out int) {
		for v := range out {
			sum, scale := 0.0, 1.0
			for i := v + 1; i <= out; i++ {
				for k, p := range tape.Node(i).Parents {
					if p == v {
						sum += tape.Adjoint(i) * tape.Node(i).Local[k]
						scale = max(scale, math.Abs(tape.Adjoint(i)*tape.Node(i).Local[k]))
					}
				}
			}
			if math.Abs(sum-tape.Adjoint(v)) > 1e-12*scale {
				t.Errorf("node %d: adjoint %v, the terms make %v", v, tape.Adjoint(v), sum)
			}
		}
	})
}

// At a kink the convention is that of PyTorch.
func TestConventionsAtKinks(t *testing.T) {
	for _, c := range []struct {
		op   Op
		args []float64
		want [2]float64
	}{
		{Relu, []float64{0}, [2]float64{0, 0}}, {Abs, []float64{0}, [2]float64{0, 0}}, {Max, []float64{2, 2}, [2]float64{0.5, 0.5}},
		{Min, []float64{-1, -1}, [2]float64{0.5, 0.5}}, {Relu, []float64{1e-300}, [2]float64{1, 0}}, {Abs, []float64{-1e-300}, [2]float64{-1, 0}},
		{Pow, []float64{0, 2}, [2]float64{0, 0}}, {Pow, []float64{0, 1}, [2]float64{1, 0}}, {Pow, []float64{-3, 2}, [2]float64{-6, math.NaN()}},
	} {
		var tape Tape
		var args []int
		for _, v := range c.args {
			args = append(args, tape.Input(v))
		}
		got := tape.Node(tape.Apply(c.op, args...)).Local
		for k := range c.want {
			if got[k] != c.want[k] && !(math.IsNaN(got[k]) && math.IsNaN(c.want[k])) {
				t.Errorf("%v of %v has the local derivatives %v, want %v", c.op, c.args, got, c.want)
			}
		}
	}
}

// The first number that is not finite is found with its reason.
func TestFault(t *testing.T) {
	for _, c := range []struct {
		op     Op
		args   []float64
		reason Reason
	}{
		{Div, []float64{1, 0}, DivisionByZero}, {Div, []float64{0, 0}, DivisionByZero}, {Log, []float64{0}, LogOfZero}, {Log, []float64{-1}, LogOfNegative},
		{Sqrt, []float64{-4}, RootOfNegative}, {Sqrt, []float64{0}, InfiniteSlope}, {Pow, []float64{0, -1}, ZeroToNegative},
		{Pow, []float64{-8, 1.0 / 3}, NegativeBase}, {Pow, []float64{-3, 2}, NoSlope}, {Pow, []float64{0, 0.5}, InfiniteSlope},
		{Exp, []float64{710}, Overflow}, {Mul, []float64{1e200, 1e200}, Overflow}, {Pow, []float64{1e200, 3}, Overflow}, {Neg, []float64{math.Inf(1)}, NotFinite},
		{Pow, []float64{0, 0}, NoSlope}, {Mul, []float64{1, 2}, 0}, {Pow, []float64{0, 3}, 0},
	} {
		var tape Tape
		var args []int
		for _, v := range c.args {
			args = append(args, tape.Input(v))
		}
		z := tape.Apply(Add, tape.Apply(c.op, args...), tape.Const(1))
		tape.Backward(z)
		f, bad := tape.Fault()
		at := len(args)
		if c.reason == NotFinite {
			at = 0
		}
		if bad != (c.reason != 0) || bad && (f.Reason != c.reason || f.Node != at) {
			t.Errorf("%v of %v: %+v, %v, want reason %d at node %d", c.op, c.args, f, bad, c.reason, at)
		}
	}
	var tape Tape
	x := tape.Input(1e-200)
	tape.Backward(tape.Apply(Log, tape.Apply(Mul, x, tape.Apply(Mul, x, tape.Const(1e100)))))
	if f, bad := tape.Fault(); bad {
		t.Errorf("log of 1e-300: %+v", f)
	}
	tape = Tape{}
	z := tape.Apply(Mul, tape.Input(0), tape.Const(1e200))
	tape.Backward(tape.Apply(Mul, z, tape.Const(1e200)))
	if f, bad := tape.Fault(); !bad || f != (Fault{0, AdjointOverflow}) {
		t.Errorf("0·1e200·1e200: %+v", f)
	}
}
