package plots

import (
	"bytes"
	"encoding/xml"
	"flag"
	"image/png"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/*.svg; look at them in a browser afterwards")

// drawn returns the figure of the gallery as the page gets it.
func drawn(t testing.TB, name string) []byte {
	t.Helper()
	return figure(t, name).SVG(name, "Заголовок", "Что видно <здесь> & \"там\".")
}

func figure(t testing.TB, name string) *Figure {
	t.Helper()
	f, err := gallery()[name]()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f
}

func names() []string { return slices.Sorted(maps.Keys(gallery())) }

// The files were looked at in Chromium, light and dark, 328 and 560 pixels wide.
func TestGolden(t *testing.T) {
	for _, name := range names() {
		file := filepath.Join("testdata", name+".svg")
		got := drawn(t, name)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from %s", name, file)
		}
	}
}

// Same figure, same bytes: the cache and the ETag rest on it.
func TestDeterministic(t *testing.T) {
	for _, name := range names() {
		f := figure(t, name)
		if a, b := f.SVG("a", "t", "d"), f.SVG("a", "t", "d"); !bytes.Equal(a, b) {
			t.Errorf("%s: two drawings differ", name)
		}
	}
}

func TestWellFormed(t *testing.T) {
	for _, name := range names() {
		for _, svg := range [][]byte{drawn(t, name), figure(t, name).StandaloneSVG("т", "о")} {
			d := xml.NewDecoder(bytes.NewReader(svg))
			for {
				_, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
	}
}

var (
	classAttr = regexp.MustCompile(` class="([^"]*)"`)
	idAttr    = regexp.MustCompile(` id="([^"]*)"`)
)

// The Content-Security-Policy allows no inline style, and a page holds many
// figures: ids come from the caller only.
func TestInlineIsClean(t *testing.T) {
	structure := []string{"fig", "frame", "marks", "labels", "shade", "now", "broad"}
	for _, name := range names() {
		svg := string(drawn(t, name))
		for _, bad := range []string{"style", "<?xml", "xmlns", "NaN", "Inf", "=\"#", "rgb("} {
			if strings.Contains(svg, bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
		for _, m := range classAttr.FindAllStringSubmatch(svg, -1) {
			for _, class := range strings.Fields(m[1]) {
				if !slices.Contains(structure, class) && !strings.HasPrefix(class, "b-") && !strings.Contains(rules, "."+class+"{") {
					t.Errorf("%s: class %q has no rule", name, class)
				}
			}
		}
		for _, m := range idAttr.FindAllStringSubmatch(svg, -1) {
			if m[1] != name+"-t" && m[1] != name+"-d" {
				t.Errorf("%s: id %q", name, m[1])
			}
		}
	}
}

func TestStandalone(t *testing.T) {
	svg := string(figure(t, "bias").StandaloneSVG("т", "о"))
	if strings.Count(svg, "<style>"+StandaloneCSS+"</style>") != 1 || strings.Count(svg, "<style") != 1 {
		t.Error("the only style must be StandaloneCSS")
	}
	for _, want := range []string{`xmlns="http://www.w3.org/2000/svg"`, ` width="800" height="460"`, ` viewBox="0 0 400 230"`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s", want)
		}
	}
}

// A page has 120 KB for everything, so figures have budgets of raw bytes.
func TestSizes(t *testing.T) {
	for name, budget := range map[string]int{
		"classes": 30_000, "spaghetti": 30_000, "cloud": 10_000, "heat13": 20_000, "heat64": 4_000, "digits": 9_000,
		"histogram": 4_000, "bias": 4_000, "stack": 5_000, "ucurve": 4_000, "scree": 4_000,
		"decision": 40_000, "valley": 12_000, "terraces": 20_000,
	} {
		if n := len(drawn(t, name)); n > budget {
			t.Errorf("%s: %d bytes, budget %d", name, n, budget)
		}
	}
}

// The PNG is the same figure: its size is two pixels for a unit, its corner is paper.
func TestPNG(t *testing.T) {
	for _, name := range names() {
		f := figure(t, name)
		l := f.layout()
		themes := []bool{false}
		if name == "digits" || name == "heat4" { // pictures and cells differ in the dark
			themes = []bool{false, true}
		}
		for _, dark := range themes {
			b, err := f.PNG(dark)
			if err != nil {
				t.Fatal(err)
			}
			img, err := png.Decode(bytes.NewReader(b))
			if err != nil {
				t.Fatal(err)
			}
			if w, h := img.Bounds().Dx(), img.Bounds().Dy(); w != int(2*float64(l.width)+0.5) || h != int(2*float64(l.height)+0.5) {
				t.Errorf("%s: %d×%d pixels of %v×%v units", name, w, h, l.width, l.height)
			}
			r, g, bl, _ := img.At(img.Bounds().Dx()-1, 1).RGBA()
			pr, pg, pb, _ := Paper.rgb(dark).RGBA()
			if r != pr || g != pg || bl != pb {
				t.Errorf("%s dark=%v: the corner is not paper", name, dark)
			}
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	for _, name := range names() {
		f := figure(b, name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f.SVG("a", "t", "d")
			}
		})
	}
}

func BenchmarkPNG(b *testing.B) {
	f := figure(b, "spaghetti")
	for b.Loop() {
		if _, err := f.PNG(false); err != nil {
			b.Fatal(err)
		}
	}
}
