package s0103descent

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// window is how many steps the bars show.
const window = 40

// drawDirections stacks |x₁| and |x₂|, the errors along the two eigenvectors, step by step.
// Any start on the picture of the path has room here, so that the axes stand while it moves.
func drawDirections(p Params, r *Result) (*plots.Figure, error) {
	l := r.place.around(r.start)
	top := l.half[0] + l.half[1]
	n := min(window+1, len(r.X))
	x, shallow, steepest := make([]float64, n), make([]float64, n), make([]float64, n)
	over := -1
	for k := range n {
		x[k] = float64(k)
		shallow[k], steepest[k] = min(2*top, math.Abs(r.X[k][0])), min(2*top, math.Abs(r.X[k][1]))
		if over < 0 && shallow[k]+steepest[k] > top {
			over = k
		}
	}
	label := "шаг"
	if p.Steps > window {
		label = fmt.Sprintf("шаг (первые %d из %s)", window, russian.Int(p.Steps))
	}
	layers := []plots.Layer{plots.Stack{X: x, Width: 0.8, Current: -1, Parts: []plots.Part{
		{Name: "пологое |x₁|, λ = 1", Y: shallow, Ink: plots.C1},
		{Name: "крутое |x₂|, λ = " + russian.Number(p.Kappa, 4), Y: steepest, Ink: plots.C2},
	}}}
	if over >= 0 {
		layers = append(layers, plots.Label{X: window / 2, Y: 0.98 * top, Text: "выше рисунка с шага " + russian.Int(over), Ink: plots.Text})
	}
	return plots.New(plots.Axes{X: label, Y: "ошибка", XMin: -0.8, XMax: window + 0.8, YMin: 0, YMax: 1.06 * top, Size: plots.Short}, layers...)
}

func describeDirections(_ Params, r *Result) string {
	last := len(r.X) - 1
	return fmt.Sprintf("Ошибка на первых шагах, не более сорока, разложенная по собственным направлениям. После %s пологая часть %s, крутая %s; множители за шаг %s и %s.",
		russian.Count(last, "шага", "шагов", "шагов"), russian.Number(math.Abs(r.X[last][0]), 3), russian.Number(math.Abs(r.X[last][1]), 3),
		r.Factors[0].Text(3), r.Factors[1].Text(3))
}

func tableDirections(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{
		{Name: "step", Label: "шаг"}, {Name: "e1", Label: "|x₁|"}, {Name: "e2", Label: "|x₂|"},
		{Name: "f1", Label: "½x₁²"}, {Name: "f2", Label: "½κx₂²"},
	}}
	for k, x := range r.X {
		for i, v := range []float64{float64(k), math.Abs(x[0]), math.Abs(x[1]), float64(r.Parts[k][0]), float64(r.Parts[k][1])} {
			t.Columns[i].Values = append(t.Columns[i].Values, v)
		}
	}
	return t
}

// gripsDirections makes the walk longer or shorter.
func gripsDirections(p Params, r *Result) []lab.Grip {
	k := min(p.Steps, window)
	return []lab.Grip{{Param: "steps", Label: "Сколько шагов сделать", Along: "x", X: float64(k), Y: 0}}
}
