package mlp_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/activation"
	"konspekt/compute/mlp"
)

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// examples are rows of standard normal numbers with targets that fit the loss.
func examples(loss mlp.Loss, rows, inputs, outputs int, rnd *rand.Rand) mlp.Data[float64] {
	var d mlp.Data[float64]
	for range rows * inputs {
		d.X = append(d.X, rnd.NormFloat64())
	}
	for range rows * outputs {
		switch {
		case loss == mlp.BCE:
			d.Y = append(d.Y, rnd.Float64())
		case !loss.Classes():
			d.Y = append(d.Y, rnd.NormFloat64())
		}
	}
	if loss.Classes() {
		for range rows {
			d.Class = append(d.Class, rnd.IntN(outputs))
		}
	}
	return d
}

// layers are hidden layers of every unit, with maxout and both ways to learn slopes.
func layers() []mlp.Layer {
	var all []mlp.Layer
	for _, k := range activation.Kinds() {
		all = append(all, mlp.Layer{Units: 3, Unit: activation.New(k)})
	}
	return append(all, mlp.Layer{Units: 3, Unit: activation.New(activation.PReLU), Shared: true}, mlp.Layer{Units: 3, Pieces: 2}, mlp.Layer{Units: 2, Pieces: 4})
}

var allLosses = []mlp.Loss{mlp.MSE, mlp.HalfMSE, mlp.HalfSum, mlp.BCE, mlp.SoftmaxCE, mlp.SoftmaxMSE}

// The gradient of every loss through every unit is what central differences give, at random networks.
func TestGradientAgainstDifferences(t *testing.T) {
	rnd := random(1)
	for _, loss := range allLosses {
		for _, l := range layers() {
			spec := mlp.Spec{Inputs: 3, Loss: loss, Layers: []mlp.Layer{l, {Units: 4, Unit: activation.New(activation.Tanh)}, l, {Units: 2}}}
			n := mlp.New[float64](spec)
			n.Init(mlp.Init{Gain: 0.8, Bias: 0.2}, rnd)
			d := examples(loss, 5, 3, 2, rnd)
			p := n.NewPass(5)
			p.Forward(d.X)
			p.Backward(d.Targets)
			got, gotX := slices.Clone(p.Gradient()), slices.Clone(p.GradX())
			j := func(to []float64) func([]float64) float64 {
				return func(v []float64) float64 {
					saved := slices.Clone(to)
					defer copy(to, saved)
					copy(to, v)
					p.Forward(d.X)
					return p.Backward(d.Targets)
				}
			}
			central := &fd.Settings{Formula: fd.Central, Step: 1e-6}
			compare(t, fmt.Sprint(loss, l, " θ"), got, fd.Gradient(nil, j(n.Params()), slices.Clone(n.Params()), central))
			compare(t, fmt.Sprint(loss, l, " x"), gotX, fd.Gradient(nil, j(d.X), slices.Clone(d.X), central))
		}
	}
}

func compare(t *testing.T, name string, got, want []float64) {
	t.Helper()
	for i, w := range want {
		if math.Abs(got[i]-w) > 1e-6*(1+math.Abs(w)) {
			t.Errorf("%s: gradient %d is %v, differences %v", name, i, got[i], w)
		}
	}
}

// Far from 0 no loss overflows, and a wrong logit keeps its gradient.
func TestLossesAreStable(t *testing.T) {
	n := mlp.New[float64](mlp.Spec{Inputs: 1, Loss: mlp.BCE, Layers: []mlp.Layer{{Units: 1}}})
	n.Layer(0).W[0] = 1
	p := n.NewPass(1)
	for _, z := range []float64{-1e4, -20, 20, 1e4} {
		for _, y := range []float64{0, 1} {
			p.Forward([]float64{z})
			loss := p.Backward(mlp.Targets[float64]{Y: []float64{y}})
			wrong := (z > 0) != (y == 1)
			if want := max(z, 0) - y*z + math.Log1p(math.Exp(-math.Abs(z))); loss != want || wrong && math.Abs(p.GradPre(0)[0]) < 0.999 {
				t.Errorf("BCE at %v for %v: %v, want %v, slope %v", z, y, loss, want, p.GradPre(0)[0])
			}
			if !wrong && (loss == 0) != (math.Abs(z) > 745) {
				t.Errorf("BCE at %v for %v: %v", z, y, loss)
			}
		}
	}
	soft := mlp.New[float64](mlp.Spec{Inputs: 1, Loss: mlp.SoftmaxCE, Layers: []mlp.Layer{{Units: 2}}})
	copy(soft.Layer(0).W, []float64{1, -1})
	p = soft.NewPass(1)
	p.Forward([]float64{1000})
	if loss := p.Backward(mlp.Targets[float64]{Class: []int{1}}); loss != 2000 || p.GradPre(0)[0] != 1 || p.GradPre(0)[1] != -1 {
		t.Errorf("softmax: %v, %v", loss, p.GradPre(0))
	}
}

