package s0210regression

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// others are the deviations whose −ℓ stands beside that of the reader's σ.
var others = []float64{0.4, 1, 2.5}

// heights is the y axis of the scan: it follows the data, not the controls w, b and σ.
func (r *Result) heights() (lo, hi float64) {
	if r.frame == usual || r.frame == deviations {
		return -0.5, 6
	}
	scale := r.frame.y1 - r.frame.y0
	return -0.1 * scale, max(6, scale)
}

// drawScan lays the cost of every slope for several σ beside the MSE and the MAE: the
// numbers differ, the slope at which they are least is one for the MSE and every σ.
func drawScan(p Params, r *Result) (*plots.Figure, error) {
	w, mse, mae, own := scan(r.Curve)
	var family [][]float64
	for _, sigma := range others {
		y := make([]float64, len(mse))
		for i, v := range mse {
			y[i] = nll(v, sigma)
		}
		family = append(family, y)
	}
	lo, hi := r.heights()
	layers := []plots.Layer{
		plots.Line{Name: "MSE", X: w, Y: mse, Ink: plots.C2, Dash: plots.Dashed},
		plots.Line{Name: "MAE", X: w, Y: mae, Ink: plots.C3, Dash: plots.DashDot},
		plots.Line{Name: "−ℓ/m", X: w, Y: own, Ink: plots.C1, Width: plots.Thick},
		plots.Spaghetti{Name: "другие σ", X: w, Ys: family, Ink: plots.C6},
	}
	if at := float64(r.WAtB); !math.IsNaN(at) && at > w[0] && at < w[len(w)-1] {
		low := r.mseAt(at, p.B)
		bottoms := plots.Points{X: []float64{at, at}, Y: []float64{low, nll(low, p.Sigma)}, Ink: plots.Text, Marker: plots.Diamond, Radius: 3.4}
		for _, sigma := range others {
			bottoms.X, bottoms.Y = append(bottoms.X, at), append(bottoms.Y, nll(low, sigma))
		}
		layers = append(layers, plots.Mark{Name: "дно: w = " + r.WAtB.Text(3), X: at, Ink: plots.Text, Dash: plots.Dotted}, bottoms)
	}
	y := nll(float64(r.MSE), p.Sigma)
	if y >= lo && y <= hi {
		layers = append(layers, plots.Points{X: []float64{p.W}, Y: []float64{y}, Ink: plots.Accent, Radius: 4.5})
	}
	return plots.New(plots.Axes{X: "наклон w при b = " + russian.Number(p.B, 3), Y: "на пример", XMin: w[0], XMax: w[len(w)-1], YMin: lo, YMax: hi, Size: plots.Short}, layers...)
}

// mseAt is the mean squared error of a line.
func (r *Result) mseAt(w, b float64) float64 {
	sum := 0.0
	for i, x := range r.X {
		e := r.Y[i] - b - w*x
		sum += e * e
	}
	return sum / float64(len(r.X))
}

// scan lists the curve as slices.
func scan(curve []Height) (w, mse, mae, nll []float64) {
	for _, c := range curve {
		w, mse = append(w, float64(c.W)), append(mse, float64(c.MSE))
		mae, nll = append(mae, float64(c.MAE)), append(nll, float64(c.NLL))
	}
	return w, mse, mae, nll
}

func describeScan(p Params, r *Result) string {
	return fmt.Sprintf("Чего стоит наклон w при b = %s: MSE, MAE и −ℓ/m для нескольких σ. У MSE и у всех −ℓ/m дно при w = %s; при вашем σ = %s и w = %s −ℓ/m равно %s.",
		russian.Number(p.B, 3), r.WAtB.Text(3), russian.Number(p.Sigma, 3), russian.Number(p.W, 3), russian.Number(nll(float64(r.MSE), p.Sigma), 3))
}

func tableScan(_ Params, r *Result) lab.Table {
	w, mse, mae, own := scan(r.Curve)
	return lab.Table{Columns: []lab.Column{
		{Name: "w", Label: "w", Values: w},
		{Name: "mse", Label: "MSE", Values: mse},
		{Name: "mae", Label: "MAE", Values: mae},
		{Name: "nll", Label: "−ℓ/m", Values: own},
	}}
}

