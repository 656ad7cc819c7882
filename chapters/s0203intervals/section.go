package s0203intervals

import (
	"fmt"
	"math"
	"strconv"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// defaults is what the page shows first.
var defaults = Params{
	Distribution: "normal", M: 5, Quantile: "z", P: 0.1, Level: 0.95,
	Sample:  "2:0.5;4:0.4;4:0.55;4:0.7;5:0.4;5:0.55;7:0.5;9:0.5",
	Repeats: 1000, Seed: 1,
}

// Lab declares the lab `intervals`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "intervals", Section: "2.3", Title: "Накроет ли интервал истину",
		Default: defaults,
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Пять наблюдений", Query: "", Text: "Обещано 95 %, накрывают 88 %: множитель 1,96 слепо верит s."},
			{Name: "Стьюдент", Query: "quantile=t", Text: "Множитель 2,776 вместо 1,96 — и обещание исполнено точно."},
			{Name: "Перекос", Query: "distribution=exponential&m=10", Text: "Промахи почти все с одной стороны: малое x̄ приходит с малым s."},
			{Name: "Сломать редкостью", Query: "distribution=bernoulli&p=0.01&m=100", Break: true, Text: "В каждой третьей выборке одни нули, и интервал сжимается в точку 0."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "ladder", Title: "Сто последних интервалов", Draw: drawLadder, Describe: describeLadder, Table: tableLadder},
			{ID: "by-p", Title: "Покрытие и p", Draw: drawByP, Describe: describeByP, Table: tableByP, Grips: gripsByP,
				When: func(p Params) bool { return p.Distribution == "bernoulli" }},
			{ID: "running", Title: "Счётчик", Draw: drawRunning, Describe: describeRunning, Table: tableRunning},
			{ID: "causes", Title: "Промахи", Draw: drawCauses, Describe: describeCauses, Table: tableCauses},
			{ID: "by-m", Title: "Покрытие и m", Draw: drawBySize, Describe: describeBySize, Table: tableBySize, Grips: gripsBySize},
			{ID: "sample", Title: "Ваша выборка", Draw: drawSample, Describe: describeSample, Table: tableSample, Edit: editSample},
		},
		Beside:  beside,
		Numbers: numbers,
		Grow:    "repeats",
		Summary: func(p Params, r *Result) string {
			text := fmt.Sprintf("Накрыли истину %s интервалов, обещано %s.", russian.Percent(float64(r.Coverage), 1), russian.Percent(p.Level, 0))
			if c := float64(r.CoverageTheory); !math.IsNaN(c) {
				text += fmt.Sprintf(" Точное покрытие %s.", russian.Percent(c, 1))
			}
			return text
		},
		Source: []string{"chapters/s0203intervals/experiment.go#Run", "compute/interval/interval.go", "compute/interval/simulate.go", "compute/interval/proportion.go"},
	})
}

// beside opens the figure that the state is about.
func beside(p Params) string {
	switch {
	case p.Sample != defaults.Sample:
		return "sample"
	case p.Distribution == "bernoulli":
		return "by-p"
	case p.Distribution != defaults.Distribution:
		return "causes"
	}
	return "running"
}

// How many samples there may be, and how many observations in all of them.
const (
	largestRepeats = 20000
	largestDraws   = 10_000_000
)

func fields() []lab.Field[Params] {
	distribution := lab.OneOf(lab.Control{
		Name: "distribution", Label: "Данные",
		Choices: []lab.Choice{{Value: "normal", Label: "нормальные"}, {Value: "uniform", Label: "равномерные"}, {Value: "exponential", Label: "показательные"}, {Value: "bernoulli", Label: "нули и единицы"}, {Value: "student3", Label: "Стьюдента"}},
		Help:    "Распределение одного наблюдения: нормальное N(0, 1), равномерное на отрезке [0, 1], показательное со средним 1, Бернулли или Стьюдента с 3 степенями свободы.",
	}, func(p *Params) *string { return &p.Distribution })
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "в выборке", Min: 2, Max: 1000, Step: 1, Log: true,
		Help: "Сколько наблюдений в каждой выборке.",
	}, func(p *Params) *int { return &p.M })
	quantile := lab.OneOf(lab.Control{
		Name: "quantile", Symbol: "q", Label: "множитель",
		Choices: []lab.Choice{{Value: "z", Label: "z"}, {Value: "t", Label: "t"}},
		Help:    "Сколько SE отложить в обе стороны: квантиль нормального распределения (при 95 % округлён до 1,96) или распределения Стьюдента с m − 1 степенью свободы.",
	}, func(p *Params) *string { return &p.Quantile })
	prob := lab.Float(lab.Control{
		Name: "p", Symbol: "p", Label: "вероятность", Min: 0.001, Max: 0.999, Step: 0.001,
		Help: "С какой вероятностью наблюдение равно единице.",
	}, func(p *Params) *float64 { return &p.P }).When(func(p Params) bool { return p.Distribution == "bernoulli" })
	level := lab.Float(lab.Control{
		Name: "level", Symbol: `\gamma`, Label: "уровень", Min: 0.5, Max: 0.99, Step: 0.01, More: true,
		Help: "Какую долю интервалов, накрывших истину, обещает множитель.",
	}, func(p *Params) *float64 { return &p.Level })
	sample := lab.Points(lab.Control{
		Name: "sample", Label: "Ваша выборка", Min: -1e9, Max: 1e9, MinItems: 2, MaxItems: 200, More: true,
		Help: "Точки x:y через точку с запятой; считается только x, высота y ничего не значит.",
	}, func(p *Params) *string { return &p.Sample })
	repeats := lab.Repeats(largestRepeats, func(p *Params) *int { return &p.Repeats }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 2, Max: float64(min(largestRepeats, largestDraws/p.M)), Why: "наблюдений m·R не больше 10 миллионов, а m = " + strconv.Itoa(p.M)}
	})
	return []lab.Field[Params]{distribution, m, quantile, prob, level, sample, repeats, lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

func numbers(_ Params, r *Result) []lab.Number {
	return []lab.Number{
		lab.Simulated("Покрытие", r.Coverage, r.CoverageSE, r.CoverageTheory),
		lab.Simulated("Средняя ширина интервала", r.MeanWidth, r.MeanWidthSE, r.WidthTheory),
		lab.Simulated("Среднее s/√m", r.MeanSE, r.MeanSESE, r.MeanSETheory),
		{Label: "Истинная SE = σ/√m", Theory: r.SEOfMean.Text(4)},
		{Label: "Множитель z и множитель t", Theory: r.FactorZ.Text(4) + " и " + r.FactorT.Text(4)},
	}
}
