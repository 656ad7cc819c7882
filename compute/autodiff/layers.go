package autodiff

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"

	"konspekt/compute/stable"
)

// multiply is C ← op(A)·op(B) + β·C for row-major matrices.
func multiply(ta, tb blas.Transpose, a, b, c blas64.General, beta float64) {
	blas64.Gemm(ta, tb, 1, a, b, beta, c)
}

func matrix(data []float64, rows int) blas64.General {
	cols := len(data) / rows
	return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
}

// MatMul records Y = X·W: x has the shape …×n, w is n×k, and y is …×k, each row of x, over
// all its leading axes, times w. With G = ∂z/∂Y
//
//	∂z/∂X = G·Wᵀ,  ∂z/∂W = Xᵀ·G,  Ẏ = Ẋ·W + X·Ẇ.
//
// It panics if the shapes do not fit.
func (t *Tensors) MatMul(x, w *Tensor) *Tensor {
	last := len(x.Shape) - 1
	if last < 0 || len(w.Shape) != 2 || x.Shape[last] != w.Shape[0] {
		panic(fmt.Sprintf("autodiff: a product of shapes %v and %v", x.Shape, w.Shape))
	}
	n, k := w.Shape[0], w.Shape[1]
	rows := x.Size() / n
	y := t.result(append(slices.Clone(x.Shape[:last]), k), x, w)
	multiply(blas.NoTrans, blas.NoTrans, matrix(x.Value, rows), matrix(w.Value, n), matrix(y.Value, rows), 0)
	t.ops.Value += rows * n * k
	y.back = func() {
		if x.active() {
			multiply(blas.NoTrans, blas.Trans, matrix(y.Grad, rows), matrix(w.Value, n), matrix(x.Grad, rows), 1)
			t.ops.Back += rows * n * k
		}
		if w.active() {
			multiply(blas.Trans, blas.NoTrans, matrix(x.Value, rows), matrix(y.Grad, rows), matrix(w.Grad, n), 1)
			t.ops.Back += rows * n * k
		}
	}
	y.push = func() {
		if x.moves {
			multiply(blas.NoTrans, blas.NoTrans, matrix(x.Dot, rows), matrix(w.Value, n), matrix(y.Dot, rows), 1)
			t.ops.Along += rows * n * k
		}
		if w.moves {
			multiply(blas.NoTrans, blas.NoTrans, matrix(x.Value, rows), matrix(w.Dot, n), matrix(y.Dot, rows), 1)
			t.ops.Along += rows * n * k
		}
	}
	return y
}

// Map records y_i = op(x_i) for an operation of one operand:
//
//	∂z/∂x_i = ∂z/∂y_i · op′(x_i),  ẏ_i = op′(x_i)·ẋ_i.
func (t *Tensors) Map(op Op, x *Tensor) *Tensor {
	r := &rules[op]
	if r.arity != 1 {
		panic("autodiff: " + r.name + " of one tensor")
	}
	y := t.result(x.Shape, x)
	for i, v := range x.Value {
		y.Value[i] = r.value(v, 0)
	}
	t.ops.Value += y.Size()
	y.back = func() {
		for i, g := range y.Grad {
			x.Grad[i] += g * r.da(x.Value[i], 0, y.Value[i])
		}
		t.ops.Back += y.Size()
	}
	y.push = func() {
		for i, d := range x.Dot {
			y.Dot[i] += d * r.da(x.Value[i], 0, y.Value[i])
		}
		t.ops.Along += y.Size()
	}
	return y
}

