package s0206likelihood

import (
	"fmt"
	"math"

	"konspekt/compute/likelihood"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// member names a member of a family: «N(0,8; 2²)».
func member(family string, theta []float64) string {
	t := shown(family, theta)
	n := func(i int) string { return russian.Number(t[i], 3) }
	switch family {
	case "normal":
		return "N(" + n(0) + "; " + n(1) + "²)"
	case "uniform":
		return "равномерное на [" + n(0) + "; " + n(1) + "]"
	case "laplace":
		return "Лапласа с μ = " + n(0) + " и b = " + n(1)
	case "bernoulli":
		return "Бернулли с p = " + n(0)
	case "poisson":
		return "Пуассона с λ = " + n(0)
	}
	return "показательное с λ = " + n(0)
}

func describeModel(p Params, r *Result) string {
	said := fmt.Sprintf("%s, ваша модель — %s: ℓ = %s. ", russian.Count(len(r.Sample), "наблюдение", "наблюдения", "наблюдений"), member(p.Family, r.reader), text(r.Loglik, 4))
	if r.ml == nil {
		return said + "Все значения совпали, у правдоподобия нет наибольшего значения."
	}
	return said + fmt.Sprintf("Наилучшая — %s: ℓ = %s.", member(p.Family, r.ml), text(r.LoglikAtML, 4))
}

func tableModel(_ Params, r *Result) lab.Table {
	number := make([]float64, len(r.Sample))
	for i := range number {
		number[i] = float64(i + 1)
	}
	t := lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: number},
		{Name: "x", Label: "наблюдение", Values: r.Sample},
		{Name: "log_p", Label: "ln p, ваша модель", Values: r.family.Terms(nil, r.Sample, r.reader)},
	}}
	if r.ml != nil {
		t.Columns = append(t.Columns, lab.Column{Name: "log_p_ml", Label: "ln p, наилучшая", Values: r.family.Terms(nil, r.Sample, r.ml)})
	}
	return t
}

// sumModel is ℓ term by term: by example, or where values repeat much by value.
func sumModel(_ Params, r *Result) lab.Sum {
	s := lab.Sum{Lead: `\ell(\theta)=`, Tail: "= " + text(r.Loglik, 5), Rows: 2}
	if r.family.Discrete && len(r.Sample) > terms {
		empirical := likelihood.NewEmpirical(r.Sample)
		for i, l := range r.family.Terms(nil, empirical.Values, r.reader) {
			s.Terms = append(s.Terms, lab.Term{Tag: valueTag(empirical.Values[i]), Text: plus(i) + russian.Int(int(empirical.Counts[i])) + "·(" + signed(l) + ")"})
		}
		return s
	}
	first := r.Sample[:min(len(r.Sample), terms)]
	for i, l := range r.family.Terms(nil, first, r.reader) {
		sign := ""
		if l >= 0 {
			sign = plus(i)
		}
		s.Terms = append(s.Terms, lab.Term{Tag: fmt.Sprintf("i%d", i+1), Text: sign + signed(l)})
	}
	if rest := len(r.Sample) - len(first); rest > 0 {
		s.Tail = "… и ещё " + russian.Int(rest) + " " + s.Tail
	}
	return s
}

func plus(i int) string {
	if i == 0 {
		return ""
	}
	return "+ "
}

func signed(l float64) string {
	if math.IsInf(l, -1) {
		return "−∞"
	}
	return russian.Fixed(l, 2)
}

// editModel lets the reader move data of his own.
func editModel(p Params, _ *Result) lab.Edit {
	if p.Data != "points" {
		return lab.Edit{}
	}
	return lab.Edit{Param: "points", Points: p.Points}
}

// gripsModel holds the reader's model by its middle and by its width.
func gripsModel(p Params, r *Result) []lab.Grip {
	at := func(x float64) float64 {
		return min(0.96*r.view.top, math.Exp(r.family.LogDensity(x, r.reader)))
	}
	const middle, width = "Центр вашей модели", "Ширина вашей модели"
	right := p.Theta + p.Scale
	switch p.Family {
	case "uniform":
		return []lab.Grip{
			{Label: "Левый конец отрезка a", X: p.Theta, Y: at(p.Theta), Sets: []lab.Set{{Param: "theta", X: 1}, {Param: "scale", X: -1, C: right}}},
			{Label: "Правый конец отрезка b", X: right, Y: at(r.reader[1]), Sets: []lab.Set{{Param: "scale", X: 1, C: -p.Theta}}},
		}
	case "bernoulli":
		return []lab.Grip{{Label: "Вероятность единицы p", X: 1, Y: p.Theta, Sets: []lab.Set{{Param: "theta", Y: 1}}}}
	case "exponential":
		return []lab.Grip{{Label: "Высота плотности в нуле, λ", X: 0, Y: min(p.Theta, 0.96*r.view.top), Sets: []lab.Set{{Param: "theta", Y: 1}}}}
	case "poisson":
		return []lab.Grip{{Label: middle + " λ", X: p.Theta, Y: envelope(r), Sets: []lab.Set{{Param: "theta", X: 1}}}}
	}
	return []lab.Grip{
		{Label: middle + " μ", X: p.Theta, Y: at(p.Theta), Sets: []lab.Set{{Param: "theta", X: 1}}},
		{Label: width, X: right, Y: at(right), Sets: []lab.Set{{Param: "scale", X: 1, C: -p.Theta}}},
	}
}
