package markdown

import (
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// descendants yields the node and all below it, in order of the text. The tree
// may be changed meanwhile.
func descendants(root ast.Node) iter.Seq[ast.Node] {
	var all []ast.Node
	// The walker returns no error, and so does Walk.
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			all = append(all, n)
		}
		return ast.WalkContinue, nil
	})
	return slices.Values(all)
}

// resolve numbers formulas and boxes, looks up what the text refers to, renders
// formulas and collects the parts of the Doc.
func (w *writer) resolve(root ast.Node) {
	w.numberEquations(root)
	w.boxes = map[string]int{}
	for n := range descendants(root) {
		w.checkNesting(n)
		switch n := n.(type) {
		case *inlineMath:
			n.html = w.formula(n, n.tex, false)
		case *mathBlock:
			w.resolveMathBlock(n)
		case *term:
			w.resolveTerm(n)
		case *citation:
			w.resolveCitation(n)
		case *equation:
			w.resolveEquation(n)
		case *section:
			w.resolveSection(n)
		case *claimNode:
			w.resolveClaim(n)
		case *box:
			w.resolveBox(n)
		case *ast.Link:
			w.resolveLink(n)
		case *ast.Heading:
			w.resolveHeading(n)
		case *east.Table:
			wrap := &scroller{}
			n.Parent().ReplaceChild(n.Parent(), n, wrap)
			wrap.AppendChild(wrap, n)
		}
	}
}

// checkNesting reports nodes that have no place in a text of the book.
func (w *writer) checkNesting(n ast.Node) {
	switch n.Kind() {
	case ast.KindRawHTML, ast.KindHTMLBlock:
		w.report(w.position(n), "raw HTML")
	case ast.KindCodeBlock:
		w.report(w.position(n), "indented code: fence it with ```")
	case ast.KindFencedCodeBlock:
		if l := string(n.(*ast.FencedCodeBlock).Language(w.source)); !slices.Contains(languages, l) {
			w.report(w.position(n), "unknown language of code %q", l)
		}
	case ast.KindImage:
		w.report(w.position(n), "images are drawn by the labs")
	case ast.KindLink, ast.KindAutoLink, kindTerm, kindCitation, kindEquation, kindSection, east.KindFootnoteLink:
		for p := n.Parent(); p != nil; p = p.Parent() {
			if p.Kind() == ast.KindLink || p.Kind() == ast.KindHeading && n.Kind() != kindTerm {
				w.report(w.position(n), "a link inside a link or a heading")
				return
			}
		}
	}
}

// position returns the offset of a node in the source, or that of the next node
// around it that knows one.
func (w *writer) position(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if p := n.Pos(); p >= 0 && n.Kind() != ast.KindDocument {
			return p
		}
	}
	return 0
}

// formula renders TeX and reports what does not set.
func (w *writer) formula(n ast.Node, tex string, display bool) string {
	html, err := w.tex.Render(tex, display)
	if err != nil {
		w.report(w.position(n), "%v", err)
	}
	return html
}

// numberEquations gives labelled formulas their numbers in order.
func (w *writer) numberEquations(root ast.Node) {
	w.equations = map[string]string{}
	for n := range descendants(root) {
		m, ok := n.(*mathBlock)
		if !ok || m.label == "" {
			continue
		}
		if _, twice := w.equations[m.label]; twice {
			w.report(w.position(m), "the label %q is used twice", m.label)
		}
		m.number = fmt.Sprintf("%s.%d", w.number, len(w.equations)+1)
		w.equations[m.label] = m.number
	}
}

func (w *writer) resolveMathBlock(n *mathBlock) {
	if !n.closed {
		w.report(w.position(n), "$$ is not closed")
		return
	}
	n.html = w.formula(n, string(n.tex), true)
}

func (w *writer) resolveTerm(n *term) {
	title, ok := w.book.Term(n.key)
	if !ok {
		w.report(w.position(n), "unknown term %q", n.key)
	}
	n.title = title
	w.doc.Terms = addKey(w.doc.Terms, n.key)
	if n.FirstChild() == nil {
		n.AppendChild(n, ast.NewString([]byte(title)))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s, ok := c.(*ast.String); ok {
			w.checkProse(w.position(n), string(s.Value))
			w.doc.Words += countWords(string(s.Value))
			s.Value = []byte(typeset(string(s.Value), ""))
		}
	}
}

