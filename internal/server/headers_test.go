package server_test

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// Every response, mistakes included, carries the policy that allows nothing inline.
func TestSecurityHeaders(t *testing.T) {
	for _, at := range []string{"/", "/2.8", "/2.8?k=99", "/nowhere", "/api/labs", "/api/labs/x", "/healthz", "/lab/pca", "/glossary", "/api/labs/pca/cloud.csv"} {
		h := fetch(t, http.MethodGet, at).header
		csp := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
			"connect-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, part) {
				t.Errorf("%s: the policy %q lacks %q", at, csp, part)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: the policy is unsafe: %q", at, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "same-origin" || h.Get("Cross-Origin-Opener-Policy") != "same-origin" {
			t.Errorf("%s: headers %v", at, h)
		}
	}
}

var style = regexp.MustCompile(`<style>([^<]*)</style>`)

// A picture opened on its own has one style element, and its policy allows just that one.
func TestStandaloneStyleIsAllowed(t *testing.T) {
	for _, at := range []string{"/api/labs/pca/cloud.svg", "/api/labs/bias/dial.svg", "/api/labs/pca/digits.svg?data=digits"} {
		r := fetch(t, http.MethodGet, at)
		m := style.FindAllStringSubmatch(r.body, -1)
		if len(m) != 1 {
			t.Errorf("%s: %d style elements", at, len(m))
			continue
		}
		sum := sha256.Sum256([]byte(m[0][1]))
		if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(r.header.Get("Content-Security-Policy"), want) {
			t.Errorf("%s: the policy %q does not allow %s", at, r.header.Get("Content-Security-Policy"), want)
		}
		if strings.Contains(r.body, " style=") || strings.Contains(r.body, "<script") {
			t.Errorf("%s: a style or a script outside", at)
		}
	}
}

// The tag of a body is strong and stable; who has it gets a 304 without a body; the two
// encodings have tags of their own.
func TestETag(t *testing.T) {
	for _, at := range []string{"/", "/2.8?data=iris&k=2", "/api/labs/pca", "/api/labs/pca/cloud.svg", "/api/labs/pca/cloud.csv", "/glossary", "/api/openapi.json"} {
		plain := fetch(t, http.MethodGet, at)
		zip := fetch(t, http.MethodGet, at, "Accept-Encoding", "gzip")
		tag, zipTag := plain.header.Get("ETag"), zip.header.Get("ETag")
		if !strings.HasPrefix(tag, `"`) || tag == zipTag || zipTag == "" || zip.header.Get("Content-Encoding") != "gzip" || plain.header.Get("Content-Encoding") != "" {
			t.Errorf("%s: tags %s and %s, encodings %q and %q", at, tag, zipTag, plain.header.Get("Content-Encoding"), zip.header.Get("Content-Encoding"))
		}
		if again := fetch(t, http.MethodGet, at).header.Get("ETag"); again != tag {
			t.Errorf("%s: the tag changes: %s, %s", at, tag, again)
		}
		for _, c := range []struct {
			encoding, match string
			want            int
		}{{"identity", tag, 304}, {"gzip", zipTag, 304}, {"identity", `"x", ` + tag, 304}, {"identity", "*", 304}, {"identity", `"x"`, 200}, {"gzip", tag, 200}} {
			r := fetch(t, http.MethodGet, at, "Accept-Encoding", c.encoding, "If-None-Match", c.match)
			if r.code != c.want || c.want == 304 && (r.body != "" || r.header.Get("ETag") == "") {
				t.Errorf("%s: If-None-Match %s by %s: %d with %d bytes, want %d", at, c.match, c.encoding, r.code, len(r.body), c.want)
			}
		}
		z, err := gzip.NewReader(strings.NewReader(zip.body))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil || string(body) != plain.body {
			t.Errorf("%s: the compressed body is another one: %v", at, err)
		}
		if !strings.Contains(plain.header.Get("Vary"), "Accept-Encoding") || plain.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: Vary %q, Cache-Control %q", at, plain.header.Get("Vary"), plain.header.Get("Cache-Control"))
		}
	}
}

// A mistake is never kept and has no tag.
func TestMistakesAreNotCached(t *testing.T) {
	for _, at := range []string{"/nowhere", "/api/labs/pca?k=99", "/lab/pca?k=99"} {
		if h := fetch(t, http.MethodGet, at).header; h.Get("Cache-Control") != "no-store" || h.Get("ETag") != "" {
			t.Errorf("%s: Cache-Control %q, ETag %q", at, h.Get("Cache-Control"), h.Get("ETag"))
		}
	}
	if h := fetch(t, http.MethodGet, "/2.8?k=99").header; h.Get("ETag") != "" {
		t.Errorf("/2.8?k=99: ETag %q", h.Get("ETag"))
	}
}

// A file is named after its content, so it is kept for ever; fonts and pictures are not
// compressed twice.
func TestStaticFiles(t *testing.T) {
	cover := fetch(t, http.MethodGet, "/").body
	kinds := map[string]string{".css": "text/css", ".js": "javascript", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
	found := map[string]bool{}
	for _, m := range asset.FindAllStringSubmatch(cover, -1) {
		ext := m[1][strings.LastIndex(m[1], "."):]
		found[ext] = true
		r := fetch(t, http.MethodGet, m[1], "Accept-Encoding", "gzip")
		if r.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.Contains(r.header.Get("Content-Type"), kinds[ext]) {
			t.Errorf("%s: Cache-Control %q, Content-Type %q", m[1], r.header.Get("Cache-Control"), r.header.Get("Content-Type"))
		}
		if zipped := r.header.Get("Content-Encoding") == "gzip"; zipped == (ext == ".woff2") && len(r.body) > 600 {
			t.Errorf("%s: compressed: %v", m[1], zipped)
		}
		if r := fetch(t, http.MethodGet, m[1], "Accept-Encoding", "gzip", "If-None-Match", r.header.Get("ETag")); r.code != http.StatusNotModified {
			t.Errorf("%s: code %d for who has it", m[1], r.code)
		}
	}
	if len(found) != len(kinds) {
		t.Errorf("the cover loads %v", found)
	}
}

// Spelled differently, a state is the same state: same body, same tag.
func TestSpellingsShareAnAnswer(t *testing.T) {
	want := fetch(t, http.MethodGet, "/api/labs/pca?data=iris&k=2")
	for _, at := range []string{"/api/labs/pca?k=2&data=iris", "/api/labs/pca?data=iris&k=%2B2&rho=0.80", "/api/labs/pca?seed=1&data=iris&k=02"} {
		if r := fetch(t, http.MethodGet, at); r.body != want.body || r.header.Get("ETag") != want.header.Get("ETag") {
			t.Errorf("%s: another answer", at)
		}
	}
}
