package plots

import "gonum.org/v1/plot/vg"

// Digits is a number written digit by digit from X on, so that the digits of rows below
// each other stand in columns. The first Good characters are right; the rest are in the
// accent and underlined.
type Digits struct {
	X, Y float64 // of the left end, in the middle of the height
	Text string
	Good int
}

// cells returns where each character begins, and where the last one ends.
func cells(text string) []vg.Length {
	at := []vg.Length{0}
	for _, r := range text {
		width := vg.Length(7.4)
		if r == ',' {
			width = 4.4
		}
		at = append(at, at[len(at)-1]+width)
	}
	return at
}

func (d Digits) check() error   { return finite("digits", d.Text, d.X, d.Y) }
func (d Digits) extent() extent { return extent{nowhere().add(d.X), nowhere().add(d.Y)} }
func (d Digits) keys() []key    { return nil }

func (d Digits) draw(p *pen) {
	x := cells(d.Text)
	if d.Good >= len(x)-1 {
		return
	}
	at := p.at(d.X, d.Y)
	var under vg.Path
	appendLine(&under, []vg.Point{
		{X: at.X + x[d.Good], Y: at.Y - 7}, {X: at.X + x[len(x)-1], Y: at.Y - 7}})
	p.line(shade{Accent, 100}, Thin.length(), Solid)
	p.Stroke(under)
}

func (d Digits) note(p *pen) {
	at, x := p.at(d.X, d.Y), cells(d.Text)
	at.Y -= 0.36 * textSize
	for i, r := range []rune(d.Text) {
		ink := Text
		if i >= d.Good {
			ink = Accent
		}
		middle := vg.Point{X: at.X + (x[i]+x[i+1])/2, Y: at.Y}
		p.words(words{text: string(r), size: textSize, ink: ink}, middle)
	}
}
