package s0204tradeoff

import (
	"cmp"
	"fmt"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// drawModel shows single fits of a model, their mean and the truth. The axes depend on
// the truth and the noise only: a curve that runs wild leaves the picture.
func drawModel(p Params, r *Result, f fits, size plots.Size) (*plots.Figure, error) {
	lo, hi := slices.Min(r.problem.FGrid), slices.Max(r.problem.FGrid)
	margin := 0.35 + 2.2*p.Noise
	return plots.New(
		plots.Axes{X: "x", Y: "y", XMin: -1, XMax: 1, YMin: lo - margin, YMax: hi + margin, Size: size},
		plots.Spaghetti{Name: "обучения", X: r.problem.Grid, Ys: f.single, Ink: plots.C1},
		plots.Points{Name: "выборка", X: r.problem.X, Y: r.sample, Ink: plots.Muted, Marker: plots.Ring},
		plots.Line{Name: "истина f", X: r.problem.Grid, Y: r.problem.FGrid, Ink: plots.Text, Dash: plots.Dashed},
		plots.Line{Name: "среднее", X: r.problem.Grid, Y: f.mean, Ink: plots.C2, Width: plots.Thick},
	)
}

func tableModel(r *Result, f fits) lab.Table {
	t := lab.Table{Columns: []lab.Column{
		{Name: "x", Label: "x", Values: r.problem.Grid},
		{Name: "truth", Label: "истина f", Values: r.problem.FGrid},
		{Name: "mean", Label: "средняя кривая", Values: f.mean},
	}}
	for i, y := range f.single {
		t.Columns = append(t.Columns, lab.Column{Name: fmt.Sprintf("fit%d", i+1), Label: fmt.Sprintf("обучение %d", i+1), Values: y})
	}
	return t
}

func drawFits(p Params, r *Result) (*plots.Figure, error) {
	return drawModel(p, r, r.poly, plots.Wide)
}

func describeFits(p Params, r *Result) string {
	return fmt.Sprintf("Истинная функция, %s степени %d, обученных на разных выборках из %s, и их среднее. Смещение² %s, дисперсия %s.",
		russian.Count(shownFits, "многочлен", "многочлена", "многочленов"), p.Degree, russian.Count(p.M, "точки", "точек", "точек"),
		russian.Number(float64(r.Bias2), 3), russian.Number(float64(r.Variance), 3))
}

func tableFits(_ Params, r *Result) lab.Table { return tableModel(r, r.poly) }

func drawFeatures(p Params, r *Result) (*plots.Figure, error) {
	return drawModel(p, r, r.features, plots.Short)
}

func describeFeatures(p Params, r *Result) string {
	return fmt.Sprintf("Истинная функция и %s модели из %s. MSE на новых данных %s.",
		russian.Count(shownWriggles, "обучение", "обучения", "обучений"), russian.Count(p.Features, "случайного признака", "случайных признаков", "случайных признаков"),
		russian.Number(float64(r.FeaturesMSE), 3))
}

func tableFeatures(_ Params, r *Result) lab.Table { return tableModel(r, r.features) }

// byDegree lists the curve as slices.
func byDegree(curve []Risk) (degree, bias2, variance, mse []float64) {
	for _, c := range curve {
		degree = append(degree, float64(c.Degree))
		bias2 = append(bias2, float64(c.Bias2))
		variance = append(variance, float64(c.Variance))
		mse = append(mse, float64(c.MSE))
	}
	return degree, bias2, variance, mse
}

// errorAxis bounds a logarithmic axis of errors: from a hundredth of the noise, so that
// a bias that is zero but for rounding does not stretch it, to past the largest error.
func errorAxis(p Params, mse []float64) (lo, hi float64) {
	lo = p.Noise * p.Noise / 100
	if lo == 0 {
		lo = slices.Max(mse) * 1e-6
	}
	return max(lo, 1e-12), max(1.5*slices.Max(mse), 100*lo, 1e-9)
}

func drawCurve(p Params, r *Result) (*plots.Figure, error) {
	degree, bias2, variance, mse := byDegree(r.Curve)
	lo, hi := errorAxis(p, mse)
	layers := []plots.Layer{
		plots.Mark{Name: fmt.Sprintf("d = %d", p.Degree), X: float64(p.Degree), Ink: plots.Accent},
		plots.Line{Name: "смещение²", X: degree, Y: bias2, Ink: plots.C2, Dash: plots.Dashed},
		plots.Line{Name: "дисперсия", X: degree, Y: variance, Ink: plots.C1, Dash: plots.Dotted},
		plots.Line{Name: "MSE", X: degree, Y: mse, Ink: plots.Text},
		plots.Points{X: degree, Y: mse, Ink: plots.Text},
		plots.Points{Name: "лучшая", X: []float64{float64(r.BestDegree)}, Y: []float64{mse[r.BestDegree]}, Ink: plots.C3, Marker: plots.Diamond, Radius: 5},
	}
	if p.Noise > 0 {
		layers = append([]plots.Layer{plots.Level{Name: "шум σ²", Y: float64(r.Noise2), Ink: plots.Muted, Dash: plots.DashDot, Left: true}}, layers...)
	}
	return plots.New(plots.Axes{X: "степень d", Y: "ошибка", LogY: true, XMin: -0.5, XMax: 15.5, YMin: lo, YMax: hi, Size: plots.Short}, layers...)
}

func describeCurve(p Params, r *Result) string {
	return fmt.Sprintf("Ошибка по степеням: MSE на новых данных наименьшая при d = %d. Сейчас d = %d: смещение² %s + дисперсия %s + шум %s = %s.",
		r.BestDegree, p.Degree, russian.Number(float64(r.Bias2), 3), russian.Number(float64(r.Variance), 3),
		russian.Number(float64(r.Noise2), 3), russian.Number(float64(r.MSE), 3))
}

func tableCurve(_ Params, r *Result) lab.Table {
	degree, bias2, variance, mse := byDegree(r.Curve)
	return risks(lab.Column{Name: "degree", Label: "степень d", Values: degree}, bias2, variance, mse)
}

func risks(by lab.Column, bias2, variance, mse []float64) lab.Table {
	return lab.Table{Columns: []lab.Column{by,
		{Name: "bias2", Label: "смещение²", Values: bias2},
		{Name: "variance", Label: "дисперсия", Values: variance},
		{Name: "mse", Label: "MSE", Values: mse},
	}}
}

func gripsCurve(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "degree", Label: "Степень многочлена d", Along: "x", X: float64(p.Degree), Y: float64(r.MSE)}}
}