// The first weights have the standard deviation of their rule; Xavier is between the rule of the forward pass and
// that of the backward pass; networks of both types begin at the same numbers, rounded.
func TestInit(t *testing.T) {
	spec := mlp.Spec{Inputs: 200, Layers: []mlp.Layer{{Units: 100, Unit: activation.New(activation.PReLU)}, {Units: 1}}}
	for _, uniform := range []bool{false, true} {
		for rule, want := range map[mlp.Rule]float64{mlp.Plain: 1, mlp.LeCun: math.Sqrt(1 / 200.0), mlp.Xavier: math.Sqrt(2 / 300.0), mlp.He: 0.1} {
			init := mlp.Init{Rule: rule, Gain: 1.5, Uniform: uniform, Bias: 0.1}
			n, f := mlp.New[float64](spec), mlp.New[float32](spec)
			n.Init(init, random(1))
			f.Init(init, random(1))
			w := n.Layer(0).W
			mean, sd := stat.MeanStdDev(w, nil)
			se := 1.5 * want / math.Sqrt(2*20_000) // of the standard deviation of normal numbers
			if math.Abs(sd-1.5*want) > 4*se || math.Abs(mean) > 4*1.5*want/math.Sqrt(20_000) || init.SD(200, 100) != 1.5*want {
				t.Errorf("rule %d: mean %v, sd %v, want %v", rule, mean, sd, 1.5*want)
			}
			if uniform != (slices.Max(w) <= math.Sqrt(3)*1.5*want) {
				t.Errorf("rule %d, uniform %t: largest weight %v", rule, uniform, slices.Max(w))
			}
			for i, v := range f.Params() {
				if v != float32(n.Params()[i]) {
					t.Fatalf("parameter %d: %v and %v", i, v, n.Params()[i])
				}
			}
			if n.Layer(0).B[7] != 0.1 || n.Layer(1).B[0] != 0 || n.Layer(0).Alpha[3] != 0.25 || n.Layer(1).Alpha != nil {
				t.Error("biases or slopes")
			}
		}
	}
}

// Adam, and only the first step of it, moves every parameter by the rate, whatever the size of the gradient.
func TestAdam(t *testing.T) {
	n := mlp.New[float64](mlp.Spec{Inputs: 2, Layers: []mlp.Layer{{Units: 1}}})
	d := mlp.Data[float64]{X: []float64{1, 1e-3}, Targets: mlp.Targets[float64]{Y: []float64{5}}}
	tr := mlp.NewTrainer(n, d, mlp.Plan{Optimiser: mlp.Optimiser{Method: mlp.Adam, Rate: 0.1}})
	m, v, theta := make([]float64, 3), make([]float64, 3), make([]float64, 3)
	for k := 1; k <= 30; k++ {
		tr.Step()
		for i, g := range tr.Pass().Gradient() { // Kingma and Ba, algorithm 1
			m[i] = 0.9*m[i] + 0.1*g
			v[i] = 0.999*v[i] + 0.001*g*g
			theta[i] -= 0.1 * (m[i] / (1 - math.Pow(0.9, float64(k)))) / (math.Sqrt(v[i]/(1-math.Pow(0.999, float64(k)))) + 1e-8)
			if math.Abs(theta[i]-n.Params()[i]) > 1e-12 || k == 1 && math.Abs(theta[i]-0.1) > 1e-6 {
				t.Fatalf("step %d: %v, want %v", k, n.Params(), theta)
			}
		}
	}
}

