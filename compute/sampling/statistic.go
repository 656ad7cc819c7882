package sampling

import (
	"fmt"
	"math"

	"konspekt/compute/stats"
)

// TrimmedShare is the share of the observations that the statistic called trimmed
// leaves out at each end.
const TrimmedShare = 0.2

// Statistic is a function of the sample taken as an estimate of the parameter θ of
// its distribution, however good or bad. Make one by a constructor or by
// StatisticNamed.
type Statistic struct {
	Name string // as taken by StatisticNamed

	of    func(x []float64) float64 // may reorder x
	exact func(d Distribution, m int) (stats.Quality, bool)
}

// StatisticNamed returns the statistic of that name: mean, median, midrange, trimmed
// (by TrimmedShare), first or constant. Only constant reads c. The error names an
// unknown name.
func StatisticNamed(name string, c float64) (Statistic, error) {
	for _, s := range []Statistic{
		Mean(), Median(), Midrange(), Trimmed(TrimmedShare), First(), Constant(c),
	} {
		if s.Name == name {
			return s, nil
		}
	}
	return Statistic{}, fmt.Errorf("sampling: no statistic %q", name)
}

// Of returns the value of the statistic on the sample x, which stays as it is. It
// panics if x is empty.
func (s Statistic) Of(x []float64) float64 {
	mustSample(len(x))
	return s.of(append([]float64(nil), x...))
}

// Exact returns the exact bias and variance of the statistic on m observations of d,
// as an estimator of d.Theta. They are known for
//
//   - mean and first where the variance is finite, constant everywhere;
//   - statistics of sorted values for uniform (the spacings have a Dirichlet
//     distribution), exponential (Rényi's spacings are independent) and bernoulli
//     (a finite sum over the number of ones).
//
// The second result is false elsewhere. Exact panics if m < 1.
func (s Statistic) Exact(d Distribution, m int) (stats.Quality, bool) {
	mustSample(m)
	return s.exact(d, m)
}

func mustSample(m int) {
	if m < 1 {
		panic("sampling: statistic of no observations")
	}
}

// Mean is (1/m)Σx.
func Mean() Statistic {
	return Statistic{
		Name: "mean", of: average,
		exact: func(d Distribution, m int) (stats.Quality, bool) {
			if math.IsInf(d.SD, 1) {
				return stats.Quality{}, false
			}
			return stats.Quality{Variance: d.SD * d.SD / float64(m)}, true
		},
	}
}

// First is the first observation, whatever the others are: unbiased, not consistent.
func First() Statistic {
	s := Mean()
	s.Name = "first"
	s.of = func(x []float64) float64 { return x[0] }
	mean := s.exact
	s.exact = func(d Distribution, _ int) (stats.Quality, bool) { return mean(d, 1) }
	return s
}

// Constant is c for any sample: no variance, the bias c − θ.
func Constant(c float64) Statistic {
	return Statistic{
		Name: "constant",
		of:   func([]float64) float64 { return c },
		exact: func(d Distribution, _ int) (stats.Quality, bool) {
			return stats.Quality{Bias: c - d.Theta}, true
		},
	}
}

// Median is the middle of the sorted observations, the mean of the two middle ones if
// m is even.
func Median() Statistic {
	return sorted("median", func(x []float64) float64 {
		k := len(x) / 2
		upper := nth(x, k)
		if len(x)%2 == 1 {
			return upper
		}
		// nth has left the k smaller ones in front.
		_, lower := ends(x[:k])
		return (lower + upper) / 2
	}, func(m int) (from, to int) { return (m - 1) / 2, m/2 + 1 })
}

// Midrange is the mean of the smallest and the largest observation.
func Midrange() Statistic {
	s := Statistic{Name: "midrange", of: func(x []float64) float64 {
		lo, hi := ends(x)
		return (lo + hi) / 2
	}}
	s.exact = byOrder(func(m int) []float64 {
		w := make([]float64, m)
		w[0] += 0.5
		w[m-1] += 0.5
		return w
	})
	return s
}

// Trimmed is the mean of the observations without the ⌊share·m⌋ smallest and as many
// of the largest. It panics unless 0 ≤ share < ½.
func Trimmed(share float64) Statistic {
	if !(share >= 0 && share < 0.5) {
		panic(fmt.Sprintf("sampling: trimmed share %v outside [0, 0.5)", share))
	}
	kept := func(m int) (from, to int) {
		cut := int(share * float64(m))
		return cut, m - cut
	}
	return sorted("trimmed", func(x []float64) float64 {
		from, to := kept(len(x))
		if from > 0 {
			nth(x, from)
			x = x[from:]
			nth(x, to-from)
			x = x[:to-from]
		}
		return average(x)
	}, kept)
}

// sorted is the mean of the sorted observations with ranks from, …, to−1 (from 0).
func sorted(name string, of func([]float64) float64, kept func(m int) (from, to int)) Statistic {
	return Statistic{Name: name, of: of, exact: byOrder(func(m int) []float64 {
		w := make([]float64, m)
		from, to := kept(m)
		for r := from; r < to; r++ {
			w[r] = 1 / float64(to-from)
		}
		return w
	})}
}

// average is the mean by a plain sum: samples here are centred near 0 and short.
func average(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// ends returns the smallest and the largest value.
func ends(x []float64) (lo, hi float64) {
	lo, hi = x[0], x[0]
	for _, v := range x[1:] {
		lo, hi = min(lo, v), max(hi, v)
	}
	return lo, hi
}

// nth reorders x so that x[k] is the value of rank k (from 0), nothing before it is
// larger and nothing after it smaller, and returns it: Hoare's selection (Find,
// Communications of the ACM 4, 1961, DOI 10.1145/366622.366647), m steps on average.
func nth(x []float64, k int) float64 {
	lo, hi := 0, len(x)-1
	for lo < hi {
		pivot, i, j := x[k], lo, hi
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for pivot < x[j] {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i++
				j--
			}
		}
		if j < k {
			lo = i
		}
		if k < i {
			hi = j
		}
	}
	return x[k]
}
