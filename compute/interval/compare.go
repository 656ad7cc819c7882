package interval

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"konspekt/compute/sampling"
)

// Mistakes is the joint distribution of the mistakes of two algorithms A and B on one
// test example.
type Mistakes struct {
	Both, OnlyA, OnlyB, Neither float64 // probabilities, sum 1
}

// CorrelationBounds returns the least and the largest correlation of two mistakes with
// the probabilities pa and pb, from the bounds of Fréchet and Hoeffding
//
//	max(0, pa+pb−1) ≤ P(both) ≤ min(pa, pb).
//
// It returns an error unless 0 < pa < 1 and 0 < pb < 1.
func CorrelationBounds(pa, pb float64) (lo, hi float64, err error) {
	for _, p := range []float64{pa, pb} {
		if !(p > 0 && p < 1) {
			return 0, 0, fmt.Errorf("interval: error rate %v outside (0, 1)", p)
		}
	}
	scale := math.Sqrt(pa * (1 - pa) * pb * (1 - pb))
	lo = (max(0, pa+pb-1) - pa*pb) / scale
	hi = (min(pa, pb) - pa*pb) / scale
	return max(-1, lo), min(1, hi), nil
}

// boundSlack forgives the rounding of a correlation given as a bound.
const boundSlack = 1e-12

// Correlated returns the mistakes with true error rates pa and pb and correlation rho:
// P(both) = pa·pb + rho·√(pa(1−pa)pb(1−pb)). It returns an error if a rate lies
// outside (0, 1) or rho outside CorrelationBounds.
func Correlated(pa, pb, rho float64) (Mistakes, error) {
	lo, hi, err := CorrelationBounds(pa, pb)
	if err != nil {
		return Mistakes{}, err
	}
	if !(rho >= lo-boundSlack && rho <= hi+boundSlack) {
		return Mistakes{}, fmt.Errorf("interval: correlation %v outside [%v, %v]", rho, lo, hi)
	}
	both := pa*pb + rho*math.Sqrt(pa*(1-pa)*pb*(1-pb))
	both = min(max(both, 0, pa+pb-1), pa, pb)
	return Mistakes{
		Both: both, OnlyA: pa - both, OnlyB: pb - both, Neither: max(0, 1-pa-pb+both),
	}, nil
}

// Declared says how often a rule finds a winner.
type Declared struct {
	A, B float64 // probability that A, that B is declared to err less
}

// Any returns the probability that some winner is declared.
func (d Declared) Any() float64 { return d.A + d.B }

// Comparison is what two rules say of algorithms with the error rates PA and PB.
type Comparison struct {
	PA, PB           float64
	Separate, Paired Declared // at these rates
	// FalseSeparate and FalsePaired are the probabilities of any winner when both
	// rates are (PA+PB)/2, with the same correlation.
	FalseSeparate, FalsePaired float64
}

// Compare returns how often each rule declares a winner after m common test examples:
// Separate and Paired, with the factor q of their standard errors (Z95, Z(level) or
// T(level, m−1)). All numbers are exact sums. It returns an error if a rate lies outside
// (0, 1), rho outside CorrelationBounds(pa, pb), m < 2 or q is not positive.
//
// The bounds of the correlation at equal rates (pa+pb)/2 are never narrower than at
// pa and pb, so that the false rates always exist.
func Compare(pa, pb, rho float64, m int, q float64) (Comparison, error) {
	if m < 2 {
		return Comparison{}, errors.New("interval: a comparison needs at least 2 examples")
	}
	if !(q > 0) || math.IsInf(q, 1) {
		return Comparison{}, fmt.Errorf("interval: factor %v of the standard error is not positive", q)
	}
	truth, err := Correlated(pa, pb, rho)
	if err != nil {
		return Comparison{}, err
	}
	mean := pa + (pb-pa)/2
	equal, err := Correlated(mean, mean, rho)
	if err != nil {
		return Comparison{}, err
	}
	return Comparison{
		PA: pa, PB: pb,
		Separate: truth.Separate(m, q), Paired: truth.Paired(m, q),
		FalseSeparate: equal.Separate(m, q).Any(), FalsePaired: equal.Paired(m, q).Any(),
	}, nil
}

