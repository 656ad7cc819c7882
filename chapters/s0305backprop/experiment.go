// Package s0305backprop is section 3.5: the chain rule on the graph of a computation, from
// the result back to all inputs in one pass.
package s0305backprop

import (
	"context"
	"math"

	"konspekt/compute/autodiff"
	"konspekt/compute/expr"
	"konspekt/internal/lab"
)

// Params selects one experiment. Fields of the other mode count for nothing.
type Params struct {
	Mode   string  // expression or layer
	Expr   string  // as typed
	Values string  // of its names: «x=2.5,y=-1.25»
	Step   int     // stages of the walk that are done; 0: all, with no walk
	Ask    bool    // the reader is asked for the derivatives
	Answer string  // those found so far: «1;-2.5»
	LogH   float64 // lg h of the step of central differences
	M      int     // m, rows of X
	N      int     // n, columns of X and rows of W
	K      int     // k, columns of W
	Seed   uint64
}

// Modes of the lab.
const (
	expression = "expression"
	layer      = "layer"
)

// Result is the graph with its derivatives, or the layer; what is of the other mode is null.
type Result struct {
	Value            lab.Num            `json:"value"`
	Gradient         map[string]lab.Num `json:"gradient"`
	Nodes            []Node             `json:"nodes"`            // a node after its parents, the result last
	GradientNumeric  map[string]lab.Num `json:"gradient_numeric"` // central differences; null where the expression has no value at x ± h
	MaxRelativeError lab.Num            `json:"max_relative_error"`
	Disagreement     []Disagreement     `json:"disagreement"` // of the differences, against their step
	Ops              *Ops               `json:"ops"`
	Stage            *Stage             `json:"stage"` // null without a walk
	Exercise         *Exercise          `json:"exercise"`

	X                  [][]float64 `json:"x"`
	W                  [][]float64 `json:"w"`
	Y                  [][]float64 `json:"y"` // XW
	Upstream           [][]float64 `json:"upstream"`
	Jacobian           [][]float64 `json:"jacobian"`       // of flattened Y by flattened W
	JacobianShape      []int       `json:"jacobian_shape"` // rows m·k, columns n·k
	JacobianZeros      lab.Num     `json:"jacobian_zeros"` // share of its entries
	Grad               [][]float64 `json:"grad"`           // ∂z/∂W
	GradX              [][]float64 `json:"grad_x"`
	GradFlattened      []float64   `json:"grad_flattened"` // Jacobianᵀ · flattened upstream
	GradFlattenedEqual *bool       `json:"grad_flattened_equal"`
	LayerOps           *LayerOps   `json:"layer_ops"`

	Cost []Cost `json:"cost"`

	graph *expr.Expr
	tape  *autodiff.Tape
	walk  walk
}

// Node is a step of the computation.
type Node struct {
	ID      int       `json:"id"`
	Op      string    `json:"op"`
	Name    string    `json:"name,omitempty"` // of an input
	Column  int       `json:"column"`         // in the expression, from 1
	Value   lab.Num   `json:"value"`
	Adjoint lab.Num   `json:"adjoint"` // ∂z/∂value; null of a node that depends on no input
	Parents []int     `json:"parents"`
	Local   []lab.Num `json:"local"` // derivative by each parent; null of one that depends on no input
}

// Ops counts elementary operations on numbers.
type Ops struct {
	Inputs      int `json:"inputs"`
	Value       int `json:"value"`       // the expression itself
	Backward    int `json:"backward"`    // the local derivatives and one pass back, beside the value
	Tangent     int `json:"tangent"`     // one pass of tangents, beside the value and the local derivatives
	Reverse     int `json:"reverse"`     // the value and the gradient by reverse mode
	Forward     int `json:"forward"`     // the same by forward mode, a pass of tangents for each input
	Differences int `json:"differences"` // the gradient by central differences
}

var nan = lab.Num(math.NaN())

// Run computes the graph or the layer.
func Run(_ context.Context, p Params, _ lab.Tables) (*Result, error) {
	r := &Result{Value: nan, MaxRelativeError: nan, JacobianZeros: nan}
	if p.Mode == layer {
		r.layer(p)
		r.Cost = dense()
		return r, nil
	}
	e, x, err := read(p)
	if err != nil {
		return nil, err
	}
	if err := r.differentiate(p, e, x); err != nil {
		return nil, err
	}
	r.check(p, x)
	r.walk = walkOf(e, r.tape)
	r.Stage = r.walk.stage(p)
	if r.Exercise, err = r.exercise(p); err != nil {
		return nil, err
	}
	return r, nil
}

// differentiate computes the expression and carries the adjoints back.
func (r *Result) differentiate(p Params, e *expr.Expr, x []float64) error {
	tape, err := e.Record(x)
	if err != nil {
		return failed(p, e, err)
	}
	last := len(e.Nodes) - 1
	r.graph, r.tape, r.Value = e, tape, lab.Num(tape.Value(last))
	r.Gradient = map[string]lab.Num{}
	for i, n := range e.Nodes {
		at := tape.Node(i)
		out := Node{ID: i, Op: n.Op.String(), Name: n.Name, Column: n.Column, Value: lab.Num(at.Value), Adjoint: nan, Parents: []int{}, Local: []lab.Num{}}
		if at.Active {
			out.Adjoint = lab.Num(at.Adjoint)
		}
		for k := range n.Op.Arity() {
			out.Parents = append(out.Parents, n.Args[k])
			out.Local = append(out.Local, nan)
			if tape.Node(n.Args[k]).Active {
				out.Local[k] = lab.Num(at.Local[k])
			}
		}
		if n.Op == autodiff.Input {
			r.Gradient[n.Name] = lab.Num(at.Adjoint)
		}
		r.Nodes = append(r.Nodes, out)
	}
	c, n := tape.Count(last), len(e.Names)
	r.Ops = &Ops{Inputs: n, Value: c.Value, Backward: c.Local + c.Back, Tangent: c.Along, Reverse: reverse(c), Forward: c.Value + c.Local + n*c.Along, Differences: differences(c, n)}
	r.Cost = append(copies(e, c), dense()...)
	return nil
}

// Disagreement is the largest relative error of the gradient by central differences with
// the step h; null where the expression has no value at one of the points.
type Disagreement struct {
	H     lab.Num `json:"h"`
	Error lab.Num `json:"error"`
}

// perDecade is how many steps of differences are tried in a decade.
const perDecade = 4

// check compares the gradient with central differences, at the step chosen and along all.
func (r *Result) check(p Params, x []float64) {
	numeric, worst := r.against(x, math.Pow(10, p.LogH))
	r.GradientNumeric, r.MaxRelativeError = map[string]lab.Num{}, lab.Num(worst)
	for i, name := range r.graph.Names {
		r.GradientNumeric[name] = lab.Num(numeric[i])
	}
	for i := int(leastLogH * perDecade); i <= 0; i++ {
		h := math.Pow(10, float64(i)/perDecade)
		_, worst := r.against(x, h)
		r.Disagreement = append(r.Disagreement, Disagreement{lab.Num(h), lab.Num(worst)})
	}
}

// against is the gradient by differences with step h and its largest relative error.
func (r *Result) against(x []float64, h float64) (numeric []float64, worst float64) {
	numeric = autodiff.Differences(nil, r.graph.Result, x, h)
	for i, name := range r.graph.Names {
		e := autodiff.RelativeError(float64(r.Gradient[name]), numeric[i])
		if math.IsNaN(e) || math.IsInf(numeric[i], 0) {
			return numeric, math.NaN()
		}
		worst = max(worst, e)
	}
	return numeric, worst
}
