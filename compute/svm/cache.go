package svm

import "container/list"

// cache computes rows of the Gram matrix of the training points on demand and keeps the most recently used
// ones within a budget of memory.
type cache struct {
	kernel Kernel
	cols   [][]float64 // features of the m training points, one slice a feature
	point  []float64   // one point, the argument of kernel.row
	rows   []*list.Element
	recent *list.List // of *cached, the most recently used first
	limit  int        // rows kept, at least 2
}

type cached struct {
	i      int
	values []float64
}

func newCache(k Kernel, cols [][]float64, budget int) *cache {
	m := len(cols[0])
	return &cache{
		kernel: k,
		cols:   cols,
		point:  make([]float64, len(cols)),
		rows:   make([]*list.Element, m),
		recent: list.New(),
		limit:  max(2, budget/(8*m)),
	}
}

// row returns k(x_i, ·) at all training points. It stays valid until two other rows have been asked for.
func (c *cache) row(i int) []float64 {
	if e := c.rows[i]; e != nil {
		c.recent.MoveToFront(e)
		return e.Value.(*cached).values
	}
	var e *list.Element
	if c.recent.Len() < c.limit {
		e = c.recent.PushFront(&cached{values: make([]float64, len(c.rows))})
	} else {
		e = c.recent.Back()
		c.rows[e.Value.(*cached).i] = nil
		c.recent.MoveToFront(e)
	}
	r := e.Value.(*cached)
	r.i = i
	for j, col := range c.cols {
		c.point[j] = col[i]
	}
	c.kernel.row(r.values, c.cols, c.point)
	c.rows[i] = e
	return r.values
}

// diagonal returns k(x_i, x_i) of all training points.
func (c *cache) diagonal() []float64 {
	d := make([]float64, len(c.rows))
	one := make([][]float64, len(c.cols))
	for i := range d {
		for j, col := range c.cols {
			c.point[j] = col[i]
			one[j] = col[i : i+1]
		}
		c.kernel.row(d[i:i+1], one, c.point)
	}
	return d
}
