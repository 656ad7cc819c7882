package markdown

import (
	"strings"
	"testing"
)

// Highlighting adds classes and changes no character of the source.
func TestHighlightGo(t *testing.T) {
	src := "// Mean <x>.\nfunc Mean(x []float64) float64 {\n\treturn 1.5 + len(\"a&b\")\n}\n"
	got := HighlightGo(src)
	checkHTML(t, got)
	for _, want := range []string{`<span class="c1">// Mean &lt;x&gt;.</span>`, `<span class="kd">func</span>`, `<span class="nf">Mean</span>`, `<span class="mf">1.5</span>`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	text := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&amp;", "&").Replace(tagless(got))
	if text != src+"\n" && text != src {
		t.Errorf("text %q, want %q", text, src)
	}
}

// tagless returns HTML without its tags.
func tagless(s string) string {
	var b strings.Builder
	for s != "" {
		before, rest, _ := strings.Cut(s, "<")
		b.WriteString(before)
		_, s, _ = strings.Cut(rest, ">")
	}
	return b.String()
}
