package markdown

import (
	"os"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"konspekt/internal/tex"
)

// shelf is a Book with two sections, two terms and two sources.
type shelf struct{}

func (shelf) Term(key string) (string, bool) {
	title, ok := map[string]string{"bias": "смещение", "mse": "среднеквадратическая ошибка"}[key]
	return title, ok
}

func (shelf) Source(key string) (int, bool) {
	n, ok := map[string]int{"goodfellow2018": 1, "belkin2019": 2}[key]
	return n, ok
}

func (shelf) Section(number string) (title, url string, ok bool) {
	title, ok = map[string]string{"2.2": "Смещение", "2.4": "Компромисс"}[number]
	return title, "/" + number, ok
}

const head = "---\ntitle: Смещение\nquestion: Туда ли?\ndescription: О смещении.\nbook: 5.4.2\n---\n"

var formulas = sync.OnceValue(func() *tex.Renderer {
	js, err := os.ReadFile("../../static/katex/katex.min.js")
	if err != nil {
		panic(err)
	}
	r, err := tex.New(string(js))
	if err != nil {
		panic(err)
	}
	return r
})

func mustRender(t *testing.T, body string) *Doc {
	t.Helper()
	d, err := Render([]byte(head+body), "2.2", shelf{}, formulas())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// withTeX returns the HTML with every formula of KaTeX replaced by its TeX between
// two bars, for comparison with a human-sized expectation.
func withTeX(t *testing.T, src string) string {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(src))
	var b strings.Builder
	depth, note := 0, false // inside a formula; inside its annotation
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken:
			raw := string(z.Raw())
			tok := z.Token()
			if depth > 0 && tok.Data == "wbr" { // has no end
				continue
			}
			if depth > 0 {
				depth++
				note = tok.Data == "annotation"
			} else if tok.Data == "span" && len(tok.Attr) > 0 && strings.HasPrefix(tok.Attr[0].Val, "katex") {
				depth = 1
			} else {
				b.WriteString(raw)
			}
		case html.EndTagToken:
			if depth > 0 {
				depth--
				note = false
			} else {
				b.Write(z.Raw())
			}
		case html.TextToken:
			if note {
				b.WriteString("|" + string(z.Text()) + "|")
			} else if depth == 0 {
				b.Write(z.Raw())
			}
		case html.SelfClosingTagToken:
			if depth == 0 {
				b.Write(z.Raw())
			}
		}
	}
}

