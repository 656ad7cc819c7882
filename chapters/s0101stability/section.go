package s0101stability

import (
	"fmt"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
)

// Lab declares the lab `stability`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "stability", Section: "1.1", Title: "Одна формула, четыре формата",
		Default: Params{Mode: "softmax", Z: "1.1,2.3,-2.9", Scale: 31.4, Precision: "float32", M: 100, Offset: 30000},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Кто выстоит", Query: "", Text: "Прямая формула цела только во float64, устойчивая — везде."},
			{Name: "Ноль на ноль", Query: "z=-4,-5,-6", Text: "Все экспоненты исчезли, и прямо выходит 0/0."},
			{Name: "Дисперсия", Query: "mode=variance", Text: "Дисперсия −64: близкие числа вычли, цифры исчезли."},
			{Name: "Сломать float64", Query: "scale=314&precision=float64", Break: true, Text: "Логит 2,3·314 больше 709,78: переполнилась и двойная точность."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "formats", Title: "Цифры в четырёх форматах", Draw: drawFormats, Describe: describeFormats, Table: tableFormats},
			{ID: "exponents", Title: "Экспоненты", When: softmax, Draw: drawExponents, Describe: describeExponents, Table: tableExponents, Grips: gripsExponents},
			{ID: "error", Title: "Ошибка", When: softmax, Draw: drawError, Describe: describeError, Table: tableError, Grips: gripsError},
			{ID: "product", Title: "Произведение", When: softmax, Draw: drawProduct, Describe: describeProduct, Table: tableProduct, Grips: gripsProduct},
			{ID: "cancellation", Title: "Вычитание", When: variance, Draw: drawCancellation, Describe: describeCancellation, Table: tableCancellation, Grips: gripsCancellation},
			{ID: "grid", Title: "Шаг сетки", Draw: drawGrid, Describe: describeGrid, Table: tableGrid},
		},
		Numbers: numbers,
		Heads:   [2]string{"Прямо", "Устойчиво"},
		Summary: func(p Params, r *Result) string {
			if variance(p) {
				return fmt.Sprintf("Дисперсия за один проход %s, по Уэлфорду %s, верно 8,25.", spoken(*r.OnePass), spoken(*r.Welford))
			}
			return fmt.Sprintf("Логарифм суммы экспонент: прямо %s, устойчиво %s.", spoken(*r.SumNaive), spoken(*r.SumStable))
		},
		Source: []string{"compute/floatfmt/softmax.go", "compute/floatfmt/variance.go", "compute/floatfmt/floatfmt.go#Round", "compute/stable/stable.go", "chapters/s0101stability/experiment.go#Run"},
	})
}

func softmax(p Params) bool  { return p.Mode == "softmax" }
func variance(p Params) bool { return p.Mode == "variance" }

func fields() []lab.Field[Params] {
	mode := lab.OneOf(lab.Control{
		Name: "mode", Label: "считаем", More: true,
		Choices: []lab.Choice{{Value: "softmax", Label: "softmax"}, {Value: "variance", Label: "дисперсию"}},
		Help:    "Что вычисляют: вероятности по логитам или дисперсию сдвинутых данных.",
	}, func(p *Params) *string { return &p.Mode })
	z := lab.List(lab.Control{
		Name: "z", Symbol: "z", Label: "логиты", MinItems: 2, MaxItems: 8, Min: -1e4, Max: 1e4, Step: 0.1, Slide: 10,
		Help: "Логиты до умножения на масштаб; впишите свои, хоть 1000.",
	}, func(p *Params) *string { return &p.Z }).When(softmax)
	scale := lab.Float(lab.Control{
		Name: "scale", Symbol: "s", Label: "масштаб", Min: 1, Max: largest, Step: 0.1, Log: true,
		Help: "На него умножены все логиты.",
	}, func(p *Params) *float64 { return &p.Scale }).When(softmax)
	offset := lab.Float(lab.Control{
		Name: "offset", Symbol: "c", Label: "сдвиг данных", Min: 1, Max: farthest, Step: 1, Log: true,
		Help: "Данные: c, c + 1, …, c + 9. Дисперсия от c не зависит.",
	}, func(p *Params) *float64 { return &p.Offset }).When(variance)
	precision := lab.OneOf(lab.Control{
		Name: "precision", Label: "формат",
		Choices: []lab.Choice{{Value: "float16", Label: "float16"}, {Value: "bfloat16", Label: "bfloat16"}, {Value: "float32", Label: "float32"}, {Value: "float64", Label: "float64"}},
		Help:    "Для какого формата посчитаны числа и кривые; каждая операция в нём округляется.",
	}, func(p *Params) *string { return &p.Precision })
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "множителей", Min: 1, Max: -lowest, Step: 1, Log: true, More: true,
		Help: "Сколько правдоподобий по 0,1 перемножить.",
	}, func(p *Params) *int { return &p.M }).When(softmax)
	return []lab.Field[Params]{z, scale, offset, precision, mode, m}
}

func numbers(p Params, r *Result) []lab.Number {
	limits := lab.Number{Label: "Экспонента конечна и не 0: " + reach(r), Text: "шаг у единицы", Theory: r.EpsilonOf.Text(2)}
	if variance(p) {
		return []lab.Number{
			{Label: "Дисперсия, верно 8,25", Text: spoken(*r.OnePass), Theory: spoken(*r.Welford)},
			{Label: "За два прохода", Theory: spoken(*r.TwoPass)},
			limits,
		}
	}
	z := lab.ReadList(p.Z)
	rare, common := rarest(z), floats.MaxIdx(z)
	return []lab.Number{
		{Label: "Логарифм суммы экспонент", Text: spoken(*r.SumNaive), Theory: spoken(*r.SumStable)},
		{Label: fmt.Sprintf("Вероятность класса %d, у него наибольший логит", common+1), Text: spoken(r.Naive[common]), Theory: spoken(r.Stable[common])},
		{Label: fmt.Sprintf("Вероятность класса %d", rare+1), Text: spoken(r.Naive[rare]), Theory: spoken(r.Stable[rare])},
		{Label: "Её логарифм", Text: spoken(r.LogNaive[rare]), Theory: spoken(r.LogStable[rare])},
		{Label: "Наибольшая ошибка логарифмов", Text: r.ErrorNaive.Text(2), Theory: r.ErrorStable.Text(2)},
		{Label: "Переполнение при масштабе", Text: r.FirstOverflow.Text(6), Theory: "нет"},
		{Label: fmt.Sprintf("Произведение %d множителей и сумма логарифмов", p.M), Text: r.Product.Text(3), Theory: r.LogSum.Text(6)},
		limits,
	}
}
