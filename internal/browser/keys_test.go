package browser

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// focused describes the element that has the focus.
const focused = `(e => e.className.includes('skip') ? 'skip' : e.classList.contains('grip') ? 'grip ' + e.dataset.param :
	e.type === 'range' ? 'range ' + e.dataset.for : e.name ? 'field ' + e.name : e.dataset.action ? 'action ' + e.dataset.action : e.tagName)(document.activeElement)`

// Tab reaches the skip link first, then everything that a hand can move.
func TestTabOrder(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.8")
	var order []string
	for range 200 {
		b.key(kb.Tab)
		at := js[string](b, focused)
		if at == "BODY" {
			break
		}
		order = append(order, at)
	}
	if len(order) == 0 || order[0] != "skip" {
		t.Fatalf("the first stop is not the skip link: %v", order)
	}
	for _, want := range []string{"action theme", "grip direction", "field data", "range k", "field k", "action next", "action reset", "action pin", "action copy"} {
		if !slices.Contains(order, want) {
			t.Errorf("Tab does not reach %s: %s", want, strings.Join(order, ", "))
		}
	}
}

// The skip link leads past the contents to the text.
func TestSkipLink(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.8")
	b.key(kb.Tab)
	if y := js[float64](b, "document.activeElement.getBoundingClientRect().top"); y < 0 {
		t.Error("the skip link is out of sight though it has the focus")
	}
	b.key(kb.Enter)
	if got := js[string](b, "document.activeElement.id"); got != "main" {
		t.Errorf("the focus is on %q, want main", got)
	}
}

// Arrows turn pages, save when a control, a grip or a tab has them.
func TestArrowKeys(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.4")
	for _, css := range []string{`input[data-for="degree"]`, `input[name="degree"]`, `.grip`, `.tab:checked`, `.presets a`} {
		b.run("document.querySelector('" + strings.ReplaceAll(css, `'`, `"`) + "').focus()")
		b.key(kb.ArrowRight)
		b.key(kb.ArrowLeft)
		b.settled()
		if got := js[string](b, "location.pathname"); got != "/2.4" {
			t.Fatalf("an arrow on %s turned the page to %s", css, got)
		}
	}
	b.run("document.activeElement.blur()")
	b.key(kb.ArrowRight)
	b.until("location.pathname === '/2.5' && document.readyState === 'complete'")
	b.key(kb.ArrowLeft)
	b.until("location.pathname === '/2.4' && document.readyState === 'complete'")
}
