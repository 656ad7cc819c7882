package s030402saturation

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/activation"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// samples is the count of points of a curve.
const samples = 120

func abscissas() []float64 { return floats.Span(make([]float64, samples+1), -zReach, zReach) }

// curve is a unit or its derivative over z.
func curve(f func(float64) float64) []float64 {
	y := abscissas()
	for i, z := range y {
		y[i] = f(z)
	}
	return y
}

// drawUnits shows the unit chosen with its derivative, the other sigmoidal one beside it,
// where it is saturated, and where the pre-activations of the network lie.
func drawUnits(p Params, r *Result) (*plots.Figure, error) {
	u, other := p.unit(), activation.New(activation.Tanh)
	names := [2]string{"σ", "tanh"}
	if p.Unit != activation.Sigmoid {
		other, names = activation.New(activation.Sigmoid), [2]string{"tanh", "σ"}
	}
	if p.Unit == activation.ReLU {
		names[0] = "ReLU"
	}
	z := abscissas()
	heights := make([]float64, zBins)
	floats.ScaleTo(heights, 0.9/slices.Max(r.zs), r.zs)
	edges := floats.Span(make([]float64, zBins+1), -zReach, zReach)
	layers := []plots.Layer{
		p.flat(), plots.Label{X: -(zReach + p.edge()) / 2, Y: -0.85, Text: "насыщение", Ink: plots.Muted},
		plots.Histogram{Name: "z сети", Edges: edges, Heights: heights, Ink: plots.C6},
		plots.Line{Name: names[1], X: z, Y: curve(other.Value), Ink: plots.C3, Width: plots.Thin},
		plots.Line{X: z, Y: curve(other.Derivative), Ink: plots.C3, Dash: plots.Dashed, Width: plots.Thin},
		plots.Line{Name: names[0], X: z, Y: curve(u.Value), Ink: plots.C1, Width: plots.Thick},
	}
	slope := plots.Line{Name: names[0] + "′", X: z, Y: curve(u.Derivative), Ink: plots.C2, Dash: plots.Dashed, Width: plots.Thick}
	if p.Unit == activation.ReLU { // a jump is drawn as a jump
		slope.X, slope.Y = []float64{-zReach, 0, 0, zReach}, []float64{0, 0, 1, 1}
	}
	layers = append(layers, slope)
	return plots.New(plots.Axes{X: "z", Y: "g и g′", XMin: -zReach, XMax: zReach, YMin: -1.1, YMax: 1.15, Size: plots.Short}, layers...)
}

// edge is the |z| from which the derivative is below a tenth of its largest value:
// σ(1−σ) = 1/40, 1 − tanh² = 1/10.
func (p Params) edge() float64 {
	tanh := math.Atanh(math.Sqrt(0.9))
	switch p.Unit {
	case activation.Sigmoid:
		return 2 * tanh // σ′(2z) is a quarter of tanh′(z)
	case activation.ReLU:
		return 0
	}
	return tanh
}

// flat is the part of the z axis where the unit is saturated.
func (p Params) flat() plots.Layer {
	s := plots.Strip{X0: []float64{-zReach}, X1: []float64{-p.edge()}, Y0: []float64{-1.1}, Y1: []float64{1.15}, Ink: plots.Muted, Faint: true}
	if p.Unit == activation.ReLU {
		s.X1[0] = 0
		return s
	}
	s.X0, s.X1 = append(s.X0, p.edge()), append(s.X1, zReach)
	s.Y0, s.Y1 = append(s.Y0, -1.1), append(s.Y1, 1.15)
	return s
}

// inside is the share of the pre-activations that are not in the saturated part.
func inside(r *Result) float64 {
	sum := 0.0
	for _, s := range r.Saturated {
		sum += float64(s) / float64(len(r.Saturated))
	}
	return 1 - sum
}

func describeUnits(p Params, r *Result) string {
	zone := "при z < 0, где производная нуль"
	if p.Unit != activation.ReLU {
		zone = "при |z| > " + russian.Number(p.edge(), 3) + ", где производная меньше десятой доли наибольшей"
	}
	return fmt.Sprintf("Блок, его производная и гистограмма z всех слоёв сети, её высота условная, а что дальше семи, стоит в крайних столбцах. Насыщение начинается %s; вне его %s всех z.", zone, russian.Percent(inside(r), 1))
}

func tableUnits(p Params, _ *Result) lab.Table {
	u := p.unit()
	sigmoid, tanh := activation.New(activation.Sigmoid), activation.New(activation.Tanh)
	t := lab.Table{Columns: []lab.Column{
		{Name: "z", Label: "z", Values: abscissas()},
		{Name: "g", Label: "g(z)", Values: curve(u.Value)},
		{Name: "dg", Label: "g′(z)", Values: curve(u.Derivative)},
	}}
	if p.Unit != activation.Sigmoid {
		t.Columns = append(t.Columns, lab.Column{Name: "sigmoid", Label: "σ(z)", Values: curve(sigmoid.Value)})
	}
	if p.Unit != activation.Tanh {
		t.Columns = append(t.Columns, lab.Column{Name: "tanh", Label: "tanh z", Values: curve(tanh.Value)})
	}
	return t
}

func drawLinear(p Params, r *Result) (*plots.Figure, error) {
	s, gap, _ := gaps(r)
	guide := make([]float64, len(s))
	for i := range s {
		guide[i] = gap[0] * (s[i] / s[0]) * (s[i] / s[0])
	}
	return plots.New(plots.Axes{X: "размах входа s", Y: "отличие от линейной", LogX: true, LogY: true, XMin: tiniest, XMax: mightiest, YMin: 1e-6, YMax: 3, Size: plots.Short},
		plots.Mark{Name: "s = " + russian.Number(p.Scale, 3), X: p.Scale, Ink: plots.Accent},
		plots.Line{Name: "наклон 2", X: s, Y: guide, Ink: plots.Muted, Dash: plots.Dashed},
		plots.Line{Name: "сеть tanh", X: s, Y: gap, Ink: plots.C1, Width: plots.Thick},
	)
}

// gaps lists the curve as slices.
func gaps(r *Result) (scale, gap, level []float64) {
	for _, g := range r.GapCurve {
		scale, gap, level = append(scale, float64(g.Scale)), append(gap, float64(g.Gap)), append(level, float64(g.Activation))
	}
	return scale, gap, level
}

func gripsLinear(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "scale", Label: "Размах входа s", Along: "x", X: p.Scale, Y: float64(r.LinearGap)}}
}

func describeLinear(p Params, r *Result) string {
	return fmt.Sprintf("Относительное отличие сети из двух слоёв tanh от линейной с теми же весами. При s = %s активации в среднем квадратичном %s, отличие %s; к нулю оно идёт как s².",
		russian.Number(p.Scale, 3), r.LinearLevel.Text(2), russian.Percent(float64(r.LinearGap), 1))
}

func tableLinear(_ Params, r *Result) lab.Table {
	s, gap, level := gaps(r)
	return lab.Table{Columns: []lab.Column{
		{Name: "scale", Label: "размах s", Values: s},
		{Name: "activation", Label: "активации, √ среднего h²", Values: level},
		{Name: "gap", Label: "отличие", Values: gap},
	}}
}
