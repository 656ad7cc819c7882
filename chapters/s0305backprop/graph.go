package s0305backprop

import (
	"fmt"
	"slices"
	"strings"

	"konspekt/compute/autodiff"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// drawGraph shows the graph as far as it is computed: values above the boxes, derivatives
// of the result below, on the edges what flows back along them.
func drawGraph(p Params, r *Result) (*plots.Figure, error) {
	v := r.sight(p)
	g := plots.Graph{AboveName: "значение", BelowName: "производная z по нему"}
	for i, n := range r.Nodes {
		box := plots.GraphNode{Text: sign(n), Above: n.Value.Text(r.digits()), HideAbove: !v.value[i], Strong: i == v.now, Tag: tag("n", i),
			Faint: !v.value[i] || p.Ask && !r.tape.Node(i).Active, Ink: plots.Text}
		if n.Op == autodiff.Const.String() { // its value stands in the box
			box.Above, box.Ink = "", plots.Muted
		}
		if r.tape.Node(i).Active {
			box.Below, box.HideBelow = n.Adjoint.Text(r.digits()), !v.adjoint[i]
			if p.Ask && !v.adjoint[i] {
				box.Below, box.HideBelow = "?", false
			}
		}
		g.Nodes = append(g.Nodes, box)
		for k, from := range n.Parents {
			g.Edges = append(g.Edges, r.edge(v, from, i, k))
		}
	}
	return plots.New(plots.Axes{}, g)
}

// edge is the way from a node to operand k of another one. What flows back along it is
// known as soon as the derivative at its end is; to find it, a reader has to multiply.
func (r *Result) edge(v sight, from, to, k int) plots.GraphEdge {
	e := plots.GraphEdge{From: from, To: to, Tag: tag("e", 2*to+k), Faint: !v.value[to]}
	if !r.tape.Node(from).Active {
		return e
	}
	e.Label, e.HideLabel = r.flow(to, k, r.digits()), !v.adjoint[to]
	e.Strong = v.back && v.now == from || !v.back && v.now == to
	if v.back && v.now == from && !v.adjoint[from] {
		e.HideLabel = true
	}
	if e.Strong && v.back {
		e.Ink = plots.C2
	}
	return e
}

// flow writes what flows back from a node to its operand k: local · upstream.
func (r *Result) flow(to, k, digits int) string {
	return r.Nodes[to].Local[k].Text(digits) + "·" + bracketed(r.Nodes[to].Adjoint.Text(digits))
}

// digits is how many a number in the graph has: fewer where there are many.
func (r *Result) digits() int {
	if len(r.Nodes) > fewNodes {
		return 3
	}
	return 4
}

// fewNodes is how many nodes a small graph has.
const fewNodes = 8

// bracketed puts a number behind a sign of multiplication in brackets if it needs them.
func bracketed(number string) string {
	if strings.HasPrefix(number, "−") || strings.Contains(number, "·") {
		return "(" + number + ")"
	}
	return number
}

func tag(kind string, i int) string { return fmt.Sprint(kind, i) }

// sign is what stands in the box of a node.
func sign(n Node) string {
	switch n.Op {
	case autodiff.Input.String():
		return n.Name
	case autodiff.Const.String():
		return n.Value.Text(4)
	case autodiff.Mul.String():
		return "×"
	case autodiff.Div.String():
		return "÷"
	case autodiff.Sub.String(), autodiff.Neg.String():
		return "−"
	}
	return n.Op
}

func describeGraph(p Params, r *Result) string {
	head := fmt.Sprintf("Вычислительный граф из %s: z = %s. ", russian.Count(len(r.Nodes), "узла", "узлов", "узлов"), r.Value.Text(4))
	switch {
	case p.Ask:
		return head + r.verdict(p)
	case r.Stage == nil:
		return head + "Производные: " + r.derivatives() + "."
	case r.Stage.Pass == "forward":
		return head + fmt.Sprintf("Прямой проход, шаг %d из %d: %s = %s.", p.Step, r.Stage.Steps, r.part(r.Stage.Node), r.Nodes[r.Stage.Node].Value.Text(4))
	}
	return head + fmt.Sprintf("Обратный проход, шаг %d из %d: производная по %s равна %s.", p.Step, r.Stage.Steps, r.part(r.Stage.Node), r.Nodes[r.Stage.Node].Adjoint.Text(4))
}

// derivatives lists the gradient, not more than four entries.
func (r *Result) derivatives() string {
	var items []string
	for i, name := range r.graph.Names {
		if i == 4 {
			items = append(items, "и ещё "+fmt.Sprint(len(r.graph.Names)-i))
			break
		}
		items = append(items, "по "+name+" "+r.Gradient[name].Text(4))
	}
	return strings.Join(items, ", ")
}

// part is the subexpression of a node, shortened.
func (r *Result) part(i int) string { return shorten(strings.ReplaceAll(r.graph.Part(i), "-", "−")) }

// verdict is what an exercise says.
func (r *Result) verdict(p Params) string {
	x := r.Exercise
	score := fmt.Sprintf("Найдено %d из %d.", x.Found, x.Total)
	switch x.Verdict {
	case done:
		return "Все производные найдены."
	case wrong:
		return fmt.Sprintf("По %s пока неверно. %s", r.part(*x.Asked), score)
	case right:
		return fmt.Sprintf("Верно. Дальше производная по %s. %s", r.part(*x.Asked), score)
	}
	return fmt.Sprintf("Чему равна производная z по %s? %s", r.part(*x.Asked), score)
}

func tableGraph(p Params, r *Result) lab.Table {
	v := r.sight(p)
	cols := make([][]string, 5)
	for i, n := range r.Nodes {
		value, adjoint := n.Value.Text(6), n.Adjoint.Text(6)
		if !v.value[i] {
			value = ""
		}
		if !v.adjoint[i] {
			adjoint = ""
		}
		parents := make([]string, len(n.Parents))
		for k, at := range n.Parents {
			parents[k] = fmt.Sprint(at)
		}
		for c, text := range []string{fmt.Sprint(n.ID), r.graph.Part(i), strings.Join(parents, " "), value, adjoint} {
			cols[c] = append(cols[c], text)
		}
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "id", Label: "узел", Texts: cols[0]},
		{Name: "part", Label: "что вычисляет", Texts: cols[1]},
		{Name: "parents", Label: "из узлов", Texts: cols[2]},
		{Name: "value", Label: "значение", Texts: cols[3]},
		{Name: "adjoint", Label: "производная z", Texts: cols[4]},
	}}
}

