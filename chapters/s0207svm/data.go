package s0207svm

import (
	"math"
	"math/rand/v2"
	"strings"

	"gonum.org/v1/gonum/mat"

	"konspekt/internal/lab"
)

// set is labelled points in the plane.
type set struct {
	x *mat.Dense // m×2
	y []float64  // m labels, −1 or +1
}

func (s set) len() int { return len(s.y) }

// text is the set as the parameter points would have it.
func (s set) text() string {
	points := make([]lab.Point, s.len())
	for i, y := range s.y {
		points[i] = lab.Point{X: s.x.At(i, 0), Y: s.x.At(i, 1), Label: label(y)}
	}
	return lab.WritePoints(points)
}

func label(y float64) string {
	if y > 0 {
		return "1"
	}
	return "-1"
}

// alternate lists the rows so that the classes take turns while both last: any beginning
// of it is a sample in small.
func (s set) alternate() []int {
	var rows [2][]int
	for i, y := range s.y {
		class := 0
		if y > 0 {
			class = 1
		}
		rows[class] = append(rows[class], i)
	}
	var out []int
	for k := range max(len(rows[0]), len(rows[1])) {
		for _, class := range rows {
			if k < len(class) {
				out = append(out, class[k])
			}
		}
	}
	return out
}

// part is the set of the given rows.
func (s set) part(rows []int) set {
	out := set{x: mat.NewDense(len(rows), 2, nil), y: make([]float64, len(rows))}
	for k, i := range rows {
		out.x.SetRow(k, s.x.RawRowView(i))
		out.y[k] = s.y[i]
	}
	return out
}

// written is the set that a text of points says.
func written(text string) set {
	points := lab.ReadPoints(text)
	s := set{x: mat.NewDense(len(points), 2, nil), y: make([]float64, len(points))}
	for i, p := range points {
		s.x.SetRow(i, []float64{p.X, p.Y})
		s.y[i] = -1
		if p.Label == "1" {
			s.y[i] = 1
		}
	}
	return s
}

// ready is the set that the parameters name, whatever the reader did to its points.
func ready(p Params, tables lab.Tables) (set, error) {
	if p.Data == "iris" {
		return iris(tables)
	}
	return drawn(p), nil
}

// irisRows is how many flowers of the two kinds there are.
const irisRows = 100

// iris is the petals of two kinds: versicolor −1, virginica +1, in the order of the table.
func iris(tables lab.Tables) (set, error) {
	t, err := tables.Table("iris")
	if err != nil {
		return set{}, err
	}
	s := set{x: mat.NewDense(irisRows, 2, nil)}
	for i, class := range t.Labels {
		y := map[string]float64{"versicolor": -1, "virginica": 1}[t.Classes[class]]
		if y == 0 {
			continue
		}
		s.x.SetRow(len(s.y), t.X.RawRowView(i)[2:4])
		s.y = append(s.y, y)
	}
	return s, nil
}

// drawn is a sample from one of the four worlds. Classes take turns, coordinates have
// three decimals, and the first points of a larger sample are a smaller one.
func drawn(p Params) set {
	rnd := rand.New(rand.NewPCG(p.Seed, 0))
	s := set{x: mat.NewDense(p.M, 2, nil), y: make([]float64, p.M)}
	for i := range p.M {
		s.y[i] = float64(2*(i%2) - 1)
		u, v := heart(p.Data, i, rnd.Float64())
		s.x.SetRow(i, []float64{thousandths(u + p.Noise*rnd.NormFloat64()), thousandths(v + p.Noise*rnd.NormFloat64())})
	}
	return s
}

func thousandths(v float64) float64 { return math.Round(v*1000)/1000 + 0 }

// heart is where point i would be without noise; t is uniform on [0, 1).
func heart(data string, i int, t float64) (u, v float64) {
	sign := float64(2*(i%2) - 1)
	switch data {
	case "moons": // half circles of radius 1, one turned into the other
		return -sign * (math.Cos(math.Pi*t) - 0.5), -sign * (math.Sin(math.Pi*t) - 0.25)
	case "circles":
		radius := 1.25
		if sign > 0 {
			radius = 0.4
		}
		return radius * math.Cos(2*math.Pi*t), radius * math.Sin(2*math.Pi*t)
	case "xor": // class +1 where the coordinates have the same sign
		side := float64(1 - 2*(i/2%2))
		return 0.8 * side, 0.8 * side * sign
	}
	return 0.9 * sign, 0.5 * sign
}

// window is the part of the plane that the figure shows.
type window struct{ x0, x1, y0, y1 float64 }

// reach is how far each world goes without noise.
var reach = map[string][2]float64{"moons": {1.5, 0.75}, "circles": {1.25, 1.25}, "xor": {0.8, 0.8}, "blobs": {0.9, 0.5}}

// shape is the width of the plot by its height.
const shape = 1.42

// world is where the data live.
func world(p Params) window {
	if p.Data == "iris" {
		return window{2.7, 7.2, 0.85, 2.65} // petals
	}
	at := reach[p.Data]
	x, y := at[0]+3*p.Noise+0.1, at[1]+3*p.Noise+0.1
	return window{-x, x, -y, y}
}

// frame is the window of the data, in the shape of the plot: it depends on the world and
// its noise, so that it stands still while points and machine change. Points that lie
// beyond it widen it.
func frame(p Params, s set) window {
	w := world(p)
	for i := range s.y {
		const rim = 1.04
		x, y := s.x.At(i, 0), s.x.At(i, 1)
		w.x0, w.x1 = min(w.x0, x-(rim-1)*math.Abs(x)), max(w.x1, x+(rim-1)*math.Abs(x))
		w.y0, w.y1 = min(w.y0, y-(rim-1)*math.Abs(y)), max(w.y1, y+(rim-1)*math.Abs(y))
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
	case p.Data == "iris":
		return irisRows
	}
	return p.M
}
