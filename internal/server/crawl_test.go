package server_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"konspekt/static"
)

// page is what a crawl takes from an HTML page.
type page struct {
	ids   map[string]bool
	links []string // href and src as written
}

// Following every internal link from the cover leads to no dead end: pages, figures in
// all their views, code, styles, scripts and fonts, and the anchors on them. From a page
// in a state no other state is followed: «Новая выборка» has four billion. On the way every
// page is held against the rules for all pages.
func TestCrawl(t *testing.T) {
	pages := map[string]page{}
	todo := []string{"/", "/nowhere"} // a page that is not there has links, too
	seen := map[string]bool{"/": true, "/nowhere": true}
	fragments := map[string]string{} // address with an anchor → page that links to it
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		r := fetch(t, http.MethodGet, at)
		if r.code != http.StatusOK && at != "/nowhere" && r.code != http.StatusFound {
			t.Errorf("%s: code %d", at, r.code)
			continue
		}
		if !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			continue
		}
		p := readPage(t, at, r.body)
		pages[at] = p
		for _, link := range p.links {
			to, err := url.Parse(link)
			if err != nil || to.Scheme == "http" {
				t.Errorf("%s: the link %q: %v", at, link, err)
				continue
			}
			if to.Scheme != "" {
				continue
			}
			base, _ := url.Parse(at)
			to = base.ResolveReference(to)
			if strings.Contains(at, "?") && to.RawQuery != "" {
				continue
			}
			if to.Fragment != "" {
				fragments[to.RequestURI()+"#"+to.Fragment] = at
			}
			if !seen[to.RequestURI()] {
				seen[to.RequestURI()] = true
				todo = append(todo, to.RequestURI())
			}
		}
	}
	for link, from := range fragments {
		to, anchor, _ := strings.Cut(link, "#")
		if p, ok := pages[to]; !ok || !p.ids[anchor] {
			t.Errorf("%s: nothing at the end of %s", from, link)
		}
	}
	t.Logf("%d addresses, %d pages, %d anchors", len(seen), len(pages), len(fragments))
	for _, must := range []string{"/", "/2.2", "/2.4", "/2.8", "/glossary", "/bibliography", "/errata", "/api", "/code/pca", "/figure/bias/dial", "/2.8?data=wine"} {
		if _, ok := pages[must]; !ok {
			t.Errorf("no link leads to %s", must)
		}
	}
}

// TestErrorPagesAreWhole holds the pages of mistakes against the rules for all pages.
func TestErrorPagesAreWhole(t *testing.T) {
	for _, at := range []string{"/2.8?k=99", "/2.2?m=x&foo=1", "/2.4?theme=dark&degree=99", "/figure/pca/cloud?k=9", "/code/x", "/2.8?k=%zz"} {
		readPage(t, at, fetch(t, http.MethodGet, at).body)
	}
}

var voids = strings.Fields("area base br col embed hr img input link meta source track wbr")

// readPage tokenises a page and reports what no page may have: elements that do not
// nest, an id twice, a style or a handler in an attribute, a script of its own.
func readPage(t *testing.T, at, body string) page {
	t.Helper()
	p := page{ids: map[string]bool{}}
	z := html.NewTokenizer(strings.NewReader(body))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: not closed: %v", at, open)
			}
			return p
		case html.StartTagToken, html.SelfClosingTagToken:
			self := strings.HasSuffix(string(z.Raw()), "/>")
			token := z.Token()
			if !self && !slices.Contains(voids, token.Data) {
				open = append(open, token.Data)
			}
			p.read(t, at, token)
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				t.Fatalf("%s: </%s> closes %v", at, name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// read takes an element's id and links and reports what no element may have.
func (p *page) read(t *testing.T, at string, token html.Token) {
	t.Helper()
	attr := map[string]string{}
	for _, a := range token.Attr {
		if _, twice := attr[a.Key]; twice {
			t.Errorf("%s: <%s> has %s twice", at, token.Data, a.Key)
		}
		attr[a.Key] = a.Val
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("%s: <%s %s=%q>", at, token.Data, a.Key, a.Val)
		}
	}
	if id, ok := attr["id"]; ok {
		if p.ids[id] || id == "" {
			t.Errorf("%s: the id %q is there twice or empty", at, id)
		}
		p.ids[id] = true
	}
	switch token.Data {
	case "style":
		t.Errorf("%s: a <style> in the page", at)
	case "script":
		if attr["src"] == "" {
			t.Errorf("%s: a <script> in the page", at)
		}
	case "html":
		if attr["lang"] != "ru" {
			t.Errorf("%s: lang=%q", at, attr["lang"])
		}
	case "image": // a raster inside a figure
		return
	}
	for _, key := range []string{"href", "src", "action"} {
		if link, ok := attr[key]; ok && !strings.HasPrefix(link, "data:") {
			p.links = append(p.links, link)
		}
	}
}

func zipped(t *testing.T, body string) int {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Len()
}

var asset = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`)

// lateFonts are fetched when a formula, an emphasis or a symbol needs them.
var lateFonts = []string{"fonts/stix-italic-cyrillic", "fonts/stix-italic-latin", "fonts/stix-roman-greek", "katex/fonts/AMS-Regular",
	"katex/fonts/Main-Bold", "katex/fonts/Size1-Regular", "katex/fonts/Size2-Regular"}

// What a section weighs on the wire: page, style and script up to 120 KB, script up to
// 40 KB, and with the fonts of the first screen and those that its formulas fetch up to 230 KB.
func TestWeight(t *testing.T) {
	for _, at := range []string{"/2.2", "/2.4", "/2.8", "/2.8?data=digits&k=21"} {
		body := fetch(t, http.MethodGet, at).body
		size := map[string]int{"page": zipped(t, body)}
		for _, m := range asset.FindAllStringSubmatch(body, -1) {
			r := fetch(t, http.MethodGet, m[1])
			if ext := path.Ext(m[1]); ext == ".woff2" {
				size[ext] += len(r.body)
			} else {
				size[ext] += zipped(t, r.body)
			}
		}
		late := 0
		for _, name := range lateFonts {
			if strings.Contains(body, "/static/"+name+".") { // preloaded, so counted
				continue
			}
			font, err := static.FS.ReadFile(name + ".woff2")
			if err != nil {
				t.Fatal(err)
			}
			late += len(font)
		}
		bare := size["page"] + size[".css"] + size[".js"]
		t.Logf("%s: page %d, css %d, js %d, fonts %d + %d", at, size["page"], size[".css"], size[".js"], size[".woff2"], late)
		if bare > 120<<10 || size[".js"] > 40<<10 || bare+size[".woff2"]+late > 230<<10 {
			t.Errorf("%s: %d bytes without fonts, %d of script, %d with fonts", at, bare, size[".js"], bare+size[".woff2"]+late)
		}
	}
}
