// Package s0203compare is the second lab of section 2.3: two algorithms tested on the same
// examples, judged by their separate intervals and by the interval of the difference.
package s0203compare

import (
	"context"
	"math"

	"konspekt/compute/interval"
	"konspekt/internal/lab"
)

// Params selects one comparison. All of it is computed exactly: nothing is drawn.
type Params struct {
	PA, PB float64 // true error rates
	Rho    float64 // ρ, correlation of the mistakes on one example
	M      int     // m, test examples, the same for both
	Level  float64 // of the intervals
	Pairs  string  // the reader's own losses: points (loss of A, loss of B)
}

// Result is how often each rule declares a winner. The separate rule wants the
// intervals x̄ ± z·s/√m of both error rates to lie apart, the paired one wants the
// interval of the mean difference to leave out zero.
type Result struct {
	PowerSeparate lab.Num `json:"power_separate"` // the truly better one declared; null if pa = pb
	PowerPaired   lab.Num `json:"power_paired"`
	FalseSeparate lab.Num `json:"false_separate"` // any winner where both rates are (pa+pb)/2
	FalsePaired   lab.Num `json:"false_paired"`

	Factor  lab.Num  `json:"factor"`  // z
	Nominal lab.Num  `json:"nominal"` // 1 − level
	Equal   Demand   `json:"equal"`   // of the separate rule: equal standard errors, independent
	Demand  Demand   `json:"demand"`  // of the separate rule: at these rates and this correlation
	Rates   Mistakes `json:"mistakes"`
	RhoMin  lab.Num  `json:"rho_min"` // bounds of Fréchet at pa and pb
	RhoMax  lab.Num  `json:"rho_max"`
	Typical Typical  `json:"typical"`
	BySize  []AtSize `json:"by_m"`
	ByRate  []AtRate `json:"by_pb"`
	ByRho   []AtRho  `json:"by_rho"`
	Pairs   Pairs    `json:"pairs"`
}

// Demand is what the separate rule asks of the difference, in standard errors of the
// difference, and how often estimates with normal errors meet that by chance.
type Demand struct {
	SE    lab.Num `json:"se"`
	Level lab.Num `json:"level"`
}

// Mistakes are the probabilities of the four outcomes on one example.
type Mistakes struct {
	Both    lab.Num `json:"both"`
	OnlyA   lab.Num `json:"only_a"`
	OnlyB   lab.Num `json:"only_b"`
	Neither lab.Num `json:"neither"`
}

// Typical is the test in which every share is what is to be expected: half widths of
// the intervals around pa, pb and pb − pa.
type Typical struct {
	HalfA      lab.Num `json:"half_a"`
	HalfB      lab.Num `json:"half_b"`
	HalfPaired lab.Num `json:"half_paired"`
	Overlap    bool    `json:"overlap"`       // the intervals of A and B
	Zero       bool    `json:"contains_zero"` // the interval of the difference
}

// Run compares the rules, at these parameters and at others around them.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	q := interval.BookZ(p.Level)
	c, err := interval.Compare(p.PA, p.PB, p.Rho, p.M, q)
	if err != nil {
		return nil, err
	}
	truth, err := interval.Correlated(p.PA, p.PB, p.Rho)
	if err != nil {
		return nil, err
	}
	lo, hi, err := interval.CorrelationBounds(p.PA, p.PB)
	if err != nil {
		return nil, err
	}
	separate, paired := power(c)
	r := &Result{
		PowerSeparate: separate, PowerPaired: paired,
		FalseSeparate: lab.Num(c.FalseSeparate), FalsePaired: lab.Num(c.FalsePaired),
		Factor: lab.Num(q), Nominal: lab.Num(1 - p.Level), RhoMin: lab.Num(lo), RhoMax: lab.Num(hi),
		Rates:   Mistakes{lab.Num(truth.Both), lab.Num(truth.OnlyA), lab.Num(truth.OnlyB), lab.Num(truth.Neither)},
		Typical: typical(p, truth, q),
		Pairs:   pairs(p, q),
	}
	demand, level := interval.SeparateDemand(q, 1, 1)
	r.Equal, r.Demand = Demand{lab.Num(demand), lab.Num(level)}, demanded(p, q)
	return r, r.curves(ctx, p, q)
}

// power is how often each rule declares the truly better one, null if there is none.
func power(c interval.Comparison) (separate, paired lab.Num) {
	s, d, ok := c.Power()
	if !ok {
		return lab.Num(math.NaN()), lab.Num(math.NaN())
	}
	return lab.Num(s), lab.Num(d)
}

// demanded is what the separate rule asks when the estimates have the correlation ρ of
// the mistakes. The variance of the difference is a² + b² − 2ρab.
func demanded(p Params, q float64) Demand {
	a, b := math.Sqrt(p.PA*(1-p.PA)), math.Sqrt(p.PB*(1-p.PB))
	variance := a*a + b*b - 2*p.Rho*a*b
	if variance <= 1e-12*a*b {
		return Demand{lab.Num(math.NaN()), 0}
	}
	se := q * (a + b) / math.Sqrt(variance)
	return Demand{lab.Num(se), lab.Num(1 - interval.Level(se))}
}

func typical(p Params, truth interval.Mistakes, q float64) Typical {
	half := func(variance float64) float64 { return q * math.Sqrt(max(0, variance)/float64(p.M-1)) }
	gap := p.PB - p.PA
	a, b := half(p.PA*(1-p.PA)), half(p.PB*(1-p.PB))
	d := half(truth.OnlyA + truth.OnlyB - gap*gap)
	return Typical{lab.Num(a), lab.Num(b), lab.Num(d), math.Abs(gap) <= a+b, math.Abs(gap) <= d}
}
