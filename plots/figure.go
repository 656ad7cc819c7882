package plots

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Layer is one kind of mark with its data. The layers are the structs of this package.
type Layer interface {
	// check reports empty, ragged and non-finite data.
	check() error
	// extent returns the rectangle of data that has to be seen.
	extent() extent
	// draw puts the marks on the plot area.
	draw(p *pen)
	// keys returns the entries of the legend.
	keys() []key
}

// noted is a layer that also writes words over the marks.
type noted interface{ note(p *pen) }

// unready is a layer that is worked out before it is drawn.
type unready interface{ ready() Layer }

// framed is a layer that makes the axes itself and stands alone in its figure.
type framed interface{ frame(ax Axes) Axes }

// celled is a framed layer of squares.
type celled interface {
	framed
	// cells returns the columns and rows of squares that the plot area holds.
	cells() (cols, rows int)
}

// Figure is a checked figure, ready to be drawn any number of times.
type Figure struct {
	axes   Axes
	x, y   scale
	layers []Layer
}

// New checks the layers and fixes the ranges of the axes. Layers are drawn in
// the order given, the last on top.
//
// It returns an error if there is no layer, if a layer is empty, if its slices differ in
// length, if a number is NaN or infinite, or if a log axis has nothing positive to show.
func New(ax Axes, layers ...Layer) (*Figure, error) {
	if len(layers) == 0 {
		return nil, errors.New("plots: a figure without layers")
	}
	var xs, ys []float64
	layers = slices.Clone(layers)
	for i, l := range layers {
		if err := l.check(); err != nil {
			return nil, fmt.Errorf("plots: %w", err)
		}
		if u, ok := l.(unready); ok {
			l = u.ready()
			layers[i] = l
		}
		if e := l.extent(); !e.x.empty() {
			xs = append(xs, e.x.lo, e.x.hi)
		}
		if e := l.extent(); !e.y.empty() {
			ys = append(ys, e.y.lo, e.y.hi)
		}
		if f, ok := l.(framed); ok {
			if len(layers) > 1 {
				return nil, errors.New("plots: a heat map, pictures or a graph must stand alone")
			}
			ax = f.frame(ax)
		}
	}
	f := &Figure{axes: ax, layers: layers}
	var okX, okY bool
	f.x, okX = fit(ax.XMin, ax.XMax, ax.LogX, xs)
	f.y, okY = fit(ax.YMin, ax.YMax, ax.LogY, ys)
	if !okX || !okY {
		return nil, errors.New("plots: an axis without a range")
	}
	return f, nil
}

// SVG returns the figure for the inside of a page: no prolog, no styles, classes of
// static/css/figure.css. The ids in it are id-t and id-d. Equal figures give equal bytes.
//
// The root carries the map from data to the viewBox: the plot rectangle data-px,
// data-py, data-pw, data-ph, the values data-x0 and data-x1 at its left and right, data-y0 and
// data-y1 at its BOTTOM and TOP, data-logx and data-logy where the axis is logarithmic.
func (f *Figure) SVG(id, title, desc string) []byte {
	return f.svg(id, title, desc, "", "")
}

// StandaloneSVG returns the figure as a file of its own, light or dark as its reader
// prefers. Its only style is StandaloneCSS.
func (f *Figure) StandaloneSVG(title, desc string) []byte {
	return f.svg("fig", title, desc, ` xmlns="http://www.w3.org/2000/svg"`, "<style>"+StandaloneCSS+"</style>")
}

func (f *Figure) svg(id, title, desc, xmlns, style string) []byte {
	l := f.layout()
	c := newSVG(l.height)
	f.paint(c, l)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg%s class="%s" viewBox="0 0 %s %s"`, xmlns, l.class(), num(l.width), num(l.height))
	if xmlns != "" {
		fmt.Fprintf(&b, ` width="%s" height="%s"`, num(2*l.width), num(2*l.height))
	}
	id = escape(id)
	fmt.Fprintf(&b, ` role="img" aria-labelledby="%s-t %s-d" font-size="%s"`, id, id, num(textSize))
	b.WriteString(l.mapping())
	fmt.Fprintf(&b, `><title id="%s-t">%s</title><desc id="%s-d">%s</desc>%s`, id, escape(title), id, escape(desc), style)
	b.Write(c.buf.Bytes())
	b.WriteString("</svg>")
	return b.Bytes()
}

// PNG returns the figure as pixels, two for a unit, in the light or the dark palette.
func (f *Figure) PNG(dark bool) ([]byte, error) {
	l := f.layout()
	c := newRaster(l.width, l.height, dark)
	f.paint(c, l)
	var b bytes.Buffer
	if err := png.Encode(&b, c.Image()); err != nil {
		return nil, fmt.Errorf("plots: encode the figure: %w", err)
	}
	return b.Bytes(), nil
}

// paint draws the frame, the marks and the words over them.
func (f *Figure) paint(s surface, l layout) {
	s.open("class", "frame")
	l.plot(s).Draw(l.canvas(s))
	if f.axes.Y != "" {
		s.words(words{text: f.axes.Y, size: textSize, ink: Text, align: Start}, l.yLabel)
	}
	if f.axes.X != "" {
		s.words(words{text: f.axes.X, size: textSize, ink: Text}, l.xLabel())
	}
	p := &pen{surface: s, area: draw.Canvas{Canvas: s, Rectangle: l.rect}, x: l.x, y: l.y}
	l.legend.draw(p)
	s.end()

	if c, ok := s.(*svgCanvas); ok {
		// A nested svg, so that a script can lift the marks out whole, rescale
		// them by a new viewBox and lay them grey behind the next ones.
		x, y, w, h := num(l.rect.Min.X-bleed), num(l.height-l.rect.Max.Y-bleed),
			num(l.rect.Size().X+2*bleed), num(l.rect.Size().Y+2*bleed)
		fmt.Fprintf(&c.buf, `<svg class="marks" x="%s" y="%s" width="%s" height="%s" viewBox="%s %s %s %s" preserveAspectRatio="none">`,
			x, y, w, h, x, y, w, h)
		defer func() { c.buf.WriteString("</g>") }()
	}
	f.marks(s, p)
	if c, ok := s.(*svgCanvas); ok {
		c.buf.WriteString(`</svg><g class="labels">`)
	}
	for _, w := range p.later {
		p.words(w.words, w.at)
	}
	for _, layer := range f.layers {
		if n, ok := layer.(noted); ok {
			n.note(p)
		}
	}
}

// marks draws the layers, below them what the pointer finds.
func (f *Figure) marks(s surface, p *pen) {
	c, ok := s.(*svgCanvas)
	start := 0
	if ok {
		start = c.buf.Len()
	}
	for _, layer := range f.layers {
		layer.draw(p)
	}
	if ok && len(c.hits) > 0 {
		drawn := bytes.Clone(c.buf.Bytes()[start:])
		c.buf.Truncate(start)
		c.writeHits()
		c.buf.Write(drawn)
	}
}

// bleed is how far marks may stand out of the plot rectangle: half a stroke, half a disc.
const bleed vg.Length = 4
