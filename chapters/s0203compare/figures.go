package s0203compare

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The rows of the main figure, from the top.
const (
	rowA = 4.0 - iota
	rowB
	rowSeparate
	rowPaired
)

// scope is the part of the axis that holds the intervals. It has few ends, far from each
// other: an axis that followed the rates would run away under the hand that drags them.
// At the right end there is room for what the rules say.
func scope(p Params, t Typical) (lo, hi float64) {
	need := max(p.PA+float64(t.HalfA), p.PB+float64(t.HalfA+t.HalfB))
	hi = 1.3
	for _, end := range []float64{0.53, 0.16, 0.06} {
		if need < 0.8*end {
			hi = end
		}
	}
	// Intervals for small rates reach under zero: that is what they are like.
	if least := min(p.PA-float64(t.HalfA), p.PB-float64(t.HalfA+t.HalfB), p.PB-float64(t.HalfPaired)); least < -0.1*hi {
		return -0.5 * hi, hi
	}
	return -0.1 * hi, hi
}

func row(name string, at, mid, half float64, ink plots.Ink, dash plots.Dash, marker plots.Marker) []plots.Layer {
	return []plots.Layer{
		plots.Tagged{Tag: name, Layer: plots.Segments{X0: []float64{mid - half}, Y0: []float64{at}, X1: []float64{mid + half}, Y1: []float64{at}, Ink: ink, Dash: dash, Width: plots.Thick}},
		plots.Points{X: []float64{mid - half, mid + half}, Y: []float64{at, at}, Ink: ink, Marker: plots.Pole, Radius: 6},
		plots.Points{X: []float64{mid}, Y: []float64{at}, Ink: ink, Marker: marker, Radius: 4.5},
	}
}

// drawTypical shows the intervals of the test in which all shares are as expected. The
// difference is told from the rule at A's rate: B's estimate with the sum of both
// half widths, which is what «the intervals lie apart» asks, and with the paired one.
func drawTypical(p Params, r *Result) (*plots.Figure, error) {
	t := r.Typical
	lo, hi := scope(p, t)
	layers := []plots.Layer{plots.Mark{Name: "доля ошибок A", X: p.PA, Ink: plots.Text, Dash: plots.Dashed}}
	layers = append(layers, row("a", rowA, p.PA, float64(t.HalfA), plots.C1, plots.Solid, plots.Disc)...)
	layers = append(layers, row("b", rowB, p.PB, float64(t.HalfB), plots.C1, plots.Solid, plots.Disc)...)
	layers = append(layers, row("separate", rowSeparate, p.PB, float64(t.HalfA+t.HalfB), plots.C2, plots.Dashed, plots.Box)...)
	layers = append(layers, row("paired", rowPaired, p.PB, float64(t.HalfPaired), plots.C3, plots.Solid, plots.Diamond)...)
	layers = append(layers, verdict(p, hi, rowSeparate, t.Overlap, plots.C2), verdict(p, hi, rowPaired, t.Zero, plots.C3))
	return plots.New(plots.Axes{X: "доля ошибок", XMin: lo, XMax: hi, YMin: 0.4, YMax: 4.9,
		YTicks: []plots.Tick{{At: rowA, Label: "A"}, {At: rowB, Label: "B"}, {At: rowSeparate, Label: "порознь"}, {At: rowPaired, Label: "по парам"}}}, layers...)
}

// verdict says at the end of a row what its rule makes of the test.
func verdict(p Params, x, at float64, silent bool, ink plots.Ink) plots.Layer {
	text := "лучше B"
	switch {
	case silent:
		text, ink = "неясно", plots.Muted
	case p.PA < p.PB:
		text = "лучше A"
	}
	return plots.Label{X: x, Y: at, Text: text, Ink: ink, Align: plots.End}
}

func describeTypical(p Params, r *Result) string {
	t := r.Typical
	apart, zero := "не пересекаются", "не накрывает долю A"
	if t.Overlap {
		apart = "пересекаются"
	}
	if t.Zero {
		zero = "накрывает долю A"
	}
	return fmt.Sprintf("Интервалы при %s: у A %s ± %s, у B %s ± %s, они %s. Парный интервал разности, отложенный от доли B, ± %s: %s.",
		russian.Count(p.M, "примере", "примерах", "примерах"), russian.Number(p.PA, 3), t.HalfA.Text(2), russian.Number(p.PB, 3), t.HalfB.Text(2),
		apart, t.HalfPaired.Text(2), zero)
}

