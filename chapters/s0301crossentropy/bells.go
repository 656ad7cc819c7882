package s0301crossentropy

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The window of the density, and the length of a stem for a density of 1.
const (
	farX   = 1.35
	farY   = 2.2
	height = 0.09
)

// drawBells shows the mean with the tube of two σ, and of every point the density that the
// model gives it, a stem to the right: no paper is wide enough for them all.
func drawBells(p Params, r *Result) (*plots.Figure, error) {
	d := r.Gaussian
	const places = 160
	x := floats.Span(make([]float64, places), -1.1, 1.1)
	mean := d.at(p, x)
	sigma := float64(d.SigmaUsed)
	if p.Own == "one" {
		sigma = float64(d.SigmaOthers)
	}
	tube := plots.Band{Name: "± 2σ", X: x, Lo: make([]float64, places), Hi: make([]float64, places), Ink: plots.C1}
	for i, y := range mean {
		tube.Lo[i], tube.Hi[i] = y-2*sigma, y+2*sigma
	}
	layers := []plots.Layer{tube, plots.Line{Name: "ŷ", X: x, Y: mean, Ink: plots.C1}}
	for i, term := range d.Terms {
		stem := plots.Segments{X0: d.X[i : i+1], Y0: d.Y[i : i+1], X1: []float64{d.X[i] + min(height*math.Exp(-float64(term)), 10)}, Y1: d.Y[i : i+1], Ink: plots.C3, Width: plots.Thick}
		if i == 0 {
			stem.Name = "плотность p(y | x)"
		}
		layers = append(layers, plots.Tagged{Tag: tag(i), Layer: stem})
	}
	for i := range d.X {
		layers = append(layers, plots.Tagged{Tag: tag(i), Layer: plots.Points{X: d.X[i : i+1], Y: d.Y[i : i+1], Ink: plots.Text, Radius: 4}})
	}
	layers = append(layers,
		plots.Segments{X0: []float64{-farX + 0.06}, Y0: []float64{-1.95}, X1: []float64{-farX + 0.06 + 5*height}, Y1: []float64{-1.95}, Ink: plots.C3, Width: plots.Thick},
		plots.Label{X: -farX + 0.1 + 5*height, Y: -1.95, Text: "плотность 5", Align: plots.Start})
	if p.Own == "one" {
		k := p.Row - 1
		layers = append(layers, plots.Points{Name: "своя σ", X: d.X[k : k+1], Y: d.Y[k : k+1], Ink: plots.Accent, Marker: plots.Ring, Radius: 7})
	}
	return plots.New(plots.Axes{X: "x", Y: "y", XMin: -farX, XMax: farX, YMin: -farY, YMax: farY}, layers...)
}

func describeBells(p Params, r *Result) string {
	d := r.Gaussian
	text := fmt.Sprintf("%d точек, среднее — многочлен степени %d, σ = %s: J = %s на точку.", dots, p.Degree, d.SigmaUsed.Text(3), d.Loss.Text(4))
	if p.Own == "one" {
		text = fmt.Sprintf("%d точек, среднее степени %d проходит через точку %d; её σ = %s, у остальных %s: J = %s на точку.",
			dots, p.Degree, p.Row, d.SigmaUsed.Text(3), d.SigmaOthers.Text(3), d.Loss.Text(4))
	}
	return text + " " + d.verdict()
}

// verdict says whether there is a minimum.
func (d *Density) verdict() string {
	if d.MinimumExists {
		return fmt.Sprintf("Минимум есть: J = %s при σ = %s.", d.LossBest.Text(4), d.SigmaBest.Text(3))
	}
	return "Минимума нет: с уменьшением σ потери J уходят в минус бесконечность."
}

