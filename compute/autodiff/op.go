package autodiff

import (
	"math"

	"konspekt/compute/stable"
)

// Op is a scalar operation.
type Op uint8

// The operations. Input and Const stand at the leaves of a computation.
const (
	Input Op = iota
	Const
	Add
	Sub
	Mul
	Div
	Pow
	Neg
	Exp
	Log
	Sqrt
	Sin
	Cos
	Tanh
	Sigmoid
	Relu
	Abs
	Max
	Min
	Softplus
	ops // how many there are
)

// rule is an operation v(a, b) beside its derivatives; of one operand, b is 0.
type rule struct {
	name  string
	arity int
	value func(a, b float64) float64

	// da = ∂v/∂a and db = ∂v/∂b, which may use v. cost counts the operations that each
	// takes beside the value; with unit both are 0 or ±1 and are not multiplied by.
	da, db       func(a, b, v float64) float64
	costA, costB int
	unit         bool

	// second = ∂²v/∂a², ∂²v/∂a∂b, ∂²v/∂b²; nil where all are 0.
	second func(a, b, v float64) (aa, ab, bb float64)
}

func one(_, _, _ float64) float64   { return 1 }
func minus(_, _, _ float64) float64 { return -1 }

// At a kink the derivative is a convention: relu′(0) = 0, |·|′(0) = 0, and where the two
// operands of max or min are equal each has ½, all as in PyTorch.
var rules = [ops]rule{
	Input: {name: "input"},
	Const: {name: "const"},
	Add:   {name: "+", arity: 2, value: func(a, b float64) float64 { return a + b }, da: one, db: one, unit: true},
	Sub:   {name: "-", arity: 2, value: func(a, b float64) float64 { return a - b }, da: one, db: minus, unit: true},
	Mul: {name: "*", arity: 2, value: func(a, b float64) float64 { return a * b },
		da:     func(_, b, _ float64) float64 { return b },
		db:     func(a, _, _ float64) float64 { return a },
		second: func(_, _, _ float64) (float64, float64, float64) { return 0, 1, 0 }},
	Div: {name: "/", arity: 2, value: func(a, b float64) float64 { return a / b },
		da: func(_, b, _ float64) float64 { return 1 / b }, costA: 1,
		db: func(_, b, v float64) float64 { return -v / b }, costB: 1,
		second: func(_, b, v float64) (float64, float64, float64) { return 0, -1 / (b * b), 2 * v / (b * b) }},
	Pow: {name: "^", arity: 2, value: math.Pow,
		da: func(a, b, _ float64) float64 { return powA(a, b, 1) }, costA: 3,
		db: func(a, _, v float64) float64 { return powB(a, v) }, costB: 2,
		second: func(a, b, v float64) (float64, float64, float64) {
			return powA(a, b, 2), math.Pow(a, b-1) + b*powB(a, math.Pow(a, b-1)), powB(a, powB(a, v))
		}},
	Neg: {name: "neg", arity: 1, value: func(a, _ float64) float64 { return -a }, da: minus, unit: true},
	Exp: {name: "exp", arity: 1, value: func(a, _ float64) float64 { return stable.Exp(a) },
		da:     func(_, _, v float64) float64 { return v },
		second: func(_, _, v float64) (float64, float64, float64) { return v, 0, 0 }},
	Log: {name: "log", arity: 1, value: func(a, _ float64) float64 { return stable.Log(a) },
		da: func(a, _, _ float64) float64 { return 1 / a }, costA: 1,
		second: func(a, _, _ float64) (float64, float64, float64) { return -1 / (a * a), 0, 0 }},
	Sqrt: {name: "sqrt", arity: 1, value: func(a, _ float64) float64 { return math.Sqrt(a) },
		da: func(_, _, v float64) float64 { return 0.5 / v }, costA: 1,
		second: func(a, _, v float64) (float64, float64, float64) { return -0.25 / (a * v), 0, 0 }},
	Sin: {name: "sin", arity: 1, value: func(a, _ float64) float64 { return math.Sin(a) },
		da: func(a, _, _ float64) float64 { return math.Cos(a) }, costA: 1,
		second: func(_, _, v float64) (float64, float64, float64) { return -v, 0, 0 }},
	Cos: {name: "cos", arity: 1, value: func(a, _ float64) float64 { return math.Cos(a) },
		da: func(a, _, _ float64) float64 { return -math.Sin(a) }, costA: 1,
		second: func(_, _, v float64) (float64, float64, float64) { return -v, 0, 0 }},
	Tanh: {name: "tanh", arity: 1, value: func(a, _ float64) float64 { return math.Tanh(a) },
		da: func(_, _, v float64) float64 { return 1 - v*v }, costA: 2,
		second: func(_, _, v float64) (float64, float64, float64) { return -2 * v * (1 - v*v), 0, 0 }},
	Sigmoid: {name: "sigmoid", arity: 1, value: func(a, _ float64) float64 { return stable.Sigmoid(a) },
		da: func(_, _, v float64) float64 { return v * (1 - v) }, costA: 2,
		second: func(_, _, v float64) (float64, float64, float64) { return v * (1 - v) * (1 - 2*v), 0, 0 }},
	Relu: {name: "relu", arity: 1, value: func(a, _ float64) float64 { return math.Max(a, 0) + 0 },
		da: func(a, _, _ float64) float64 { return share(a, 0, 0) }, unit: true},
	Abs: {name: "abs", arity: 1, value: func(a, _ float64) float64 { return math.Abs(a) },
		da: func(a, _, _ float64) float64 { return share(a, 0, 0.5) - share(0, a, 0.5) }, unit: true},
	Max: {name: "max", arity: 2, value: math.Max, unit: true,
		da: func(a, b, _ float64) float64 { return share(a, b, 0.5) },
		db: func(a, b, _ float64) float64 { return share(b, a, 0.5) }},
	Min: {name: "min", arity: 2, value: math.Min, unit: true,
		da: func(a, b, _ float64) float64 { return share(b, a, 0.5) },
		db: func(a, b, _ float64) float64 { return share(a, b, 0.5) }},
	Softplus: {name: "softplus", arity: 1, value: func(a, _ float64) float64 { return stable.Softplus(a) },
		da: func(a, _, _ float64) float64 { return stable.Sigmoid(a) }, costA: 1,
		second: func(a, _, _ float64) (float64, float64, float64) {
			s := stable.Sigmoid(a)
			return s * (1 - s), 0, 0
		}},
}

