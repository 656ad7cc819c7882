package s0102conditioning

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/conditioning"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// scene is the plane of the two extreme singular directions on both sides of the matrix: on
// the left x in units of ‖x‖, on the right b in units of σ_max‖x‖, so that the unit circle
// becomes an ellipse with the semi-axes 1 and 1/κ. With n = 2 the plane is all there is, and it
// stands as the coordinates have it; with more its axes are v₁ and v_n, u₁ and u_n, and the
// figure is the shadow of what happens.
type scene struct {
	zoom           float64      // errors are drawn so many times larger
	radius         float64      // of the cloud of right-hand sides, drawn
	v1, vn, u1, un spot         // in the plane
	x, b           spot         // the truth
	xs, bs         []spot       // the draws
	basis          [4][]float64 // rows of the projection: two on the left, two on the right
}

type spot struct{ x, y float64 }

func (s spot) along(d spot, by float64) spot { return spot{s.x + by*d.x, s.y + by*d.y} }

// Errors are drawn larger than they are until the circle of right-hand sides or the cloud of
// answers is large enough to be seen.
const (
	shownCircle = 0.05
	shownCloud  = 1
)

func newScene(p Params, a *conditioning.Problem) scene {
	s := scene{zoom: 1, basis: [4][]float64{a.V1, a.Vn, a.U1, a.Un}}
	if p.N == 2 {
		e1, e2 := []float64{1, 0}, []float64{0, 1}
		s.basis = [4][]float64{e1, e2, e1, e2}
	}
	if p.Noise > 0 {
		s.zoom = max(1, min(shownCircle, shownCloud/a.Cond)/p.Noise)
	}
	s.v1, s.vn = s.onLeft(a.V1), s.onLeft(a.Vn)
	s.u1, s.un = s.onRight(a.U1), s.onRight(a.Un)
	normX := floats.Norm(a.X, 2)
	s.x = spot{}.along(s.onLeft(a.X), 1/normX)
	s.b = spot{}.along(s.onRight(a.B), 1/(a.Values[0]*normX))
	s.radius = s.zoom * p.Noise * floats.Norm(a.B, 2) / (a.Values[0] * normX)
	return s
}

func (s *scene) onLeft(x []float64) spot {
	return spot{floats.Dot(s.basis[0], x), floats.Dot(s.basis[1], x)}
}

func (s *scene) onRight(b []float64) spot {
	return spot{floats.Dot(s.basis[2], b), floats.Dot(s.basis[3], b)}
}

// left adds an answer.
func (s *scene) left(a *conditioning.Problem, x []float64) {
	off := s.onLeft(floats.SubTo(make([]float64, len(x)), x, a.X))
	s.xs = append(s.xs, s.x.along(off, s.zoom/floats.Norm(a.X, 2)))
}

// right adds a right-hand side.
func (s *scene) right(a *conditioning.Problem, b []float64) {
	off := s.onRight(floats.SubTo(make([]float64, len(b)), b, a.B))
	s.bs = append(s.bs, s.b.along(off, s.zoom/(a.Values[0]*floats.Norm(a.X, 2))))
}

// The two panels of the figure: their centres, and how far each goes from its centre.
const (
	centre = 1.28
	half   = 1.22
)

// inside tells whether a place of a panel is within it.
func (s spot) inside() bool { return math.Abs(s.x) <= half && math.Abs(s.y) <= half }

// outline is an ellipse with two conjugate radii around a place, as the pieces of it within
// the panel, moved to where the panel stands.
func outline(at, r1, r2 spot, panel float64) plots.Segments {
	const steps = 240
	var out plots.Segments
	last := at.along(r1, 1)
	for i := 1; i <= steps; i++ {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / steps)
		next := at.along(r1, cos).along(r2, sin)
		if from, to, ok := clip(last, next); ok {
			out.X0, out.Y0 = append(out.X0, panel+from.x), append(out.Y0, from.y)
			out.X1, out.Y1 = append(out.X1, panel+to.x), append(out.Y1, to.y)
		}
		last = next
	}
	return out
}

