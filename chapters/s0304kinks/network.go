package s0304kinks

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The axes of the picture of sizes; what is exactly 0 stands at nought, left of all sizes.
const (
	nought   = 1e-18
	smallest = 2e-19
	largest  = 1e3
	mostSeen = 1e7
)

// sizes lists the binades that one type of arithmetic met, at their geometric middles.
func sizes(r *Result, of func(Binade) int) (at, count []float64) {
	for _, b := range r.Near {
		if n := of(b); n > 0 {
			at, count = append(at, b.From*math.Sqrt2), append(count, float64(n))
		}
	}
	return at, count
}

func of32(b Binade) int { return b.Float32 }
func of64(b Binade) int { return b.Float64 }

// line is what a density that does not vanish at 0 promises: so many in [a, 2a), 2·f(0)·a
// of all. It is read off where a is near.
func line(r *Result) (at, count []float64) {
	total := 0
	for _, b := range r.Near {
		if b.From < near {
			total += b.Float64
		}
	}
	if total == 0 {
		return nil, nil
	}
	a, c := near/2*math.Sqrt2, float64(total)/2
	return []float64{a * 0.5 / c, a}, []float64{0.5, c}
}

func drawZeros(p Params, r *Result) (*plots.Figure, error) {
	ax := plots.Axes{X: "|z|", Y: "сколько раз за обучение; ровно 0: " + zeros(r), LogX: true, LogY: true, XMin: smallest, XMax: largest, YMin: 0.5, YMax: mostSeen, Size: plots.Short,
		XTicks: []plots.Tick{{At: nought, Label: "0"}, {At: 1e-15, Label: "10⁻¹⁵"}, {At: 1e-12, Label: "10⁻¹²"}, {At: 1e-9, Label: "10⁻⁹"}, {At: 1e-6, Label: "10⁻⁶"}, {At: 1e-3, Label: "10⁻³"}, {At: 1, Label: "1"}}}
	layers := []plots.Layer{
		plots.Mark{Name: "шаг float64", X: 0x1p-52, Ink: plots.C1, Dash: plots.Dotted},
		plots.Mark{Name: "шаг float32", X: 0x1p-23, Ink: plots.C2, Dash: plots.Dotted},
	}
	if at, count := line(r); at != nil {
		layers = append(layers, plots.Line{Name: "пропорционально |z|", X: at, Y: count, Ink: plots.Muted, Dash: plots.Dashed})
	}
	if at, count := sizes(r, of32); at != nil {
		layers = append(layers, plots.Points{Name: "float32", X: at, Y: count, Ink: plots.C2, Marker: plots.Frame, Radius: 4})
	}
	if at, count := sizes(r, of64); at != nil {
		layers = append(layers, plots.Points{Name: "float64", X: at, Y: count, Ink: plots.C1, Radius: 2.6})
	}
	return plots.New(ax, append(layers, stem(r)...)...)
}

// stem shows the exact zeros over nought, if there were any.
func stem(r *Result) []plots.Layer {
	n := max(r.ExactZeros.Float32, r.ExactZeros.Float64)
	if n == 0 {
		return nil
	}
	at, count := []float64{nought}, []float64{float64(n)}
	layers := []plots.Layer{plots.Segments{X0: at, Y0: []float64{0.5}, X1: at, Y1: count, Ink: plots.Accent}}
	if z := r.ExactZeros.Float32; z > 0 {
		layers = append(layers, plots.Points{X: at, Y: []float64{float64(z)}, Ink: plots.C2, Marker: plots.Frame, Radius: 4})
	}
	if z := r.ExactZeros.Float64; z > 0 {
		layers = append(layers, plots.Points{X: at, Y: []float64{float64(z)}, Ink: plots.C1, Radius: 2.6})
	}
	return append(layers, plots.Label{X: nought, Y: 1.6 * float64(n), Text: russian.Int(n), Ink: plots.Accent})
}

// zeros says how many there were, in one number if both types agree.
func zeros(r *Result) string {
	z, n := r.ExactZeros, russian.Int(r.Preactivations.Float64)
	if z.Float32 == z.Float64 {
		return russian.Int(z.Float64) + " из " + n
	}
	return fmt.Sprintf("%s и %s из %s", russian.Int(z.Float32), russian.Int(z.Float64), n)
}

func describeZeros(p Params, r *Result) string {
	return fmt.Sprintf("Размеры аргументов всех ReLU за обучение, по двоичным порядкам, обе шкалы логарифмические. Ровно нулей %s (float32 и float64); ближе всего к нулю подошли %s и %s.",
		zeros(r), r.Nearest.Float32.Text(2), r.Nearest.Float64.Text(2))
}

