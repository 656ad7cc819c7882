package s0103descent

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/descent"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// drawPath lays the walk over the level lines of f.
func drawPath(p Params, r *Result) (*plots.Figure, error) {
	l := r.place.around(r.start)
	layers := l.levels()
	layers = append(layers, r.steps(l)...)
	marker, name := plots.Star, "минимум"
	if l.kind == "saddle" {
		marker, name = plots.Cross, "седло"
	}
	layers = append(layers,
		plots.Points{Name: name, X: []float64{l.goal[0]}, Y: []float64{l.goal[1]}, Ink: plots.C3, Marker: marker, Radius: 6},
		plots.Points{Name: "старт", X: []float64{r.start[0]}, Y: []float64{r.start[1]}, Ink: plots.Accent, Radius: 5})
	if gone := r.gone(l); gone >= 0 {
		at, align := 0.97, plots.End // on the other side than the start
		if r.start[0] > l.middle[0] {
			at, align = -0.97, plots.Start
		}
		layers = append(layers, plots.Label{X: l.middle[0] + at*l.half[0], Y: l.middle[1] - 0.9*l.half[1],
			Text: "за краем с шага " + russian.Int(gone), Ink: plots.Text, Align: align})
	}
	return plots.New(plots.Axes{X: "x₁", Y: "x₂", XMin: l.middle[0] - l.half[0], XMax: l.middle[0] + l.half[0],
		YMin: l.middle[1] - l.half[1], YMax: l.middle[1] + l.half[1], Equal: true}, layers...)
}

// ground is f on a grid that covers the picture.
func (l landscape) ground() (x, y []float64, z [][]float64, top float64) {
	const cells = 101
	x, y = make([]float64, cells), make([]float64, cells)
	floats.Span(x, l.middle[0]-1.2*l.half[0], l.middle[0]+1.2*l.half[0])
	floats.Span(y, l.middle[1]-1.2*l.half[1], l.middle[1]+1.2*l.half[1])
	at := make([]float64, 2)
	z = plots.Sample(x, y, func(a, b float64) float64 {
		at[0], at[1] = a, b
		return l.f.Value(at)
	})
	for _, row := range z {
		for _, v := range row {
			top = max(top, math.Abs(v))
		}
	}
	return x, y, z, top
}

// levels are level lines of f whose values are a constant ratio apart, so that both the
// walls and the bottom of a valley show, on a ground that is tinted towards the bottom.
func (l landscape) levels() []plots.Layer {
	lines, ratio := 11, 2.1
	if _, narrow := l.f.(descent.Rosenbrock); narrow { // the grid cannot follow lines deep in the valley
		lines, ratio = 10, 2.4
	}
	x, y, z, top := l.ground()
	lower, saddle := plots.Contours{X: x, Y: y, Z: z}, l.kind == "saddle"
	tint := plots.Shade{X: x, Y: y, Z: z, Low: plots.C3, High: plots.C2}
	var at []float64
	for k := range lines {
		v := top / math.Pow(ratio, float64(k+1))
		lower.Levels = append(lower.Levels, plots.Contour{At: v, Ink: plots.C8, Width: plots.Thin})
		if saddle {
			lower.Levels = append(lower.Levels, plots.Contour{At: -v, Ink: plots.C8, Width: plots.Thin, Dash: plots.Dashed})
		}
		if k%2 == 1 {
			at = append(at, v)
		}
	}
	slices.Sort(at)
	if saddle {
		tint.At = []float64{-at[4], -at[2], 0, at[2], at[4]}
	} else { // the upper half of the tones is for values that the picture does not have
		tint.At = append(at, 1.1*top, 1.2*top, 1.3*top, 1.4*top, 1.5*top, 1.6*top)
	}
	return []plots.Layer{tint, lower}
}

// far is how far from the middle of the picture, in its half widths, a place is still told
// from others: all beyond is at the end of the same line.
const far = 1e3

// onPaper is the walk in coordinates that paper can bear.
func (r *Result) onPaper(l landscape) (x, y []float64) {
	for _, at := range r.X {
		x = append(x, max(-far, min(far, at[0]/l.half[0]))*l.half[0])
		y = append(y, max(-far, min(far, at[1]/l.half[1]))*l.half[1])
	}
	return x, y
}

// arrows is how many steps have a head, dots how many places a dot.
const (
	arrows = 8
	dots   = 400
)

