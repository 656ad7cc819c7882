package s0302bernoulli

import (
	"fmt"
	"math"
	"strings"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The tones of the map change at these counts of steps; the last is the border of the
// neurons that were given up.
var tones = []int{0, 3, 10, 30, 100, 300, 1000, limit}

// never is what stands for more than limit steps on the logarithmic scale of the map: far
// enough above it for a sharp border.
const never = 6

// level is where a tone ends on the scale of the map, log₁₀ of the steps with a little
// added: nought has a place on it, too.
func level(steps int) float64 { return math.Log10(float64(steps)+0.5) + 0.05 }

// longest is the largest count of steps in the table.
func (m *Map) longest() int {
	out := 0
	for _, n := range m.Steps {
		if n != nil {
			out = max(out, *n)
		}
	}
	return out
}

func drawMap(p Params, r *Result) (*plots.Figure, error) {
	m := r.Map
	value := func(w, b float64) float64 {
		switch n := m.at(p, w, b); {
		case n == nil:
			return never
		default:
			return level(*n) - 0.05
		}
	}
	z := plots.Sample(m.side, m.side, value)
	shade := plots.Shade{X: m.side, Y: m.side, Z: z, Low: plots.C1, High: plots.C2}
	lines := plots.Contours{X: m.side, Y: m.side, Z: z}
	for _, n := range tones {
		shade.At = append(shade.At, level(n))
	}
	var drawn []string
	for _, n := range []int{10, 100, 1000} {
		if m.longest() > n {
			lines.Levels = append(lines.Levels, plots.Contour{At: level(n), Width: plots.Thin})
			drawn = append(drawn, russian.Int(n))
		}
	}
	x := "вес w₀"
	if len(drawn) > 0 { // several are too close to each other to be labelled
		name := "тонкие линии: "
		if len(drawn) == 1 {
			name = "тонкая линия: "
		}
		x += " (" + name + strings.Join(drawn, ", ") + " шагов)"
	}
	lines.Levels = append(lines.Levels, plots.Contour{At: level(limit), Ink: plots.Text, Width: plots.Thick})
	layers := []plots.Layer{shade, lines}
	if w, b, ok := m.lost(p); ok {
		layers = append(layers, plots.Label{X: w, Y: b, Text: "не выучит за " + russian.Int(limit)})
	}
	if math.Abs(p.Z0) <= reach {
		layers = append(layers, plots.Points{X: []float64{p.Z0}, Y: []float64{0}, Ink: plots.Accent, Radius: 5})
	}
	return plots.New(plots.Axes{X: x, Y: "сдвиг b₀", XMin: -reach, XMax: reach, YMin: -reach, YMax: reach, Size: plots.Short}, layers...)
}

// lost is a place for words among the starts that are given up, on the side of the wrong
// answers and off the middle, where the reader's neuron is.
func (m *Map) lost(p Params) (w, b float64, ok bool) {
	w, b = -14, 15
	if p.Y == 0 {
		w = -w
	}
	return w, b, m.at(p, w, b) == nil
}

// learned is the share of the starts on the map from which the neuron learns.
func (m *Map) learned(p Params) float64 {
	count := 0
	for _, b := range m.side {
		for _, w := range m.side {
			if m.at(p, w, b) != nil {
				count++
			}
		}
	}
	return float64(count) / float64(len(m.side)*len(m.side))
}

func describeMap(p Params, r *Result) string {
	return fmt.Sprintf("Сколько шагов нейрон z = wx + b учит два примера, x = 1 с ответом %d и x = −1 с ответом %d, из разных начальных весов; %s. За %s выучивает из %s стартов.",
		p.Y, 1-p.Y, looks[p.Output].name, russian.Count(limit, "шаг", "шага", "шагов"), russian.Percent(r.Map.learned(p), 0))
}

// start is the parameter that follows the abscissa of a grip.
var start = []lab.Set{{Param: "z0", X: 1}}

// gripsMap takes hold of the neuron whose two logits are as wrong as z0: w = z0, b = 0.
func gripsMap(p Params, _ *Result) []lab.Grip {
	if math.Abs(p.Z0) > reach {
		return nil
	}
	return []lab.Grip{{Label: "Нейрон с весом w₀ = z₀ и сдвигом 0", X: p.Z0, Sets: start}}
}

func tableMap(p Params, r *Result) lab.Table {
	var w, b []float64
	var n []string
	for i := 0; i < len(r.Map.side); i += 5 {
		for j := 0; j < len(r.Map.side); j += 5 {
			w, b = append(w, r.Map.side[j]), append(b, r.Map.side[i])
			text := "больше " + russian.Int(limit)
			if s := r.Map.at(p, r.Map.side[j], r.Map.side[i]); s != nil {
				text = russian.Int(*s)
			}
			n = append(n, text)
		}
	}
	return lab.Table{Columns: []lab.Column{{Name: "w", Label: "вес w₀", Values: w}, {Name: "b", Label: "сдвиг b₀", Values: b}, {Name: "steps", Label: "шагов", Texts: n}}}
}
