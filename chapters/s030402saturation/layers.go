package s030402saturation

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/activation"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The axis of the gradients, in units of that of the last layer.
const (
	faintest = 1e-12
	loudest  = 1e6
)

func layers(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i + 1)
	}
	return x
}

// relative is a gradient by layer in units of the measured one of the last layer, within
// what a log axis can show.
func relative(r *Result, v []lab.Num) []float64 {
	last := float64(r.GradNorm[len(r.GradNorm)-1])
	out := make([]float64, len(v))
	for i, g := range v {
		out[i] = float64(g) / last
		if math.IsNaN(out[i]) || math.IsInf(out[i], 0) {
			out[i] = 0 // the last layer is dead: nothing to compare with
		}
	}
	return out
}

func drawGradient(p Params, r *Result) (*plots.Figure, error) {
	x := layers(p.Depth)
	measured := plots.Bars{Name: "измерено", X: x, Y: relative(r, r.GradNorm), Ink: plots.C1}
	if slices.Max(measured.Y) == 0 {
		return plots.New(gradientAxes(), measured, plots.Label{X: 15, Y: 1, Text: "до последнего слоя градиент не дошёл"})
	}
	ceiling := "все g′ = 1"
	if p.Unit == activation.Sigmoid {
		ceiling = "все g′ = 1/4"
	}
	theory, top := relative(r, r.Theory), relative(r, r.Ceiling)
	return plots.New(gradientAxes(), measured, outside(measured.Y),
		plots.Line{Name: "теория", X: x, Y: theory, Ink: plots.C2, Width: plots.Thick},
		plots.Points{X: x, Y: theory, Ink: plots.C2, Radius: 2},
		plots.Line{Name: ceiling, X: x, Y: top, Ink: plots.Text, Dash: plots.Dashed},
	)
}

// outside says in which layers the gradient is off the axis: the first ones, all below it
// or all above.
func outside(share []float64) plots.Label {
	below, above := 0, 0
	for l, v := range share {
		if v < faintest {
			below = l + 1
		} else if v > loudest {
			above = l + 1
		}
	}
	switch {
	case below > 0:
		return plots.Label{X: 0.6, Y: 0.1, Text: upTo(below) + " меньше 10⁻¹²", Align: plots.Start}
	case above > 0:
		return plots.Label{X: 0.6, Y: 1e-9, Text: upTo(above) + " больше 10⁶", Align: plots.Start}
	}
	return plots.Label{X: 0.6, Y: 1}
}

// upTo names the first n layers.
func upTo(n int) string {
	if n == 1 {
		return "в слое 1"
	}
	return "в слоях 1–" + strconv.Itoa(n)
}

func gradientAxes() plots.Axes {
	return plots.Axes{X: "слой, от входа", Y: "доля ‖δ‖", XMin: 0.4, XMax: deepest + 0.6, YMin: faintest, YMax: loudest, LogY: true}
}

func gripsGradient(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{{Param: "depth", Label: "Число слоёв L", Along: "x", X: float64(p.Depth), Y: 1}}
}

func describeGradient(p Params, r *Result) string {
	return fmt.Sprintf("Длина градиента по слоям сети из %s в долях последнего. У первого слоя %s, по теории %s; будь все производные наибольшими, было бы %s.",
		russian.Count(p.Depth, "слоя", "слоёв", "слоёв"), r.Ratio.Text(2), r.RatioTheory.Text(2), r.CeilingRatio.Text(2))
}

func tableGradient(p Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "layer", Label: "слой", Values: layers(p.Depth)}}}
	for _, c := range []struct {
		name, label string
		values      []lab.Num
	}{
		{"grad_norm", "‖δ‖ = ‖∂J/∂z‖", r.GradNorm}, {"theory", "теория", r.Theory}, {"ceiling", "будь все g′ наибольшими", r.Ceiling},
		{"bound", "граница для этих весов", r.Bound}, {"weights", "‖∂J/∂(W, b)‖", r.GradWeight},
	} {
		t.Columns = append(t.Columns, lab.Column{Name: c.name, Label: c.label, Values: floatsOf(c.values)})
	}
	return t
}

func floatsOf(v []lab.Num) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = float64(v[i])
	}
	return out
}

// drawActivations stands a histogram on each layer, its bins as wide as they are full.
func drawActivations(p Params, r *Result) (*plots.Figure, error) {
	lo, hi := p.values()
	violin := plots.Strip{Ink: plots.C1}
	for l, shares := range r.shares {
		full := slices.Max(shares)
		for i, share := range shares {
			if share < full/200 {
				continue
			}
			half, x := 0.45*share/full, float64(l+1)
			violin.X0, violin.X1 = append(violin.X0, x-half), append(violin.X1, x+half)
			violin.Y0 = append(violin.Y0, lo+(hi-lo)*float64(i)/bins)
			violin.Y1 = append(violin.Y1, lo+(hi-lo)*float64(i+1)/bins)
		}
	}
	mean := floatsOf(r.Mean)
	for i := range mean {
		mean[i] = min(mean[i], 2*hi)
	}
	margin := 0.06 * (hi - lo)
	title := "активация h"
	if p.Unit == activation.ReLU && slices.ContainsFunc(r.shares, func(s []float64) bool { return s[bins-1] > 0 }) {
		title += "; верхняя клетка — всё, что выше"
	}
	return plots.New(plots.Axes{X: "слой, от входа", Y: title, XMin: 0.4, XMax: deepest + 0.6, YMin: lo - margin, YMax: hi + margin, Size: plots.Short},
		violin, plots.Line{X: layers(p.Depth), Y: mean, Ink: plots.C2}, plots.Points{X: layers(p.Depth), Y: mean, Ink: plots.C2, Radius: 2})
}

