package plots

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// Marker is the shape of a point.
type Marker int

// The markers. Series take the first ten in this order; those are also the ones that need few
// bytes, so that the cloud of digits stays small.
const (
	Disc Marker = iota
	Box
	Triangle
	Cross
	Diamond
	Plus
	Down
	Bar
	Pole
	Slash
	Ring
	Frame
	Star
)

// SeriesMarker returns the marker of series i, ten different ones round and round.
func SeriesMarker(i int) Marker { return Marker(i % 10) }

// Points is a series of points, Bars the half lengths of their error bars.
type Points struct {
	Name   string
	X, Y   []float64
	Ink    Ink // "" = C1
	Marker Marker
	Radius vg.Length // 0 = 3 units
	Bars   []float64 // nil, or one non-negative number for every point
	Faint  bool      // half transparent, for clouds of hundreds
}

func (s Points) check() error {
	if s.Bars != nil {
		return columns("points", s.Name, s.X, s.Y, s.Bars)
	}
	return columns("points", s.Name, s.X, s.Y)
}

func (s Points) extent() extent {
	e := around(s.X, s.Y)
	for i, b := range s.Bars {
		e.y = e.y.add(s.Y[i]-b, s.Y[i]+b)
	}
	return e
}

func (s Points) radius() vg.Length {
	if s.Radius > 0 {
		return s.Radius
	}
	return 3
}

func (s Points) shade() shade {
	if s.Faint {
		return shade{s.Ink.or(C1), 60}
	}
	return shade{s.Ink.or(C1), 100}
}

func (s Points) draw(p *pen) {
	var bars vg.Path
	for i, b := range s.Bars {
		for _, piece := range p.area.ClipLinesXY([]vg.Point{p.at(s.X[i], s.Y[i]-b), p.at(s.X[i], s.Y[i]+b)}) {
			appendLine(&bars, piece)
		}
	}
	if len(bars) > 0 {
		p.line(s.shade(), Thin.length(), Solid)
		p.Stroke(bars)
	}
	var inside []vg.Point
	for _, pt := range p.points(s.X, s.Y) {
		if p.area.Contains(pt) {
			inside = append(inside, pt)
		}
	}
	s.glyphs(p, inside)
}

func (s Points) keys() []key {
	return []key{{name: s.Name, width: 12, sample: func(p *pen, m vg.Point) {
		s.Radius = max(s.radius(), 3)
		s.Faint = false
		s.glyphs(p, []vg.Point{m})
	}}}
}

// glyphs draws the markers as one path. Neighbours follow each other in it, since short
// steps have fewer digits.
func (s Points) glyphs(p *pen, pts []vg.Point) {
	if len(pts) == 0 {
		return
	}
	slices.SortFunc(pts, neighbours)
	r := s.radius()
	p.line(s.shade(), max(1.2, min(1.6, r*0.55)), Solid)
	var path vg.Path
	switch s.Marker {
	case Disc:
		p.dots(pts, 2*r, s.Marker)
		return
	case Box:
		p.dots(pts, 1.8*r, s.Marker)
		return
	case Bar, Pole, Slash:
		p.SetLineWidth(max(1.6, min(2, r*0.7)))
	}
	for _, c := range pts {
		c = vg.Point{X: vg.Length(math.Round(float64(c.X)*10) / 10), Y: vg.Length(math.Round(float64(c.Y)*10) / 10)}
		s.Marker.trace(&path, c, r)
	}
	switch s.Marker {
	case Triangle, Diamond, Down:
		p.Fill(path)
	default:
		p.Stroke(path)
	}
}

// neighbours orders points by strips 24 units high, to and fro.
func neighbours(a, b vg.Point) int {
	strip := math.Floor(float64(a.Y) / 24)
	order := cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
	if int(strip)%2 == 1 {
		order = -order
	}
	return cmp.Or(cmp.Compare(strip, math.Floor(float64(b.Y)/24)), order)
}

// trace adds the outline or the strokes of a marker. Radii are chosen so that the
// markers look equally heavy; corners lie whole units from the middle, which is
// crisp and has the fewest digits.
func (m Marker) trace(path *vg.Path, c vg.Point, r vg.Length) {
	polar := func(radius vg.Length, degrees float64) vg.Point {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		whole := func(v float64) vg.Length { return vg.Length(math.Round(float64(radius) * v)) }
		return vg.Point{X: c.X + whole(cos), Y: c.Y + whole(sin)}
	}
	ngon := func(radius vg.Length, first, step float64, n int) {
		for i := range n {
			if pt := polar(radius, first+step*float64(i)); i == 0 {
				path.Move(pt)
			} else {
				path.Line(pt)
			}
		}
		path.Close()
	}
	strokes := func(radius vg.Length, degrees ...float64) {
		for _, d := range degrees {
			path.Move(polar(radius, d))
			path.Line(polar(radius, d+180))
		}
	}
	switch m {
	case Triangle:
		ngon(r*1.3, 90, 120, 3)
	case Cross:
		strokes(r*1.1, 45, 135)
	case Ring:
		*path = append(*path, circle(c, r*0.95)...)
	case Diamond:
		ngon(r*1.35, 0, 90, 4)
	case Plus:
		strokes(r*1.15, 0, 90)
	case Down:
		ngon(r*1.3, -90, 120, 3)
	case Frame:
		ngon(r*1.25, 45, 90, 4)
	case Bar:
		strokes(r*1.1, 0)
	case Pole:
		strokes(r*1.1, 90)
	case Slash:
		strokes(r*1.1, 45)
	case Star:
		strokes(r*1.1, 0, 60, 120)
	}
}
