package plots

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// plane returns a pen whose paper is the square of data from −2 to 2, unit for unit.
func plane() *pen {
	s := scale{lo: -2, hi: 2}
	square := vg.Rectangle{Min: vg.Point{X: -2, Y: -2}, Max: vg.Point{X: 2, Y: 2}}
	return &pen{surface: newSVG(4), area: draw.Canvas{Rectangle: square}, x: s, y: s}
}

// area is positive for a line that runs counter-clockwise.
func area(loop []vg.Point) float64 {
	sum := 0.0
	for i, a := range loop {
		b := loop[(i+1)%len(loop)]
		sum += float64(a.X*b.Y-b.X*a.Y) / 2
	}
	return sum
}

func closed(line []vg.Point) bool { return line[0] == line[len(line)-1] }

// x² + y² is r² on a circle: interpolation along an edge of length h errs by less than h²/8r.
func TestContourIsCircle(t *testing.T) {
	x := places(81, -2, 2)
	h := x[1] - x[0]
	g := newIsolines(plane(), x, x, Sample(x, x, func(a, b float64) float64 { return a*a + b*b }), false)
	for _, r := range []float64{0.3, 1, 1.75} {
		lines := g.trace(r*r, false)
		if len(lines) != 1 || !closed(lines[0]) {
			t.Fatalf("r = %v: %d lines", r, len(lines))
		}
		for _, p := range lines[0] {
			if d := math.Hypot(float64(p.X), float64(p.Y)) - r; math.Abs(d) > h*h/(8*r)+1e-12 {
				t.Errorf("r = %v: %v is %v away", r, p, d)
			}
		}
		if a := area(lines[0]); math.Abs(a-math.Pi*r*r) > h*h*4 {
			t.Errorf("r = %v: area %v of %v to the left", r, a, math.Pi*r*r)
		}
		if a := area(g.trace(r*r, true)[0]); a > 0 {
			t.Errorf("r = %v: the larger values are not on the left", r)
		}
	}
}

// The level lines of xy are hyperbolas that never cross an axis, however near they come: the
// middle of the ambiguous cell at the origin decides which branches are joined.
func TestContourOfSaddle(t *testing.T) {
	x := places(40, -2, 2) // no node on an axis
	g := newIsolines(plane(), x, x, Sample(x, x, func(a, b float64) float64 { return a * b }), false)
	for _, at := range []float64{1, 0.001, -0.001, -1} {
		lines := g.trace(at, true)
		if len(lines) != 2 {
			t.Fatalf("xy = %v: %d branches", at, len(lines))
		}
		for _, line := range lines {
			for _, p := range line {
				if float64(p.X*p.Y)*at < 0 || (p.X > 0) != (line[0].X > 0) {
					t.Errorf("xy = %v: the branch from %v goes to %v", at, line[0], p)
				}
			}
		}
	}
}

// rough returns a field with many saddles; whole numbers make ties with the levels.
func rough(n int, whole bool) [][]float64 {
	r := rng()
	axis := places(n, -2, 2)
	return Sample(axis, axis, func(_, _ float64) float64 {
		if v := 6 * r.Float64(); !whole {
			return v
		}
		return float64(r.IntN(6))
	})
}

// Lines end at the border or where they began, nowhere else.
func TestContoursEndAtBorder(t *testing.T) {
	x := places(30, -2, 2)
	g := newIsolines(plane(), x, x, rough(30, false), false)
	for _, at := range []float64{0.5, 2, 3, 5.5} {
		for _, line := range g.trace(at, true) {
			for _, end := range []vg.Point{line[0], line[len(line)-1]} {
				if !closed(line) && math.Abs(float64(end.X)) != 2 && math.Abs(float64(end.Y)) != 2 {
					t.Errorf("level %v: a line ends at %v", at, end)
				}
			}
		}
	}
}

// What is above a level and what is below it fill the rectangle without gap or overlap.
func TestSidesTile(t *testing.T) {
	x := places(30, -2, 2)
	for _, whole := range []bool{false, true} {
		g := newIsolines(plane(), x, x, rough(30, whole), true)
		for _, at := range []float64{-1, 0, 1, 2.5, 3, 5, 7} {
			sum := 0.0
			for _, above := range []bool{false, true} {
				for _, loop := range g.trace(at, above) {
					if !closed(loop) {
						t.Errorf("level %v: an open line at %v", at, loop[0])
					}
					sum += area(loop)
				}
			}
			if math.Abs(sum-16) > 1e-9 {
				t.Errorf("level %v, whole numbers %v: the two sides have an area of %v, the square 16", at, whole, sum)
			}
		}
	}
}

// The rule of winding numbers fills exactly the nodes above the level: once round each of
// them, not at all round the others.
func TestShadeWinding(t *testing.T) {
	x := places(20, -1.9, 1.9)
	z := rough(20, false)
	g := newIsolines(plane(), x, x, z, true)
	for _, at := range []float64{1, 3, 5} {
		loops := g.trace(at, true)
		for j := 1; j < 19; j++ {
			for i := 1; i < 19; i++ {
				want := 0.0
				if z[j][i] >= at {
					want = 1
				}
				if got := winding(loops, x[i], x[j]); math.Abs(got-want) > 1e-9 {
					t.Fatalf("level %v: value %v is surrounded %v times", at, z[j][i], got)
				}
			}
		}
	}
}

// winding counts how often the loops run round a point.
func winding(loops [][]vg.Point, x, y float64) float64 {
	turns := 0.0
	for _, loop := range loops {
		for i, p := range loop {
			q := loop[(i+1)%len(loop)]
			ax, ay, bx, by := float64(p.X)-x, float64(p.Y)-y, float64(q.X)-x, float64(q.Y)-y
			turns += math.Atan2(ax*by-ay*bx, ax*bx+ay*by) / (2 * math.Pi)
		}
	}
	return turns
}

// A level that nothing passes draws nothing; so does one beyond the largest numbers.
func TestLevelOutOfReach(t *testing.T) {
	x := []float64{0, 1}
	for _, z := range [][][]float64{{{1, 2}, {3, 4}}, {{-1e308, 1e308}, {1e308, -1e308}}} {
		svg := string(mustDraw(t, Axes{}, Contours{X: x, Y: x, Z: z, Levels: []Contour{{At: 1.5e308, Label: "нет"}, {At: 9, Ink: C3}}}))
		if strings.Contains(svg, "нет") || strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%v: %s", z, svg)
		}
		if z[0][0] == 1 && strings.Contains(svg, "s-c3") {
			t.Errorf("%v passes 9", z)
		}
	}
}

func mustDraw(t testing.TB, ax Axes, layers ...Layer) []byte {
	t.Helper()
	f, err := New(ax, layers...)
	if err != nil {
		t.Fatal(err)
	}
	return f.SVG("a", "t", "d")
}
