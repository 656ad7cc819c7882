package s0202bias

import (
	"fmt"
	"math"

	"konspekt/compute/stats"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

func drawSampling(p Params, r *Result) (*plots.Figure, error) {
	h := r.Histogram
	lo, hi := window(p, stats.Quality{Bias: float64(r.BiasTheory), Variance: float64(r.VarianceTheory)})
	axes := plots.Axes{X: "оценка", Y: "плотность", XMin: lo, XMax: hi, YMax: top(h)}
	marks := []plots.Layer{
		plots.Mark{Name: "истина θ", X: p.Theta, Ink: plots.Text, Dash: plots.Dashed},
		plots.Mark{Name: "среднее", X: float64(r.Mean), Ink: plots.C2},
	}
	if p.Estimator == "bernoulli_mean" {
		axes.Y = "доля выборок"
		return plots.New(axes, append([]plots.Layer{
			plots.Bars{Name: "опыт", X: centres(h), Y: h.Heights, Width: 0.7 / float64(p.M), Ink: plots.C1},
			plots.Points{Name: "теория", X: centres(h), Y: floats(h.Theory), Ink: plots.C2, Marker: plots.Ring},
		}, marks...)...)
	}
	return plots.New(axes, append([]plots.Layer{
		plots.Histogram{Name: "опыт", Edges: h.Edges, Heights: h.Heights, Ink: plots.C1},
		plots.Line{Name: "теория", X: h.x, Y: h.density, Ink: plots.C2},
	}, marks...)...)
}

// centres are the middles of the columns.
func centres(h Columns) []float64 {
	out := make([]float64, len(h.Heights))
	for i := range out {
		out[i] = (h.Edges[i] + h.Edges[i+1]) / 2
	}
	return out
}

func floats(x []lab.Num) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// top is the height of the axis over the columns: it follows the theory, so that the
// picture does not breathe with every sample. The density of a variance from two
// observations is infinite at zero; the second column bounds it.
func top(h Columns) float64 {
	highest := 0.0
	for i, t := range h.Theory {
		if i > 0 || len(h.Theory) < 3 {
			highest = max(highest, float64(t))
		}
	}
	return 1.3 * highest
}

func describeSampling(p Params, r *Result) string {
	return fmt.Sprintf("Гистограмма %s по выборкам из %s. Среднее оценок %s, истинное значение %s: смещение %s, по теории %s.",
		russian.Count(p.Repeats, "оценки", "оценок", "оценок"), russian.Count(p.M, "наблюдения", "наблюдений", "наблюдений"),
		r.Mean.Text(4), russian.Number(p.Theta, 4),
		russian.WithError(float64(r.Bias), float64(r.BiasSE)), r.BiasTheory.Text(3))
}

func tableSampling(_ Params, r *Result) lab.Table {
	h := r.Histogram
	n := len(h.Heights)
	return lab.Table{Columns: []lab.Column{
		{Name: "from", Label: "от", Values: h.Edges[:n]},
		{Name: "to", Label: "до", Values: h.Edges[1:]},
		{Name: "height", Label: "опыт", Values: h.Heights},
		{Name: "theory", Label: "теория", Values: floats(h.Theory)},
	}}
}

// columns lists the curve as slices, the way figures and tables take it.
func columns(curve []Point) (m, bias, se, theory []float64) {
	for _, c := range curve {
		m = append(m, float64(c.M))
		bias = append(bias, float64(c.Bias))
		se = append(se, float64(c.BiasSE))
		theory = append(theory, float64(c.BiasTheory))
	}
	return m, bias, se, theory
}

// whisker is half of a 95 % interval in standard errors.
const whisker = 1.96

func drawCurve(p Params, r *Result) (*plots.Figure, error) {
	m, bias, se, theory := columns(r.Curve)
	bars := make([]float64, len(se))
	lo, hi := -0.06*p.Theta, 0.06*p.Theta // noise alone does not fill the picture
	for i := range se {
		bars[i] = whisker * se[i]
		lo, hi = min(lo, bias[i]-bars[i]), max(hi, bias[i]+bars[i])
	}
	margin := 0.08 * (hi - lo)
	return plots.New(
		plots.Axes{X: "размер выборки m", Y: "смещение", LogX: true, XMin: 2, XMax: m[len(m)-1], YMin: lo - margin, YMax: hi + margin, Size: plots.Short},
		plots.Level{Y: 0, Ink: plots.Muted, Dash: plots.Dashed},
		plots.Mark{Name: fmt.Sprintf("m = %d", p.M), X: float64(p.M), Ink: plots.Accent},
		plots.Line{Name: "теория", X: m, Y: theory, Ink: plots.C2},
		plots.Points{Name: "опыт, 95 %", X: m, Y: bias, Bars: bars, Ink: plots.C1},
	)
}

func describeCurve(p Params, r *Result) string {
	first, last := r.Curve[0], r.Curve[len(r.Curve)-1]
	span := fmt.Sprintf("Смещение при m от %d до %d: ", first.M, last.M)
	from, to := russian.Number(float64(first.BiasTheory), 3), russian.Number(float64(last.BiasTheory), 3)
	switch {
	case first.BiasTheory == 0 && last.BiasTheory == 0:
		return span + "по теории ноль при каждом m; отклонения точек — шум опыта."
	case math.Abs(float64(last.BiasTheory)) > math.Abs(float64(first.BiasTheory)):
		return span + "по теории от " + from + " до " + to + "; при постоянном множителе оно не исчезает, а растёт."
	}
	return span + "по теории от " + from + " до " + to + "; с ростом выборки оно стремится к нулю."
}

func tableCurve(_ Params, r *Result) lab.Table {
	m, bias, se, theory := columns(r.Curve)
	return lab.Table{Columns: []lab.Column{
		{Name: "m", Label: "m", Values: m},
		{Name: "bias", Label: "смещение", Values: bias},
		{Name: "bias_se", Label: "SE", Values: se},
		{Name: "bias_theory", Label: "теория", Values: theory},
	}}
}

func gripsCurve(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "m", Label: "Размер выборки m", Along: "x", X: float64(p.M), Y: float64(r.BiasTheory)}}
}

