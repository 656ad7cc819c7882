package s0206likelihood

import (
	"fmt"
	"math"
	"slices"

	"konspekt/compute/likelihood"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// integrand is p(x)·ln(p(x)/q(x)), what KL(p‖q) sums up, of p_data and the reader's model.
// Where the model rules out what the data may bring it is infinite.
func integrand(r *Result, x float64) (p, q, g float64) {
	logP, logQ := r.source.LogDensity(x), r.family.LogDensity(x, r.reader)
	p, q = math.Exp(logP), math.Exp(logQ)
	if p > 0 {
		g = p * (logP - logQ)
	}
	return p, q, g
}

// drawIntegrand shows both distributions and the integrand of KL: its area above zero less
// its area below is the divergence.
func drawIntegrand(_ Params, r *Result) (*plots.Figure, error) {
	axes := plots.Axes{X: "x", XMin: r.view.lo, XMax: r.view.hi, YMin: -0.35 * r.view.top, YMax: r.view.top, Size: plots.Short}
	layers := []plots.Layer{plots.Level{Y: 0, Ink: plots.Muted}}
	if r.family.Discrete {
		axes.XTicks = wholeTicks(r.view)
		layers = append(layers, discreteIntegrand(r)...)
	} else {
		layers = append(layers, smoothIntegrand(r)...)
	}
	value := plots.Label{X: r.view.hi, Y: 0.78 * r.view.top, Text: "KL = " + text(r.KLTrue, 3), Align: plots.End, Ink: plots.C2}
	if r.family.Name == "bernoulli" {
		value.X, value.Align = 0.5, plots.Middle
	}
	layers = append(layers, value)
	return plots.New(axes, layers...)
}

// edges are the places where a density jumps, each as two abscissae on either side.
func edges(r *Result) []float64 {
	places := []float64{r.source.Lo, r.source.Hi}
	if r.family.Name == "uniform" {
		places = append(places, r.reader...)
	}
	var out []float64
	for _, e := range places {
		if e > r.view.lo && e < r.view.hi {
			gap := 1e-6 * (r.view.hi - r.view.lo)
			out = append(out, e-gap, e+gap)
		}
	}
	return out
}

func smoothIntegrand(r *Result) []plots.Layer {
	x := append(grid(r.view), edges(r)...)
	slices.Sort(x)
	n := len(x)
	truth, model := make([]float64, n), make([]float64, n)
	over, under, zero := make([]float64, n), make([]float64, n), make([]float64, n)
	ceiling := 2 * r.view.top // what is higher leaves the picture
	for i, v := range x {
		p, q, g := integrand(r, v)
		truth[i], model[i] = p, q
		over[i], under[i] = min(ceiling, max(0, g)), min(0, g)
	}
	return []plots.Layer{
		plots.Band{Name: "вклад в KL", X: x, Lo: zero, Hi: over, Ink: plots.C2},
		plots.Band{Name: "вычет", X: x, Lo: under, Hi: zero, Ink: plots.C3},
		plots.Line{Name: "истина", X: x, Y: truth, Ink: plots.Text, Dash: plots.Dashed},
		plots.Line{Name: "ваша модель", X: x, Y: model, Ink: plots.Accent},
	}
}

func discreteIntegrand(r *Result) []plots.Layer {
	x := r.source.Values
	if len(x) > 40 {
		x = x[:40]
	}
	truth, model := make([]float64, len(x)), make([]float64, len(x))
	var over, under plots.Bars
	over.Name, over.Ink, over.Width = "вклад в KL", plots.C2, 0.5
	under.Name, under.Ink, under.Width = "вычет", plots.C3, 0.5
	for i, v := range x {
		p, q, g := integrand(r, v)
		truth[i], model[i] = p, q
		if bar := &over; g != 0 {
			if g < 0 {
				bar = &under
			}
			bar.X, bar.Y = append(bar.X, v), append(bar.Y, min(2*r.view.top, g))
		}
	}
	var layers []plots.Layer
	for _, bar := range []plots.Bars{over, under} {
		if len(bar.X) > 0 {
			layers = append(layers, bar)
		}
	}
	return append(layers,
		plots.Points{Name: "истина", X: x, Y: truth, Ink: plots.Text, Marker: plots.Ring, Radius: 4.5},
		plots.Points{Name: "ваша модель", X: x, Y: model, Ink: plots.Accent, Marker: plots.Diamond, Radius: 3.4})
}

func describeIntegrand(p Params, r *Result) string {
	if math.IsInf(float64(r.KLTrue), 1) {
		return "Истинное распределение, ваша модель и p·ln(p/q) в каждой точке. Модель исключает то, что бывает с вероятностью больше 0, и площадь бесконечна."
	}
	return fmt.Sprintf("Истинное распределение, ваша модель %s и p·ln(p/q) в каждой точке: площадь выше нуля минус площадь ниже нуля — KL, %s ната.",
		member(p.Family, r.reader), text(r.KLTrue, 3))
}

func tableIntegrand(_ Params, r *Result) lab.Table {
	x := grid(r.view)
	if r.family.Discrete {
		x = r.source.Values
	}
	cols := []lab.Column{{Name: "x", Label: "x", Values: x}, {Name: "p", Label: "истина"}, {Name: "q", Label: "ваша модель"}, {Name: "integrand", Label: "вклад в KL"}}
	for _, v := range x {
		p, q, g := integrand(r, v)
		cols[1].Values, cols[2].Values, cols[3].Values = append(cols[1].Values, p), append(cols[2].Values, q), append(cols[3].Values, g)
	}
	return lab.Table{Columns: cols}
}

// drawDirections shows the mixture with the normal nearest by the forward divergence and the
// normals nearest by the reverse one.
func drawDirections(_ Params, r *Result) (*plots.Figure, error) {
	x := grid(r.view)
	normal := func(f Fit) []float64 {
		out := make([]float64, len(x))
		for i, v := range x {
			out[i] = math.Exp(likelihood.Normal().LogDensity(v, []float64{float64(f.Mu), float64(f.Sigma * f.Sigma)}))
		}
		return out
	}
	truth, model := make([]float64, len(x)), make([]float64, len(x))
	for i, v := range x {
		truth[i], model[i], _ = integrand(r, v)
	}
	layers := []plots.Layer{plots.Band{Name: "смесь", X: x, Lo: make([]float64, len(x)), Hi: truth, Ink: plots.C8}}
	for _, f := range r.Reverse[1:] {
		layers = append(layers, plots.Line{X: x, Y: normal(f), Ink: plots.C3, Dash: plots.Dotted})
	}
	layers = append(layers,
		plots.Line{Name: "обратная", X: x, Y: normal(r.Reverse[0]), Ink: plots.C3, Dash: plots.Dashed},
		plots.Line{Name: "прямая", X: x, Y: normal(*r.Forward), Ink: plots.C2},
		plots.Line{Name: "ваша", X: x, Y: model, Ink: plots.Accent, Width: plots.Thin})
	return plots.New(plots.Axes{X: "x", XMin: r.view.lo, XMax: r.view.hi, YMax: r.view.top, Size: plots.Short}, layers...)
}

func describeDirections(_ Params, r *Result) string {
	best := r.Reverse[0]
	said := fmt.Sprintf("Прямая KL наименьшая, %s ната, у N(%s; %s²). Обратная, %s ната, — у N(%s; %s²)",
		r.Forward.KL.Text(3), r.Forward.Mu.Text(3), r.Forward.Sigma.Text(3), best.KL.Text(3), best.Mu.Text(3), best.Sigma.Text(3))
	if len(r.Reverse) > 1 {
		return said + fmt.Sprintf("; у неё %s.", russian.Count(len(r.Reverse), "локальный минимум", "локальных минимума", "локальных минимумов"))
	}
	return said + ", и другого минимума нет."
}

func tableDirections(_ Params, r *Result) lab.Table {
	names, cols := []string{"прямая"}, []lab.Column{{Name: "mu", Label: "μ"}, {Name: "sigma", Label: "σ"}, {Name: "kl", Label: "KL, нат"}}
	fits := append([]Fit{*r.Forward}, r.Reverse...)
	for i, f := range fits {
		if i > 0 {
			names = append(names, fmt.Sprintf("обратная, минимум %d", i))
		}
		for k, v := range []lab.Num{f.Mu, f.Sigma, f.KL} {
			cols[k].Values = append(cols[k].Values, float64(v))
		}
	}
	return lab.Table{Columns: append([]lab.Column{{Name: "divergence", Label: "расхождение", Texts: names}}, cols...)}
}

// drawRate shows how far θ_ML is from the truth against m, with the bound of Cramér and Rao.
func drawRate(p Params, r *Result) (*plots.Figure, error) {
	var m, rmse, bars, theory, bound []float64
	for _, at := range r.Rate {
		m, rmse, bars = append(m, float64(at.M)), append(rmse, float64(at.RMSE)), append(bars, 1.96*float64(at.RMSESE))
		theory, bound = append(theory, float64(at.Theory)), append(bound, float64(at.CramerRao))
	}
	layers := []plots.Layer{}
	switch {
	case !math.IsNaN(bound[0]):
		layers = append(layers, plots.Line{Name: "граница Крамера — Рао", X: m, Y: bound, Ink: plots.C2})
	default:
		slow := make([]float64, len(m)) // what a regular family would do from here
		for i := range slow {
			slow[i] = rmse[0] * math.Sqrt(m[0]/m[i])
		}
		layers = append(layers, plots.Line{Name: "1/√m", X: m, Y: slow, Ink: plots.Muted, Dash: plots.Dashed},
			plots.Line{Name: "теория 1/m", X: m, Y: theory, Ink: plots.C2})
	}
	layers = append(layers, plots.Points{Name: "опыт, 95 %", X: m, Y: rmse, Bars: bars, Ink: plots.C1})
	lo, hi := rmse[len(rmse)-1], rmse[0]
	return plots.New(plots.Axes{X: "размер выборки m", Y: "ошибка " + symbols[p.Family][0], LogX: true, LogY: true, XMin: 7, XMax: 600, YMin: lo / 1.6, YMax: hi * 1.6, Size: plots.Short}, layers...)
}

func describeRate(p Params, r *Result) string {
	first, last := r.Rate[0], r.Rate[len(r.Rate)-1]
	limit := "граница Крамера — Рао там " + last.CramerRao.Text(3)
	if math.IsNaN(float64(last.CramerRao)) {
		limit = "по теории там " + last.Theory.Text(3)
	}
	return fmt.Sprintf("Среднеквадратическая ошибка %s по %d выборкам: %s при m = %d и %s при m = %d, %s; наклон в двойном логарифмическом масштабе %s.",
		symbols[p.Family][0], rateRepeats, russian.WithError(float64(first.RMSE), float64(first.RMSESE)), first.M,
		russian.WithError(float64(last.RMSE), float64(last.RMSESE)), last.M, limit, r.RateSlope.Text(2))
}

func tableRate(_ Params, r *Result) lab.Table {
	cols := []lab.Column{{Name: "m", Label: "m"}, {Name: "rmse", Label: "ошибка"}, {Name: "rmse_se", Label: "SE"}, {Name: "rmse_theory", Label: "точно"}, {Name: "cramer_rao", Label: "граница Крамера — Рао"}}
	for _, at := range r.Rate {
		for k, v := range []float64{float64(at.M), float64(at.RMSE), float64(at.RMSESE), float64(at.Theory), float64(at.CramerRao)} {
			cols[k].Values = append(cols[k].Values, v)
		}
	}
	return lab.Table{Columns: cols}
}
