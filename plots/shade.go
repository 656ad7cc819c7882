package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
)

// Shade is a function on a rectangular grid as a tinted map: Z[j][i] is its value at
// (X[i], Y[j]), X and Y ascend. What is below the middle of the levels has tones of Low, what is
// above it has tones of High, the stronger the farther from the middle. An even number of levels
// leaves the tone in the middle untinted.
//
// It belongs under everything else. The tones are pale enough for text, and for points in
// the same ink. A smooth function on 100×100 places takes some 10 KB of SVG; one that is as
// rough as its grid takes 30 times that.
type Shade struct {
	X, Y      []float64
	Z         [][]float64
	At        []float64 // levels between tones, ascending, at most 12
	Low, High Ink       // "" = C1 and C2
	LowName   string    // in the legend; "" = not there
	HighName  string
}

// shadeLevels is the largest number of levels: more tones than 7 on a side are not told apart.
const shadeLevels = 12

// The opacity in percent of the only tone of a side, of the palest of several and of the strongest.
const (
	shadeOnly    = 18
	shadePale    = 12
	shadePercent = 32
)

func (s Shade) check() error {
	if len(s.At) == 0 || len(s.At) > shadeLevels {
		return fmt.Errorf("shade: %d levels, want 1 to %d", len(s.At), shadeLevels)
	}
	if err := ascending("shade: levels", s.At); err != nil {
		return err
	}
	return lattice("shade", s.X, s.Y, s.Z)
}

func (s Shade) extent() extent { return around(s.X, s.Y) }

// draw lays the tones over one another: a region above a level holds those above higher
// levels. Neighbouring tones so have no seam, where two polygons side by side would.
func (s Shade) draw(p *pen) {
	g := newIsolines(p, s.X, s.Y, s.Z, true)
	p.open("class", "shade")
	tones := (len(s.At) + 1) / 2
	for k := range tones {
		s.fill(p, g, shade{s.High.or(C2), layerPercent(k, tones)}, s.At[len(s.At)/2+k], true)
		s.fill(p, g, shade{s.Low.or(C1), layerPercent(k, tones)}, s.At[(len(s.At)-1)/2-k], false)
	}
	p.end()
}

// fill lays one tone over all that is above a level, or below it. Outlines and holes run
// in opposite ways, so the rule of winding numbers fills what is between them.
func (s Shade) fill(p *pen, g *isolines, tone shade, at float64, above bool) {
	var path vg.Path
	for _, loop := range g.trace(at, above) {
		if inside := simplify(p.area.ClipPolygonXY(loop), 0.15); len(inside) > 2 {
			appendLine(&path, inside)
			path.Close()
		}
	}
	if len(path) > 0 {
		p.SetColor(tone)
		p.Fill(path)
	}
}

// tonePercent returns the opacity that tone k of n has on the paper, k = 0 next to the middle.
func tonePercent(k, n int) float64 {
	if n == 1 {
		return shadeOnly
	}
	return shadePale + (shadePercent-shadePale)*float64(k)/float64(n-1)
}

// layerPercent returns the opacity that tone k adds over tone k−1 to become tonePercent(k, n).
func layerPercent(k, n int) int {
	under := 0.0
	if k > 0 {
		under = tonePercent(k-1, n) / 100
	}
	return int(math.Round(100 * (1 - (1-tonePercent(k, n)/100)/(1-under))))
}

func (s Shade) keys() []key {
	tones := (len(s.At) + 1) / 2
	sample := func(ink Ink) func(*pen, vg.Point) {
		return boxSample(shade{ink, int(math.Round(tonePercent(tones-1, tones)))})
	}
	return []key{{name: s.LowName, sample: sample(s.Low.or(C1))}, {name: s.HighName, sample: sample(s.High.or(C2))}}
}
