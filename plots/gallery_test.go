package plots

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
)

// gallery returns one figure of every kind that the book draws, from fixed seeds.
func gallery() map[string]func() (*Figure, error) {
	all := map[string]func() (*Figure, error){
		"histogram": histogramFigure, "bias": biasFigure, "stack": stackFigure, "spaghetti": spaghettiFigure,
		"ucurve": ucurveFigure, "descent": descentFigure, "cloud": cloudFigure, "classes": classesFigure,
		"scree": screeFigure, "heat2": func() (*Figure, error) { return heatFigure(2) },
		"heat4": func() (*Figure, error) { return heatFigure(4) }, "heat13": func() (*Figure, error) { return heatFigure(13) },
		"heat64": func() (*Figure, error) { return heatFigure(64) }, "digits": digitsFigure, "plain": plainFigure,
	}
	maps.Copy(all, surfaces())
	maps.Copy(all, graphs())
	return all
}

func rng() *rand.Rand { return rand.New(rand.NewPCG(7, 1)) }

func grid01(n int, f func(float64) float64) (x, y []float64) {
	for i := range n {
		v := float64(i)/float64(n-1)*2 - 1
		x, y = append(x, v), append(y, f(v))
	}
	return x, y
}

func histogramFigure() (*Figure, error) {
	r := rng()
	edges := make([]float64, 41)
	heights := make([]float64, 40)
	for i := range edges {
		edges[i] = float64(i) * 0.1
	}
	for range 20000 {
		s := 0.0
		for range 4 {
			v := r.NormFloat64()
			s += v * v
		}
		if i := int(s / 5 * 10); i < 40 {
			heights[i] += 1 / 2000.0
		}
	}
	return New(Axes{X: "оценка σ̂² по выборке", Y: "плотность", Size: Wide},
		Histogram{Name: "20 000 оценок", Edges: edges, Heights: heights},
		Mark{Name: "среднее 0,80", X: 0.8, Ink: C2, Dash: Dashed},
		Mark{Name: "θ = 1", X: 1, Ink: Text})
}

func biasFigure() (*Figure, error) {
	m := []float64{2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200}
	var y, se, th []float64
	r := rng()
	for _, v := range m {
		th = append(th, -1/v)
		se = append(se, 0.03/math.Sqrt(v/2))
		y = append(y, -1/v+0.03*r.NormFloat64()/math.Sqrt(v))
	}
	return New(Axes{X: "число примеров m", Y: "смещение", LogX: true},
		Level{Y: 0, Ink: Muted},
		Line{Name: "теория −σ²/m", X: m, Y: th, Ink: C1},
		Points{Name: "по 2000 выборок ± ст. ошибка", X: m, Y: y, Bars: se, Ink: C2, Marker: Disc},
		Mark{Name: "m = 5", X: 5, Ink: Accent, Dash: Dotted})
}

func stackFigure() (*Figure, error) {
	var x, b, v []float64
	for i := range 21 {
		c := 0.05 + float64(i)*0.02
		x = append(x, c)
		b = append(b, (4*c-1)*(4*c-1))
		v = append(v, 8*c*c)
	}
	return New(Axes{X: "множитель c", Y: "ошибка"},
		Stack{X: x, Width: 0.016, Current: 6, Tip: "MSE 0,404", Parts: []Part{
			{Name: "смещение²", Y: b, Ink: C2}, {Name: "дисперсия", Y: v, Ink: C1}}},
		Mark{Name: "1/(m+1)", X: 1.0 / 6, Dash: Dotted})
}

func spaghettiFigure() (*Figure, error) {
	r := rng()
	x, truth := grid01(201, func(v float64) float64 { return math.Sin(3 * v) })
	mean := make([]float64, 201)
	var ys [][]float64
	for range 30 {
		y := make([]float64, 201)
		c := [6]float64{}
		for k := range c {
			c[k] = r.NormFloat64() * 0.25
		}
		for i, v := range x {
			y[i] = truth[i]*0.9 + c[0] + c[1]*v + c[2]*v*v + c[3]*math.Pow(v, 9)*2 + c[4]*math.Sin(9*v) + c[5]*math.Cos(11*v)
			mean[i] += y[i] / 30
		}
		ys = append(ys, y)
	}
	var px, py []float64
	for i := range 20 {
		v := -1 + 2*float64(i)/19
		px, py = append(px, v), append(py, math.Sin(3*v)+0.3*r.NormFloat64())
	}
	return New(Axes{X: "x", Y: "y", YMin: -2, YMax: 2, Size: Tall},
		Spaghetti{Name: "30 обученных кривых", X: x, Ys: ys},
		Line{Name: "истина", X: x, Y: truth, Ink: Text, Dash: Dashed},
		Tagged{"mean", Line{Name: "среднее", X: x, Y: mean, Ink: C2, Width: Thick}},
		Points{Name: "выборка", X: px, Y: py, Ink: C1})
}

func ucurveFigure() (*Figure, error) {
	var d, b, v, m []float64
	for i := range 16 {
		x := float64(i)
		d = append(d, x)
		b = append(b, 0.5*math.Exp(-x*1.3)+1e-30)
		v = append(v, 0.01*(x+1)*math.Exp(x/6))
		m = append(m, b[i]+v[i]+0.09)
	}
	return New(Axes{X: "степень многочлена d", Y: "ошибка", LogY: true, YMin: 1e-4, YMax: 10},
		Line{Name: "смещение²", X: d, Y: b, Ink: C2, Dash: Dashed},
		Line{Name: "дисперсия", X: d, Y: v, Ink: C1, Dash: DashDot},
		Line{Name: "MSE", X: d, Y: m, Ink: Text},
		Level{Name: "шум σ² = 0,09", Y: 0.09, Ink: Muted, Dash: Dotted},
		Mark{Name: "d = 13", X: 13, Ink: Accent})
}

