package s0103descent

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/descent"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// reach is how far the axis of ε·κ goes: past the critical rate of plain descent, or of
// every momentum.
func reach(p Params) float64 {
	if p.Method == descent.Momentum {
		return 4.2
	}
	return 2.4
}

// drawFactor is what one step makes of the error along either eigenvector, at every rate.
// The axis is ε·κ, so that the border stands while κ moves.
func drawFactor(p Params, r *Result) (*plots.Figure, error) {
	end := reach(p)
	x, one, two := r.factors(p)
	now := p.Rate * p.Kappa
	critical := 2 * (1 + p.beta())
	layers := []plots.Layer{
		plots.Line{Name: "пологое, λ = 1", X: x, Y: one, Ink: plots.C1},
		plots.Line{Name: "крутое, λ = " + russian.Number(p.Kappa, 4), X: x, Y: two, Ink: plots.C2, Dash: plots.Dashed},
		plots.Level{Y: 1, Ink: plots.Text, Dash: plots.Dotted},
		plots.Mark{Name: "предел", X: critical, Ink: plots.Text, Dash: plots.Dotted},
	}
	if p.Method != descent.Momentum {
		best, y := float64(r.Best.Rate)*p.Kappa, float64(r.Best.Factor)
		under := y - 0.52
		if under < 0.1 {
			under = y + 0.06
		}
		layers = append(layers,
			plots.Points{X: []float64{best}, Y: []float64{y}, Ink: plots.C3, Marker: plots.Diamond, Radius: 5},
			plots.Label{X: best + 0.1, Y: under, Text: "лучший шаг", Ink: plots.C3})
	}
	if now <= end {
		layers = append(layers,
			plots.Points{X: []float64{now, now}, Y: []float64{min(1.6, float64(r.Factors[0])), min(1.6, float64(r.Factors[1]))}, Ink: plots.Text, Radius: 3},
			plots.Points{X: []float64{now}, Y: []float64{min(1.6, float64(r.RateTheory))}, Ink: plots.Accent, Radius: 4.5})
	}
	return plots.New(plots.Axes{X: "шаг ε·κ", Y: "множитель", XMin: 0, XMax: end, YMin: 0, YMax: 1.6, Size: plots.Short}, layers...)
}

// factors are the two curves.
func (r *Result) factors(p Params) (x, one, two []float64) {
	const stops = 241
	x = floats.Span(make([]float64, stops), 0, reach(p))
	for _, at := range x {
		one = append(one, descent.Radius(r.place.lambda[0], at/p.Kappa, p.beta()))
		two = append(two, descent.Radius(r.place.lambda[1], at/p.Kappa, p.beta()))
	}
	return x, one, two
}

func describeFactor(p Params, r *Result) string {
	return fmt.Sprintf("На сколько шаг умножает ошибку вдоль двух собственных направлений. При ε = %s это %s и %s, предел %s, решает больший: %s.",
		russian.Number(p.Rate, 4), r.Factors[0].Text(3), r.Factors[1].Text(3), r.CriticalRate.Text(4), r.RateTheory.Text(3))
}

func tableFactor(p Params, r *Result) lab.Table {
	x, one, two := r.factors(p)
	rate := make([]float64, len(x))
	for i, v := range x {
		rate[i] = v / p.Kappa
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "rate", Label: "ε", Values: rate}, {Name: "shallow", Label: "пологое", Values: one}, {Name: "steep", Label: "крутое", Values: two},
	}}
}

// gripsFactor moves the rate along the axis.
func gripsFactor(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Label: "Шаг ε", X: min(p.Rate*p.Kappa, reach(p)), Y: min(1.6, float64(r.RateTheory)), Sets: []lab.Set{{Param: "rate", X: 1 / p.Kappa}}}}
}

// The map goes over ε·κ up to mapRate and over β up to 1.
const mapRate = 4.2

// drawMap tints every pair of rate and momentum by the factor of the worse direction.
func drawMap(p Params, r *Result) (*plots.Figure, error) {
	const cells = 121
	x, y := floats.Span(make([]float64, cells), 0, mapRate), floats.Span(make([]float64, cells), 0, 1)
	z := plots.Sample(x, y, func(rate, beta float64) float64 {
		return max(descent.Radius(1, rate/p.Kappa, beta), descent.Radius(p.Kappa, rate/p.Kappa, beta))
	})
	left := 1 - float64(r.Best.MomentumFactor)
	quick, middling := 1-0.7*left, 1-0.35*left
	layers := []plots.Layer{
		plots.Shade{X: x, Y: y, Z: z, At: []float64{quick, middling, 1, 1.4, 1.9}, Low: plots.C3, High: plots.C2, LowName: "сходится", HighName: "расходится"},
		plots.Contours{X: x, Y: y, Z: z, Levels: []plots.Contour{
			{At: quick, Label: russian.Number(quick, 2), Width: plots.Thin, Ink: plots.Text},
			{At: middling, Label: russian.Number(middling, 2), Width: plots.Thin, Ink: plots.Text}}},
		plots.Line{X: []float64{2, 4}, Y: []float64{0, 1}, Ink: plots.Text, Width: plots.Thick},
		plots.Points{Name: "лучшая пара", X: []float64{float64(r.Best.MomentumRate) * p.Kappa}, Y: []float64{float64(r.Best.Momentum)}, Ink: plots.Text, Marker: plots.Diamond, Radius: 5},
		plots.Points{X: []float64{min(mapRate, p.Rate*p.Kappa)}, Y: []float64{p.beta()}, Ink: plots.Accent, Radius: 5},
	}
	return plots.New(plots.Axes{X: "шаг ε·κ", Y: "β", XMin: 0, XMax: mapRate, YMin: 0, YMax: 1, Size: plots.Short}, layers...)
}

func describeMap(p Params, r *Result) string {
	return fmt.Sprintf("Множитель за шаг для всех пар (ε, β); граница сходимости εκ = 2(1 + β). Сейчас ε = %s, β = %s и множитель %s; лучшая пара (%s; %s) даёт %s.",
		russian.Number(p.Rate, 4), russian.Number(p.beta(), 3), r.RateTheory.Text(3),
		r.Best.MomentumRate.Text(3), r.Best.Momentum.Text(3), r.Best.MomentumFactor.Text(3))
}

func tableMap(p Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "rate", Label: "ε"}, {Name: "momentum", Label: "β"}, {Name: "factor", Label: "множитель"}}}
	for i := range 21 {
		for j := range 11 {
			rate, beta := mapRate*float64(i)/20/p.Kappa, math.Min(0.99, float64(j)/10)
			factor := max(descent.Radius(1, rate, beta), descent.Radius(p.Kappa, rate, beta))
			for c, v := range []float64{rate, beta, factor} {
				t.Columns[c].Values = append(t.Columns[c].Values, v)
			}
		}
	}
	return t
}

// gripsMap moves the rate and the momentum; with it plain descent gets one.
func gripsMap(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{{Label: "Шаг ε и момент β", Also: "method=momentum", X: min(mapRate, p.Rate*p.Kappa), Y: p.beta(),
		Sets: []lab.Set{{Param: "rate", X: 1 / p.Kappa}, {Param: "momentum", Y: 1}}}}
}
