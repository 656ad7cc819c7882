package interval

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"konspekt/compute/sampling"
	"konspekt/compute/stats"
)

// Table holds the interval for each number of successes k = 0, …, m in m independent
// trials: a whole method for one m. Its coverage is a finite sum over k.
type Table []Interval

// Wald returns p̂ ± z·√(p̂(1−p̂)/m), p̂ = k/m. It panics if m < 1.
func Wald(m int, z float64) Table {
	return tabulate(m, func(p float64) (centre, half float64) {
		return p, z * math.Sqrt(p*(1-p)/float64(m))
	})
}

// MeanOfBits returns the interval Mean of zeros and ones: Wald's with s/√m for the
// standard error, so m−1 in place of m. It panics if m < 2.
func MeanOfBits(m int, q float64) Table {
	mustFreedom(m - 1)
	return tabulate(m, func(p float64) (centre, half float64) {
		return p, q * math.Sqrt(p*(1-p)/float64(m-1))
	})
}

// KnownSE returns k/m ± z·√(p(1−p)/m) with the true p, as if it were known. It panics
// if m < 1.
func KnownSE(m int, p, z float64) Table {
	half := z * math.Sqrt(p*(1-p)/float64(m))
	return tabulate(m, func(share float64) (float64, float64) { return share, half })
}

// Wilson returns the p that a normal test with the standard error of that p does not
// reject (Wilson, JASA 22, 1927, DOI 10.1080/01621459.1927.10502953):
//
//	(p̂ + z²/2m ± z·√(p̂(1−p̂)/m + z²/4m²)) / (1 + z²/m).
//
// It panics if m < 1.
func Wilson(m int, z float64) Table {
	n := float64(m)
	t := tabulate(m, func(p float64) (centre, half float64) {
		scale := 1 + z*z/n
		return (p + z*z/(2*n)) / scale, z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / scale
	})
	// Exact in theory, lost to rounding.
	t[0].Lo, t[m].Hi = 0, 1
	return t
}

// ClopperPearson returns the p at which neither tail of the binomial distribution from
// k on has less than (1−level)/2 (Biometrika 26, 1934, DOI 10.1093/biomet/26.4.404). Its
// ends are quantiles of Beta(k, m−k+1) and Beta(k+1, m−k). It never covers less often
// than level. It costs about 2 µs for each k and panics unless m ≥ 1 and 0 < level < 1.
func ClopperPearson(m int, level float64) Table {
	mustLevel(level)
	mustTrials(m)
	t := make(Table, m+1)
	t[0].Lo, t[m].Hi = 0, 1
	for k := 1; k <= m; k++ {
		t[k].Lo = mathext.InvRegIncBeta(float64(k), float64(m-k+1), (1-level)/2)
		t[m-k].Hi = 1 - t[k].Lo
	}
	return t
}

// tabulate makes centre ± half for every p̂ = k/m.
func tabulate(m int, of func(share float64) (centre, half float64)) Table {
	mustTrials(m)
	t := make(Table, m+1)
	for k := range t {
		c, h := of(float64(k) / float64(m))
		t[k] = Interval{c - h, c + h}
	}
	return t
}

func mustTrials(m int) {
	if m < 1 {
		panic("interval: no trials")
	}
}

// Coverage returns how often the interval covers p when p is the truth, exactly:
//
//	Σ_k P(k)·[p ∈ interval of k],  k ~ Binomial(m, p).
//
// As a function of p it jumps wherever p passes an end of an interval. It panics
// unless 0 ≤ p ≤ 1.
func (t Table) Coverage(p float64) float64 {
	from, prob := sampling.Binomial(len(t)-1, p)
	in, out := 0.0, 0.0
	for i, q := range prob {
		if t[from+i].Contains(p) {
			in += q
		} else {
			out += q
		}
	}
	return in / (in + out)
}

// Width returns the expected width Σ_k P(k)·width of k. It panics unless 0 ≤ p ≤ 1.
func (t Table) Width(p float64) float64 {
	from, prob := sampling.Binomial(len(t)-1, p)
	width := 0.0
	for i, q := range prob {
		width += q * t[from+i].Width()
	}
	return width
}

// Rule returns the table as a rule for a sample of zeros and ones, which must have
// len(t)−1 values.
func (t Table) Rule() Rule {
	return func(s stats.Moments) Interval {
		return t[int(math.Round(s.Mean*float64(s.N)))]
	}
}
