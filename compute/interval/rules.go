package interval

import (
	"math"
	"slices"
	"sort"

	"konspekt/compute/sampling"
)

// Separate is the habit of the field: A is declared better when the upper end of the
// interval Mean of its errors lies below the lower end of B's. The probability is a sum
// over the number of mistakes of A and, given it, of B: those that they share and those
// that B makes alone are two independent binomial numbers. It costs about 1 ms for
// m = 3000 and panics if m < 2.
func (p Mistakes) Separate(m int, q float64) Declared {
	t := MeanOfBits(m, q)
	pa := p.Both + p.OnlyA
	share := min(1, p.Both/pa)
	aloneShare := min(1, p.OnlyB/(p.OnlyB+p.Neither))
	from, prob := sampling.Binomial(m, pa)
	// Of a mistakes of A a binomial number is shared, of the m−a others a binomial
	// number is B's: one numbers grow with a, the others shrink.
	shared := make([]counts, len(prob))
	shared[0] = binomial(from, share)
	for i := 1; i < len(prob); i++ {
		shared[i] = counts{shared[i-1].from, slices.Clone(shared[i-1].prob)}
		shared[i].addTrial(share)
	}
	alone := binomial(m-from-len(prob)+1, aloneShare)
	var d Declared
	for i := len(prob) - 1; i >= 0; i-- {
		// Lo is convex in k and 0 at k = 0, Hi is concave and 1 at k = m: so the k that
		// lose to a given a are an upper part of 0, …, m, and those that win a lower one.
		a := t[from+i]
		lose := sort.Search(m+1, func(k int) bool { return t[k].Lo > a.Hi })
		win := sort.Search(m+1, func(k int) bool { return t[k].Hi >= a.Lo }) - 1
		d.A += prob[i] * atLeast(shared[i], alone, lose)
		d.B += prob[i] * atMost(shared[i], alone, win)
		alone.addTrial(aloneShare)
	}
	return d
}

// Paired declares a winner when the interval Mean of the differences of the mistakes,
// which are −1, 0 or 1, leaves out 0. With n examples on which only one errs and a
// balance of δ between the two that is
//
//	δ² > q²·n·m/(m−1+q²),
//
// a condition on two numbers that are a binomial one and, given it, another. Paired
// costs less than Separate and panics if m < 2.
func (p Mistakes) Paired(m int, q float64) Declared {
	mustFreedom(m - 1)
	differ := p.OnlyA + p.OnlyB
	if differ <= 0 {
		return Declared{}
	}
	share := min(1, p.OnlyA/differ)
	from, prob := sampling.Binomial(m, min(1, differ))
	ofA := binomial(from, share)
	var d Declared
	for i, w := range prob {
		n := from + i
		limit := q * math.Sqrt(float64(n)*float64(m)/(float64(m-1)+q*q))
		// The least number of the n for which the balance is beyond the limit.
		k := n/2 + int(limit/2)
		for float64(2*k-n) <= limit {
			k++
		}
		d.A += w * atMost(ofA, certain, n-k)
		d.B += w * atLeast(ofA, certain, k)
		ofA.addTrial(share)
	}
	return d
}

// counts is the distribution of a whole number: prob[i] is the probability of from+i.
type counts struct {
	from int
	prob []float64
}

// certain is the number 0.
var certain = counts{0, []float64{1}}

func binomial(m int, p float64) counts {
	from, prob := sampling.Binomial(m, p)
	return counts{from, prob}
}

// negligible probabilities at the ends are dropped: those of a few thousand steps add up
// to less than the rounding of 1.
const negligible = 1e-20

// addTrial makes c the distribution of the number after one more trial that succeeds
// with probability p.
func (c *counts) addTrial(p float64) {
	c.prob = append(c.prob, 0)
	for i := len(c.prob) - 1; i > 0; i-- {
		c.prob[i] = (1-p)*c.prob[i] + p*c.prob[i-1]
	}
	c.prob[0] *= 1 - p
	for len(c.prob) > 1 && c.prob[0] < negligible {
		c.prob, c.from = c.prob[1:], c.from+1
	}
	for len(c.prob) > 1 && c.prob[len(c.prob)-1] < negligible {
		c.prob = c.prob[:len(c.prob)-1]
	}
}

// atLeast returns P(X+Y ≥ k) for independent X and Y.
func atLeast(x, y counts, k int) float64 {
	sum, tail, j := 0.0, 0.0, len(y.prob)
	for i := max(0, k-x.from-y.from-len(y.prob)+1); i < len(x.prob); i++ {
		for ; j > 0 && x.from+i+y.from+j-1 >= k; j-- {
			tail += y.prob[j-1]
		}
		sum += x.prob[i] * tail
	}
	return sum
}

// atMost returns P(X+Y ≤ k) for independent X and Y.
func atMost(x, y counts, k int) float64 {
	sum, tail, j := 0.0, 0.0, 0
	for i := min(len(x.prob)-1, k-x.from-y.from); i >= 0; i-- {
		for ; j < len(y.prob) && x.from+i+y.from+j <= k; j++ {
			tail += y.prob[j]
		}
		sum += x.prob[i] * tail
	}
	return sum
}
