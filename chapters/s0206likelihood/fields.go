package s0206likelihood

import (
	"errors"

	"konspekt/compute/likelihood"
	"konspekt/internal/lab"
)

// families are the choices of the model.
var families = []lab.Choice{
	{Value: "normal", Label: "нормальное"}, {Value: "bernoulli", Label: "Бернулли"}, {Value: "exponential", Label: "показательное"},
	{Value: "poisson", Label: "Пуассона"}, {Value: "uniform", Label: "равномерное"}, {Value: "laplace", Label: "Лапласа"},
}

func fields() []lab.Field[Params] {
	sampled := func(p Params) bool { return p.Data == "sample" }
	family := lab.OneOf(lab.Control{
		Name: "family", Label: "Модель", Choices: families, Resets: []string{"true", "data", "theta", "scale"},
		Help: "Семейство распределений, среди которых ищут самое правдоподобное.",
	}, func(p *Params) *string { return &p.Family })
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "в выборке", Min: 2, Max: 10000, Step: 1, Log: true,
		Help: "Сколько наблюдений в выборке.",
	}, func(p *Params) *int { return &p.M }).When(sampled)
	gap := lab.Float(lab.Control{
		Name: "gap", Symbol: `\delta`, Label: "между горбами", Max: 8, Step: 0.1,
		Help: "Расстояние между центрами двух нормальных законов, из которых сложена смесь.",
	}, func(p *Params) *float64 { return &p.Gap }).When(func(p Params) bool { return sampled(p) && p.True == "mixture" })
	return append([]lab.Field[Params]{family, m, gap, origin().When(sampled)}, append(model(), data(), own(), lab.Seed(func(p *Params) *uint64 { return &p.Seed }).When(sampled))...)
}

// origin is the distribution that a sample really comes from.
func origin() lab.Field[Params] {
	choices := []lab.Choice{{Value: "same", Label: "то же, что модель"}}
	choices = append(choices, families...)
	choices = append(choices, lab.Choice{Value: "mixture", Label: "смесь двух нормальных"})
	return lab.OneOf(lab.Control{
		Name: "true", Label: "Данные из", Choices: choices, More: true,
		Help: "Распределение, из которого на самом деле берётся выборка: N(0; 1), Лапласа с μ = 0 и b = 1, показательное с λ = 0,5, равномерное на [1; 2], Пуассона с λ = 3, Бернулли с p = 0,3 или смесь.",
	}, func(p *Params) *string { return &p.True }).Among(func(p Params) lab.Among {
		switch p.Family {
		case "bernoulli":
			return lab.Among{Values: []string{"same", "bernoulli"}, Why: "модель Бернулли знает только 0 и 1"}
		case "poisson":
			return lab.Among{Values: []string{"same", "bernoulli", "poisson"}, Why: "модель Пуассона знает только целые числа от нуля"}
		case "exponential":
			return lab.Among{Values: []string{"same", "bernoulli", "exponential", "poisson", "uniform"}, Why: "показательная модель не знает отрицательных чисел"}
		}
		return lab.Among{Values: []string{"same", "normal", "bernoulli", "exponential", "poisson", "uniform", "laplace", "mixture"}}
	})
}

// Widest ranges of the reader's model.
const (
	farthest  = 10
	largest   = 20 // mean of a Poisson model
	narrowest = 0.05
	widest    = 30
)

// model is the reader's member of the family.
func model() []lab.Field[Params] {
	theta := lab.Float(lab.Control{
		Name: "theta", Symbol: `\theta`, Label: "ваша модель", Min: -farthest, Max: largest, Step: 0.01, More: true,
		Help: "Первый параметр вашей модели: μ, p, λ или левый конец a, смотря по семейству.",
	}, func(p *Params) *float64 { return &p.Theta }).Within(func(p Params) lab.Limit {
		switch p.Family {
		case "bernoulli":
			return lab.Limit{Min: 0, Max: 1, Why: "это вероятность"}
		case "exponential":
			return lab.Limit{Min: 0.01, Max: farthest, Why: "интенсивность положительна"}
		case "poisson":
			return lab.Limit{Min: 0.01, Max: largest, Why: "среднее положительно"}
		}
		return lab.Limit{Min: -farthest, Max: farthest, Why: "дальше рисунок не видит"}
	})
	scale := lab.Float(lab.Control{
		Name: "scale", Symbol: "s", Label: "её ширина", Min: narrowest, Max: widest, Step: 0.01, Log: true, More: true,
		Help: "Ширина вашей модели: σ нормального закона, b закона Лапласа, длина отрезка b − a равномерного.",
	}, func(p *Params) *float64 { return &p.Scale }).When(func(p Params) bool { return wide(p.Family) })
	return []lab.Field[Params]{theta, scale}
}

// wide tells whether members of the family have a width of their own.
func wide(family string) bool {
	return family == "normal" || family == "laplace" || family == "uniform"
}

// data is where the numbers come from. What the model rules out altogether is not offered.
func data() lab.Field[Params] {
	return lab.Data(lab.Control{
		Name: "data", Label: "Данные", More: true,
		Choices: []lab.Choice{{Value: "sample", Label: "выборка"}, {Value: "points", Label: "свои точки"}, {Value: "iris", Label: "ирисы"}, {Value: "kicks", Label: "кони"}},
		Help:    "Выборка из известного распределения, свои точки, длины 150 лепестков ириса в сантиметрах или смерти от удара копытом за 200 корпусо-лет прусской армии.",
	}, func(p *Params) *string { return &p.Data }).Among(func(p Params) lab.Among {
		values := []string{"sample"}
		why := "остальное модель считает невозможным"
		f, err := likelihood.Named(p.Family)
		if err != nil {
			return lab.Among{Values: values, Why: why}
		}
		switch _, err := f.ML(p.own()); {
		case err == nil:
			values = append(values, "points")
		case errors.Is(err, likelihood.ErrUnbounded):
			why = "среди ваших точек нет двух разных, и у правдоподобия нет наибольшего значения"
		}
		if !f.Discrete {
			values = append(values, "iris")
		}
		if p.Family != "bernoulli" {
			values = append(values, "kicks")
		}
		return lab.Among{Values: values, Why: why}
	})
}

// own is the reader's data: points of the axis.
func own() lab.Field[Params] {
	return lab.Points(lab.Control{
		Name: "points", Label: "Свои точки", Min: -farthest, Max: farthest, MinItems: 2, MaxItems: drawnPoints, Flat: true, More: true,
		Help: "Числа через точку с запятой; на рисунке точку можно добавить, передвинуть и убрать.",
	}, func(p *Params) *string { return &p.Points }).When(func(p Params) bool { return p.Data == "points" })
}