func describeActivations(p Params, r *Result) string {
	last := p.Depth - 1
	return fmt.Sprintf("Гистограммы активаций по слоям и их средние. В первом слое среднее %s и стандартное отклонение %s, в последнем %s и %s; насыщено в последнем %s.",
		r.Mean[0].Text(2), r.SD[0].Text(2), r.Mean[last].Text(2), r.SD[last].Text(2), russian.Percent(float64(r.Saturated[last]), 1))
}

func tableActivations(p Params, r *Result) lab.Table {
	return lab.Table{Columns: []lab.Column{
		{Name: "layer", Label: "слой", Values: layers(p.Depth)},
		{Name: "mean", Label: "среднее", Values: floatsOf(r.Mean)},
		{Name: "sd", Label: "станд. отклонение", Values: floatsOf(r.SD)},
		{Name: "rms_theory", Label: "√ среднего h², теория", Values: floatsOf(r.RMSTheory)},
		{Name: "saturated", Label: "доля насыщенных", Values: floatsOf(r.Saturated)},
	}}
}

// drawTraining is the map of layers and steps, theory on top.
func drawTraining(p Params, r *Result) (*plots.Figure, error) {
	rows := [][]float64{decades(r.Theory, r.GradNorm)}
	names := []string{"теория"}
	for _, m := range r.Training {
		rows = append(rows, decades(m.GradNorm, m.GradNorm))
		names = append(names, "шаг "+strconv.Itoa(m.Step+1))
	}
	for i := range names {
		if p.Depth > 20 && i%2 == 1 { // the rows are lower than the letters
			names[i] = ""
		}
	}
	return plots.New(plots.Axes{X: "слой, от входа", Y: "порядок доли ‖δ‖"},
		plots.Heat{Values: rows, RowNames: names, Max: 12})
}

// decades is log₁₀ of gradients to the last of a reference, at most twelve of them.
func decades(v, reference []lab.Num) []float64 {
	last := float64(reference[len(reference)-1])
	out := make([]float64, len(v))
	for i, g := range v {
		d := math.Log10(float64(g) / last)
		if math.IsNaN(d) {
			d = -12
		}
		out[i] = math.Max(-12, math.Min(12, d))
	}
	return out
}

func describeTraining(p Params, r *Result) string {
	if len(r.Training) == 0 {
		return "Обучение разошлось на первом же шаге: карте показать нечего, кроме теории."
	}
	m := r.Training[len(r.Training)-1]
	return fmt.Sprintf("Во сколько раз, в десятичных порядках, градиент слоя отличается от последнего: сверху теория, ниже шаги обучения. На шаге %d у первого слоя %s.",
		m.Step+1, russian.Number(decades(m.GradNorm, m.GradNorm)[0], 2))
}

func tableTraining(p Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "layer", Label: "слой", Values: layers(p.Depth)}, {Name: "theory", Label: "теория", Values: decades(r.Theory, r.GradNorm)}}}
	for _, m := range r.Training {
		n := strconv.Itoa(m.Step + 1)
		t.Columns = append(t.Columns, lab.Column{Name: "step" + n, Label: "шаг " + n, Values: decades(m.GradNorm, m.GradNorm)})
	}
	return t
}

// guess is the loss of equal probabilities.
var guess = math.Log(classes)

func drawLoss(p Params, r *Result) (*plots.Figure, error) {
	axes := plots.Axes{X: "шаг обучения", Y: "потеря, нат", XMin: 0, XMax: float64(max(10, p.Steps)), YMin: 0, YMax: 2.5, Size: plots.Short}
	level := plots.Level{Name: "наугад: log 3", Y: guess, Ink: plots.Muted, Dash: plots.Dashed}
	if len(r.Loss) == 0 {
		return plots.New(axes, level, plots.Label{X: axes.XMax / 2, Y: 1.6, Text: "разошлось на первом шаге"})
	}
	y := floatsOf(r.Loss)
	return plots.New(axes, level, plots.Line{X: floats.Span(make([]float64, len(y)+1), 1, float64(len(y)+1))[:len(y)], Y: y, Ink: plots.C1})
}

func describeLoss(_ Params, r *Result) string {
	if len(r.Loss) == 0 {
		return "Обучение разошлось на первом же шаге, и кривой потери нет."
	}
	last := len(r.Loss) - 1
	return fmt.Sprintf("Потеря по шагам обучения: на шаге 1 она %s, на шаге %d — %s; ответы наугад стоят log 3 = 1,1.", r.Loss[0].Text(3), last+1, r.Loss[last].Text(3))
}

func tableLoss(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "step", Label: "шаг", Values: []float64{0}}, {Name: "loss", Label: "потеря", Values: []float64{math.NaN()}}}}
	if n := len(r.Loss); n > 0 {
		t.Columns[0].Values, t.Columns[1].Values = layers(n), floatsOf(r.Loss)
	}
	return t
}
