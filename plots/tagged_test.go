package plots

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

var hitPath = regexp.MustCompile(`<path class="hit" data-tag="([^"]*)" d="([^"]*)"/>`)

// A stem and its point are one thing for the pointer: one path below all marks, and no path
// for what is large enough or a curve across the figure.
func TestTaggedHits(t *testing.T) {
	x, y := grid01(200, func(v float64) float64 { return math.Cos(40 * v) })
	one := []float64{0.5}
	stem := Segments{X0: one, Y0: []float64{0}, X1: one, Y1: one}
	svg := string(mustDraw(t, Axes{},
		Line{X: x, Y: y},
		Tagged{"i<1", stem}, Tagged{"i<1", Points{X: one, Y: one}},
		Tagged{"curve", Line{X: x, Y: y, Ink: C2}},
		Tagged{"area", Strip{X0: []float64{-1}, X1: []float64{1}, Y0: []float64{0}, Y1: one}},
		Points{X: one, Y: one}))
	hits := hitPath.FindAllStringSubmatch(svg, -1)
	if len(hits) != 1 || hits[0][1] != "i&lt;1" {
		t.Fatalf("hits: %q", hits)
	}
	_, marks, _ := strings.Cut(svg, `<svg class="marks"`)
	if _, marks, _ = strings.Cut(marks, ">"); !strings.HasPrefix(marks, `<path class="hit"`) {
		t.Errorf("the marks begin with %.60s", marks)
	}
	var drawn []string
	for _, m := range regexp.MustCompile(`<g data-tag="i&lt;1"><path [^>]* d="([^"]*)"`).FindAllStringSubmatch(svg, -1) {
		drawn = append(drawn, m[1])
	}
	if len(drawn) != 2 || strings.Join(drawn, "M0 0") != hits[0][2] {
		t.Errorf("drawn %q, found by the pointer %q", drawn, hits[0][2])
	}
	if !strings.Contains(rules, fmt.Sprintf(".hit{fill:none;stroke:transparent;stroke-width:%v}", float64(glow))) {
		t.Error("the style sheet has another glow")
	}
}

// Squares are squares on the paper, whatever the axes are, on the side that is asked for.
func TestStripSquares(t *testing.T) {
	f, err := New(Axes{XMin: 0, XMax: 1000, YMin: 0, YMax: 3},
		Strip{X0: []float64{200, 600}, X1: []float64{201, 599}, Y0: []float64{1, 2}, Y1: []float64{2, 1.5}, Square: true})
	if err != nil {
		t.Fatal(err)
	}
	l := f.layout()
	p := &pen{surface: newSVG(l.height), x: l.x, y: l.y}
	s := f.layers[0].(Strip)
	p.area.Rectangle = l.rect
	for i := range 2 {
		r := s.rect(p, i)
		if size := r.Size(); math.Abs(float64(size.X-size.Y)) > 1e-9 || size.X < 20 {
			t.Errorf("square %d is %v", i, size)
		}
		if edge := []vg.Length{r.Min.X, r.Max.X}[i]; edge != p.at(s.X0[i], 0).X {
			t.Errorf("square %d does not begin at its X0", i)
		}
	}
}

// A rectangle that leaves the plot is filled up to its edge and has no outline there.
func TestStripCut(t *testing.T) {
	ax := Axes{XMin: 0, XMax: 10, YMin: 0, YMax: 10}
	f, err := New(ax, Strip{X0: []float64{-5, 2, 12}, X1: []float64{1, 3, 14}, Y0: []float64{2, 2, 2}, Y1: []float64{30, 3, 3}, Faint: true})
	if err != nil {
		t.Fatal(err)
	}
	f.paint(&bounded{t: t, rect: f.layout().rect, svgCanvas: newSVG(230)}, f.layout())
	svg := string(f.SVG("a", "t", "d"))
	for pattern, want := range map[string]int{`class="f-c1"[^>]*d="([^"]*)"`: 2, `class="s-c1 [^>]*d="([^"]*)"`: 1} {
		m := regexp.MustCompile(pattern).FindStringSubmatch(svg)
		if m == nil || strings.Count(m[1], "z") != want {
			t.Errorf("%s: %q, want %d closed", pattern, m, want)
		}
	}
	if _, err := New(ax, Strip{Name: "а", X0: []float64{1}, X1: []float64{2}, Y0: []float64{1}}); err == nil || !strings.Contains(err.Error(), `strip "а": columns of 1 and 0`) {
		t.Errorf("ragged corners: %v", err)
	}
}

// The gap for a label takes out of a line what is inside the label's room and nothing else.
func TestGap(t *testing.T) {
	line := []vg.Point{{X: -10, Y: -5}, {X: 10, Y: 5}, {X: 10, Y: 20}}
	room := vg.Rectangle{Min: vg.Point{X: -4, Y: -3}, Max: vg.Point{X: 4, Y: 3}}
	pieces := outside(line, room)
	if len(pieces) != 2 || pieces[0][0] != line[0] || pieces[1][len(pieces[1])-1] != line[2] {
		t.Fatalf("%d pieces: %v", len(pieces), pieces)
	}
	left, whole := way(pieces[0])+way(pieces[1]), way(line)
	if gap, want := float64(whole-left), 8*math.Sqrt(1.25); gap < want || gap > want+1 {
		t.Errorf("a gap of %v, the room takes %v", gap, want)
	}
	if whole := outside(line, vg.Rectangle{Min: vg.Point{X: 50}, Max: vg.Point{X: 60}}); len(whole) != 1 || math.Abs(float64(way(whole[0])-way(line))) > 1e-9 {
		t.Errorf("a room elsewhere cuts the line: %v", whole)
	}
	if none := outside(line[:2], vg.Rectangle{Min: vg.Point{X: -20, Y: -20}, Max: vg.Point{X: 20, Y: 20}}); len(none) != 0 {
		t.Errorf("a line under its label leaves %v", none)
	}
}

// The label of a contour is written on its line, the line has a gap there.
func TestContourLabel(t *testing.T) {
	x := places(50, -2, 2)
	c := Contours{X: x, Y: x, Z: Sample(x, x, func(a, b float64) float64 { return a*a + b*b }), Levels: []Contour{{At: 1, Label: "единица"}}}
	p := plane()
	p.area.Rectangle = vg.Rectangle{Max: vg.Point{X: 300, Y: 300}}
	c.draw(p)
	if len(p.later) != 1 || p.later[0].words.text != "единица" || len(p.taken) != 1 {
		t.Fatalf("labels %v in %v", p.later, p.taken)
	}
	middle := p.taken[0].Min.Add(p.taken[0].Max).Scale(0.5)
	if r := hypot(middle.Sub(vg.Point{X: 150, Y: 150})); math.Abs(float64(r)-75) > 5 {
		t.Errorf("the label is %v from the middle of a circle of 75", r)
	}
	svg := p.surface.(*svgCanvas).buf.String()
	if m := regexp.MustCompile(` d="([^"]*)"`).FindStringSubmatch(svg); m == nil || strings.Contains(m[1], "z") || strings.Count(m[1], "m") > 2 {
		t.Errorf("no gap in %s", svg)
	}
}
