package plots

import (
	"slices"

	"gonum.org/v1/plot/vg"
)

// Line is a curve through points in the order given.
type Line struct {
	Name  string
	X, Y  []float64
	Ink   Ink // "" = C1
	Dash  Dash
	Width Width
}

func (l Line) check() error   { return columns("line", l.Name, l.X, l.Y) }
func (l Line) extent() extent { return around(l.X, l.Y) }

func (l Line) draw(p *pen) {
	p.line(shade{l.Ink.or(C1), 100}, l.Width.length(), l.Dash)
	p.polyline(p.points(l.X, l.Y))
}

func (l Line) keys() []key {
	return []key{{name: l.Name, sample: lineSample(shade{l.Ink.or(C1), 100}, l.Width.length(), l.Dash)}}
}

// lineSample draws a short horizontal line for the legend.
func lineSample(s shade, width vg.Length, d Dash) func(*pen, vg.Point) {
	return func(p *pen, m vg.Point) {
		p.line(s, width, d)
		var path vg.Path
		path.Move(vg.Point{X: m.X - sampleWidth/2, Y: m.Y})
		path.Line(vg.Point{X: m.X + sampleWidth/2, Y: m.Y})
		p.Stroke(path)
	}
}

// boxSample draws a small rectangle for the legend.
func boxSample(s shade) func(*pen, vg.Point) {
	return func(p *pen, m vg.Point) {
		p.SetColor(s)
		half := vg.Point{X: sampleHeight * 0.75, Y: sampleHeight / 2}
		var path vg.Path
		appendBox(&path, vg.Rectangle{Min: m.Sub(half), Max: m.Add(half)})
		p.Fill(path)
	}
}

// Band is the area between two curves over common X.
type Band struct {
	Name      string
	X, Lo, Hi []float64
	Ink       Ink // "" = C1
}

const bandPercent = 22

func (b Band) check() error { return columns("band", b.Name, b.X, b.Lo, b.Hi) }

func (b Band) extent() extent {
	return extent{nowhere().add(b.X...), nowhere().add(b.Lo...).add(b.Hi...)}
}

func (b Band) draw(p *pen) {
	p.SetColor(shade{b.Ink.or(C1), bandPercent})
	back := p.points(b.X, b.Lo)
	slices.Reverse(back)
	p.polygon(append(simplify(p.points(b.X, b.Hi), 0.07), simplify(back, 0.07)...))
}

func (b Band) keys() []key {
	return []key{{name: b.Name, sample: boxSample(shade{b.Ink.or(C1), bandPercent})}}
}

// Spaghetti is many thin curves over common X: Ys[i] is curve i, as long as X.
type Spaghetti struct {
	Name string
	X    []float64
	Ys   [][]float64
	Ink  Ink // "" = Muted
}

const spaghettiPercent = 45

func (s Spaghetti) check() error {
	if len(s.Ys) == 0 {
		return empty("spaghetti", s.Name)
	}
	return columns("spaghetti", s.Name, append([][]float64{s.X}, s.Ys...)...)
}

func (s Spaghetti) extent() extent {
	e := extent{nowhere().add(s.X...), nowhere()}
	for _, y := range s.Ys {
		e.y = e.y.add(y...)
	}
	return e
}

func (s Spaghetti) draw(p *pen) {
	p.line(shade{s.Ink.or(Muted), spaghettiPercent}, Thin.length(), Solid)
	for _, y := range s.Ys {
		p.polyline(p.points(s.X, y))
	}
}

func (s Spaghetti) keys() []key {
	return []key{{name: s.Name, sample: lineSample(shade{s.Ink.or(Muted), 80}, Thin.length(), Solid)}}
}
