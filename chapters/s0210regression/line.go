package s0210regression

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// How near the reader has to come before the figure shows the best line: within these
// shares of the smallest error.
const (
	nearMSE = 0.05
	nearMAE = 0.03
)

// found tells which of the best lines the reader may see: with own points both, since then
// it is the points that are moved.
func found(p Params, r *Result) (mse, mae bool) {
	if r.fit == nil {
		return false, false
	}
	const rounding = 1e-6
	open := p.Answer || p.Points != ""
	mse = open || float64(r.MSE) <= (1+nearMSE)*float64(r.MSEAtML)+rounding
	mae = open || float64(r.MAE) <= (1+nearMAE)*float64(r.MAEAtLAD)+rounding
	return mse, mae
}

// tagged is how many points have a term in the sum under the figure; the rest are in its
// tail.
const tagged = 14

// tag names the marks and the term of point i.
func tag(i int) string { return fmt.Sprintf("p%d", i+1) }

func drawLine(p Params, r *Result) (*plots.Figure, error) {
	f := r.frame
	layers := r.bells(p)
	if p.Show == "squares" {
		layers = r.squares()
	}
	layers = append(layers, r.threads()...)
	layers = append(layers, r.line("ваша", p.W, p.B, plots.Accent, plots.Solid, plots.Regular))
	mse, mae := found(p, r)
	if mse {
		layers = append(layers, r.line("квадраты", float64(r.WMSE), float64(r.BMSE), plots.C2, plots.Dashed, plots.Regular))
	}
	if mae {
		layers = append(layers, r.line("модули", float64(r.WMAE), float64(r.BMAE), plots.C3, plots.DashDot, plots.Regular))
	}
	layers = append(layers, r.dots()...)
	x := "x"
	if p.Points == "" && p.Data == "diabetes" {
		x = "индекс массы тела x, в станд. отклонениях"
	}
	return plots.New(plots.Axes{X: x, Y: "y", XMin: f.x0, XMax: f.x1, YMin: f.y0, YMax: f.y1, Equal: f.equal}, layers...)
}

// line is a line across the frame.
func (r *Result) line(name string, w, b float64, ink plots.Ink, dash plots.Dash, width plots.Width) plots.Layer {
	x := []float64{r.frame.x0, r.frame.x1}
	return plots.Line{Name: name, X: x, Y: []float64{w*x[0] + b, w*x[1] + b}, Ink: ink, Dash: dash, Width: width}
}

// dots are the points, each with its tag as long as the sum has a term for it.
func (r *Result) dots() []plots.Layer {
	radius := vg.Length(3.4)
	if len(r.X) > crowd {
		radius = 2.2
	}
	var layers []plots.Layer
	few := min(tagged, len(r.X))
	for i := range few {
		layers = append(layers, plots.Tagged{Tag: tag(i), Layer: plots.Points{X: r.X[i : i+1], Y: r.Y[i : i+1], Ink: plots.Text, Radius: radius, Faint: len(r.X) > crowd}})
	}
	if few < len(r.X) {
		layers = append(layers, plots.Points{X: r.X[few:], Y: r.Y[few:], Ink: plots.Text, Radius: radius, Faint: len(r.X) > crowd})
	}
	return layers
}

// crowd is how many points are too many for a thread at each.
const crowd = 60

// threads are the residuals, from the point to the line.
func (r *Result) threads() []plots.Layer {
	var layers []plots.Layer
	var rest plots.Segments
	if len(r.X) > crowd {
		return nil
	}
	for i, x := range r.X {
		s := plots.Segments{X0: []float64{x}, Y0: []float64{r.Y[i]}, X1: []float64{x}, Y1: []float64{r.Y[i] - r.residual[i]}, Ink: plots.Text, Width: plots.Thin}
		if i < tagged {
			layers = append(layers, plots.Tagged{Tag: tag(i), Layer: s})
			continue
		}
		rest.X0, rest.Y0 = append(rest.X0, s.X0...), append(rest.Y0, s.Y0...)
		rest.X1, rest.Y1 = append(rest.X1, s.X1...), append(rest.Y1, s.Y1...)
	}
	if len(rest.X0) > 0 {
		rest.Width = plots.Thin
		layers = append(layers, rest)
	}
	return layers
}

// bellCount is how many of the points have the model's density drawn beside them.
const bellCount = 4

// bellPoints picks points that stand about evenly along the axis, the outlier always.
func (r *Result) bellPoints() []int {
	order := make([]int, len(r.X))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case r.X[i] < r.X[j]:
			return -1
		case r.X[i] > r.X[j]:
			return 1
		}
		return 0
	})
	if len(order) <= bellCount {
		return order
	}
	out := make([]int, bellCount)
	for k := range out {
		out[k] = order[k*(len(order)-1)/(bellCount-1)]
	}
	return slices.Compact(out)
}

