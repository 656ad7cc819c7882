package server

import (
	"container/list"
	"context"
	"sync"
	"time"

	"konspekt/internal/lab"
)

// cache keeps answers by the bytes they take, computes each key once however many
// ask at the same time, runs at most as many computations as there are cores, and
// stops a computation when the last of its waiters has gone.
type cache struct {
	limit   int           // bytes
	timeout time.Duration // of one computation
	cores   chan struct{}

	mu     sync.Mutex
	bytes  int
	recent *list.List // of *entry, newest first
	kept   map[string]*list.Element
	calls  map[string]*call
}

type entry struct {
	key    string
	answer *lab.Answer
}

// call is a computation under way.
type call struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiters int
	answer  *lab.Answer
	err     error
}

func newCache(limit, cores int, timeout time.Duration) *cache {
	return &cache{
		limit: limit, timeout: timeout, cores: make(chan struct{}, cores),
		recent: list.New(), kept: map[string]*list.Element{}, calls: map[string]*call{},
	}
}

// get returns the answer for the key, computing it if nobody has.
func (c *cache) get(ctx context.Context, key string, compute func(context.Context) (*lab.Answer, error)) (*lab.Answer, error) {
	c.mu.Lock()
	if e, ok := c.kept[key]; ok {
		c.recent.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(*entry).answer, nil
	}
	k, ok := c.calls[key]
	if !ok {
		k = c.start(ctx, key, compute)
	}
	k.waiters++
	c.mu.Unlock()

	select {
	case <-k.done:
		return k.answer, k.err
	case <-ctx.Done():
		c.leave(key, k)
		return nil, ctx.Err()
	}
}

// start runs the computation under a deadline of its own: it outlives the request
// that began it while somebody else waits. The caller holds the lock.
func (c *cache) start(ctx context.Context, key string, compute func(context.Context) (*lab.Answer, error)) *call {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.timeout)
	k := &call{done: make(chan struct{}), cancel: cancel}
	c.calls[key] = k
	go func() {
		defer cancel()
		select {
		case c.cores <- struct{}{}:
			k.answer, k.err = compute(ctx)
			<-c.cores
		case <-ctx.Done():
			k.err = ctx.Err()
		}
		c.finish(key, k)
	}()
	return k
}

// leave takes a waiter away; the last one stops the computation.
func (c *cache) leave(key string, k *call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k.waiters--
	if k.waiters > 0 {
		return
	}
	k.cancel()
	if c.calls[key] == k { // whoever asks next starts afresh
		delete(c.calls, key)
	}
}

func (c *cache) finish(key string, k *call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls[key] == k {
		delete(c.calls, key)
	}
	if k.err == nil {
		c.keep(key, k.answer)
	}
	close(k.done)
}

// keep stores an answer and drops the ones not asked for the longest.
func (c *cache) keep(key string, a *lab.Answer) {
	if _, ok := c.kept[key]; ok || a.Bytes() > c.limit {
		return
	}
	c.kept[key] = c.recent.PushFront(&entry{key, a})
	c.bytes += a.Bytes()
	for c.bytes > c.limit {
		e := c.recent.Remove(c.recent.Back()).(*entry)
		delete(c.kept, e.key)
		c.bytes -= e.answer.Bytes()
	}
}
