package plots

import (
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// pen is a surface that knows where the data are.
type pen struct {
	surface
	area  draw.Canvas // the plot rectangle
	x, y  scale
	taken []vg.Rectangle // by words already written over the marks
	rules []vg.Length    // x of the vertical rules, which words should not cross
	later []placed       // words chosen while the marks were drawn, to be written over them
}

// at returns the place of a point of the data.
func (p *pen) at(x, y float64) vg.Point {
	return vg.Point{X: p.area.X(p.x.Normalize(0, 0, x)), Y: p.area.Y(p.y.Normalize(0, 0, y))}
}

// line sets colour, weight and dashes for strokes.
func (p *pen) line(s shade, width vg.Length, d Dash) {
	p.SetColor(s)
	p.SetLineWidth(width)
	p.SetLineDash(d.pattern(), 0)
}

// polyline strokes the line through pts as far as it is inside the plot rectangle.
func (p *pen) polyline(pts []vg.Point) {
	var path vg.Path
	for _, piece := range p.area.ClipLinesXY(pts) {
		appendLine(&path, simplify(piece, 0.07))
	}
	if len(path) > 0 {
		p.Stroke(path)
	}
}

// polygon fills the part of a polygon that is inside the plot rectangle.
func (p *pen) polygon(pts []vg.Point) {
	inside := p.area.ClipPolygonXY(pts)
	if len(inside) == 0 {
		return
	}
	var path vg.Path
	appendLine(&path, inside)
	path.Close()
	p.Fill(path)
}

// box adds the part of a rectangle of data inside the plot to path.
func (p *pen) box(path *vg.Path, x0, y0, x1, y1 float64) {
	a, b := p.at(x0, y0), p.at(x1, y1)
	lo, hi := p.area.Min, p.area.Max
	left, right := max(min(a.X, b.X), lo.X), min(max(a.X, b.X), hi.X)
	low, high := max(min(a.Y, b.Y), lo.Y), min(max(a.Y, b.Y), hi.Y)
	if left >= right || low >= high {
		return
	}
	appendBox(path, vg.Rectangle{Min: vg.Point{X: left, Y: low}, Max: vg.Point{X: right, Y: high}})
}

func appendBox(path *vg.Path, r vg.Rectangle) {
	path.Move(r.Min)
	path.Line(vg.Point{X: r.Max.X, Y: r.Min.Y})
	path.Line(r.Max)
	path.Line(vg.Point{X: r.Min.X, Y: r.Max.Y})
	path.Close()
}

func appendLine(path *vg.Path, pts []vg.Point) {
	for i, pt := range pts {
		if i == 0 {
			path.Move(pt)
		} else {
			path.Line(pt)
		}
	}
}

// points maps two columns of data.
func (p *pen) points(x, y []float64) []vg.Point {
	pts := make([]vg.Point, len(x))
	for i := range x {
		pts[i] = p.at(x[i], y[i])
	}
	return pts
}

// placed is words that have their place.
type placed struct {
	words words
	at    vg.Point
}

// place writes w where choose puts it.
func (p *pen) place(w words, candidates ...spot) {
	best, _ := p.choose(w, candidates...)
	w.align = best.align
	p.words(w, best.at)
}

// choose returns the first of the candidate spots where it lies inside the plot, on no
// other words and across no rule; if there is none, across a rule; if there is none, the first. It
// returns the room that w takes there too.
func (p *pen) choose(w words, candidates ...spot) (spot, vg.Rectangle) {
	size := vg.Point{X: textWidth(w.text, w.size), Y: w.size}
	fits := func(s spot) bool { return p.free(s.rect(size)) }
	clear := func(s spot) bool { return fits(s) && !p.crosses(s.rect(size)) }
	i := slices.IndexFunc(candidates, clear)
	if i < 0 {
		i = slices.IndexFunc(candidates, fits)
	}
	best := candidates[max(i, 0)]
	p.taken = append(p.taken, best.rect(size))
	return best, best.rect(size)
}

// crosses reports whether a rule runs through r.
func (p *pen) crosses(r vg.Rectangle) bool {
	return slices.ContainsFunc(p.rules, func(x vg.Length) bool { return r.Min.X < x && x < r.Max.X })
}

// spot is a place for words: an anchor on the baseline and the side on which they stand.
type spot struct {
	at    vg.Point
	align Align
}

func (s spot) rect(size vg.Point) vg.Rectangle {
	min := vg.Point{X: s.at.X, Y: s.at.Y - 0.22*size.Y}
	switch s.align {
	case Middle:
		min.X -= size.X / 2
	case End:
		min.X -= size.X
	}
	return vg.Rectangle{Min: min, Max: min.Add(size)}
}

// free reports whether r is inside the plot, give or take the bleed, and clear of other words.
func (p *pen) free(r vg.Rectangle) bool {
	a := p.area.Rectangle
	if r.Min.X < a.Min.X-bleed || r.Max.X > a.Max.X+bleed || r.Min.Y < a.Min.Y-bleed || r.Max.Y > a.Max.Y+bleed {
		return false
	}
	for _, t := range p.taken {
		if r.Min.X < t.Max.X && t.Min.X < r.Max.X && r.Min.Y < t.Max.Y && t.Min.Y < r.Max.Y {
			return false
		}
	}
	return true
}
