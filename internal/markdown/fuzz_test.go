package markdown

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Whatever stands in a text, Render neither panics nor writes HTML with tags
// that do not match, with a style or a handler in it, or with our marks left.
func FuzzRender(f *testing.F) {
	for _, s := range []string{
		"$a$ [m](?m=5) {{0,4|bias?m=5#mean}} [[bias|x $y$]] [@goodfellow2018, с. 1; @belkin2019] [@sec:2.4]",
		"> - $$\n>   a\n>   $$ {#x}\n> [@eq:x]",
		":::nb T $x$\n- раз\n  :::fix\n  да\n  :::\n:::\n",
		"| a | b |\n|---|---|\n| $x$ | [[bias\\|y]] |\n",
		"x[^1]\n\n[^1]: :::nb\n    да\n    :::\n",
		"```go\nfunc f() {}\n```\n\n~~~\n$$\n:::\n~~~",
		"**[[bias|a** b]] *$x*$ `$` \\$ [a *b](?x=1)* --- -- «»",
		"# a\n\na\n===\n\n- a\n- b\n\n1. c\n\n***\n<b>&amp;<!-- -->",
		"$$\n\\begin{cases}a\\\\b\\end{cases}\n$$\nгде\n:::\n$",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		doc, err := Render([]byte(head+body), "2.2", shelf{}, formulas())
		if err != nil {
			return
		}
		checkHTML(t, doc.HTML)
		for _, fix := range doc.Fixes {
			checkHTML(t, fix.HTML)
		}
	})
}

// checkHTML fails if tags do not match or attributes are not allowed.
func checkHTML(t *testing.T, src string) {
	t.Helper()
	void := map[string]bool{"br": true, "hr": true, "path": true, "line": true}
	var open []string
	ids := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(src))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("not closed: %v\n%s", open, src)
			}
			return
		case html.StartTagToken:
			tok := z.Token()
			for _, a := range tok.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("attribute %s\n%s", a.Key, src)
				}
				if a.Key == "id" && ids[a.Val] {
					t.Errorf("id %q twice\n%s", a.Val, src)
				}
				ids[a.Val] = ids[a.Val] || a.Key == "id"
			}
			if !void[tok.Data] {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Errorf("</%s> closes %v\n%s", name, open, src)
				return
			}
			open = open[:len(open)-1]
		}
	}
}
