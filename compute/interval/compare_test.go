package interval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"konspekt/compute/stats"
)

// verdict applies both rules to counts of examples as a reader would: intervals from
// the samples of mistakes themselves.
func verdict(both, onlyA, onlyB, neither int, q float64) (separate, paired string) {
	var a, b, d stats.Moments
	for _, c := range []struct {
		n    int
		a, b float64
	}{{both, 1, 1}, {onlyA, 1, 0}, {onlyB, 0, 1}, {neither, 0, 0}} {
		for range c.n {
			a.Add(c.a)
			b.Add(c.b)
			d.Add(c.a - c.b)
		}
	}
	ia, ib, id := Mean(a, q), Mean(b, q), Mean(d, q)
	switch {
	case ia.Hi < ib.Lo:
		separate = "A"
	case ib.Hi < ia.Lo:
		separate = "B"
	}
	switch {
	case id.Hi < 0:
		paired = "A"
	case id.Lo > 0:
		paired = "B"
	}
	return separate, paired
}

func (d *Declared) count(winner string, w float64) {
	switch winner {
	case "A":
		d.A += w
	case "B":
		d.B += w
	}
}

// The sums over two numbers equal the sum over all multinomial counts with the rules
// applied to every sample.
func TestCompareByAllCounts(t *testing.T) {
	for _, c := range []struct{ pa, pb, rho float64 }{
		{0.3, 0.6, 0.2}, {0.5, 0.5, -0.9}, {0.1, 0.05, 0}, {0.9, 0.7, 0.4}, {0.2, 0.2, 1},
	} {
		p, err := Correlated(c.pa, c.pb, c.rho)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []int{2, 9, 24} {
			var separate, paired Declared
			all, _ := math.Lgamma(float64(m + 1))
			for i := range m + 1 {
				for j := range m + 1 - i {
					for k := range m + 1 - i - j {
						w := math.Exp(all)
						for _, f := range []struct {
							n int
							p float64
						}{{i, p.Both}, {j, p.OnlyA}, {k, p.OnlyB}, {m - i - j - k, p.Neither}} {
							g, _ := math.Lgamma(float64(f.n + 1))
							w *= math.Pow(f.p, float64(f.n)) * math.Exp(-g)
						}
						s, d := verdict(i, j, k, m-i-j-k, Z95)
						separate.count(s, w)
						paired.count(d, w)
					}
				}
			}
			what := fmt.Sprintf("%v m=%d ", c, m)
			gotS, gotP := p.Separate(m, Z95), p.Paired(m, Z95)
			wantNear(t, what+"separate A", gotS.A, separate.A, 1e-15, 1e-11)
			wantNear(t, what+"separate B", gotS.B, separate.B, 1e-15, 1e-11)
			wantNear(t, what+"paired A", gotP.A, paired.A, 1e-15, 1e-11)
			wantNear(t, what+"paired B", gotP.B, paired.B, 1e-15, 1e-11)
		}
	}
}

// At a larger m, against drawn examples: 4.5 standard errors of 3000 repeats.
func TestCompareBySimulation(t *testing.T) {
	const m, repeats = 300, 3000
	p, err := Correlated(0.2, 0.27, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 0))
	var separate, paired Declared
	for range repeats {
		var n [4]int
		for range m {
			switch u := rnd.Float64(); {
			case u < p.Both:
				n[0]++
			case u < p.Both+p.OnlyA:
				n[1]++
			case u < p.Both+p.OnlyA+p.OnlyB:
				n[2]++
			default:
				n[3]++
			}
		}
		s, d := verdict(n[0], n[1], n[2], n[3], Z95)
		separate.count(s, 1.0/repeats)
		paired.count(d, 1.0/repeats)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"separate", separate.A, p.Separate(m, Z95).A}, {"paired", paired.A, p.Paired(m, Z95).A}} {
		wantNear(t, c.name, c.got, c.want, 4.5*math.Sqrt(c.want*(1-c.want)/repeats), 0)
	}
}

// For uncorrelated mistakes the separate rule errs in 0.56 % of comparisons and the
// paired one in 5 %, as m grows; with positively correlated ones the separate rule
// hardly ever finds a winner, the paired one keeps its 5 %.
func TestFalseRates(t *testing.T) {
	c, err := Compare(0.3, 0.3, 0, 5000, Z95)
	if err != nil {
		t.Fatal(err)
	}
	_, level := SeparateDemand(Z95, 1, 1)
	wantNear(t, "false separate", c.FalseSeparate, level, 0.0003, 0)
	wantNear(t, "false paired", c.FalsePaired, 0.05, 0.002, 0)
	if _, _, ok := c.Power(); ok {
		t.Error("equal rates have a better algorithm")
	}
	c, err = Compare(0.3, 0.3, 0.6, 5000, Z95)
	if err != nil {
		t.Fatal(err)
	}
	if c.FalseSeparate > 2e-5 {
		t.Errorf("false separate with correlation 0.6: %v", c.FalseSeparate)
	}
	wantNear(t, "false paired", c.FalsePaired, 0.05, 0.002, 0)
}

