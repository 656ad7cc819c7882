package browser

import (
	"strings"
	"testing"
	"time"
)

// Moving a slider moves figure, numbers and address; Back and Forward bring whole
// states back, the drag being one step.
func TestSlider(t *testing.T) {
	b := newTab(t)
	b.open("/2.2")
	before := js[string](b, "seen.picture()")
	from := b.middle(`input[type=range][data-for="m"]`)
	b.drag(20*time.Millisecond, between(from, point{from.X + 60, from.Y}, 25)...)
	b.agrees()
	if m := b.value("m"); m == "5" {
		t.Error("m did not move")
	}
	after := js[string](b, "seen.picture()")
	if before == after {
		t.Error("the figure did not move")
	}
	address := b.address()
	if !strings.HasPrefix(address, "/2.2?m=") {
		t.Errorf("address %s", address)
	}
	b.run("history.back()")
	b.until("konspekt.labs[0].values.m.text === '5' && seen.quiet()")
	b.wantsAddress("/2.2")
	b.agrees()
	b.run("history.forward()")
	b.until("konspekt.labs[0].values.m.text !== '5' && seen.quiet()")
	b.wantsAddress(address)
	b.agrees()
}

// Two hundred fast inputs, quick line or slow: the last picture is that of the last
// control, and never are two requests under way.
func TestFastInputs(t *testing.T) {
	for _, wait := range []time.Duration{0, 250 * time.Millisecond} {
		t.Run(wait.String(), func(t *testing.T) {
			b := newTab(t)
			b.open("/2.4")
			slow(t, wait)
			b.run("seen.shift = 0; seen.shifted = []")
			b.run(`(async () => {
				const slider = document.querySelector('input[type=range][data-for="noise"]');
				for (let i = 0; i < 200; i++) {
					slider.value = 0.05 + (i % 39) * 0.05;
					slider.dispatchEvent(new Event('input', { bubbles: true }));
					await new Promise((done) => setTimeout(done, 20));
				}
				slider.value = 1.3;
				slider.dispatchEvent(new Event('input', { bubbles: true }));
				slider.dispatchEvent(new Event('change', { bubbles: true }));
			})()`)
			if n := js[int](b, "seen.rewritten"); n > 30 { // Safari refuses more than 100 in 30 s
				t.Errorf("the address was rewritten %d times", n)
			}
			if n := js[int](b, "seen.pictures"); n < 5 {
				t.Errorf("%d pictures during a drag of four seconds", n)
			}
			b.settled()
			slow(t, 0)
			b.wants("noise", "1.3")
			b.wantsAddress("/2.4?noise=1.3")
			b.agrees()
			if most := js[int](b, "seen.most"); most != 1 {
				t.Errorf("%d requests at once", most)
			}
			if shift := js[float64](b, "seen.shift"); shift >= 0.001 {
				t.Errorf("the page moved by %v: %v", shift, js[[]string](b, "seen.shifted"))
			}
		})
	}
}

// A link in the text moves the lab without a new page, and is lit while its state holds.
func TestDriveLink(t *testing.T) {
	b := newTab(t)
	b.open("/2.4")
	b.run("window.same = true")
	link := `.notes a.drive[href="/2.4?degree=12"]`
	lit := func(want bool) {
		t.Helper()
		if got := js[bool](b, "document.querySelector('"+link+"').classList.contains('lit')"); got != want {
			t.Errorf("the link is lit: %v, want %v", got, want)
		}
	}
	lit(false)
	b.press(link)
	b.until("konspekt.labs[0].values.degree.text === '12'")
	b.agrees()
	b.wantsAddress("/2.4?degree=12")
	lit(true)
	b.key("t") // any key: the page must be the same one
	if !js[bool](b, "window.same === true") {
		t.Error("the page was loaded anew")
	}
	b.press(`[data-action="next"]`)
	b.until("konspekt.labs[0].values.seed.text === '2'")
	b.settled()
	lit(false)
	b.run("history.back()")
	b.until("konspekt.labs[0].values.seed.text === '1' && seen.quiet()")
	lit(true)
	b.agrees()
}

// A slider that is let go where it was taken ends its gesture too: the address is that
// of the state, and the next gesture is another step of the history.
func TestSliderThereAndBack(t *testing.T) {
	b := newTab(t)
	b.open("/2.4")
	from := b.middle(`input[type=range][data-for="degree"]`)
	b.press(`input[type=range][data-for="degree"]`) // takes the thumb to the middle
	b.settled()
	address, steps := b.address(), js[int](b, "history.length")
	there := between(from, point{from.X + 50, from.Y}, 15)
	back := between(point{from.X + 50, from.Y}, from, 15)
	b.drag(20*time.Millisecond, append(there, back...)...)
	b.settled()
	b.until("!konspekt.labs[0].gesture && seen.quiet()")
	b.wantsAddress(address)
	b.agrees()
	b.drag(20*time.Millisecond, there...)
	b.settled()
	b.agrees()
	if now := js[int](b, "history.length"); now != steps+2 {
		t.Errorf("two gestures made %d steps of the history", now-steps)
	}
}

// The page does not move under a hand that drags, and no picture is left half-way.
func TestDragDoesNotShift(t *testing.T) {
	for _, path := range []string{"/2.2", "/2.4", "/2.8"} {
		t.Run(path, func(t *testing.T) {
			b := newTab(t)
			b.open(path)
			slider := b.middle(`.lab input[type=range]`)
			b.run("seen.shift = 0; seen.shifted = []")
			there := between(slider, point{slider.X + 70, slider.Y}, 20)
			back := between(point{slider.X + 70, slider.Y}, point{slider.X - 70, slider.Y}, 40)
			b.drag(20*time.Millisecond, append(there, back...)...)
			b.agrees()
			time.Sleep(100 * time.Millisecond) // shifts are reported after their frame
			if shift := js[float64](b, "seen.shift"); shift >= 0.001 {
				t.Errorf("the page moved by %v: %v", shift, js[[]string](b, "seen.shifted"))
			}
		})
	}
}
