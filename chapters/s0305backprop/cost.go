package s0305backprop

import (
	"konspekt/compute/autodiff"
	"konspekt/compute/expr"
	"konspekt/internal/lab"
)

// Cost is what a gradient takes, in computations of the function itself.
type Cost struct {
	Of          string  `json:"of"`       // expression: copies of it with inputs of their own, summed; layers: a network
	Inputs      int     `json:"inputs"`   // derivatives that are taken
	Value       int     `json:"value"`    // operations of the function itself
	Backward    lab.Num `json:"backward"` // the local derivatives and the pass back alone
	Reverse     lab.Num `json:"reverse"`  // with the value
	Forward     lab.Num `json:"forward"`
	Differences lab.Num `json:"differences"`
}

// mostInputs ends the curve of copies.
const mostInputs = 1000

// copies counts the gradient of f(x¹) + … + f(xᶜ) for more and more copies of the
// expression f, each with inputs of its own. The sum adds c − 1 operations to the value and
// to every tangent; back through a sum nothing is multiplied.
func copies(e *expr.Expr, one autodiff.Ops) []Cost {
	var out []Cost
	last := 0
	for _, inputs := range []int{1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, mostInputs} {
		c := max(1, inputs/len(e.Names))
		value := c*one.Value + c - 1
		if c == last || value == 0 {
			continue
		}
		last = c
		n := c * len(e.Names)
		out = append(out, cost("expression", n, n*(c*one.Along+c-1), autodiff.Ops{Value: value, Local: c * one.Local, Back: c * one.Back}))
	}
	return out
}

// cost relates what n derivatives take to what the function takes; tangents is what their
// passes of tangents take together.
func cost(of string, n, tangents int, c autodiff.Ops) Cost {
	f := float64(c.Value)
	return Cost{Of: of, Inputs: n, Value: c.Value, Backward: lab.Num(float64(c.Local+c.Back) / f), Reverse: lab.Num(float64(reverse(c)) / f),
		Forward: lab.Num(float64(c.Value+c.Local+tangents) / f), Differences: lab.Num(float64(differences(c, n)) / f)}
}

// What a gradient takes, the value included: one pass back; two values, a difference and a
// quotient for each of n inputs.
func reverse(c autodiff.Ops) int            { return c.Value + c.Local + c.Back }
func differences(c autodiff.Ops, n int) int { return 2 * n * (c.Value + 1) }

// batch is how many examples the networks of dense see.
const batch = 10

// dense counts the gradient of networks of eight dense layers of width d, d → d → … → d,
// with respect to all their weights: the passes run, and the operations are counted as
// they run.
func dense() []Cost {
	var out []Cost
	for _, d := range []int{1, 2, 4, 8, 16} {
		t := &autodiff.Tensors{}
		h := t.Const(make([]float64, batch*d), batch, d)
		var weights []*autodiff.Tensor
		for range 8 {
			w := t.Input(make([]float64, d*d), d, d)
			weights = append(weights, w)
			h = t.Map(autodiff.Tanh, t.MatMul(h, w))
		}
		z := t.Mean(h)
		t.Backward(z)
		tangents, before := 0, 0
		for _, w := range weights {
			t.Tangent(w, make([]float64, w.Size()))
			tangents += w.Size() * (t.Ops().Along - before)
			before = t.Ops().Along
		}
		out = append(out, cost("layers", len(weights)*d*d, tangents, t.Ops()))
	}
	return out
}
