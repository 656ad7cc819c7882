package chapters_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"konspekt/chapters"
	"konspekt/content"
	"konspekt/internal/markdown"
	"konspekt/internal/tex"
	"konspekt/static"
)

// text is the book's text, rendered once for all tests.
var text = sync.OnceValues(func() (*content.Text, error) {
	src, err := static.FS.ReadFile("katex/katex.min.js")
	if err != nil {
		return nil, err
	}
	renderer, err := tex.New(string(src))
	if err != nil {
		return nil, err
	}
	return content.Open(content.FS, false, renderer, chapters.Pages(chapters.Book()))
})

// docs renders every section.
func docs(t *testing.T) map[string]*markdown.Doc {
	t.Helper()
	book, err := text()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*markdown.Doc{}
	for _, p := range chapters.Pages(chapters.Book()) {
		if out[p.Number], err = book.Doc(p.Number); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Every number that the prose takes from a lab is what the lab computes.
func TestClaims(t *testing.T) {
	many(t)
	for number, doc := range docs(t) {
		if len(doc.Claims) == 0 {
			t.Errorf("section %s: no number of the text is recomputed", number)
		}
		for _, c := range doc.Claims {
			if err := c.Check(run(t, find(t, c.Lab), c.Query).Result); err != nil {
				t.Errorf("content/s…%s: %v", number, err)
			}
		}
	}
}

// Every link that moves the lab leads to a state of a lab of its own section, and so
// does every preset.
func TestDrives(t *testing.T) {
	all := docs(t)
	for _, chapter := range chapters.Book() {
		for _, section := range chapter.Sections {
			if len(all[section.Number].Drives) == 0 {
				t.Errorf("section %s: no phrase moves the lab", section.Number)
			}
			for _, drive := range all[section.Number].Drives {
				q, err := parseQuery(strings.TrimPrefix(drive, "?"))
				if err != nil {
					t.Fatal(err)
				}
				x := section.Labs[0]
				if id := q.Values.Get("lab"); id != "" {
					x = find(t, id)
					q.Values.Del("lab")
				}
				if x.Info().Section != section.Number {
					t.Errorf("section %s: %s is a lab of section %s", section.Number, drive, x.Info().Section)
				}
				if _, err := x.Parse(q); err != nil {
					t.Errorf("section %s: %s: %v", section.Number, drive, err)
				}
			}
		}
	}
}

// A symbol of the text that is a control names a control of the section's lab.
func TestControlsInFormulas(t *testing.T) {
	all := docs(t)
	for _, chapter := range chapters.Book() {
		for _, section := range chapter.Sections {
			var names []string
			for _, x := range section.Labs {
				for _, c := range x.Info().Controls {
					names = append(names, c.Name)
				}
			}
			for part := range strings.SplitSeq(all[section.Number].HTML, `data-control="`) {
				name, _, _ := strings.Cut(part, `"`)
				if !strings.ContainsAny(name, " <>=") && !slices.Contains(names, name) {
					t.Errorf("section %s: the text marks the control %q, the labs have %v", section.Number, name, names)
				}
			}
		}
	}
}

// The glossary is complete: unique keys and names, both languages, a definition that
// renders, a section whose text links to the term.
func TestGlossary(t *testing.T) {
	book, err := text()
	if err != nil {
		t.Fatal(err)
	}
	all := docs(t)
	seen := map[string]bool{}
	for _, term := range book.Terms() {
		name := strings.ToLower(term.Russian)
		if seen[term.Key] || seen[name] || term.Key == "" || term.Russian == "" || term.English == "" || term.Text == "" {
			t.Errorf("term %+v is incomplete or there twice", term)
		}
		seen[term.Key], seen[name] = true, true
		if _, err := book.Inline(term.Text); err != nil {
			t.Errorf("term %s: %v", term.Key, err)
		}
		if doc := all[term.Section]; doc == nil || !slices.Contains(doc.Terms, term.Key) {
			t.Errorf("term %s: section %q does not define it", term.Key, term.Section)
		}
	}
	if len(seen) < 40 {
		t.Errorf("%d keys and names", len(seen))
	}
}

// The bibliography is complete, and every entry is cited or stood in the source notes.
func TestBibliography(t *testing.T) {
	book, err := text()
	if err != nil {
		t.Fatal(err)
	}
	cited := map[string]bool{"ramalho2022": true, "heydt2019": true} // of the source notes
	for _, doc := range docs(t) {
		for _, key := range doc.Sources {
			cited[key] = true
		}
	}
	seen := map[string]bool{}
	for _, s := range book.Sources() {
		if seen[s.Key] || s.Gost == "" || !strings.Contains(s.BibTeX, "{"+s.Key+",") || strings.HasPrefix(s.DOI, "http") {
			t.Errorf("source %+v is incomplete or there twice", s)
		}
		if b := s.BibTeX; strings.Count(b, "{") != strings.Count(b, "}") || !strings.HasPrefix(b, "@") || !strings.HasSuffix(strings.TrimSpace(b), "}") {
			t.Errorf("source %s: BibTeX is no whole entry:\n%s", s.Key, b)
		}
		seen[s.Key] = true
		if !cited[s.Key] {
			t.Errorf("source %s is cited nowhere", s.Key)
		}
		if s.DOI != "" && !strings.Contains(s.BibTeX, s.DOI) {
			t.Errorf("source %s: BibTeX lacks the DOI %s", s.Key, s.DOI)
		}
	}
}

// Every section says what a page needs: a question, a place in the book, headings, terms
// that it links to, symbols; what it asks to read first stands before it.
func TestSections(t *testing.T) {
	place := map[string]int{}
	for i, p := range chapters.Pages(chapters.Book()) {
		place[p.Number] = i + 1
	}
	for number, doc := range docs(t) {
		for _, need := range doc.Meta.Needs {
			if place[need] == 0 || place[need] >= place[number] {
				t.Errorf("section %s needs %s, which does not stand before it", number, need)
			}
		}
		for _, key := range doc.Meta.Terms {
			if !slices.Contains(doc.Terms, key) {
				t.Errorf("section %s lists the term %s without a link to it", number, key)
			}
		}
		if !strings.HasSuffix(doc.Meta.Question, "?") || doc.Meta.Book == "" || len(doc.Headings) < 3 || len(doc.Meta.Terms) == 0 || len(doc.Meta.Symbols) == 0 {
			t.Errorf("section %s: %+v, %d headings", number, doc.Meta, len(doc.Headings))
		}
		if doc.Words < 250 || doc.Words > 1500 {
			t.Errorf("section %s has %d words", number, doc.Words)
		}
		if got := []rune(doc.Meta.Description); len(got) < 60 || len(got) > 200 {
			t.Errorf("section %s: a description of %d characters", number, len(got))
		}
		if i := strings.Index(doc.HTML, "href=\"?"); i >= 0 {
			t.Errorf("section %s: a relative link %.60s", number, doc.HTML[i:])
		}
	}
}
