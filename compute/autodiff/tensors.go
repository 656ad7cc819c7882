package autodiff

import (
	"fmt"
	"slices"
)

// Tensor is an array of any number of axes on a tape, row-major: the last index runs
// fastest. A scalar has no axis and one entry. The entries stand in one row, as the book
// has it, and with them the gradient: the shape only says how to read them.
type Tensor struct {
	Shape []int
	Value []float64
	Grad  []float64 // ∂z/∂entry after Backward, z being the result; nil if no input is behind it
	Dot   []float64 // derivative of each entry along the direction of Tangent

	from  []*Tensor // the operands
	moves bool      // along the direction of Tangent
	back  func()    // adds to the gradients of the operands
	push  func()    // adds to its own Dot
}

// Size is the count of entries.
func (x *Tensor) Size() int { return len(x.Value) }

// active tells whether x depends on an input.
func (x *Tensor) active() bool { return x.Grad != nil }

// Tensors is the record of a computation with tensors, each after its operands. The zero
// value is an empty tape.
type Tensors struct {
	made []*Tensor
	ops  Ops
}

// Ops returns what was counted so far, Back and Along over all sweeps: of a product of
// matrices its multiply-adds, of an operation on entries one for each entry.
func (t *Tensors) Ops() Ops { return t.ops }

// size is the product of a shape. It panics if an axis has no entry.
func size(shape []int) int {
	n := 1
	for _, s := range shape {
		if s < 1 {
			panic(fmt.Sprintf("autodiff: a shape %v", shape))
		}
		n *= s
	}
	return n
}

// Const records an array to which no gradient is carried. The entries are not copied. It
// panics if they are not as many as the shape has.
func (t *Tensors) Const(value []float64, shape ...int) *Tensor {
	if len(value) != size(shape) {
		panic(fmt.Sprintf("autodiff: %d entries for the shape %v", len(value), shape))
	}
	x := &Tensor{Shape: shape, Value: value}
	t.made = append(t.made, x)
	return x
}

// Input records an array of variables; the rest is as in Const.
func (t *Tensors) Input(value []float64, shape ...int) *Tensor {
	x := t.Const(value, shape...)
	x.Grad, x.Dot = make([]float64, len(value)), make([]float64, len(value))
	return x
}

// result records a tensor computed from operands; its values are yet to be filled in.
func (t *Tensors) result(shape []int, operands ...*Tensor) *Tensor {
	x := &Tensor{Shape: shape, Value: make([]float64, size(shape)), from: operands}
	for _, o := range operands {
		if o.active() && !x.active() {
			x.Grad, x.Dot = make([]float64, x.Size()), make([]float64, x.Size())
		}
	}
	t.made = append(t.made, x)
	return x
}

// Backward is the reverse sweep: it sets the gradient of every tensor to that of z. It
// panics if z is not a scalar.
func (t *Tensors) Backward(z *Tensor) {
	if z.Size() != 1 {
		panic(fmt.Sprintf("autodiff: the gradient of a result of shape %v", z.Shape))
	}
	t.Pull(z, []float64{1})
}

// Pull is the reverse sweep from a result y of any shape: it sets the gradient of every
// tensor x to Jᵀu, where J = ∂y/∂x is the Jacobian of the flattened tensors and u, with an
// entry for each of y, the gradient that comes to y from outside. It panics if y depends
// on no input or u has another length.
func (t *Tensors) Pull(y *Tensor, u []float64) {
	if !y.active() || len(u) != y.Size() {
		panic(fmt.Sprintf("autodiff: %d numbers pulled back through a result of shape %v", len(u), y.Shape))
	}
	for _, x := range t.made {
		clear(x.Grad)
	}
	copy(y.Grad, u)
	for i := len(t.made) - 1; i >= 0; i-- {
		if x := t.made[i]; x.active() && x.back != nil {
			x.back()
		}
	}
}

// Tangent is the forward sweep: it sets Dot of every tensor to the derivative of its
// entries as the input x moves along the direction, the other inputs standing still. What
// x does not move costs nothing. It panics if the direction has not an entry for each of x.
func (t *Tensors) Tangent(x *Tensor, direction []float64) {
	if len(direction) != x.Size() || !x.active() {
		panic("autodiff: a direction of another length than the input")
	}
	for _, y := range t.made {
		clear(y.Dot)
		y.moves = y == x || slices.ContainsFunc(y.from, func(o *Tensor) bool { return o.moves })
		if y == x {
			copy(x.Dot, direction)
		} else if y.moves {
			y.push()
		}
	}
}
