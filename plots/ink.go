package plots

import (
	"image/color"

	"gonum.org/v1/plot/vg"
)

// Ink is a colour by its role. It is the name of a CSS variable (c1 is --c1); as a
// color.Color it has the value of the light palette.
//
// The series colours are those of Okabe and Ito, told apart by colour-blind readers
// (https://jfly.uni-koeln.de/color/), darkened for paper and lightened for the
// dark page until text in them has a contrast of 4.5:1.
type Ink string

// The inks. C1 to C8 are for series, Text for words, Muted for axes and what stands
// back, Accent for the one thing that the reader moves.
const (
	C1     Ink = "c1"
	C2     Ink = "c2"
	C3     Ink = "c3"
	C4     Ink = "c4"
	C5     Ink = "c5"
	C6     Ink = "c6"
	C7     Ink = "c7"
	C8     Ink = "c8"
	Text   Ink = "ink"
	Muted  Ink = "muted"
	Accent Ink = "accent"
	Grid   Ink = "grid"
	Paper  Ink = "paper"
)

// Dash is the pattern of a line.
type Dash int

// The dash patterns.
const (
	Solid Dash = iota
	Dashed
	Dotted
	DashDot
)

// Width is the weight of a line: Regular is 2 units, Thin 1.2, Thick 3.2.
type Width int

// The weights of lines.
const (
	Regular Width = iota
	Thin
	Thick
)

// SeriesInk returns the colour of series i, c1 to c8 round and round.
func SeriesInk(i int) Ink {
	return []Ink{C1, C2, C3, C4, C5, C6, C7, C8}[i%8]
}

// SeriesDash returns the dash pattern of series i, so that series differ by more than colour.
func SeriesDash(i int) Dash { return Dash(i % 4) }

// hex gives the light and the dark value of an ink; the values of StandaloneCSS are
// the same, and a test compares them.
func (k Ink) hex() (light, dark uint32) {
	switch k {
	case C1:
		return 0x0069a8, 0x5aaee6
	case C2:
		return 0xb84a00, 0xf58a4b
	case C3:
		return 0x007a5a, 0x35c79c
	case C4:
		return 0xa8447f, 0xe69ac4
	case C5:
		return 0x8a5a00, 0xf0b440
	case C6:
		return 0x1f76ab, 0x9bd3f5
	case C7:
		return 0x6e6400, 0xe8dd55
	case C8:
		return 0x565656, 0xb4b4b4
	case Muted:
		return 0x66625a, 0xa8a397
	case Accent:
		return 0xa3123a, 0xff8fa3
	case Grid:
		return 0xe6e2d7, 0x33322e
	case Paper:
		return 0xfcfbf7, 0x191917
	}
	return 0x1f1e1b, 0xe9e6dd
}

// rgb returns the value of the ink in the light or in the dark palette.
func (k Ink) rgb(dark bool) color.NRGBA {
	v, d := k.hex()
	if dark {
		v = d
	}
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

// RGBA implements color.Color with the light palette.
func (k Ink) RGBA() (r, g, b, a uint32) { return k.rgb(false).RGBA() }

// or returns k, or the given ink where the caller left it empty.
func (k Ink) or(other Ink) Ink {
	if k == "" {
		return other
	}
	return k
}

// shade is an ink laid on thinly: percent is its opacity.
type shade struct {
	ink     Ink
	percent int
}

// RGBA implements color.Color with the light palette.
func (s shade) RGBA() (r, g, b, a uint32) { return s.rgb(false).RGBA() }

func (s shade) rgb(dark bool) color.NRGBA {
	c := s.ink.rgb(dark)
	c.A = uint8(255 * s.percent / 100)
	return c
}

// shadeOf names any colour that reaches a canvas of this package. Colours that are
// not inks come only from gonum's own defaults and become text ink.
func shadeOf(c color.Color) shade {
	switch c := c.(type) {
	case Ink:
		return shade{c, 100}
	case shade:
		return c
	}
	return shade{Text, 100}
}

// pattern returns the dashes of d as lengths of dash and gap, measured
// between the centres of round caps.
func (d Dash) pattern() []vg.Length {
	switch d {
	case Dashed:
		return []vg.Length{6, 5}
	case Dotted:
		return []vg.Length{0.1, 4.5}
	case DashDot:
		return []vg.Length{8, 5, 0.1, 5}
	}
	return nil
}

// length returns the weight of the line in units.
func (w Width) length() vg.Length {
	switch w {
	case Thin:
		return 1.2
	case Thick:
		return 3.2
	}
	return 2
}
