package s0101stability

import (
	"fmt"
	"math"

	"konspekt/compute/floatfmt"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The ends of the axis of errors.
const (
	exactly  = 1e-18
	hopeless = 1e2
)

// shown is where an error stands: those far below ε, none among them, on one line.
func (r *Result) shown(e lab.Num) float64 { return math.Max(float64(r.EpsilonOf)/16, float64(e)) }

// unit marks the error that one rounding makes.
func (r *Result) unit() plots.Layer {
	return plots.Level{Name: "шаг ε", Y: float64(r.EpsilonOf), Ink: plots.Muted, Dash: plots.Dotted}
}

func drawError(p Params, r *Result) (*plots.Figure, error) {
	var naive, stable plots.Line
	for _, e := range r.Errors {
		if e.Kind == "number" {
			naive.X, naive.Y = append(naive.X, float64(e.Scale)), append(naive.Y, r.shown(e.Naive))
		}
		if !math.IsNaN(float64(e.Stable)) { // a logarithm may be beyond float16
			stable.X, stable.Y = append(stable.X, float64(e.Scale)), append(stable.Y, r.shown(e.Stable))
		}
	}
	layers := r.failed("zero", "0 под log", plots.C5)
	layers = append(layers, r.failed("nan", "NaN", plots.C2)...)
	stable.Name, stable.Ink, stable.Dash, stable.Width = "устойчиво", plots.C1, plots.Solid, plots.Thick
	layers = append(layers, stable)
	if len(naive.X) > 0 {
		naive.Name, naive.Ink, naive.Dash = "прямо", plots.C2, plots.Dashed
		layers = append(layers, naive)
	}
	layers = append(layers, r.unit(), plots.Mark{Name: "s = " + russian.Number(p.Scale, 4), X: p.Scale, Ink: plots.Accent})
	return plots.New(plots.Axes{X: "масштаб s", Y: "ошибка log p, " + p.Precision, LogX: true, LogY: true, XMin: 1, XMax: largest,
		YMin: exactly, YMax: hopeless, Size: plots.Short}, layers...)
}

// failed is a strip over the scales at which the naive formula fails in one way.
func (r *Result) failed(kind, name string, ink plots.Ink) []plots.Layer {
	s := plots.Strip{Name: name, Ink: ink, Faint: true}
	for i, e := range r.Errors {
		if e.Kind != kind {
			continue
		}
		from, to := float64(e.Scale), float64(e.Scale)
		if i > 0 {
			from = float64(r.Errors[i-1].Scale)
		}
		if n := len(s.X1); n > 0 && s.X1[n-1] == from {
			s.X1[n-1] = to
			continue
		}
		s.X0, s.X1 = append(s.X0, from), append(s.X1, to)
		s.Y0, s.Y1 = append(s.Y0, exactly), append(s.Y1, hopeless)
	}
	if len(s.X0) == 0 {
		return nil
	}
	return []plots.Layer{s}
}

func gripsError(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{{Param: "scale", Label: "Масштаб логитов", Along: "x", X: p.Scale, Y: 1}}
}

func describeError(p Params, r *Result) string {
	if r.ErrorNaive == nil || math.IsNaN(float64(*r.ErrorNaive)) {
		return fmt.Sprintf("При масштабе %s прямая формула во %s конечного ответа не даёт, у устойчивой наибольшая ошибка логарифма %s.",
			russian.Number(p.Scale, 4), p.Precision, r.ErrorStable.Text(2))
	}
	return fmt.Sprintf("При масштабе %s наибольшая ошибка логарифма во %s: %s прямо и %s устойчиво.",
		russian.Number(p.Scale, 4), p.Precision, r.ErrorNaive.Text(2), r.ErrorStable.Text(2))
}

func tableError(_ Params, r *Result) lab.Table {
	var scale, naive, stable []float64
	var kind []string
	for _, e := range r.Errors {
		scale, naive, stable = append(scale, float64(e.Scale)), append(naive, float64(e.Naive)), append(stable, float64(e.Stable))
		kind = append(kind, e.Kind)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "scale", Label: "масштаб", Values: scale}, {Name: "naive", Label: "ошибка прямо", Values: naive},
		{Name: "stable", Label: "ошибка устойчиво", Values: stable}, {Name: "kind", Label: "что вышло прямо", Texts: kind},
	}}
}

// lowest is the power of ten at the foot of the products, and as many factors are drawn.
const lowest = -400

