package sampling

import (
	"math/bits"
	"math/rand/v2"
)

// digits is a sample from U(0, 1) of which only as many binary digits are drawn as the
// questions about it need. Every digit of every number is a fair coin, independent of
// the others; so of n numbers whose first digits are the same, Binomial(n, ½) continue
// with 0. The numbers form a binary tree by their digits; a node holds how many there
// are and how many of them have not been asked for their next digit. An order
// statistic of n numbers costs about n/32 words of random bits in place of n numbers,
// and its distribution, joint over a growing sample, is exact to depth digits. The last
// digits of a number that is alone with its first ones are drawn at once.
type digits struct {
	nodes []node // nodes[0] is the root, all numbers
}

type node struct {
	count   int   // numbers with these leading digits
	waiting int   // those of them not yet sent on to a child
	zero    int32 // index of the child with the next digit 0, the other one follows; 0 for none

	// tail has the further digits of one of the numbers, the next one first; there are
	// no children then.
	tail    uint64
	settled bool
}

// depth is how many binary digits a number has: as many as rand.Float64 gives.
const depth = 53

func (d *digits) reset() { d.nodes = append(d.nodes[:0], node{}) }

// add puts k new numbers into the sample.
func (d *digits) add(k int) {
	d.nodes[0].count += k
	d.nodes[0].waiting += k
}

// ranked returns the number of rank r, from 0, at the middle of its 2^−depth: never 0
// and never 1.
func (d *digits) ranked(r int, rnd *rand.Rand) float64 {
	at, x := int32(0), uint64(0)
	for level := range depth {
		if n := &d.nodes[at]; n.count == 1 && n.zero == 0 {
			if !n.settled {
				n.tail, n.settled, n.waiting = rnd.Uint64(), true, 0
			}
			x = x<<(depth-level) | n.tail>>(64-depth+level)
			break
		}
		zero := d.split(at, rnd)
		x <<= 1
		at = zero
		if n := d.nodes[zero].count; r >= n {
			r -= n
			at = zero + 1
			x |= 1
		}
	}
	return (float64(x) + 0.5) / (1 << depth)
}

// split sends the waiting numbers of a node to its children and returns the child 0.
func (d *digits) split(at int32, rnd *rand.Rand) int32 {
	if d.nodes[at].zero == 0 {
		d.nodes[at].zero = int32(len(d.nodes))
		d.nodes = append(d.nodes, node{}, node{})
	}
	n := &d.nodes[at]
	if n.settled {
		child := &d.nodes[n.zero+int32(n.tail>>63)]
		child.count, child.tail, child.settled = 1, n.tail<<1, true
		n.settled = false
	}
	if n.waiting > 0 {
		ones := coins(n.waiting, rnd)
		for i, k := range [2]int{n.waiting - ones, ones} {
			child := &d.nodes[int(n.zero)+i]
			child.count += k
			child.waiting += k
		}
		n.waiting = 0
	}
	return n.zero
}

// coins returns the number of heads among n fair coins, 64 of them to a word.
func coins(n int, rnd *rand.Rand) int {
	heads := 0
	for ; n >= 64; n -= 64 {
		heads += bits.OnesCount64(rnd.Uint64())
	}
	return heads + bits.OnesCount64(rnd.Uint64()&(1<<n-1))
}
