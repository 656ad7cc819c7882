package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// A list is moved by the slider of each number, by a grip on the figure and as text.
func TestList(t *testing.T) {
	b := newTab(t)
	b.open("/3.3")
	b.wants("z", "2,1,-1")
	b.run(`document.querySelector('input[data-item="1"]').focus()`)
	b.key(kb.ArrowRight)
	b.settled()
	b.wants("z", "2,1.1,-1")
	b.wantsAddress("/3.3?z=2,1.1,-1")
	b.agrees()

	grip := js[place](b, `(({x, y}) => ({X: Number(x), Y: Number(y)}))(document.querySelectorAll('[data-figure="bars"] .grip')[2].dataset)`)
	from := b.on("bars", grip.X, grip.Y)
	b.drag(20*time.Millisecond, between(from, point{from.X, from.Y - 20}, 8)...)
	b.settled()
	z := strings.Split(b.value("z"), ",")
	if len(z) != 3 || z[0] != "2" || z[1] != "1.1" || strings.HasPrefix(z[2], "-1") {
		t.Errorf("the third dragged up gives %v", z)
	}
	b.agrees()
	if got, want := js[string](b, `document.querySelector('input[data-item="2"]').value`), z[2]; got != want {
		t.Errorf("the slider of the third is at %s, want %s", got, want)
	}

	b.press(`[data-items="1"]`)
	b.settled()
	if n := js[int](b, `document.querySelectorAll('input[data-item]').length`); n != 4 || len(strings.Split(b.value("z"), ",")) != 4 {
		t.Errorf("one more number: %d sliders, z = %s", n, b.value("z"))
	}
	b.agrees()
	b.press(`[data-items="-1"]`)
	b.press(`[data-items="-1"]`)
	b.press(`[data-items="-1"]`) // fewer than two there are not
	b.settled()
	b.wants("z", "2,1.1")
	b.agrees()
}

// What is typed may have decimal commas; what is wrong gets its message and stays.
func TestListTyped(t *testing.T) {
	b := newTab(t)
	b.open("/3.3")
	b.allow("400")
	typed := func(text string) {
		b.run(`{ const f = document.querySelector('input[name="z"]'); f.value = ''; f.focus(); }`)
		call(b, input.InsertText, input.InsertTextParams{Text: text})
		b.key(kb.Enter)
		b.settled()
	}
	typed("1,5; −2; 0,25")
	b.wants("z", "1.5,-2,0.25")
	b.agrees()
	typed("1,5; два")
	if got := js[string](b, `document.querySelector('[data-control="z"] .problem').textContent`); !strings.Contains(got, "Число 2") || !strings.Contains(got, "«два»") {
		t.Errorf("the message is %q", got)
	}
	if got := js[string](b, `document.querySelector('input[name="z"]').value`); got != "1,5; два" {
		t.Errorf("the field has %q", got)
	}
	b.wants("z", "1.5,-2,0.25")
}
