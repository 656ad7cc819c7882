package s0209sgd

import (
	"fmt"

	"konspekt/compute/sgd"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// costs are the operations that sets of different sizes ask for.
func costs(p Params) (m, minibatch, full, gram []float64) {
	for k := fewestExamples; k <= mostInSet; k *= 10 {
		m = append(m, float64(k))
		minibatch = append(minibatch, float64(sgd.FlopsPerStep(p.Batch, features)))
		full = append(full, float64(sgd.FlopsPerStep(k, features)))
		gram = append(gram, float64(gramFlops(k)))
	}
	return m, minibatch, full, gram
}

func drawCost(p Params, r *Result) (*plots.Figure, error) {
	m, minibatch, full, gram := costs(p)
	now := float64(p.M)
	return plots.New(plots.Axes{X: "примеров в наборе m", Y: "действий", LogX: true, LogY: true, XMin: fewestExamples, XMax: mostInSet, YMin: 10, YMax: 1e18, Size: plots.Short},
		plots.Mark{Name: "m = " + named(p.M), X: now, Ink: plots.Accent},
		plots.Line{Name: "шаг SGD", X: m, Y: minibatch, Ink: plots.C1, Width: plots.Thick},
		plots.Line{Name: "шаг по всем m", X: m, Y: full, Ink: plots.C2, Dash: plots.Dashed},
		plots.Line{Name: "матрица Грама", X: m, Y: gram, Ink: plots.C3, Dash: plots.Dotted},
		plots.Points{X: []float64{now, now, now}, Y: []float64{float64(r.StepFlops), float64(r.FullStepFlops), float64(r.GramFlops)}, Ink: plots.Accent, Marker: plots.Disc, Radius: 3.5},
	)
}

func describeCost(p Params, r *Result) string {
	return fmt.Sprintf("Действий на один шаг: по минибатчу из %s — %s при любом m, по всем %s — %s. Матрица Грама обошлась бы в %s.",
		russian.Count(p.Batch, "примера", "примеров", "примеров"), russian.Int(r.StepFlops), russian.Count(p.M, "примеру", "примерам", "примерам"),
		russian.Int(r.FullStepFlops), russian.Number(float64(r.GramFlops), 2))
}

func tableCost(p Params, _ *Result) lab.Table {
	m, minibatch, full, gram := costs(p)
	return lab.Table{Columns: []lab.Column{
		{Name: "m", Label: "m", Values: m},
		{Name: "minibatch", Label: "шаг SGD", Values: minibatch},
		{Name: "full_batch", Label: "шаг по всем m", Values: full},
		{Name: "gram", Label: "матрица Грама", Values: gram},
	}}
}

func gripsCost(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "m", Label: "Размер набора m", Along: "x", X: float64(p.M), Y: float64(r.FullStepFlops)}}
}
