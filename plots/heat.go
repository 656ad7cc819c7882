package plots

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"
)

// Heat is a matrix in colours, row 0 on top: C2 where it is positive, C1 where it is negative,
// paper at zero. It stands alone in its figure; of the axes it takes X, Y and Size.
//
// Up to 14 rows and columns it is drawn as cells, which can show their values; a larger
// matrix is one small raster.
type Heat struct {
	Values     [][]float64
	RowNames   []string // nil = numbers from 1
	ColNames   []string // nil = numbers from 1; also where names do not fit
	ShowValues bool     // print the values where at least 9 units of height fit
	Max        float64  // the value of full colour; 0 = the largest magnitude
}

const (
	heatCells   = 14 // the largest matrix drawn as cells
	heatPercent = 54 // opacity of full colour: text ink stays legible on it
)

func (h Heat) check() error {
	if len(h.Values) == 0 {
		return empty("heat map", "")
	}
	if err := columns("heat map", "", h.Values...); err != nil {
		return err
	}
	rows, cols := len(h.Values), len(h.Values[0])
	if h.RowNames != nil && len(h.RowNames) != rows || h.ColNames != nil && len(h.ColNames) != cols {
		return fmt.Errorf("heat map: names do not match %d×%d values", rows, cols)
	}
	return finite("heat map", "Max", h.Max)
}

func (h Heat) cells() (cols, rows int) { return len(h.Values[0]), len(h.Values) }
func (h Heat) coarse() bool            { return max(len(h.Values), len(h.Values[0])) <= heatCells }

func (h Heat) extent() extent {
	cols, rows := h.cells()
	return extent{span{0, float64(cols)}, span{0, float64(rows)}}
}

// frame puts names or numbers at the middles of the cells. The y axis runs downwards.
func (h Heat) frame(ax Axes) Axes {
	cols, rows := h.cells()
	out := Axes{
		X: ax.X, Y: ax.Y, Size: ax.Size, HideX: true, HideY: true,
		XMax: float64(cols), YMin: float64(rows), XTicks: cellTicks(cols, nil), YTicks: cellTicks(rows, nil),
	}
	if out.Size == Wide {
		out.Size = Square
	}
	names := h.ColNames
	room := 0.75 * out.Size.w() / vg.Length(cols)
	for _, n := range names {
		if textWidth(n, textSize)+5 > room {
			names = nil // numbers, which the rows repeat beside their names
		}
	}
	if names != nil {
		out.XTicks = cellTicks(cols, names)
	}
	if h.RowNames != nil {
		out.YTicks = cellTicks(rows, h.RowNames)
		for i := range out.YTicks {
			if names == nil && h.ColNames != nil {
				out.YTicks[i].Label += " " + strconv.Itoa(i+1)
			}
		}
	}
	return out
}

// cellTicks returns a tick at the middle of every cell, or of every fifth or tenth one
// where there are many; the words are numbers from 1 if there are no names.
func cellTicks(n int, names []string) []Tick {
	var ticks []Tick
	step := 1
	if n > heatCells {
		step = max(1, int(niceStep(float64(n), 5)))
	}
	for i := range n {
		t := Tick{At: float64(i) + 0.5}
		switch {
		case names != nil:
			t.Label = names[i]
		case step == 1 || (i+1)%step == 0 || i == 0:
			t.Label = strconv.Itoa(i + 1)
		default:
			continue
		}
		ticks = append(ticks, t)
	}
	return ticks
}

// limits returns the value of full colour and whether any value is negative.
func (h Heat) limits() (largest float64, signed bool) {
	for _, row := range h.Values {
		for _, v := range row {
			largest = math.Max(largest, math.Abs(v))
			signed = signed || v < 0
		}
	}
	if h.Max > 0 {
		largest = h.Max
	}
	if largest == 0 {
		largest = 1
	}
	return largest, signed
}

func (h Heat) draw(p *pen) {
	largest, _ := h.limits()
	if !h.coarse() {
		p.picture("raster", p.area.Rectangle, h.raster(largest))
	} else {
		h.fill(p, largest)
	}
	var frame vg.Path
	appendBox(&frame, p.area.Rectangle)
	p.line(shade{Muted, 100}, 1, Solid)
	p.Stroke(frame)
}