func descentFigure() (*Figure, error) {
	var n, y, lo, hi []float64
	for i := 1; i <= 80; i++ {
		x := float64(i)
		n = append(n, x)
		e := 0.1 + 2/(1+math.Abs(x-20)/1.5) + 2/x
		y, lo, hi = append(y, e), append(lo, e*0.85), append(hi, e*1.15)
	}
	return New(Axes{X: "число признаков N", Y: "MSE на новых примерах", Size: Short},
		Band{Name: "разброс", X: n, Lo: lo, Hi: hi},
		Line{Name: "среднее по выборкам", X: n, Y: y},
		Mark{Name: "N = m", X: 20, Dash: Dashed}, Mark{Name: "N = 24", X: 24, Ink: Accent})
}

func cloudFigure() (*Figure, error) {
	r := rng()
	var x, y, px, py []float64
	for range 200 {
		a, b := r.NormFloat64()*2, r.NormFloat64()*0.5
		x, y = append(x, a*0.8-b*0.6), append(y, a*0.6+b*0.8)
		n := len(x) - 1
		t := x[n]*0.94 + y[n]*0.34
		px, py = append(px, t*0.94), append(py, t*0.34)
	}
	return New(Axes{X: "x₁", Y: "x₂", Equal: true, Size: Square},
		Segments{X0: x, Y0: y, X1: px, Y1: py, Width: Thin},
		Points{X: x, Y: y, Radius: 2.5, Faint: true},
		Line{Name: "ваше направление", X: []float64{-4.7, 4.7}, Y: []float64{-1.7, 1.7}, Ink: Accent},
		Tagged{"axis1", Arrow{Name: "главные оси", X1: 3.2, Y1: 2.4, Ink: C2, Width: Thick, Label: "λ₁ = 4,03"}},
		Arrow{X1: -0.6, Y1: 0.8, Ink: C2, Width: Thick, Label: "λ₂ = 0,25"})
}

func classesFigure() (*Figure, error) {
	r := rng()
	var layers []Layer
	for c := range 10 {
		var x, y []float64
		a := float64(c) * 0.63
		for range 180 {
			x = append(x, 20*math.Cos(a)+7*r.NormFloat64())
			y = append(y, 20*math.Sin(a)+7*r.NormFloat64())
		}
		layers = append(layers, Points{Name: fmt.Sprint(c), X: x, Y: y, Radius: 2.2, Ink: SeriesInk(c), Marker: SeriesMarker(c), Faint: true})
	}
	return New(Axes{X: "z₁", Y: "z₂", Equal: true, Size: Square}, layers...)
}

func screeFigure() (*Figure, error) {
	x := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}
	var share, sum []float64
	s := 0.0
	for i := range x {
		v := math.Exp(-float64(i)/3) * 0.29
		s += v
		share, sum = append(share, v), append(sum, s)
	}
	return New(Axes{X: "номер компоненты", Y: "доля дисперсии", YMin: 0, YMax: 1},
		Bars{Name: "одной", X: x, Y: share},
		Line{Name: "первых k вместе", X: x, Y: sum, Ink: C2},
		Points{X: x, Y: sum, Ink: C2, Marker: Diamond},
		Mark{Name: "k = 2", X: 2, Ink: Accent})
}

func heatFigure(n int) (*Figure, error) {
	v := make([][]float64, n)
	for i := range v {
		v[i] = make([]float64, n)
		for j := range v[i] {
			v[i][j] = 1.27 * math.Cos(float64(i-j)*1.1) * math.Exp(-math.Abs(float64(i-j))/6)
		}
	}
	h := Heat{Values: v, ShowValues: true}
	if n == 4 {
		h.RowNames = []string{"длина чашелистика", "ширина чашелистика", "длина лепестка", "ширина лепестка"}
		h.ColNames = h.RowNames
	}
	return New(Axes{}, h)
}

func digitsFigure() (*Figure, error) {
	r := rng()
	rows := []ImageRow{{Caption: "оригинал"}, {Caption: "k = 8"}}
	for range 8 {
		a, b := make([]float64, 64), make([]float64, 64)
		for i := range a {
			d := math.Hypot(float64(i%8)-3.5, float64(i/8)-3.5)
			a[i] = 16 * math.Exp(-(d-2.5)*(d-2.5)) * (0.7 + 0.3*r.Float64())
			b[i] = a[i] + r.NormFloat64()*2
		}
		rows[0].Pictures = append(rows[0].Pictures, a)
		rows[1].Pictures = append(rows[1].Pictures, b)
	}
	return New(Axes{}, Images{Cols: 8, Max: 16, Rows: rows})
}

func plainFigure() (*Figure, error) {
	x, y := grid01(50, func(v float64) float64 { return 30000 * v * v })
	return New(Axes{X: "x", Y: "стоимость"}, Line{Name: "одна", X: x, Y: y}, Label{X: 0, Y: 0, Text: "минимум"})
}
