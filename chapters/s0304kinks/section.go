package s0304kinks

import (
	"fmt"
	"math"

	"konspekt/compute/activation"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// defaults is what the page shows first.
var defaults = Params{
	Function: activation.ReLU, Alpha: 0.25, Point: 0, H: 1,
	Data: "iris", Width: 16, Epochs: 30, Rate: 0.3, Scale: 1, AtZero: 0, Seed: 1,
}

// Lab declares the lab `kinks`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "kinks", Section: "3.4", Title: "Излом, на который не наступают",
		Default: defaults,
		Fields:  append(unitFields(), networkFields()...),
		Presets: []lab.Preset{
			{Name: "Излом", Query: "", Text: "Слева наклон один, справа другой, каким бы малым ни был шаг."},
			{Name: "Гладкая", Query: "function=softplus&h=0.01", Text: "Наклоны сошлись: у softplus производная есть всюду."},
			{Name: "Два миллиона попыток", Query: "epochs=1000", Text: "Попался ли ровно нуль? Во float32 — один раз. Во float64 — ни разу."},
			{Name: "Сломать начало", Query: "scale=0", Break: true, Text: "Веса скрытого слоя — нули: теперь всё решает ответ на излом."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "corner", Title: "Излом", Draw: drawCorner, Describe: describeCorner, Table: tableCorner, Grips: gripsCorner},
			{ID: "zeros", Title: "Ровно нули", Draw: drawZeros, Describe: describeZeros, Table: tableZeros},
			{ID: "training", Title: "Обучение", Draw: drawTraining, Describe: describeTraining, Table: tableTraining, Grips: gripsTraining},
			{ID: "quotients", Title: "Шаг к нулю", Draw: drawQuotients, Describe: describeQuotients, Table: tableQuotients, Grips: gripsQuotients},
			{ID: "lens", Title: "Микроскоп", Draw: drawLens, Describe: describeLens, Table: tableLens},
		},
		Beside: func(p Params) string {
			switch {
			case p.Scale != defaults.Scale || p.AtZero != defaults.AtZero:
				return "training"
			case p.Function != defaults.Function || p.Point != defaults.Point || p.H != defaults.H:
				return "quotients"
			}
			return "zeros"
		},
		Numbers: numbers,
		Grow:    "epochs",
		Summary: func(_ Params, r *Result) string {
			return fmt.Sprintf("В точке p %s. Ровно нулей за обучение %s, ошибка в конце %s.", r.verdict(), zeros(r), r.LossEnd.Float64.Text(3))
		},
		Source: []string{"chapters/s0304kinks/experiment.go#Run", "chapters/s0304kinks/training.go#train", "compute/activation/derivative.go", "compute/mlp/pass.go"},
	})
}

func unitFields() []lab.Field[Params] {
	function := lab.OneOf(lab.Control{
		Name: "function", Symbol: "g", Label: "функция",
		Choices: []lab.Choice{{Value: "relu", Label: "ReLU"}, {Value: "abs", Label: "|z|"}, {Value: "leaky", Label: "с утечкой"}, {Value: "prelu", Label: "PReLU"}, {Value: "elu", Label: "ELU"},
			{Value: "softplus", Label: "softplus"}, {Value: "sigmoid", Label: "сигмоида"}, {Value: "tanh", Label: "tanh"}, {Value: "hard_tanh", Label: "жёсткий tanh"}, {Value: "gelu", Label: "GELU"}, {Value: "silu", Label: "SiLU"}},
		Help: "Функция скрытого блока, наклон которой ищут.",
	}, func(p *Params) *activation.Kind { return &p.Function })
	point := lab.Float(lab.Control{
		Name: "point", Symbol: "p", Label: "точка", Min: -1.5, Max: 1.5, Step: 0.05,
		Help: "Где ищут наклон; точку можно взять и на рисунке.",
	}, func(p *Params) *float64 { return &p.Point })
	h := lab.Float(lab.Control{
		Name: "h", Symbol: "h", Label: "шаг", Min: 1e-16, Max: 1.5, Step: 0.01, Log: true,
		Help: "На сколько отступают от точки влево и вправо, чтобы провести секущие.",
	}, func(p *Params) *float64 { return &p.H })
	alpha := lab.Float(lab.Control{
		Name: "alpha", Symbol: `\alpha`, Label: "наклон слева", Min: -1, Max: 2, Step: 0.01, More: true,
		Help: "Наклон левой ветви у ReLU с утечкой и у PReLU; у ELU — к какому −α она спускается.",
	}, func(p *Params) *float64 { return &p.Alpha }).When(func(p Params) bool {
		return p.Function == activation.Leaky || p.Function == activation.PReLU || p.Function == activation.ELU
	})
	return []lab.Field[Params]{function, point, h, alpha}
}

