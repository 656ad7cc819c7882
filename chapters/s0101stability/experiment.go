// Package s0101stability is section 1.1: how formulas overflow, vanish and cancel in
// floating point, and which formulas do not.
package s0101stability

import (
	"context"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/floatfmt"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Mode      string  // softmax | variance
	Z         string  // logits, as lab.ReadList reads them
	Scale     float64 // that multiplies them
	Precision string  // name of the format
	M         int     // factors of the product
	Offset    float64 // that is added to the data of the variance
}

// Result is what every formula gives in the chosen format. Fields of the other mode are
// null; numbers that are not finite are null and have a twin in words.
type Result struct {
	Naive         []lab.Num     `json:"softmax_naive"`
	Stable        []lab.Num     `json:"softmax_stable"`
	LogNaive      []lab.Num     `json:"log_softmax_naive"`
	LogStable     []lab.Num     `json:"log_softmax_stable"`
	SumNaive      *lab.Num      `json:"logsumexp_naive"`
	SumStable     *lab.Num      `json:"logsumexp_stable"`
	NaiveText     []string      `json:"softmax_naive_text"`
	LogNaiveText  []string      `json:"log_softmax_naive_text"`
	SumNaiveText  *string       `json:"logsumexp_naive_text"`
	FirstOverflow *lab.Num      `json:"first_overflow_scale"`
	Exact         []lab.Num     `json:"log_softmax_exact"` // with 128 bits
	ErrorNaive    *lab.Num      `json:"error_naive"`       // the largest |l̂ − l|/max(1, |l|) of the logarithms; null where one is not finite
	ErrorStable   *lab.Num      `json:"error_stable"`
	Product       *lab.Num      `json:"product"` // of m factors 0.1
	LogSum        *lab.Num      `json:"log_sum"` // the sum of their logarithms
	UnderflowM    *int          `json:"underflow_m"`
	Errors        []Failure     `json:"error_curve"`
	Exponentials  []Exponential `json:"exponentials"`

	OnePass      *lab.Num `json:"variance_one_pass"`
	TwoPass      *lab.Num `json:"variance_two_pass"`
	Welford      *lab.Num `json:"variance_welford"`
	Variance     *lab.Num `json:"variance_exact"`
	OnePassText  *string  `json:"variance_one_pass_text"`
	Cancellation []Loss   `json:"variance_curve"`

	EpsilonOf  lab.Num `json:"epsilon"`
	Max        lab.Num `json:"largest"`
	Min        lab.Num `json:"smallest"`
	Overflows  lab.Num `json:"exp_overflow"`
	Underflows lab.Num `json:"exp_underflow"`

	rows []row
}

// Failure is the error of both formulas at another scale.
type Failure struct {
	Scale  lab.Num `json:"scale"`
	Naive  lab.Num `json:"naive"`
	Stable lab.Num `json:"stable"`
	Kind   string  `json:"naive_kind"` // number | zero (a 0 under the logarithm) | nan
}

// Loss is the relative error of the variance at another offset.
type Loss struct {
	Offset  lab.Num `json:"offset"`
	OnePass lab.Num `json:"one_pass"`
	Welford lab.Num `json:"welford"`
	TwoPass lab.Num `json:"two_pass"`
	Value   lab.Num `json:"one_pass_value"`
}

// factor is each factor of the product: its logarithm is as inexact as any, itself not.
const factor = 0.1

// noise is the data of the variance without the offset, and spread their variance.
var noise = []float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}

const spread = 8.25

// Run computes one state.
func Run(_ context.Context, p Params, _ lab.Tables) (*Result, error) {
	f, ok := floatfmt.Named(p.Precision)
	if !ok {
		panic("s0101stability: no format " + p.Precision) // the field has checked it
	}
	r := &Result{EpsilonOf: lab.Num(f.Epsilon()), Max: lab.Num(f.Max()), Min: lab.Num(f.Min()),
		Overflows: lab.Num(f.ExpOverflow()), Underflows: lab.Num(f.ExpUnderflow())}
	if p.Mode == "variance" {
		r.cancel(p, f)
	} else {
		r.overflow(p, f)
	}
	return r, nil
}

