// Package house keeps the plan of the house: which package may import which, how large
// a file may grow, and what stands at the root.
package house

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// pkg is what `go list` says of a package.
type pkg struct {
	ImportPath string
	Name       string
	Imports    []string
}

// packages lists the packages of the module.
func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Name,Imports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// rule says what a package may import besides the standard library. A name with … stands
// for the folder and all in it; the first rule that fits a package counts.
type rule struct {
	of  string
	may []string
}

var rules = []rule{
	{"konspekt", []string{"konspekt/internal/server"}},
	{"konspekt/compute…", []string{"konspekt/compute…", "gonum.org/v1/gonum…"}},
	{"konspekt/plots", []string{"gonum.org/v1/plot…", "golang.org/x/image…"}},
	{"konspekt/static", nil},
	{"konspekt/content", []string{"konspekt/internal/markdown", "konspekt/internal/tex", "go.yaml.in/yaml…"}},
	{"konspekt/components", []string{"konspekt/internal/lab", "konspekt/internal/russian", "github.com/a-h/templ…"}},
	{"konspekt/chapters", []string{"konspekt/chapters…", "konspekt/content", "konspekt/internal/lab"}},
	{"konspekt/chapters…", []string{"konspekt/compute…", "konspekt/plots", "konspekt/components", "konspekt/internal/lab",
		"konspekt/internal/russian", "gonum.org/v1/gonum…", "gonum.org/v1/plot/vg", "github.com/a-h/templ…"}},
	{"konspekt/internal/russian", nil},
	{"konspekt/internal/tex", []string{"github.com/dop251/goja"}},
	{"konspekt/internal/markdown", []string{"konspekt/internal/tex", "github.com/yuin/goldmark…", "github.com/alecthomas/chroma/v2…", "go.yaml.in/yaml…"}},
	{"konspekt/internal/lab", []string{"konspekt/compute/dataset", "konspekt/plots", "konspekt/internal/russian"}},
	// The server embeds the source in konspekt/compute; of the mathematics it knows nothing.
	{"konspekt/internal/server", []string{"konspekt/chapters", "konspekt/components", "konspekt/compute", "konspekt/content", "konspekt/internal/lab",
		"konspekt/internal/markdown", "konspekt/internal/tex", "konspekt/plots", "konspekt/static",
		"github.com/labstack/echo/v4", "github.com/a-h/templ", "golang.org/x/net/html"}},
	{"konspekt/internal…", nil}, // packages of tests
}

func fits(pattern, name string) bool {
	folder, tree := strings.CutSuffix(pattern, "…")
	return name == folder || tree && strings.HasPrefix(name, folder+"/")
}

// Imports go one way: main → server → chapters → sections → mathematics, ink, components,
// lab. Mathematics and ink meet in a section only, and sections never meet.
func TestImports(t *testing.T) {
	all := packages(t)
	if len(all) < 15 {
		t.Fatalf("go list names %d packages", len(all))
	}
	for _, p := range all {
		i := slices.IndexFunc(rules, func(r rule) bool { return fits(r.of, p.ImportPath) })
		if i < 0 {
			t.Errorf("no rule for %s", p.ImportPath)
			continue
		}
		for _, name := range p.Imports {
			first, _, _ := strings.Cut(name, "/")
			if !strings.Contains(first, ".") && first != "konspekt" { // the standard library
				continue
			}
			if !slices.ContainsFunc(rules[i].may, func(pattern string) bool { return fits(pattern, name) }) {
				t.Errorf("%s imports %s", p.ImportPath, name)
			}
		}
		if slices.Contains(p.Imports, "reflect") {
			t.Errorf("%s imports reflect", p.ImportPath)
		}
	}
}

// A package is named after what it is about.
func TestPackageNames(t *testing.T) {
	for _, p := range packages(t) {
		if slices.Contains(strings.Fields("util utils common models model helpers helper misc base shared types"), p.Name) {
			t.Errorf("%s has the name of nothing", p.ImportPath)
		}
		if p.Name != "main" && p.Name != path.Base(p.ImportPath) {
			t.Errorf("%s calls itself %s", p.ImportPath, p.Name)
		}
	}
}
