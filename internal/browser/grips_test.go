package browser

import (
	"fmt"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// near checks that a parameter is a number within tol of want.
func (b *tab) near(name string, want, tol float64) {
	b.Helper()
	got, err := strconv.ParseFloat(b.value(name), 64)
	if err != nil || math.Abs(got-want) > tol {
		b.Errorf("%s = %s, want %v ± %v", name, b.value(name), want, tol)
	}
}

// towards lists points of the figure «cloud» on the circle of radius r around its
// origin, from one angle to another, in degrees.
func (b *tab) towards(r, from, to float64, n int) []point {
	b.Helper()
	out := make([]point, n)
	for i := range out {
		a := (from + (to-from)*float64(i)/float64(n-1)) * math.Pi / 180
		out[i] = b.on("cloud", r*math.Cos(a), r*math.Sin(a))
	}
	return out
}

const score = `document.querySelector('.numbers tbody td').textContent`

// The direction of 2.8 turns by mouse, by finger and by keys, and its score follows.
func TestDirectionGrip(t *testing.T) {
	b := newTab(t)
	b.open("/2.8?direction=10")
	grip := `[data-figure="cloud"] .grip`
	reach := js[float64](b, "(({x, y}) => Math.hypot(x, y))(document.querySelector('"+grip+"').dataset)")
	before := js[string](b, score)
	b.drag(20*time.Millisecond, b.towards(reach, 10, 75, 20)...)
	b.settled()
	b.near("direction", 75, 1.5)
	b.agrees()
	if after := js[string](b, score); after == before {
		t.Errorf("the score stays at %s", after)
	}
	if got, want := js[string](b, "document.activeElement.className"), "grip js"; got != want {
		t.Errorf("the focus is on %q, want the grip", got)
	}
	at := js[float64](b, "Number(konspekt.labs[0].values.direction.text)")
	b.key(kb.ArrowUp)
	b.settled()
	b.near("direction", at+1, 1e-9)
	b.key(kb.PageDown)
	b.settled()
	b.near("direction", at-9, 1e-9)
	b.key(kb.Home)
	b.settled()
	b.wants("direction", "0")
	b.key(kb.ArrowLeft) // past the end it comes round: directions have no ends
	b.settled()
	b.wants("direction", "179")
	b.agrees()
	if now := js[string](b, "document.querySelector('"+grip+"').getAttribute('aria-valuenow')"); now != "179" {
		t.Errorf("aria-valuenow = %s, want 179", now)
	}
}

// A finger takes the grip; elsewhere on the figure it scrolls the page.
func TestDirectionByTouch(t *testing.T) {
	b := newTab(t)
	call(b, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	b.size(390, 844)
	b.open("/2.8?direction=20")
	reach := js[float64](b, `(({x, y}) => Math.hypot(x, y))(document.querySelector('[data-figure="cloud"] .grip').dataset)`)
	b.swipe(20*time.Millisecond, b.towards(reach, 20, 60, 12)...)
	b.settled()
	b.near("direction", 60, 2)
	b.agrees()
	at := b.value("direction")
	away := b.on("cloud", -0.9*reach, 0)
	b.swipe(20*time.Millisecond, between(away, point{away.X, away.Y - 120}, 8)...)
	b.settled()
	b.wants("direction", at)
}

// The cursor of the U curve sets the degree.
func TestDegreeGrip(t *testing.T) {
	b := newTab(t)
	b.open("/2.4")
	y := js[float64](b, `Number(document.querySelector('[data-figure="ucurve"] .grip').dataset.y)`)
	b.drag(20*time.Millisecond, between(b.on("ucurve", 3, y), b.on("ucurve", 9, y), 15)...)
	b.settled()
	b.wants("degree", "9")
	b.wantsAddress("/2.4?degree=9")
	b.agrees()
	b.gripStands("ucurve")
}

// The dial of 2.2 chooses the estimator that has a dial, and turns it.
func TestDialGrip(t *testing.T) {
	b := newTab(t)
	b.open("/2.2")
	if !js[bool](b, `document.querySelector('.control[data-control="c"]').hidden`) {
		t.Error("c is in sight before the estimator has it")
	}
	b.press(`label[for="bias-tab-dial"]`)
	b.until(`document.querySelector('[data-figure="dial"] .grip').offsetParent`)
	x := js[float64](b, `Number(document.querySelector('[data-figure="dial"] .grip').dataset.x)`)
	y := js[float64](b, `Number(document.querySelector('[data-figure="dial"] .grip').dataset.y)`)
	b.drag(20*time.Millisecond, between(b.on("dial", x, y), b.on("dial", 1.0/6, y), 12)...)
	b.settled()
	b.wants("estimator", "var_c")
	b.near("c", 1.0/6, 0.01)
	b.agrees()
	if js[bool](b, `document.querySelector('.control[data-control="c"]').hidden`) {
		t.Error("c is hidden though the estimator has it")
	}
}

// A resize keeps each grip on its point.
func TestGripAfterResize(t *testing.T) {
	b := newTab(t)
	b.open("/2.8")
	b.size(800, 900)
	b.until("document.documentElement.clientWidth === 800")
	b.gripStands("cloud")
}

// gripStands checks that the grip of a figure is on the point that it stands for.
func (b *tab) gripStands(figure string) {
	b.Helper()
	if off := js[float64](b, fmt.Sprintf("seen.off(%q)", figure)); off > 1 {
		b.Errorf("the grip of %s is %.1f px off its point", figure, off)
	}
}

// A hand that lets go while an older answer has just come in loses nothing: the state is
// where it let go, not where that answer was.
func TestGripLetGoOnSlowLine(t *testing.T) {
	b := newTab(t)
	b.open("/2.4")
	b.run(`{ const send = window.fetch; window.fetch = (...args) => new Promise((r) => setTimeout(r, 300)).then(() => send(...args)); }`)
	y := js[float64](b, `Number(document.querySelector('[data-figure="ucurve"] .grip').dataset.y)`)
	b.mouse(input.DispatchMouseEventTypeMousePressed, b.on("ucurve", 3, y))
	b.until("konspekt.labs[0].gesture && seen.quiet()")
	first, last := b.on("ucurve", 6, y), b.on("ucurve", 9, y)
	b.mouse(input.DispatchMouseEventTypeMouseMoved, first)
	b.until("konspekt.labs[0].flight")
	b.mouse(input.DispatchMouseEventTypeMouseMoved, last)
	b.until("konspekt.labs[0].state.values.some((v) => v.name === 'degree' && v.text === '6') && konspekt.labs[0].flight")
	b.mouse(input.DispatchMouseEventTypeMouseReleased, last)
	b.settled()
	b.wants("degree", "9")
	b.agrees()
}