// share is 1 where a is the larger of two, 0 where it is the smaller, and tie where they
// are equal.
func share(a, b, tie float64) float64 {
	switch {
	case a > b:
		return 1
	case a < b:
		return 0
	}
	return tie
}

// powA is the derivative of a^b by a, of order 1 or 2: b·a^(b−1), b(b−1)·a^(b−2). Where
// the factor before the power is 0 so is the derivative, at a = 0 too.
func powA(a, b float64, order int) float64 {
	factor := b
	if order == 2 {
		factor *= b - 1
	}
	if factor == 0 {
		return 0
	}
	return factor * math.Pow(a, b-float64(order))
}

// powB is the derivative of v = a^b by b, v·log a; at a = 0 its limit for b > 0, which is 0.
func powB(a, v float64) float64 {
	if a == 0 && v == 0 {
		return 0
	}
	return v * math.Log(a)
}

// String is the sign or the name of the operation: "*", "tanh"; "neg" is the unary minus.
func (op Op) String() string { return rules[op].name }

// Arity is how many operands the operation has: 0 of Input and Const, else 1 or 2.
func (op Op) Arity() int { return rules[op].arity }

// Eval returns the value of the operation; of one operand, b counts for nothing. It panics
// if op is a leaf.
func (op Op) Eval(a, b float64) float64 { return rules[op].value(a, b) }

// Function returns the operation that is written as a function of the given name.
func Function(name string) (Op, bool) {
	for op := Exp; op < ops; op++ {
		if rules[op].name == name {
			return op, true
		}
	}
	return 0, false
}

// Functions lists the names that Function knows.
func Functions() []string {
	var names []string
	for op := Exp; op < ops; op++ {
		names = append(names, rules[op].name)
	}
	return names
}
