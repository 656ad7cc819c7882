package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

var (
	kindTerm     = ast.NewNodeKind("Term")
	kindCitation = ast.NewNodeKind("Citation")
	kindEquation = ast.NewNodeKind("EquationReference")
	kindSection  = ast.NewNodeKind("SectionReference")
	kindClaim    = ast.NewNodeKind("Claim")
)

// A term is a link to the glossary; its children are the words.
type term struct {
	ast.BaseInline
	key   string
	title string // set by resolve
}

// A citation is a bracket with one or several sources.
type citation struct {
	ast.BaseInline
	sources []source
}

type source struct {
	key, place string // place: "с. 120"
	number     int    // set by resolve
}

// An equation refers to a labelled formula.
type equation struct {
	ast.BaseInline
	label  string
	number string // set by resolve
}

// A section refers to a section of the book.
type section struct {
	ast.BaseInline
	number, words string
	title, url    string // set by resolve
}

// A claimNode is a number that a test recomputes.
type claimNode struct {
	ast.BaseInline
	claim Claim
}

func (*term) Kind() ast.NodeKind      { return kindTerm }
func (*citation) Kind() ast.NodeKind  { return kindCitation }
func (*equation) Kind() ast.NodeKind  { return kindEquation }
func (*section) Kind() ast.NodeKind   { return kindSection }
func (*claimNode) Kind() ast.NodeKind { return kindClaim }

func (n *term) Dump(src []byte, lev int)      { ast.DumpHelper(n, src, lev, nil, nil) }
func (n *citation) Dump(src []byte, lev int)  { ast.DumpHelper(n, src, lev, nil, nil) }
func (n *equation) Dump(src []byte, lev int)  { ast.DumpHelper(n, src, lev, nil, nil) }
func (n *section) Dump(src []byte, lev int)   { ast.DumpHelper(n, src, lev, nil, nil) }
func (n *claimNode) Dump(src []byte, lev int) { ast.DumpHelper(n, src, lev, nil, nil) }

// bracketed reads the text between an opening and a closing mark over line
// ends; in a table a vertical bar is written \|. It notes a mistake and returns
// false if the opening mark is there and the closing one is not.
func bracketed(block text.Reader, pc parser.Context, opening, closing string) (string, bool) {
	if line, _ := block.PeekLine(); !bytes.HasPrefix(line, []byte(opening)) {
		return "", false
	}
	line, start := block.Position()
	block.Advance(len(opening))
	inner, ok := take(block, func(line []byte) int { return bytes.Index(line, []byte(closing)) }, len(closing))
	if !ok {
		block.SetPosition(line, start)
		wrong(pc, block, opening+" is not closed by "+closing)
		return "", false
	}
	return strings.NewReplacer(`\|`, "|", "\n", " ").Replace(string(inner)), true
}

// referenceParser parses [[key|words]] and [@…].
type referenceParser struct{}

func (referenceParser) Trigger() []byte { return []byte{'['} }

func (referenceParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if inner, ok := bracketed(block, pc, "[[", "]]"); ok {
		return newTerm(inner)
	}
	inner, ok := bracketed(block, pc, "[@", "]")
	if !ok {
		return nil
	}
	if label, ok := strings.CutPrefix(inner, "eq:"); ok {
		return &equation{label: label}
	}
	if number, ok := strings.CutPrefix(inner, "sec:"); ok {
		number, words, _ := strings.Cut(number, "|")
		return &section{number: number, words: words}
	}
	n := &citation{}
	for part := range strings.SplitSeq(inner, ";") {
		key, place, _ := strings.Cut(strings.TrimSpace(part), ",")
		key = strings.TrimPrefix(key, "@")
		n.sources = append(n.sources, source{key: key, place: strings.TrimSpace(place)})
	}
	return n
}

// newTerm returns a term whose words may hold formulas. Without words the title
// of the glossary will stand, see resolve.
func newTerm(inner string) *term {
	key, words, _ := strings.Cut(inner, "|")
	n := &term{key: strings.TrimSpace(key)}
	for words != "" {
		before, rest, ok := strings.Cut(words, "$")
		end := closingDollar([]byte(rest))
		if !ok || end < 0 {
			n.AppendChild(n, ast.NewString([]byte(words)))
			break
		}
		if before != "" {
			n.AppendChild(n, ast.NewString([]byte(before)))
		}
		n.AppendChild(n, &inlineMath{tex: rest[:end]})
		words = rest[end+1:]
	}
	return n
}

// claimParser parses {{literal|lab?query#path}}.
type claimParser struct{}

var claimSyntax = regexp.MustCompile(`^([^|]+)\|([a-z]+)(?:\?([^#]*))?#([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)$`)

func (claimParser) Trigger() []byte { return []byte{'{'} }

func (claimParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, start := block.Position()
	inner, ok := bracketed(block, pc, "{{", "}}")
	if !ok {
		return nil
	}
	m := claimSyntax.FindStringSubmatch(strings.TrimSpace(inner))
	if m == nil {
		block.SetPosition(line, start)
		wrong(pc, block, "a number to recompute has to be {{literal|lab?query#path}}")
		return nil
	}
	return &claimNode{claim: Claim{Text: m[1], Lab: m[2], Query: m[3], Path: m[4]}}
}
