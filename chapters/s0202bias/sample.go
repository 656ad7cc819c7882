package s0202bias

import (
	"fmt"
	"slices"

	"konspekt/compute/stats"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// centre is what the observations of an estimator scatter around, and its name.
func centre(p Params) (at float64, name string) {
	switch p.Estimator {
	case "bernoulli_mean":
		return p.Theta, "истина p"
	case "normal_mean":
		return p.Theta, "истина μ"
	case "uniform_max", "uniform_max_corrected":
		return p.Theta, "край θ"
	}
	return 0, "истина μ"
}

// fitted is what the sample itself puts in its place.
func fitted(p Params, sample []float64) (at float64, name string) {
	var s stats.Summary
	s.AddAll(sample)
	if p.Estimator == "uniform_max" || p.Estimator == "uniform_max_corrected" {
		return s.Max, "наибольшее"
	}
	return s.Mean, "среднее x̄"
}

// drawSample shows the first sample: its own mean lies nearer to its points than the
// true one, and that is where the variance loses.
func drawSample(p Params, r *Result) (*plots.Figure, error) {
	truth, truthName := centre(p)
	own, ownName := fitted(p, r.Sample)
	n := len(r.Sample)
	row, from := make([]float64, n), make([]float64, n)
	for i := range r.Sample {
		row[i], from[i] = float64(n-i), own
	}
	lo, hi := min(truth, slices.Min(r.Sample)), max(truth, slices.Max(r.Sample))
	margin := 0.08 * (hi - lo)
	return plots.New(
		plots.Axes{X: "наблюдения первой выборки", HideY: true, XMin: lo - margin, XMax: hi + margin, YMin: 0.2, YMax: float64(n) + 1.2, Size: plots.Short},
		plots.Mark{Name: truthName, X: truth, Ink: plots.Text, Dash: plots.Dashed},
		plots.Mark{Name: ownName, X: own, Ink: plots.C2},
		plots.Segments{X0: from, Y0: row, X1: r.Sample, Y1: row, Ink: plots.C2, Width: plots.Thin},
		plots.Points{X: r.Sample, Y: row, Ink: plots.C1},
	)
}

func describeSample(p Params, r *Result) string {
	truth, _ := centre(p)
	own, ownName := fitted(p, r.Sample)
	if ownName == "наибольшее" {
		return fmt.Sprintf("Первая выборка из %s: наибольшее %s, а край отрезка %s.",
			russian.Count(p.M, "наблюдения", "наблюдений", "наблюдений"), russian.Number(own, 3), russian.Number(truth, 3))
	}
	return fmt.Sprintf("Первая выборка из %s. Сумма квадратов отклонений от своего среднего %s, от истинного %s: свой центр всегда ближе.",
		russian.Count(p.M, "наблюдения", "наблюдений", "наблюдений"), russian.Number(squares(r.Sample, own), 3), russian.Number(squares(r.Sample, truth), 3))
}

func squares(x []float64, from float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += (v - from) * (v - from)
	}
	return sum
}

func tableSample(_ Params, r *Result) lab.Table {
	number := make([]float64, len(r.Sample))
	for i := range number {
		number[i] = float64(i + 1)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: number},
		{Name: "x", Label: "наблюдение", Values: r.Sample},
	}}
}
