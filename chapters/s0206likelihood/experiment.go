// Package s0206likelihood is section 2.6: the parameters under which the data that came are
// most probable, and why these are the parameters nearest to the data.
package s0206likelihood

import (
	"context"
	"errors"
	"math"

	"konspekt/compute/likelihood"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Family string  // of the model: a name that likelihood.Named knows
	True   string  // where a sample comes from: a family's name, mixture, or same
	M      int     // m, size of the sample
	Gap    float64 // distance between the two centres of the mixture
	Data   string  // sample, points, iris or kicks
	Points string  // own data, each a point on the axis
	Theta  float64 // first parameter of the reader's model
	Scale  float64 // its width: σ, b or b − a, by family
	Seed   uint64
}

// Result is the likelihood of the reader's model and of the best one.
type Result struct {
	Sample       []float64          `json:"sample"`
	ThetaML      map[string]lab.Num `json:"theta_ml"`    // by name of the parameter; null where the likelihood has no maximum
	ThetaLimit   map[string]lab.Num `json:"theta_limit"` // where θ_ML goes as m grows: the member of the family nearest to p_data
	Theta        []float64          `json:"theta"`       // values of the first parameter, the others at their best
	LoglikCurve  []lab.Num          `json:"loglik_curve"`
	KLCurve      []lab.Num          `json:"kl_curve"` // KL(p̂‖p_θ); of a continuous family the cross-entropy
	Loglik       lab.Num            `json:"loglik"`   // of the reader's model
	LoglikAtML   lab.Num            `json:"loglik_at_ml"`
	CrossEntropy lab.Num            `json:"cross_entropy"` // −loglik/m
	CrossAtML    lab.Num            `json:"cross_entropy_at_ml"`
	KLAtML       lab.Num            `json:"kl_at_ml"`         // the least of kl_curve
	Const        lab.Num            `json:"entropy_or_const"` // cross-entropy minus KL: the entropy of p̂; of a continuous family that of p_data
	ArgMaxLoglik lab.Num            `json:"argmax_loglik"`
	ArgMinKL     lab.Num            `json:"argmin_kl"`
	Product      lab.Num            `json:"product"`     // of m likelihoods at θ_ML, multiplied in float64
	UnderflowM   *int               `json:"underflow_m"` // the first example at which that product is 0; null if it never is
	KLTrue       lab.Num            `json:"kl_true"`     // KL(p_data‖reader's model); null where it is infinite or p_data unknown
	KLReverse    lab.Num            `json:"kl_reverse"`  // KL(reader's model‖p_data); null where no formula is at hand
	KLBest       lab.Num            `json:"kl_best"`     // KL(p_data‖nearest member)
	Forward      *Fit               `json:"forward"`     // of a mixture, the normal with the smallest KL(p_data‖q)
	Reverse      []Fit              `json:"reverse"`     // and all local minima of KL(q‖p_data), the smallest first
	Rate         []Rate             `json:"rate"`
	RateSlope    lab.Num            `json:"rate_slope"` // of log RMSE by log m

	family likelihood.Family
	source *likelihood.Source // p_data, nil where it is not known
	mix    *likelihood.Mixture
	reader []float64 // θ of the reader's model
	ml     []float64 // θ_ML, nil where there is none
	view   view
	path   path
}

// Fit is a normal near a mixture.
type Fit struct {
	Mu    lab.Num `json:"mu"`
	Sigma lab.Num `json:"sigma"`
	KL    lab.Num `json:"kl"`
}

// Run fits the family to the data and measures the reader's model beside the fit.
func Run(ctx context.Context, p Params, tables lab.Tables) (*Result, error) {
	family, err := likelihood.Named(p.Family)
	if err != nil {
		return nil, err
	}
	r := &Result{family: family, reader: p.model()}
	if p.Data == "sample" {
		source, mix := p.source()
		r.source, r.mix = &source, mix
	}
	if r.Sample, err = p.sample(p.M, tables); err != nil {
		return nil, err
	}
	r.view = viewOf(p, r)
	if err := r.fit(); err != nil {
		return nil, err
	}
	r.scan()
	if err := r.multiply(p, tables); err != nil {
		return nil, err
	}
	r.compare(p)
	if p.wellSpecified() {
		err = r.measureRate(ctx, p)
	}
	return r, err
}

