package plots

import "gonum.org/v1/plot/vg"

// Arrow goes from (X0, Y0) to (X1, Y1), where its head is and its label.
type Arrow struct {
	Name           string // in the legend
	X0, Y0, X1, Y1 float64
	Ink            Ink // "" = Text
	Width          Width
	Label          string // at the head
}

func (a Arrow) check() error { return finite("arrow", a.Name, a.X0, a.Y0, a.X1, a.Y1) }

func (a Arrow) extent() extent {
	return around([]float64{a.X0, a.X1}, []float64{a.Y0, a.Y1})
}

// draw leaves out the head of an arrow that points out of the plot.
func (a Arrow) draw(p *pen) {
	from, to := p.at(a.X0, a.Y0), p.at(a.X1, a.Y1)
	if p.area.Contains(from) && p.area.Contains(to) {
		a.stroke(p, from, to)
		return
	}
	p.line(shade{a.Ink.or(Text), 100}, a.Width.length(), Solid)
	p.polyline([]vg.Point{from, to})
}

// stroke draws the shaft up to the middle of the head, so that its round end does not
// blunt the tip.
func (a Arrow) stroke(p *pen, from, to vg.Point) {
	w := a.Width.length()
	d := to.Sub(from)
	length := hypot(d)
	if length < 1 {
		return
	}
	ux, uy := d.X/length, d.Y/length
	head := min(4+2.6*w, length)
	back := vg.Point{X: to.X - ux*head, Y: to.Y - uy*head}
	p.line(shade{a.Ink.or(Text), 100}, w, Solid)
	var shaft vg.Path
	appendLine(&shaft, []vg.Point{from, {X: (back.X + to.X) / 2, Y: (back.Y + to.Y) / 2}})
	p.Stroke(shaft)
	half := head * 0.42
	var tip vg.Path
	appendLine(&tip, []vg.Point{to, {X: back.X - uy*half, Y: back.Y + ux*half}, {X: back.X + uy*half, Y: back.Y - ux*half}})
	tip.Close()
	p.Fill(tip)
}

func (a Arrow) note(p *pen) {
	if a.Label == "" {
		return
	}
	from, to := p.at(a.X0, a.Y0), p.at(a.X1, a.Y1)
	if !p.area.Contains(to) {
		return
	}
	right := spot{to.Add(vg.Point{X: 7, Y: -4}), Start}
	left := spot{to.Add(vg.Point{X: -7, Y: -4}), End}
	over := spot{to.Add(vg.Point{Y: 6}), Middle}
	under := spot{to.Add(vg.Point{Y: -15}), Middle}
	spots := []spot{right, over, under, left}
	if to.X < from.X {
		spots = []spot{left, over, under, right}
	}
	p.place(words{text: a.Label, size: textSize, ink: a.Ink.or(Text), halo: true}, spots...)
}

func (a Arrow) keys() []key {
	return []key{{name: a.Name, sample: func(p *pen, m vg.Point) {
		half := vg.Point{X: sampleWidth / 2}
		a.stroke(p, m.Sub(half), m.Add(half))
	}}}
}

// Segments is many short lines, such as the projections of points onto an axis.
type Segments struct {
	Name           string
	X0, Y0, X1, Y1 []float64
	Ink            Ink // "" = Muted
	Dash           Dash
	Width          Width
}

func (s Segments) check() error { return columns("segments", s.Name, s.X0, s.Y0, s.X1, s.Y1) }

func (s Segments) extent() extent {
	return extent{nowhere().add(s.X0...).add(s.X1...), nowhere().add(s.Y0...).add(s.Y1...)}
}

func (s Segments) draw(p *pen) {
	var path vg.Path
	for i := range s.X0 {
		for _, piece := range p.area.ClipLinesXY([]vg.Point{p.at(s.X0[i], s.Y0[i]), p.at(s.X1[i], s.Y1[i])}) {
			appendLine(&path, piece)
		}
	}
	if len(path) > 0 {
		p.line(shade{s.Ink.or(Muted), 60}, s.Width.length(), s.Dash)
		p.Stroke(path)
	}
}

func (s Segments) keys() []key {
	return []key{{name: s.Name, sample: lineSample(shade{s.Ink.or(Muted), 60}, s.Width.length(), s.Dash)}}
}
