package s0301crossentropy

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// numbers of a list of steps or values behind the start: logarithmic axes have no 0.
func (r *Result) path(values []lab.Num) (t, v []float64) {
	for k := 1; k < len(r.Step); k++ {
		t, v = append(t, float64(r.Step[k])), append(v, float64(values[k]))
	}
	return t, v
}

// leastLoss is where the axis of the loss begins.
const leastLoss = 1e-6

func stepsAxis(p Params) plots.Axes {
	return plots.Axes{X: "шаг t", LogX: true, XMin: 1, XMax: mostSteps(p), Size: plots.Short}
}

// drawLoss shows J by step on logarithmic axes: a straight line down has no bottom.
func drawLoss(p Params, r *Result) (*plots.Figure, error) {
	t, j := r.path(r.Loss)
	layers := []plots.Layer{plots.Line{Name: "J", X: t, Y: j, Ink: plots.C1, Width: plots.Thick}}
	if r.flees() {
		last := len(t) - 1
		from, to := max(t[last]/1000, 1), mostSteps(p)
		layers = append(layers, plots.Line{Name: "∼ 1/t", X: []float64{from, to}, Y: []float64{j[last] * t[last] / from, j[last] * t[last] / to}, Ink: plots.C2, Dash: plots.Dashed})
	}
	if infimum := float64(r.LossInfimum); infimum > leastLoss {
		name := "минимум "
		if !*r.MinimumExists {
			name = "нижняя грань "
		}
		layers = append(layers, plots.Level{Name: name + r.LossInfimum.Text(3), Y: infimum, Ink: plots.Text, Dash: plots.Dotted})
	}
	layers = append(layers, rule(float64(p.Steps)), ending(t, j))
	ax := stepsAxis(p)
	ax.Y, ax.LogY, ax.YMin, ax.YMax = "потери J", true, leastLoss, 2
	return plots.New(ax, layers...)
}

// flees tells whether descent has reached the part of its escape where J falls like 1/t.
func (r *Result) flees() bool { return !math.IsNaN(float64(r.Slope)) && *r.Errors == 0 }

// rule is the vertical line on whose foot a grip stands.
func rule(x float64) plots.Layer { return plots.Mark{X: x, Ink: plots.Accent, Dash: plots.Dotted} }

// ending marks the last step.
func ending(t, v []float64) plots.Layer {
	last := len(t) - 1
	return plots.Points{X: t[last:], Y: v[last:], Ink: plots.Accent, Radius: 4.5}
}

func describeLoss(p Params, r *Result) string {
	last := len(r.Loss) - 1
	return fmt.Sprintf("Потери J по шагам, обе оси логарифмические: сначала %s, после %s %s. %s",
		r.Loss[0].Text(3), russian.Count(p.Steps, "шага", "шагов", "шагов"), r.Loss[last].Text(3), r.verdict(p))
}

func tableSteps(_ Params, r *Result) lab.Table {
	n := len(r.Step)
	step, j, nll, length := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for k := range step {
		step[k], j[k], nll[k], length[k] = float64(r.Step[k]), float64(r.Loss[k]), float64(r.NLL[k]), float64(r.WeightNorm[k])
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "step", Label: "шаг", Values: step}, {Name: "loss", Label: "J", Values: j},
		{Name: "nll", Label: "J без штрафа", Values: nll}, {Name: "weight_norm", Label: "‖w‖", Values: length},
	}}
}

// drawNorm shows ‖w‖ against the logarithm of the step: a straight line where there is no
// minimum.
func drawNorm(p Params, r *Result) (*plots.Figure, error) {
	t, v := r.path(r.WeightNorm)
	layers := []plots.Layer{plots.Line{Name: "‖w‖", X: t, Y: v, Ink: plots.C1, Width: plots.Thick}}
	if slope := float64(r.SlopeTheory); r.flees() {
		last := len(t) - 1
		from, to := max(t[last]/1000, 1), mostSteps(p)
		line := plots.Line{Name: "наклон в пределе", X: []float64{from, to}, Ink: plots.C2, Dash: plots.Dashed}
		for _, at := range line.X {
			line.Y = append(line.Y, v[last]+slope*math.Log(at/t[last]))
		}
		layers = append(layers, line)
	}
	if at := float64(r.NormAtOptimum); !math.IsNaN(at) {
		layers = append(layers, plots.Level{Name: "минимум: ‖w‖ = " + r.NormAtOptimum.Text(3), Y: at, Ink: plots.Text, Dash: plots.Dotted})
	}
	layers = append(layers, rule(float64(p.Steps)), ending(t, v))
	ax := stepsAxis(p)
	ax.Y, ax.YMin, ax.YMax = "‖w‖", 0, r.longest()
	return plots.New(ax, layers...)
}

