package mlp_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/activation"
	"konspekt/compute/mlp"
)

// A rectifier that is inactive at every example stays so: its gradient is 0 and its weights keep their bits, while
// the leaky one from the same first weights goes on learning.
func TestDeadUnitStaysDead(t *testing.T) {
	for _, kind := range []activation.Kind{activation.ReLU, activation.Leaky} {
		n := mlp.New[float64](mlp.Spec{Inputs: 2, Layers: []mlp.Layer{{Units: 3, Unit: activation.New(kind)}, {Units: 1}}})
		n.Init(mlp.Init{Gain: 1}, random(4))
		n.Layer(0).B[1] = -50
		d := examples(mlp.MSE, 40, 2, 1, random(5))
		before := [3]float64{n.Layer(0).W[1], n.Layer(0).W[4], n.Layer(0).B[1]}
		tr := mlp.NewTrainer(n, d, mlp.Plan{Batch: 8, Rand: random(6), Optimiser: mlp.Optimiser{Rate: 0.05, Momentum: 0.9}})
		for range 100 {
			tr.Step()
		}
		after := [3]float64{n.Layer(0).W[1], n.Layer(0).W[4], n.Layer(0).B[1]}
		p := n.NewPass(40)
		p.Forward(d.X)
		p.Backward(d.Targets)
		share := make([]float64, 3)
		p.ActiveShare(share, 0)
		dead := p.Stats(0).Dead
		if kind == activation.ReLU && (after != before || dead != 1 || share[1] != 0) {
			t.Errorf("dead unit moved from %v to %v; %d dead, active %v", before, after, dead, share)
		}
		if kind == activation.Leaky && (after == before || dead != 0) {
			t.Errorf("the leaky unit kept %v; %d dead", after, dead)
		}
	}
}

// |z|, the rectifier, the leaky one and PReLU are one formula, max(0, z) + α·min(0, z), for α = −1, 0, 0.01, learned.
func TestOneFamily(t *testing.T) {
	d := examples(mlp.MSE, 20, 2, 1, random(7))
	for kind, alpha := range map[activation.Kind]float64{activation.Abs: -1, activation.ReLU: 0, activation.Leaky: 0.01} {
		var out [2][]float64
		for i, u := range []activation.Unit{activation.New(kind), {Kind: activation.PReLU, Alpha: alpha}} {
			n := mlp.New[float64](mlp.Spec{Inputs: 2, Layers: []mlp.Layer{{Units: 4, Unit: u}, {Units: 1}}})
			n.Init(mlp.Init{Gain: 1}, random(8))
			p := n.NewPass(20)
			out[i] = slices.Clone(p.Forward(d.X))
			p.Backward(d.Targets)
			out[i] = append(out[i], p.Grad(0).W...)
		}
		if !slices.Equal(out[0], out[1]) {
			t.Errorf("%s differs from α = %v", kind, alpha)
		}
	}
}

// The statistics of a layer against their definitions on a layer of known numbers.
func TestStats(t *testing.T) {
	n := mlp.New[float64](mlp.Spec{Inputs: 1, Layers: []mlp.Layer{{Units: 3, Unit: activation.New(activation.ReLU)}, {Units: 1}}})
	copy(n.Layer(0).W, []float64{1, 0, -1})
	copy(n.Layer(0).B, []float64{0, -1, 0})
	copy(n.Layer(1).W, []float64{1, 1, 1})
	p := n.NewPass(3)
	p.Forward([]float64{0, 2, 4}) // pre: (0, −1, 0), (2, −1, −2), (4, −1, −4)
	p.Backward(mlp.Targets[float64]{Y: []float64{0, 0, 0}})
	s := p.Stats(0)
	if math.Abs(s.Mean-6.0/9) > 1e-15 || s.Zeros != 2 || s.Dead != 2 || s.Active != 2.0/9 || s.Saturated != 7.0/9 {
		t.Errorf("%+v", s)
	}
	// J = Σ h²/3 with h = 2 and 4: dJ/dw = 2(2·2 + 4·4)/3, dJ/db = 2(2 + 4)/3
	if want := math.Hypot(40.0/3, 4); math.Abs(s.Gradient-want) > 1e-12 || math.Abs(p.GradientNorm()-math.Sqrt(want*want+(40.0/3)*(40.0/3)+16)) > 1e-12 {
		t.Errorf("gradient %v, want %v", s.Gradient, want)
	}
	if math.Abs(s.SD-4.0/3) > 1e-12 {
		t.Errorf("sd %v", s.SD)
	}
	if p.Accuracy(mlp.Targets[float64]{Y: []float64{-1, 3, 3}}, 2.5) != 2.0/3 {
		t.Error("accuracy")
	}
}

