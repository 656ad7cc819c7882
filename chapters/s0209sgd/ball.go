package s0209sgd

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/sgd"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// view is how far the picture of two weights reaches up and down from the true ones.
const view = 0.35

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

// grid is places around a middle, close enough for smooth level lines.
func grid(middle, reach float64) []float64 {
	return floats.Span(make([]float64, 61), middle-reach, middle+reach)
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

// arrival is the path of the run until it first came into the ball: what follows is in
// the points.
func (r *Result) arrival(c [2]float64) [][2]float64 {
	for i, w := range r.lit.path {
		if a, b := (w[0]-c[0])/float64(r.Radius[0]), (w[1]-c[1])/float64(r.Radius[1]); a*a+b*b < 4 {
			return r.lit.path[:i+1]
		}
	}
	return r.lit.path
}

// settles tells whether the expected error stays finite for ever.
func (r *Result) settles(p Params) bool {
	return p.Schedule != sgd.Constant || p.Rate < float64(r.CriticalRate)
}

func drawBall(p Params, r *Result) (*plots.Figure, error) {
	c, curvature := r.centre()
	bowl := plots.Contours{X: grid(c[0], 3.6*view), Y: grid(c[1], view)}
	bowl.Z = plots.Sample(bowl.X, bowl.Y, func(x, y float64) float64 {
		return curvature[0]*(x-c[0])*(x-c[0]) + curvature[1]*(y-c[1])*(y-c[1])
	})
	for _, level := range contours {
		bowl.Levels = append(bowl.Levels, plots.Contour{At: level, Label: "+" + russian.Number(level, 1), Width: plots.Thin})
	}
	layers := []plots.Layer{bowl}
	if x, y := near(r.arrival(c)); len(x) > 1 {
		layers = append(layers, plots.Line{X: x, Y: y, Ink: plots.C6, Width: plots.Thin})
	}
	if x, y := near(r.lit.last); len(x) > 0 {
		layers = append(layers, plots.Points{Name: "последняя четверть", X: x, Y: y, Ink: plots.C1, Radius: 1.8, Faint: true})
	}
	if has(r.Radius[0]) && r.settles(p) {
		x, y := oval(c, 2*float64(r.Radius[0]), 2*float64(r.Radius[1]))
		layers = append(layers, plots.Line{Name: "2ρ по теории", X: x, Y: y, Ink: plots.C2, Dash: plots.Dashed})
	}
	if r.best != nil {
		layers = append(layers, plots.Points{Name: "дно набора", X: []float64{r.best[plane[0]]}, Y: []float64{r.best[plane[1]]}, Ink: plots.C3, Marker: plots.Diamond, Radius: 5})
	}
	layers = append(layers, plots.Points{X: []float64{c[0]}, Y: []float64{c[1]}, Ink: plots.Text, Marker: plots.Plus, Radius: 5})
	return plots.New(plots.Axes{X: "вес w₆ (пологое направление)", Y: "вес w₁ (крутое)", XMin: c[0] - view, XMax: c[0] + view,
		YMin: c[1] - view, YMax: c[1] + view, Equal: true, Size: plots.Short}, layers...)
}

func describeBall(p Params, r *Result) string {
	c, _ := r.centre()
	if !r.settles(p) || r.Diverged {
		return fmt.Sprintf("Веса w₆ и w₁ не удерживаются около минимума: при B = %d постоянная скорость должна быть меньше %s.", p.Batch, r.CriticalRate.Text(3))
	}
	text := fmt.Sprintf("Веса w₆ и w₁ в последней четверти шагов вокруг минимума (%s; %s) и линии уровня ошибки. ", russian.Number(c[0], 3), russian.Number(c[1], 3))
	if !has(r.Radius[0]) {
		return text + "С моментом теории радиуса здесь нет."
	}
	return text + fmt.Sprintf("Радиус шара по теории %s вдоль w₆ и %s вдоль w₁.", r.Radius[0].Text(2), r.Radius[1].Text(2))
}

func tableBall(_ Params, r *Result) lab.Table {
	x, y := near(r.lit.path)
	steps := make([]float64, len(x))
	for i := range steps {
		steps[i] = float64(r.LossStep[i])
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "step", Label: "шаг", Values: steps},
		{Name: "w6", Label: "w₆", Values: x},
		{Name: "w1", Label: "w₁", Values: y},
	}}
}
