package s0205consistency

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// estimators are the choices of the lab: three that come to the truth as they should, two
// that never do, and one that comes to it with a bias.
var estimators = []lab.Choice{
	{Value: "mean", Label: "среднее x̄"},
	{Value: "median", Label: "медиана"},
	{Value: "first", Label: "первый пример x⁽¹⁾"},
	{Value: "spiked", Label: "среднее с выбросом x̄ + mBₘ"},
	{Value: "max_uniform", Label: "наибольшее из равномерных"},
	{Value: "cauchy_mean", Label: "среднее у Коши"},
}

// Lab declares the lab `consistency`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "consistency", Section: "2.5", Title: "Куда приходит оценка",
		Default: Params{Estimator: "mean", Epsilon: 0.1, MMax: 100000, Paths: 1000, Seed: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Воронка", Query: "", Text: "Пути втягиваются в полосу ±ε. Сузьте её: войдут и в узкую, но позже."},
			{Name: "Первый пример", Query: "estimator=first", Text: "Несмещённая оценка, которой данные безразличны: пути не сужаются."},
			{Name: "Редкий выброс", Query: "estimator=spiked", Text: "Вероятность промаха стремится к нулю, а смещение равно 1 при каждом m."},
			{Name: "Сломать среднее", Query: "estimator=cauchy_mean", Break: true, Text: "У Коши среднее миллиона наблюдений разбросано так же, как одно."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "paths", Title: "Пути оценки", Draw: drawPaths, Describe: describePaths, Table: tablePaths, Grips: gripsPaths},
			{ID: "probability", Title: "Вероятность промаха", Draw: drawProbability, Describe: describeProbability, Table: tableProbability},
			{ID: "rows", Title: "Кто снаружи", Draw: drawRows, Describe: describeRows, Table: tableRows},
			{ID: "bias", Title: "Смещение и m", Draw: drawBias, Describe: describeBias, Table: tableBias},
			{ID: "contrast", Title: "Все шесть", Draw: drawContrast, Describe: describeContrast, Table: tableContrast},
		},
		Beside: func(p Params) string {
			if p.Estimator == "spiked" {
				return "bias"
			}
			return "probability"
		},
		Numbers: numbers,
		Grow:    "m_max",
		Summary: func(p Params, r *Result) string {
			share := missed(p, r, "доля путей")
			return fmt.Sprintf("При m = %s вне полосы ±%s доля путей %s, по теории %s.", russian.Int(p.MMax), russian.Number(p.Epsilon, 4), share.Text, share.Theory)
		},
		Source: []string{"chapters/s0205consistency/experiment.go#Run", "compute/sampling/consistency.go", "compute/sampling/sequence.go"},
	})
}

// medianDraws bounds the observations behind the median, which needs every one of them.
const medianDraws = 1000 * largest

func fields() []lab.Field[Params] {
	estimator := lab.OneOf(lab.Control{
		Name: "estimator", Label: "Оценка", Choices: estimators,
		Help: "По какой формуле растущая выборка превращается в число. Наблюдения нормальные, N(0; 1); у наибольшего — равномерные на [0; 1], в последней строке — из распределения Коши.",
	}, func(p *Params) *string { return &p.Estimator })
	epsilon := lab.Float(lab.Control{
		Name: "epsilon", Symbol: `\varepsilon`, Label: "допуск", Min: 0.01, Max: 1, Step: 0.01, Log: true,
		Help: "Половина ширины полосы вокруг истины: промахом считается отклонение больше ε.",
	}, func(p *Params) *float64 { return &p.Epsilon })
	mMax := lab.Int(lab.Control{
		Name: "m_max", Symbol: "m", Label: "до размера", Min: 10, Max: largest, Step: 1, Log: true,
		Help: "До какого размера растут выборки; за начало пути новые наблюдения его уже не изменят.",
	}, func(p *Params) *int { return &p.MMax })
	paths := lab.Int(lab.Control{
		Name: "paths", Symbol: "R", Label: "путей", Min: 10, Max: 10000, Step: 1, Log: true, More: true,
		Help: "Сколько растущих выборок; на рисунке первые тридцать, в долях и средних участвуют все.",
	}, func(p *Params) *int { return &p.Paths }).Within(func(p Params) lab.Limit {
		limit := lab.Limit{Min: 10, Max: 10000, Why: "столько успевает сервер"}
		if p.Estimator == "median" && p.MMax > medianDraws/10000 {
			limit.Max = math.Floor(medianDraws / float64(p.MMax))
			limit.Why = "медиане нужно каждое наблюдение, а m = " + russian.Int(p.MMax)
		}
		return limit
	})
	return []lab.Field[Params]{estimator, epsilon, mMax, paths, lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

// negligible is the probability of a miss that no simulation here will ever show.
const negligible = 1e-9

// missed is the share of paths outside at m_max beside its probability.
func missed(p Params, r *Result, label string) lab.Number {
	share := lab.Simulated(label, r.Last.Probability, r.Last.ProbabilitySE, r.Last.ProbabilityTheory)
	if r.Last.ProbabilityTheory < negligible {
		share.Text, share.Theory = "0 из "+russian.Int(p.Paths), "меньше 10⁻⁹"
	}
	return share
}

func numbers(p Params, r *Result) []lab.Number {
	at := " при m = " + russian.Int(p.MMax)
	size := func(m lab.Num) string {
		if f := float64(m); f == f {
			return russian.Int(int(f))
		}
		return "нет"
	}
	bias := lab.Simulated("Смещение"+at, r.Last.BiasSimulated, r.Last.BiasSE, r.Last.Bias)
	if f := float64(r.Last.Bias); f != f {
		bias.Text, bias.Theory = "не существует", "нет ожидания"
	}
	return []lab.Number{
		missed(p, r, "Доля промахов"+at),
		bias,
		{Label: "Промахов не больше 5 % начиная с m", Theory: size(r.MNeeded)},
		{Label: "По неравенству Чебышёва с m", Theory: size(r.MChebyshev)},
	}
}
