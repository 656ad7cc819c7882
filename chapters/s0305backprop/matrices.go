package s0305backprop

import (
	"fmt"
	"strings"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// matrix is one of the matrices of a layer on the paper: its corner, its cells, and those
// that stand out.
type matrix struct {
	name   string
	values [][]float64
	x, y   float64 // of the top left corner, in cells, y downwards
	ink    plots.Ink
	marked func(i, j int) bool
	hidden func(i, j int) bool
	tag    func(i, j int) string
}

func nowhere(_, _ int) bool { return false }

// gap is what stands between two matrices, in cells.
const gap = 1.3

// entry is the element of ∂W that is looked at and how many are filled in.
func (p Params) entry() (row, col, filled int) {
	if p.Step == 0 {
		return 0, 0, p.N * p.K
	}
	return (p.Step - 1) / p.K, (p.Step - 1) % p.K, p.Step
}

// drawLayer shows the product XW = Y and, below it, XᵀG = ∂W with the row and the column
// that make one entry.
func drawLayer(p Params, r *Result) (*plots.Figure, error) {
	row, col, filled := p.entry()
	transposed := make([][]float64, p.N)
	for j := range transposed {
		for i := range p.M {
			transposed[j] = append(transposed[j], r.X[i][j])
		}
	}
	plain := matrix{ink: plots.C1, marked: nowhere, hidden: nowhere}
	high := float64(max(p.M, p.N))
	place := func(name string, values [][]float64, x, y float64, ink plots.Ink) matrix {
		m := plain
		m.name, m.values, m.x, m.y, m.ink = name, values, x, y+(high-float64(len(values)))/2, ink
		return m
	}
	n, m, k := float64(p.N), float64(p.M), float64(p.K)
	below := high + 1.5
	wide := max(n, m) // of the first column of matrices
	second, third := wide+gap, wide+k+2*gap
	xt, g, dw := place("Xᵀ", transposed, wide-m, below, plots.C1), place("G", r.Upstream, second, below, plots.C2), place("∂z/∂W", r.Grad, third, below, plots.C2)
	xt.marked = func(i, _ int) bool { return i == row }
	xt.tag = func(i, j int) string { return termTag(i == row, j) }
	g.marked = func(_, j int) bool { return j == col }
	g.tag = func(i, j int) string { return termTag(j == col, i) }
	dw.marked = func(i, j int) bool { return i == row && j == col }
	dw.hidden = func(i, j int) bool { return i*p.K+j >= filled }
	all := []matrix{place("X", r.X, wide-n, 0, plots.C1), place("W", r.W, second, 0, plots.C3), place("Y", r.Y, third, 0, plots.C1), xt, g, dw}

	var layers []plots.Layer
	for _, each := range all {
		layers = append(layers, each.layers()...)
	}
	for _, top := range []float64{0, below} {
		y := -(top + high/2) - textDrop
		layers = append(layers, plots.Label{X: second - gap/2, Y: y, Text: "×"}, plots.Label{X: third - gap/2, Y: y, Text: "="})
	}
	return plots.New(plots.Axes{HideX: true, HideY: true, XTicks: []plots.Tick{}, YTicks: []plots.Tick{}, Equal: true, XMin: -0.1, XMax: third + k + 0.1, YMin: -(below + high + 0.1), YMax: 1.1, Size: plots.Tall}, layers...)
}

// textDrop brings the foot of a word to the middle of a cell, in cells.
const textDrop = 0.42

func termTag(part bool, i int) string {
	if !part {
		return ""
	}
	return tag("t", i)
}

// layers are the cells with their numbers and the name with the shape above.
func (m matrix) layers() []plots.Layer {
	var out []plots.Layer
	for i, line := range m.values {
		for j, v := range line {
			x, y := m.x+float64(j), -(m.y + float64(i))
			cell := plots.Strip{X0: []float64{x + 0.04}, X1: []float64{x + 0.96}, Y0: []float64{y - 0.04}, Y1: []float64{y - 0.96}, Ink: m.ink, Faint: !m.marked(i, j)}
			var l plots.Layer = cell
			if m.tag != nil && m.tag(i, j) != "" {
				l = plots.Tagged{Tag: m.tag(i, j), Layer: cell}
			}
			out = append(out, l)
			text := russian.Number(v, 4)
			if m.hidden(i, j) {
				text = ""
			}
			out = append(out, plots.Label{X: x + 0.5, Y: y - 0.5 - textDrop, Text: text})
		}
	}
	title := fmt.Sprintf("%s %d×%d", m.name, len(m.values), len(m.values[0]))
	return append(out, plots.Label{X: m.x + float64(len(m.values[0]))/2, Y: -m.y + 0.05, Text: title, Ink: plots.Muted})
}

func describeLayer(p Params, r *Result) string {
	row, col, _ := p.entry()
	return fmt.Sprintf("Слой Y = XW: X размера %d×%d, W размера %d×%d. Производная z по W равна XᵀG; её элемент (%d, %d) равен %s.",
		p.M, p.N, p.N, p.K, row+1, col+1, russian.Number(r.Grad[row][col], 4))
}

func tableLayer(p Params, r *Result) lab.Table {
	var names []string
	var values []float64
	for _, m := range []struct {
		name   string
		values [][]float64
	}{{"X", r.X}, {"W", r.W}, {"Y", r.Y}, {"G", r.Upstream}, {"dW", r.Grad}, {"dX", r.GradX}} {
		for i, line := range m.values {
			for j, v := range line {
				names, values = append(names, fmt.Sprintf("%s[%d,%d]", m.name, i+1, j+1)), append(values, v)
			}
		}
	}
	return lab.Table{Columns: []lab.Column{{Name: "entry", Label: "элемент", Texts: names}, {Name: "value", Label: "значение", Values: values}}}
}

// sumLayer writes the entry that is looked at as the sum over the examples.
func sumLayer(p Params, r *Result) lab.Sum {
	row, col, _ := p.entry()
	s := lab.Sum{Lead: `\partial z/\partial W_{jc}=\sum_i X_{ij}G_{ic}=`, Rows: 1 + p.M/4}
	for i := range p.M {
		text := russian.Number(r.X[i][row], 3) + "·" + bracketed(russian.Number(r.Upstream[i][col], 3))
		if i > 0 && strings.HasPrefix(text, "−") {
			text = "− " + strings.TrimPrefix(text, "−")
		} else if i > 0 {
			text = "+ " + text
		}
		s.Terms = append(s.Terms, lab.Term{Tag: tag("t", i), Text: text})
	}
	s.Tail = fmt.Sprintf("= %s при j = %d, c = %d", russian.Number(r.Grad[row][col], 4), row+1, col+1)
	return s
}

// readable is how many rows or columns still have names and numbers.
const readable = 12

// drawJacobian shows the Jacobian of flattened Y by flattened W: coloured where it is not
// zero, which is where an entry of Y and one of W stand in the same column.
func drawJacobian(p Params, r *Result) (*plots.Figure, error) {
	high, wide := len(r.Jacobian), len(r.Jacobian[0])
	ax := plots.Axes{HideX: true, HideY: true, XMax: float64(wide), YMin: -float64(high), XTicks: []plots.Tick{}, YTicks: []plots.Tick{}, Size: plots.Short}
	if high > readable {
		ax.Size = plots.Tall
	}
	for j, name := range indexed("W", p.N, p.K) {
		if wide <= readable {
			ax.XTicks = append(ax.XTicks, plots.Tick{At: float64(j) + 0.5, Label: name})
		}
	}
	for i, name := range indexed("Y", p.M, p.K) {
		if high <= readable {
			ax.YTicks = append(ax.YTicks, plots.Tick{At: -float64(i) - 0.5, Label: name})
		}
	}
	cells := map[plots.Ink]*plots.Strip{plots.C1: {Name: "меньше нуля", Ink: plots.C1}, plots.C2: {Name: "больше нуля", Ink: plots.C2}, plots.C8: {Ink: plots.C8, Faint: true}}
	var labels []plots.Layer
	drop := 10.0 / 150 * float64(high) // as far as a label stands over its point, of the height of the plot
	for i, row := range r.Jacobian {
		for j, v := range row {
			ink := plots.C8
			if v != 0 {
				ink = map[bool]plots.Ink{true: plots.C1, false: plots.C2}[v < 0]
			}
			x, y, c := float64(j), -float64(i), cells[ink]
			c.X0, c.X1, c.Y0, c.Y1 = append(c.X0, x+0.03), append(c.X1, x+0.97), append(c.Y0, y-0.03), append(c.Y1, y-0.97)
			if v != 0 && max(high, wide) <= readable {
				labels = append(labels, plots.Label{X: x + 0.5, Y: y - 0.5 - drop, Text: russian.Number(v, 3)})
			}
		}
	}
	var layers []plots.Layer
	for _, ink := range []plots.Ink{plots.C8, plots.C1, plots.C2} {
		if c := cells[ink]; len(c.X0) > 0 {
			layers = append(layers, *c)
		}
	}
	return plots.New(ax, append(layers, labels...)...)
}

// indexed names the entries of a matrix: Y₁₁, Y₁₂, …
func indexed(letter string, rows, cols int) []string {
	var out []string
	for i := range rows {
		for j := range cols {
			out = append(out, letter+subscript(i+1)+subscript(j+1))
		}
	}
	return out
}

func subscript(n int) string { return string(rune('₀' + n)) }

func describeJacobian(p Params, r *Result) string {
	return fmt.Sprintf("Матрица Якоби вытянутой Y по вытянутой W: %d×%d, нулей %s. Её транспонированная, умноженная на вытянутую G, даёт те же числа, что XᵀG.",
		r.JacobianShape[0], r.JacobianShape[1], russian.Percent(float64(r.JacobianZeros), 0))
}

func tableJacobian(p Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{{Name: "row", Label: "строка", Texts: indexed("Y", p.M, p.K)}}}
	for j, name := range indexed("W", p.N, p.K) {
		values := make([]float64, len(r.Jacobian))
		for i := range values {
			values[i] = r.Jacobian[i][j]
		}
		t.Columns = append(t.Columns, lab.Column{Name: fmt.Sprintf("w%d_%d", j/p.K+1, j%p.K+1), Label: name, Values: values})
	}
	return t
}
