// Package content holds the text of the book: a Markdown file per section, the
// glossary, the bibliography, and the data sets of the labs.
package content

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"konspekt/internal/markdown"
	"konspekt/internal/tex"
)

// FS is the folder as it was when the program was built.
//
//go:embed *.md *.yaml data
var FS embed.FS

// Page says where a section's text stands and where its page is.
type Page struct {
	Number string // "2.8"
	Slug   string // "s0208pca"
	URL    string
}

// Term is an entry of the glossary.
type Term struct {
	Key     string `yaml:"key"`
	Russian string `yaml:"ru"`
	English string `yaml:"en"`
	Section string `yaml:"section"` // where it is defined
	Text    string `yaml:"text"`    // Markdown
}

// Source is an entry of the bibliography.
type Source struct {
	Key    string `yaml:"key"`
	Gost   string `yaml:"gost"`
	BibTeX string `yaml:"bibtex"`
	DOI    string `yaml:"doi"`
}

// Text is the book's text, rendered page by page as it is asked for. It is safe for
// concurrent use.
type Text struct {
	fsys  fs.FS
	live  bool // read the files anew at every request
	tex   *tex.Renderer
	pages []Page

	terms   []Term
	sources []Source
	docs    map[string]*page // by section number
}

// page is a section's text: its front matter is read at once, the rest when it is asked for.
type page struct {
	slug string
	meta markdown.Meta

	mu  sync.Mutex
	doc *markdown.Doc
}

// Open reads the glossary, the bibliography and the titles. With live set, a page is
// rendered from its file at every request.
func Open(fsys fs.FS, live bool, renderer *tex.Renderer, pages []Page) (*Text, error) {
	t := &Text{fsys: fsys, live: live, tex: renderer, pages: pages, docs: map[string]*page{}}
	if err := t.yaml("glossary.yaml", &t.terms); err != nil {
		return nil, err
	}
	slices.SortStableFunc(t.terms, func(a, b Term) int { return strings.Compare(alphabetical(a.Russian), alphabetical(b.Russian)) })
	if err := t.yaml("bibliography.yaml", &t.sources); err != nil {
		return nil, err
	}
	for _, p := range pages {
		src, err := fs.ReadFile(fsys, p.Slug+".md")
		if err != nil {
			return nil, fmt.Errorf("content: %w", err)
		}
		meta, err := markdown.FrontMatter(src)
		if err != nil {
			return nil, fmt.Errorf("content: %s.md: %w", p.Slug, err)
		}
		t.docs[p.Number] = &page{slug: p.Slug, meta: meta}
	}
	return t, nil
}

func (t *Text) yaml(name string, into any) error {
	src, err := fs.ReadFile(t.fsys, name)
	if err == nil {
		err = yaml.Unmarshal(src, into)
	}
	if err != nil {
		return fmt.Errorf("content: %s: %w", name, err)
	}
	return nil
}

// Meta is the front matter of a section that the book has.
func (t *Text) Meta(number string) markdown.Meta { return t.docs[number].meta }

// Doc is the rendered text of a section. One page does not wait for another.
func (t *Text) Doc(number string) (*markdown.Doc, error) {
	p, ok := t.docs[number]
	if !ok {
		return nil, fmt.Errorf("content: no section %q: %w", number, fs.ErrNotExist)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.doc != nil && !t.live {
		return p.doc, nil
	}
	src, err := fs.ReadFile(t.fsys, p.slug+".md")
	if err != nil {
		return nil, fmt.Errorf("content: %w", err)
	}
	doc, err := markdown.Render(src, number, t, t.tex)
	if err != nil {
		return nil, fmt.Errorf("content: %s.md: %w", p.slug, err)
	}
	p.doc = doc
	return doc, nil
}

// Inline renders a phrase: a definition, a label with a formula.
func (t *Text) Inline(src string) (string, error) { return markdown.Inline(src, t, t.tex) }

// Formula sets a formula in a line of text; an empty one is empty.
func (t *Text) Formula(tex string) (string, error) {
	if tex == "" {
		return "", nil
	}
	return t.tex.Render(tex, false)
}

// alphabetical is what a word is sorted by: without capitals, ё as е.
func alphabetical(word string) string { return strings.ReplaceAll(strings.ToLower(word), "ё", "е") }

// Terms lists the glossary in alphabetical order.
func (t *Text) Terms() []Term { return t.terms }

// Sources lists the bibliography: the first has number 1.
func (t *Text) Sources() []Source { return t.sources }

// Term finds a term for the text that refers to it.
func (t *Text) Term(key string) (string, bool) {
	i := slices.IndexFunc(t.terms, func(e Term) bool { return e.Key == key })
	if i < 0 {
		return "", false
	}
	return t.terms[i].Russian, true
}

// Source finds the number of a source.
func (t *Text) Source(key string) (int, bool) {
	i := slices.IndexFunc(t.sources, func(e Source) bool { return e.Key == key })
	return i + 1, i >= 0
}

// Section finds a section's title and address.
func (t *Text) Section(number string) (title, url string, ok bool) {
	i := slices.IndexFunc(t.pages, func(p Page) bool { return p.Number == number })
	if i < 0 {
		return "", "", false
	}
	return t.docs[number].meta.Title, t.pages[i].URL, true
}
