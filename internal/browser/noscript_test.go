package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// newQuietTab is a tab with JavaScript switched off.
func newQuietTab(t *testing.T) *tab {
	t.Helper()
	b := newTab(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	return b
}

// Without JavaScript the page is a form with a button, and «Новая выборка» is a link.
func TestFormWithoutScript(t *testing.T) {
	t.Parallel()
	b := newQuietTab(t)
	b.open("/2.4")
	if js[bool](b, "document.documentElement.classList.contains('js')") {
		t.Fatal("a script has run")
	}
	b.press(`.lab input[name="degree"]`)
	b.run("document.activeElement.value = '12'")
	b.press(`.lab button[type=submit]`)
	b.until("location.search.includes('degree=12') && document.readyState === 'complete'")
	if got := js[string](b, `document.querySelector('.lab input[name="degree"]').value`); got != "12" {
		t.Errorf("the field says %s, want 12", got)
	}
	first := js[string](b, "document.querySelector('.lab svg.fig').outerHTML")
	b.press(`[data-action="next"]`)
	b.until("location.search.includes('seed=2') && document.readyState === 'complete'")
	if js[string](b, "document.querySelector('.lab svg.fig').outerHTML") == first {
		t.Error("«Новая выборка» gave the same picture")
	}
	if got := js[string](b, "location.search"); !strings.Contains(got, "degree=12") {
		t.Errorf("the state went lost: %s", got)
	}
	b.press(".presets a:nth-of-type(1)")
	b.until("location.search === '?degree=1' && document.readyState === 'complete'")
}

// Without JavaScript the tabs change by their radio buttons.
func TestTabsWithoutScript(t *testing.T) {
	t.Parallel()
	b := newQuietTab(t)
	b.open("/2.8")
	shown := func(id string) bool {
		return js[bool](b, `document.querySelector('[data-figure="`+id+`"]').getClientRects().length > 0`)
	}
	if !shown("caught") || shown("scree") {
		t.Error("the first tab is not the open one")
	}
	b.press(`label[for="pca-tab-scree"]`)
	if shown("caught") || !shown("scree") {
		t.Error("the tab did not change")
	}
}

// Without JavaScript the formulas are set, the figures drawn, and what only a script can
// do is not offered.
func TestReadableWithoutScript(t *testing.T) {
	t.Parallel()
	b := newQuietTab(t)
	for _, path := range []string{"/2.2", "/2.4", "/2.8"} {
		b.open(path)
		if n := js[int](b, "[...document.querySelectorAll('.notes .katex-html')].filter(e => e.getClientRects().length).length"); n < 10 {
			t.Errorf("%s: %d formulas", path, n)
		}
		if text := js[string](b, "document.querySelector('.notes').innerText"); strings.Contains(text, "$") || len(text) < 500 {
			t.Errorf("%s: the text is not readable: %.80q…", path, text)
		}
		if n := js[int](b, "[...document.querySelectorAll('.js')].filter(e => e.getClientRects().length).length"); n != 0 {
			t.Errorf("%s: %d controls in sight need a script", path, n)
		}
		if n := js[int](b, "[...document.querySelectorAll('.lab svg.fig')].filter(e => e.getClientRects().length).length"); n < 2 {
			t.Errorf("%s: %d figures in sight", path, n)
		}
	}
}

// A wrong value in the address: the message stands at the control, with or without a script.
func TestWrongAddressWithoutScript(t *testing.T) {
	t.Parallel()
	b := newQuietTab(t)
	b.allow("the server responded with a status of 400")
	b.open("/2.8?k=99")
	if got := js[string](b, `document.querySelector('.control[data-control="k"] .problem').textContent`); !strings.Contains(got, "k = 1") {
		t.Errorf("the message says %q, want what the picture shows", got)
	}
	if got := js[string](b, `document.querySelector('input[name="k"]').value`); got != "99" {
		t.Errorf("the field says %s, want what was typed", got)
	}
}
