package plots

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// graphs are the figures of the gallery with a computational graph.
func graphs() map[string]func() (*Figure, error) {
	return map[string]func() (*Figure, error){
		"graph":   func() (*Figure, error) { return New(Axes{}, product()) },
		"graph60": func() (*Figure, error) { return New(Axes{}, thicket(60)) },
		"fan": func() (*Figure, error) {
			return New(Axes{}, Graph{Nodes: []GraphNode{{Text: "x", Above: "3"}, {Text: "×", Above: "9"}}, Edges: []GraphEdge{{From: 0, To: 1, Label: "3"}, {From: 0, To: 1, Label: "3"}}})
		},
	}
}

// product is sin(x·y) + relu(x − 2) on the way back.
func product() Graph {
	return Graph{AboveName: "значение", BelowName: "производная z", Nodes: []GraphNode{
		{Text: "x", Above: "2,5", Below: "1,00", HideBelow: true, Faint: true}, {Text: "y", Above: "−1,25", Below: "−2,5", HideBelow: true},
		{Text: "2", Above: "2"}, {Text: "×", Above: "−3,125", Below: "−1,000", Strong: true, Tag: "n3"},
		{Text: "−", Above: "0,5", Below: "1"}, {Text: "sin", Above: "−0,0166", Below: "1"}, {Text: "relu", Above: "0,5", Below: "1"}, {Text: "+", Above: "0,4834", Below: "1"},
	}, Edges: []GraphEdge{
		{From: 0, To: 3, Label: "−1,25·−1", Faint: true}, {From: 1, To: 3, Label: "2,5·−1", HideLabel: true}, {From: 0, To: 4, Label: "1·1"}, {From: 2, To: 4},
		{From: 3, To: 5, Label: "−1·1", Strong: true}, {From: 4, To: 6, Label: "1·1"}, {From: 5, To: 7, Label: "1·1"}, {From: 6, To: 7, Label: "1·1"},
	}}
}

// thicket is an expression of n nodes: a fifth are inputs used again and again, the operations
// take what is not used yet.
func thicket(n int) Graph {
	r := rand.New(rand.NewPCG(5, uint64(n)))
	var g Graph
	var loose []int
	take := func(inputs int) int {
		if len(loose) == 0 || r.IntN(4) == 0 {
			return r.IntN(inputs)
		}
		i := loose[0]
		loose = loose[1:]
		return i
	}
	inputs := max(2, n/5)
	for i := range n {
		node := GraphNode{Text: "x", Above: "0,1234", Below: "−1,5"}
		if i >= inputs {
			node.Text = "sin"
			g.Edges = append(g.Edges, GraphEdge{From: take(inputs), To: i, Label: "0,5·1,2"})
			if r.IntN(3) == 0 || len(loose) >= n-i-1 {
				node.Text = "×"
				g.Edges = append(g.Edges, GraphEdge{From: take(inputs), To: i, Label: "0,5·1,2"})
			}
		}
		g.Nodes = append(g.Nodes, node)
		loose = append(loose, i)
	}
	return g
}

// Whatever the graph, boxes and their words keep apart, edges go right, and nothing
// stands outside.
func TestGraphLayout(t *testing.T) {
	for n := 4; n <= 200; n += 28 {
		g := thicket(n)
		d := g.lay()
		for i, a := range d.at {
			if a.X-d.half[i] < -1e-6 || a.X+d.half[i] > d.width+1e-6 || a.Y-boxHeight/2 < -1e-6 || a.Y+boxHeight/2 > d.height+1e-6 {
				t.Fatalf("%d nodes: box %d at %v stands out of %v × %v", n, i, a, d.width, d.height)
			}
			for j, b := range d.at[:i] {
				if max(a.X-b.X, b.X-a.X) < d.half[i]+d.half[j] && max(a.Y-b.Y, b.Y-a.Y) < boxHeight+27 {
					t.Fatalf("%d nodes: boxes %d at %v and %d at %v overlap", n, i, a, j, b)
				}
			}
		}
		for k, route := range d.routes {
			for i := range route[1:] {
				if route[i+1].X <= route[i].X {
					t.Fatalf("%d nodes: edge %d goes back: %v", n, k, route)
				}
			}
		}
	}
}

// A tree has no crossings.
func TestTreeHasNoCrossings(t *testing.T) {
	g := Graph{}
	const leaves = 16
	for range 2*leaves - 1 {
		g.Nodes = append(g.Nodes, GraphNode{Text: "+"})
	}
	for i, next := 0, leaves; next < len(g.Nodes); i, next = i+2, next+1 {
		g.Edges = append(g.Edges, GraphEdge{From: i, To: next}, GraphEdge{From: i + 1, To: next})
	}
	l := &designer{g: g}
	l.build(g.ranks())
	l.order()
	if n := l.crossings(); n != 0 {
		t.Errorf("%d crossings", n)
	}
}

// A graph that is filled in step by step stays where it is.
func TestHiddenWordsKeepTheirRoom(t *testing.T) {
	g := product()
	want := g.lay()
	for i := range g.Nodes {
		g.Nodes[i].HideAbove, g.Nodes[i].HideBelow, g.Nodes[i].Faint, g.Nodes[i].Strong = true, true, true, false
	}
	for i := range g.Edges {
		g.Edges[i].HideLabel = true
	}
	if got := g.lay(); !reflect.DeepEqual(got, want) {
		t.Errorf("the layout is %v, with all words %v", got, want)
	}
}

// Two edges between the same boxes end apart.
func TestParallelEdges(t *testing.T) {
	d := Graph{Nodes: []GraphNode{{Text: "x"}, {Text: "×"}}, Edges: []GraphEdge{{From: 0, To: 1}, {From: 0, To: 1}}}.lay()
	a, b := d.routes[0], d.routes[1]
	if gap := a[len(a)-1].Y - b[len(b)-1].Y; max(gap, -gap) < 5 {
		t.Errorf("the edges end %v apart", gap)
	}
}

func TestGraphProblems(t *testing.T) {
	for _, g := range []Graph{{}, {Nodes: make([]GraphNode, 2), Edges: []GraphEdge{{From: 1, To: 0}}}, {Nodes: make([]GraphNode, 2), Edges: []GraphEdge{{From: 0, To: 2}}}} {
		if _, err := New(Axes{}, g); err == nil {
			t.Errorf("%+v is taken", g)
		}
	}
}

func BenchmarkGraph(b *testing.B) {
	for _, n := range []int{8, 60, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			g := thicket(n)
			for b.Loop() {
				f, err := New(Axes{}, g)
				if err != nil {
					b.Fatal(err)
				}
				f.SVG("g", "t", "d")
			}
		})
	}
}
