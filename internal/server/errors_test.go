package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"konspekt/chapters"
	"konspekt/content"
	"konspekt/internal/lab"
	"konspekt/plots"
	"konspekt/static"
)

// trouble is a lab that panics, fails or takes too long, as its parameter says.
type trouble struct{ How string }

func troubled() lab.Experiment {
	var choices []lab.Choice
	for _, how := range []string{"well", "panic", "draw", "fail", "late"} {
		choices = append(choices, lab.Choice{Value: how, Label: how})
	}
	return lab.New(lab.Lab[trouble, int]{
		ID: "trouble", Section: "2.2", Title: "Беда", Default: trouble{"well"},
		Fields: []lab.Field[trouble]{lab.OneOf(lab.Control{Name: "how", Label: "как", Choices: choices}, func(p *trouble) *string { return &p.How })},
		Compute: func(_ context.Context, p trouble, _ lab.Tables) (int, error) {
			switch p.How {
			case "panic":
				panic("the secret reason")
			case "fail":
				return 0, errors.New("the secret reason")
			case "late":
				return 0, fmt.Errorf("stats: %w", context.DeadlineExceeded)
			}
			return 1, nil
		},
		Figures: []lab.Figure[trouble, int]{{ID: "line", Title: "Линия",
			Draw: func(p trouble, _ int) (*plots.Figure, error) {
				if p.How == "draw" {
					panic("the secret reason")
				}
				return plots.New(plots.Axes{X: "икс", Y: "игрек"}, plots.Line{Name: "линия", X: []float64{0, 1}, Y: []float64{0, 1}})
			},
			Describe: func(trouble, int) string { return "Линия." },
			Table:    func(trouble, int) lab.Table { return lab.Table{} },
		}},
		Numbers: func(trouble, int) []lab.Number { return nil },
		Summary: func(trouble, int) string { return "Беда." },
	})
}

// troubleSite is a site with the one lab trouble, and its log.
func troubleSite(t *testing.T) (http.Handler, *bytes.Buffer) {
	t.Helper()
	book := []chapters.Chapter{{Number: "2", Title: "Глава", Sections: []lab.Section{{Number: "2.2", Slug: "s0202bias", Labs: []lab.Experiment{troubled()}}}}}
	text, err := openText(content.FS, static.FS, false, chapters.Book())
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	return New(Config{Chapters: book, Text: text.Text, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Files: func() (*static.Files, error) { return static.Build(static.FS) }}), &log
}

// A panic or a failure inside is a 500 in Russian; the reason goes to the log under an
// id that the reader gets, and nowhere else. A late computation is a 503.
func TestTrouble(t *testing.T) {
	book, log := troubleSite(t)
	for _, c := range []struct {
		url, kind, says string
		status          int
	}{
		{"/2.2", "text/html", "Беда", 200},
		{"/2.2?how=panic", "text/html", "У нас что-то сломалось", 500},
		{"/2.2?how=draw", "text/html", "У нас что-то сломалось", 500},
		{"/2.2?how=fail", "text/html", "У нас что-то сломалось", 500},
		{"/2.2?how=late", "text/html", "не уложилось в отведённое время", 503},
		{"/api/labs/trouble?how=panic", "application/problem+json", "У нас что-то сломалось", 500},
		{"/api/labs/trouble/line.svg?how=draw", "application/problem+json", "У нас что-то сломалось", 500},
		{"/lab/trouble?how=late", "application/problem+json", "не уложилось", 503},
		{"/api/labs/trouble", "application/json", `"result":1`, 200}, // the site lives on
	} {
		log.Reset()
		w := httptest.NewRecorder()
		book.ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.url, nil))
		body := w.Body.String()
		if w.Code != c.status || !strings.Contains(body, c.says) || !strings.Contains(w.Header().Get("Content-Type"), c.kind) {
			t.Errorf("%s: %d %s, want %d %s and %q\n%.300s", c.url, w.Code, w.Header().Get("Content-Type"), c.status, c.kind, c.says, body)
		}
		if strings.Contains(body, "secret") || strings.Contains(body, "goroutine") {
			t.Errorf("%s: the reader sees the reason", c.url)
		}
		id := w.Header().Get("X-Request-Id")
		if (c.status >= 500) != (id != "") || !strings.Contains(log.String(), id) {
			t.Errorf("%s: request id %q, log %q", c.url, id, log)
		}
		if (c.status == 503) != (w.Header().Get("Retry-After") != "") {
			t.Errorf("%s: Retry-After %q", c.url, w.Header().Get("Retry-After"))
		}
		if c.status == 500 && !strings.Contains(log.String(), "secret reason") {
			t.Errorf("%s: the log does not know the reason: %s", c.url, log)
		}
	}
}

// An error that nobody foresaw is a 500; one that is wrapped keeps its status.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
	}{
		{errors.New("anything"), 500},
		{fmt.Errorf("a: %w", fmt.Errorf("b: %w", errNoLab)), 404},
		{fmt.Errorf("a: %w", lab.Problems{{Parameter: "k"}}), 400},
		{fmt.Errorf("a: %w", context.Canceled), statusGone},
	} {
		if got := explain(c.err); got.Status != c.status || got.Title == "" {
			t.Errorf("%v: %d %q, want %d", c.err, got.Status, got.Title, c.status)
		}
	}
}
