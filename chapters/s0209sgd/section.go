package s0209sgd

import (
	"fmt"
	"strconv"

	"konspekt/compute/sgd"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// defaults is what the page shows first.
var defaults = Params{M: 1_000_000, Batch: 32, Rate: 0.05, Schedule: sgd.Inverse, Tau: 200, Steps: 1250, Target: 0.255, Seed: 1}

// Lab declares the lab `sgd`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "sgd", Section: "2.9", Title: "Сколько примеров нужно увидеть",
		Default: defaults,
		Fields:  append(fields(), more()...),
		Presets: []lab.Preset{
			{Name: "Миллионы", Query: "m=10000000", Text: "Десять миллионов примеров, а цель взята на том же шаге."},
			{Name: "Сотня", Query: "m=100", Text: "Сто примеров: кривая сворачивает к лучшему, чему они научат."},
			{Name: "Шар шума", Query: "schedule=constant&rate=0.1&batch=2&steps=20000", Text: "Скорость не падает, и веса дрожат вокруг минимума. Увеличьте B."},
			{Name: "Сломать скорость", Query: "schedule=constant&rate=1", Break: true, Text: "Предел для B = 32 — скорость 0,925: дальше ошибка скачет и растёт."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "error", Title: "Ошибка и примеры", Draw: drawError, Describe: describeError, Table: tableError, Grips: gripsError},
			{ID: "steps", Title: "Шаги до цели", Draw: drawSteps, Describe: describeSteps, Table: tableSteps, Grips: gripsSteps},
			{ID: "ball", Title: "Шар шума", Draw: drawBall, Describe: describeBall, Table: tableBall},
			{ID: "cost", Title: "Цена шага", Draw: drawCost, Describe: describeCost, Table: tableCost, Grips: gripsCost},
		},
		Beside: func(p Params) string {
			if p.Schedule == sgd.Constant {
				return "ball"
			}
			return "steps"
		},
		Numbers: numbers,
		Heads:   [2]string{"Прогон", "Теория"},
		Grow:    "steps",
		Summary: summary,
		Source: []string{"chapters/s0209sgd/experiment.go#Run", "chapters/s0209sgd/runs.go", "compute/sgd/run.go", "compute/sgd/learner.go",
			"compute/sgd/task.go", "compute/sgd/theory.go"},
	})
}

// fields are the controls in sight.
func fields() []lab.Field[Params] {
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "примеров", Min: 100, Max: 1e7, Step: 1, Log: true,
		Help: "Размер обучающего набора. Примеры не хранятся: каждый вычисляется по своему номеру, когда до него доходит очередь.",
	}, func(p *Params) *int { return &p.M })
	batch := lab.Int(lab.Control{
		Name: "batch", Symbol: "B", Label: "в минибатче", Min: 1, Max: 256, Step: 1, Log: true,
		Help: "По скольким примерам считается градиент одного шага.",
	}, func(p *Params) *int { return &p.Batch }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 1, Max: float64(min(256, p.M)), Why: "в наборе всего примеров m = " + strconv.Itoa(p.M)}
	})
	rate := lab.Float(lab.Control{
		Name: "rate", Symbol: `\varepsilon`, Label: "скорость", Min: 0.001, Max: 2, Step: 0.001, Log: true,
		Help: "Скорость обучения на первом шаге: во сколько раз сдвиг короче градиента.",
	}, func(p *Params) *float64 { return &p.Rate })
	return []lab.Field[Params]{m, batch, rate}
}

