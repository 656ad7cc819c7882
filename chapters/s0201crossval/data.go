package s0201crossval

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/crossval"
	"konspekt/compute/linear"
	"konspekt/compute/poly"
	"konspekt/internal/lab"
)

// The population called noise: so many features, none of which says anything about the
// target, and so many are selected to learn from.
const (
	noiseFeatures = 300
	selected      = 5
)

// examples are the data and, where it is known, the population that they came from.
type examples struct {
	x     *mat.Dense // m×n
	y     []float64  // m
	curve *crossval.Curve
	noise *crossval.Gaussian
}

// sampleStream is the stream of random numbers that draws the examples; the divisions
// take those from 0 on.
const sampleStream = math.MaxUint64

// data draws the examples from the seed or takes them from a table.
func data(p Params, tables lab.Tables) (examples, error) {
	rnd := rand.New(rand.NewPCG(p.Seed, sampleStream))
	switch p.Data {
	case "synthetic":
		c := crossval.Curve{F: poly.Sin, Sigma: p.Noise}
		x, y := c.Sample(p.M, rnd)
		return examples{x: x, y: y, curve: &c}, nil
	case "noise":
		g := crossval.Gaussian{Truth: linear.Model{W: make([]float64, noiseFeatures)}, Sigma: p.Noise}
		x, y := g.Sample(p.M, rnd)
		return examples{x: x, y: y, noise: &g}, nil
	}
	t, err := tables.Table(p.Data)
	if err != nil {
		return examples{}, err
	}
	y, err := t.Targets()
	return examples{x: t.X, y: y}, err
}

// learner is the algorithm that is tested. Where features are selected it selects them
// from the examples that it learns from.
func learner(p Params) crossval.Learner {
	if p.Data == "noise" {
		return preparation(p)
	}
	return model(p)
}

func model(p Params) crossval.Learner {
	switch p.Model {
	case "ridge":
		return crossval.Ridge{Lambda: p.Lambda}
	case "knn":
		return crossval.KNN{Neighbours: p.Neighbours}
	case "poly":
		return crossval.Poly{Degree: p.Degree}
	}
	return crossval.OLS{}
}

// preparation is what can leak: a selection of features, or a standardisation of features
// and target after which least squares need no intercept. Inside the folds the second is
// least squares with an intercept, number for number.
func preparation(p Params) crossval.Prepared {
	if p.Data == "noise" {
		return crossval.Prepared{Preparation: crossval.Select{Columns: selected}, Learner: crossval.OLS{}}
	}
	return crossval.Prepared{Preparation: crossval.Standardize{}, Learner: crossval.Origin{}}
}

// trueError is the expected squared error, at a new example, of the model that learns from
// all examples; NaN where the population is not known.
func (e examples) trueError(l crossval.Learner) (lab.Num, crossval.Predictor, error) {
	switch {
	case e.curve != nil:
		f, err := l.Fit(e.x, e.y)
		if err != nil {
			return 0, nil, err
		}
		return lab.Num(e.curve.TrueError(f)), f, nil
	case e.noise != nil:
		p, ok := l.(crossval.Prepared)
		if !ok {
			return 0, nil, fmt.Errorf("s0201crossval: no true error of %T", l)
		}
		t := p.Preparation.Prepare(e.x, e.y)
		f, err := p.Learner.Fit(t.Apply(e.x, e.y))
		if err != nil {
			return 0, nil, err
		}
		w := make([]float64, noiseFeatures)
		for i, column := range t.Columns {
			w[column] = f.(linear.Model).W[i]
		}
		return lab.Num(e.noise.TrueError(linear.Model{Intercept: f.(linear.Model).Intercept, W: w})), nil, nil
	}
	return lab.Num(math.NaN()), nil, nil
}

// least is how many examples the model needs to learn from.
func least(p Params) int {
	switch p.Model {
	case "knn":
		return p.Neighbours
	case "poly":
		return p.Degree + 2
	}
	return 3
}

// panels is how many fits the figure shows.
const panels = 11

// kShuffles is over how many divisions an estimate is averaged for each k.
const kShuffles = 40

// extras is what only one feature and a known truth allow: the fits themselves and the
// estimate for every k.
func (r *Result) extras(ctx context.Context, p Params, folds [][]int) error {
	e := r.examples
	for _, fold := range folds[:min(panels, len(folds))] {
		f, err := fit(model(p), e, fold)
		if err != nil {
			return err
		}
		r.fits = append(r.fits, f)
	}
	for _, k := range counts(p) {
		all, err := crossval.Repeat(ctx, model(p), e.x, e.y, crossval.Design{K: k, Holdout: p.Holdout, Repeats: min(max(p.Repeats, 2), kShuffles), Seed: p.Seed})
		if err != nil {
			return err
		}
		_, sd, _ := spread(all.KFold)
		sorted := slices.Sorted(slices.Values(all.KFold))
		at := func(part int) lab.Num { return lab.Num(sorted[len(sorted)*part/4]) }
		r.ByK = append(r.ByK, AtK{k, lab.Num(all.KFoldMean), lab.Num(sd), at(1), at(2), at(3)})
	}
	return nil
}

// turn moves the model's dial through its stops, in the folds in sight.
func (r *Result) turn(ctx context.Context, p Params, folds [][]int) error {
	e := r.examples
	for _, v := range settings(p) {
		q := set(p, v)
		est, err := crossval.KFold(ctx, model(q), e.x, e.y, folds)
		if err != nil {
			return err
		}
		truth, _, err := e.trueError(model(q))
		if err != nil {
			return err
		}
		r.Dial = append(r.Dial, Setting{v, lab.Num(est.MSE), lab.Num(est.SE), truth})
	}
	return nil
}

// counts lists the k of the figure: a ladder from 2 to m, with the reader's own, where
// enough examples are left to learn from.
func counts(p Params) []int {
	var out []int
	for _, k := range []int{2, 3, 5, 10, 20, 50, 100, p.K, p.M} {
		if k <= p.M && p.M-(p.M+k-1)/k >= least(p) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// settings lists the stops of the model's dial.
func settings(p Params) []float64 {
	var out []float64
	switch p.Model {
	case "ridge":
		out = append(out, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000)
		if p.Lambda >= out[0] {
			out = append(out, p.Lambda)
		}
	case "knn":
		for _, n := range []int{1, 2, 3, 5, 7, 10, 15, 20, 30, p.Neighbours} {
			if n <= mostNeighbours(p) {
				out = append(out, float64(n))
			}
		}
	case "poly":
		for d := range mostDegree(p) + 1 {
			out = append(out, float64(d))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// set is p with the model's dial at v.
func set(p Params, v float64) Params {
	switch p.Model {
	case "ridge":
		p.Lambda = v
	case "knn":
		p.Neighbours = int(v)
	case "poly":
		p.Degree = int(v)
	}
	return p
}

// dialled is where the model's dial stands; ok is false if the model has none.
func dialled(p Params) (v float64, ok bool) {
	switch p.Model {
	case "ridge":
		return p.Lambda, true
	case "knn":
		return float64(p.Neighbours), true
	case "poly":
		return float64(p.Degree), true
	}
	return 0, false
}
