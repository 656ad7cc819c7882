package s0206likelihood

import (
	"fmt"
	"math"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// distance names what the lower curve is.
func distance(r *Result) string {
	if r.family.Discrete {
		return "KL(p̂ ‖ p)"
	}
	return "перекрёстная энтропия"
}

// reach is how far the curves are shown from zero: whole nats, so that the axis keeps still.
func reach(r *Result) float64 {
	at := r.CrossAtML
	if r.ml == nil {
		return 4
	}
	return math.Ceil(math.Abs(float64(at)) + 1.5)
}

// drawCurves shows the mean log-likelihood with its top and the divergence with its bottom,
// over the first parameter: two cursors on one rule.
func drawCurves(p Params, r *Result) (*plots.Figure, error) {
	limit := reach(r)
	axes := plots.Axes{X: "параметр " + symbols[p.Family][0], Y: "наты", XMin: r.view.thetaLo, XMax: r.view.thetaHi, YMin: -limit, YMax: limit, Size: plots.Short}
	layers := []plots.Layer{plots.Level{Y: 0, Ink: plots.Grid}}
	mean := make([]lab.Num, len(r.LoglikCurve))
	for i, l := range r.LoglikCurve {
		mean[i] = l / lab.Num(len(r.Sample))
	}
	if x, y := finite(r.Theta, r.KLCurve); len(x) > 0 {
		layers = append(layers, plots.Line{Name: distance(r), X: x, Y: y, Ink: plots.C2, Dash: plots.Dashed})
		x, y = finite(r.Theta, mean)
		layers = append(layers, plots.Line{Name: "ℓ/m", X: x, Y: y, Ink: plots.C1})
	}
	layers = append(layers, plots.Mark{Name: "ваша модель", X: p.Theta, Ink: plots.Accent})
	if r.ml != nil {
		layers = append(layers, cursors(r, limit)...)
	}
	return plots.New(axes, layers...)
}

// cursors are the top of one curve and the bottom of the other, found each in its own way
// and joined by a rule that is upright if they agree.
func cursors(r *Result, limit float64) []plots.Layer {
	top, bottom := -float64(r.CrossAtML), float64(r.KLAtML)
	atTop, atBottom := float64(r.ArgMaxLoglik), float64(r.ArgMinKL)
	hill := plots.Label{X: atTop, Y: max(top-0.42*limit, -0.86*limit), Text: "arg max ℓ", Ink: plots.C1}
	pit := plots.Label{X: atBottom, Y: bottom, Text: "arg min KL", Ink: plots.C2}
	if r.family.Name == "uniform" { // nothing to the right of the cliff
		hill.Y, hill.Align, pit.Align = top, plots.Start, plots.Start
	}
	return []plots.Layer{
		plots.Segments{X0: []float64{atTop}, Y0: []float64{top}, X1: []float64{atBottom}, Y1: []float64{bottom}, Ink: plots.Text, Dash: plots.Dotted},
		plots.Points{X: []float64{atTop}, Y: []float64{top}, Ink: plots.C1, Marker: plots.Triangle, Radius: 4.5},
		plots.Points{X: []float64{atBottom}, Y: []float64{bottom}, Ink: plots.C2, Marker: plots.Down, Radius: 4.5},
		hill, pit,
	}
}

func describeCurves(p Params, r *Result) string {
	if r.ml == nil {
		return "Средний логарифм правдоподобия и перекрёстная энтропия при ширине вашей модели; все значения совпали, и при ширине, стремящейся к 0, вершина уходит в бесконечность."
	}
	return fmt.Sprintf("Средний логарифм правдоподобия наибольший при %s = %s, %s — наименьшая там же. Ваша модель стоит на %s.",
		symbols[p.Family][0], r.ArgMaxLoglik.Text(6), distance(r), russian.Number(p.Theta, 4))
}

func tableCurves(_ Params, r *Result) lab.Table {
	floats := func(v []lab.Num) []float64 {
		out := make([]float64, len(v))
		for i := range v {
			out[i] = float64(v[i])
		}
		return out
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "theta", Label: "параметр", Values: r.Theta},
		{Name: "loglik", Label: "ℓ", Values: floats(r.LoglikCurve)},
		{Name: "kl", Label: distance(r), Values: floats(r.KLCurve)},
	}}
}

func gripsCurves(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "theta", Label: "Первый параметр вашей модели", Along: "x", X: p.Theta, Y: 0}}
}