func describeNorm(p Params, r *Result) string {
	text := fmt.Sprintf("Длина весов ‖w‖ по шагам, ось шагов логарифмическая: после %s она равна %s.",
		russian.Count(p.Steps, "шага", "шагов", "шагов"), r.WeightNorm[len(r.WeightNorm)-1].Text(4))
	switch {
	case !math.IsNaN(float64(r.NormAtOptimum)):
		text += " В минимуме " + r.NormAtOptimum.Text(4) + "."
	case r.flees():
		text += fmt.Sprintf(" На последнем десятикратном отрезке она прирастает на %s за единицу ln t, в пределе на %s.", r.Slope.Text(3), r.SlopeTheory.Text(3))
	}
	return text
}

// drawRay walks from 0 through the goal: the section of J where one sees whether it turns.
func drawRay(p Params, r *Result) (*plots.Figure, error) {
	var length, j, nll []float64
	for _, at := range r.Ray {
		length, j, nll = append(length, float64(at.Norm)), append(j, float64(at.Loss)), append(nll, float64(at.NLL))
	}
	if len(length) == 0 { // nothing pulls w anywhere
		length, j = []float64{0, 1}, []float64{float64(r.Loss[0]), float64(r.Loss[0])}
		nll = j
	}
	layers := []plots.Layer{plots.Line{Name: "J", X: length, Y: j, Ink: plots.C1, Width: plots.Thick}}
	if p.L2 > 0 {
		layers = append(layers, plots.Line{Name: "без штрафа", X: length, Y: nll, Ink: plots.C2, Dash: plots.Dashed})
	}
	if at := float64(r.NormAtOptimum); at > 0 {
		layers = append(layers, plots.Points{Name: "минимум", X: []float64{at}, Y: []float64{float64(r.LossAtOptimum)}, Ink: plots.Text, Marker: plots.Diamond, Radius: 5})
	}
	x := "‖w‖ вдоль луча к цели"
	if r.target == nil {
		x = "‖w‖ вдоль луча через w"
	}
	return plots.New(plots.Axes{X: x, Y: "потери J", XMin: 0, XMax: length[len(length)-1], YMin: 0, YMax: 1.2, Size: plots.Short}, layers...)
}

func describeRay(p Params, r *Result) string {
	if len(r.Ray) == 0 {
		return fmt.Sprintf("Веса не сдвинулись с нуля, и J остаётся равной %s при любой длине w.", r.Loss[0].Text(3))
	}
	last := r.Ray[len(r.Ray)-1]
	text := fmt.Sprintf("J вдоль луча из нуля: при ‖w‖ = 0 она равна %s, при ‖w‖ = %s — %s.", r.Ray[0].Loss.Text(3), last.Norm.Text(3), last.Loss.Text(3))
	if *r.MinimumExists {
		return text + fmt.Sprintf(" Между ними минимум %s при ‖w‖ = %s.", r.LossAtOptimum.Text(3), r.NormAtOptimum.Text(3))
	}
	return text + " " + r.verdict(p)
}

func tableRay(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "norm", Label: "‖w‖"}, {Name: "loss", Label: "J"}, {Name: "nll", Label: "J без штрафа"}}}
	ray := r.Ray
	if len(ray) == 0 {
		ray = []OnRay{{0, r.Loss[0], r.NLL[0]}}
	}
	for _, at := range ray {
		for k, v := range []lab.Num{at.Norm, at.Loss, at.NLL} {
			t.Columns[k].Values = append(t.Columns[k].Values, float64(v))
		}
	}
	return t
}

func gripsLoss(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "steps", Label: "Шагов спуска t", Along: "x", X: float64(p.Steps), Y: math.Max(leastLoss, float64(r.Loss[len(r.Loss)-1]))}}
}

func gripsNorm(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "steps", Label: "Шагов спуска t", Along: "x", X: float64(p.Steps), Y: float64(r.WeightNorm[len(r.WeightNorm)-1])}}
}
