package poly

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// FeatureOptions select a regression on random features. A feature is a random sum
// of cosines with independent standard normal g,
//
//	φ_j(x) = g_j0 + Σ_{k=1}^{K} g_jk/k · cos(kπ(x+1)/2),  K = min(2m, len(Grid)−1),
//
// so that none oscillates faster than the grid shows. The model with N features is
// Σ_{j≤N} w_j φ_j(x) with the first N of one endless sequence; it has no separate
// intercept. For λ = 0 the weights are the least-squares solution of smallest norm,
// which passes through every observation from N = m on; for λ > 0 they minimise
// Σ(y−f̂(x))² + λ‖w‖².
type FeatureOptions struct {
	Sizes  []int   // numbers N of features in strictly ascending order
	Keep   int     // one of Sizes, whose fits are returned
	Draws  int     // independent sequences of features to average over, ≥ 1
	Lambda float64 // λ ≥ 0; about 1e-15/λ of the result is rounding, and λ < 1e-12 counts as 0
	Seed   uint64  // sequence r comes from rand.NewPCG(Seed, 1<<63 + r), apart from all samples
}

// Descent is the error of random-feature regression as the number of features grows
// past the number of observations: it falls, rises to a peak at N = m, where the fit
// just begins to interpolate, and falls again (Belkin, Hsu, Ma, Mandal, PNAS 116, 2019,
// DOI 10.1073/pnas.1903070116).
type Descent struct {
	Sizes    []int     // as in FeatureOptions
	Risks    []Risk    // exact for each sequence of features, averaged over sequences; by size
	Keep     int       // as in FeatureOptions
	Mean     []float64 // E f̂ on the grid for Keep features of sequence 0
	Variance []float64 // Var f̂ on the grid for Keep features of sequence 0

	hat [][]float64 // by observation i: ∂f̂/∂y_i on the grid for Keep features of sequence 0
}

// Descend computes the errors for every number of features in o.Sizes.
//
// It grows the hat matrix by one feature at a time with Greville's recursion for the
// pseudoinverse (SIAM Review 2, 1960, DOI 10.1137/1002004), for λ > 0 with that of
// recursive least squares; both add a matrix of rank one. It returns an error if the
// options make no sense and ctx.Err() soon after ctx is done. It panics if the lengths
// in p disagree or the grid has fewer points than the design.
func Descend(ctx context.Context, p Problem, o FeatureOptions) (*Descent, error) {
	p.check()
	if len(p.Grid) < len(p.X) {
		panic(fmt.Sprintf("poly: %d grid points for %d design points", len(p.Grid), len(p.X)))
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	d := &Descent{Sizes: slices.Clone(o.Sizes), Keep: o.Keep, Risks: make([]Risk, len(o.Sizes))}
	b := newBasis(p)
	for draw := range o.Draws {
		if err := d.add(ctx, b, o, draw); err != nil {
			return nil, err
		}
	}
	for i := range d.Risks {
		r := &d.Risks[i]
		r.Bias2 /= float64(o.Draws)
		r.Variance /= float64(o.Draws)
		r.Noise2 = p.Sigma * p.Sigma
		r.MSE = r.Bias2 + r.Variance + r.Noise2
	}
	return d, nil
}

func (o FeatureOptions) check() error {
	if len(o.Sizes) == 0 || o.Sizes[0] < 1 {
		return fmt.Errorf("poly: numbers of features %v do not begin at 1 or above", o.Sizes)
	}
	for i := 1; i < len(o.Sizes); i++ {
		if o.Sizes[i] <= o.Sizes[i-1] {
			return fmt.Errorf("poly: numbers of features %v do not ascend", o.Sizes)
		}
	}
	if !slices.Contains(o.Sizes, o.Keep) {
		return fmt.Errorf("poly: kept number of features %d is not among %v", o.Keep, o.Sizes)
	}
	if o.Draws < 1 {
		return errors.New("poly: no sequence of features")
	}
	if !(o.Lambda >= 0) || math.IsInf(o.Lambda, 1) {
		return fmt.Errorf("poly: penalty λ = %v", o.Lambda)
	}
	return nil
}

// add runs one sequence of features and adds its errors to d.Risks.
func (d *Descent) add(ctx context.Context, b *basis, o FeatureOptions, draw int) error {
	rnd := rand.New(rand.NewPCG(o.Seed, 1<<63+uint64(draw)))
	h := newHat(len(b.problem.X), len(b.q), o.Lambda)
	n := 0
	for i, size := range o.Sizes {
		for ; n < size; n++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			h.grow(b.feature(rnd))
		}
		bias2, variance := b.risk(h)
		d.Risks[i].Bias2 += bias2
		d.Risks[i].Variance += variance
		if size == o.Keep && draw == 0 {
			d.keep(b, h)
		}
	}
	return nil
}

// keep stores the hat matrix on the grid and what follows from it.
func (d *Descent) keep(b *basis, h *hat) {
	p := b.problem
	d.Mean, d.Variance = make([]float64, len(p.Grid)), make([]float64, len(p.Grid))
	for i, row := range h.rows {
		on := b.onGrid(row)
		floats.AddScaled(d.Mean, p.F[i], on)
		for k, v := range on {
			d.Variance[k] += p.Sigma * p.Sigma * v * v
		}
		d.hat = append(d.hat, on)
	}
}

// Predict stores the fit of Keep features of sequence 0 to the observations y at every
// grid point in dst and returns it. If dst is nil a slice of len(Grid) is allocated;
// Predict panics if dst or y has another length than the grid or the design.
func (d *Descent) Predict(dst, y []float64) []float64 {
	dst = target(dst, len(d.Mean))
	if len(y) != len(d.hat) {
		panic(fmt.Sprintf("poly: %d observations, want %d", len(y), len(d.hat)))
	}
	clear(dst)
	for i, row := range d.hat {
		floats.AddScaled(dst, y[i], row)
	}
	return dst
}

// DescentSizes returns about two dozen numbers of features from 1 to 4m in ascending
// order, dense around m where the error peaks, with keep among them.
func DescentSizes(m, keep int) []int {
	sizes := []int{keep, m - 2, m - 1, m, m + 1, m + 2, 4 * m}
	for _, ratio := range []float64{0.15, 0.25, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 3.5} {
		sizes = append(sizes, int(math.Round(ratio*float64(m))))
	}
	sizes = append(sizes, 1, 2)
	slices.Sort(sizes)
	sizes = slices.Compact(sizes)
	return slices.DeleteFunc(sizes, func(n int) bool { return n < 1 })
}