// spread lists the dial as slices.
func spread(d []Mixed) (c, bias2, variance, mse []float64) {
	for _, x := range d {
		c = append(c, float64(x.C))
		bias2 = append(bias2, float64(x.Bias2))
		variance = append(variance, float64(x.Variance))
		mse = append(mse, float64(x.MSE))
	}
	return c, bias2, variance, mse
}

// found tells whether the reader's c is as good as the best: until then the figure
// keeps the secret.
func found(r *Result) bool {
	return math.Abs(float64(r.CurrentC)/float64(r.BestC)-1) < 0.05
}

func drawDial(p Params, r *Result) (*plots.Figure, error) {
	c, bias2, _, mse := spread(r.Dial)
	end := c[len(c)-1]
	now := mixed(p, float64(r.CurrentC))
	layers := []plots.Layer{
		plots.Band{X: c, Lo: make([]float64, len(c)), Hi: bias2, Ink: plots.C2},
		plots.Band{X: c, Lo: bias2, Hi: mse, Ink: plots.C1},
		plots.Line{Name: "MSE", X: c, Y: mse, Ink: plots.Text, Width: plots.Thin},
		plots.Stack{X: []float64{float64(r.CurrentC)}, Width: end / 30, Current: 0, Parts: []plots.Part{
			{Name: "смещение²", Y: []float64{float64(now.Bias2)}, Ink: plots.C2},
			{Name: "дисперсия", Y: []float64{float64(now.Variance)}, Ink: plots.C1},
		}},
	}
	if found(r) {
		best := mixed(p, float64(r.BestC))
		layers = append(layers, plots.Points{Name: "лучшее c", X: []float64{float64(r.BestC)}, Y: []float64{float64(best.MSE)}, Ink: plots.C3, Marker: plots.Diamond, Radius: 5})
	}
	return plots.New(plots.Axes{X: "множитель c", Y: "ошибка", XMin: 0, XMax: end, YMin: 0,
		YMax: max(p.Theta*p.Theta, 1.15*float64(now.MSE)), Size: plots.Short}, layers...)
}

func describeDial(p Params, r *Result) string {
	now := mixed(p, float64(r.CurrentC))
	text := fmt.Sprintf("Ошибка оценки c·Σ(x − x̄)² при m = %d: смещение² и дисперсия, сложенные вместе. Сейчас c = %s: %s + %s = %s.",
		p.M, r.CurrentC.Text(3), russian.Number(float64(now.Bias2), 3), russian.Number(float64(now.Variance), 3),
		russian.Number(float64(now.MSE), 3))
	if found(r) {
		text += fmt.Sprintf(" Это наименьшая MSE: лучший множитель 1/(m + 1) = %s.", r.BestC.Text(3))
	}
	return text
}

func tableDial(_ Params, r *Result) lab.Table {
	c, bias2, variance, mse := spread(r.Dial)
	return lab.Table{Columns: []lab.Column{
		{Name: "c", Label: "c", Values: c},
		{Name: "bias2", Label: "смещение²", Values: bias2},
		{Name: "variance", Label: "дисперсия", Values: variance},
		{Name: "mse", Label: "MSE", Values: mse},
	}}
}

func gripsDial(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "c", Label: "Множитель c", Along: "x", Also: "estimator=var_c", X: float64(r.CurrentC), Y: float64(mixed(p, float64(r.CurrentC)).MSE)}}
}
