package s0305backprop

import (
	"fmt"
	"strconv"

	"konspekt/compute/expr"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// defaults is what the page shows first.
var defaults = Params{Mode: expression, Expr: "sin(x*y) + relu(x - 2)", Values: "x=2.5,y=-1.25", LogH: -5, M: 3, N: 4, K: 2, Seed: 1}

// Lab declares the lab `backprop`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "backprop", Section: "3.5", Title: "Производные текут назад",
		Default: defaults,
		Fields:  append(graphFields(), layerFields()...),
		Presets: []lab.Preset{
			{Name: "Разветвление", Query: "expr=sigmoid%28w%29*%281+-+sigmoid%28w%29%29&values=w%3D0.8", Text: "sigmoid(w) нужна дважды: производная по ней — сумма двух дорог."},
			{Name: "Нейрон", Query: "expr=softplus%28w*x+%2B+b%29&values=w%3D0.8,x%3D1.5,b%3D-0.3", Text: "Нейрон с ошибкой −log P(y = 0): кому и сколько её приписать."},
			{Name: "Считаю сам", Query: "ask=true", Text: "Вместо производных вопросы. Начните от конца."},
			{Name: "Сломать проверку", Query: "values=x%3D2,y%3D-1.25", Break: true, Text: "Ровно на изломе relu разности обещают не ту производную."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "graph", Title: "Граф", Draw: drawGraph, Describe: describeGraph, Table: tableGraph, Sum: sumGraph, When: typed},
			{ID: "layer", Title: "Слой", Draw: drawLayer, Describe: describeLayer, Table: tableLayer, Sum: sumLayer, When: matrices},
			{ID: "cost", Title: "Цена градиента", Draw: drawCost, Describe: describeCost, Table: tableCost},
			{ID: "check", Title: "Проверка", Draw: drawCheck, Describe: describeCheck, Table: tableCheck, Grips: gripsCheck, When: shown},
			{ID: "jacobian", Title: "Матрица Якоби", Draw: drawJacobian, Describe: describeJacobian, Table: tableJacobian, When: matrices},
		},
		Beside: func(p Params) string {
			switch {
			case p.Mode == layer:
				return "jacobian"
			case shown(p) && (p.LogH != defaults.LogH || p.Expr == defaults.Expr && p.Values != defaults.Values):
				return "check"
			}
			return "cost"
		},
		Walk: "step", Still: "всё сразу",
		Numbers: numbers,
		Heads:   [2]string{"Обратный проход", "Иначе"},
		Summary: summary,
		Source: []string{"chapters/s0305backprop/experiment.go#Run", "compute/autodiff/op.go", "compute/autodiff/tape.go", "compute/autodiff/layers.go",
			"compute/autodiff/differences.go", "compute/expr/parse.go"},
	})
}

func typed(p Params) bool    { return p.Mode == expression }
func matrices(p Params) bool { return p.Mode == layer }

// shown tells whether the derivatives may be seen: not while the reader is asked for them.
func shown(p Params) bool { return typed(p) && !p.Ask }

func graphFields() []lab.Field[Params] {
	mode := lab.OneOf(lab.Control{
		Name: "mode", Label: "режим", Resets: []string{"step"},
		Choices: []lab.Choice{{Value: expression, Label: "выражение"}, {Value: layer, Label: "слой"}},
		Help:    "Выражение по узлам графа или слой Y = XW по матрицам.",
	}, func(p *Params) *string { return &p.Mode })
	text := lab.Text(lab.Control{
		Name: "expr", Symbol: "z", Label: "выражение", MaxLength: 12000, Resets: []string{"step", "answer"},
		Help: "Числа, имена, + − * / ^, скобки и функции exp, log, sqrt, sin, cos, tanh, sigmoid, relu, abs, max, min, softplus.",
	}, checkExpr, func(p *Params) *string { return &p.Expr }).When(typed)
	values := lab.Text(lab.Control{
		Name: "values", Label: "значения", MaxLength: 4000, Resets: []string{"answer"},
		Help: "Значение каждого имени, через запятую: x=2.5,y=-1.25.",
	}, checkValues, func(p *Params) *string { return &p.Values }).When(typed)
	step := lab.Int(lab.Control{
		Name: "step", Label: "шаг", Max: 2 * expr.MaxNodes, Step: 1, More: true,
		Help: "Сколько шагов сделано: сначала вычисления, потом производные от результата к входам. Нуль показывает всё сразу.",
	}, func(p *Params) *int { return &p.Step }).Within(func(p Params) lab.Limit {
		return lab.Limit{Max: float64(stages(p)), Why: "столько здесь шагов в обе стороны"}
	}).When(func(p Params) bool { return matrices(p) || !p.Ask })
	h := lab.Float(lab.Control{
		Name: "logh", Symbol: `\lg h`, Label: "шаг разностей", Min: leastLogH, Max: 0, Step: 0.1, More: true,
		Help: "Десятичный логарифм шага h в центральных разностях, которыми проверяется градиент.",
	}, func(p *Params) *float64 { return &p.LogH }).When(shown)
	ask := lab.Bool(lab.Control{
		Name: "ask", Label: "спрашивать меня", More: true, Resets: []string{"answer"},
		Help: "Производные скрыты: читатель находит их по одной, от результата к входам.",
	}, func(p *Params) *bool { return &p.Ask }).When(typed)
	answer := lab.Text(lab.Control{
		Name: "answer", Label: "мои производные", MaxLength: 4000,
		Help: "Ответы по порядку через точку с запятой; хватит двух знаков после запятой.",
	}, checkAnswer, func(p *Params) *string { return &p.Answer }).When(func(p Params) bool { return typed(p) && p.Ask })
	return []lab.Field[Params]{mode, text, values, answer, step, h, ask}
}

