package poly

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Simulated is the error of a fit averaged over simulated samples. As for the exact
// Risk, MSE = Bias2 + Variance + σ².
type Simulated struct {
	Bias2    float64 // of the average fit; exceeds the exact one by about Variance/repeats
	Variance float64 // average squared distance of a fit from the average fit
	MSE      float64 // average squared error at a new observation
	MSESE    float64 // standard error of MSE
}

// Simulate fits all degrees to the given number of samples (at least 2) and returns
// the average errors by degree.
//
// Replicate i is Problem.Sample with that seed and i. The squared error of its fit is
// averaged over the grid and over the noise of the new observation, which adds
// exactly σ². Fits are linear in y, hence f̂_d = E f̂_d + Σ_{j≤d} w_j ψ_j with
// w = σTε, and the error is a quadratic form in at most D+1 numbers:
//
//	⟨(f̂_d − f)²⟩ = Bias2_d + 2 u_d·w + wᵀGw,  G = ⟨ψψᵀ⟩, u_d = ⟨(E f̂_d − f)ψ⟩
//
// with ⟨·⟩ the average over the grid. No fit is evaluated on the grid.
//
// Simulate returns ctx.Err() soon after ctx is done.
func (f *Family) Simulate(ctx context.Context, repeats int, seed uint64) ([]Simulated, error) {
	if repeats < 2 {
		return nil, errors.New("poly: a simulation needs at least 2 repeats")
	}
	form := f.newErrorForm()
	degrees := len(f.t)
	errs := make([][]float64, degrees) // by degree and replicate, without σ²
	for d := range errs {
		errs[d] = make([]float64, repeats)
	}
	spread := make([]float64, degrees) // Σ wᵀGw by degree
	total := make([]float64, degrees)  // Σ w
	w, linear, quadratic := make([]float64, degrees), make([]float64, degrees), make([]float64, degrees)
	eps := make([]float64, len(f.problem.X))
	pcg := rand.NewPCG(seed, 0)
	rnd := rand.New(pcg)
	for i := range repeats {
		if i%64 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		pcg.Seed(seed, uint64(i)) // the stream of Problem.Sample
		for k := range eps {
			eps[k] = rnd.NormFloat64()
		}
		for j, t := range f.t {
			w[j] = f.problem.Sigma * floats.Dot(t, eps)
			total[j] += w[j]
		}
		form.at(linear, quadratic, w)
		for d, q := range quadratic {
			errs[d][i] = f.risk[d].Bias2 + 2*linear[d] + q
			spread[d] += q
		}
	}
	return f.summarise(form, errs, spread, total), nil
}

// summarise turns the sums of a simulation into averages.
func (f *Family) summarise(form *errorForm, errs [][]float64, spread, total []float64) []Simulated {
	n := float64(len(errs[0]))
	floats.Scale(1/n, total)
	linear, quadratic := make([]float64, len(errs)), make([]float64, len(errs))
	form.at(linear, quadratic, total)
	out := make([]Simulated, len(errs))
	for d := range out {
		mse, sd := stat.MeanStdDev(errs[d], nil)
		out[d] = Simulated{
			Bias2:    max(0, f.risk[d].Bias2+2*linear[d]+quadratic[d]),
			Variance: max(0, spread[d]/n-quadratic[d]),
			MSE:      mse + f.risk[d].Noise2,
			MSESE:    sd / math.Sqrt(n),
		}
	}
	return out
}

// errorForm is the grid average of (E f̂_d − f + Σ_{j≤d} w_j ψ_j)², less its constant,
// as a function of w.
type errorForm struct {
	g [][]float64 // ⟨ψ_d ψ_j⟩ for j ≤ d
	u [][]float64 // ⟨(E f̂_d − f) ψ_j⟩ for j ≤ d
}

func (f *Family) newErrorForm() *errorForm {
	n := float64(len(f.problem.Grid))
	form := &errorForm{}
	bias := make([]float64, len(f.problem.Grid))
	for d := range f.psi {
		floats.SubTo(bias, f.mean[d], f.problem.FGrid)
		g, u := make([]float64, d+1), make([]float64, d+1)
		for j := range d + 1 {
			g[j] = floats.Dot(f.psi[d], f.psi[j]) / n
			u[j] = floats.Dot(bias, f.psi[j]) / n
		}
		form.g = append(form.g, g)
		form.u = append(form.u, u)
	}
	return form
}

// at stores u_d·w and wᵀGw of every degree in linear and quadratic, the latter
// growing by one row of G a degree.
func (e *errorForm) at(linear, quadratic, w []float64) {
	sum := 0.0
	for d, g := range e.g {
		cross, l := 0.0, 0.0
		for j, u := range e.u[d] {
			cross += g[j] * w[j]
			l += u * w[j]
		}
		sum += w[d] * (2*cross - g[d]*w[d])
		linear[d], quadratic[d] = l, sum
	}
}
