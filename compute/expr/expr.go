// Package expr reads an expression such as sin(x*y) + relu(x - 2) as a graph of
// operations, ready to be computed and differentiated: the computational graph of
// Goodfellow, Bengio, Courville, Deep Learning, §6.5.1.
//
// The grammar: numbers, names, + − * / ^, brackets, the unary minus and the functions of
// autodiff.Functions. ^ binds tightest and to the right, 2^3^2 = 2^(3^2), then the unary
// minus, −x^2 = −(x^2), then * and /, then + and −, these to the left. A minus may be U+2212,
// a product · or ×. The parser is Pratt's, Top down operator precedence, POPL 1973,
// doi:10.1145/512927.512931.
//
// What is the same is one node: a name, and an equal subexpression too, so that its value
// is computed once and its derivative is a sum over its uses. Numbers alone stand each on
// their own.
package expr

import (
	"strconv"
	"strings"

	"konspekt/compute/autodiff"
)

// Limits of an expression.
const (
	MaxNodes = 200 // operations, names and numbers
	MaxDepth = 200 // brackets, functions and signs within each other
	MaxName  = 12  // letters of a name
)

// Node is an operation of the graph, a name or a number.
type Node struct {
	Op     autodiff.Op // Input for a name, Const for a number
	Args   [2]int      // operands, numbers of earlier nodes; −1 where there is none
	Name   string      // of an input
	Input  int         // of an input: its place in Names
	Value  float64     // of a constant
	Column int         // where its sign, name or number stands first, in letters from 1
}

// Expr is a graph: every node stands after its operands, the result last.
type Expr struct {
	Nodes []Node
	Names []string // the inputs in the order in which they are first met
}

// At returns the values of all nodes for the values x of the names, in the order of Names.
// Values follow IEEE 754. It panics if x is not as long as Names.
func (e *Expr) At(x []float64) []float64 {
	if len(x) != len(e.Names) {
		panic("expr: another number of values than of names")
	}
	v := make([]float64, len(e.Nodes))
	for i, n := range e.Nodes {
		switch n.Op {
		case autodiff.Input:
			v[i] = x[n.Input]
		case autodiff.Const:
			v[i] = n.Value
		default:
			b := 0.0
			if n.Args[1] >= 0 {
				b = v[n.Args[1]]
			}
			v[i] = n.Op.Eval(v[n.Args[0]], b)
		}
	}
	return v
}

// Result is the value of the whole expression, the last of At.
func (e *Expr) Result(x []float64) float64 { return e.At(x)[len(e.Nodes)-1] }

// Failure says at which node a value or a derivative is not finite.
type Failure struct {
	Node   int
	Op     autodiff.Op
	Column int
	Reason autodiff.Reason
}

// Error names the operation and its column.
func (f *Failure) Error() string {
	return "expr: " + f.Op.String() + " at column " + strconv.Itoa(f.Column) + ": reason " + strconv.Itoa(int(f.Reason))
}

// Record computes the expression on a tape, whose node i is node i of e, and carries the
// adjoints back. The error is a *Failure if a number on the way is not finite; the tape is
// returned all the same. Record panics as At does.
func (e *Expr) Record(x []float64) (*autodiff.Tape, error) {
	if len(x) != len(e.Names) {
		panic("expr: another number of values than of names")
	}
	t := &autodiff.Tape{}
	for _, n := range e.Nodes {
		switch n.Op {
		case autodiff.Input:
			t.Input(x[n.Input])
		case autodiff.Const:
			t.Const(n.Value)
		default:
			t.Apply(n.Op, n.Args[:n.Op.Arity()]...)
		}
	}
	t.Backward(len(e.Nodes) - 1)
	if f, bad := t.Fault(); bad {
		n := e.Nodes[f.Node]
		return t, &Failure{f.Node, n.Op, n.Column, f.Reason}
	}
	return t, nil
}

// Levels of binding, loosest first.
const (
	sum = iota + 1
	product
	sign
	power
	atom
)

// String writes the expression with no more brackets than it takes to read the same again.
func (e *Expr) String() string { return e.Part(len(e.Nodes) - 1) }

// Part writes the subexpression whose result is node i.
func (e *Expr) Part(i int) string {
	var b strings.Builder
	e.write(&b, i, 0)
	return b.String()
}

// level is how tightly what node i writes holds together.
func (e *Expr) level(i int) int {
	switch n := e.Nodes[i]; n.Op {
	case autodiff.Add, autodiff.Sub:
		return sum
	case autodiff.Mul, autodiff.Div:
		return product
	case autodiff.Neg:
		return sign
	case autodiff.Pow:
		return power
	case autodiff.Const:
		if n.Value < 0 {
			return sign
		}
	}
	return atom
}

// write writes node i, in brackets if it holds together more loosely than least.
func (e *Expr) write(b *strings.Builder, i, least int) {
	n, own := e.Nodes[i], e.level(i)
	if own < least {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n.Op {
	case autodiff.Input:
		b.WriteString(n.Name)
	case autodiff.Const:
		b.WriteString(Number(n.Value))
	case autodiff.Add, autodiff.Sub:
		e.pair(b, n, own, own+1, " "+n.Op.String()+" ")
	case autodiff.Mul, autodiff.Div:
		e.pair(b, n, own, own+1, n.Op.String())
	case autodiff.Pow:
		e.pair(b, n, own+1, own, "^")
	case autodiff.Neg:
		b.WriteByte('-')
		e.write(b, n.Args[0], power)
	default:
		b.WriteString(n.Op.String() + "(")
		e.write(b, n.Args[0], 0)
		if n.Args[1] >= 0 {
			b.WriteString(", ")
			e.write(b, n.Args[1], 0)
		}
		b.WriteByte(')')
	}
}

func (e *Expr) pair(b *strings.Builder, n Node, left, right int, between string) {
	e.write(b, n.Args[0], left)
	b.WriteString(between)
	e.write(b, n.Args[1], right)
}

// Number writes a number as briefly as it can be read back.
func Number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
