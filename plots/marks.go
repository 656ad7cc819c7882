package plots

import "gonum.org/v1/plot/vg"

// Mark is a vertical rule at X. Its name is a small label at the top of the plot.
type Mark struct {
	Name string
	X    float64
	Ink  Ink // "" = Text
	Dash Dash
}

func (m Mark) check() error   { return finite("mark", m.Name, m.X) }
func (m Mark) extent() extent { return extent{nowhere().add(m.X), nowhere()} }
func (m Mark) keys() []key    { return nil }

func (m Mark) draw(p *pen) {
	p.line(shade{m.Ink.or(Text), 100}, 1.6, m.Dash)
	x := p.at(m.X, p.y.lo).X
	p.polyline([]vg.Point{{X: x, Y: p.area.Min.Y}, {X: x, Y: p.area.Max.Y}})
	p.rules = append(p.rules, x)
}

// note writes the name beside the rule, on the side and in the row that are free.
func (m Mark) note(p *pen) {
	x := p.at(m.X, p.y.lo).X
	if m.Name == "" || !p.area.ContainsX(x) {
		return
	}
	var spots []spot
	for row := range 4 {
		y := p.area.Max.Y - 11 - vg.Length(row)*(textSize+2)
		spots = append(spots, spot{vg.Point{X: x + 4, Y: y}, Start}, spot{vg.Point{X: x - 4, Y: y}, End})
	}
	p.place(words{text: m.Name, size: textSize, ink: m.Ink.or(Text), halo: true}, spots...)
}

// Level is a horizontal rule at Y with its name at the right end, or at the left.
type Level struct {
	Name string
	Y    float64
	Ink  Ink // "" = Text
	Dash Dash
	Left bool
}

func (l Level) check() error   { return finite("level", l.Name, l.Y) }
func (l Level) extent() extent { return extent{nowhere(), nowhere().add(l.Y)} }
func (l Level) keys() []key    { return nil }

func (l Level) draw(p *pen) {
	p.line(shade{l.Ink.or(Text), 100}, 1.6, l.Dash)
	y := p.at(p.x.lo, l.Y).Y
	p.polyline([]vg.Point{{X: p.area.Min.X, Y: y}, {X: p.area.Max.X, Y: y}})
}

func (l Level) note(p *pen) {
	y := p.at(p.x.lo, l.Y).Y
	if l.Name == "" || !p.area.ContainsY(y) {
		return
	}
	over, under := y+4, y-12
	left, right := p.area.Min.X+4, p.area.Max.X-2
	spots := []spot{{vg.Point{X: right, Y: over}, End}, {vg.Point{X: right, Y: under}, End}}
	for _, x := range p.rules {
		spots = append(spots, spot{vg.Point{X: x - 4, Y: over}, End}, spot{vg.Point{X: x - 4, Y: under}, End})
	}
	atLeft := []spot{{vg.Point{X: left, Y: over}, Start}, {vg.Point{X: left, Y: under}, Start}}
	if l.Left {
		spots = append(atLeft, spots...)
	} else {
		spots = append(spots, atLeft...)
	}
	p.place(words{text: l.Name, size: textSize, ink: l.Ink.or(Text), halo: true}, spots...)
}

// Label is words just above a point of the data, or beside it.
type Label struct {
	X, Y  float64
	Text  string
	Ink   Ink // "" = Text
	Align Align
}

func (l Label) check() error   { return finite("label", l.Text, l.X, l.Y) }
func (l Label) extent() extent { return extent{nowhere().add(l.X), nowhere().add(l.Y)} }
func (l Label) draw(*pen)      {}
func (l Label) keys() []key    { return nil }

func (l Label) note(p *pen) {
	at := p.at(l.X, l.Y)
	if l.Text == "" || !p.area.Contains(at) {
		return
	}
	off := vg.Point{Y: 6}
	switch l.Align {
	case Start:
		off = vg.Point{X: 6, Y: -4}
	case End:
		off = vg.Point{X: -6, Y: -4}
	}
	p.place(words{text: l.Text, size: textSize, ink: l.Ink.or(Text), halo: true},
		spot{at.Add(off), l.Align},
		spot{at.Add(vg.Point{Y: 6}), Middle}, spot{at.Add(vg.Point{Y: -14}), Middle},
		spot{at.Add(vg.Point{X: 6, Y: -4}), Start}, spot{at.Add(vg.Point{X: -6, Y: -4}), End})
}
