package sampling

import (
	"math"
	"testing"
)

// Known closed forms: midrange of U(0,1) has variance 1/(2(m+1)(m+2)); its odd median
// 1/(4(m+2)); the median of three exponentials has mean 1/3 + 1/2 and variance
// 1/9 + 1/4; of three Bernoulli values it is 1 with probability 3p² − 2p³.
func TestExactClosedForms(t *testing.T) {
	for _, m := range []int{1, 2, 5, 9, 101} {
		n := float64(m)
		q, _ := Midrange().Exact(Uniform(0, 1), m)
		wantNear(t, "midrange bias", q.Bias, 0, 1e-14, 0)
		wantNear(t, "midrange variance", q.Variance, 1/(2*(n+1)*(n+2)), 0, 1e-12)
		if m%2 == 1 {
			q, _ = Median().Exact(Uniform(0, 1), m)
			wantNear(t, "median variance", q.Variance, 1/(4*(n+2)), 0, 1e-12)
		}
	}
	q, _ := Median().Exact(Exponential(1), 3)
	wantNear(t, "exponential median bias", q.Bias, 1.0/3+1.0/2-1, 0, 1e-14)
	wantNear(t, "exponential median variance", q.Variance, 1.0/9+1.0/4, 0, 1e-14)
	p := 0.3
	q, _ = Median().Exact(Bernoulli(p), 3)
	one := 3*p*p - 2*p*p*p
	wantNear(t, "bernoulli median bias", q.Bias, one-p, 0, 1e-13)
	wantNear(t, "bernoulli median variance", q.Variance, one*(1-one), 0, 1e-13)
}

// The mean is itself the statistic of sorted values with equal weights.
func TestMeanAsOrderStatistic(t *testing.T) {
	for _, d := range distributions {
		if d.order == nil {
			continue
		}
		for _, m := range []int{1, 4, 50} {
			got, _ := Trimmed(0).Exact(d, m)
			want, _ := Mean().Exact(d, m)
			wantNear(t, d.Name+" bias", got.Bias, want.Bias, 1e-13, 0)
			wantNear(t, d.Name+" variance", got.Variance, want.Variance, 0, 1e-12)
		}
	}
}

// The binomial probabilities have sum 1, mean mp and agree with factorials on a small case.
func TestBinomial(t *testing.T) {
	for _, m := range []int{0, 1, 10, 1000, 1000000} {
		for _, p := range []float64{0, 1e-9, 0.3, 0.5, 1 - 1e-9, 1} {
			from, prob := Binomial(m, p)
			sum, mean := 0.0, 0.0
			for i, q := range prob {
				sum += q
				mean += q * float64(from+i)
			}
			wantNear(t, "sum", sum, 1, 1e-13, 0)
			wantNear(t, "mean", mean, float64(m)*p, 1e-15, 1e-12)
			if from < 0 || from+len(prob) > m+1 {
				t.Errorf("m=%d p=%v: values %d…%d", m, p, from, from+len(prob)-1)
			}
		}
	}
	from, prob := Binomial(10, 0.3)
	wantNear(t, "P(4 of 10)", prob[4-from], 210*math.Pow(0.3, 4)*math.Pow(0.7, 6), 0, 1e-14)
}
