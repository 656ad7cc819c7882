package plots

import (
	"fmt"

	"gonum.org/v1/plot/vg"
)

// Graph is a computational graph: boxes in layers from left to right, a number above and
// a number below each, a label on each edge. It makes its own axes and its own size and stands alone.
type Graph struct {
	Nodes     []GraphNode
	Edges     []GraphEdge
	AboveName string // in the legend: what stands above the boxes
	BelowName string
}

// GraphNode is a box. Hidden words keep their room, so that a graph that is filled in
// step by step stays where it is.
type GraphNode struct {
	Text                 string // in the box
	Above, Below         string
	HideAbove, HideBelow bool
	Ink                  Ink  // of the box; "" = Text
	Strong               bool // the one that is looked at
	Faint                bool // stands back
	Tag                  string
}

// GraphEdge leads from an earlier to a later node of the list.
type GraphEdge struct {
	From, To  int
	Label     string
	HideLabel bool
	Ink       Ink // "" = Muted
	Strong    bool
	Faint     bool
	Tag       string
}

// Sizes of what stands in a graph.
const (
	boxHeight  vg.Length = 22
	boxPadding vg.Length = 7
	sideSize   vg.Length = 11 // of the words above and below
	edgeSize   vg.Length = 10.5
	faintly              = 35 // percent
)

func (g Graph) check() error {
	if len(g.Nodes) == 0 {
		return empty("graph", "")
	}
	for i, e := range g.Edges {
		if e.From < 0 || e.From >= e.To || e.To >= len(g.Nodes) {
			return fmt.Errorf("graph: edge %d leads from %d to %d of %d nodes", i, e.From, e.To, len(g.Nodes))
		}
	}
	return nil
}

// graph is a Graph that has been laid out, once for any number of drawings.
type graph struct {
	Graph
	design
}

func (g Graph) ready() Layer { return graph{g, g.lay()} }

func (g Graph) extent() extent { return around([]float64{0, 1}, []float64{0, 1}) }
func (g Graph) draw(*pen)      {}

func (d graph) extent() extent {
	return extent{span{0, float64(d.width)}, span{0, float64(d.height)}}
}

func (d graph) frame(Axes) Axes {
	return Axes{HideX: true, HideY: true, XTicks: []Tick{}, YTicks: []Tick{}, XMax: float64(d.width), YMax: float64(d.height),
		width: d.width + graphRim, height: d.height + graphRim}
}

// graphRim is what the edge of the figure takes of its size.
const graphRim vg.Length = 16

func (g Graph) keys() []key {
	return []key{
		{name: g.AboveName, sample: boxSample(shade{C1, 100}), always: true},
		{name: g.BelowName, sample: boxSample(shade{C2, 100}), always: true},
	}
}

func (g graph) draw(p *pen) {
	for i, e := range g.Edges {
		p.tagged(e.Tag, func() { e.stroke(p, g.routes[i]) })
	}
	for i, n := range g.Nodes {
		p.tagged(n.Tag, func() { n.stroke(p, g.box(p, i)) })
	}
}

// box returns the rectangle of node i on the paper.
func (d design) box(p *pen, i int) vg.Rectangle {
	at := p.at(float64(d.at[i].X), float64(d.at[i].Y))
	half := vg.Point{X: d.half[i], Y: boxHeight / 2}
	return vg.Rectangle{Min: at.Sub(half), Max: at.Add(half)}
}

func (n GraphNode) stroke(p *pen, r vg.Rectangle) {
	ink, width, percent := n.Ink.or(Text), vg.Length(1.6), 100
	switch {
	case n.Strong:
		ink, width = Accent, 3.2
		p.open("class", "now")
		defer p.end()
	case n.Faint:
		percent = faintly
	}
	path := rounded(r, 5)
	p.SetColor(Paper)
	p.Fill(path)
	p.line(shade{ink, percent}, width, Solid)
	p.Stroke(path)
}

