// Package s0210regression is section 2.10: why the line of least squares is the line of
// maximum likelihood, and for which noise it is not.
package s0210regression

import (
	"context"
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/linear"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	W, B       float64 // the reader's line ŷ = w·x + b
	Sigma      float64 // σ of the model's normal density around ŷ
	Show       string  // bells or squares
	Answer     bool    // draw the best lines whether or not the reader is near them
	Data       string  // synthetic or diabetes
	Noise      string  // normal or laplace: how the data err
	NoiseSigma float64 // standard deviation of that noise, of either kind
	M          int     // m, points
	Outlier    float64 // added to the answer of the rightmost point
	Points     string  // own points instead of the drawn ones; empty: none
	Repeats    int     // R, samples drawn for the scatter of the slopes
	Seed       uint64
}

// Result is the reader's line on the data beside the best ones.
type Result struct {
	X             []float64 `json:"x"`
	Y             []float64 `json:"y"`
	MSE           lab.Num   `json:"mse"` // of the reader's line, as the next three
	MAE           lab.Num   `json:"mae"`
	LogLik        lab.Num   `json:"loglik"`         // normal density of deviation σ, nats
	LogLikLaplace lab.Num   `json:"loglik_laplace"` // Laplace density of the same deviation, scale σ/√2
	GradientW     lab.Num   `json:"gradient_w"`     // of the MSE by w and by b
	GradientB     lab.Num   `json:"gradient_b"`

	// The best lines; null where the points have fewer than two abscissas.
	WMSE            lab.Num `json:"w_mse"`
	BMSE            lab.Num `json:"b_mse"`
	WLogLik         lab.Num `json:"w_loglik"`
	BLogLik         lab.Num `json:"b_loglik"`
	WMAE            lab.Num `json:"w_mae"`
	BMAE            lab.Num `json:"b_mae"`
	MAEThrough      []int   `json:"mae_through"` // points on the line of least absolute deviations
	MAEUnique       bool    `json:"mae_unique"`  // true is proven
	MSEAtML         lab.Num `json:"mse_at_ml"`
	MAEAtLAD        lab.Num `json:"mae_at_lad"`
	LogLikAtML      lab.Num `json:"loglik_at_ml"`       // at the model's σ
	SigmaML         lab.Num `json:"sigma_ml"`           // the σ that fits the best line best; 0 if that goes through every point
	LogLikAtSigmaML lab.Num `json:"loglik_at_sigma_ml"` // with that σ
	R2              lab.Num `json:"r2"`                 // of the line of least squares; null if y is constant
	ArgminEqual     *bool   `json:"argmin_equal"`       // (w, b) of the MSE and of the likelihood agree

	WTrue        lab.Num  `json:"w_true"` // null unless the data are synthetic
	BTrue        lab.Num  `json:"b_true"`
	WAtB         lab.Num  `json:"w_at_b"` // the best slope while b is the reader's, by MSE and by likelihood
	Curve        []Height `json:"curve"`
	OutlierCurve []Pull   `json:"outlier_curve"` // null unless the data are synthetic
	Spread       *Spread  `json:"spread"`        // null unless the data are synthetic

	frame    frame
	residual []float64 // y − ŷ of the reader's line
	fit      *linear.Model
	lad      *linear.AbsoluteFit
}

// Run measures the reader's line and finds the best ones.
func Run(ctx context.Context, p Params, tables lab.Tables) (*Result, error) {
	s, err := data(p, tables)
	if err != nil {
		return nil, err
	}
	r := &Result{X: s.x, Y: s.y, frame: frameOf(p), WTrue: lab.Num(wTrue), BTrue: lab.Num(bTrue)}
	r.reader(p)
	if err := r.best(p); err != nil {
		return nil, err
	}
	r.Curve = r.curve(p)
	if !drawn(p) {
		r.WTrue, r.BTrue = nan, nan
		return r, nil
	}
	if r.OutlierCurve, err = pulls(p); err != nil {
		return nil, err
	}
	r.Spread, err = spread(ctx, p)
	return r, err
}

var nan = lab.Num(math.NaN())

// reader measures the reader's line.
func (r *Result) reader(p Params) {
	line := linear.Model{Intercept: p.B, W: []float64{p.W}}
	x := column(r.X)
	yhat := line.PredictAll(nil, x)
	r.residual = make([]float64, len(r.Y))
	for i := range r.Y {
		r.residual[i] = r.Y[i] - yhat[i]
	}
	r.MSE, r.MAE = lab.Num(linear.MSE(r.Y, yhat)), lab.Num(linear.MAE(r.Y, yhat))
	r.LogLik = lab.Num(linear.GaussianLogLik(r.Y, yhat, p.Sigma))
	r.LogLikLaplace = lab.Num(linear.LaplaceLogLik(r.Y, yhat, p.Sigma/math.Sqrt2))
	g := line.MSEGradient(x, r.Y)
	r.GradientB, r.GradientW = lab.Num(g[0]), lab.Num(g[1])
}

