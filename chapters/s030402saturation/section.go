package s030402saturation

import (
	"fmt"
	"math"
	"strconv"

	"konspekt/compute/activation"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// defaults is what the page shows first.
var defaults = Params{Unit: activation.Sigmoid, Depth: 15, Gain: 1, Init: "xavier", Width: 16, Steps: 30, Rate: 0.05, Scale: 1, Seed: 1}

// Lab declares the lab `saturation`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "saturation", Section: "3.4.2", Title: "Что остаётся от градиента",
		Default: defaults,
		Fields:  append(fields(), more()...),
		Presets: []lab.Preset{
			{Name: "Тангенс", Query: "unit=tanh", Text: "Те же веса, другой блок: столбики почти одного роста."},
			{Name: "ReLU и Хе", Query: "init=he&unit=relu", Text: "Веса крупнее в √2 раза возмещают половину, которую гасит ReLU."},
			{Name: "Взорвать", Query: "gain=3&unit=tanh", Text: "Веса втрое крупнее: tanh насыщен, а градиент к началу растёт."},
			{Name: "Сломать глубиной", Query: "depth=30", Break: true, Text: "Тридцать сигмоид: первый слой почти не слышит ответа."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "gradient", Title: "Градиент по слоям", Draw: drawGradient, Describe: describeGradient, Table: tableGradient, Grips: gripsGradient},
			{ID: "units", Title: "Блоки", Draw: drawUnits, Describe: describeUnits, Table: tableUnits},
			{ID: "activations", Title: "Активации", Draw: drawActivations, Describe: describeActivations, Table: tableActivations},
			{ID: "linear", Title: "Почти линейная", Draw: drawLinear, Describe: describeLinear, Table: tableLinear, Grips: gripsLinear},
			{ID: "training", Title: "Обучение", Draw: drawTraining, Describe: describeTraining, Table: tableTraining, When: trained},
			{ID: "loss", Title: "Потеря", Draw: drawLoss, Describe: describeLoss, Table: tableLoss, When: trained},
		},
		Beside: func(p Params) string {
			switch {
			case p.Scale != defaults.Scale:
				return "linear"
			case p.Gain != defaults.Gain || p.Init == "plain":
				return "activations"
			case trained(p) && p.Steps != defaults.Steps:
				return "loss"
			}
			return "units"
		},
		Numbers: numbers,
		Heads:   [2]string{"Сеть", "Теория"},
		Grow:    "depth",
		Summary: func(p Params, r *Result) string {
			return fmt.Sprintf("%s: градиент первого слоя равен %s градиента последнего, по теории %s.",
				russian.Count(p.Depth, "слой", "слоя", "слоёв"), r.Ratio.Text(2), r.RatioTheory.Text(2))
		},
		Source: []string{"chapters/s030402saturation/experiment.go#Run", "chapters/s030402saturation/measure.go", "compute/signal/signal.go", "compute/signal/bound.go", "compute/mlp/init.go"},
	})
}

func trained(p Params) bool { return p.Steps > 0 }

// fields are the controls in sight.
func fields() []lab.Field[Params] {
	unit := lab.OneOf(lab.Control{
		Name: "unit", Symbol: "g", Label: "блок",
		Choices: []lab.Choice{{Value: "sigmoid", Label: "сигмоида"}, {Value: "tanh", Label: "tanh"}, {Value: "relu", Label: "ReLU"}},
		Help:    "Функция активации всех скрытых слоёв.",
	}, func(p *Params) *activation.Kind { return &p.Unit })
	depth := lab.Int(lab.Control{
		Name: "depth", Symbol: "L", Label: "слоёв", Min: 1, Max: deepest, Step: 1,
		Help: "Сколько скрытых слоёв; правый край столбиков можно тянуть.",
	}, func(p *Params) *int { return &p.Depth })
	gain := lab.Float(lab.Control{
		Name: "gain", Symbol: `\gamma`, Label: "размах весов", Min: 0.1, Max: 10, Step: 0.01, Log: true,
		Help: "Во сколько раз первые веса крупнее, чем велит правило.",
	}, func(p *Params) *float64 { return &p.Gain })
	return []lab.Field[Params]{unit, depth, gain}
}

