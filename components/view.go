// Package components holds the pieces of a page as templ components, and the views
// that they print. It knows no section: a view holds values ready to be shown.
package components

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// Page is what every page of the book has around its body.
type Page struct {
	Title       string // of the page, without the book's name
	Description string // for search engines and link previews
	Canonical   string // path and query of the page's own address
	Theme       string // "light", "dark" or empty: the reader's system decides
	Current     string // number of the section that is open, "" elsewhere
	Contents    []Chapter
	Assets      Assets
}

// Assets are the hashed addresses of the files that every page loads.
type Assets struct {
	Style, Theme, Script, Icon string
	Fonts                      []string // preloaded: what the first screen is set in
}

// Chapter is a chapter in the table of contents.
type Chapter struct {
	Number, Title string
	Sections      []Link
}

// Link is a section in the table of contents, or its neighbour.
type Link struct {
	Number, Title, URL, Question string
	Headings                     []Heading // of the open section only
}

// Heading is a heading inside the notes.
type Heading struct{ ID, Text string }

// Section is a page of the book.
type Section struct {
	Page
	Number, Question string
	Book             string // the section of the textbook, "5.4.2"
	Minutes          int    // reading time
	Needs, Next      []Link
	Prev, Following  *Link
	Before, After    string // notes, HTML: up to the place where the lab is first needed, and the rest
	Terms            []Term
	Symbols          []Symbol
	Labs             []Lab
}

// Term is an entry of the glossary.
type Term struct{ Key, Russian, English, Text, Section string }

// Symbol is a symbol of the notes and how it is read aloud.
type Symbol struct{ HTML, Say string }

// Lab is a lab in one state.
type Lab struct {
	Info     lab.Info
	Page     string // address of the page without the query
	Controls []Control
	Presets  []lab.Preset
	Figures  []Figure // those that the state has; the first is the main one
	Beside   string   // id of the figure whose tab is open
	Numbers  []Number
	Summary  string
	Query    string // canonical
	Prefix   string // what comes before the query in the page's address: "lab=compare&"
	Seeded   bool   // the lab has randomness in some state
	Next     string // the query with the next seed, empty if this state has no randomness
	State    string // JSON for the script: the values and their ranges
	Problems lab.Problems
	Resting  bool // another lab of the section is shown
}

// open tells whether the tab of figure i stands open.
func (l Lab) open(i int) bool {
	at := slices.IndexFunc(l.Figures, func(f Figure) bool { return f.ID == l.Beside })
	return i == max(at, 1)
}

// Tail is the lab's part of the page's address.
func (l Lab) Tail() string {
	tail := strings.TrimSuffix(l.Prefix+l.Query, "&")
	if tail == "" {
		return ""
	}
	return "?" + tail
}

// Control is a control with its present value.
type Control struct {
	lab.Control
	lab.Value
	Symbol  string // HTML
	Default string
	Problem string // what is wrong with the value that was typed
	Typed   string // what the field shows: the typed text if it is wrong
}

// Figure is a drawn figure with the addresses of its views.
type Figure struct {
	lab.Drawn
	View  string
	API   string // without extension and query
	Query string // with the leading "?", or empty
	Lead  string // of its sum, HTML
	Edits lab.Control
	Own   bool // the points are the parameter's, not those of the data
}

// brushes are what a click on a figure whose points are edited may do.
func (f Figure) brushes() []lab.Choice {
	out := []lab.Choice{{Value: "add", Label: "добавить"}}
	if len(f.Edits.Choices) > 0 {
		out = slices.Clone(f.Edits.Choices)
	}
	return append(out, lab.Choice{Value: "remove", Label: "убрать"})
}

// marked lists what is to be heard of points, by their index: most have nothing.
func (f Figure) marked() string {
	said := map[int]string{}
	for i, text := range f.Edit.Marked {
		if text != "" {
			said[i] = text
		}
	}
	return marshal(said)
}

func (f Figure) brushID(b lab.Choice) string { return "brush-" + f.ID + "-" + b.Value }

// first lets the Tab key stop at the first of a row; arrows go on from there.
func first(i int) string {
	if i == 0 {
		return "0"
	}
	return "-1"
}