func tableTypical(p Params, r *Result) lab.Table {
	t := r.Typical
	mid := []float64{p.PA, p.PB, p.PB, p.PB}
	half := []float64{float64(t.HalfA), float64(t.HalfB), float64(t.HalfA + t.HalfB), float64(t.HalfPaired)}
	lo, hi := make([]float64, len(mid)), make([]float64, len(mid))
	for i := range mid {
		lo[i], hi[i] = mid[i]-half[i], mid[i]+half[i]
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "interval", Label: "интервал", Texts: []string{"A", "B", "B: порознь", "B: по парам"}},
		{Name: "middle", Label: "середина", Values: mid},
		{Name: "lo", Label: "от", Values: lo},
		{Name: "hi", Label: "до", Values: hi},
	}}
}

func gripsTypical(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{
		{Label: "Доля ошибок A", Sets: []lab.Set{{Param: "pa", X: 1}}, X: p.PA, Y: rowA},
		{Label: "Доля ошибок B", Sets: []lab.Set{{Param: "pb", X: 1}}, X: p.PB, Y: rowB},
	}
}

// rules draws a quantity of both rules over x, with the present one marked.
func rules(x, separate, paired []float64, now float64, nowSeparate, nowPaired lab.Num) []plots.Layer {
	layers := []plots.Layer{
		plots.Line{Name: "порознь", X: x, Y: separate, Ink: plots.C2, Dash: plots.Dashed},
		plots.Line{Name: "по парам", X: x, Y: paired, Ink: plots.C3},
	}
	if s := float64(nowSeparate); !math.IsNaN(s) {
		layers = append(layers,
			plots.Points{X: []float64{now}, Y: []float64{s}, Ink: plots.C2, Marker: plots.Box, Radius: 4.5},
			plots.Points{X: []float64{now}, Y: []float64{float64(nowPaired)}, Ink: plots.C3, Marker: plots.Diamond, Radius: 5})
	}
	return layers
}

func bySize(r *Result) (m, separate, paired []float64) {
	for _, s := range r.BySize {
		m, separate, paired = append(m, float64(s.M)), append(separate, float64(s.Separate)), append(paired, float64(s.Paired))
	}
	return m, separate, paired
}

func drawBySize(p Params, r *Result) (*plots.Figure, error) {
	m, separate, paired := bySize(r)
	layers := append([]plots.Layer{plots.Mark{X: float64(p.M), Ink: plots.Accent}},
		rules(m, separate, paired, float64(p.M), r.PowerSeparate, r.PowerPaired)...)
	return plots.New(plots.Axes{X: "примеров в тесте m", Y: fmt.Sprintf("мощность, m = %d", p.M), LogX: true, XMin: leastM, XMax: float64(largestSize(p.M)), YMin: 0, YMax: 1.03, Size: plots.Short}, layers...)
}

func describeBySize(p Params, r *Result) string {
	if p.PA == p.PB {
		return fmt.Sprintf("Алгоритмы равны, и лучшего нет: каждая кривая — половина ложных тревог. При m = %d их %s порознь и %s по парам.",
			p.M, russian.Percent(float64(r.FalseSeparate), 2), russian.Percent(float64(r.FalsePaired), 2))
	}
	return fmt.Sprintf("Как часто правило объявляет лучшим действительно лучшего, против размера теста. При m = %d: порознь %s, по парам %s.",
		p.M, russian.Percent(float64(r.PowerSeparate), 1), russian.Percent(float64(r.PowerPaired), 1))
}

func tableBySize(_ Params, r *Result) lab.Table {
	m, separate, paired := bySize(r)
	return ruleTable(lab.Column{Name: "m", Label: "m", Values: m}, separate, paired)
}

func ruleTable(by lab.Column, separate, paired []float64) lab.Table {
	return lab.Table{Columns: []lab.Column{by, {Name: "separate", Label: "порознь", Values: separate}, {Name: "paired", Label: "по парам", Values: paired}}}
}

func gripsBySize(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "m", Label: "Примеров в тесте m", Along: "x", X: float64(p.M), Y: 0.5}}
}
