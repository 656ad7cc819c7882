package s0301crossentropy

import (
	"errors"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/glm"
	"konspekt/compute/linear"
	"konspekt/internal/lab"
)

// Density is a normal density around a polynomial, its deviation σ an output of the model.
type Density struct {
	X             []float64  `json:"x"`
	Y             []float64  `json:"y"`
	Mean          []lab.Num  `json:"mean"`       // ŷ at the points
	SigmaUsed     lab.Num    `json:"sigma_used"` // not below the floor
	SigmaOthers   lab.Num    `json:"sigma_others"`
	Loss          lab.Num    `json:"loss"` // J per point, nats, with the penalty and the prior
	Penalty       lab.Num    `json:"penalty"`
	MSE           lab.Num    `json:"mse"`
	Terms         []lab.Num  `json:"terms"`          // −log p of every point, nats
	MinimumExists bool       `json:"minimum_exists"` // of J over the mean and σ
	SigmaBest     lab.Num    `json:"sigma_at_minimum"`
	LossBest      lab.Num    `json:"loss_at_minimum"`
	Slope         lab.Num    `json:"slope"` // dJ/d log σ at the least σ of the curve
	Curve         []Deviated `json:"curve"`

	line  linear.Model // of the features of degree up to d
	sigma []float64    // of every point
}

// Deviated is J where σ is given and the mean is the best for it.
type Deviated struct {
	Sigma   lab.Num `json:"sigma"`
	Loss    lab.Num `json:"loss"`
	Uncured lab.Num `json:"loss_uncured"` // without floor and prior
}

// dots is how many points there are.
const dots = 7

// answered draws the points: Chebyshev's places, a sine and noise.
func answered(p Params) (x, y []float64) {
	rnd := rand.New(rand.NewPCG(p.Seed, 1<<32))
	for i := range dots {
		at := -math.Cos(math.Pi * (float64(i) + 0.5) / dots)
		x = append(x, thousandths(at))
		y = append(y, thousandths(math.Sin(3*x[i])+0.25*rnd.NormFloat64()))
	}
	return x, y
}

// features are P_1, …, P_d of Legendre at the places x, which by degree 0 is one column of
// zeros; Bonnet's recurrence jP_j = (2j−1)xP_{j−1} − (j−1)P_{j−2}.
func features(x []float64, degree int) *mat.Dense {
	f := mat.NewDense(len(x), max(degree, 1), nil)
	for i, at := range x {
		before, last := 0.0, 1.0
		for j := 1; j <= degree; j++ {
			before, last = last, (float64(2*j-1)*at*last-float64(j-1)*before)/float64(j)
			f.Set(i, j-1, last)
		}
	}
	return f
}

// The range of σ on the figure.
const (
	leastSigma = 1e-6
	mostSigma  = 10
	sigmas     = 140
)

// spread measures the density with the reader's σ and finds the best one, if there is one.
func spread(p Params) (*Density, error) {
	x, y := answered(p)
	d := &Density{X: x, Y: y, SigmaBest: nan, LossBest: nan, SigmaOthers: nan, SigmaUsed: lab.Num(max(p.Sigma, p.Floor))}
	f := features(x, p.Degree)
	loss, err := d.model(p, f)
	if err != nil {
		return nil, err
	}
	bare := p
	bare.Floor, bare.Prior = 0, 0
	uncured, err := new(Density).withData(x, y).model(bare, f)
	if err != nil {
		return nil, err
	}
	for i := range sigmas + 1 {
		s := leastSigma * math.Pow(mostSigma/leastSigma, float64(i)/sigmas)
		d.Curve = append(d.Curve, Deviated{lab.Num(s), lab.Num(loss(s)), lab.Num(uncured(s))})
	}
	d.Slope = (d.Curve[1].Loss - d.Curve[0].Loss) / lab.Num(math.Log(mostSigma/leastSigma)/sigmas)
	d.measure(p, f, loss)
	return d, nil
}

func (d *Density) withData(x, y []float64) *Density {
	d.X, d.Y = x, y
	return d
}

// model gives J as a function of σ, and says where it is least.
func (d *Density) model(p Params, f *mat.Dense) (func(sigma float64) float64, error) {
	if p.Own == "one" {
		return d.pinned(p, f)
	}
	g, err := glm.NewGaussian(f, d.Y, p.L2, p.Prior, p.Floor)
	if err != nil {
		return nil, err
	}
	best, err := g.Minimum()
	switch {
	case err == nil:
		d.MinimumExists, d.SigmaBest, d.LossBest = true, lab.Num(best.Sigma), lab.Num(best.Loss)
	case !errors.Is(err, glm.ErrNoMinimum):
		return nil, err
	}
	used := max(p.Sigma, p.Floor)
	now := g.At(used)
	d.line, d.Penalty, d.MSE = g.Model(used), lab.Num(now.Penalty), lab.Num(now.MSE)
	for range d.Y {
		d.sigma = append(d.sigma, used)
	}
	return func(sigma float64) float64 { return g.At(max(sigma, p.Floor)).Loss }, nil
}

// pinned is the model with a σ of its own for one point, through which the mean passes.
// Along it σ of that point is all that changes: the loss of this family bounds that of all
// such models from above.
func (d *Density) pinned(p Params, f *mat.Dense) (func(sigma float64) float64, error) {
	pin, err := glm.Pin(f, d.Y, p.Row-1)
	if err != nil {
		return nil, err
	}
	m, tau2 := float64(len(d.Y)), p.Prior*p.Prior
	others := max(pin.Sigma, p.Floor)
	pin.Sigma = others
	d.line, d.SigmaOthers = pin.Mean, lab.Num(others)
	d.Penalty = lab.Num(p.L2 / 2 * floats.Dot(pin.Mean.W, pin.Mean.W))
	d.MSE = lab.Num(linear.MSE(d.Y, pin.Mean.PredictAll(nil, f)))
	for i := range d.Y {
		d.sigma = append(d.sigma, others)
		if i == p.Row-1 {
			d.sigma[i] = max(p.Sigma, p.Floor)
		}
	}
	residuals := 0.0 // of the others, in units of their σ, squared
	for i, yhat := range pin.Mean.PredictAll(nil, f) {
		residuals += (d.Y[i] - yhat) * (d.Y[i] - yhat) / (others * others)
	}
	loss := func(sigma float64) float64 {
		sigma = max(sigma, p.Floor)
		return (math.Log(sigma)+(m-1)*math.Log(others)+residuals/2+tau2/(2*sigma*sigma)+(m-1)*tau2/(2*others*others))/m +
			0.5*math.Log(2*math.Pi) + float64(d.Penalty)
	}
	// log σ + τ²/(2σ²) is least at σ = τ, and above the floor it rises from there on.
	if best := max(p.Prior, p.Floor); best > 0 {
		d.MinimumExists, d.SigmaBest, d.LossBest = true, lab.Num(best), lab.Num(loss(best))
	}
	return loss, nil
}

// measure fills in what the reader's σ gives.
func (d *Density) measure(p Params, f *mat.Dense, loss func(float64) float64) {
	yhat := d.line.PredictAll(nil, f)
	d.Mean, d.Loss = lab.Nums(yhat), lab.Num(loss(p.Sigma))
	for i := range d.Y {
		d.Terms = append(d.Terms, lab.Num(-linear.GaussianLogLik(d.Y[i:i+1], yhat[i:i+1], d.sigma[i])))
	}
}

// at is the mean anywhere.
func (d *Density) at(p Params, x []float64) []float64 {
	return d.line.PredictAll(nil, features(x, p.Degree))
}
