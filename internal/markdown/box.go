package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

var (
	kindBox      = ast.NewNodeKind("Box")
	kindBoxTitle = ast.NewNodeKind("BoxTitle")
)

// boxNames are the boxes and what a reader sees above them.
var boxNames = map[string]string{
	"nb":            "NB",
	"fix":           "Исправлено",
	"example":       "Пример",
	"claim":         "Вывод",
	"misconception": "Частое заблуждение",
}

// A box is a part of the text set apart. Its first child is its boxTitle.
type box struct {
	ast.BaseBlock
	name   string
	closed bool
	id     string // "nb-1", set by resolve
}

// A boxTitle holds the words behind the name of a box, perhaps none.
type boxTitle struct {
	ast.BaseBlock
}

func (*box) Kind() ast.NodeKind      { return kindBox }
func (*boxTitle) Kind() ast.NodeKind { return kindBoxTitle }

func (n *box) Dump(src []byte, lev int)      { ast.DumpHelper(n, src, lev, nil, nil) }
func (n *boxTitle) Dump(src []byte, lev int) { ast.DumpHelper(n, src, lev, nil, nil) }

// boxParser parses ":::name title" to ":::". A fence closes the innermost box.
type boxParser struct{}

var boxFence = regexp.MustCompile(`^ {0,3}:::[ \t]*([^\s:]*)[ \t]*(.*?)\s*$`)

func (boxParser) Trigger() []byte { return []byte{':'} }

func (boxParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	m := boxFence.FindSubmatchIndex(line)
	if m == nil {
		return nil, parser.NoChildren
	}
	name := string(line[m[2]:m[3]])
	if name == "" {
		wrong(pc, reader, "::: closes nothing")
		return nil, parser.NoChildren
	}
	if boxNames[name] == "" {
		wrong(pc, reader, "unknown box :::"+name)
	}
	n := &box{name: name}
	title := &boxTitle{}
	if m[4] < m[5] {
		start := segment.Start - segment.Padding
		title.Lines().Append(text.NewSegment(start+m[4], start+m[5]))
	}
	n.AppendChild(n, title)
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

func (boxParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if m := boxFence.FindSubmatch(line); m != nil && len(m[1]) == 0 && len(bytes.TrimSpace(m[2])) == 0 && closes(node, pc) {
		node.(*box).closed = true
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// closes reports whether a fence here closes the box: no other box is open in
// it, and the fence is not a line of code or of a formula.
func closes(node ast.Node, pc parser.Context) bool {
	open := pc.OpenedBlocks()
	for i := len(open) - 1; i >= 0; i-- {
		switch n := open[i].Node.(type) {
		case *box:
			return n == node
		case *ast.FencedCodeBlock:
			return false
		case *mathBlock:
			if !n.closed {
				return false
			}
		}
	}
	return false
}

func (boxParser) Close(ast.Node, text.Reader, parser.Context) {}
func (boxParser) CanInterruptParagraph() bool                 { return true }
func (boxParser) CanAcceptIndentedLine() bool                 { return false }
