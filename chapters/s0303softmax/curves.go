package s0303softmax

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

func length(v []float64) lab.Num { return lab.Num(floats.Norm(v, 2)) }

// The inks of the two losses are not those of the classes.
const (
	inkNLL = plots.C4
	inkMSE = plots.C5
)

// byDifference lists the curve as slices, times T: the logits are felt as z/T.
func byDifference(p Params, r *Result) (d, nll, mse []float64) {
	for _, c := range r.Curve {
		d = append(d, float64(c.Difference))
		nll, mse = append(nll, p.Temperature*float64(c.NLL)), append(mse, p.Temperature*float64(c.MSE))
	}
	return d, nll, mse
}

// drawGradient shows how strongly each loss pulls at the right logit.
func drawGradient(p Params, r *Result) (*plots.Figure, error) {
	d, nll, mse := byDifference(p, r)
	layers := []plots.Layer{
		plots.Line{Name: "NLL", X: d, Y: nll, Ink: inkNLL, Width: plots.Thick},
		plots.Line{Name: "сумма квадратов", X: d, Y: mse, Ink: inkMSE, Dash: plots.Dashed},
	}
	if at := float64(r.Difference); math.Abs(at) <= reach {
		y := []float64{p.Temperature * r.GradNLL[p.Target], p.Temperature * r.GradMSE[p.Target]}
		layers = append(layers, plots.Mark{Name: "сейчас", X: at, Ink: plots.Accent, Dash: plots.Dotted},
			plots.Points{X: []float64{at, at}, Y: y, Ink: plots.Accent, Radius: 4.5})
	}
	return plots.New(plots.Axes{X: "верный логит минус наибольший из остальных", Y: "T·∂L/∂z верного", XMin: -reach, XMax: reach, YMin: -1.1, YMax: 0.3,
		YTicks: []plots.Tick{{At: -1, Label: "−1"}, {At: -0.5, Label: "−0,5"}, {At: 0, Label: "0"}}, Size: plots.Short}, layers...)
}

func gripsGradient(p Params, r *Result) []lab.Grip {
	at := float64(r.Difference)
	if math.Abs(at) > reach {
		return nil
	}
	rival := lab.ReadList(p.Z)[p.Target] - at
	return []lab.Grip{{Label: "Верный логит", X: at, Y: p.Temperature * r.GradNLL[p.Target],
		Sets: []lab.Set{{Param: "z", Item: p.Target + 1, X: 1, C: rival}}}}
}

func describeGradient(p Params, r *Result) string {
	return fmt.Sprintf("Производные двух потерь по верному логиту, умноженные на T. Верный логит на %s от наибольшего из остальных: у NLL %s, у суммы квадратов %s; слева NLL идёт к −1, квадраты к 0.",
		r.Difference.Text(3), russian.Number(p.Temperature*r.GradNLL[p.Target], 3), russian.Number(p.Temperature*r.GradMSE[p.Target], 3))
}

func tableGradient(p Params, r *Result) lab.Table {
	d, nll, mse := byDifference(p, r)
	return lab.Table{Columns: []lab.Column{
		{Name: "difference", Label: "разность логитов", Values: d},
		{Name: "nll", Label: "T·∂NLL/∂z", Values: nll},
		{Name: "mse", Label: "T·∂(сумма квадратов)/∂z", Values: mse},
	}}
}

// byTemperature lists the probabilities of each class along the temperature.
func byTemperature(r *Result) (t []float64, p [][]float64) {
	p = make([][]float64, len(r.P))
	for _, h := range r.Path {
		t = append(t, float64(h.Temperature))
		for i := range p {
			p[i] = append(p[i], h.P[i])
		}
	}
	return t, p
}

// index is a number in small digits, as under p.
func index(i int) string { return string(rune('₁' + i)) }

// drawTemperature leads every probability from the arg max to the uniform distribution.
func drawTemperature(p Params, r *Result) (*plots.Figure, error) {
	t, ps := byTemperature(r)
	n := len(ps)
	layers := []plots.Layer{
		plots.Level{Name: "1/" + strconv.Itoa(n), Y: 1 / float64(n), Ink: plots.Muted, Dash: plots.Dotted},
		plots.Mark{Name: "T = " + russian.Number(p.Temperature, 3), X: p.Temperature, Ink: plots.Accent},
	}
	for i, y := range ps {
		layers = append(layers, plots.Line{Name: "p" + index(i), X: t, Y: y, Ink: plots.SeriesInk(i), Dash: plots.SeriesDash(i)})
	}
	size := plots.Short
	if n > 5 { // the legend takes two lines
		size = plots.Wide
	}
	ticks := []plots.Tick{{At: 0, Label: "0"}, {At: 0.5, Label: "0,5"}, {At: 1, Label: "1"}}
	return plots.New(plots.Axes{X: "температура T", Y: "вероятность", LogX: true, XMin: coldest, XMax: hottest, YMin: 0, YMax: 1.22, YTicks: ticks, Size: size}, layers...)
}

func gripsTemperature(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "temperature", Label: "Температура T", Along: "x", X: p.Temperature, Y: r.P[p.Target]}}
}

func describeTemperature(p Params, r *Result) string {
	cold, hot := r.Path[0].P, r.Path[len(r.Path)-1].P
	return fmt.Sprintf("Вероятности классов при температуре от 0,01 до 100: наибольшая убывает от %s до %s, при T = %s она %s; доля каждого класса стремится к %s.",
		lab.Num(floats.Max(cold)).Text(3), lab.Num(floats.Max(hot)).Text(3), russian.Number(p.Temperature, 3), lab.Num(floats.Max(r.P)).Text(3), russian.Number(1/float64(len(r.P)), 3))
}

func tableTemperature(_ Params, r *Result) lab.Table {
	t, ps := byTemperature(r)
	out := lab.Table{Columns: []lab.Column{{Name: "temperature", Label: "T", Values: t}}}
	for i, y := range ps {
		out.Columns = append(out.Columns, lab.Column{Name: "p" + strconv.Itoa(i+1), Label: "p" + index(i), Values: y})
	}
	return out
}
