package s0208pca

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/vg"

	"konspekt/compute/pca"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// scatter makes a layer of points per class, told apart by ink and marker.
func scatter(r *Result, x *mat.Dense, i, j int) []plots.Layer {
	groups := make([]plots.Points, len(r.table.Classes))
	for c := range groups {
		groups[c] = plots.Points{Name: class(r.table, c), Ink: plots.SeriesInk(c), Marker: plots.SeriesMarker(c), Radius: radius(r.Rows), Faint: true}
	}
	for row, c := range r.table.Labels {
		groups[c].X = append(groups[c].X, x.At(row, i))
		groups[c].Y = append(groups[c].Y, x.At(row, j))
	}
	var layers []plots.Layer
	for _, g := range groups {
		layers = append(layers, g)
	}
	return layers
}

func radius(rows int) vg.Length {
	if rows > 500 {
		return 1.8
	}
	return 2.6
}

// reach is how far a column goes from zero, with a margin.
func reach(x *mat.Dense, j int) float64 {
	far := 0.0
	for row := range x.RawMatrix().Rows {
		far = max(far, math.Abs(x.At(row, j)))
	}
	return 1.08 * far
}

func drawCloud(p Params, r *Result) (*plots.Figure, error) {
	i, j := r.Plane[0], r.Plane[1]
	farX, farY := reach(r.centred, i), reach(r.centred, j)
	far := 3 * max(farX, farY)
	layers := scatter(r, r.centred, i, j)
	best := pca.Best(r.planeCov)
	other := pca.Caught(r.planeCov, best.Angle+math.Pi/2)
	angle := p.Direction * math.Pi / 180
	layers = append(layers,
		axis(r, "λ₁ = ", best.Angle, best.Variance),
		axis(r, "λ₂ = ", best.Angle+math.Pi/2, other),
		plots.Line{Name: "ваша ось", X: []float64{-far * math.Cos(angle), far * math.Cos(angle)},
			Y: []float64{-far * math.Sin(angle), far * math.Sin(angle)}, Ink: plots.Accent, Dash: plots.Dashed},
	)
	layers = append(layers, shadow(r, i, j, angle)...)
	return plots.New(plots.Axes{X: unit(p, r.Columns[i]), Y: unit(p, r.Columns[j]), XMin: -farX, XMax: farX, YMin: -farY, YMax: farY, Equal: true}, layers...)
}

// axis is a principal axis of the pair of columns, two standard deviations long, with
// its variance: an eigenvalue of the table only where the pair is all of it.
func axis(r *Result, name string, angle, variance float64) plots.Layer {
	if len(r.Columns) > 2 {
		name = ""
	}
	length := 2 * math.Sqrt(max(0, variance))
	return plots.Arrow{X1: length * math.Cos(angle), Y1: length * math.Sin(angle), Ink: plots.Text, Width: plots.Thick,
		Label: name + russian.Number(variance, 3)}
}

// unit names a column with the unit that it has on the axis.
func unit(p Params, column string) string {
	if p.Standardize {
		return short(column) + ", в станд. отклонениях"
	}
	return feature(column)
}

// threads is the largest cloud whose projections are drawn with their threads.
const threads = 300

// shadow is the projections of the points onto the reader's direction, each on a thread
// from its point: what the direction loses.
func shadow(r *Result, i, j int, angle float64) []plots.Layer {
	ux, uy := math.Cos(angle), math.Sin(angle)
	s := plots.Points{Ink: plots.Accent, Radius: 1.9}
	if len(r.table.Classes) == 1 {
		s.Name = "тень"
	}
	t := plots.Segments{Ink: plots.Muted, Width: plots.Thin}
	for row := range r.Rows {
		x, y := r.centred.At(row, i), r.centred.At(row, j)
		along := x*ux + y*uy
		s.X, s.Y = append(s.X, along*ux), append(s.Y, along*uy)
		t.X0, t.Y0 = append(t.X0, x), append(t.Y0, y)
	}
	t.X1, t.Y1 = s.X, s.Y
	if r.Rows > threads {
		return []plots.Layer{s}
	}
	return []plots.Layer{t, s}
}

func describeCloud(p Params, r *Result) string {
	return fmt.Sprintf("Облако из %s в осях «%s» и «%s», главные оси этой пары признаков, ваше направление %s° и тень облака на нём. Дисперсия тени %s из возможных %s: %s.",
		russian.Count(r.Rows, "точки", "точек", "точек"), feature(r.Columns[r.Plane[0]]), feature(r.Columns[r.Plane[1]]),
		russian.Number(p.Direction, 4), r.DirectionVariance.Text(4), r.DirectionBest.Text(4),
		russian.Percent(float64(r.DirectionScore), 1))
}

