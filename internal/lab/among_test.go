package lab_test

import (
	"errors"
	"slices"
	"testing"

	"konspekt/internal/lab"
)

// Choices that depend on other parameters: what is ruled out is a problem that names the
// parameter, what is left and why; without the other parameter all is well.
func TestDependentChoice(t *testing.T) {
	d := declaration()
	i := slices.IndexFunc(d.Fields, func(f lab.Field[toy]) bool { return f.Name == "shape" })
	d.Fields[i] = d.Fields[i].Among(func(p toy) lab.Among {
		if p.Data == "small" {
			return lab.Among{Values: []string{"round"}, Why: "в этих данных углов нет"}
		}
		return lab.Among{Values: []string{"round", "square"}}
	})
	x := lab.New(d)
	for raw, want := range map[string]string{"shape=square": "shape=square", "data=small&shape=round&n=7": "n=7&data=small"} {
		if s, err := x.Parse(query(t, raw)); err != nil || s.Query != want {
			t.Errorf("%s: %q, %v, want %q", raw, s.Query, err, want)
		}
	}
	for _, value := range []string{"square", "oval"} {
		s, err := x.Parse(query(t, "data=small&n=7&shape="+value))
		var bad lab.Problems
		if !errors.As(err, &bad) || len(bad) != 1 || bad[0].Parameter != "shape" || bad[0].Value != value || !slices.Equal(bad[0].Choices, []string{"round"}) {
			t.Fatalf("shape=%s: %+v, want a problem of shape with the choice round", value, bad)
		}
		mustContain(t, bad[0].Reason, "round", "углов нет", value)
		if s.Query != "n=7&data=small" {
			t.Errorf("shape=%s: the state beside the problem is %q", value, s.Query)
		}
	}
}
