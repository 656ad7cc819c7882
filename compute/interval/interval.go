// Package interval makes confidence intervals for a mean and for a proportion, knows
// how often they really cover, and compares two algorithms tested on the same examples.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §5.4.3. Intervals for a
// proportion: Brown, Cai, DasGupta, Statistical Science 16 (2001),
// DOI 10.1214/ss/1009213286. All intervals are closed.
package interval

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"konspekt/compute/stats"
)

// Z95 is the factor of the standard error in the book's 95 % interval (eq. 5.47).
const Z95 = 1.96

// Interval is the closed interval [Lo, Hi].
type Interval struct{ Lo, Hi float64 }

// Width returns Hi − Lo.
func (i Interval) Width() float64 { return i.Hi - i.Lo }

// Contains reports whether Lo ≤ x ≤ Hi.
func (i Interval) Contains(x float64) bool { return i.Lo <= x && x <= i.Hi }

// Overlaps reports whether the intervals have a point in common.
func (i Interval) Overlaps(j Interval) bool { return i.Lo <= j.Hi && j.Lo <= i.Hi }

// Z returns z with P(|Z| ≤ z) = level for a standard normal Z: 1.95996… at 0.95. It
// panics unless 0 < level < 1.
func Z(level float64) float64 {
	mustLevel(level)
	return math.Sqrt2 * math.Erfinv(level)
}

// BookZ returns the factor of the standard error that the book would take: Z95 at the
// level 0.95, where it rounds, and Z(level) at any other.
func BookZ(level float64) float64 {
	if level == 0.95 {
		return Z95
	}
	return Z(level)
}

// Level returns P(|Z| ≤ z), the level of the normal interval with factor z ≥ 0.
func Level(z float64) float64 { return math.Erf(z / math.Sqrt2) }

// T returns t with P(|T| ≤ t) = level for Student's T with df degrees of freedom, to
// 1e-12 relative up to 1000 of them and 1e-10 up to 10⁶. It panics unless 0 < level < 1 and df ≥ 1.
func T(level float64, df int) float64 {
	mustLevel(level)
	// T² = df·B/(1−B), where B has the Beta(½, df/2) distribution. Which end of the
	// unit interval is solved for keeps the digits of the small one of B and 1−B.
	nu := float64(mustFreedom(df))
	var t float64
	if df > 2 {
		b := mathext.InvRegIncBeta(0.5, nu/2, level)
		t = math.Sqrt(nu * b / (1 - b))
	} else {
		c := mathext.InvRegIncBeta(nu/2, 0.5, 1-level)
		t = math.Sqrt(nu * (1 - c) / c)
	}
	a, _ := math.Lgamma((nu + 1) / 2)
	b, _ := math.Lgamma(nu / 2)
	scale := 2 * math.Exp(a-b) / math.Sqrt(nu*math.Pi)
	for range 2 { // Newton's steps take off the tolerance of the inverse
		density := scale * math.Exp(-(nu+1)/2*math.Log1p(t*t/nu))
		inside, outside := splitT(t, nu)
		// Of the two forms of one difference the one between small numbers.
		if level < 0.5 {
			t -= (inside - level) / density
		} else {
			t += (outside - (1 - level)) / density
		}
	}
	return t
}

// splitT returns P(|T| ≤ t) and P(|T| > t), each from the form that keeps its digits:
// the second one by itself where it is small.
func splitT(t, nu float64) (inside, outside float64) {
	if t*t < nu {
		if inside = mathext.RegIncBeta(0.5, nu/2, t*t/(nu+t*t)); inside < 0.9999 {
			return inside, 1 - inside
		}
	}
	outside = mathext.RegIncBeta(nu/2, 0.5, nu/(nu+t*t))
	return 1 - outside, outside
}

// LevelT returns P(|T| ≤ t) for Student's T with df degrees of freedom, t ≥ 0. It
// panics if df < 1.
func LevelT(t float64, df int) float64 {
	inside, _ := splitT(t, float64(mustFreedom(df)))
	return inside
}

// Mean returns the interval x̄ ± q·s/√m with the unbiased s². The factor q is Z95,
// Z(level) or T(level, m−1). It panics if the sample has fewer than 2 values.
func Mean(s stats.Moments, q float64) Interval {
	half := q * s.StdErr()
	return Interval{s.Mean - half, s.Mean + half}
}

// TTest returns t = (x̄−mu)/(s/√m) and the two-sided probability of a |t| as large as
// that if the mean of normal data is mu. For a sample of differences and mu = 0 it is
// the paired t-test. It panics if the sample has fewer than 2 values. If all values
// are the same, t is ±Inf and p is 0, or t = 0 and p = 1 when they are mu.
func TTest(s stats.Moments, mu float64) (t, p float64) {
	d := s.Mean - mu
	se := s.StdErr()
	switch {
	case d == 0:
		return 0, 1
	case se == 0:
		return math.Copysign(math.Inf(1), d), 0
	}
	t = d / se
	_, p = splitT(math.Abs(t), float64(s.N-1))
	return t, p
}

// NormalCoverage returns how often x̄ ± q·s/√m covers the mean of m normal values:
//
//	P(|T_{m−1}| ≤ q).
//
// For q = T(level, m−1) it is the level, for q = Z(level) less. It panics if m < 2.
func NormalCoverage(q float64, m int) float64 { return LevelT(q, m-1) }

// NormalWidth returns the expected width 2q·E s/√m of x̄ ± q·s/√m for m normal values
// with standard deviation sigma. It panics if m < 2.
func NormalWidth(q, sigma float64, m int) float64 {
	return 2 * q * sigma * stats.C4(m) / math.Sqrt(float64(m))
}

// SeparateDemand returns what the rule «the intervals x̄ ± z·SE of two independent
// estimates do not overlap» demands of their difference, in standard errors of the
// difference,
//
//	z(a+b)/√(a²+b²),
//
// and how often it then declares a difference where there is none (normal estimates).
// For a = b and z = 1.96 that is 2.77 and 0.56 %. It panics unless the standard errors
// a and b are positive.
func SeparateDemand(z, a, b float64) (demand, level float64) {
	if !(a > 0 && b > 0) {
		panic("interval: a standard error is not positive")
	}
	demand = z * (a + b) / math.Hypot(a, b)
	return demand, math.Erfc(demand / math.Sqrt2)
}

func mustLevel(level float64) {
	if !(level > 0 && level < 1) {
		panic(fmt.Sprintf("interval: level %v outside (0, 1)", level))
	}
}

func mustFreedom(df int) int {
	if df < 1 {
		panic("interval: no degrees of freedom, 2 values are needed")
	}
	return df
}