func (w *writer) resolveCitation(n *citation) {
	for i := range n.sources {
		s := &n.sources[i]
		number, ok := w.book.Source(s.key)
		if !ok {
			w.report(w.position(n), "unknown source %q", s.key)
		}
		s.number = number
		w.doc.Sources = addKey(w.doc.Sources, s.key)
	}
}

func (w *writer) resolveEquation(n *equation) {
	number, ok := w.equations[n.label]
	if !ok {
		w.report(w.position(n), "no formula has the label %q", n.label)
	}
	n.number = number
}

func (w *writer) resolveSection(n *section) {
	title, url, ok := w.book.Section(n.number)
	if !ok {
		w.report(w.position(n), "unknown section %q", n.number)
	}
	n.title, n.url = title, url
	if n.words == "" {
		n.words = "раздел " + n.number
	}
	n.words = strings.ReplaceAll(n.words, " ", nbsp)
	w.doc.Sections = addKey(w.doc.Sections, n.number)
}

func (w *writer) resolveClaim(n *claimNode) {
	c := &n.claim
	pos := w.position(n)
	value, _, err := ParseNumber(c.Text)
	if err != nil {
		w.report(pos, "%v", err)
	}
	if _, err := url.ParseQuery(c.Query); err != nil {
		w.report(pos, "query of %s: %v", c.Text, err)
	}
	c.Value = value
	c.Line = 1 + strings.Count(string(w.source[:pos]), "\n")
	w.doc.Claims = append(w.doc.Claims, *c)
	w.doc.Words++
}

func (w *writer) resolveBox(n *box) {
	if !n.closed {
		w.report(w.position(n), ":::%s is not closed", n.name)
	}
	w.boxes[n.name]++
	n.id = fmt.Sprintf("%s-%d", n.name, w.boxes[n.name])
}

// resolveLink completes a link that moves the lab and refuses odd schemes.
func (w *writer) resolveLink(n *ast.Link) {
	to := string(n.Destination)
	switch {
	case strings.HasPrefix(to, "?"):
		if _, err := url.ParseQuery(to[1:]); err != nil {
			w.report(w.position(n), "link %s: %v", to, err)
		}
		if w.url == "" {
			w.report(w.position(n), "a link to a lab outside a section: %s", to)
		}
		w.doc.Drives = append(w.doc.Drives, to)
		n.Destination = []byte(w.url + to)
		n.SetAttributeString("class", []byte("drive"))
	case strings.HasPrefix(to, "https://"), strings.HasPrefix(to, "http://"):
		n.SetAttributeString("class", []byte("ext"))
	case strings.HasPrefix(to, "//"), !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "#"):
		w.report(w.position(n), "a link has to begin with ?, /, # or https: %q", to)
	}
}

func (w *writer) resolveHeading(n *ast.Heading) {
	last := 1
	if k := len(w.doc.Headings); k > 0 {
		last = w.doc.Headings[k-1].Level
	}
	if n.Level == 1 || n.Level > last+1 {
		w.report(w.position(n), "a heading of level %d behind one of level %d", n.Level, last)
	}
	id, _ := n.AttributeString("id")
	name, _ := id.([]byte)
	w.doc.Headings = append(w.doc.Headings, Heading{Level: n.Level, ID: string(name), Text: plainText(n, w.source)})
}

// addKey appends a key that is not there yet.
func addKey(keys []string, key string) []string {
	if slices.Contains(keys, key) {
		return keys
	}
	return append(keys, key)
}

// plainText returns the words of a node, formulas as TeX.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	for c := range descendants(n) {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(c.Segment.Value(source))
		case *ast.String:
			b.Write(c.Value)
		case *inlineMath:
			b.WriteString(c.tex)
		case *claimNode:
			b.WriteString(c.claim.Text)
		}
	}
	return strings.ReplaceAll(strings.TrimSpace(b.String()), "\n", " ")
}
