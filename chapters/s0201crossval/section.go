package s0201crossval

import (
	"fmt"
	"math"
	"strconv"

	"konspekt/compute/crossval"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// Lab declares the lab `crossval`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "crossval", Section: "2.1", Title: "Проверить на том, чего не видел",
		Default: Params{Data: "synthetic", Model: "ols", Lambda: 1, Neighbours: 5, Degree: 3, K: 5, Holdout: 0.2,
			Prepare: "honest", Order: "shuffled", M: 30, Noise: 0.3, Repeats: 100, Seed: 1},
		Fields: fields(),
		Presets: []lab.Preset{
			{Name: "Лотерея", Query: "", Text: "Данные те же, деления разные: шесть отложенных обещают что угодно."},
			{Name: "Гибкая модель", Query: "model=poly&degree=8", Text: "Двадцать четыре точки едва держат восьмую степень."},
			{Name: "Нормировка", Query: "prepare=leak&m=12&k=3&noise=1", Text: "Среднее и масштаб взяты по всем: проверочные примеры подсказали ответ."},
			{Name: "Сломать отбором", Query: "data=noise&prepare=leak&m=40&noise=1", Break: true,
				Text: "Ни один из 300 признаков не связан с ответом, а обещано меньше шума."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "folds", Title: "Кто кого проверяет", Draw: drawFolds, Describe: describeFolds, Table: tableFolds},
			{ID: "spread", Title: "Лотерея", Draw: drawSpread, Describe: describeSpread, Table: tableSpread},
			{ID: "fits", Title: "Обучение без части", Draw: drawFits, Describe: describeFits, Table: tableFits, When: extra},
			{ID: "byk", Title: "Оценка и k", Draw: drawByK, Describe: describeByK, Table: tableByK, Grips: gripsByK, When: extra},
			{ID: "dial", Title: "Выбор модели", Draw: drawDial, Describe: describeDial, Table: tableDial, Grips: gripsDial, When: turns},
		},
		Beside: func(p Params) string {
			if extra(p) && p.Model != "ols" {
				return "fits"
			}
			return "spread"
		},
		Numbers: numbers,
		Heads:   [2]string{"Оценка", "Истина"},
		Grow:    "repeats",
		Summary: func(_ Params, r *Result) string {
			return fmt.Sprintf("Перекрёстная проверка: MSE %s. Разброс от деления к делению %s, у одного отложенного набора %s.",
				r.CVMSE.Text(3), r.CVSD.Text(2), r.HoldoutSD.Text(2))
		},
		Source: []string{"chapters/s0201crossval/experiment.go#Run", "compute/crossval/crossval.go", "compute/crossval/repeat.go", "compute/crossval/leak.go"},
	})
}

// extra tells whether one feature and a known truth allow the figures of the fits.
func extra(p Params) bool { return p.Data == "synthetic" && p.Prepare == "honest" }

// turns tells whether the model's dial is shown: it is left out where it costs too much.
func turns(p Params) bool {
	_, ok := dialled(p)
	return ok && (extra(p) || p.Model == "ridge")
}

// diabetesRows is the count of rows of the table diabetes.
const diabetesRows = 442

func rows(p Params) int {
	if p.Data == "diabetes" {
		return diabetesRows
	}
	return p.M
}

// training is the size of the smallest set that a model learns from.
func training(p Params) int {
	m := rows(p)
	return min(m-(m+p.K-1)/p.K, m-crossval.HoldoutSize(m, p.Holdout))
}

func mostDegree(p Params) int     { return max(0, min(12, training(p)-2)) }
func mostNeighbours(p Params) int { return min(50, training(p)) }

func fields() []lab.Field[Params] {
	return append(modelFields(), divisionFields()...)
}

