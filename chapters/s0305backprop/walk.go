package s0305backprop

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"konspekt/compute/autodiff"
	"konspekt/compute/expr"
	"konspekt/internal/lab"
)

// walk is the order of the two passes: the operations as they are computed, then the nodes
// that depend on an input, from the result back, as their derivatives are complete.
type walk struct{ forward, backward []int }

func walkOf(e *expr.Expr, tape *autodiff.Tape) walk {
	var w walk
	for i := range e.Nodes {
		if tape.Node(i).Op.Arity() > 0 {
			w.forward = append(w.forward, i)
		}
		if tape.Node(i).Active {
			w.backward = append(w.backward, i)
		}
	}
	slices.Reverse(w.backward)
	return w
}

// stages is how many stages the walk of a state has.
func stages(p Params) int {
	if p.Mode == layer {
		return p.N * p.K
	}
	e, err := expr.Parse(p.Expr)
	if err != nil {
		return 0
	}
	operations, active := 0, make([]bool, len(e.Nodes))
	back := 0
	for i, n := range e.Nodes {
		active[i] = n.Op == autodiff.Input
		for _, a := range n.Args[:n.Op.Arity()] {
			active[i] = active[i] || active[a]
		}
		if n.Op.Arity() > 0 {
			operations++
		}
		if active[i] {
			back++
		}
	}
	return operations + back
}

// Stage is where a walk is.
type Stage struct {
	Step  int    `json:"step"`
	Steps int    `json:"steps"`
	Pass  string `json:"pass"` // forward or backward
	Node  int    `json:"node"` // the one that has just got its value or its derivative
}

func (w walk) stage(p Params) *Stage {
	if p.Step == 0 || p.Ask {
		return nil
	}
	s := &Stage{Step: p.Step, Steps: len(w.forward) + len(w.backward), Pass: "forward"}
	if p.Step <= len(w.forward) {
		s.Node = w.forward[p.Step-1]
		return s
	}
	s.Pass, s.Node = "backward", w.backward[p.Step-len(w.forward)-1]
	return s
}

// sight is what a state shows of the graph: which values and which derivatives, and the
// node that is looked at, −1 if there is none.
type sight struct {
	value, adjoint []bool
	now            int
	back           bool // the node that is looked at has its derivative, or is asked for it
}

func (r *Result) sight(p Params) sight {
	n := len(r.Nodes)
	v := sight{value: make([]bool, n), adjoint: make([]bool, n), now: -1}
	forward, backward := len(r.walk.forward), len(r.walk.backward)
	switch {
	case p.Ask:
		if backward = r.Exercise.Found + 1; r.Exercise.Asked != nil {
			v.now, v.back = *r.Exercise.Asked, true
		}
	case r.Stage != nil:
		v.now, v.back = r.Stage.Node, r.Stage.Pass == "backward"
		forward, backward = min(p.Step, forward), max(0, p.Step-forward)
	}
	for i, node := range r.Nodes {
		v.value[i] = len(node.Parents) == 0
	}
	for _, i := range r.walk.forward[:forward] {
		v.value[i] = true
	}
	for _, i := range r.walk.backward[:backward] {
		v.adjoint[i] = true
	}
	return v
}

// Exercise is how far the reader has found the derivatives, from the result back. That of
// the result, 1, is given.
type Exercise struct {
	Found   int    `json:"found"`
	Total   int    `json:"total"`
	Verdict string `json:"verdict"` // empty, right (of the last answer), wrong or done
	Asked   *int   `json:"asked"`   // the node whose derivative comes next; null when all are found
}

// Verdicts of an exercise.
const (
	right = "right"
	wrong = "wrong"
	done  = "done"
)

// tolerance is how far an answer may be off: 0.01 and a hundredth of the derivative.
const tolerance = 0.01

// exercise holds the answers against the derivatives, up to the first that is wrong.
func (r *Result) exercise(p Params) (*Exercise, error) {
	if !p.Ask {
		return nil, nil
	}
	answers, asked := answers(p.Answer), r.walk.backward[1:]
	if len(answers) > len(asked) {
		return nil, lab.Problems{{Parameter: "answer", Value: p.Answer,
			Reason: fmt.Sprintf("производных здесь нужно %d, ответов %d", len(asked), len(answers))}}
	}
	x := &Exercise{Total: len(asked)}
	for i, a := range answers {
		want := float64(r.Nodes[asked[i]].Adjoint)
		if math.Abs(a-want) > tolerance*(1+math.Abs(want)) {
			x.Verdict = wrong
			break
		}
		x.Found, x.Verdict = x.Found+1, right
	}
	if x.Found == x.Total {
		x.Verdict = done
	} else {
		x.Asked = &asked[x.Found]
	}
	return x, nil
}

// answers are the numbers of a canonical list of answers.
func answers(text string) []float64 {
	var out []float64
	for item := range strings.SplitSeq(text, ";") {
		if v, err := strconv.ParseFloat(item, 64); err == nil {
			out = append(out, v)
		}
	}
	return out
}

// checkAnswer reads numbers apart by semicolons or spaces, with a point or a comma.
func checkAnswer(text string) (canonical, wrong string) {
	items := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("; \t\n", r) })
	for i, item := range items {
		v, err := strconv.ParseFloat(strings.NewReplacer(",", ".", "\u2212", "-").Replace(item), 64)
		if err != nil || math.Abs(v) > 1e9 || v != v || strings.ContainsAny(item, "xX_") {
			return "", fmt.Sprintf("ответ %d: нужно число, а стоит «%s»; ответы отделяют точкой с запятой", i+1, shorten(item))
		}
		items[i] = expr.Number(v + 0)
	}
	if len(items) > expr.MaxNodes {
		return "", fmt.Sprintf("ответов не больше %d", expr.MaxNodes)
	}
	return strings.Join(items, ";"), ""
}
