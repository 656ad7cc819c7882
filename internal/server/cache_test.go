package server

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"konspekt/internal/lab"
)

// sized is an answer that weighs the given number of bytes over an empty one.
func sized(n int) *lab.Answer { return &lab.Answer{Result: make([]byte, n)} }

var empty = sized(0).Bytes()

func done(a *lab.Answer, err error) func(context.Context) (*lab.Answer, error) {
	return func(context.Context) (*lab.Answer, error) { return a, err }
}

// However many ask at the same time, a key is computed once and all get the answer.
func TestCacheComputesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(1<<20, 2, time.Minute)
		var runs atomic.Int32
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				a, err := c.get(t.Context(), "k", func(context.Context) (*lab.Answer, error) {
					runs.Add(1)
					time.Sleep(time.Second)
					return &lab.Answer{Summary: "готово"}, nil
				})
				if err != nil || a.Summary != "готово" {
					t.Errorf("answer %v, %v", a, err)
				}
			})
		}
		wg.Wait()
		if _, err := c.get(t.Context(), "k", done(nil, errors.New("asked again"))); err != nil {
			t.Errorf("the answer is not kept: %v", err)
		}
		if runs.Load() != 1 {
			t.Errorf("%d computations of one key", runs.Load())
		}
	})
}

// The cache holds no more bytes than it may and drops what was not asked for the longest.
func TestCacheForgetsTheOldest(t *testing.T) {
	c := newCache(3*(empty+100), 1, time.Minute)
	get := func(key string) (computed bool) {
		t.Helper()
		_, err := c.get(t.Context(), key, func(context.Context) (*lab.Answer, error) {
			computed = true
			return sized(100), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return computed
	}
	for _, key := range []string{"a", "b", "c"} {
		get(key)
	}
	if get("a") {
		t.Error("a is forgotten though there is room")
	}
	get("d") // room for three: b is the oldest now
	if !get("b") {
		t.Error("b is kept beyond the limit")
	}
	if get("a") || get("d") {
		t.Error("a newer answer was dropped before an older one")
	}
	if c.bytes > c.limit || len(c.kept) != c.recent.Len() || len(c.kept) != 3 {
		t.Errorf("%d bytes of %d in %d answers", c.bytes, c.limit, len(c.kept))
	}
}

// What is larger than the cache is answered and not kept; what fails is not kept either.
func TestCacheDoesNotKeep(t *testing.T) {
	c := newCache(empty+10, 1, time.Minute)
	if _, err := c.get(t.Context(), "large", done(sized(11), nil)); err != nil || len(c.kept) != 0 {
		t.Errorf("%v, %d kept, want none", err, len(c.kept))
	}
	broken := errors.New("broken")
	if _, err := c.get(t.Context(), "bad", done(nil, broken)); !errors.Is(err, broken) {
		t.Errorf("error %v, want the computation's", err)
	}
	if a, err := c.get(t.Context(), "bad", done(sized(1), nil)); err != nil || a == nil {
		t.Errorf("a failure is remembered: %v", err)
	}
}

// A computation outlives the request that began it while somebody else waits, and
// stops when the last waiter has gone.
func TestCacheStopsWithTheLastWaiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(1<<20, 1, time.Hour)
		var stopped atomic.Int64
		work := func(ctx context.Context) (*lab.Answer, error) {
			<-ctx.Done()
			stopped.Store(time.Now().UnixNano())
			return nil, ctx.Err()
		}
		begin := time.Now()
		wait := func(d time.Duration) {
			ctx, cancel := context.WithTimeout(t.Context(), d)
			defer cancel()
			if _, err := c.get(ctx, "k", work); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("error %v, want the end of the wait", err)
			}
		}
		go wait(time.Second)
		go wait(3 * time.Second)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if stopped.Load() != 0 {
			t.Fatal("stopped although somebody waits")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := time.Unix(0, stopped.Load()).Sub(begin).Round(time.Millisecond); got != 3*time.Second {
			t.Errorf("stopped after %v, want at the moment when the last waiter left, 3s", got)
		}
		if a, err := c.get(t.Context(), "k", done(sized(1), nil)); err != nil || a == nil {
			t.Errorf("whoever asks after a stop does not start afresh: %v", err)
		}
	})
}

// A computation longer than the limit ends with DeadlineExceeded for all who wait.
func TestCacheTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(1<<20, 1, 30*time.Second)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				_, err := c.get(t.Context(), "k", func(ctx context.Context) (*lab.Answer, error) {
					<-ctx.Done()
					return nil, fmt.Errorf("lab: %w", ctx.Err())
				})
				if p := explain(err); p.Status != 503 {
					t.Errorf("error %v is a %d, want 503", err, p.Status)
				}
			})
		}
		wg.Wait()
	})
}

// No more computations run at once than there are cores; the others wait their turn
// and are forgotten if their reader leaves meanwhile.
func TestCacheCores(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCache(1<<20, 2, time.Hour)
		var running, most, runs atomic.Int32
		work := func(context.Context) (*lab.Answer, error) {
			runs.Add(1)
			most.Store(max(most.Load(), running.Add(1)))
			time.Sleep(time.Second)
			running.Add(-1)
			return sized(1), nil
		}
		var wg sync.WaitGroup
		for i := range 6 {
			wg.Go(func() {
				if _, err := c.get(t.Context(), fmt.Sprint(i), work); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := c.get(ctx, "impatient", work); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		wg.Wait()
		synctest.Wait()
		if most.Load() != 2 || runs.Load() != 6 {
			t.Errorf("at most %d at once and %d in all, want 2 and 6", most.Load(), runs.Load())
		}
	})
}
