package chapters_test

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"konspekt/internal/lab"
)

// graphQuery is a query with an expression and its values.
func graphQuery(expr, values string) string {
	return "expr=" + url.QueryEscape(expr) + "&values=" + url.QueryEscape(values)
}

// expressions are tried with their gradients worked out by hand.
var expressions = []struct {
	expr, values string
	x            map[string]float64
	gradient     map[string]float64
}{
	{"sin(x*y) + relu(x - 2)", "x=2.5,y=-1.25", nil, map[string]float64{"x": -1.25*math.Cos(-3.125) + 1, "y": 2.5 * math.Cos(-3.125)}},
	{"sigmoid(w)*(1 - sigmoid(w))", "w=0", nil, map[string]float64{"w": 0}},
	{"softplus(-t*(w*x + b))", "t=1,w=0.8,x=1.5,b=-0.3", nil, map[string]float64{"b": -1 / (1 + math.Exp(0.9)), "w": -1.5 / (1 + math.Exp(0.9)), "x": -0.8 / (1 + math.Exp(0.9)), "t": -0.9 / (1 + math.Exp(0.9))}},
	{"x^3 - 2*x", "x=-2", nil, map[string]float64{"x": 10}},
	{"exp(log(x)*y)", "x=3,y=2", nil, map[string]float64{"x": 6, "y": 9 * math.Log(3)}},
	{"max(x, y)*min(x, y)/sqrt(z) - abs(x)", "x=-3,y=2,z=4", nil, map[string]float64{"x": 2, "y": -1.5, "z": 0.375}},
	{"tanh(cos(x))", "x=1", nil, map[string]float64{"x": -math.Sin(1) * (1 - math.Pow(math.Tanh(math.Cos(1)), 2))}},
}

// The gradient is that of the textbook, and central differences agree with it.
func TestBackpropGradient(t *testing.T) {
	for _, c := range expressions {
		r := resultOf(t, "backprop", graphQuery(c.expr, c.values))
		for name, want := range c.gradient {
			if got := r.num("gradient", name); !near(got, want, 1e-14, 1e-14) {
				t.Errorf("%s: by %s %v, want %v", c.expr, name, got, want)
			}
			if got := r.num("gradient_numeric", name); !near(got, want, 1e-7, 1e-8) {
				t.Errorf("%s: by %s differences %v, want %v", c.expr, name, got, want)
			}
		}
		if e := r.num("max_relative_error"); e > 1e-4 {
			t.Errorf("%s: relative error %v", c.expr, e)
		}
	}
}

// The graph of the reference (torch autograd, mpmath), typed as one expression.
func TestBackpropReference(t *testing.T) {
	c := casesOf[struct{ Input, Expected map[string]any }](t, "../compute/autodiff/testdata/backprop.json", "scalar_graph_with_reuse")[0]
	r := resultOf(t, "backprop", graphQuery("exp(tanh(w)^2 + sin(tanh(w)))*tanh(w)", "w="+number(c.Input["w"].(float64))))
	for field, got := range map[string]float64{"z": r.num("value"), "dz_dw": r.num("gradient", "w"), "x": r.num("nodes", 1, "value")} {
		if want := c.Expected[field].(float64); !near(got, want, 1e-11, 1e-13) {
			t.Errorf("%s = %v, want %v", field, got, want)
		}
	}
}

// An adjoint is the sum, over the nodes that use a value, of adjoint · local derivative;
// that of the result is 1, and the inputs have the gradient.
func TestBackpropAdjointIsSumOverFanOut(t *testing.T) {
	for _, c := range expressions {
		r := resultOf(t, "backprop", graphQuery(c.expr, c.values))
		nodes := r.list("nodes")
		sums := make([]float64, len(nodes))
		sums[len(nodes)-1] = 1
		for i := len(nodes) - 1; i >= 0; i-- {
			if nodes[i].num("id") != float64(i) {
				t.Fatalf("%s: node %d has another id", c.expr, i)
			}
			if nodes[i].get("adjoint").v == nil {
				continue // no input is behind it
			}
			if got := nodes[i].num("adjoint"); !near(got, sums[i], 1e-14, 1e-14) {
				t.Errorf("%s: node %d has the adjoint %v, its terms make %v", c.expr, i, got, sums[i])
			}
			for k, parent := range nodes[i].nums("parents") {
				if local := nodes[i].get("local", k); local.v != nil {
					sums[int(parent)] += sums[i] * local.num()
				}
			}
			if nodes[i].get("op").v == "input" && r.num("gradient", nodes[i].get("name").v.(string)) != nodes[i].num("adjoint") {
				t.Errorf("%s: the gradient is not the adjoint of node %d", c.expr, i)
			}
		}
	}
}

