package server

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"

	"konspekt/internal/lab"
)

// stateJSON is what the script needs to know of the state that a reply shows: each
// value with its present range, and which controls matter.
func stateJSON(s lab.State) string {
	type value struct {
		Name   string   `json:"name"`
		Text   string   `json:"text,omitempty"` // left out where it is long: the query has it
		Min    float64  `json:"min"`
		Max    float64  `json:"max"`
		Hidden bool     `json:"hidden,omitempty"`
		Among  []string `json:"among,omitempty"`
		Why    string   `json:"why,omitempty"`
	}
	out := struct {
		Query  string  `json:"query"`
		Values []value `json:"values"`
	}{Query: s.Query}
	for _, v := range s.Values {
		at := value{v.Name, v.Text, v.Min, v.Max, v.Hidden, v.Among.Values, v.Among.Why}
		if len(at.Text) > 1000 {
			at.Text = ""
		}
		out.Values = append(out.Values, at)
	}
	b, err := json.Marshal(out)
	if err != nil {
		panic(err) // strings and finite numbers always marshal
	}
	return string(b)
}

// split cuts the notes after the first top-level block with a link that drives the
// lab: on a phone the lab stands there.
func split(notes string) (before, after string) {
	z := html.NewTokenizer(strings.NewReader(notes))
	depth, at, found := 0, 0, false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return notes, ""
		}
		at += len(z.Raw())
		name, _ := z.TagName()
		switch {
		case kind == html.StartTagToken && !void(string(name)):
			depth++
			found = found || strings.Contains(string(z.Raw()), `class="drive"`)
		case kind == html.EndTagToken:
			depth--
		}
		if found && depth == 0 {
			return notes[:at], notes[at:]
		}
	}
}

func void(name string) bool {
	return name == "br" || name == "img" || name == "hr" || name == "input" || name == "wbr"
}