func tableCloud(_ Params, r *Result) lab.Table {
	i, j := r.Plane[0], r.Plane[1]
	return points(r, r.centred, i, j, r.Columns[i], r.Columns[j], feature(r.Columns[i]), feature(r.Columns[j]))
}

func points(r *Result, x *mat.Dense, i, j int, nameI, nameJ, labelI, labelJ string) lab.Table {
	t := lab.Table{Columns: []lab.Column{
		{Name: nameI, Label: labelI, Values: mat.Col(nil, i, x)},
		{Name: nameJ, Label: labelJ, Values: mat.Col(nil, j, x)},
	}}
	if len(r.table.Classes) > 1 {
		c := lab.Column{Name: "class", Label: "класс"}
		for _, l := range r.table.Labels {
			c.Texts = append(c.Texts, r.table.Classes[l])
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

// gripsCloud puts the grip on the reader's direction, near the edge of the picture.
func gripsCloud(p Params, r *Result) []lab.Grip {
	far := 0.85 * min(reach(r.centred, r.Plane[0]), reach(r.centred, r.Plane[1]))
	angle := p.Direction * math.Pi / 180
	return []lab.Grip{{Param: "direction", Label: "Ваше направление, градусов", Along: "angle", X: far * math.Cos(angle), Y: far * math.Sin(angle)}}
}

// caught is the variance caught by every whole degree.
func caught(r *Result) (degrees, variance []float64) {
	for d := 0; d <= 180; d++ {
		degrees = append(degrees, float64(d))
		variance = append(variance, pca.Caught(r.planeCov, float64(d)*math.Pi/180))
	}
	return degrees, variance
}

func drawCaught(p Params, r *Result) (*plots.Figure, error) {
	degrees, variance := caught(r)
	best := float64(r.DirectionBest)
	return plots.New(
		plots.Axes{X: "угол φ, °", Y: "дисперсия проекций", XMin: 0, XMax: 180, YMin: 0, YMax: 1.2 * best, Size: plots.Short,
			XTicks: []plots.Tick{{At: 0, Label: "0"}, {At: 45, Label: "45"}, {At: 90, Label: "90"}, {At: 135, Label: "135"}, {At: 180, Label: "180"}}},
		plots.Level{Name: "наибольшая", Y: best, Ink: plots.Muted, Dash: plots.Dashed},
		plots.Mark{Name: "поймано " + russian.Percent(float64(r.DirectionScore), 1), X: p.Direction, Ink: plots.Accent},
		plots.Line{X: degrees, Y: variance, Ink: plots.C1},
		plots.Points{X: []float64{p.Direction}, Y: []float64{float64(r.DirectionVariance)}, Ink: plots.Accent, Radius: 4.5},
	)
}

func describeCaught(p Params, r *Result) string {
	return fmt.Sprintf("Дисперсия проекций на направление под углом от 0 до 180°. Наибольшая, %s, при %s°; у вас %s при %s°.",
		r.DirectionBest.Text(4), r.BestDirection.Text(3),
		r.DirectionVariance.Text(4), russian.Number(p.Direction, 4))
}

func tableCaught(_ Params, r *Result) lab.Table {
	degrees, variance := caught(r)
	return lab.Table{Columns: []lab.Column{
		{Name: "degrees", Label: "угол, °", Values: degrees},
		{Name: "variance", Label: "дисперсия", Values: variance},
	}}
}

func gripsCaught(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "direction", Label: "Ваше направление, градусов", Along: "x", X: p.Direction, Y: float64(r.DirectionVariance)}}
}

func drawScores(_ Params, r *Result) (*plots.Figure, error) {
	far1, far2 := reach(r.scores, 0), reach(r.scores, 1)
	return plots.New(plots.Axes{X: "z₁", Y: "z₂", XMin: -far1, XMax: far1, YMin: -far2, YMax: far2, Equal: true, Size: plots.Short}, scatter(r, r.scores, 0, 1)...)
}

func describeScores(_ Params, r *Result) string {
	return fmt.Sprintf("Те же данные в первых двух главных осях: дисперсии %s и %s, ковариация между ними — ноль с точностью до округления.",
		r.Eigenvalues[0].Text(4), r.Eigenvalues[1].Text(4))
}

func tableScores(_ Params, r *Result) lab.Table {
	return points(r, r.scores, 0, 1, "z1", "z2", "z₁", "z₂")
}