// The names of the algorithms do not matter, the paired rule has the greater power for
// mistakes that go together, and power grows with m.
func TestPower(t *testing.T) {
	last := 0.0
	for _, m := range []int{50, 200, 1000, 4000} {
		c, err := Compare(0.1, 0.15, 0.4, m, Z95)
		if err != nil {
			t.Fatal(err)
		}
		swapped, err := Compare(0.15, 0.1, 0.4, m, Z95)
		if err != nil {
			t.Fatal(err)
		}
		separate, paired, ok := c.Power()
		s2, p2, _ := swapped.Power()
		wantNear(t, "separate, swapped", s2, separate, 1e-15, 1e-10)
		wantNear(t, "paired, swapped", p2, paired, 1e-15, 1e-10)
		wantNear(t, "false, swapped", swapped.FalsePaired, c.FalsePaired, 1e-15, 1e-10)
		if !ok || paired <= separate || paired <= last {
			t.Errorf("m=%d: power %v separate, %v paired, %v before", m, separate, paired, last)
		}
		last = paired
	}
}

// Mistakes with the asked rates and correlation come out, at the bounds of Fréchet too,
// and every correlation allowed for two rates is allowed for their mean.
func TestCorrelated(t *testing.T) {
	for i := 1; i < 20; i++ {
		for j := 1; j < 20; j++ {
			pa, pb := float64(i)/20, float64(j)/20
			lo, hi, err := CorrelationBounds(pa, pb)
			if err != nil {
				t.Fatal(err)
			}
			for _, rho := range []float64{lo, lo + (hi-lo)*0.4, hi} {
				p, err := Correlated(pa, pb, rho)
				if err != nil {
					t.Fatal(err)
				}
				if min(p.Both, p.OnlyA, p.OnlyB, p.Neither) < 0 {
					t.Errorf("%v %v %v: %+v", pa, pb, rho, p)
				}
				wantNear(t, "sum", p.Both+p.OnlyA+p.OnlyB+p.Neither, 1, 0, 1e-14)
				wantNear(t, "rate of A", p.Both+p.OnlyA, pa, 0, 1e-14)
				wantNear(t, "correlation", (p.Both-pa*pb)/math.Sqrt(pa*(1-pa)*pb*(1-pb)), rho, 1e-12, 0)
				if _, err := Compare(pa, pb, rho, 3, Z95); err != nil {
					t.Errorf("%v %v %v: %v", pa, pb, rho, err)
				}
			}
			if _, err := Correlated(pa, pb, hi+0.01); err == nil {
				t.Errorf("%v %v: a correlation above %v is taken", pa, pb, hi)
			}
		}
	}
}

func TestCompareRefuses(t *testing.T) {
	for _, c := range []struct {
		pa, pb, rho float64
		m           int
		q           float64
	}{
		{0, 0.5, 0, 10, 2}, {0.5, 1, 0, 10, 2}, {math.NaN(), 0.5, 0, 10, 2},
		{0.1, 0.9, 0.5, 10, 2}, {0.1, 0.2, math.NaN(), 10, 2}, {0.1, 0.2, 0, 1, 2}, {0.1, 0.2, 0, 10, 0},
	} {
		if _, err := Compare(c.pa, c.pb, c.rho, c.m, c.q); err == nil {
			t.Errorf("%+v: no error", c)
		}
	}
}

func BenchmarkCompare(b *testing.B) {
	for _, m := range []int{200, 1000, 10000} {
		b.Run(fmt.Sprint(m), func(b *testing.B) {
			for b.Loop() {
				if _, err := Compare(0.1, 0.12, 0.5, m, Z95); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Mistakes that have nothing to do with each other are two binomial numbers: the rule
// over the plane of both gives the same sum.
func TestSeparateOfIndependent(t *testing.T) {
	const m, pa, pb = 2000, 0.3, 0.33
	p, err := Correlated(pa, pb, 0)
	if err != nil {
		t.Fatal(err)
	}
	table := MeanOfBits(m, Z95)
	a, b := binomial(m, pa), binomial(m, pb)
	var want Declared
	for i, wa := range a.prob {
		for j, wb := range b.prob {
			switch ia, ib := table[a.from+i], table[b.from+j]; {
			case ia.Hi < ib.Lo:
				want.A += wa * wb
			case ib.Hi < ia.Lo:
				want.B += wa * wb
			}
		}
	}
	got := p.Separate(m, Z95)
	wantNear(t, "A", got.A, want.A, 1e-15, 1e-11)
	wantNear(t, "B", got.B, want.B, 1e-15, 1e-9)
}
