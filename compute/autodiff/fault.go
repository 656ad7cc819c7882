package autodiff

// Reason says why a number of a node is not finite.
type Reason uint8

// The reasons.
const (
	DivisionByZero  Reason = iota + 1
	LogOfZero              // log 0 = −∞
	LogOfNegative          // log of a number below 0
	RootOfNegative         // sqrt of a number below 0
	ZeroToNegative         // 0 to a negative power
	NegativeBase           // a negative number to a power that is not whole
	Overflow               // the value is larger than the largest number
	InfiniteSlope          // the value is finite, its derivative is not: sqrt at 0
	NoSlope                // the base is negative, or both are 0: no derivative by the exponent
	AdjointOverflow        // the derivative is larger than the largest number
	NotFinite              // an input or a constant is not finite
)

// Fault is the first node of a computation at which a number is not finite.
type Fault struct {
	Node   int
	Reason Reason
}

// Fault finds the first value that is not finite or, if all values are finite, the node
// of the last of the local derivatives or adjoints that is not finite: the one from which
// the others have it. Adjoints are looked at as Backward left them. ok is false if all is
// finite.
func (t *Tape) Fault() (f Fault, ok bool) {
	for i, n := range t.nodes {
		if !finite(n.Value) {
			return Fault{i, t.reason(n)}, true
		}
	}
	for i := len(t.nodes) - 1; i >= 0; i-- {
		n := t.nodes[i]
		if !finite(n.Adjoint) {
			return Fault{i, AdjointOverflow}, true
		}
		for k, local := range n.Local {
			if finite(local) {
				continue
			}
			if n.Op == Pow && k == 1 {
				return Fault{i, NoSlope}, true
			}
			return Fault{i, InfiniteSlope}, true
		}
	}
	return Fault{}, false
}

// reason says why the value of a node is not finite although its operands are.
func (t *Tape) reason(n Node) Reason {
	if n.Op.Arity() == 0 {
		return NotFinite
	}
	a, b := t.nodes[n.Parents[0]].Value, 0.0
	if n.Parents[1] >= 0 {
		b = t.nodes[n.Parents[1]].Value
	}
	switch {
	case n.Op == Div && b == 0:
		return DivisionByZero
	case n.Op == Log && a == 0:
		return LogOfZero
	case n.Op == Log && a < 0:
		return LogOfNegative
	case n.Op == Sqrt && a < 0:
		return RootOfNegative
	case n.Op == Pow && a == 0 && b < 0:
		return ZeroToNegative
	case n.Op == Pow && a < 0 && b != float64(int64(b)):
		return NegativeBase
	}
	return Overflow
}
