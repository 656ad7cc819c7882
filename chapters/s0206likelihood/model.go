package s0206likelihood

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"konspekt/compute/likelihood"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// terms is how many terms of the log-likelihood are printed and linked with their examples.
const terms = 20

// drawModel shows the data, the reader's model over them and the best one; from each
// example a stem rises to the reader's density, whose logarithm is a term of ℓ.
func drawModel(p Params, r *Result) (*plots.Figure, error) {
	axes := plots.Axes{X: "x", Y: "плотность", XMin: r.view.lo, XMax: r.view.hi, YMax: r.view.top}
	if r.family.Discrete {
		axes.Y = "вероятность, доля"
		axes.XTicks = wholeTicks(r.view)
		return plots.New(axes, discreteLayers(r)...)
	}
	x := grid(r.view)
	var layers []plots.Layer
	if len(r.Sample) > drawnPoints {
		layers = append(layers, histogram(r))
	}
	if r.ml != nil {
		layers = append(layers, density("лучшая", r, x, r.ml, plots.C2, plots.Dashed))
	}
	layers = append(layers, density("ваша модель", r, x, r.reader, plots.Accent, plots.Solid))
	return plots.New(axes, append(layers, stems(r)...)...)
}

// gridSteps is the count of steps along a density.
const gridSteps = 240

// grid is the abscissae of a density.
func grid(v view) []float64 {
	x := make([]float64, gridSteps+1)
	for i := range x {
		x[i] = v.lo + (v.hi-v.lo)*float64(i)/gridSteps
	}
	return x
}

// density is the line of p(x; θ), with the steps of a uniform upright.
func density(name string, r *Result, x, theta []float64, ink plots.Ink, dash plots.Dash) plots.Layer {
	line := plots.Line{Name: name, Ink: ink, Dash: dash}
	if r.family.Name == "uniform" {
		a, b, h := theta[0], theta[1], 1/(theta[1]-theta[0])
		line.X = []float64{min(r.view.lo, a), a, a, b, b, max(r.view.hi, b)}
		line.Y = []float64{0, 0, h, h, 0, 0}
		return line
	}
	line.X = x
	for _, l := range r.family.Terms(nil, x, theta) {
		line.Y = append(line.Y, math.Exp(l))
	}
	return line
}

// histogram is the sample where it is too large to be drawn point by point.
func histogram(r *Result) plots.Layer {
	start, width := bins(r)
	n := int(math.Ceil((r.view.hi - start) / width))
	h := plots.Histogram{Edges: make([]float64, n+1), Heights: make([]float64, n), Ink: plots.C1}
	for i := range h.Edges {
		h.Edges[i] = start + width*float64(i)
	}
	for _, x := range r.Sample {
		if i := int(math.Floor((x - start) / width)); i >= 0 && i < n {
			h.Heights[i] += 1 / (width * float64(len(r.Sample)))
		}
	}
	return h
}

// bins are where the bins begin and how wide they are: round widths, finer as the sample
// grows, at whole multiples of the width; around whole numbers where the data are such.
func bins(r *Result) (start, width float64) {
	whole := func(x float64) bool { return x == math.Trunc(x) }
	if !slices.ContainsFunc(r.Sample, func(x float64) bool { return !whole(x) }) {
		return math.Floor(r.view.lo) - 0.5, 1
	}
	width = round((r.view.hi - r.view.lo) / (6 * math.Cbrt(float64(len(r.Sample)))))
	return math.Floor(r.view.lo/width) * width, width
}

// stems are the examples on the axis, each with its stem; the first ones are tagged.
func stems(r *Result) []plots.Layer {
	shown := len(r.Sample)
	if shown > drawnPoints {
		shown = terms
	}
	var layers []plots.Layer
	rest := r.Sample[min(shown, terms):shown]
	if len(rest) > 0 {
		layers = append(layers, stem(r, rest), plots.Points{X: rest, Y: make([]float64, len(rest)), Ink: plots.C1, Radius: 2.6})
	}
	for i, x := range r.Sample[:min(shown, terms)] {
		tag, at := fmt.Sprintf("i%d", i+1), []float64{x}
		dot := plots.Points{X: at, Y: []float64{0}, Ink: plots.C1, Radius: 3.2}
		layers = append(layers, plots.Tagged{Tag: tag, Layer: stem(r, at)}, plots.Tagged{Tag: tag, Layer: dot})
	}
	return layers
}

