package markdown

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Meta is the front matter of a text.
type Meta struct {
	Title       string   `yaml:"title"`
	Question    string   `yaml:"question"`    // the section's question, one sentence
	Description string   `yaml:"description"` // for search engines and previews
	Book        string   `yaml:"book"`        // section of Goodfellow et al., "5.4.2"
	Needs       []string `yaml:"needs"`       // sections to read before
	Next        []string `yaml:"next"`        // sections to read after
	Terms       []string `yaml:"terms"`       // main terms, keys of the glossary
	Symbols     []Symbol `yaml:"symbols"`
}

// A Symbol is a sign of the section and how it is read aloud.
type Symbol struct {
	Tex string `yaml:"tex"`
	Say string `yaml:"say"`
}

const fence = "---\n"

// frontMatter splits the source. In the returned body the lines of the front
// matter are empty, so that lines keep their numbers.
func frontMatter(src []byte) (Meta, []byte, Problems) {
	var meta Meta
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	if !bytes.HasPrefix(src, []byte(fence)) {
		return meta, src, Problems{{1, "no front matter: the text has to begin with ---"}}
	}
	end := bytes.Index(src[len(fence)-1:], []byte("\n"+fence))
	if end < 0 {
		return meta, src, Problems{{1, "the front matter is not closed by ---"}}
	}
	end += len(fence)
	head, body := src[:end], src[end+len(fence):]
	dec := yaml.NewDecoder(bytes.NewReader(head))
	dec.KnownFields(true)
	lines := bytes.Repeat([]byte("\n"), bytes.Count(head, []byte("\n"))+1)
	body = append(lines, body...)
	if err := dec.Decode(&meta); err != nil {
		return meta, body, Problems{{1, fmt.Sprintf("front matter: %v", err)}}
	}
	return meta, body, nil
}

// checkMeta reports what the front matter lacks and what it refers to in vain.
func (w *writer) checkMeta() {
	m := &w.doc.Meta
	if len(w.problems) > 0 {
		return
	}
	for name, value := range map[string]string{
		"title": m.Title, "question": m.Question, "description": m.Description, "book": m.Book,
	} {
		if value == "" {
			w.report(0, "front matter: %s is missing", name)
		}
	}
	for _, s := range append(append([]string(nil), m.Needs...), m.Next...) {
		if _, _, ok := w.book.Section(s); !ok {
			w.report(0, "front matter: unknown section %q", s)
		}
	}
	for _, t := range m.Terms {
		if _, ok := w.book.Term(t); !ok {
			w.report(0, "front matter: unknown term %q", t)
		}
	}
	for _, s := range m.Symbols {
		if _, err := w.tex.Render(s.Tex, false); err != nil {
			w.report(0, "front matter: %v", err)
		}
	}
}
