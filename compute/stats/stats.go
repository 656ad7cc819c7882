// Package stats measures point estimators: their bias, variance and mean squared
// error, exactly where theory gives a formula and by simulation everywhere.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §5.4.1–5.4.4. Running
// moments are Welford's (Technometrics 4, 1962, DOI 10.1080/00401706.1962.10490022);
// blocks are merged by Chan, Golub, LeVeque (The American Statistician 37, 1983,
// DOI 10.1080/00031305.1983.10483115).
package stats

import "math"

// Mean returns the arithmetic mean of x. It panics if x is empty.
func Mean(x []float64) float64 {
	if len(x) == 0 {
		panic("stats: mean of no values")
	}
	var s Moments
	s.AddAll(x)
	return s.Mean
}

// Variance returns
//
//	Σ(x−x̄)² / (len(x)−ddof)
//
// ddof 0 is the biased estimate of a variance, ddof 1 the unbiased one. Variance
// panics if len(x) ≤ ddof.
func Variance(x []float64, ddof int) float64 {
	var s Moments
	s.AddAll(x)
	return s.Variance(ddof)
}

// Moments are the running count, mean and sum of squared deviations of a sample.
// The zero value is the empty sample.
type Moments struct {
	N    int     // number of values
	Mean float64 // x̄, in units of x
	M2   float64 // Σ(x−x̄)², in squared units of x
}

// Add takes one value into the sample by Welford's update, which never subtracts
// two large sums and so keeps its digits under a large offset of x.
func (s *Moments) Add(x float64) {
	s.N++
	d := x - s.Mean
	s.Mean += d / float64(s.N)
	s.M2 += d * (x - s.Mean)
}

// AddAll takes all of x into the sample. It is Add for a block, with one division
// a block instead of one a value: sums of differences from a value inside the
// block, then the merge of Chan, Golub and LeVeque.
func (s *Moments) AddAll(x []float64) {
	if len(x) == 0 {
		return
	}
	shift := x[0]
	var sum, sum2 float64
	for _, v := range x {
		d := v - shift
		sum += d
		sum2 += d * d
	}
	n := float64(len(x))
	s.merge(Moments{
		N:    len(x),
		Mean: shift + sum/n,
		M2:   max(0, sum2-sum/n*sum),
	})
}

// merge takes the sample t into s.
func (s *Moments) merge(t Moments) {
	n, k := float64(s.N), float64(t.N)
	d := t.Mean - s.Mean
	s.N += t.N
	s.Mean += d * k / (n + k)
	s.M2 += t.M2 + d*d*n*k/(n+k)
}

// Variance returns M2/(N−ddof). It panics if N ≤ ddof.
func (s Moments) Variance(ddof int) float64 {
	if s.N <= ddof {
		panic("stats: variance of too few values")
	}
	return s.M2 / float64(s.N-ddof)
}

// StdErr returns the estimated standard error of the mean, s/√N with the unbiased
// s². It panics if N < 2.
func (s Moments) StdErr() float64 {
	return math.Sqrt(s.Variance(1) / float64(s.N))
}

// Summary is all that the estimators of this package look at in a sample.
// The zero value is the empty sample.
type Summary struct {
	Moments
	Max float64 // largest value; 0 in the empty sample
}

// AddAll takes all of x into the sample.
func (s *Summary) AddAll(x []float64) {
	if len(x) == 0 {
		return
	}
	if s.N == 0 {
		s.Max = x[0]
	}
	for _, v := range x {
		if v > s.Max {
			s.Max = v
		}
	}
	s.Moments.AddAll(x)
}
