package s0201crossval

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// curvePoints is how many points a small curve has.
const curvePoints = 81

// pane is one of the small pictures: x from −1 to 1 and y from −tall to tall, laid on the
// square of column and row of the figure.
type pane struct {
	col, row int
	tall     float64
}

func (q pane) x(v float64) float64 { return float64(q.col) + 0.5 + 0.46*v }
func (q pane) y(v float64) float64 { return -float64(q.row) - 0.5 + 0.45*v/q.tall }

// curve is the pieces of a curve that stay inside the pane.
func (q pane) curve(f func(float64) float64, line plots.Line) []plots.Layer {
	var out []plots.Layer
	flush := func() {
		if len(line.X) > 1 {
			out = append(out, line)
		}
		line.X, line.Y = nil, nil
	}
	for _, v := range floats.Span(make([]float64, curvePoints), -1, 1) {
		if y := f(v); y > -q.tall && y < q.tall {
			line.X, line.Y = append(line.X, q.x(v)), append(line.Y, q.y(y))
			continue
		}
		flush()
	}
	flush()
	return out
}

// grid is how many columns and rows n small pictures take.
func grid(n int) (cols, rows int) {
	cols = 3
	if n > 6 {
		cols = 4
	}
	return cols, (n + cols - 1) / cols
}

func drawFits(p Params, r *Result) (*plots.Figure, error) {
	n := len(r.fits)
	cols, rows := grid(n + 1)
	axes := plots.Axes{XMin: 0, XMax: float64(cols), YMin: -float64(rows), YMax: 0.001, HideX: true, HideY: true, Size: plots.Wide,
		XTicks: []plots.Tick{{At: float64(cols) / 2, Label: fitsCaption(p, n)}}}
	tall := 1.5 + 2*p.Noise
	frames := plots.Segments{Ink: plots.Grid, Width: plots.Thin}
	train, test := plots.Points{Name: "учится", Ink: plots.C8, Marker: plots.Ring, Radius: 1.8}, plots.Points{Name: "проверяет", Ink: plots.C2, Radius: 2.2}
	misses := plots.Segments{Ink: plots.C2, Width: plots.Thin}
	var curves, notes []plots.Layer
	for i := range n + 1 {
		q := pane{i % cols, i / cols, tall}
		frame(&frames, q)
		f, fold, text := r.final, -1, "все: "+r.TrueError.Text(2)
		if i < n {
			f, fold, text = r.fits[i], i, fmt.Sprintf("%d: %s", i+1, russian.Number(r.estimates[i], 2))
		}
		predict := func(x float64) float64 { return f.Predict([]float64{x}) }
		for j, y := range r.examples.y {
			x := r.examples.x.At(j, 0)
			to := &train
			if r.FoldOfRow[j] == fold {
				to = &test
				misses.X0, misses.X1 = append(misses.X0, q.x(x)), append(misses.X1, q.x(x))
				misses.Y0, misses.Y1 = append(misses.Y0, q.y(bounded(y, tall))), append(misses.Y1, q.y(bounded(predict(x), tall)))
			}
			to.X, to.Y = append(to.X, q.x(x)), append(to.Y, q.y(bounded(y, tall)))
		}
		line := plots.Line{Ink: plots.C1}
		if i == n {
			line.Name = "модель"
		}
		curves = append(curves, first(q.curve(predict, line))...)
		notes = append(notes, plots.Label{X: q.x(-1), Y: q.y(0.72 * tall), Text: text, Align: plots.Start})
	}
	layers := append([]plots.Layer{frames, train, misses, test}, curves...)
	return plots.New(axes, append(layers, notes...)...)
}

// first leaves the name for the legend with the first piece of a curve.
func first(pieces []plots.Layer) []plots.Layer {
	for i := range pieces {
		if line, ok := pieces[i].(plots.Line); ok && i > 0 {
			line.Name = ""
			pieces[i] = line
		}
	}
	return pieces
}

func fitsCaption(p Params, n int) string {
	if n < p.K {
		return fmt.Sprintf("обучение без частей 1…%d из %d и по всем примерам", n, p.K)
	}
	return "обучение без каждой части и по всем примерам"
}

func bounded(v, tall float64) float64 { return max(-0.98*tall, min(0.98*tall, v)) }

func frame(s *plots.Segments, q pane) {
	l, r, b, t := float64(q.col)+0.02, float64(q.col)+0.98, -float64(q.row)-0.97, -float64(q.row)-0.03
	s.X0, s.Y0 = append(s.X0, l, r, r, l), append(s.Y0, b, b, t, t)
	s.X1, s.Y1 = append(s.X1, r, r, l, l), append(s.Y1, b, t, t, b)
}

func describeFits(p Params, r *Result) string {
	n := len(r.fits)
	return fmt.Sprintf("%s: в каждой модель обучена без одной части, отложенные примеры закрашены, рядом ошибка на них, от %s до %s. В последней клетке модель, обученная на всех, и её истинная ошибка %s.",
		russian.Count(n+1, "клетка", "клетки", "клеток"), russian.Number(slices.Min(r.estimates[:n]), 2), russian.Number(slices.Max(r.estimates[:n]), 2), r.TrueError.Text(3))
}

// tableFits lists the fits on a grid.
func tableFits(_ Params, r *Result) lab.Table {
	grid := floats.Span(make([]float64, 41), -1, 1)
	t := lab.Table{Columns: []lab.Column{{Name: "x", Label: "x", Values: grid}}}
	column := func(name, label string, f func(x []float64) float64) {
		c := lab.Column{Name: name, Label: label, Values: make([]float64, len(grid))}
		for i, x := range grid {
			c.Values[i] = f([]float64{x})
		}
		t.Columns = append(t.Columns, c)
	}
	for i, f := range r.fits {
		column(fmt.Sprintf("without%d", i+1), fmt.Sprintf("без части %d", i+1), f.Predict)
	}
	column("all", "по всем", r.final.Predict)
	return t
}
