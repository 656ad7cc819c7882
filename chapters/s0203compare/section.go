package s0203compare

import (
	"fmt"

	"konspekt/compute/interval"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// defaults is what the page shows first.
var defaults = Params{
	PA: 0.25, PB: 0.2, M: 700, Level: 0.95,
	Pairs: "2:1.2;3:2.4;4:3.1;5:4.4;6:5.1;7:5.8;8:7.3;9:7.9",
}

// Lab declares the lab `compare`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "compare", Section: "2.3", Title: "Какой алгоритм лучше",
		Default: defaults,
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Разные ошибки", Query: "", Text: "Интервалы A и B пересекаются, а парное правило уже решилось."},
			{Name: "Общие ошибки", Query: "rho=0.6", Text: "Интервалы A и B те же, а парный вдвое уже их суммы."},
			{Name: "Равные", Query: "pb=0.25&rho=0.6", Text: "Лучшего нет: каждый объявленный победитель — ложная тревога."},
			{Name: "Сломать порознь", Query: "rho=0.86", Break: true, Text: "Парное правило почти не ошибается, правило «порознь» почти слепо."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "intervals", Title: "Интервалы обычного теста", Draw: drawTypical, Describe: describeTypical, Table: tableTypical, Grips: gripsTypical},
			{ID: "by-m", Title: "Мощность и m", Draw: drawBySize, Describe: describeBySize, Table: tableBySize, Grips: gripsBySize},
			{ID: "by-pb", Title: "Разница", Draw: drawByRate, Describe: describeByRate, Table: tableByRate, Grips: gripsByRate},
			{ID: "false-alarms", Title: "Ложные тревоги", Draw: drawByRho, Describe: describeByRho, Table: tableByRho, Grips: gripsByRho},
			{ID: "mistakes", Title: "Кто ошибся", Draw: drawMistakes, Describe: describeMistakes, Table: tableMistakes},
			{ID: "pairs", Title: "Ваши пары", Draw: drawPairs, Describe: describePairs, Table: tablePairs, Edit: editPairs},
		},
		Beside: func(p Params) string {
			switch {
			case p.Pairs != defaults.Pairs:
				return "pairs"
			case p.PA == p.PB:
				return "false-alarms"
			}
			return "by-m"
		},
		Numbers: numbers,
		Heads:   [2]string{"Порознь", "По парам"},
		Summary: func(_ Params, r *Result) string {
			return fmt.Sprintf("Лучшего находят: порознь %s, по парам %s. Ложные тревоги: порознь %s, по парам %s.",
				share(r.PowerSeparate), share(r.PowerPaired), share(r.FalseSeparate), share(r.FalsePaired))
		},
		Source: []string{"chapters/s0203compare/experiment.go#Run", "compute/interval/compare.go", "compute/interval/rules.go"},
	})
}

func fields() []lab.Field[Params] {
	rate := func(name, symbol, label string, more bool, at func(*Params) *float64) lab.Field[Params] {
		return lab.Float(lab.Control{
			Name: name, Symbol: symbol, Label: label, Min: 0.01, Max: 0.99, Step: 0.005, More: more,
			Help: "С какой вероятностью алгоритм ошибается на случайном примере.",
		}, at)
	}
	pa := rate("pa", "p_A", "ошибается A", true, func(p *Params) *float64 { return &p.PA })
	pb := rate("pb", "p_B", "ошибается B", false, func(p *Params) *float64 { return &p.PB })
	rho := lab.Float(lab.Control{
		Name: "rho", Symbol: `\rho`, Label: "корреляция", Min: -1, Max: 1, Step: 0.01,
		Help: "Насколько ошибки двух алгоритмов приходятся на одни и те же примеры.",
	}, func(p *Params) *float64 { return &p.Rho }).Within(func(p Params) lab.Limit {
		lo, hi, err := interval.CorrelationBounds(p.PA, p.PB)
		if err != nil {
			return lab.Limit{Min: -1, Max: 1}
		}
		// Who computes the bound elsewhere may differ in the last digit.
		return lab.Limit{Min: max(-1, lo-rounding), Max: min(1, hi+rounding), Why: "границы Фреше при долях ошибок " + russian.Number(p.PA, 3) + " и " + russian.Number(p.PB, 3)}
	})
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "примеров", Min: leastM, Max: 10000, Step: 1, Log: true,
		Help: "Сколько примеров в тесте; оба алгоритма проходят один и тот же.",
	}, func(p *Params) *int { return &p.M })
	level := lab.Float(lab.Control{
		Name: "level", Symbol: `\gamma`, Label: "уровень", Min: 0.5, Max: 0.99, Step: 0.01, More: true,
		Help: "Уровень интервалов; множитель — квантиль нормального распределения, при 95 % округлён до 1,96.",
	}, func(p *Params) *float64 { return &p.Level })
	pairs := lab.Points(lab.Control{
		Name: "pairs", Label: "Ваши пары потерь", Max: 1e6, MinItems: 2, MaxItems: 500, More: true,
		Help: "Точки «потери A : потери B», по одной на пример, через точку с запятой.",
	}, func(p *Params) *string { return &p.Pairs })
	return []lab.Field[Params]{pb, rho, m, pa, level, pairs}
}

// rounding is as much as a bound may be overstepped.
const rounding = 1e-12

func numbers(_ Params, r *Result) []lab.Number {
	return []lab.Number{
		{Label: "Находит действительно лучшего", Text: share(r.PowerSeparate), Theory: share(r.PowerPaired)},
		{Label: "Находит победителя среди равных", Text: share(r.FalseSeparate), Theory: share(r.FalsePaired)},
		{Label: "Требует разницы, в SE разности", Text: r.Demand.SE.Text(3), Theory: r.Factor.Text(3)},
		{Label: "То же при ρ = 0 и равных SE", Text: r.Equal.SE.Text(3), Theory: r.Factor.Text(3)},
		{Label: "Полуширина разности", Text: "± " + (r.Typical.HalfA + r.Typical.HalfB).Text(2), Theory: "± " + r.Typical.HalfPaired.Text(2)},
	}
}
