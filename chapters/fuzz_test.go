package chapters_test

import (
	"net/url"
	"strings"
	"testing"

	"konspekt/internal/lab"
)

func parseQuery(raw string) (lab.Query, error) {
	values, err := url.ParseQuery(raw)
	return lab.Query{Values: values}, err
}

// FuzzParse: whatever the query, the state is valid and its canonical query is a fixed
// point: it parses without an error to the same state, by a program and by a form.
func FuzzParse(f *testing.F) {
	for _, raw := range []string{"", "k=2&data=iris", "m=7&theta=0,5", "theta=1e-2", "degree=12&m=10", "k=99", "rho=-0", "seed=4294967296",
		"k=1&k=2", "foo=1", "theta=NaN", "c=0x1p-4", "estimator=bernoulli_mean&theta=1", "features=800&m=5", "angle=\u221230",
		"points=0.5:-1:1;-0:2:-1", "points=1:2", "points=1:2:3:4;", "points=1,5:2:1;\n2:2:-1"} {
		f.Add(raw, true)
		f.Add(raw, false)
	}
	all := experiments()
	f.Fuzz(func(t *testing.T, raw string, form bool) {
		q, err := parseQuery(raw)
		if err != nil {
			t.Skip()
		}
		q.Form = form
		for _, x := range all {
			s, _ := x.Parse(q)
			for _, again := range []bool{form, !form} {
				canonical, err := parseQuery(s.Query)
				if err != nil {
					t.Fatalf("%s: the canonical query %q: %v", x.Info().ID, s.Query, err)
				}
				canonical.Form = again
				fixed, err := x.Parse(canonical)
				if err != nil || fixed.Query != s.Query {
					t.Errorf("%s: %q → %q → %q, %v", x.Info().ID, raw, s.Query, fixed.Query, err)
				}
			}
			for i, v := range s.Values {
				empty := v.Text == "" && x.Info().Controls[i].Kind != lab.KindPoints && x.Info().Defaults[i].Text != ""
				if empty || v.Text == "-0" || strings.Contains(v.Text, "-0:") {
					t.Errorf("%s: %q: %s is %q", x.Info().ID, raw, v.Name, v.Text)
				}
			}
		}
	})
}
