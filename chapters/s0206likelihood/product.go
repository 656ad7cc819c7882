package s0206likelihood

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat"

	"konspekt/compute/likelihood"
	"konspekt/internal/lab"
)

// path is the product of likelihoods at θ_ML after one, two, three … examples.
type path struct {
	logs     []float64 // log10 of the product, as a sum of logarithms
	products []float64 // the product itself, multiplied in float64
}

// pathLength is how far the figure follows the product, on further examples where the
// sample is shorter and more can be drawn.
const pathLength = 1000

// multiply forms the product of the likelihoods of the sample, and follows it for the figure.
func (r *Result) multiply(p Params, tables lab.Tables) error {
	r.Product = none
	if r.ml == nil {
		return nil
	}
	r.Product = lab.Num(r.family.Product(r.Sample, r.ml))
	if m, found := r.family.Underflow(r.Sample, r.ml); found {
		r.UnderflowM = &m
	}
	x := r.Sample[:min(len(r.Sample), pathLength)]
	if p.Data == "sample" && len(x) < pathLength {
		var err error
		if x, err = p.sample(pathLength, tables); err != nil {
			return err
		}
	}
	sum, product := 0.0, 1.0
	for _, l := range r.family.Terms(nil, x, r.ml) {
		if math.IsInf(l, 0) { // a later example that the fit rules out
			break
		}
		sum += l / math.Ln10
		product *= math.Exp(l)
		r.path.logs, r.path.products = append(r.path.logs, sum), append(r.path.products, product)
	}
	return nil
}

// Rate is how far θ_ML is from the truth on average at one sample size.
type Rate struct {
	M         int     `json:"m"`
	RMSE      lab.Num `json:"rmse"`
	RMSESE    lab.Num `json:"rmse_se"`
	Theory    lab.Num `json:"rmse_theory"` // exact; null where there is no formula
	CramerRao lab.Num `json:"cramer_rao"`  // 1/√(mI), the bound of unbiased estimates; null for the uniform
}

// Sizes of the samples on which the rate is measured, and how many of each.
var rateSizes = []int{8, 16, 32, 64, 128, 256, 512}

const rateRepeats = 200

// measureRate fits many samples of each size and compares the first parameter with the true
// one. Replicates have streams of their own.
func (r *Result) measureRate(ctx context.Context, p Params) error {
	truth := members[p.Family]
	var logM, logError []float64
	for k, m := range rateSizes {
		squares := make([]float64, 0, rateRepeats)
		x := make([]float64, m)
		for i := range rateRepeats {
			if err := ctx.Err(); err != nil {
				return err
			}
			r.family.Sample(x, truth, rand.New(rand.NewPCG(p.Seed, uint64(k+1)<<32|uint64(i))))
			ml, err := r.family.ML(x)
			if err != nil {
				return err
			}
			squares = append(squares, (ml[0]-truth[0])*(ml[0]-truth[0]))
		}
		mean, sd := stat.MeanStdDev(squares, nil)
		rmse := math.Sqrt(mean)
		at := Rate{M: m, RMSE: lab.Num(rmse), RMSESE: lab.Num(sd / math.Sqrt(rateRepeats) / (2 * rmse)), Theory: lab.Num(exactRMSE(r.family, truth, m)), CramerRao: none}
		if bound, regular := r.family.CramerRao(truth, m); regular {
			at.CramerRao = lab.Num(math.Sqrt(bound[0]))
		}
		r.Rate = append(r.Rate, at)
		logM, logError = append(logM, math.Log(float64(m))), append(logError, math.Log(rmse))
	}
	_, slope := stat.LinearRegression(logM, logError, nil, false)
	r.RateSlope = lab.Num(slope)
	return nil
}

// exactRMSE is the root of E(θ_ML − θ)² of the first parameter; NaN for the median of a
// Laplace sample.
func exactRMSE(f likelihood.Family, theta []float64, m int) float64 {
	n := float64(m)
	switch f.Name {
	case "normal":
		return math.Sqrt(theta[1] / n)
	case "bernoulli":
		return math.Sqrt(theta[0] * (1 - theta[0]) / n)
	case "poisson":
		return math.Sqrt(theta[0] / n)
	case "exponential": // m/Σx, with the sum a gamma variable
		return theta[0] * math.Sqrt((n+2)/((n-1)*(n-2)))
	case "uniform": // the least of m
		return (theta[1] - theta[0]) * math.Sqrt(2/((n+1)*(n+2)))
	}
	return math.NaN()
}
