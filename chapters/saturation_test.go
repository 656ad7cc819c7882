package chapters_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"

	"konspekt/compute/activation"
	"konspekt/compute/stable"
)

// tanh z = 2σ(2z) − 1; tanh 0 = 0 with the slope 1, σ(0) = ½ with the slope ¼; both in the
// package and in the table of the lab's figure.
func TestTanhIsAStretchedSigmoid(t *testing.T) {
	tanh, sigmoid := activation.New(activation.Tanh), activation.New(activation.Sigmoid)
	for z := -20.0; z <= 20; z += 0.125 {
		if !near(tanh.Value(z), 2*stable.Sigmoid(2*z)-1, 1e-15, 2e-16) {
			t.Errorf("tanh %v = %v, 2σ(2z) − 1 = %v", z, tanh.Value(z), 2*stable.Sigmoid(2*z)-1)
		}
		if d := 4 * sigmoid.Derivative(2*z); !near(tanh.Derivative(z), d, 1e-13, 0) {
			t.Errorf("tanh′ %v = %v, 4σ′(2z) = %v", z, tanh.Derivative(z), d)
		}
	}
	if tanh.Value(0) != 0 || tanh.Derivative(0) != 1 || sigmoid.Value(0) != 0.5 || sigmoid.Derivative(0) != 0.25 {
		t.Error("at 0 tanh is not 0 with the slope 1, or σ not ½ with the slope ¼")
	}
	figure, _ := run(t, find(t, "saturation"), "unit=tanh").Figure("units")
	z, g, dg, s := figure.Table.Columns[0].Values, figure.Table.Columns[1].Values, figure.Table.Columns[2].Values, figure.Table.Columns[3].Values
	for i := range z {
		if g[i] != tanh.Value(z[i]) || dg[i] != tanh.Derivative(z[i]) || s[i] != sigmoid.Value(z[i]) {
			t.Errorf("z = %v: the figure has %v, %v, %v", z[i], g[i], dg[i], s[i])
		}
	}
}

// The gradient of the sigmoid network falls like a quarter to the power of the depth: with
// derivatives of at most ¼ and weights that on the average keep lengths a layer leaves
// less than ¼ of it, and no layer has more than its bound. The ratio is reported.
func TestQuarterToTheDepth(t *testing.T) {
	for _, depth := range []int{2, 5, 15, 30} {
		var measured []float64
		for seed := range 12 {
			r := resultOf(t, "saturation", fmt.Sprintf("depth=%d&width=32&steps=0&seed=%d", depth, seed))
			for l, b := range r.nums("bound") {
				if g := r.num("grad_norm", l); g > b*(1+1e-9) {
					t.Errorf("depth %d, layer %d: %v above the bound %v", depth, l, g, b)
				}
			}
			if !near(r.num("ceiling_ratio"), math.Pow(0.25, float64(depth-1)), 1e-12, 0) || r.num("grad_ratio_theory") > r.num("ceiling_ratio") {
				t.Errorf("depth %d: ceiling %v, theory %v", depth, r.num("ceiling_ratio"), r.num("grad_ratio_theory"))
			}
			measured = append(measured, r.num("grad_decades")/float64(depth-1))
		}
		mean, sd := stat.MeanStdDev(measured, nil)
		t.Logf("depth %d: a layer leaves %.4f of the gradient", depth, math.Pow(10, mean))
		if se := sd / math.Sqrt(12); mean-4*se > math.Log10(0.25) || mean+4*se < math.Log10(0.22) {
			t.Errorf("depth %d: a layer leaves 10^(%v ± %v), want between 0.22 and 0.25", depth, mean, se)
		}
	}
}

// He's weights keep the gradient of rectifiers, Xavier's nearly that of tanh: the mean over
// seeds is that of the theory, which for He is 1 a layer, within four standard errors.
func TestHeForReLUXavierForTanh(t *testing.T) {
	for query, least := range map[string]float64{"unit=relu&init=he": 0.9999, "unit=tanh&init=xavier": 0.9, "unit=relu&init=xavier": 0.7} {
		var ratios []float64
		for seed := range 30 {
			r := resultOf(t, "saturation", fmt.Sprintf("%s&depth=8&width=64&steps=0&seed=%d", query, seed))
			ratios = append(ratios, math.Pow(r.num("grad_ratio")/r.num("grad_ratio_theory"), 2))
			if g := r.num("grad_per_layer_theory"); g < least || g > 1.0001 {
				t.Errorf("%s: in theory a layer leaves %v", query, g)
			}
		}
		mean, sd := stat.MeanStdDev(ratios, nil)
		if se := sd / math.Sqrt(30); math.Abs(mean-1) > 4*se {
			t.Errorf("%s: the squared gradient is %v ± %v of the theory", query, mean, se)
		}
	}
}

