package s0208pca

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/pca"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// shares lists the explained and the cumulative share of each component, in per cent.
func shares(r *Result) (number, each, together []float64) {
	sum := 0.0
	for i, ratio := range r.ExplainedRatio {
		sum += float64(ratio)
		number = append(number, float64(i+1))
		each = append(each, 100*float64(ratio))
		together = append(together, 100*sum)
	}
	return number, each, together
}

func drawScree(p Params, r *Result) (*plots.Figure, error) {
	number, each, together := shares(r)
	axes := plots.Axes{X: "номер компоненты", Y: "доля дисперсии, %", XMin: 0.4, XMax: float64(len(number)) + 0.6, YMin: 0, YMax: 105, Size: plots.Short}
	if len(number) <= 13 {
		for i := range number {
			axes.XTicks = append(axes.XTicks, plots.Tick{At: number[i], Label: fmt.Sprint(i + 1)})
		}
	}
	return plots.New(axes,
		plots.Mark{Name: fmt.Sprintf("k = %d", p.K), X: float64(p.K), Ink: plots.Accent},
		plots.Bars{Name: "каждая", X: number, Y: each, Ink: plots.C1},
		plots.Line{Name: "вместе с предыдущими", X: number, Y: together, Ink: plots.C2},
		plots.Points{X: number, Y: together, Ink: plots.C2, Radius: 2},
	)
}

func describeScree(p Params, r *Result) string {
	return fmt.Sprintf("Первая компонента объясняет %s дисперсии, первые %d — %s.",
		russian.Percent(float64(r.ExplainedRatio[0]), 1), p.K, russian.Percent(float64(r.CumulativeRatio), 1))
}

func tableScree(_ Params, r *Result) lab.Table {
	number, each, together := shares(r)
	eigen := make([]float64, len(number))
	for i, v := range r.Eigenvalues {
		eigen[i] = float64(v)
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "component", Label: "номер", Values: number},
		{Name: "eigenvalue", Label: "собственное число", Values: eigen},
		{Name: "percent", Label: "доля, %", Values: each},
		{Name: "cumulative_percent", Label: "вместе, %", Values: together},
	}}
}

func gripsScree(p Params, r *Result) []lab.Grip {
	return []lab.Grip{{Param: "k", Label: "Сколько компонент оставить", Along: "x", X: float64(p.K), Y: 50}}
}

func matrix(s mat.Symmetric) [][]float64 {
	n := s.SymmetricDim()
	out := make([][]float64, n)
	for i := range out {
		for j := range n {
			out[i] = append(out[i], s.At(i, j))
		}
	}
	return out
}

// heat draws a covariance; the names stand at its edges while they can be read.
func heat(s mat.Symmetric, names []string) (*plots.Figure, error) {
	h := plots.Heat{Values: matrix(s), ShowValues: true}
	if len(names) <= 14 {
		h.RowNames, h.ColNames = names, names
		if len(names) > 4 {
			h.ColNames = nil
		}
	}
	return plots.New(plots.Axes{Size: plots.Tall}, h)
}

func beforeNames(r *Result) []string {
	var names []string
	for _, c := range r.Columns {
		names = append(names, short(c))
	}
	return names
}

func afterNames(n int) []string {
	var names []string
	for i := range n {
		names = append(names, subscript("z", i+1))
	}
	return names
}

func subscript(letter string, n int) string {
	for _, c := range fmt.Sprint(n) {
		letter += string('₀' + c - '0')
	}
	return letter
}

func drawBefore(_ Params, r *Result) (*plots.Figure, error) {
	return heat(r.before, beforeNames(r))
}

func drawAfter(_ Params, r *Result) (*plots.Figure, error) {
	return heat(r.rotated, afterNames(len(r.Columns)))
}

func describeBefore(_ Params, r *Result) string {
	n := len(r.Columns)
	return fmt.Sprintf("Матрица ковариации признаков %d×%d: вне диагонали до %s.", n, n,
		russian.Number(pca.MaxOffDiagonal(r.before), 3))
}

func describeAfter(_ Params, r *Result) string {
	n := len(r.Columns)
	return fmt.Sprintf("Матрица ковариации координат z, %d×%d: на диагонали собственные числа от %s до %s, вне диагонали не больше %s.", n, n,
		r.Eigenvalues[0].Text(4), russian.Number(float64(r.Eigenvalues[n-1]), 4), russian.Number(pca.MaxOffDiagonal(r.rotated), 2))
}

func tableMatrix(s mat.Symmetric, names, labels []string) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "row", Label: "", Texts: labels}}}
	for j, row := range matrix(s) {
		t.Columns = append(t.Columns, lab.Column{Name: names[j], Label: labels[j], Values: row})
	}
	return t
}

func tableBefore(_ Params, r *Result) lab.Table {
	return tableMatrix(r.before, r.Columns, beforeNames(r))
}

func tableAfter(_ Params, r *Result) lab.Table {
	n := len(r.Columns)
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("z%d", i+1))
	}
	return tableMatrix(r.rotated, names, afterNames(n))
}

