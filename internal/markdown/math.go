package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var (
	kindMath      = ast.NewNodeKind("Math")
	kindMathBlock = ast.NewNodeKind("MathBlock")
)

// An inlineMath is a formula in a line.
type inlineMath struct {
	ast.BaseInline
	tex  string
	html string // set by resolve
}

func (*inlineMath) Kind() ast.NodeKind         { return kindMath }
func (n *inlineMath) Dump(src []byte, lev int) { ast.DumpHelper(n, src, lev, nil, nil) }

// A mathBlock is a formula on lines of its own.
type mathBlock struct {
	ast.BaseBlock
	tex    []byte
	label  string
	closed bool
	html   string // set by resolve
	number string // "2.2.1", set by resolve if there is a label
}

func (*mathBlock) Kind() ast.NodeKind         { return kindMathBlock }
func (n *mathBlock) Dump(src []byte, lev int) { ast.DumpHelper(n, src, lev, nil, nil) }
func (*mathBlock) IsRaw() bool                { return true }

// mathParser parses $…$ by pandoc's rules: no space inside the dollars, no digit
// behind the closing one.
type mathParser struct{}

func (mathParser) Trigger() []byte { return []byte{'$'} }

func (mathParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); bytes.HasPrefix(line, []byte("$$")) {
		wrong(pc, block, "a formula between $$ has to begin a line of its own")
		return nil
	}
	line, start := block.Position()
	block.Advance(1)
	tex, ok := take(block, closingDollar, 1)
	if !ok || util.IsSpace(tex[0]) {
		block.SetPosition(line, start)
		wrong(pc, block, `a lone $: no space inside the dollars of a formula; the sign itself is \$`)
		return nil
	}
	return &inlineMath{tex: string(tex)}
}

// closingDollar returns the offset of the dollar that ends a formula, or -1.
func closingDollar(line []byte) int {
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] == '$' && i > 0 && !util.IsSpace(line[i-1]) && (i+1 == len(line) || !isDigit(line[i+1])):
			return i
		}
	}
	return -1
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// take reads up to the mark that end finds in a line, over line ends, and then
// over the mark of the given length. It fails at the end of the block.
func take(block text.Reader, end func(line []byte) int, length int) ([]byte, bool) {
	var out []byte
	for {
		line, _ := block.PeekLine()
		if line == nil {
			return nil, false
		}
		if i := end(line); i >= 0 {
			out = append(out, line[:i]...)
			block.Advance(i + length)
			return out, len(out) > 0
		}
		out = append(out, line...)
		block.AdvanceLine()
	}
}

// mathBlockParser parses $$…$$ {#label}.
type mathBlockParser struct{}

var mathEnd = regexp.MustCompile(`^(?:\{#([a-z0-9-]+)\})?$`)

func (mathBlockParser) Trigger() []byte { return []byte{'$'} }

func (mathBlockParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(line, " \t"), []byte("$$"))
	if !ok {
		return nil, parser.NoChildren
	}
	n := &mathBlock{}
	n.add(rest, reader, pc)
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (mathBlockParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*mathBlock)
	if n.closed {
		return parser.Close
	}
	line, _ := reader.PeekLine()
	n.add(line, reader, pc)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

func (mathBlockParser) Close(ast.Node, text.Reader, parser.Context) {}
func (mathBlockParser) CanInterruptParagraph() bool                 { return true }
func (mathBlockParser) CanAcceptIndentedLine() bool                 { return false }

// add takes a line of the formula, the closing dollars and the label with it.
func (n *mathBlock) add(line []byte, reader text.Reader, pc parser.Context) {
	body, tail, closed := bytes.Cut(line, []byte("$$"))
	n.tex = append(n.tex, body...)
	if !closed {
		return
	}
	n.closed = true
	m := mathEnd.FindSubmatch(bytes.TrimSpace(tail))
	if m == nil {
		wrong(pc, reader, "behind the closing $$ only a label {#name} may stand")
		return
	}
	n.label = string(m[1])
}
