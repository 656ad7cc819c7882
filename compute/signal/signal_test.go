package signal_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/activation"
	"konspekt/compute/mlp"
	"konspekt/compute/signal"
)

var (
	sigmoid = activation.New(activation.Sigmoid)
	tanh    = activation.New(activation.Tanh)
	relu    = activation.New(activation.ReLU)
)

// Known moments: a rectifier passes half, a linear unit all; near 0 tanh is the identity
// and the sigmoid ½ + z/4; far from it both are steps, whose slope is ∫g′² at density 1/√(2πv):
// ∫tanh′² = 4/3, ∫σ′² = 1/6.
func TestMoments(t *testing.T) {
	for _, c := range []struct {
		unit                activation.Unit
		v, square, slope, e float64
	}{
		{relu, 0.3, 0.15, 0.5, 1e-9},
		{relu, 700, 350, 0.5, 1e-9},
		{activation.New(activation.Identity), 2, 2, 1, 1e-9},
		{activation.New(activation.Leaky), 1, (1 + 1e-4) / 2, (1 + 1e-4) / 2, 1e-9},
		{tanh, 1e-6, 1e-6, 1, 1e-5},
		{sigmoid, 1e-6, 0.25, 1. / 16, 1e-5},
		{tanh, 1e6, 1, 4. / 3 / math.Sqrt(2*math.Pi*1e6), 2e-3},
		{sigmoid, 1e6, 0.5, 1. / 6 / math.Sqrt(2*math.Pi*1e6), 2e-3},
	} {
		square, slope := signal.Moments(c.unit, c.v)
		if math.Abs(square-c.square) > c.e*c.square || math.Abs(slope-c.slope) > c.e*c.slope {
			t.Errorf("%s, v = %v: %v and %v, want %v and %v", c.unit.Kind, c.v, square, slope, c.square, c.slope)
		}
	}
}

// The moments are means: of a million normal numbers they are within four standard errors.
func TestMomentsAreMeans(t *testing.T) {
	const draws = 200_000
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, u := range []activation.Unit{sigmoid, tanh, relu, activation.New(activation.GELU)} {
		for _, v := range []float64{0.1, 1, 9} {
			g, d := make([]float64, draws), make([]float64, draws)
			for i := range g {
				z := math.Sqrt(v) * rnd.NormFloat64()
				g[i], d[i] = math.Pow(u.Value(z), 2), math.Pow(u.Derivative(z), 2)
			}
			square, slope := signal.Moments(u, v)
			for _, c := range []struct {
				draws []float64
				want  float64
			}{{g, square}, {d, slope}} {
				mean, sd := stat.MeanStdDev(c.draws, nil)
				if se := sd / math.Sqrt(draws); math.Abs(mean-c.want) > 4*se {
					t.Errorf("%s, v = %v: %v ± %v, want %v", u.Kind, v, mean, se, c.want)
				}
			}
		}
	}
}

func TestFieldIsTheMoments(t *testing.T) {
	for _, u := range []activation.Unit{sigmoid, tanh, relu} {
		f := signal.NewField(u)
		for _, v := range []float64{1e-6, 2e-4, 0.013, 0.7, 1, 33, 500, 3e3} {
			square, slope := signal.Moments(u, v)
			a, b := f.At(v)
			if math.Abs(a-square) > 6e-3*square || math.Abs(b-slope) > 1e-3*slope {
				t.Errorf("%s, v = %v: %v and %v, want %v and %v", u.Kind, v, a, b, square, slope)
			}
		}
		if _, slope := f.At(1e9); !(slope > 0 && slope <= 1) {
			t.Errorf("%s: slope %v at v = 10⁹", u.Kind, slope)
		}
	}
}

// net is a network of equal layers on an input of the same width.
func net(u activation.Unit, depth, width int, init mlp.Init, rnd *rand.Rand) *mlp.Net[float64] {
	spec := mlp.Spec{Inputs: width, Loss: mlp.HalfMSE}
	for range depth {
		spec.Layers = append(spec.Layers, mlp.Layer{Units: width, Unit: u})
	}
	n := mlp.New[float64](spec)
	n.Init(init, rnd)
	return n
}

func normal(rnd *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rnd.NormFloat64()
	}
	return x
}

// squares is the squared length.
func squares(x []float64) float64 {
	return mat.Dot(mat.NewVecDense(len(x), x), mat.NewVecDense(len(x), x))
}

// In a wide network the squared lengths of the activations and of the gradient are those
// of the theory, within four standard errors over seeds and the 1/width that it leaves out.
func TestTheoryOfWideLayers(t *testing.T) {
	const depth, width, seeds = 6, 100, 60
	for _, c := range []struct {
		unit activation.Unit
		init mlp.Init
	}{{sigmoid, mlp.Init{Rule: mlp.Xavier, Gain: 1}}, {tanh, mlp.Init{Rule: mlp.Xavier, Gain: 1}}, {tanh, mlp.Init{Rule: mlp.Xavier, Gain: 2}}, {relu, mlp.Init{Rule: mlp.He, Gain: 1}}} {
		forward, backward := make([]float64, seeds), make([]float64, seeds)
		gains := make([]float64, depth)
		for l := range gains {
			sd := c.init.SD(width, width)
			gains[l] = width * sd * sd
		}
		field := signal.NewField(c.unit)
		for seed := range forward {
			rnd := rand.New(rand.NewPCG(uint64(seed), 7))
			n := net(c.unit, depth, width, c.init, rnd)
			p, x := n.NewPass(1), normal(rnd, width)
			states := field.Forward(nil, squares(x)/width, gains)
			p.Forward(x)
			p.BackwardFrom(normal(rnd, width))
			forward[seed] = squares(p.H(depth-1)) / width / states[depth-1].Square
			backward[seed] = squares(p.GradPre(0)) / squares(p.GradPre(depth-1)) / signal.Backward(nil, states, gains)[0]
		}
		for what, ratio := range map[string][]float64{"forward": forward, "backward": backward} {
			mean, sd := stat.MeanStdDev(ratio, nil)
			if se := sd / math.Sqrt(seeds); math.Abs(mean-1) > 4*se+2./width {
				t.Errorf("%s %+v: %s is %v ± %v of the theory", c.unit.Kind, c.init, what, mean, se)
			}
		}
	}
}

