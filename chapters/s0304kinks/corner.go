package s0304kinks

import (
	"fmt"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/activation"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// names are the units as they are called on the figures.
var names = map[activation.Kind]string{
	activation.ReLU: "ReLU", activation.Abs: "|z|", activation.Leaky: "leaky ReLU", activation.PReLU: "PReLU", activation.ELU: "ELU",
	activation.Softplus: "softplus", activation.Sigmoid: "σ", activation.Tanh: "tanh", activation.HardTanh: "жёсткий tanh",
	activation.GELU: "GELU", activation.SiLU: "SiLU",
}

// The axes of the main figure hold every unit and every step.
const (
	edge   = 3.5
	bottom = -2.6
	top    = 4.3
	ruler  = -2.1 // the height at which h is measured off
)

// slope prints a derivative or a quotient.
func slope(v lab.Num) string { return v.Text(3) }

// verdict says whether there is a derivative.
func (r *Result) verdict() string {
	if r.Differentiable {
		return "производная " + slope(r.LeftDerivative)
	}
	return fmt.Sprintf("производной нет, слева %s, справа %s", slope(r.LeftDerivative), slope(r.RightDerivative))
}

// graph is g on the axis, the kinks among its points.
func graph(u activation.Unit) (x, y []float64) {
	for _, z := range floats.Span(make([]float64, 281), -edge, edge) { // a step of 1/40
		x, y = append(x, z), append(y, u.Value(z))
	}
	return x, y
}

// reach is how far to either side of p a secant is drawn.
func reach(p Params) float64 { return max(p.H+0.3, 1.7) }

// secant is the line through p with the slope of a quotient.
func secant(p Params, quotient lab.Num) plots.Line {
	g, far := p.unit().Value(p.Point), reach(p)
	return plots.Line{X: []float64{p.Point - far, p.Point + far}, Y: []float64{g - float64(quotient)*far, g + float64(quotient)*far}}
}

// gap is the wedge between the secants: what is left of it as h shrinks is the kink.
func gap(left, right plots.Line) plots.Band {
	band := plots.Band{Ink: plots.Accent}
	for i, x := range left.X {
		band.X = append(band.X, x)
		band.Lo, band.Hi = append(band.Lo, min(left.Y[i], right.Y[i])), append(band.Hi, max(left.Y[i], right.Y[i]))
		if i == 0 {
			middle := (left.Y[0] + left.Y[1]) / 2
			band.X = append(band.X, (left.X[0]+left.X[1])/2)
			band.Lo, band.Hi = append(band.Lo, middle), append(band.Hi, middle)
		}
	}
	return band
}

func drawCorner(p Params, r *Result) (*plots.Figure, error) {
	u := p.unit()
	x, y := graph(u)
	g := u.Value(p.Point)
	left, right := secant(p, r.LeftQuotient), secant(p, r.RightQuotient)
	left.Name, left.Ink = "слева наклон "+slope(r.LeftQuotient), plots.C2
	right.Name, right.Ink, right.Dash = "справа "+slope(r.RightQuotient), plots.C1, plots.Dashed
	return plots.New(
		plots.Axes{X: "z", Y: "g(z)", XMin: -edge, XMax: edge, YMin: bottom, YMax: top},
		gap(left, right),
		plots.Line{X: x, Y: y, Ink: plots.Muted, Width: plots.Thick},
		left, right,
		measure(p),
		plots.Points{X: []float64{p.Point - p.H}, Y: []float64{u.Value(p.Point - p.H)}, Ink: plots.C2, Marker: plots.Box, Radius: 4.5},
		plots.Points{X: []float64{p.Point + p.H}, Y: []float64{u.Value(p.Point + p.H)}, Ink: plots.C1, Marker: plots.Triangle, Radius: 5},
		plots.Points{X: []float64{p.Point}, Y: []float64{g}, Ink: plots.Text, Radius: 5},
		plots.Label{X: -edge + 0.1, Y: top - 0.65, Text: names[p.Function] + ": " + r.verdict(), Align: plots.Start},
		caption(p),
	)
}

// caption names the ruler, beside the end that is farther from the edge of the figure; the
// right one is under the grip.
func caption(p Params) plots.Label {
	l := plots.Label{X: p.Point + p.H + 0.3, Y: ruler - 0.05, Text: "h = " + russian.Number(p.H, 2), Ink: plots.Muted, Align: plots.Start}
	if p.Point > 0 {
		l.X, l.Align = p.Point-p.H-0.12, plots.End
	}
	return l
}

// measure is the ruler on which h is measured off to both sides.
func measure(p Params) plots.Segments {
	l, m, r := p.Point-p.H, p.Point, p.Point+p.H
	const tick = 0.12
	return plots.Segments{X0: []float64{l, l, m, r}, Y0: []float64{ruler, ruler - tick, ruler - tick, ruler - tick},
		X1: []float64{r, l, m, r}, Y1: []float64{ruler, ruler + tick, ruler + tick, ruler + tick}, Ink: plots.Muted}
}

func describeCorner(p Params, r *Result) string {
	return fmt.Sprintf("Функция %s и две секущие из точки z = %s с шагом h = %s: слева наклон %s, справа %s. В самой точке %s.",
		names[p.Function], russian.Number(p.Point, 3), russian.Number(p.H, 3), slope(r.LeftQuotient), slope(r.RightQuotient), r.verdict())
}

func tableCorner(p Params, _ *Result) lab.Table {
	x, y := graph(p.unit())
	return lab.Table{Columns: []lab.Column{{Name: "z", Label: "z", Values: x}, {Name: "g", Label: "g(z)", Values: y}}}
}

func gripsCorner(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{
		{Label: "Точка z", X: p.Point, Y: p.unit().Value(p.Point), Sets: []lab.Set{{Param: "point", X: 1}}},
		{Label: "Шаг h", X: p.Point + p.H, Y: ruler, Sets: []lab.Set{{Param: "h", X: 1, C: -p.Point}}},
	}
}

// drawQuotients lays both quotients against the step: they go to the one-sided derivatives,
// until rounding takes over.
func drawQuotients(p Params, r *Result) (*plots.Figure, error) {
	h, left, right := quotients(r)
	return plots.New(
		plots.Axes{X: "шаг h", Y: "отношение", LogX: true, XMin: 1e-16, XMax: 2, YMin: -1.35, YMax: 1.75, Size: plots.Short,
			XTicks: []plots.Tick{{At: 1e-15, Label: "10⁻¹⁵"}, {At: 1e-12, Label: "10⁻¹²"}, {At: 1e-9, Label: "10⁻⁹"}, {At: 1e-6, Label: "10⁻⁶"}, {At: 1e-3, Label: "10⁻³"}, {At: 1, Label: "1"}}},
		plots.Level{Y: float64(r.LeftDerivative), Ink: plots.C2, Dash: plots.Dotted},
		plots.Level{Y: float64(r.RightDerivative), Ink: plots.C1, Dash: plots.Dotted},
		plots.Mark{Name: "h", X: p.H, Ink: plots.Accent},
		plots.Line{Name: "слева → " + slope(r.LeftDerivative), X: h, Y: left, Ink: plots.C2, Width: plots.Thick},
		plots.Line{Name: "справа → " + slope(r.RightDerivative), X: h, Y: right, Ink: plots.C1, Dash: plots.Dashed},
		plots.Points{X: []float64{p.H}, Y: []float64{float64(r.LeftQuotient)}, Ink: plots.C2, Marker: plots.Box, Radius: 4},
		plots.Points{X: []float64{p.H}, Y: []float64{float64(r.RightQuotient)}, Ink: plots.C1, Marker: plots.Triangle, Radius: 4.5},
	)
}

func quotients(r *Result) (h, left, right []float64) {
	for _, q := range r.Quotients {
		h, left, right = append(h, q.H), append(left, float64(q.Left)), append(right, float64(q.Right))
	}
	return h, left, right
}

func describeQuotients(p Params, r *Result) string {
	return fmt.Sprintf("Отношения приращений в точке z = %s против шага h, шкала логарифмическая. Слева предел %s, справа %s; при h = %s получается %s и %s.",
		russian.Number(p.Point, 3), slope(r.LeftDerivative), slope(r.RightDerivative), russian.Number(p.H, 3), slope(r.LeftQuotient), slope(r.RightQuotient))
}

func tableQuotients(_ Params, r *Result) lab.Table {
	h, left, right := quotients(r)
	return lab.Table{Columns: []lab.Column{{Name: "h", Label: "h", Values: h}, {Name: "left", Label: "слева", Values: left}, {Name: "right", Label: "справа", Values: right}}}
}

// gripsQuotients holds the step.
func gripsQuotients(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "h", Label: "Шаг h", Along: "x", X: p.H, Y: max(-1.35, min(1.75, float64(r.RightQuotient)))}}
}