// Zip records y_i = op(a_i, b_i) for an operation of two operands. The shape of b is that
// of a, or its last axes, or b has one entry; then b is repeated, as a row of biases is for
// every example, and what flows back to it is the sum over the repetitions. Zip panics on
// other shapes.
func (t *Tensors) Zip(op Op, a, b *Tensor) *Tensor {
	r, lead := &rules[op], len(a.Shape)-len(b.Shape)
	if r.arity != 2 || b.Size() > 1 && (lead < 0 || !slices.Equal(a.Shape[lead:], b.Shape)) {
		panic(fmt.Sprintf("autodiff: %s of shapes %v and %v", r.name, a.Shape, b.Shape))
	}
	y, n := t.result(a.Shape, a, b), b.Size()
	for i, v := range a.Value {
		y.Value[i] = r.value(v, b.Value[i%n])
	}
	t.ops.Value += y.Size()
	y.back = func() {
		for i, g := range y.Grad {
			if a.active() {
				a.Grad[i] += g * r.da(a.Value[i], b.Value[i%n], y.Value[i])
			}
			if b.active() {
				b.Grad[i%n] += g * r.db(a.Value[i], b.Value[i%n], y.Value[i])
			}
		}
		t.ops.Back += y.Size() * count(a.active(), b.active())
	}
	y.push = func() {
		for i := range y.Dot {
			if a.moves {
				y.Dot[i] += a.Dot[i] * r.da(a.Value[i], b.Value[i%n], y.Value[i])
			}
			if b.moves {
				y.Dot[i] += b.Dot[i%n] * r.db(a.Value[i], b.Value[i%n], y.Value[i])
			}
		}
		t.ops.Along += y.Size() * count(a.moves, b.moves)
	}
	return y
}

// count counts those that are true.
func count(each ...bool) int {
	n := 0
	for _, yes := range each {
		if yes {
			n++
		}
	}
	return n
}

// Sum records the scalar y = Σ x_i: every x_i has the gradient of y.
func (t *Tensors) Sum(x *Tensor) *Tensor { return t.total(x, 1) }

// Mean records the scalar y = (1/N)·Σ x_i over all N entries.
func (t *Tensors) Mean(x *Tensor) *Tensor { return t.total(x, 1/float64(x.Size())) }

func (t *Tensors) total(x *Tensor, weight float64) *Tensor {
	y := t.result(nil, x)
	for _, v := range x.Value {
		y.Value[0] += v
	}
	y.Value[0] *= weight
	t.ops.Value += x.Size()
	y.back = func() {
		for i := range x.Grad {
			x.Grad[i] += y.Grad[0] * weight
		}
		t.ops.Back += x.Size()
	}
	y.push = func() {
		for _, d := range x.Dot {
			y.Dot[0] += d * weight
		}
		t.ops.Along += x.Size()
	}
	return y
}

// LogSumExp records y = log Σ_j exp(x_j) along the last axis, which disappears: its
// gradient is the softmax. It panics if x is a scalar.
func (t *Tensors) LogSumExp(x *Tensor) *Tensor {
	last := len(x.Shape) - 1
	n := x.Shape[last]
	y := t.result(slices.Clone(x.Shape[:last]), x)
	for i := range y.Value {
		y.Value[i] = stable.LogSumExp(x.Value[i*n : (i+1)*n])
	}
	t.ops.Value += x.Size()
	y.back = func() {
		for i := range x.Grad {
			x.Grad[i] += y.Grad[i/n] * math.Exp(x.Value[i]-y.Value[i/n])
		}
		t.ops.Back += x.Size()
	}
	y.push = func() {
		for i, d := range x.Dot {
			y.Dot[i/n] += d * math.Exp(x.Value[i]-y.Value[i/n])
		}
		t.ops.Along += x.Size()
	}
	return y
}

// Pick records y_i = x_{i, class[i]}, one entry of every row along the last axis: the
// gradient goes to that entry only. It panics if there is not a class for each row.
func (t *Tensors) Pick(x *Tensor, class []int) *Tensor {
	last := len(x.Shape) - 1
	n := x.Shape[last]
	y := t.result(slices.Clone(x.Shape[:last]), x)
	if len(class) != y.Size() {
		panic(fmt.Sprintf("autodiff: %d classes for %d rows", len(class), y.Size()))
	}
	for i, c := range class {
		y.Value[i] = x.Value[i*n : (i+1)*n][c]
	}
	y.back = func() {
		for i, c := range class {
			x.Grad[i*n+c] += y.Grad[i]
		}
	}
	y.push = func() {
		for i, c := range class {
			y.Dot[i] += x.Dot[i*n+c]
		}
	}
	return y
}