// Every construction of the language, where it may stand.
func TestRender(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"formula", `Пусть $m\ge 2$, тогда.`, `<p>Пусть <span class="tie">|m\ge 2|,</span> тогда.</p>`},
		{"two formulas", `$a$ и $b$.`, `<p>|a| <span class="tie">и |b|.</span></p>`},
		{"formula over a line end", "где $a +\nb$.", "<p>где <span class=\"tie\">|a +\nb|.</span></p>"},
		{"formula with an escaped dollar", `$a\text{\$}$`, `<p>|a\text{\$}|</p>`},
		{"formula with markup inside", `$x_1*y*_2$`, `<p>|x_1*y*_2|</p>`},
		{"dollar in code", "`$x$`", "<p><code>$x$</code></p>"},
		{"escaped dollar", `цена 5 \$`, "<p>цена 5 $</p>"},
		{"display", "$$\na\n$$", `<div class="eq"><div class="eq-body">|a|</div></div>`},
		{"display in one line between prose", "Тогда\n$$a$$\nи всё.",
			"<p>Тогда</p>\n" + `<div class="eq"><div class="eq-body">|a|</div></div>` + "\n<p>и всё.</p>"},
		{"numbered and referred to before", "См. [@eq:one].\n\n$$ a $$ {#one}\n\n$$\nb\n$$ {#two}",
			`<p>См. <a class="eqref" href="#eq-one">(2.2.1)</a>.</p>` + "\n" +
				`<div class="eq numbered" id="eq-one"><div class="eq-body">|a|</div><a class="eq-number" href="#eq-one" aria-label="Формула 2.2.1">(2.2.1)</a></div>` + "\n" +
				`<div class="eq numbered" id="eq-two"><div class="eq-body">|b|</div><a class="eq-number" href="#eq-two" aria-label="Формула 2.2.2">(2.2.2)</a></div>`},
		{"display in a quote", "> Вот\n>\n> $$\n> a\n> +b\n> $$", "<blockquote>\n<p>Вот</p>\n" + `<div class="eq"><div class="eq-body">|a` + "\n" + `+b|</div></div>` + "\n</blockquote>"},
		{"display in a list", "- раз\n\n  $$\n  a\n  $$\n- два", "<ul>\n<li>\n<p>раз</p>\n" + `<div class="eq"><div class="eq-body">|a|</div></div>` + "\n</li>\n<li>\n<p>два</p>\n</li>\n</ul>"},
		{"formula in a quoted line end", "> где $a +\n> b$.", "<blockquote>\n<p>где <span class=\"tie\">|a +\nb|.</span></p>\n</blockquote>"},
		{"lab link", "возьмите [m = 5](?m=5&estimator=var_m)", `<p>возьмите <a href="/2.2?m=5&amp;estimator=var_m" class="drive">m = 5</a></p>`},
		{"lab link with a formula", "[$m=5$](?m=5)", `<p><a href="/2.2?m=5" class="drive">|m=5|</a></p>`},
		{"claim", "равно {{−0,1|bias?m=5&theta=0.5#bias_theory}}", `<p>равно <data class="claim" value="-0.1">−0,1</data></p>`},
		{"claim in a link", "[вот {{99,8 %|pca?data=wine#explained_ratio.0}}](?m=5)",
			`<p><a href="/2.2?m=5" class="drive">вот <data class="claim" value="0.998">99,8 %</data></a></p>`},
		{"term", "[[bias|смещения]] и [[mse]]", `<p><a class="term" href="/glossary#bias">смещения</a> и <a class="term" href="/glossary#mse">среднеквадратическая ошибка</a></p>`},
		{"term with a formula", "[[mse|ошибка $\\MSE$ мала]]", `<p><a class="term" href="/glossary#mse">ошибка |\MSE| мала</a></p>`},
		{"source", "[@goodfellow2018]", `<p><a class="cite" href="/bibliography#goodfellow2018">[1]</a></p>`},
		{"sources with a page", "[@goodfellow2018, с. 120; @belkin2019]",
			`<p><a class="cite" href="/bibliography#goodfellow2018">[1, с. 120</a>; <a class="cite" href="/bibliography#belkin2019">2]</a></p>`},
		{"section", "см. [@sec:2.4]", `<p>см. <a class="sec" href="/2.4" title="Компромисс">раздел 2.4</a></p>`},
		{"section in another case", "в [@sec:2.4|разделе 2.4]", `<p>в <a class="sec" href="/2.4" title="Компромисс">разделе 2.4</a></p>`},
		{"heading", "## Зачем нужен ёж?", `<h2 id="zachem-nuzhen-yozh">Зачем нужен ёж? <a class="anchor" href="#zachem-nuzhen-yozh" aria-label="Ссылка на этот заголовок">#</a></h2>`},
		{"box", ":::nb\nТекст.\n:::", `<aside class="box nb" id="nb-1" role="note" aria-labelledby="nb-1-title">` + "\n" +
			`<p class="box-title" id="nb-1-title"><span class="box-name">NB</span></p>` + "\n<p>Текст.</p>\n</aside>"},
		{"box in a box, with titles and a list", ":::example Монета $p$\n- раз\n:::nb\nдва\n:::\n:::\nтри",
			`<aside class="box example" id="example-1" role="note" aria-labelledby="example-1-title">` + "\n" +
				`<p class="box-title" id="example-1-title"><span class="box-name">Пример</span>. Монета |p|</p>` + "\n<ul>\n<li>раз</li>\n</ul>\n" +
				`<aside class="box nb" id="nb-1" role="note" aria-labelledby="nb-1-title">` + "\n" +
				`<p class="box-title" id="nb-1-title"><span class="box-name">NB</span></p>` + "\n<p>два</p>\n</aside>\n</aside>\n<p>три</p>"},
		{"box in a quote", "> :::nb\n> раз\n> :::", "<blockquote>\n" + `<aside class="box nb" id="nb-1" role="note" aria-labelledby="nb-1-title">` + "\n" +
			`<p class="box-title" id="nb-1-title"><span class="box-name">NB</span></p>` + "\n<p>раз</p>\n</aside>\n</blockquote>"},
		{"fence of a box inside code", ":::nb\n```\n:::\n```\n:::", `<aside class="box nb" id="nb-1" role="note" aria-labelledby="nb-1-title">` + "\n" +
			`<p class="box-title" id="nb-1-title"><span class="box-name">NB</span></p>` + "\n" + `<pre class="chroma" tabindex="0"><code>:::` + "\n</code></pre>\n</aside>"},
		{"table", "| $m$ | доля |\n|--|--|\n| [[bias\\|смещение]] | {{0,4\\|bias?m=5#mean}} |",
			`<div class="table-wrap" role="region" aria-label="Таблица" tabindex="0">` + "\n<table>\n<thead>\n<tr>\n<th>|m|</th>\n<th>доля</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n" +
				`<td><a class="term" href="/glossary#bias">смещение</a></td>` + "\n" + `<td><data class="claim" value="0.4">0,4</data></td>` + "\n</tr>\n</tbody>\n</table>\n</div>"},
		{"footnote", "Слово[^a].\n\n[^a]: Сноска.", `<p>Слово<sup id="s2.2-fnref:1"><a href="#s2.2-fn:1" class="footnote-ref" title="Примечание 1" role="doc-noteref">1</a></sup>.</p>` + "\n" +
			`<div class="footnotes" role="doc-endnotes">` + "\n<hr>\n<ol>\n" + `<li id="s2.2-fn:1">` + "\n" +
			`<p>Сноска.&#160;<a href="#s2.2-fnref:1" class="footnote-backref" title="Вернуться к тексту" role="doc-backlink">↑</a></p>` + "\n</li>\n</ol>\n</div>"},
		{"code", "```go\nx := 1 // <b>\n```", `<pre class="chroma" tabindex="0"><code><span class="nx">x</span> <span class="o">:=</span> <span class="mi">1</span> <span class="c1">// &lt;b&gt;</span>` + "\n</code></pre>"},
		{"escaping", `a &lt; b & c \< d`, "<p>a &lt; b &amp; c &lt; d</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.TrimSpace(withTeX(t, mustRender(t, tt.in).HTML))
			if plain := strings.ReplaceAll(got, nbsp, " "); plain != tt.want {
				t.Errorf("got  %s\nwant %s", plain, tt.want)
			}
		})
	}
}

