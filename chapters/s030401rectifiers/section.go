package s030401rectifiers

import (
	"fmt"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

const (
	shortRun  = 60
	mostSteps = 300
)

// Lab declares the lab `rectifiers`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "rectifiers", Section: "3.4.1", Title: "Жизнь скрытых блоков",
		Default: Params{Unit: "relu", Alpha: 0.1, Bias0: 0.1, Width: 16, Rate: 5, Steps: shortRun, Data: "iris", Seed: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Слишком быстро", Query: "", Text: "Шесть блоков из шестнадцати умерли и больше не учатся."},
			{Name: "С утечкой", Query: "alpha=0.01&unit=leaky", Text: "То же зерно, та же скорость, наклон слева 0,01: никто не умер."},
			{Name: "Спокойно", Query: "rate=0.5", Text: "Скорость в десять раз меньше: живы все шестнадцать."},
			{Name: "Сломать скоростью", Query: "rate=12", Break: true, Text: "Скорость 12: ошибка взлетает, и умирают одиннадцать из шестнадцати."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "lives", Title: "Кто жив", Draw: drawLives, Describe: describeLives, Table: tableLives},
			{ID: "loss", Title: "Ошибка", Draw: drawLoss, Describe: describeLoss, Table: tableLoss},
			{ID: "shape", Title: "g и g′", Draw: drawShape, Describe: describeShape, Table: tableShape, Grips: gripsShape},
			{ID: "share", Title: "Смещение", Draw: drawShare, Describe: describeShare, Table: tableShare},
			{ID: "panels", Title: "Все девять", Draw: drawPanels, Describe: describePanels, Table: tablePanels},
		},
		Beside: func(p Params) string {
			if p.Bias0 != 0.1 {
				return "share"
			}
			return "loss"
		},
		Numbers: numbers,
		Grow:    "steps",
		Summary: func(p Params, r *Result) string {
			text := fmt.Sprintf("Мёртвых блоков %d из %d, точность %s.", r.DeadUnits, p.Width, russian.Percent(float64(r.Accuracy), 0))
			if r.DivergedAt != nil {
				text += fmt.Sprintf(" Обучение разошлось на шаге %d.", *r.DivergedAt)
			}
			return text
		},
		Source: []string{"chapters/s030401rectifiers/training.go", "chapters/s030401rectifiers/experiment.go#Run", "compute/activation/activation.go", "compute/activation/derivative.go", "compute/mlp/pass.go"},
	})
}

func fields() []lab.Field[Params] {
	var choices []lab.Choice
	for _, u := range units {
		choices = append(choices, lab.Choice{Value: u, Label: labels[u]})
	}
	unit := lab.OneOf(lab.Control{
		Name: "unit", Symbol: "g", Label: "скрытый блок", Choices: choices,
		Help: "Функция, которую скрытый слой применяет к каждому z.",
	}, func(p *Params) *string { return &p.Unit })
	alpha := lab.Float(lab.Control{
		Name: "alpha", Symbol: `\alpha`, Label: "наклон слева", Min: -1, Max: 1, Step: 0.01,
		Help: "Наклон при z < 0: у утечки постоянный, у PReLU начальный, у ELU предел слева равен −α; у maxout — второй кусок αz на рисунке, в обучении оба куска свои.",
	}, func(p *Params) *float64 { return &p.Alpha }).When(func(p Params) bool { return sloped(p.Unit) || p.Unit == maxout })
	bias := lab.Float(lab.Control{
		Name: "bias0", Symbol: "b_0", Label: "смещение", Min: -1, Max: 1, Step: 0.05,
		Help: "Каким делают смещение каждого скрытого блока до обучения.",
	}, func(p *Params) *float64 { return &p.Bias0 })
	rate := lab.Float(lab.Control{
		Name: "rate", Symbol: `\varepsilon`, Label: "скорость", Min: 0.01, Max: 20, Step: 0.01, Log: true,
		Help: "Скорость обучения. Для этой сети обычная была бы от 0,1 до 1.",
	}, func(p *Params) *float64 { return &p.Rate })
	width := lab.Int(lab.Control{
		Name: "width", Symbol: "n", Label: "блоков в слое", Min: 2, Max: 48, Step: 1, More: true,
		Help: "Сколько скрытых блоков в единственном скрытом слое.",
	}, func(p *Params) *int { return &p.Width })
	steps := lab.Int(lab.Control{
		Name: "steps", Symbol: "S", Label: "шагов", Min: 1, Max: mostSteps, Step: 1, More: true,
		Help: "Сколько шагов спуска сделать, по 30 примеров на шаг.",
	}, func(p *Params) *int { return &p.Steps })
	data := lab.Data(lab.Control{
		Name: "data", Label: "данные", More: true,
		Choices: []lab.Choice{{Value: "iris", Label: "ирисы"}, {Value: "breast_cancer", Label: "опухоли"}, {Value: "digits", Label: "цифры"}},
		Help:    "Ирисы все, 150; опухолей 569 и цифр 1797, из них берутся 150 через равные промежутки. Признаки стандартизованы.",
	}, func(p *Params) *string { return &p.Data })
	return []lab.Field[Params]{unit, alpha, rate, bias, width, steps, data, lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

// labels are the units as the list of choices has them.
var labels = map[string]string{"relu": "ReLU", "abs": "модуль", "leaky": "с утечкой", "prelu": "PReLU", "elu": "ELU", "softplus": "softplus", maxout: "maxout", "gelu": "GELU", "silu": "SiLU"}

func numbers(p Params, r *Result) []lab.Number {
	end := len(r.main.loss) - 1
	out := []lab.Number{
		{Label: "Мёртвых блоков", Text: fmt.Sprintf("%d из %d", r.DeadUnits, p.Width)},
		{Label: "Ошибка в конце", Text: russian.Number(r.main.loss[end], 3)},
		{Label: "Точность на этих примерах", Text: russian.Percent(float64(r.Accuracy), 1)},
		lab.Simulated("Включены до обучения", r.ActiveStart, r.ActiveStartSE, r.ActiveStartTheory),
		{Label: "Включены в конце", Text: russian.Number(r.ActiveFraction[end], 3)},
	}
	if asleep := r.main.asleep; asleep > 0 {
		out = append(out, lab.Number{Label: "Спят, но могут учиться", Text: russian.Int(asleep)})
	}
	if len(r.AlphaLearned) > 0 && r.DivergedAt == nil {
		lo, hi := r.AlphaLearned[0], r.AlphaLearned[0]
		for _, a := range r.AlphaLearned {
			lo, hi = min(lo, a), max(hi, a)
		}
		out = append(out, lab.Number{Label: "Выученные α", Text: "от " + lo.Text(2) + " до " + hi.Text(2)})
	}
	if r.DivergedAt != nil {
		out = append(out, lab.Number{Label: "Разошлось на шаге", Text: russian.Int(*r.DivergedAt)})
	}
	return out
}
