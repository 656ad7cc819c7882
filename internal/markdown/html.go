package markdown

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

var kindScroller = ast.NewNodeKind("Scroller")

// A scroller keeps a wide table from widening the page.
type scroller struct {
	ast.BaseBlock
}

func (*scroller) Kind() ast.NodeKind         { return kindScroller }
func (n *scroller) Dump(src []byte, lev int) { ast.DumpHelper(n, src, lev, nil, nil) }

// nodeRenderer writes the nodes of this package, headings and code. All of them
// have been resolved before.
type nodeRenderer struct{}

// RegisterFuncs implements goldmark's renderer.NodeRenderer.
func (nodeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindMath, leaf(func(n *inlineMath) string { return n.html }))
	r.Register(kindMathBlock, leaf(mathBlockHTML))
	r.Register(kindCitation, leaf(citationHTML))
	r.Register(kindEquation, leaf(equationHTML))
	r.Register(kindSection, leaf(sectionHTML))
	r.Register(kindClaim, leaf(claimHTML))
	r.Register(ast.KindFencedCodeBlock, code)
	r.Register(kindTerm, around(func(n *term) (string, string) {
		return `<a class="term" href="/glossary#` + html.EscapeString(n.key) + `">`, "</a>"
	}))
	r.Register(kindTie, around(tieHTML))
	r.Register(kindBox, around(boxHTML))
	r.Register(kindBoxTitle, around(boxTitleHTML))
	r.Register(ast.KindHeading, around(headingHTML))
	r.Register(kindScroller, around(func(*scroller) (string, string) {
		return `<div class="table-wrap" role="region" aria-label="Таблица" tabindex="0">` + "\n", "</div>\n"
	}))
}

// leaf returns the renderer of a node without children.
func leaf[N ast.Node](write func(N) string) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, err := w.WriteString(write(n.(N)))
			return ast.WalkSkipChildren, err
		}
		return ast.WalkContinue, nil
	}
}

// around returns the renderer of a node whose children stand between two tags.
func around[N ast.Node](write func(N) (before, after string)) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		before, after := write(n.(N))
		if !entering {
			before = after
		}
		_, err := w.WriteString(before)
		return ast.WalkContinue, err
	}
}

func mathBlockHTML(n *mathBlock) string {
	body := `<div class="eq-body">` + n.html + "</div>"
	if n.number == "" {
		return `<div class="eq">` + body + "</div>\n"
	}
	return fmt.Sprintf(`<div class="eq numbered" id="eq-%s">%s<a class="eq-number" href="#eq-%[1]s" aria-label="Формула %[3]s">(%[3]s)</a></div>`+"\n",
		n.label, body, n.number)
}

func citationHTML(n *citation) string {
	links := make([]string, len(n.sources))
	for i, s := range n.sources {
		label := strconv.Itoa(s.number)
		if s.place != "" {
			label += "," + nbsp + strings.ReplaceAll(s.place, " ", nbsp)
		}
		if i == 0 {
			label = "[" + label
		}
		if i == len(n.sources)-1 {
			label += "]"
		}
		links[i] = fmt.Sprintf(`<a class="cite" href="/bibliography#%s">%s</a>`, html.EscapeString(s.key), html.EscapeString(label))
	}
	return strings.Join(links, ";"+nbsp)
}

func equationHTML(n *equation) string {
	return fmt.Sprintf(`<a class="eqref" href="#eq-%s">(%s)</a>`, html.EscapeString(n.label), n.number)
}

func sectionHTML(n *section) string {
	return fmt.Sprintf(`<a class="sec" href="%s" title="%s">%s</a>`,
		html.EscapeString(n.url), html.EscapeString(n.title), html.EscapeString(n.words))
}

func claimHTML(n *claimNode) string {
	return fmt.Sprintf(`<data class="claim" value="%s">%s</data>`,
		strconv.FormatFloat(n.claim.Value, 'g', -1, 64), html.EscapeString(strings.ReplaceAll(n.claim.Text, " ", nbsp)))
}

func boxHTML(n *box) (before, after string) {
	return fmt.Sprintf(`<aside class="box %s" id="%s" role="note" aria-labelledby="%[2]s-title">`+"\n", html.EscapeString(n.name), html.EscapeString(n.id)),
		"</aside>\n"
}

func boxTitleHTML(n *boxTitle) (before, after string) {
	b := n.Parent().(*box)
	before = fmt.Sprintf(`<p class="box-title" id="%s-title"><span class="box-name">%s</span>`, html.EscapeString(b.id), boxNames[b.name])
	if n.FirstChild() != nil {
		before += ". "
	}
	return before, "</p>\n"
}

func headingHTML(n *ast.Heading) (before, after string) {
	id, _ := n.AttributeString("id")
	name, _ := id.([]byte)
	anchor := html.EscapeString(string(name))
	return fmt.Sprintf(`<h%d id="%s">`, n.Level, anchor),
		fmt.Sprintf(` <a class="anchor" href="#%s" aria-label="Ссылка на этот заголовок">#</a></h%d>`+"\n", anchor, n.Level)
}