// fit finds θ_ML in closed form and the two optima by searches of their own.
func (r *Result) fit() error {
	m := float64(len(r.Sample))
	r.Loglik = lab.Num(r.family.LogLik(r.Sample, r.reader))
	r.CrossEntropy = -r.Loglik / lab.Num(m)
	r.LoglikAtML, r.CrossAtML, r.KLAtML = none, none, none
	r.ArgMaxLoglik, r.ArgMinKL = none, none
	ml, err := r.family.ML(r.Sample)
	r.ThetaML = named(r.family, ml)
	if errors.Is(err, likelihood.ErrUnbounded) {
		return nil // all values are equal: the page says so
	}
	if err != nil {
		return err
	}
	r.ml = ml
	r.LoglikAtML = lab.Num(r.family.LogLik(r.Sample, ml))
	r.CrossAtML = -r.LoglikAtML / lab.Num(m)
	if r.KLAtML = r.CrossAtML; r.family.Discrete {
		r.KLAtML = lab.Num(likelihood.NewEmpirical(r.Sample).KL(r.family, ml))
	}
	top, err := r.family.ArgMaxLogLik(r.Sample, ml)
	if err != nil {
		return err
	}
	bottom, err := r.family.ArgMinKL(r.Sample, ml)
	r.ArgMaxLoglik, r.ArgMinKL = lab.Num(top), lab.Num(bottom)
	return err
}

// none is a number that there is not.
var none = lab.Num(math.NaN())

// named is θ by the names of the parameters; without θ the names alone.
func named(f likelihood.Family, theta []float64) map[string]lab.Num {
	out := map[string]lab.Num{}
	for i, name := range f.Params {
		out[name] = none
		if theta != nil {
			out[name] = lab.Num(theta[i])
		}
	}
	return out
}

// curveSteps is the count of steps of the first parameter along the curves.
const curveSteps = 160

// scan computes both curves over the first parameter. They are two calculations: one sums
// over the examples, the other averages over the values of p̂.
func (r *Result) scan() {
	lo, hi := r.view.thetaLo, r.view.thetaHi
	r.Theta = make([]float64, curveSteps+1)
	for i := range r.Theta {
		r.Theta[i] = lo + (hi-lo)*float64(i)/curveSteps
	}
	rest := r.ml
	if rest == nil {
		rest = r.reader
	}
	r.Const = none
	if !r.family.Discrete {
		loglik := r.family.Curve(nil, r.Theta, r.Sample, rest)
		r.LoglikCurve, r.KLCurve = lab.Nums(loglik), make([]lab.Num, len(loglik))
		for i, l := range loglik {
			r.KLCurve[i] = lab.Num(-l / float64(len(r.Sample)))
		}
		if r.source != nil && !r.source.Discrete {
			r.Const = lab.Num(r.source.Entropy)
		}
		return
	}
	empirical := likelihood.NewEmpirical(r.Sample)
	r.Const = lab.Num(likelihood.Entropy(empirical.Probabilities()))
	for _, v := range r.Theta { // discrete families have one parameter
		loglik, kl := math.Inf(-1), math.Inf(1)
		if at := []float64{v}; r.family.Check(at) == nil {
			loglik, kl = empirical.LogLik(r.family, at), empirical.KL(r.family, at)
		}
		r.LoglikCurve, r.KLCurve = append(r.LoglikCurve, lab.Num(loglik)), append(r.KLCurve, lab.Num(kl))
	}
}

// compare measures the reader's model and the nearest one against p_data, where it is known.
func (r *Result) compare(p Params) {
	r.KLTrue, r.KLReverse, r.KLBest, r.RateSlope = none, none, none, none
	r.Reverse, r.Rate = []Fit{}, []Rate{}
	if r.source == nil {
		return
	}
	r.KLTrue = lab.Num(r.source.KL(r.family, r.reader))
	if limit, ok := r.source.Nearest(r.family); ok {
		r.ThetaLimit = named(r.family, limit)
		r.KLBest = lab.Num(r.source.KL(r.family, limit))
	}
	switch {
	case p.wellSpecified():
		r.KLReverse = lab.Num(r.family.KL(r.reader, members[p.Family]))
	case r.mix != nil && p.Family == "normal":
		r.KLReverse = lab.Num(r.mix.ReverseKL(p.Theta, p.Scale))
		forward := fitOf(r.mix.BestForward())
		r.Forward = &forward
		for _, f := range r.mix.BestReverse() {
			r.Reverse = append(r.Reverse, fitOf(f))
		}
	}
}

func fitOf(f likelihood.NormalFit) Fit {
	return Fit{lab.Num(f.Mu), lab.Num(f.Sigma), lab.Num(f.KL)}
}
