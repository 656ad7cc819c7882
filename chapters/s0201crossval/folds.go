package s0201crossval

import (
	"fmt"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// board is where things stand in the figure of the folds: a row of cells for each fold,
// from the top down, the single split under them, and to the right of the cells the bars
// of the errors.
type board struct {
	m, k       int
	full       float64 // the error of a bar of full length
	bar, width float64 // abscissa where bars begin, their full length
}

func newBoard(r *Result) board {
	m := float64(r.Rows)
	largest := max(slices.Max(r.estimates), float64(r.HoldoutMSE))
	return board{m: r.Rows, k: len(r.FoldMSE), full: above(largest, 1, 2, 5), bar: 1.05 * m, width: 0.34 * m}
}

// row is the middle of the row of fold f; the single split has the row k, a little apart.
func (b board) row(f int) float64 {
	if f == b.k {
		return -b.gap()
	}
	return float64(b.k - f)
}

// gap sets the single split apart: by its height when rows are few, visibly when many.
func (b board) gap() float64 { return max(0.6, 0.06*float64(b.k)) }

// half is half of the height of a row: the single split stays visible under many rows.
func (b board) half(f int) float64 {
	if f == b.k {
		return max(0.36, 0.025*float64(b.k))
	}
	if b.k > named {
		return 0.5
	}
	return 0.36
}

func (b board) end(mse float64) float64 { return b.bar + b.width*mse/b.full }

// seen is how many cells across and rows down the eye still tells apart.
const seen = 80

// apart is the largest count of examples that stand apart, each a cell of its own.
const apart = 60

// cells lays out the test examples of a row; when there are many it joins neighbours.
func (b board) cells(s *plots.Strip, rows []int, y, half float64) {
	gap := 0.0
	if b.m <= apart {
		gap = 0.08
	}
	for i := 0; i < len(rows); {
		j := i + 1
		for gap == 0 && j < len(rows) && rows[j] == rows[j-1]+1 {
			j++
		}
		left, right, up := float64(rows[i])+gap, float64(rows[j-1]+1)-gap, half
		if b.k > seen && len(rows) <= 2 { // lone examples of so many rows would be too small to see
			mid, wide := (left+right)/2, float64(b.m)/seen/2
			left, right, up = max(0, mid-wide), min(float64(b.m), mid+wide), max(half, float64(b.k)/seen/2)
		}
		s.X0, s.X1 = append(s.X0, left), append(s.X1, right)
		s.Y0, s.Y1 = append(s.Y0, y-up), append(s.Y1, y+up)
		i = j
	}
}

// named is the largest count of rows that have a number each.
const named = 12

func drawFolds(p Params, r *Result) (*plots.Figure, error) {
	b := newBoard(r)
	back, test := plots.Strip{Name: "учится", Ink: plots.C8, Faint: true}, plots.Strip{Name: "проверяет", Ink: plots.C2}
	bars := plots.Strip{Ink: plots.C1}
	axes := plots.Axes{XMin: -0.01 * float64(b.m), XMax: b.bar + 1.6*b.width, YMin: b.row(b.k) - b.half(b.k) - 0.2, YMax: float64(b.k) + 0.75, HideX: true, HideY: true,
		XTicks: []plots.Tick{{At: float64(b.m) / 2, Label: russian.Count(b.m, "пример", "примера", "примеров")}, {At: b.bar + 0.75*b.width, Label: "MSE на части"}}}
	if b.k > named { // one ground under all the rows: their outlines would drown the cells
		back.X0, back.X1, back.Y0, back.Y1 = []float64{0}, []float64{float64(b.m)}, []float64{0.5}, []float64{float64(b.k) + 0.5}
	}
	var notes []plots.Layer
	for f := range b.k + 1 {
		y, half := b.row(f), b.half(f)
		rows, mse := r.fold(f), float64(r.HoldoutMSE)
		if f < b.k {
			mse = r.estimates[f]
		}
		if b.k <= named || f == b.k {
			back.X0, back.X1 = append(back.X0, 0), append(back.X1, float64(b.m))
			back.Y0, back.Y1 = append(back.Y0, y-half), append(back.Y1, y+half)
		}
		b.cells(&test, rows, y, half)
		bars.X0, bars.X1 = append(bars.X0, b.bar), append(bars.X1, b.end(mse))
		bars.Y0, bars.Y1 = append(bars.Y0, y-half), append(bars.Y1, y+half)
		if b.k <= named || f == b.k {
			notes = append(notes, plots.Label{X: b.bar + b.width, Y: y, Text: russian.Number(mse, 2), Align: plots.Start})
		}
	}
	axes.YTicks = rowNames(b)
	cv := b.end(float64(r.CVMSE))
	layers := []plots.Layer{back, test, bars,
		plots.Segments{Name: "среднее " + r.CVMSE.Text(2), X0: []float64{cv}, Y0: []float64{0.5}, X1: []float64{cv}, Y1: []float64{float64(b.k) + 0.5}, Ink: plots.Text, Dash: plots.Dashed}}
	return plots.New(axes, append(layers, notes...)...)
}

func rowNames(b board) []plots.Tick {
	ticks := []plots.Tick{{At: b.row(b.k), Label: "одно"}}
	if b.k <= named {
		for f := range b.k {
			ticks = append(ticks, plots.Tick{At: b.row(f), Label: fmt.Sprint(f + 1)})
		}
	}
	return ticks
}

// fold is the rows of fold f, ascending; after the last fold, those of the single split.
func (r *Result) fold(f int) []int {
	if f == len(r.FoldMSE) {
		return r.test
	}
	var rows []int
	for i, of := range r.FoldOfRow {
		if of == f {
			rows = append(rows, i)
		}
	}
	return rows
}

func describeFolds(p Params, r *Result) string {
	return fmt.Sprintf("%s в %s: строка — одно обучение, закрашены примеры, на которых его проверяют. Ошибки частей от %s до %s, среднее по всем примерам %s; нижняя строка — одно деление, %s.",
		russian.Count(r.Rows, "пример", "примера", "примеров"), russian.Count(p.K, "части", "частях", "частях"),
		russian.Number(slices.Min(r.estimates), 3), russian.Number(slices.Max(r.estimates), 3), r.CVMSE.Text(3), r.HoldoutMSE.Text(3))
}

func tableFolds(_ Params, r *Result) lab.Table {
	var number, size []float64
	for f, n := range r.FoldSize {
		number, size = append(number, float64(f+1)), append(size, float64(n))
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "fold", Label: "часть", Values: number},
		{Name: "size", Label: "примеров", Values: size},
		{Name: "mse", Label: "MSE", Values: r.estimates},
	}}
}
