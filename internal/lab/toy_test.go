package lab_test

import (
	"context"
	"errors"
	"math"
	"net/url"
	"strings"
	"testing"

	"konspekt/internal/lab"
	"konspekt/plots"
)

// toy is a lab with a parameter of every kind.
type toy struct {
	N     int
	X     float64
	On    bool
	Shape string
	Data  string
	Seed  uint64
}

type toyResult struct {
	Sum  lab.Num   `json:"sum"`
	Void lab.Num   `json:"void"` // never finite
	List []lab.Num `json:"list"`
}

func toyFields() []lab.Field[toy] {
	return []lab.Field[toy]{
		lab.Int(lab.Control{Name: "n", Label: "число", Min: 1, Max: 100, Step: 1}, func(p *toy) *int { return &p.N }).
			Within(func(p toy) lab.Limit {
				if p.Data == "small" {
					return lab.Limit{Min: 1, Max: 10, Why: "в этих данных 10 строк"}
				}
				return lab.Limit{Min: 1, Max: 100, Why: "так устроен опыт"}
			}),
		lab.Float(lab.Control{Name: "x", Label: "величина", Min: -2, Max: 2000, Step: 0.5}, func(p *toy) *float64 { return &p.X }),
		lab.Bool(lab.Control{Name: "on", Label: "включено"}, func(p *toy) *bool { return &p.On }),
		lab.OneOf(lab.Control{Name: "shape", Label: "вид", Choices: []lab.Choice{{Value: "round", Label: "круг"}, {Value: "square", Label: "квадрат"}}},
			func(p *toy) *string { return &p.Shape }),
		lab.Data(lab.Control{Name: "data", Label: "данные", Choices: []lab.Choice{{Value: "large", Label: "много"}, {Value: "small", Label: "мало"}}},
			func(p *toy) *string { return &p.Data }),
		lab.Seed(func(p *toy) *uint64 { return &p.Seed }).When(func(p toy) bool { return p.On }),
	}
}

func declaration() lab.Lab[toy, toyResult] {
	draw := func(p toy, _ toyResult) (*plots.Figure, error) {
		return plots.New(plots.Axes{X: "икс", Y: "игрек"}, plots.Line{Name: "линия", X: []float64{0, 1}, Y: []float64{0, p.X}})
	}
	describe := func(toy, toyResult) string { return "Линия идёт из нуля." }
	table := func(p toy, _ toyResult) lab.Table {
		return lab.Table{Columns: []lab.Column{{Name: "x", Label: "икс", Values: []float64{0, 1}}}}
	}
	return lab.Lab[toy, toyResult]{
		ID: "toy", Section: "9.9", Title: "Игрушка",
		Default: toy{N: 5, X: 0.5, On: true, Shape: "round", Data: "large", Seed: 1},
		Fields:  toyFields(),
		Compute: func(ctx context.Context, p toy, _ lab.Tables) (toyResult, error) {
			if p.X == 1000 {
				return toyResult{}, errBroken
			}
			return toyResult{Sum: lab.Num(float64(p.N) + p.X), Void: lab.Num(math.NaN()), List: lab.Nums([]float64{1, math.Inf(-1)})}, ctx.Err()
		},
		Figures: []lab.Figure[toy, toyResult]{
			{ID: "line", Title: "Линия", Draw: draw, Describe: describe, Table: table,
				Grips: func(p toy, _ toyResult) []lab.Grip {
					return []lab.Grip{{Param: "x", Label: "конец", Along: "x", X: 1, Y: p.X}}
				}},
			{ID: "extra", Title: "Ещё линия", Draw: draw, Describe: describe, Table: table, When: func(p toy) bool { return p.Shape == "square" }},
		},
		Numbers: func(_ toy, r toyResult) []lab.Number { return []lab.Number{{Label: "Сумма", Text: "5,5"}} },
		Summary: func(toy, toyResult) string { return "Сумма 5,5." },
	}
}

var errBroken = errors.New("toy: broken")

// query reads a raw query string as the API does; form, as the page does.
func query(t *testing.T, raw string) lab.Query {
	t.Helper()
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	return lab.Query{Values: values}
}

func form(t *testing.T, raw string) lab.Query {
	q := query(t, raw)
	q.Form = true
	return q
}

// problems parses a query that has to be wrong.
func problems(t *testing.T, q lab.Query) lab.Problems {
	t.Helper()
	_, err := lab.New(declaration()).Parse(q)
	var bad lab.Problems
	if !errors.As(err, &bad) {
		t.Fatalf("%v: error %v, want Problems", q.Values, err)
	}
	return bad
}

// text is the canonical text of a value of the state.
func text(s lab.State, name string) string {
	for _, v := range s.Values {
		if v.Name == name {
			return v.Text
		}
	}
	return "?"
}

func mustContain(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%q does not say %q", got, w)
		}
	}
}
