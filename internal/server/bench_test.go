package server_test

import (
	"fmt"
	"net/http"
	"testing"
)

// BenchmarkReply asks over a real connection: pages and parts whose answers the cache
// has, and a moved control, whose answer is computed anew each time. The whole reply of
// a default state may take 100 ms.
func BenchmarkReply(b *testing.B) {
	for name, address := range map[string]string{
		"page-bias": "/2.2", "page-tradeoff": "/2.4", "page-pca": "/2.8", "part-pca": "/lab/pca", "json-pca": "/api/labs/pca", "cover": "/", "openapi": "/api/openapi.json",
	} {
		b.Run("kept/"+name, func(b *testing.B) {
			fetch(b, http.MethodGet, address)
			for b.Loop() {
				if r := fetch(b, http.MethodGet, address, "Accept-Encoding", "gzip"); r.code != http.StatusOK {
					b.Fatal(r.code)
				}
			}
		})
	}
	seed := 2
	for _, id := range []string{"bias", "tradeoff", "pca"} {
		b.Run("moved/"+id, func(b *testing.B) {
			for b.Loop() {
				seed++
				if r := fetch(b, http.MethodGet, fmt.Sprintf("/lab/%s?seed=%d", id, seed), "Accept-Encoding", "gzip"); r.code != http.StatusOK {
					b.Fatal(r.code)
				}
			}
		})
	}
}