// deepest is the largest count of hidden layers, widest of units in one.
const (
	deepest = 30
	widest  = 64
)

// work bounds steps × layers × width²: a second of one core.
const work = 4e6

// more are the controls that are folded away.
func more() []lab.Field[Params] {
	init := lab.OneOf(lab.Control{
		Name: "init", Label: "первые веса", More: true,
		Choices: []lab.Choice{{Value: "plain", Label: "просто"}, {Value: "xavier", Label: "Ксавье"}, {Value: "he", Label: "Хе"}},
		Help:    "Стандартное отклонение весов: 1; √(2/(входов + блоков)); √(2/входов). Смещения равны нулю.",
	}, func(p *Params) *string { return &p.Init })
	width := lab.Int(lab.Control{
		Name: "width", Symbol: "n", Label: "ширина", Min: 4, Max: widest, Step: 1, Log: true, More: true, Resets: []string{"steps"},
		Help: "Сколько блоков в каждом скрытом слое; чем шире слой, тем ближе сеть к теории.",
	}, func(p *Params) *int { return &p.Width })
	scale := lab.Float(lab.Control{
		Name: "scale", Symbol: "s", Label: "размах входа", Min: tiniest, Max: mightiest, Step: 0.01, Log: true, More: true,
		Help: "На что умножены входы сети tanh, которую сравнивают с линейной.",
	}, func(p *Params) *float64 { return &p.Scale })
	steps := lab.Int(lab.Control{
		Name: "steps", Symbol: "k", Label: "шагов", Max: 400, Step: 1, More: true,
		Help: "Сколько шагов градиентного спуска по 25 ирисов сделать.",
	}, func(p *Params) *int { return &p.Steps }).Within(func(p Params) lab.Limit {
		most := math.Floor(min(400, work/float64(p.Depth*p.Width*p.Width)))
		return lab.Limit{Max: most, Why: "для слоёв L = " + strconv.Itoa(p.Depth) + " ширины n = " + strconv.Itoa(p.Width) + " больше считать слишком долго"}
	})
	rate := lab.Float(lab.Control{
		Name: "rate", Symbol: `\varepsilon`, Label: "скорость", Min: 0.001, Max: 2, Step: 0.001, Log: true, More: true,
		Help: "Скорость обучения градиентного спуска.",
	}, func(p *Params) *float64 { return &p.Rate }).When(trained)
	return []lab.Field[Params]{init, width, scale, steps, rate, lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

func numbers(p Params, r *Result) []lab.Number {
	out := []lab.Number{
		{Label: "Градиент: первый слой к последнему", Text: r.Ratio.Text(2), Theory: r.RatioTheory.Text(2)},
		{Label: "— будь все g′ наибольшими", Theory: r.CeilingRatio.Text(2)},
	}
	if p.Depth > 1 {
		out = append(out, lab.Number{Label: "Слой оставляет в среднем", Text: r.PerLayer.Text(3), Theory: r.PerLayerTheory.Text(3)})
	}
	last := p.Depth - 1
	out = append(out,
		lab.Number{Label: "Насыщено в последнем слое", Text: russian.Percent(float64(r.Saturated[last]), 1)},
		lab.Number{Label: "Активации последнего слоя, √ среднего h²", Text: rms(r, last).Text(3), Theory: r.RMSTheory[last].Text(3)},
	)
	if trained(p) {
		out = append(out, lab.Number{Label: "Ирисов узнано после " + strconv.Itoa(p.Steps) + "-го шага", Text: percent(r.AccuracyEnd)})
	}
	return append(out, lab.Number{Label: "Сеть tanh отличается от линейной на", Text: russian.Percent(float64(r.LinearGap), 1)})
}

// percent is a share, an em dash where there is none.
func percent(share lab.Num) string {
	if math.IsNaN(float64(share)) {
		return share.Text(1)
	}
	return russian.Percent(float64(share), 0)
}

// rms is √E h² of a layer.
func rms(r *Result, layer int) lab.Num {
	return lab.Num(math.Hypot(float64(r.Mean[layer]), float64(r.SD[layer])))
}