// shownWeights is for how many components the figure shows of what they are made.
const shownWeights = 4

// drawWeights shows of what the components are made: the weight of every feature, or,
// for digits, the weights as a picture, where half ink is zero.
func drawWeights(p Params, r *Result) (*plots.Figure, error) {
	n := len(r.Columns)
	if p.Data == "digits" {
		return plots.New(plots.Axes{Size: plots.Short}, plots.Images{Cols: 8, Max: 1, Rows: []plots.ImageRow{
			{Caption: "w₁…w₅", Pictures: pictures(r, 0, 5)}, {Caption: "w₆…w₁₀", Pictures: pictures(r, 5, 10)},
		}})
	}
	shown := min(n, shownWeights)
	values := make([][]float64, n)
	var names []string
	for j := range values {
		for c := range shown {
			values[j] = append(values[j], r.model.Components.At(c, j))
		}
	}
	for c := range shown {
		names = append(names, subscript("w", c+1))
	}
	return plots.New(plots.Axes{Size: plots.Tall}, plots.Heat{Values: values, RowNames: beforeNames(r), ColNames: names, ShowValues: true})
}

// pictures turns components into pictures in which half ink is zero.
func pictures(r *Result, from, to int) [][]float64 {
	var out [][]float64
	for c := from; c < to; c++ {
		row := slices.Clone(r.model.Components.RawRowView(c))
		largest := floats.Norm(row, math.Inf(1))
		for j := range row {
			row[j] = 0.5 + 0.5*row[j]/largest
		}
		out = append(out, row)
	}
	return out
}

func describeWeights(_ Params, r *Result) string {
	heaviest := 0
	for j := range r.Columns {
		if math.Abs(r.model.Components.At(0, j)) > math.Abs(r.model.Components.At(0, heaviest)) {
			heaviest = j
		}
	}
	return fmt.Sprintf("Веса признаков в первых компонентах. В первой больше всех весит «%s»: %s.",
		short(r.Columns[heaviest]), russian.Number(r.model.Components.At(0, heaviest), 4))
}

func tableWeights(_ Params, r *Result) lab.Table {
	n := len(r.Columns)
	t := lab.Table{Columns: []lab.Column{{Name: "feature", Label: "признак", Texts: beforeNames(r)}}}
	for c := range min(n, 10) {
		t.Columns = append(t.Columns, lab.Column{Name: fmt.Sprintf("w%d", c+1), Label: subscript("w", c+1), Values: slices.Clone(r.model.Components.RawRowView(c))})
	}
	return t
}

// shownDigits is how many digits are shown, one of each kind.
const shownDigits = 10

// rebuilt finds the first example of each digit and rebuilds it from k components.
func rebuilt(p Params, r *Result) (original, again [][]float64) {
	_, n := r.table.X.Dims()
	first := mat.NewDense(shownDigits, n, nil)
	for c := range shownDigits {
		first.SetRow(c, r.table.X.RawRowView(slices.Index(r.table.Labels, c)))
	}
	back := r.model.Reconstruct(nil, r.model.Transform(nil, first, p.K))
	for c := range shownDigits {
		original = append(original, slices.Clone(first.RawRowView(c)))
		again = append(again, slices.Clone(back.RawRowView(c)))
	}
	return original, again
}

// drawDigits shows each row of five digits with its copy under it, large enough to read.
func drawDigits(p Params, r *Result) (*plots.Figure, error) {
	original, again := rebuilt(p, r)
	const half = shownDigits / 2
	var pictures []plots.ImageRow
	for _, from := range []int{0, half} {
		pictures = append(pictures,
			plots.ImageRow{Caption: "n = 64", Pictures: original[from : from+half]},
			plots.ImageRow{Caption: fmt.Sprintf("k = %d", p.K), Pictures: again[from : from+half]})
	}
	return plots.New(plots.Axes{}, plots.Images{Cols: 8, Max: 16, Rows: pictures})
}

func describeDigits(p Params, r *Result) string {
	return fmt.Sprintf("Десять рукописных цифр и они же, восстановленные по %s: сохранено %s дисперсии, средний квадрат ошибки %s.",
		russian.Count(p.K, "компоненте", "компонентам", "компонентам"), russian.Percent(float64(r.CumulativeRatio), 1),
		r.ReconstructionMSE.Text(4))
}

func tableDigits(p Params, r *Result) lab.Table {
	original, again := rebuilt(p, r)
	var digit, row, col, before, after []float64
	for c := range original {
		for i := range original[c] {
			digit, row, col = append(digit, float64(c)), append(row, float64(i/8)), append(col, float64(i%8))
			before, after = append(before, original[c][i]), append(after, again[c][i])
		}
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "digit", Label: "цифра", Values: digit}, {Name: "row", Label: "строка", Values: row}, {Name: "column", Label: "столбец", Values: col},
		{Name: "original", Label: "оригинал", Values: before}, {Name: "rebuilt", Label: "восстановлено", Values: after},
	}}
}