func networkFields() []lab.Field[Params] {
	data := lab.Data(lab.Control{
		Name: "data", Label: "данные сети", More: true, Resets: []string{"width", "epochs"},
		Choices: []lab.Choice{{Value: "iris", Label: "ирисы"}, {Value: "breast_cancer", Label: "опухоли груди"}, {Value: "digits", Label: "цифры"}},
		Help:    "На каких данных учится сеть из ReLU, аргументы которой считают.",
	}, func(p *Params) *string { return &p.Data })
	width := lab.Int(lab.Control{
		Name: "width", Symbol: "n", Label: "блоков в слое", Min: 1, Max: 64, Step: 1, Log: true, More: true, Resets: []string{"epochs"},
		Help: "Сколько ReLU в скрытом слое сети.",
	}, func(p *Params) *int { return &p.Width }).Within(func(p Params) lab.Limit {
		if p.Data == "digits" {
			return lab.Limit{Min: 1, Max: 16, Why: "на цифрах более широкая сеть учится слишком долго"}
		}
		return lab.Limit{Min: 1, Max: 64}
	})
	epochs := lab.Int(lab.Control{
		Name: "epochs", Label: "проходов", Min: 1, Max: longest, Step: 1, Log: true, More: true,
		Help: "Сколько раз показать сети все примеры, порциями по десять.",
	}, func(p *Params) *int { return &p.Epochs }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 1, Max: float64(mostEpochs(p)), Why: "вместе с двойниками такая сеть не должна учиться больше секунды"}
	})
	rate := lab.Float(lab.Control{
		Name: "rate", Symbol: `\varepsilon`, Label: "скорость", Min: 0.001, Max: 1, Step: 0.001, Log: true, More: true,
		Help: "Скорость обучения: во сколько раз шаг короче градиента.",
	}, func(p *Params) *float64 { return &p.Rate })
	scale := lab.Float(lab.Control{
		Name: "scale", Label: "размах начальных весов", Max: 3, Step: 0.05, More: true,
		Help: "Во сколько раз начальные веса скрытого слоя больше обычных; 0 — все они ровно нули.",
	}, func(p *Params) *float64 { return &p.Scale })
	atZero := lab.Float(lab.Control{
		Name: "at_zero", Symbol: "g'(0)", Label: "ответ программы", Max: 1, Step: 0.5, More: true,
		Help: "Что вернуть вместо производной ReLU ровно в нуле: левую (0), правую (1) или среднее.",
	}, func(p *Params) *float64 { return &p.AtZero })
	return []lab.Field[Params]{data, width, epochs, rate, scale, atZero, lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

// shape is the size of a data set: rows, features and classes together.
var shape = map[string][2]int{"iris": {150, 4 + 3}, "breast_cancer": {569, 30 + 2}, "digits": {1797, 64 + 10}}

// What the training costs, in multiply-adds of a nanosecond or so. With a zero met in either
// type a state trains four times, which is to take about a second.
const (
	budget  = 2.9e8
	perRow  = 1000 // of a row shown: its part of a step
	perUnit = 20   // of a pre-activation: the unit and the count
)

// mostEpochs is how many passes fit into the budget, rounded down to two digits.
func mostEpochs(p Params) int {
	s := shape[p.Data]
	n := budget / float64(s[0]*(perRow+p.Width*(perUnit+3*s[1])))
	unit := math.Pow(10, math.Floor(math.Log10(n))-1)
	return min(longest, int(math.Floor(n/unit)*unit))
}

func numbers(p Params, r *Result) []lab.Number {
	seen := r.Preactivations
	return []lab.Number{
		{Label: "Наклон слева: отношение при h", Text: slope(r.LeftQuotient), Theory: slope(r.LeftDerivative)},
		{Label: "Наклон справа", Text: slope(r.RightQuotient), Theory: slope(r.RightDerivative)},
		{Label: "Аргументов ровно 0, float64", Text: of(r.ExactZeros.Float64, seen.Float64), Theory: rare(r.ExpectedZeros.Float64)},
		{Label: "— во float32", Text: of(r.ExactZeros.Float32, seen.Float32), Theory: rare(r.ExpectedZeros.Float32)},
		{Label: "Весов иных при другом g′(0), float32", Text: of(r.Changed.Float32, r.Weights)},
		{Label: "Ошибка J в конце", Text: r.LossEnd.Float64.Text(3)},
		{Label: "Норма градиента по всем данным", Text: r.GradNormEnd.Float64.Text(3)},
		{Label: "— по одной порции, в среднем", Text: r.BatchGradNormEnd.Float64.Text(3)},
	}
}

func of(part, whole int) string { return russian.Int(part) + " из " + russian.Int(whole) }

// rare is an order of magnitude.
func rare(v lab.Num) string {
	if v == 0 || math.IsNaN(float64(v)) {
		return ""
	}
	return "≈ " + v.Text(1)
}