// longestSum is how many terms of a sum are printed.
const longestSum = 8

// sumGraph writes the derivative that is looked at as the sum over the uses of its node: a
// term for each edge that leaves it. In the whole graph it is that of the input with most uses.
func sumGraph(p Params, r *Result) lab.Sum {
	v := r.sight(p)
	node := v.now
	if node < 0 {
		node = slices.MaxFunc(r.walkable(), func(a, b int) int { return len(r.uses(a)) - len(r.uses(b)) })
	}
	if v.now >= 0 && !v.back {
		return r.sumForward(node)
	}
	s := lab.Sum{Lead: `\partial z/\partial v=`, Rows: r.lines()}
	uses, rest := r.uses(node), ""
	if more := len(uses) - longestSum; more > 0 {
		uses, rest = uses[:longestSum], fmt.Sprintf("+ … и ещё %d ", more)
	}
	for i, use := range uses {
		text := r.flow(use[0], use[1], r.digits())
		if p.Ask && !v.adjoint[node] {
			text = "?·" + bracketed(r.Nodes[use[0]].Adjoint.Text(r.digits()))
		}
		if i > 0 {
			text = "+ " + text
		}
		s.Terms = append(s.Terms, lab.Term{Tag: tag("e", 2*use[0]+use[1]), Text: text})
	}
	if len(s.Terms) == 0 {
		s.Terms = []lab.Term{{Tag: tag("n", node), Text: "1"}}
	}
	value := r.Nodes[node].Adjoint.Text(4)
	if p.Ask && !v.adjoint[node] {
		value = "?"
	}
	s.Tail = rest + "= " + value + " при v = " + r.part(node)
	if p.Ask {
		s.Tail += ". " + r.told()
	}
	return s
}

// lines is how many lines of text the longest sum takes.
func (r *Result) lines() int {
	most := 1
	for i := range r.Nodes {
		most = max(most, len(r.uses(i)))
	}
	return 1 + min(most, longestSum)/4
}

// told is the verdict on the last answer, in a word.
func (r *Result) told() string {
	switch r.Exercise.Verdict {
	case right:
		return "Предыдущая верна"
	case wrong:
		return "Пока неверно"
	case done:
		return "Все верны"
	}
	return "Сколько?"
}

// sumForward writes the value that has just been computed.
func (r *Result) sumForward(node int) lab.Sum {
	n := r.Nodes[node]
	args := make([]string, len(n.Parents))
	for k, at := range n.Parents {
		args[k] = r.Nodes[at].Value.Text(4)
	}
	text := sign(n) + "(" + strings.Join(args, "; ") + ")"
	switch {
	case n.Op == autodiff.Neg.String():
		text = "−" + bracketed(args[0])
	case len(sign(n)) < 4 && len(args) == 2 && n.Op != "max" && n.Op != "min":
		text = bracketed(args[0]) + " " + sign(n) + " " + bracketed(args[1])
	}
	return lab.Sum{Lead: `v=`, Terms: []lab.Term{{Tag: tag("n", node), Text: text}}, Tail: "= " + n.Value.Text(4) + " при v = " + r.part(node), Rows: r.lines()}
}

// uses lists the edges that leave a node: to which node, as which operand.
func (r *Result) uses(node int) [][2]int {
	var out [][2]int
	for i, n := range r.Nodes {
		for k, from := range n.Parents {
			if from == node {
				out = append(out, [2]int{i, k})
			}
		}
	}
	return out
}

// walkable lists the nodes that depend on an input, in their order.
func (r *Result) walkable() []int {
	out := slices.Clone(r.walk.backward)
	slices.Sort(out)
	return out
}
