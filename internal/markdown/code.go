package markdown

import (
	"bytes"
	"html"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// HighlightGo returns Go source as an element <pre class="chroma"> whose parts
// have the short classes of chroma; static/css/code.css colours them.
func HighlightGo(src string) string { return highlight(src, "go") }

// languages are those that a fenced block may name.
var languages = []string{"", "go", "json", "bash"}

// highlight returns source in one of the languages; "" stays without colours.
func highlight(src, language string) string {
	var b strings.Builder
	b.WriteString(`<pre class="chroma" tabindex="0"><code>`)
	lexer := lexers.Fallback
	if language != "" {
		lexer = lexers.Get(language)
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(nil, src)
	if err != nil {
		return `<pre class="chroma" tabindex="0"><code>` + html.EscapeString(src) + "</code></pre>\n"
	}
	for t := range tokens.Stdlib() {
		class := chroma.StandardTypes[t.Type]
		if class == "" || t.Type == chroma.TextWhitespace {
			b.WriteString(html.EscapeString(t.Value))
			continue
		}
		b.WriteString(`<span class="` + class + `">` + html.EscapeString(t.Value) + "</span>")
	}
	b.WriteString("</code></pre>\n")
	return b.String()
}

// code renders a fenced block.
func code(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	var b bytes.Buffer
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(source))
	}
	language := string(n.Language(source))
	if !slices.Contains(languages, language) {
		language = "" // reported by checkNesting
	}
	_, err := w.WriteString(highlight(b.String(), language))
	return ast.WalkSkipChildren, err
}