// tanh net → linear net as activations shrink: the gap falls like the square of the scale,
// whatever the unit of the deep network is.
func TestTanhNetBecomesLinear(t *testing.T) {
	for _, q := range []string{"", "unit=relu&init=he", "init=plain&gain=0.3&width=4", "width=64&seed=9"} {
		r := resultOf(t, "saturation", q)
		curve := r.list("linear_gap_curve")
		a, b := curve[0], curve[3]
		slope := math.Log(b.num("gap")/a.num("gap")) / math.Log(b.num("scale")/a.num("scale"))
		level := math.Log(b.num("activation")/a.num("activation")) / math.Log(b.num("scale")/a.num("scale"))
		if math.Abs(slope-2) > 0.03 || math.Abs(level-1) > 0.01 {
			t.Errorf("saturation?%s: slope %v of the gap, %v of the activations", q, slope, level)
		}
		for i := 1; i < len(curve); i++ {
			if curve[i].num("gap") <= curve[i-1].num("gap") {
				t.Errorf("saturation?%s: the gap falls at scale %v", q, curve[i].num("scale"))
			}
		}
	}
	here := resultOf(t, "saturation", "scale=10")
	if curve := here.list("linear_gap_curve"); !near(here.num("linear_gap"), curve[len(curve)-1].num("gap"), 1e-9, 0) {
		t.Error("the gap of the state is not on its curve")
	}
}

// «Discover»: depth makes the gradient collapse, gain turns vanishing into exploding, and
// where the gradient does not arrive nothing is learned.
func TestSaturationDiscover(t *testing.T) {
	last := 1.0
	for _, depth := range []int{2, 6, 12, 20, 30} {
		r := resultOf(t, "saturation", fmt.Sprintf("depth=%d", depth))
		if g := r.num("grad_ratio"); g > last/10 && depth > 2 || len(r.nums("grad_norm")) != depth {
			t.Errorf("depth %d: the gradient is %v of the last, %v before", depth, g, last)
		} else {
			last = g
		}
	}
	small, large := resultOf(t, "saturation", "unit=tanh&gain=0.5"), resultOf(t, "saturation", "unit=tanh&gain=3")
	if small.num("grad_decades") > -3 || large.num("grad_decades") < 1 {
		t.Errorf("tanh: %v decades at γ = 0,5, %v at 3", small.num("grad_decades"), large.num("grad_decades"))
	}
	sigmoid, tanh := resultOf(t, "saturation", ""), resultOf(t, "saturation", "unit=tanh")
	if math.Abs(sigmoid.num("loss_end")-math.Log(3)) > 0.03 || tanh.num("loss_end") > 0.6 || tanh.num("accuracy_end") < 0.8 {
		t.Errorf("after 30 steps: sigmoid %v, tanh %v with %v right", sigmoid.num("loss_end"), tanh.num("loss_end"), tanh.num("accuracy_end"))
	}
	if n := len(sigmoid.list("training")); n < 5 || len(sigmoid.nums("loss")) != 30 {
		t.Errorf("%d moments of the training, %d losses", n, len(sigmoid.nums("loss")))
	}
}

// The network before training is the one that training starts from: the gradient of its
// first step on all irises has the lengths that the first figure shows. Means and shares
// are what they say.
func TestSaturationLayers(t *testing.T) {
	for _, q := range []string{"", "unit=tanh&gain=3", "unit=relu&init=he", "init=plain"} {
		r := resultOf(t, "saturation", q)
		for l, sd := range r.nums("activation_sd") {
			mean, share := r.num("activation_mean", l), r.num("saturated_fraction", l)
			if sd < 0 || share < 0 || share > 1 || q == "" && (mean < 0.3 || mean > 0.7) {
				t.Errorf("saturation?%s, layer %d: mean %v, sd %v, saturated %v", q, l, mean, sd, share)
			}
		}
		if g := r.nums("grad_norm"); !near(r.num("grad_ratio"), g[0]/g[len(g)-1], 1e-12, 0) || !near(r.num("grad_norm_theory", len(g)-1), g[len(g)-1], 1e-9, 0) {
			t.Errorf("saturation?%s: ratio %v, theory anchored at %v", q, r.num("grad_ratio"), r.num("grad_norm_theory", len(g)-1))
		}
	}
	one := resultOf(t, "saturation", "depth=1")
	if one.num("grad_ratio") != 1 || one.num("ceiling_ratio") != 1 || one.get("grad_per_layer").v != nil {
		t.Error("one layer is the last")
	}
}

// Layers whose gradient is off the axis are named on the figure, and only they.
func TestSaturationOffTheAxis(t *testing.T) {
	for _, query := range []string{"", "depth=30", "gain=0.1", "depth=30&gain=10&unit=relu", "unit=tanh"} {
		g := resultOf(t, "saturation", query).nums("grad_norm")
		below, above := 0, 0
		for l := range g {
			if share := g[l] / g[len(g)-1]; share < 1e-12 {
				below = l + 1
			} else if share > 1e6 {
				above = l + 1
			}
		}
		svg := run(t, find(t, "saturation"), query).Figures[0].SVG
		for n, words := range map[int]string{below: " меньше 10", above: " больше 10"} {
			if n > 0 && !bytes.Contains(svg, fmt.Appendf(nil, "в слоях 1–%d%s", n, words)) {
				t.Errorf("%s: the figure does not say that layers 1–%d are%s…", query, n, words)
			}
		}
		if said := bytes.Contains(svg, []byte("в слоях")); said != (below+above > 0) {
			t.Errorf("%s: %d layers below, %d above, said: %v", query, below, above, said)
		}
	}
}
