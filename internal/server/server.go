// Package server prints the book over HTTP: pages, fragments of labs, the API and
// the files that pages load. It knows no section: it serves what it is given.
package server

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"konspekt/chapters"
	"konspekt/content"
	"konspekt/internal/lab"
	"konspekt/static"
)

// Config is what the server serves.
type Config struct {
	Chapters []chapters.Chapter
	Text     *content.Text
	Files    func() (*static.Files, error) // called at every request: a constant, or a rebuild with -dev
	Tables   lab.Tables
	Source   fs.FS // the program's own source, for «Как это посчитано»
	Build    string
	Log      *slog.Logger
}

const (
	cacheBytes     = 64 << 20
	computeTimeout = 30 * time.Second
)

type server struct {
	Config
	sections []lab.Section // of all chapters, in book order
	cache    *cache
}

// New builds the handler of the whole site.
func New(cfg Config) http.Handler {
	s := &server{Config: cfg, cache: newCache(cacheBytes, runtime.GOMAXPROCS(0), computeTimeout)}
	for _, c := range cfg.Chapters {
		s.sections = append(s.sections, c.Sections...)
	}
	e := echo.New()
	e.HTTPErrorHandler = s.fail
	e.Use(s.secure, s.recovered, readable, untrack)
	get := func(path string, h echo.HandlerFunc) {
		e.GET(path, h)
		e.HEAD(path, h) // net/http leaves the body out
	}
	get("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	get("/static/*", s.file)
	get("/favicon.ico", s.favicon)
	get("/", s.cover)
	get("/glossary", s.glossary)
	get("/bibliography", s.bibliography)
	get("/errata", s.errata)
	get("/api", s.apiPage)
	get("/api/openapi.json", s.openAPI)
	get("/api/labs", s.labs)
	get("/api/labs/:id", s.answer)
	get("/api/labs/:id/:view", s.view)
	get("/lab/:id", s.fragment)
	get("/lab/:id/:figures", s.fragment)
	get("/figure/:id/:figure", s.figure)
	get("/code/:id", s.code)
	get("/:section", s.section)
	return e
}

// experiment finds a lab and its section.
func (s *server) experiment(id string) (lab.Section, lab.Experiment, error) {
	for _, section := range s.sections {
		for _, x := range section.Labs {
			if x.Info().ID == id {
				return section, x, nil
			}
		}
	}
	return lab.Section{}, nil, errNoLab
}

// run parses a query and computes or recalls the answer.
func (s *server) run(c echo.Context, x lab.Experiment, q lab.Query) (*lab.Answer, error) {
	state, err := x.Parse(q)
	if err != nil {
		return nil, err
	}
	return s.recall(c, x, state)
}

func (s *server) recall(c echo.Context, x lab.Experiment, state lab.State) (*lab.Answer, error) {
	key := state.Lab + "?" + state.Query + "#" + strings.Join(state.Only, ",")
	return s.cache.get(c.Request().Context(), key, s.compute(x, state))
}

// compute is the work behind a state, for the cache. A panic in a section is an
// error of this state alone.
func (s *server) compute(x lab.Experiment, state lab.State) func(context.Context) (*lab.Answer, error) {
	return func(ctx context.Context) (a *lab.Answer, err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%w: lab %s?%s: %v", errPanic, state.Lab, state.Query, r)
			}
		}()
		return x.Run(ctx, state, s.Tables)
	}
}
