package chapters_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

var sequences = []string{"mean", "median", "first", "spiked", "max_uniform", "cauchy_mean"}

// The exact probability of a miss: mpmath, by the error function, by the sum of the
// binomial distribution (the median is past ε if most of the sample is), by powers.
func TestConsistencyReference(t *testing.T) {
	for _, c := range []struct {
		query string
		want  float64
	}{
		{"estimator=mean&m_max=10&epsilon=0.1", 0.75182963404584928},
		{"estimator=mean&m_max=100&epsilon=0.1", 0.3173105078629141},
		{"estimator=mean&m_max=1000&epsilon=0.05", 0.11384629800665805},
		{"estimator=mean&m_max=1000000&epsilon=0.01", 1.5239706048321052e-23},
		{"estimator=median&m_max=11&epsilon=0.1", 0.78663261695506495},
		{"estimator=median&m_max=101&epsilon=0.1", 0.42151711704372608},
		{"estimator=median&m_max=1001&epsilon=0.05", 0.20677306362861854},
		{"estimator=first&m_max=10&epsilon=0.1", 0.92034432544594204},
		{"estimator=first&m_max=1000000&epsilon=0.5", 0.61707507745197379},
		{"estimator=spiked&m_max=10&epsilon=0.1", 0.77664667064126435},
		{"estimator=spiked&m_max=1000&epsilon=0.05", 0.11473245170865139},
		{"estimator=spiked&m_max=1000000&epsilon=0.01", 1e-6},
		{"estimator=max_uniform&m_max=10&epsilon=0.1", 0.3486784401},
		{"estimator=max_uniform&m_max=1000&epsilon=0.05", 5.2918227477450476e-23},
		{"estimator=max_uniform&m_max=100&epsilon=1", 0},
		{"estimator=cauchy_mean&m_max=10&epsilon=0.1", 0.93654896513889286},
		{"estimator=cauchy_mean&m_max=1000000&epsilon=1", 0.5},
	} {
		r := resultOf(t, "consistency", c.query)
		if got := r.num("last", "probability_theory"); !near(got, c.want, 1e-9, 0) {
			t.Errorf("consistency?%s: probability %v, want %v", c.query, got, c.want)
		}
	}
	// estimation.json, normal_variance_estimators: the mean of 10 values has bias 0 and
	// variance 0.1, so Chebyshev's bound at ε = 0.5 is 0.4.
	if got := resultOf(t, "consistency", "m_max=10&epsilon=0.5").num("last", "chebyshev"); !near(got, 0.4, 1e-13, 0) {
		t.Errorf("Chebyshev's bound %v, want 0.4", got)
	}
}

// The sizes rise from 1 to m_max, every array is as long as they are, and what is said
// of m_max is the end of the arrays.
func TestConsistencyArrays(t *testing.T) {
	for _, e := range sequences {
		for _, mMax := range []float64{10, 777, 1000000} {
			r := resultOf(t, "consistency", fmt.Sprintf("estimator=%s&m_max=%s&paths=20", e, number(mMax)))
			m := r.nums("m")
			if m[0] != 1 || m[len(m)-1] != mMax || !slices.IsSorted(m) || len(slices.Compact(slices.Clone(m))) != len(m) {
				t.Errorf("%s: sizes %v", e, m)
			}
			for _, name := range []string{"probability", "probability_se", "probability_theory", "probability_later", "bias_simulated"} {
				if got := r.nums(name); len(got) != len(m) {
					t.Errorf("%s: %d of %s for %d sizes", e, len(got), name, len(m))
				}
			}
			if got, want := r.num("last", "probability"), r.nums("probability")[len(m)-1]; got != want {
				t.Errorf("%s: %v at m_max, the last is %v", e, got, want)
			}
			for _, name := range []string{"bias", "bias_se"} {
				for _, b := range r.list(name) {
					if (b.v == nil) != (e == "cauchy_mean") {
						t.Errorf("%s: %s %v", e, name, b.v)
					}
				}
			}
		}
	}
}

// A simulated share is within four standard errors of its probability, a simulated bias
// of the exact one; where fewer than ten misses are expected, the share is not normal and
// at most 25 have happened (of Poisson's 10 that is one in 20,000).
func TestConsistencySimulation(t *testing.T) {
	for _, e := range sequences {
		for seed := 1; seed <= 4; seed++ {
			q := fmt.Sprintf("estimator=%s&seed=%d&m_max=3000&epsilon=0.2", e, seed)
			r := resultOf(t, "consistency", q)
			got, want, se := r.nums("probability"), r.nums("probability_theory"), r.nums("probability_se")
			for i, m := range r.nums("m") {
				if 1000*want[i] < 10 {
					if got[i] > 0.025 {
						t.Errorf("consistency?%s: m=%v: %v, theory %v", q, m, got[i], want[i])
					}
				} else if math.Abs(got[i]-want[i]) > 4*se[i] {
					t.Errorf("consistency?%s: m=%v: %v ± %v, theory %v", q, m, got[i], se[i], want[i])
				}
				if e == "cauchy_mean" || e == "spiked" && 1000/m < 10 { // no bias; too few spikes
					continue
				}
				b, exact, se := r.num("bias_simulated", i), r.num("bias", i), r.num("bias_se", i)
				if math.Abs(b-exact) > 4*se {
					t.Errorf("consistency?%s: m=%v: bias %v ± %v, exact %v", q, m, b, se, exact)
				}
			}
		}
	}
}

