package plots

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// Contours is the level lines of a function on a rectangular grid: Z[j][i] is its value at
// (X[i], Y[j]). X and Y ascend.
type Contours struct {
	X, Y   []float64
	Z      [][]float64
	Levels []Contour
}

// Contour is one level line. A level that the values never pass draws nothing.
type Contour struct {
	At    float64
	Name  string // in the legend; "" = not there
	Label string // written on the line
	Ink   Ink    // "" = Muted
	Dash  Dash
	Width Width
}

func (c Contours) check() error {
	if len(c.Levels) == 0 {
		return errors.New("contours without levels")
	}
	for _, l := range c.Levels {
		if err := finite("contour", l.Name, l.At); err != nil {
			return err
		}
	}
	return lattice("contours", c.X, c.Y, c.Z)
}

func (c Contours) extent() extent { return around(c.X, c.Y) }

func (c Contours) draw(p *pen) {
	g := newIsolines(p, c.X, c.Y, c.Z, false)
	for _, l := range c.Levels {
		pieces := p.area.ClipLinesXY(g.trace(l.At, true)...)
		if l.Label != "" && len(pieces) > 0 {
			pieces = l.label(p, pieces)
		}
		var path vg.Path
		for _, line := range pieces {
			appendLine(&path, simplify(line, 0.1))
		}
		if len(path) > 0 {
			p.line(shade{l.Ink.or(Muted), 100}, l.Width.length(), l.Dash)
			p.Stroke(path)
		}
	}
}

// label finds a place for the label on a piece of its line, clearly the longest or the first,
// and leaves a gap there.
func (l Contour) label(p *pen, pieces [][]vg.Point) [][]vg.Point {
	longest := pieces[0]
	for _, piece := range pieces {
		if way(piece) > 1.1*way(longest) {
			longest = piece
		}
	}
	w := words{text: l.Label, size: textSize, ink: l.Ink.or(Muted), halo: true}
	best, room := p.choose(w, berths(longest, l.Label)...)
	w.align = best.align
	p.later = append(p.later, placed{w, best.at})
	var cut [][]vg.Point
	for _, line := range pieces {
		cut = append(cut, outside(line, room)...)
	}
	return cut
}

// berths returns where words may stand on a line: in a gap of it, or over
// the top of a line that is too short for a gap.
func berths(line []vg.Point, text string) []spot {
	length := way(line)
	if length < 3*textWidth(text, textSize) {
		top := slices.MaxFunc(line, func(a, b vg.Point) int { return cmp.Compare(a.Y, b.Y) })
		return []spot{{top.Add(vg.Point{Y: 4}), Middle}}
	}
	var spots []spot
	for _, part := range []vg.Length{0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9} {
		at := along(line, part*length)
		spots = append(spots, spot{at.Sub(vg.Point{Y: 0.36 * textSize}), Middle})
	}
	return spots
}

// outside returns what is left of a line without its parts inside r.
func outside(line []vg.Point, r vg.Rectangle) [][]vg.Point {
	const step = 0.5 // the ends of the gap are as exact
	var pieces [][]vg.Point
	var piece []vg.Point
	add := func(p vg.Point) {
		if r.Min.X < p.X && p.X < r.Max.X && r.Min.Y < p.Y && p.Y < r.Max.Y {
			if len(piece) > 1 {
				pieces = append(pieces, piece)
			}
			piece = nil
			return
		}
		piece = append(piece, p)
	}
	add(line[0])
	for i := 1; i < len(line); i++ {
		d := line[i].Sub(line[i-1])
		n := math.Ceil(float64(hypot(d) / step))
		for k := 1.0; k < n; k++ {
			add(line[i-1].Add(d.Scale(vg.Length(k / n))))
		}
		add(line[i])
	}
	if len(piece) > 1 {
		pieces = append(pieces, piece)
	}
	return pieces
}

// way returns the length of a line.
func way(line []vg.Point) vg.Length {
	var sum vg.Length
	for i := 1; i < len(line); i++ {
		sum += hypot(line[i].Sub(line[i-1]))
	}
	return sum
}

// along returns the point of a line after the given length of it.
func along(line []vg.Point, length vg.Length) vg.Point {
	for i := 1; i < len(line); i++ {
		step := line[i].Sub(line[i-1])
		d := hypot(step)
		if d >= length && d > 0 {
			return line[i-1].Add(step.Scale(length / d))
		}
		length -= d
	}
	return line[len(line)-1]
}

func (c Contours) keys() []key {
	var keys []key
	for _, l := range c.Levels {
		keys = append(keys, key{name: l.Name, sample: lineSample(shade{l.Ink.or(Muted), 100}, l.Width.length(), l.Dash)})
	}
	return keys
}
