package lab_test

import (
	"errors"
	"testing"

	"konspekt/internal/lab"
)

type row struct{ Sample string }

// Points that lie on the axis: a number is enough, a height is forgotten, and what is not a
// number is named by its place.
func TestFlatPoints(t *testing.T) {
	x := lab.New(lab.Lab[row, int]{
		ID: "row", Section: "1.1", Title: "Ряд", Default: row{"1:0;2:0"},
		Fields: []lab.Field[row]{lab.Points(lab.Control{Name: "sample", Label: "числа", Help: "Числа.", Min: -3, Max: 3, MinItems: 2, MaxItems: 4, Flat: true},
			func(r *row) *string { return &r.Sample })},
	})
	for typed, want := range map[string]string{"0.5;-1": "0.5:0;-1:0", "0.5:2;1": "0.5:0;1:0", "1;2": ""} {
		q := query(t, "")
		q.Values.Set("sample", typed)
		s, err := x.Parse(q)
		if err != nil || s.Values[0].Text != want && want != "" || want == "" && s.Query != "" {
			t.Errorf("%s: %q, %v, want %q", typed, s.Values[0].Text, err, want)
		}
	}
	q := query(t, "")
	q.Values.Set("sample", "1;x;2")
	_, err := x.Parse(q)
	var bad lab.Problems
	if !errors.As(err, &bad) || len(bad) != 1 {
		t.Fatalf("%v, want a problem", err)
	}
	mustContain(t, bad[0].Reason, "точка 2", "число от −3 до 3", "«x»")
}
