package markdown

import (
	"errors"
	"strings"
	"testing"
)

// What a writer gets wrong is reported with its line and never printed.
func TestProblems(t *testing.T) {
	tests := []struct {
		body string
		line int // of the body
		want string
	}{
		{"да\n\n5$ и 10$", 3, "a lone $"},
		{"да $ a$", 1, "a lone $"},
		{"да $$a$$ нет", 1, "line of its own"},
		{"да\n\n$$\na\n", 3, "$$ is not closed"},
		{"> $$\n> a\n\nдальше", 1, "$$ is not closed"},
		{"$$ a $$ где", 1, "only a label"},
		{"$$ a $$ {#a}\n\n$$ b $$ {#a}", 3, "used twice"},
		{"да\n$\\nosuch$", 2, `\nosuch`},
		{"$$\n\\frac{1\n$$", 1, `\frac{1`},
		{"[@eq:no]", 1, `label "no"`},
		{"раз\n[[no|слово]]", 2, `unknown term "no"`},
		{"[[bias|слово", 1, "[[ is not closed"},
		{"[@nobody1999]", 1, `unknown source "nobody1999"`},
		{"[@sec:9.9]", 1, `unknown section "9.9"`},
		{"{{0,4}}", 1, "has to be {{literal"},
		{"{{0,4|bias?m=5#mean", 1, "{{ is not closed"},
		{"{{0.4|bias?m=5#mean}}", 1, "is not a number"},
		{"{{4|bias?m=%zz#mean}}", 1, "query of 4"},
		{"[m](?m=%zz)", 1, "link ?m=%zz"},
		{":::nb\nда", 1, ":::nb is not closed"},
		{"да\n\n:::", 3, "::: closes nothing"},
		{"да\n:::", 2, "::: closes nothing"},
		{":::wrong\nда\n:::", 1, "unknown box :::wrong"},
		{"- :::nb\n  да\n:::", 1, ":::nb is not closed"},
		{"он сказал \"да\"", 1, "straight quotes"},
		{"слово - слово", 1, "write —"},
		{"cмещение", 1, "Latin and Cyrillic"},
		{"# Заголовок", 1, "heading of level 1"},
		{"## Раз\n\n#### Два", 3, "level 4 behind one of level 2"},
		{"да <b>нет</b>", 1, "raw HTML"},
		{"<div>нет</div>", 1, "raw HTML"},
		{"    код", 1, "indented code"},
		{"```rust\nx\n```", 1, "unknown language of code"},
		{"![да](x.png)", 1, "images"},
		{"[x](javascript:alert)", 1, "a link has to begin"},
		{"[x](//evil.example)", 1, "a link has to begin"},
		{"[см. [@goodfellow2018]](?m=5)", 1, "a link inside a link"},
	}
	for _, tt := range tests {
		doc, err := Render([]byte(head+tt.body), "2.2", shelf{}, formulas())
		var problems Problems
		if !errors.As(err, &problems) {
			t.Errorf("%q: error %v, doc %+v; want %q", tt.body, err, doc, tt.want)
			continue
		}
		line := tt.line + strings.Count(head, "\n")
		found := false
		for _, p := range problems {
			found = found || p.Line == line && strings.Contains(p.Text, tt.want)
		}
		if !found {
			t.Errorf("%q:\n%v\nwant line %d: %q", tt.body, err, line, tt.want)
		}
	}
}

// The front matter is complete, closed and true.
func TestFrontMatterProblems(t *testing.T) {
	tests := []struct{ src, want string }{
		{"текст", "no front matter"},
		{"---\ntitle: a\n", "not closed"},
		{"---\nwrong: a\n---\n", "field wrong not found"},
		{"---\ntitle: [\n---\n", "front matter: yaml"},
		{"---\ntitle: а\nquestion: б\nbook: 1\n---\n", "description is missing"},
		{strings.Replace(head, "book:", "needs: [\"7.7\"]\nbook:", 1), `unknown section "7.7"`},
		{strings.Replace(head, "book:", "terms: [no]\nbook:", 1), `unknown term "no"`},
		{strings.Replace(head, "book:", "symbols: [{tex: '\\no', say: ноль}]\nbook:", 1), `\\no`},
	}
	for _, tt := range tests {
		_, err := Render([]byte(tt.src), "2.2", shelf{}, formulas())
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v; want %q", tt.src, err, tt.want)
		}
	}
	if _, err := Render([]byte(head), "9.9", shelf{}, formulas()); err == nil || !strings.Contains(err.Error(), `"9.9"`) {
		t.Errorf("a section that is not in the book: %v", err)
	}
	meta, err := FrontMatter([]byte(head + "## [[no]]"))
	if err != nil || meta.Title != "Смещение" {
		t.Errorf("FrontMatter = %+v, %v", meta, err)
	}
}

// All problems come at once, by line.
func TestProblemsSorted(t *testing.T) {
	_, err := Render([]byte(head+"[[b]]\n\n[[a]]\n\n$\\no$ [[a]]"), "2.2", shelf{}, formulas())
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 4 || !strings.Contains(lines[0], `"b"`) || !strings.HasPrefix(lines[3], "markdown: line 11") {
		t.Errorf("got %q", lines)
	}
}
