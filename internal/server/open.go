package server

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"

	"konspekt/chapters"
	"konspekt/compute"
	"konspekt/content"
	"konspekt/internal/lab"
	"konspekt/internal/tex"
	"konspekt/static"
)

// Open builds the site from what the program carries; with dev set, texts and static
// files are read from the working directory at every request instead.
func Open(dev bool, log *slog.Logger) (http.Handler, error) {
	text, files := fs.FS(content.FS), fs.FS(static.FS)
	if dev {
		text, files = os.DirFS("content"), os.DirFS("static")
	}
	book := chapters.Book()
	opened, err := openText(text, files, dev, book)
	if err != nil {
		return nil, err
	}
	build := sync.OnceValues(func() (*static.Files, error) { return static.Build(files) })
	if dev {
		build = func() (*static.Files, error) { return static.Build(files) }
	}
	if _, err := build(); err != nil {
		return nil, err
	}
	tables, err := fs.Sub(content.FS, "data")
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if !dev {
		go opened.warm(log)
	}
	return New(Config{Chapters: book, Text: opened.Text, Files: build, Tables: lab.Presets(tables), Source: source{}, Log: log}), nil
}

// opened is a text with the pages that it has.
type opened struct {
	*content.Text
	pages []content.Page
}

func openText(text, files fs.FS, dev bool, book []chapters.Chapter) (opened, error) {
	src, err := fs.ReadFile(files, "katex/katex.min.js")
	if err != nil {
		return opened{}, fmt.Errorf("server: %w", err)
	}
	renderer, err := tex.New(string(src))
	if err != nil {
		return opened{}, err
	}
	pages := chapters.Pages(book)
	t, err := content.Open(text, dev, renderer, pages)
	return opened{t, pages}, err
}

// warm renders every page in the background, so that no reader waits for formulas.
func (o opened) warm(log *slog.Logger) {
	for _, p := range o.pages {
		if _, err := o.Doc(p.Number); err != nil {
			log.Error("page does not render", "section", p.Number, "err", err)
		}
	}
	for _, t := range o.Terms() {
		if _, err := o.Inline(t.Text); err != nil {
			log.Error("term does not render", "term", t.Key, "err", err)
		}
	}
}

// source is the program's own source: compute/… and chapters/….
type source struct{}

// Open finds a file in the folder that embeds it.
func (source) Open(name string) (fs.File, error) {
	if rest, ok := strings.CutPrefix(name, "compute/"); ok {
		return compute.Source.Open(rest)
	}
	if rest, ok := strings.CutPrefix(name, "chapters/"); ok {
		return chapters.Source.Open(rest)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
