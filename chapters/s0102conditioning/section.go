package s0102conditioning

import (
	"fmt"
	"math"

	"konspekt/compute/conditioning"
	"konspekt/internal/lab"
)

// Lab declares the lab `conditioning`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "conditioning", Section: "1.2", Title: "Кружок и сосулька",
		Default: Params{Matrix: rotation, Kappa: 5, N: 2, Noise: 0.1, Solver: conditioning.QR, Angle: 20, Draws: 120, Seed: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Круглая", Query: "kappa=1", Text: "κ = 1: матрица только поворачивает, и оба облака одинаковы."},
			{Name: "Гильберт", Query: "matrix=hilbert&n=6&noise=0.000001", Text: "Ошибка в шестом знаке b — и в ответе не верен ни один."},
			{Name: "Одно округление", Query: "kappa=1000000&noise=0&solver=normal", Text: "Шума нет. QR теряет 6 знаков, нормальные уравнения — 11."},
			{Name: "Сломать квадратом", Query: "kappa=10000000000&noise=0&solver=normal", Break: true, Text: "κ² = 10²⁰: у AᵀA не осталось знаков, разложение Холецкого сорвалось."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "ellipse", Title: "Круг, эллипс, облака", Draw: drawScene, Describe: describeScene, Table: tableScene, Grips: gripsScene},
			{ID: "curve", Title: "Ошибка и κ", Draw: drawCurve, Describe: describeCurve, Table: tableCurve, Grips: gripsCurve},
			{ID: "answer", Title: "Ответ", Draw: drawAnswer, Describe: describeAnswer, Table: tableAnswer},
		},
		Beside: func(p Params) string {
			if p.Matrix == hilbert {
				return "answer"
			}
			return "curve"
		},
		Numbers: numbers,
		Heads:   [2]string{"Измерено", "Теория"},
		Grow:    "draws",
		Summary: func(_ Params, r *Result) string {
			if r.Failed {
				return fmt.Sprintf("Число обусловленности %s, разложение сорвалось.", r.ConditionNumber.Text(3))
			}
			return fmt.Sprintf("Число обусловленности %s, ошибка ответа %s, граница %s.", r.ConditionNumber.Text(3), r.RelativeError.Text(3), r.Bound.Text(3))
		},
		Source: []string{"chapters/s0102conditioning/experiment.go#Run", "compute/conditioning/problem.go", "compute/conditioning/solve.go#Factor",
			"compute/conditioning/hilbert.go", "compute/conditioning/double.go"},
	})
}

func fields() []lab.Field[Params] {
	kappa := lab.Float(lab.Control{
		Name: "kappa", Symbol: `\kappa`, Label: "сплющенность", Min: 1, Max: 1e12, Step: 0.1, Log: true,
		Help: "Число обусловленности матрицы: во сколько раз эллипс длиннее, чем толще.",
	}, func(p *Params) *float64 { return &p.Kappa }).When(func(p Params) bool { return p.Matrix == rotation })
	noise := lab.Float(lab.Control{
		Name: "noise", Symbol: `\varepsilon`, Label: "шум", Max: 1, Step: 0.001, Log: true,
		Help: "Относительная ошибка правой части: длина δb, делённая на длину b.",
	}, func(p *Params) *float64 { return &p.Noise })
	n := lab.Int(lab.Control{
		Name: "n", Symbol: "n", Label: "неизвестных", Min: 2, Max: largestN, Step: 1,
		Help: "Сколько в системе уравнений и неизвестных; больше двух рисунок показывает в тени.",
	}, func(p *Params) *int { return &p.N })
	matrix := lab.OneOf(lab.Control{
		Name: "matrix", Label: "матрица", More: true,
		Choices: []lab.Choice{{Value: rotation, Label: "с заданным κ"}, {Value: hilbert, Label: "Гильберта"}, {Value: random, Label: "случайная"}},
		Help:    "R·diag(1, …, 1/κ)·Rᵀ с поворотом R; матрица Гильберта из дробей 1/(i + j − 1); независимые нормальные числа.",
	}, func(p *Params) *string { return &p.Matrix })
	solver := lab.OneOf(lab.Control{
		Name: "solver", Label: "решает", More: true,
		Choices: []lab.Choice{{Value: "normal", Label: "нормальные"}, {Value: "qr", Label: "QR"}, {Value: "svd", Label: "SVD"}},
		Help:    "Нормальные уравнения AᵀAx = Aᵀb разложением Холецкого, QR-разложение или сингулярное.",
	}, func(p *Params) *conditioning.Solver { return &p.Solver })
	angle := lab.Float(lab.Control{
		Name: "angle", Symbol: `\varphi`, Label: "наклон оси", Unit: "°", Max: 180, Step: 1, More: true,
		Help: "Куда смотрит длинная ось эллипса; её конец можно тянуть на рисунке.",
	}, func(p *Params) *float64 { return &p.Angle }).When(func(p Params) bool { return p.Matrix == rotation && p.N == 2 })
	draws := lab.Int(lab.Control{
		Name: "draws", Symbol: "N", Label: "опытов", Min: 2, Max: 1000, Step: 1, Log: true, More: true,
		Help: "Сколько раз решить систему с разными ошибками одной и той же величины.",
	}, func(p *Params) *int { return &p.Draws }).When(func(p Params) bool { return p.Noise > 0 })
	seed := lab.Seed(func(p *Params) *uint64 { return &p.Seed })
	return []lab.Field[Params]{kappa, noise, n, matrix, solver, angle, draws, seed}
}

func numbers(p Params, r *Result) []lab.Number {
	out := []lab.Number{{Label: "Число обусловленности κ", Text: r.ConditionFloat64.Text(4), Theory: r.ConditionNumber.Text(4)}}
	bound := "≤ " + r.Bound.Text(3)
	if p.Solver == conditioning.Normal {
		bound = "у QR " + bound
	}
	if r.Failed {
		out = append(out, lab.Number{Label: "Ошибка ответа", Text: "срыв", Theory: bound})
	} else {
		out = append(out, lab.Number{Label: "Ошибка ответа", Text: r.RelativeError.Text(3), Theory: bound}, lab.Number{Label: "Невязка", Text: r.Residual.Text(2)})
	}
	if p.Noise > 0 && !r.Failed {
		worst := lab.Number{Label: "Если шум вдоль худшей оси", Text: r.WorstError.Text(3)}
		if !math.IsNaN(float64(r.WorstTheory)) {
			worst.Theory = r.WorstTheory.Text(3)
		}
		out = append(out, lab.Simulated("Ошибка в среднем по облаку", r.CloudRMS, r.CloudRMSSE, r.CloudRMSTheory), worst)
	}
	for _, by := range solvers {
		e := *r.RoundingErrors.of(by)
		text := e.Text(2)
		if math.IsNaN(float64(e)) {
			text = "срыв"
		}
		out = append(out, lab.Number{Label: "Без шума: " + words[by], Text: text})
	}
	return out
}
