package s0304kinks

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/activation"
	"konspekt/compute/dataset"
	"konspekt/compute/mlp"
)

// batch is how many examples a step looks at.
const batch = 10

// Of the stages at which the network is looked at on all rows there are at most this many.
const mostStages = 22

// The least binade counted is [2^−deepest, 2^(1−deepest)), the greatest below 2^highest.
const (
	deepest = 70
	highest = 20
)

// stage is the network after some passes.
type stage struct {
	epoch                 int
	loss, norm, batchNorm float64
}

// training is what a network met while it learned.
type training struct {
	seen, zeros      int
	nearest, grain   float64
	binades          [deepest + highest]int
	changed, weights int
	stages, other    []stage // with this answer to g′(0), and with the other one
}

// examples standardises the features of a table.
func examples(t *dataset.Table) (*mat.Dense, []int) { return mlp.Standardised(t.X), t.Labels }

// train lets a network of one hidden layer of rectifiers learn in the arithmetic of F. If a
// pre-activation was 0, and only then, the answer to g′(0) was asked for: the training is
// done again with the other answer, to count the weights on which it made a difference.
func train[F mlp.Float](ctx context.Context, p Params, x *mat.Dense, labels []int) (*training, error) {
	data := mlp.NewData[F](x, nil, labels)
	n := network[F](p, x, labels)
	t := &training{nearest: math.Inf(1), weights: len(n.Params()), grain: grain[F]()}
	if err := learn(ctx, p, n, data, t); err != nil {
		return nil, err
	}
	if t.zeros == 0 {
		t.other = t.stages
		return t, nil
	}
	q := p
	q.AtZero = other(p.AtZero)
	twin, its := network[F](q, x, labels), &training{}
	if err := learn(ctx, q, twin, data, its); err != nil {
		return nil, err
	}
	t.other = its.stages
	for i, w := range twin.Params() {
		if w != n.Params()[i] {
			t.changed++
		}
	}
	return t, nil
}

// other is the answer to g′(0) that a training is compared with.
func other(atZero float64) float64 {
	if atZero > 0.5 {
		return 0
	}
	return 1
}

// grain is the distance from 1 to the next number of the type.
func grain[F mlp.Float]() float64 {
	if F(1)+F(0x1p-40) == 1 {
		return 0x1p-23
	}
	return 0x1p-52
}

// network draws the first weights: by the rule of He, those of the hidden layer times Scale.
func network[F mlp.Float](p Params, x *mat.Dense, labels []int) *mlp.Net[F] {
	_, inputs := x.Dims()
	classes := 0
	for _, c := range labels {
		classes = max(classes, c+1)
	}
	n := mlp.New[F](mlp.Spec{Inputs: inputs, Loss: mlp.SoftmaxCE, Layers: []mlp.Layer{
		{Units: p.Width, Unit: activation.Unit{Kind: activation.ReLU, AtZero: p.AtZero}}, {Units: classes},
	}})
	n.Init(mlp.Init{Rule: mlp.He, Gain: 1}, rand.New(rand.NewPCG(p.Seed, 0)))
	for i := range n.Layer(0).W {
		n.Layer(0).W[i] *= F(p.Scale)
	}
	return n
}

// learn trains the network and notes what it meets. A training that diverges goes on with
// numbers that are none.
func learn[F mlp.Float](ctx context.Context, p Params, n *mlp.Net[F], data mlp.Data[F], t *training) error {
	rows := len(data.Class)
	perEpoch := (rows + batch - 1) / batch
	tr := mlp.NewTrainer(n, data, mlp.Plan{Batch: batch, Rand: rand.New(rand.NewPCG(p.Seed, 1)), Optimiser: mlp.Optimiser{Rate: p.Rate}})
	all := n.NewPass(rows)
	look := func(epoch int, batchNorm float64) {
		all.Forward(data.X)
		loss := all.Backward(data.Targets)
		t.stages = append(t.stages, stage{epoch, loss, all.GradientNorm(), batchNorm})
	}
	look(0, math.NaN())
	norms := 0.0
	for k, err := range tr.Steps(ctx, p.Epochs*perEpoch) {
		if err != nil {
			return err
		}
		note(t, tr.Pass().Pre(0))
		norms += tr.Pass().GradientNorm()
		if k%perEpoch == 0 {
			if epoch := k / perEpoch; shown(epoch, p.Epochs) {
				look(epoch, norms/float64(perEpoch))
			}
			norms = 0
		}
	}
	return nil
}

// shown tells at which passes the network is looked at: the first few, then ever farther apart, the last.
func shown(epoch, epochs int) bool {
	if epoch == epochs || epoch <= 3 {
		return true
	}
	ratio := math.Pow(float64(epochs), 1.0/(mostStages-4))
	at := func(e int) float64 { return math.Floor(math.Log(float64(e)) / math.Log(ratio)) }
	return at(epoch) > at(epoch-1)
}

// note counts pre-activations by size.
func note[F mlp.Float](t *training, pre []F) {
	t.seen += len(pre)
	for _, z := range pre {
		v := math.Abs(float64(z))
		if v == 0 {
			t.zeros++
			continue
		}
		t.nearest = min(t.nearest, v) // of a training that diverged, NaN
		if e := int(math.Float64bits(v)>>52) - 1023 + deepest; 0 <= e && e < len(t.binades) {
			t.binades[e]++
		}
	}
}

// near is the upper end of the interval in which the density at 0 is estimated.
const near = 1.0 / 256

// density estimates the density of pre-activations at 0, from either side.
func (t *training) density() float64 {
	count := 0
	for e, c := range t.binades {
		if math.Ldexp(1, e-deepest) < near {
			count += c
		}
	}
	return float64(count) / (2 * near) / float64(t.seen)
}

// expected is how many exact zeros to expect: sums of numbers around 1 lie on a lattice whose
// step is the grain of the type, and one knot of it is 0.
func (t *training) expected() float64 { return float64(t.seen) * t.density() * t.grain }
