package s0205consistency

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// window is the part of the y axis of the paths: it depends on the estimator only, so
// that the funnel is seen to close. What flies farther leaves the picture.
func window(p Params) (lo, hi float64) {
	switch p.Estimator {
	case "max_uniform":
		return 0, 1.25
	case "cauchy_mean":
		return -3, 3
	}
	return -1.25, 1.25
}

func floats[T int | lab.Num](x []T) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// front is the rule at m_max, the size that the numbers are about.
func front(p Params) plots.Mark {
	return plots.Mark{Name: "m = " + russian.Int(p.MMax), X: float64(p.MMax), Ink: plots.Accent}
}

// calm is path i without the spikes that stand at the sizes of the grid.
func (r *Result) calm(i int) []float64 {
	y := append([]float64(nil), r.paths[i]...)
	for j, k := 0, 0; j < len(r.M) && k < len(r.spikes[i]); {
		switch at := r.spikes[i][k].M; {
		case r.M[j] < at:
			j++
		case r.M[j] > at:
			k++
		default:
			y[j] -= float64(at)
			k++
		}
	}
	return y
}

// drawPaths shows the estimates while their samples grow, and the band that a consistent
// estimator enters.
func drawPaths(p Params, r *Result) (*plots.Figure, error) {
	lo, hi := window(p)
	m := floats(r.M)
	bundle := plots.Spaghetti{X: m, Ink: plots.C6}
	for i := range r.drawn(p) - 1 {
		bundle.Ys = append(bundle.Ys, r.calm(i+1))
	}
	ends := []float64{1, largest}
	layers := []plots.Layer{
		plots.Band{Name: "полоса ±ε", X: ends, Lo: both(r.Theta - p.Epsilon), Hi: both(r.Theta + p.Epsilon), Ink: plots.C3},
		plots.Level{Y: r.Theta, Ink: plots.Text, Dash: plots.Dashed},
		bundle,
		plots.Line{Name: "один путь", X: m, Y: r.calm(0), Ink: plots.C1},
	}
	if p.Estimator == "spiked" {
		layers = append(layers, r.needles(hi)...)
	}
	layers = append(layers, front(p))
	if n := r.leaving(p, lo, hi); n > 0 {
		note := plots.Label{X: 1.15, Y: lo + 0.07*(hi-lo), Text: "за рисунок выходят: " + russian.Int(n), Ink: plots.Muted, Align: plots.Start}
		if p.MMax < 700 { // the front is there
			note.X, note.Align = 0.9*largest, plots.End
		}
		layers = append(layers, note)
	}
	return plots.New(byM("оценка", lo, hi, plots.Wide), layers...)
}

// byM are axes over all sizes of samples; they do not move with m_max.
func byM(y string, lo, hi float64, size plots.Size) plots.Axes {
	ticks := []plots.Tick{{At: 1, Label: "1"}, {At: 10, Label: "10"}, {At: 100, Label: "100"}, {At: 1000, Label: "1000"},
		{At: 1e4, Label: "10⁴"}, {At: 1e5, Label: "10⁵"}, {At: largest, Label: "10⁶"}}
	return plots.Axes{X: "размер выборки m", Y: y, LogX: true, XMin: 1, XMax: largest, XTicks: ticks, YMin: lo, YMax: hi, Size: size}
}

// drawn is how many paths the picture has room for: those that never settle need more.
func (r *Result) drawn(p Params) int {
	if p.Estimator == "cauchy_mean" {
		return min(10, len(r.paths))
	}
	return len(r.paths)
}

func both(y float64) []float64 { return []float64{y, y} }

// needles are the spikes of the first path, cut off at the top with a head.
func (r *Result) needles(top float64) []plots.Layer {
	var x, from, to, headX, headY []float64
	for _, s := range r.spikes[0] {
		x = append(x, float64(s.M))
		from = append(from, s.Value-float64(s.M))
		to = append(to, s.Value)
		if s.Value > top {
			headX = append(headX, float64(s.M))
			headY = append(headY, 0.95*top)
		}
	}
	layers := []plots.Layer{plots.Segments{Name: "его выбросы", X0: x, Y0: from, X1: x, Y1: to, Ink: plots.C2}}
	if len(headX) > 0 {
		layers = append(layers, plots.Points{X: headX, Y: headY, Ink: plots.C2, Marker: plots.Triangle})
	}
	return layers
}

// leaving counts the paths of the picture that leave it.
func (r *Result) leaving(p Params, lo, hi float64) int {
	n := 0
	for i := range r.drawn(p) {
		out := false
		for _, v := range r.paths[i] {
			out = out || v < lo || v > hi
		}
		for _, s := range r.spikes[i] {
			out = out || s.Value > hi
		}
		if out {
			n++
		}
	}
	return n
}

// inside counts the paths of the picture that are in the band at m_max.
func (r *Result) inside(p Params) int {
	n := 0
	for _, y := range r.paths[:r.drawn(p)] {
		if math.Abs(y[len(y)-1]-r.Theta) <= p.Epsilon {
			n++
		}
	}
	return n
}

func describePaths(p Params, r *Result) string {
	lo, hi := window(p)
	text := fmt.Sprintf("%s оценки при росте выборки от 1 до %s. У конца в полосе ±%s вокруг θ = %s лежит %d из %d",
		russian.Count(r.drawn(p), "путь", "пути", "путей"), russian.Int(p.MMax), russian.Number(p.Epsilon, 4),
		russian.Number(r.Theta, 3), r.inside(p), r.drawn(p))
	if n := r.leaving(p, lo, hi); n > 0 {
		return text + fmt.Sprintf("; за рисунок хоть раз выходит %d.", n)
	}
	return text + "."
}

func tablePaths(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "m", Label: "m", Values: floats(r.M)}}}
	for i, y := range r.paths {
		t.Columns = append(t.Columns, lab.Column{Name: fmt.Sprintf("path%d", i+1), Label: fmt.Sprintf("путь %d", i+1), Values: y})
	}
	return t
}

// gripM is where the edge of the band is taken hold of: where the paths are still short.
const gripM = 400000

// gripsPaths are an edge of the band and the front of the paths.
func gripsPaths(p Params, r *Result) []lab.Grip {
	grips := []lab.Grip{{Param: "m_max", Label: "До какого размера растут выборки", Along: "x", X: float64(p.MMax), Y: r.Theta}}
	side := 1.0
	if p.Estimator == "max_uniform" {
		side = -1 // it misses on this side only
	}
	return append(grips, lab.Grip{Label: "Допуск ε, край полосы", X: gripM, Y: r.Theta + side*p.Epsilon,
		Sets: []lab.Set{{Param: "epsilon", Y: side, C: -side * r.Theta}}})
}
