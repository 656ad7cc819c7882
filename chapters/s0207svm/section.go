package s0207svm

import (
	"fmt"
	"math"
	"strconv"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// Lab declares the lab `svm`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "svm", Section: "2.7", Title: "Кто держит границу",
		Default: Params{Data: "blobs", Kernel: "linear", C: 10, Gamma: 1, Degree: 2, Coef0: 1, M: 60, Noise: 0.25, Seed: 1},
		Fields:  fields(),
		Presets: []lab.Preset{
			{Name: "Улица", Query: "", Text: "Потяните точку в кольце — улица поедет. Потяните любую другую."},
			{Name: "Прямой не разделить", Query: "data=xor&kernel=poly", Text: "Класс — знак произведения координат: многочлену степени 2 этого хватает."},
			{Name: "Луны", Query: "data=moons&kernel=rbf&gamma=2&m=120", Text: "Гауссово ядро: признаков бесконечно много, а граница гладкая."},
			{Name: "Сломать ширину", Query: "data=moons&kernel=rbf&gamma=100&C=100", Break: true, Text: "Острова вокруг точек: на своих ошибок нет, а дальше ответ всюду один."},
		},
		Compute: (&trainer{}).Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "street", Title: "Граница и опорные векторы", Draw: drawStreet, Describe: describeStreet, Table: tableStreet, Edit: editStreet, Sum: sumStreet},
			{ID: "alpha", Title: "Чьи коэффициенты", Draw: drawAlpha, Describe: describeAlpha, Table: tableAlpha},
			{ID: "kkt", Title: "Условия ККТ", Draw: drawConditions, Describe: describeConditions, Table: tableConditions},
			{ID: "cost", Title: "Цена ответа", Draw: drawCost, Describe: describeCost, Table: tableCost},
			{ID: "features", Title: "Ядро и φ", Draw: drawFeatures, Describe: describeFeatures, Table: tableFeatures, When: byFeatures},
		},
		Beside: func(p Params) string {
			if byFeatures(p) {
				return "features"
			}
			return "alpha"
		},
		Numbers: numbers,
		Heads:   [2]string{"Сейчас", "Для сравнения"},
		Grow:    "m",
		Summary: summary,
		Source: []string{"chapters/s0207svm/experiment.go#Run", "compute/svm/svm.go", "compute/svm/kernel.go", "compute/svm/smo.go",
			"compute/svm/newton.go", "compute/svm/decision.go"},
	})
}

// mostDegree is the largest degree of the polynomial kernel, and gammaMost the largest γ
// for each: the values of the kernel grow like γ to that power.
const mostDegree = 5

var gammaMost = [mostDegree + 1]float64{1: 100, 2: 100, 3: 10, 4: 3, 5: 1}

// limitC is the largest C that a state may have: with more points and a larger C the dual
// takes longer, and no state may take seconds; where the values of the kernel are large
// too, rounding errors keep the solver from the optimum.
func limitC(p Params) lab.Limit {
	m, k := float64(count(p)), largest(p)
	most, why := 1e12/(m*m*m), "точек "+strconv.Itoa(count(p))+", с большим C счёт затянется"
	if byRounding := 3e8 / k; byRounding < most {
		most, why = byRounding, "ядро доходит до "+russian.Number(k, 1)+", с большим C мешает округление"
	}
	return lab.Limit{Min: leastC, Max: min(mostC, max(leastC, leading(most))), Why: why}
}

// leading is v without all but its first digit: 0.7 of 0.75.
func leading(v float64) float64 {
	e := math.Floor(math.Log10(v))
	if e < 0 {
		return math.Floor(v*math.Pow(10, -e)) / math.Pow(10, -e)
	}
	return math.Floor(v/math.Pow(10, e)) * math.Pow(10, e)
}

// largest is about the largest k(x, x).
func largest(p Params) float64 {
	if p.Kernel == "rbf" {
		return 1
	}
	r2 := 0.0
	if p.Points != "" {
		for _, at := range lab.ReadPoints(p.Points) {
			r2 = max(r2, at.X*at.X+at.Y*at.Y)
		}
	} else {
		w := world(p)
		r2 = max(w.x0*w.x0, w.x1*w.x1) + max(w.y0*w.y0, w.y1*w.y1)
	}
	return max(1, kernel(p).At([]float64{math.Sqrt(r2)}, []float64{math.Sqrt(r2)}))
}

const leastC, mostC = 0.001, 1e6

