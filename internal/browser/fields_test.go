package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// typed replaces the text of a number field and leaves the field.
func (b *tab) typed(name, text string) {
	b.Helper()
	b.press(fmt.Sprintf(`.lab input[name=%q]`, name))
	b.run("document.activeElement.select()")
	b.key(kb.Delete + text + kb.Tab)
}

// A wrong value gets a message at its control, the picture and the address stay; a
// right one takes the message away.
func TestWrongValue(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.allow("the server responded with a status of 400")
	b.open("/2.4")
	figure := js[string](b, "seen.picture()")
	message := `document.querySelector('.control[data-control="noise"] .problem').textContent`
	for _, text := range []string{"7", "много", ""} {
		b.typed("noise", text)
		b.until(message + " !== '' && seen.quiet()")
		b.wantsAddress("/2.4")
		if js[string](b, "seen.picture()") != figure {
			t.Errorf("%q changed the picture", text)
		}
		if got := js[string](b, `document.querySelector('.lab input[name="noise"]').value`); got != text {
			t.Errorf("the field says %q, typed was %q", got, text)
		}
		if got := js[string](b, `document.querySelector('.lab input[name="noise"]').getAttribute('aria-invalid')`); got != "true" {
			t.Errorf("aria-invalid = %s", got)
		}
		b.typed("noise", "0,3")
		b.until(message + " === '' && seen.quiet()")
	}
	b.typed("noise", "0,75")
	b.until("konspekt.labs[0].values.noise.text === '0.75' && seen.quiet()")
	b.wantsAddress("/2.4?noise=0.75")
	b.agrees()
}

// Another data set resets k and changes its range before the eyes of the reader;
// controls that the data have no use for go away.
func TestDataSwitch(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.8?data=digits&k=30")
	b.press(`label[for="pca-data-wine"]`)
	b.until("konspekt.labs[0].values.data.text === 'wine' && seen.quiet()")
	b.wants("k", "1")
	b.agrees()
	if got := js[string](b, `document.querySelector('input[name="k"]').value`); got != "1" {
		t.Errorf("the field k says %s, want 1", got)
	}
	if got := js[string](b, `document.querySelector('input[data-for="k"]').max`); got != "13" {
		t.Errorf("the slider of k ends at %s, want 13", got)
	}
	if got := js[string](b, `document.querySelector('.control[data-control="k"] [data-end="max"]').textContent`); got != "13" {
		t.Errorf("the end of k says %s, want 13", got)
	}
	hidden := func(name string, want bool) {
		t.Helper()
		if got := js[bool](b, fmt.Sprintf(`document.querySelector('.control[data-control=%q]').hidden`, name)); got != want {
			t.Errorf("%s hidden: %v, want %v", name, got, want)
		}
	}
	hidden("rho", true)
	hidden("seed", true)
	if js[bool](b, `Boolean(document.querySelector('[data-figure="digits"]'))`) {
		t.Error("wines have a picture of digits")
	}
	b.press(`label[for="pca-data-gauss2d"]`)
	b.until("konspekt.labs[0].values.data.text === 'gauss2d' && seen.quiet()")
	hidden("rho", false)
	hidden("seed", false)
	b.agrees()
}

// Arrows, pages and ends move a number; a double click brings its default back.
func TestFieldKeys(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.4")
	b.press(`.lab input[name="degree"]`)
	for _, step := range []struct{ key, want string }{
		{kb.ArrowUp, "4"}, {kb.ArrowDown, "3"}, {kb.PageUp, "13"}, {kb.End, "15"}, {kb.Home, "0"},
	} {
		b.key(step.key)
		b.settled()
		b.wants("degree", step.want)
		b.agrees()
	}
	p := b.middle(`input[data-for="degree"]`)
	b.run(`document.querySelector('input[data-for="degree"]').dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))`)
	b.settled()
	b.wants("degree", "3")
	b.agrees()
	if p.X == 0 {
		t.Error("the slider is not on the screen")
	}
}

// The new numbers are announced once the hand rests, not at each step of a drag.
func TestAnnouncement(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.2")
	live := "document.querySelector('[data-live]').textContent"
	if got := js[string](b, live); got != "" {
		t.Errorf("%q is announced before any change", got)
	}
	b.run(`(s => { s.value = 600; s.dispatchEvent(new Event('input', { bubbles: true })); })(document.querySelector('input[data-for="m"]'))`)
	b.until("seen.quiet()") // the hand is still on it
	if got := js[string](b, live); got != "" {
		t.Errorf("%q is announced during a drag", got)
	}
	b.run(`document.querySelector('input[data-for="m"]').dispatchEvent(new Event('change', { bubbles: true }))`)
	b.settled()
	if got := js[string](b, live); !strings.Contains(got, "Смещение") {
		t.Errorf("announced is %q, want the numbers", got)
	}
}
