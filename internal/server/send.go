package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"konspekt/plots"
)

// csp allows what the pages need and nothing else: no inline script or style.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// standaloneCSP allows a picture opened on its own the one style that it carries.
var standaloneCSP = func() string {
	sum := sha256.Sum256([]byte(plots.StandaloneCSS))
	return "default-src 'none'; img-src data:; frame-ancestors 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// secure sets the headers that every response carries.
func (s *server) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		return next(c)
	}
}

// html renders a page into a buffer, so that an error half-way is still an error page.
func (s *server) html(c echo.Context, status int, page templ.Component) error {
	var buf bytes.Buffer
	if err := page.Render(c.Request().Context(), &buf); err != nil {
		return err
	}
	return s.send(c, status, "text/html; charset=utf-8", buf.Bytes())
}

func (s *server) json(c echo.Context, status int, kind string, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	return s.send(c, status, kind, buf.Bytes())
}

// minGzip is the size under which compression gains nothing.
const minGzip = 600

// send writes a body with a strong ETag: 304 if the client has it already, gzip if
// the client reads it. The two encodings have tags of their own, as RFC 9110 asks.
func (s *server) send(c echo.Context, status int, kind string, body []byte) error {
	sum := sha256.Sum256(body)
	return s.tagged(c, status, kind, body, hex.EncodeToString(sum[:12]))
}

// tagged is send for a body whose tag is known. A handler that has not said how long
// its answer keeps has it asked for again every time.
func (s *server) tagged(c echo.Context, status int, kind string, body []byte, tag string) error {
	h := c.Response().Header()
	zip := len(body) >= minGzip && compressible(kind) && strings.Contains(c.Request().Header.Get("Accept-Encoding"), "gzip")
	if zip {
		tag += "-gz"
	}
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache")
	}
	h.Set("Vary", "Accept-Encoding")
	if status == http.StatusOK {
		h.Set("ETag", `"`+tag+`"`)
		if matches(c.Request().Header.Get("If-None-Match"), tag) {
			return c.NoContent(http.StatusNotModified)
		}
	}
	if !zip {
		return c.Blob(status, kind, body)
	}
	h.Set("Content-Encoding", "gzip")
	return c.Blob(status, kind, compress(body))
}

func matches(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == `"`+tag+`"` || candidate == "*" {
			return true
		}
	}
	return false
}

func compressible(kind string) bool {
	return !strings.HasPrefix(kind, "font/") && kind != "image/png"
}

func compress(body []byte) []byte {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestSpeed)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a bytes.Buffer does not fail and the level is valid
	}
	return buf.Bytes()
}
