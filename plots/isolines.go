package plots

import (
	"fmt"

	"gonum.org/v1/plot/vg"
)

// Sample returns the values of f on a grid, as Contours and Shade take them: row j and
// column i hold f(x[i], y[j]).
func Sample(x, y []float64, f func(x, y float64) float64) [][]float64 {
	z := make([][]float64, len(y))
	for j := range z {
		z[j] = make([]float64, len(x))
		for i := range z[j] {
			z[j][i] = f(x[i], y[j])
		}
	}
	return z
}

// lattice checks a function on a rectangular grid: columns at x and rows at y, both ascending.
func lattice(kind string, x, y []float64, z [][]float64) error {
	for _, axis := range [][]float64{x, y} {
		if len(axis) < 2 {
			return fmt.Errorf("%s: a grid of %d×%d", kind, len(x), len(y))
		}
		if err := ascending(kind, axis); err != nil {
			return err
		}
	}
	if len(z) != len(y) {
		return fmt.Errorf("%s: %d rows of values on a grid of %d×%d", kind, len(z), len(x), len(y))
	}
	return columns(kind, "", append([][]float64{x}, z...)...)
}

// ascending refuses NaN, infinities and steps that do not rise.
func ascending(kind string, v []float64) error {
	if err := finite(kind, "", v...); err != nil {
		return err
	}
	for i := 1; i < len(v); i++ {
		if v[i] <= v[i-1] {
			return fmt.Errorf("%s: %v does not rise after %v", kind, v[i], v[i-1])
		}
	}
	return nil
}

// isolines finds where a function on a grid passes a level: marching squares (Lorensen and
// Cline, Computer Graphics 21, 1987, doi 10.1145/37402.37422, in the plane) with
// linear interpolation along the edges of a cell. Where two ways of joining the edges are
// possible, the mean of the four corners decides. The buffers serve many levels.
//
// Edges have numbers: the one from node n to the right is n, the one upwards is nodes + n.
type isolines struct {
	x, y  []vg.Length // of columns and rows on the paper
	z     []float64   // row after row
	rim   bool        // the outermost nodes lie outside whatever the level, so that all lines close
	side  []bool      // of every node: true inside
	next  []int32     // the edge that a line reaches from this one, −1 for none
	heads []int32     // edges from which a line goes on, in the order of cells
	comes []bool      // a line reaches this edge
}

// newIsolines maps the grid to the paper. With a rim the border is doubled in place: lines then
// run along it and enclose what is inside.
func newIsolines(p *pen, x, y []float64, z [][]float64, rim bool) *isolines {
	pad := 0
	if rim {
		pad = 1
	}
	within := func(i, n int) int { return min(max(i-pad, 0), n-1) }
	g := &isolines{x: make([]vg.Length, len(x)+2*pad), y: make([]vg.Length, len(y)+2*pad), rim: rim}
	for i := range g.x {
		g.x[i] = p.at(x[within(i, len(x))], p.y.lo).X
	}
	g.z = make([]float64, 0, len(g.x)*len(g.y))
	for j := range g.y {
		g.y[j] = p.at(p.x.lo, y[within(j, len(y))]).Y
		for i := range g.x {
			g.z = append(g.z, z[within(j, len(y))][within(i, len(x))])
		}
	}
	g.side, g.comes = make([]bool, len(g.z)), make([]bool, 2*len(g.z))
	g.next = make([]int32, 2*len(g.z))
	for e := range g.next {
		g.next[e] = -1
	}
	return g
}

// joins lists for every cell which edges its lines join, inside to the left of the way.
// The corners of a cell count 1, 2, 4, 8 counter-clockwise from the lower left; edge 0 is the
// lower one, 1 the right one, 2 the upper, 3 the left. Cells 5 and 10 are ambiguous: here their
// middle is inside.
var joins = [16][][2]int{
	1: {{0, 3}}, 2: {{1, 0}}, 3: {{1, 3}}, 4: {{2, 1}}, 5: {{0, 1}, {2, 3}}, 6: {{2, 0}}, 7: {{2, 3}},
	8: {{3, 2}}, 9: {{0, 2}}, 10: {{1, 2}, {3, 0}}, 11: {{1, 2}}, 12: {{3, 1}}, 13: {{0, 1}}, 14: {{3, 0}},
}

