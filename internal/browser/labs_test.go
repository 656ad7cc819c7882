package browser

import "testing"

// Of the two labs of a section one is shown: the chooser, a phrase, the address and the
// way back say which, and each keeps its state.
func TestTwoLabs(t *testing.T) {
	b := newTab(t)
	b.open("/2.1?m=20")
	shown := func() string {
		return js[string](b, `[...document.querySelectorAll('section.lab')].filter((l) => l.getClientRects().length).map((l) => l.dataset.lab).join()`)
	}
	wants := func(lab, address string) {
		t.Helper()
		b.settled()
		if got := shown(); got != lab {
			t.Errorf("%s is shown, want %s", got, lab)
		}
		if got := js[string](b, `document.querySelector('[data-chooses][aria-current="true"]').dataset.chooses`); got != lab {
			t.Errorf("the chooser marks %s, want %s", got, lab)
		}
		b.wantsAddress(address)
	}
	wants("estimator", "/2.1?m=20")
	b.press(`[data-chooses="crossval"]`)
	wants("crossval", "/2.1?lab=crossval")
	b.run(`document.querySelector('#lab-crossval input[name="k"]').focus()`)
	b.run(`konspekt.lab('crossval').controls.set('k', '3'); konspekt.lab('crossval').settle()`)
	wants("crossval", "/2.1?lab=crossval&k=3")
	b.press(`[data-chooses="estimator"]`)
	wants("estimator", "/2.1?m=20")
	b.run("history.back()")
	b.until("location.search.includes('k=3')")
	wants("crossval", "/2.1?lab=crossval&k=3")
	b.press(`.notes a.drive[href="/2.1?statistic=median"]`)
	wants("estimator", "/2.1?statistic=median")
	b.agrees()
}

// Without JavaScript the chooser is two links.
func TestTwoLabsWithoutScript(t *testing.T) {
	t.Parallel()
	b := newQuietTab(t)
	b.open("/2.1")
	b.press(`[data-chooses="crossval"]`)
	b.until("location.search === '?lab=crossval' && document.readyState === 'complete'")
	if js[bool](b, `document.querySelector('#lab-estimator').getClientRects().length > 0 || document.querySelector('#lab-crossval').getClientRects().length === 0`) {
		t.Error("the other lab is shown")
	}
}