func modelFields() []lab.Field[Params] {
	data := lab.Data(lab.Control{
		Name: "data", Label: "Данные", Resets: []string{"model", "prepare", "m", "k", "neighbours", "repeats"},
		Choices: []lab.Choice{{Value: "synthetic", Label: "синус с шумом"}, {Value: "diabetes", Label: "диабет"}, {Value: "noise", Label: "один шум"}},
		Help:    "Синус с шумом: один признак, истина известна. Диабет: 442 пациента, 10 признаков. Один шум: 300 признаков, не связанных с ответом, модель сама отбирает пять.",
	}, func(p *Params) *string { return &p.Data })
	model := lab.OneOf(lab.Control{
		Name: "model", Label: "Модель", Resets: []string{"prepare"},
		Choices: []lab.Choice{{Value: "ols", Label: "МНК"}, {Value: "ridge", Label: "гребневая"}, {Value: "knn", Label: "соседи"}, {Value: "poly", Label: "многочлен"}},
		Help:    "Алгоритм, ошибку которого оценивают: наименьшие квадраты (МНК), гребневая регрессия, среднее по соседям, многочлен.",
	}, func(p *Params) *string { return &p.Model }).Among(func(p Params) lab.Among {
		switch p.Data {
		case "diabetes":
			return lab.Among{Values: []string{"ols", "ridge", "knn"}, Why: "многочлен — только от одного признака, в данных synthetic"}
		case "noise":
			return lab.Among{Values: []string{"ols"}, Why: "в данных noise модель одна: наименьшие квадраты по пяти отобранным признакам"}
		}
		return lab.Among{Values: []string{"ols", "ridge", "knn", "poly"}}
	})
	lambda := lab.Float(lab.Control{
		Name: "lambda", Symbol: `\lambda`, Label: "штраф", Max: 10000, Step: 0.01, Log: true,
		Help: "Штраф гребневой регрессии за квадраты коэффициентов; свободный член не штрафуют.",
	}, func(p *Params) *float64 { return &p.Lambda }).When(func(p Params) bool { return p.Model == "ridge" })
	neighbours := lab.Int(lab.Control{
		Name: "neighbours", Label: "соседей", Min: 1, Max: 50, Step: 1,
		Help: "По скольким ближайшим примерам усредняют ответ.",
	}, func(p *Params) *int { return &p.Neighbours }).When(func(p Params) bool { return p.Model == "knn" }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 1, Max: float64(mostNeighbours(p)), Why: "учиться приходится на " + strconv.Itoa(training(p)) + " примерах"}
	})
	degree := lab.Int(lab.Control{
		Name: "degree", Symbol: "d", Label: "степень", Max: 12, Step: 1,
		Help: "Степень многочлена, подобранного наименьшими квадратами.",
	}, func(p *Params) *int { return &p.Degree }).When(func(p Params) bool { return p.Model == "poly" }).Within(func(p Params) lab.Limit {
		return lab.Limit{Max: float64(mostDegree(p)), Why: "учиться приходится на " + strconv.Itoa(training(p)) + " примерах"}
	})
	return []lab.Field[Params]{data, model, lambda, neighbours, degree}
}

