package s0205consistency

import (
	"fmt"
	"math"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// rows is how many paths the strip of absences shows.
const rows = 24

// absence is a stretch of sizes at which a path is outside of the band.
type absence struct{ from, to float64 }

// absences lists the stretches of path i at the sizes of the grid: each of them stands
// for those up to halfway to its neighbours.
func (r *Result) absences(p Params, i int) []absence {
	var out []absence
	open := false
	for j, y := range r.paths[i] {
		was := open
		if open = math.Abs(y-r.Theta) > p.Epsilon; !open {
			continue
		}
		if !was {
			out = append(out, absence{from: r.between(j-1, j)})
		}
		out[len(out)-1].to = r.between(j, j+1)
	}
	return out
}

// between is the middle of two sizes on a logarithmic axis, cut off at the ends.
func (r *Result) between(j, k int) float64 {
	j, k = max(j, 0), min(k, len(r.M)-1)
	return math.Sqrt(float64(r.M[j]) * float64(r.M[k]))
}

// drawRows shows who is outside of the band and when: weak consistency is about the
// columns, strong consistency about the rows.
func drawRows(p Params, r *Result) (*plots.Figure, error) {
	var s plots.Segments
	var spikes plots.Points
	n := min(rows, len(r.paths))
	for i := range n {
		y := float64(n - i)
		for _, a := range r.absences(p, i) {
			s.X0, s.X1 = append(s.X0, a.from), append(s.X1, a.to)
			s.Y0, s.Y1 = append(s.Y0, y), append(s.Y1, y)
		}
		for _, spike := range r.spikes[i] {
			spikes.X, spikes.Y = append(spikes.X, float64(spike.M)), append(spikes.Y, y)
		}
	}
	layers := []plots.Layer{front(p)}
	if len(spikes.X) > 0 {
		s.Name = "снаружи"
		spikes.Name, spikes.Ink, spikes.Marker, spikes.Radius = "выброс", plots.C2, plots.Pole, 2.5
		layers = append(layers, spikes)
	}
	if len(s.X0) > 0 {
		s.Ink, s.Width = plots.C4, plots.Thick
		layers = slices.Insert(layers, 1, plots.Layer(s))
	}
	axes := byM("по строке на путь: черта там, где он снаружи", 0.3, rows+3.6, plots.Short)
	axes.HideY = true
	return plots.New(axes, layers...)
}

// last returns the largest size at which path i is outside, 0 if none.
func (r *Result) last(p Params, i int) int {
	m := 0
	for j, y := range r.paths[i] {
		if math.Abs(y-r.Theta) > p.Epsilon {
			m = r.M[j]
		}
	}
	for _, s := range r.spikes[i] {
		if math.Abs(s.Value-r.Theta) > p.Epsilon {
			m = max(m, s.M)
		}
	}
	return m
}

func describeRows(p Params, r *Result) string {
	n, late := min(rows, len(r.paths)), 0
	for i := range n {
		if 10*r.last(p, i) > p.MMax {
			late++
		}
	}
	return fmt.Sprintf("%s, по строке на путь: черта стоит там, где оценка вне полосы ±%s. После m = %s снаружи ещё побывали %d из %d.",
		russian.Count(n, "путь", "пути", "путей"), russian.Number(p.Epsilon, 4), russian.Int(p.MMax/10), late, n)
}

func tableRows(p Params, r *Result) lab.Table {
	n := min(rows, len(r.paths))
	number, stretches, spikes, last := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		number[i], last[i] = float64(i+1), float64(r.last(p, i))
		stretches[i], spikes[i] = float64(len(r.absences(p, i))), float64(len(r.spikes[i]))
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "path", Label: "путь", Values: number},
		{Name: "absences", Label: "отлучек", Values: stretches},
		{Name: "spikes", Label: "выбросов", Values: spikes},
		{Name: "last", Label: "последний раз снаружи при m", Values: last},
	}}
}

// drawContrast compares the exact probabilities of all estimators on a logarithmic axis:
// falling like e^(−cm), like 1/m, and not at all.
func drawContrast(p Params, r *Result) (*plots.Figure, error) {
	m := floats(r.Contrast.M)
	var layers []plots.Layer
	for i, e := range estimators {
		l := plots.Line{Name: short[e.Value], X: m, Y: floats(r.Contrast.Probability[e.Value]), Ink: plots.SeriesInk(i), Dash: plots.SeriesDash(i)}
		if e.Value == p.Estimator {
			l.Width = plots.Thick
		}
		layers = append(layers, l)
	}
	axes := byM("вероятность промаха", 1e-6, 1.5, plots.Short)
	axes.LogY = true
	return plots.New(axes, append(layers, plots.Mark{X: float64(p.MMax), Ink: plots.Accent})...)
}

// short names the estimators in the legend.
var short = map[string]string{"mean": "среднее", "median": "медиана", "first": "первый", "spiked": "с выбросом", "max_uniform": "наибольшее", "cauchy_mean": "Коши"}

func describeContrast(p Params, r *Result) string {
	at := func(e string) string { return r.Contrast.Probability[e][24].Text(2) }
	return fmt.Sprintf("Точная вероятность промаха больше %s у всех шести оценок. При m = %s: среднее %s, медиана %s, первый пример %s, среднее с выбросом %s, наибольшее %s, среднее у Коши %s.",
		russian.Number(p.Epsilon, 4), russian.Int(r.Contrast.M[24]), at("mean"), at("median"), at("first"), at("spiked"), at("max_uniform"), at("cauchy_mean"))
}

func tableContrast(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "m", Label: "m", Values: floats(r.Contrast.M)}}}
	for _, e := range estimators {
		t.Columns = append(t.Columns, lab.Column{Name: e.Value, Label: short[e.Value], Values: floats(r.Contrast.Probability[e.Value])})
	}
	return t
}
