package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"konspekt/components"
	"konspekt/internal/lab"
	"konspekt/static"
)

// page fills what every page has around its body.
func (s *server) page(c echo.Context, title, description, current string) (components.Page, error) {
	files, err := s.Files()
	if err != nil {
		return components.Page{}, err
	}
	p := components.Page{
		Title: title, Description: description, Canonical: c.Request().URL.Path, Current: current, Assets: assets(files),
	}
	if theme := c.QueryParam("theme"); theme == "light" || theme == "dark" {
		p.Theme = theme
	}
	for _, chapter := range s.Chapters {
		entry := components.Chapter{Number: chapter.Number, Title: chapter.Title}
		for _, section := range chapter.Sections {
			entry.Sections = append(entry.Sections, s.link(section))
		}
		p.Contents = append(p.Contents, entry)
	}
	return p, nil
}

func assets(f *static.Files) components.Assets {
	return components.Assets{Style: f.Style, Theme: f.Theme, Script: f.Script, Icon: f.Icon, Fonts: f.Fonts("")}
}

// link is a section in the contents: its front matter is enough, no page waits for the
// formulas of another.
func (s *server) link(section lab.Section) components.Link {
	meta := s.Text.Meta(section.Number)
	return components.Link{Number: section.Number, Title: meta.Title, URL: section.URL(), Question: meta.Question}
}

// cover shows the contents with the main figure of each section.
func (s *server) cover(c echo.Context) error {
	page, err := s.page(c, "Глубокое обучение с лабораторией на каждой странице",
		"Русский интерактивный спутник книги Гудфеллоу, Бенджио и Курвилля «Глубокое обучение»: текст, живые рисунки, опыты с адресом.", "")
	if err != nil {
		return err
	}
	var cards []components.Card
	for _, section := range s.sections {
		l := s.link(section)
		a, err := s.run(c, section.Labs[0], lab.Query{})
		if err != nil {
			return err
		}
		cards = append(cards, components.Card{Link: l, Figure: a.Figures[0].SVG})
	}
	return s.html(c, http.StatusOK, components.Cover(page, cards))
}

// glossary lists the terms in the order of the Russian alphabet.
func (s *server) glossary(c echo.Context) error {
	page, err := s.page(c, "Глоссарий", "Термины книги по-русски и по-английски, с определениями.", "")
	if err != nil {
		return err
	}
	terms, err := s.terms(func(string) bool { return true })
	if err != nil {
		return err
	}
	slices.SortFunc(terms, func(a, b components.Term) int { return strings.Compare(letters(a.Russian), letters(b.Russian)) })
	return s.html(c, http.StatusOK, components.Glossary(page, terms))
}

// letters is what a Russian dictionary sorts by: case and the dots of ё do not count.
func letters(word string) string { return strings.ReplaceAll(strings.ToLower(word), "ё", "е") }

func (s *server) terms(wanted func(key string) bool) ([]components.Term, error) {
	var out []components.Term
	for _, t := range s.Text.Terms() {
		if !wanted(t.Key) {
			continue
		}
		text, err := s.Text.Inline(t.Text)
		if err != nil {
			return nil, err
		}
		entry := components.Term{Key: t.Key, Russian: t.Russian, English: t.English, Text: text}
		if _, _, ok := s.Text.Section(t.Section); ok {
			entry.Section = t.Section
		}
		out = append(out, entry)
	}
	return out, nil
}

func (s *server) bibliography(c echo.Context) error {
	page, err := s.page(c, "Литература", "Книги и статьи, на которые опирается конспект.", "")
	if err != nil {
		return err
	}
	var entries []components.Entry
	for _, e := range s.Text.Sources() {
		entries = append(entries, components.Entry{Key: e.Key, Text: e.Gost, BibTeX: e.BibTeX, DOI: e.DOI})
	}
	return s.html(c, http.StatusOK, components.Bibliography(page, entries))
}

// errata gathers the «Исправлено» blocks of all sections.
func (s *server) errata(c echo.Context) error {
	page, err := s.page(c, "Исправления", "Что изменено по сравнению с учебными записями, из которых вырос конспект.", "")
	if err != nil {
		return err
	}
	var sections []components.Fixes
	for _, section := range s.sections {
		doc, err := s.Text.Doc(section.Number)
		if err != nil {
			return err
		}
		group := components.Fixes{Link: components.Link{Number: section.Number, Title: doc.Meta.Title, URL: section.URL()}}
		for _, f := range doc.Fixes {
			group.Fixes = append(group.Fixes, components.Fix{URL: section.URL() + "#" + f.ID, HTML: f.HTML})
		}
		if len(group.Fixes) > 0 {
			sections = append(sections, group)
		}
	}
	return s.html(c, http.StatusOK, components.Errata(page, sections))
}

// file sends a file whose address names its content, so it may be kept for ever.
func (s *server) file(c echo.Context) error {
	files, err := s.Files()
	if err != nil {
		return err
	}
	f, ok := files.Get(c.Request().URL.Path)
	if !ok {
		return errNoPage
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return s.tagged(c, http.StatusOK, f.Type, f.Body, f.ETag)
}

func (s *server) favicon(c echo.Context) error {
	files, err := s.Files()
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, files.Icon)
}

// tracking tells whether a query parameter only says where a reader came from.
func tracking(name string) bool {
	return strings.HasPrefix(name, "utm_") || slices.Contains([]string{"fbclid", "gclid", "yclid"}, name)
}

// untrack sends a reader of a page on to its address without such parameters. For a
// program they are parameters like any other.
func untrack(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		clean, ok := untracked(c.Request().URL)
		if !ok || strings.HasPrefix(c.Request().URL.Path, "/api/") {
			return next(c)
		}
		return c.Redirect(http.StatusSeeOther, clean)
	}
}

// untracked is the address without such parameters; ok tells whether there were any.
func untracked(u *url.URL) (clean string, ok bool) {
	q := u.Query()
	for name := range q {
		if tracking(name) {
			q.Del(name)
			ok = true
		}
	}
	clean = u.Path
	if len(q) > 0 {
		clean += "?" + q.Encode()
	}
	return clean, ok
}
