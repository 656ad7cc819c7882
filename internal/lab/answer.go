package lab

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"konspekt/plots"
)

// Answer is a lab's reply in one state. The page, the fragment, JSON, SVG, PNG and
// CSV are views of it; nothing is computed twice.
type Answer struct {
	State   State
	Params  json.RawMessage
	Result  json.RawMessage
	Figures []Drawn
	Numbers []Number
	Summary string
	Beside  string // id of the figure that stands open beside the main one
}

// Drawn is a figure in one state.
type Drawn struct {
	ID, Title, Desc string
	Figure          *plots.Figure
	SVG             []byte // inline, ids prefixed with the lab's and the figure's names
	Table           Table
	Grips           []Grip
	Edit            Edit // its Param is empty where nothing can be edited
	Sum             Sum  // without terms where there is none
}

// Figure finds a figure of the answer by its id.
func (a *Answer) Figure(id string) (Drawn, bool) {
	i := slices.IndexFunc(a.Figures, func(d Drawn) bool { return d.ID == id })
	if i < 0 {
		return Drawn{}, false
	}
	return a.Figures[i], true
}

// Bytes is about how much memory the answer holds: what a cache counts.
func (a *Answer) Bytes() int {
	n := len(a.Params) + len(a.Result) + 1024
	for _, d := range a.Figures {
		n += 3 * len(d.SVG) // the drawing behind it is about twice as large
	}
	return n
}

// lab is where the types P and R end: everything behind it speaks of states and answers.
type lab[P comparable, R any] struct{ Lab[P, R] }

// New makes a declaration usable. It panics if the declaration contradicts itself:
// that is a bug in a section, found when the program starts.
func New[P comparable, R any](l Lab[P, R]) Experiment {
	e := &lab[P, R]{l}
	seen := map[string]bool{}
	for _, f := range l.Fields {
		if seen[f.Name] || slices.Contains([]string{"lab", "view", "theme"}, f.Name) {
			panic(fmt.Sprintf("lab %s: name %q is taken", l.ID, f.Name))
		}
		seen[f.Name] = true
		if p := l.Default; !f.set(&p, f.text(l.Default)) {
			panic(fmt.Sprintf("lab %s: the default %s=%s is not allowed", l.ID, f.Name, f.text(l.Default)))
		}
	}
	if _, err := e.Parse(Query{}); err != nil {
		panic(fmt.Sprintf("lab %s: defaults: %v", l.ID, err))
	}
	return e
}

// Info lists what the declaration says.
func (l *lab[P, R]) Info() Info {
	info := Info{ID: l.ID, Section: l.Section, Title: l.Title, Presets: l.Presets, Source: l.Source, Grow: l.Grow, Walk: l.Walk, Still: l.Still, Heads: l.Heads, Defaults: l.state(l.Default).Values}
	if info.Heads == [2]string{} {
		info.Heads = [2]string{"Опыт", "Теория"}
	}
	for _, f := range l.Fields {
		info.Controls = append(info.Controls, f.Control)
	}
	for _, f := range l.Figures {
		info.Figures = append(info.Figures, FigureInfo{f.ID, f.Title, f.When == nil || f.When(l.Default)})
	}
	return info
}

// Run computes a state and draws it.
func (l *lab[P, R]) Run(ctx context.Context, s State, tables Tables) (*Answer, error) {
	p, ok := s.params.(P)
	if !ok {
		return nil, fmt.Errorf("lab %s: a state of lab %q", l.ID, s.Lab)
	}
	r, err := l.Compute(ctx, p, tables)
	if err != nil {
		return nil, fmt.Errorf("lab %s?%s: %w", l.ID, s.Query, err)
	}
	a := &Answer{State: s, Params: params(s), Numbers: l.Numbers(p, r), Summary: l.Summary(p, r)}
	if len(s.Only) == 0 { // of a glimpse nobody asks for JSON
		if a.Result, err = json.Marshal(r); err != nil {
			return nil, fmt.Errorf("lab %s?%s: %w", l.ID, s.Query, err)
		}
	}
	for _, f := range l.Figures {
		if f.When != nil && !f.When(p) || len(s.Only) > 0 && !slices.Contains(s.Only, f.ID) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, err := l.draw(f, p, r)
		if err != nil {
			return nil, fmt.Errorf("lab %s?%s: figure %s: %w", l.ID, s.Query, f.ID, err)
		}
		a.Figures = append(a.Figures, d)
	}
	if l.Beside != nil {
		a.Beside = l.Beside(p)
	}
	return a, nil
}

func (l *lab[P, R]) draw(f Figure[P, R], p P, r R) (Drawn, error) {
	fig, err := f.Draw(p, r)
	if err != nil {
		return Drawn{}, err
	}
	d := Drawn{ID: f.ID, Title: f.Title, Desc: f.Describe(p, r), Figure: fig, Table: f.Table(p, r)}
	d.SVG = fig.SVG(l.ID+"-"+f.ID, d.Title, d.Desc)
	if f.Grips != nil {
		d.Grips = f.Grips(p, r)
	}
	if f.Edit != nil {
		d.Edit = f.Edit(p, r)
	}
	if f.Sum != nil {
		d.Sum = f.Sum(p, r)
	}
	return d, nil
}

// params is the API's params object: every parameter, typed, in declared order.
func params(s State) json.RawMessage {
	parts := make([]string, len(s.Values))
	for i, v := range s.Values {
		parts[i] = fmt.Sprintf("%q:%s", v.Name, v.JSON)
	}
	return json.RawMessage("{" + strings.Join(parts, ",") + "}")
}

func (l *lab[P, R]) field(name string) *Field[P] {
	i := slices.IndexFunc(l.Fields, func(f Field[P]) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &l.Fields[i]
}

func (l *lab[P, R]) names() []string {
	names := make([]string, len(l.Fields))
	for i, f := range l.Fields {
		names[i] = f.Name
	}
	return names
}

func sorted(bad map[string]Problem) Problems {
	var out Problems
	for _, p := range bad {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Problem) int { return strings.Compare(a.Parameter, b.Parameter) })
	return out
}