// clip is the part of a segment within a panel (Liang, Barsky, ACM Transactions on Graphics
// 3, 1984, DOI 10.1145/357332.357333).
func clip(a, b spot) (from, to spot, ok bool) {
	lo, hi := 0.0, 1.0
	dx, dy := b.x-a.x, b.y-a.y
	for _, side := range [4][2]float64{{-dx, a.x + half}, {dx, half - a.x}, {-dy, a.y + half}, {dy, half - a.y}} {
		switch p, q := side[0], side[1]; {
		case p < 0:
			lo = max(lo, q/p)
		case p > 0:
			hi = min(hi, q/p)
		case q < 0:
			return a, b, false
		}
	}
	d := spot{dx, dy}
	return a.along(d, lo), a.along(d, hi), lo <= hi
}

// cloudOf keeps the places within the panel, and counts the others.
func cloudOf(all []spot, panel float64) (x, y []float64, out int) {
	for _, s := range all {
		if !s.inside() {
			out++
			continue
		}
		x, y = append(x, panel+s.x), append(y, s.y)
	}
	return x, y, out
}

func drawScene(p Params, r *Result) (*plots.Figure, error) {
	s, cond := &r.scene, float64(r.ConditionNumber)
	circle, image := outline(spot{}, s.v1, s.vn, -centre), outline(spot{}, s.u1, spot{}.along(s.un, 1/cond), centre)
	circle.Name, circle.Ink, image.Ink = "‖x‖ = 1 и её образ", plots.C1, plots.C1
	layers := []plots.Layer{circle, image}
	layers = append(layers, axes(s, cond)...)
	layers = append(layers, clouds(p, r)...)
	layers = append(layers,
		plots.Points{Name: "без шума", X: []float64{s.x.x - centre, s.b.x + centre}, Y: []float64{s.x.y, s.b.y}, Ink: plots.Text, Marker: plots.Cross, Radius: 3.4},
		plots.Arrow{X0: -0.17, Y0: -1, X1: 0.17, Y1: -1, Ink: plots.Muted, Width: plots.Thin, Label: "A"},
		plots.Label{X: 0, Y: -1.46, Text: caption(p, r), Ink: plots.Muted})
	return plots.New(plots.Axes{XMin: -2.6, XMax: 2.6, YMin: -1.46, YMax: 1.24, Equal: true, HideX: true, HideY: true,
		XTicks: []plots.Tick{{At: -centre, Label: "ответы x"}, {At: centre, Label: "правые части b = Ax"}}, YTicks: []plots.Tick{}}, layers...)
}

// axes are the directions that the matrix stretches most and least, and their images.
func axes(s *scene, cond float64) []plots.Layer {
	arrow := func(panel float64, d spot, by float64) plots.Layer {
		return plots.Arrow{X0: panel, Y0: 0, X1: panel + by*d.x, Y1: by * d.y, Ink: plots.C1, Width: plots.Thin}
	}
	out := []plots.Layer{arrow(-centre, s.v1, 1), arrow(-centre, s.vn, 1), arrow(centre, s.u1, 1)}
	if cond < 20 {
		out = append(out, arrow(centre, s.un, 1/cond))
	}
	return out
}

// clouds are the draws on both sides with the bounds of where they can be.
func clouds(p Params, r *Result) []plots.Layer {
	s := &r.scene
	var layers []plots.Layer
	if p.Noise > 0 {
		grown := spot{}.along(s.vn, s.radius*float64(r.ConditionNumber))
		for _, o := range []plots.Segments{outline(s.x, spot{}.along(s.v1, s.radius), grown, -centre), outline(s.b, spot{}.along(s.u1, s.radius), spot{}.along(s.un, s.radius), centre)} {
			if len(o.X0) > 0 {
				o.Ink, o.Width = plots.C2, plots.Thin
				layers = append(layers, o)
			}
		}
	}
	if p.Noise == 0 {
		return layers
	}
	if x, y, _ := cloudOf(s.xs, -centre); len(x) > 0 {
		layers = append(layers, plots.Points{Name: "с шумом", X: x, Y: y, Ink: plots.C2, Radius: 1.8, Faint: true})
	}
	if x, y, _ := cloudOf(s.bs, centre); len(x) > 0 {
		layers = append(layers, plots.Points{X: x, Y: y, Ink: plots.C2, Radius: 1.4, Faint: true})
	}
	return layers
}