// log10 of the least numbers above zero.
const (
	float32Limit = -44.85
	float64Limit = -323.31
)

// drawProduct shows the product of likelihoods in powers of ten, as a sum of logarithms and
// multiplied out in float64, until nothing is left of it.
func drawProduct(_ Params, r *Result) (*plots.Figure, error) {
	n := len(r.path.logs)
	if n == 0 {
		return plots.New(plots.Axes{XMin: 0, XMax: 1, YMin: -400, YMax: 110, X: "сколько множителей", Y: "log₁₀", Size: plots.Short},
			plots.Label{X: 0.5, Y: -150, Text: "наибольшего правдоподобия нет"})
	}
	lo := min(-400, 200*math.Floor(1.1*r.path.logs[n-1]/200)) // whole steps: the axis keeps still
	if n <= drawnPoints {                                     // the reader's own points: too few to come near the limit
		lo = min(-60, 1.1*r.path.logs[n-1])
	}
	every := max(1, n/200)
	var sumX, sumY, x, y []float64
	for i, l := range r.path.logs {
		if i%every != 0 && i != n-1 && r.path.products[i] != 0 {
			continue
		}
		if i%every == 0 || i == n-1 {
			sumX, sumY = append(sumX, float64(i+1)), append(sumY, l)
		}
		if r.path.products[i] == 0 {
			continue
		}
		x, y = append(x, float64(i+1)), append(y, math.Log10(r.path.products[i]))
	}
	layers := []plots.Layer{
		plots.Level{Name: "предел float32", Y: float32Limit, Ink: plots.Muted, Dash: plots.Dotted},
		plots.Line{Name: "сумма логарифмов", X: sumX, Y: sumY, Ink: plots.C1},
		plots.Line{Name: "произведение", X: x, Y: y, Ink: plots.C2, Dash: plots.Dashed, Width: plots.Thick},
	}
	if lo < float64Limit {
		layers = append(layers, plots.Level{Name: "предел float64", Y: float64Limit, Ink: plots.Muted, Dash: plots.Dotted})
	}
	if gone := vanished(r); gone > 0 {
		layers = append(layers, plots.Mark{Name: fmt.Sprintf("0 с m = %d", gone), X: float64(gone), Ink: plots.C2, Dash: plots.Dashed})
	}
	return plots.New(plots.Axes{X: "сколько множителей", Y: "log₁₀", XMin: 0, XMax: float64(n), YMin: lo, YMax: max(-lo/4, 1.1*r.path.logs[n-1]), Size: plots.Short}, layers...)
}

// vanished is the count of factors at which the product on the figure is 0; 0 if it never is.
func vanished(r *Result) int {
	for i, p := range r.path.products {
		if p == 0 {
			return i + 1
		}
	}
	return 0
}

func describeProduct(_ Params, r *Result) string {
	n := len(r.path.logs)
	if n == 0 {
		return "Все значения совпали, наибольшего правдоподобия нет, и перемножать нечего."
	}
	said := fmt.Sprintf("Произведение правдоподобий после %s — десять в степени %s. ", russian.Count(n, "множителя", "множителей", "множителей"), russian.Fixed(r.path.logs[n-1], 1))
	if gone := vanished(r); gone > 0 {
		return said + fmt.Sprintf("Во float64 оно обращается в нуль на множителе номер %d; сумма логарифмов цела.", gone)
	}
	return said + "Во float64 оно ещё различимо."
}

func tableProduct(_ Params, r *Result) lab.Table {
	number := make([]float64, len(r.path.logs))
	for i := range number {
		number[i] = float64(i + 1)
	}
	if len(number) == 0 {
		return lab.Table{Columns: []lab.Column{{Name: "m", Label: "множителей", Values: []float64{0}}, {Name: "log10", Label: "сумма десятичных логарифмов", Values: []float64{0}}}}
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "m", Label: "множителей", Values: number},
		{Name: "log10", Label: "сумма десятичных логарифмов", Values: r.path.logs},
		{Name: "product", Label: "произведение", Values: r.path.products},
	}}
}

// finite are the places where y is finite.
func finite(x []float64, y []lab.Num) (fx, fy []float64) {
	for i, v := range y {
		if f := float64(v); !math.IsNaN(f) && !math.IsInf(f, 0) {
			fx, fy = append(fx, x[i]), append(fy, f)
		}
	}
	return slices.Clip(fx), slices.Clip(fy)
}