// bell is the length on the x axis of a density of 1, the same for every bell, so that a
// narrow one is as much taller as it is narrower; bells too tall for the frame are all
// cut down alike.
func (r *Result) bell(sigma float64) float64 {
	wide, high := r.frame.x1-r.frame.x0, r.frame.y1-r.frame.y0
	return wide * min(0.018*high, 0.18/density(0, sigma))
}

// bells are the model's densities N(y; ŷ, σ²), each upright on its prediction and lying
// along the y axis, and for its point the density there: the number whose logarithm is summed.
func (r *Result) bells(p Params) []plots.Layer {
	const steps = 48
	length := r.bell(p.Sigma)
	var layers []plots.Layer
	for n, i := range r.bellPoints() {
		x, yhat := r.X[i], r.Y[i]-r.residual[i]
		band := plots.Band{Ink: plots.C1}
		var outline plots.Line
		for s := range steps + 1 {
			// Heights from 3.2 σ out to the peak; the width at a height is the inverse density.
			z := 3.2 * (1 - float64(s)/steps)
			height := length * density(z*p.Sigma, p.Sigma)
			band.X = append(band.X, x+height)
			band.Lo, band.Hi = append(band.Lo, yhat-z*p.Sigma), append(band.Hi, yhat+z*p.Sigma)
		}
		outline.X = append(slices.Clone(band.X), reversed(band.X)...)
		outline.Y = append(slices.Clone(band.Hi), reversed(band.Lo)...)
		outline.Ink, outline.Width = plots.C1, plots.Thin
		stem := plots.Segments{X0: []float64{x}, Y0: []float64{r.Y[i]}, X1: []float64{x + length*density(r.residual[i], p.Sigma)}, Y1: []float64{r.Y[i]}, Ink: plots.C1, Width: plots.Thick}
		if n == 0 {
			band.Name = "p(y | x)"
		}
		layers = append(layers, band, outline, plots.Tagged{Tag: tag(i), Layer: stem})
	}
	return layers
}

// density is that of the normal distribution at a distance from its mean.
func density(r, sigma float64) float64 {
	return math.Exp(-r*r/sigma/sigma/2) / (sigma * math.Sqrt(2*math.Pi))
}

func reversed(x []float64) []float64 {
	out := slices.Clone(x)
	slices.Reverse(out)
	return out
}

// squares are drawn on the residuals, towards the middle of the frame. On axes of
// different scales they are as wide as the picture makes them look square.
func (r *Result) squares() []plots.Layer {
	f := r.frame
	wide := 1.0
	if !f.equal {
		wide = 0.45 * (f.x1 - f.x0) / (f.y1 - f.y0)
	}
	var layers []plots.Layer
	for i, x := range r.X {
		side := math.Abs(r.residual[i]) * wide
		if x > (f.x0+f.x1)/2 {
			side = -side
		}
		s := plots.Strip{X0: []float64{x}, Y0: []float64{r.Y[i]}, X1: []float64{x + side}, Y1: []float64{r.Y[i] - r.residual[i]}, Ink: plots.C2, Faint: true}
		if i == 0 {
			s.Name = "(y − ŷ)²"
		}
		if i < tagged {
			layers = append(layers, plots.Tagged{Tag: tag(i), Layer: s})
			continue
		}
		layers = append(layers, s)
	}
	return layers
}

func describeLine(p Params, r *Result) string {
	text := fmt.Sprintf("%s, ваша прямая с наклоном %s и свободным членом %s: MSE %s, MAE %s, логарифм правдоподобия при σ = %s равен %s.",
		russian.Count(len(r.X), "точка", "точки", "точек"), russian.Number(p.W, 3), russian.Number(p.B, 3), r.MSE.Text(3), r.MAE.Text(3),
		russian.Number(p.Sigma, 3), r.LogLik.Text(4))
	if mse, mae := found(p, r); mse && mae {
		text += fmt.Sprintf(" У прямой наименьших квадратов наклон %s, у прямой наименьших модулей %s.", r.WMSE.Text(3), r.WMAE.Text(3))
	}
	return text
}

func tableLine(p Params, r *Result) lab.Table {
	yhat, terms := make([]float64, len(r.X)), make([]float64, len(r.X))
	for i, e := range r.residual {
		yhat[i], terms[i] = r.Y[i]-e, nll(e*e, p.Sigma)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "x", Label: "x", Values: r.X},
		{Name: "y", Label: "y", Values: r.Y},
		{Name: "yhat", Label: "ŷ", Values: yhat},
		{Name: "residual", Label: "остаток y − ŷ", Values: r.residual},
		{Name: "minus_log_p", Label: "−log p", Values: terms},
	}}
}
