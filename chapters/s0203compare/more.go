package s0203compare

import (
	"fmt"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

func byRate(r *Result) (pb, separate, paired []float64) {
	for _, s := range r.ByRate {
		pb, separate, paired = append(pb, float64(s.PB)), append(separate, float64(s.Separate)), append(paired, float64(s.Paired))
	}
	return pb, separate, paired
}

func drawByRate(p Params, r *Result) (*plots.Figure, error) {
	pb, separate, paired := byRate(r)
	layers := append([]plots.Layer{
		plots.Mark{Name: "как у A", X: p.PA, Ink: plots.Muted, Dash: plots.Dashed},
		plots.Mark{X: p.PB, Ink: plots.Accent},
	}, rules(pb, separate, paired, p.PB, r.PowerSeparate, r.PowerPaired)...)
	lo, hi := max(0, min(p.PA-span, p.PB)), min(1, max(p.PA+span, p.PB))
	return plots.New(plots.Axes{X: "доля ошибок B", Y: "мощность", XMin: lo, XMax: hi, YMin: 0, YMax: 1.03, Size: plots.Short}, layers...)
}

func describeByRate(p Params, r *Result) string {
	return fmt.Sprintf("Мощность против доли ошибок B; у A она %s. Сейчас у B %s: порознь %s, по парам %s.",
		russian.Number(p.PA, 3), russian.Number(p.PB, 3), share(r.PowerSeparate), share(r.PowerPaired))
}

// share is a probability as a percentage; a dash where there is none.
func share(v lab.Num) string {
	if f := float64(v); f == f {
		return percent(f)
	}
	return "—"
}

// percent keeps two digits of small shares, which would else look like zeros.
func percent(v float64) string {
	switch {
	case v == 0 || v >= 0.1:
		return russian.Percent(v, 1)
	case v >= 0.001:
		return russian.Percent(v, 2)
	}
	return russian.Number(100*v, 2) + "\u00a0%"
}

func tableByRate(_ Params, r *Result) lab.Table {
	pb, separate, paired := byRate(r)
	return ruleTable(lab.Column{Name: "pb", Label: "доля ошибок B", Values: pb}, separate, paired)
}

func gripsByRate(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{{Param: "pb", Label: "Доля ошибок B", Along: "x", X: p.PB, Y: 0.5}}
}

func byRho(r *Result) (rho, separate, paired []float64) {
	for _, s := range r.ByRho {
		rho, separate, paired = append(rho, float64(s.Rho)), append(separate, float64(s.Separate)), append(paired, float64(s.Paired))
	}
	return rho, separate, paired
}

// impossible names the correlations under the bound of Fréchet, if there is room for it.
func impossible(bound float64) string {
	if bound < -0.5 {
		return ""
	}
	return "не бывает"
}

// drawByRho shows the false alarms: what a rule says of two equal algorithms.
func drawByRho(p Params, r *Result) (*plots.Figure, error) {
	rho, separate, paired := byRho(r)
	nominal, equal := float64(r.Nominal), float64(r.Equal.Level)
	layers := append([]plots.Layer{
		plots.Band{X: []float64{-1, rho[0]}, Lo: []float64{0, 0}, Hi: []float64{nominal, nominal}, Ink: plots.Muted},
		plots.Label{X: (rho[0] - 1) / 2, Y: nominal / 2, Text: impossible(rho[0]), Ink: plots.Muted},
		plots.Level{Name: percent(nominal), Y: nominal, Ink: plots.Text, Dash: plots.Dotted},
		plots.Level{Name: percent(equal), Y: equal, Ink: plots.Muted, Dash: plots.Dotted, Left: true},
		plots.Mark{Name: "ρ = " + russian.Number(p.Rho, 2), X: p.Rho, Ink: plots.Accent},
	}, rules(rho, separate, paired, p.Rho, r.FalseSeparate, r.FalsePaired)...)
	return plots.New(plots.Axes{X: "корреляция ошибок ρ", Y: "ложные тревоги", XMin: -1, XMax: 1, YMin: 0, YMax: 1.6 * nominal, Size: plots.Short}, layers...)
}

func describeByRho(_ Params, r *Result) string {
	return fmt.Sprintf("Как часто правило находит победителя среди равных, против корреляции ошибок. Сейчас порознь %s, по парам %s; уровень %s, у независимых тестов правило «порознь» сводит его к %s.",
		share(r.FalseSeparate), share(r.FalsePaired), share(r.Nominal), share(r.Equal.Level))
}

func tableByRho(_ Params, r *Result) lab.Table {
	rho, separate, paired := byRho(r)
	return ruleTable(lab.Column{Name: "rho", Label: "ρ", Values: rho}, separate, paired)
}

func gripsByRho(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "rho", Label: "Корреляция ошибок ρ", Along: "x", X: p.Rho, Y: float64(r.FalsePaired)}}
}

// drawMistakes is the table of who errs where: a paired rule looks at its off-diagonal
// cells alone.
func drawMistakes(p Params, r *Result) (*plots.Figure, error) {
	c := r.Rates
	return plots.New(plots.Axes{Size: plots.Short}, plots.Heat{
		Values:   [][]float64{{float64(c.Both), float64(c.OnlyA)}, {float64(c.OnlyB), float64(c.Neither)}},
		RowNames: []string{"A ошибся", "A прав"}, ColNames: []string{"B ошибся", "B прав"}, ShowValues: true, Max: 1,
	})
}

func describeMistakes(p Params, r *Result) string {
	c := r.Rates
	return fmt.Sprintf("Вероятности на одном примере: ошиблись оба %s, только A %s, только B %s, никто %s. При корреляции ρ = %s разногласия — %s примеров.",
		share(c.Both), share(c.OnlyA), share(c.OnlyB), share(c.Neither), russian.Number(p.Rho, 2), share(c.OnlyA+c.OnlyB))
}

func tableMistakes(_ Params, r *Result) lab.Table {
	c := r.Rates
	return lab.Table{Columns: []lab.Column{
		{Name: "who", Label: "кто ошибся", Texts: []string{"оба", "только A", "только B", "никто"}},
		{Name: "probability", Label: "вероятность", Values: []float64{float64(c.Both), float64(c.OnlyA), float64(c.OnlyB), float64(c.Neither)}},
	}}
}
