package s0203compare

import (
	"fmt"

	"konspekt/compute/interval"
	"konspekt/compute/stats"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// Pairs is what both rules say of the reader's own losses.
type Pairs struct {
	M            int        `json:"m"`
	A            Mean       `json:"a"`
	B            Mean       `json:"b"`
	Difference   Mean       `json:"difference_a_minus_b"`
	IntervalT    [2]lab.Num `json:"difference_interval_t"` // with Student's factor
	T            lab.Num    `json:"t_statistic"`           // null where all differences are the same
	Probability  lab.Num    `json:"p_value"`               // two-sided
	Overlap      bool       `json:"separate_intervals_overlap"`
	ContainsZero bool       `json:"difference_interval_contains_zero"`
}

// Mean is a mean loss with its error.
type Mean struct {
	Mean     lab.Num    `json:"mean"`
	SE       lab.Num    `json:"standard_error"`
	Interval [2]lab.Num `json:"interval"`
}

func pairs(p Params, q float64) Pairs {
	var a, b, d stats.Moments
	for _, at := range lab.ReadPoints(p.Pairs) {
		a.Add(at.X)
		b.Add(at.Y)
		d.Add(at.X - at.Y)
	}
	t, probability := interval.TTest(d, 0)
	zero := interval.Mean(d, q)
	return Pairs{
		M: d.N, A: mean(a, q), B: mean(b, q), Difference: mean(d, q),
		IntervalT: ends(interval.Mean(d, interval.T(p.Level, d.N-1))), T: lab.Num(t), Probability: lab.Num(probability),
		Overlap: interval.Mean(a, q).Overlaps(interval.Mean(b, q)), ContainsZero: zero.Contains(0),
	}
}

func mean(s stats.Moments, q float64) Mean {
	return Mean{lab.Num(s.Mean), lab.Num(s.StdErr()), ends(interval.Mean(s, q))}
}

func ends(v interval.Interval) [2]lab.Num { return [2]lab.Num{lab.Num(v.Lo), lab.Num(v.Hi)} }

// drawPairs shows each example as a point: the loss of A across, of B up. What lies
// under the diagonal B does better.
func drawPairs(p Params, r *Result) (*plots.Figure, error) {
	var x, y []float64
	end := 10.0
	for _, at := range lab.ReadPoints(p.Pairs) {
		x, y = append(x, at.X), append(y, at.Y)
		end = max(end, 1.05*at.X, 1.05*at.Y)
	}
	a, b := r.Pairs.A, r.Pairs.B
	bar := func(name string, x0, y0, x1, y1 lab.Num, ink plots.Ink) plots.Layer {
		return plots.Segments{Name: name, X0: []float64{float64(x0)}, Y0: []float64{float64(y0)}, X1: []float64{float64(x1)}, Y1: []float64{float64(y1)}, Ink: ink, Width: plots.Thick}
	}
	differences := plots.Segments{X0: x, Y0: y, X1: x, Y1: x, Ink: plots.C3, Width: plots.Thin}
	return plots.New(
		plots.Axes{X: "потери A", Y: "потери B", XMin: 0, XMax: end, YMin: 0, YMax: end, Size: plots.Short},
		plots.Line{Name: "поровну", X: []float64{0, end}, Y: []float64{0, end}, Ink: plots.Muted, Dash: plots.Dashed},
		differences,
		bar("среднее A", a.Interval[0], b.Mean, a.Interval[1], b.Mean, plots.C1),
		bar("среднее B", a.Mean, b.Interval[0], a.Mean, b.Interval[1], plots.C2),
		plots.Points{X: x, Y: y, Ink: plots.Text, Radius: 4},
	)
}

func describePairs(_ Params, r *Result) string {
	s := r.Pairs
	apart, zero := "не пересекаются", "не содержит нуля"
	if s.Overlap {
		apart = "пересекаются"
	}
	if s.ContainsZero {
		zero = "содержит нуль"
	}
	return fmt.Sprintf("%s: потери A в среднем %s, потери B %s, интервалы %s. Разность %s ± %s, её интервал %s; t = %s.",
		russian.Count(s.M, "пример", "примера", "примеров"), s.A.Mean.Text(3), s.B.Mean.Text(3), apart,
		s.Difference.Mean.Text(3), s.Difference.SE.Text(2), zero, s.T.Text(3))
}

func tablePairs(p Params, _ *Result) lab.Table {
	var a, b []float64
	for _, at := range lab.ReadPoints(p.Pairs) {
		a, b = append(a, at.X), append(b, at.Y)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "a", Label: "потери A", Values: a},
		{Name: "b", Label: "потери B", Values: b},
	}}
}

func editPairs(p Params, _ *Result) lab.Edit { return lab.Edit{Param: "pairs", Points: p.Pairs} }