func divisionFields() []lab.Field[Params] {
	drawn := func(p Params) bool { return p.Data != "diabetes" }
	k := lab.Int(lab.Control{
		Name: "k", Symbol: "k", Label: "частей", Min: 2, Max: diabetesRows, Step: 1, Log: true,
		Help: "На сколько частей делят примеры; k = m значит отложить каждый пример по одному.",
	}, func(p *Params) *int { return &p.K }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 2, Max: float64(rows(p)), Why: "примеров " + strconv.Itoa(rows(p))}
	})
	holdout := lab.Float(lab.Control{
		Name: "holdout", Label: "отложено", Min: 0.05, Max: 0.5, Step: 0.05, More: true,
		Help: "Какую долю примеров откладывают для проверки, когда делят один раз.",
	}, func(p *Params) *float64 { return &p.Holdout })
	prepare := lab.OneOf(lab.Control{
		Name: "prepare", Label: "Подготовка", More: true,
		Choices: []lab.Choice{{Value: "honest", Label: "внутри обучающей части"}, {Value: "leak", Label: "до деления, по всем"}},
		Help:    "Где считают средние и масштабы (а в данных «один шум» — отбирают признаки): по обучающим примерам или заранее по всем.",
	}, func(p *Params) *string { return &p.Prepare }).Among(func(p Params) lab.Among {
		if p.Model != "ols" {
			return lab.Among{Values: []string{"honest"}, Why: "утечка показана на наименьших квадратах"}
		}
		return lab.Among{Values: []string{"honest", "leak"}}
	})
	order := lab.OneOf(lab.Control{
		Name: "order", Label: "Порядок", More: true,
		Choices: []lab.Choice{{Value: "shuffled", Label: "перемешать"}, {Value: "contiguous", Label: "подряд"}},
		Help:    "Как набраны части на рисунке: случайно или подряд, как строки стоят в таблице. Повторные деления всегда случайны.",
	}, func(p *Params) *string { return &p.Order })
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "примеров", Min: 12, Max: 200, Step: 1, Log: true, More: true, Resets: []string{"k", "neighbours", "degree"},
		Help: "Сколько примеров нарисовать.",
	}, func(p *Params) *int { return &p.M }).When(drawn).Within(func(p Params) lab.Limit {
		if p.Data == "noise" {
			return lab.Limit{Min: 12, Max: 50, Why: "в данных noise 300 признаков"}
		}
		return lab.Limit{Min: 12, Max: 200, Why: "так устроен опыт"}
	})
	noise := lab.Float(lab.Control{
		Name: "noise", Symbol: `\sigma`, Label: "шум", Min: 0.05, Max: 2, Step: 0.05, More: true,
		Help: "Стандартное отклонение случайной ошибки в каждом ответе.",
	}, func(p *Params) *float64 { return &p.Noise }).When(drawn)
	repeats := lab.Repeats(2000, func(p *Params) *int { return &p.Repeats }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 2, Max: mostRepeats(p), Why: "столько делений на k = " + strconv.Itoa(p.K) + " частей считают меньше секунды"}
	})
	return []lab.Field[Params]{k, holdout, prepare, order, m, noise, repeats, lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

// budget is how many microseconds all divisions may take.
const budget = 600000

// mostRepeats bounds R by about what a division costs: a small system for each part, or a
// selection among all features.
func mostRepeats(p Params) float64 {
	k := float64(p.K)
	cost := 20 + 10*k
	if p.Data == "diabetes" {
		cost = 300 + 5*k
	}
	if p.Prepare == "leak" {
		cost *= 2
	}
	if p.Data == "noise" {
		cost = 2.4 * (k + 1) * float64(p.M)
	}
	return math.Floor(max(2, min(2000, budget/cost)))
}

func numbers(p Params, r *Result) []lab.Number {
	truth := func(label, text string) lab.Number {
		n := lab.Number{Label: label, Text: text}
		if !math.IsNaN(float64(r.TrueError)) {
			n.Theory = r.TrueError.Text(3)
		}
		return n
	}
	out := []lab.Number{truth("Перекрёстная проверка, MSE", r.CVMSE.Text(3))}
	if p.Prepare == "leak" {
		out = append(out, truth("То же деление, честно", r.HonestMSE.Text(3)),
			lab.Number{Label: "Утечка приукрасила на", Text: russian.WithError(float64(r.LeakGain), float64(r.LeakGainSE))})
	}
	return append(out,
		truth("Одно деление, MSE", r.HoldoutMSE.Text(3)),
		lab.Number{Label: "Разброс одного деления", Text: russian.WithError(float64(r.HoldoutSD), float64(r.HoldoutSDSE))},
		lab.Number{Label: "Наивная SE проверки", Text: r.CVSE.Text(2)},
		lab.Number{Label: fmt.Sprintf("Разброс при k = %d", p.K), Text: russian.WithError(float64(r.CVSD), float64(r.CVSDSE))},
	)
}
