package s0209sgd

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// view is how far the picture of two weights reaches up and down from the true ones.
const view = 0.62

// contours are the errors over σ² whose level lines are drawn.
var contours = []float64{0.003, 0.01, 0.03, 0.1}

// centre is the two true weights, curvature what the squared distance from them costs.
func (r *Result) centre() (c, curvature [2]float64) {
	w, _ := r.task.Truth()
	l := r.task.Eigenvalues()
	for i, j := range plane {
		c[i], curvature[i] = w[j], l[j]
	}
	return c, curvature
}

// oval is an ellipse with the given half axes.
func oval(c [2]float64, a, b float64) (x, y []float64) {
	const corners = 90
	for k := range corners + 1 {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / corners)
		x, y = append(x, c[0]+a*cos), append(y, c[1]+b*sin)
	}
	return x, y
}

// near keeps the weights that are not lost: those of a run that diverges have no place
// on paper.
func near(path [][2]float64) (x, y []float64) {
	for _, w := range path {
		if math.Abs(w[0]) < 100 && math.Abs(w[1]) < 100 {
			x, y = append(x, w[0]), append(y, w[1])
		}
	}
	return x, y
}

func drawBall(p Params, r *Result) (*plots.Figure, error) {
	c, curvature := r.centre()
	var layers []plots.Layer
	for _, level := range contours {
		x, y := oval(c, math.Sqrt(level/curvature[0]), math.Sqrt(level/curvature[1]))
		layers = append(layers, plots.Line{X: x, Y: y, Ink: plots.Muted, Width: plots.Thin},
			plots.Label{X: c[0], Y: c[1] + math.Sqrt(level/curvature[1]), Text: "+" + russian.Number(level, 1), Ink: plots.Muted})
	}
	if x, y := near(r.lit.path); len(x) > 1 {
		layers = append(layers, plots.Line{Name: "путь", X: x, Y: y, Ink: plots.C6, Width: plots.Thin})
	}
	if x, y := near(r.lit.last); len(x) > 0 {
		layers = append(layers, plots.Points{Name: "последние шаги", X: x, Y: y, Ink: plots.C1, Radius: 1.8, Faint: true})
	}
	if has(r.Radius[0]) && has(r.Radius[1]) && r.Radius[0] < 10 {
		x, y := oval(c, 2*float64(r.Radius[0]), 2*float64(r.Radius[1]))
		layers = append(layers, plots.Line{Name: "2ρ, теория", X: x, Y: y, Ink: plots.C2, Dash: plots.Dashed})
	}
	if r.best != nil {
		layers = append(layers, plots.Points{Name: "лучшее для набора", X: []float64{r.best[plane[0]]}, Y: []float64{r.best[plane[1]]}, Ink: plots.C3, Marker: plots.Diamond, Radius: 5})
	}
	layers = append(layers, plots.Points{Name: "w*", X: []float64{c[0]}, Y: []float64{c[1]}, Ink: plots.Text, Marker: plots.Plus, Radius: 5})
	return plots.New(plots.Axes{X: "вес w₁, крутое направление", Y: "вес w₆, пологое", XMin: c[0] - view, XMax: c[0] + view,
		YMin: c[1] - view, YMax: c[1] + view, Equal: true, Size: plots.Tall}, layers...)
}

func describeBall(p Params, r *Result) string {
	c, _ := r.centre()
	if r.Diverged {
		return fmt.Sprintf("Веса w₁ и w₆ ушли из окрестности минимума: при B = %d постоянная скорость должна быть меньше %s.", p.Batch, r.CriticalRate.Text(3))
	}
	text := fmt.Sprintf("Веса w₁ и w₆ на последних шагах вокруг минимума (%s; %s) и линии уровня ошибки. ", russian.Number(c[0], 3), russian.Number(c[1], 3))
	if !has(r.Radius[0]) {
		return text + "С моментом теории радиуса здесь нет."
	}
	return text + fmt.Sprintf("Радиус шара по теории %s вдоль w₁ и %s вдоль w₆.", r.Radius[0].Text(2), r.Radius[1].Text(2))
}

func tableBall(_ Params, r *Result) lab.Table {
	x, y := near(r.lit.path)
	steps := make([]float64, len(x))
	for i := range steps {
		steps[i] = float64(r.LossStep[i])
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "step", Label: "шаг", Values: steps},
		{Name: "w1", Label: "w₁", Values: x},
		{Name: "w6", Label: "w₆", Values: y},
	}}
}
