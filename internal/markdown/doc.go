// Package markdown turns the text of a section into HTML.
//
// Over CommonMark with tables and footnotes it knows
//
//	$…$, $$…$$ {#label}        formulas; a labelled one is numbered (2.2.1)
//	[@eq:label]                a reference to it
//	[m = 5](?m=5)              a link that moves the lab of the section
//	{{0,4|bias?m=5#mean}}      a number that a test recomputes: literal, lab, query, path in the result
//	[[key|words]], [[key]]     a term of the glossary
//	[@key], [@key, с. 5; @b]   sources of the bibliography
//	[@sec:2.4|разделе 2.4]     a section of the book, words optional
//	:::nb Title … :::          boxes: nb, fix, example, claim, misconception
//
// and a front matter in YAML. Russian typography (spaces that do not break,
// dashes) is set here; what a typist gets wrong, straight quotes or a Latin
// letter in a Russian word, is an error. Raw HTML is an error too.
package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"konspekt/internal/tex"
)

// A Book is what a text may refer to.
type Book interface {
	Term(key string) (title string, ok bool)            // glossary
	Source(key string) (number int, ok bool)            // bibliography
	Section(number string) (title, url string, ok bool) // "2.4"
}

// A Doc is a text ready for the page.
type Doc struct {
	Meta     Meta
	HTML     string
	Headings []Heading
	Words    int      // words of prose, formulas and code not counted
	Drives   []string // queries of the links that move the lab, "?m=5", in order
	Claims   []Claim  // numbers that a test recomputes, in order

	// Keys that the text uses, each once, in order of first use.
	Terms, Sources, Sections []string

	Fixes []Fix // «Исправлено» boxes
}

// A Heading is an entry of the table of contents of the page.
type Heading struct {
	Level int // 2…6
	ID    string
	Text  string // formulas as TeX
}

// A Fix is a correction of the source notes, for the page that lists them all.
type Fix struct {
	ID    string // anchor on the page of the section
	Title string
	HTML  string // links lead to the page of the section
}

// Render renders the text of the section with the given number. The error lists
// every problem of the text as Problems.
func Render(src []byte, number string, book Book, tx *tex.Renderer) (*Doc, error) {
	meta, body, problems := frontMatter(src)
	w := &writer{number: number, book: book, tex: tx, source: body, problems: problems}
	if _, url, ok := book.Section(number); ok {
		w.url = url
	} else {
		w.report(0, "unknown section %q", number)
	}
	w.doc.Meta = meta
	w.checkMeta()
	html := w.run()
	if err := w.problems.err(); err != nil {
		return nil, err
	}
	w.doc.HTML = html
	return &w.doc, nil
}

// Inline renders a phrase without blocks, such as an entry of the glossary or a
// label: formulas, terms, sources, emphasis. The error is Problems.
func Inline(src string, book Book, tx *tex.Renderer) (html string, err error) {
	w := &writer{book: book, tex: tx, source: []byte(strings.TrimSpace(src))}
	html = strings.TrimSpace(w.run())
	if err := w.problems.err(); err != nil {
		return "", err
	}
	inner, ok := strings.CutPrefix(html, "<p>")
	inner, ok2 := strings.CutSuffix(inner, "</p>")
	if !ok || !ok2 || strings.Contains(inner, "<p>") {
		return "", Problems{{Line: 1, Text: "a phrase has to be one paragraph"}}
	}
	return inner, nil
}

// A writer carries one text from source to HTML. The order is: parse, set the
// typography, resolve what refers to something, tie formulas to their neighbours, render.
type writer struct {
	number, url string // of the section; empty in Inline
	book        Book
	tex         *tex.Renderer
	source      []byte // without front matter, but with its lines
	doc         Doc
	problems    Problems
	equations   map[string]string // label → number "2.2.1"
	boxes       map[string]int    // name → how many so far
}

// run returns the HTML of the source and fills the rest of w.doc.
func (w *writer) run() string {
	md := newMarkdown(w.number)
	pc := parser.NewContext(parser.WithIDs(&headingIDs{used: map[string]bool{}}))
	root := md.Parser().Parse(text.NewReader(w.source), parser.WithContext(pc))
	for _, m := range parseMistakes(pc) {
		w.report(m.pos, "%s", m.text)
	}
	w.typography(root)
	w.resolve(root)
	bind(root)
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, w.source, root); err != nil {
		w.report(0, "%v", err)
	}
	w.collectFixes(md.Renderer(), root)
	return b.String()
}

// collectFixes renders the «Исправлено» boxes once more, for another page.
func (w *writer) collectFixes(r renderer.Renderer, root ast.Node) {
	for n := range descendants(root) {
		bx, ok := n.(*box)
		if !ok || bx.name != "fix" {
			continue
		}
		f := Fix{ID: bx.id}
		var b bytes.Buffer
		for c := bx.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*boxTitle); ok {
				f.Title = plainText(t, w.source)
				continue
			}
			if err := r.Render(&b, w.source, c); err != nil {
				w.report(bx.Pos(), "%v", err)
			}
		}
		f.HTML = strings.ReplaceAll(b.String(), `href="#`, `href="`+w.url+`#`)
		w.doc.Fixes = append(w.doc.Fixes, f)
	}
}

// report adds a problem at an offset of the source.
func (w *writer) report(pos int, format string, args ...any) {
	line := 1 + bytes.Count(w.source[:min(max(pos, 0), len(w.source))], []byte("\n"))
	w.problems = append(w.problems, Problem{Line: line, Text: fmt.Sprintf(format, args...)})
}

// newMarkdown returns a goldmark with our syntax. Ids of footnotes begin with
// the number of the section, so that several sections may share one page.
func newMarkdown(number string) goldmark.Markdown {
	footnotes := extension.NewFootnote(
		extension.WithFootnoteIDPrefix("s"+number+"-"),
		extension.WithFootnoteLinkTitle("Примечание ^^"),
		extension.WithFootnoteBacklinkTitle("Вернуться к тексту"),
		extension.WithFootnoteBacklinkHTML("↑"),
	)
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, footnotes),
		goldmark.WithParserOptions(
			parser.WithAutoHeadingID(),
			parser.WithBlockParsers(
				util.Prioritized(mathBlockParser{}, 650),
				util.Prioritized(boxParser{}, 660),
			),
			parser.WithInlineParsers(
				util.Prioritized(mathParser{}, 110),
				util.Prioritized(claimParser{}, 120),
				util.Prioritized(referenceParser{}, 130),
			),
		),
		goldmark.WithRendererOptions(
			renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 100)),
		),
	)
}
