package browser

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// pages are all kinds of pages of the book, and their states that look different.
var pages = []string{
	"/", "/2.2", "/2.4", "/2.8", "/2.8?data=digits&k=21", "/2.8?k=99", "/glossary", "/bibliography", "/errata", "/api",
	"/code/pca", "/figure/pca/cloud", "/figure/tradeoff/ucurve?degree=12", "/nowhere",
}

// openAny opens a page that may answer with an error on purpose.
func (b *tab) openAny(path string) {
	b.Helper()
	if path == "/nowhere" || strings.Contains(path, "k=99") {
		b.allow("the server responded with a status of 40")
	}
	b.open(path)
}

// axe is axe-core 4.14.1, under the licence in testdata/axe-LICENSE.
//
//go:embed testdata/axe.min.js
var axe string

// finding is what axe reports of one rule.
type finding struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		Target         []json.RawMessage `json:"target"`
		FailureSummary string            `json:"failureSummary"`
	} `json:"nodes"`
}

// all runs every rule of WCAG 2.2 AA and of good practice, colours the rules that look
// at colours: nothing else differs between the themes.
const (
	all = `axe.run(document, { resultTypes: ['violations'],
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations)`
	colours = `axe.run(document, { resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] }).then((r) => r.violations)`
)

// axe finds nothing on any page, wide and narrow, in light and in dark.
func TestAccessible(t *testing.T) {
	t.Parallel()
	for _, path := range pages {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			b := newTab(t)
			b.openAny(path)
			b.run(axe)
			b.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
			for theme, rules := range map[string]string{"light": all, "dark": colours} {
				b.prefers(theme)
				for _, width := range []int64{1440, 360} {
					b.size(width, 900)
					b.until(fmt.Sprintf("document.documentElement.clientWidth === %d", width))
					for _, f := range js[[]finding](b, rules) {
						t.Errorf("%s, %d px: %s: %s; %d places, the first %s: %s", theme, width, f.ID, f.Help, len(f.Nodes), f.Nodes[0].Target, f.Nodes[0].FailureSummary)
					}
				}
			}
		})
	}
}

// Nothing scrolls sideways on a screen of 320 px, and no page complains of anything.
func TestNarrow(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.size(320, 640)
	for _, path := range pages {
		b.openAny(path)
		if w := js[int](b, "document.documentElement.scrollWidth"); w > 320 {
			wide := js[[]string](b, `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 320.5).map(e => e.tagName + '.' + e.className).slice(0, 5)`)
			t.Errorf("%s is %d px wide: %v", path, w, wide)
		}
	}
}

// Loading a section moves nothing that the reader already sees. On a busy machine a
// preloaded font may come after the first paint, so a page has three visits to show it.
func TestLoadDoesNotShift(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/2.2", "/2.4", "/2.8"} {
		for _, width := range []int64{1440, 360} {
			t.Run(fmt.Sprintf("%s at %d", path, width), func(t *testing.T) {
				var told string
				for range 3 {
					b := newTab(t) // with an empty cache
					b.size(width, 800)
					b.open(path)
					time.Sleep(200 * time.Millisecond) // shifts are reported after their frame
					shift := js[float64](b, "seen.shift")
					if shift < 0.001 {
						return
					}
					told = fmt.Sprintf("the page moved by %v: %v", shift, js[[]string](b, "seen.shifted"))
				}
				t.Error(told)
			})
		}
	}
}
