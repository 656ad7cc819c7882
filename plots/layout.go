package plots

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// layout is a figure with every place known.
type layout struct {
	axes          Axes
	width, height vg.Length // of the figure
	x, y          scale
	legend        legend
	yLabel        vg.Point
	outer         vg.Rectangle // axes and marks
	rect          vg.Rectangle // the plot area, where the marks are
}

// rowHeight is the height of a line of the legend.
const rowHeight vg.Length = 17

// margin keeps letters and round caps off the edge.
const margin vg.Length = 3

// layout places the header, then lets gonum find the plot area, whose size
// depends on the words beside the axes.
func (f *Figure) layout() layout {
	l := layout{axes: f.axes, width: f.axes.w(), height: f.axes.h(), x: f.x, y: f.y}
	entries := f.entries()
	l.legend = flow(entries, l.width-2*margin)
	header := vg.Length(len(l.legend.rows)) * rowHeight
	if w := textWidth(f.axes.Y, textSize); f.axes.Y != "" {
		// A short legend shares its line with the label of the axis.
		if len(l.legend.rows) == 1 && w+24+l.legend.width <= l.width-2*margin {
			l.legend.left = l.width - 2*margin - l.legend.width
		} else {
			header += rowHeight
		}
	}
	if header > 0 {
		header += 3
	}
	l.outer = vg.Rectangle{
		Min: vg.Point{X: margin, Y: margin},
		Max: vg.Point{X: l.width - 2*margin - 2, Y: l.height - max(header, 2*margin)},
	}
	l.rect = l.measure()
	for _, layer := range f.layers {
		if s, ok := layer.(celled); ok {
			l.square(s.cells())
		}
	}
	if f.axes.Equal {
		l.equalize()
	}
	l.legend.top = l.height
	l.yLabel = vg.Point{X: margin, Y: l.outer.Max.Y + 7}
	return l
}

// class tells a figure that makes its own size apart: on a narrow screen it is not made
// smaller but moved about. b-7 is 700 units wide or a little less.
func (l layout) class() string {
	if l.axes.width == 0 {
		return "fig"
	}
	return "fig broad b-" + strconv.Itoa(min(30, int(math.Ceil(float64(l.width)/100))))
}

// entries gathers the legend, which one name does not need.
func (f *Figure) entries() []key {
	var keys []key
	for _, l := range f.layers {
		for _, k := range l.keys() {
			if k.name != "" {
				keys = append(keys, k)
			}
		}
	}
	if len(keys) == 1 && !keys[0].always {
		return nil
	}
	return keys
}

// measure returns the plot area that gonum leaves between the axes.
func (l *layout) measure() vg.Rectangle {
	p := l.plot(newSVG(l.height))
	return p.DataCanvas(draw.Canvas{Rectangle: l.outer}).Rectangle
}

// largestCell keeps a matrix of two by two from filling the page.
const largestCell vg.Length = 84

// square makes the cells of the plot area square: the figure becomes less high, or the area
// stands in the middle of its width.
func (l *layout) square(cols, rows int) {
	w, h := l.rect.Size().X, l.rect.Size().Y
	cell := min(w/vg.Length(cols), h/vg.Length(rows), largestCell)
	// Whole units keep the edge of a raster on a pixel.
	low := vg.Length(math.Floor(float64(h - cell*vg.Length(rows))))
	narrow := w - cell*vg.Length(cols)
	l.height -= low
	l.outer.Max.Y -= low
	l.outer.Min.X += narrow / 2
	l.outer.Max.X -= narrow / 2
	l.rect = l.measure()
}

// equalize widens one range until a unit is as long on both axes. New words at the ticks may change the
// area a little, so it is repeated.
func (l *layout) equalize() {
	for range 4 {
		w, h := float64(l.rect.Size().X), float64(l.rect.Size().Y)
		ux, uy := (l.x.hi-l.x.lo)/w, (l.y.hi-l.y.lo)/h
		if math.Abs(ux-uy) < 1e-9*ux {
			return
		}
		if ux < uy {
			l.x = l.x.widen(uy * w)
		} else {
			l.y = l.y.widen(ux * h)
		}
		l.rect = l.measure()
	}
}

// widen returns the scale with the same middle and the given length.
func (s scale) widen(length float64) scale {
	mid := (s.lo + s.hi) / 2
	return scale{mid - length/2, mid + length/2, s.log}
}

// plot builds the axes. Whatever gonum would take from its globals is set here.
func (l *layout) plot(s surface) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	hand := newTypesetter(s)
	p.TextHandler = hand
	l.dress(&p.X, l.x, hand, l.xTicks(), l.axes.HideX)
	l.dress(&p.Y, l.y, hand, l.yTicks(), l.axes.HideY)
	if l.axes.X != "" {
		p.X.Label.Text = " " // keeps the room; gonum thinks a long label hangs over the end of a log axis
	}
	p.X.Label.Padding = 2
	if !l.axes.HideX || !l.axes.HideY {
		p.Add(grid{l, s})
	}
	return p
}