// best finds the lines of least squares, of maximum likelihood and of least absolute
// deviations. Without two different abscissas no line is the best.
func (r *Result) best(p Params) error {
	for _, v := range []*lab.Num{&r.WMSE, &r.BMSE, &r.WLogLik, &r.BLogLik, &r.WMAE, &r.BMAE, &r.MSEAtML, &r.MAEAtLAD, &r.LogLikAtML, &r.SigmaML, &r.LogLikAtSigmaML, &r.R2, &r.WAtB} {
		*v = nan
	}
	if w, ok := slopeAt(r.X, r.Y, p.B); ok {
		r.WAtB = lab.Num(w)
	}
	x := column(r.X)
	fit, err := linear.LeastSquares(x, r.Y)
	if errors.Is(err, linear.ErrRank) {
		return nil
	}
	if err != nil {
		return err
	}
	lad, err := linear.LAD(x, r.Y)
	if err != nil {
		return err
	}
	r.fit, r.lad = fit, lad
	r.WMSE, r.BMSE = lab.Num(fit.W[0]), lab.Num(fit.Intercept)
	r.WMAE, r.BMAE = lab.Num(lad.W[0]), lab.Num(lad.Intercept)
	r.MAEThrough, r.MAEUnique = lad.Through, lad.Unique
	yhat := fit.PredictAll(nil, x)
	mse := linear.MSE(r.Y, yhat)
	if mse <= exact*square(r.Y) {
		mse = 0
	}
	r.MSEAtML, r.MAEAtLAD = lab.Num(mse), lab.Num(linear.MAE(r.Y, lad.PredictAll(nil, x)))
	r.R2 = lab.Num(linear.R2(r.Y, yhat))
	r.LogLikAtML = lab.Num(linear.GaussianLogLik(r.Y, yhat, p.Sigma))
	if r.SigmaML = lab.Num(math.Sqrt(mse)); mse > 0 {
		r.LogLikAtSigmaML = lab.Num(linear.GaussianLogLik(r.Y, yhat, math.Sqrt(mse)))
	}
	w, b := likeliest(p, r.X, r.residual)
	r.WLogLik, r.BLogLik = lab.Num(w), lab.Num(b)
	equal := agree(w, fit.W[0]) && agree(b, fit.Intercept)
	r.ArgminEqual = &equal
	return nil
}

// exact is the share of the mean square of y below which an MSE is rounding: the line goes
// through every point, and no σ fits best.
const exact = 1e-24

func square(y []float64) float64 { return linear.MSE(y, make([]float64, len(y))) }

// agree tells whether two ways to the same number met, but for rounding.
func agree(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+math.Abs(b)) }

// likeliest is where the log-likelihood at σ is largest. It is a quadratic function of
// (w, b), so one Newton step from the reader's line is exact. Around the mean of x its
// Hessian is diagonal: −Σ(x−x̄)²/σ² for the slope, −m/σ² for the level.
func likeliest(p Params, x, residual []float64) (w, b float64) {
	centre := stat.Mean(x, nil)
	var slope, curvature, level float64
	for i, e := range residual {
		d := x[i] - centre
		slope += e * d / (p.Sigma * p.Sigma)
		level += e / (p.Sigma * p.Sigma)
		curvature += d * d / (p.Sigma * p.Sigma)
	}
	dw := slope / curvature
	dLevel := level / (float64(len(x)) / (p.Sigma * p.Sigma))
	return p.W + dw, p.B + dLevel - dw*centre
}

// slopeAt is the slope with the least MSE among lines through (0, b). It does not exist
// if every x is 0.
func slopeAt(x, y []float64, b float64) (w float64, ok bool) {
	var xy, xx float64
	for i := range x {
		xy += x[i] * (y[i] - b)
		xx += x[i] * x[i]
	}
	return xy / xx, xx > 0
}

// column is the m×1 design matrix of the abscissas.
func column(x []float64) *mat.Dense { return mat.NewDense(len(x), 1, x) }

// Height is what a slope costs while b stays: per example, so that m does not matter.
type Height struct {
	W   lab.Num `json:"w"`
	MSE lab.Num `json:"mse"`
	MAE lab.Num `json:"mae"`
	NLL lab.Num `json:"nll"` // −ℓ/m at the model's σ, nats
}

// slopes is the count of slopes on the curve.
const slopes = 120

func (r *Result) curve(p Params) []Height {
	out := make([]Height, slopes+1)
	at := r.frame.slope
	for i := range out {
		w := at.Min + (at.Max-at.Min)*float64(i)/slopes
		var mse, mae float64
		for j, x := range r.X {
			e := r.Y[j] - p.B - w*x
			mse += e * e / float64(len(r.X))
			mae += math.Abs(e) / float64(len(r.X))
		}
		out[i] = Height{lab.Num(w), lab.Num(mse), lab.Num(mae), lab.Num(nll(mse, p.Sigma))}
	}
	return out
}

// nll is −ℓ/m, nats per example, of predictions with the given MSE: log σ + ½ log 2π +
// MSE/(2σ²).
func nll(mse, sigma float64) float64 {
	return math.Log(sigma) + 0.5*math.Log(2*math.Pi) + mse/sigma/sigma/2
}
