package plots

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// Images is rows of small grey pictures with a caption before each row. It stands alone in
// its figure; of the axes it takes X, Y and Size.
type Images struct {
	Cols int     // pixels in a line of a picture; its height follows from its length
	Max  float64 // the value of full ink; zero is paper, what lies outside is cut
	Rows []ImageRow
}

// ImageRow is a row of pictures, each with its pixels line by line from the top.
type ImageRow struct {
	Caption  string
	Pictures [][]float64
}

// pictureGap is the part of a cell left free on every side of a picture.
const pictureGap = 0.05

func (m Images) check() error {
	if len(m.Rows) == 0 || len(m.Rows[0].Pictures) == 0 || len(m.Rows[0].Pictures[0]) == 0 {
		return empty("images", "")
	}
	if m.Cols < 1 || !(m.Max > 0) || math.IsInf(m.Max, 0) {
		return fmt.Errorf("images: %d columns, full ink at %v", m.Cols, m.Max)
	}
	count, pixels := len(m.Rows[0].Pictures), len(m.Rows[0].Pictures[0])
	for _, r := range m.Rows {
		if len(r.Pictures) != count {
			return fmt.Errorf("images %q: %d pictures beside %d", r.Caption, len(r.Pictures), count)
		}
		for _, pic := range r.Pictures {
			if len(pic) != pixels || pixels%m.Cols != 0 {
				return fmt.Errorf("images %q: a picture of %d pixels", r.Caption, len(pic))
			}
			if err := finite("images", r.Caption, pic...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m Images) cells() (cols, rows int) { return len(m.Rows[0].Pictures), len(m.Rows) }

func (m Images) extent() extent {
	cols, rows := m.cells()
	return extent{span{0, float64(cols)}, span{0, float64(rows)}}
}

func (m Images) frame(ax Axes) Axes {
	cols, rows := m.cells()
	out := Axes{
		X: ax.X, Y: ax.Y, Size: ax.Size, HideX: true, HideY: true,
		XMax: float64(cols), YMin: float64(rows), YTicks: []Tick{},
	}
	for i, r := range m.Rows {
		out.YTicks = append(out.YTicks, Tick{float64(i) + 0.5, r.Caption})
	}
	return out
}

func (m Images) keys() []key { return nil }

func (m Images) draw(p *pen) {
	var frames vg.Path
	for i, r := range m.Rows {
		for j, pic := range r.Pictures {
			x, y := float64(j), float64(i)
			box := vg.Rectangle{Min: p.at(x+pictureGap, y+1-pictureGap), Max: p.at(x+1-pictureGap, y+pictureGap)}
			p.picture("digit", box, m.grey(pic))
			appendBox(&frames, box)
		}
	}
	p.line(shade{Grid, 100}, 1, Solid)
	p.Stroke(frames)
}

// grey returns a picture in 16 levels from white to black, half a byte for a pixel. The dark page turns it over.
func (m Images) grey(pic []float64) image.Image {
	const steps = 15
	palette := make(color.Palette, steps+1)
	for i := range palette {
		palette[i] = color.Gray{Y: uint8(255 - 255*i/steps)}
	}
	img := image.NewPaletted(image.Rect(0, 0, m.Cols, len(pic)/m.Cols), palette)
	for i, v := range pic {
		ink := math.Max(0, math.Min(1, v/m.Max))
		img.SetColorIndex(i%m.Cols, i/m.Cols, uint8(math.Round(ink*steps)))
	}
	return img
}
