package s0210regression

import (
	"math"
	"strings"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// gripsLine holds the reader's line by two places near the ends of the part that is in
// the frame. Either turns the line about the other: w and b are affine in the height of
// the hand while the abscissas of both grips stand.
func gripsLine(p Params, r *Result) []lab.Grip {
	left, right, ok := r.frame.seen(p.W, p.B)
	if !ok {
		return nil
	}
	return []lab.Grip{end("Левый конец вашей прямой", p, left, right), end("Правый конец вашей прямой", p, right, left)}
}

// seen is the part of the line within the frame, a little inside it.
func (f frame) seen(w, b float64) (left, right float64, ok bool) {
	dx, dy := 0.05*(f.x1-f.x0), 0.06*(f.y1-f.y0)
	left, right = f.x0+dx, f.x1-dx
	if w != 0 {
		low, high := (f.y0+dy-b)/w, (f.y1-dy-b)/w
		left, right = max(left, min(low, high)), min(right, max(low, high))
	} else if b < f.y0 || b > f.y1 {
		return 0, 0, false
	}
	return left, right, right-left > 2*dx
}

// end is the grip of the line at x; the line at the other abscissa stays where it is.
func end(label string, p Params, x, other float64) lab.Grip {
	still := p.W*other + p.B
	w := lab.Set{Param: "w", Y: 1 / (x - other), C: -still / (x - other)}
	// b = still − w·other
	b := lab.Set{Param: "b", Y: -w.Y * other, C: still - w.C*other}
	return lab.Grip{Label: label, Sets: []lab.Set{w, b}, X: x, Y: p.W*x + p.B}
}

// handy is how many points may be taken by hand: more would not fit an address well.
const handy = 200

// editLine lets the reader take the points themselves: from the first touch on they are
// the reader's own.
func editLine(_ Params, r *Result) lab.Edit {
	if len(r.X) > handy {
		return lab.Edit{}
	}
	points := make([]lab.Point, len(r.X))
	for i := range points {
		points[i] = lab.Point{X: r.X[i], Y: r.Y[i]}
	}
	return lab.Edit{Param: "points", Points: lab.WritePoints(points)}
}

// sumLine prints what the line costs, point by point: −log p of the bells or the squares.
func sumLine(p Params, r *Result) lab.Sum {
	total, m := -float64(r.LogLik), len(r.X)
	s := lab.Sum{Lead: `-\ell=`, Rows: 2}
	cost := func(e float64) float64 { return nll(e*e, p.Sigma) }
	if p.Show == "squares" {
		total, s.Lead = float64(r.MSE)*float64(m), `m\cdot\operatorname{MSE}=`
		cost = func(e float64) float64 { return e * e }
	}
	for i, e := range r.residual {
		if i == tagged {
			break
		}
		text := russian.Fixed(cost(e), 2)
		if i > 0 && strings.HasPrefix(text, "−") {
			text = "− " + strings.TrimPrefix(text, "−")
		} else if i > 0 {
			text = "+ " + text
		}
		s.Terms = append(s.Terms, lab.Term{Tag: tag(i), Text: text})
	}
	s.Tail = "= " + russian.Fixed(total, 2)
	if m > tagged {
		s.Tail = "… и ещё " + russian.Count(m-tagged, "слагаемое", "слагаемых", "слагаемых") + ", всего " + russian.Fixed(total, 2)
	}
	return s
}

// gripsPlane moves the reader's line as one point.
func gripsPlane(p Params, _ *Result) []lab.Grip {
	return []lab.Grip{{Label: "Ваша прямая: наклон w и свободный член b", X: p.W, Y: p.B,
		Sets: []lab.Set{{Param: "w", X: 1}, {Param: "b", Y: 1}}}}
}

// gripsScan stands on the reader's −ℓ, or at the edge where that leaves the figure.
func gripsScan(p Params, r *Result) []lab.Grip {
	lo, hi := r.heights()
	y := math.Max(lo, math.Min(hi, nll(float64(r.MSE), p.Sigma)))
	return []lab.Grip{{Param: "w", Label: "Наклон w", Along: "x", X: p.W, Y: y}}
}

func gripsOutlier(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "outlier", Label: "Сдвиг крайней точки", Along: "x", X: p.Outlier, Y: float64(r.WMSE)}}
}
