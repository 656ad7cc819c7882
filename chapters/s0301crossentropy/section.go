package s0301crossentropy

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// Lab declares the lab `crossentropy`.
func Lab() lab.Experiment {
	return lab.New(lab.Lab[Params, *Result]{
		ID: "crossentropy", Section: "3.1", Title: "Есть ли у потерь дно",
		Default: Params{Mode: "classify", Data: "separable", Steps: 30, Rate: 1, M: 20, Gap: 0.15, Seed: 1,
			Sigma: 0.5, Degree: 3, Own: "all", Row: 4},
		Fields: fields(),
		Presets: []lab.Preset{
			{Name: "Бегство", Query: "steps=100000", Text: "Каждый новый порядок t удлиняет w на столько же. Нажмите «Заново»."},
			{Name: "Чужак", Query: "points=" + intruder, Text: "Одна точка зашла к чужим: прямой больше нет, появилось дно."},
			{Name: "Штраф", Query: "l2=0.01&steps=100000", Text: "Длина w стала платной: спуск останавливается."},
			{Name: "Сломать плотностью", Query: "mode=gaussian&degree=6&sigma=0.001", Break: true, Text: "Кривая прошла через все точки. Тяните σ влево: J падает без конца."},
		},
		Compute: Run,
		Figures: []lab.Figure[Params, *Result]{
			{ID: "plane", Title: "Точки и граница", Draw: drawPlane, Describe: describePlane, Table: tablePlane, Edit: editPlane, Sum: sumPlane, When: classifies},
			{ID: "norm", Title: "Длина весов", Draw: drawNorm, Describe: describeNorm, Table: tableSteps, Grips: gripsNorm, When: classifies},
			{ID: "loss", Title: "Потери", Draw: drawLoss, Describe: describeLoss, Table: tableSteps, Grips: gripsLoss, When: classifies},
			{ID: "ray", Title: "Вдоль луча", Draw: drawRay, Describe: describeRay, Table: tableRay, When: classifies},
			{ID: "bells", Title: "Кривая и плотности", Draw: drawBells, Describe: describeBells, Table: tableBells, Sum: sumBells, When: spreads},
			{ID: "sigma", Title: "J и σ", Draw: drawSigma, Describe: describeSigma, Table: tableSigma, Grips: gripsSigma, When: spreads},
		},
		Beside: func(p Params) string {
			if spreads(p) {
				return "sigma"
			}
			return "norm"
		},
		Numbers: numbers,
		Heads:   [2]string{"Сейчас", "Минимум, предел"},
		Grow:    "steps",
		Summary: func(p Params, r *Result) string {
			if d := r.Gaussian; d != nil {
				return fmt.Sprintf("J %s при σ %s. %s", d.Loss.Text(4), d.SigmaUsed.Text(3), d.verdict())
			}
			return fmt.Sprintf("J %s, длина весов %s. %s", r.Loss[len(r.Loss)-1].Text(3), r.WeightNorm[len(r.WeightNorm)-1].Text(3), r.verdict(p))
		},
		Source: []string{"chapters/s0301crossentropy/train.go", "chapters/s0301crossentropy/density.go", "compute/glm/logistic.go", "compute/glm/descent.go",
			"compute/glm/separation.go", "compute/glm/simplex.go", "compute/glm/margin.go", "compute/glm/newton.go", "compute/glm/gaussian.go"},
	})
}

func numbers(p Params, r *Result) []lab.Number {
	if r.Gaussian != nil {
		return numbersGaussian(p, r.Gaussian)
	}
	last := len(r.Loss) - 1
	bottom := "дна нет, грань " + r.LossInfimum.Text(3)
	if *r.MinimumExists {
		bottom = r.LossAtOptimum.Text(4)
	}
	length := lab.Number{Label: "Длина весов ‖w‖", Text: r.WeightNorm[last].Text(4), Theory: r.NormAtOptimum.Text(4)}
	if !*r.MinimumExists {
		length.Theory = "растёт без конца"
		if r.oneClass() {
			length.Theory = "" // b runs off
		}
	}
	out := []lab.Number{
		{Label: "Потери J", Text: r.Loss[last].Text(4), Theory: bottom},
		length,
		{Label: "Классы разделены прямой", Text: r.parted()},
		{Label: "Ошибок на своих точках", Text: russian.Int(*r.Errors), Theory: "из " + russian.Int(*r.Rows)},
	}
	if !math.IsNaN(float64(r.Slope)) {
		out = append(out, lab.Number{Label: "Прирост ‖w‖ на единицу ln t", Text: r.Slope.Text(3), Theory: r.SlopeTheory.Text(3)})
	}
	if !math.IsNaN(float64(r.Angle)) {
		out = append(out, lab.Number{Label: "Угол (b, w) с предельным направлением", Text: r.Angle.Text(2) + "°", Theory: "0°"})
	}
	if p.L2 > 0 {
		out = append(out, lab.Number{Label: "J без штрафа", Text: r.NLL[last].Text(4)})
	}
	return append(out, lab.Number{Label: "Шаг спуска ε", Text: r.Rate.Text(3)})
}

// parted says in words how a line parts the classes.
func (r *Result) parted() string {
	switch {
	case r.oneClass():
		return "класс один"
	case *r.Separation == "complete":
		return "да"
	case *r.Separation == "quasi":
		return "почти: точки и на ней"
	}
	return "нет"
}

func numbersGaussian(p Params, d *Density) []lab.Number {
	best, at := "дна нет", "0 и не достигается"
	if d.MinimumExists {
		best, at = d.LossBest.Text(4), d.SigmaBest.Text(4)
	}
	out := []lab.Number{
		{Label: "Потери J на точку", Text: d.Loss.Text(4), Theory: best},
		{Label: "Отклонение σ", Text: d.SigmaUsed.Text(4), Theory: at},
		{Label: "Средний квадрат остатка", Text: d.MSE.Text(3)},
	}
	if !d.MinimumExists {
		out = append(out, lab.Number{Label: "Падение J, когда ln σ убывает на 1", Text: d.Slope.Text(3)})
	}
	if p.Own == "one" {
		out = append(out, lab.Number{Label: "Отклонение σ остальных", Text: d.SigmaOthers.Text(3)})
	}
	if p.L2 > 0 {
		out = append(out, lab.Number{Label: "Штраф (λ/2)‖w‖²", Text: d.Penalty.Text(3)})
	}
	return out
}
