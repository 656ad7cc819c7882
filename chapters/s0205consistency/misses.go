package s0205consistency

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// whisker is half of a 95 % interval in standard errors.
const whisker = 1.96

// drawProbability shows the two questions: who is outside at m, and who will be outside
// at m or later. The first share tends to 0 for a weakly consistent estimator, the
// second for a strongly consistent one.
func drawProbability(p Params, r *Result) (*plots.Figure, error) {
	m := floats(r.M)
	layers := []plots.Layer{
		plots.Line{Name: "при m или позже", X: m, Y: floats(r.Later), Ink: plots.C4, Dash: plots.DashDot},
	}
	layers = append(layers, r.bound()...)
	layers = append(layers,
		plots.Line{Name: "при m", X: m, Y: floats(r.ProbabilityTheory), Ink: plots.C2},
		r.sparse(p, 8, r.Probability, r.ProbabilitySE), front(p))
	return plots.New(byM("доля путей снаружи", 0, 1.2, plots.Short), layers...)
}

// bound is Chebyshev's bound as far as it promises anything: below 1.
func (r *Result) bound() []plots.Layer {
	var x, y []float64
	named := plots.Label{Text: "Чебышёв", Ink: plots.C5, Align: plots.Start, Y: 2}
	for j, v := range r.Chebyshev {
		if !(v < 1) {
			continue
		}
		x, y = append(x, float64(r.M[j])), append(y, float64(v))
		if named.Y > 0.4 {
			named.X, named.Y = float64(r.M[j]), float64(v)
		}
	}
	if len(x) == 0 {
		return nil
	}
	return []plots.Layer{plots.Line{X: x, Y: y, Ink: plots.C5, Dash: plots.Dashed}, named}
}

// sparse are so many points a decade, with their 95 % intervals.
func (r *Result) sparse(p Params, perDecade int, y, se []lab.Num) plots.Points {
	out := plots.Points{Name: "опыт, 95 %", Ink: plots.C1, Radius: 2.5}
	for j := range r.M {
		if j%(decade(p)/perDecade) == 0 || j == len(r.M)-1 {
			out.X, out.Y = append(out.X, float64(r.M[j])), append(out.Y, float64(y[j]))
			out.Bars = append(out.Bars, whisker*float64(se[j]))
		}
	}
	return out
}

func describeProbability(p Params, r *Result) string {
	first := r.ProbabilityTheory[0]
	text := fmt.Sprintf("Вероятность промаха больше %s: при m = 1 она %s, при m = %s — %s.", russian.Number(p.Epsilon, 4),
		first.Text(3), russian.Int(p.MMax), r.Last.ProbabilityTheory.Text(3))
	half, share := r.halfway(p)
	return text + fmt.Sprintf(" Хоть раз на сетке размеров от m = %s до конца снаружи доля путей %s.", russian.Int(half), share.Text(3))
}

// halfway returns the size nearest to m_max/2 from above and the share of paths that are
// outside there or later.
func (r *Result) halfway(p Params) (int, lab.Num) {
	for j, m := range r.M {
		if 2*m >= p.MMax {
			return m, r.Later[j]
		}
	}
	return p.MMax, r.Later[len(r.Later)-1]
}

func tableProbability(_ Params, r *Result) lab.Table {
	return lab.Table{Columns: []lab.Column{
		{Name: "m", Label: "m", Values: floats(r.M)},
		{Name: "probability", Label: "доля снаружи", Values: floats(r.Probability)},
		{Name: "probability_se", Label: "SE", Values: floats(r.ProbabilitySE)},
		{Name: "probability_theory", Label: "теория", Values: floats(r.ProbabilityTheory)},
		{Name: "chebyshev", Label: "граница Чебышёва", Values: floats(r.Chebyshev)},
		{Name: "probability_later", Label: "снаружи при m или позже", Values: floats(r.Later)},
		{Name: "probability_later_se", Label: "SE", Values: floats(r.LaterSE)},
	}}
}

// biasWindow is the y axis of the bias, by estimator and count of paths only. The spikes
// that carry the bias of spiked are as rare as they are high: beyond the picture.
func biasWindow(p Params) (lo, hi float64) {
	noise := 4 / math.Sqrt(float64(p.Paths))
	switch p.Estimator {
	case "spiked":
		return -1, 3
	case "max_uniform":
		return -0.55, 0.1
	case "cauchy_mean":
		return -10, 10
	}
	return -noise, noise
}

func drawBias(p Params, r *Result) (*plots.Figure, error) {
	lo, hi := biasWindow(p)
	points := r.sparse(p, 4, r.BiasSimulated, r.BiasSE)
	layers := []plots.Layer{plots.Level{Y: 0, Ink: plots.Muted, Dash: plots.Dashed}}
	if p.Estimator == "cauchy_mean" {
		points.Bars = nil
	} else {
		layers = append(layers, plots.Line{Name: "точное смещение", X: floats(r.M), Y: floats(r.Bias), Ink: plots.C2})
	}
	return plots.New(byM("средняя ошибка", lo, hi, plots.Short), append(layers, points, front(p))...)
}

func describeBias(p Params, r *Result) string {
	if p.Estimator == "cauchy_mean" {
		return fmt.Sprintf("У данных Коши нет ожидания, нет и смещения. Средняя из %s прыгает и при m = %s: %s.",
			russian.Count(p.Paths, "ошибки", "ошибок", "ошибок"), russian.Int(p.MMax), r.Last.BiasSimulated.Text(3))
	}
	text := fmt.Sprintf("Смещение при m от 1 до %s: точное у конца %s, в опыте %s.", russian.Int(p.MMax), r.Last.Bias.Text(3),
		russian.WithError(float64(r.Last.BiasSimulated), float64(r.Last.BiasSE)))
	if p.Estimator == "spiked" {
		text += " Редкие выбросы высотой m опыт почти всегда пропускает: поэтому точки у нуля, а усы не помещаются на рисунке."
	}
	return text
}

func tableBias(_ Params, r *Result) lab.Table {
	return lab.Table{Columns: []lab.Column{
		{Name: "m", Label: "m", Values: floats(r.M)},
		{Name: "bias", Label: "точное смещение", Values: floats(r.Bias)},
		{Name: "bias_simulated", Label: "опыт", Values: floats(r.BiasSimulated)},
		{Name: "bias_se", Label: "SE", Values: floats(r.BiasSE)},
	}}
}