// One backward pass costs a small constant times the function, whatever the count of
// inputs; forward mode and differences cost in proportion to it. The backward pass of
// dense layers takes towards two of the forward one.
func TestBackpropCost(t *testing.T) {
	for _, c := range expressions {
		r := resultOf(t, "backprop", graphQuery(c.expr, c.values))
		for _, at := range r.list("cost") {
			n, of := at.num("inputs"), at.get("of").v
			if reverse := at.num("reverse"); reverse > 6 || reverse < 1 {
				t.Errorf("%s: reverse mode costs %v for %v inputs", c.expr, reverse, n)
			}
			if forward := at.num("forward"); of == "expression" && n > 50 && !near(forward, n, 1, 0) || of == "layers" && n > 50 && forward < n/2 {
				t.Errorf("%s, %v: forward mode costs %v for %v inputs", c.expr, of, forward, n)
			}
			if d := at.num("differences"); d < 2*n || d > 2*n*2 {
				t.Errorf("%s: differences cost %v for %v inputs", c.expr, d, n)
			}
		}
	}
	last := 0.0
	for _, at := range resultOf(t, "backprop", "mode=layer").list("cost") {
		back := at.num("backward")
		if back < last || back > 2 {
			t.Errorf("%v weights: a backward pass costs %v forward ones", at.num("inputs"), back)
		}
		last = back
	}
	if last < 1.75 {
		t.Errorf("the backward pass of the largest network costs %v", last)
	}
}

// «Copies» in the cost is what counting on the summed copies themselves gives.
func TestBackpropCopies(t *testing.T) {
	one := resultOf(t, "backprop", graphQuery("sin(x)*x", "x=1")).list("cost")
	three := resultOf(t, "backprop", graphQuery("sin(a)*a + sin(b)*b + sin(c)*c", "a=1,b=1,c=1")).get("ops")
	for _, at := range one {
		if at.num("inputs") == 3 && at.get("of").v == "expression" {
			v := at.num("value")
			if v != three.num("value") || !near(at.num("reverse")*v, three.num("reverse"), 1e-12, 0) || !near(at.num("forward")*v, three.num("forward"), 1e-12, 0) {
				t.Errorf("three copies are said to cost %v, %v·%v, %v·%v; they cost %v", v, at.num("reverse"), v, at.num("forward"), v, three.v)
			}
			return
		}
	}
	t.Error("no three copies")
}

// At a kink the program's derivative is a convention, and no step of the differences
// agrees with it; beside it they do.
func TestBackpropKink(t *testing.T) {
	at := resultOf(t, "backprop", graphQuery("sin(x*y) + relu(x - 2)", "x=2,y=-1.25"))
	if got, numeric := at.num("gradient", "x"), at.num("gradient_numeric", "x"); !near(numeric-got, 0.5, 1e-6, 0) {
		t.Errorf("on the kink %v and by differences %v, want ½ more", got, numeric)
	}
	for _, d := range at.list("disagreement") {
		if d.num("error") < 0.2 {
			t.Errorf("on the kink the step %v agrees to %v", d.num("h"), d.num("error"))
		}
	}
	if e := resultOf(t, "backprop", graphQuery("sin(x*y) + relu(x - 2)", "x=2.01,y=-1.25")).num("max_relative_error"); e > 1e-8 {
		t.Errorf("beside the kink the relative error is %v", e)
	}
	near0 := resultOf(t, "backprop", graphQuery("log(x)", "x=0.000001"))
	if near0.get("gradient_numeric", "x").v != nil || near0.get("max_relative_error").v != nil || near0.num("gradient", "x") != 1e6 {
		t.Errorf("log at 1e-6: %v", near0.v)
	}
}

