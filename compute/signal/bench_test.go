package signal_test

import (
	"testing"

	"konspekt/compute/signal"
)

func BenchmarkNewField(b *testing.B) {
	for b.Loop() {
		signal.NewField(tanh)
	}
}
