package tex

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write static/katex/classes.css")

const (
	script = "../../static/katex/katex.min.js"
	sheet  = "../../static/katex/classes.css"
)

var renderer = sync.OnceValues(func() (*Renderer, error) {
	js, err := os.ReadFile(script)
	if err != nil {
		return nil, err
	}
	return New(string(js))
})

func mustRenderer(t *testing.T) *Renderer {
	t.Helper()
	r, err := renderer()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// formulas exercise every construction that the book uses and that KaTeX sets
// with styles of its own.
var formulas = strings.Split(strings.TrimSpace(`
\bias(\hat\theta_m)=\E(\hat\theta_m)-\theta
\hat\sigma^2_m=\frac1m\sum_{i=1}^m\bigl(x^{(i)}-\hat\mu_m\bigr)^2
\MSE=\E\bigl[(\hat\theta_m-\theta)^2\bigr]=\bias(\hat\theta_m)^2+\Var(\hat\theta_m)
\SE(\hat\mu_m)=\sqrt{\Var\Bigl[\frac1m\sum_{i=1}^m x^{(i)}\Bigr]}=\frac{\sigma}{\sqrt m}
D_{\mathrm{KL}}(p\parallel q),\ \KL,\ \Cov(x,y)
\mathbf X^\top\mathbf X=\left(\mathbf U\mathbf\Sigma\mathbf W^\top\right)^{\!\top}\mathbf U\mathbf\Sigma\mathbf W^\top=\mathbf W\mathbf\Sigma^2\mathbf W^\top
\mathbf A=\begin{pmatrix}a&b\\c&d\\e&f\end{pmatrix},\quad \begin{bmatrix}1\\2\\3\\4\\5\\6\\7\end{bmatrix}
g(z)=\begin{cases}z,&z>0,\\0&\text{иначе}\end{cases}
\hat\theta_m\xrightarrow{\mathbf P}\theta,\quad x\xleftarrow[n\to\infty]{\text{п.\,н.}}y
\underset{\theta}{\operatorname{arg\,max}}\prod_{i=1}^m p(x^{(i)};\theta)
\overline{x}+\widehat{abc}+\widehat x+\widetilde{xyz}+\widetilde f+\vec x+\dot x+\ddot x+\bar x+\overrightarrow{AB}
\overbrace{a+b}^{n}+\underbrace{\E[(\hat f-\E\hat f)^2]}_{\text{дисперсия}}
\begin{aligned}a&=b\\&=\sum_{i}\frac{1}{2}\\c&=\int_0^\infty e^{-x^2}dx\end{aligned}
\left.\frac{d}{dx}\right|_{x=0}\sqrt[3]{\frac ab}\overset{!}{=}\binom nk\cancel{x}\phantom{y}\boxed{a=b}
\left\{\left[\left(\begin{matrix}1\\2\\3\\4\\5\end{matrix}\right)\right]\right\}\left\lVert\frac ab\right\rVert\left\lvert x\right\rvert
\begin{array}{c|c:c}a&b&c\\\hline c&d&e\end{array}
\smash{x}\mathrel{\mathop{:}}=\hphantom{x}\mathllap{a}\mathrlap{b}\mathclap{c}\tiny x\Huge y
\underline{x}\overset{n\to\infty}{\longrightarrow}\lim_{m\to\infty}\limsup_{k}\fbox{a}\stackrel{d}{=}
\mathcal N(\mu,\sigma^2)\ \mathbb R^n\ \mathsf X\ \mathscr L\ \mathfrak g\ \mathtt{x}\ \boldsymbol\theta\ \mathit{xy}
0{,}4\ \%\ \lambda_{\max}\approx2{,}5\cdot10^{-3}\ \nabla_{\mathbf x}z=\left(\frac{\partial\mathbf y}{\partial\mathbf x}\right)^{\!\top}\nabla_{\mathbf y}z
\iint_D\oint\bigcup_{i}\bigcap\bigoplus\dfrac{\dfrac12}{\dfrac34}\cfrac{1}{1+\cfrac{1}{x}}\tfrac12\substack{i<j\\j<k}
\ctl{m}{m}\to\infty\mid\ctl{lambda}{\lambda}\ne0\rule{1em}{.1em}\raisebox{2pt}{a}\sigma'\notin\mathbb Q\kern3pt\hspace{1cm}x
\xRightarrow{abc}\xleftrightarrow{n}\overleftarrow{ab}\overgroup{ab}\underleftrightarrow{ab}\utilde{ab}\angln\phase{30}
`), "\n")

// Content security policy: no inline styles; every class that replaces one is in the sheet.
func TestRenderHasClassesOfSheet(t *testing.T) {
	r := mustRenderer(t)
	css := StyleSheet()
	ours := regexp.MustCompile(`\bk(?:[a-z]{1,3}(?:-?\d+|_\d+)|-[a-z-]+)(?:[ "])`)
	for _, f := range formulas {
		for _, display := range []bool{false, true} {
			html, err := r.Render(f, display)
			if err != nil {
				t.Errorf("%v", err)
				continue
			}
			if strings.Contains(html, ` style=`) {
				t.Errorf("%s: a style attribute is left", f)
			}
			if strings.Count(html, "<span") != strings.Count(html, "</span>") {
				t.Errorf("%s: unbalanced spans", f)
			}
			for _, c := range ours.FindAllString(html, -1) {
				if !strings.Contains(css, "."+strings.TrimRight(c, ` "`)+"{") {
					t.Errorf("%s: class %q is not in the sheet", f, c)
				}
			}
		}
	}
}

// The file that pages load is the sheet.
func TestStyleSheetFile(t *testing.T) {
	want := StyleSheet()
	if *update {
		if err := os.WriteFile(sheet, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("static/katex/classes.css is stale: run go test ./internal/tex -update")
	}
}

// A value is the tenths below it plus thousandths, also when it is negative.
func TestClass(t *testing.T) {
	tests := []struct{ declaration, want string }{
		{"top:-3.2634em", "kt-33 kt_37"},
		{"top:-3em", "kt-30 kt_0"},
		{"height:0.9996em", "kh10 kh_0"},
		{"vertical-align:-0.0001em", "kv0 kv_0"},
		{"margin-left:-0.0278em", "kml-1 kml_80"},
		{"width:calc(100% - 0.0556em)", "kwl0 kwl_60"},
		{"position:relative", "k-relative"},
	}
	for _, tt := range tests {
		if got, ok := class(tt.declaration); !ok || got != tt.want {
			t.Errorf("class(%q) = %q, %v; want %q", tt.declaration, got, ok, tt.want)
		}
	}
	for _, d := range []string{"color:red", "height:2px", "height:99em", "top", ""} {
		if got, ok := class(d); ok {
			t.Errorf("class(%q) = %q, want none", d, got)
		}
	}
}

// What does not set is an error that shows the formula; it never reaches a page.
func TestRenderErrors(t *testing.T) {
	r := mustRenderer(t)
	tests := []struct{ tex, message string }{
		{`\frac{1}{2`, "expected '}'"},
		{`\nosuch`, `\\nosuch`},
		{`смещение`, "unicodeTextInMathMode"},
		{`\text{☃}`, "unknownSymbol"},
		{`\textcolor{red}{x}`, `"color:red"`},
		{`\htmlStyle{color:red}{x}`, "htmlStyle"},
		{`\htmlData{x=1}{x}`, "htmlData"},
		{`\href{javascript:0}{x}`, "href"},
		{`\ctl{a b}{x}`, "#cc0000"},
	}
	for _, tt := range tests {
		html, err := r.Render(tt.tex, false)
		if err == nil {
			t.Errorf("%s: no error: %.300s", tt.tex, html)
			continue
		}
		if !strings.Contains(err.Error(), tt.message) {
			t.Errorf("%s: %v; want %q in it", tt.tex, err, tt.message)
		}
	}
	if _, err := New("throw new Error('broken')"); err == nil {
		t.Error("New accepted a broken script")
	}
}

// A macro defined in one formula is unknown to the next.
func TestRenderKeepsNoMacros(t *testing.T) {
	r := mustRenderer(t)
	if _, err := r.Render(`\gdef\mine{x}\mine`, false); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Render(`\mine`, false); err == nil {
		t.Error(`\mine outlived its formula`)
	}
}

// The symbol of a control is marked, in the HTML and not in the MathML alone.
func TestRenderControl(t *testing.T) {
	html, err := mustRenderer(t).Render(`\ctl{lambda}{\lambda}`, false)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(html, `data-control="lambda"`) || !strings.Contains(html, "<math") {
		t.Errorf("got %s", html)
	}
}

// Concurrent calls agree with each other.
func TestRenderConcurrently(t *testing.T) {
	r := mustRenderer(t)
	var wg sync.WaitGroup
	out := make([]string, 8)
	for i := range out {
		wg.Go(func() {
			html, err := r.Render(`\frac{a_1}{b}`, false)
			if err != nil {
				t.Error(err)
			}
			out[i] = html
		})
	}
	wg.Wait()
	for _, html := range out {
		if html != out[0] || html == "" {
			t.Error("two calls disagree")
		}
	}
}