// caption says what the figure does not show as it is.
func caption(p Params, r *Result) string {
	_, _, out := cloudOf(r.scene.xs, 0)
	switch {
	case r.Failed:
		return "разложение Холецкого сорвалось: ответа нет"
	case p.Noise == 0:
		return "шума нет"
	case out > 0 && r.scene.zoom > 1:
		return "ошибки увеличены в " + russian.Number(r.scene.zoom, 2) + " раз, за краем ответов: " + russian.Int(out)
	case out > 0:
		return "за краем ответов: " + russian.Int(out)
	case r.scene.zoom > 1:
		return "ошибки увеличены в " + russian.Number(r.scene.zoom, 2) + " раз"
	}
	return ""
}

func describeScene(p Params, r *Result) string {
	text := fmt.Sprintf("Слева единичная окружность, справа её образ под действием A: эллипс, сплющенный в %s раз.", r.ConditionNumber.Text(3))
	switch {
	case r.Failed:
		return text + " Нормальные уравнения сорвались, ответа нет."
	case p.Noise == 0:
		return text + fmt.Sprintf(" Шума нет, от округления ответ ошибается на %s.", r.RelativeError.Text(2))
	}
	return text + fmt.Sprintf(" Правые части с ошибкой %s стоят кружком, ответы вытянулись: в худшем из %s ошибка %s.",
		russian.Number(p.Noise, 3), russian.Count(p.Draws, "опыта", "опытов", "опытов"), r.CloudMax.Text(3))
}

func tableScene(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "b1", Label: "b вдоль первой оси"}, {Name: "b2", Label: "b вдоль второй"}, {Name: "x1", Label: "x вдоль первой оси"}, {Name: "x2", Label: "x вдоль второй"}}}
	for i, b := range r.scene.bs {
		x := spot{math.NaN(), math.NaN()}
		if i < len(r.scene.xs) {
			x = r.scene.xs[i]
		}
		for k, v := range []float64{b.x, b.y, x.x, x.y} {
			t.Columns[k].Values = append(t.Columns[k].Values, v)
		}
	}
	return t
}

// gripsScene holds the ellipse by the end of its longer axis and the cloud of answers by its
// tip: its half length is the radius of the other cloud times κ.
func gripsScene(p Params, r *Result) []lab.Grip {
	if p.Matrix != rotation {
		return nil
	}
	s := &r.scene
	var out []lab.Grip
	if p.N == 2 {
		out = append(out, lab.Grip{Param: "angle", Label: "Наклон длинной оси, градусов", Along: "angle", X: centre - s.u1.x, Y: -s.u1.y, CX: centre})
	}
	if s.radius == 0 || s.zoom > 1 && p.Kappa > shownCloud/shownCircle {
		return out // the cloud is not there, or as long as it is whatever κ is
	}
	for _, sign := range []float64{-1, 1} { // downwards is more room
		tip := s.x.along(s.vn, sign*s.radius*p.Kappa)
		if !tip.inside() {
			continue
		}
		d := spot{}.along(s.vn, sign/s.radius)
		kappa := lab.Set{Param: "kappa", X: d.x, Y: d.y, C: -d.x*(s.x.x-centre) - d.y*s.x.y}
		return append(out, lab.Grip{Label: "Конец облака ответов: число обусловленности κ", Sets: []lab.Set{kappa}, X: tip.x - centre, Y: tip.y})
	}
	return out
}
