package s0103descent

import (
	"math"

	"konspekt/compute/descent"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// functions are the names of the functions.
var functions = map[string]string{"quadratic": "чаша", "rosenbrock": "долина Розенброка", "saddle": "седло", "abs": "модули"}

// Lab declares the lab `descent`.
func Lab() lab.Experiment {
	bowl := func(p Params) bool { return p.Function == "quadratic" }
	stepped := func(p Params) bool { return bowl(p) && p.Method != descent.Newton }
	return lab.New(lab.Lab[Params, *Result]{
		ID: "descent", Section: "1.3", Title: "Спуск по склону",
		Default: Params{Method: descent.Gradient, Rate: 0.17, Kappa: 10, Momentum: 0.5, Function: "quadratic", Steps: 40, Start: "-1.5,1"},
		Fields:  append(fields(), more()...),
		Presets: []lab.Preset{
			{Name: "Зигзаг", Query: "kappa=50&rate=0.037&start=-2,0.6", Text: "Поперёк оврага шаги мечутся, вдоль него еле ползут."},
			{Name: "Тяжёлый шарик", Query: "kappa=50&method=momentum&rate=0.0614&momentum=0.566&start=-2,0.3", Text: "Тот же овраг с лучшими ε и β: множитель 0,752 вместо 0,961."},
			{Name: "Седло", Query: "function=saddle&kappa=1&rate=0.1&start=-1.5,0.02&steps=42", Text: "Спуск подползает к седлу, медлит и уходит. Ньютон там и остался бы."},
			{Name: "Сломать шаг", Query: "rate=0.21&start=-1.8,0.1&steps=60", Break: true, Text: "Предел 0,2, шаг 0,21: крутое направление растёт в 1,1 раза за шаг."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "path", Title: "Путь", Draw: drawPath, Describe: describePath, Table: tablePath, Grips: gripsPath},
			{ID: "directions", Title: "По направлениям", Draw: drawDirections, Describe: describeDirections, Table: tableDirections, Grips: gripsDirections, When: bowl},
			{ID: "factor", Title: "Множитель", Draw: drawFactor, Describe: describeFactor, Table: tableFactor, Grips: gripsFactor, When: stepped},
			{ID: "map", Title: "Карта (ε, β)", Draw: drawMap, Describe: describeMap, Table: tableMap, Grips: gripsMap, When: stepped},
			{ID: "curve", Title: "По шагам", Draw: drawCurve, Describe: describeCurve, Table: tableCurve, Grips: gripsCurve},
		},
		Beside:  beside,
		Numbers: numbers,
		Heads:   [2]string{"Прогон", "Теория"},
		Summary: func(_ Params, r *Result) string { return r.story(len(r.X) - 1) },
		Source: []string{"chapters/s0103descent/experiment.go#Run", "compute/descent/descent.go", "compute/descent/functions.go",
			"compute/descent/theory.go", "compute/descent/rate.go"},
	})
}

func beside(p Params) string {
	switch {
	case p.Function != "quadratic" || p.Method == descent.Newton:
		return "curve"
	case p.Method == descent.Momentum:
		return "map"
	}
	return "directions"
}

// fields are the controls in sight.
func fields() []lab.Field[Params] {
	method := lab.OneOf(lab.Control{
		Name: "method", Label: "метод",
		Choices: []lab.Choice{{Value: "gd", Label: "градиент"}, {Value: "momentum", Label: "момент"}, {Value: "newton", Label: "Ньютон"}},
		Help:    "Как выбирают шаг: по градиенту, с памятью о прошлом шаге или с учётом кривизны.",
	}, func(p *Params) *descent.Method { return &p.Method })
	rate := lab.Float(lab.Control{
		Name: "rate", Symbol: `\varepsilon`, Label: "шаг", Min: 0.0001, Max: 4, Step: 0.0001, Log: true,
		Help: "Скорость: во сколько раз сдвиг короче градиента.",
	}, func(p *Params) *float64 { return &p.Rate }).When(func(p Params) bool { return p.Method != descent.Newton })
	kappa := lab.Float(lab.Control{
		Name: "kappa", Symbol: `\kappa`, Label: "вытянутость", Min: 1, Max: 1000, Step: 1, Log: true,
		Help: "Во сколько раз кривизна вдоль x₂ больше кривизны вдоль x₁; у чаши это число обусловленности.",
	}, func(p *Params) *float64 { return &p.Kappa }).When(func(p Params) bool { return p.Function != "rosenbrock" })
	momentum := lab.Float(lab.Control{
		Name: "momentum", Symbol: `\beta`, Label: "момент", Max: 0.99, Step: 0.001, More: true,
		Help: "Какая доля прошлого сдвига добавляется к новому; ε и β можно вести вместе на карте.",
	}, func(p *Params) *float64 { return &p.Momentum }).When(func(p Params) bool { return p.Method == descent.Momentum })
	return []lab.Field[Params]{method, rate, kappa, momentum}
}

// more are the controls that are folded away.
func more() []lab.Field[Params] {
	function := lab.OneOf(lab.Control{
		Name: "function", Label: "функция", More: true,
		Choices: []lab.Choice{{Value: "quadratic", Label: "чаша"}, {Value: "rosenbrock", Label: "Розенброк"}, {Value: "saddle", Label: "седло"}, {Value: "abs", Label: "модули"}},
		Help:    "Чаша ½(x₁² + κx₂²), долина (1 − x₁)² + 100(x₂ − x₁²)², седло ½(x₁² − κx₂²) или |x₁| + κ|x₂|.",
	}, func(p *Params) *string { return &p.Function })
	steps := lab.Int(lab.Control{
		Name: "steps", Symbol: "K", Label: "шагов", Min: 1, Max: 5000, Step: 1, Log: true, More: true,
		Help: "Сколько шагов сделать; число шагов можно тянуть и на рисунках.",
	}, func(p *Params) *int { return &p.Steps })
	start := lab.List(lab.Control{
		Name: "start", Symbol: `\mathbf x^{(0)}`, Label: "старт", Min: -5, Max: 5, Step: 0.01, Slide: 2, MinItems: 2, MaxItems: 2, More: true,
		Help: "Откуда начать, две координаты; на рисунке старт можно взять и перетащить.",
	}, func(p *Params) *string { return &p.Start })
	return []lab.Field[Params]{function, steps, start}
}

func numbers(p Params, r *Result) []lab.Number {
	last := len(r.X) - 1
	var out []lab.Number
	if p.Method != descent.Newton && r.place.smooth {
		out = append(out, lab.Number{Label: "Множитель за шаг", Text: r.RateMeasured.Text(4), Theory: r.RateTheory.Text(4)})
	}
	if p.Method != descent.Newton && r.place.kind != "saddle" && r.place.smooth {
		label := "Предельный шаг"
		if p.Function == "rosenbrock" {
			label = "Предельный шаг у минимума"
		}
		out = append(out, lab.Number{Label: label, Theory: r.CriticalLocal.Text(4)})
	}
	if p.Function == "quadratic" && p.Method != descent.Newton {
		label, best, factor := "Лучший шаг", r.Best.Rate.Text(4), r.Best.Factor
		if p.Method == descent.Momentum {
			label, best, factor = "Лучшие шаг; момент", r.Best.MomentumRate.Text(4)+"; "+r.Best.Momentum.Text(3), r.Best.MomentumFactor
		}
		out = append(out, lab.Number{Label: label, Theory: best}, lab.Number{Label: "— множитель с ними", Theory: factor.Text(4)})
		if p.Method != descent.Momentum {
			out[len(out)-1].Label = "— множитель с ним"
		}
	}
	what := "До минимума"
	if r.place.kind == "saddle" {
		what = "До седла"
	}
	out = append(out,
		lab.Number{Label: what + " в конце", Text: r.Distance[last].Text(3)},
		lab.Number{Label: "f в конце", Text: russian.Number(r.F[last], 3)})
	if a := float64(r.AngleToGoal); !math.IsNaN(a) {
		out = append(out, lab.Number{Label: "Угол между −∇f и путём к цели", Text: russian.Number(a, 3) + "°"})
	}
	return append(out, lab.Number{Label: "Сделано шагов", Text: russian.Int(last)})
}
