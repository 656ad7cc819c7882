package s0301crossentropy

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The classes, in this order.
var classes = []struct {
	label, name string
	ink         plots.Ink
	marker      plots.Marker
}{
	{"0", "y = 0", plots.C2, plots.Box},
	{"1", "y = 1", plots.C1, plots.Disc},
}

// tones are the logits between the tints: p̂ of 2, 12, 31, 50, 69, 88 and 98 percent.
var tones = []float64{-4, -2, -0.8, 0, 0.8, 2, 4}

// nat is the length of a stem for one nat, in parts of the height of the picture.
const nat = 0.25

// few is how many terms the sum under the figure prints.
const few = 5

// many is from how many points on stems and marks are thin and have no tags.
const many = 60

func tag(row int) string { return "x" + strconv.Itoa(row+1) }

func drawPlane(p Params, r *Result) (*plots.Figure, error) {
	w := r.window
	layers := r.tint()
	layers = append(layers, r.stems()...)
	layers = append(layers, r.marks()...)
	layers = append(layers, r.yardstick()...)
	x := "x₁"
	if pairs[p.Data] != [2]string{} {
		x = "x₁ — длина лепестка, x₂ — ширина, в станд. отклонениях"
	}
	return plots.New(plots.Axes{X: x, Y: "x₂", XMin: w.x0, XMax: w.x1, YMin: w.y0, YMax: w.y1, Equal: true}, layers...)
}

// tint is p̂ all over the picture with the border p̂ = ½ and the border to which descent
// goes. The logit is a plane, so that four corners tell all of it.
func (r *Result) tint() []plots.Layer {
	w := r.window
	wide, high := w.x1-w.x0, w.y1-w.y0
	x, y := []float64{w.x0 - wide, w.x1 + wide}, []float64{w.y0 - high, w.y1 + high}
	logit := func(v []float64) [][]float64 {
		return plots.Sample(x, y, func(a, b float64) float64 { return v[0] + v[1]*a + v[2]*b })
	}
	layers := []plots.Layer{plots.Shade{X: x, Y: y, Z: logit(r.w), At: tones, Low: plots.C2, High: plots.C1}}
	if r.target != nil && norm(r.target) > 0 {
		goal := plots.Contour{Name: "цель", Ink: plots.Text, Dash: plots.Dashed}
		layers = append(layers, plots.Contours{X: x, Y: y, Z: logit(r.target), Levels: []plots.Contour{goal}})
	}
	border := plots.Contour{Name: "p̂ = ½", Ink: plots.Text, Width: plots.Thick}
	return append(layers, plots.Contours{X: x, Y: y, Z: logit(r.w), Levels: []plots.Contour{border}})
}

// stems stand on the points, as high as −log p̂.
func (r *Result) stems() []plots.Layer {
	unit := nat * (r.window.y1 - r.window.y0)
	all := plots.Segments{Name: "−log p̂", Ink: plots.C3, Width: plots.Thick}
	if *r.Rows > many {
		all.Width = plots.Regular
	}
	rest := all
	var layers []plots.Layer
	for i, term := range r.Terms {
		x, y := r.crowd.x.At(i, 0), r.crowd.x.At(i, 1)
		one := all
		one.X0, one.Y0, one.X1, one.Y1 = []float64{x}, []float64{y}, []float64{x}, []float64{y + unit*float64(term)}
		if *r.Rows <= many {
			layers = append(layers, plots.Tagged{Tag: tag(i), Layer: one})
			all.Name, rest.Name = "", "" // the legend needs one of them
			continue
		}
		rest.X0, rest.Y0, rest.X1, rest.Y1 = append(rest.X0, one.X0...), append(rest.Y0, one.Y0...), append(rest.X1, one.X1...), append(rest.Y1, one.Y1...)
	}
	if len(rest.X0) > 0 {
		layers = append(layers, rest)
	}
	return layers
}

// marks are the points by class.
func (r *Result) marks() []plots.Layer {
	radius := vg.Length(3.6)
	if *r.Rows > many {
		radius = 2.4
	}
	var layers []plots.Layer
	for y, class := range classes {
		rest := plots.Points{Name: class.name, Ink: class.ink, Marker: class.marker, Radius: radius}
		for i, label := range r.crowd.y {
			if int(label) != y {
				continue
			}
			one := rest
			one.X, one.Y = []float64{r.crowd.x.At(i, 0)}, []float64{r.crowd.x.At(i, 1)}
			if *r.Rows <= many {
				layers = append(layers, plots.Tagged{Tag: tag(i), Layer: one})
				rest.Name = ""
				continue
			}
			rest.X, rest.Y = append(rest.X, one.X...), append(rest.Y, one.Y...)
		}
		if len(rest.X) > 0 {
			layers = append(layers, rest)
		}
	}
	return layers
}

