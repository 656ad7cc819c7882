package plots

import (
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"
)

// tracer writes the d attribute of a path in tenths of a unit. Absolute places are
// rounded first and differences taken of the rounded, so that errors do not
// add up along a line.
type tracer struct {
	buf    []byte
	height vg.Length // of the figure: vg counts from the bottom, SVG from the top
	x, y   int       // the current point in tenths
	x0, y0 int       // the start of the subpath
	cmd    byte      // the last command, repeated without its letter
	point  bool      // the last number has a decimal point
}

// tenths rounds a point of vg to tenths of a unit of the SVG.
func (t *tracer) tenths(p vg.Point) (x, y int) {
	return int(math.Round(float64(p.X) * 10)), int(math.Round(float64(t.height-p.Y) * 10))
}

// number writes v tenths with as few characters as the grammar of SVG paths allows.
func (t *tracer) number(v int, first bool) {
	s := appendTenths(nil, v)
	if !first && s[0] != '-' && (s[0] != '.' || !t.point) {
		t.buf = append(t.buf, ' ')
	}
	t.point = v%10 != 0
	t.buf = append(t.buf, s...)
}

// command writes a letter unless it repeats the last one; a pair of numbers after m
// is a line without its letter.
func (t *tracer) command(c byte) (first bool) {
	if c == t.cmd || c == 'l' && t.cmd == 'm' {
		return false
	}
	t.cmd = c
	t.buf = append(t.buf, c)
	return true
}

// move starts a subpath. The first relative move of a path counts from the origin.
func (t *tracer) move(p vg.Point) {
	x, y := t.tenths(p)
	t.cmd = 'm'
	t.buf = append(t.buf, 'm')
	t.number(x-t.x, true)
	t.number(y-t.y, false)
	t.x, t.y, t.x0, t.y0 = x, y, x, y
}

func (t *tracer) line(p vg.Point) {
	x, y := t.tenths(p)
	dx, dy := x-t.x, y-t.y
	switch {
	case dx == 0 && dy == 0:
		return
	case dy == 0:
		t.number(dx, t.command('h'))
	case dx == 0:
		t.number(dy, t.command('v'))
	default:
		t.number(dx, t.command('l'))
		t.number(dy, false)
	}
	t.x, t.y = x, y
}

// dot writes a subpath of no length; caps make it a disc or a square.
func (t *tracer) dot(p vg.Point) {
	t.move(p)
	t.cmd, t.point = 'h', false
	t.buf = append(t.buf, "h0"...)
}

// arc writes an arc of a circle by pieces of at most half a turn.
func (t *tracer) arc(c vg.PathComp) {
	pieces := int(math.Ceil(math.Abs(c.Angle)/math.Pi - 1e-9))
	at := func(angle float64) vg.Point {
		sin, cos := math.Sincos(angle)
		return vg.Point{X: c.Pos.X + c.Radius*vg.Length(cos), Y: c.Pos.Y + c.Radius*vg.Length(sin)}
	}
	if len(t.buf) > 0 {
		t.line(at(c.Start))
	} else {
		t.move(at(c.Start))
	}
	sweep := byte('0') // counter-clockwise in vg is so on the screen too
	if c.Angle < 0 {
		sweep = '1'
	}
	r := int(math.Round(float64(c.Radius) * 10))
	for i := range pieces {
		x, y := t.tenths(at(c.Start + c.Angle*float64(i+1)/float64(pieces)))
		t.cmd, t.point = 'a', false
		t.buf = append(t.buf, 'a')
		t.number(r, true)
		t.number(r, false)
		t.buf = append(t.buf, ' ', '0', ' ', '0', ' ', sweep)
		t.point = false
		t.number(x-t.x, false)
		t.number(y-t.y, false)
		t.x, t.y = x, y
	}
}

// curve writes a Bézier curve with one or two control points.
func (t *tracer) curve(c vg.PathComp) {
	letter := byte('q')
	if len(c.Control) == 2 {
		letter = 'c'
	}
	first := t.command(letter)
	for _, p := range append(c.Control[:len(c.Control):len(c.Control)], c.Pos) {
		x, y := t.tenths(p)
		t.number(x-t.x, first)
		t.number(y-t.y, false)
		first = false
	}
	t.x, t.y = t.tenths(c.Pos)
}

// trace returns the d attribute of p.
func trace(p vg.Path, height vg.Length) []byte {
	t := tracer{height: height}
	for _, c := range p {
		switch c.Type {
		case vg.MoveComp:
			t.move(c.Pos)
		case vg.LineComp:
			t.line(c.Pos)
		case vg.ArcComp:
			t.arc(c)
		case vg.CurveComp:
			t.curve(c)
		case vg.CloseComp:
			t.cmd = 'z'
			t.buf = append(t.buf, 'z')
			t.x, t.y = t.x0, t.y0
		}
	}
	return t.buf
}

// appendTenths writes v/10 without needless characters: 5 is ".5", −30 is "-3".
func appendTenths(buf []byte, v int) []byte {
	if v < 0 {
		buf = append(buf, '-')
		v = -v
	}
	if v >= 10 || v == 0 {
		buf = strconv.AppendInt(buf, int64(v/10), 10)
	}
	if v%10 != 0 {
		buf = append(buf, '.', byte('0'+v%10))
	}
	return buf
}

// simplify drops the points of a polyline that lie within tol of the
// line through their neighbours (Douglas and Peucker, Cartographica 10, 1973,
// doi 10.3138/FM57-6770-U75U-7727).
func simplify(pts []vg.Point, tol vg.Length) []vg.Point {
	if len(pts) < 3 {
		return pts
	}
	a, b := pts[0], pts[len(pts)-1]
	far, dist := 0, tol
	for i := 1; i < len(pts)-1; i++ {
		if d := distance(pts[i], a, b); d > dist {
			far, dist = i, d
		}
	}
	if far == 0 {
		return []vg.Point{a, b}
	}
	left := simplify(pts[:far+1], tol)
	return append(left[:len(left)-1:len(left)-1], simplify(pts[far:], tol)...)
}

// distance returns how far p is from the segment ab.
func distance(p, a, b vg.Point) vg.Length {
	d := b.Sub(a)
	l2 := float64(d.Dot(d))
	if l2 == 0 {
		return hypot(p.Sub(a))
	}
	s := math.Max(0, math.Min(1, float64(p.Sub(a).Dot(d))/l2))
	q := vg.Point{X: a.X + d.X*vg.Length(s), Y: a.Y + d.Y*vg.Length(s)}
	return hypot(p.Sub(q))
}

// hypot returns the length of a step.
func hypot(d vg.Point) vg.Length { return vg.Length(math.Hypot(float64(d.X), float64(d.Y))) }
