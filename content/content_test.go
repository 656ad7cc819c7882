package content_test

import (
	"errors"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"konspekt/content"
	"konspekt/internal/tex"
	"konspekt/static"
)

const page = `---
title: Страница
question: О чём она?
description: Страница для проверки.
book: "5.4"
terms: [bias]
symbols: [{tex: 'm', say: "эм"}]
---

[[bias|Смещение]] — в книге [@book], раздел [@sec:1.1].
`

// small is a book of one page.
func small() fstest.MapFS {
	return fstest.MapFS{
		"s0101page.md":      {Data: []byte(page)},
		"glossary.yaml":     {Data: []byte("- {key: bias, ru: Смещение, en: bias, section: \"1.1\", text: Разность.}\n")},
		"bibliography.yaml": {Data: []byte("- {key: book, gost: Книга., bibtex: \"@book{book,}\"}\n")},
	}
}

var pages = []content.Page{{Number: "1.1", Slug: "s0101page", URL: "/1.1"}}

func renderer(t *testing.T) *tex.Renderer {
	t.Helper()
	src, err := static.FS.ReadFile("katex/katex.min.js")
	if err != nil {
		t.Fatal(err)
	}
	r, err := tex.New(string(src))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLookups(t *testing.T) {
	text, err := content.Open(small(), false, renderer(t), pages)
	if err != nil {
		t.Fatal(err)
	}
	if title, ok := text.Term("bias"); !ok || title != "Смещение" {
		t.Errorf("Term(bias) = %q, %v", title, ok)
	}
	if _, ok := text.Term("none"); ok {
		t.Error("a term that is not there")
	}
	if n, ok := text.Source("book"); !ok || n != 1 {
		t.Errorf("Source(book) = %d, %v, want 1", n, ok)
	}
	if _, ok := text.Source("none"); ok {
		t.Error("a source that is not there")
	}
	if title, url, ok := text.Section("1.1"); !ok || title != "Страница" || url != "/1.1" {
		t.Errorf("Section(1.1) = %q, %q, %v", title, url, ok)
	}
	if _, _, ok := text.Section("9.9"); ok {
		t.Error("a section that is not there")
	}
	if html, err := text.Formula(""); err != nil || html != "" {
		t.Errorf("no formula is %q, %v", html, err)
	}
	if html, err := text.Formula("m"); err != nil || !strings.Contains(html, "katex") {
		t.Errorf("Formula(m) = %q, %v", html, err)
	}
	if _, err := text.Doc("9.9"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Doc(9.9): %v, want fs.ErrNotExist", err)
	}
	if doc, err := text.Doc("1.1"); err != nil || !strings.Contains(doc.HTML, "Смещение") {
		t.Errorf("Doc(1.1): %v", err)
	}
}

// A page is rendered once, and with live set anew at each request.
func TestLive(t *testing.T) {
	for _, live := range []bool{false, true} {
		files := small()
		text, err := content.Open(files, live, renderer(t), pages)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := text.Doc("1.1"); err != nil {
			t.Fatal(err)
		}
		files["s0101page.md"] = &fstest.MapFile{Data: []byte(page + "\nНовый абзац.\n")}
		doc, err := text.Doc("1.1")
		if err != nil || strings.Contains(doc.HTML, "Новый") != live {
			t.Errorf("live %v: the change is seen: %v, %v", live, !live, err)
		}
	}
}

// What is missing or does not parse is an error that names the file.
func TestMistakes(t *testing.T) {
	for name, body := range map[string]string{"glossary.yaml": "- [", "bibliography.yaml": "key: book", "s0101page.md": "no front matter"} {
		files := maps.Clone(small())
		files[name] = &fstest.MapFile{Data: []byte(body)}
		if _, err := content.Open(files, false, renderer(t), pages); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
		delete(files, name)
		if _, err := content.Open(files, false, renderer(t), pages); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: error %v", name, err)
		}
	}
	files := small()
	files["s0101page.md"] = &fstest.MapFile{Data: []byte(page + "\n[[nothing]]\n")}
	text, err := content.Open(files, false, renderer(t), pages)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := text.Doc("1.1"); err == nil || !strings.Contains(err.Error(), "s0101page.md") || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("a term that is not there: %v", err)
	}
}
