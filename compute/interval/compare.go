package interval

import (
	"errors"
	"fmt"
	"math"
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
