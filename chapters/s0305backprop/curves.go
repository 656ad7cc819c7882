package s0305backprop

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// series picks the costs of a kind as slices.
func series(r *Result, of string) (n, reverse, forward, differences []float64) {
	for _, c := range r.Cost {
		if c.Of == of {
			n = append(n, float64(c.Inputs))
			reverse = append(reverse, float64(c.Reverse))
			forward = append(forward, float64(c.Forward))
			differences = append(differences, float64(c.Differences))
		}
	}
	return n, reverse, forward, differences
}

// drawCost shows what a gradient takes as the number of inputs grows: of copies of the
// expression as lines, of networks of dense layers as markers.
func drawCost(p Params, r *Result) (*plots.Figure, error) {
	of := "expression"
	if p.Mode == layer || len(r.Cost) > 0 && r.Cost[0].Of == "layers" {
		of = "layers"
	}
	n, reverse, forward, differences := series(r, of)
	layers := []plots.Layer{
		plots.Line{Name: "разности", X: n, Y: differences, Ink: plots.C8, Dash: plots.Dotted},
		plots.Line{Name: "прямой режим", X: n, Y: forward, Ink: plots.C1, Dash: plots.Dashed},
		plots.Line{Name: "обратный", X: n, Y: reverse, Ink: plots.C2, Width: plots.Thick},
	}
	n, reverse, forward, _ = series(r, "layers")
	layers = append(layers, plots.Points{X: n, Y: forward, Ink: plots.C1, Marker: plots.Box}, plots.Points{Name: "сеть", X: n, Y: reverse, Ink: plots.C2})
	return plots.New(plots.Axes{X: "число производных n", Y: "цена градиента в ценах самой функции", LogX: true, LogY: true, XMin: 1, XMax: 3000, YMin: 1, YMax: 1e4, Size: plots.Short}, layers...)
}

func describeCost(p Params, r *Result) string {
	n, reverse, forward, _ := series(r, "layers")
	last := len(n) - 1
	text := fmt.Sprintf("Сеть из полносвязных слоёв с %s весами: обратный режим стоит %s вычисления функции, прямой %s.",
		russian.Number(n[last], 5), russian.Number(reverse[last], 3), russian.Number(forward[last], 3))
	if p.Mode == expression {
		text += fmt.Sprintf(" Само выражение: %s, обратный режим %d, прямой %d.",
			russian.Count(r.Ops.Value, "операция", "операции", "операций"), r.Ops.Reverse, r.Ops.Forward)
	}
	return text
}

func tableCost(_ Params, r *Result) lab.Table {
	var of []string
	var cols [5][]float64
	for _, c := range r.Cost {
		of = append(of, map[string]string{"expression": "копии выражения", "layers": "слои"}[c.Of])
		for i, v := range []float64{float64(c.Inputs), float64(c.Value), float64(c.Reverse), float64(c.Forward), float64(c.Differences)} {
			cols[i] = append(cols[i], v)
		}
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "of", Label: "функция", Texts: of},
		{Name: "inputs", Label: "производных n", Values: cols[0]},
		{Name: "operations", Label: "операций функции", Values: cols[1]},
		{Name: "reverse", Label: "обратный режим", Values: cols[2]},
		{Name: "forward", Label: "прямой режим", Values: cols[3]},
		{Name: "differences", Label: "разности", Values: cols[4]},
	}}
}

// The steps of differences, as powers of ten.
const leastLogH = -15.0

// least is where the axis of errors begins: less than rounding leaves is drawn there.
const least = 1e-14

// drawCheck shows how far central differences are off the gradient, for every step.
func drawCheck(p Params, r *Result) (*plots.Figure, error) {
	var x, y []float64
	for _, d := range r.Disagreement {
		if e := float64(d.Error); !math.IsNaN(e) {
			x, y = append(x, math.Log10(float64(d.H))), append(y, max(e, least))
		}
	}
	axes := plots.Axes{X: "шаг h", Y: "расхождение с разностями", LogY: true, XMin: leastLogH, XMax: 0, YMin: least, YMax: 1e3, Size: plots.Short}
	for e := -15; e <= 0; e += 3 {
		axes.XTicks = append(axes.XTicks, plots.Tick{At: float64(e), Label: powerOfTen(e)})
	}
	ends := []float64{leastLogH, 0}
	layers := []plots.Layer{
		plots.Line{Name: "округление ε/h", X: ends, Y: []float64{0x1p-52 * 1e15, 0x1p-52}, Ink: plots.C8, Dash: plots.Dotted},
		plots.Line{Name: "формула h²", X: []float64{-7.5, 0}, Y: []float64{1e-15, 1}, Ink: plots.C8, Dash: plots.Dashed},
		plots.Mark{Name: "h = " + stepText(p), X: p.LogH, Ink: plots.Accent},
	}
	if len(x) > 0 {
		layers = append(layers, plots.Line{Name: "наибольшее", X: x, Y: y, Ink: plots.C1}, plots.Points{X: x, Y: y, Ink: plots.C1, Radius: 2})
	}
	return plots.New(axes, layers...)
}

// stepText is the step h in words.
func stepText(p Params) string {
	if e := int(p.LogH); float64(e) == p.LogH {
		return powerOfTen(e)
	}
	return russian.Number(math.Pow(10, p.LogH), 2)
}

func powerOfTen(e int) string {
	if e == 0 {
		return "1"
	}
	return "10" + russian.Superscript(e)
}

func describeCheck(p Params, r *Result) string {
	if math.IsNaN(float64(r.MaxRelativeError)) {
		return fmt.Sprintf("При шаге h = %s у выражения в одной из соседних точек нет значения, и проверить градиент разностями нельзя.", stepText(p))
	}
	return fmt.Sprintf("Относительное расхождение градиента с центральными разностями при шаге h = %s: %s. Слева от лучшего шага мешает округление, справа сама формула.",
		stepText(p), r.MaxRelativeError.Text(2))
}

func tableCheck(_ Params, r *Result) lab.Table {
	var h, e []string
	for _, d := range r.Disagreement {
		h, e = append(h, d.H.Text(3)), append(e, d.Error.Text(3))
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "h", Label: "шаг h", Texts: h},
		{Name: "relative_error", Label: "расхождение", Texts: e},
	}}
}

func gripsCheck(p Params, r *Result) []lab.Grip {
	y := float64(r.MaxRelativeError)
	if math.IsNaN(y) {
		y = 1
	}
	return []lab.Grip{{Param: "logh", Label: "Шаг разностей h", Along: "x", X: p.LogH, Y: max(least, y)}}
}
