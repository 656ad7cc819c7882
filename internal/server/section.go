package server

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"konspekt/components"
	"konspekt/internal/lab"
	"konspekt/internal/markdown"
)

// section sends the page of a section in the state that its query names.
func (s *server) section(c echo.Context) error {
	at := -1
	for i, section := range s.sections {
		if section.Number == c.Param("section") {
			at = i
		}
	}
	if at < 0 {
		return errNoPage
	}
	section := s.sections[at]
	doc, err := s.Text.Doc(section.Number)
	if err != nil {
		return err
	}
	page, err := s.page(c, doc.Meta.Title, doc.Meta.Description, section.Number)
	if err != nil {
		return err
	}
	files, err := s.Files()
	if err != nil {
		return err
	}
	page.Assets.Fonts = files.Fonts(doc.HTML)
	headings(page.Contents, section.Number, doc.Headings)
	view, err := s.sectionView(page, section, doc)
	if err != nil {
		return err
	}
	view.Prev, view.Following = s.neighbour(page, at-1), s.neighbour(page, at+1)
	status, err := s.panels(c, section, &view)
	if err != nil {
		return err
	}
	return s.html(c, status, components.SectionPage(view))
}

// headings puts the headings of the open section into the contents.
func headings(contents []components.Chapter, number string, all []markdown.Heading) {
	for _, chapter := range contents {
		for i := range chapter.Sections {
			for _, h := range all {
				if chapter.Sections[i].Number == number && h.Level == 2 {
					chapter.Sections[i].Headings = append(chapter.Sections[i].Headings, components.Heading{ID: h.ID, Text: h.Text})
				}
			}
		}
	}
}

// wordsPerMinute is how fast one reads a text with formulas.
const wordsPerMinute = 110

func (s *server) sectionView(page components.Page, section lab.Section, doc *markdown.Doc) (components.Section, error) {
	v := components.Section{Page: page, Number: section.Number, Question: doc.Meta.Question, Book: doc.Meta.Book,
		Minutes: max(1, (doc.Words+wordsPerMinute/2)/wordsPerMinute)}
	v.Before, v.After = split(doc.HTML)
	for _, number := range doc.Meta.Needs {
		title, url, _ := s.Text.Section(number)
		v.Needs = append(v.Needs, components.Link{Number: number, Title: title, URL: url})
	}
	var err error
	if v.Terms, err = s.terms(func(key string) bool { return slices.Contains(doc.Meta.Terms, key) }); err != nil {
		return v, err
	}
	for _, y := range doc.Meta.Symbols {
		html, err := s.Text.Formula(y.Tex)
		if err != nil {
			return v, err
		}
		v.Symbols = append(v.Symbols, components.Symbol{HTML: html, Say: y.Say})
	}
	return v, nil
}

func (s *server) neighbour(page components.Page, at int) *components.Link {
	if at < 0 || at >= len(s.sections) {
		return nil
	}
	for _, chapter := range page.Contents {
		for _, l := range chapter.Sections {
			if l.Number == s.sections[at].Number {
				return &l
			}
		}
	}
	return nil
}

// panels computes the labs of the page: the one that the query is about in its state,
// the others at their defaults.
func (s *server) panels(c echo.Context, section lab.Section, v *components.Section) (status int, err error) {
	values := c.QueryParams()
	chosen := section.Labs[0].Info().ID
	var ids []string
	for _, x := range section.Labs {
		ids = append(ids, x.Info().ID)
	}
	var wrong lab.Problems
	if values.Has("lab") {
		chosen = values.Get("lab")
		if len(values["lab"]) > 1 || !slices.Contains(ids, chosen) {
			wrong = append(wrong, lab.Problem{Parameter: "lab", Value: chosen, Choices: ids,
				Reason: "на этой странице такой лаборатории нет; есть: " + strings.Join(ids, ", ")})
			chosen = ids[0]
		}
	}
	if theme := values.Get("theme"); values.Has("theme") && theme != "light" && theme != "dark" {
		wrong = append(wrong, lab.Problem{Parameter: "theme", Value: theme, Choices: []string{"light", "dark"},
			Reason: "нужно одно из значений: light, dark"})
	}
	status = http.StatusOK
	for i, x := range section.Labs {
		q, bad := lab.Query{Form: true}, lab.Problems(nil)
		if x.Info().ID == chosen {
			q, bad = form(values), wrong
		}
		panel, err := s.panel(c, section, x, q, i == 0)
		if err != nil {
			return 0, err
		}
		panel.Problems = append(bad, panel.Problems...)
		panel.Resting = x.Info().ID != chosen
		if len(panel.Problems) > 0 {
			status = http.StatusBadRequest
		}
		v.Labs = append(v.Labs, panel)
	}
	return status, nil
}

// panel computes one lab. If the query is wrong, the panel shows what could be read of
// it, with a message at each control that is not.
func (s *server) panel(c echo.Context, section lab.Section, x lab.Experiment, q lab.Query, first bool) (components.Lab, error) {
	state, err := x.Parse(q)
	var bad lab.Problems
	if err != nil && !errors.As(err, &bad) {
		return components.Lab{}, err
	}
	wanted := state
	a, err := s.recall(c, x, state)
	var late lab.Problems // what only the computation finds out: then the defaults are shown
	if errors.As(err, &late) {
		bad = append(bad, late...)
		if state, err = x.Parse(lab.Query{}); err == nil {
			a, err = s.recall(c, x, state)
		}
	}
	if err != nil {
		return components.Lab{}, err
	}
	v, err := s.labView(section, x.Info(), a, first)
	if err != nil {
		return v, err
	}
	v.Problems = bad
	if len(late) > 0 { // nothing that was typed is lost
		for i, value := range wanted.Values {
			v.Controls[i].Typed = typed(v.Controls[i].Kind, value.Text)
		}
	}
	for _, problem := range bad {
		for i := range v.Controls {
			if v.Controls[i].Value.Name == problem.Parameter {
				v.Controls[i].Problem = capital(problem.Reason) + ". На рисунке " + problem.Parameter + " = " + v.Controls[i].Text + "."
				if v.Controls[i].Kind == lab.KindPoints {
					v.Controls[i].Problem = capital(problem.Reason) + ". На рисунке их нет."
				}
				v.Controls[i].Typed = problem.Value
			}
		}
	}
	return v, nil
}

// capital makes the first letter of a sentence a capital.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// fragment sends the parts of a panel that a moved control changes. While a control is
// being moved the figures in sight are enough: the path names them.
func (s *server) fragment(c echo.Context) error {
	section, x, err := s.experiment(c.Param("id"))
	if err != nil {
		return err
	}
	state, err := x.Parse(form(c.QueryParams()))
	if err != nil {
		return err
	}
	if names := c.Param("figures"); names != "" {
		state.Only = strings.Split(names, ",")
	}
	for _, name := range state.Only {
		if !hasFigure(x.Info(), name) {
			return errNoFigure
		}
	}
	a, err := s.recall(c, x, state)
	if err != nil {
		return err
	}
	v, err := s.labView(section, x.Info(), a, section.Labs[0].Info().ID == a.State.Lab)
	if err != nil {
		return err
	}
	if len(state.Only) > 0 {
		return s.html(c, http.StatusOK, components.Glimpse(v))
	}
	return s.html(c, http.StatusOK, components.Fragment(v))
}
