package server_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"konspekt/internal/server"
)

// site is the address of the whole book, open while the tests of the package run.
var site string

func TestMain(m *testing.M) {
	book, err := server.Open(false, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s := httptest.NewServer(book)
	site = s.URL
	code := m.Run()
	s.Close()
	os.Exit(code)
}

// client neither follows redirects nor asks for gzip by itself.
var client = &http.Client{
	Timeout:       2 * time.Minute, // with the race detector formulas take their time
	Transport:     &http.Transport{DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// reply is a response with its body read.
type reply struct {
	code   int
	header http.Header
	body   string
}

// fetch asks for an address of the site; headers are pairs of name and value.
func fetch(t testing.TB, method, address string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, site+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

// TestScripts plays testdata/*.txt. A script is a list of requests, each a line
// «GET /address» and the lines that the answer has to satisfy, with an empty line
// behind; # begins a comment. An answer without «code ==» has to be 200.
//
//	code == 400
//	body contains TEXT        body !contains TEXT
//	header NAME contains TEXT
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range scripts {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { play(t, string(src)) })
	}
}

func play(t *testing.T, script string) {
	var request string
	var got reply
	code := http.StatusOK
	finish := func() {
		if request != "" && got.code != code {
			t.Errorf("%s: code %d, want %d\n%.500s", request, got.code, code, got.body)
		}
		request, code = "", http.StatusOK
	}
	for i, line := range strings.Split(script, "\n") {
		line = strings.TrimSpace(line)
		method, url, isRequest := strings.Cut(line, " ")
		switch {
		case line == "":
			finish()
		case strings.HasPrefix(line, "#"):
		case isRequest && method == strings.ToUpper(method):
			finish()
			request = line
			got = fetch(t, method, url)
		case strings.HasPrefix(line, "code == "):
			code, _ = strconv.Atoi(strings.TrimPrefix(line, "code == "))
		default:
			if err := expect(got, line); err != nil {
				t.Errorf("line %d: %s: %v", i+1, request, err)
			}
		}
	}
	finish()
}

// expect holds an answer against one line of a script.
func expect(got reply, line string) error {
	what, text := "body", got.body
	rest, ok := strings.CutPrefix(line, "body ")
	if !ok {
		if rest, ok = strings.CutPrefix(line, "header "); !ok {
			return fmt.Errorf("the script says %q", line)
		}
		what, rest, _ = strings.Cut(rest, " ")
		text = got.header.Get(what)
	}
	verb, want, _ := strings.Cut(rest, " ")
	found := strings.Contains(text, want)
	switch {
	case verb == "contains" && !found && what == "body":
		return fmt.Errorf("the body lacks %q", want)
	case verb == "contains" && !found:
		return fmt.Errorf("%s is %q and lacks %q", what, text, want)
	case verb == "!contains" && found:
		return fmt.Errorf("%s has %q", what, want)
	case verb != "contains" && verb != "!contains":
		return fmt.Errorf("the script says %q", line)
	}
	return nil
}
