package s0203intervals

import (
	"fmt"
	"math"

	"konspekt/compute/interval"
	"konspekt/compute/stats"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// Sample is what the reader's own sample says of its mean.
type Sample struct {
	M         int        `json:"m"`
	Mean      lab.Num    `json:"mean"`
	Biased    lab.Num    `json:"variance_biased"`
	Unbiased  lab.Num    `json:"variance_unbiased"`
	Deviation lab.Num    `json:"std_unbiased"`
	SE        lab.Num    `json:"standard_error"`
	FactorZ   lab.Num    `json:"factor_z"`
	FactorT   lab.Num    `json:"factor_t"`
	Z         [2]lab.Num `json:"interval_z"`
	T         [2]lab.Num `json:"interval_t"`
}

func own(p Params) Sample {
	var s stats.Moments
	for _, at := range lab.ReadPoints(p.Sample) {
		s.Add(at.X)
	}
	z, t := interval.BookZ(p.Level), interval.T(p.Level, s.N-1)
	variance := s.Variance(1)
	ends := func(q float64) [2]lab.Num {
		v := interval.Mean(s, q)
		return [2]lab.Num{lab.Num(v.Lo), lab.Num(v.Hi)}
	}
	return Sample{
		M: s.N, Mean: lab.Num(s.Mean), Biased: lab.Num(s.Variance(0)), Unbiased: lab.Num(variance),
		Deviation: lab.Num(math.Sqrt(variance)), SE: lab.Num(s.StdErr()),
		FactorZ: lab.Num(z), FactorT: lab.Num(t), Z: ends(z), T: ends(t),
	}
}

// The heights at which the intervals of the own sample are drawn; the points stand
// above, as high as the reader put them.
const (
	heightT = 0.1
	heightZ = 0.22
)

// drawSample shows the own sample with both intervals for the mean behind it.
func drawSample(p Params, r *Result) (*plots.Figure, error) {
	var x, y []float64
	lo, hi := 0.0, 10.0
	for _, at := range lab.ReadPoints(p.Sample) {
		x, y = append(x, at.X), append(y, at.Y)
		lo, hi = min(lo, at.X), max(hi, at.X)
	}
	if lo < 0 || hi > 10 {
		margin := 0.05 * (hi - lo)
		lo, hi = lo-margin, hi+margin
	}
	segment := func(name string, ends [2]lab.Num, at float64, ink plots.Ink, dash plots.Dash) plots.Layer {
		return plots.Segments{Name: name, X0: []float64{float64(ends[0])}, Y0: []float64{at}, X1: []float64{float64(ends[1])}, Y1: []float64{at}, Ink: ink, Dash: dash, Width: plots.Thick}
	}
	return plots.New(
		plots.Axes{X: "наблюдение", HideY: true, XMin: lo, XMax: hi, YMin: 0, YMax: 1.05, Size: plots.Short},
		plots.Mark{Name: "x̄ = " + r.Sample.Mean.Text(4), X: float64(r.Sample.Mean), Ink: plots.Text, Dash: plots.Dashed},
		segment("x̄ ± "+r.Sample.FactorZ.Text(3)+" SE", r.Sample.Z, heightZ, plots.C1, plots.Solid),
		segment("x̄ ± "+r.Sample.FactorT.Text(3)+" SE", r.Sample.T, heightT, plots.C3, plots.Dashed),
		plots.Points{X: x, Y: y, Ink: plots.Text, Radius: 4},
	)
}

func describeSample(_ Params, r *Result) string {
	s := r.Sample
	return fmt.Sprintf("Ваша выборка из %s: среднее %s, s = %s, SE = %s. Интервал с множителем z от %s до %s, с множителем t от %s до %s.",
		russian.Count(s.M, "наблюдения", "наблюдений", "наблюдений"), s.Mean.Text(4), s.Deviation.Text(3), s.SE.Text(3),
		s.Z[0].Text(4), s.Z[1].Text(4), s.T[0].Text(4), s.T[1].Text(4))
}

func tableSample(p Params, _ *Result) lab.Table {
	var number, x []float64
	for i, at := range lab.ReadPoints(p.Sample) {
		number, x = append(number, float64(i+1)), append(x, at.X)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "i", Label: "номер", Values: number},
		{Name: "x", Label: "наблюдение", Values: x},
	}}
}

func editSample(p Params, _ *Result) lab.Edit { return lab.Edit{Param: "sample", Points: p.Sample} }
