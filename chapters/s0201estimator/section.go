package s0201estimator

import (
	"fmt"
	"math"
	"strconv"

	"konspekt/compute/sampling"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// trimmed is how many observations the trimmed mean leaves out at each end.
func trimmed(m int) int { return int(sampling.TrimmedShare * float64(m)) }

// labels name the statistics in sentences, short on an axis.
var labels = map[string]string{
	"mean": "среднее", "median": "медиана", "trimmed": "усечённое среднее", "midrange": "полусумма крайних",
	"first": "первое наблюдение", "constant": "постоянная c",
}

var short = map[string]string{
	"mean": "среднее", "median": "медиана", "trimmed": "усечён.", "midrange": "крайние", "first": "первое", "constant": "число c",
}

// Lab declares the lab `estimator`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "estimator", Section: "2.1", Title: "Как рождается оценка",
		Default: Params{Distribution: "normal", Statistic: "mean", M: 10, C: 0.4, P: 0.3, Repeats: 2000, Seed: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Облако", Query: "", Text: "Каждая выборка даёт одно число; числа складываются в гистограмму."},
			{Name: "Тяжёлые хвосты", Query: "distribution=student3&statistic=median", Text: "Редкие выбросы портят среднее, медиана их не слышит."},
			{Name: "Крайние", Query: "distribution=uniform&statistic=midrange", Text: "Восемь наблюдений из десяти выброшены, а промах меньше."},
			{Name: "Сломать: не слушать данные", Query: "statistic=constant&c=0", Break: true,
				Text: "Ошибки нет, пока истина равна c. Возьмите показательное."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "sampling", Title: "Где оказываются оценки", Draw: drawSampling, Describe: describeSampling, Table: tableSampling, Grips: gripsSampling},
			{ID: "rivals", Title: "Соперницы", Draw: drawRivals, Describe: describeRivals, Table: tableRivals},
			{ID: "sample", Title: "Одна выборка, шесть оценок", Draw: drawSample, Describe: describeSample, Table: tableSample},
		},
		Numbers: numbers,
		Grow:    "repeats",
		Summary: func(_ Params, r *Result) string {
			return fmt.Sprintf("Среднее оценок %s, разброс %s, истина %s, RMSE %s.", r.Mean.Text(3), r.SD.Text(3), r.True.Text(3), r.RMSE.Text(3))
		},
		Source: []string{"chapters/s0201estimator/experiment.go#Run", "compute/sampling/statistic.go", "compute/sampling/simulate.go"},
	})
}

// draws bounds m·R: what an answer costs.
const draws = 4000000

func fields() []lab.Field[Params] {
	distribution := lab.OneOf(lab.Control{
		Name: "distribution", Label: "Распределение",
		Choices: []lab.Choice{
			{Value: "normal", Label: "нормальное"}, {Value: "uniform", Label: "равномерное"},
			{Value: "exponential", Label: "показательное"}, {Value: "bernoulli", Label: "нули и единицы"},
			{Value: "student3", Label: "Стьюдента"},
		},
		Help: "Откуда приходят наблюдения: N(0; 1), отрезок [0; 1], показательное со средним 1, единица с вероятностью p, Стьюдента с 3 степенями свободы. Истина θ — математическое ожидание одного наблюдения.",
	}, func(p *Params) *string { return &p.Distribution })
	statistic := lab.OneOf(lab.Control{
		Name: "statistic", Symbol: "g", Label: "оценка",
		Choices: []lab.Choice{
			{Value: "mean", Label: "среднее"}, {Value: "median", Label: "медиана"}, {Value: "midrange", Label: "полусумма крайних"},
			{Value: "trimmed", Label: "усечённое: без 20 % с краёв"}, {Value: "first", Label: "первое наблюдение"},
			{Value: "constant", Label: "постоянная c"},
		},
		Help: "По какой формуле выборка превращается в одно число.",
	}, func(p *Params) *string { return &p.Statistic })
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "в выборке", Min: 1, Max: 1000, Step: 1, Log: true,
		Help: "Сколько наблюдений в каждой выборке.",
	}, func(p *Params) *int { return &p.M })
	c := lab.Float(lab.Control{
		Name: "c", Symbol: "c", Label: "постоянная", Min: -5, Max: 5, Step: 0.01,
		Help: "Ответ, который дают, не глядя на данные.",
	}, func(p *Params) *float64 { return &p.C }).When(func(p Params) bool { return p.Statistic == "constant" })
	chance := lab.Float(lab.Control{
		Name: "p", Symbol: "p", Label: "вероятность", Min: 0.01, Max: 0.99, Step: 0.01,
		Help: "С какой вероятностью наблюдение равно единице.",
	}, func(p *Params) *float64 { return &p.P }).When(func(p Params) bool { return p.Distribution == "bernoulli" })
	repeats := lab.Repeats(50000, func(p *Params) *int { return &p.Repeats }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 2, Max: math.Floor(min(50000, draws/float64(p.M))), Why: "всего наблюдений не больше 4 миллионов, а в выборке их " + strconv.Itoa(p.M)}
	})
	return []lab.Field[Params]{distribution, statistic, m, c, chance, repeats, lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

func numbers(p Params, r *Result) []lab.Number {
	spread := func(label string, v, se, theory lab.Num) lab.Number {
		n := lab.Simulated(label, v, se, theory)
		if math.IsNaN(float64(se)) {
			n.Text = v.Text(3) + " ± —"
		}
		return n
	}
	return []lab.Number{
		{Label: "Истинное значение θ", Theory: r.True.Text(4)},
		lab.Simulated("Среднее оценок", r.Mean, r.MeanSE, r.MeanTheory),
		spread("Разброс оценок", r.SD, r.SDSE, r.SDTheory),
		spread("Промах, RMSE", r.RMSE, r.RMSESE, r.RMSETheory),
		{Label: fmt.Sprintf("Выборка № %s дала", russian.Int(p.Repeats)), Text: russian.Number(r.Last, 4)},
	}
}
