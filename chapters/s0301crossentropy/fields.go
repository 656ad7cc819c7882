package s0301crossentropy

import (
	"math"
	"strconv"

	"konspekt/internal/lab"
)

func classifies(p Params) bool { return p.Mode == "classify" }

func spreads(p Params) bool { return p.Mode == "gaussian" }

// The largest number of steps, and of steps times points.
const (
	endSteps = 1e6
	endWork  = 2.5e7
)

// mostSteps is the largest number of steps for so many points: one digit and zeros.
func mostSteps(p Params) float64 {
	most := min(endSteps, endWork/float64(count(p)))
	unit := math.Pow(10, math.Floor(math.Log10(most)))
	return math.Floor(most/unit) * unit
}

func fields() []lab.Field[Params] {
	mode := lab.OneOf(lab.Control{
		Name: "mode", Label: "выход модели", More: true,
		Choices: []lab.Choice{{Value: "classify", Label: "класс"}, {Value: "gaussian", Label: "число и σ"}},
		Help:    "Два класса и вероятность p̂ или вещественный ответ с нормальной плотностью, ширину которой модель выбирает сама.",
	}, func(p *Params) *string { return &p.Mode })
	data := lab.Data(lab.Control{
		Name: "data", Label: "Данные", Resets: []string{"points", "steps"},
		Choices: []lab.Choice{{Value: "separable", Label: "разделимые"}, {Value: "overlapping", Label: "с перекрытием"},
			{Value: "iris_separable", Label: "ирисы: разделимые"}, {Value: "iris_overlapping", Label: "ирисы: с перекрытием"}},
		Help: "Два облака, между которыми есть полоса, или два перемешанных; лепестки ирисов: щетинистый и разноцветный разделимы, разноцветный и виргинский нет.",
	}, func(p *Params) *string { return &p.Data }).When(classifies)
	l2 := lab.Float(lab.Control{
		Name: "l2", Symbol: `\lambda`, Label: "штраф", Max: 10, Step: 0.001, Log: true,
		Help: "К потерям прибавляется (λ/2)‖w‖²; свободный член b не штрафуют.",
	}, func(p *Params) *float64 { return &p.L2 })
	steps := lab.Int(lab.Control{
		Name: "steps", Symbol: "t", Label: "шагов", Min: 1, Max: endSteps, Step: 1, Log: true,
		Help: "Сколько шагов градиентного спуска сделано из нулевых весов, каждый по всем точкам.",
	}, func(p *Params) *int { return &p.Steps }).When(classifies).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 1, Max: mostSteps(p), Why: "точек " + strconv.Itoa(count(p)) + ", с большим числом шагов счёт затянется"}
	})
	rate := lab.Float(lab.Control{
		Name: "rate", Symbol: `\varepsilon L`, Label: "длина шага", Min: 0.1, Max: 1.9, Step: 0.1, More: true,
		Help: "Длина шага ε, умноженная на L — верхнюю границу кривизны J; пока εL < 2, каждый шаг уменьшает J.",
	}, func(p *Params) *float64 { return &p.Rate }).When(classifies)
	return append(append([]lab.Field[Params]{mode, data, l2, steps, rate}, sample()...), deviation()...)
}

// mostPoints is the largest number of points.
const mostPoints = 200

// sample is the fields that say which points there are.
func sample() []lab.Field[Params] {
	drawn := func(p Params) bool { return classifies(p) && p.Points == "" && pairs[p.Data] == [2]string{} }
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "точек", Min: 6, Max: mostPoints, Step: 1, Log: true, More: true, Resets: []string{"steps"},
		Help: "Сколько точек в двух облаках вместе.",
	}, func(p *Params) *int { return &p.M }).When(drawn)
	gap := lab.Float(lab.Control{
		Name: "gap", Label: "полуширина полосы", Min: 0.02, Max: 1, Step: 0.01, More: true,
		Help: "Расстояние от разделяющей прямой до ближайших точек в разделимых облаках.",
	}, func(p *Params) *float64 { return &p.Gap }).When(func(p Params) bool { return drawn(p) && p.Data == "separable" })
	points := lab.Points(lab.Control{
		Name: "points", Label: "Точки", Min: -100, Max: 100, MaxItems: mostPoints, More: true,
		Choices: []lab.Choice{{Value: classes[0].label, Label: "0"}, {Value: classes[1].label, Label: "1"}},
		Help:    "Свои точки вместо готовых; на рисунке их можно добавлять, двигать и убирать. Пустой список возвращает готовые данные.",
	}, func(p *Params) *string { return &p.Points }).When(classifies)
	seed := lab.Seed(func(p *Params) *uint64 { return &p.Seed }).When(func(p Params) bool { return drawn(p) || spreads(p) })
	return []lab.Field[Params]{m, gap, points, seed}
}

// deviation is the fields of the normal density.
func deviation() []lab.Field[Params] {
	sigma := lab.Float(lab.Control{
		Name: "sigma", Symbol: `\sigma`, Label: "отклонение", Min: leastSigma, Max: mostSigma, Step: leastSigma, Log: true,
		Help: "Стандартное отклонение нормальной плотности, которое выдаёт модель; среднее при нём подобрано наилучшим образом.",
	}, func(p *Params) *float64 { return &p.Sigma }).When(spreads)
	floor := lab.Float(lab.Control{
		Name: "floor", Symbol: `\sigma_0`, Label: "порог", Max: 1, Step: 0.001, Log: true,
		Help: "Ниже этого значения σ не опускается, что бы ни выдала модель; 0 — порога нет.",
	}, func(p *Params) *float64 { return &p.Floor }).When(spreads)
	prior := lab.Float(lab.Control{
		Name: "prior", Symbol: `\tau`, Label: "априорное распределение", Max: 1, Step: 0.001, Log: true, More: true,
		Help: "К потерям прибавляется τ²/(2σ²): так малые σ объявляют заранее неправдоподобными.",
	}, func(p *Params) *float64 { return &p.Prior }).When(spreads)
	degree := lab.Int(lab.Control{
		Name: "degree", Symbol: "d", Label: "степень", Max: dots - 1, Step: 1, More: true,
		Help: "Степень многочлена, который даёт среднее; многочлен степени 6 проходит через все семь точек.",
	}, func(p *Params) *int { return &p.Degree }).When(spreads).Within(func(p Params) lab.Limit {
		if p.Own == "one" {
			return lab.Limit{Max: dots - 2, Why: "своя σ у одной точки, остальные не должны лежать на кривой"}
		}
		return lab.Limit{Max: dots - 1, Why: "точек семь"}
	})
	own := lab.OneOf(lab.Control{
		Name: "own", Label: "чья σ", More: true,
		Choices: []lab.Choice{{Value: "all", Label: "одна на всех"}, {Value: "one", Label: "своя у одной точки"}},
		Help:    "Одно отклонение для всех точек или отдельное для одной, через которую проходит среднее: так может выучиться σ, зависящая от x.",
	}, func(p *Params) *string { return &p.Own }).When(spreads)
	row := lab.Int(lab.Control{
		Name: "row", Label: "номер этой точки", Min: 1, Max: dots, Step: 1, More: true,
		Help: "У какой точки отклонение своё, слева направо.",
	}, func(p *Params) *int { return &p.Row }).When(func(p Params) bool { return spreads(p) && p.Own == "one" })
	return []lab.Field[Params]{sigma, floor, degree, prior, own, row}
}
