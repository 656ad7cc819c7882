package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// place is where a point of the figure «line» of 2.10 stands.
type place struct{ X, Y float64 }

// points reads the parameter with the points as the page has it.
func (b *tab) points() []place {
	b.Helper()
	var out []place
	for item := range strings.SplitSeq(b.value("points"), ";") {
		var p place
		if _, err := fmt.Sscanf(strings.Replace(item, ":", " ", 1), "%g %g", &p.X, &p.Y); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// set is the points in the picture, whether they are the reader's yet or not.
func (b *tab) set() []place {
	b.Helper()
	if own := b.points(); len(own) > 0 {
		return own
	}
	var out []place
	for item := range strings.SplitSeq(js[string](b, "document.querySelector('[data-figure=\"line\"] .canvas').dataset.set"), ";") {
		var p place
		fmt.Sscanf(strings.Replace(item, ":", " ", 1), "%g %g", &p.X, &p.Y)
		out = append(out, p)
	}
	return out
}

// A click adds a point, a drag moves one and no other, «убрать» takes one away; every
// gesture is one step of the history, and the address has the points.
func TestPointsByMouse(t *testing.T) {
	b := newTab(t)
	b.open("/2.10")
	before := b.set()
	free := b.on("line", 2.5, 4.5)
	b.do(chromedp.MouseClickXY(free.X, free.Y))
	b.settled()
	added := b.points()
	if len(added) != len(before)+1 || !within(added[len(added)-1].X, 2.5, 0.05) || !within(added[len(added)-1].Y, 4.5, 0.05) {
		t.Fatalf("a click at (2.5, 4.5) gave %v from %v", added, before)
	}
	b.agrees()
	last := len(before) - 1
	from, to := b.on("line", before[last].X, before[last].Y), b.on("line", 6, 0.5)
	b.drag(20*time.Millisecond, between(from, to, 12)...)
	b.settled()
	for i, p := range b.points() {
		want := added[i]
		if i == last {
			want = place{6, 0.5}
		}
		if !within(p.X, want.X, 0.05) || !within(p.Y, want.Y, 0.05) {
			t.Errorf("after the drag point %d is %v, want %v", i, p, want)
		}
	}
	b.agrees()
	b.press(`[data-figure="line"] .brush label:last-of-type`)
	at := b.on("line", 2.5, 4.5)
	b.do(chromedp.MouseClickXY(at.X, at.Y))
	b.settled()
	if got := len(b.points()); got != len(before) {
		t.Errorf("%d points after one was taken away, want %d", got, len(before))
	}
	b.run("history.back()")
	b.until(fmt.Sprintf("konspekt.labs[0].values.points.text.split(';').length === %d", len(added)))
	b.agrees()
	for range 2 {
		b.run("history.back()")
		time.Sleep(100 * time.Millisecond)
	}
	b.until("konspekt.labs[0].values.points.text === ''")
}

// A finger on a point drags it; a finger beside the points scrolls, a tap adds.
func TestPointsByTouch(t *testing.T) {
	b := newTab(t)
	b.size(390, 800)
	call(b, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 1})
	b.open("/2.10")
	before := b.set()
	to := place{before[0].X - 2, before[0].Y - 2.5}
	b.on("line", 0, 0) // the page scrolls to the figure
	b.swipe(20*time.Millisecond, between(b.on("line", before[0].X, before[0].Y), b.on("line", to.X, to.Y), 10)...)
	b.settled()
	if got := b.points(); len(got) != len(before) || !within(got[0].X, to.X, 0.15) || !within(got[0].Y, to.Y, 0.15) {
		t.Fatalf("the swipe gave %v, want the first at %v", got, to)
	}
	n := len(before)
	start := b.on("line", 2.2, 4.6)
	b.swipe(20*time.Millisecond, between(start, point{start.X, start.Y - 150}, 10)...)
	b.settled()
	if got := len(b.points()); got != n {
		t.Errorf("%d points after the page was scrolled over the figure, want %d", got, n)
	}
	b.swipe(0, b.on("line", 2.2, 4.6))
	b.settled()
	if got := len(b.points()); got != n+1 {
		t.Errorf("%d points after a tap, want %d", got, n+1)
	}
}

// Arrows move a point, PageUp and PageDown choose, Enter adds, Delete takes away; what is
// done is said.
func TestPointsByKeys(t *testing.T) {
	b := newTab(t)
	b.open("/2.10")
	before := b.set()
	b.run(`document.querySelector('[data-figure="line"] .pick').focus()`)
	b.key(kb.PageDown)
	if said := js[string](b, "document.querySelector('[data-live]').textContent"); !strings.Contains(said, fmt.Sprintf("Точка 2 из %d", len(before))) {
		t.Errorf("said %q", said)
	}
	b.key(kb.ArrowUp)
	b.settled()
	got := b.points()
	if len(got) != len(before) || got[1].X != before[1].X || got[1].Y <= before[1].Y || got[0] != before[0] {
		t.Fatalf("ArrowUp gave %v from %v", got, before)
	}
	b.key(kb.Enter)
	b.settled()
	if n := len(b.points()); n != len(before)+1 {
		t.Errorf("Enter: %d points, want %d", n, len(before)+1)
	}
	b.key(kb.Delete)
	b.settled()
	if n := len(b.points()); n != len(before) {
		t.Errorf("Delete: %d points, want %d", n, len(before))
	}
	b.agrees()
}

// The ends of the line are dragged: the other end stays, both parameters follow.
func TestGripsInThePlane(t *testing.T) {
	b := newTab(t)
	b.open("/2.10")
	type line struct{ W, B float64 }
	now := func() line {
		return js[line](b, "({W: Number(konspekt.labs[0].values.w.text), B: Number(konspekt.labs[0].values.b.text)})")
	}
	ends := js[[]place](b, `[...document.querySelectorAll('[data-figure="line"] .grip[data-sets]')].map((g) => ({X: Number(g.dataset.x), Y: Number(g.dataset.y)}))`)
	if len(ends) != 2 {
		t.Fatalf("%d grips on the line, want its two ends", len(ends))
	}
	b.drag(20*time.Millisecond, between(b.on("line", ends[1].X, ends[1].Y), b.on("line", ends[1].X, 3.4), 15)...)
	b.settled()
	after := now()
	if y := after.W*ends[0].X + after.B; !within(y, ends[0].Y, 0.06) {
		t.Errorf("the other end went from %v to %v", ends[0].Y, y)
	}
	if y := after.W*ends[1].X + after.B; !within(y, 3.4, 0.08) {
		t.Errorf("the end dragged to 3.4 is at %v", y)
	}
	b.agrees()
	b.run(`document.querySelector('[data-figure="line"] .grip[data-sets]').focus()`)
	b.key(kb.ArrowUp)
	b.settled()
	if now() == after {
		t.Error("ArrowUp moved nothing")
	}
	b.agrees()
}

// A term of the sum lights its point and its residual, and they light the term.
func TestSumLinks(t *testing.T) {
	b := newTab(t)
	b.open("/2.10")
	lit := func() int { return js[int](b, `document.querySelectorAll('.lab .lit').length`) }
	b.run(`document.querySelector('[data-figure="line"] .addend').focus()`)
	if n := lit(); n < 2 {
		t.Errorf("%d things are lit by a term, want the term and its marks", n)
	}
	b.key(kb.ArrowRight)
	if got := js[string](b, "document.activeElement.dataset.tag"); got != js[string](b, `document.querySelectorAll('[data-figure="line"] .addend')[1].dataset.tag`) {
		t.Errorf("ArrowRight leads to %q", got)
	}
	b.run("document.activeElement.blur()")
	p := b.set()[2]
	at := b.on("line", p.X, p.Y)
	b.do(chromedp.MouseEvent("mouseMoved", at.X, at.Y))
	b.until(`document.querySelector('[data-figure="line"] .addend.lit')`)
}

// Without JavaScript the points are typed.
func TestPointsWithoutScript(t *testing.T) {
	t.Parallel()
	b := newQuietTab(t)
	b.open("/2.10")
	b.run(`document.querySelector('.lab textarea[name="points"]').closest('details').open = true`)
	b.run(`document.querySelector('.lab textarea[name="points"]').value = '1:1; 2:2,5; 4:3'`)
	b.press(`.lab button[type=submit]`)
	b.until("location.search.includes('points=') && document.readyState === 'complete'")
	if got := js[string](b, `document.querySelector('.lab textarea[name="points"]').value`); got != "1:1;2:2.5;4:3" {
		t.Errorf("the field says %s", got)
	}
}

func within(got, want, tol float64) bool { return got >= want-tol && got <= want+tol }
