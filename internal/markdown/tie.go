package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

var kindTie = ast.NewNodeKind("Tie")

// A tie is a formula in a line with what must not part from it: the comma behind, the
// bracket before, the preposition. Browsers break a line on both sides of a formula, whatever
// stands there; within a tie they may break only between the parts of the formula.
type tie struct{ ast.BaseInline }

func (*tie) Kind() ast.NodeKind         { return kindTie }
func (n *tie) Dump(src []byte, lev int) { ast.DumpHelper(n, src, lev, nil, nil) }

func tieHTML(*tie) (before, after string) { return `<span class="tie">`, "</span>" }

// part is the beginning of each part of a formula as KaTeX sets it.
const part = `<span class="katex-base">`

// bind makes the ties of a text whose typography is set and whose formulas are rendered.
func bind(root ast.Node) {
	for n := range descendants(root) {
		m, ok := n.(*inlineMath)
		if !ok {
			continue
		}
		head, tail := cutEnd(m.PreviousSibling()), cutStart(m.NextSibling())
		if head == nil && tail == nil {
			continue
		}
		if start, rest, ok := strings.Cut(m.html, part); ok { // false: the formula is wrong, which is reported
			m.html = start + part + strings.ReplaceAll(rest, part, "<wbr>"+part)
		}
		t := &tie{}
		m.Parent().ReplaceChild(m.Parent(), m, t)
		for _, piece := range []ast.Node{head, m, tail} {
			if piece != nil {
				t.AppendChild(t, piece)
			}
		}
	}
}

// cutEnd takes from prose what stands behind its last space that may break.
func cutEnd(n ast.Node) ast.Node {
	s, ok := n.(*ast.String)
	if !ok {
		return nil
	}
	i := bytes.LastIndexAny(s.Value, " \t\n") + 1
	if i == len(s.Value) {
		return nil
	}
	end := ast.NewString(s.Value[i:])
	s.Value = s.Value[:i]
	return end
}

// cutStart takes from prose what stands before its first space that may break.
func cutStart(n ast.Node) ast.Node {
	s, ok := n.(*ast.String)
	if !ok {
		return nil
	}
	i := bytes.IndexAny(s.Value, " \t\n")
	if i < 0 {
		i = len(s.Value)
	}
	if i == 0 {
		return nil
	}
	start := ast.NewString(s.Value[:i])
	s.Value = s.Value[i:]
	return start
}
