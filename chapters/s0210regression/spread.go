package s0210regression

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat"

	"konspekt/compute/linear"
	"konspekt/compute/stats"
	"konspekt/internal/lab"
)

// Spread is how far from the truth the two slopes fall over R samples with the same x.
type Spread struct {
	RMSEofMSE       lab.Num   `json:"rmse_mse"` // √E(w_mse − w)², with its standard error and by theory
	RMSEofMSESE     lab.Num   `json:"rmse_mse_se"`
	RMSEofMSETheory lab.Num   `json:"rmse_mse_theory"`
	RMSEofMAE       lab.Num   `json:"rmse_mae"`
	RMSEofMAESE     lab.Num   `json:"rmse_mae_se"`
	RMSEofMAELarge  lab.Num   `json:"rmse_mae_asymptotic"` // for large m; null with an outlier
	Edges           []float64 `json:"edges"`
	DensityMSE      []float64 `json:"density_mse"`
	DensityMAE      []float64 `json:"density_mae"`
	Outside         int       `json:"outside"` // slopes of either kind beyond the edges
}

// spread fits both lines to R samples, sample i from the stream i+1 of the seed.
func spread(ctx context.Context, p Params) (*Spread, error) {
	x := abscissas(p)
	design := column(x)
	squares, absolutes := make([]float64, p.Repeats), make([]float64, p.Repeats)
	var y []float64
	for i := range p.Repeats {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		y = answers(y, p, x, rand.New(rand.NewPCG(p.Seed, uint64(i)+1)))
		fit, err := linear.LeastSquares(design, y)
		if err != nil {
			return nil, err
		}
		lad, err := linear.LAD(design, y)
		if err != nil {
			return nil, err
		}
		squares[i], absolutes[i] = fit.W[0], lad.W[0]
	}
	s := &Spread{}
	s.RMSEofMSE, s.RMSEofMSESE = rmse(squares)
	s.RMSEofMAE, s.RMSEofMAESE = rmse(absolutes)
	s.theory(p, x)
	s.Edges = edges(float64(s.RMSEofMSETheory))
	s.DensityMSE, s.DensityMAE = s.density(squares), s.density(absolutes)
	return s, nil
}

// rmse is the root of the mean squared distance from the true slope, with the standard
// error that the delta method gives it.
func rmse(w []float64) (root, se lab.Num) {
	var m stats.Moments
	for _, v := range w {
		m.Add((v - wTrue) * (v - wTrue))
	}
	at := math.Sqrt(m.Mean)
	if at == 0 {
		return 0, 0
	}
	return lab.Num(at), lab.Num(m.StdErr() / (2 * at))
}

// theory: the slope of least squares is Σ(x−x̄)y/Sxx, so its variance is σ²/Sxx for noise
// of any kind and an outlier δ at x₀ shifts it by δ(x₀−x̄)/Sxx. The slope of least
// absolute deviations has for large m the variance 1/(4f(0)²Sxx), f the density of the
// noise (Bassett, Koenker, Journal of the American Statistical Association 73, 1978).
func (s *Spread) theory(p Params, x []float64) {
	centre, sxx := stat.Mean(x, nil), 0.0
	for _, v := range x {
		sxx += (v - centre) * (v - centre)
	}
	variance := p.NoiseSigma * p.NoiseSigma / sxx
	shift := p.Outlier * (x[0] - centre) / sxx
	s.RMSEofMSETheory = lab.Num(math.Sqrt(variance + shift*shift))
	s.RMSEofMAELarge = nan
	if p.Outlier == 0 {
		factor := math.Pi / 2 // f(0) = 1/(σ√(2π))
		if p.Noise == "laplace" {
			factor = 0.5 // f(0) = 1/(σ√2)
		}
		s.RMSEofMAELarge = lab.Num(math.Sqrt(factor * variance))
	}
}

// reach is how far from the true slope the histogram goes: it does not depend on the
// controls, so that the reader sees the slopes draw together.
const reach = 0.25

// edges cut the axis into columns by the spread that theory gives, the true slope at the
// middle of one.
func edges(deviation float64) []float64 {
	half := int(min(45, max(12, 2.5*reach/max(deviation, 1e-9))))
	out := make([]float64, 2*half+2)
	for i := range out {
		out[i] = wTrue + reach*(2*float64(i)/float64(2*half+1)-1)
	}
	return out
}

// density is the histogram of slopes, of area 1 when none is outside.
func (s *Spread) density(w []float64) []float64 {
	out := make([]float64, len(s.Edges)-1)
	width := s.Edges[1] - s.Edges[0]
	for _, v := range w {
		i := math.Floor((v - s.Edges[0]) / width)
		if i < 0 || int(i) >= len(out) {
			s.Outside++
			continue
		}
		out[int(i)] += 1 / (width * float64(len(w)))
	}
	return out
}
