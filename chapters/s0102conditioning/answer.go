package s0102conditioning

import (
	"fmt"

	"konspekt/compute/conditioning"
	"konspekt/internal/lab"
	"konspekt/plots"
)

// The y axis of the answers: the truth is 1, and one unit off is an error of 100 %.
const (
	bottom = -2
	top    = 4
)

// words are the names of the solvers.
var words = map[conditioning.Solver]string{conditioning.Normal: "нормальные", conditioning.QR: "QR", conditioning.SVD: "SVD"}

// drawAnswer lays the components of every answer beside the truth. What is past the edge
// leaves the picture through it.
func drawAnswer(p Params, r *Result) (*plots.Figure, error) {
	index, ticks := make([]float64, p.N), make([]plots.Tick, p.N)
	for i := range index {
		index[i] = float64(i + 1)
		ticks[i] = plots.Tick{At: index[i], Label: fmt.Sprint(i + 1)}
	}
	layers := []plots.Layer{plots.Level{Name: "истина", Y: 1, Ink: plots.Text, Dash: plots.Dashed}}
	look := map[conditioning.Solver]plots.Points{
		conditioning.Normal: {Ink: plots.C2, Marker: plots.Box, Radius: 2.8},
		conditioning.QR:     {Ink: plots.C1, Marker: plots.Disc, Radius: 2.6},
		conditioning.SVD:    {Ink: plots.C3, Marker: plots.Ring, Radius: 4.4},
	}
	for _, by := range solvers {
		x := *r.Answers.of(by)
		if x == nil {
			continue
		}
		s := look[by]
		s.Name = words[by]
		for i, v := range x {
			s.X, s.Y = append(s.X, index[i]), append(s.Y, float64(v))
		}
		if by == p.Solver {
			layers = append(layers, plots.Line{X: s.X, Y: s.Y, Ink: s.Ink, Width: plots.Thin})
		}
		layers = append(layers, s)
	}
	return plots.New(plots.Axes{X: "номер неизвестного i", Y: "xᵢ", XMin: 0.5, XMax: float64(p.N) + 0.5, YMin: bottom, YMax: top, XTicks: ticks, Size: plots.Short}, layers...)
}

func describeAnswer(p Params, r *Result) string {
	text := fmt.Sprintf("Компоненты ответа, все должны равняться 1, неизвестных %d. Ошибка QR %s, SVD %s", p.N, r.Errors.QR.Text(2), r.Errors.SVD.Text(2))
	if r.Answers.Normal == nil {
		return text + "; нормальные уравнения сорвались."
	}
	return text + fmt.Sprintf(", нормальных уравнений %s.", r.Errors.Normal.Text(2))
}

func tableAnswer(p Params, r *Result) lab.Table {
	index := make([]float64, p.N)
	for i := range index {
		index[i] = float64(i + 1)
	}
	t := lab.Table{Columns: []lab.Column{{Name: "i", Label: "i", Values: index}, {Name: "x_true", Label: "истина", Values: r.XTrue}}}
	for _, by := range solvers {
		values := make([]float64, p.N)
		for i := range values {
			values[i] = float64(nan)
			if x := *r.Answers.of(by); x != nil {
				values[i] = float64(x[i])
			}
		}
		t.Columns = append(t.Columns, lab.Column{Name: string(by), Label: words[by], Values: values})
	}
	return t
}
