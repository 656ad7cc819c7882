package s030401rectifiers

import (
	"fmt"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// span is where the axis of steps ends: it does not move as steps are added.
func span(steps int) float64 {
	if steps <= shortRun {
		return shortRun
	}
	return mostSteps
}

// thick is half the height of the line of a unit that is on at every example.
const thick = 0.43

// drawn steps of a line: more would not be seen.
const drawnSteps = 120

// drawLives draws every unit as a line, as thick as the share of examples at which it is
// on. A thread means that it is off everywhere and can still learn; where it cannot any
// more the line ends.
func drawLives(p Params, r *Result) (*plots.Figure, error) {
	var layers []plots.Layer
	deaths := plots.Points{Ink: plots.C2, Marker: plots.Cross, Radius: 4}
	for j := range p.Width {
		life, outline := r.main.life(j, float64(p.Width-j))
		layers = append(layers, life, outline)
		if d := r.main.died[j]; d != nil {
			deaths.X, deaths.Y = append(deaths.X, float64(*d)), append(deaths.Y, float64(p.Width-j))
		}
	}
	if len(deaths.X) > 0 {
		layers = append(layers, deaths)
	}
	size := plots.Wide
	if p.Width > 24 {
		size = plots.Tall
	}
	if r.DivergedAt != nil {
		layers = append(layers, plots.Mark{Name: "разошлось", X: float64(*r.DivergedAt), Ink: plots.C2, Dash: plots.Dashed})
	}
	return plots.New(plots.Axes{X: "шаг", Y: "блок: толщина — доля примеров с z > 0, крест — смерть", XMin: 0, XMax: span(p.Steps), YMin: 0.3, YMax: float64(p.Width) + 0.7, HideY: true,
		YTicks: unitTicks(p.Width), Size: size}, layers...)
}

// life is the line of unit j around the height y, and its outline, until its death.
func (tr *trace) life(j int, y float64) (plots.Band, plots.Line) {
	band := plots.Band{Ink: plots.C1}
	stride, end := (len(tr.steps)-1)/drawnSteps+1, tr.steps[len(tr.steps)-1]
	if d := tr.died[j]; d != nil {
		end = *d
	}
	for i, step := range tr.steps {
		if step > end || i%stride != 0 && step != end {
			continue
		}
		half := thick * tr.shares[i][j]
		band.X, band.Lo, band.Hi = append(band.X, float64(step)), append(band.Lo, y-half), append(band.Hi, y+half)
	}
	outline := plots.Line{Ink: plots.C1, Width: plots.Thin, X: slices.Clone(band.X), Y: slices.Clone(band.Hi)}
	for i := len(band.X) - 1; i >= 0; i-- {
		outline.X, outline.Y = append(outline.X, band.X[i]), append(outline.Y, band.Lo[i])
	}
	return band, outline
}

// unitTicks numbers the units from 1 at the top.
func unitTicks(width int) []plots.Tick {
	step := 1
	for width/step > 8 {
		step *= 2
	}
	var out []plots.Tick
	for j := 0; j < width; j += step {
		out = append(out, plots.Tick{At: float64(width - j), Label: fmt.Sprint(j + 1)})
	}
	return out
}

func describeLives(p Params, r *Result) string {
	text := fmt.Sprintf("Жизнь каждого из %s за %s, %s. Мёртвых в конце %d, точность %s.", russian.Count(p.Width, "скрытого блока", "скрытых блоков", "скрытых блоков"),
		russian.Count(len(r.main.steps)-1, "шаг", "шага", "шагов"), names[p.Unit], r.DeadUnits, russian.Percent(float64(r.Accuracy), 0))
	if r.DivergedAt != nil {
		text += fmt.Sprintf(" Обучение разошлось на шаге %d.", *r.DivergedAt)
	}
	return text
}

func tableLives(p Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "step", Label: "шаг"}, {Name: "dead", Label: "мёртвых"}}}
	for j := range p.Width {
		t.Columns = append(t.Columns, lab.Column{Name: fmt.Sprintf("unit%d", j+1), Label: fmt.Sprintf("блок %d", j+1)})
	}
	m := r.main
	stride := (len(m.steps)-1)/30 + 1
	for i := 0; i < len(m.steps); i += stride {
		t.Columns[0].Values = append(t.Columns[0].Values, float64(m.steps[i]))
		t.Columns[1].Values = append(t.Columns[1].Values, float64(m.dead[i]))
		for j, s := range m.shares[i] {
			t.Columns[j+2].Values = append(t.Columns[j+2].Values, s)
		}
	}
	return t
}