// yardstick is a stem of one nat in a corner.
func (r *Result) yardstick() []plots.Layer {
	w := r.window
	wide, high := w.x1-w.x0, w.y1-w.y0
	x, y := w.x0+0.025*wide, w.y0+0.03*high
	return []plots.Layer{
		plots.Segments{X0: []float64{x}, Y0: []float64{y}, X1: []float64{x}, Y1: []float64{y + nat*high}, Ink: plots.C3, Width: plots.Thick},
		plots.Label{X: x, Y: y + nat*high/2, Text: "1 нат", Align: plots.Start},
	}
}

func describePlane(p Params, r *Result) string {
	return fmt.Sprintf("%s двух классов после %s спуска: граница p̂ = ½, оттенки показывают p̂, а стебель на точке — её −log p̂. Средняя потеря %s, ошибок %d. %s",
		russian.Count(*r.Rows, "точка", "точки", "точек"), russian.Count(p.Steps, "шага", "шагов", "шагов"),
		r.NLL[len(r.NLL)-1].Text(3), *r.Errors, r.verdict(p))
}

// verdict says whether there is a minimum, and why.
func (r *Result) verdict(p Params) string {
	switch {
	case *r.MinimumExists && p.L2 > 0:
		return fmt.Sprintf("Минимум есть: его создаёт штраф, там J = %s.", r.LossAtOptimum.Text(4))
	case *r.MinimumExists:
		return fmt.Sprintf("Минимум есть: ни одна прямая не разделяет классы, там J = %s.", r.LossAtOptimum.Text(4))
	case r.oneClass():
		return "Минимума нет: класс один, и b уходит в бесконечность."
	case *r.Separation == "quasi":
		return fmt.Sprintf("Минимума нет: классы разделяет прямая, но на ней самой лежат точки; J снижается к %s.", r.LossInfimum.Text(4))
	}
	return "Минимума нет: прямая разделяет классы, и J снижается к нулю."
}

// oneClass tells whether all points are of one class.
func (r *Result) oneClass() bool {
	for _, y := range r.crowd.y {
		if y != r.crowd.y[0] {
			return false
		}
	}
	return true
}

// tablePlane lists the points.
func tablePlane(_ Params, r *Result) lab.Table {
	n := len(r.crowd.y)
	row, x, y, chance, term := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range row {
		row[i], x[i], y[i] = float64(i+1), r.crowd.x.At(i, 0), r.crowd.x.At(i, 1)
		chance[i], term[i] = float64(r.P[i]), float64(r.Terms[i])
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: row}, {Name: "x1", Label: "x₁", Values: x}, {Name: "x2", Label: "x₂", Values: y},
		{Name: "y", Label: "класс", Values: r.crowd.y}, {Name: "p", Label: "p̂(y = 1)", Values: chance},
		{Name: "minus_log_p", Label: "−log p̂", Values: term},
	}}
}

// editPlane lets the reader take the points themselves.
func editPlane(_ Params, r *Result) lab.Edit {
	return lab.Edit{Param: "points", Points: *r.Points}
}

// sumPlane prints the loss term by term, the heaviest first: some points near the border pay
// for all the others.
func sumPlane(_ Params, r *Result) lab.Sum {
	order := make([]int, *r.Rows)
	total := 0.0
	for i, term := range r.Terms {
		order[i] = i
		total += float64(term)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.Terms[b], r.Terms[a]) })
	s := lab.Sum{Lead: `-\textstyle\sum\log\hat p=`, Tail: "= " + nats(total), Rows: 1}
	if *r.Rows > many {
		order = nil
	}
	for k, i := range order[:min(few, len(order))] {
		s.Terms = append(s.Terms, lab.Term{Tag: tag(i), Text: plus(k) + nats(float64(r.Terms[i]))})
	}
	if len(s.Terms) < *r.Rows && len(s.Terms) > 0 {
		s.Tail = "+ … = " + nats(total)
	}
	return s
}

func plus(i int) string {
	if i == 0 {
		return ""
	}
	return "+ "
}

// nats writes a term that may be small: two decimals, or the order.
func nats(v float64) string {
	if math.Abs(v) >= 0.005 || v == 0 {
		return russian.Fixed(v, 2)
	}
	return russian.Number(v, 1)
}