// The error of central differences falls as h² and then grows as ε/h, with its lowest
// place near the cube root of ε.
func TestBackpropDifferencesV(t *testing.T) {
	best, lowest, errors := 0.0, 1.0, map[int]float64{}
	for _, d := range resultOf(t, "backprop", "").list("disagreement") {
		h, e := d.num("h"), d.num("error")
		if e < lowest {
			best, lowest = h, e
		}
		if lg := math.Log10(h); math.Abs(lg-math.Round(lg)) < 1e-9 {
			errors[int(math.Round(lg))] = e
		}
	}
	if best < 1e-7 || best > 1e-4 || lowest > 1e-9 {
		t.Errorf("the best step is %v with the error %v", best, lowest)
	}
	for lg := -4; lg < -1; lg++ {
		if ratio := errors[lg+1] / errors[lg]; ratio < 80 || ratio > 120 {
			t.Errorf("from h = 1e%d to ten times it the error grows %v times, want 100", lg, ratio)
		}
	}
	if errors[-14] < 1e3*errors[-6] {
		t.Errorf("rounding: %v at 1e-14, %v at 1e-6", errors[-14], errors[-6])
	}
}

// Flattening, the transposed Jacobian and the shape given back make XᵀG, to the last bit,
// for every shape; the share of zeros in the Jacobian is 1 − 1/k.
func TestBackpropLayer(t *testing.T) {
	for _, shape := range [][3]int{{1, 1, 1}, {3, 4, 2}, {5, 5, 5}, {2, 5, 3}, {4, 1, 5}} {
		m, n, k := shape[0], shape[1], shape[2]
		r := resultOf(t, "backprop", fmt.Sprintf("mode=layer&m=%d&n=%d&k=%d&seed=7", m, n, k))
		if got := r.nums("jacobian_shape"); !slices.Equal(got, []float64{float64(m * k), float64(n * k)}) || r.get("grad_flattened_equal").v != true {
			t.Errorf("%v: %v, %v", shape, got, r.get("grad_flattened_equal").v)
		}
		x, w, g, dw, dx, flat := r.matrix("x"), r.matrix("w"), r.matrix("upstream"), r.matrix("grad"), r.matrix("grad_x"), r.nums("grad_flattened")
		for j := range n {
			for c := range k {
				want := 0.0
				for i := range m {
					want += x[i][j] * g[i][c]
				}
				if dw[j][c] != want || flat[j*k+c] != want {
					t.Errorf("%v: ∂z/∂W[%d][%d] = %v, flattened %v, want %v", shape, j, c, dw[j][c], flat[j*k+c], want)
				}
			}
		}
		for i := range m {
			for j := range n {
				if want := dot(g[i], w[j]); dx[i][j] != want {
					t.Errorf("%v: ∂z/∂X[%d][%d] = %v, want %v", shape, i, j, dx[i][j], want)
				}
			}
		}
		if got := r.num("jacobian_zeros"); !near(got, 1-1/float64(k), 1e-15, 1e-15) {
			t.Errorf("%v: %v of the Jacobian is 0", shape, got)
		}
		if f, b := r.num("layer_ops", "forward"), r.num("layer_ops", "backward"); f != float64(m*n*k) || b != 2*f {
			t.Errorf("%v: %v multiplications forward, %v back", shape, f, b)
		}
		if r.get("value").v != nil || r.get("gradient").v != nil || r.get("nodes").v != nil {
			t.Errorf("%v: fields of the other mode are not null", shape)
		}
	}
	if r := resultOf(t, "backprop", ""); r.get("jacobian_shape").v != nil || r.get("grad").v != nil || r.get("grad_flattened_equal").v != nil {
		t.Error("fields of the layer are not null for an expression")
	}
}

// The walk computes every operation once, then every derivative once, from the result back.
func TestBackpropWalk(t *testing.T) {
	steps := int(resultOf(t, "backprop", "step=1").num("stage", "steps"))
	var forward, backward []float64
	for s := 1; s <= steps; s++ {
		stage := resultOf(t, "backprop", fmt.Sprintf("step=%d", s)).get("stage")
		if stage.get("pass").v == "forward" {
			forward = append(forward, stage.num("node"))
		} else {
			backward = append(backward, stage.num("node"))
		}
	}
	if !slices.Equal(forward, []float64{2, 3, 5, 6, 7}) || !slices.Equal(backward, []float64{7, 6, 5, 3, 2, 1, 0}) {
		t.Errorf("forward %v, backward %v", forward, backward)
	}
}

