package s0302bernoulli

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The axis of the slopes: from what is lost beside 1 in float64 to the cliff of the clipped unit.
const (
	gentlest = 1e-14
	steepest = 30.0
)

// slopes is |gradient| as a curve; of the clipped unit only where it has one, and the walls
// on both sides.
func (k kind) slopes(y int) (at, slope []float64) {
	add := func(z float64) {
		at, slope = append(at, z), append(slope, math.Abs(k.gradient(z, y)))
	}
	if k.id == clipped {
		add(0)
		for i := 1; i < 100; i++ {
			add(0.01 * float64(i))
		}
		add(1)
		return at, slope
	}
	for z := -edge; z <= edge; z += 0.5 {
		add(z)
	}
	return at, slope
}

func drawSlopes(p Params, r *Result) (*plots.Figure, error) {
	layers := []plots.Layer{plots.Mark{X: p.Z0, Ink: plots.Accent}}
	for _, u := range r.units() {
		l := looks[u.kind.id]
		x, y := u.kind.slopes(p.Y)
		width := plots.Regular
		if u.kind.id == p.Output {
			width = plots.Thick
		}
		layers = append(layers, plots.Line{Name: l.short, X: x, Y: y, Ink: l.ink, Dash: l.dash, Width: width})
		if g := math.Abs(float64(u.Gradient)); g >= gentlest {
			layers = append(layers, plots.Points{X: []float64{p.Z0}, Y: []float64{g}, Ink: l.ink, Marker: l.marker, Radius: 4.5})
		}
	}
	// A logarithmic axis has no place for the slope of the clipped unit outside (0; 1).
	return plots.New(plots.Axes{X: "логит z (у обрезанного вне (0; 1) наклон 0)", Y: "|наклон ошибки|", XMin: -edge, XMax: edge, YMin: gentlest, YMax: steepest, LogY: true, Size: plots.Short}, layers...)
}

func describeSlopes(p Params, r *Result) string {
	return fmt.Sprintf("Модуль производной ошибки по логиту, шкала логарифмическая. При z₀ = %s: логарифм %s, квадрат %s, обрезанный блок %s.",
		russian.Number(p.Z0, 3), size(r.SigmoidNLL.Gradient), size(r.SigmoidMSE.Gradient), size(r.Clipped.Gradient))
}

// size is the magnitude of a number in words.
func size(v lab.Num) string { return russian.Number(math.Abs(float64(v)), 2) }

func tableSlopes(p Params, _ *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "z", Label: "логит z"}, {Name: "clipped", Label: "обрезанный"}, {Name: "sigmoid_mse", Label: "квадрат"}, {Name: "sigmoid_nll", Label: "логарифм"}}}
	for z := -30.0; z <= 30; z += 0.5 {
		t.Columns[0].Values = append(t.Columns[0].Values, z)
		for i, k := range kinds {
			t.Columns[i+1].Values = append(t.Columns[i+1].Values, k.gradient(z, p.Y))
		}
	}
	return t
}

func gripsSlopes(p Params, r *Result) []lab.Grip {
	g := math.Abs(of(p.Output).gradient(p.Z0, p.Y))
	return []lab.Grip{{Param: "z0", Label: "Начальный логит", Along: "x", X: p.Z0, Y: max(gentlest, min(steepest, g))}}
}

// ways are P(y) step by step, the first step at 1: the axis is logarithmic.
func ways(r *Result) (step []float64, p [3][]float64) {
	for _, s := range r.Curve {
		if s.Step == 0 {
			continue
		}
		step = append(step, float64(s.Step))
		for i, v := range []lab.Num{s.Clipped, s.SigmoidMSE, s.SigmoidNLL} {
			p[i] = append(p[i], float64(v))
		}
	}
	return step, p
}

func drawEscape(p Params, r *Result) (*plots.Figure, error) {
	step, ys := ways(r)
	layers := []plots.Layer{plots.Level{Name: "½", Y: 0.5, Ink: plots.Muted, Dash: plots.Dotted}}
	for i, u := range r.units() {
		l := looks[u.kind.id]
		last := len(step) - 1
		layers = append(layers, plots.Line{Name: l.short, X: step, Y: ys[i], Ink: l.ink, Dash: l.dash, Width: plots.Thick},
			plots.Points{X: step[last:], Y: ys[i][last:], Ink: l.ink, Marker: l.marker, Radius: 4.5})
	}
	return plots.New(plots.Axes{X: "шаг", Y: "P(y), вероятность верного ответа", LogX: true, XMin: 1, XMax: mostSteps, YMin: -0.05, YMax: 1.08, Size: plots.Short}, layers...)
}

func describeEscape(p Params, r *Result) string {
	text := fmt.Sprintf("Вероятность, которую каждый блок отводит верному ответу, шаг за шагом от z₀ = %s. ", russian.Number(p.Z0, 3))
	return text + fmt.Sprintf("После %s: логарифм %s, квадрат %s, обрезанный блок %s.", russian.Count(p.Steps, "шага", "шагов", "шагов"),
		r.SigmoidNLL.ProbabilityEnd.Text(2), r.SigmoidMSE.ProbabilityEnd.Text(2), r.Clipped.ProbabilityEnd.Text(2))
}

func tableEscape(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "step", Label: "шаг"}, {Name: "clipped", Label: "обрезанный"}, {Name: "sigmoid_mse", Label: "квадрат"}, {Name: "sigmoid_nll", Label: "логарифм"}}}
	for _, s := range r.Curve {
		for i, v := range []float64{float64(s.Step), float64(s.Clipped), float64(s.SigmoidMSE), float64(s.SigmoidNLL)} {
			t.Columns[i].Values = append(t.Columns[i].Values, v)
		}
	}
	return t
}

func gripsEscape(p Params, r *Result) []lab.Grip {
	for i, u := range r.units() {
		if u.kind.id == p.Output {
			_, ys := ways(r)
			return []lab.Grip{{Param: "steps", Label: "Число шагов", Along: "x", X: float64(p.Steps), Y: ys[i][len(ys[i])-1]}}
		}
	}
	return nil
}
