package s030401rectifiers

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The nine units stand in three rows of three frames, each one wide and one high.
const (
	across  = 3
	columnW = 1.1
	rowH    = 1.6
	panelLo = 0.02 // the loss at the foot of a frame and at its top
	panelHi = 20.0
)

// level is the height of a loss in a frame, on a logarithmic scale.
func level(loss float64) float64 {
	return max(0, min(1, math.Log(loss/panelLo)/math.Log(panelHi/panelLo)))
}

func drawPanels(p Params, r *Result) (*plots.Figure, error) {
	var layers []plots.Layer
	frames := plots.Segments{Ink: plots.Muted, Width: plots.Thin}
	for i, v := range r.Variants {
		x0, y0 := columnW*float64(i%across), -rowH*float64(i/across)
		frames.X0, frames.Y0 = append(frames.X0, x0, x0), append(frames.Y0, y0, y0)
		frames.X1, frames.Y1 = append(frames.X1, x0+1, x0), append(frames.Y1, y0, y0+1)
		ink, width, words := plots.C6, plots.Regular, plots.Text
		if v.Unit == p.Unit {
			ink, width, words = plots.C1, plots.Thick, plots.C1
		}
		layers = append(layers, plots.Label{X: x0, Y: y0 + 1.22, Text: v.verdict(), Ink: words, Align: plots.Start})
		for _, piece := range v.pieces(x0, y0, r.Marks) {
			piece.Ink, piece.Width = ink, width
			layers = append(layers, piece)
		}
	}
	layers = append(layers, frames)
	return plots.New(plots.Axes{X: "в рамке: шаги от 0 до " + russian.Int(r.Marks[len(r.Marks)-1]), Y: "ошибка (лог. шкала от 0,02 до 20), точность, † мёртвые",
		XMin: -0.03, XMax: columnW*across - 0.05, YMin: -rowH*2 - 0.05, YMax: 1.45, HideX: true, HideY: true,
		XTicks: []plots.Tick{{At: -1}}, YTicks: []plots.Tick{{At: -99}}, Size: plots.Wide}, layers...)
}

// burst tells whether the training ended out of all bounds.
func (v Variant) burst() bool { return v.DivergedAt != nil || v.Loss[len(v.Loss)-1] > 1000 }

// pieces is the loss in the frame with the corner (x0, y0): a line, broken where the loss is
// over the top.
func (v Variant) pieces(x0, y0 float64, marks []int) []plots.Line {
	var out []plots.Line
	last := float64(marks[len(marks)-1])
	inside := false
	for k, l := range v.Loss {
		x, y := x0+float64(marks[k])/last, y0+level(float64(l))
		in := l < panelHi
		if in && !inside {
			out = append(out, plots.Line{})
			if k > 0 { // it comes down from the top
				out[len(out)-1] = plots.Line{X: []float64{x0 + float64(marks[k-1])/last}, Y: []float64{y0 + 1}}
			}
		}
		if in || inside {
			at := &out[len(out)-1]
			at.X, at.Y = append(at.X, x), append(at.Y, y)
		}
		inside = in
	}
	return out
}

// verdict is the name of a unit and how well it learned.
func (v Variant) verdict() string {
	short := map[string]string{"abs": "|z|", "leaky": "утечка"}[v.Unit]
	if short == "" {
		short = names[v.Unit]
	}
	switch {
	case v.burst():
		return short + ": разошёлся"
	case v.DeadUnits > 0:
		return fmt.Sprintf("%s: %s, %d†", short, russian.Percent(float64(v.Accuracy), 0), v.DeadUnits)
	}
	return short + ": " + russian.Percent(float64(v.Accuracy), 0)
}

func describePanels(p Params, r *Result) string {
	best, diverged := r.Variants[0], 0
	for _, v := range r.Variants {
		if v.burst() {
			diverged++
		} else if v.Accuracy > best.Accuracy || best.burst() {
			best = v
		}
	}
	text := fmt.Sprintf("Девять блоков, одно зерно и одна скорость %s: ошибка по шагам.", russian.Number(p.Rate, 3))
	if !best.burst() {
		text += fmt.Sprintf(" Лучшая точность %s, %s.", russian.Percent(float64(best.Accuracy), 0), names[best.Unit])
	}
	if diverged > 0 {
		text += fmt.Sprintf(" Разошлись %d.", diverged)
	}
	return text
}

func tablePanels(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "unit", Label: "блок"}, {Name: "loss", Label: "последняя ошибка"}, {Name: "accuracy", Label: "точность"}, {Name: "dead", Label: "мёртвых"},
		{Name: "asleep", Label: "спящих"}, {Name: "diverged", Label: "разошлось"}}}
	for _, v := range r.Variants {
		t.Columns[0].Texts = append(t.Columns[0].Texts, names[v.Unit])
		at := "нет"
		if v.DivergedAt != nil {
			at = "к шагу " + russian.Int(*v.DivergedAt)
		}
		for c, x := range []float64{float64(v.Loss[len(v.Loss)-1]), float64(v.Accuracy), float64(v.DeadUnits), float64(v.Asleep)} {
			t.Columns[c+1].Values = append(t.Columns[c+1].Values, x)
		}
		t.Columns[5].Texts = append(t.Columns[5].Texts, at)
	}
	return t
}
