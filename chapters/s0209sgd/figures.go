package s0209sgd

import (
	"fmt"
	"math"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// The axes of the errors: they stand still whatever the controls say.
const (
	fewestSeen  = 10
	leastExcess = 2e-5
	mostExcess  = 30.0
)

// seenAxis turns steps into examples and errors into what they have over σ²; what does
// not fit a logarithmic axis is left out.
func (r *Result) seenAxis(p Params, steps []int, errors []float64) (x, y []float64) {
	for i, e := range errors {
		if steps[i] == 0 {
			continue
		}
		x = append(x, float64(steps[i]*p.Batch))
		y = append(y, e-float64(r.Noise))
	}
	return x, y
}

// expected is the expected error over σ² up to the end of the axis, as far as it is finite.
func (r *Result) expected(p Params) (x, y []float64) {
	last := 0.0
	for k, e := range r.forecast {
		seen := float64(k * p.Batch)
		if seen < 1.04*last || seen == 0 {
			continue
		}
		if e > 1e12 || math.IsNaN(e) {
			break
		}
		last = seen
		x, y = append(x, seen), append(y, e-float64(r.Noise))
	}
	return x, y
}

// plain is the numbers as floats.
func plain(x []lab.Num) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// has tells whether there is a number.
func has(v lab.Num) bool { return !math.IsNaN(float64(v)) && !math.IsInf(float64(v), 0) }

// named names a number of examples: powers of ten as such.
func named(m int) string {
	if e := math.Round(math.Log10(float64(m))); math.Pow(10, e) == float64(m) {
		return "10" + russian.Superscript(int(e))
	}
	return russian.Int(m)
}

// curveInks tells the sizes 10², 10³, 10⁴, 10⁵ apart, whichever of them are drawn.
var curveInks = []plots.Ink{plots.C2, plots.C4, plots.C3, plots.C5}

// aimLabel names the level of the target where the curves leave room: they fall from the
// upper left to the lower right.
func aimLabel(p Params, aim float64) plots.Label {
	l := plots.Label{X: 9 * fewestSeen, Y: max(leastExcess, aim), Text: "цель " + russian.Number(p.Target, 4), Ink: plots.Accent}
	switch {
	case aim <= 0:
		l.X, l.Text = 30*fewestSeen, l.Text+" не выше шума σ²"
	case aim > 0.02 && aim < 0.7:
		l.X = horizon / 5
	}
	return l
}

// Where the levels stand to which training sets of their own lead.
const (
	levelFrom = 6e4
	levelTo   = 1.4e5
)

func drawError(p Params, r *Result) (*plots.Figure, error) {
	aim := p.Target - float64(r.Noise)
	layers := []plots.Layer{plots.Level{Y: aim, Ink: plots.Accent}, aimLabel(p, aim)}
	if x, y := r.seenAxis(p, r.LossStep, plain(r.Loss)); len(x) > 1 {
		layers = append(layers, plots.Line{Name: "m = " + named(p.M), X: x, Y: y, Ink: plots.C1, Width: plots.Thick})
	}
	var endX, endY []float64
	for _, c := range r.Curves {
		i := slices.Index(decades, c.M)
		ink := curveInks[i]
		if x, y := r.seenAxis(p, r.LossStep, plain(c.Loss)); c.M != p.M && len(x) > 1 {
			layers = append(layers, plots.Line{Name: named(c.M), X: x, Y: y, Ink: ink, Dash: plots.SeriesDash(i)})
		}
		if has(c.PassEnd) {
			endX, endY = append(endX, float64(c.at*p.Batch)), append(endY, float64(c.PassEnd-r.Noise))
		}
		if has(c.Best) {
			best := float64(c.Best - r.Noise)
			layers = append(layers, plots.Segments{X0: []float64{levelFrom}, X1: []float64{levelTo}, Y0: []float64{best}, Y1: []float64{best}, Ink: ink, Width: plots.Thick},
				plots.Label{X: levelTo, Y: best, Text: "дно " + named(c.M), Ink: ink, Align: plots.Start})
		}
	}
	if x, y := r.expected(p); len(x) > 1 {
		layers = append(layers, plots.Line{Name: "ожидание", X: x, Y: y, Ink: plots.Text, Dash: plots.Dotted})
	}
	if len(endX) > 0 {
		layers = append(layers, plots.Points{X: endX, Y: endY, Ink: plots.Text, Marker: plots.Ring, Radius: 4})
		if r.settles(p) { // else the curves are there
			layers = append(layers, plots.Label{X: horizon, Y: mostExcess / 5, Text: "кольцо: проход кончился", Align: plots.End})
		}
	}
	if r.StepsToTarget != nil && *r.StepsToTarget > 0 {
		layers = append(layers, plots.Points{X: []float64{float64(r.ExamplesSeen)}, Y: []float64{aim}, Ink: plots.Accent, Marker: plots.Diamond, Radius: 5})
	}
	return plots.New(plots.Axes{X: "увидено примеров", Y: "ошибка сверх шума σ² = 0,25", LogX: true, LogY: true,
		XMin: fewestSeen, XMax: horizon, YMin: leastExcess, YMax: mostExcess, YTicks: excessTicks}, layers...)
}

// excessTicks are the errors over σ² that are named on the axis.
var excessTicks = []plots.Tick{{At: 10, Label: "10"}, {At: 1, Label: "1"}, {At: 0.1, Label: "0,1"}, {At: 0.01, Label: "0,01"}, {At: 1e-3, Label: "0,001"}, {At: 1e-4, Label: "10⁻⁴"}}

func describeError(p Params, r *Result) string {
	text := fmt.Sprintf("Ошибка на новых примерах против числа увиденных, %s по %d; у наборов разного размера кривые совпадают, пока меньший не пройден целиком, а потом меньший сворачивает к своему дну — ошибке весов, лучших для него самого. ",
		russian.Count(p.Steps, "шаг", "шага", "шагов"), p.Batch)
	return text + summary(p, r)
}

func tableError(p Params, r *Result) lab.Table {
	n := len(r.Loss)
	seen := make([]float64, n)
	for i := range seen {
		seen[i] = float64(r.LossStep[i] * p.Batch)
	}
	t := lab.Table{Columns: []lab.Column{
		{Name: "seen", Label: "увидено", Values: seen},
		{Name: "loss", Label: "m = " + named(p.M), Values: plain(r.Loss)},
		{Name: "expected", Label: "ожидание", Values: plain(r.LossTheory[:n])},
	}}
	for _, c := range r.Curves {
		if c.M == p.M {
			continue
		}
		t.Columns = append(t.Columns, lab.Column{Name: fmt.Sprintf("loss_%d", c.M), Label: "m = " + named(c.M), Values: padded(plain(c.Loss), n)})
	}
	return t
}

// padded has so many entries: the missing ones are no numbers.
func padded(x []float64, n int) []float64 {
	for len(x) < n {
		x = append(x, math.NaN())
	}
	return x[:n]
}

// gripsError lets the reader lift and lower the target.
func gripsError(p Params, r *Result) []lab.Grip {
	noise := float64(r.Noise)
	return []lab.Grip{{Label: "Цель: ошибка на новых примерах", Sets: []lab.Set{{Param: "target", Y: 1, C: noise}},
		X: fewestSeen * 1.5, Y: max(leastExcess, p.Target-noise)}}
}

// The axes of the steps to the target.
const (
	fewestExamples = 100
	mostInSet      = 10_000_000
	mostSteps      = 1_000_000
)

func drawSteps(p Params, r *Result) (*plots.Figure, error) {
	var x, y, never, tried []float64
	for _, s := range r.Sizes {
		switch {
		case s.StepsToTarget == nil:
			never, tried = append(never, float64(s.M)), append(tried, float64(bounded(p, s.M).Steps))
		case *s.StepsToTarget > 0: // a logarithmic axis has no place for 0
			x, y = append(x, float64(s.M)), append(y, float64(*s.StepsToTarget))
		}
	}
	pass := float64(p.Batch)
	layers := []plots.Layer{
		plots.Line{Name: "один проход", X: []float64{fewestExamples, mostInSet}, Y: []float64{fewestExamples / pass, mostInSet / pass}, Ink: plots.Muted, Dash: plots.Dashed},
		plots.Mark{Name: "m = " + named(p.M), X: float64(p.M), Ink: plots.Accent},
	}
	if len(x) > 0 {
		layers = append(layers, plots.Line{X: x, Y: y, Ink: plots.C1}, plots.Points{Name: "цель взята", X: x, Y: y, Ink: plots.C1})
	}
	if len(never) > 0 {
		layers = append(layers, plots.Points{Name: "не взята за столько", X: never, Y: tried, Ink: plots.C2, Marker: plots.Cross, Radius: 4})
	}
	if len(x)+len(never) == 0 {
		layers = append(layers, plots.Label{X: 200 * fewestExamples, Y: 3, Text: "цель взята до первого шага"})
	}
	if r.StepsToTarget != nil && *r.StepsToTarget > 0 {
		layers = append(layers, plots.Points{X: []float64{float64(p.M)}, Y: []float64{float64(*r.StepsToTarget)}, Ink: plots.Accent, Marker: plots.Diamond, Radius: 5})
	}
	return plots.New(plots.Axes{X: "примеров в наборе m", Y: "шагов до цели", LogX: true, LogY: true,
		XMin: fewestExamples, XMax: mostInSet, YMin: 1, YMax: mostSteps, Size: plots.Short}, layers...)
}

func describeSteps(p Params, r *Result) string {
	reached, first := 0, 0
	for _, s := range r.Sizes {
		if s.StepsToTarget == nil {
			continue
		}
		reached++
		if first == 0 && s.FractionOfEpoch <= 1 {
			first = s.M
		}
	}
	text := fmt.Sprintf("Шагов до цели %s при разных размерах набора: достигнута в %d случаях из %d", russian.Number(p.Target, 4), reached, len(r.Sizes))
	if first > 0 {
		last := r.Sizes[len(r.Sizes)-1]
		text += fmt.Sprintf("; начиная с m = %s — раньше, чем кончился первый проход, и при m = %s за столько же: %s", russian.Int(first), russian.Int(last.M), count(last.StepsToTarget))
	}
	return text + "."
}

func tableSteps(_ Params, r *Result) lab.Table {
	var m, steps, share []float64
	for _, s := range r.Sizes {
		m = append(m, float64(s.M))
		share = append(share, float64(s.FractionOfEpoch))
		if s.StepsToTarget == nil {
			steps = append(steps, math.NaN())
			continue
		}
		steps = append(steps, float64(*s.StepsToTarget))
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "m", Label: "m", Values: m},
		{Name: "steps_to_target", Label: "шагов до цели", Values: steps},
		{Name: "fraction_of_epoch", Label: "проходов", Values: share},
	}}
}

func gripsSteps(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{{Param: "m", Label: "Размер набора m", Along: "x", X: float64(p.M), Y: 1}}
}
