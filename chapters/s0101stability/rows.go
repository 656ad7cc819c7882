package s0101stability

import (
	"math"
	"strconv"
	"strings"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// row is a number in one format beside the true one.
type row struct {
	format, formula string
	value, truth    float64
	text            string
	good            int // characters of text that are right
}

// shownDigits is what float64 needs.
const shownDigits = 17

func newRow(format, formula string, value, truth float64) row {
	r := row{format: format, formula: formula, value: value, truth: truth}
	if math.IsNaN(value) || math.IsInf(value, 0) {
		r.text = strings.Replace(say(value), "-", "\u2212", 1)
		return r
	}
	r.text = spelled(value)
	left, begun := right(value, truth), false
	for i, c := range []rune(r.text) {
		if left == 0 {
			break
		}
		r.good = i + 1
		begun = begun || c >= '1' && c <= '9'
		if begun && c >= '0' && c <= '9' {
			left--
		}
	}
	return r
}

// right is how many significant digits of value are right: as many as its relative error
// has zeros; of what is not finite none.
func right(value, truth float64) int {
	if value == truth {
		return shownDigits
	}
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return 0
	}
	e := math.Abs(value-truth) / math.Abs(truth)
	return max(0, min(shownDigits, int(math.Floor(-math.Log10(e)))))
}

// spelled is a number with its digits one by one: −164,99999999999999 or 2,2e−5.
func spelled(v float64) string {
	s := strconv.FormatFloat(v, 'g', shownDigits, 64)
	return strings.NewReplacer(".", ",", "-", "\u2212").Replace(s)
}

// height is where row i stands: the two of a format near each other.
func height(i int) float64 { return 8 - float64(i) - 0.2*float64(i/2) }

func drawFormats(p Params, r *Result) (*plots.Figure, error) {
	title := "log p самого редкого класса; верно: " + russian.Number(r.rows[0].truth, 8)
	if p.Mode == "variance" {
		title = "дисперсия десяти чисел; верно: " + russian.Number(spread, 4)
	}
	layers := []plots.Layer{}
	for i, w := range r.rows {
		y := height(i)
		if i%2 == 0 && w.format == p.Precision {
			layers = append(layers, plots.Strip{X0: []float64{-1}, Y0: []float64{y + 0.5}, X1: []float64{101}, Y1: []float64{y - 1.5}, Ink: plots.Accent, Faint: true})
		}
	}
	for i, w := range r.rows {
		y := height(i)
		if w.format != "" {
			layers = append(layers, plots.Label{X: -1, Y: y, Text: w.format, Align: plots.Start})
		}
		layers = append(layers, plots.Label{X: 19, Y: y, Text: w.formula, Align: plots.Start}, plots.Digits{X: 44, Y: y, Text: w.text, Good: w.good})
	}
	return plots.New(plots.Axes{Y: title, XMin: -1, XMax: 101, YMin: -0.2, YMax: 8.7, HideX: true, HideY: true,
		XTicks: []plots.Tick{}, YTicks: []plots.Tick{}}, layers...)
}

func describeFormats(p Params, r *Result) string {
	var broken, kept []string
	for i := 0; i < len(r.rows); i += 2 {
		if a := r.rows[i]; right(a.value, a.truth) == 0 {
			broken = append(broken, a.format)
		} else {
			kept = append(kept, a.format)
		}
	}
	what := "Прямая формула"
	if p.Mode == "variance" {
		what = "Формула за один проход"
	}
	text := what + " не даёт ни одной верной цифры в форматах: " + list(broken) + "; что-то верно в форматах: " + list(kept)
	worst := shownDigits
	for i := 1; i < len(r.rows); i += 2 {
		worst = min(worst, right(r.rows[i].value, r.rows[i].truth))
	}
	if worst == 0 {
		return text + ". Вторая формула тоже верна не во всех."
	}
	return text + ". Вторая формула держит верными не меньше " + russian.Count(worst, "цифры", "цифр", "цифр") + "."
}

func list(names []string) string {
	if len(names) == 0 {
		return "нет таких"
	}
	return strings.Join(names, ", ")
}

func tableFormats(_ Params, r *Result) lab.Table {
	var names, formulas, values []string
	var good []float64
	name := ""
	for _, w := range r.rows {
		if w.format != "" {
			name = w.format
		}
		names, formulas, values = append(names, name), append(formulas, w.formula), append(values, say(w.value))
		good = append(good, float64(right(w.value, w.truth)))
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "format", Label: "формат", Texts: names}, {Name: "formula", Label: "формула", Texts: formulas},
		{Name: "value", Label: "значение", Texts: values}, {Name: "digits", Label: "верных цифр", Values: good},
	}}
}
