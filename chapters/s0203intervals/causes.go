package s0203intervals

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

func length(v float64) vg.Length { return vg.Length(v) }

// The picture of means and errors is measured in true standard errors, so that it looks
// the same whatever m and σ are.
const (
	farMean = 5.0
	farSE   = 2.6
)

// standardized is the mean of a sample, from μ, and its s/√m, both in units of σ/√m.
func standardized(r *Result, i int) (mean, se float64) {
	unit, v := float64(r.SEOfMean), r.all[i]
	return ((v.Lo+v.Hi)/2 - float64(r.TrueValue)) / unit, v.Width() / 2 / float64(r.Factor) / unit
}

// drawCauses shows each sample as a point: how far its mean is off and how large it
// takes its error to be. The interval covers where |x̄ − μ| ≤ factor·SE: above the corner.
func drawCauses(_ Params, r *Result) (*plots.Figure, error) {
	hits := plots.Points{Name: "накрыли μ", Ink: plots.C1, Radius: 2, Faint: true}
	misses := plots.Points{Name: "промахнулись", Ink: plots.C2, Marker: plots.Cross, Radius: 3}
	for i, v := range r.all {
		to := &misses
		if v.Contains(float64(r.TrueValue)) {
			to = &hits
		}
		x, y := standardized(r, i)
		to.X, to.Y = append(to.X, x), append(to.Y, y)
	}
	corner := farMean / float64(r.Factor)
	x := []float64{-farMean, 0, farMean}
	layers := []plots.Layer{
		plots.Band{X: x, Lo: []float64{corner, 0, corner}, Hi: []float64{farSE, farSE, farSE}, Ink: plots.C1},
		plots.Level{Name: "σ", Y: 1, Ink: plots.Muted, Dash: plots.Dashed},
		plots.Line{X: x, Y: []float64{corner, 0, corner}, Ink: plots.Text, Width: plots.Thin},
	}
	for _, s := range []plots.Points{hits, misses} {
		if len(s.X) == 0 { // a point outside keeps the legend
			s.X, s.Y = []float64{0}, []float64{-1}
		}
		layers = append(layers, s)
	}
	return plots.New(plots.Axes{X: "ошибка среднего (x̄ − μ), в истинных SE", Y: "s/σ", XMin: -farMean, XMax: farMean, YMin: 0, YMax: farSE, Size: plots.Short}, layers...)
}

func describeCauses(_ Params, r *Result) string {
	return fmt.Sprintf("Последние выборки точками: по горизонтали ошибка среднего, по вертикали оценка s в долях σ. Накрывают те, что выше угла с множителем %s. Лежат целиком ниже μ %s интервалов, выше μ %s.",
		r.Factor.Text(3), russian.Percent(float64(r.MissedBelow), 1), russian.Percent(float64(r.MissedAbove), 1))
}

func tableCauses(_ Params, r *Result) lab.Table {
	var x, y, hit []float64
	for i, v := range r.all {
		mean, se := standardized(r, i)
		covers := 0.0
		if v.Contains(float64(r.TrueValue)) {
			covers = 1
		}
		x, y, hit = append(x, mean), append(y, se), append(hit, covers)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "error", Label: "ошибка среднего", Values: x},
		{Name: "s", Label: "s/σ", Values: y},
		{Name: "covers", Label: "накрыл", Values: hit},
	}}
}

// series lists the curve as slices; errors are nil where it is exact.
func series(c []Size) (m, z, t, zBars, tBars []float64) {
	for _, s := range c {
		m, z, t = append(m, float64(s.M)), append(z, float64(s.Z)), append(t, float64(s.T))
		if se := float64(s.ZSE); !math.IsNaN(se) {
			zBars, tBars = append(zBars, 1.96*se), append(tBars, 1.96*float64(s.TSE))
		}
	}
	return m, z, t, zBars, tBars
}

func drawBySize(p Params, r *Result) (*plots.Figure, error) {
	m, z, t, zBars, tBars := series(r.Curve)
	least := p.Level
	for _, v := range z {
		least = min(least, v)
	}
	layers := []plots.Layer{
		plots.Level{Name: "обещано " + russian.Percent(p.Level, 0), Y: p.Level, Ink: plots.Text, Dash: plots.Dotted, Left: true},
		plots.Mark{X: float64(p.M), Ink: plots.Accent},
		plots.Line{Name: "множитель z", X: m, Y: z, Ink: plots.C2},
		plots.Line{Name: "множитель t", X: m, Y: t, Ink: plots.C3, Dash: plots.Dashed},
	}
	if zBars != nil {
		layers = append(layers, plots.Points{X: m, Y: t, Bars: tBars, Ink: plots.C3, Marker: plots.Box}, plots.Points{X: m, Y: z, Bars: zBars, Ink: plots.C2})
	}
	layers = append(layers, plots.Points{X: []float64{float64(p.M)}, Y: []float64{float64(r.Coverage)}, Bars: []float64{1.96 * float64(r.CoverageSE)}, Ink: plots.C1, Marker: plots.Diamond, Radius: 4})
	return plots.New(plots.Axes{X: "размер выборки m", Y: fmt.Sprintf("покрытие, m = %d", p.M), LogX: true, XMin: 2, XMax: float64(reach(p.M)), YMin: bottom(least), YMax: 1.005, Size: plots.Short}, layers...)
}

