package plots

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// svgCanvas is a vg.Canvas that writes SVG with classes in the place of colours, widths
// and dashes. Opacity is an attribute, which a style sheet can still override.
type svgCanvas struct {
	buf    bytes.Buffer
	height vg.Length
	pen    svgPen
	stack  []svgPen
	hits   []hit              // what the pointer finds, see Tagged
	tag    int                // the hit that is being drawn, −1 for none
	zip    *png.EncoderBuffer // kept between the pictures of one figure
}

// Get and Put implement png.EncoderBufferPool: sixteen digits need one compressor.
func (c *svgCanvas) Get() *png.EncoderBuffer  { return c.zip }
func (c *svgCanvas) Put(b *png.EncoderBuffer) { c.zip = b }

// svgPen is the state that Push saves.
type svgPen struct {
	shade  shade
	width  vg.Length
	dash   Dash
	groups int // transforms opened since Push
}

var _ surface = (*svgCanvas)(nil)

func newSVG(height vg.Length) *svgCanvas {
	return &svgCanvas{height: height, tag: -1, pen: svgPen{shade: shade{Text, 100}, width: 1}}
}

func (c *svgCanvas) SetLineWidth(w vg.Length) { c.pen.width = w }
func (c *svgCanvas) SetColor(clr color.Color) { c.pen.shade = shadeOf(clr) }

// SetLineDash keeps the pattern of this package that has as many lengths, and as long a first dash.
func (c *svgCanvas) SetLineDash(pattern []vg.Length, _ vg.Length) {
	c.pen.dash = Solid
	for _, d := range []Dash{Dashed, Dotted, DashDot} {
		if p := d.pattern(); len(p) == len(pattern) && p[0] == pattern[0] {
			c.pen.dash = d
		}
	}
}

func (c *svgCanvas) transform(s string) {
	c.pen.groups++
	fmt.Fprintf(&c.buf, `<g transform="%s">`, s)
}

// Rotate turns about the origin, which vg has at the bottom left.
func (c *svgCanvas) Rotate(rad float64) {
	c.transform(fmt.Sprintf("rotate(%.3f 0 %s)", -rad*180/math.Pi, num(c.height)))
}

func (c *svgCanvas) Translate(pt vg.Point) {
	c.transform(fmt.Sprintf("translate(%s %s)", num(pt.X), num(-pt.Y)))
}

func (c *svgCanvas) Scale(x, y float64) {
	h := num(c.height)
	c.transform(fmt.Sprintf("translate(0 %s)scale(%.4g %.4g)translate(0 -%s)", h, x, y, h))
}

func (c *svgCanvas) Push() {
	c.stack = append(c.stack, c.pen)
	c.pen.groups = 0
}

func (c *svgCanvas) Pop() {
	for range c.pen.groups {
		c.buf.WriteString("</g>")
	}
	c.pen = c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
}

func (c *svgCanvas) Stroke(p vg.Path) {
	if c.pen.width > 0 {
		d := trace(p, c.height)
		c.touched(d, p)
		c.stroke(d, c.pen.width, "")
	}
}

func (c *svgCanvas) stroke(d []byte, width vg.Length, class string) {
	if len(d) == 0 {
		return
	}
	fmt.Fprintf(&c.buf, `<path class="s-%s %s%s`, c.pen.shade.ink, widthClass(width), class)
	if c.pen.dash != Solid {
		fmt.Fprintf(&c.buf, " d-%d", int(c.pen.dash))
	}
	fmt.Fprintf(&c.buf, `"%s d="%s"/>`, c.opacity("stroke"), d)
}

func (c *svgCanvas) Fill(p vg.Path) {
	d := trace(p, c.height)
	c.touched(d, p)
	fmt.Fprintf(&c.buf, `<path class="f-%s"%s d="%s"/>`, c.pen.shade.ink, c.opacity("fill"), d)
}

// dots are subpaths of no length: their caps are all that is seen.
func (c *svgCanvas) dots(pts []vg.Point, width vg.Length, m Marker) {
	t := tracer{height: c.height}
	for _, p := range pts {
		t.dot(p)
	}
	class := ""
	if m == Box {
		class = " k-s"
	}
	c.touched(t.buf, nil)
	c.stroke(t.buf, width, class)
}

