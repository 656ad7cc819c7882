package s0101stability

import (
	"fmt"
	"math"

	"konspekt/compute/floatfmt"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// step is a binade of a format: the numbers from From to twice that lie Unit apart.
type step struct{ From, Unit float64 }

// widest is the range of numbers that the picture of the formats shows, as powers of two.
const widest = 160

// ladder lists the binades of a format that the picture shows, its ends among them.
func ladder(f floatfmt.Format) []step {
	var out []step
	for e := -widest; e < widest; e++ {
		x := math.Ldexp(1, e)
		if x < f.Min() || x > f.Max() {
			continue
		}
		out = append(out, step{x, math.Max(f.Min(), x*f.Epsilon())})
	}
	return out
}

func drawGrid(p Params, _ *Result) (*plots.Figure, error) {
	var layers []plots.Layer
	for i, f := range formats {
		line := plots.Line{Name: f.Name, Ink: plots.SeriesInk(i), Dash: plots.SeriesDash(i)}
		if f.Name == p.Precision {
			line.Width = plots.Thick
		}
		for _, s := range ladder(f) {
			line.X = append(line.X, s.From, 2*s.From*(1-1e-9))
			line.Y = append(line.Y, s.Unit, s.Unit)
		}
		layers = append(layers, line)
	}
	return plots.New(plots.Axes{X: "число", Y: "шаг до соседнего", LogX: true, LogY: true,
		XMin: math.Ldexp(1, -widest), XMax: math.Ldexp(1, widest), YMin: 1e-55, YMax: 1e40, Size: plots.Short}, layers...)
}

func describeGrid(p Params, r *Result) string {
	return fmt.Sprintf("Чем больше число, тем шире шаг до соседнего. Во %s шаг около единицы %s, наибольшее число %s, наименьшее положительное %s.",
		p.Precision, r.EpsilonOf.Text(3), r.Max.Text(4), r.Min.Text(3))
}

func tableGrid(_ Params, _ *Result) lab.Table {
	var names []string
	cols := make([][]float64, 6)
	for _, f := range formats {
		names = append(names, f.Name)
		for i, v := range []float64{float64(f.Fraction + 1), f.Epsilon(), f.Max(), f.Min(), f.ExpOverflow(), f.ExpUnderflow()} {
			cols[i] = append(cols[i], v)
		}
	}
	t := lab.Table{Columns: []lab.Column{{Name: "format", Label: "формат", Texts: names}}}
	for i, name := range []string{"bits", "epsilon", "largest", "smallest", "exp_overflow", "exp_underflow"} {
		label := []string{"двоичных цифр", "шаг у единицы", "наибольшее", "наименьшее", "exp бесконечна выше", "exp равна 0 ниже"}[i]
		t.Columns = append(t.Columns, lab.Column{Name: name, Label: label, Values: cols[i]})
	}
	return t
}

// range of a format in words.
func reach(r *Result) string {
	return "от " + russian.Fixed(float64(r.Underflows), 2) + " до " + russian.Fixed(float64(r.Overflows), 2)
}
