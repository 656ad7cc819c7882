package browser

import (
	"fmt"
	"math"
	"net/url"
	"testing"
)

// Each preset leads to its state, is lit there and tells what is to be seen.
func TestPresets(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/2.2", "/2.4", "/2.8"} {
		t.Run(path, func(t *testing.T) {
			b := newTab(t)
			b.open(path)
			for i := range js[int](b, "document.querySelectorAll('.presets a').length") {
				one := fmt.Sprintf(".presets a:nth-of-type(%d)", i+1)
				b.press(one)
				b.until("document.querySelector('" + one + "').classList.contains('lit') && seen.quiet()")
				b.agrees()
				href := js[string](b, "(a => a.pathname + a.search)(document.querySelector('"+one+"'))")
				if got := b.address(); !sameAddress(got, href) {
					t.Errorf("preset %d leads to %s, want %s", i+1, got, href)
				}
				told := js[string](b, "document.querySelector('[data-telling]').textContent")
				if want := js[string](b, "document.querySelector('"+one+"').dataset.told"); told != want {
					t.Errorf("preset %d tells %q, want %q", i+1, told, want)
				}
			}
		})
	}
}

func sameAddress(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Path == y.Path && x.Query().Encode() == y.Query().Encode()
}

// The buttons of the panel: next sample, dice, the same again, reset, link.
func TestButtons(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.4?degree=12")
	first := js[string](b, "seen.picture()")
	b.press(`[data-action="next"]`)
	b.until("konspekt.labs[0].values.seed.text === '2'")
	b.agrees()
	if js[string](b, "seen.picture()") == first {
		t.Error("«Новая выборка» left the figure as it was")
	}
	b.press(`.more > summary`)
	b.press(`[data-action="dice"]`)
	b.until("!['1', '2'].includes(konspekt.labs[0].values.seed.text)")
	b.agrees()
	b.growsAgain()
	b.press(`[data-action="copy"]`)
	b.until(`document.querySelector('[data-action="copy"]').textContent === 'Скопировано' || document.querySelector('.tools input[readonly]')`)
	b.press(`[data-action="reset"]`)
	b.until("konspekt.labs[0].state.query === '' && seen.quiet()")
	b.wantsAddress("/2.4")
	b.agrees()
}

// growsAgain presses «Заново»: the experiment grows from little to what it was, while
// controls and address stay.
func (b *tab) growsAgain() {
	b.Helper()
	const now = `location.search + [...document.querySelectorAll('.controls input[name]')].map((f) => f.value)`
	state := js[string](b, now)
	b.run(`seen.pictures = 0; seen.states = new Set(); document.addEventListener('lab:shown', () => { seen.states.add(` + now + `); })`)
	b.press(`[data-action="again"]`)
	b.until("!konspekt.labs[0].growing && seen.quiet()")
	if n := js[int](b, "seen.pictures"); n < 5 {
		b.Errorf("«Заново» grew in %d pictures", n)
	}
	for _, s := range js[[]string](b, "[...seen.states]") {
		if s != state {
			b.Errorf("«Заново» moved controls and address to %s, want %s", s, state)
		}
	}
	b.agrees()
}

const ghosts = "document.querySelectorAll('svg.ghost').length"

// A change leaves the state before as a ghost; a pinned ghost stays through later changes.
func TestGhost(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.4?degree=12")
	if n := js[int](b, ghosts); n != 0 {
		t.Fatalf("%d ghosts before any change", n)
	}
	marks := js[[][]float64](b, "seen.marks('fits', false)")
	b.press(`[data-action="pin"]`)
	b.press(`[data-action="next"]`)
	b.until("konspekt.labs[0].values.seed.text === '2' && seen.quiet()")
	b.coincide("fits", marks)
	b.press(`[data-action="next"]`)
	b.until("konspekt.labs[0].values.seed.text === '3' && seen.quiet()")
	b.coincide("fits", marks)
	b.run("history.go(-2)")
	b.until("konspekt.labs[0].values.seed.text === '1' && seen.quiet()")
	b.coincide("fits", js[[][]float64](b, "seen.marks('fits', false)"))
	b.press(`[data-action="pin"]`)
	b.until(ghosts + " === 0")
}

// When the axes change their ranges the ghost moves with them: its marks keep their
// places in the units of the axes.
func TestGhostFollowsAxes(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.2")
	marks := js[[][]float64](b, "seen.marks('sampling', false)")
	b.typed("m", "50")
	b.until("konspekt.labs[0].values.m.text === '50' && seen.quiet()")
	b.coincide("sampling", marks)
}

// Another data set is another experiment: its picture is no ghost.
func TestNoGhostOfAnotherData(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.8?data=iris")
	b.press(`label[for="pca-data-wine"]`)
	b.until("konspekt.labs[0].values.data.text === 'wine' && seen.quiet()")
	if n := js[int](b, ghosts); n != 0 {
		t.Errorf("%d ghosts of irises among wines", n)
	}
}

// coincide checks that the ghost of a figure has these marks.
func (b *tab) coincide(figure string, want [][]float64) {
	b.Helper()
	got := js[[][]float64](b, fmt.Sprintf("seen.marks(%q, true)", figure))
	if len(got) != len(want) || len(want) == 0 {
		b.Fatalf("the ghost of %s has %d marks, want %d", figure, len(got), len(want))
	}
	worst := 0.0
	for i := range want {
		for j := range want[i] {
			worst = math.Max(worst, math.Abs(got[i][j]-want[i][j])/(1e-3+math.Abs(want[i][j])))
		}
	}
	if worst > 0.01 || math.IsNaN(worst) {
		b.Errorf("the ghost of %s is off by %.3f of its coordinates", figure, worst)
	}
}
