package static_test

import (
	"io/fs"
	"mime"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"konspekt/static"
)

func build(t *testing.T, fsys fs.FS) *static.Files {
	t.Helper()
	f, err := static.Build(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// copied is the folder in memory, to be changed.
func copied(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(static.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(static.FS, name)
		out[name] = &fstest.MapFile{Data: body}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Whatever the style sheet refers to is served, and so is what the pages load.
func TestReferences(t *testing.T) {
	f := build(t, static.FS)
	style, ok := f.Get(f.Style)
	if !ok {
		t.Fatalf("no style sheet at %s", f.Style)
	}
	refs := regexp.MustCompile(`url\(([^)]+)\)`).FindAllSubmatch(style.Body, -1)
	if len(refs) < 20 {
		t.Errorf("the style sheet refers to %d files", len(refs))
	}
	for _, m := range refs {
		if ref := string(m[1]); !strings.HasPrefix(ref, "data:") {
			if _, ok := f.Get(ref); !ok {
				t.Errorf("the style sheet refers to %s, which is not served", ref)
			}
		}
	}
	for _, url := range append(f.Fonts("mord mathnormal mathbf mathbb"), f.Script, f.Theme, f.Icon) {
		file, ok := f.Get(url)
		if !ok || len(file.Body) == 0 || file.Type == "" || file.ETag == "" {
			t.Errorf("%s is not served whole: %q, tag %q", url, file.Type, file.ETag)
		}
		if _, _, err := mime.ParseMediaType(file.Type); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// A file's address changes with its content and with nothing else; a style sheet's
// changes with the fonts that it names.
func TestAddressFollowsContent(t *testing.T) {
	was := build(t, static.FS)
	if again := build(t, copied(t)); again.Style != was.Style || again.Script != was.Script {
		t.Error("the same content has two addresses")
	}
	changed := copied(t)
	changed["js/lab.js"] = &fstest.MapFile{Data: append(changed["js/lab.js"].Data, '\n')}
	now := build(t, changed)
	if now.Script == was.Script || now.Style != was.Style {
		t.Errorf("after a change of a script: %s → %s, style %s → %s", was.Script, now.Script, was.Style, now.Style)
	}
	if _, ok := now.Get(was.Script); ok {
		t.Error("the former script is still there")
	}
	changed["katex/fonts/AMS-Regular.woff2"] = &fstest.MapFile{Data: []byte("another font")}
	if now := build(t, changed); now.Style == was.Style {
		t.Error("the style sheet keeps its address although a font has another")
	}
}

// Build refuses a folder in which a file is missing, and says which.
func TestBuildRefuses(t *testing.T) {
	for _, name := range []string{"css/book.css", "js/theme.js", "icon.svg", "katex/fonts/Main-Regular.woff2", "katex/fonts/Size3-Regular.woff2"} {
		folder := copied(t)
		delete(folder, name)
		if _, err := static.Build(folder); err == nil || !strings.Contains(err.Error(), path.Base(name)) {
			t.Errorf("without %s: error %v", name, err)
		}
	}
}

// Nothing comes from another site, and scripts touch no inline style: the policy of the
// pages forbids both.
func TestNothingForeign(t *testing.T) {
	f := build(t, static.FS)
	for _, url := range []string{f.Style, f.Script, f.Theme} {
		file, _ := f.Get(url)
		for _, bad := range []string{"@import", "//fonts.", "https://cdn", "setAttribute('style'", `setAttribute("style"`, "eval(", "new Function", ".innerHTML +="} {
			if strings.Contains(string(file.Body), bad) {
				t.Errorf("%s has %q", url, bad)
			}
		}
	}
}