// mostRows is the largest side of a matrix of the layer.
const mostRows = 5

func layerFields() []lab.Field[Params] {
	size := func(name, symbol, label, help string, at func(*Params) *int) lab.Field[Params] {
		return lab.Int(lab.Control{Name: name, Symbol: symbol, Label: label, Min: 1, Max: mostRows, Step: 1, Resets: []string{"step"}, Help: help}, at).When(matrices)
	}
	seed := lab.Seed(func(p *Params) *uint64 { return &p.Seed }).When(matrices)
	return []lab.Field[Params]{
		size("m", "m", "примеров", "Строки X: сколько примеров проходит через слой сразу.", func(p *Params) *int { return &p.M }),
		size("n", "n", "входов", "Столбцы X и строки W.", func(p *Params) *int { return &p.N }),
		size("k", "k", "выходов", "Столбцы W и Y.", func(p *Params) *int { return &p.K }),
		seed,
	}
}

func summary(p Params, r *Result) string {
	switch {
	case p.Mode == layer:
		return describeLayer(p, r)
	case p.Ask:
		return r.verdict(p)
	}
	return "z = " + r.Value.Text(4) + ", производные: " + r.derivatives() + "."
}

// listed is how many derivatives stand in the table of numbers.
const listed = 4

func numbers(p Params, r *Result) []lab.Number {
	if p.Mode == layer {
		equal := "не совпадают"
		if *r.GradFlattenedEqual {
			equal = "совпадают"
		}
		return []lab.Number{
			{Label: "Матрица Якоби", Text: fmt.Sprintf("%d×%d", r.JacobianShape[0], r.JacobianShape[1]), Theory: "mk×nk"},
			{Label: "Нулей в ней", Text: russian.Percent(float64(r.JacobianZeros), 0), Theory: "1 − 1/k = " + russian.Percent(1-1/float64(p.K), 0)},
			{Label: "XᵀG и путь через вытянутые векторы", Text: equal},
			{Label: "Умножений вперёд, XW", Text: strconv.Itoa(r.LayerOps.Forward), Theory: "mnk"},
			{Label: "Умножений назад, XᵀG и GWᵀ", Text: strconv.Itoa(r.LayerOps.Backward), Theory: "2mnk"},
			{Label: "Для W через матрицу Якоби", Text: strconv.Itoa(r.LayerOps.Jacobian), Theory: "mnk²"},
		}
	}
	if p.Ask {
		return []lab.Number{
			{Label: r.verdict(p), Text: fmt.Sprintf("%d из %d", r.Exercise.Found, r.Exercise.Total)},
			{Label: "Значение z", Text: r.Value.Text(6)},
		}
	}
	out := []lab.Number{{Label: "Значение z", Text: r.Value.Text(6)}}
	for i, name := range r.graph.Names {
		if i == listed {
			break
		}
		out = append(out, lab.Number{Label: "Производная по " + name, Text: r.Gradient[name].Text(6), Theory: "разности: " + r.GradientNumeric[name].Text(6)})
	}
	return append(out,
		lab.Number{Label: "Расхождение с разностями", Text: r.MaxRelativeError.Text(2)},
		lab.Number{Label: "Операций: само выражение", Text: strconv.Itoa(r.Ops.Value)},
		lab.Number{Label: "Операций: весь градиент", Text: strconv.Itoa(r.Ops.Reverse), Theory: fmt.Sprintf("прямой режим: %d", r.Ops.Forward)},
	)
}