// more are the controls that are folded away.
func more() []lab.Field[Params] {
	schedule := lab.OneOf(lab.Control{
		Name: "schedule", Symbol: `\varepsilon_t`, Label: "расписание", More: true,
		Choices: []lab.Choice{{Value: "constant", Label: "постоянная"}, {Value: "inverse", Label: "1/t"}, {Value: "step", Label: "ступени"}, {Value: "cosine", Label: "косинус"}},
		Help:    "Как скорость меняется от шага к шагу: стоит на месте; ε/(1 + t/τ); вдвое меньше через каждые τ шагов; по косинусу до нуля за τ шагов.",
	}, func(p *Params) *sgd.Shape { return &p.Schedule })
	tau := lab.Float(lab.Control{
		Name: "tau", Symbol: `\tau`, Label: "срок", Unit: "шагов", Min: 1, Max: 100000, Step: 1, Log: true, More: true,
		Help: "За сколько шагов скорость заметно падает.",
	}, func(p *Params) *float64 { return &p.Tau }).When(func(p Params) bool { return p.Schedule != sgd.Constant })
	steps := lab.Int(lab.Control{
		Name: "steps", Symbol: "S", Label: "шагов", Min: 10, Max: mostExamples, Step: 1, Log: true, More: true,
		Help: "Сколько шагов сделать; примеров за это время будет увидено S·B.",
	}, func(p *Params) *int { return &p.Steps }).Within(func(p Params) lab.Limit {
		return lab.Limit{Min: 10, Max: float64(mostExamples / p.Batch), Why: "опыт считает не больше " + russian.Int(mostExamples) + " примеров, а в минибатче их " + strconv.Itoa(p.Batch)}
	})
	target := lab.Float(lab.Control{
		Name: "target", Symbol: "L", Label: "цель", Min: 0.2, Max: 1.5, Step: 0.0001, More: true,
		Help: "До какой ошибки на новых примерах учить. Ниже σ² = 0,25 не опуститься никому.",
	}, func(p *Params) *float64 { return &p.Target })
	momentum := lab.Float(lab.Control{
		Name: "momentum", Symbol: `\beta`, Label: "момент", Max: 0.99, Step: 0.01, More: true,
		Help: "Какая доля прошлого сдвига добавляется к новому. Теория лаборатории посчитана только для β = 0.",
	}, func(p *Params) *float64 { return &p.Momentum })
	return []lab.Field[Params]{schedule, tau, steps, target, momentum, lab.Seed(func(p *Params) *uint64 { return &p.Seed })}
}

// count says a number of steps, or that there is none.
func count(steps *int) string {
	if steps == nil {
		return "не достигнута"
	}
	return russian.Int(*steps)
}

func numbers(p Params, r *Result) []lab.Number {
	expected := ""
	if p.Momentum == 0 {
		expected = "—"
		if r.StepsExpected != nil {
			expected = russian.Int(*r.StepsExpected)
		}
	}
	out := []lab.Number{
		{Label: "Шагов до цели", Text: count(r.StepsToTarget), Theory: expected},
		{Label: "Увидено примеров", Text: russian.Int(r.ExamplesSeen)},
		{Label: "Проходов по набору", Text: r.FractionOfEpoch.Text(3)},
	}
	switch {
	case !r.settles(p) || r.Diverged:
		out = append(out, lab.Number{Label: "Предел скорости для B = " + strconv.Itoa(p.Batch), Theory: r.CriticalRate.Text(3)})
	case has(r.TailSE):
		out = append(out, lab.Simulated("Ошибка сверх σ² во второй половине", r.Tail, r.TailSE, r.TailTheory))
	default:
		end := lab.Number{Label: "Ошибка в конце", Text: r.FinalLoss.Text(4)}
		if e := r.LossTheory[len(r.LossTheory)-1]; has(e) && p.M >= p.Steps*p.Batch {
			end.Theory = e.Text(4)
		}
		out = append(out, end)
	}
	return append(out,
		lab.Number{Label: "SE градиента в минимуме", Theory: r.GradientSE.Text(3)},
		lab.Number{Label: "Действий на шаг", Theory: russian.Int(r.StepFlops)},
		lab.Number{Label: "— если брать все m примеров", Theory: russian.Int(r.FullStepFlops)})
}

func summary(p Params, r *Result) string {
	target, passes := russian.Number(p.Target, 4), r.FractionOfEpoch.Text(3)
	switch {
	case r.Diverged:
		return "Обучение разошлось: скорость слишком велика."
	case r.StepsToTarget == nil:
		return fmt.Sprintf("Цель %s не достигнута за %s (проходов по набору: %s).", target, russian.Count(p.Steps, "шаг", "шага", "шагов"), passes)
	}
	return fmt.Sprintf("Цель %s достигнута за %s (проходов по набору из %s: %s).", target, russian.Count(*r.StepsToTarget, "шаг", "шага", "шагов"),
		russian.Count(p.M, "примера", "примеров", "примеров"), passes)
}
