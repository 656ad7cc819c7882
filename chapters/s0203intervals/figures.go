package s0203intervals

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// window is the part of the axis around μ that the ladder shows. It widens and narrows
// in two steps only, so that between them the reader sees the intervals shrink with m.
func window(p Params, r *Result) (lo, hi float64) {
	mu, sd := float64(r.TrueValue), r.source.SD
	switch {
	case p.Distribution == "bernoulli":
		return round(mu, 5*float64(r.SEOfMean))
	case p.M >= 400:
		return mu - 0.25*sd, mu + 0.25*sd
	case p.M >= 40:
		return mu - 0.8*sd, mu + 0.8*sd
	case p.Distribution == "exponential":
		return mu - 1.2*sd, mu + 3*sd
	}
	return mu - 2.5*sd, mu + 2.5*sd
}

// round is a window about mu that holds need on both sides; its ends are round, and few.
func round(mu, need float64) (lo, hi float64) {
	half := 0.75
	for _, h := range []float64{0.3, 0.12, 0.05, 0.02, 0.01} {
		if need < h {
			half = h
		}
	}
	mid := math.Round(mu/(half/3)) * half / 3
	return mid - half, mid + half
}

// ladderSlots is the range of numbers that the ladder shows: the first hundred, then
// the last.
func ladderSlots(p Params) (lo, hi float64) {
	last := max(ladder, p.Repeats)
	return float64(last-ladder) + 0.2, float64(last) + 0.8
}

// rungs are the intervals of one kind: hits or misses.
type rungs struct{ x, lo, mid, hi []float64 }

func (s *rungs) add(at Shot) {
	lo, hi := float64(at.Lo), float64(at.Hi)
	s.x, s.lo, s.mid, s.hi = append(s.x, float64(at.Number)), append(s.lo, lo), append(s.mid, (lo+hi)/2), append(s.hi, hi)
}

func split(r *Result) (hits, misses rungs) {
	for _, at := range r.Shown {
		if at.Covers {
			hits.add(at)
		} else {
			misses.add(at)
		}
	}
	return hits, misses
}

// layers draws the intervals of one kind. Where there are none a rung outside the
// picture keeps the legend, and the plot under it where it was.
func (s rungs) layers(name string, ink plots.Ink, width plots.Width, marker plots.Marker, radius float64) []plots.Layer {
	name = fmt.Sprintf("%s: %d", name, len(s.x))
	if len(s.x) == 0 {
		s.add(Shot{Number: -1})
	}
	return []plots.Layer{
		plots.Segments{Name: name, X0: s.x, Y0: s.lo, X1: s.x, Y1: s.hi, Ink: ink, Width: width},
		plots.Points{X: s.x, Y: s.mid, Ink: ink, Marker: marker, Radius: length(radius)},
	}
}

func drawLadder(p Params, r *Result) (*plots.Figure, error) {
	hits, misses := split(r)
	lo, hi := window(p, r)
	from, to := ladderSlots(p)
	layers := hits.layers("накрыли μ", plots.C1, plots.Thin, plots.Disc, 1.3)
	layers = append(layers, plots.Level{Y: float64(r.TrueValue), Ink: plots.Text})
	layers = append(layers, misses.layers("промахнулись", plots.C2, plots.Thick, plots.Cross, 3)...)
	return plots.New(plots.Axes{X: "номер выборки", Y: "x̄ ± " + r.Factor.Text(3) + " SE", XMin: from, XMax: to, YMin: lo, YMax: hi}, layers...)
}

func describeLadder(p Params, r *Result) string {
	_, misses := split(r)
	return fmt.Sprintf("Интервалы для среднего по выборкам из %s, %s; мимо μ = %s прошли %d. Всего из %s накрыли %s.",
		russian.Count(p.M, "наблюдения", "наблюдений", "наблюдений"), russian.Count(len(r.Shown), "последний", "последних", "последних"),
		r.TrueValue.Text(3), len(misses.x), russian.Int(p.Repeats), russian.Percent(float64(r.Coverage), 1))
}

