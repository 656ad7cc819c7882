package plots

import "gonum.org/v1/plot/vg"

// Size is the shape of a figure. Every figure is 400 units wide.
type Size int

// The shapes; the zero Size is Wide.
const (
	Wide   Size = iota // 400×230
	Short              // 400×185
	Tall               // 400×320
	Square             // 400×400
)

func (s Size) w() vg.Length { return 400 }

func (s Size) h() vg.Length {
	switch s {
	case Short:
		return 185
	case Tall:
		return 320
	case Square:
		return 400
	}
	return 230
}

// Axes describes the frame of a figure. Labels are plain Unicode; the label of the
// y axis stands horizontally above it, where it is read without turning the head.
type Axes struct {
	X, Y       string
	XMin, XMax float64 // ends of the x axis; both 0 = from the data, padded
	YMin, YMax float64 // ends of the y axis; both 0 = from the data, padded
	LogX, LogY bool
	Equal      bool   // one scale on both axes; the shorter range is widened to fit
	XTicks     []Tick // nil = round numbers
	YTicks     []Tick
	HideX      bool // no axis line and no ticks; labels of XTicks stay
	HideY      bool
	Size       Size // zero = Wide

	width, height vg.Length // of a layer that makes its own size; 0 = that of Size
}

func (a Axes) w() vg.Length { return max(a.width, a.Size.w()) }

func (a Axes) h() vg.Length {
	if a.height > 0 {
		return a.height
	}
	return a.Size.h()
}
