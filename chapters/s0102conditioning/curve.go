package s0102conditioning

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"konspekt/compute/conditioning"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The matrices of the curve: a rotation for three κ a decade, the Hilbert matrices up to the
// largest, and so many random ones.
const (
	largestN   = 14
	largestK   = 16 // decades
	perDecade  = 3
	randomness = 60
)

// family is the matrices of the curve, by ascending κ.
func family(p Params) []*conditioning.Problem {
	var out []*conditioning.Problem
	switch p.Matrix {
	case hilbert:
		for n := 2; n <= largestN; n++ {
			out = append(out, conditioning.Hilbert(n))
		}
	case random:
		for i := range uint64(randomness) { // streams that no draw has
			out = append(out, conditioning.Random(p.N, rand.New(rand.NewPCG(p.Seed, math.MaxUint64-i))))
		}
		slices.SortStableFunc(out, func(a, b *conditioning.Problem) int { return cmp.Compare(a.Cond, b.Cond) })
	default:
		axes := basis(p)
		for e := range largestK*perDecade + 1 {
			out = append(out, conditioning.Rotation(axes, math.Pow(10, float64(e)/perDecade)))
		}
	}
	return out
}

// curve is the error of every solver over the family.
func curve(ctx context.Context, p Params) ([]Stop, error) {
	var out []Stop
	for _, a := range family(p) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := len(a.X)
		b := conditioning.Perturbed(nil, a.B, p.Noise, direction(p, n, 0))
		s := Stop{N: n, Kappa: lab.Num(a.Cond), Noisy: distance(answer(a, p.Solver, b), a.X)}
		for _, by := range solvers {
			*s.of(by) = distance(answer(a, by, a.B), a.X)
		}
		out = append(out, s)
	}
	return out, nil
}

// column lists the stops where a value is there.
func column(stops []Stop, value func(Stop) lab.Num) (x, y []float64) {
	for _, s := range stops {
		if v := float64(value(s)); !math.IsNaN(v) {
			x, y = append(x, float64(s.Kappa)), append(y, v)
		}
	}
	return x, y
}

// The y axis of the curve; an error above 1 has no right digit.
const (
	lowest  = 1e-17
	highest = 1e4
)

// farthest is the right end of the x axis, by the family.
func farthest(p Params) float64 {
	switch p.Matrix {
	case hilbert:
		return 1e20
	case random:
		return 1e6
	}
	return 1e16
}

// drawCurve is on logarithmic axes, where a power of κ is a line of that slope.
func drawCurve(p Params, r *Result) (*plots.Figure, error) {
	right := farthest(p)
	ax := plots.Axes{X: "число обусловленности κ", Y: "ошибка ответа", LogX: true, LogY: true,
		XMin: 1, XMax: right, YMin: lowest, YMax: highest, Size: plots.Short,
		XTicks: decades(right), YTicks: []plots.Tick{{At: 1e-16, Label: "10⁻¹⁶"}, {At: 1e-12, Label: "10⁻¹²"}, {At: 1e-8, Label: "10⁻⁸"}, {At: 1e-4, Label: "10⁻⁴"}, {At: 1, Label: "1"}}}
	layers := []plots.Layer{
		law(right, 0x1p-53, 1), law(right, 0x1p-53, 2),
	}
	if p.Matrix != random {
		layers = append(layers, plots.Label{X: 1e13, Y: 1e-9, Text: "κ·2⁻⁵³", Ink: plots.Muted}, plots.Label{X: 1e11, Y: 20, Text: "κ²·2⁻⁵³", Ink: plots.Muted})
	}
	if p.Noise > 0 {
		layers = append(layers, law(right, p.Noise, 1))
	}
	layers = append(layers, rounding(p, r)...)
	if x, y := column(r.Curve, func(s Stop) lab.Num { return s.Noisy }); p.Noise > 0 && len(x) > 0 {
		layers = append(layers, noisy(p, x, y))
	}
	name := "κ = " + strings.TrimPrefix(r.ConditionNumber.Text(3), "1·") // 10¹⁰ and not 1·10¹⁰
	layers = append(layers, plots.Mark{Name: name, X: float64(r.ConditionNumber), Ink: plots.Accent, Dash: plots.Dotted})
	if e := float64(r.RelativeError); e >= lowest && e <= highest {
		layers = append(layers, plots.Points{X: []float64{float64(r.ConditionNumber)}, Y: []float64{e}, Ink: plots.Accent, Radius: 4.5})
	}
	return plots.New(ax, layers...)
}

