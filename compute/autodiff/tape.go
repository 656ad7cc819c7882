package autodiff

import "math"

// Node is one step of a computation: v = op(a, b).
type Node struct {
	Op      Op
	Parents [2]int     // the operands, as numbers of earlier nodes; −1 where there is none
	Value   float64    // v
	Local   [2]float64 // ∂v/∂a and ∂v/∂b; 0 where the operand does not depend on an input
	Adjoint float64    // ∂z/∂v after Backward, z being the result
	Active  bool       // v depends on an input
}

// Ops counts elementary operations on numbers: + − · / and each call of a function are
// one; a change of sign, a comparison and a choice are none.
type Ops struct {
	Value int // to compute the values
	Local int // to compute the local derivatives from them
	Back  int // to carry the adjoints of one result back to all inputs
	Along int // to carry the tangents of one direction forward
}

// Tape is the record of a computation with scalars, a node after its operands. The zero
// value is an empty tape.
type Tape struct {
	nodes []Node
}

// Input records a variable and returns the number of its node.
func (t *Tape) Input(v float64) int { return t.add(Node{Op: Input, Value: v, Active: true}) }

// Const records a constant, to which no derivative is carried.
func (t *Tape) Const(v float64) int { return t.add(Node{Op: Const, Value: v}) }

func (t *Tape) add(n Node) int {
	if n.Op.Arity() < 2 {
		n.Parents[1] = -1
	}
	if n.Op.Arity() < 1 {
		n.Parents[0] = -1
	}
	t.nodes = append(t.nodes, n)
	return len(t.nodes) - 1
}

// Apply records an operation on one or two earlier nodes with its local derivatives and
// returns the number of its node. Values follow IEEE 754: a division by zero is an
// infinity, which Fault finds. Apply panics if the operation has another arity.
func (t *Tape) Apply(op Op, operands ...int) int {
	if len(operands) != op.Arity() || op.Arity() == 0 {
		panic("autodiff: " + op.String() + " applied to another number of operands")
	}
	r, n := &rules[op], Node{Op: op}
	var x [2]float64
	for i, p := range operands {
		n.Parents[i] = p
		x[i] = t.nodes[p].Value
		n.Active = n.Active || t.nodes[p].Active
	}
	n.Value = r.value(x[0], x[1])
	for i, p := range operands {
		if t.nodes[p].Active {
			n.Local[i] = [2]func(a, b, v float64) float64{r.da, r.db}[i](x[0], x[1], n.Value)
		}
	}
	return t.add(n)
}

// Len is the count of nodes.
func (t *Tape) Len() int { return len(t.nodes) }

// Node returns node i.
func (t *Tape) Node(i int) Node { return t.nodes[i] }

// Value returns the value of node i.
func (t *Tape) Value(i int) float64 { return t.nodes[i].Value }

// Adjoint returns ∂z/∂v of node i after Backward.
func (t *Tape) Adjoint(i int) float64 { return t.nodes[i].Adjoint }

// Inputs lists the numbers of the variables in the order in which they were recorded.
func (t *Tape) Inputs() []int {
	var out []int
	for i := range t.nodes {
		if t.nodes[i].Op == Input {
			out = append(out, i)
		}
	}
	return out
}

// operands calls f for every operand of node i that depends on an input.
func (t *Tape) operands(i int, f func(p int, local float64)) {
	for k, p := range t.nodes[i].Parents {
		if p >= 0 && t.nodes[p].Active {
			f(p, t.nodes[i].Local[k])
		}
	}
}

// Backward is the reverse sweep: it sets the adjoint of every node to ∂z/∂v, z being the
// value of node out. From the result back, every node adds to each of its operands
//
//	adjoint of the operand += adjoint of the node · local derivative,
//
// so that where a value is used several times its adjoint is a sum. All uses of a node
// come after it, so that its sum is complete when its own turn comes.
func (t *Tape) Backward(out int) {
	for i := range t.nodes {
		t.nodes[i].Adjoint = 0
	}
	t.nodes[out].Adjoint = 1
	for i := out; i >= 0; i-- {
		t.operands(i, func(p int, local float64) { t.nodes[p].Adjoint += t.nodes[i].Adjoint * local })
	}
}

// Tangent is the forward sweep: it returns the derivative of every node's value along the
// direction, in which direction[i] belongs to the input that is node i and the entries of
// other nodes count for nothing. It panics if direction has not one entry for each node.
func (t *Tape) Tangent(direction []float64) []float64 {
	if len(direction) != len(t.nodes) {
		panic("autodiff: a direction of another length than the tape")
	}
	dot := make([]float64, len(t.nodes))
	for i := range t.nodes {
		if t.nodes[i].Op == Input {
			dot[i] = direction[i]
		}
		t.operands(i, func(p int, local float64) { dot[i] += local * dot[p] })
	}
	return dot
}

// HessianVector returns H·u for the Hessian H of the result, node out, with respect to the
// inputs: forward mode over reverse mode, the tangents of the adjoints. The direction u is
// given as for Tangent; entry i of the answer is Σ_j ∂²z/∂v_i∂x_j·u_j, and belongs to H·u
// where node i is an input. It takes the adjoints anew.
func (t *Tape) HessianVector(out int, u []float64) []float64 {
	t.Backward(out)
	dot, adj := t.Tangent(u), make([]float64, len(t.nodes))
	for i := out; i >= 0; i-- {
		n := &t.nodes[i]
		t.operands(i, func(p int, local float64) { adj[p] += adj[i] * local })
		second := rules[n.Op].second
		if second == nil {
			continue
		}
		x, dx := [2]float64{}, [2]float64{}
		t.each(i, func(k, p int) {
			x[k] = t.nodes[p].Value
			if t.nodes[p].Active {
				dx[k] = dot[p]
			}
		})
		aa, ab, bb := second(x[0], x[1], n.Value)
		bend := [2][2]float64{{aa, ab}, {ab, bb}}
		t.each(i, func(k, p int) {
			for l, d := range dx {
				if d != 0 && t.nodes[p].Active {
					adj[p] += n.Adjoint * bend[k][l] * d
				}
			}
		})
	}
	return adj
}

// each calls f for every operand of node i with its place.
func (t *Tape) each(i int, f func(k, p int)) {
	for k, p := range t.nodes[i].Parents {
		if p >= 0 {
			f(k, p)
		}
	}
}

// Count counts what the computation and its derivatives with respect to all inputs take.
// A local derivative of 0 or ±1 by nature is not multiplied by, and of k terms of a sum
// k − 1 are added.
func (t *Tape) Count(out int) Ops {
	var c Ops
	uses := make([]int, len(t.nodes))
	for i := range out + 1 {
		r, terms := &rules[t.nodes[i].Op], 0
		if r.arity > 0 {
			c.Value++
		}
		t.each(i, func(k, p int) {
			if !t.nodes[p].Active {
				return
			}
			c.Local += [2]int{r.costA, r.costB}[k]
			if !r.unit {
				c.Back++
				c.Along++
			}
			terms++
			uses[p]++
		})
		c.Along += max(terms-1, 0)
	}
	for _, n := range uses {
		c.Back += max(n-1, 0)
	}
	return c
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