// drawLens is the graph seen from so near that h is as long as the picture is wide.
func drawLens(p Params, r *Result) (*plots.Figure, error) {
	t, y := lens(p)
	left, right := float64(r.LeftDerivative), float64(r.RightDerivative)
	return plots.New(
		plots.Axes{X: "(z − p)/h", Y: "(g(z) − g(p))/h", XMin: -1, XMax: 1, YMin: -1.25, YMax: 1.25, Size: plots.Short},
		plots.Line{Name: "g вблизи", X: t, Y: y, Ink: plots.Text, Width: plots.Thick},
		plots.Line{Name: "касательная слева", X: []float64{-1, 0}, Y: []float64{-left, 0}, Ink: plots.C2, Dash: plots.Dotted},
		plots.Line{Name: "справа", X: []float64{0, 1}, Y: []float64{0, right}, Ink: plots.C1, Dash: plots.Dashed},
		plots.Points{X: []float64{0}, Y: []float64{0}, Ink: plots.Accent, Radius: 4.5},
	)
}

// lens is the graph in units of h, as float64 computes it.
func lens(p Params) (t, y []float64) {
	u := p.unit()
	for _, s := range floats.Span(make([]float64, 401), -1, 1) {
		t, y = append(t, s), append(y, (u.Value(p.Point+s*p.H)-u.Value(p.Point))/p.H)
	}
	return t, y
}

func describeLens(p Params, r *Result) string {
	return fmt.Sprintf("Функция %s около z = %s при таком увеличении, что ширина рисунка равна 2h, h = %s. В точке %s.",
		names[p.Function], russian.Number(p.Point, 3), russian.Number(p.H, 3), r.verdict())
}

func tableLens(p Params, _ *Result) lab.Table {
	t, y := lens(p)
	return lab.Table{Columns: []lab.Column{{Name: "t", Label: "(z − p)/h", Values: t}, {Name: "g", Label: "(g(z) − g(p))/h", Values: y}}}
}