func drawProduct(p Params, _ *Result) (*plots.Figure, error) {
	layers := []plots.Layer{plots.Line{Name: "сумма логарифмов", X: []float64{1, -lowest}, Y: []float64{-1, lowest}, Ink: plots.C1, Dash: plots.Dashed}}
	for i, f := range []floatfmt.Format{floatfmt.Float64, floatfmt.Float32, floatfmt.Float16} {
		end := float64(underflow(f))
		ink := []plots.Ink{plots.C2, plots.C3, plots.C4}[i]
		layers = append(layers,
			plots.Line{X: []float64{1, end - 1, end - 1}, Y: []float64{-1, 1 - end, lowest}, Ink: ink, Width: plots.Thick},
			plots.Label{X: end, Y: lowest + []float64{30, 90, 150}[i], Text: fmt.Sprintf("%s: 0 при m = %d", f.Name, int(end)), Ink: ink, Align: []plots.Align{plots.End, plots.Start, plots.Start}[i]})
	}
	layers = append(layers, plots.Mark{Name: "m = " + russian.Int(p.M), X: float64(p.M), Ink: plots.Accent})
	return plots.New(plots.Axes{X: "множителей m, каждый 0,1", Y: "десятичный порядок произведения", XMin: 1, XMax: -lowest, YMin: lowest, YMax: 0, Size: plots.Short}, layers...)
}

func gripsProduct(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{{Param: "m", Label: "Сколько множителей", Along: "x", X: float64(p.M), Y: lowest / 2}}
}

func describeProduct(p Params, r *Result) string {
	return fmt.Sprintf("Произведение %s по 0,1 во %s равно %s, сумма их логарифмов %s. Нулём оно становится при m = %d.",
		russian.Count(p.M, "множителя", "множителей", "множителей"), p.Precision, r.Product.Text(3), r.LogSum.Text(5), *r.UnderflowM)
}

func tableProduct(p Params, r *Result) lab.Table {
	var names []string
	var ends, products, logs []float64
	for _, f := range formats {
		a, b := f.Product(factor, p.M)
		names, ends = append(names, f.Name), append(ends, float64(underflow(f)))
		products, logs = append(products, a), append(logs, b)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "format", Label: "формат", Texts: names}, {Name: "product", Label: "произведение", Values: products},
		{Name: "log_sum", Label: "сумма логарифмов", Values: logs}, {Name: "underflow_m", Label: "ноль при m", Values: ends},
	}}
}

func drawCancellation(p Params, r *Result) (*plots.Figure, error) {
	one := plots.Line{Name: "за проход", Ink: plots.C2, Dash: plots.Dashed}
	welford := plots.Line{Name: "Уэлфорд", Ink: plots.C1, Width: plots.Thick}
	below := plots.Points{Name: "вышла меньше нуля", Ink: plots.C2, Marker: plots.Cross, Radius: 4}
	for _, c := range r.Cancellation {
		x := float64(c.Offset)
		if e := float64(c.OnePass); !math.IsNaN(e) && !math.IsInf(e, 0) {
			y := math.Min(r.shown(c.OnePass), ceiling)
			one.X, one.Y = append(one.X, x), append(one.Y, y)
			if float64(c.Value) < 0 {
				below.X, below.Y = append(below.X, x), append(below.Y, y)
			}
		}
		if e := float64(c.Welford); !math.IsNaN(e) && !math.IsInf(e, 0) {
			welford.X, welford.Y = append(welford.X, x), append(welford.Y, math.Min(r.shown(c.Welford), ceiling))
		}
	}
	layers := []plots.Layer{welford, one}
	if len(below.X) > 0 {
		layers = append(layers, below)
	}
	layers = append(layers, r.unit(), plots.Mark{Name: "c = " + russian.Number(p.Offset, 4), X: p.Offset, Ink: plots.Accent})
	return plots.New(plots.Axes{X: "сдвиг c", Y: "ошибка дисперсии, " + p.Precision, LogX: true, LogY: true, XMin: 1, XMax: farthest,
		YMin: exactly, YMax: ceiling, Size: plots.Short}, layers...)
}

// ceiling is the largest relative error of the variance on its axis.
const ceiling = 1e6

func gripsCancellation(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{{Param: "offset", Label: "Сдвиг данных", Along: "x", X: p.Offset, Y: 1}}
}

func describeCancellation(p Params, r *Result) string {
	return fmt.Sprintf("Данные сдвинуты на %s, дисперсия их 8,25. Во %s формула за один проход даёт %s, Уэлфорд %s, два прохода %s.",
		russian.Number(p.Offset, 4), p.Precision, spoken(*r.OnePass), spoken(*r.Welford), spoken(*r.TwoPass))
}

// spoken is a number for a sentence.
func spoken(v lab.Num) string {
	switch f := float64(v); {
	case math.IsNaN(f):
		return "не число"
	case math.IsInf(f, 1):
		return "∞"
	case math.IsInf(f, -1):
		return "−∞"
	case f != 0 && math.Abs(f) < 1e-4: // with its power of ten it would not fit on one line
		return v.Text(3)
	}
	return v.Text(5)
}

func tableCancellation(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "offset", Label: "сдвиг"}, {Name: "one_pass", Label: "ошибка за проход"},
		{Name: "welford", Label: "ошибка Уэлфорда"}, {Name: "two_pass", Label: "ошибка за два прохода"}, {Name: "one_pass_value", Label: "значение за проход"}}}
	for _, c := range r.Cancellation {
		for i, v := range []lab.Num{c.Offset, c.OnePass, c.Welford, c.TwoPass, c.Value} {
			t.Columns[i].Values = append(t.Columns[i].Values, float64(v))
		}
	}
	return t
}
