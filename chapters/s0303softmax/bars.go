package s0303softmax

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The main figure is two panels on one y axis: the logits from −slide to slide, over them
// the probabilities, a height of 1 being as tall as high.
const (
	floor = slide + 3.5
	high  = 20
)

// tag names what belongs to class i on the figure and in the sum.
func tag(i int) string { return "k" + strconv.Itoa(i+1) }

// seen is where the dot of a logit stands: at the edge if it is beyond.
func seen(z float64) float64 { return math.Max(-slide, math.Min(slide, z)) }

func drawBars(p Params, r *Result) (*plots.Figure, error) {
	z := lab.ReadList(p.Z)
	n := float64(len(z))
	layers := []plots.Layer{
		plots.Segments{X0: []float64{0.5, 0.5}, Y0: []float64{0, floor}, X1: []float64{n + 0.5, n + 0.5}, Y1: []float64{0, floor}, Ink: plots.Muted, Width: plots.Thin},
	}
	for i, v := range z {
		layers = append(layers, column(i, len(z), v, r.P[i])...)
	}
	words := "вероятности p, под ними логиты z"
	if p.Shift != 0 {
		words = "вероятности p, под ними z + c"
	}
	return plots.New(plots.Axes{Y: words, XMin: 0.5, XMax: n + 0.5, YMin: -slide - 1, YMax: floor + high + 4,
		XTicks: names(p, len(z)), YTicks: scales(p.Shift)}, layers...)
}

// names are the ticks under the columns.
func names(p Params, n int) []plots.Tick {
	ticks := make([]plots.Tick, n)
	for i := range ticks {
		ticks[i] = plots.Tick{At: float64(i + 1), Label: strconv.Itoa(i + 1)}
		switch {
		case i == p.Target && n > 4:
			ticks[i].Label = "верный"
		case i == p.Target:
			ticks[i].Label = "верный класс " + strconv.Itoa(i+1)
		case n <= 4:
			ticks[i].Label = "класс " + strconv.Itoa(i+1)
		}
	}
	return ticks
}

// scales are the ticks of both panels.
func scales(shift float64) []plots.Tick {
	var out []plots.Tick
	for _, v := range []float64{-slide, 0, slide} {
		out = append(out, plots.Tick{At: v, Label: russian.Number(v+shift, 6)})
	}
	for _, v := range []float64{0, 0.5, 1} {
		out = append(out, plots.Tick{At: floor + high*v, Label: russian.Number(v, 2)})
	}
	return out
}

// column is what one class has on the figure.
func column(i, n int, z, p float64) []plots.Layer {
	x, at := float64(i+1), seen(z)
	ink := plots.SeriesInk(i)
	const half = 0.3
	layers := []plots.Layer{
		plots.Tagged{Tag: tag(i), Layer: plots.Strip{X0: []float64{x - half}, Y0: []float64{floor}, X1: []float64{x + half}, Y1: []float64{floor + high*p}, Ink: ink}},
		plots.Tagged{Tag: tag(i), Layer: plots.Segments{X0: []float64{x}, Y0: []float64{0}, X1: []float64{x}, Y1: []float64{at}, Ink: ink, Width: plots.Thick}},
		plots.Points{X: []float64{x}, Y: []float64{at}, Ink: ink, Radius: 5},
		plots.Label{X: x, Y: floor + high*p, Text: share(p)},
	}
	if at != z {
		// beside the grip, not under it
		layers = append(layers, plots.Label{X: x + 0.02*float64(n), Y: at, Text: russian.Number(z, 4), Align: plots.Start})
	}
	return layers
}

// share is a probability over its bar: two digits, and what is less in powers of ten.
func share(p float64) string {
	if p == 0 || p >= 0.005 {
		return russian.Fixed(p, 2)
	}
	return russian.Number(p, 1)
}

// gripsBars holds every logit by its dot.
func gripsBars(p Params, _ *Result) []lab.Grip {
	var out []lab.Grip
	for i, v := range lab.ReadList(p.Z) {
		out = append(out, lab.Grip{Label: fmt.Sprintf("Логит класса %d", i+1), X: float64(i + 1), Y: seen(v),
			Sets: []lab.Set{{Param: "z", Item: i + 1, Y: 1}}})
	}
	return out
}

// sumBars prints the denominator term by term, every logit less the largest one.
func sumBars(p Params, r *Result) lab.Sum {
	top := slices.Max(r.Logits)
	s := lab.Sum{Lead: `\sum_j e^{(z_j-\max\mathbf z)/T}=`, Rows: 1}
	if len(r.Logits) > 4 {
		s.Rows = 2
	}
	terms := make([]float64, len(r.Logits))
	for i, z := range r.Logits {
		terms[i] = math.Exp((z - top) / p.Temperature)
		text := russian.Number(terms[i], 3)
		if i > 0 {
			text = "+ " + text
		}
		s.Terms = append(s.Terms, lab.Term{Tag: tag(i), Text: text})
	}
	total := floats.Sum(terms)
	s.Tail = fmt.Sprintf("= %s", russian.Number(total, 3))
	return s
}

func describeBars(p Params, r *Result) string {
	top := slices.Index(r.P, slices.Max(r.P))
	text := fmt.Sprintf("Логиты и вероятности %s при T = %s. Больше всего вероятность у класса %d: %s",
		russian.Count(len(r.P), "класса", "классов", "классов"), russian.Number(p.Temperature, 3), top+1, lab.Num(r.P[top]).Text(3))
	if top == p.Target {
		return text + ", он и верен."
	}
	return text + fmt.Sprintf("; у верного класса %d она %s.", p.Target+1, lab.Num(r.P[p.Target]).Text(3))
}

func tableBars(_ Params, r *Result) lab.Table {
	return lab.Table{Columns: []lab.Column{
		{Name: "class", Label: "класс", Values: classes(len(r.P))},
		{Name: "logit", Label: "логит z + c", Values: r.Logits},
		{Name: "p", Label: "вероятность", Values: r.P},
		{Name: "log_p", Label: "её логарифм", Values: r.LogP},
		{Name: "grad_nll", Label: "градиент NLL", Values: r.GradNLL},
		{Name: "grad_mse", Label: "градиент квадратов", Values: r.GradMSE},
	}}
}

func classes(n int) []float64 {
	return floats.Span(make([]float64, n), 1, float64(n))
}
