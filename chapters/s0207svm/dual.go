package s0207svm

import (
	"fmt"
	"math"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// drawAlpha shows α_i by row: almost all rows are empty.
func drawAlpha(p Params, r *Result) (*plots.Figure, error) {
	most := 0.0
	for _, a := range r.machine.coef {
		most = max(most, math.Abs(a))
	}
	far := 1.25 * p.C
	if most > 0 {
		far = min(far, nice(1.1*most))
	}
	m := float64(r.Rows)
	layers := []plots.Layer{plots.Level{Y: 0, Ink: plots.Muted}}
	if p.C < far {
		layers = append(layers, plots.Level{Name: "C", Y: p.C, Ink: plots.Muted, Dash: plots.Dashed},
			plots.Level{Name: "−C", Y: -p.C, Ink: plots.Muted, Dash: plots.Dashed})
	}
	layers = append(layers, r.bars()...)
	return plots.New(plots.Axes{X: "номер точки i", Y: "коэффициент αᵢ", XMin: 0, XMax: m + 1, XTicks: each(r.Rows), YMin: -far, YMax: far, Size: plots.Short}, layers...)
}

// each ticks every point where they are few; of many the axis ticks some.
func each(rows int) []plots.Tick {
	const few = 8
	var out []plots.Tick
	for i := 1; rows <= few && i <= rows; i++ {
		out = append(out, plots.Tick{At: float64(i), Label: russian.Int(i)})
	}
	return out
}

// bars are the coefficients by class; few of them have a tag each.
func (r *Result) bars() []plots.Layer {
	width := max(min(0.7, float64(r.Rows)/25), float64(r.Rows)/220)
	var layers []plots.Layer
	for _, c := range classes {
		all := plots.Bars{Name: c.name, Ink: c.ink, Width: width}
		for k, i := range r.Support {
			if r.set.y[i] != c.y {
				continue
			}
			if len(r.Support) <= tagged {
				one := all
				one.X, one.Y = []float64{float64(i + 1)}, []float64{r.machine.coef[k]}
				layers = append(layers, plots.Tagged{Tag: tag(i), Layer: one})
				all.Name = ""
				continue
			}
			all.X, all.Y = append(all.X, float64(i+1)), append(all.Y, r.machine.coef[k])
		}
		if len(all.X) > 0 {
			layers = append(layers, all)
		}
	}
	return layers
}

func describeAlpha(p Params, r *Result) string {
	if r.NSupport == 0 {
		return "Коэффициенты точек: все равны нулю, потому что класс один."
	}
	least, most := math.Inf(1), 0.0
	for _, a := range r.machine.coef {
		least, most = min(least, math.Abs(a)), max(most, math.Abs(a))
	}
	return fmt.Sprintf("Коэффициенты αᵢ по номерам точек: %d из %d равны нулю, остальные по модулю от %s до %s при C = %s.",
		r.Rows-r.NSupport, r.Rows, russian.Number(least, 2), russian.Number(most, 2), russian.Number(p.C, 3))
}

// tableAlpha lists the support vectors.
func tableAlpha(_ Params, r *Result) lab.Table {
	n := len(r.Support)
	row, class, kind, status := make([]float64, n), make([]float64, n), make([]string, n), r.status()
	for k, i := range r.Support {
		row[k], class[k], kind[k] = float64(i+1), r.set.y[i], kinds[status[i]]
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: row}, {Name: "y", Label: "класс", Values: class},
		{Name: "alpha", Label: "α", Values: r.machine.coef}, {Name: "kind", Label: "роль", Texts: kind},
	}}
}

// drawConditions puts every point where the conditions of Karush, Kuhn and Tucker want
// it: on a line of three straight pieces.
func drawConditions(p Params, r *Result) (*plots.Figure, error) {
	a := r.machine.dual(r.Rows)
	status := r.status()
	lo, hi := -0.5, 2.5
	groups := []plots.Points{
		idle:    {Name: "a = 0", Ink: plots.C3, Marker: plots.Disc, Radius: radius(r.Rows)},
		free:    {Name: "0 < a < C", Ink: plots.Text, Marker: plots.Ring, Radius: radius(r.Rows) + 1},
		bounded: {Name: "a = C", Ink: plots.C4, Marker: plots.Frame, Radius: radius(r.Rows) + 1},
	}
	for i, y := range r.set.y {
		at := y * r.machine.decisions[i]
		lo, hi = min(lo, at-0.2), max(hi, at+0.2)
		g := &groups[status[i]]
		g.X, g.Y = append(g.X, at), append(g.Y, a[i]/p.C)
	}
	lo, hi = outward(lo, hi)
	layers := []plots.Layer{plots.Line{X: []float64{lo, 1, 1, hi}, Y: []float64{1, 1, 0, 0}, Ink: plots.Muted, Width: plots.Thick}}
	for _, g := range groups {
		if len(g.X) > 0 {
			layers = append(layers, g)
		}
	}
	return plots.New(plots.Axes{X: "y·f(x): по какую сторону точка и как далеко", Y: "a/C", XMin: lo, XMax: hi, YMin: -0.08, YMax: 1.12, Size: plots.Short}, layers...)
}

// tableConditions lists where each point is on the line of the conditions.
func tableConditions(_ Params, r *Result) lab.Table {
	row, side := make([]float64, r.Rows), make([]float64, r.Rows)
	for i, f := range r.machine.decisions {
		row[i], side[i] = float64(i+1), r.set.y[i]*f
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: row}, {Name: "yf", Label: "y·f(x)", Values: side}, {Name: "a", Label: "a", Values: r.machine.dual(r.Rows)},
	}}
}

