package plots

import (
	"fmt"
	"image/color"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"
)

var inks = []Ink{C1, C2, C3, C4, C5, C6, C7, C8, Text, Muted, Accent, Grid, Paper}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b color.NRGBA) float64 {
	light := func(c color.NRGBA) float64 {
		f := func(v uint8) float64 {
			x := float64(v) / 255
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*f(c.R) + 0.7152*f(c.G) + 0.0722*f(c.B)
	}
	la, lb := light(a), light(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

// WCAG 1.4.3: text in every ink but the grid has a contrast of 4.5:1 on paper.
func TestContrast(t *testing.T) {
	for _, dark := range []bool{false, true} {
		for _, k := range inks {
			if k == Grid || k == Paper {
				continue
			}
			if c := contrast(k.rgb(dark), Paper.rgb(dark)); c < 4.5 {
				t.Errorf("%s dark=%v: contrast %.2f", k, dark, c)
			}
		}
		// Numbers stand on cells of full colour.
		for _, k := range []Ink{C1, C2} {
			if c := contrast(Text.rgb(dark), over(shade{k, heatPercent}.rgb(dark), Paper.rgb(dark))); c < 4.5 {
				t.Errorf("number on %s dark=%v: contrast %.2f", k, dark, c)
			}
		}
	}
}

func over(c, paper color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(c.A) + int(b)*(255-int(c.A))) / 255) }
	return color.NRGBA{mix(c.R, paper.R), mix(c.G, paper.G), mix(c.B, paper.B), 255}
}

// Two series that stand beside each other must differ for readers with
// protanopia and deuteranopia too (projection after Viénot, Brettel, Mollon,
// Color Research and Application 24, 1999, doi
// 10.1002/(SICI)1520-6378(199908)24:4<243::AID-COL5>3.0.CO;2-3).
func TestFirstInksForTheColourBlind(t *testing.T) {
	see := func(c color.NRGBA, protan bool) [3]float64 {
		lin := func(v uint8) float64 { return math.Pow(float64(v)/255, 2.2) }
		r, g, b := lin(c.R), lin(c.G), lin(c.B)
		if protan {
			rg := 0.11238*r + 0.88762*g
			return [3]float64{rg, rg, 0.00401*r - 0.00401*g + b}
		}
		rg := 0.29275*r + 0.70725*g
		return [3]float64{rg, rg, -0.02234*r + 0.02234*g + b}
	}
	for _, dark := range []bool{false, true} {
		for _, protan := range []bool{false, true} {
			a, b := see(C1.rgb(dark), protan), see(C2.rgb(dark), protan)
			if d := math.Hypot(a[0]-b[0], a[2]-b[2]); d < 0.2 {
				t.Errorf("c1 and c2 are %.2f apart (protan %v, dark %v)", d, protan, dark)
			}
		}
	}
}

// The palettes of StandaloneCSS are the inks of the PNG.
func TestPalettes(t *testing.T) {
	lightCSS, darkCSS, ok := strings.Cut(palettes, "@media")
	if !ok {
		t.Fatal("no dark palette")
	}
	for _, k := range inks {
		light, dark := k.hex()
		if want := fmt.Sprintf("--%s:#%06x", k, light); !strings.Contains(lightCSS, want) {
			t.Errorf("light palette: no %s", want)
		}
		if want := fmt.Sprintf("--%s:#%06x", k, dark); !strings.Contains(darkCSS, want) {
			t.Errorf("dark palette: no %s", want)
		}
	}
}

// static/css/figure.css begins with the rules that a stand-alone figure carries.
func TestStyleSheet(t *testing.T) {
	b, err := os.ReadFile("../static/css/figure.css")
	if err != nil {
		t.Fatal(err)
	}
	css := regexp.MustCompile(`(?s)/\*.*?\*/|\n`).ReplaceAllString(string(b), "")
	if !strings.HasPrefix(css, rules) {
		t.Error("figure.css does not begin with the rules of css.go")
	}
}
