package plots

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// rasterDPI makes a unit of the viewBox two pixels.
const rasterDPI = 144

// rasterCanvas draws the same figure as pixels, inks taken from one palette.
type rasterCanvas struct {
	*vgimg.Canvas
	dark  bool
	shade shade
	width vg.Length
}

var _ surface = (*rasterCanvas)(nil)

func newRaster(w, h vg.Length, dark bool) *rasterCanvas {
	return &rasterCanvas{
		Canvas: vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(rasterDPI), vgimg.UseBackgroundColor(Paper.rgb(dark))),
		dark:   dark,
	}
}

func (c *rasterCanvas) SetColor(clr color.Color) {
	c.shade = shadeOf(clr)
	c.Canvas.SetColor(c.shade.rgb(c.dark))
}

func (c *rasterCanvas) SetLineWidth(w vg.Length) {
	c.width = w
	c.Canvas.SetLineWidth(w)
}

// SetLineDash lengthens the dashes by the round caps that vgimg cannot draw.
func (c *rasterCanvas) SetLineDash(pattern []vg.Length, offset vg.Length) {
	out := make([]vg.Length, len(pattern))
	for i, l := range pattern {
		if i%2 == 0 {
			out[i] = l + c.width*0.8
		} else {
			out[i] = max(l-c.width*0.8, 1)
		}
	}
	c.Canvas.SetLineDash(out, offset)
}

func (c *rasterCanvas) dots(pts []vg.Point, width vg.Length, m Marker) {
	half := vg.Point{X: width / 2, Y: width / 2}
	for _, p := range pts {
		path := circle(p, width/2)
		if m == Box {
			path = nil
			appendBox(&path, vg.Rectangle{Min: p.Sub(half), Max: p.Add(half)})
		}
		c.Fill(path)
	}
}

// circle returns the path of a circle.
func circle(centre vg.Point, radius vg.Length) vg.Path {
	var path vg.Path
	path.Move(vg.Point{X: centre.X + radius, Y: centre.Y})
	path.Arc(centre, radius, 0, 2*math.Pi)
	path.Close()
	return path
}

func (c *rasterCanvas) words(w words, at vg.Point) {
	wide := textWidth(w.text, w.size) / slack
	switch w.align {
	case Middle:
		at.X -= wide / 2
	case End:
		at.X -= wide
	}
	if w.halo {
		c.SetColor(Paper)
		for i := range 8 {
			sin, cos := math.Sincos(float64(i) * math.Pi / 4)
			c.line(w, at.Add(vg.Point{X: vg.Length(1.5 * cos), Y: vg.Length(1.5 * sin)}))
		}
	}
	c.SetColor(w.ink)
	c.line(w, at)
}

// line writes the runs of w from left to right in the current colour.
func (c *rasterCanvas) line(w words, at vg.Point) {
	for _, r := range runs(w.text) {
		size := w.size
		if r.rise != 0 {
			size *= scriptSize
		}
		f := face(size)
		c.FillString(f, vg.Point{X: at.X, Y: at.Y + w.size*0.3*vg.Length(r.rise)}, r.text)
		at.X += f.Width(r.text)
	}
}

// picture enlarges img by whole pixels, since vgimg would smooth it, and turns the
// grey pictures over on the dark page as the style sheet does.
func (c *rasterCanvas) picture(class string, rect vg.Rectangle, img image.Image) {
	w := max(1, int(math.Round(rect.Size().X.Dots(rasterDPI))))
	h := max(1, int(math.Round(rect.Size().Y.Dots(rasterDPI))))
	b := img.Bounds()
	small := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(small, small.Bounds(), img, b.Min, draw.Src)
	big := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p := small.NRGBAAt(x*b.Dx()/w, y*b.Dy()/h)
			if class == "digit" && c.dark {
				p.R, p.G, p.B = 255-p.R, 255-p.G, 255-p.B
			}
			big.SetNRGBA(x, y, p)
		}
	}
	c.DrawImage(rect, big)
}

func (c *rasterCanvas) open(...string) {}
func (c *rasterCanvas) end()           {}
