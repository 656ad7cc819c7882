package s030401rectifiers

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// names are the units as the page calls them.
var names = map[string]string{"relu": "ReLU", "abs": "модуль |z|", "leaky": "ReLU с утечкой", "prelu": "PReLU", "elu": "ELU",
	"softplus": "softplus", maxout: "maxout", "gelu": "GELU", "silu": "SiLU"}

// rival is the unit that stands beside the reader's: the leaky one beside the ReLU, the
// ReLU beside all others.
func rival(unit string) string {
	if unit == "relu" {
		return "leaky"
	}
	return "relu"
}

// variant is the training with the given unit.
func (r *Result) variant(unit string) Variant {
	for _, v := range r.Variants {
		if v.Unit == unit {
			return v
		}
	}
	panic("s030401rectifiers: no variant " + unit)
}

// The axis of the loss.
const (
	leastLoss = 0.01
	mostLoss  = 30.0
)

// course is the loss step by step, and whether it leaves the frame at the top.
func (tr *trace) course() (step, loss []float64, over bool) {
	for i, l := range tr.loss {
		step, loss = append(step, float64(tr.steps[i])), append(loss, math.Max(l, leastLoss/10))
		over = over || l > mostLoss
	}
	return step, loss, over || tr.diverged != nil
}

func drawLoss(p Params, r *Result) (*plots.Figure, error) {
	other := r.variant(rival(p.Unit))
	x, y, over := r.rival.course()
	steps, own, mine := r.main.course()
	title := "ошибка, наты на пример"
	if over || mine {
		title += "; выше " + russian.Number(mostLoss, 2) + " — за рамкой"
	}
	layers := []plots.Layer{
		plots.Line{Name: names[other.Unit] + ", то же зерно", X: x, Y: y, Ink: plots.C3, Dash: plots.Dashed},
		plots.Line{Name: names[p.Unit], X: steps, Y: own, Ink: plots.C1, Width: plots.Thick},
	}
	if r.DivergedAt != nil {
		layers = append(layers, plots.Mark{Name: "разошлось", X: float64(*r.DivergedAt), Ink: plots.C2, Dash: plots.Dashed})
	}
	return plots.New(plots.Axes{X: "шаг", Y: title, LogY: true, XMin: 0, XMax: span(p.Steps), YMin: leastLoss, YMax: mostLoss, Size: plots.Short}, layers...)
}

func describeLoss(p Params, r *Result) string {
	other := r.variant(rival(p.Unit))
	return fmt.Sprintf("Перекрёстная энтропия шаг за шагом. В конце: %s %s, точность %s; %s из того же начала %s, точность %s.",
		names[p.Unit], russian.Number(r.main.loss[len(r.main.loss)-1], 2), russian.Percent(float64(r.Accuracy), 0),
		names[other.Unit], other.Loss[len(other.Loss)-1].Text(2), russian.Percent(float64(other.Accuracy), 0))
}

func tableLoss(p Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "step", Label: "шаг"}, {Name: "loss", Label: "ошибка"}, {Name: "active", Label: "доля включённых"}, {Name: "dead", Label: "мёртвых"}}}
	m := r.main
	for i := range m.steps {
		for c, v := range []float64{float64(m.steps[i]), m.loss[i], m.active[i], float64(m.dead[i])} {
			t.Columns[c].Values = append(t.Columns[c].Values, v)
		}
	}
	return t
}

// The frame of g and g′.
const (
	shapeX  = 3.0
	shapeLo = -1.4
	shapeHi = 3.2
)

// drawShape draws g and its derivative; where that jumps, its line is broken: rings are the
// one-sided derivatives, the disc is what software takes for g′.
func drawShape(p Params, r *Result) (*plots.Figure, error) {
	u := drawn(p)
	curve := func(f func(float64) float64, from, to float64) (x, y []float64) {
		for i := range 61 {
			z := from + (to-from)*float64(i)/60
			x, y = append(x, z), append(y, f(z))
		}
		return x, y
	}
	ends := append(append([]float64{-shapeX}, u.Kinks()...), shapeX)
	var layers []plots.Layer
	rings := plots.Points{Ink: plots.C2, Marker: plots.Ring, Radius: 4}
	discs := plots.Points{Ink: plots.C2, Radius: 3}
	for i := 1; i < len(ends); i++ {
		x, y := curve(u.Derivative, ends[i-1], ends[i])
		y[0], y[60] = u.Right(ends[i-1]), u.Left(ends[i])
		line := plots.Line{X: x, Y: y, Ink: plots.C2, Dash: plots.Dashed}
		if i == 1 {
			line.Name = "g′(z)"
		}
		layers = append(layers, line)
	}
	for _, k := range u.Kinks() {
		rings.X, rings.Y = append(rings.X, k, k), append(rings.Y, u.Left(k), u.Right(k))
		discs.X, discs.Y = append(discs.X, k), append(discs.Y, u.Derivative(k))
	}
	x, y := curve(u.Value, -shapeX, shapeX)
	layers = append(layers, plots.Line{Name: "g(z)", X: x, Y: y, Ink: plots.C1, Width: plots.Thick})
	if len(rings.X) > 0 {
		layers = append(layers, rings, discs)
	}
	return plots.New(plots.Axes{X: "z", XMin: -shapeX, XMax: shapeX, YMin: shapeLo, YMax: shapeHi, Size: plots.Short}, layers...)
}