// Discover: the first example never narrows, with bias 0; neither does the mean of Cauchy
// data; the others come to the truth, spiked with bias 1 all the way.
func TestConsistencyDiscover(t *testing.T) {
	for _, e := range sequences {
		r := resultOf(t, "consistency", "m_max=1000000&paths=100&estimator="+e)
		p := r.nums("probability_theory")
		start, end := p[0], p[len(p)-1]
		if still := e == "first" || e == "cauchy_mean"; still != (start == end) || !still && end > 1.1e-6 {
			t.Errorf("%s: P falls from %v to %v", e, start, end)
		}
		if e == "first" {
			same := r.nums("probability")
			if slices.Max(same) != slices.Min(same) {
				t.Errorf("first: the share goes from %v to %v", slices.Min(same), slices.Max(same))
			}
		}
		if e == "cauchy_mean" {
			continue
		}
		for i, b := range r.nums("bias") {
			want := map[string]float64{"spiked": 1, "max_uniform": -1 / (r.num("m", i) + 1)}[e]
			if !near(b, want, 1e-14, 0) {
				t.Errorf("%s: bias %v, want %v", e, b, want)
			}
		}
	}
}

// Chebyshev: the probability is never above (bias² + variance)/ε². For the mean the
// bound is 1/(mε²); for spiked it never promises anything, and yet P → 0.
func TestConsistencyChebyshev(t *testing.T) {
	for _, e := range []string{"mean", "first", "spiked", "max_uniform"} {
		for _, epsilon := range []float64{0.03, 0.3, 1} {
			r := resultOf(t, "consistency", fmt.Sprintf("paths=20&estimator=%s&epsilon=%v", e, epsilon))
			p, bound := r.nums("probability_theory"), r.nums("chebyshev")
			for i, m := range r.nums("m") {
				if p[i] > bound[i] {
					t.Errorf("%s m=%v: P %v above %v", e, m, p[i], bound[i])
				}
				if want := 1 / (m * epsilon * epsilon); e == "mean" && !near(bound[i], want, 1e-12, 0) {
					t.Errorf("mean m=%v: bound %v, want %v", m, bound[i], want)
				}
				if e == "spiked" && bound[i] < 1 {
					t.Errorf("spiked m=%v: bound %v", m, bound[i])
				}
			}
		}
	}
}

// The least m: there the probability is at most 5 %, one before it is not.
func TestConsistencyLeast(t *testing.T) {
	for _, q := range []string{"", "estimator=median", "estimator=median&epsilon=0.03", "estimator=spiked&epsilon=0.5", "estimator=max_uniform"} {
		needed := resultOf(t, "consistency", with(t, q, "paths", "20")).num("m_needed")
		at := func(m float64) float64 {
			return resultOf(t, "consistency", with(t, with(t, q, "paths", "20"), "m_max", number(m))).num("last", "probability_theory")
		}
		if at(needed) > 0.05 || at(needed-1) <= 0.05 {
			t.Errorf("consistency?%s: m_needed %v, P %v there and %v before", q, needed, at(needed), at(needed-1))
		}
	}
	for _, e := range []string{"first", "cauchy_mean"} {
		if v := resultOf(t, "consistency", "estimator="+e).get("m_needed").v; v != nil {
			t.Errorf("%s: m_needed %v", e, v)
		}
	}
}

// Borel and Cantelli: of the spiked means about half leave the band between m and 2m,
// whatever m, while at m itself a share of 1/m does. The plain mean has come to stay.
func TestConsistencyBorelCantelli(t *testing.T) {
	for _, mMax := range []float64{4000, 60000, 1000000} {
		half := func(e string) float64 {
			r := resultOf(t, "consistency", fmt.Sprintf("paths=10000&estimator=%s&m_max=%s", e, number(mMax)))
			m, later := r.nums("m"), r.nums("probability_later")
			i, _ := slices.BinarySearch(m, mMax/2)
			if !slices.IsSortedFunc(later, func(a, b float64) int { return cmp.Compare(b, a) }) {
				t.Errorf("%s: later shares %v do not fall", e, later)
			}
			if e == "spiked" { // exactly: a spike among m[i] … m_max
				want := 1 - (m[i]-1)/mMax
				if se := math.Sqrt(want * (1 - want) / 10000); math.Abs(later[i]-want) > 4*se {
					t.Errorf("spiked m=%v: %v leave after %v, want %v", mMax, later[i], m[i], want)
				}
			}
			return later[i]
		}
		if p := half("spiked"); p < 0.4 || p > 0.55 {
			t.Errorf("spiked m=%v: %v leave in the second half", mMax, p)
		}
		if p := half("mean"); p > 0.001 {
			t.Errorf("mean m=%v: %v leave in the second half", mMax, p)
		}
	}
}

// A path grows: up to the smaller m_max it is the same one.
func TestConsistencyGrows(t *testing.T) {
	for _, e := range sequences {
		short := resultOf(t, "consistency", "paths=50&m_max=200&estimator="+e).nums("bias_simulated")
		long := resultOf(t, "consistency", "paths=50&m_max=50000&estimator="+e).nums("bias_simulated")
		n := len(short) - 1
		if !slices.Equal(short[:n], long[:n]) {
			t.Errorf("%s: the beginning changes as the paths grow", e)
		}
	}
}

// The median needs every draw: too many are refused, by name and with the range.
func TestConsistencyMedianLimit(t *testing.T) {
	q, err := parseQuery("estimator=median&m_max=1000000&paths=1001")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := find(t, "consistency").Parse(q); err == nil || !strings.Contains(err.Error(), "paths") || !strings.Contains(err.Error(), "1000") {
		t.Errorf("error %v, want one of paths up to 1000", err)
	}
	resultOf(t, "consistency", "estimator=mean&m_max=1000000&paths=10000")
}