// He's rule keeps the squared length of gradients and activations of rectifiers exactly;
// Xavier's keeps those of tanh only while it is nearly linear.
func TestHeKeepsRectifiersXavierNearlyLinear(t *testing.T) {
	gains := make([]float64, 20)
	for l := range gains {
		gains[l] = 2 // He: n·2/n
	}
	states := signal.NewField(relu).Forward(nil, 1, gains)
	if back := signal.Backward(nil, states, gains)[0]; math.Abs(back-1) > 1e-6 || math.Abs(states[19].Square-1) > 1e-6 {
		t.Errorf("20 rectifiers: gradient %v, activations %v of their squares", back, states[19].Square)
	}
	for l := range gains {
		gains[l] = 1 // Xavier between equal layers
	}
	for _, c := range []struct{ input, least float64 }{{1e-3, 0.95}, {1, 0.03}} {
		states = signal.NewField(tanh).Forward(states, c.input, gains)
		if back := signal.Backward(nil, states, gains)[0]; back < c.least || back > 1 {
			t.Errorf("20 tanh from %v: the squared gradient is %v of the last", c.input, back)
		}
	}
}

// 0.25^depth: no gradient of a sigmoid network is above its bound; weights of spectral norm
// at most 1 leave it below a quarter to the power of the depth.
func TestQuarterToTheDepth(t *testing.T) {
	const depth, width = 8, 12
	if signal.Steepest(sigmoid) != 0.25 || signal.Steepest(tanh) != 1 || signal.Steepest(relu) != 1 {
		t.Fatal("the largest derivatives are ¼, 1 and 1")
	}
	for _, u := range []activation.Unit{sigmoid, tanh, relu} {
		for seed := range uint64(20) {
			rnd := rand.New(rand.NewPCG(seed, 3))
			n := net(u, depth, width, mlp.Init{Rule: mlp.Xavier, Gain: 0.5 + float64(seed)/4}, rnd)
			weights := make([]*mat.Dense, depth)
			for l := range weights {
				weights[l] = mat.NewDense(width, width, n.Layer(l).W)
				if seed == 0 {
					weights[l].Scale(1/mat.Norm(weights[l], 2), weights[l]) // the Frobenius norm is no smaller
				}
			}
			p := n.NewPass(1)
			p.Forward(normal(rnd, width))
			p.BackwardFrom(normal(rnd, width))
			bounds, last := signal.Bounds(nil, weights, signal.Steepest(u)), math.Sqrt(squares(p.GradPre(depth-1)))
			for l, bound := range bounds {
				if got := math.Sqrt(squares(p.GradPre(l))); got > bound*last*(1+1e-12) {
					t.Errorf("%s, seed %d, layer %d: %v of the last, bound %v", u.Kind, seed, l, got/last, bound)
				}
				if quarter := math.Pow(0.25, float64(depth-1-l)); u == sigmoid && seed == 0 && bound > quarter*(1+1e-12) {
					t.Errorf("layer %d: bound %v with small weights, want at most %v", l, bound, quarter)
				}
			}
		}
	}
}

// A network of tanh becomes linear as its activations shrink: the gap goes like the square
// of their scale.
func TestTanhNetBecomesLinear(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	dense := func(r, c int) *mat.Dense { return mat.NewDense(r, c, normal(rnd, r*c)) }
	n := signal.TanhNet{V: dense(4, 10), U: dense(10, 6), W: normal(rnd, 6)}
	x := dense(30, 4)
	last, lastScale := 0.0, 0.0
	for _, scale := range []float64{1e-4, 1e-3, 1e-2} {
		gap, level := n.LinearGap(x, scale)
		if level > 10*scale || level < scale/10 {
			t.Errorf("scale %v: activations %v", scale, level)
		}
		if slope := math.Log(gap/last) / math.Log(scale/lastScale); last > 0 && math.Abs(slope-2) > 0.02 {
			t.Errorf("scale %v: slope %v, want 2", scale, slope)
		}
		last, lastScale = gap, scale
	}
	if gap, level := n.LinearGap(x, 1e3); gap < 0.5 || level < 0.9 {
		t.Errorf("saturated: gap %v, activations %v", gap, level)
	}
}

func ExampleField_Forward() {
	gains := []float64{1, 1, 1, 1, 1} // Xavier between layers of equal width
	f := signal.NewField(activation.New(activation.Sigmoid))
	states := f.Forward(nil, 1, gains)
	for l, b := range signal.Backward(nil, states, gains) {
		fmt.Printf("layer %d: v %.3f, gradient %.1e\n", l+1, states[l].V, math.Sqrt(b))
	}
	// Output:
	// layer 1: v 1.000, gradient 2.8e-03
	// layer 2: v 0.293, gradient 1.3e-02
	// layer 3: v 0.266, gradient 5.6e-02
	// layer 4: v 0.265, gradient 2.4e-01
	// layer 5: v 0.265, gradient 1.0e+00
}
