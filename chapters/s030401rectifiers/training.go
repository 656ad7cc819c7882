package s030401rectifiers

import (
	"context"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"konspekt/compute/activation"
	"konspekt/compute/mlp"
	"konspekt/compute/stable"
	"konspekt/internal/lab"
)

const (
	mostRows = 150 // a larger table is thinned, evenly
	batch    = 30
	lost     = 1e100 // a loss from which training is given up
)

// task is the data and what does not change from one training to the next.
type task struct {
	data          mlp.Data[float64]
	rows, inputs  int
	classes       int
	rate          float64
	seed          uint64
	squaredLength []float64 // ‖x‖² by example
}

// newTask standardises the columns of at most mostRows examples.
func newTask(p Params, tables lab.Tables) (*task, error) {
	table, err := tables.Table(p.Data)
	if err != nil {
		return nil, err
	}
	all, inputs := table.X.Dims()
	rows := min(all, mostRows)
	x, class := mat.NewDense(rows, inputs, nil), make([]int, rows)
	for i := range rows {
		from := i * all / rows
		x.SetRow(i, table.X.RawRowView(from))
		class[i] = table.Labels[from]
	}
	x = mlp.Standardised(x)
	t := &task{mlp.NewData[float64](x, nil, class), rows, inputs, len(table.Classes), p.Rate, p.Seed, make([]float64, rows)}
	for i := range rows {
		row := x.RawRowView(i)
		for _, v := range row {
			t.squaredLength[i] += v * v
		}
	}
	return t, nil
}

// trace is what was seen of one training.
type trace struct {
	steps    []int // at which it was looked at
	loss     []float64
	active   []float64
	dead     []int
	shares   [][]float64 // by look and unit
	died     []*int      // the look at which a unit was first seen dead
	startSE  float64     // of active[0], over units
	asleep   int         // units that are off everywhere and can still learn, at the end
	accuracy float64
	diverged *int
	net      *mlp.Net[float64]
}

// train teaches a network with the given hidden layer from the seed and looks at it on all
// examples after the given steps, which ascend from 0. First weights follow He's rule.
func (t *task) train(ctx context.Context, hidden mlp.Layer, bias0 float64, looks []int) (*trace, error) {
	net := mlp.New[float64](mlp.Spec{Inputs: t.inputs, Layers: []mlp.Layer{hidden, {Units: t.classes}}, Loss: mlp.SoftmaxCE})
	net.Init(mlp.Init{Rule: mlp.He, Gain: 1, Bias: bias0}, rand.New(rand.NewPCG(t.seed, 0)))
	trainer := mlp.NewTrainer(net, t.data, mlp.Plan{Batch: batch, Rand: rand.New(rand.NewPCG(t.seed, 1)),
		Optimiser: mlp.Optimiser{Method: mlp.SGD, Rate: t.rate}})
	pass := net.NewPass(t.rows)
	tr := &trace{net: net, died: make([]*int, hidden.Units)}
	for _, step := range looks {
		for trainer.Taken() < step {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			trainer.Step()
		}
		if !tr.look(step, pass, t.data, hidden) {
			break
		}
	}
	return tr, nil
}

// look writes down what the network is like now. False: it is lost.
func (tr *trace) look(step int, pass *mlp.Pass[float64], data mlp.Data[float64], hidden mlp.Layer) bool {
	loss := crossEntropy(pass.Forward(data.X), data.Class)
	if !(loss < lost) {
		tr.diverged = &step
		return false
	}
	share := activeShares(pass, hidden)
	dead, asleep := 0, 0
	for j, s := range share {
		switch {
		case s > 0:
			continue
		case mute(pass, hidden, j):
			dead++
			if tr.died[j] == nil {
				tr.died[j] = &step
			}
		default:
			asleep++
		}
	}
	if step == 0 {
		tr.startSE = stat.StdErr(stat.StdDev(share, nil), float64(len(share)))
	}
	tr.steps, tr.loss, tr.dead = append(tr.steps, step), append(tr.loss, loss), append(tr.dead, dead)
	tr.active, tr.shares = append(tr.active, stat.Mean(share, nil)), append(tr.shares, share)
	tr.asleep, tr.accuracy = asleep, pass.Accuracy(data.Targets, 0)
	return true
}

// activeShares is by unit the share of examples with z > 0; of maxout, with the largest
// piece above 0.
func activeShares(pass *mlp.Pass[float64], hidden mlp.Layer) []float64 {
	share := make([]float64, hidden.Units)
	if hidden.Pieces <= 1 {
		pass.ActiveShare(share, 0)
		return share
	}
	for i, h := range pass.H(0) {
		if h > 0 {
			share[i%len(share)]++
		}
	}
	for j := range share {
		share[j] /= float64(pass.Rows())
	}
	return share
}

// mute tells whether no example gives unit j a gradient: g′ is 0 at each of them. A learned
// α has a gradient of its own, and a piece of maxout is always the largest.
func mute(pass *mlp.Pass[float64], hidden mlp.Layer, j int) bool {
	if hidden.Pieces > 1 || hidden.Unit.Kind == activation.PReLU {
		return false
	}
	z := pass.Pre(0)
	for ; j < len(z); j += hidden.Units {
		if hidden.Unit.Derivative(z[j]) != 0 {
			return false
		}
	}
	return true
}

// crossEntropy is the mean of −log softmax(row)_class, nats.
func crossEntropy(logits []float64, class []int) float64 {
	n, sum := len(logits)/len(class), 0.0
	for i, c := range class {
		row := logits[i*n : (i+1)*n]
		sum += stable.LogSumExp(row) - row[c]
	}
	return sum / float64(len(class))
}

// at picks what was seen at the given steps, as far as the training went.
func (tr *trace) at(steps []int, values []float64) []float64 {
	var out []float64
	for i, k := 0, 0; i < len(tr.steps) && k < len(steps); i++ {
		if tr.steps[i] == steps[k] {
			out = append(out, values[i])
			k++
		}
	}
	return out
}

// startTheory is the expected share of units with z > 0 before training. By He's rule
// w ~ N(0, 2/n), so at an example z ~ N(b₀, 2‖x‖²/n), and z > 0 with the probability
// Φ(b₀/(‖x‖√(2/n))); of two pieces one is above 0 with 1 − (1 − Φ)².
func (t *task) startTheory(unit string, bias0 float64) float64 {
	sum := 0.0
	for _, s := range t.squaredLength {
		at := distuv.UnitNormal.CDF(bias0 / math.Sqrt(2*max(s, 1e-300)/float64(t.inputs)))
		if unit == maxout {
			at = 1 - math.Pow(1-at, pieces)
		}
		sum += at
	}
	return sum / float64(t.rows)
}
