package house

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// What the README links to is there, and it says how to start and how to test.
func TestReadme(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	prose := regexp.MustCompile("(?s)```.*?```|`[^`]*`").ReplaceAll(src, nil)
	for _, m := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllSubmatch(prose, -1) {
		if _, err := os.Stat(filepath.Join(root, string(m[1]))); err != nil {
			t.Errorf("the README links to %s: %v", m[1], err)
		}
	}
	for _, command := range []string{"go run .", "go test ./..."} {
		if !bytes.Contains(src, []byte(command)) {
			t.Errorf("the README does not say %q", command)
		}
	}
}