// steps are the walk: arrows while they are long, then a line with dots.
func (r *Result) steps(l landscape) []plots.Layer {
	x, y := r.onPaper(l)
	if gone := r.gone(l); gone >= 0 { // what never comes back is not drawn
		x, y = x[:gone+1], y[:gone+1]
	}
	var layers []plots.Layer
	from := 0
	for from < min(arrows, len(x)-1) && math.Hypot(x[from+1]-x[from], y[from+1]-y[from]) > 0.08*l.half[0] {
		layers = append(layers, plots.Arrow{X0: x[from], Y0: y[from], X1: x[from+1], Y1: y[from+1], Ink: plots.C1})
		from++
	}
	lx, ly := x[from:from+1], y[from:from+1]
	for k := from + 1; k < len(x); k++ { // what is too short to be seen is left out
		if last := len(lx) - 1; k == len(x)-1 || math.Hypot(x[k]-lx[last], y[k]-ly[last]) > 0.004*l.half[0] {
			lx, ly = append(lx[:last+1:last+1], x[k]), append(ly[:last+1:last+1], y[k])
		}
	}
	if len(lx) > 1 {
		layers = append(layers, plots.Line{X: lx, Y: ly, Ink: plots.C1, Width: plots.Thin})
	}
	if n := min(dots, len(lx)); n > 0 {
		layers = append(layers, plots.Points{X: append(x[:from:from], lx[:n]...), Y: append(y[:from:from], ly[:n]...), Ink: plots.C1, Radius: 2.2})
	}
	return layers
}

// gone is the first step from which on the walk is outside the picture to its end, −1 if
// it ends inside.
func (r *Result) gone(l landscape) int {
	out := -1
	for k := len(r.X) - 1; k >= 0; k-- {
		if math.Abs(r.X[k][0]-l.middle[0]) <= l.half[0] && math.Abs(r.X[k][1]-l.middle[1]) <= l.half[1] {
			break
		}
		out = k
	}
	return out
}

func describePath(p Params, r *Result) string {
	last := len(r.X) - 1
	return fmt.Sprintf("Линии уровня функции «%s» и путь из точки (%s; %s). %s", functions[p.Function], russian.Number(r.start[0], 3), russian.Number(r.start[1], 3), r.story(last))
}

// story tells how the walk ends.
func (r *Result) story(last int) string {
	f, d := russian.Number(r.F[last], 3), r.Distance[last].Text(3)
	what, where := "минимума", "минимум"
	if r.place.kind == "saddle" {
		what, where = "седла", "седло"
	}
	steps := russian.Count(last, "шаг", "шага", "шагов")
	switch {
	case r.Singular:
		return fmt.Sprintf("После %s шага нет: матрица Гессе необратима, f = %s.", russian.Count(last, "шага", "шагов", "шагов"), f)
	case r.DivergedAt != nil && r.place.kind == "saddle":
		return fmt.Sprintf("За %s путь ушёл от седла вниз по склону, f = %s.", steps, f)
	case r.DivergedAt != nil:
		return fmt.Sprintf("Путь расходится: на шаге %s он дальше от минимума, чем бывает сходящийся.", russian.Int(*r.DivergedAt))
	case r.runs():
		return fmt.Sprintf("Путь расходится: расстояние до минимума растёт в %s раза за шаг, за %s стало %s.", r.RateMeasured.Text(4), steps, d)
	case r.Converged:
		return fmt.Sprintf("За %s путь пришёл в %s: до него осталось %s, f = %s.", steps, where, d, f)
	}
	return fmt.Sprintf("За %s до %s осталось %s, f = %s.", steps, what, d, f)
}

// runs tells whether a walk on the bowl diverges, though it may not have come far yet.
func (r *Result) runs() bool {
	_, quadratic := r.place.f.(descent.Quadratic)
	return quadratic && r.place.kind == "minimum" && r.RateTheory > 1 && r.RateMeasured > 1
}

func tablePath(_ Params, r *Result) lab.Table {
	k, x, y := make([]float64, len(r.X)), make([]float64, len(r.X)), make([]float64, len(r.X))
	for i, at := range r.X {
		k[i], x[i], y[i] = float64(i), at[0], at[1]
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "step", Label: "шаг", Values: k}, {Name: "x1", Label: "x₁", Values: x},
		{Name: "x2", Label: "x₂", Values: y}, {Name: "f", Label: "f", Values: r.F},
	}}
}

// gripsPath holds the start.
func gripsPath(_ Params, r *Result) []lab.Grip {
	return []lab.Grip{{Label: "Старт: x₁ и x₂", X: r.start[0], Y: r.start[1],
		Sets: []lab.Set{{Param: "start", Item: 1, X: 1}, {Param: "start", Item: 2, Y: 1}}}}
}