// stem rises from each x to the reader's density there.
func stem(r *Result, x []float64) plots.Layer {
	s := plots.Segments{X0: x, X1: x, Ink: plots.Accent, Width: plots.Thin}
	for _, l := range r.family.Terms(nil, x, r.reader) {
		s.Y0, s.Y1 = append(s.Y0, 0), append(s.Y1, math.Exp(l))
	}
	return s
}

// wholeTicks are the ticks of counts.
func wholeTicks(v view) []plots.Tick {
	var out []plots.Tick
	step := math.Ceil((v.hi - v.lo) / 14)
	for x := 0.0; x <= v.hi; x += step {
		out = append(out, plots.Tick{At: x, Label: russian.Number(x, 4)})
	}
	return out
}

// support lists the values of a discrete family that are in sight.
func support(r *Result) []float64 {
	var out []float64
	for x := 0.0; x <= r.view.hi; x++ {
		if r.family.Admits([]float64{x}) == nil {
			out = append(out, x)
		}
	}
	return out
}

// discreteLayers are the shares of the values as piles of examples or as bars, beside the
// probabilities of both models.
func discreteLayers(r *Result) []plots.Layer {
	var layers []plots.Layer
	empirical := likelihood.NewEmpirical(r.Sample)
	shares := empirical.Probabilities()
	if len(r.Sample) <= terms {
		layers = pile(r)
	} else {
		for i, v := range empirical.Values {
			layers = append(layers, plots.Tagged{Tag: valueTag(v), Layer: plots.Bars{X: []float64{v}, Y: shares[i : i+1], Width: 0.5, Ink: plots.C1}})
		}
	}
	x := support(r)
	if r.ml != nil {
		layers = append(layers, plots.Points{Name: "лучшая", X: x, Y: masses(r, x, r.ml), Ink: plots.C2, Marker: plots.Ring, Radius: 5})
	}
	y := masses(r, x, r.reader)
	if r.family.Name == "poisson" { // the mean, held by its grip
		at := r.reader[:1]
		layers = append(layers, plots.Segments{X0: at, Y0: []float64{0}, X1: at, Y1: []float64{envelope(r)}, Ink: plots.Accent, Dash: plots.Dashed, Width: plots.Thin})
	}
	return append(layers,
		plots.Segments{X0: x, Y0: make([]float64, len(x)), X1: x, Y1: y, Ink: plots.Accent, Width: plots.Thin},
		plots.Points{Name: "ваша модель", X: x, Y: y, Ink: plots.Accent, Marker: plots.Diamond, Radius: 3.4})
}

// pile stacks the examples: each is worth 1/m, so a pile is as high as its share.
func pile(r *Result) []plots.Layer {
	m := float64(len(r.Sample))
	height := map[float64]float64{}
	var layers []plots.Layer
	for i, x := range r.Sample {
		dot := plots.Points{X: []float64{x - 0.16}, Y: []float64{(height[x] + 0.5) / m}, Ink: plots.C1, Radius: vg.Length(min(3.6, 60/m))}
		height[x]++
		layers = append(layers, plots.Tagged{Tag: fmt.Sprintf("i%d", i+1), Layer: dot})
	}
	return layers
}

func masses(r *Result, x, theta []float64) []float64 {
	out := r.family.Terms(nil, x, theta)
	for i, l := range out {
		out[i] = math.Exp(l)
	}
	return out
}

// envelope is the probability of a Poisson model at its own mean, between counts too, as far
// as the picture goes.
func envelope(r *Result) float64 {
	mean := r.reader[0]
	factorial, _ := math.Lgamma(mean + 1)
	return min(0.96*r.view.top, math.Exp(mean*math.Log(mean)-mean-factorial))
}

func valueTag(v float64) string { return fmt.Sprintf("v%d", int(v)) }
