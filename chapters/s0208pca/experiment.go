// Package s0208pca is section 2.8: the directions in which data vary most, and what is
// left of the data when only a few of them are kept.
package s0208pca

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/dataset"
	"konspekt/compute/pca"
	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Data        string  // gauss2d, or a data set
	K           int     // k, components kept
	Standardize bool    // divide every column by its ddof-0 deviation first
	Direction   float64 // φ, degrees: the reader's direction in the plane of two columns
	Rho         float64 // ρ, correlation of the cloud gauss2d
	Angle       float64 // α, degrees: how far that cloud is turned
	M           int     // m, its points
	Seed        uint64
}

// Result is the decomposition of the data and what the reader's direction catches.
type Result struct {
	Rows              int         `json:"rows"`
	Columns           []string    `json:"columns"`
	Mean              []lab.Num   `json:"mean"`         // of the columns that are decomposed: zeros if standardised
	ColumnMean        []lab.Num   `json:"column_mean"`  // subtracted, in the units of the table
	ColumnScale       []lab.Num   `json:"column_scale"` // then divided by: ones unless standardised
	CovBefore         [][]lab.Num `json:"cov_before"`
	Eigenvalues       []lab.Num   `json:"eigenvalues"`
	ExplainedRatio    []lab.Num   `json:"explained_ratio"`
	CumulativeRatio   lab.Num     `json:"cumulative_ratio"`
	Components        [][]lab.Num `json:"components"`
	CovAfter          [][]lab.Num `json:"cov_after"`
	MaxOffDiagonal    lab.Num     `json:"max_offdiagonal"`
	ReconstructionMSE lab.Num     `json:"reconstruction_mse"`
	Plane             [2]int      `json:"plane"` // columns in which the direction is turned
	DirectionVariance lab.Num     `json:"direction_variance"`
	DirectionBest     lab.Num     `json:"direction_best"`
	DirectionScore    lab.Num     `json:"direction_score"`
	BestDirection     lab.Num     `json:"best_direction"` // degrees

	table    *dataset.Table
	centred  *mat.Dense // m×n, what was decomposed
	scores   *mat.Dense // m×min(2, n), in the coordinates of the first components
	model    *pca.Model
	planeCov *mat.SymDense // 2×2
	before   *mat.SymDense // n×n, covariance of what was decomposed
	rotated  *mat.SymDense // n×n, covariance of all scores
}

// Run decomposes the data.
func Run(_ context.Context, p Params, tables lab.Tables) (*Result, error) {
	table, err := data(p, tables)
	if err != nil {
		return nil, err
	}
	model, err := pca.Fit(table.X, p.Standardize)
	if err != nil {
		return nil, err
	}
	_, n := table.X.Dims()
	r := &Result{table: table, model: model, Rows: model.Rows, Columns: table.Columns, Mean: lab.Nums(model.Mean),
		ColumnMean: lab.Nums(model.Mean), ColumnScale: lab.Nums(model.Scale),
		Eigenvalues: lab.Nums(model.Values), ReconstructionMSE: lab.Num(model.ReconstructionMSE(p.K))}
	if p.Standardize {
		r.Mean = make([]lab.Num, n)
	}
	r.centred = model.Center(nil, table.X)
	r.before = pca.Covariance(nil, r.centred, 1)
	r.CovBefore = rows(r.before, n)

	all := model.Transform(nil, table.X, n)
	r.rotated = pca.Covariance(nil, all, 1)
	r.scores = mat.DenseCopyOf(all.Slice(0, model.Rows, 0, min(2, n)))
	r.CovAfter = rows(r.rotated, p.K)
	r.MaxOffDiagonal = lab.Num(pca.MaxOffDiagonal(r.rotated.SliceSym(0, p.K)))
	r.Components = rows(model.Components, p.K)

	ratio := model.ExplainedRatio(nil)
	r.ExplainedRatio = lab.Nums(ratio)
	r.CumulativeRatio = lab.Num(floats.Sum(ratio[:p.K]))
	r.turn(p, r.before)
	return r, nil
}

// turn measures the reader's direction in the plane of the two columns that vary most.
func (r *Result) turn(p Params, cov *mat.SymDense) {
	r.Plane = plane(r.table.X)
	i, j := r.Plane[0], r.Plane[1]
	r.planeCov = mat.NewSymDense(2, []float64{cov.At(i, i), cov.At(i, j), cov.At(i, j), cov.At(j, j)})
	angle := p.Direction * math.Pi / 180
	best := pca.Best(r.planeCov)
	r.DirectionVariance = lab.Num(pca.Caught(r.planeCov, angle))
	r.DirectionBest, r.BestDirection = lab.Num(best.Variance), lab.Num(best.Angle*180/math.Pi)
	r.DirectionScore = lab.Num(pca.Score(r.planeCov, angle))
}

// data is the cloud, drawn from the seed, or a data set.
func data(p Params, tables lab.Tables) (*dataset.Table, error) {
	if p.Data != "gauss2d" {
		return tables.Table(p.Data)
	}
	rnd := rand.New(rand.NewPCG(p.Seed, 0))
	return &dataset.Table{Name: "gauss2d", Columns: []string{"x1", "x2"},
		X: pca.Gauss2D(rnd, p.M, p.Rho, p.Angle*math.Pi/180), Labels: make([]int, p.M), Classes: []string{""}}, nil
}

// plane is the two columns with the largest variance, in their own units.
func plane(x *mat.Dense) [2]int {
	cov := pca.Covariance(nil, x, 1)
	first, second := 0, 1
	if cov.At(1, 1) > cov.At(0, 0) {
		first, second = 1, 0
	}
	for j := 2; j < cov.SymmetricDim(); j++ {
		switch v := cov.At(j, j); {
		case v > cov.At(first, first):
			first, second = j, first
		case v > cov.At(second, second):
			second = j
		}
	}
	if first > second && cov.SymmetricDim() == 2 {
		first, second = second, first // x₁ stays the abscissa of the cloud
	}
	return [2]int{first, second}
}

// rows lists the leading k×k (or k×n) part of a matrix.
func rows(a mat.Matrix, k int) [][]lab.Num {
	_, n := a.Dims()
	if _, ok := a.(mat.Symmetric); ok {
		n = k
	}
	out := make([][]lab.Num, k)
	for i := range out {
		out[i] = make([]lab.Num, n)
		for j := range out[i] {
			out[i][j] = lab.Num(a.At(i, j))
		}
	}
	return out
}
