package s0302bernoulli

import (
	"fmt"
	"math"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// look is how a unit is drawn everywhere.
type look struct {
	name, short string
	ink         plots.Ink
	dash        plots.Dash
	marker      plots.Marker
	top         string // what the upper end of its lane stands for
	height      func(loss float64) float64
}

var looks = map[string]look{
	clipped:    {"обрезанный блок", "обрезанный", plots.C3, plots.DashDot, plots.Triangle, "∞", func(loss float64) float64 { return min(1, loss/6) }},
	sigmoidMSE: {"сигмоида, квадрат", "квадрат", plots.C2, plots.Dashed, plots.Box, "1", func(loss float64) float64 { return loss }},
	sigmoidNLL: {"сигмоида, логарифм", "логарифм", plots.C1, plots.Solid, plots.Disc, "30", func(loss float64) float64 { return loss / 30 }},
}

// The main figure has three lanes, one over another, each with its own scale of the loss.
const (
	edge   = 32.0 // of the logits in the picture
	lane   = 1.5  // from one lane to the next
	radius = 0.09 // how high over the ground a ball has its middle
)

// base is the ground of lane i, the first on top.
func base(i int) float64 { return lane * float64(len(kinds)-1-i) }

// inside is a logit within the picture.
func inside(z float64) float64 { return max(-edge+1, min(edge-1, z)) }

// ground is the height of the loss in lane i.
func (u *Unit) ground(i int, p Params, z float64) float64 {
	return base(i) + looks[u.kind.id].height(u.kind.loss(z, p.Y))
}

// terrain is the loss as a curve, with places close together where it falls.
func (u *Unit) terrain(i int, p Params) (x, y, floor []float64) {
	add := func(z float64) {
		x, y, floor = append(x, z), append(y, u.ground(i, p, z)), append(floor, base(i))
	}
	for z := -edge; z <= edge; z += 0.5 {
		if z < -8 || z > 8 {
			add(z)
			continue
		}
		for k := range 5 {
			add(z + 0.1*float64(k))
		}
	}
	return x, y, floor
}

func drawTracks(p Params, r *Result) (*plots.Figure, error) {
	var layers []plots.Layer
	ax := plots.Axes{X: "логит z", Y: "ошибка: у каждой дорожки своя шкала", XMin: -edge, XMax: edge, YMin: -0.12, YMax: lane*float64(len(kinds)) - 0.1, HideY: true}
	for i, u := range r.units() {
		layers = append(layers, u.track(i, p)...)
		ax.YTicks = append(ax.YTicks, plots.Tick{At: base(i), Label: "0"}, plots.Tick{At: base(i) + 1, Label: looks[u.kind.id].top})
	}
	return plots.New(ax, layers...)
}

// track is the terrain of a unit, its way and its ball, and on the free side what became
// of it.
func (u *Unit) track(i int, p Params) []plots.Layer {
	l := looks[u.kind.id]
	x, y, floor := u.terrain(i, p)
	width := plots.Regular
	if u.kind.id == p.Output {
		width = plots.Thick
	}
	over := func(z float64) float64 { return u.ground(i, p, z) + radius }
	start, end := inside(p.Z0), inside(float64(u.ZEnd))
	wayX, wayY := []float64{}, []float64{}
	for _, z := range u.footprints() {
		wayX, wayY = append(wayX, inside(z)), append(wayY, over(inside(z)))
	}
	free, align := 3.0, plots.Start
	if p.Y == 0 {
		free, align = -2.0, plots.End
	}
	return []plots.Layer{
		plots.Band{X: x, Lo: floor, Hi: y, Ink: l.ink},
		plots.Line{X: x, Y: y, Ink: l.ink, Width: width},
		plots.Points{X: wayX, Y: wayY, Ink: plots.Muted, Radius: 1.6},
		plots.Points{X: []float64{start}, Y: []float64{over(start)}, Ink: l.ink, Marker: plots.Ring, Radius: 5},
		plots.Points{X: []float64{end}, Y: []float64{over(end)}, Ink: l.ink, Radius: 5.5},
		plots.Label{X: free, Y: base(i) + 0.84, Text: l.name, Ink: l.ink, Align: align},
		plots.Label{X: free, Y: base(i) + 0.48, Text: u.fate(p), Align: align},
	}
}

// footprints are the logits on the way, so far apart that they are told from each other.
func (u *Unit) footprints() []float64 {
	out := u.path[:1:1]
	for _, z := range u.path[1:] {
		if math.Abs(z-out[len(out)-1]) >= 0.8 {
			out = append(out, z)
		}
	}
	return out
}

// fate says what became of a unit.
func (u *Unit) fate(p Params) string {
	moved := math.Abs(float64(u.ZEnd) - p.Z0)
	switch {
	case u.Probability >= 0.5:
		return "прав с самого начала"
	case u.Gradient == 0:
		return "стоит: наклон 0"
	case u.StepsToHalf != nil && math.Abs(float64(u.ZEnd)) > edge:
		return "прав с шага " + russian.Int(*u.StepsToHalf) + ", |z| > 32"
	case u.StepsToHalf != nil:
		return "прав с шага " + russian.Int(*u.StepsToHalf)
	case moved < 0.05:
		return "сдвинулся на " + russian.Number(moved, 2)
	}
	return "в пути: P(y) = " + u.ProbabilityEnd.Text(2)
}

func describeTracks(p Params, r *Result) string {
	text := fmt.Sprintf("Три ошибки над логитом, правильный ответ %d, начало z = %s, %s со скоростью %s.", p.Y, russian.Number(p.Z0, 3),
		russian.Count(p.Steps, "шаг", "шага", "шагов"), russian.Number(p.Rate, 3))
	for _, u := range r.units() {
		text += fmt.Sprintf(" %s: %s.", capital[u.kind.id], u.fate(p))
	}
	return text
}

// capital is the names at the beginning of a sentence.
var capital = map[string]string{clipped: "Обрезанный блок", sigmoidMSE: "Сигмоида с квадратом ошибки", sigmoidNLL: "Сигмоида с логарифмом"}

func tableTracks(p Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "z", Label: "логит z"}, {Name: "clipped", Label: "обрезанный"}, {Name: "sigmoid_mse", Label: "квадрат"}, {Name: "sigmoid_nll", Label: "логарифм"}}}
	for z := -30.0; z <= 30; z++ {
		t.Columns[0].Values = append(t.Columns[0].Values, z)
		for i, k := range kinds {
			t.Columns[i+1].Values = append(t.Columns[i+1].Values, k.loss(z, p.Y))
		}
	}
	return t
}

// gripsTracks takes hold of the start in every lane.
func gripsTracks(p Params, r *Result) []lab.Grip {
	var out []lab.Grip
	for i, u := range r.units() {
		out = append(out, lab.Grip{Label: "Начальный логит, " + looks[u.kind.id].name, X: p.Z0, Y: u.ground(i, p, p.Z0) + radius, Sets: start})
	}
	return out
}