// A pass takes every example once, in a new order each time; without a source of randomness, in the given order.
func TestPassesTakeEveryExample(t *testing.T) {
	const rows = 7
	d := mlp.Data[float64]{Targets: mlp.Targets[float64]{Y: make([]float64, rows)}}
	for i := range rows {
		d.X = append(d.X, float64(i+1))
	}
	for _, rnd := range []*rand.Rand{nil, random(3)} {
		n := mlp.New[float64](mlp.Spec{Inputs: 1, Layers: []mlp.Layer{{Units: 1}}})
		n.Layer(0).W[0] = 1 // and nothing moves: the pre-activations are the examples
		tr := mlp.NewTrainer(n, d, mlp.Plan{Batch: 3, Rand: rnd})
		var orders [][]float64
		for range 4 {
			var seen []float64
			for _, size := range []int{3, 3, 1} {
				tr.Step()
				if tr.Pass().Rows() != size {
					t.Fatalf("a batch of %d", tr.Pass().Rows())
				}
				seen = append(seen, tr.Pass().Pre(0)...)
			}
			orders = append(orders, slices.Clone(seen))
			if slices.Sort(seen); !slices.Equal(seen, d.X) {
				t.Errorf("a pass saw %v", seen)
			}
		}
		if same := slices.Equal(orders[0], orders[1]); same != (rnd == nil) || slices.Equal(orders[0], d.X) != (rnd == nil) {
			t.Errorf("orders %v", orders)
		}
	}
}

// Steps ends when the context does, and where the caller stops.
func TestStepsEnd(t *testing.T) {
	n := mlp.New[float64](mlp.Spec{Inputs: 1, Layers: []mlp.Layer{{Units: 1}}})
	tr := mlp.NewTrainer(n, mlp.Data[float64]{X: []float64{1}, Targets: mlp.Targets[float64]{Y: []float64{1}}}, mlp.Plan{Optimiser: mlp.Optimiser{Rate: 0.1}})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	for k, err := range tr.Steps(ctx, 100) {
		if last = err; k == 5 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || tr.Taken() != 5 {
		t.Errorf("%v after %d steps", last, tr.Taken())
	}
	for range tr.Steps(context.Background(), 100) {
		break
	}
	if tr.Taken() != 6 {
		t.Errorf("%d steps", tr.Taken())
	}
}

// A step allocates nothing.
func TestStepsDoNotAllocate(t *testing.T) {
	for _, loss := range allLosses {
		for _, l := range layers() {
			n := mlp.New[float32](mlp.Spec{Inputs: 3, Loss: loss, Layers: []mlp.Layer{l, {Units: 2}}})
			n.Init(mlp.Init{Gain: 1}, random(1))
			d := examples(loss, 20, 3, 2, random(2))
			f := mlp.Data[float32]{Targets: mlp.Targets[float32]{Class: d.Class}}
			for _, v := range d.X {
				f.X = append(f.X, float32(v))
			}
			for _, v := range d.Y {
				f.Y = append(f.Y, float32(v))
			}
			tr := mlp.NewTrainer(n, f, mlp.Plan{Batch: 6, Rand: random(3), Optimiser: mlp.Optimiser{Method: mlp.Adam, Rate: 0.01}})
			if k := testing.AllocsPerRun(20, func() { tr.Step() }); k != 0 {
				t.Errorf("loss %d, %v: %v allocations a step", loss, l, k)
			}
		}
	}
}

// Equal arguments give equal bits on any number of cores, also where gonum's blocks run side by side.
func TestSameBitsOnAnyNumberOfCores(t *testing.T) {
	run := func(cores int) []float64 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		n := mlp.New[float64](mlp.Spec{Inputs: 60, Loss: mlp.SoftmaxCE, Layers: []mlp.Layer{{Units: 150, Unit: activation.New(activation.ReLU)}, {Units: 10}}})
		n.Init(mlp.Init{Rule: mlp.He, Gain: 1}, random(1))
		tr := mlp.NewTrainer(n, examples(mlp.SoftmaxCE, 300, 60, 10, random(2)), mlp.Plan{Batch: 200, Rand: random(3), Optimiser: mlp.Optimiser{Rate: 0.1}})
		for range 4 {
			tr.Step()
		}
		return n.Params()
	}
	if one := run(1); !slices.Equal(one, run(2)) || !slices.Equal(one, run(7)) {
		t.Error("the weights depend on the number of cores")
	}
}
