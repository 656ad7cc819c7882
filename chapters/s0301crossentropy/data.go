package s0301crossentropy

import (
	"math"
	"math/rand/v2"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/glm"
	"konspekt/internal/lab"
)

// crowd is points of two classes in the plane.
type crowd struct {
	x *mat.Dense // m×2
	y []float64  // m classes, 0 or 1
}

func (c crowd) text() string {
	points := make([]lab.Point, len(c.y))
	for i, y := range c.y {
		points[i] = lab.Point{X: c.x.At(i, 0), Y: c.x.At(i, 1), Label: classes[int(y)].label}
	}
	return lab.WritePoints(points)
}

// data is the reader's own points, a table, or what the seed gives.
func data(p Params, tables lab.Tables) (crowd, error) {
	switch {
	case p.Points != "":
		points := lab.ReadPoints(p.Points)
		c := crowd{x: mat.NewDense(len(points), 2, nil), y: make([]float64, len(points))}
		for i, at := range points {
			c.x.SetRow(i, []float64{at.X, at.Y})
			if at.Label == classes[1].label {
				c.y[i] = 1
			}
		}
		return c, nil
	case pairs[p.Data] != [2]string{}:
		return iris(pairs[p.Data], tables)
	case p.Data == "separable":
		return apart(p), nil
	}
	return crossed(p)
}

// pairs are the kinds of iris that a name of data means, class 0 and class 1.
var pairs = map[string][2]string{"iris_separable": {"setosa", "versicolor"}, "iris_overlapping": {"versicolor", "virginica"}}

// irisRows is how many flowers there are of two kinds.
const irisRows = 100

// iris is the petals of two kinds in standard deviations of these 100 flowers, so that
// descent does not depend on centimetres. Three decimals: a point may stand in an address.
func iris(kinds [2]string, tables lab.Tables) (crowd, error) {
	t, err := tables.Table("iris")
	if err != nil {
		return crowd{}, err
	}
	c := crowd{x: mat.NewDense(irisRows, 2, nil)}
	for i, class := range t.Labels {
		for y, kind := range kinds {
			if t.Classes[class] == kind {
				c.x.SetRow(len(c.y), t.X.RawRowView(i)[2:4])
				c.y = append(c.y, float64(y))
			}
		}
	}
	for j := range 2 {
		column := mat.Col(nil, j, c.x)
		mean, deviation := stat.Mean(column, nil), math.Sqrt(stat.PopVariance(column, nil))
		for i, v := range column {
			c.x.Set(i, j, thousandths((v-mean)/deviation))
		}
	}
	return c, nil
}

func thousandths(v float64) float64 { return math.Round(v*1000)/1000 + 0 }

// The clouds lie on both sides of a line through the origin that rises at this angle to the
// vertical.
const tilt = 0.6

// lean shifts the two clouds against each other along that line: the difference of their
// centres, which the first step follows, is not across it.
const lean = 0.8

// at is the point u away from that line and v along it.
func at(u, v float64) []float64 {
	return []float64{thousandths(u*math.Cos(tilt) - v*math.Sin(tilt)), thousandths(u*math.Sin(tilt) + v*math.Cos(tilt))}
}

// apart draws two clouds with a free strip between them, the first points of a larger crowd
// being a smaller one. Classes take turns; point 0 and 1 stand on the brink, so that the
// strip is as wide as it is said to be, at least there.
func apart(p Params) crowd {
	rnd := rand.New(rand.NewPCG(p.Seed, 0))
	c := crowd{x: mat.NewDense(p.M, 2, nil), y: make([]float64, p.M)}
	for i := range p.M {
		side := float64(2*(i%2) - 1)
		away, along := math.Abs(rnd.NormFloat64()), rnd.NormFloat64()
		if i < 2 {
			away = 0
		}
		c.y[i] = float64(i % 2)
		c.x.SetRow(i, at(side*(p.Gap+0.002+0.7*away), 0.8*along-lean*side))
	}
	return c
}

// draws is how many crowds are drawn at most until one overlaps.
const draws = 64

// crossed draws two clouds that overlap: no line separates them, not even with points on it.
// Should the seed give two that one separates, which happens with few points, it is asked
// again.
func crossed(p Params) (crowd, error) {
	var c crowd
	for k := range uint64(draws) {
		rnd := rand.New(rand.NewPCG(p.Seed, 1+k))
		c = crowd{x: mat.NewDense(p.M, 2, nil), y: make([]float64, p.M)}
		for i := range p.M {
			side := float64(2*(i%2) - 1)
			c.y[i] = float64(i % 2)
			c.x.SetRow(i, at(0.75*side+0.9*rnd.NormFloat64(), 0.9*rnd.NormFloat64()))
		}
		problem, err := glm.NewLogistic(c.x, c.y, 0)
		if err != nil {
			return c, err
		}
		if problem.Separate().Kind == glm.Overlap {
			break
		}
	}
	return c, nil
}

// window is the part of the plane that the figure shows.
type window struct{ x0, x1, y0, y1 float64 }

// The windows of the clouds and of iris, and the width of the plot by its height.
var (
	clouds  = window{-3.3, 3.3, -1.9, 1.9}
	flowers = window{-3.3, 3.3, -1.8, 2}
)

const shape = 1.74

// frame is the window of the data, in the shape of the plot. It does not depend on what the
// model does; points that lie beyond it widen it.
func frame(p Params, c crowd) window {
	w := clouds
	if pairs[p.Data] != [2]string{} {
		w = flowers
	}
	for i := range c.y {
		x, y := c.x.At(i, 0), c.x.At(i, 1)
		w.x0, w.x1 = min(w.x0, x-0.04*math.Abs(x)), max(w.x1, x+0.04*math.Abs(x))
		w.y0, w.y1 = min(w.y0, y-0.04*math.Abs(y)), max(w.y1, y+0.04*math.Abs(y))
	}
	if wide, high := w.x1-w.x0, w.y1-w.y0; wide < shape*high {
		w.x0, w.x1 = w.x0-(shape*high-wide)/2, w.x1+(shape*high-wide)/2
	} else {
		w.y0, w.y1 = w.y0-(wide/shape-high)/2, w.y1+(wide/shape-high)/2
	}
	return w
}

// count is how many points there are, without making them.
func count(p Params) int {
	switch {
	case p.Points != "":
		return strings.Count(p.Points, ";") + 1
	case pairs[p.Data] != [2]string{}:
		return irisRows
	}
	return p.M
}
