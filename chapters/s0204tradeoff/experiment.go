// Package s0204tradeoff is section 2.4: how much freedom to give a model, when more of
// it lowers the bias and raises the variance.
package s0204tradeoff

import (
	"context"
	"slices"

	"konspekt/compute/poly"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Truth    string  // a name that poly.Truth knows
	Degree   int     // d, degree of the polynomial
	Lambda   float64 // λ, ridge penalty on the coefficients of P₁…P_d
	Noise    float64 // σ of the noise in each answer
	M        int     // m, points of the design
	Features int     // N, random features of the second model
	Repeats  int     // R, samples drawn
	Seed     uint64
}

// gridSize is the count of points on [−1, 1] over which errors are averaged.
const gridSize = 201

// How many single fits the figures show: the second model's wriggle more, and fewer do.
const (
	shownFits     = 20
	shownWriggles = 12
)

// Result is the decomposition of the error by theory, beside what R samples say.
type Result struct {
	Bias2        lab.Num `json:"bias2"`
	Variance     lab.Num `json:"variance"`
	Noise2       lab.Num `json:"noise2"`
	MSE          lab.Num `json:"mse"`
	MSESimulated lab.Num `json:"mse_simulated"`
	MSESE        lab.Num `json:"mse_se"`
	TrainMSE     lab.Num `json:"train_mse"` // expected error on the very points it was fitted to
	BestDegree   int     `json:"best_degree"`
	Curve        []Risk  `json:"curve"`
	FeaturesMSE  lab.Num `json:"features_mse"`
	Descent      []Count `json:"descent"`

	poly, features fits
	problem        poly.Problem
	sample         []float64
}

// Risk is the decomposition at one degree.
type Risk struct {
	Degree   int     `json:"degree"`
	Bias2    lab.Num `json:"bias2"`
	Variance lab.Num `json:"variance"`
	MSE      lab.Num `json:"mse"`
	TrainMSE lab.Num `json:"train_mse"`
}

// Count is the decomposition with one count of random features.
type Count struct {
	Features int     `json:"features"`
	Bias2    lab.Num `json:"bias2"`
	Variance lab.Num `json:"variance"`
	MSE      lab.Num `json:"mse"`
}

// fits are curves on the grid: the mean over all samples and a few single ones.
type fits struct {
	mean   []float64
	single [][]float64
}

// Run decomposes the error of both models.
func Run(ctx context.Context, p Params, _ lab.Tables) (*Result, error) {
	truth, err := poly.Truth(p.Truth)
	if err != nil {
		return nil, err
	}
	problem := poly.NewProblem(truth, p.M, gridSize, p.Noise)
	r := &Result{problem: problem, sample: problem.Sample(nil, p.Seed, 0)}
	if err := r.polynomials(ctx, p); err != nil {
		return nil, err
	}
	return r, r.randomFeatures(ctx, p)
}

func (r *Result) polynomials(ctx context.Context, p Params) error {
	family := poly.NewFamily(r.problem, min(poly.MaxDegree, p.M-1), p.Lambda)
	simulated, err := family.Simulate(ctx, p.Repeats, p.Seed)
	if err != nil {
		return err
	}
	at, sim := family.Risk(p.Degree), simulated[p.Degree]
	r.Bias2, r.Variance, r.Noise2, r.MSE = lab.Num(at.Bias2), lab.Num(at.Variance), lab.Num(at.Noise2), lab.Num(at.MSE)
	r.MSESimulated, r.MSESE = lab.Num(sim.MSE), lab.Num(sim.MSESE)
	r.TrainMSE, r.BestDegree = lab.Num(family.TrainMSE(p.Degree)), family.Best()
	for d := range simulated {
		at := family.Risk(d)
		r.Curve = append(r.Curve, Risk{d, lab.Num(at.Bias2), lab.Num(at.Variance), lab.Num(at.MSE), lab.Num(family.TrainMSE(d))})
	}
	r.poly.mean = family.Mean(nil, p.Degree)
	for i := range min(shownFits, p.Repeats) {
		r.poly.single = append(r.poly.single, family.Predict(nil, p.Degree, r.problem.Sample(nil, p.Seed, i)))
	}
	return nil
}

func (r *Result) randomFeatures(ctx context.Context, p Params) error {
	sizes := poly.DescentSizes(p.M, p.Features)
	descent, err := poly.Descend(ctx, r.problem, poly.FeatureOptions{Sizes: sizes, Keep: p.Features, Draws: 4, Lambda: p.Lambda, Seed: p.Seed})
	if err != nil {
		return err
	}
	for i, n := range descent.Sizes {
		at := descent.Risks[i]
		r.Descent = append(r.Descent, Count{n, lab.Num(at.Bias2), lab.Num(at.Variance), lab.Num(at.MSE)})
	}
	r.FeaturesMSE = r.Descent[slices.Index(sizes, p.Features)].MSE
	r.features.mean = descent.Mean
	for i := range min(shownWriggles, p.Repeats) {
		r.features.single = append(r.features.single, descent.Predict(nil, r.problem.Sample(nil, p.Seed, i)))
	}
	return nil
}
