package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// A graph is walked node by node: by buttons, by arrows, by links in the text; nothing in
// it moves while it fills.
func TestWalk(t *testing.T) {
	b := newTab(t)
	b.open("/3.5")
	boxes := `[...document.querySelectorAll('[data-figure="graph"] .marks:not(.ghost) path')].map((p) => { const r = p.getBBox(); return [r.x, r.y].map(Math.round).join(); }).sort().join(' ')`
	places := js[string](b, boxes)
	texts := func() int {
		return js[int](b, `document.querySelectorAll('[data-figure="graph"] .labels text').length`)
	}
	all := texts()
	said := func(want string) {
		t.Helper()
		if got := js[string](b, `document.querySelector('.walk output').textContent`); got != want {
			t.Errorf("the walk says %q, want %q", got, want)
		}
	}
	said("всё сразу")
	b.press(`.walk a:nth-of-type(3)`)
	b.settled()
	b.wants("step", "1")
	said("1 из 12")
	if n := texts(); n >= all {
		t.Errorf("%d words at the first step, %d with all", n, all)
	}
	if got := js[int](b, `document.querySelectorAll('[data-figure="graph"] .now').length`); got != 1 {
		t.Errorf("%d nodes are looked at", got)
	}
	b.key(kb.ArrowRight) // the focus is on the button
	b.settled()
	b.wants("step", "2")
	b.key(kb.End)
	b.settled()
	b.wants("step", "12")
	b.key(kb.ArrowRight) // there it ends
	b.settled()
	b.wants("step", "12")
	b.agrees()
	b.key(kb.Home)
	b.settled()
	b.wantsAddress("/3.5")
	if got := js[string](b, boxes); got != places {
		t.Error("after a walk the graph is elsewhere")
	}
}

// Without JavaScript the buttons of a walk are links.
func TestWalkWithoutScript(t *testing.T) {
	t.Parallel()
	b := newQuietTab(t)
	b.open("/3.5?step=3")
	b.press(`.walk a:nth-of-type(3)`)
	b.until("location.search.includes('step=4') && document.readyState === 'complete'")
	if got := js[string](b, `document.querySelector('.walk output').textContent`); got != "4 из 12" {
		t.Errorf("the walk says %q", got)
	}
}

// An expression that cannot be read, or has no value, is told by its column or its node; what was
// typed stays.
func TestBadExpression(t *testing.T) {
	b := newTab(t)
	b.allow("400")
	b.open("/3.5")
	figure := js[string](b, "seen.picture()")
	for text, want := range map[string]string{"sin(": "5", "2x": "2", "foo(x)": "foo", "1/(x-x)": "/"} {
		b.typed("expr", text)
		message := `document.querySelector('.control[data-control="expr"] .problem').textContent`
		b.until(message + " !== '' && seen.quiet()")
		if got := js[string](b, message); !strings.Contains(got, want) {
			t.Errorf("%s: the message is %q, want %q in it", text, got, want)
		}
		if js[string](b, "seen.picture()") != figure {
			t.Errorf("%s changed the picture", text)
		}
		if got := js[string](b, `document.querySelector('.lab input[name="expr"]').value`); got != text {
			t.Errorf("the field has %q, typed was %q", got, text)
		}
	}
	b.typed("expr", "x*x + y")
	b.until(`konspekt.labs[0].state.values.some((v) => v.text === 'x*x + y') && seen.quiet()`)
	b.agrees()
}

// A graph wider than a phone scrolls by itself, and the node that is looked at is in sight.
func TestGraphOnPhone(t *testing.T) {
	b := newTab(t)
	b.size(360, 780)
	b.open("/3.5?step=8")
	b.press(`.walk a:nth-of-type(3)`)
	b.settled()
	if off := js[bool](b, `(() => { const n = document.querySelector('.broad .now').getBoundingClientRect(), c = document.querySelector('.broad .now').closest('.canvas').getBoundingClientRect();
		return n.left < c.left || n.right > c.right; })()`); off {
		t.Error("the node that is looked at is out of sight")
	}
	if js[bool](b, "document.documentElement.scrollWidth > document.documentElement.clientWidth") {
		t.Error("the page scrolls sideways")
	}
}