// rounded returns a box with round corners.
func rounded(r vg.Rectangle, by vg.Length) vg.Path {
	x0, y0, x1, y1 := r.Min.X, r.Min.Y, r.Max.X, r.Max.Y
	var path vg.Path
	path.Move(vg.Point{X: x0 + by, Y: y0})
	path.Line(vg.Point{X: x1 - by, Y: y0})
	path.QuadTo(vg.Point{X: x1, Y: y0}, vg.Point{X: x1, Y: y0 + by})
	path.Line(vg.Point{X: x1, Y: y1 - by})
	path.QuadTo(vg.Point{X: x1, Y: y1}, vg.Point{X: x1 - by, Y: y1})
	path.Line(vg.Point{X: x0 + by, Y: y1})
	path.QuadTo(vg.Point{X: x0, Y: y1}, vg.Point{X: x0, Y: y1 - by})
	path.Line(vg.Point{X: x0, Y: y0 + by})
	path.QuadTo(vg.Point{X: x0, Y: y0}, vg.Point{X: x0 + by, Y: y0})
	path.Close()
	return path
}

// stroke draws the edge with its head at the target.
func (e GraphEdge) stroke(p *pen, route []vg.Point) {
	s, width := shade{e.Ink.or(Muted), 100}, vg.Length(1.2)
	switch {
	case e.Strong:
		s, width = shade{e.Ink.or(Accent), 100}, 2.5
	case e.Faint:
		s.percent = faintly
	}
	var path vg.Path
	for i, q := range route {
		at := p.at(float64(q.X), float64(q.Y))
		if i == 0 {
			path.Move(at)
			continue
		}
		last := p.at(float64(route[i-1].X), float64(route[i-1].Y))
		bend := (at.X - last.X) * 0.45
		if i == len(route)-1 {
			at.X -= 3 // the head ends at the box
		}
		path.CubeTo(vg.Point{X: last.X + bend, Y: last.Y}, vg.Point{X: at.X - bend, Y: at.Y}, at)
	}
	p.line(s, width, Solid)
	p.Stroke(path)
	tip := p.at(float64(route[len(route)-1].X), float64(route[len(route)-1].Y))
	size := 5 + width
	var head vg.Path
	appendLine(&head, []vg.Point{tip, {X: tip.X - size, Y: tip.Y + size*0.45}, {X: tip.X - size, Y: tip.Y - size*0.45}})
	head.Close()
	p.SetColor(s)
	p.Fill(head)
}

// note writes the words: those of the nodes in their places, those of the edges where
// there is room along the last bend.
func (g graph) note(p *pen) {
	for i, n := range g.Nodes {
		r := g.box(p, i)
		p.taken = append(p.taken, vg.Rectangle{Min: vg.Point{X: r.Min.X - 2, Y: r.Min.Y - 14}, Max: vg.Point{X: r.Max.X + 2, Y: r.Max.Y + 14}})
		p.under(n.Tag, func() { n.note(p, r) })
	}
	for i, e := range g.Edges {
		if e.Label == "" || e.HideLabel {
			continue
		}
		p.under(e.Tag, func() { e.note(p, g.routes[i]) })
	}
}

func (n GraphNode) note(p *pen, r vg.Rectangle) {
	middle := (r.Min.X + r.Max.X) / 2
	ink, above, below := Text, C1, C2
	if n.Faint {
		ink = Muted
	}
	p.words(words{text: n.Text, size: textSize, ink: ink}, vg.Point{X: middle, Y: (r.Min.Y+r.Max.Y)/2 - 4.3})
	if n.Above != "" && !n.HideAbove {
		p.words(words{text: n.Above, size: sideSize, ink: above, halo: true}, vg.Point{X: middle, Y: r.Max.Y + 5})
	}
	if n.Below != "" && !n.HideBelow {
		p.words(words{text: n.Below, size: sideSize, ink: below, halo: true}, vg.Point{X: middle, Y: r.Min.Y - 13})
	}
}

func (e GraphEdge) note(p *pen, route []vg.Point) {
	n := len(route)
	a, b := p.at(float64(route[n-2].X), float64(route[n-2].Y)), p.at(float64(route[n-1].X), float64(route[n-1].Y))
	ink := e.Ink.or(Muted)
	if e.Strong {
		ink = e.Ink.or(Accent)
	}
	var spots []spot
	for _, t := range []vg.Length{0.5, 0.38, 0.62, 0.28, 0.72} {
		s := t * t * (3 - 2*t) // how far a bend has risen
		at := vg.Point{X: a.X + t*(b.X-a.X), Y: a.Y + s*(b.Y-a.Y)}
		spots = append(spots, spot{at.Add(vg.Point{Y: 3.5}), Middle}, spot{at.Add(vg.Point{Y: -11.5}), Middle}, spot{at.Add(vg.Point{Y: -4}), Middle})
	}
	p.place(words{text: e.Label, size: edgeSize, ink: ink, halo: true}, spots...)
}
