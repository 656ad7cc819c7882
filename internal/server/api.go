package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"konspekt/components"
	"konspekt/internal/lab"
)

// labJSON is a lab in the list of labs.
type labJSON struct {
	ID      string      `json:"id"`
	Section string      `json:"section"`
	Title   string      `json:"title"`
	Streams bool        `json:"streams"`
	Params  []paramJSON `json:"params"`
}

// paramJSON is a parameter's declaration; what does not apply is absent.
type paramJSON struct {
	Name    string          `json:"name"`
	Symbol  string          `json:"symbol,omitempty"`
	Label   string          `json:"label"`
	Unit    string          `json:"unit,omitempty"`
	Help    string          `json:"help,omitempty"`
	Kind    lab.Kind        `json:"kind"`
	Default json.RawMessage `json:"default"`
	Min     *float64        `json:"min,omitempty"`
	Max     *float64        `json:"max,omitempty"`
	Step    *float64        `json:"step,omitempty"`
	Log     bool            `json:"log,omitempty"`
	Choices []lab.Choice    `json:"choices,omitempty"`

	MaxLength int  `json:"maxLength,omitempty"`
	MinItems  *int `json:"minItems,omitempty"`
	MaxItems  *int `json:"maxItems,omitempty"`
}

// answerJSON is the reply of a lab.
type answerJSON struct {
	Lab     string          `json:"lab"`
	Section string          `json:"section"`
	Params  json.RawMessage `json:"params"`
	Result  json.RawMessage `json:"result"`
	Figures []figureJSON    `json:"figures"`
}

type figureJSON struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Desc  string `json:"desc"`
	SVG   string `json:"svg"`
	PNG   string `json:"png"`
	CSV   string `json:"csv"`
}

func describe(info lab.Info) labJSON {
	out := labJSON{ID: info.ID, Section: info.Section, Title: info.Title}
	for i, c := range info.Controls {
		p := paramJSON{Name: c.Name, Symbol: c.Symbol, Label: c.Label, Unit: c.Unit, Help: c.Help,
			Kind: c.Kind, Log: c.Log, Choices: c.Choices, Default: json.RawMessage(info.Defaults[i].JSON)}
		switch {
		case c.Kind == lab.KindPoints || c.Kind == lab.KindList:
			p.Min, p.Max, p.MinItems, p.MaxItems = &c.Min, &c.Max, &c.MinItems, &c.MaxItems
		case c.Kind == lab.KindText:
			p.MaxLength = c.MaxLength
		case c.Choices == nil:
			p.Min, p.Max, p.Step = &c.Min, &c.Max, &c.Step
		}
		out.Params = append(out.Params, p)
	}
	return out
}

// labs lists what can be computed.
func (s *server) labs(c echo.Context) error {
	out := []labJSON{}
	for _, info := range s.infos() {
		out = append(out, describe(info))
	}
	return s.json(c, http.StatusOK, echo.MIMEApplicationJSON, map[string]any{"labs": out})
}

func (s *server) infos() []lab.Info {
	var out []lab.Info
	for _, section := range s.sections {
		for _, x := range section.Labs {
			out = append(out, x.Info())
		}
	}
	return out
}

// answer computes a state.
func (s *server) answer(c echo.Context) error {
	section, x, err := s.experiment(c.Param("id"))
	if err != nil {
		return err
	}
	a, err := s.run(c, x, lab.Query{Values: c.QueryParams()})
	if err != nil {
		return err
	}
	out := answerJSON{Lab: a.State.Lab, Section: section.Number, Params: a.Params, Result: a.Result, Figures: []figureJSON{}}
	for _, f := range a.Figures {
		base, query := figureURL(a.State, f.ID)
		out.Figures = append(out.Figures, figureJSON{f.ID, f.Title, f.Desc, base + ".svg" + query, base + ".png" + query, base + ".csv" + query})
	}
	return s.json(c, http.StatusOK, echo.MIMEApplicationJSON, out)
}

// figureURL is the API address of a figure without its extension, and the query.
func figureURL(s lab.State, id string) (base, query string) {
	if s.Query != "" {
		query = "?" + s.Query
	}
	return "/api/labs/" + s.Lab + "/" + id, query
}

// view sends one figure of a state as SVG, PNG or CSV.
func (s *server) view(c echo.Context) error {
	_, x, err := s.experiment(c.Param("id"))
	if err != nil {
		return err
	}
	ext := path.Ext(c.Param("view"))
	name := strings.TrimSuffix(c.Param("view"), ext)
	if !hasFigure(x.Info(), name) || !slices.Contains([]string{".svg", ".png", ".csv"}, ext) {
		return errNoFigure
	}
	a, err := s.run(c, x, lab.Query{Values: c.QueryParams()})
	if err != nil {
		return err
	}
	f, ok := a.Figure(name)
	if !ok {
		return errNoFigure
	}
	switch ext {
	case ".csv":
		return s.send(c, http.StatusOK, "text/csv; charset=utf-8", f.Table.CSV())
	case ".png":
		png, err := f.Figure.PNG(false)
		if err != nil {
			return err
		}
		return s.send(c, http.StatusOK, "image/png", png)
	}
	c.Response().Header().Set("Content-Security-Policy", standaloneCSP)
	return s.send(c, http.StatusOK, "image/svg+xml", f.Figure.StandaloneSVG(f.Title, f.Desc))
}

func hasFigure(info lab.Info, id string) bool {
	for _, f := range info.Figures {
		if f.ID == id {
			return true
		}
	}
	return false
}

// apiPage is the documentation for people.
func (s *server) apiPage(c echo.Context) error {
	page, err := s.page(c, "API: те же опыты для программ", "Адреса, параметры и рисунки лабораторий «Живого конспекта».", "")
	if err != nil {
		return err
	}
	return s.html(c, http.StatusOK, components.API(page, s.infos()))
}

// form is a query typed or clicked by a reader: campaign marks and the names that the
// page keeps for itself are not the lab's.
func form(values url.Values) lab.Query {
	q := url.Values{}
	for name, v := range values {
		if name != "lab" && name != "theme" {
			q[name] = v
		}
	}
	return lab.Query{Values: q, Form: true}
}
