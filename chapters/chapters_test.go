package chapters_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"konspekt/internal/lab"
)

// Every lab runs in its default, in its presets, with each of its choices and at both
// ends of every range, and the same parameters give the same bytes on one core and on all.
func TestEveryState(t *testing.T) {
	for _, x := range experiments() {
		for _, q := range states(t, x) {
			t.Run(x.Info().ID+"?"+q, func(t *testing.T) {
				a := run(t, x, q)
				cores := runtime.GOMAXPROCS(1)
				again := run(t, x, q)
				runtime.GOMAXPROCS(cores)
				sameBytes(t, a, again)
				checkAnswer(t, x.Info(), a)
				for _, f := range a.Figures {
					checkFigure(t, f)
				}
			})
		}
	}
}

func sameBytes(t *testing.T, a, b *lab.Answer) {
	t.Helper()
	if !bytes.Equal(a.Params, b.Params) || !bytes.Equal(a.Result, b.Result) {
		t.Error("two runs give different JSON")
	}
	if !slices.Equal(a.Numbers, b.Numbers) || a.Summary != b.Summary || len(a.Figures) != len(b.Figures) {
		t.Error("two runs give different words")
		return
	}
	for i, f := range a.Figures {
		g := b.Figures[i]
		if f.Desc != g.Desc || !bytes.Equal(f.SVG, g.SVG) || !bytes.Equal(f.Table.CSV(), g.Table.CSV()) {
			t.Errorf("two runs give different figures %s", f.ID)
		}
	}
}

func checkAnswer(t *testing.T, info lab.Info, a *lab.Answer) {
	t.Helper()
	var params map[string]any
	if err := json.Unmarshal(a.Params, &params); err != nil || len(params) != len(info.Controls) {
		t.Errorf("params %s, %v, want %d", a.Params, err, len(info.Controls))
	}
	if !json.Valid(a.Result) {
		t.Errorf("the result is not JSON: %.200s", a.Result)
	}
	if len(a.Figures) == 0 || len(a.Numbers) == 0 {
		t.Errorf("%d figures and %d numbers", len(a.Figures), len(a.Numbers))
	}
	for _, n := range a.Numbers {
		if !cyrillic(n.Label) || n.Text+n.Theory == "" || notNumber.MatchString(n.Text+n.Theory) {
			t.Errorf("number %+v", n)
		}
	}
	if !cyrillic(a.Summary) || !strings.HasSuffix(a.Summary, ".") {
		t.Errorf("summary %q is not a Russian sentence", a.Summary)
	}
}

var figureID = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func checkFigure(t *testing.T, f lab.Drawn) {
	t.Helper()
	if !figureID.MatchString(f.ID) || !cyrillicOrSymbol(f.Title) {
		t.Errorf("figure %q with the title %q", f.ID, f.Title)
	}
	if !cyrillic(f.Desc) || !strings.HasSuffix(f.Desc, ".") || len([]rune(f.Desc)) < 30 || notNumber.MatchString(f.Desc) {
		t.Errorf("figure %s: the description %q is not a Russian sentence", f.ID, f.Desc)
	}
	checkSVG(t, f)
	rows := f.Table.Rows()
	if rows == 0 {
		t.Errorf("figure %s: an empty table", f.ID)
	}
	for _, c := range f.Table.Columns {
		if max(len(c.Values), len(c.Texts)) != rows || c.Name == "" {
			t.Errorf("figure %s: column %q with %d and %d cells, want %d", f.ID, c.Name, len(c.Values), len(c.Texts), rows)
		}
	}
	if records, err := csv.NewReader(bytes.NewReader(f.Table.CSV())).ReadAll(); err != nil || len(records) != rows+1 {
		t.Errorf("figure %s: CSV of %d records, %v, want %d", f.ID, len(records), err, rows+1)
	}
	for _, g := range f.Grips {
		if !cyrillic(g.Label) || g.X != g.X || g.Y != g.Y {
			t.Errorf("figure %s: grip %+v", f.ID, g)
		}
	}
}

var notNumber = regexp.MustCompile(`NaN|Inf`)

// checkSVG reads the picture as XML: a title and a description as given, no style, no
// number that is not one.
func checkSVG(t *testing.T, f lab.Drawn) {
	t.Helper()
	said := map[string]string{}
	dec := xml.NewDecoder(bytes.NewReader(f.SVG))
	at := ""
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Errorf("figure %s: %v", f.ID, err)
			return
		}
		switch token := token.(type) {
		case xml.StartElement:
			at = token.Name.Local
			for _, attr := range token.Attr {
				if attr.Name.Local == "style" || attr.Name.Local != "href" && notNumber.MatchString(attr.Value) {
					t.Errorf("figure %s: <%s %s=%q>", f.ID, at, attr.Name.Local, attr.Value)
				}
			}
		case xml.CharData:
			said[at] += string(token)
		case xml.EndElement:
			at = ""
		}
	}
	if said["title"] != f.Title || said["desc"] != f.Desc {
		t.Errorf("figure %s: the picture says %q and %q", f.ID, said["title"], said["desc"])
	}
}