func (l *layout) dress(a *plot.Axis, s scale, hand typesetter, ticks []Tick, hide bool) {
	a.Scale = s
	a.Min, a.Max = min(s.lo, s.hi), max(s.lo, s.hi)
	a.Padding = 0
	f := font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, textSize)
	for _, t := range []*draw.TextStyle{&a.Label.TextStyle, &a.Tick.Label} {
		t.Font, t.Handler, t.Color = f, hand, Text
	}
	line := draw.LineStyle{Color: Muted, Width: 1}
	if hide {
		line.Width = 0
		a.Padding = 3
	}
	a.LineStyle, a.Tick.LineStyle = line, line
	a.Tick.Length = 4
	a.Tick.Marker = constant(ticks)
}

func (l *layout) xTicks() []Tick {
	w := l.rect.Size().X
	if w == 0 {
		w = l.outer.Size().X * 0.88
	}
	given := l.axes.XTicks
	for n := 5; ; n-- {
		var t []Tick
		switch {
		case given != nil:
			t = thin(given, 3*n)
		case l.axes.HideX:
			return nil
		case l.x.log:
			t = logTicks(l.x.lo, l.x.hi, n)
		default:
			t = niceTicks(l.x.lo, l.x.hi, n)
		}
		if n <= 2 || l.roomy(t, w) {
			return t
		}
	}
}

// roomy reports whether the words of ticks stand apart on an axis w long.
func (l *layout) roomy(ticks []Tick, w vg.Length) bool {
	end := vg.Length(math.Inf(-1))
	for _, t := range ticks {
		if t.Label == "" {
			continue
		}
		half := textWidth(t.Label, textSize) / 2
		at := w * vg.Length(l.x.Normalize(0, 0, t.At))
		if at-half < end+5 {
			return false
		}
		end = at + half
	}
	return true
}

func (l *layout) yTicks() []Tick {
	if l.axes.YTicks != nil {
		return l.axes.YTicks
	}
	if l.axes.HideY {
		return nil
	}
	n := min(6, max(3, int(l.outer.Size().Y/46)))
	if l.y.log {
		return logTicks(l.y.lo, l.y.hi, n+1)
	}
	return niceTicks(l.y.lo, l.y.hi, n)
}

// xLabel returns the place of the label under the x axis.
func (l *layout) xLabel() vg.Point {
	f := face(textSize)
	return vg.Point{X: (l.rect.Min.X + l.rect.Max.X) / 2, Y: l.outer.Min.Y + f.Extents().Descent}
}

// canvas returns where the axes are drawn.
func (l *layout) canvas(s surface) draw.Canvas {
	return draw.Canvas{Canvas: s, Rectangle: l.outer}
}

// mapping returns the attributes that let a script go from the data to the viewBox and back.
func (l *layout) mapping() string {
	v := func(x float64) string { return strconv.FormatFloat(x, 'g', 10, 64) }
	s := fmt.Sprintf(` data-x0="%s" data-x1="%s" data-y0="%s" data-y1="%s"`, v(l.x.lo), v(l.x.hi), v(l.y.lo), v(l.y.hi))
	if l.x.log {
		s += ` data-logx="1"`
	}
	if l.y.log {
		s += ` data-logy="1"`
	}
	d := func(x vg.Length) string { return strconv.FormatFloat(math.Round(float64(x)*1000)/1000, 'f', -1, 64) }
	size := l.rect.Size()
	return s + fmt.Sprintf(` data-px="%s" data-py="%s" data-pw="%s" data-ph="%s"`,
		d(l.rect.Min.X), d(l.height-l.rect.Max.Y), d(size.X), d(size.Y))
}

// grid is a plot.Plotter: a pale line at every tick that has a word.
type grid struct {
	l *layout
	s surface
}

// Plot implements plot.Plotter.
func (g grid) Plot(c draw.Canvas, p *plot.Plot) {
	sty := draw.LineStyle{Color: Grid, Width: 1}
	var lines [][]vg.Point
	for _, t := range p.Y.Tick.Marker.Ticks(0, 0) {
		if y := c.Y(p.Y.Norm(t.Value)); t.Label != "" && !g.l.axes.HideY && c.ContainsY(y) && y > c.Min.Y+1 {
			lines = append(lines, []vg.Point{{X: c.Min.X, Y: y}, {X: c.Max.X, Y: y}})
		}
	}
	for _, t := range p.X.Tick.Marker.Ticks(0, 0) {
		if x := c.X(p.X.Norm(t.Value)); t.Label != "" && g.l.axes.Equal && !g.l.axes.HideX && c.ContainsX(x) && x > c.Min.X+1 {
			lines = append(lines, []vg.Point{{X: x, Y: c.Min.Y}, {X: x, Y: c.Max.Y}})
		}
	}
	var path vg.Path
	for _, l := range lines {
		path.Move(l[0])
		path.Line(l[1])
	}
	c.SetLineStyle(sty)
	if len(path) > 0 {
		g.s.Stroke(path)
	}
}