func fields() []lab.Field[Params] {
	bent := func(p Params) bool { return p.Kernel != "linear" }
	poly := func(p Params) bool { return p.Kernel == "poly" }
	data := lab.Data(lab.Control{
		Name: "data", Label: "Данные", Resets: []string{"points"},
		Choices: []lab.Choice{{Value: "blobs", Label: "облака"}, {Value: "moons", Label: "луны"}, {Value: "circles", Label: "кольца"},
			{Value: "xor", Label: "крест"}, {Value: "iris", Label: "ирисы"}},
		Help: "Два класса точек на плоскости. Ирисы: лепестки разноцветного (−1) и виргинского (+1).",
	}, func(p *Params) *string { return &p.Data })
	kind := lab.OneOf(lab.Control{
		Name: "kernel", Symbol: "k", Label: "ядро",
		Choices: []lab.Choice{{Value: "linear", Label: "линейное"}, {Value: "poly", Label: "многочлен"}, {Value: "rbf", Label: "гауссово"}},
		Help:    "Чем измерять сходство двух точек: скалярным произведением, его многочленом или гауссовым колоколом.",
	}, func(p *Params) *string { return &p.Kernel })
	c := lab.Float(lab.Control{
		Name: "C", Symbol: "C", Label: "цена", Min: leastC, Max: mostC, Step: 0.001, Log: true,
		Help: "Во что обходится точка по ту сторону своей обочины: с малым C улица широкая и терпимая, с большим узкая и строгая.",
	}, func(p *Params) *float64 { return &p.C }).Within(limitC)
	gamma := lab.Float(lab.Control{
		Name: "gamma", Symbol: `\gamma`, Label: "множитель", Min: 0.01, Max: 100, Step: 0.01, Log: true,
		Help: "Для гауссова ядра γ = 1/(2σ²): чем больше γ, тем уже колокол вокруг каждой точки. Для многочлена — множитель при скалярном произведении.",
	}, func(p *Params) *float64 { return &p.Gamma }).When(bent).Within(func(p Params) lab.Limit {
		if p.Kernel != "poly" {
			m := count(p)
			return lab.Limit{Min: 0.01, Max: min(100, math.Floor(6000/float64(m))*10), Why: "точек " + strconv.Itoa(m) + ", с большим γ счёт затянется"}
		}
		return lab.Limit{Min: 0.01, Max: gammaMost[p.Degree], Why: "степень " + strconv.Itoa(p.Degree) + ", с большим γ значения ядра слишком велики"}
	})
	degree := lab.Int(lab.Control{
		Name: "degree", Symbol: "d", Label: "степень", Min: 1, Max: mostDegree, Step: 1,
		Help: "Степень многочлена; для степени 2 признаки φ выписаны явно.",
	}, func(p *Params) *int { return &p.Degree }).When(poly)
	coef0 := lab.Float(lab.Control{
		Name: "coef0", Symbol: "c", Label: "свободный член", Max: 10, Step: 0.1, More: true,
		Help: "Добавка в ядре (γu·v + c)ᵈ; отрицательная испортила бы неотрицательную определённость.",
	}, func(p *Params) *float64 { return &p.Coef0 }).When(poly)
	return append([]lab.Field[Params]{data, kind, c, gamma, degree, coef0}, sample()...)
}

// sample is the fields that say which points there are.
func sample() []lab.Field[Params] {
	drawn := func(p Params) bool { return p.Data != "iris" && p.Points == "" }
	m := lab.Int(lab.Control{
		Name: "m", Symbol: "m", Label: "точек", Min: smallest, Max: 2000, Step: 1, Log: true, More: true,
		Help: "Сколько точек, обоих классов поровну.",
	}, func(p *Params) *int { return &p.M }).When(drawn)
	noise := lab.Float(lab.Control{
		Name: "noise", Symbol: `\sigma`, Label: "шум", Max: 1, Step: 0.01, More: true,
		Help: "Стандартное отклонение каждой координаты: чем больше, тем сильнее классы перекрываются.",
	}, func(p *Params) *float64 { return &p.Noise }).When(drawn)
	seed := lab.Seed(func(p *Params) *uint64 { return &p.Seed }).When(drawn)
	points := lab.Points(lab.Control{
		Name: "points", Label: "Точки", Min: -100, Max: 100, MaxItems: 2000, More: true,
		Choices: []lab.Choice{{Value: "-1", Label: "−1"}, {Value: "1", Label: "+1"}},
		Help:    "Свои точки вместо готовых; на рисунке их можно добавлять, двигать и убирать. Пустой список возвращает готовые данные.",
	}, func(p *Params) *string { return &p.Points })
	return []lab.Field[Params]{m, noise, seed, points}
}

func numbers(p Params, r *Result) []lab.Number {
	of := "из " + russian.Int(r.Rows)
	var out []lab.Number
	if !math.IsNaN(float64(r.Shift)) {
		out = append(out, lab.Number{Label: "Сдвиг f от правок", Text: shifted(r.Shift)})
	}
	out = append(out,
		lab.Number{Label: "Опорных векторов", Text: russian.Int(r.NSupport), Theory: of},
		lab.Number{Label: "Ошибок на своих точках", Text: russian.Int(int(math.Round(float64(r.TrainErr) * float64(r.Rows)))), Theory: of})
	if p.Kernel == "linear" {
		out = append(out, lab.Number{Label: "Ширина улицы 2/‖w‖", Text: (2 * r.Margin).Text(4)})
	}
	if byFeatures(p) {
		out = append(out, lab.Number{Label: "Ядро и φ расходятся", Text: rounded(r.PhiGap), Theory: "0"})
	}
	return append(out,
		lab.Number{Label: "Двойственная задача", Text: r.Objective.Text(5), Theory: "прямая " + r.Primal.Text(5)},
		lab.Number{Label: "Нарушение условий ККТ", Text: rounded(r.Violation), Theory: "0"},
		lab.Number{Label: "Умножений на ответ", Text: russian.Int(r.Answer), Theory: russian.Int(r.AnswerAll) + " по всем"},
	)
}

// rounded writes what would be zero but for rounding errors.
func rounded(v lab.Num) string {
	if v == 0 {
		return "0"
	}
	return v.Text(1)
}

// shifted says how far the reader's edits moved f, to the last bit.
func shifted(v lab.Num) string {
	if v == 0 {
		return "ровно 0"
	}
	return "до " + v.Text(2)
}

func summary(p Params, r *Result) string {
	text := fmt.Sprintf("Из %s опорных %d, ошибок на своих точках %s.", russian.Count(r.Rows, "точки", "точек", "точек"), r.NSupport,
		russian.Percent(float64(r.TrainErr), 1))
	if p.Points != "" && r.Shift == 0 {
		text += " После правок граница осталась той же до последнего бита."
	}
	return text
}
