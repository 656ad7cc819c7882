package plots

import (
	"fmt"

	"gonum.org/v1/plot/vg"
)

// Histogram is bars that touch: bar i stands between Edges[i] and Edges[i+1].
type Histogram struct {
	Name    string
	Edges   []float64 // ascending, one more than Heights
	Heights []float64 // counts or densities, not negative
	Ink     Ink       // "" = C1
}

const histogramPercent = 55

func (h Histogram) check() error {
	if len(h.Heights) == 0 {
		return empty("histogram", h.Name)
	}
	if len(h.Edges) != len(h.Heights)+1 {
		return fmt.Errorf("histogram %q: %d edges for %d bars", h.Name, len(h.Edges), len(h.Heights))
	}
	for i := range h.Heights {
		if h.Heights[i] < 0 || h.Edges[i] >= h.Edges[i+1] {
			return fmt.Errorf("histogram %q: bar %d is not a bar", h.Name, i)
		}
	}
	return finite("histogram", h.Name, append(h.Edges[:len(h.Edges):len(h.Edges)], h.Heights...)...)
}

func (h Histogram) extent() extent {
	return extent{nowhere().add(h.Edges...), nowhere().add(0).add(h.Heights...)}
}

// draw fills the outline of all bars at once: bars drawn one by one would
// show seams where they touch.
func (h Histogram) draw(p *pen) {
	var pts []vg.Point
	pts = append(pts, p.at(h.Edges[0], 0))
	for i, y := range h.Heights {
		pts = append(pts, p.at(h.Edges[i], y), p.at(h.Edges[i+1], y))
	}
	pts = append(pts, p.at(h.Edges[len(h.Edges)-1], 0))
	p.SetColor(shade{h.Ink.or(C1), histogramPercent})
	p.polygon(pts)
	p.line(shade{h.Ink.or(C1), 100}, Thin.length(), Solid)
	p.polyline(pts)
}

func (h Histogram) keys() []key {
	return []key{{name: h.Name, sample: boxSample(shade{h.Ink.or(C1), histogramPercent})}}
}

// Bars is separate bars from zero to Y, around X.
type Bars struct {
	Name  string
	X, Y  []float64
	Width float64 // in units of the data; 0 = 0.8
	Ink   Ink     // "" = C1
}

func (b Bars) check() error { return columns("bars", b.Name, b.X, b.Y) }

func (b Bars) extent() extent { return barExtent(b.X, halfWidth(b.Width)).stretch(b.Y) }

func (b Bars) draw(p *pen) {
	p.SetColor(shade{b.Ink.or(C1), 75})
	var path vg.Path
	for i, x := range b.X {
		p.box(&path, x-halfWidth(b.Width), 0, x+halfWidth(b.Width), b.Y[i])
	}
	if len(path) > 0 {
		p.Fill(path)
	}
}

func (b Bars) keys() []key {
	return []key{{name: b.Name, sample: boxSample(shade{b.Ink.or(C1), 75})}}
}

func halfWidth(w float64) float64 {
	if w <= 0 {
		return 0.4
	}
	return w / 2
}

// barExtent returns the extent of bars of no height.
func barExtent(x []float64, half float64) extent {
	e := extent{nowhere(), nowhere().add(0)}
	for _, v := range x {
		e.x = e.x.add(v-half, v+half)
	}
	return e
}

func (e extent) stretch(y []float64) extent {
	e.y = e.y.add(y...)
	return e
}

// Part is one share of every bar of a Stack.
type Part struct {
	Name string
	Y    []float64 // not negative
	Ink  Ink       // "" = the colour of its place in the stack
}

// Stack is bars of parts on one another, the first part at the bottom. The bar Current
// is in full colour, the others stand back; −1 = all in full colour.
type Stack struct {
	X       []float64
	Parts   []Part
	Width   float64 // in units of the data; 0 = 0.8
	Current int
	Tip     string // words above the current bar
}

func (s Stack) check() error {
	if len(s.Parts) == 0 {
		return empty("stack", "")
	}
	for _, q := range s.Parts {
		if err := columns("stack", q.Name, s.X, q.Y); err != nil {
			return err
		}
		for i, y := range q.Y {
			if y < 0 {
				return fmt.Errorf("stack %q: part %d is negative", q.Name, i)
			}
		}
	}
	if s.Current < -1 || s.Current >= len(s.X) {
		return fmt.Errorf("stack: current bar %d of %d", s.Current, len(s.X))
	}
	return nil
}

// top returns the height of bar i up to part n.
func (s Stack) top(i, n int) float64 {
	sum := 0.0
	for _, q := range s.Parts[:n] {
		sum += q.Y[i]
	}
	return sum
}

func (s Stack) extent() extent {
	e := barExtent(s.X, halfWidth(s.Width))
	for i := range s.X {
		e.y = e.y.add(s.top(i, len(s.Parts)))
	}
	return e
}

func (s Stack) ink(n int) Ink { return s.Parts[n].Ink.or(SeriesInk(n)) }

func (s Stack) draw(p *pen) {
	half := halfWidth(s.Width)
	for n := range s.Parts {
		var pale, full vg.Path
		for i, x := range s.X {
			to := &pale
			if s.Current < 0 || i == s.Current {
				to = &full
			}
			p.box(to, x-half, s.top(i, n), x+half, s.top(i, n+1))
		}
		for _, layer := range []struct {
			path    vg.Path
			percent int
		}{{pale, 45}, {full, 95}} {
			if len(layer.path) > 0 {
				p.SetColor(shade{s.ink(n), layer.percent})
				p.Fill(layer.path)
			}
		}
	}
	if s.Current < 0 {
		return
	}
	var outline vg.Path
	x := s.X[s.Current]
	p.box(&outline, x-half, 0, x+half, s.top(s.Current, len(s.Parts)))
	if len(outline) > 0 {
		p.line(shade{Text, 100}, Thin.length(), Solid)
		p.Stroke(outline)
	}
}

func (s Stack) note(p *pen) {
	if s.Current < 0 || s.Tip == "" {
		return
	}
	top := p.at(s.X[s.Current], s.top(s.Current, len(s.Parts)))
	top.Y = min(top.Y+5, p.area.Max.Y-textSize)
	p.place(words{text: s.Tip, size: textSize, ink: Text, halo: true},
		spot{top, Middle}, spot{top, Start}, spot{top, End})
}

func (s Stack) keys() []key {
	var keys []key
	for n, q := range s.Parts {
		keys = append(keys, key{name: q.Name, sample: boxSample(shade{s.ink(n), 95})})
	}
	return keys
}