// The contours lie above the smallest MSE by these steps, in squared units of y.
var rises = []float64{0.05, 0.2, 0.5, 1, 2, 4}

// drawPlane is the MSE over all lines. The contours of −ℓ are the same ellipses for every σ.
func drawPlane(p Params, r *Result) (*plots.Figure, error) {
	const cells = 60
	f := r.frame
	w := floats.Span(make([]float64, cells), f.slope.Min, f.slope.Max)
	b := floats.Span(make([]float64, cells), f.intercept.Min, f.intercept.Max)
	grid := plots.Sample(w, b, r.mseAt)
	unit := 1.0
	if f != usual && f != deviations {
		unit = (f.y1 - f.y0) * (f.y1 - f.y0) / 25
	}
	contours := plots.Contours{X: w, Y: b, Z: grid}
	low := 0.0
	if r.fit != nil {
		low = float64(r.MSEAtML)
	}
	for i, s := range rises {
		c := plots.Contour{At: low + s*unit, Ink: plots.C1, Width: plots.Thin}
		if i == 0 {
			c.Name = "уровни MSE"
		}
		contours.Levels = append(contours.Levels, c)
	}
	layers := []plots.Layer{contours}
	mark := func(name string, x, y lab.Num, ink plots.Ink, marker plots.Marker) {
		if inside(float64(x), f.slope) && inside(float64(y), f.intercept) {
			layers = append(layers, plots.Points{Name: name, X: []float64{float64(x)}, Y: []float64{float64(y)}, Ink: ink, Marker: marker, Radius: 5})
		}
	}
	mark("истина", r.WTrue, r.BTrue, plots.Text, plots.Cross)
	mark("модули", r.WMAE, r.BMAE, plots.C3, plots.Triangle)
	mark("квадраты", r.WMSE, r.BMSE, plots.C2, plots.Diamond)
	layers = append(layers, plots.Points{X: []float64{p.W}, Y: []float64{p.B}, Ink: plots.Accent, Radius: 4.5})
	return plots.New(plots.Axes{X: "наклон w", Y: "b", XMin: f.slope.Min, XMax: f.slope.Max, YMin: f.intercept.Min, YMax: f.intercept.Max, Size: plots.Short}, layers...)
}

func inside(v float64, l lab.Limit) bool { return v >= l.Min && v <= l.Max }

func describePlane(p Params, r *Result) string {
	if r.fit == nil {
		return "Уровни MSE на плоскости (w, b): прямых с наименьшей MSE бесконечно много, потому что абсцисса у всех точек одна."
	}
	return fmt.Sprintf("Уровни MSE на плоскости (w, b). Наименьшие квадраты в точке (%s; %s), наименьшие модули в (%s; %s), ваша прямая в (%s; %s).",
		r.WMSE.Text(3), r.BMSE.Text(3), r.WMAE.Text(3), r.BMAE.Text(3), russian.Number(p.W, 3), russian.Number(p.B, 3))
}

func tablePlane(p Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{
		{Name: "line", Label: "прямая", Texts: []string{"ваша"}},
		{Name: "w", Label: "w", Values: []float64{p.W}},
		{Name: "b", Label: "b", Values: []float64{p.B}},
		{Name: "mse", Label: "MSE", Values: []float64{float64(r.MSE)}},
	}}
	add := func(name string, w, b lab.Num) {
		if float64(w) != float64(w) {
			return
		}
		t.Columns[0].Texts = append(t.Columns[0].Texts, name)
		for i, v := range []float64{float64(w), float64(b), r.mseAt(float64(w), float64(b))} {
			t.Columns[i+1].Values = append(t.Columns[i+1].Values, v)
		}
	}
	add("наименьшие квадраты", r.WMSE, r.BMSE)
	add("наибольшее правдоподобие", r.WLogLik, r.BLogLik)
	add("наименьшие модули", r.WMAE, r.BMAE)
	add("истина", r.WTrue, r.BTrue)
	return t
}
