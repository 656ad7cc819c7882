package s0210regression

import (
	"fmt"
	"math"
	"strconv"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// Lab declares the lab `regression`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "regression", Section: "2.10", Title: "Прямая, колокола и квадраты",
		Default: Params{B: 2, Sigma: 0.5, Show: "bells", Data: "synthetic", Noise: "normal", NoiseSigma: 0.4, M: 12, Repeats: 300, Seed: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Уложить прямую", Query: "", Text: "Тяните концы прямой: колокола должны накрыть свои точки."},
			{Name: "Квадраты", Query: "show=squares", Text: "На остатках построены квадраты: их общую площадь и уменьшаем."},
			{Name: "Шум Лапласа", Query: "answer=true&b=0.8&m=60&noise=laplace&w=0.3", Text: "Для такого шума наименьшие модули точнее наименьших квадратов."},
			{Name: "Сломать выбросом", Query: "answer=true&b=0.445&outlier=-3.5&w=0.345", Break: true, Text: "Крайняя точка упала: квадраты пошли за ней, модули остались на месте."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "line", Title: "Прямая и точки", Draw: drawLine, Describe: describeLine, Table: tableLine, Grips: gripsLine, Edit: editLine, Sum: sumLine},
			{ID: "scan", Title: "Одно дно", Draw: drawScan, Describe: describeScan, Table: tableScan, Grips: gripsScan},
			{ID: "plane", Title: "Плоскость (w, b)", Draw: drawPlane, Describe: describePlane, Table: tablePlane, Grips: gripsPlane},
			{ID: "outlier", Title: "Выброс", Draw: drawOutlier, Describe: describeOutlier, Table: tableOutlier, Grips: gripsOutlier, When: drawn},
			{ID: "spread", Title: "Кто точнее", Draw: drawSpread, Describe: describeSpread, Table: tableSpread, When: drawn},
		},
		Beside: func(p Params) string {
			switch {
			case !drawn(p):
				return "plane"
			case p.Outlier != 0:
				return "outlier"
			case p.Noise == "laplace":
				return "spread"
			}
			return "scan"
		},
		Numbers: numbers,
		Heads:   [2]string{"Сейчас", "Лучшее, теория"},
		Grow:    "m",
		Summary: func(p Params, r *Result) string {
			return fmt.Sprintf("MSE %s, MAE %s, логарифм правдоподобия %s.", r.MSE.Text(3), r.MAE.Text(3), r.LogLik.Text(4))
		},
		Source: []string{"chapters/s0210regression/experiment.go#Run", "compute/linear/fit.go#LeastSquares", "compute/linear/lad.go", "compute/linear/loss.go"},
	})
}

// drawn tells whether the points are drawn from the seed.
func drawn(p Params) bool { return p.Points == "" && p.Data == "synthetic" }

func fields() []lab.Field[Params] {
	return append(lineFields(), dataFields()...)
}

func lineFields() []lab.Field[Params] {
	w := lab.Float(lab.Control{
		Name: "w", Symbol: "w", Label: "наклон", Min: -1e4, Max: 1e4, Step: 0.005,
		Help: "Наклон вашей прямой; её концы можно тянуть и на рисунке.",
	}, func(p *Params) *float64 { return &p.W }).Within(func(p Params) lab.Limit { return frameOf(p).slope })
	b := lab.Float(lab.Control{
		Name: "b", Symbol: "b", Label: "свободный член", Min: -1e8, Max: 1e8, Step: 0.01,
		Help: "Высота вашей прямой при x = 0.",
	}, func(p *Params) *float64 { return &p.B }).Within(func(p Params) lab.Limit { return frameOf(p).intercept })
	sigma := lab.Float(lab.Control{
		Name: "sigma", Symbol: `\sigma`, Label: "ширина", Min: 0.2, Max: 1e4, Step: 0.01, Log: true,
		Help: "Стандартное отклонение нормального распределения, которое модель ставит вокруг каждого предсказания.",
	}, func(p *Params) *float64 { return &p.Sigma }).Within(func(p Params) lab.Limit { return frameOf(p).sigma })
	show := lab.OneOf(lab.Control{
		Name: "show", Label: "на рисунке", More: true,
		Choices: []lab.Choice{{Value: "bells", Label: "колокола"}, {Value: "squares", Label: "квадраты"}},
		Help:    "Плотность модели вокруг предсказаний или квадраты на остатках.",
	}, func(p *Params) *string { return &p.Show })
	answer := lab.Bool(lab.Control{
		Name: "answer", Label: "лучшие прямые", More: true,
		Choices: []lab.Choice{{Value: "false", Label: "когда я рядом"}, {Value: "true", Label: "сразу"}},
		Help:    "Прямые наименьших квадратов и наименьших модулей появляются, когда ваша почти не хуже, или сразу; со своими точками они видны всегда.",
	}, func(p *Params) *bool { return &p.Answer }).When(func(p Params) bool { return p.Points == "" })
	return []lab.Field[Params]{w, b, sigma, show, answer}
}

