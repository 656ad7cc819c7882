package s0208pca

import (
	"fmt"
	"strconv"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// columnsOf is the count of columns of each data set: the largest k.
var columnsOf = map[string]int{"gauss2d": 2, "iris": 4, "wine": 13, "digits": 64}

// Lab declares the lab `pca`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "pca", Section: "2.8", Title: "С какой стороны смотреть на облако",
		Default: Params{Data: "gauss2d", K: 1, Rho: 0.8, Angle: -15, M: 200, Seed: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Поймать дисперсию", Query: "direction=110", Text: "Поворачивайте красную ось, пока тень не станет самой длинной."},
			{Name: "Ирисы", Query: "data=iris&k=2", Text: "Две координаты вместо четырёх, а три вида всё ещё видны."},
			{Name: "Цифры", Query: "data=digits&k=5", Text: "Пять чисел вместо 64 пикселей: попробуйте узнать цифры."},
			{Name: "Сломать единицами", Query: "data=wine", Break: true, Text: "Первая компонента — почти чистый пролин: 99,8 % из-за единиц."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "digits", Title: "Цифры из k чисел", Draw: drawDigits, Describe: describeDigits, Table: tableDigits,
				When: func(p Params) bool { return p.Data == "digits" }},
			{ID: "cloud", Title: "Облако и направления", Draw: drawCloud, Describe: describeCloud, Table: tableCloud, Grips: gripsCloud},
			{ID: "caught", Title: "Тень и угол", Draw: drawCaught, Describe: describeCaught, Table: tableCaught, Grips: gripsCaught},
			{ID: "scores", Title: "В осях z", Draw: drawScores, Describe: describeScores, Table: tableScores},
			{ID: "scree", Title: "Доли", Draw: drawScree, Describe: describeScree, Table: tableScree, Grips: gripsScree},
			{ID: "weights", Title: "Состав", Draw: drawWeights, Describe: describeWeights, Table: tableWeights},
			{ID: "covariance", Title: "Var[x]", Draw: drawBefore, Describe: describeBefore, Table: tableBefore},
			{ID: "diagonal", Title: "Var[z]", Draw: drawAfter, Describe: describeAfter, Table: tableAfter},
		},
		Beside: func(p Params) string {
			switch {
			case p.Data == "gauss2d":
				return "caught"
			case p.K == 2:
				return "scores"
			}
			return "scree"
		},
		Numbers: numbers,
		Heads:   [2]string{"Сейчас", "Наибольшее"},
		Grow:    "m",
		Summary: func(p Params, r *Result) string {
			return fmt.Sprintf("Ваше направление ловит %s наибольшей дисперсии. %s сохраняет %s, ошибка восстановления %s.",
				russian.Percent(float64(r.DirectionScore), 1), russian.Count(p.K, "компонента", "компоненты", "компонент"),
				russian.Percent(float64(r.CumulativeRatio), 1), r.ReconstructionMSE.Text(3))
		},
		Source: []string{"chapters/s0208pca/experiment.go#Run", "compute/pca/pca.go", "compute/pca/project.go", "compute/pca/variance.go"},
	})
}

func fields() []lab.Field[Params] {
	cloud := func(p Params) bool { return p.Data == "gauss2d" }
	data := lab.Data(lab.Control{
		Name: "data", Label: "Данные", Resets: []string{"k"},
		Choices: []lab.Choice{{Value: "gauss2d", Label: "облако"}, {Value: "iris", Label: "ирисы"}, {Value: "wine", Label: "вина"}, {Value: "digits", Label: "цифры"}},
		Help:    "Таблица: строки — примеры, столбцы — признаки. Облако: 2 признака, ирисы: 4, вина: 13, цифры: 64.",
	}, func(p *Params) *string { return &p.Data })
	k := lab.Int(lab.Control{
		Name: "k", Symbol: "k", Label: "компонент", Min: 1, Max: 64, Step: 1,
		Help: "Сколько главных направлений оставить.",
	}, func(p *Params) *int { return &p.K }).Within(func(p Params) lab.Limit {
		n := columnsOf[p.Data]
		return lab.Limit{Min: 1, Max: float64(n), Why: "признаков в этих данных " + strconv.Itoa(n)}
	})
	standardize := lab.Bool(lab.Control{
		Name: "standardize", Label: "Масштаб",
		Choices: []lab.Choice{{Value: "false", Label: "как есть"}, {Value: "true", Label: "стандартизировать"}},
		Help:    "Разделить каждый признак на его стандартное отклонение.",
	}, func(p *Params) *bool { return &p.Standardize })
	direction := lab.Float(lab.Control{
		Name: "direction", Symbol: `\varphi`, Label: "ваша ось", Unit: "°", Max: 180, Step: 1, More: true,
		Help: "Поверните ось на рисунке и посмотрите, какую долю наибольшей дисперсии она ловит.",
	}, func(p *Params) *float64 { return &p.Direction })
	rho := lab.Float(lab.Control{
		Name: "rho", Symbol: `\rho`, Label: "корреляция", Min: -0.99, Max: 0.99, Step: 0.01, More: true,
		Help: "Насколько вытянуто облако.",
	}, func(p *Params) *float64 { return &p.Rho }).When(cloud)
	angle := lab.Float(lab.Control{
		Name: "angle", Symbol: `\alpha`, Label: "поворот", Unit: "°", Min: -90, Max: 90, Step: 1, More: true,
		Help: "При ρ > 0 длинная ось облака ложится под углом 45° + α.",
	}, func(p *Params) *float64 { return &p.Angle }).When(cloud)
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "точек", Min: 10, Max: 2000, Step: 10, Log: true, More: true,
		Help: "Сколько точек в облаке.",
	}, func(p *Params) *int { return &p.M }).When(cloud)
	seed := lab.Seed(func(p *Params) *uint64 { return &p.Seed }).When(cloud)
	return []lab.Field[Params]{data, k, standardize, direction, rho, angle, m, seed}
}

func numbers(p Params, r *Result) []lab.Number {
	num := func(v lab.Num) string { return russian.Number(float64(v), 4) }
	return []lab.Number{
		{Label: "Дисперсия тени", Text: num(r.DirectionVariance), Theory: num(r.DirectionBest)},
		{Label: "Доля от наибольшей", Text: russian.Percent(float64(r.DirectionScore), 1), Theory: "100 %"},
		{Label: "Сохранено при k = " + strconv.Itoa(p.K), Text: russian.Percent(float64(r.CumulativeRatio), 1), Theory: "100 %"},
		{Label: "Ошибка восстановления", Text: num(r.ReconstructionMSE)},
		{Label: "Var[z] вне диагонали", Text: offDiagonal(r)},
	}
}

// offDiagonal says that the largest covariance of different coordinates is nothing but
// rounding, and how large that is.
func offDiagonal(r *Result) string {
	v := float64(r.MaxOffDiagonal)
	if v == 0 {
		return "0"
	}
	return "0 с точностью до " + russian.Number(v, 1)
}