func tableLadder(_ Params, r *Result) lab.Table {
	var number, lo, hi, covers []float64
	for _, at := range r.Shown {
		number, lo, hi = append(number, float64(at.Number)), append(lo, float64(at.Lo)), append(hi, float64(at.Hi))
		hit := 0.0
		if at.Covers {
			hit = 1
		}
		covers = append(covers, hit)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "number", Label: "номер", Values: number},
		{Name: "lo", Label: "от", Values: lo},
		{Name: "hi", Label: "до", Values: hi},
		{Name: "covers", Label: "накрыл", Values: covers},
	}}
}

// goal is the coverage that the experiment tends to: exact where theory knows it, else
// what all the intervals did.
func goal(r *Result) float64 {
	if c := float64(r.CoverageTheory); !math.IsNaN(c) {
		return c
	}
	return float64(r.Coverage)
}

// bottom is the foot of an axis of coverage that has to show the given value.
func bottom(least float64) float64 {
	for _, lo := range []float64{0.8, 0.6, 0.4, 0.2} {
		if least >= lo+0.04 {
			return lo
		}
	}
	return 0
}

// footRunning is the foot of the axis of the running share.
func footRunning(p Params, r *Result) float64 { return bottom(min(goal(r), p.Level) - 0.2) }

func drawRunning(p Params, r *Result) (*plots.Figure, error) {
	end := 100.0
	for end < float64(p.Repeats) {
		end *= 10
	}
	c := goal(r)
	var n, share, at, lo, hi []float64
	for _, s := range r.Running {
		n, share = append(n, float64(s.N)), append(share, float64(s.Coverage))
	}
	for i := range 41 {
		x := math.Pow(end, float64(i)/40)
		half := 2 * math.Sqrt(c*(1-c)/x)
		at, lo, hi = append(at, x), append(lo, c-half), append(hi, min(1, c+half))
	}
	name := "точное"
	if math.IsNaN(float64(r.CoverageTheory)) {
		name = "итог"
	}
	return plots.New(
		plots.Axes{X: "число интервалов", Y: "доля накрывших", LogX: true, XMin: 1, XMax: end, YMin: footRunning(p, r), YMax: 1.005, Size: plots.Short},
		plots.Band{Name: "± 2 SE", X: at, Lo: lo, Hi: hi, Ink: plots.C3},
		plots.Level{Name: "обещано " + russian.Percent(p.Level, 0), Y: p.Level, Ink: plots.Text, Dash: plots.Dashed},
		plots.Line{Name: name, X: []float64{1, end}, Y: []float64{c, c}, Ink: plots.C3, Dash: plots.DashDot},
		plots.Line{Name: "доля", X: n, Y: share, Ink: plots.C1},
		plots.Points{X: n[len(n)-1:], Y: share[len(share)-1:], Ink: plots.C1, Radius: 4},
	)
}

func describeRunning(p Params, r *Result) string {
	text := fmt.Sprintf("Доля накрывших среди первых интервалов, от одного до %s: в конце %s, обещано %s.",
		russian.Int(p.Repeats), russian.Percent(float64(r.Coverage), 1), russian.Percent(p.Level, 0))
	if c := float64(r.CoverageTheory); !math.IsNaN(c) {
		text += fmt.Sprintf(" Точное покрытие %s.", russian.Percent(c, 2))
	}
	least := slices.MinFunc(r.Running, func(a, b Step) int { return cmp.Compare(a.Coverage, b.Coverage) })
	if float64(least.Coverage) < footRunning(p, r) {
		text += fmt.Sprintf(" В начале кривая уходит под рисунок: после %s доля %s.", russian.Count(least.N, "интервала", "интервалов", "интервалов"), russian.Percent(float64(least.Coverage), 0))
	}
	return text
}

func tableRunning(_ Params, r *Result) lab.Table {
	var n, share []float64
	for _, s := range r.Running {
		n, share = append(n, float64(s.N)), append(share, float64(s.Coverage))
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "n", Label: "интервалов", Values: n},
		{Name: "coverage", Label: "доля накрывших", Values: share},
	}}
}
