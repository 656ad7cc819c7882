package s0204tradeoff

import (
	"fmt"
	"strconv"

	"konspekt/compute/poly"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// defaults is what the page shows first.
var defaults = Params{Truth: "sin", Degree: 3, Noise: 0.3, M: 20, Features: 10, Repeats: 400, Seed: 1}

// Lab declares the lab `tradeoff`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "tradeoff", Section: "2.4", Title: "Сколько свободы дать модели",
		Default: defaults,
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Слишком просто", Query: "degree=1", Text: "Прямые согласны между собой — и все неправы."},
			{Name: "Слишком гибко", Query: "degree=12", Text: "В среднем верно, по отдельности нет. Нажмите «Новая выборка»."},
			{Name: "Второй спуск", Query: "features=80", Text: "Признаков вчетверо больше, чем точек, а ошибка ниже, чем при N = m."},
			{Name: "Сломать края", Query: "degree=15&noise=0.05&truth=runge&m=16", Break: true, Text: "Кривая проходит через все 16 точек, а между крайними улетает."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "fits", Title: "Один опыт, повторённый много раз", Draw: drawFits, Describe: describeFits, Table: tableFits},
			{ID: "ucurve", Title: "Ошибка и степень", Draw: drawCurve, Describe: describeCurve, Table: tableCurve, Grips: gripsCurve},
			{ID: "descent", Title: "Второй спуск", Draw: drawDescent, Describe: describeDescent, Table: tableDescent, Grips: gripsDescent},
			{ID: "features", Title: "Кривые из N признаков", Draw: drawFeatures, Describe: describeFeatures, Table: tableFeatures},
		},
		Beside: func(p Params) string {
			if p.Features != defaults.Features {
				return "descent"
			}
			return "ucurve"
		},
		Numbers: numbers,
		Grow:    "repeats",
		Summary: func(_ Params, r *Result) string {
			return fmt.Sprintf("Смещение² %s, дисперсия %s, шум %s, вместе MSE %s.", r.Bias2.Text(3),
				r.Variance.Text(3), r.Noise2.Text(3), r.MSE.Text(3))
		},
		Source: []string{"chapters/s0204tradeoff/experiment.go#Run", "compute/poly/family.go", "compute/poly/simulate.go", "compute/poly/features.go"},
	})
}

func fields() []lab.Field[Params] {
	degree := lab.Int(lab.Control{
		Name: "degree", Symbol: "d", Label: "степень", Max: poly.MaxDegree, Step: 1,
		Help: "Степень многочлена — ёмкость модели: у многочлена степени d есть d + 1 коэффициент.",
	}, func(p *Params) *int { return &p.Degree }).Within(func(p Params) lab.Limit {
		return lab.Limit{Max: float64(min(poly.MaxDegree, p.M-1)), Why: "коэффициентов d + 1 не больше, чем точек m = " + strconv.Itoa(p.M)}
	})
	lambda := lab.Float(lab.Control{
		Name: "lambda", Symbol: `\lambda`, Label: "штраф", Max: 100, Step: 0.01, Log: true,
		Help: "Гребневая регрессия: чем больше λ, тем ближе кривая к постоянной.",
	}, func(p *Params) *float64 { return &p.Lambda })
	noise := lab.Float(lab.Control{
		Name: "noise", Symbol: `\sigma`, Label: "шум", Max: 2, Step: 0.01,
		Help: "Стандартное отклонение случайной ошибки в каждом ответе.",
	}, func(p *Params) *float64 { return &p.Noise })
	truth := lab.OneOf(lab.Control{
		Name: "truth", Symbol: "f", Label: "истинная функция", More: true,
		Choices: []lab.Choice{{Value: "sin", Label: "синус"}, {Value: "step", Label: "ступенька"}, {Value: "cubic", Label: "кубическая"}, {Value: "runge", Label: "Рунге"}},
		Help:    "Кривая, которую модель восстанавливает по зашумлённым точкам.",
	}, func(p *Params) *string { return &p.Truth })
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "точек", Min: 5, Max: 200, Step: 1, Log: true, More: true, Resets: []string{"degree", "features"},
		Help: "Сколько точек на отрезке [−1; 1], через равные промежутки.",
	}, func(p *Params) *int { return &p.M })
	features := lab.Int(lab.Control{
		Name: "features", Symbol: "N", Label: "признаков", Min: 1, Max: 800, Step: 1, Log: true, More: true,
		Help: "Сколько случайных косинусов во второй модели: той, что показывает второй спуск.",
	}, func(p *Params) *int { return &p.Features }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 1, Max: float64(4 * p.M), Why: "вчетверо больше, чем точек m = " + strconv.Itoa(p.M)}
	})
	return []lab.Field[Params]{degree, lambda, noise, truth, m, features, lab.Repeats(20000, func(p *Params) *int { return &p.Repeats }), lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

// rounding is the size under which a squared bias is only rounding.
const rounding = 1e-12

func numbers(_ Params, r *Result) []lab.Number {
	exact := func(v lab.Num) string {
		if v < rounding {
			return "0"
		}
		return russian.Number(float64(v), 3)
	}
	return []lab.Number{
		{Label: "MSE на новых данных", Text: russian.WithError(float64(r.MSESimulated), float64(r.MSESE)), Theory: exact(r.MSE)},
		{Label: "= смещение²", Theory: exact(r.Bias2)},
		{Label: "+ дисперсия", Theory: exact(r.Variance)},
		{Label: "+ шум σ²", Theory: exact(r.Noise2)},
		{Label: "Ошибка на своих точках", Theory: exact(r.TrainMSE)},
		{Label: "Лучшая степень", Theory: strconv.Itoa(r.BestDegree)},
		{Label: "MSE модели из N признаков", Theory: exact(r.FeaturesMSE)},
	}
}