// fill draws the cells of one shade as one path, paler to stronger.
func (h Heat) fill(p *pen, largest float64) {
	const step = 2
	for _, ink := range []Ink{C1, C2} {
		var levels [heatPercent/step + 1]vg.Path
		for i, row := range h.Values {
			for j, v := range row {
				if (v > 0) == (ink == C2) {
					n := int(math.Round(math.Min(1, math.Abs(v)/largest) * heatPercent / step))
					p.box(&levels[n], float64(j), float64(i), float64(j+1), float64(i+1))
				}
			}
		}
		for n := 1; n < len(levels); n++ {
			if len(levels[n]) > 0 {
				p.SetColor(shade{ink, n * step})
				p.Fill(levels[n])
			}
		}
	}
}

// raster returns the matrix as a paletted image with an alpha channel: transparent at zero,
// so that the paper of either theme shows through.
func (h Heat) raster(largest float64) image.Image {
	const steps = 31
	palette := make(color.Palette, 0, 2*steps+1)
	for i := -steps; i <= steps; i++ {
		c := color.NRGBA{R: 0xd6, G: 0x66, B: 0x1e} // between the light and the dark C2
		if i < 0 {
			c = color.NRGBA{R: 0x2f, G: 0x8c, B: 0xc8} // and C1
		}
		c.A = uint8(255 * max(i, -i) / steps)
		palette = append(palette, c)
	}
	cols, rows := h.cells()
	img := image.NewPaletted(image.Rect(0, 0, cols, rows), palette)
	for i, row := range h.Values {
		for j, v := range row {
			n := math.Round(steps * math.Max(-1, math.Min(1, v/largest)))
			img.SetColorIndex(j, i, uint8(int(n)+steps))
		}
	}
	return img
}

// note prints the values, as large and as exact as all of them fit.
func (h Heat) note(p *pen) {
	if !h.ShowValues || !h.coarse() {
		return
	}
	cols, _ := h.cells()
	room := p.area.Size().X/vg.Length(cols) - 3
	size, places, ok := h.fits(room)
	if !ok {
		return
	}
	for i, row := range h.Values {
		for j, v := range row {
			at := p.at(float64(j)+0.5, float64(i)+0.5)
			at.Y -= size * 0.36
			p.words(words{text: Decimal(v, places), size: size, ink: Text}, at)
		}
	}
}

// fits chooses the size of the numbers and their decimal places.
func (h Heat) fits(room vg.Length) (size vg.Length, places int, ok bool) {
	largest, _ := h.limits()
	for places := 2; places >= 0; places-- {
		if places == 0 && largest < 10 || places > 0 && largest >= 1000 {
			continue
		}
		for _, size := range []vg.Length{textSize, 11, 10, 9} {
			if size <= room && h.widest(size, places) <= room {
				return size, places, true
			}
		}
	}
	return 0, 0, false
}

func (h Heat) widest(size vg.Length, places int) vg.Length {
	var w vg.Length
	for _, row := range h.Values {
		for _, v := range row {
			w = max(w, textWidth(Decimal(v, places), size))
		}
	}
	return w
}

// keys is the strip of colours.
func (h Heat) keys() []key {
	largest, signed := h.limits()
	full, name, first := heatPercent, "от 0 до "+short(largest), 0
	if !h.coarse() {
		full = 100
	}
	if signed {
		name, first = "от "+short(-largest)+" до "+short(largest), -6
	}
	const cell vg.Length = 7
	width := cell * vg.Length(7-first)
	return []key{{name: name, width: width, always: true, sample: func(p *pen, m vg.Point) {
		box := vg.Rectangle{Min: m.Sub(vg.Point{X: width / 2, Y: sampleHeight / 2}), Max: m.Add(vg.Point{X: width / 2, Y: sampleHeight / 2})}
		for i := first; i <= 6; i++ {
			ink := C2
			if i < 0 {
				ink = C1
			}
			if i != 0 {
				x := box.Min.X + cell*vg.Length(i-first)
				var path vg.Path
				appendBox(&path, vg.Rectangle{Min: vg.Point{X: x, Y: box.Min.Y}, Max: vg.Point{X: x + cell, Y: box.Max.Y}})
				p.SetColor(shade{ink, full * max(i, -i) / 6})
				p.Fill(path)
			}
		}
		var frame vg.Path
		appendBox(&frame, box)
		p.line(shade{Muted, 100}, 1, Solid)
		p.Stroke(frame)
	}}}
}
