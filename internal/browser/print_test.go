package browser

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// On paper a section is an article: text, figures, the permalink; no controls.
func TestPrint(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.open("/2.8?direction=40")
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
	if err != nil {
		t.Fatal(err)
	}
	pages := len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1))
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || pages < 2 {
		t.Errorf("the print has %d pages in %d bytes, want more than one", pages, len(pdf))
	}
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	for _, css := range []string{".top", ".contents", ".controls", ".presets", ".grip", ".tabs", ".neighbours", ".views", ".how"} {
		if n := js[int](b, "[...document.querySelectorAll('"+css+"')].filter(e => e.getClientRects().length).length"); n != 0 {
			t.Errorf("%s is on paper %d times", css, n)
		}
	}
	for _, css := range []string{"h1", ".notes", ".lab svg.fig", ".numbers", ".permalink"} {
		if n := js[int](b, "[...document.querySelectorAll('"+css+"')].filter(e => e.getClientRects().length).length"); n == 0 {
			t.Errorf("%s is not on paper", css)
		}
	}
	if got := js[string](b, "document.querySelector('.permalink').textContent"); got != opened.url+"/2.8?direction=40" {
		t.Errorf("the permalink on paper is %s", got)
	}
}
