package s0210regression

import (
	"fmt"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// drawOutlier shows how the two slopes follow the rightmost point: the squares as far as
// it goes, the absolute values no more once it is past the line.
func drawOutlier(p Params, r *Result) (*plots.Figure, error) {
	at, squares, absolutes := moved(r.OutlierCurve)
	return plots.New(
		plots.Axes{X: "сдвиг крайней точки δ", Y: "наклон", XMin: lowest, XMax: 0, YMin: -0.2, YMax: 0.5, Size: plots.Short},
		plots.Level{Name: "истина", Y: wTrue, Ink: plots.Muted, Dash: plots.Dotted, Left: true},
		plots.Mark{Name: "δ = " + russian.Number(p.Outlier, 3), X: p.Outlier, Ink: plots.Accent},
		plots.Line{Name: "квадраты", X: at, Y: squares, Ink: plots.C2, Dash: plots.Dashed},
		plots.Line{Name: "модули", X: at, Y: absolutes, Ink: plots.C3, Dash: plots.DashDot},
		plots.Points{X: []float64{p.Outlier}, Y: []float64{float64(r.WMSE)}, Ink: plots.C2, Marker: plots.Diamond, Radius: 4.5},
		plots.Points{X: []float64{p.Outlier}, Y: []float64{float64(r.WMAE)}, Ink: plots.C3, Marker: plots.Triangle, Radius: 4.5},
	)
}

// moved lists the curve as slices.
func moved(curve []Pull) (at, squares, absolutes []float64) {
	for _, c := range curve {
		at = append(at, float64(c.Outlier))
		squares, absolutes = append(squares, float64(c.WMSE)), append(absolutes, float64(c.WMAE))
	}
	return at, squares, absolutes
}

func describeOutlier(p Params, r *Result) string {
	first, last := r.OutlierCurve[0], r.OutlierCurve[len(r.OutlierCurve)-1]
	return fmt.Sprintf("Наклон обеих прямых, когда крайняя точка уходит вниз от 0 до %s: у квадратов он меняется с %s до %s, у модулей с %s до %s. Сейчас сдвиг %s.",
		first.Outlier.Text(3), last.WMSE.Text(3), first.WMSE.Text(3), last.WMAE.Text(3), first.WMAE.Text(3), russian.Number(p.Outlier, 3))
}

func tableOutlier(_ Params, r *Result) lab.Table {
	at, squares, absolutes := moved(r.OutlierCurve)
	return lab.Table{Columns: []lab.Column{
		{Name: "outlier", Label: "сдвиг δ", Values: at},
		{Name: "w_mse", Label: "наклон, квадраты", Values: squares},
		{Name: "w_mae", Label: "наклон, модули", Values: absolutes},
	}}
}

// drawSpread lays the slopes of many samples over each other: the narrower heap is the
// better estimator for this noise.
func drawSpread(_ Params, r *Result) (*plots.Figure, error) {
	s := r.Spread
	x, y := steps(s.Edges, s.DensityMAE)
	top := 1.0
	for i := range s.DensityMSE {
		top = max(top, s.DensityMSE[i], s.DensityMAE[i])
	}
	last := len(s.Edges) - 1
	layers := []plots.Layer{
		plots.Histogram{Name: "квадраты", Edges: s.Edges, Heights: s.DensityMSE, Ink: plots.C2},
		plots.Line{Name: "модули", X: x, Y: y, Ink: plots.C3},
		plots.Mark{Name: "истина", X: wTrue, Ink: plots.Text, Dash: plots.Dotted},
	}
	if s.Outside > 0 {
		layers = append(layers, plots.Label{X: s.Edges[last], Y: 1.08 * top, Text: "за краями ещё " + russian.Int(s.Outside), Align: plots.End})
	}
	return plots.New(plots.Axes{X: "наклон по выборке", Y: "плотность", XMin: s.Edges[0], XMax: s.Edges[last], YMin: 0, YMax: 1.2 * top, Size: plots.Short}, layers...)
}

// steps is the outline of a histogram from its first full column to its last; of an empty
// one, all of it.
func steps(edges, heights []float64) (x, y []float64) {
	from, to := 0, len(heights)
	for from < to-1 && heights[from] == 0 {
		from++
	}
	for to > from+1 && heights[to-1] == 0 {
		to--
	}
	x, y = append(x, edges[from]), append(y, 0)
	for i := from; i < to; i++ {
		x, y = append(x, edges[i], edges[i+1]), append(y, heights[i], heights[i])
	}
	return append(x, edges[to]), append(y, 0)
}

func describeSpread(p Params, r *Result) string {
	s := r.Spread
	better := "квадраты точнее"
	if s.RMSEofMAE < s.RMSEofMSE {
		better = "модули точнее"
	}
	text := fmt.Sprintf("Наклоны по %s из %s: среднеквадратичный промах наименьших квадратов %s, наименьших модулей %s, %s.",
		russian.Count(p.Repeats, "выборке", "выборкам", "выборкам"), russian.Count(p.M, "точки", "точек", "точек"),
		russian.WithError(float64(s.RMSEofMSE), float64(s.RMSEofMSESE)), russian.WithError(float64(s.RMSEofMAE), float64(s.RMSEofMAESE)), better)
	if s.Outside > 0 {
		text += fmt.Sprintf(" За краями рисунка осталось %s.", russian.Count(s.Outside, "наклон", "наклона", "наклонов"))
	}
	return text
}

func tableSpread(_ Params, r *Result) lab.Table {
	s := r.Spread
	return lab.Table{Columns: []lab.Column{
		{Name: "from", Label: "от", Values: s.Edges[:len(s.DensityMSE)]},
		{Name: "to", Label: "до", Values: s.Edges[1:]},
		{Name: "squares", Label: "квадраты", Values: s.DensityMSE},
		{Name: "absolutes", Label: "модули", Values: s.DensityMAE},
	}}
}
