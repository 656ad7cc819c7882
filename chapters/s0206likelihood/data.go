package s0206likelihood

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/likelihood"
	"konspekt/internal/lab"
)

// members are the distributions that samples of a family come from.
var members = map[string][]float64{
	"normal": {0, 1}, "laplace": {0, 1}, "exponential": {0.5}, "uniform": {1, 2}, "bernoulli": {0.3}, "poisson": {3},
}

// kicks counts by their number the deaths from horse kicks in ten Prussian army corps over
// twenty years, 1875 to 1894 (Bortkiewicz, Das Gesetz der kleinen Zahlen, 1898).
var kicks = []int{109, 65, 22, 3, 1}

// truth is the name of what a sample comes from.
func (p Params) truth() string {
	if p.True == "same" {
		return p.Family
	}
	return p.True
}

// wellSpecified tells whether the sample comes from a member of the family.
func (p Params) wellSpecified() bool { return p.Data == "sample" && p.truth() == p.Family }

// mixture is the two-humped distribution.
func (p Params) mixture() likelihood.Mixture {
	return likelihood.Mixture{Weight: 0.6, Mu: [2]float64{-p.Gap / 2, p.Gap / 2}, Sigma: [2]float64{0.7, 1}}
}

// source is p_data of a sample; mix is not nil where that is the mixture.
func (p Params) source() (source likelihood.Source, mix *likelihood.Mixture) {
	if p.truth() == "mixture" {
		m := p.mixture()
		return m.Source(), &m
	}
	f, err := likelihood.Named(p.truth())
	if err != nil {
		panic(err.Error()) // the choices of the control are names of families
	}
	return f.Member(members[p.truth()]), nil
}

// model is θ of the reader's model.
func (p Params) model() []float64 {
	switch p.Family {
	case "normal":
		return []float64{p.Theta, p.Scale * p.Scale}
	case "laplace":
		return []float64{p.Theta, p.Scale}
	case "uniform":
		return []float64{p.Theta, p.Theta + p.Scale}
	}
	return []float64{p.Theta}
}

// sample is the data: the first m of a sample, or a whole set. A larger sample from the
// same seed begins with the smaller.
func (p Params) sample(m int, tables lab.Tables) ([]float64, error) {
	switch p.Data {
	case "points":
		return p.own(), nil
	case "kicks":
		var out []float64
		for deaths, n := range kicks {
			out = append(out, slices.Repeat([]float64{float64(deaths)}, n)...)
		}
		return out, nil
	case "iris":
		table, err := tables.Table("iris")
		if err != nil {
			return nil, err
		}
		return mat.Col(nil, slices.Index(table.Columns, "petal_length_cm"), table.X), nil
	}
	source, _ := p.source()
	return source.Sample(make([]float64, m), rand.New(rand.NewPCG(p.Seed, 0))), nil
}

// own is the reader's data.
func (p Params) own() []float64 {
	var out []float64
	for _, point := range lab.ReadPoints(p.Points) {
		out = append(out, point.X)
	}
	return out
}

// view is the frame of the figures: of the data, of densities, of the first parameter.
type view struct{ lo, hi, top, thetaLo, thetaHi float64 }

// frames are the views of what the data come from; the range of the parameter follows.
var frames = map[string]view{
	"normal": {lo: -4, hi: 4, top: 0.6}, "laplace": {lo: -6, hi: 6, top: 0.7}, "exponential": {lo: -3, hi: 12, top: 1.2},
	"uniform": {lo: 0, hi: 3, top: 2}, "mixture": {lo: -7, hi: 7, top: 0.6},
	"bernoulli": {lo: -0.6, hi: 1.6, top: 1.05}, "poisson": {lo: -0.8, hi: 10.8, top: 0.5},
	"points": {lo: -5, hi: 5, top: 0.6}, "iris": {lo: 0, hi: 8, top: 0.8}, "kicks": {lo: -0.8, hi: 5.8, top: 0.8},
}

// drawnPoints is how many examples a figure shows one by one.
const drawnPoints = 60

// viewOf depends on where the data come from, and on the sample only if it leaves the frame.
func viewOf(p Params, r *Result) view {
	name := p.Data
	if name == "sample" {
		name = p.truth()
	}
	v := frames[name]
	if p.Family == "exponential" && v.lo < -1 { // but bins of whole numbers are seen whole
		v.lo = 0
	}
	seen := r.Sample[:min(len(r.Sample), drawnPoints)]
	if least := slices.Min(seen); least < v.lo {
		v.lo = math.Floor(least)
	}
	if most := slices.Max(seen); most > v.hi {
		v.hi = math.Ceil(most)
	}
	mean := 0.0
	for _, x := range r.Sample {
		mean += x / float64(len(r.Sample))
	}
	if r.source != nil {
		mean = r.source.Mean
	}
	v.thetaLo, v.thetaHi = v.lo, v.hi
	switch p.Family {
	case "bernoulli":
		v.thetaLo, v.thetaHi = 0, 1
	case "exponential":
		v.thetaHi = round(4 / max(mean, 0.01))
		v.thetaLo = v.thetaHi / 100
	case "poisson":
		v.thetaHi = round(3 * max(mean, 0.1))
		v.thetaLo = v.thetaHi / 100
	}
	return v
}

// round is the least of 1, 2, 5, 10, 20, … that is not smaller.
func round(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, k := range []float64{1, 2, 5} {
		if v <= k*unit*(1+1e-9) {
			return k * unit
		}
	}
	return 10 * unit
}
