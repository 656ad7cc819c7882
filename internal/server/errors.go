package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"konspekt/components"
	"konspekt/internal/lab"
)

// What a request can fail with, apart from Problems.
var (
	errNoPage   = errors.New("server: no such page")
	errNoLab    = errors.New("server: no such lab")
	errNoFigure = errors.New("server: no such figure in this state")
	errQuery    = errors.New("server: the query cannot be read")
	errPanic    = errors.New("server: panic")
)

// problems is the table of errors, statuses and the words that a reader sees. An
// error that is not here is a bug of ours.
var problems = []struct {
	err    error
	status int
	title  string
	text   string
}{
	{errNoPage, http.StatusNotFound, "Такой страницы нет", "Возможно, в адресе опечатка. Вот что в книге есть."},
	{errNoLab, http.StatusNotFound, "Такой лаборатории нет", "Имена лабораторий перечислены на странице «API» и по адресу /api/labs."},
	{errNoFigure, http.StatusNotFound, "Такого рисунка нет", "У этой лаборатории в этом состоянии нет рисунка с таким именем."},
	{errQuery, http.StatusBadRequest, "Параметры в адресе записаны с ошибкой", "Параметры разделяет знак &, а после знака % стоят две шестнадцатеричные цифры."},
	{fs.ErrNotExist, http.StatusNotFound, "Такой страницы нет", "Возможно, в адресе опечатка. Вот что в книге есть."},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "Вычисление не уложилось в отведённое время", "Уменьшите число повторений или размер выборки и попробуйте ещё раз."},
	{context.Canceled, statusGone, "Запрос отменён", "Вместо него пришёл новый."},
	{echo.ErrMethodNotAllowed, http.StatusMethodNotAllowed, "Так к этой странице не обращаются", "Здесь работает только чтение: метод GET."},
	{echo.ErrNotFound, http.StatusNotFound, "Такой страницы нет", "Возможно, в адресе опечатка. Вот что в книге есть."},
}

// statusGone is what nginx writes for a client that left; nobody receives it.
const statusGone = 499

// problem is an RFC 9457 problem.
type problem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail,omitempty"`
	Errors lab.Problems `json:"errors,omitempty"`
}

// explain finds the words for an error.
func explain(err error) problem {
	var bad lab.Problems
	if errors.As(err, &bad) {
		return problem{Type: "about:blank", Title: "Параметры не подходят", Status: http.StatusBadRequest, Detail: bad.Error(), Errors: bad}
	}
	for _, p := range problems {
		if errors.Is(err, p.err) {
			return problem{Type: "about:blank", Title: p.title, Status: p.status, Detail: p.text}
		}
	}
	return problem{Type: "about:blank", Title: "У нас что-то сломалось", Status: http.StatusInternalServerError,
		Detail: "Это наша ошибка, а не ваша. Попробуйте другое состояние или вернитесь к содержанию."}
}

// fail answers a request that returned an error: a page to a reader, a problem to a program.
func (s *server) fail(err error, c echo.Context) {
	p := explain(err)
	if p.Status == statusGone || c.Response().Committed { // the reader has left before the end
		return
	}
	if p.Status >= http.StatusInternalServerError {
		id := rand.Text()
		s.Log.Error("request failed", "id", id, "url", c.Request().URL.String(), "err", err)
		c.Response().Header().Set("X-Request-Id", id)
	}
	if p.Status == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", "30")
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if path := c.Request().URL.Path; strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/lab/") {
		err = s.json(c, p.Status, "application/problem+json", p)
	} else {
		err = s.failPage(c, p)
	}
	if err != nil {
		s.Log.Error("error page failed", "err", err)
	}
}

func (s *server) failPage(c echo.Context, p problem) error {
	page, err := s.page(c, p.Title, p.Detail, "")
	if err != nil {
		return c.String(p.Status, p.Title+"\n")
	}
	return s.html(c, p.Status, components.Problem(page, p.Status, p.Detail))
}

// recovered turns a panic into an error, so that a reader never sees a stack trace.
func (s *server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%w: %v", errPanic, r)
			}
		}()
		return next(c)
	}
}

// readable refuses a query that would be read only in part: the reader would see a
// state other than the one in the address.
func readable(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		// A semicolon stands between points; Go would have it refused unless it is escaped.
		c.Request().URL.RawQuery = strings.ReplaceAll(c.Request().URL.RawQuery, ";", "%3B")
		if _, err := url.ParseQuery(c.Request().URL.RawQuery); err != nil {
			return fmt.Errorf("%w: %w", errQuery, err)
		}
		return next(c)
	}
}