// at is the point of the curve for the present m.
func at(p Params, r *Result) Size {
	for _, s := range r.Curve {
		if s.M == p.M {
			return s
		}
	}
	return Size{M: p.M}
}

func describeBySize(p Params, r *Result) string {
	first, now := r.Curve[0], at(p, r)
	return fmt.Sprintf("Покрытие против размера выборки. При m = %d: с множителем z %s, с t %s; при m = %d: z %s, t %s.",
		first.M, russian.Percent(float64(first.Z), 1), russian.Percent(float64(first.T), 1),
		now.M, russian.Percent(float64(now.Z), 1), russian.Percent(float64(now.T), 1))
}

func tableBySize(_ Params, r *Result) lab.Table {
	m, z, t, zBars, tBars := series(r.Curve)
	table := lab.Table{Columns: []lab.Column{
		{Name: "m", Label: "m", Values: m},
		{Name: "z", Label: "с множителем z", Values: z},
		{Name: "t", Label: "с множителем t", Values: t},
	}}
	if zBars != nil {
		table.Columns = append(table.Columns, lab.Column{Name: "z_bar", Label: "z: ± 1,96 SE", Values: zBars}, lab.Column{Name: "t_bar", Label: "t: ± 1,96 SE", Values: tBars})
	}
	return table
}

func gripsBySize(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "m", Label: "Размер выборки m", Along: "x", X: float64(p.M), Y: float64(r.Coverage)}}
}

// byP lists the coverage over p as slices.
func byP(r *Result) (p, mean, wilson, exact []float64) {
	for _, s := range r.Proportion.OverP {
		p, mean = append(p, float64(s.P)), append(mean, float64(s.Mean))
		wilson, exact = append(wilson, float64(s.Wilson)), append(exact, float64(s.Exact))
	}
	return p, mean, wilson, exact
}

func drawByP(p Params, r *Result) (*plots.Figure, error) {
	at, mean, wilson, exact := byP(r)
	return plots.New(
		plots.Axes{X: "вероятность p", Y: "покрытие", YTicks: promised(p.Level), XMin: 0, XMax: 1, YMin: bottom(p.Level - 0.11), YMax: 1.005, Size: plots.Short},
		plots.Line{Name: "точный", X: at, Y: exact, Ink: plots.C8, Width: plots.Thin},
		plots.Line{Name: "Уилсон", X: at, Y: wilson, Ink: plots.C3, Width: plots.Thin},
		plots.Line{Name: "x̄ ± " + r.Factor.Text(3) + " SE", X: at, Y: mean, Ink: plots.C2},
		plots.Level{Y: p.Level, Ink: plots.Text, Dash: plots.Dashed},
		plots.Mark{X: p.P, Ink: plots.Accent},
		plots.Points{X: []float64{p.P}, Y: []float64{float64(r.CoverageTheory)}, Ink: plots.Accent, Radius: 4.5},
	)
}

// promised are round numbers up to 1, and the level instead of those that stand too near.
func promised(level float64) []plots.Tick {
	out := []plots.Tick{{At: level, Label: plots.Decimal(level, 2)}}
	for i := range 6 {
		if v := 1 - float64(i)/5; math.Abs(v-level) > 0.035 {
			out = append(out, plots.Tick{At: v, Label: plots.Decimal(v, 1)})
		}
	}
	return out
}

func describeByP(p Params, r *Result) string {
	return fmt.Sprintf("Точное покрытие трёх интервалов для вероятности при m = %d. Сейчас p = %s: обычный накрывает в %s случаев, Уилсона в %s, Клоппера — Пирсона в %s. У краёв, где p близко к 0 или 1, обычный уходит под рисунок, к нулю.",
		p.M, russian.Number(p.P, 3), russian.Percent(float64(r.CoverageTheory), 1),
		russian.Percent(float64(r.Proportion.Wilson), 1), russian.Percent(float64(r.Proportion.Exact), 1))
}

func tableByP(_ Params, r *Result) lab.Table {
	p, mean, wilson, exact := byP(r)
	return lab.Table{Columns: []lab.Column{
		{Name: "p", Label: "p", Values: p},
		{Name: "mean", Label: "x̄ ± множитель · SE", Values: mean},
		{Name: "wilson", Label: "Уилсона", Values: wilson},
		{Name: "exact", Label: "Клоппера — Пирсона", Values: exact},
	}}
}

func gripsByP(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "p", Label: "Вероятность p", Along: "x", X: p.P, Y: float64(r.CoverageTheory)}}
}