func describeConditions(_ Params, r *Result) string {
	return fmt.Sprintf("Каждая точка лежит на ломаной условий Каруша, Куна и Таккера: за обочиной a = 0 у %d, на обочине 0 < a < C у %d, не дошли до обочины a = C у %d. Наибольшее отступление %s.",
		r.Rows-r.NSupport, r.NSupport-len(r.Bounded), len(r.Bounded), rounded(r.Violation))
}

// drawCost shows the price of an answer by the size of the sample.
func drawCost(p Params, r *Result) (*plots.Figure, error) {
	m, answer := byCost(r.Cost)
	last := m[len(m)-1]
	top := 1.12 * float64(r.AnswerAll)
	layers := []plots.Layer{
		plots.Line{Name: "по всем m точкам", X: []float64{0, last}, Y: []float64{0, float64(r.AnswerAll)}, Ink: plots.Text, Dash: plots.Dashed},
		plots.Line{Name: "по опорным", X: m, Y: answer, Ink: plots.C1},
		plots.Points{X: m, Y: answer, Ink: plots.C1},
	}
	if d := dimension(p); d > 0 {
		layers = append(layers, plots.Line{Name: "через вектор w", X: []float64{0, last}, Y: []float64{float64(d), float64(d)}, Ink: plots.C2, Dash: plots.Dotted})
	}
	return plots.New(plots.Axes{X: "точек в обучении m", Y: "умножений на один ответ", XMin: 0, XMax: 1.04 * last, YMin: 0, YMax: top, Size: plots.Short}, layers...)
}

// dimension is how many coordinates φ has where they are few, 0 for the bell, which has
// no end of them.
func dimension(p Params) int {
	switch p.Kernel {
	case "linear":
		return features
	case "poly": // monomials of degree up to d, or with c = 0 of degree d alone
		if p.Coef0 == 0 {
			return p.Degree + 1
		}
		return (p.Degree + 1) * (p.Degree + 2) / 2
	}
	return 0
}

func byCost(cost []Cost) (m, answer []float64) {
	for _, c := range cost {
		m, answer = append(m, float64(c.M)), append(answer, float64(c.Answer))
	}
	return m, answer
}

func describeCost(p Params, r *Result) string {
	text := fmt.Sprintf("Умножений на один ответ: %s по опорным векторам, %s по всем точкам при m = %d.",
		russian.Int(r.Answer), russian.Int(r.AnswerAll), r.Rows)
	switch d := dimension(p); {
	case p.Kernel == "linear":
		return text + fmt.Sprintf(" С готовым вектором w их %d, сколько бы ни было точек.", d)
	case d > 0:
		return text + fmt.Sprintf(" Скалярное произведение φ(x) с готовым вектором w — %d, сколько бы ни было точек.", d)
	}
	return text + " Экспоненты не в счёт. Сложить вектор w заранее нельзя: у него бесконечно много координат."
}

func tableCost(p Params, r *Result) lab.Table {
	m, answer := byCost(r.Cost)
	support, all := make([]float64, len(m)), make([]float64, len(m))
	for i, c := range r.Cost {
		support[i], all[i] = float64(c.NSupport), float64(multiplications(p, c.M))
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "m", Label: "m", Values: m}, {Name: "n_support", Label: "опорных", Values: support},
		{Name: "multiplications", Label: "умножений", Values: answer}, {Name: "multiplications_all", Label: "по всем", Values: all},
	}}
}

// drawFeatures shows that the machine with the kernel is the machine on φ(x).
func drawFeatures(_ Params, r *Result) (*plots.Figure, error) {
	f, explicit := r.machine.decisions, numbersOf(r.Explicit)
	lo, hi := min(-1.2, slices.Min(f)), max(1.2, slices.Max(f))
	lo, hi = outward(lo, hi)
	layers := []plots.Layer{plots.Line{X: []float64{lo, hi}, Y: []float64{lo, hi}, Ink: plots.Muted, Width: plots.Thin}}
	for _, c := range classes {
		s := plots.Points{Name: c.name, Ink: c.ink, Marker: c.marker, Radius: radius(r.Rows)}
		for i, y := range r.set.y {
			if y == c.y {
				s.X, s.Y = append(s.X, f[i]), append(s.Y, explicit[i])
			}
		}
		if len(s.X) > 0 {
			layers = append(layers, s)
		}
	}
	return plots.New(plots.Axes{X: "f(x) через ядро", Y: "f(x) через φ", XMin: lo, XMax: hi, YMin: lo, YMax: hi, Size: plots.Short}, layers...)
}

func numbersOf(x []lab.Num) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

func describeFeatures(p Params, r *Result) string {
	return fmt.Sprintf("Одна и та же f, посчитанная двумя способами в %s: суммой ядер и через φ, у которой %s. Наибольшая разница %s.",
		russian.Count(r.Rows, "точке", "точках", "точках"), russian.Count(dimension(p), "координата", "координаты", "координат"), rounded(r.PhiGap))
}

func tableFeatures(_ Params, r *Result) lab.Table {
	n := r.Rows
	row, explicit, gap := make([]float64, n), numbersOf(r.Explicit), make([]float64, n)
	for i := range row {
		row[i], gap[i] = float64(i+1), math.Abs(explicit[i]-r.machine.decisions[i])
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: row}, {Name: "by_kernel", Label: "через ядро", Values: r.machine.decisions},
		{Name: "by_features", Label: "через φ", Values: explicit}, {Name: "difference", Label: "разница", Values: gap},
	}}
}
