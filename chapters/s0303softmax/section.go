package s0303softmax

import (
	"fmt"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// Lab declares the lab `softmax`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "softmax", Section: "3.3", Title: "Из чисел в вероятности",
		Default: Params{Z: "2,1,-1", Temperature: 1, Target: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Прибавить 1000", Query: "shift=1000", Text: "Все логиты выросли на 1000, вероятности не шелохнулись."},
			{Name: "Остудить", Query: "temperature=0.15", Text: "Почти arg max: вся вероятность у наибольшего логита."},
			{Name: "Восемь классов", Query: "z=3,1,2,-1,0.5,2.5,-3,1.5&target=5", Text: "Потяните один логит: сдвинутся все восемь столбиков."},
			{Name: "Сломать квадратом", Query: "z=10,-4,-1", Break: true, Text: "Ответ уверенно неверен: NLL тянет в полную силу, квадрат молчит."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "bars", Title: "Логиты и вероятности", Draw: drawBars, Describe: describeBars, Table: tableBars, Grips: gripsBars, Sum: sumBars},
			{ID: "gradient", Title: "Градиент", Draw: drawGradient, Describe: describeGradient, Table: tableGradient, Grips: gripsGradient},
			{ID: "temperature", Title: "Температура", Draw: drawTemperature, Describe: describeTemperature, Table: tableTemperature, Grips: gripsTemperature},
			{ID: "simplex", Title: "Треугольник", Draw: drawSimplex, Describe: describeSimplex, Table: tableSimplex, When: three},
			{ID: "jacobian", Title: "Матрица Якоби", Draw: drawJacobian, Describe: describeJacobian, Table: tableJacobian},
		},
		Beside: func(p Params) string {
			switch {
			case p.Temperature != 1 && three(p):
				return "simplex"
			case p.Temperature != 1:
				return "temperature"
			}
			return "gradient"
		},
		Numbers: numbers,
		Heads:   [2]string{"Сейчас", "Квадраты"},
		Summary: func(p Params, r *Result) string {
			return fmt.Sprintf("Вероятность верного класса %s, потеря %s, производная по его логиту %s, у квадратов %s.",
				lab.Num(r.P[p.Target]).Text(3), r.NLL.Text(4), lab.Num(r.GradNLL[p.Target]).Text(3), lab.Num(r.GradMSE[p.Target]).Text(3))
		},
		Source: []string{"chapters/s0303softmax/experiment.go#Run", "compute/output/softmax.go", "compute/stable/stable.go#Softmax", "compute/stable/stable.go#LogSoftmax"},
	})
}

// three tells whether the distributions are a triangle.
func three(p Params) bool { return len(lab.ReadList(p.Z)) == 3 }

// slide is how far the sliders of the logits and the axis of the figure go.
const slide = 10

func fields() []lab.Field[Params] {
	z := lab.List(lab.Control{
		Name: "z", Symbol: "z", Label: "логиты", MinItems: 2, MaxItems: 8, Min: -1e4, Max: 1e4, Step: 0.1, Slide: slide,
		Help: "Выходы последнего слоя, по одному на класс; их можно тянуть и на рисунке.",
	}, func(p *Params) *string { return &p.Z })
	temperature := lab.Float(lab.Control{
		Name: "temperature", Symbol: "T", Label: "температура", Min: coldest, Max: hottest, Step: 0.01, Log: true,
		Help: "На неё делят логиты: холод заостряет распределение, тепло выравнивает.",
	}, func(p *Params) *float64 { return &p.Temperature })
	target := lab.Int(lab.Control{
		Name: "target", Symbol: "y", Label: "верный класс, с нуля", Max: 7, Step: 1, More: true,
		Help: "Номер верного класса минус один: 0 — первый столбик, 1 — второй.",
	}, func(p *Params) *int { return &p.Target }).Within(func(p Params) lab.Limit {
		n := len(lab.ReadList(p.Z))
		return lab.Limit{Max: float64(n - 1), Why: fmt.Sprintf("логитов %d, считаем с нуля", n)}
	})
	shift := lab.Float(lab.Control{
		Name: "shift", Symbol: "c", Label: "прибавка ко всем", Min: -1e4, Max: 1e4, Step: 1, More: true,
		Help: "Одно и то же число, прибавленное к каждому логиту.",
	}, func(p *Params) *float64 { return &p.Shift })
	return []lab.Field[Params]{z, temperature, target, shift}
}

func numbers(p Params, r *Result) []lab.Number {
	row := func(label string, nll, mse lab.Num) lab.Number {
		return lab.Number{Label: label, Text: nll.Text(4), Theory: mse.Text(4)}
	}
	naive := "та же"
	if r.Naive[p.Target] != r.Naive[p.Target] {
		naive = "нет ответа"
	}
	return []lab.Number{
		row("Потеря: −log p верного класса", r.NLL, r.MSE),
		row("Её производная по верному логиту", lab.Num(r.GradNLL[p.Target]), lab.Num(r.GradMSE[p.Target])),
		row("Длина градиента", length(r.GradNLL), length(r.GradMSE)),
		{Label: "Вероятность верного класса", Text: lab.Num(r.P[p.Target]).Text(4)},
		{Label: "— по формуле без сдвига", Text: naive},
		{Label: "Насыщение", Text: russian.Percent(float64(r.Saturation), 1)},
		{Label: "Энтропия, нат", Text: r.Entropy.Text(4)},
	}
}
