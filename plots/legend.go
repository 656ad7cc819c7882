package plots

import "gonum.org/v1/plot/vg"

// key is an entry of the legend: a name and a sample of the mark.
type key struct {
	name string
	// sample draws in a box of sampleSize whose middle is at the point.
	sample func(p *pen, middle vg.Point)
	width  vg.Length // of the sample; 0 = sampleWidth
	always bool      // shown even if it is alone
}

const (
	sampleWidth  vg.Length = 24
	sampleHeight vg.Length = 9
)

// room returns the width of the sample.
func (k key) room() vg.Length {
	if k.width > 0 {
		return k.width
	}
	return sampleWidth
}

// legend is the entries laid out in rows above the plot, never on the data.
type legend struct {
	rows  [][]key
	width vg.Length // of the longest row
	left  vg.Length // where the rows begin
	top   vg.Length // of the figure, in canvas units
}

const (
	sampleGap vg.Length = 5  // between a sample and its name
	entryGap  vg.Length = 14 // between entries
)

// size returns the width of an entry.
func (k key) size() vg.Length { return k.room() + sampleGap + textWidth(k.name, textSize) }

// flow breaks the entries into rows no wider than w.
func flow(keys []key, w vg.Length) legend {
	var l legend
	l.left = margin
	var x vg.Length
	for _, k := range keys {
		if n := len(l.rows); n == 0 || x+k.size() > w {
			l.rows = append(l.rows, nil)
			x = 0
		}
		l.rows[len(l.rows)-1] = append(l.rows[len(l.rows)-1], k)
		x += k.size()
		l.width = max(l.width, x)
		x += entryGap
	}
	return l
}

func (l legend) draw(p *pen) {
	for i, row := range l.rows {
		base := l.top - rowHeight*vg.Length(i) - 13
		x := l.left
		for _, k := range row {
			k.sample(p, vg.Point{X: x + k.room()/2, Y: base + 4.3})
			p.words(words{text: k.name, size: textSize, ink: Text, align: Start}, vg.Point{X: x + k.room() + sampleGap, Y: base})
			x += k.size() + entryGap
		}
	}
}
