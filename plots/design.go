package plots

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// design is a graph laid out in layers (Sugiyama, Tagawa & Toda 1981, doi
// 10.1109/TSMC.1981.4308636): layers by the longest way from the inputs, edges over several
// layers by way of joints, layers ordered by barycentres, places by least squares.
type design struct {
	width, height vg.Length
	at            []vg.Point   // of the middle of each node, from the bottom left
	half          []vg.Length  // half the width of each box
	routes        [][]vg.Point // of each edge, from the right of a box to the left of another
}

// Distances of the layout.
const (
	joint    vg.Length = 18  // the height that an edge takes between boxes
	between  vg.Length = 10  // boxes of one layer
	leastGap vg.Length = 34  // between layers
	mostGap  vg.Length = 120 // to which layers are spread to fill the figure
	fullest  vg.Length = 384 // the width of a figure without its rim
	lowest   vg.Length = 100
	sweeps             = 12
)

// item is a node or a joint of an edge in a layer.
type item struct {
	node, edge  int // −1: not one
	rank        int
	left, right []int // neighbours
	height, y   vg.Length
}

type designer struct {
	g      Graph
	items  []item
	layers [][]int
	chains [][]int // of each edge: the items from its start to its end
	widths []vg.Length
	room   []vg.Length // half the room of each node's words
}

func (g Graph) lay() design {
	l := &designer{g: g}
	l.build(g.ranks())
	l.order()
	l.settle()
	return l.place()
}

// ranks numbers the layers: a node stands right of all that it is computed from, an
// input just left of the first that it goes into.
func (g Graph) ranks() []int {
	rank, input := make([]int, len(g.Nodes)), make([]bool, len(g.Nodes))
	for i := range input {
		input[i] = true
	}
	edges := slices.SortedFunc(slices.Values(g.Edges), func(a, b GraphEdge) int { return cmp.Compare(a.To, b.To) })
	for _, e := range edges {
		rank[e.To] = max(rank[e.To], rank[e.From]+1)
		input[e.To] = false
	}
	next := slices.Repeat([]int{math.MaxInt}, len(g.Nodes))
	for _, e := range g.Edges {
		next[e.From] = min(next[e.From], rank[e.To])
	}
	for i := range rank {
		if input[i] && next[i] != math.MaxInt {
			rank[i] = next[i] - 1
		}
	}
	return rank
}

// build makes the items and the layers, in the order in which a walk back from the
// results meets them: a tree is drawn without crossings at once.
func (l *designer) build(rank []int) {
	l.layers = make([][]int, slices.Max(rank)+1)
	l.widths = make([]vg.Length, len(l.layers))
	for i, n := range l.g.Nodes {
		h := boxHeight + between
		for _, words := range []string{n.Above, n.Below} {
			if words != "" {
				h += 14
			}
		}
		l.items = append(l.items, item{node: i, edge: -1, rank: rank[i], height: h})
		half := max(textWidth(n.Text, textSize)/2+boxPadding, boxHeight/2)
		l.room = append(l.room, max(half, textWidth(n.Above, sideSize)/2, textWidth(n.Below, sideSize)/2))
		l.widths[rank[i]] = max(l.widths[rank[i]], 2*l.room[i])
	}
	for k, e := range l.g.Edges {
		chain := []int{e.From}
		for r := rank[e.From] + 1; r < rank[e.To]; r++ {
			chain = append(chain, len(l.items))
			l.items = append(l.items, item{node: -1, edge: k, rank: r, height: joint})
		}
		chain = append(chain, e.To)
		for i, at := range chain[1:] {
			l.items[at].left = append(l.items[at].left, chain[i])
			l.items[chain[i]].right = append(l.items[chain[i]].right, at)
		}
		l.chains = append(l.chains, chain)
	}
	seen := make([]bool, len(l.items))
	var visit func(i int)
	visit = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		l.layers[l.items[i].rank] = append(l.layers[l.items[i].rank], i)
		for _, j := range l.items[i].left {
			visit(j)
		}
	}
	for i := len(l.g.Nodes) - 1; i >= 0; i-- {
		visit(i)
	}
}

// place turns layers and heights into points.
func (l *designer) place() design {
	d := design{at: make([]vg.Point, len(l.g.Nodes)), half: make([]vg.Length, len(l.g.Nodes)), routes: make([][]vg.Point, len(l.g.Edges))}
	low, high := vg.Length(math.Inf(1)), vg.Length(math.Inf(-1))
	for _, it := range l.items {
		low, high = min(low, it.y-it.height/2), max(high, it.y+it.height/2)
	}
	d.height = vg.Length(math.Ceil(float64(max(high-low, lowest))))
	lift := (d.height-(high-low))/2 - low
	starts := l.columns(&d)
	for i := range l.g.Nodes {
		r := l.items[i].rank
		d.half[i] = max(textWidth(l.g.Nodes[i].Text, textSize)/2+boxPadding, boxHeight/2)
		d.at[i] = vg.Point{X: starts[r] + l.widths[r]/2, Y: l.items[i].y + lift}
	}
	ports := l.ports()
	for k, chain := range l.chains {
		from, to := l.g.Edges[k].From, l.g.Edges[k].To
		route := []vg.Point{{X: d.at[from].X + d.half[from], Y: d.at[from].Y}}
		for _, i := range chain[1 : len(chain)-1] {
			x, y := starts[l.items[i].rank], l.items[i].y+lift
			route = append(route, vg.Point{X: x, Y: y}, vg.Point{X: x + l.widths[l.items[i].rank], Y: y})
		}
		d.routes[k] = append(route, vg.Point{X: d.at[to].X - d.half[to], Y: d.at[to].Y + ports[k]})
	}
	return d
}

// columns returns where each layer begins. Between layers there is room for the labels of
// the edges that end there; a small graph is spread over the figure.
func (l *designer) columns(d *design) []vg.Length {
	gaps := slices.Repeat([]vg.Length{leastGap}, len(l.layers)-1)
	for _, e := range l.g.Edges {
		r := l.items[e.To].rank - 1
		gaps[r] = max(gaps[r], textWidth(e.Label, edgeSize)+16)
	}
	var total vg.Length
	for _, w := range slices.Concat(l.widths, gaps) {
		total += w
	}
	for i := range gaps {
		if more := (fullest - total) / vg.Length(len(gaps)); more > 0 {
			gaps[i] = max(gaps[i], min(gaps[i]+more, mostGap))
		}
	}
	starts := make([]vg.Length, len(l.layers))
	var x vg.Length
	for r := range starts {
		starts[r] = x
		x += l.widths[r]
		if r < len(gaps) {
			x += gaps[r]
		}
	}
	d.width = vg.Length(math.Ceil(float64(max(x, fullest))))
	for r := range starts {
		starts[r] += (d.width - x) / 2
	}
	return starts
}

// ports sets apart the ends of the edges into one box, in the order in which they come.
func (l *designer) ports() []vg.Length {
	out := make([]vg.Length, len(l.g.Edges))
	into := make([][]int, len(l.g.Nodes))
	for k, e := range l.g.Edges {
		into[e.To] = append(into[e.To], k)
	}
	for _, edges := range into {
		slices.SortStableFunc(edges, func(a, b int) int { return cmp.Compare(l.before(a), l.before(b)) })
		for n, k := range edges {
			out[k] = (vg.Length(n) - vg.Length(len(edges)-1)/2) * min(9, boxHeight*0.75/vg.Length(len(edges)))
		}
	}
	return out
}

// before returns the height from which an edge comes into its last box.
func (l *designer) before(k int) vg.Length { return l.items[l.chains[k][len(l.chains[k])-2]].y }
