package s0101stability

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/floatfmt"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// Exponential is what becomes of one logit before the division.
type Exponential struct {
	Logit   lab.Num `json:"logit"` // s·z_i
	Naive   lab.Num `json:"naive"` // e^(s·z_i) in the format; null where it is infinite
	Text    string  `json:"naive_text"`
	Shifted lab.Num `json:"shifted"` // e^(s·z_i − max)
}

func exponentials(at []float64, f floatfmt.Format) []Exponential {
	var out []Exponential
	top := slices.Max(at)
	for _, v := range at {
		e := f.Exp(v)
		out = append(out, Exponential{lab.Num(v), lab.Num(e), say(e), lab.Num(f.Exp(f.Sub(v, top)))})
	}
	return out
}

// window is the range of decimal orders that the figure shows, the same for all logits. A shifted
// exponential may be as far below 1 as the whole format is wide.
func (r *Result) window() (lo, hi float64) {
	return 1.25 * float64(r.Underflows-r.Overflows) / math.Ln10, 1.5 * float64(r.Overflows) / math.Ln10
}

// beyond tells whether e^u is held at the edge of the figure.
func (r *Result) beyond(u float64) bool { return math.Abs(r.order(u)-u/math.Ln10) > 1e-9*math.Abs(u) }

// order is the decimal order of e^u, held inside the figure.
func (r *Result) order(u float64) float64 {
	lo, hi := r.window()
	margin := 0.075 * (hi - lo)
	return math.Max(lo+margin, math.Min(hi-margin, u/math.Ln10))
}

func drawExponents(p Params, r *Result) (*plots.Figure, error) {
	lo, hi := r.window()
	n := len(r.Exponentials)
	size, foot, head := plots.Short, 0.3, float64(n)+1.1
	if n > 4 {
		size, head = plots.Wide, head+0.7
	}
	least, most := math.Log10(float64(r.Min)), math.Log10(float64(r.Max))
	normal := least - math.Log10(float64(r.EpsilonOf)) // where the last digits begin to go
	direct := plots.Points{Name: "прямо", Ink: plots.C2, Radius: 4.5}
	moved := plots.Points{Name: "со сдвигом", Ink: plots.C1, Marker: plots.Ring, Radius: 4.5}
	paths := plots.Segments{Ink: plots.Muted, Dash: plots.Dotted, Width: plots.Thin}
	layers := []plots.Layer{
		plots.Strip{X0: []float64{normal}, X1: []float64{most}, Y0: []float64{foot}, Y1: []float64{head}, Ink: plots.C3, Faint: true},
		plots.Strip{Name: "цифр уже меньше", X0: []float64{least}, X1: []float64{normal}, Y0: []float64{foot}, Y1: []float64{head}, Ink: plots.C5, Faint: true},
		plots.Label{X: (lo + least) / 2, Y: float64(n) + 0.45, Text: "ноль"}, plots.Label{X: (normal + most) / 2, Y: float64(n) + 0.45, Text: p.Precision},
		plots.Label{X: (hi + most) / 2, Y: float64(n) + 0.45, Text: "∞"},
	}
	var words []plots.Layer
	var rows []plots.Tick
	top := r.largest()
	for i, e := range r.Exponentials {
		y := float64(n - i)
		a, b := r.order(float64(e.Logit)), r.order(float64(e.Logit)-top)
		direct.X, direct.Y = append(direct.X, a), append(direct.Y, y)
		moved.X, moved.Y = append(moved.X, b), append(moved.Y, y)
		paths.X0, paths.X1 = append(paths.X0, a), append(paths.X1, b)
		paths.Y0, paths.Y1 = append(paths.Y0, y), append(paths.Y1, y)
		words = append(words, beside(a, b, hi-lo, y, spelledOrder(e)))
		rows = append(rows, plots.Tick{At: y, Label: "z" + string(rune('₁'+i))})
	}
	layers = append(layers, paths, direct, moved)
	return plots.New(plots.Axes{X: "экспонента логита", XMin: lo, XMax: hi, YMin: foot, YMax: head, XTicks: orders(lo, hi), YTicks: rows, HideY: true, Size: size},
		append(layers, words...)...)
}

// beside writes what the exponential at a has become, on the side away from the shifted one.
func beside(a, b, width, y float64, text string) plots.Label {
	gap := 0.025 * width
	if a < b {
		return plots.Label{X: a - gap, Y: y, Text: text, Ink: plots.C2, Align: plots.End}
	}
	return plots.Label{X: a + gap, Y: y, Text: text, Ink: plots.C2, Align: plots.Start}
}

// spelledOrder is the exponential in two digits.
func spelledOrder(e Exponential) string {
	if e.Text == "Inf" {
		return "∞"
	}
	return e.Naive.Text(2)
}

// orders are the ticks of the powers of ten.
func orders(lo, hi float64) []plots.Tick {
	step := 5.0
	for (hi-lo)/step > 8 {
		step *= 2
	}
	var out []plots.Tick
	for at := step * math.Ceil(lo/step); at <= hi; at += step {
		label := "1"
		if at != 0 {
			label = "10" + russian.Superscript(int(at))
		}
		out = append(out, plots.Tick{At: at, Label: label})
	}
	return out
}

// largest is the largest scaled logit.
func (r *Result) largest() float64 {
	top := math.Inf(-1)
	for _, e := range r.Exponentials {
		top = math.Max(top, float64(e.Logit))
	}
	return top
}

// gripsExponents lets every logit be drawn along the axis: the order o is s·z/log 10.
func gripsExponents(p Params, r *Result) []lab.Grip {
	var out []lab.Grip
	for i, e := range r.Exponentials {
		out = append(out, lab.Grip{Label: fmt.Sprintf("Логит %d", i+1), X: r.order(float64(e.Logit)), Y: float64(len(r.Exponentials) - i),
			Sets: []lab.Set{{Param: "z", Item: i + 1, X: math.Ln10 / p.Scale}}})
	}
	return out
}

func describeExponents(p Params, r *Result) string {
	var over, under, lost int
	for _, e := range r.Exponentials {
		switch {
		case e.Text == "Inf":
			over++
		case e.Naive == 0:
			under++
		}
		if e.Shifted == 0 {
			lost++
		}
	}
	text := fmt.Sprintf("Экспоненты %s на оси порядков и края формата %s. Прямо: бесконечных %d, нулей %d; после сдвига бесконечных нет, нулей %d, а наибольшая равна единице.",
		russian.Count(len(r.Exponentials), "логита", "логитов", "логитов"), p.Precision, over, under, lost)
	if slices.ContainsFunc(r.Exponentials, func(e Exponential) bool { return r.beyond(float64(e.Logit)) || r.beyond(float64(e.Logit)-r.largest()) }) {
		text += " Что дальше края рисунка, стоит у края."
	}
	return text
}

func tableExponents(_ Params, r *Result) lab.Table {
	index, logit, shifted := floats.Span(make([]float64, len(r.Exponentials)), 1, float64(len(r.Exponentials))), []float64(nil), []float64(nil)
	var naive []string
	for _, e := range r.Exponentials {
		logit, shifted, naive = append(logit, float64(e.Logit)), append(shifted, float64(e.Shifted)), append(naive, e.Text)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "class", Label: "класс", Values: index}, {Name: "logit", Label: "логит", Values: logit},
		{Name: "exp", Label: "экспонента прямо", Texts: naive}, {Name: "exp_shifted", Label: "экспонента со сдвигом", Values: shifted},
	}}
}
