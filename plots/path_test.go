package plots

import (
	"math"
	"testing"

	"gonum.org/v1/plot/vg"
)

func TestTrace(t *testing.T) {
	var p vg.Path
	for i, pt := range []vg.Point{{X: 1.25, Y: 9}, {X: 2.25, Y: 9}, {X: 2.25, Y: 8.5}, {X: 3.3, Y: 7.25}, {X: 3.31, Y: 7.26}, {X: 3, Y: 7}} {
		if i == 0 {
			p.Move(pt)
		} else {
			p.Line(pt)
		}
	}
	p.Close()
	p.Move(vg.Point{X: 0, Y: 10})
	p.Line(vg.Point{X: -1, Y: 10.5})
	if got, want := string(trace(p, 10)), "m1.3 1h1v.5l1 1.3v-.1l-.3.3zm-1.3-1-1-.5"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Rounding first and subtracting afterwards: after ten thousand steps the end is still right.
func TestRoundingDoesNotAddUp(t *testing.T) {
	tr := tracer{height: 100}
	x := 0.0
	tr.move(vg.Point{})
	for range 10000 {
		x += 0.0137
		tr.line(vg.Point{X: vg.Length(x), Y: vg.Length(x / 3)})
	}
	if want := int(math.Round(x * 10)); tr.x != want {
		t.Errorf("the pen stands at %d tenths, the line at %d", tr.x, want)
	}
}

// Douglas and Peucker: no dropped point is farther from the new line than the tolerance.
func TestSimplify(t *testing.T) {
	var pts []vg.Point
	for i := range 400 {
		x := float64(i)
		pts = append(pts, vg.Point{X: vg.Length(x), Y: vg.Length(60 * math.Sin(x/40))})
	}
	const tol = 0.07
	got := simplify(pts, tol)
	if len(got) > len(pts)/3 {
		t.Errorf("%d of %d points left", len(got), len(pts))
	}
	for _, p := range pts {
		best := vg.Length(math.Inf(1))
		for i := 1; i < len(got); i++ {
			best = min(best, distance(p, got[i-1], got[i]))
		}
		if best > tol {
			t.Fatalf("%v is %v from the line", p, best)
		}
	}
}

func TestRuns(t *testing.T) {
	got := runs("10⁻³x₁²")
	want := []run{{"10", 0}, {"−3", 1}, {"x", 0}, {"1", -1}, {"2", 1}}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("run %d = %v, want %v", i, got[i], want[i])
		}
	}
}
