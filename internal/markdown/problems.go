package markdown

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A Problem is a mistake in a text.
type Problem struct {
	Line int // 1-based
	Text string
}

// Problems are all mistakes of a text, by line. It is an error.
type Problems []Problem

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, x := range p {
		lines[i] = fmt.Sprintf("markdown: line %d: %s", x.Line, x.Text)
	}
	return strings.Join(lines, "\n")
}

// err returns the problems sorted and each once, or nil if there are none.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	sorted := slices.SortedFunc(slices.Values(p), func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.Text, b.Text))
	})
	return Problems(slices.Compact(sorted))
}

// A mistake is what a parser, which cannot return an error, found wrong.
type mistake struct {
	pos  int // offset in the source
	text string
}

var mistakesKey = parser.NewContextKey()

// parseMistakes returns what the parsers found wrong.
func parseMistakes(pc parser.Context) []mistake {
	m, _ := pc.Get(mistakesKey).([]mistake)
	return m
}

// wrong notes a mistake at the position of the reader.
func wrong(pc parser.Context, r text.Reader, why string) {
	_, segment := r.Position()
	pc.Set(mistakesKey, append(parseMistakes(pc), mistake{segment.Start, why}))
}
