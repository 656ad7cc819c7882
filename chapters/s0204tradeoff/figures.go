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
		plots.Spaghetti{Name: "кривые", X: r.problem.Grid, Ys: f.single[1:], Ink: plots.C6},
		plots.Line{Name: "одна из них", X: r.problem.Grid, Y: f.single[0], Ink: plots.C1},
		plots.Points{X: r.problem.X, Y: r.sample, Ink: plots.C1, Marker: plots.Ring},
		plots.Line{Name: "среднее", X: r.problem.Grid, Y: f.mean, Ink: plots.C2, Width: plots.Thick},
		plots.Line{Name: "истина f", X: r.problem.Grid, Y: r.problem.FGrid, Ink: plots.Text, Dash: plots.Dashed},
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
	return fmt.Sprintf("Истинная функция, %s степени %d по разным выборкам из %s и среднее всех таких кривых. Смещение² %s, дисперсия %s.",
		russian.Count(len(r.poly.single), "многочлен", "многочлена", "многочленов"), p.Degree, russian.Count(p.M, "точки", "точек", "точек"),
		r.Bias2.Text(3), r.Variance.Text(3))
}

func tableFits(_ Params, r *Result) lab.Table { return tableModel(r, r.poly) }

func drawFeatures(p Params, r *Result) (*plots.Figure, error) {
	return drawModel(p, r, r.features, plots.Short)
}

func describeFeatures(p Params, r *Result) string {
	return fmt.Sprintf("Истинная функция и %s по разным выборкам, модель из %s. MSE на новых данных %s.",
		russian.Count(len(r.features.single), "кривая", "кривые", "кривых"), russian.Count(p.Features, "случайного признака", "случайных признаков", "случайных признаков"),
		r.FeaturesMSE.Text(3))
}

func tableFeatures(_ Params, r *Result) lab.Table { return tableModel(r, r.features) }

// byDegree lists the curve as slices.
func byDegree(curve []Risk) (degree, bias2, variance, mse, train []float64) {
	for _, c := range curve {
		degree = append(degree, float64(c.Degree))
		bias2 = append(bias2, float64(c.Bias2))
		variance = append(variance, float64(c.Variance))
		mse = append(mse, float64(c.MSE))
		train = append(train, float64(c.TrainMSE))
	}
	return degree, bias2, variance, mse, train
}

// drawCurve stacks what the error is made of, degree by degree, with the error on the
// very points of the training beside it. The axis follows the small degrees: bars that
// run past it are cut, the table has their numbers.
func drawCurve(p Params, r *Result) (*plots.Figure, error) {
	degree, bias2, variance, mse, train := byDegree(r.Curve)
	noise := make([]float64, len(degree))
	for i := range noise {
		noise[i] = float64(r.Noise2)
	}
	return plots.New(
		plots.Axes{X: "степень d", Y: "ошибка", XMin: -0.6, XMax: 15.6, YMin: 0, YMax: max(1.12*mse[0], 3*mse[r.BestDegree]), Size: plots.Short,
			XTicks: []plots.Tick{{At: 0, Label: "0"}, {At: 3, Label: "3"}, {At: 6, Label: "6"}, {At: 9, Label: "9"}, {At: 12, Label: "12"}, {At: 15, Label: "15"}}},
		plots.Stack{X: degree, Current: p.Degree, Parts: []plots.Part{
			{Name: "шум", Y: noise, Ink: plots.C8},
			{Name: "смещение²", Y: bias2, Ink: plots.C2},
			{Name: "дисперсия", Y: variance, Ink: plots.C1},
		}},
		plots.Line{Name: "обучение", X: degree, Y: train, Ink: plots.Text, Dash: plots.Dashed},
		plots.Mark{Name: fmt.Sprintf("d = %d: MSE %s", p.Degree, r.MSE.Text(3)), X: float64(p.Degree), Ink: plots.Accent},
	)
}

func describeCurve(p Params, r *Result) string {
	return fmt.Sprintf("Ошибка на новых данных по степеням, столбиками: шум, смещение² и дисперсия; наименьшая при d = %d. Сейчас d = %d: смещение² %s + дисперсия %s + шум %s = %s.",
		r.BestDegree, p.Degree, r.Bias2.Text(3), r.Variance.Text(3),
		r.Noise2.Text(3), r.MSE.Text(3))
}

func tableCurve(_ Params, r *Result) lab.Table {
	degree, bias2, variance, mse, train := byDegree(r.Curve)
	t := risks(lab.Column{Name: "degree", Label: "степень d", Values: degree}, bias2, variance, mse)
	t.Columns = append(t.Columns, lab.Column{Name: "train_mse", Label: "на своих точках", Values: train})
	return t
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

// errorAxis bounds the logarithmic axis of the second descent: from a hundredth of the
// noise, so that a bias that is zero but for rounding does not stretch it.
func errorAxis(p Params, mse []float64) (lo, hi float64) {
	lo = p.Noise * p.Noise / 100
	if lo == 0 {
		lo = slices.Max(mse) * 1e-6
	}
	return max(lo, 1e-12), max(1.5*slices.Max(mse), 100*lo, 1e-9)
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
		p.Features, r.FeaturesMSE.Text(3))
}

func tableDescent(_ Params, r *Result) lab.Table {
	n, bias2, variance, mse := byCount(r.Descent)
	return risks(lab.Column{Name: "features", Label: "признаков N", Values: n}, bias2, variance, mse)
}

func gripsDescent(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "features", Label: "Число случайных признаков N", Along: "x", X: float64(p.Features), Y: float64(r.FeaturesMSE)}}
}
