package browser

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"konspekt/internal/server"
)

// site is the book on a loopback address, and the one browser that reads it.
type site struct {
	browser context.Context
	url     string
	line    *line
	missing string // why there is no browser
}

// opened is set once, before the first test.
var opened site

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	program, err := chromium()
	if err != nil {
		opened.missing = err.Error()
		return m.Run()
	}
	book, err := server.Open(false, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	opened.line = &line{book: book}
	srv := httptest.NewServer(opened.line)
	defer srv.Close()
	opened.url = srv.URL
	allocator, stop := chromedp.NewExecAllocator(context.Background(), flags(program)...)
	defer stop()
	var closeBrowser context.CancelFunc
	opened.browser, closeBrowser = chromedp.NewContext(allocator)
	defer closeBrowser()
	if err := chromedp.Do(opened.browser); err != nil {
		fmt.Fprintln(os.Stderr, "chromium does not start:", err)
		return 1
	}
	return m.Run()
}

// chromium finds the browser's program.
func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium here; install it with: apt-get install chromium")
}

// flags start the browser quiet: no first-run pages, no requests of its own.
func flags(program string) []chromedp.ExecAllocatorOption {
	out := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	return append(out, chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-proxy-server", true), chromedp.Flag("lang", "ru"))
}

// line is the connection to the book. A test can make it slow: each request for the
// parts of a lab then waits.
type line struct {
	book  http.Handler
	delay atomic.Int64 // nanoseconds
}

func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if wait := time.Duration(l.delay.Load()); wait > 0 && strings.HasPrefix(r.URL.Path, "/lab/") {
		select {
		case <-time.After(wait):
		case <-r.Context().Done():
			return
		}
	}
	l.book.ServeHTTP(w, r)
}

// slow makes the line slow until the test ends.
func slow(t testing.TB, wait time.Duration) {
	opened.line.delay.Store(int64(wait))
	t.Cleanup(func() { opened.line.delay.Store(0) })
}