// opacity returns the attribute for a thin shade.
func (c *svgCanvas) opacity(what string) string {
	if c.pen.shade.percent >= 100 {
		return ""
	}
	return fmt.Sprintf(` %s-opacity="%s"`, what,
		strings.TrimPrefix(strconv.FormatFloat(float64(c.pen.shade.percent)/100, 'f', -1, 64), "0"))
}

// FillString implements vg.Canvas; figures write through words.
func (c *svgCanvas) FillString(f font.Face, pt vg.Point, s string) {
	c.words(words{text: s, size: f.Font.Size, ink: c.pen.shade.ink, align: Start}, pt)
}

func (c *svgCanvas) words(w words, at vg.Point) {
	fmt.Fprintf(&c.buf, `<text class="t-%s f-%s`, [...]string{"m", "s", "e"}[w.align], w.ink)
	if w.halo {
		c.buf.WriteString(" t-h")
	}
	fmt.Fprintf(&c.buf, `" x="%s" y="%s"`, num(at.X), num(c.height-at.Y))
	if w.size != textSize {
		fmt.Fprintf(&c.buf, ` font-size="%s"`, num(w.size))
	}
	c.buf.WriteByte('>')
	risen := 0
	for _, r := range runs(w.text) {
		dy := float64(w.size) * 0.3 * float64(risen-r.rise)
		risen = r.rise
		if r.rise == 0 && dy == 0 {
			c.buf.WriteString(escape(r.text))
			continue
		}
		fmt.Fprintf(&c.buf, `<tspan dy="%s"`, num(vg.Length(dy)))
		if r.rise != 0 {
			fmt.Fprintf(&c.buf, ` font-size="%s"`, num(w.size*scriptSize))
		}
		fmt.Fprintf(&c.buf, `>%s</tspan>`, escape(r.text))
	}
	c.buf.WriteString("</text>")
}

// DrawImage implements vg.Canvas.
func (c *svgCanvas) DrawImage(rect vg.Rectangle, img image.Image) { c.picture("raster", rect, img) }

// picture embeds img as a PNG. Without preserveAspectRatio="none" a browser would keep the
// shape of the pixels, and the picture would not line up with its axes.
func (c *svgCanvas) picture(class string, rect vg.Rectangle, img image.Image) {
	fmt.Fprintf(&c.buf, `<image class="%s" x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:image/png;base64,`,
		class, num(rect.Min.X), num(c.height-rect.Max.Y), num(rect.Size().X), num(rect.Size().Y))
	e := base64.NewEncoder(base64.StdEncoding, &c.buf)
	enc := png.Encoder{CompressionLevel: png.BestCompression, BufferPool: c}
	if err := enc.Encode(e, img); err != nil {
		panic(fmt.Errorf("plots: encode a picture: %w", err)) // only an image without pixels fails
	}
	e.Close()
	c.buf.WriteString(`"/>`)
}

// open begins a g with attributes given as name, value, name, value.
func (c *svgCanvas) open(attr ...string) {
	c.buf.WriteString("<g")
	for i := 0; i+1 < len(attr); i += 2 {
		fmt.Fprintf(&c.buf, ` %s="%s"`, attr[i], escape(attr[i+1]))
	}
	c.buf.WriteByte('>')
}

func (c *svgCanvas) end() { c.buf.WriteString("</g>") }

// widthClass returns the class of the nearest width that the style sheet has, in tenths.
func widthClass(w vg.Length) string {
	best := 10
	for _, t := range []int{12, 16, 20, 25, 30, 32, 35, 40, 50, 60, 70, 80, 90, 100, 120} {
		if math.Abs(float64(t)-10*float64(w)) < math.Abs(float64(best)-10*float64(w)) {
			best = t
		}
	}
	return "w-" + strconv.Itoa(best)
}

// num writes a length to a tenth of a unit.
func num(v vg.Length) string {
	return string(appendTenths(nil, int(math.Round(float64(v)*10))))
}

// escape makes s safe as text and as an attribute, whatever a reader's own table
// had in its header.
func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a Builder does not fail
	}
	return b.String()
}
