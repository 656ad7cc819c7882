package s030401rectifiers

import (
	"fmt"

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
	threads := plots.Segments{Ink: plots.C1, Width: plots.Thin}
	deaths := plots.Points{Name: "смерть: ни на одном примере нет градиента", Ink: plots.C2, Marker: plots.Cross, Radius: 4}
	m := r.main
	stride := (len(m.steps)-1)/drawnSteps + 1
	for j := range p.Width {
		y, end := float64(p.Width-j), float64(m.steps[len(m.steps)-1])
		if d := m.died[j]; d != nil {
			end = float64(*d)
			deaths.X, deaths.Y = append(deaths.X, end), append(deaths.Y, y)
		}
		life := plots.Band{Ink: plots.C1}
		if j == 0 {
			life.Name = "толщина: доля примеров с z > 0"
		}
		for i := 0; i < len(m.steps); i++ {
			x, half := float64(m.steps[i]), thick*m.shares[i][j]
			if x <= end && (i%stride == 0 || i == len(m.steps)-1 || x == end) {
				life.X, life.Lo, life.Hi = append(life.X, x), append(life.Lo, y-half), append(life.Hi, y+half)
			}
		}
		layers = append(layers, life)
		threads.X0, threads.Y0 = append(threads.X0, 0), append(threads.Y0, y)
		threads.X1, threads.Y1 = append(threads.X1, end), append(threads.Y1, y)
	}
	layers = append(layers, threads)
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
	return plots.New(plots.Axes{X: "шаг", Y: "скрытый блок", XMin: 0, XMax: span(p.Steps), YMin: 0.3, YMax: float64(p.Width) + 0.7, HideY: true,
		YTicks: unitTicks(p.Width), Size: size}, layers...)
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