func tableZeros(_ Params, r *Result) lab.Table {
	var from, single, double []float64
	from, single, double = append(from, 0), append(single, float64(r.ExactZeros.Float32)), append(double, float64(r.ExactZeros.Float64))
	for _, b := range r.Near {
		from, single, double = append(from, b.From), append(single, float64(b.Float32)), append(double, float64(b.Float64))
	}
	return lab.Table{Columns: []lab.Column{{Name: "from", Label: "|z| от", Values: from}, {Name: "float32", Label: "float32", Values: single}, {Name: "float64", Label: "float64", Values: double}}}
}

// The axes of the picture of the training.
const (
	lowest  = 1e-4
	highMax = 10.0
	longest = 1000
)

// course lists what one quantity did from the first pass on, as far as it is a number.
func course(r *Result, of func(Stage) lab.Num) (epoch, v []float64) {
	for _, s := range r.Curve {
		if y := float64(of(s)); s.Epoch > 0 && !math.IsNaN(y) && !math.IsInf(y, 0) {
			epoch, v = append(epoch, float64(s.Epoch)), append(v, y)
		}
	}
	return epoch, v
}

func drawTraining(p Params, r *Result) (*plots.Figure, error) {
	layers := []plots.Layer{plots.Mark{X: float64(p.Epochs), Ink: plots.Accent}}
	if x, y := course(r, func(s Stage) lab.Num { return s.LossOther.Float64 }); x != nil && r.ExactZeros.Float64 > 0 {
		layers = append(layers, plots.Line{Name: "J при g′(0) = " + russian.Number(other(p.AtZero), 1), X: x, Y: y, Ink: plots.C4, Dash: plots.Dotted, Width: plots.Thick})
	}
	for _, c := range []struct {
		name   string
		of     func(Stage) lab.Num
		ink    plots.Ink
		dash   plots.Dash
		marker plots.Marker
	}{
		{"‖∇J‖ порции", func(s Stage) lab.Num { return s.BatchGradNorm.Float64 }, plots.C2, plots.Dashed, plots.Box},
		{"‖∇J‖ всех", func(s Stage) lab.Num { return s.GradNorm.Float64 }, plots.C3, plots.DashDot, plots.Triangle},
		{"J", func(s Stage) lab.Num { return s.Loss.Float64 }, plots.C1, plots.Solid, plots.Disc},
	} {
		if x, y := course(r, c.of); x != nil {
			last := len(x) - 1
			layers = append(layers, plots.Line{Name: c.name, X: x, Y: y, Ink: c.ink, Dash: c.dash, Width: plots.Thick},
				plots.Points{X: x[last:], Y: y[last:], Ink: c.ink, Marker: c.marker, Radius: 4})
		}
	}
	return plots.New(plots.Axes{X: "проход", Y: "ошибка и градиент", LogX: true, LogY: true, XMin: 1, XMax: longest, YMin: lowest, YMax: highMax, Size: plots.Short}, layers...)
}

func describeTraining(p Params, r *Result) string {
	return fmt.Sprintf("Обучение сети из %s, обе шкалы логарифмические. За %s ошибка прошла от %s до %s, норма градиента по всем данным от %s до %s, по одной порции она в среднем %s.",
		russian.Count(p.Width, "ReLU", "ReLU", "ReLU"), russian.Count(p.Epochs, "проход", "прохода", "проходов"), r.LossStart.Float64.Text(3), r.LossEnd.Float64.Text(3),
		r.GradNormStart.Float64.Text(3), r.GradNormEnd.Float64.Text(3), r.BatchGradNormEnd.Float64.Text(3))
}

func tableTraining(_ Params, r *Result) lab.Table {
	columns := []lab.Column{{Name: "epoch", Label: "проход"}, {Name: "loss_float32", Label: "J, float32"}, {Name: "loss_float64", Label: "J, float64"},
		{Name: "grad_float32", Label: "‖∇J‖, float32"}, {Name: "grad_float64", Label: "‖∇J‖, float64"}, {Name: "batch_float32", Label: "порция, float32"}, {Name: "batch_float64", Label: "порция, float64"}}
	for _, s := range r.Curve {
		for i, v := range []float64{float64(s.Epoch), float64(s.Loss.Float32), float64(s.Loss.Float64), float64(s.GradNorm.Float32), float64(s.GradNorm.Float64), float64(s.BatchGradNorm.Float32), float64(s.BatchGradNorm.Float64)} {
			columns[i].Values = append(columns[i].Values, v)
		}
	}
	return lab.Table{Columns: columns}
}

func gripsTraining(p Params, r *Result) []lab.Grip {
	y := float64(r.LossEnd.Float64)
	if math.IsNaN(y) {
		y = highMax
	}
	return []lab.Grip{{Param: "epochs", Label: "Проходов по данным", Along: "x", X: float64(p.Epochs), Y: max(lowest, min(highMax, y))}}
}