func describeShape(p Params, r *Result) string {
	u := drawn(p)
	text := fmt.Sprintf("Блок %s: g(−2) = %s, g(2) = %s; наклон при z = −2 равен %s, при z = 2 равен %s.", names[p.Unit], russian.Number(u.Value(-2), 3),
		russian.Number(u.Value(2), 3), russian.Number(u.Derivative(-2), 3), russian.Number(u.Derivative(2), 3))
	for _, k := range u.Kinks() {
		text += fmt.Sprintf(" В точке %s наклон скачком меняется с %s на %s.", russian.Number(k, 3), russian.Number(u.Left(k), 3), russian.Number(u.Right(k), 3))
	}
	return text
}

func tableShape(_ Params, r *Result) lab.Table {
	return lab.Table{Columns: []lab.Column{{Name: "z", Label: "z", Values: r.Z}, {Name: "g", Label: "g(z)", Values: r.G}, {Name: "dg", Label: "g′(z)", Values: r.DG}}}
}

// gripsShape takes the left branch by z = −1, where its height is −α, of elu −α(1 − 1/e).
func gripsShape(p Params, _ *Result) []lab.Grip {
	if !sloped(p.Unit) && p.Unit != maxout {
		return nil
	}
	y := drawn(p).Value(-1)
	scale := -1.0
	if p.Unit == "elu" {
		scale = 1 / math.Expm1(-1)
	}
	return []lab.Grip{{Label: "Наклон α левой ветви", X: -1, Y: y, Sets: []lab.Set{{Param: "alpha", Y: scale}}}}
}

func drawShare(p Params, r *Result) (*plots.Figure, error) {
	var layers []plots.Layer
	inks, dashes := []plots.Ink{plots.C2, plots.C3, plots.C5}, []plots.Dash{plots.Dashed, plots.DashDot, plots.Dotted}
	markers := []plots.Marker{plots.Box, plots.Triangle, plots.Diamond}
	for i, b := range r.ByBias {
		var x []float64
		for k := range b.ActiveFraction {
			x = append(x, float64(r.Marks[k]))
		}
		layers = append(layers,
			plots.Points{X: []float64{0}, Y: []float64{float64(b.StartTheory)}, Ink: inks[i], Marker: markers[i], Radius: 4},
			plots.Line{Name: "b₀ = " + russian.Number(b.Bias0, 2), X: x, Y: b.ActiveFraction, Ink: inks[i], Dash: dashes[i]})
	}
	var x []float64
	for i := range r.ActiveFraction {
		x = append(x, float64(i))
	}
	layers = append(layers, plots.Line{Name: "ваш " + russian.Number(p.Bias0, 2), X: x, Y: r.ActiveFraction, Ink: plots.C1, Width: plots.Thick})
	return plots.New(plots.Axes{X: "шаг (слева — теория до обучения)", Y: "доля пар «блок, пример» с z > 0", XMin: -0.02 * span(p.Steps), XMax: span(p.Steps), YMin: 0, YMax: 1, Size: plots.Short}, layers...)
}

func describeShare(p Params, r *Result) string {
	text := fmt.Sprintf("Доля включённых блоков, %s: до обучения %s, по теории %s; в конце %s.", names[p.Unit], russian.WithError(float64(r.ActiveStart), float64(r.ActiveStartSE)),
		r.ActiveStartTheory.Text(2), russian.Number(r.ActiveFraction[len(r.ActiveFraction)-1], 2))
	for _, b := range r.ByBias {
		text += fmt.Sprintf(" При b₀ = %s начало %s.", russian.Number(b.Bias0, 2), russian.Number(b.ActiveFraction[0], 2))
	}
	return text
}

func tableShare(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "step", Label: "шаг"}}}
	for _, m := range r.Marks {
		t.Columns[0].Values = append(t.Columns[0].Values, float64(m))
	}
	for i, b := range r.ByBias {
		texts := make([]string, len(r.Marks))
		for k := range texts {
			if texts[k] = "—"; k < len(b.ActiveFraction) {
				texts[k] = russian.Number(b.ActiveFraction[k], 3)
			}
		}
		t.Columns = append(t.Columns, lab.Column{Name: fmt.Sprintf("bias%d", i+1), Label: "b₀ = " + russian.Number(b.Bias0, 2), Texts: texts})
	}
	return t
}
