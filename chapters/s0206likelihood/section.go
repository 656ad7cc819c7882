package s0206likelihood

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// Lab declares the lab `likelihood`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "likelihood", Section: "2.6", Title: "При каких параметрах данные вероятнее всего",
		Default: Params{Family: "normal", True: "same", M: 16, Gap: 5, Data: "sample", Points: "-1.6:0;-0.9:0;-0.4:0;0.1:0;0.3:0;0.8:0;1.2:0;1.9:0;4:0",
			Theta: 0.8, Scale: 2, Seed: 1},
		Fields: fields(),
		Presets: []lab.Preset{
			{Name: "Вершина", Query: "", Text: "Двигайте колокол за вершину и за плечо, пока ℓ не перестанет расти."},
			{Name: "Кони", Query: "family=poisson&data=kicks", Text: "200 лет службы и 122 смерти от удара копытом: всё решает среднее."},
			{Name: "Два горба", Query: "true=mixture&m=200", Text: "Прямая KL накрывает колоколом оба горба, обратная — один."},
			{Name: "Сломать произведение", Query: "m=1000", Break: true, Text: "Тысяча множителей — и во float64 остался нуль. Сумма логарифмов цела."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "model", Title: "Данные и модель", Draw: drawModel, Describe: describeModel, Table: tableModel, Grips: gripsModel, Sum: sumModel, Edit: editModel},
			{ID: "curves", Title: "Вершина и дно", Draw: drawCurves, Describe: describeCurves, Table: tableCurves, Grips: gripsCurves},
			{ID: "integrand", Title: "Из чего KL", Draw: drawIntegrand, Describe: describeIntegrand, Table: tableIntegrand, Grips: gripsModel, When: hasIntegrand},
			{ID: "directions", Title: "Прямая и обратная", Draw: drawDirections, Describe: describeDirections, Table: tableDirections, Grips: gripsModel, When: twoHumps},
			{ID: "product", Title: "Произведение", Draw: drawProduct, Describe: describeProduct, Table: tableProduct},
			{ID: "rate", Title: "Точность и m", Draw: drawRate, Describe: describeRate, Table: tableRate, When: Params.wellSpecified},
		},
		Beside: func(p Params) string {
			switch {
			case twoHumps(p):
				return "directions"
			case p.Data == "sample" && p.M >= 500:
				return "product"
			}
			return "curves"
		},
		Numbers: numbers,
		Heads:   [2]string{"Ваша модель", "Наилучшая"},
		Grow:    "m",
		Summary: summary,
		Source:  []string{"chapters/s0206likelihood/experiment.go#Run", "compute/likelihood/likelihood.go", "compute/likelihood/families.go", "compute/likelihood/empirical.go", "compute/likelihood/mixture.go"},
	})
}

// twoHumps tells whether one normal is fitted to two.
func twoHumps(p Params) bool {
	return p.Data == "sample" && p.Family == "normal" && p.True == "mixture"
}

// hasIntegrand tells whether p_data is known and of the kind of the model.
func hasIntegrand(p Params) bool {
	return p.Data == "sample" && (p.Family == "bernoulli" || p.Family == "poisson") == (p.truth() == "bernoulli" || p.truth() == "poisson")
}

func summary(_ Params, r *Result) string {
	loss := float64(r.CrossEntropy - r.CrossAtML)
	switch {
	case r.ml == nil:
		return "Все значения совпали: у правдоподобия нет наибольшего значения."
	case math.IsInf(loss, 1):
		return fmt.Sprintf("Ваша модель считает часть данных невозможной, логарифм её правдоподобия −∞; наибольший %s.", r.LoglikAtML.Text(4))
	}
	return fmt.Sprintf("Логарифм правдоподобия вашей модели %s, наибольший %s; на наблюдение она теряет %s ната.",
		r.Loglik.Text(4), r.LoglikAtML.Text(4), russian.Number(loss, 3))
}

// text is a number in Russian, infinities with their sign.
func text(v lab.Num, digits int) string {
	switch f := float64(v); {
	case math.IsInf(f, 1):
		return "∞"
	case math.IsInf(f, -1):
		return "−∞"
	}
	return v.Text(digits)
}

// symbols are the parameters of the families as the notes have them; the reader sets a
// width as σ, b or b − a.
var symbols = map[string][2]string{
	"normal": {"μ", "σ"}, "laplace": {"μ", "b"}, "uniform": {"a", "b"}, "bernoulli": {"p"}, "exponential": {"λ"}, "poisson": {"λ"},
}

// shown is θ as the notes have it: of a normal σ in place of σ².
func shown(family string, theta []float64) []float64 {
	if family == "normal" && theta != nil {
		return []float64{theta[0], math.Sqrt(theta[1])}
	}
	return theta
}

func numbers(p Params, r *Result) []lab.Number {
	out := []lab.Number{
		{Label: "Логарифм правдоподобия ℓ", Text: text(r.Loglik, 5), Theory: text(r.LoglikAtML, 5)},
		{Label: "Перекрёстная энтропия", Text: text(r.CrossEntropy, 4), Theory: text(r.CrossAtML, 4)},
	}
	reader, best := shown(p.Family, r.reader), shown(p.Family, r.ml)
	for i := range reader {
		row := lab.Number{Label: "Параметр " + symbols[p.Family][i], Text: russian.Number(reader[i], 4), Theory: "—"}
		if best != nil {
			row.Theory = russian.Number(best[i], 4)
		}
		out = append(out, row)
	}
	if r.source != nil {
		out = append(out, lab.Number{Label: "KL от истины до модели", Text: text(r.KLTrue, 4), Theory: least(r.KLBest)})
	}
	if !math.IsNaN(float64(r.KLReverse)) {
		best := lab.Num(0)
		if len(r.Reverse) > 0 {
			best = r.Reverse[0].KL
		}
		out = append(out, lab.Number{Label: "Обратная KL", Text: text(r.KLReverse, 4), Theory: least(best)})
	}
	product := lab.Number{Label: "Произведение " + russian.Count(len(r.Sample), "множителя", "множителей", "множителей"),
		Text: text(lab.Num(r.family.Product(r.Sample, r.reader)), 3), Theory: text(r.Product, 3)}
	if r.UnderflowM != nil {
		product.Label += " во float64"
	}
	return append(out, product)
}

// least is the smallest divergence that a member of the family has: that of the nearest
// one, which need not be θ_ML.
func least(kl lab.Num) string {
	switch f := float64(kl); {
	case math.IsNaN(f):
		return "—"
	case math.IsInf(f, 1):
		return "∞"
	case f < rounding:
		return "min 0"
	}
	return "min " + kl.Text(4)
}

// rounding is the size under which a divergence is only rounding.
const rounding = 1e-12
