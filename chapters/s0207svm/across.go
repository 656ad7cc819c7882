package s0207svm

import (
	"math"

	"konspekt/plots"
)

// narrow is up to what part of the picture a street has no room for words.
const narrow = 0.28

// across is the width of the street of a linear machine, measured at right angles to it.
func (r *Result) across(p Params) []plots.Layer {
	if r.machine.model == nil || p.Kernel != "linear" || math.IsInf(float64(r.Margin), 0) {
		return nil
	}
	half := float64(r.Margin)
	ux, uy := r.machine.model.W[0]*half, r.machine.model.W[1]*half // of length 1
	x, y, ok := r.clearing(ux, uy)
	if !ok {
		return nil
	}
	return []plots.Layer{
		plots.Arrow{X0: x, Y0: y, X1: x + half*ux, Y1: y + half*uy, Ink: plots.Accent},
		plots.Arrow{X0: x, Y0: y, X1: x - half*ux, Y1: y - half*uy, Ink: plots.Accent},
		r.width(x, y, ux, uy),
	}
}

// Half of the room that the words on the figure take, in parts of the window.
const (
	wordsWide = 0.13
	wordsHigh = 0.04
)

// width says how wide the street is, beside the arrow through (x, y) with the direction
// (ux, uy): at its tip, or, where the words fit on the street, along it on the side that is
// clearer of points.
func (r *Result) width(x, y, ux, uy float64) plots.Label {
	w := r.window
	wide, high := w.x1-w.x0, w.y1-w.y0
	out := wordsWide*wide*math.Abs(uy) + wordsHigh*high*math.Abs(ux) + 0.02*wide
	said := plots.Label{Text: "2/‖w‖ = " + (2 * r.Margin).Text(3), Ink: plots.Accent}
	if half := float64(r.Margin); 2*half < narrow*wide { // the words do not fit on the street
		side := math.Copysign(half, ux)
		said.X, said.Y, said.Align = x+side*ux, y+side*uy, plots.Start
		return said
	}
	best := math.Inf(-1)
	for _, d := range []float64{out, -out} {
		px, py := x-d*uy, y+d*ux
		room := min(px-w.x0-wordsWide*wide, w.x1-px-wordsWide*wide, py-w.y0-wordsHigh*high, w.y1-py-wordsHigh*high)
		if room = min(room, r.nearest(px, py, 0.2*wide)); room > best {
			said.X, said.Y, best = px, py-wordsHigh*high, room
		}
	}
	return said
}

// nearest is how far the nearest point is, up to so far.
func (r *Result) nearest(x, y, upTo float64) float64 {
	for i := range r.set.y {
		upTo = min(upTo, math.Hypot(r.set.x.At(i, 0)-x, r.set.x.At(i, 1)-y))
	}
	return upTo
}

// verdict says on the figure itself what the reader's edits did.
func (r *Result) verdict() []plots.Layer {
	if math.IsNaN(float64(r.Shift)) {
		return nil
	}
	w := r.window
	return []plots.Layer{plots.Label{X: w.x1 - 0.01*(w.x1-w.x0), Y: w.y0 + 0.03*(w.y1-w.y0), Align: plots.End, Text: "сдвиг f: " + shifted(r.Shift)}}
}

// clearing is a place on the boundary of a linear machine, with the normal (ux, uy), that
// is clear of points and, if that can be, near the middle of the picture.
func (r *Result) clearing(ux, uy float64) (x, y float64, ok bool) {
	w := r.window
	wide, high := w.x1-w.x0, w.y1-w.y0
	half := float64(r.Margin)
	cx, cy := (w.x0+w.x1)/2, (w.y0+w.y1)/2
	off := ux*cx + uy*cy + r.machine.intercept*half
	const places, rim, room = 20, 0.1, 0.16
	best := math.Inf(-1)
	for k := -places; k <= places; k++ {
		t := float64(k) / places * wide / 2
		px, py := cx-off*ux-t*uy, cy-off*uy+t*ux
		if px < w.x0+2*rim*wide || px > w.x1-2*rim*wide || py < w.y0+rim*high || py > w.y1-rim*high {
			continue
		}
		if score := r.nearest(px, py, room*wide) - 0.1*math.Abs(t); score > best {
			x, y, ok, best = px, py, true, score
		}
	}
	return x, y, ok
}