func (r *Result) overflow(p Params, f floatfmt.Format) {
	z := lab.ReadList(p.Z)
	at := scaled(z, p.Scale)
	naive, stable, exact := f.Naive(at), f.Stable(at), floatfmt.Exact(at)
	r.Naive, r.Stable = lab.Nums(naive.P), lab.Nums(stable.P)
	r.LogNaive, r.LogStable, r.Exact = lab.Nums(naive.LogP), lab.Nums(stable.LogP), lab.Nums(exact.LogP)
	r.NaiveText, r.LogNaiveText = said(naive.P), said(naive.LogP)
	r.SumNaive, r.SumStable = num(naive.LogSumExp), num(stable.LogSumExp)
	sum := say(naive.LogSumExp)
	r.SumNaiveText = &sum
	r.FirstOverflow = num(f.Overflow(z))
	r.ErrorNaive, r.ErrorStable = num(worst(naive, exact)), num(worst(stable, exact))
	product, logs := f.Product(factor, p.M)
	r.Product, r.LogSum = num(product), num(logs)
	m := underflow(f)
	r.UnderflowM = &m
	r.Errors = failures(z, f)
	r.Exponentials = exponentials(at, f)
	rare := rarest(z)
	for _, g := range formats {
		a, b := g.Naive(at), g.Stable(at)
		r.rows = append(r.rows, newRow(g.Name, "прямо", a.LogP[rare], exact.LogP[rare]), newRow("", "устойчиво", b.LogP[rare], exact.LogP[rare]))
	}
}

func (r *Result) cancel(p Params, f floatfmt.Format) {
	x := shifted(p.Offset)
	one := f.OnePass(x)
	r.OnePass, r.TwoPass, r.Welford, r.Variance = num(one), num(f.TwoPass(x)), num(f.Welford(x)), num(spread)
	text := say(one)
	r.OnePassText = &text
	for _, by := range floats.LogSpan(make([]float64, stops), 1, farthest) {
		x := shifted(by)
		one := f.OnePass(x)
		r.Cancellation = append(r.Cancellation, Loss{lab.Num(by), relative(one), relative(f.Welford(x)), relative(f.TwoPass(x)), lab.Num(one)})
	}
	for _, g := range formats {
		r.rows = append(r.rows, newRow(g.Name, "за проход", g.OnePass(x), spread), newRow("", "Уэлфорд", g.Welford(x), spread))
	}
}

// formats are those that stand side by side.
var formats = []floatfmt.Format{floatfmt.Float16, floatfmt.BFloat16, floatfmt.Float32, floatfmt.Float64}

// The grids of the curves.
const (
	stops    = 81
	largest  = 1e4 // scale
	farthest = 1e9 // offset
)

func scaled(z []float64, by float64) []float64 {
	return floats.ScaleTo(make([]float64, len(z)), by, z)
}

func shifted(by float64) []float64 {
	x := slices.Clone(noise)
	floats.AddConst(by, x)
	return x
}

// rarest is the class with the smallest logit, the last of those.
func rarest(z []float64) int {
	at := 0
	for i, v := range z {
		if v <= z[at] {
			at = i
		}
	}
	return at
}

// failures is the error over the scale.
func failures(z []float64, f floatfmt.Format) []Failure {
	var out []Failure
	for _, s := range floats.LogSpan(make([]float64, stops), 1, largest) {
		at := scaled(z, s)
		naive, exact := f.Naive(at), floatfmt.Exact(at)
		kind := "number"
		for _, l := range naive.LogP {
			switch {
			case math.IsNaN(l):
				kind = "nan"
			case math.IsInf(l, 0) && kind != "nan":
				kind = "zero"
			}
		}
		out = append(out, Failure{lab.Num(s), lab.Num(worst(naive, exact)), lab.Num(worst(f.Stable(at), exact)), kind})
	}
	return out
}

// worst is the largest error of the logarithms, relative where they are larger than 1.
func worst(got, want floatfmt.Softmax) float64 {
	e := 0.0
	for i, l := range want.LogP {
		d := math.Abs(got.LogP[i]-l) / math.Max(1, math.Abs(l))
		if math.IsNaN(d) || math.IsInf(d, 0) {
			return math.NaN()
		}
		e = math.Max(e, d)
	}
	return e
}

func relative(variance float64) lab.Num { return lab.Num(math.Abs(variance-spread) / spread) }

// underflow is the least number of factors whose product is 0.
func underflow(f floatfmt.Format) int {
	product := 1.0
	for m := 1; ; m++ {
		if product = f.Mul(product, factor); product == 0 {
			return m
		}
	}
}

func num(v float64) *lab.Num { n := lab.Num(v); return &n }

// say is a number as a program prints it.
func say(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "Inf"
	case math.IsInf(v, -1):
		return "-Inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func said(x []float64) []string {
	out := make([]string, len(x))
	for i, v := range x {
		out[i] = say(v)
	}
	return out
}
