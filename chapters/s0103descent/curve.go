package s0103descent

import (
	"fmt"
	"math"

	"konspekt/compute/descent"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// frame is how far the picture goes under and over the start.
func (r *Result) frame(first float64) (lo, hi float64) {
	hi = 1
	if first > 0 {
		hi = math.Pow(10, math.Ceil(math.Log10(first)))
	}
	switch {
	case r.place.kind == "saddle":
		lo = 1e-3
	case !r.place.smooth:
		lo = 1e-4
	default:
		lo = 1e-10
	}
	return lo * hi, 100 * hi
}

// heights are what the curve shows: f over its minimum, or, where it has none, the distance
// from the saddle.
func (r *Result) heights() []float64 {
	if r.place.kind != "saddle" {
		return r.F
	}
	out := make([]float64, len(r.Distance))
	for k, d := range r.Distance {
		out[k] = float64(d)
	}
	return out
}

// drawCurve is f against the step on a logarithmic axis: a constant factor is a straight line.
func drawCurve(p Params, r *Result) (*plots.Figure, error) {
	y := r.heights()
	lo, hi := r.frame(y[0])
	last := length(p.Steps)
	clip := func(v []float64) (x, h []float64) {
		for k, f := range v {
			x, h = append(x, float64(k)), append(h, min(1e6*hi, max(1e-20*lo, f)))
		}
		return x, h
	}
	var layers []plots.Layer
	add := func(v []float64, l plots.Line) {
		l.X, l.Y = clip(v)
		if len(l.X) > 1 {
			layers = append(layers, l)
		}
	}
	add(r.bestGD, plots.Line{Name: "лучший шаг", Ink: plots.C3, Dash: plots.DashDot, Width: plots.Thin})
	add(r.bestMomentum, plots.Line{Name: "лучший момент", Ink: plots.C4, Dash: plots.Dashed, Width: plots.Thin})
	add(r.theoryLine(p, y), plots.Line{Name: "теория", Ink: plots.C2, Dash: plots.Dotted})
	add(y, plots.Line{Ink: plots.C1, Width: plots.Thick})
	x, h := clip(y[len(y)-1:])
	x[0] = float64(len(y) - 1)
	layers = append(layers, plots.Points{X: x, Y: h, Ink: plots.Accent, Radius: 4})
	label := "f"
	if r.place.kind == "saddle" {
		label = "расстояние до седла"
	}
	return plots.New(plots.Axes{X: "шаг", Y: label, LogY: true, XMin: 0, XMax: last, YMin: lo, YMax: hi, Size: plots.Short}, layers...)
}

// theoryLine falls as theory says: f by the square of the factor of the distance. Away
// from a saddle it is the falling direction alone that counts in the end.
func (r *Result) theoryLine(p Params, y []float64) []float64 {
	factor, at := float64(r.RateTheory), y[0]
	if r.place.kind == "saddle" {
		at = math.Abs(r.start[1])
	} else {
		factor *= factor
	}
	if !(factor > 0) || p.Method == descent.Newton || p.Function == "rosenbrock" || !(at > 0) {
		return nil
	}
	out := make([]float64, p.Steps+1)
	for k := range out {
		out[k] = at * math.Pow(factor, float64(k))
	}
	return out
}

// length is the end of an axis of steps: it moves by jumps of about two.
func length(steps int) float64 {
	for unit := 10.0; ; unit *= 10 {
		for _, n := range []float64{1, 2, 5} {
			if float64(steps) <= n*unit {
				return n * unit
			}
		}
	}
}

func describeCurve(p Params, r *Result) string {
	last := len(r.X) - 1
	text := fmt.Sprintf("От %s на старте f пришла к %s за %s.", russian.Number(r.F[0], 3), russian.Number(r.F[last], 3), russian.Count(last, "шаг", "шага", "шагов"))
	if m := float64(r.RateMeasured); !math.IsNaN(m) {
		text += fmt.Sprintf(" Расстояние за шаг умножается на %s, по теории на %s.", r.RateMeasured.Text(3), r.RateTheory.Text(3))
	}
	return text
}

func tableCurve(_ Params, r *Result) lab.Table {
	k, d := make([]float64, len(r.F)), make([]float64, len(r.F))
	for i := range k {
		k[i], d[i] = float64(i), float64(r.Distance[i])
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "step", Label: "шаг", Values: k}, {Name: "f", Label: "f", Values: r.F}, {Name: "distance", Label: "расстояние", Values: d},
	}}
}

// gripsCurve makes the walk longer or shorter.
func gripsCurve(p Params, r *Result) []lab.Grip {
	y := r.heights()
	if y[0] <= 0 {
		return nil
	}
	lo, hi := r.frame(y[0])
	return []lab.Grip{{Param: "steps", Label: "Сколько шагов сделать", Along: "x", X: float64(len(y) - 1), Y: min(hi, max(lo, y[len(y)-1]))}}
}
