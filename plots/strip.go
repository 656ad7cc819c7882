package plots

import (
	"math"

	"gonum.org/v1/plot/vg"
)

// Strip is rectangles in units of the axes with corners at (X0, Y0) and (X1, Y1) in any order: the
// folds of a data set, the squares on residuals.
type Strip struct {
	Name           string
	X0, Y0, X1, Y1 []float64
	Square         bool // as wide on the paper as high, whatever the axes: X1 only says on which side of X0
	Ink            Ink  // "" = C1
	Faint          bool // pale with an outline, in place of full without one
}

// The opacity in percent of full and of faint rectangles and of the outline. Where they overlap they are not darker.
const (
	stripPercent = 55
	stripFaint   = 16
	stripOutline = 70
)

func (s Strip) check() error { return columns("strip", s.Name, s.X0, s.Y0, s.X1, s.Y1) }

func (s Strip) extent() extent {
	e := extent{nowhere().add(s.X0...), nowhere().add(s.Y0...).add(s.Y1...)}
	if !s.Square {
		e.x = e.x.add(s.X1...)
	}
	return e
}

func (s Strip) tone() shade {
	if s.Faint {
		return shade{s.Ink.or(C1), stripFaint}
	}
	return shade{s.Ink.or(C1), stripPercent}
}

// rect returns rectangle i on the paper.
func (s Strip) rect(p *pen, i int) vg.Rectangle {
	a, b := p.at(s.X0[i], s.Y0[i]), p.at(s.X1[i], s.Y1[i])
	if s.Square {
		side := math.Abs(float64(b.Y - a.Y))
		b.X = a.X + vg.Length(math.Copysign(side, float64(b.X-a.X)))
	}
	return vg.Rectangle{
		Min: vg.Point{X: min(a.X, b.X), Y: min(a.Y, b.Y)},
		Max: vg.Point{X: max(a.X, b.X), Y: max(a.Y, b.Y)},
	}
}

// draw fills what is inside the plot. The outline is open where the plot cuts it.
func (s Strip) draw(p *pen) {
	var fill, outline vg.Path
	for i := range s.X0 {
		r := s.rect(p, i)
		inside := vg.Rectangle{
			Min: vg.Point{X: max(r.Min.X, p.area.Min.X), Y: max(r.Min.Y, p.area.Min.Y)},
			Max: vg.Point{X: min(r.Max.X, p.area.Max.X), Y: min(r.Max.Y, p.area.Max.Y)},
		}
		if inside.Min.X < inside.Max.X && inside.Min.Y < inside.Max.Y {
			appendBox(&fill, inside)
		}
		if inside == r {
			appendBox(&outline, r)
			continue
		}
		for _, piece := range p.area.ClipLinesXY([]vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}, r.Min}) {
			appendLine(&outline, piece)
		}
	}
	if len(fill) > 0 {
		p.SetColor(s.tone())
		p.Fill(fill)
	}
	if s.Faint && len(outline) > 0 {
		p.line(shade{s.Ink.or(C1), stripOutline}, Thin.length(), Solid)
		p.Stroke(outline)
	}
}

func (s Strip) keys() []key {
	return []key{{name: s.Name, sample: func(p *pen, m vg.Point) {
		boxSample(s.tone())(p, m)
		if s.Faint {
			half := vg.Point{X: sampleHeight * 0.75, Y: sampleHeight / 2}
			var path vg.Path
			appendBox(&path, vg.Rectangle{Min: m.Sub(half), Max: m.Add(half)})
			p.line(shade{s.Ink.or(C1), stripOutline}, Thin.length(), Solid)
			p.Stroke(path)
		}
	}}}
}