// cyrillic tells whether a text has a Russian word.
func cyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// cyrillicOrSymbol admits «Var[x]» and «k = 2» too, but no English words.
func cyrillicOrSymbol(s string) bool { return s != "" && (cyrillic(s) || len([]rune(s)) <= 8) }

// The pictures of the default state are PNGs in both colours, too.
func TestPNG(t *testing.T) {
	many(t)
	for _, x := range experiments() {
		for _, f := range run(t, x, "").Figures {
			for _, dark := range []bool{false, true} {
				body, err := f.Figure.PNG(dark)
				if err != nil {
					t.Fatal(err)
				}
				img, err := png.Decode(bytes.NewReader(body))
				if err != nil || img.Bounds().Dx() < 720 {
					t.Errorf("%s/%s: %v, %v", x.Info().ID, f.ID, img, err)
				}
			}
		}
	}
}

// What a lab declares is in Russian, complete, and refers to source that is there.
func TestDeclarations(t *testing.T) {
	for _, x := range experiments() {
		info := x.Info()
		if !cyrillic(info.Title) || len(info.Figures) == 0 || len(info.Source) == 0 {
			t.Errorf("%s: %q, %d figures, %d sources", info.ID, info.Title, len(info.Figures), len(info.Source))
		}
		sight := 0
		for _, c := range info.Controls {
			if !cyrillic(c.Label) || !cyrillic(c.Help) || !strings.HasSuffix(c.Help, ".") {
				t.Errorf("%s: control %s: label %q, help %q", info.ID, c.Name, c.Label, c.Help)
			}
			if len(c.Choices) == 0 && c.Kind != lab.KindPoints && c.Kind != lab.KindText && c.Step <= 0 {
				t.Errorf("%s: control %s has no step", info.ID, c.Name)
			}
			for _, choice := range c.Choices {
				if !cyrillicOrSymbol(choice.Label) {
					t.Errorf("%s: choice %s=%s has the label %q", info.ID, c.Name, choice.Value, choice.Label)
				}
			}
			for _, reset := range c.Resets {
				if !slices.ContainsFunc(info.Controls, func(o lab.Control) bool { return o.Name == reset }) {
					t.Errorf("%s: control %s resets %s, which is not there", info.ID, c.Name, reset)
				}
			}
		}
		for _, v := range info.Defaults {
			i := slices.IndexFunc(info.Controls, func(c lab.Control) bool { return c.Name == v.Name })
			if !v.Hidden && !info.Controls[i].More {
				sight++
			}
		}
		if sight > 3 {
			t.Errorf("%s: %d controls in sight by default, want at most three", info.ID, sight)
		}
		broken := 0
		for _, p := range info.Presets {
			if p.Break {
				broken++
			}
			if !cyrillic(p.Name) || !cyrillic(p.Text) || !strings.HasSuffix(p.Text, ".") {
				t.Errorf("%s: preset %+v", info.ID, p)
			}
			if n := utf8.RuneCountInString(p.Text); n > 72 {
				t.Errorf("%s: preset %s: %d letters do not fit on the line under the presets", info.ID, p.Name, n)
			}
			parse(t, x, p.Query)
		}
		if n := len(info.Presets); n < 2 || n > 4 || broken != 1 {
			t.Errorf("%s: %d presets, %d that break, want 2 to 4 and one", info.ID, n, broken)
		}
	}
}

// A cancelled computation ends as such, within 50 ms. A busy machine may stop a thread
// for longer, so one attempt of five has to do.
func TestCancel(t *testing.T) {
	for id, q := range map[string]string{"intervals": "distribution=student3&m=1000&repeats=10000", "compare": "m=3000",
		"estimator": "m=80&repeats=50000&distribution=student3", "crossval": "data=diabetes&k=441&repeats=239",
		"bias": "m=1000&repeats=100000", "tradeoff": "m=200&features=800&repeats=20000", "svm": "data=xor&kernel=rbf&m=2000&noise=1&gamma=20&C=100",
		"crossentropy": "m=25&steps=1000000"} {
		x := find(t, id)
		s := parse(t, x, q)
		soonest := time.Hour
		for range 5 {
			ctx, cancel := context.WithCancel(t.Context())
			var stopped time.Time
			timer := time.AfterFunc(30*time.Millisecond, func() { stopped = time.Now(); cancel() })
			_, err := x.Run(ctx, s, tables())
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("%s?%s: error %v, want context.Canceled", id, q, err)
			}
			timer.Stop()
			soonest = min(soonest, time.Since(stopped))
			if soonest <= 50*time.Millisecond {
				break
			}
		}
		if soonest > 50*time.Millisecond {
			t.Errorf("%s?%s: goes on for %v after it is cancelled", id, q, soonest)
		}
	}
}