// Number is a key result.
type Number struct{ Symbol, Label, Text, Theory string }

// Positions is the count of stops of a logarithmic slider.
const Positions = 1000

// logFrom is the smallest positive stop of a logarithmic slider whose range begins
// at zero, as a share of its end.
const logFrom = 1e-5

// Position is where the slider of a logarithmic control stands for value v.
func Position(v, lo, hi float64) int {
	if lo == 0 {
		if v <= 0 {
			return 0
		}
		lo = hi * logFrom
	}
	return int(math.Round(Positions * math.Log(v/lo) / math.Log(hi/lo)))
}

// slider lists the attributes of a control's range input.
func (c Control) slider() (lo, hi, step, at string) {
	if c.Log {
		v, _ := strconv.ParseFloat(c.Text, 64)
		return "0", strconv.Itoa(Positions), "1", strconv.Itoa(Position(v, c.Value.Min, c.Value.Max))
	}
	return plain(c.Value.Min), plain(c.Value.Max), plain(c.Step), c.Text
}

func (c Control) numeric() bool { return c.Kind == lab.KindInt || c.Kind == lab.KindFloat }

// segmented tells whether the choices fit on one row of buttons.
func (c Control) segmented() bool {
	letters := 0
	for _, choice := range c.Choices {
		letters += utf8.RuneCountInString(choice.Label)
	}
	return len(c.Choices) <= 5 && letters <= 48
}

func (c Control) id(labID string) string { return labID + "-" + c.Value.Name }

func (c Control) errorID(labID string) string { return c.id(labID) + "-error" }

// out says why the other parameters rule a choice out; empty if they do not.
func (c Control) out(choice string) string {
	if len(c.Among.Values) == 0 || slices.Contains(c.Among.Values, choice) {
		return ""
	}
	return c.Among.Why
}

// items are the numbers of a list, each with its slider.
func (c Control) items() []float64 {
	if c.Slide == 0 {
		return nil
	}
	return lab.ReadList(c.Text)
}

// grows tells whether a list may have more or fewer numbers.
func (c Control) grows() bool { return c.Slide != 0 && c.MinItems < c.MaxItems }

// example shows what a list of points looks like.
func (c Control) example() string {
	if len(c.Choices) > 0 {
		return "x:y:" + c.Choices[0].Value + "; x:y:" + c.Choices[len(c.Choices)-1].Value
	}
	return "x:y; x:y"
}

func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(b)
}

// bound prints an end of a range beside its slider.
func bound(v float64) string { return russian.Number(v, 3) }

// folded tells whether «Ещё» must stand open: something in it is wrong.
func folded(l Lab) bool {
	return slices.ContainsFunc(l.Controls, func(c Control) bool { return c.More && c.Problem != "" })
}

// general is what is wrong with the query but belongs to no control.
func general(l Lab) string {
	var out []string
	for _, p := range l.Problems {
		known := slices.ContainsFunc(l.Controls, func(c Control) bool { return c.Value.Name == p.Parameter })
		if !known {
			out = append(out, p.Parameter+": "+p.Reason+".")
		}
	}
	return strings.Join(out, " ")
}

// allowed says in words what values a parameter takes.
func allowed(c lab.Control) string {
	switch {
	case c.Kind == lab.KindInt || c.Kind == lab.KindSeed:
		return "целое, от " + bound(c.Min) + " до " + russian.Fixed(c.Max, 0)
	case c.Kind == lab.KindFloat:
		return "число, от " + bound(c.Min) + " до " + bound(c.Max)
	case c.Kind == lab.KindPoints:
		return "точки через «;», не больше " + russian.Int(c.MaxItems) + ": " + c.PointForm()
	case c.Kind == lab.KindList:
		return "числа через запятую, не больше " + russian.Int(c.MaxItems) + ", каждое от " + bound(c.Min) + " до " + bound(c.Max)
	case c.Kind == lab.KindText:
		return "текст, не больше " + russian.Count(c.MaxLength, "знака", "знаков", "знаков")
	}
	values := make([]string, len(c.Choices))
	for i, choice := range c.Choices {
		values[i] = choice.Value
	}
	return strings.Join(values, ", ")
}
