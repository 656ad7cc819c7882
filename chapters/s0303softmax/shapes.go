package s0303softmax

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// corner is where a class that is certain stands; the third is at the top.
var corner = [3][2]float64{{0, 0}, {1, 0}, {0.5, math.Sqrt(3) / 2}}

// spot is a distribution over three classes as a point of the triangle: its barycentric
// coordinates are the probabilities.
func spot(p []float64) (x, y float64) {
	for i, c := range corner {
		x, y = x+p[i]*c[0], y+p[i]*c[1]
	}
	return x, y
}

// drawSimplex shows the distribution as a point and the path that it takes with the
// temperature: from the largest logit's corner to the middle.
func drawSimplex(p Params, r *Result) (*plots.Figure, error) {
	third := []float64{1. / 3, 1. / 3, 1. / 3}
	mx, my := spot(third)
	borders := plots.Segments{Ink: plots.Muted, Dash: plots.Dotted, Width: plots.Thin}
	edge := plots.Line{Ink: plots.Text, Width: plots.Thin}
	for i := range corner {
		a, b := corner[i], corner[(i+1)%3]
		borders.X0, borders.Y0 = append(borders.X0, mx), append(borders.Y0, my)
		borders.X1, borders.Y1 = append(borders.X1, (a[0]+b[0])/2), append(borders.Y1, (a[1]+b[1])/2)
		edge.X, edge.Y = append(edge.X, a[0], b[0]), append(edge.Y, a[1], b[1])
	}
	x, y := route(r)
	layers := []plots.Layer{edge, borders, plots.Line{X: x, Y: y, Ink: plots.C4}}
	for _, at := range r.stations {
		x, y := spot(at)
		layers = append(layers, plots.Points{X: []float64{x}, Y: []float64{y}, Ink: plots.C4, Marker: plots.Ring, Radius: 3})
	}
	for i, c := range corner {
		l := plots.Label{X: c[0], Y: c[1], Text: names(p, 3)[i].Label, Ink: plots.SeriesInk(i), Align: plots.Start}
		if i == 0 {
			l.Align = plots.End
		}
		layers = append(layers, plots.Points{X: c[:1], Y: c[1:], Ink: plots.SeriesInk(i), Marker: plots.SeriesMarker(i), Radius: 4}, l)
	}
	nowX, nowY := spot(r.P)
	layers = append(layers, plots.Points{X: []float64{nowX}, Y: []float64{nowY}, Ink: plots.Accent, Radius: 5})
	return plots.New(plots.Axes{X: "точка: T = " + russian.Number(p.Temperature, 3) + ", кольца: T = 0,3; 1; 3; 10", XMin: -0.1, XMax: 1.1, YMin: -0.07, YMax: 0.93, Equal: true, HideX: true, HideY: true, Size: plots.Short}, layers...)
}

// route is the path of the temperature in the triangle.
func route(r *Result) (x, y []float64) {
	for _, h := range r.Path {
		px, py := spot(h.P)
		x, y = append(x, px), append(y, py)
	}
	return x, y
}

func describeSimplex(p Params, r *Result) string {
	return fmt.Sprintf("Треугольник распределений над тремя классами; точка (%s; %s; %s). С ростом температуры она идёт из угла наибольшего логита в середину, сейчас T = %s.",
		lab.Num(r.P[0]).Text(3), lab.Num(r.P[1]).Text(3), lab.Num(r.P[2]).Text(3), russian.Number(p.Temperature, 3))
}

func tableSimplex(p Params, r *Result) lab.Table { return tableTemperature(p, r) }

// drawJacobian is ∂p_i/∂z_j times T, or two decimals would not show it in the heat; the full
// colour is the largest that an entry can be.
func drawJacobian(p Params, r *Result) (*plots.Figure, error) {
	n, what := len(r.P), "∂p/∂z"
	if p.Temperature != 1 {
		what = "T·∂p/∂z"
	}
	rows, columns, values := make([]string, n), make([]string, n), make([][]float64, n)
	for i := range rows {
		rows[i], columns[i] = "p"+index(i), "z"+index(i)
		values[i] = make([]float64, n)
		floats.ScaleTo(values[i], p.Temperature, r.Jacobian[i])
	}
	size := plots.Short
	if n > 4 {
		size = plots.Tall
	}
	return plots.New(plots.Axes{X: "по логиту", Y: what, Size: size},
		plots.Heat{Values: values, RowNames: rows, ColNames: columns, ShowValues: true, Max: 0.25})
}

func describeJacobian(p Params, r *Result) string {
	y := p.Target
	return fmt.Sprintf("Производные вероятностей по логитам: на диагонали у верного класса %s, в каждой строке и в каждом столбце сумма 0. Больше %s по модулю производная быть не может, насыщение сейчас %s.",
		lab.Num(r.Jacobian[y][y]).Text(3), russian.Number(0.25/p.Temperature, 3), russian.Percent(float64(r.Saturation), 1))
}

func tableJacobian(_ Params, r *Result) lab.Table {
	out := lab.Table{Columns: []lab.Column{{Name: "class", Label: "класс", Values: classes(len(r.P))}}}
	for j := range r.P {
		column := make([]float64, len(r.P))
		for i, row := range r.Jacobian {
			column[i] = row[j]
		}
		out.Columns = append(out.Columns, lab.Column{Name: "z" + strconv.Itoa(j+1), Label: "∂/∂z" + index(j), Values: column})
	}
	return out
}