// apart is joins for ambiguous cells with their middle outside.
var apart = map[int][][2]int{5: {{0, 3}, {2, 1}}, 10: {{1, 0}, {3, 2}}}

// trace returns the lines where the values pass at, each with the larger values on its left (or
// the smaller ones, if above is false). A line that does not end at the border ends where it began.
func (g *isolines) trace(at float64, above bool) [][]vg.Point {
	inside := func(v float64) bool { return (v >= at) == above }
	w, h := len(g.x), len(g.y)
	for n, v := range g.z {
		g.side[n] = inside(v) && !g.onRim(n%w, n/w)
	}
	for j := range h - 1 {
		for i := range w - 1 {
			n := j*w + i
			if s := g.side[n]; s != g.side[n+1] || s != g.side[n+w] || s != g.side[n+w+1] {
				g.cell(n, w, inside)
			}
		}
	}
	var lines [][]vg.Point
	for _, e := range g.heads { // the ends at the border first: what is left then are loops
		if !g.comes[e] && g.next[e] >= 0 {
			lines = append(lines, g.follow(e, at))
		}
	}
	for _, e := range g.heads {
		if g.next[e] >= 0 {
			lines = append(lines, g.follow(e, at))
		}
	}
	g.heads = g.heads[:0]
	return lines
}

// onRim reports whether column i and row j were added around the grid.
func (g *isolines) onRim(i, j int) bool {
	return g.rim && (i == 0 || j == 0 || i == len(g.x)-1 || j == len(g.y)-1)
}

// cell notes which edges are joined in the cell to the upper right of node n.
func (g *isolines) cell(n, w int, inside func(float64) bool) {
	corners, kind := [4]int{n, n + 1, n + w + 1, n + w}, 0
	for c, m := range corners {
		if g.side[m] {
			kind |= 1 << c
		}
	}
	pairs := joins[kind]
	if len(pairs) == 2 && !inside(g.z[n]/4+g.z[n+1]/4+g.z[n+w]/4+g.z[n+w+1]/4) {
		pairs = apart[kind]
	}
	edges := [4]int{n, len(g.z) + n + 1, n + w, len(g.z) + n}
	for _, j := range pairs {
		from, to := edges[j[0]], edges[j[1]]
		g.next[from], g.comes[to] = int32(to), true
		g.heads = append(g.heads, int32(from))
	}
}

// follow walks from edge to edge and forgets the way.
func (g *isolines) follow(e int32, at float64) []vg.Point {
	line := []vg.Point{g.point(int(e), at)}
	for g.next[e] >= 0 {
		e, g.next[e] = g.next[e], -1
		g.comes[e] = false
		line = append(line, g.point(int(e), at))
	}
	return line
}

// point returns where the level passes an edge. Halves keep a difference of huge numbers finite.
func (g *isolines) point(e int, at float64) vg.Point {
	w, n := len(g.x), e%len(g.z)
	m, a := n+1, vg.Point{X: g.x[n%w], Y: g.y[n/w]}
	if e >= len(g.z) {
		m = n + w
	}
	b := vg.Point{X: g.x[m%w], Y: g.y[m/w]}
	t := (at/2 - g.z[n]/2) / (g.z[m]/2 - g.z[n]/2)
	if !(t >= 0 && t <= 1) {
		t = 0.5 // on the rim, where a and b are one place
	}
	return vg.Point{X: a.X + (b.X-a.X)*vg.Length(t), Y: a.Y + (b.Y-a.Y)*vg.Length(t)}
}
