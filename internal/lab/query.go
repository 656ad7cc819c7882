package lab

import (
	"net/url"
	"slices"
	"strings"
)

// Query is a query string as a lab reads it.
type Query struct {
	Values url.Values
	Form   bool // typed by a person: a decimal comma is as good as a point
}

// Parse reads a query over the defaults and then holds every value against the
// range that it has beside the others. What is wrong stays at its default in the
// state returned, so that a page with a message still shows a picture.
func (l *lab[P, R]) Parse(q Query) (State, error) {
	p := l.Default
	bad := map[string]Problem{}
	for name, values := range q.Values {
		f := l.field(name)
		if f == nil {
			bad[name] = Problem{Parameter: name, Value: values[0], Choices: l.names(),
				Reason: "такого параметра нет; есть: " + strings.Join(l.names(), ", ")}
			continue
		}
		if problem, ok := read(&p, *f, values, q.Form); !ok {
			bad[name] = problem
		}
	}
	for _, f := range l.Fields {
		values := q.Values[f.Name]
		if _, wrong := bad[f.Name]; f.limit == nil && f.among == nil || len(values) > 1 || !wrong && f.fits(p) {
			continue
		}
		typed := f.text(p) // a default that does not go with the others
		if len(values) == 1 {
			typed = values[0]
		}
		bad[f.Name] = f.misfit(typed, p)
		f.set(&p, f.text(l.Default))
	}
	if !l.fits(p) { // the defaults of the wrong ones do not go with the rest
		p = l.Default
	}
	return l.state(p), l.inOrder(bad)
}

// fits tells whether every value is in the range that it has beside the others.
func (l *lab[P, R]) fits(p P) bool {
	for _, f := range l.Fields {
		if !f.fits(p) {
			return false
		}
	}
	return true
}

func (f Field[P]) fits(p P) bool {
	if f.among != nil && !slices.Contains(f.among(p).Values, f.text(p)) {
		return false
	}
	if f.limit == nil {
		return true
	}
	at := f.limit(p)
	return f.value(p) >= at.Min && f.value(p) <= at.Max
}

// misfit says what the field allows beside the other parameters when the value typed is
// not it.
func (f Field[P]) misfit(typed string, p P) Problem {
	if f.among != nil {
		return f.ruledOut(typed, f.among(p))
	}
	return f.outside(typed, f.limit(p))
}

// read sets one field from the values that its name had in the query.
func read[P any](p *P, f Field[P], values []string, form bool) (Problem, bool) {
	if len(values) > 1 {
		problem := f.unfit(strings.Join(values, ", "))
		problem.Reason = "параметр указан несколько раз: " + quoted(problem.Value) + "; нужно одно значение"
		return problem, false
	}
	text := values[0]
	if form {
		text = strings.TrimSpace(text)
		if f.Kind == KindFloat {
			text = strings.Replace(strings.ReplaceAll(text, "\u2212", "-"), ",", ".", 1)
		}
		if f.Kind == KindPoints {
			text = tidyPoints(text)
		}
		if f.Kind == KindList {
			text = tidyList(text)
		}
	}
	before := *p
	if !f.set(p, text) {
		*p = before
		if f.Kind == KindPoints || f.Kind == KindList || f.Kind == KindText {
			return f.unfit(text), false // by its place in the text, as it was read
		}
		return f.unfit(values[0]), false
	}
	return Problem{}, true
}

// inOrder lists problems as the fields are declared, unknown names last and sorted.
func (l *lab[P, R]) inOrder(bad map[string]Problem) error {
	if len(bad) == 0 {
		return nil
	}
	var out Problems
	for _, f := range l.Fields {
		if p, ok := bad[f.Name]; ok {
			out = append(out, p)
			delete(bad, f.Name)
		}
	}
	return append(out, sorted(bad)...)
}

// state writes the parameters out: the canonical query, and each value with its range.
func (l *lab[P, R]) state(p P) State {
	s := State{Lab: l.ID, params: p}
	var query []string
	for _, f := range l.Fields {
		v := Value{Name: f.Name, Text: f.text(p), JSON: f.json(p), Min: f.Min, Max: f.Max}
		if f.limit != nil {
			at := f.limit(p)
			v.Min, v.Max = at.Min, at.Max
		}
		if f.among != nil {
			v.Among = f.among(p)
		}
		v.Hidden = f.when != nil && !f.when(p)
		s.Values = append(s.Values, v)
		if v.Text != f.text(l.Default) {
			query = append(query, f.Name+"="+escape(v.Text))
		}
	}
	s.Query = strings.Join(query, "&")
	return s
}

// escape is a value as an address has it: colons and commas within a list need no escape.
func escape(text string) string {
	return strings.NewReplacer("%3A", ":", "%2C", ",").Replace(url.QueryEscape(text))
}