// The exercise asks for the derivatives from the result back and tells right from wrong.
func TestBackpropExercise(t *testing.T) {
	for _, c := range []struct {
		answer, verdict string
		found           float64
		asked           any
	}{
		{"", "", 0, 6.0}, {"1", "right", 1, 5.0}, {"1;2", "wrong", 1, 5.0}, {"1;1;1;-1", "right", 4, 1.0}, {"1;1;1;-1;-2.5;2.25", "done", 6, nil},
		{"1;1;1;-1;-2.47", "right", 5, 0.0}, {"1;1;1;-1;-2.4", "wrong", 4, 1.0},
	} {
		x := resultOf(t, "backprop", "ask=true&answer="+url.QueryEscape(c.answer)).get("exercise")
		if x.get("verdict").v != c.verdict || x.num("found") != c.found || x.get("asked").v != c.asked || x.num("total") != 6 {
			t.Errorf("answers %q: %v", c.answer, x.v)
		}
	}
	if a := run(t, find(t, "backprop"), "ask=true"); strings.Contains(string(a.Figures[0].SVG), "2,25") || strings.Contains(fmt.Sprint(a.Numbers, a.Figures[0].Table, a.Summary), "2,25") {
		t.Error("the exercise gives its answer away")
	}
}

// A sum that is too long to be printed says how many terms it leaves out.
func TestBackpropLongSum(t *testing.T) {
	var terms, values []string
	for i := range 12 {
		terms, values = append(terms, fmt.Sprintf("a%d*x", i)), append(values, fmt.Sprintf("a%d=%d", i, i))
	}
	a := run(t, find(t, "backprop"), url.Values{"expr": {strings.Join(terms, "+")}, "values": {strings.Join(values, ",") + ",x=1"}}.Encode())
	sum := a.Figures[0].Sum
	if len(sum.Terms) != 8 || !strings.HasPrefix(sum.Tail, "+ … и ещё 4 = 66 ") {
		t.Errorf("%d terms and %q", len(sum.Terms), sum.Tail)
	}
}

// A bad expression is answered within 50 ms with the column or the node that failed.
func TestBackpropBadExpressions(t *testing.T) {
	x := find(t, "backprop")
	for _, c := range []struct{ expr, values, parameter, want string }{
		{"sin(", "", "expr", "позиция 5: "}, {"2x", "", "expr", "позиция 2: "}, {"foo(x)", "", "expr", "позиция 1: функции «foo» нет"}, {"", "", "expr", "выражение пусто"},
		{strings.Repeat("x+", 5000), "", "expr", "позиция 400: в графе больше 200"}, {strings.Repeat("(", 1000) + "x" + strings.Repeat(")", 1000), "", "expr", "позиция 201: "},
		{strings.Repeat("sin(x)*", 4000) + "x", "", "expr", "нужно не больше 12"}, {"1 + 2", "", "expr", "ни одного имени"}, {"1/0", "", "expr", "позиция 2, узел /: деление на нуль"}, {"2 + log(-1)", "", "expr", "позиция 5, узел log: логарифм отрицательного"},
		{"1/(x - 1)", "x=1", "expr", "позиция 2, узел /: деление на нуль"}, {"x + log(-x)", "x=1", "expr", "позиция 5, узел log: логарифм отрицательного числа"},
		{"exp(1000*x)", "x=1", "expr", "позиция 1, узел exp: переполнение"}, {"sqrt(x)", "x=0", "expr", "производная здесь бесконечна"},
		{"x*y", "x=1", "values", "нет значения для y"}, {"x", "x=1e9", "values", "от −1 000 000 до"}, {"x", "x:1", "values", "позиция 2: "},
	} {
		q := url.Values{"expr": {c.expr}}
		if c.values != "" {
			q.Set("values", c.values)
		}
		start := time.Now()
		s, err := x.Parse(lab.Query{Values: q})
		if err == nil {
			_, err = x.Run(t.Context(), s, tables())
		}
		took := time.Since(start)
		var problems lab.Problems
		if !errors.As(err, &problems) || problems[0].Parameter != c.parameter || !strings.Contains(strings.ReplaceAll(problems[0].Reason, "\u00a0", " "), c.want) {
			t.Errorf("%.30s, %s: %v, want %s: %s", c.expr, c.values, err, c.parameter, c.want)
		}
		if took > 50*time.Millisecond {
			t.Errorf("%.30s took %v", c.expr, took)
		}
	}
}