func decades(right float64) []plots.Tick {
	step := 4
	if right < 1e10 {
		step = 1
	}
	var out []plots.Tick
	for e := 0; math.Pow(10, float64(e)) <= right; e += step {
		label := "10" + russian.Superscript(e)
		if e == 0 {
			label = "1"
		}
		out = append(out, plots.Tick{At: math.Pow(10, float64(e)), Label: label})
	}
	return out
}

// law is the line factor·κ^power.
func law(right, factor, power float64) plots.Layer {
	return plots.Line{X: []float64{1, right}, Y: []float64{factor, factor * math.Pow(right, power)}, Ink: plots.Muted, Dash: plots.Dashed, Width: plots.Thin}
}

// rounding is the errors of the solvers without noise.
func rounding(p Params, r *Result) []plots.Layer {
	look := map[conditioning.Solver]plots.Points{
		conditioning.Normal: {Name: "нормальные", Ink: plots.C2, Marker: plots.Box, Radius: 2.4},
		conditioning.QR:     {Name: "QR", Ink: plots.C1, Marker: plots.Disc, Radius: 2.2},
		conditioning.SVD:    {Name: "SVD", Ink: plots.C3, Marker: plots.Ring, Radius: 3.4},
	}
	var layers []plots.Layer
	for _, by := range solvers {
		s := look[by]
		s.X, s.Y = column(r.Curve, func(s Stop) lab.Num { return *s.of(by) })
		if len(s.X) > 0 {
			layers = append(layers, s)
		}
	}
	return layers
}

// noisy is the errors with noise: a line, or points where the family has no order.
func noisy(p Params, x, y []float64) plots.Layer {
	if p.Matrix == random {
		return plots.Points{Name: "с шумом", X: x, Y: y, Ink: plots.Text, Marker: plots.Cross, Radius: 2.6}
	}
	return plots.Line{Name: "с шумом", X: x, Y: y, Ink: plots.Text}
}

func describeCurve(p Params, r *Result) string {
	text := fmt.Sprintf("Ошибка ответа против κ для трёх алгоритмов, обе оси логарифмические. При κ = %s без шума ошибка нормальных уравнений %s, QR %s, SVD %s.",
		r.ConditionNumber.Text(3), r.RoundingErrors.Normal.Text(2), r.RoundingErrors.QR.Text(2), r.RoundingErrors.SVD.Text(2))
	if p.Noise > 0 {
		text += fmt.Sprintf(" С шумом %s ошибка %s.", russian.Number(p.Noise, 3), r.RelativeError.Text(3))
	}
	return text
}

func tableCurve(_ Params, r *Result) lab.Table {
	n, kappa := make([]float64, len(r.Curve)), make([]float64, len(r.Curve))
	columns := make([][]float64, 4)
	for i, s := range r.Curve {
		n[i], kappa[i] = float64(s.N), float64(s.Kappa)
		for k, v := range []lab.Num{s.Normal, s.QR, s.SVD, s.Noisy} {
			columns[k] = append(columns[k], float64(v))
		}
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "n", Label: "n", Values: n},
		{Name: "kappa", Label: "κ", Values: kappa},
		{Name: "normal", Label: "нормальные", Values: columns[0]},
		{Name: "qr", Label: "QR", Values: columns[1]},
		{Name: "svd", Label: "SVD", Values: columns[2]},
		{Name: "noisy", Label: "с шумом", Values: columns[3]},
	}}
}

func gripsCurve(p Params, r *Result) []lab.Grip {
	if p.Matrix != rotation {
		return nil
	}
	return []lab.Grip{{Param: "kappa", Label: "Число обусловленности κ", Along: "x", X: p.Kappa, Y: lowest}}
}
