package chapters_test

import (
	"io/fs"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"

	"konspekt/chapters"
	"konspekt/content"
	"konspekt/internal/lab"
)

// experiments lists all labs of the book.
func experiments() []lab.Experiment {
	var out []lab.Experiment
	for _, chapter := range chapters.Book() {
		for _, section := range chapter.Sections {
			out = append(out, section.Labs...)
		}
	}
	return out
}

// find is the lab with the given id.
func find(t testing.TB, id string) lab.Experiment {
	t.Helper()
	all := experiments()
	i := slices.IndexFunc(all, func(x lab.Experiment) bool { return x.Info().ID == id })
	if i < 0 {
		t.Fatalf("no lab %q", id)
	}
	return all[i]
}

// tables are the data sets of the book.
var tables = sync.OnceValue(func() lab.Tables {
	data, err := fs.Sub(content.FS, "data")
	if err != nil {
		panic(err)
	}
	return lab.Presets(data)
})

// parse reads a query as the API does.
func parse(t testing.TB, x lab.Experiment, raw string) lab.State {
	t.Helper()
	q, err := parseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	s, err := x.Parse(q)
	if err != nil {
		t.Fatalf("%s?%s: %v", x.Info().ID, raw, err)
	}
	return s
}

// run computes a state of a lab.
func run(t testing.TB, x lab.Experiment, raw string) *lab.Answer {
	t.Helper()
	a, err := x.Run(t.Context(), parse(t, x, raw), tables())
	if err != nil {
		t.Fatalf("%s?%s: %v", x.Info().ID, raw, err)
	}
	return a
}

// many skips a test of very many states under the race detector, where it would take minutes
// and meet nothing that the presets do not.
func many(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("with -short only the presets are tried")
	}
}

// with is a query with one parameter set anew.
func with(t testing.TB, query, name, value string) string {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	q.Set(name, value)
	return q.Encode()
}

// states lists the queries in which a lab is tried: the default and both ends of every
// range; the presets; each choice with the low end of every range and, of a range that
// the choice changes, with the high end too. A parameter that changes nothing is left alone.
// With -short only the presets and the default are tried.
func states(t testing.TB, x lab.Experiment) []string {
	info := x.Info()
	var out []string
	for _, p := range info.Presets {
		out = append(out, p.Query)
	}
	if testing.Short() { // under the race detector everything takes ten times as long
		return append(out, "")
	}
	bases := []string{""}
	for _, c := range info.Controls {
		if c.Kind == lab.KindPoints {
			continue // its choices are labels
		}
		for _, choice := range c.Choices {
			bases = append(bases, with(t, "", c.Name, choice.Value))
		}
	}
	widest := parse(t, x, "").Values
	for _, base := range bases {
		out = append(out, base)
		for i, v := range parse(t, x, base).Values {
			low, high := ends(info.Controls[i], v)
			if low == "" || v.Hidden {
				continue
			}
			out = append(out, with(t, base, v.Name, low))
			if base == "" || v.Max != widest[i].Max {
				out = append(out, with(t, base, v.Name, high))
			}
		}
	}
	for i, q := range out {
		out[i] = parse(t, x, q).Query
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ends are the two ends of a parameter's range; a list has its fewest numbers at the low
// one and its most, from the low to the high one by turns, at the other. What has no ends
// is empty.
func ends(c lab.Control, v lab.Value) (low, high string) {
	switch {
	case len(c.Choices) > 0 || c.Kind == lab.KindPoints || c.Kind == lab.KindText:
		return "", ""
	case c.Kind != lab.KindList:
		return number(v.Min), number(v.Max)
	}
	few, most := make([]float64, c.MinItems), make([]float64, c.MaxItems)
	for i := range few {
		few[i] = v.Min
	}
	for i := range most {
		most[i] = v.Min
		if i%2 == 1 {
			most[i] = v.Max
		}
	}
	return lab.WriteList(few), lab.WriteList(most)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
