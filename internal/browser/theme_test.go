package browser

import (
	"testing"

	"github.com/chromedp/cdproto/input"
)

// ink is the computed colour of a mark of the main figure.
const ink = `getComputedStyle(document.querySelector('.lab svg.marks path')).stroke + getComputedStyle(document.querySelector('.lab svg.marks path')).fill`

const paper = `getComputedStyle(document.body).backgroundColor`

// The switch recolours page and figure with no request, and is remembered.
func TestThemeSwitch(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.prefers("light")
	b.open("/2.2")
	colours := func() [2]string { return [2]string{js[string](b, ink), js[string](b, paper)} }
	light, asked := colours(), b.requests()
	b.press(`[data-action="theme"]`)
	dark := colours()
	if dark[0] == light[0] || dark[1] == light[1] {
		t.Errorf("the theme leaves mark and paper at %v", dark)
	}
	if now := b.requests(); now != asked {
		t.Errorf("the theme asked the server %d times", now-asked)
	}
	b.open("/2.4")
	if got := js[string](b, paper); got != dark[1] {
		t.Errorf("the next page has paper %s, want %s", got, dark[1])
	}
	b.press("h1")
	b.key("t")
	if got := js[string](b, paper); got != light[1] {
		t.Errorf("the key t gives paper %s, want %s", got, light[1])
	}
	call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "е", Code: "KeyT", Text: "е"})
	if got := js[string](b, paper); got != dark[1] {
		t.Errorf("the key е gives paper %s, want %s", got, dark[1])
	}
}

// The reader's system decides until the reader does.
func TestThemeOfSystem(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.prefers("dark")
	b.open("/2.8")
	dark := js[string](b, paper)
	b.prefers("light")
	light := js[string](b, paper)
	if dark == light {
		t.Errorf("paper is %s for both systems", dark)
	}
	b.press(`[data-action="theme"]`)
	if got := js[string](b, paper); got != dark {
		t.Errorf("the switch gives paper %s, want %s", got, dark)
	}
	b.open("/2.8?theme=light") // an address may say it for a page
	if got := js[string](b, paper); got != light {
		t.Errorf("?theme=light gives paper %s, want %s", got, light)
	}
}