// A sigmoid far from 0 is saturated: its slope is below a tenth of ¼.
func TestSaturated(t *testing.T) {
	n := mlp.New[float64](mlp.Spec{Inputs: 1, Layers: []mlp.Layer{{Units: 1, Unit: activation.New(activation.Sigmoid)}}})
	n.Layer(0).W[0] = 1
	p := n.NewPass(4)
	p.Forward([]float64{0, 3.5, -3.7, 40})
	if s := p.Stats(0); s.Saturated != 0.5 || s.Dead != 0 {
		t.Errorf("%+v", s)
	}
}

// What no linear model can, a network of two layers learns: XOR, from every one of ten seeds with enough units.
func TestXORIsLearned(t *testing.T) {
	d := mlp.Data[float64]{X: []float64{0, 0, 0, 1, 1, 0, 1, 1}, Targets: mlp.Targets[float64]{Class: []int{0, 1, 1, 0}}}
	for seed := range uint64(10) {
		n := mlp.New[float64](mlp.Spec{Inputs: 2, Loss: mlp.SoftmaxCE, Layers: []mlp.Layer{{Units: 8, Unit: activation.New(activation.Tanh)}, {Units: 2}}})
		n.Init(mlp.Init{Rule: mlp.Xavier, Gain: 2}, random(seed))
		tr := mlp.NewTrainer(n, d, mlp.Plan{Optimiser: mlp.Optimiser{Method: mlp.Adam, Rate: 0.05}})
		for range 300 {
			tr.Step()
		}
		p := n.NewPass(4)
		p.Forward(d.X)
		if a := p.Accuracy(d.Targets, 0); a != 1 {
			t.Errorf("seed %d: accuracy %v", seed, a)
		}
	}
}

// The job of the benchmark learns what the peers learn: numpy ends at 0.385 and 0.768 from other first weights.
func TestSpiral(t *testing.T) {
	d := spiral(t)
	loss, accuracy := trainSpiral(d, 200)
	if loss > 0.45 || accuracy < 0.7 {
		t.Errorf("loss %v, accuracy %v", loss, accuracy)
	}
	start, _ := trainSpiral(d, 0)
	if !(loss < start) {
		t.Errorf("loss from %v to %v", start, loss)
	}
}

func TestStandardised(t *testing.T) {
	x := mlp.Standardised(mat.NewDense(3, 2, []float64{1, 0.1, 2, 0.1, 6, 0.1}))
	for i, want := range []float64{-2, -1, 3} {
		if math.Abs(x.At(i, 0)-want/math.Sqrt(14.0/3)) > 1e-15 || x.At(i, 1) != 0 {
			t.Errorf("row %d: %v", i, x.RawRowView(i))
		}
	}
	d := mlp.NewData[float32](x, []float64{1, 2, 3}, nil)
	if len(d.X) != 6 || d.X[4] != float32(x.At(2, 0)) || !slices.Equal(d.Y, []float32{1, 2, 3}) {
		t.Errorf("%v", d)
	}
}

func TestBugsPanic(t *testing.T) {
	spec := mlp.Spec{Inputs: 2, Loss: mlp.SoftmaxCE, Layers: []mlp.Layer{{Units: 2}}}
	n := mlp.New[float64](spec)
	p := n.NewPass(2)
	for name, f := range map[string]func(){
		"no layer":  func() { mlp.New[float64](mlp.Spec{Inputs: 2}) },
		"no units":  func() { mlp.New[float64](mlp.Spec{Inputs: 2, Layers: []mlp.Layer{{}}}) },
		"half rows": func() { p.Forward(make([]float64, 3)) },
		"too many":  func() { p.Forward(make([]float64, 6)) },
		"targets":   func() { p.Forward(make([]float64, 4)); p.Backward(mlp.Targets[float64]{Class: []int{0}}) },
		"data":      func() { mlp.NewTrainer(n, mlp.Data[float64]{X: make([]float64, 4)}, mlp.Plan{}) },
		"rule":      func() { n.Init(mlp.Init{Rule: 99}, random(1)) },
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

// Two rectifiers solve XOR, the example of Goodfellow, Bengio, Courville, §6.1.
func ExampleNet() {
	n := mlp.New[float64](mlp.Spec{Inputs: 2, Layers: []mlp.Layer{{Units: 2, Unit: activation.New(activation.ReLU)}, {Units: 1}}})
	copy(n.Layer(0).W, []float64{1, 1, 1, 1})
	copy(n.Layer(0).B, []float64{0, -1})
	copy(n.Layer(1).W, []float64{1, -2})
	fmt.Println(n.NewPass(4).Forward([]float64{0, 0, 0, 1, 1, 0, 1, 1}))
	// Output: [0 1 1 0]
}
