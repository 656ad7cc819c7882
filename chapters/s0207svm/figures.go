package s0207svm

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
	y      float64
	name   string
	ink    plots.Ink
	marker plots.Marker
}{
	{-1, "класс −1", plots.C2, plots.Box},
	{1, "класс +1", plots.C1, plots.Disc},
}

// kinds of points by their a_i.
const (
	idle    = iota // a = 0
	free           // 0 < a < C
	bounded        // a = C
)

var kinds = []string{"", "опорная", "опорная, a = C"}

// status is the kind of every point.
func (r *Result) status() []int {
	out := make([]int, r.Rows)
	for _, i := range r.Support {
		out[i] = free
	}
	for _, i := range r.Bounded {
		out[i] = bounded
	}
	return out
}

// tagged is up to how many support vectors their marks light up one by one.
const tagged = 60

func tag(row int) string { return "x" + strconv.Itoa(row+1) }

// crowd is from how many support vectors on their rings give way to the points.
const crowd = 150

// radius of a point in a cloud of so many.
func radius(rows int) vg.Length {
	switch {
	case rows > 500:
		return 1.6
	case rows > 150:
		return 2.2
	}
	return 3
}

func drawStreet(p Params, r *Result) (*plots.Figure, error) {
	w := r.window
	layers := []plots.Layer{
		plots.Shade{X: r.gx, Y: r.gy, Z: r.f, At: []float64{-1, 0, 1}, Low: plots.C2, High: plots.C1},
		plots.Contours{X: r.gx, Y: r.gy, Z: r.f, Levels: []plots.Contour{
			{At: -1, Ink: plots.C2, Dash: plots.Dashed},
			{At: 1, Ink: plots.C1, Dash: plots.Dashed},
			{At: 0, Ink: plots.Text},
		}},
	}
	layers = append(layers, r.cloud()...)
	layers = append(layers, r.rings()...)
	layers = append(layers, r.across(p)...)
	layers = append(layers, r.verdict()...)
	x, y := axes(p)
	return plots.New(plots.Axes{X: x, Y: y, XMin: w.x0, XMax: w.x1, YMin: w.y0, YMax: w.y1, Equal: true, Size: plots.Tall}, layers...)
}

func axes(p Params) (x, y string) {
	if p.Data == "iris" {
		return "длина лепестка, см", "ширина лепестка, см"
	}
	return "x₁", "x₂"
}

// cloud is the points by class.
func (r *Result) cloud() []plots.Layer {
	var layers []plots.Layer
	for _, c := range classes {
		s := plots.Points{Name: c.name, Ink: c.ink, Marker: c.marker, Radius: radius(r.Rows)}
		for i, y := range r.set.y {
			if y == c.y {
				s.X, s.Y = append(s.X, r.set.x.At(i, 0)), append(s.Y, r.set.x.At(i, 1))
			}
		}
		if len(s.X) > 0 {
			layers = append(layers, s)
		}
	}
	return layers
}

// rings marks the support vectors: a ring, or a frame where a = C. Few of them have a
// tag each.
func (r *Result) rings() []plots.Layer {
	var layers []plots.Layer
	status := r.status()
	for kind, marker := range []plots.Marker{free: plots.Ring, bounded: plots.Frame} {
		if kind == idle {
			continue
		}
		all := plots.Points{Name: kinds[kind], Ink: plots.Text, Marker: marker, Radius: radius(r.Rows) + 2.6}
		if len(r.Support) > crowd {
			all.Radius, all.Faint = radius(r.Rows)+1.2, true
		}
		for _, i := range r.Support {
			if status[i] != kind {
				continue
			}
			x, y := r.set.x.At(i, 0), r.set.x.At(i, 1)
			if len(r.Support) <= tagged {
				one := all
				one.X, one.Y = []float64{x}, []float64{y}
				layers = append(layers, plots.Tagged{Tag: tag(i), Layer: one})
				all.Name = "" // the legend needs one of them
				continue
			}
			all.X, all.Y = append(all.X, x), append(all.Y, y)
		}
		if len(all.X) > 0 {
			layers = append(layers, all)
		}
	}
	return layers
}

func describeStreet(p Params, r *Result) string {
	text := fmt.Sprintf("%s двух классов и граница f = 0 между обочинами f = ±1. Опорных векторов %d, из них с a = C %d; ошибок на своих точках %s.",
		russian.Count(r.Rows, "точка", "точки", "точек"), r.NSupport, len(r.Bounded), russian.Percent(float64(r.TrainErr), 1))
	if r.machine.model == nil {
		return fmt.Sprintf("%s, по которым классы не различить: f всюду равна %s. Добавьте точку другого класса, и появится граница.",
			russian.Count(r.Rows, "точка", "точки", "точек"), r.Intercept.Text(2))
	}
	return text
}

// tableStreet lists the points with all that the machine knows of them.
func tableStreet(_ Params, r *Result) lab.Table {
	n := r.Rows
	row, x, y, alpha, kind := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]string, n)
	for i, k := range r.status() {
		row[i], x[i], y[i], kind[i] = float64(i+1), r.set.x.At(i, 0), r.set.x.At(i, 1), kinds[k]
	}
	for k, i := range r.Support {
		alpha[i] = float64(r.DualCoef[k])
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: row}, {Name: "x1", Label: "x₁", Values: x}, {Name: "x2", Label: "x₂", Values: y},
		{Name: "y", Label: "класс", Values: r.set.y}, {Name: "alpha", Label: "α", Values: alpha},
		{Name: "f", Label: "f", Values: r.machine.decisions}, {Name: "kind", Label: "роль", Texts: kind},
	}}
}

func editStreet(_ Params, r *Result) lab.Edit {
	marked := make([]string, r.Rows)
	for i, k := range r.status() {
		marked[i] = kinds[k]
	}
	return lab.Edit{Param: "points", Points: r.Points, Marked: marked}
}

// terms is how many terms of f are printed.
const terms = 3

// sumStreet prints f, the heaviest terms first.
func sumStreet(_ Params, r *Result) lab.Sum {
	order := make([]int, len(r.Support))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(math.Abs(r.machine.coef[b]), math.Abs(r.machine.coef[a]))
	})
	s := lab.Sum{Lead: `f(\mathbf x)=`}
	for n, k := range order[:min(terms, len(order))] {
		sign := " + "
		if n == 0 {
			sign = ""
		}
		if r.machine.coef[k] < 0 {
			sign = " − "
		}
		i := r.Support[k]
		s.Terms = append(s.Terms, lab.Term{Tag: tag(i), Text: fmt.Sprintf("%s%s·k(x, x%s)", sign, russian.Number(math.Abs(r.machine.coef[k]), 3), lowered(i+1))})
	}
	if rest := len(order) - len(s.Terms); rest > 0 {
		s.Tail = "+ … (ещё " + russian.Int(rest) + ")"
	}
	if b := r.machine.intercept; b < 0 {
		s.Tail += " − " + russian.Number(-b, 3)
	} else {
		s.Tail += " + " + russian.Number(b, 3)
	}
	return s
}

// lowered writes a number in inferior figures.
func lowered(n int) string {
	out := ""
	for _, c := range strconv.Itoa(n) {
		out += string('₀' + c - '0')
	}
	return out
}
