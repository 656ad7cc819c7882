package plots

import (
	"image"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// surface is what figures are drawn on: a vg.Canvas with the few things that a figure
// needs and gonum's canvas does not know. svgCanvas and rasterCanvas implement it.
type surface interface {
	vg.Canvas

	// dots draws a Disc or a Box of the current colour and of the given width at every point.
	dots(pts []vg.Point, width vg.Length, m Marker)
	// words writes one line of text; at is on the baseline.
	words(w words, at vg.Point)
	// picture draws img over rect without smoothing. The class says what it is.
	picture(class string, rect vg.Rectangle, img image.Image)
	// open begins a group and end ends it. A raster has no groups.
	open(attr ...string)
	end()
	// touch calls draw and lets the pointer find, by the tag, what it draws.
	touch(draw func(), tag string)
}

// Align says which part of a text stands at its point.
type Align int

// The alignments.
const (
	Middle Align = iota
	Start
	End
)

// words is a line of text with its look.
type words struct {
	text  string
	size  vg.Length
	ink   Ink
	align Align
	halo  bool // a rim of paper around the letters, for text over data
}

// textSize is the size of all text but the numbers in small cells.
const textSize vg.Length = 12.5

// slack is how much wider the browser's font may be than Liberation Sans, with which
// everything is measured.
const slack = 1.09

// face returns the font that measures the text and writes it in rasters.
func face(size vg.Length) font.Face {
	return font.DefaultCache.Lookup(font.Font{Typeface: "Liberation", Variant: "Sans"}, size)
}

// textWidth returns the room that s takes, with slack for the browser's font.
func textWidth(s string, size vg.Length) vg.Length {
	big, small := face(size), face(size*scriptSize)
	var w vg.Length
	for _, r := range runs(s) {
		if r.rise == 0 {
			w += big.Width(r.text)
		} else {
			w += small.Width(r.text)
		}
	}
	return w * slack
}

// Superscripts and subscripts are set by moving small digits: half of the
// characters that Unicode has for them are missing in common fonts.
const scriptSize = 0.72

// run is a piece of text on one line: rise is 1 for a superscript, −1 for a subscript.
type run struct {
	text string
	rise int
}

// runs cuts s at its superscript and subscript characters.
func runs(s string) []run {
	var out []run
	for _, c := range s {
		plain, rise := script(c)
		if n := len(out); n > 0 && out[n-1].rise == rise {
			out[n-1].text += string(plain)
			continue
		}
		out = append(out, run{string(plain), rise})
	}
	return out
}

// script returns the character on the line for a raised or lowered one.
func script(c rune) (plain rune, rise int) {
	switch {
	case c >= '₀' && c <= '₉':
		return c - '₀' + '0', -1
	case c >= '⁴' && c <= '⁹':
		return c - '⁴' + '4', 1
	}
	switch c {
	case '⁰':
		return '0', 1
	case '¹':
		return '1', 1
	case '²':
		return '2', 1
	case '³':
		return '3', 1
	case '⁻':
		return '−', 1
	case 'ⁿ':
		return 'n', 1
	case 'ᵀ':
		return 'T', 1
	case 'ᵢ':
		return 'i', -1
	case 'ⱼ':
		return 'j', -1
	case 'ₖ':
		return 'k', -1
	case 'ₘ':
		return 'm', -1
	case 'ₙ':
		return 'n', -1
	}
	return c, 0
}

// typesetter is the text.Handler of gonum's axes: it hands whole strings with their
// anchor to the surface, where gonum's own would turn the anchor into an offset
// measured in the wrong font.
type typesetter struct {
	text.Plain
	to surface
}

func newTypesetter(to surface) typesetter {
	return typesetter{text.Plain{Fonts: font.DefaultCache}, to}
}

// Box implements text.Handler with slack in the width.
func (h typesetter) Box(txt string, f font.Font) (width, height, depth vg.Length) {
	e := h.Extents(f)
	return textWidth(txt, f.Size), e.Ascent, e.Descent
}

// Draw implements text.Handler for one unrotated line.
func (h typesetter) Draw(_ vg.Canvas, txt string, sty text.Style, pt vg.Point) {
	if strings.TrimSpace(txt) == "" {
		return
	}
	w := words{text: txt, size: sty.Font.Size, ink: shadeOf(sty.Color).ink, align: Start}
	switch {
	case sty.XAlign <= text.XRight:
		w.align = End
	case sty.XAlign <= text.XCenter:
		w.align = Middle
	}
	// The same place as text.Plain's, which sets the last line one size below its top.
	pt.Y += sty.Height(txt)*vg.Length(sty.YAlign) - h.Extents(sty.Font).Ascent + sty.Font.Size
	h.to.words(w, pt)
}
