package s0202bias

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// estimators are the choices of the lab; the labels say the formula in words.
var estimators = []lab.Choice{
	{Value: "var_m", Label: "дисперсия: Σ(x − x̄)²/m"},
	{Value: "var_m1", Label: "дисперсия: Σ(x − x̄)²/(m − 1)"},
	{Value: "var_c", Label: "дисперсия: c·Σ(x − x̄)²"},
	{Value: "sd_m1", Label: "отклонение: √(Σ(x − x̄)²/(m − 1))"},
	{Value: "bernoulli_mean", Label: "доля успехов"},
	{Value: "normal_mean", Label: "среднее: x̄ при σ = 1"},
	{Value: "uniform_max", Label: "край отрезка: max x"},
	{Value: "uniform_max_corrected", Label: "край отрезка: (m + 1)/m · max x"},
}

// Lab declares the lab `bias`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "bias", Section: "2.2", Title: "Вокруг чего разбросаны оценки",
		Default: Params{Estimator: "var_m", M: 5, Theta: 0.5, C: 0.25, Repeats: 4000, Seed: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Потерянная пятая", Query: "", Text: "Делитель m: вместо 0,5 в среднем 0,4, пятая часть пропала."},
			{Name: "Корень портит", Query: "estimator=sd_m1&theta=1", Text: "Под корнем смещения нет, а корень в среднем равен 0,940."},
			{Name: "Край отрезка", Query: "estimator=uniform_max&m=10&theta=1", Text: "Максимум не перерастает θ и промахивается только влево."},
			{Name: "Сломать предел", Query: "estimator=var_c&m=100", Break: true, Text: "0,25 хорош при m = 5; при m = 100 он завышает в 24,75 раза."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "sampling", Title: "Где оказываются оценки", Draw: drawSampling, Describe: describeSampling, Table: tableSampling},
			{ID: "curve", Title: "Смещение и m", Draw: drawCurve, Describe: describeCurve, Table: tableCurve, Grips: gripsCurve},
			{ID: "dial", Title: "Из чего ошибка", Draw: drawDial, Describe: describeDial, Table: tableDial, Grips: gripsDial,
				When: func(p Params) bool { _, ok := factor(p); return ok }},
			{ID: "sample", Title: "Первая выборка", Draw: drawSample, Describe: describeSample, Table: tableSample},
		},
		Beside: func(p Params) string {
			if p.Estimator == "var_c" && p.M < 50 {
				return "dial"
			}
			return "curve"
		},
		Numbers: numbers,
		Grow:    "repeats",
		Summary: func(_ Params, r *Result) string {
			return fmt.Sprintf("Смещение %s, по теории %s. MSE %s.", russian.WithError(float64(r.Bias), float64(r.BiasSE)),
				r.BiasTheory.Text(3), r.MSE.Text(3))
		},
		Source: []string{"chapters/s0202bias/experiment.go#Run", "compute/stats/estimator.go", "compute/stats/simulate.go"},
	})
}

func fields() []lab.Field[Params] {
	estimator := lab.OneOf(lab.Control{
		Name: "estimator", Label: "Оценка", Choices: estimators, Resets: []string{"theta"},
		Help: "По какой формуле выборка превращается в одно число.",
	}, func(p *Params) *string { return &p.Estimator })
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "в выборке", Min: 2, Max: 1000, Step: 1, Log: true,
		Help: "Сколько наблюдений получает каждая из воображаемых лабораторий.",
	}, func(p *Params) *int { return &p.M })
	c := lab.Float(lab.Control{
		Name: "c", Symbol: "c", Label: "множитель", Min: 0.001, Max: 1, Step: 0.001, Log: true,
		Help: "Оценка дисперсии равна c, умноженному на сумму квадратов отклонений от среднего.",
	}, func(p *Params) *float64 { return &p.C }).When(func(p Params) bool { return p.Estimator == "var_c" })
	theta := lab.Float(lab.Control{
		Name: "theta", Symbol: `\theta`, Label: "истина", Min: 0.01, Max: 10, Step: 0.01, Log: true, More: true,
		Help: "То, что оценивают: дисперсия σ², отклонение σ, вероятность p, среднее μ или правый край отрезка — смотря по оценке.",
	}, func(p *Params) *float64 { return &p.Theta }).Within(func(p Params) lab.Limit {
		if p.Estimator == "bernoulli_mean" {
			return lab.Limit{Min: 0.01, Max: 0.99, Why: "это вероятность"}
		}
		return lab.Limit{Min: 0.01, Max: 10, Why: "так устроен опыт"}
	})
	return []lab.Field[Params]{estimator, m, c, theta, lab.Repeats(100000, func(p *Params) *int { return &p.Repeats }), lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

// rounding is the size under which a bias is only rounding.
const rounding = 1e-13

func numbers(_ Params, r *Result) []lab.Number {
	row := func(label string, v, se, theory lab.Num) lab.Number {
		if math.Abs(float64(theory)) < rounding {
			theory = 0
		}
		return lab.Simulated(label, v, se, theory)
	}
	out := []lab.Number{
		row("Среднее оценок", r.Mean, r.BiasSE, r.MeanTheory),
		row("Смещение", r.Bias, r.BiasSE, r.BiasTheory),
		row("Дисперсия оценки", r.Variance, r.VarianceSE, r.VarianceTheory),
		row("Средний квадрат ошибки, MSE", r.MSE, r.MSESE, r.MSETheory),
	}
	if c := float64(r.CurrentC); c == c && found(r) {
		out = append(out, lab.Number{Label: "Множитель с наименьшей MSE", Theory: "1/(m + 1) = " + r.BestC.Text(3)})
	}
	return out
}
