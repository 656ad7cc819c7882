package s030402saturation

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/activation"
	"konspekt/compute/mlp"
	"konspekt/compute/signal"
	"konspekt/internal/lab"
)

// The bins of the histograms.
const (
	bins   = 16 // of the activations of a layer
	zBins  = 56 // of the pre-activations of all layers
	zReach = 7  // beyond it the unit is drawn no farther
)

// values is the range of the activations that the figure shows: all that a sigmoidal unit
// has, the lower part of what a rectifier may have.
func (p Params) values() (lo, hi float64) {
	switch p.Unit {
	case activation.Sigmoid:
		return 0, 1
	case activation.Tanh:
		return -1, 1
	}
	return 0, 4
}

// activations counts activations and pre-activations into bins, those beyond the ends into
// the last ones.
func (r *Result) activations(p Params, pass *mlp.Pass[float64]) {
	lo, hi := p.values()
	r.zs = make([]float64, zBins)
	for l := range p.Depth {
		h, pre := pass.H(l), pass.Pre(l)
		shares := make([]float64, bins)
		for i := range h {
			shares[bin(h[i], lo, hi, bins)] += 1 / float64(len(h))
			r.zs[bin(pre[i], -zReach, zReach, zBins)] += 1 / float64(len(h)*p.Depth)
		}
		r.shares = append(r.shares, shares)
	}
}

func bin(v, lo, hi float64, n int) int {
	return int(max(0, min(float64(n-1), float64(n)*(v-lo)/(hi-lo))))
}

// The curve of the gap to the linear network.
const (
	tiniest   = 0.01
	mightiest = 10
	stops     = 24
	every     = 3 // one example of so many is enough for it
)

// linear draws wᵀtanh(Uᵀtanh(Vᵀx)) with the first weights of the rule and holds it against
// wᵀUᵀVᵀx.
func (r *Result) linear(p Params, x *mat.Dense) {
	rnd := rand.New(rand.NewPCG(p.Seed, 2))
	draw := func(rows, cols int) *mat.Dense {
		sd, w := p.init().SD(rows, cols), mat.NewDense(rows, cols, nil)
		w.Apply(func(_, _ int, _ float64) float64 { return sd * rnd.NormFloat64() }, w)
		return w
	}
	rows, features := x.Dims()
	net := signal.TanhNet{V: draw(features, p.Width), U: draw(p.Width, p.Width)}
	net.W = mat.Col(nil, 0, draw(p.Width, 1))
	some := mat.NewDense(rows/every, features, nil)
	for i := range rows / every {
		some.SetRow(i, x.RawRowView(i*every))
	}
	gap, level := net.LinearGap(some, p.Scale)
	r.LinearGap, r.LinearLevel = lab.Num(gap), lab.Num(level)
	for _, s := range floats.LogSpan(make([]float64, stops+1), tiniest, mightiest) {
		gap, level := net.LinearGap(some, s)
		r.GapCurve = append(r.GapCurve, Gap{lab.Num(s), lab.Num(level), lab.Num(gap)})
	}
}

// batch is how many examples a step sees.
const batch = 25

// moments is how many steps of the training the map shows at most.
const moments = 7

// runaway is a loss from which training does not come back.
const runaway = 1e9

// train takes the steps and looks at the gradients of some of them. Training that runs
// away is stopped.
func (r *Result) train(ctx context.Context, p Params, n *mlp.Net[float64], data mlp.Data[float64]) error {
	t := mlp.NewTrainer(n, data, mlp.Plan{Batch: batch, Rand: rand.New(rand.NewPCG(p.Seed, 1)), Optimiser: mlp.Optimiser{Method: mlp.SGD, Rate: p.Rate}})
	apart := max(1, (p.Steps+moments-2)/(moments-1))
	for k, err := range t.Steps(ctx, p.Steps) {
		if err != nil {
			return err
		}
		if !(t.Loss() < runaway) {
			r.LossEnd, r.AccuracyEnd = nan, nan
			return nil
		}
		r.Loss = append(r.Loss, lab.Num(t.Loss()))
		if (k-1)%apart != 0 && k != p.Steps {
			continue
		}
		m := Moment{Step: k - 1}
		for l := range p.Depth {
			m.GradNorm = append(m.GradNorm, lab.Num(norm(t.Pass(), l)))
		}
		r.Training = append(r.Training, m)
	}
	all := n.NewPass(len(data.Class))
	all.Forward(data.X)
	r.LossEnd, r.AccuracyEnd = lab.Num(all.Backward(data.Targets)), lab.Num(all.Accuracy(data.Targets, 0))
	return nil
}

var nan = lab.Num(math.NaN())
