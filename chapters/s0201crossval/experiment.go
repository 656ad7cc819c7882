// Package s0201crossval is the second lab of section 2.1: how well a learning algorithm
// predicts what it has not seen, from few examples, by one split and by k of them.
package s0201crossval

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/crossval"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Data       string  // synthetic, diabetes or noise
	Model      string  // ols, ridge, knn or poly
	Lambda     float64 // λ of ridge
	Neighbours int     // of knn
	Degree     int     // of poly
	K          int     // k, folds
	Holdout    float64 // share of test examples of a single split
	Prepare    string  // honest, or leak: learnt from the test examples too
	Order      string  // shuffled or contiguous: what the folds in sight are
	M          int     // m, examples of synthetic and noise
	Noise      float64 // σ of synthetic and noise
	Repeats    int     // R, divisions of the same examples
	Seed       uint64
}

// Result is what one division says of the learner and what R others would have said.
// Errors are mean squares, in squared units of the target.
type Result struct {
	Rows        int       `json:"rows"`
	FoldSize    []int     `json:"fold_size"`
	FoldOfRow   []int     `json:"fold_of_row"`
	FoldMSE     []lab.Num `json:"fold_mse"`
	CVMSE       lab.Num   `json:"cv_mse"` // mean over all examples
	CVSE        lab.Num   `json:"cv_se"`  // naive: takes dependent errors for independent
	Predictions []lab.Num `json:"predictions"`
	HoldoutMSE  lab.Num   `json:"holdout_mse"` // of the first single split
	HoldoutMean lab.Num   `json:"holdout_mse_mean"`
	HoldoutSD   lab.Num   `json:"holdout_mse_sd"`
	HoldoutSDSE lab.Num   `json:"holdout_mse_sd_se"`
	CVMean      lab.Num   `json:"cv_mse_mean"`
	CVSD        lab.Num   `json:"cv_mse_sd"`
	CVSDSE      lab.Num   `json:"cv_mse_sd_se"`
	TrueError   lab.Num   `json:"true_error"`      // of the model that learns from all examples; null for real data
	HonestMSE   lab.Num   `json:"honest_mse"`      // with a leak: the same division prepared inside the folds
	HonestMean  lab.Num   `json:"honest_mse_mean"` // over the same R divisions
	LeakGain    lab.Num   `json:"leak_gain"`       // how much too good the leak makes the estimate, on average
	LeakGainSE  lab.Num   `json:"leak_gain_se"`
	ByK         []AtK     `json:"by_k"` // synthetic only
	Dial        []Setting `json:"dial"` // of models that have one; of knn for synthetic only

	examples  examples
	test      []int // of the first single split
	shuffles  *crossval.Repeated
	honest    *crossval.Repeated // nil without a leak
	final     crossval.Predictor // synthetic: learnt from all examples
	fits      []crossval.Predictor
	estimates []float64 // by fold
}

// AtK is the k-fold estimate over a few divisions of the same examples.
type AtK struct {
	K      int     `json:"k"`
	Mean   lab.Num `json:"mean"`
	SD     lab.Num `json:"sd"`
	Low    lab.Num `json:"low"` // quartiles: a flexible model fails in a few divisions by orders of magnitude
	Median lab.Num `json:"median"`
	High   lab.Num `json:"high"`
}

// Setting is the k-fold estimate at one setting of the model's dial, in the same folds.
type Setting struct {
	Value     float64 `json:"value"`
	CVMSE     lab.Num `json:"cv_mse"`
	CVSE      lab.Num `json:"cv_se"`
	TrueError lab.Num `json:"true_error"`
}

// Run divides the examples and measures the errors.
func Run(ctx context.Context, p Params, tables lab.Tables) (*Result, error) {
	e, err := data(p, tables)
	if err != nil {
		return nil, err
	}
	m := len(e.y)
	nan := lab.Num(math.NaN())
	r := &Result{Rows: m, examples: e, TrueError: nan, HonestMSE: nan, HonestMean: nan, LeakGain: nan, LeakGainSE: nan, ByK: []AtK{}, Dial: []Setting{}}
	design := crossval.Design{K: p.K, Holdout: p.Holdout, Repeats: p.Repeats, Seed: p.Seed}
	folds, test := design.Division(m, 0)
	if p.Order == "contiguous" {
		folds = crossval.Contiguous(m, p.K)
	}
	r.test = test
	if err := r.divide(ctx, p, folds); err != nil {
		return nil, err
	}
	if err := r.shuffle(ctx, p, design); err != nil {
		return nil, err
	}
	if r.TrueError, r.final, err = e.trueError(learner(p)); err != nil {
		return nil, err
	}
	if extra(p) {
		if err := r.extras(ctx, p, folds); err != nil {
			return nil, err
		}
	}
	if turns(p) {
		return r, r.turn(ctx, p, folds)
	}
	return r, nil
}