func tableBells(_ Params, r *Result) lab.Table {
	d := r.Gaussian
	mean, term := make([]float64, dots), make([]float64, dots)
	for i := range dots {
		mean[i], term[i] = float64(d.Mean[i]), float64(d.Terms[i])
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "x", Label: "x", Values: d.X}, {Name: "y", Label: "y", Values: d.Y}, {Name: "mean", Label: "ŷ", Values: mean},
		{Name: "sigma", Label: "σ", Values: d.sigma}, {Name: "minus_log_p", Label: "−log p", Values: term},
	}}
}

// sumBells prints −log p point by point: a sum may have negative terms where densities are
// above 1.
func sumBells(_ Params, r *Result) lab.Sum {
	s := lab.Sum{Lead: `-\textstyle\sum\log p=`, Rows: 1}
	total := 0.0
	for i, term := range r.Gaussian.Terms {
		total += float64(term)
		text := plus(i) + short(float64(term))
		if minus, ok := strings.CutPrefix(text, "+ −"); ok {
			text = "− " + minus
		}
		s.Terms = append(s.Terms, lab.Term{Tag: tag(i), Text: text})
	}
	s.Tail = "= " + short(total)
	return s
}

// short is two decimals, or three digits of what is large.
func short(v float64) string {
	if math.Abs(v) >= 1000 {
		return russian.Number(v, 3)
	}
	return russian.Fixed(v, 2)
}

// The range of J on its figure.
const leastJ, mostJ = -14, 8

// drawSigma shows J by σ: a straight line down to the left, or a line with an end.
func drawSigma(p Params, r *Result) (*plots.Figure, error) {
	d := r.Gaussian
	var sigma, loss, uncured []float64
	for _, at := range d.Curve {
		sigma = append(sigma, float64(at.Sigma))
		loss, uncured = append(loss, float64(at.Loss)), append(uncured, float64(at.Uncured))
	}
	var layers []plots.Layer
	if p.Floor > 0 || p.Prior > 0 {
		layers = append(layers, plots.Line{Name: "без лекарства", X: sigma, Y: uncured, Ink: plots.C2, Dash: plots.Dashed})
	}
	layers = append(layers, plots.Line{Name: "J", X: sigma, Y: loss, Ink: plots.C1, Width: plots.Thick})
	if p.Floor > leastSigma {
		layers = append(layers, plots.Mark{Name: "порог", X: p.Floor, Ink: plots.Text, Dash: plots.Dotted})
	}
	if d.MinimumExists {
		layers = append(layers, plots.Points{Name: "минимум", X: []float64{float64(d.SigmaBest)}, Y: []float64{float64(d.LossBest)}, Ink: plots.Text, Marker: plots.Diamond, Radius: 5})
	}
	layers = append(layers, rule(p.Sigma))
	if y := float64(d.Loss); y >= leastJ && y <= mostJ {
		layers = append(layers, plots.Points{X: []float64{p.Sigma}, Y: []float64{y}, Ink: plots.Accent, Radius: 4.5})
	}
	return plots.New(plots.Axes{X: "σ", Y: "J на точку", LogX: true, XMin: leastSigma, XMax: mostSigma, YMin: leastJ, YMax: mostJ, Size: plots.Short}, layers...)
}

func describeSigma(p Params, r *Result) string {
	d := r.Gaussian
	return fmt.Sprintf("J на точку в зависимости от σ, ось σ логарифмическая: при σ = %s она равна %s. %s",
		russian.Number(p.Sigma, 3), d.Loss.Text(4), d.verdict())
}

func tableSigma(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "sigma", Label: "σ"}, {Name: "loss", Label: "J"}, {Name: "loss_uncured", Label: "J без порога и распределения"}}}
	for _, at := range r.Gaussian.Curve {
		for k, v := range []lab.Num{at.Sigma, at.Loss, at.Uncured} {
			t.Columns[k].Values = append(t.Columns[k].Values, float64(v))
		}
	}
	return t
}

func gripsSigma(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "sigma", Label: "Выход σ", Along: "x", X: p.Sigma, Y: math.Max(leastJ, math.Min(mostJ, float64(r.Gaussian.Loss)))}}
}
