package house

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// files lists the files of the repository: those that git keeps, or in a bare tree all.
func files(t *testing.T) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", "ls-files")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("not a git repository: %v", err)
	}
	return strings.Fields(string(out))
}

// atRoot is what may stand at the root of the repository.
var atRoot = []string{".ci", ".gitattributes", ".gitignore", "LICENSE", "README.md", "chapters", "components", "compute", "content",
	"go.mod", "go.sum", "internal", "main.go", "plots", "static"}

func TestRoot(t *testing.T) {
	for _, name := range files(t) {
		if top, _, _ := strings.Cut(name, "/"); !slices.Contains(atRoot, top) {
			t.Errorf("%s stands at the root", top)
		}
	}
}

// A file is up to 300 lines, of tests up to 400, a function up to 60, what a program wrote
// apart; no package has an init function, and no task is left in a comment.
func TestSizes(t *testing.T) {
	task := regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)
	for _, name := range files(t) {
		ext := filepath.Ext(name)
		if !slices.Contains([]string{".go", ".templ", ".js", ".css"}, ext) || generated(name) {
			continue
		}
		src, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			continue // deleted and not yet committed
		}
		limit := 300
		if strings.HasSuffix(name, "_test.go") {
			limit = 400
		}
		if n := bytes.Count(src, []byte("\n")); n > limit {
			t.Errorf("%s has %d lines", name, n)
		}
		if name != "internal/house/files_test.go" && task.Match(src) {
			t.Errorf("%s: %s", name, task.Find(src))
		}
		if ext == ".go" && !strings.HasSuffix(name, "_test.go") {
			checkFunctions(t, name, src)
		}
	}
}

func generated(name string) bool {
	return strings.HasSuffix(name, "_templ.go") || strings.HasPrefix(name, "static/katex/") || strings.Contains(name, "/testdata/")
}

func checkFunctions(t *testing.T, name string, src []byte) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		if n := fset.Position(f.End()).Line - fset.Position(f.Pos()).Line + 1; n > 60 {
			t.Errorf("%s: %s has %d lines", name, f.Name.Name, n)
		}
		if f.Name.Name == "init" && f.Recv == nil {
			t.Errorf("%s has an init function", name)
		}
	}
}
