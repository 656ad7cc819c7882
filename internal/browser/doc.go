// Package browser holds the tests that need a browser: the book is served on a
// loopback address and read by Debian's Chromium, as a reader reads it, with mouse,
// finger and keyboard.
//
// The tests skip where no Chromium is installed, unless KONSPEKT_BROWSER=1 asks for
// them. The benchmarks measure what a reader waits for:
//
//	go test -run=NONE -bench=. ./internal/browser
package browser