// divide estimates the error in the folds in sight.
func (r *Result) divide(ctx context.Context, p Params, folds [][]int) error {
	e := r.examples
	honest, err := crossval.KFold(ctx, learner(p), e.x, e.y, folds)
	if err != nil {
		return err
	}
	seen := honest
	if p.Prepare == "leak" {
		if seen, err = crossval.Leaked(ctx, preparation(p), e.x, e.y, folds); err != nil {
			return err
		}
		r.HonestMSE = lab.Num(honest.MSE)
	}
	r.FoldMSE, r.CVMSE, r.CVSE = lab.Nums(seen.FoldMSE), lab.Num(seen.MSE), lab.Num(seen.SE)
	r.Predictions, r.estimates = lab.Nums(seen.Predictions), seen.FoldMSE
	r.FoldOfRow = make([]int, r.Rows)
	for f, rows := range folds {
		r.FoldSize = append(r.FoldSize, len(rows))
		for _, i := range rows {
			r.FoldOfRow[i] = f
		}
	}
	return nil
}

// shuffle divides the examples R times anew.
func (r *Result) shuffle(ctx context.Context, p Params, d crossval.Design) error {
	e := r.examples
	all, err := crossval.Repeat(ctx, learner(p), e.x, e.y, d)
	if err != nil {
		return err
	}
	if p.Prepare == "leak" {
		r.honest = all
		if all, err = leaked(ctx, preparation(p), e, d); err != nil {
			return err
		}
		gain := make([]float64, p.Repeats)
		for i := range gain {
			gain[i] = r.honest.KFold[i] - all.KFold[i]
		}
		mean, sd, _ := spread(gain)
		r.HonestMean, r.LeakGain, r.LeakGainSE = lab.Num(r.honest.KFoldMean), lab.Num(mean), lab.Num(sd/math.Sqrt(float64(len(gain))))
	}
	r.shuffles = all
	r.HoldoutMSE = lab.Num(all.Holdout[0])
	mean, sd, se := spread(all.Holdout)
	r.HoldoutMean, r.HoldoutSD, r.HoldoutSDSE = lab.Num(mean), lab.Num(sd), lab.Num(se)
	mean, sd, se = spread(all.KFold)
	r.CVMean, r.CVSD, r.CVSDSE = lab.Num(mean), lab.Num(sd), lab.Num(se)
	return nil
}

// leaked is crossval.Repeat on examples that were all prepared together.
func leaked(ctx context.Context, p crossval.Prepared, e examples, d crossval.Design) (*crossval.Repeated, error) {
	t := p.Preparation.Prepare(e.x, e.y)
	x, y := t.Apply(e.x, e.y)
	all, err := crossval.Repeat(ctx, p.Learner, x, y, d)
	if err != nil {
		return nil, err
	}
	unit := t.YScale * t.YScale
	for _, errors := range [][]float64{all.KFold, all.Holdout} {
		for i := range errors {
			errors[i] *= unit
		}
	}
	all.KFoldMean, all.KFoldSD = all.KFoldMean*unit, all.KFoldSD*unit
	all.HoldoutMean, all.HoldoutSD = all.HoldoutMean*unit, all.HoldoutSD*unit
	return all, nil
}

// spread is the mean, the deviation (divisor R−1) and the standard error of the deviation
// by the fourth moment.
func spread(x []float64) (mean, sd, se float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	var second, fourth float64
	for _, v := range x {
		d := (v - mean) * (v - mean)
		second += d / n
		fourth += d * d / n
	}
	if second <= (1e-12*mean)*(1e-12*mean) { // one value, but for rounding
		return mean, 0, 0
	}
	sd = math.Sqrt(second * n / (n - 1))
	return mean, sd, math.Sqrt(max(0, fourth-second*second)/n) / (2 * sd)
}

// fit learns from the rows that are not in the fold.
func fit(l crossval.Learner, e examples, fold []int) (crossval.Predictor, error) {
	m, n := e.x.Dims()
	out := make([]bool, m)
	for _, i := range fold {
		out[i] = true
	}
	x, y := mat.NewDense(m-len(fold), n, nil), make([]float64, 0, m-len(fold))
	for i := range m {
		if !out[i] {
			x.SetRow(len(y), e.x.RawRowView(i))
			y = append(y, e.y[i])
		}
	}
	return l.Fit(x, y)
}
