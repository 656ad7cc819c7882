package plots

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// Grids that are no grids are refused, and the message says why.
func TestSurfaceRefusals(t *testing.T) {
	two, flat := []float64{1, 2}, [][]float64{{1, 2}, {3, 4}}
	level := []Contour{{At: 1}}
	for _, c := range []struct {
		layer Layer
		want  string
	}{
		{Contours{X: two, Y: two, Z: flat}, "contours without levels"},
		{Contours{X: two, Y: two, Z: flat, Levels: []Contour{{At: math.NaN(), Name: "а"}}}, `contour "а": number 0 is NaN`},
		{Contours{X: two[:1], Y: two, Z: flat, Levels: level}, "a grid of 1×2"},
		{Contours{X: []float64{2, 2}, Y: two, Z: flat, Levels: level}, "2 does not rise after 2"},
		{Contours{X: two, Y: []float64{1, math.NaN()}, Z: flat, Levels: level}, "NaN"},
		{Contours{X: two, Y: two, Z: flat[:1], Levels: level}, "1 rows of values on a grid of 2×2"},
		{Contours{X: two, Y: two, Z: [][]float64{two, {1}}, Levels: level}, "columns of 2 and 1"},
		{Contours{X: two, Y: two, Z: [][]float64{two, {1, math.Inf(1)}}, Levels: level}, "number 1 is +Inf"},
		{Shade{X: two, Y: two, Z: flat}, "0 levels, want 1 to 12"},
		{Shade{X: two, Y: two, Z: flat, At: places(13, 0, 1)}, "13 levels"},
		{Shade{X: two, Y: two, Z: flat, At: []float64{1, 0}}, "0 does not rise after 1"},
		{Shade{X: two, Y: two, Z: [][]float64{two, {1, math.NaN()}}, At: two}, "number 1 is NaN"},
	} {
		if _, err := New(Axes{}, c.layer); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%#v: %v, want %q", c.layer, err, c.want)
		}
	}
}

// Tones laid over one another have together the opacity of the last: 1 − Π(1 − aₖ).
func TestTones(t *testing.T) {
	for n := 1; n <= shadeLevels/2+1; n++ {
		clear, last := 1.0, 0.0
		for k := range n {
			a := layerPercent(k, n)
			clear *= 1 - float64(a)/100
			if got := 100 * (1 - clear); a < 2 || math.Abs(got-tonePercent(k, n)) > 2 || got <= last {
				t.Errorf("tone %d of %d: %.1f %% after %.1f %%, want %.1f %%", k+1, n, got, last, tonePercent(k, n))
			}
			last = 100 * (1 - clear)
		}
	}
}

// Words keep a contrast of 5.5:1 on the strongest tone of any ink and 7:1 on the usual two, points of
// the same ink 3:1.
func TestContrastOnShade(t *testing.T) {
	for _, dark := range []bool{false, true} {
		for _, k := range []Ink{C1, C2, C3, C4, C5, C6, C7, C8, Muted} {
			ground := over(shade{k, shadePercent}.rgb(dark), Paper.rgb(dark))
			want := 5.5
			if k == C1 || k == C2 {
				want = 7
			}
			if c := contrast(Text.rgb(dark), ground); c < want {
				t.Errorf("words on %s dark=%v: contrast %.2f", k, dark, c)
			}
			if c := contrast(k.rgb(dark), ground); c < 3 {
				t.Errorf("%s on its tone, dark=%v: contrast %.2f", k, dark, c)
			}
		}
	}
}

// The middle tone of an even number of levels is paper; an odd number leaves none untinted.
func TestShadeSides(t *testing.T) {
	x := places(11, -5, 5)
	z := Sample(x, x, func(a, _ float64) float64 { return a })
	for _, c := range []struct {
		at        []float64
		low, high string // the edge of the innermost tone: an x of the data
	}{
		{[]float64{0}, "0", "0"}, {[]float64{-2, 2}, "-2", "2"}, {[]float64{-2, 0, 2}, "0", "0"}, {[]float64{1, 2, 3, 4}, "2", "3"},
	} {
		f, err := New(Axes{XMin: -5, XMax: 5, YMin: -5, YMax: 5}, Shade{X: x, Y: x, Z: z, At: c.at})
		if err != nil {
			t.Fatal(err)
		}
		l := f.layout()
		p := &pen{surface: newSVG(l.height), x: l.x, y: l.y}
		p.area.Rectangle = l.rect
		f.layers[0].draw(p)
		svg := p.surface.(*svgCanvas).buf.String()
		if n := strings.Count(svg, "<path"); n != (len(c.at)+1)/2*2 {
			t.Errorf("%v: %d tones", c.at, n)
		}
		for i, edge := range []string{c.high, c.low} { // in the order of drawing
			var at float64
			if _, err := fmt.Sscan(edge, &at); err != nil {
				t.Fatal(err)
			}
			first := strings.Split(svg, "<path")[1+i]
			lo, hi := widthOf(t, first)
			x := float64(p.at(at, 0).X)
			if inner := []float64{lo, hi}[i]; math.Abs(inner-x) > 0.06 {
				t.Errorf("%v: an innermost tone has its edge at %v, want %v", c.at, inner, x)
			}
		}
	}
}

// widthOf returns the least and the largest x of a rectangle drawn as a path.
func widthOf(t *testing.T, path string) (lo, hi float64) {
	t.Helper()
	_, d, _ := strings.Cut(path, ` d="m`)
	var x, y, dx float64
	if _, err := fmt.Sscan(strings.NewReplacer("h", " ", "v", " ").Replace(d), &x, &y, &dx); err != nil {
		t.Fatalf("%v in %s", err, d)
	}
	if !strings.Contains(d, "h") {
		t.Fatalf("no rectangle: %s", d)
	}
	return math.Min(x, x+dx), math.Max(x, x+dx)
}

// A grid that is larger than the plot is cut at its edge.
func TestSurfacesStayInside(t *testing.T) {
	x := places(50, -3, 3)
	z := Sample(x, x, func(a, b float64) float64 { return a*a - b*b })
	f, err := New(Axes{XMin: -1, XMax: 2, YMin: -2, YMax: 1}, Shade{X: x, Y: x, Z: z, At: []float64{-1, 0, 1}, High: C1},
		Contours{X: x, Y: x, Z: z, Levels: []Contour{{At: 0.5, Ink: C1, Label: "½"}}})
	if err != nil {
		t.Fatal(err)
	}
	f.paint(&bounded{t: t, rect: f.layout().rect, svgCanvas: newSVG(230)}, f.layout())
}

func BenchmarkShade(b *testing.B) {
	px, py := moons(40)
	x, y := places(100, -2, 3), places(100, -1.5, 2)
	z := Sample(x, y, score(px, py))
	for name, layer := range map[string]Layer{
		"shade":    Shade{X: x, Y: y, Z: z, At: []float64{-1.5, -1, -0.5, 0, 0.5, 1, 1.5}},
		"contours": Contours{X: x, Y: y, Z: z, Levels: []Contour{{At: -1}, {At: 0}, {At: 1}}},
	} {
		f, err := New(Axes{}, layer)
		if err != nil {
			b.Fatal(err)
		}
		l := f.layout()
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p := &pen{surface: newSVG(l.height), x: l.x, y: l.y}
				p.area.Rectangle = l.rect
				layer.draw(p)
			}
		})
	}
}