// The parts of a Doc that others use.
func TestDoc(t *testing.T) {
	d := mustRender(t, `Одно [[bias]] и [два](?m=5), [три](?m=6&seed=2) [@goodfellow2018], [@sec:2.4].

## Первый $m$

{{0,4|bias?m=5#mean}} и {{12 %|bias#curve.3.bias}}

:::fix
Было [@eq:a], «стало».
:::

$$ a $$ {#a}

### Второй
`)
	if len(d.Drives) != 2 || d.Drives[1] != "?m=6&seed=2" {
		t.Errorf("Drives = %q", d.Drives)
	}
	want := []Claim{
		{Text: "0,4", Value: 0.4, Lab: "bias", Query: "m=5", Path: "mean", Line: 11},
		{Text: "12 %", Value: 0.12, Lab: "bias", Path: "curve.3.bias", Line: 11},
	}
	for i, c := range want {
		if d.Claims[i] != c {
			t.Errorf("claim %d = %+v, want %+v", i, d.Claims[i], c)
		}
	}
	if h := d.Headings; len(h) != 2 || h[0] != (Heading{2, "pervyy-m", "Первый m"}) || h[1].Level != 3 {
		t.Errorf("Headings = %+v", d.Headings)
	}
	if len(d.Terms) != 1 || len(d.Sources) != 1 || len(d.Sections) != 1 {
		t.Errorf("Terms, Sources, Sections = %v %v %v", d.Terms, d.Sources, d.Sections)
	}
	if d.Words != 12 {
		t.Errorf("Words = %d, want 12", d.Words)
	}
	fix := Fix{ID: "fix-1", HTML: `<p>Было <a class="eqref" href="/2.2#eq-a">(2.2.1)</a>, «стало».</p>` + "\n"}
	if len(d.Fixes) != 1 || d.Fixes[0] != fix {
		t.Errorf("Fixes = %+v", d.Fixes)
	}
	if d.Meta.Title != "Смещение" || d.Meta.Book != "5.4.2" {
		t.Errorf("Meta = %+v", d.Meta)
	}
}

// A phrase is a paragraph without its tags; it has no lab to move.
func TestInline(t *testing.T) {
	got, err := Inline("Среднее $\\mu$ и *всё*.", shelf{}, formulas())
	if want := "Среднее |\\mu| и" + nbsp + "<em>всё</em>."; err != nil || withTeX(t, got) != want {
		t.Errorf("got %q, %v; want %q", withTeX(t, got), err, want)
	}
	for _, bad := range []string{"", "раз\n\nдва", "- список", "[m](?m=5)", "$\\nosuch$"} {
		if html, err := Inline(bad, shelf{}, formulas()); err == nil {
			t.Errorf("Inline(%q) = %q, want an error", bad, html)
		}
	}
}