// Power returns the probabilities that the separate and the paired rule declare the
// truly better algorithm; ok is false if the rates are equal and there is none.
func (c Comparison) Power() (separate, paired float64, ok bool) {
	switch {
	case c.PA < c.PB:
		return c.Separate.A, c.Paired.A, true
	case c.PA > c.PB:
		return c.Separate.B, c.Paired.B, true
	}
	return 0, 0, false
}

// Separate is the habit of the field: A is declared better when the upper end of the
// interval Mean of its errors lies below the lower end of B's. The probability is a sum
// over the number of mistakes of A and, given it, of B: those that they share and those
// that B makes alone are two independent binomial numbers. It panics if m < 2.
func (p Mistakes) Separate(m int, q float64) Declared {
	t := MeanOfBits(m, q)
	pa := p.Both + p.OnlyA
	shared := min(1, p.Both/pa)
	alone := min(1, p.OnlyB/(p.OnlyB+p.Neither))
	var d Declared
	from, prob := sampling.Binomial(m, pa)
	for i, w := range prob {
		a := from + i
		// Lo is convex in k and 0 at k = 0, Hi is concave and 1 at k = m: so the k that
		// lose to a given a are an upper part of 0, …, m, and those that win a lower one.
		lose := sort.Search(m+1, func(k int) bool { return t[k].Lo > t[a].Hi })
		win := sort.Search(m+1, func(k int) bool { return t[k].Hi >= t[a].Lo }) - 1
		if lose > m && win < 0 {
			continue
		}
		above, below := sumTails(a, shared, m-a, alone, lose, win)
		d.A += w * above
		d.B += w * below
	}
	return d
}

// sumTails returns P(X+Y ≥ hi) and P(X+Y ≤ lo) for independent X ~ Binomial(n, p) and
// Y ~ Binomial(k, r).
func sumTails(n int, p float64, k int, r float64, hi, lo int) (above, below float64) {
	x0, px := sampling.Binomial(n, p)
	y0, py := sampling.Binomial(k, r)
	upper := make([]float64, len(py)+1) // upper[j] = P(Y ≥ y0+j)
	for j := len(py) - 1; j >= 0; j-- {
		upper[j] = upper[j+1] + py[j]
	}
	lower := make([]float64, len(py)+1) // lower[j] = P(Y < y0+j)
	for j, w := range py {
		lower[j+1] = lower[j] + w
	}
	for i, w := range px {
		x := x0 + i
		above += w * upper[min(max(hi-x-y0, 0), len(py))]
		below += w * lower[min(max(lo-x-y0+1, 0), len(py))]
	}
	return above, below
}

// Paired declares a winner when the interval Mean of the differences of the mistakes,
// which are −1, 0 or 1, leaves out 0. With n examples on which only one errs and a
// balance of δ between the two that is
//
//	δ² > q²·n·m/(m−1+q²),
//
// a condition on two numbers that are a binomial one and, given it, another. Paired
// panics if m < 2.
func (p Mistakes) Paired(m int, q float64) Declared {
	mustFreedom(m - 1)
	var d Declared
	differ := p.OnlyA + p.OnlyB
	if differ <= 0 {
		return d
	}
	from, prob := sampling.Binomial(m, min(1, differ))
	for i, w := range prob {
		n := from + i
		limit := q * math.Sqrt(float64(n)*float64(m)/(float64(m-1)+q*q))
		a0, pa := sampling.Binomial(n, min(1, p.OnlyA/differ))
		for j, v := range pa {
			delta := float64(2*(a0+j) - n) // mistakes of A beyond those of B
			switch {
			case delta > limit:
				d.B += w * v
			case delta < -limit:
				d.A += w * v
			}
		}
	}
	return d
}
