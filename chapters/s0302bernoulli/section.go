package s0302bernoulli

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// mostSteps is the largest count of steps.
const mostSteps = 10000

// Lab declares the lab `bernoulli`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "bernoulli", Section: "3.2", Title: "Три шарика и один ответ",
		Default: Params{Z0: -20, Y: 1, Output: sigmoidNLL, Rate: 1, Steps: 30},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Уверенная ошибка", Query: "", Text: "Все трое уверены в неверном ответе. Скатывается один."},
			{Name: "Рядом", Query: "rate=0.3&steps=40&z0=0.3", Text: "Наклон есть у всех, и все трое учатся."},
			{Name: "Долгий путь", Query: "output=sigmoid_mse&steps=2000&z0=-8", Text: "Квадрат тоже выберется — на полторы тысячи шагов позже логарифма."},
			{Name: "Сломать квадрат", Query: "output=sigmoid_mse&steps=10000&z0=-20", Break: true, Text: "Десять тысяч шагов, а сдвига не видно и под лупой."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "tracks", Title: "Три шарика", Draw: drawTracks, Describe: describeTracks, Table: tableTracks, Grips: gripsTracks},
			{ID: "slopes", Title: "Наклон", Draw: drawSlopes, Describe: describeSlopes, Table: tableSlopes, Grips: gripsSlopes},
			{ID: "escape", Title: "Побег", Draw: drawEscape, Describe: describeEscape, Table: tableEscape, Grips: gripsEscape},
			{ID: "map", Title: "Карта стартов", Draw: drawMap, Describe: describeMap, Table: tableMap, Grips: gripsMap},
		},
		Beside: func(p Params) string {
			if p.Steps > 100 {
				return "escape"
			}
			return "slopes"
		},
		Numbers: numbers,
		Heads:   [2]string{"Спуск", "Малыми шагами"},
		Summary: summary,
		Source:  []string{"chapters/s0302bernoulli/experiment.go#Run", "chapters/s0302bernoulli/experiment.go#learn", "chapters/s0302bernoulli/chart.go", "compute/output/bernoulli.go"},
	})
}

func fields() []lab.Field[Params] {
	z0 := lab.Float(lab.Control{
		Name: "z0", Symbol: "z_0", Label: "старт", Min: -30, Max: 30, Step: 0.1,
		Help: "Логит, с которого начинается обучение; шарики можно брать и на рисунке.",
	}, func(p *Params) *float64 { return &p.Z0 })
	steps := lab.Int(lab.Control{
		Name: "steps", Symbol: "S", Label: "шагов", Min: 1, Max: mostSteps, Step: 1, Log: true,
		Help: "Сколько шагов градиентного спуска сделать.",
	}, func(p *Params) *int { return &p.Steps })
	highlight := lab.OneOf(lab.Control{
		Name: "output", Label: "выделить",
		Choices: []lab.Choice{{Value: clipped, Label: "обрезанный"}, {Value: sigmoidMSE, Label: "квадрат"}, {Value: sigmoidNLL, Label: "логарифм"}},
		Help:    "Какой из трёх выходов выделить на рисунках и показать на карте стартов; считаются всегда все три.",
	}, func(p *Params) *string { return &p.Output })
	y := lab.Int(lab.Control{
		Name: "y", Symbol: "y", Label: "верный ответ", Max: 1, Step: 1, More: true,
		Help: "Класс примера, 0 или 1.",
	}, func(p *Params) *int { return &p.Y })
	rate := lab.Float(lab.Control{
		Name: "rate", Symbol: `\varepsilon`, Label: "скорость", Min: 0.01, Max: 100, Step: 0.01, Log: true, More: true,
		Help: "Скорость обучения: сдвиг логита равен −ε, умноженному на наклон ошибки.",
	}, func(p *Params) *float64 { return &p.Rate })
	return []lab.Field[Params]{z0, steps, highlight, y, rate}
}

func numbers(p Params, r *Result) []lab.Number {
	half := func(label string, u Unit) lab.Number {
		n := lab.Number{Label: label, Text: fmt.Sprintf("нет за %s", russian.Int(p.Steps)), Theory: "никогда"}
		if u.StepsToHalf != nil {
			n.Text = russian.Int(*u.StepsToHalf)
		}
		if f := float64(u.StepsFlow); !math.IsInf(f, 0) {
			n.Theory = russian.Number(f, 3)
		}
		return n
	}
	return []lab.Number{
		half("Шагов до P(y) = ½: логарифм", r.SigmoidNLL),
		half("— квадрат", r.SigmoidMSE),
		half("— обрезанный блок", r.Clipped),
		{Label: "Наклон при z₀: логарифм", Text: r.SigmoidNLL.Gradient.Text(3)},
		{Label: "— квадрат", Text: r.SigmoidMSE.Gradient.Text(3)},
		{Label: "— обрезанный блок", Text: r.Clipped.Gradient.Text(3)},
	}
}

func summary(p Params, r *Result) string {
	return fmt.Sprintf("После %s вероятность верного ответа: логарифм %s, квадрат %s, обрезанный блок %s.", russian.Count(p.Steps, "шага", "шагов", "шагов"),
		r.SigmoidNLL.ProbabilityEnd.Text(2), r.SigmoidMSE.ProbabilityEnd.Text(2), r.Clipped.ProbabilityEnd.Text(2))
}
