package sampling

import (
	"math"

	"konspekt/compute/stats"
)

// byOrder is the exact quality of Σ w_r x_(r), weights w(m) by ascending rank.
func byOrder(w func(m int) []float64) func(Distribution, int) (stats.Quality, bool) {
	return func(d Distribution, m int) (stats.Quality, bool) {
		if d.order == nil {
			return stats.Quality{}, false
		}
		e := d.order(w(m))
		return stats.Quality{Bias: e.mean - d.Theta, Variance: e.variance}, true
	}
}

// tails replaces w_j by Σ_{r≥j} w_r: the weight of the spacing that lies below the
// order statistic of rank j and so enters all the higher ones.
func tails(w []float64) {
	for j := len(w) - 2; j >= 0; j-- {
		w[j] += w[j+1]
	}
}

// uniformOrder is Σ w_r u_(r) for U(0, 1). The m+1 spacings D_j of m uniform points
// have the symmetric Dirichlet distribution, so for L = Σ_{j≤m} W_j D_j
//
//	E L = ΣW/(m+1),  Var L = ((m+1)ΣW² − (ΣW)²) / ((m+1)²(m+2)).
//
// (David, Nagaraja, Order Statistics, 3rd ed., 2003, §2.5 and §6.4.) The sum of squares
// is taken about the mean over all m+1 spacings, the last of which has W = 0. It
// overwrites w.
func uniformOrder(w []float64) moments {
	tails(w)
	n := float64(len(w) + 1)
	mean := 0.0
	for _, v := range w {
		mean += v / n
	}
	squares := mean * mean
	for _, v := range w {
		squares += (v - mean) * (v - mean)
	}
	return moments{mean: mean, variance: squares / (n * (n + 1))}
}

// exponentialOrder is Σ w_r x_(r) for the exponential distribution of mean 1. The
// spacing below rank j of m, j from 1, is exponential with mean 1/(m−j+1),
// independent of the others (Rényi, Acta Math. Acad. Sci. Hung. 4, 1953,
// DOI 10.1007/BF02127580). It overwrites w.
func exponentialOrder(w []float64) moments {
	tails(w)
	var e moments
	for j, v := range w {
		c := v / float64(len(w)-j)
		e.mean += c
		e.variance += c * c
	}
	return e
}

// bernoulliOrder is Σ w_r x_(r) of zeros and ones: with k ones it is the sum of the
// last k weights. It overwrites w.
func bernoulliOrder(w []float64, p float64) moments {
	m := len(w)
	tails(w)
	value := func(k int) float64 {
		if k == 0 {
			return 0
		}
		return w[m-k]
	}
	from, prob := Binomial(m, p)
	var e moments
	for i, q := range prob {
		e.mean += q * value(from+i)
	}
	for i, q := range prob {
		d := value(from+i) - e.mean
		e.variance += q * d * d
	}
	return e
}

// negligible is the probability relative to the mode's below which Binomial cuts the
// tails. They fall faster than geometrically, so all that is cut is below 1e-17.
const negligible = 1e-22

// Binomial returns the probabilities of from, from+1, … successes in m independent
// trials with success probability p. Values outside are improbable: together below
// 1e-17. It walks from the mode by the ratio of neighbours,
//
//	P(k+1)/P(k) = (m−k)/(k+1) · p/(1−p),
//
// and divides by the sum, which keeps 13 digits where factorials lose them. It panics
// unless m ≥ 0 and 0 ≤ p ≤ 1.
func Binomial(m int, p float64) (from int, prob []float64) {
	if m < 0 || !(p >= 0 && p <= 1) {
		panic("sampling: binomial distribution with m < 0 or p outside [0, 1]")
	}
	switch p {
	case 0:
		return 0, []float64{1}
	case 1:
		return m, []float64{1}
	}
	mode := min(m, int(math.Floor(float64(m+1)*p)))
	var down, up []float64
	for k, q := mode, 1.0; k > 0; k-- {
		q *= float64(k) / float64(m-k+1) * (1 - p) / p
		if q < negligible {
			break
		}
		down = append(down, q)
	}
	for k, q := mode, 1.0; k < m; k++ {
		q *= float64(m-k) / float64(k+1) * p / (1 - p)
		if q < negligible {
			break
		}
		up = append(up, q)
	}
	sum := 1.0
	prob = make([]float64, len(down)+1+len(up))
	for i, q := range down {
		prob[len(down)-1-i] = q
		sum += q
	}
	prob[len(down)] = 1
	for i, q := range up {
		prob[len(down)+1+i] = q
		sum += q
	}
	for i := range prob {
		prob[i] /= sum
	}
	return mode - len(down), prob
}