// largestList is the largest count of own points.
const largestList = 500

func dataFields() []lab.Field[Params] {
	data := lab.Data(lab.Control{
		Name: "data", Label: "данные", More: true, Resets: []string{"points", "w", "b"},
		Choices: []lab.Choice{{Value: "synthetic", Label: "вокруг прямой"}, {Value: "diabetes", Label: "диабет"}},
		Help:    "Точки вокруг прямой 0,3x + 0,8 или 442 пациента: индекс массы тела и развитие диабета за год, оба в стандартных отклонениях. Свои точки ставят на рисунке.",
	}, func(p *Params) *string { return &p.Data })
	noise := lab.OneOf(lab.Control{
		Name: "noise", Label: "шум данных", More: true, Resets: []string{"points"},
		Choices: []lab.Choice{{Value: "normal", Label: "нормальный"}, {Value: "laplace", Label: "Лапласа"}},
		Help:    "По какому закону ответы отклоняются от истинной прямой; модель об этом не знает.",
	}, func(p *Params) *string { return &p.Noise }).When(func(p Params) bool { return p.Data == "synthetic" })
	noiseSigma := lab.Float(lab.Control{
		Name: "noise_sigma", Symbol: `\sigma_0`, Label: "его отклонение", Max: 1, Step: 0.01, More: true,
		Help: "Стандартное отклонение шума в данных, одно и то же для обоих законов.",
	}, func(p *Params) *float64 { return &p.NoiseSigma }).When(drawn)
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "точек", Min: 3, Max: 200, Step: 1, Log: true, More: true,
		Help: "Сколько примеров видит модель.",
	}, func(p *Params) *int { return &p.M }).When(drawn)
	outlier := lab.Float(lab.Control{
		Name: "outlier", Symbol: `\delta`, Label: "сдвиг крайней точки", Min: lowest, Max: 0, Step: 0.05, More: true,
		Help: "На сколько сдвинут вниз ответ самой правой точки: так получается выброс.",
	}, func(p *Params) *float64 { return &p.Outlier }).When(drawn)
	points := lab.Points(lab.Control{
		Name: "points", Label: "свои точки", Min: -1000, Max: 1000, Step: 0.001, MaxItems: largestList, More: true, Resets: []string{"outlier"},
		Help: "Список x:y через точку с запятой вместо случайных точек; на рисунке точки двигают, добавляют и убирают.",
	}, func(p *Params) *string { return &p.Points })
	repeats := lab.Repeats(2000, func(p *Params) *int { return &p.Repeats }).When(drawn).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 2, Max: float64(min(2000, 100000/p.M)), Why: "выборок не больше 100 000/m, здесь m = " + strconv.Itoa(p.M)}
	})
	seed := lab.Seed(func(p *Params) *uint64 { return &p.Seed }).When(drawn)
	return []lab.Field[Params]{data, noise, noiseSigma, m, outlier, points, repeats, seed}
}

func numbers(p Params, r *Result) []lab.Number {
	row := func(label string, now, best lab.Num, digits int) lab.Number {
		n := lab.Number{Label: label, Text: now.Text(digits)}
		if r.fit != nil {
			n.Theory = best.Text(digits)
		}
		return n
	}
	out := []lab.Number{
		row("Средний квадрат остатка, MSE", r.MSE, r.MSEAtML, 3),
		row("Логарифм правдоподобия ℓ", r.LogLik, r.LogLikAtML, 4),
		row("Средний модуль остатка, MAE", r.MAE, r.MAEAtLAD, 3),
		row("σ, при котором ℓ больше всего", lab.Num(p.Sigma), r.SigmaML, 3),
	}
	mse, mae := found(p, r)
	if mse {
		out = append(out, row("Наклон: наименьшие квадраты", lab.Num(p.W), r.WMSE, 3), row("Наклон: наибольшее ℓ", lab.Num(p.W), r.WLogLik, 3))
	}
	if mae {
		out = append(out, row("Наклон: наименьшие модули", lab.Num(p.W), r.WMAE, 3))
	}
	if s := r.Spread; s != nil && p.NoiseSigma > 0 {
		out = append(out,
			lab.Simulated("Промах наклона: квадраты", s.RMSEofMSE, s.RMSEofMSESE, s.RMSEofMSETheory),
			lab.Number{Label: "Промах наклона: модули", Text: russian.WithError(float64(s.RMSEofMAE), float64(s.RMSEofMAESE))})
		if large := float64(s.RMSEofMAELarge); !math.IsNaN(large) {
			out = append(out, lab.Number{Label: "— он же при больших m", Theory: s.RMSEofMAELarge.Text(4)})
		}
	}
	return out
}
