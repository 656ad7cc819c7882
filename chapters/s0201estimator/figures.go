package s0201estimator

import (
	"fmt"
	"math"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The drops of the last sample hang over the columns, at these shares of their axis.
const (
	dropsAt    = 1.42
	estimateAt = 1.12
	ceiling    = 1.74
)

// threads is the largest sample whose drops are tied to the estimate.
const threads = 60

func drawSampling(p Params, r *Result) (*plots.Figure, error) {
	lo, hi := window(p)
	top := r.top
	axes := plots.Axes{X: "значение", Y: "плотность", XMin: lo, XMax: hi, YMax: ceiling * top, YTicks: ticksTo(top)}
	layers := []plots.Layer{columns(r.Histogram, (hi-lo)/60)}
	if discrete(p) {
		axes.Y = "доля выборок"
	}
	if from, to, at, up := heard(p, r, top); len(from) > 0 {
		layers = append(layers, plots.Segments{X0: from, Y0: at, X1: to, Y1: up, Ink: plots.C3, Width: plots.Thin})
	}
	layers = append(layers,
		plots.Mark{Name: "θ = " + r.True.Text(3), X: float64(r.True), Ink: plots.Text, Dash: plots.Dashed},
		plots.Segments{Name: "среднее", X0: []float64{float64(r.Mean)}, Y0: []float64{0}, X1: []float64{float64(r.Mean)}, Y1: []float64{top}, Ink: plots.C2},
		drops(p, r.LastSample, dropsAt*top),
		plots.Arrow{X0: r.Last, Y0: estimateAt * top, X1: r.Last, Y1: 0.9 * top, Ink: plots.C3},
		plots.Points{Name: "её оценка", X: []float64{r.Last}, Y: []float64{estimateAt * top}, Ink: plots.C3, Marker: plots.Diamond, Radius: 5},
	)
	return plots.New(axes, layers...)
}

// columns is the histogram, or bars at the atoms.
func columns(h Columns, width float64) plots.Layer {
	if len(h.Atoms) == 0 {
		return plots.Histogram{Name: "оценки", Edges: h.Edges, Heights: h.Heights, Ink: plots.C1}
	}
	b := plots.Bars{Name: "оценки", Ink: plots.C1, Width: width}
	for i, a := range h.Atoms {
		b.X, b.Y = append(b.X, a.Value), append(b.Y, a.Share)
		if i > 0 {
			b.Width = min(b.Width, 0.8*(a.Value-h.Atoms[i-1].Value))
		}
	}
	return b
}

// golden spreads points evenly, whatever their number.
const golden = 0.6180339887498949

// drops are the observations in a row; equal zeros and ones are shaken apart a little.
func drops(p Params, sample []float64, at float64) plots.Points {
	d := plots.Points{Name: "выборка", Ink: plots.C3, Marker: plots.Ring, Faint: len(sample) > threads}
	for i, x := range sample {
		if p.Distribution == "bernoulli" {
			_, part := math.Modf(float64(i+1) * golden)
			x += 0.12 * (part - 0.5)
		}
		d.X, d.Y = append(d.X, x), append(d.Y, at)
	}
	return d
}

// ticksTo marks round numbers up to the top of the columns: over them hang the drops,
// which have no density.
func ticksTo(top float64) []plots.Tick {
	step := ladder(top/2, 1, 2, 2.5, 5)
	var out []plots.Tick
	for i := 0; float64(i)*step <= top*(1+1e-9); i++ {
		out = append(out, plots.Tick{At: float64(i) * step, Label: russian.Number(float64(i)*step, 3)})
	}
	return out
}

// heard ties to the estimate the observations that it is made of: all of them for a
// mean, two for a midrange, none for a constant.
func heard(p Params, r *Result, top float64) (from, to, at, up []float64) {
	x := slices.Clone(r.LastSample)
	if p.Statistic != "first" {
		slices.Sort(x)
	}
	m := len(x)
	switch p.Statistic {
	case "median":
		x = x[(m-1)/2 : m/2+1]
	case "trimmed":
		cut := trimmed(m)
		x = x[cut : m-cut]
	case "midrange":
		x = []float64{x[0], x[m-1]}
	case "first":
		x = x[:1]
	case "constant":
		x = nil
	}
	if len(x) > threads {
		return nil, nil, nil, nil
	}
	for _, v := range x {
		from, to = append(from, v), append(to, r.Last)
		at, up = append(at, dropsAt*top), append(up, estimateAt*top)
	}
	return from, to, at, up
}

func describeSampling(p Params, r *Result) string {
	text := fmt.Sprintf("%s: оценка «%s» по выборкам из %s. Среднее оценок %s, разброс %s, истина %s; последняя выборка дала %s.",
		russian.Count(p.Repeats, "повторение", "повторения", "повторений"), labels[p.Statistic],
		russian.Count(p.M, "наблюдения", "наблюдений", "наблюдений"), r.Mean.Text(3), r.SD.Text(3), r.True.Text(3), russian.Number(r.Last, 3))
	if r.Histogram.Outside > 0 {
		text += fmt.Sprintf(" За краем рисунка: %d.", r.Histogram.Outside)
	}
	return text
}

func tableSampling(_ Params, r *Result) lab.Table {
	h := r.Histogram
	if len(h.Atoms) > 0 {
		var value, share []float64
		for _, a := range h.Atoms {
			value, share = append(value, a.Value), append(share, a.Share)
		}
		return lab.Table{Columns: []lab.Column{{Name: "value", Label: "оценка", Values: value}, {Name: "share", Label: "доля выборок", Values: share}}}
	}
	n := len(h.Heights)
	return lab.Table{Columns: []lab.Column{
		{Name: "from", Label: "от", Values: h.Edges[:n]},
		{Name: "to", Label: "до", Values: h.Edges[1:]},
		{Name: "density", Label: "плотность оценок", Values: h.Heights},
	}}
}

// gripsSampling lets the reader move what the distribution and the statistic leave open.
func gripsSampling(p Params, r *Result) []lab.Grip {
	var out []lab.Grip
	top := r.top
	if p.Statistic == "constant" {
		out = append(out, lab.Grip{Param: "c", Label: "Постоянная c", Along: "x", X: p.C, Y: estimateAt * top})
	}
	if p.Distribution == "bernoulli" {
		out = append(out, lab.Grip{Param: "p", Label: "Вероятность p", Along: "x", X: p.P, Y: 0.05 * top})
	}
	return out
}

func drawRivals(p Params, r *Result) (*plots.Figure, error) {
	high := 1.3 * r.population.SD
	axes := plots.Axes{Y: "RMSE оценки", XMin: -0.6, XMax: float64(len(names)) - 0.4, YMin: 0, YMax: max(high, 1e-3), HideX: true, Size: plots.Short}
	all := plots.Bars{Ink: plots.C1, Width: 0.62}
	own := plots.Bars{Ink: plots.C2, Width: 0.62}
	layers := []plots.Layer{}
	for i, rival := range r.Rivals {
		axes.XTicks = append(axes.XTicks, plots.Tick{At: float64(i), Label: short[rival.Statistic]})
		bars := &all
		if rival.Statistic == p.Statistic {
			bars = &own
		}
		bars.X, bars.Y = append(bars.X, float64(i)), append(bars.Y, float64(rival.RMSE))
		layers = append(layers, plots.Label{X: float64(i), Y: min(float64(rival.RMSE), 0.86*axes.YMax), Text: rival.RMSE.Text(2)})
	}
	return plots.New(axes, append([]plots.Layer{all, own}, layers...)...)
}

func describeRivals(p Params, r *Result) string {
	best := slices.MinFunc(r.Rivals, func(a, b Rival) int { return int(math.Copysign(1, float64(a.RMSE-b.RMSE))) })
	return fmt.Sprintf("Корень из среднего квадрата промаха шести оценок на одних и тех же выборках из %s. Наименьший, %s, у оценки «%s»; у выбранной %s.",
		russian.Count(p.M, "наблюдения", "наблюдений", "наблюдений"), best.RMSE.Text(3), labels[best.Statistic], r.RMSE.Text(3))
}

func tableRivals(_ Params, r *Result) lab.Table {
	name := lab.Column{Name: "statistic", Label: "оценка"}
	var rmse, se, theory, last []float64
	for _, rival := range r.Rivals {
		name.Texts = append(name.Texts, labels[rival.Statistic])
		rmse, se = append(rmse, float64(rival.RMSE)), append(se, float64(rival.RMSESE))
		theory, last = append(theory, float64(rival.RMSETheory)), append(last, rival.Last)
	}
	return lab.Table{Columns: []lab.Column{name,
		{Name: "rmse", Label: "RMSE", Values: rmse}, {Name: "rmse_se", Label: "SE", Values: se},
		{Name: "rmse_theory", Label: "теория", Values: theory}, {Name: "last_estimate", Label: "на последней выборке", Values: last},
	}}
}

// drawSample shows what six functions make of one sample.
func drawSample(p Params, r *Result) (*plots.Figure, error) {
	lo, hi := window(p)
	n := float64(len(r.Rivals))
	axes := plots.Axes{X: "значение", XMin: lo, XMax: hi, YMin: -0.5, YMax: n + 1.2, Size: plots.Wide,
		YTicks: []plots.Tick{{At: n + 0.4, Label: "выборка"}}}
	others := plots.Points{Ink: plots.C1, Marker: plots.Diamond, Radius: 4}
	own := plots.Points{Ink: plots.C2, Marker: plots.Diamond, Radius: 5}
	misses := plots.Segments{Ink: plots.C1, Width: plots.Thin}
	for i, rival := range r.Rivals {
		y := n - 1 - float64(i)
		axes.YTicks = append(axes.YTicks, plots.Tick{At: y, Label: short[rival.Statistic]})
		misses.X0, misses.X1 = append(misses.X0, float64(r.True)), append(misses.X1, rival.Last)
		misses.Y0, misses.Y1 = append(misses.Y0, y), append(misses.Y1, y)
		series := &others
		if rival.Statistic == p.Statistic {
			series = &own
		}
		series.X, series.Y = append(series.X, rival.Last), append(series.Y, y)
	}
	row := drops(p, r.LastSample, n+0.4)
	row.Name = ""
	return plots.New(axes,
		plots.Mark{Name: "θ = " + r.True.Text(3), X: float64(r.True), Ink: plots.Text, Dash: plots.Dashed},
		misses,
		row, others, own,
	)
}

func describeSample(p Params, r *Result) string {
	text := fmt.Sprintf("Последняя выборка из %s и шесть оценок по ней:", russian.Count(p.M, "наблюдения", "наблюдений", "наблюдений"))
	for i, rival := range r.Rivals {
		separator := ","
		if i == 0 {
			separator = ""
		}
		text += fmt.Sprintf("%s %s %s", separator, short[rival.Statistic], russian.Number(rival.Last, 3))
	}
	return text + fmt.Sprintf(". Истина %s.", r.True.Text(3))
}

func tableSample(_ Params, r *Result) lab.Table {
	number := make([]float64, len(r.LastSample))
	for i := range number {
		number[i] = float64(i + 1)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: number},
		{Name: "x", Label: "наблюдение", Values: r.LastSample},
	}}
}
