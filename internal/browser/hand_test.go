package browser

import (
	"fmt"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// point is a place on the screen, in CSS pixels.
type point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// size sets the window.
func (b *tab) size(width, height int64) {
	b.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// prefers tells the page which theme the reader's system has.
func (b *tab) prefers(theme string) {
	b.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}})
}

// middle scrolls an element into sight and returns its middle.
func (b *tab) middle(css string) point {
	b.Helper()
	return js[point](b, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.scrollIntoView({ block: 'center', behavior: 'instant' });
		const r = e.getBoundingClientRect(); return { x: r.left + r.width / 2, y: r.top + r.height / 2 }; })()`, css))
}

// on is where a figure has the point (x, y) of its axes.
func (b *tab) on(figure string, x, y float64) point {
	b.Helper()
	return js[point](b, fmt.Sprintf("seen.at(%q, %v, %v)", figure, x, y))
}

// press clicks an element with the mouse.
func (b *tab) press(css string) {
	b.Helper()
	p := b.middle(css)
	b.do(chromedp.MouseClickXY(p.X, p.Y))
}

// key presses keys, such as kb.Tab or "t".
func (b *tab) key(keys string) {
	b.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// drag presses the mouse at the first point, moves it through the others in turn, one
// in every pause, and lets go at the last.
func (b *tab) drag(pause time.Duration, path ...point) {
	b.Helper()
	b.mouse(input.DispatchMouseEventTypeMousePressed, path[0])
	beat := time.NewTicker(pause)
	defer beat.Stop()
	for _, p := range path[1:] {
		<-beat.C
		b.mouse(input.DispatchMouseEventTypeMouseMoved, p)
	}
	b.mouse(input.DispatchMouseEventTypeMouseReleased, path[len(path)-1])
}

func (b *tab) mouse(kind input.DispatchMouseEventType, p point) {
	b.Helper()
	e := input.DispatchMouseEventParams{Type: kind, X: p.X, Y: p.Y, Button: input.MouseButtonLeft, ClickCount: 1}
	if kind != input.DispatchMouseEventTypeMouseReleased {
		e.Buttons = 1
	}
	call(b, input.DispatchMouseEvent, e)
}

// swipe does with a finger what drag does with the mouse.
func (b *tab) swipe(pause time.Duration, path ...point) {
	b.Helper()
	touch := func(kind input.DispatchTouchEventType, at ...point) {
		e := input.DispatchTouchEventParams{Type: kind, TouchPoints: []*input.TouchPoint{}}
		for _, p := range at {
			e.TouchPoints = append(e.TouchPoints, &input.TouchPoint{X: p.X, Y: p.Y})
		}
		call(b, input.DispatchTouchEvent, e)
	}
	touch(input.DispatchTouchEventTypeTouchStart, path[0])
	for _, p := range path[1:] {
		time.Sleep(pause)
		touch(input.DispatchTouchEventTypeTouchMove, p)
	}
	for range 3 { // a finger rests before it leaves; its last movement comes with the next frame
		time.Sleep(60 * time.Millisecond)
		touch(input.DispatchTouchEventTypeTouchMove, path[len(path)-1])
	}
	touch(input.DispatchTouchEventTypeTouchEnd)
}

// between lists n points from a to b, both ends included.
func between(a, b point, n int) []point {
	out := make([]point, n)
	for i := range out {
		t := float64(i) / float64(n-1)
		out[i] = point{a.X + t*(b.X-a.X), a.Y + t*(b.Y-a.Y)}
	}
	return out
}