// byCount lists the second descent as slices.
func byCount(descent []Count) (n, bias2, variance, mse []float64) {
	for _, c := range descent {
		n = append(n, float64(c.Features))
		bias2 = append(bias2, float64(c.Bias2))
		variance = append(variance, float64(c.Variance))
		mse = append(mse, float64(c.MSE))
	}
	return n, bias2, variance, mse
}

func drawDescent(p Params, r *Result) (*plots.Figure, error) {
	n, bias2, variance, mse := byCount(r.Descent)
	lo, hi := errorAxis(p, mse)
	return plots.New(
		plots.Axes{X: "число признаков N", Y: "ошибка", LogX: true, LogY: true, XMin: 1, XMax: float64(4 * p.M), YMin: lo, YMax: hi, Size: plots.Short},
		plots.Mark{Name: "N = m", X: float64(p.M), Ink: plots.Muted, Dash: plots.Dashed},
		plots.Mark{Name: fmt.Sprintf("N = %d", p.Features), X: float64(p.Features), Ink: plots.Accent},
		plots.Line{Name: "смещение²", X: n, Y: bias2, Ink: plots.C2, Dash: plots.Dashed},
		plots.Line{Name: "дисперсия", X: n, Y: variance, Ink: plots.C1, Dash: plots.Dotted},
		plots.Line{Name: "MSE", X: n, Y: mse, Ink: plots.Text},
		plots.Points{X: n, Y: mse, Ink: plots.Text},
	)
}

func describeDescent(p Params, r *Result) string {
	peak := slices.MaxFunc(r.Descent, func(a, b Count) int { return cmp.Compare(a.MSE, b.MSE) })
	last := r.Descent[len(r.Descent)-1]
	return fmt.Sprintf("MSE модели из случайных признаков: наибольшая, %s, при N = %d, где точек %d; при N = %d она %s. Сейчас N = %d: %s.",
		russian.Number(float64(peak.MSE), 3), peak.Features, p.M, last.Features, russian.Number(float64(last.MSE), 3),
		p.Features, russian.Number(float64(r.FeaturesMSE), 3))
}

func tableDescent(_ Params, r *Result) lab.Table {
	n, bias2, variance, mse := byCount(r.Descent)
	return risks(lab.Column{Name: "features", Label: "признаков N", Values: n}, bias2, variance, mse)
}

func gripsDescent(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "features", Label: "Число случайных признаков N", Along: "x", X: float64(p.Features), Y: float64(r.FeaturesMSE)}}
}
