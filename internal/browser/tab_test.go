package browser

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// watch is run in every page before its own scripts.
//
//go:embed testdata/watch.js
var watch string

// patience is how long a page may take to get to a state.
const patience = 8 * time.Second

// tab is a page of the browser with storage of its own. Whatever the page complains
// of (an error or a warning in the console, a broken Content-Security-Policy, a request
// that failed) fails the test, unless the test allows it.
type tab struct {
	testing.TB
	ctx     context.Context
	mu      sync.Mutex // guards what the browser's events write
	trouble []string
	allowed []string
	asked   int                // requests sent
	bytes   map[string]float64 // received, by kind of resource
	kinds   map[network.RequestID]string
}

// newTab opens a tab for the test, 1440 × 900 px, and closes it with the test.
func newTab(t testing.TB) *tab {
	t.Helper()
	if opened.missing != "" {
		if os.Getenv("KONSPEKT_BROWSER") == "1" {
			t.Fatal(opened.missing)
		}
		t.Skip(opened.missing)
	}
	ctx, stop := chromedp.NewContext(opened.browser, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	b := &tab{TB: t, ctx: ctx, bytes: map[string]float64{}, kinds: map[network.RequestID]string{}}
	b.do() // the tab lives as long as the context of its first action, so no time limit here
	limited, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b.ctx = limited
	if err := chromedp.Listen(b.ctx, b.note); err != nil {
		t.Fatal(err)
	}
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.size(1440, 900)
	t.Cleanup(b.complain)
	return b
}

// note gathers what the page complains of. It runs on the goroutine that reads the
// browser's messages.
func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.trouble = append(b.trouble, fmt.Sprintf("console %s: %s", e.Type, e.Args[0].Value))
		}
	case *runtime.EventExceptionThrown:
		b.trouble = append(b.trouble, fmt.Sprintf("exception: %s", e.ExceptionDetails.Text))
		if x := e.ExceptionDetails.Exception; x != nil {
			b.trouble = append(b.trouble, x.Description)
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.trouble = append(b.trouble, fmt.Sprintf("%s %s: %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			b.trouble = append(b.trouble, fmt.Sprintf("request failed: %s %s", e.ErrorText, e.BlockedReason))
		}
	case *network.EventRequestWillBeSent:
		b.asked++
		b.kinds[e.RequestID] = string(e.Type)
	case *network.EventLoadingFinished:
		b.bytes[b.kinds[e.RequestID]] += e.EncodedDataLength
	}
}

// allow names a part of the trouble that the test brings about on purpose.
func (b *tab) allow(part string) { b.allowed = append(b.allowed, part) }

// complain fails the test for all other trouble.
func (b *tab) complain() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, line := range b.trouble {
		expected := false
		for _, part := range b.allowed {
			expected = expected || strings.Contains(line, part)
		}
		if !expected {
			b.Errorf("the page complains: %s", line)
		}
	}
	b.trouble = nil
}

// requests is how many requests the tab has sent so far.
func (b *tab) requests() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asked
}

// do runs actions in the tab.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// call runs a command of the DevTools protocol.
func call[P, R any](b *tab, cmd cdp.Command[P, R], params P) R {
	b.Helper()
	r, err := chromedp.Call(b.ctx, cmd, params)
	if err != nil {
		b.Fatalf("%s: %v", cmd.Method, err)
	}
	return r
}

// js evaluates an expression in the page; a promise is waited for. The page's
// Content-Security-Policy does not bind it.
func js[T any](b *tab, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// run evaluates an expression for what it does.
func (b *tab) run(expression string) {
	b.Helper()
	js[chromedp.Void](b, expression)
}

// until waits for a condition of the page.
func (b *tab) until(condition string) {
	b.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+condition+")"))
		if err == nil && v {
			return
		}
		if time.Now().After(end) {
			b.Fatalf("in %v it did not come to: %s (%v)", patience, condition, err)
		}
	}
}

// open goes to a page of the book and waits for its fonts.
func (b *tab) open(path string) {
	b.Helper()
	b.do(chromedp.Navigate(opened.url + path))
	b.until("document.readyState === 'complete' && document.fonts.status === 'loaded'")
}

// settled waits until no control is being moved and the labs have shown the newest state.
func (b *tab) settled() {
	b.Helper()
	b.until("seen.quiet() && konspekt.labs.every((l) => !l.gesture)")
}

// agrees checks that controls, address, figures and numbers are of one state.
func (b *tab) agrees() {
	b.Helper()
	b.settled()
	for _, bad := range js[[]string](b, "seen.disagree()") {
		b.Error(bad)
	}
}

// value is a parameter of the state on the page, and address the page's path and query.
func (b *tab) value(name string) string {
	b.Helper()
	return js[string](b, fmt.Sprintf("konspekt.labs[0].values[%q].text", name))
}

func (b *tab) address() string {
	b.Helper()
	return js[string](b, "location.pathname + location.search")
}

// wants checks one parameter.
func (b *tab) wants(name, want string) {
	b.Helper()
	if got := b.value(name); got != want {
		b.Errorf("%s = %s, want %s", name, got, want)
	}
}

func (b *tab) wantsAddress(want string) {
	b.Helper()
	if got := b.address(); got != want {
		b.Errorf("address %s, want %s", got, want)
	}
}
