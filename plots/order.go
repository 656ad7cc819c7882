package plots

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot/vg"
)

// order reduces crossings: each layer in turn is sorted by the mean place of its
// neighbours, to the right and to the left; the best order seen stays.
func (l *designer) order() {
	best, fewest := l.copy(), l.crossings()
	for sweep := 0; sweep < sweeps && fewest > 0; sweep++ {
		for k := range l.layers {
			r, from := k, func(it item) []int { return it.left }
			if sweep%2 == 0 {
				r, from = len(l.layers)-1-k, func(it item) []int { return it.right }
			}
			l.sort(r, from)
		}
		if n := l.crossings(); n < fewest {
			best, fewest = l.copy(), n
		}
	}
	l.layers = best
}

func (l *designer) copy() [][]int {
	out := make([][]int, len(l.layers))
	for i, layer := range l.layers {
		out[i] = slices.Clone(layer)
	}
	return out
}

func (l *designer) sort(r int, from func(item) []int) {
	place := l.places()
	mean := make([]float64, len(l.items))
	for _, i := range l.layers[r] {
		near := from(l.items[i])
		mean[i] = place[i]
		if len(near) > 0 {
			mean[i] = 0
			for _, j := range near {
				mean[i] += place[j] / float64(len(near))
			}
		}
	}
	slices.SortStableFunc(l.layers[r], func(a, b int) int { return cmp.Compare(mean[a], mean[b]) })
}

// places returns where each item stands in its layer, from 0 to 1.
func (l *designer) places() []float64 {
	place := make([]float64, len(l.items))
	for _, layer := range l.layers {
		for k, i := range layer {
			place[i] = (float64(k) + 0.5) / float64(len(layer))
		}
	}
	return place
}

// crossings counts the pairs of edges that cross between neighbouring layers.
func (l *designer) crossings() int {
	place, n := l.places(), 0
	for _, layer := range l.layers {
		var pairs [][2]float64
		for _, i := range layer {
			for _, j := range l.items[i].right {
				pairs = append(pairs, [2]float64{place[i], place[j]})
			}
		}
		for a := range pairs {
			for b := range a {
				if (pairs[a][0]-pairs[b][0])*(pairs[a][1]-pairs[b][1]) < 0 {
					n++
				}
			}
		}
	}
	return n
}

// settle gives every item its height above the ground: as near its neighbours as the
// distances within its layer allow.
func (l *designer) settle() {
	for _, layer := range l.layers {
		var y vg.Length
		for k := len(layer) - 1; k >= 0; k-- {
			it := &l.items[layer[k]]
			it.y = y + it.height/2
			y += it.height
		}
	}
	for sweep := range 2 * sweeps {
		for k := range l.layers {
			r := k
			if sweep%2 == 0 {
				r = len(l.layers) - 1 - k
			}
			l.level(r)
		}
	}
}

// level moves one layer: least squares of the distances to the neighbours under the least
// distances within the layer, by pooling adjacent violators.
func (l *designer) level(r int) {
	type block struct{ sum, weight float64 }
	layer := l.layers[r]
	base := make([]float64, len(layer)) // the place of each if all stood as close as they may, from the top down
	var blocks []block
	var sizes []int
	for k, i := range layer {
		it := l.items[i]
		if k > 0 {
			base[k] = base[k-1] + float64(it.height+l.items[layer[k-1]].height)/2
		}
		b := block{0, 0}
		for _, j := range slices.Concat(it.left, it.right) {
			w := 1.0
			if it.node < 0 && l.items[j].node < 0 {
				w = 4 // long edges run straight
			}
			b.sum += w * (-float64(l.items[j].y) - base[k])
			b.weight += w
		}
		if b.weight == 0 {
			b = block{-float64(it.y) - base[k], 1}
		}
		blocks, sizes = append(blocks, b), append(sizes, 1)
		for n := len(blocks); n > 1 && blocks[n-2].sum*blocks[n-1].weight > blocks[n-1].sum*blocks[n-2].weight; n = len(blocks) {
			blocks[n-2] = block{blocks[n-2].sum + blocks[n-1].sum, blocks[n-2].weight + blocks[n-1].weight}
			sizes[n-2] += sizes[n-1]
			blocks, sizes = blocks[:n-1], sizes[:n-1]
		}
	}
	k := 0
	for n, b := range blocks {
		for range sizes[n] {
			l.items[layer[k]].y = vg.Length(-(b.sum/b.weight + base[k]))
			k++
		}
	}
}
