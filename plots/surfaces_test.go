package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// places returns n numbers from lo to hi.
func places(n int, lo, hi float64) []float64 { return floats.Span(make([]float64, n), lo, hi) }

// surfaces are the figures of the gallery with a function of the plane.
func surfaces() map[string]func() (*Figure, error) {
	return map[string]func() (*Figure, error){
		"decision": decisionFigure, "valley": valleyFigure, "terraces": terracesFigure,
		"folds": foldsFigure, "squares": squaresFigure, "numerals": numeralsFigure,
	}
}

// moons returns two classes of points, each on half a circle.
func moons(n int) (x, y [2][]float64) {
	r := rng()
	for i := range n {
		t := math.Pi * float64(i) / float64(n-1)
		x[0], y[0] = append(x[0], math.Cos(t)+0.15*r.NormFloat64()), append(y[0], math.Sin(t)+0.15*r.NormFloat64())
		x[1], y[1] = append(x[1], 1-math.Cos(t)+0.15*r.NormFloat64()), append(y[1], 0.5-math.Sin(t)+0.15*r.NormFloat64())
	}
	return x, y
}

// score is a sum of bells, as a classifier with a Gaussian kernel has it.
func score(px, py [2][]float64) func(x, y float64) float64 {
	return func(x, y float64) float64 {
		sum := 0.0
		for i := range px[0] {
			dx, dy := x-px[0][i], y-py[0][i]
			sum -= math.Exp(-3 * (dx*dx + dy*dy))
			dx, dy = x-px[1][i], y-py[1][i]
			sum += math.Exp(-3 * (dx*dx + dy*dy))
		}
		return sum / 4
	}
}

func decisionFigure() (*Figure, error) {
	px, py := moons(40)
	x, y := places(100, -2, 3), places(100, -1.5, 2)
	z := Sample(x, y, score(px, py))
	return New(Axes{X: "x₁", Y: "x₂", XMin: -2, XMax: 3, YMin: -1.5, YMax: 2, Size: Tall},
		Shade{X: x, Y: y, Z: z, At: []float64{-1.5, -1, -0.5, 0, 0.5, 1, 1.5}},
		Contours{X: x, Y: y, Z: z, Levels: []Contour{
			{At: -1, Ink: C1, Dash: Dashed, Label: "f = −1"}, {At: 1, Ink: C2, Dash: Dashed, Label: "f = 1"},
			{At: 0, Name: "граница f = 0", Ink: Text}}},
		Points{Name: "y = −1", X: px[0], Y: py[0]},
		Points{Name: "y = 1", X: px[1], Y: py[1], Ink: C2, Marker: Triangle})
}

// valleyFigure is the loss of a regression over its two weights.
func valleyFigure() (*Figure, error) {
	x, y := places(60, -1, 3), places(60, -1, 3)
	z := Sample(x, y, func(a, b float64) float64 { return (a-1)*(a-1) + 1.6*(a-1)*(b-1) + (b-1)*(b-1) })
	return New(Axes{X: "w", Y: "b", XMin: -1, XMax: 3, YMin: -1, YMax: 3, Size: Square},
		Shade{X: x, Y: y, Z: z, At: []float64{0.1, 0.5, 1.5, 3, 5}, Low: C3, High: Muted},
		Contours{X: x, Y: y, Z: z, Levels: []Contour{{At: 0.1, Label: "0,1"}, {At: 0.5, Label: "0,5"}, {At: 1.5, Label: "1,5"}, {At: 3, Label: "3"}, {At: 5, Label: "5"}}},
		Line{Name: "спуск", X: []float64{-0.6, 0.2, 0.5, 0.8, 1}, Y: []float64{2.6, 2.1, 1.5, 1.2, 1}, Ink: Accent},
		Points{Name: "минимум", X: []float64{1}, Y: []float64{1}, Ink: Text, Marker: Cross, Radius: 4})
}

// terracesFigure has saddles and three tones, the middle one of paper.
func terracesFigure() (*Figure, error) {
	x, y := places(100, 0.1, 10), places(100, 0, 6)
	z := Sample(x, y, func(a, b float64) float64 { return math.Sin(a) * math.Cos(b) })
	return New(Axes{X: "a", Y: "b", XMin: 1, XMax: 9, YMin: 0.5, YMax: 5.5},
		Shade{X: x, Y: y, Z: z, At: []float64{-0.5, 0.5}, Low: C4, High: C3, LowName: "ниже −0,5", HighName: "выше 0,5"},
		Contours{X: x, Y: y, Z: z, Levels: []Contour{{At: 0, Name: "нуль", Dash: Dotted}}},
		Label{X: 4.7, Y: 3.1, Text: "вершина"})
}

// foldsFigure cuts forty examples into five folds; every row tests one of them.
func foldsFigure() (*Figure, error) {
	var train, test Strip
	var layers []Layer
	for k := range 5 {
		lo, hi, row := float64(8*k), float64(8*k+8), float64(k+1)
		for i := range 40 {
			s := &train
			if v := float64(i); v >= lo && v < hi {
				s = &test
			}
			s.X0, s.X1 = append(s.X0, float64(i)+0.08), append(s.X1, float64(i)+0.92)
			s.Y0, s.Y1 = append(s.Y0, row-0.36), append(s.Y1, row+0.36)
		}
	}
	train.Name, train.Faint, train.Ink = "обучение", true, C8
	test.Name = "проверка"
	layers = append(layers, train, test)
	return New(Axes{X: "номер примера", Y: "блок", XMin: 0, XMax: 40, YMin: 0.5, YMax: 5.5, Size: Short, HideY: true,
		YTicks: []Tick{{1, "1"}, {2, "2"}, {3, "3"}, {4, "4"}, {5, "5"}}}, layers...)
}

// squaresFigure has the squares of a regression on its residuals, each with a tag.
func squaresFigure() (*Figure, error) {
	r := rng()
	layers := []Layer{Line{Name: "прямая", X: []float64{0, 10}, Y: []float64{1, 6}, Ink: C2}}
	for i := range 9 {
		x := float64(i) + 1
		fit := 1 + x/2
		y := fit + 1.7*r.NormFloat64()
		layers = append(layers, Tagged{fmt.Sprintf("i%d", i), Strip{X0: []float64{x}, X1: []float64{x + y - fit}, Y0: []float64{fit}, Y1: []float64{y}, Square: true, Faint: true}},
			Tagged{fmt.Sprintf("i%d", i), Segments{X0: []float64{x}, X1: []float64{x}, Y0: []float64{fit}, Y1: []float64{y}, Ink: C1}},
			Tagged{fmt.Sprintf("i%d", i), Points{X: []float64{x}, Y: []float64{y}}})
	}
	return New(Axes{X: "x", Y: "y", XMin: 0, XMax: 11, YMin: 0, YMax: 9}, layers...)
}

// numeralsFigure has a number in three formats.
func numeralsFigure() (*Figure, error) {
	return New(Axes{XMin: 0, XMax: 1, YMin: 0, YMax: 4, HideX: true, YTicks: []Tick{{3, "float16"}, {2, "float32"}, {1, "float64"}}, HideY: true, Size: Short},
		Digits{X: 0.1, Y: 3, Text: "0,10000000149011612", Good: 5}, Digits{X: 0.1, Y: 2, Text: "NaN"}, Digits{X: 0.1, Y: 1, Text: "−0,1", Good: 4})
}
