// Package static holds the style sheets, scripts and fonts that the pages load, and
// gives each an address that changes with its content.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"regexp"
	"slices"
	"strings"
)

// FS is the folder as it was when the program was built.
//
//go:embed css js fonts katex icon.svg
var FS embed.FS

// styles are served as one file, in this order.
var styles = []string{
	"fonts/fonts.css", "katex/katex.css", "katex/classes.css",
	"css/book.css", "css/lab.css", "css/figure.css", "css/code.css",
}

// scripts are served as one file, in this order.
var scripts = []string{"js/lab.js", "js/controls.js", "js/figure.js", "js/lists.js", "js/grips.js", "js/points.js", "js/links.js", "js/page.js", "js/hints.js"}

// Fonts that a page asks for before its style sheet does, so that nothing moves: those
// of the text, and those of formulas by the class that needs them in the page.
var (
	textFonts = []string{"fonts/stix-roman-cyrillic.woff2", "fonts/stix-roman-latin.woff2", "fonts/golos-cyrillic.woff2", "fonts/golos-latin.woff2"}
	mathFonts = []struct{ class, font string }{
		{"mord", "katex/fonts/Main-Regular.woff2"},
		{"mathnormal", "katex/fonts/Math-Italic.woff2"},
		{"mathbf", "katex/fonts/Main-Bold.woff2"},
		{"mathbb", "katex/fonts/AMS-Regular.woff2"},
	}
)

// File is a file ready to be sent.
type File struct {
	Body []byte
	Type string
	ETag string
}

// Files are the served files by address.
type Files struct {
	Style, Script, Theme, Icon string
	fonts                      map[string]string // address by name
	byURL                      map[string]File
}

// Build names every served file after its content and joins the style sheets and the
// scripts. It fails if a style sheet refers to a file that is not there.
func Build(fsys fs.FS) (*Files, error) {
	f := &Files{byURL: map[string]File{}}
	urls := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".woff2" {
			return err
		}
		urls[name], err = f.add(fsys, name, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	if f.Style, err = f.bundle(fsys, "book.css", styles, urls); err != nil {
		return nil, err
	}
	if f.Script, err = f.bundle(fsys, "book.js", scripts, nil); err != nil {
		return nil, err
	}
	if f.Theme, err = f.add(fsys, "js/theme.js", "theme.js"); err != nil {
		return nil, err
	}
	if f.Icon, err = f.add(fsys, "icon.svg", "icon.svg"); err != nil {
		return nil, err
	}
	f.fonts = urls
	for _, name := range f.names(allMath) {
		if urls[name] == "" {
			return nil, fmt.Errorf("static: no font %s", name)
		}
	}
	return f, nil
}

// allMath stands for a page with formulas of every kind.
const allMath = "mord mathnormal mathbf mathbb"

// names lists the fonts that a page with the given HTML wants early.
func (f *Files) names(html string) []string {
	names := slices.Clone(textFonts)
	for _, m := range mathFonts {
		if strings.Contains(html, m.class) {
			names = append(names, m.font)
		}
	}
	return names
}

// Fonts lists the addresses of the fonts that a page with the given HTML wants early.
func (f *Files) Fonts(html string) []string {
	var urls []string
	for _, name := range f.names(html) {
		urls = append(urls, f.fonts[name])
	}
	return urls
}

// Get finds a file by its address.
func (f *Files) Get(url string) (File, bool) {
	file, ok := f.byURL[url]
	return file, ok
}

func (f *Files) add(fsys fs.FS, source, name string) (string, error) {
	body, err := fs.ReadFile(fsys, source)
	if err != nil {
		return "", fmt.Errorf("static: %w", err)
	}
	return f.put(name, body), nil
}

// put stores a file under /static/name.HASH.ext.
func (f *Files) put(name string, body []byte) string {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	ext := path.Ext(name)
	url := "/static/" + strings.TrimSuffix(name, ext) + "." + hash + ext
	kind := mime.TypeByExtension(ext)
	if ext == ".woff2" {
		kind = "font/woff2"
	}
	f.byURL[url] = File{Body: body, Type: kind, ETag: hash}
	return url
}

var reference = regexp.MustCompile(`url\(([^)]+)\)`)

// bundle joins files into one; references in a style sheet become hashed addresses.
func (f *Files) bundle(fsys fs.FS, name string, parts []string, urls map[string]string) (string, error) {
	var out bytes.Buffer
	var missing error
	for _, part := range parts {
		body, err := fs.ReadFile(fsys, part)
		if err != nil {
			return "", fmt.Errorf("static: %w", err)
		}
		if urls != nil {
			body = reference.ReplaceAllFunc(body, func(m []byte) []byte {
				ref := strings.Trim(string(reference.FindSubmatch(m)[1]), `"'`)
				if strings.HasPrefix(ref, "data:") {
					return m
				}
				url, ok := urls[path.Join(path.Dir(part), ref)]
				if !ok {
					missing = fmt.Errorf("static: %s refers to %s, which is not there", part, ref)
				}
				return []byte("url(" + url + ")")
			})
		}
		out.Write(body)
		out.WriteByte('\n')
	}
	return f.put(name, out.Bytes()), missing
}
