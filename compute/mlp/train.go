package mlp

import (
	"context"
	"iter"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Data are examples, one a row.
type Data[F Float] struct {
	X []F // rows × inputs
	Targets[F]
}

// NewData rounds a design matrix, rows × inputs, to the type of a network; y, rows × outputs row after row, or
// the classes, one a row, are the targets, the other is nil.
func NewData[F Float](x *mat.Dense, y []float64, class []int) Data[F] {
	d := Data[F]{X: make([]F, 0, len(x.RawMatrix().Data)), Targets: Targets[F]{Class: class}}
	rows, _ := x.Dims()
	for i := range rows {
		d.X = appendAs(d.X, x.RawRowView(i))
	}
	if y != nil {
		d.Y = appendAs(make([]F, 0, len(y)), y)
	}
	return d
}

// Standardised returns x with mean 0 and standard deviation 1 (divisor rows) in every column; a constant column
// becomes 0.
func Standardised(x *mat.Dense) *mat.Dense {
	rows, cols := x.Dims()
	out := mat.NewDense(rows, cols, nil)
	column := make([]float64, rows)
	for j := range cols {
		mat.Col(column, j, x)
		mean, sd := stat.PopMeanStdDev(column, nil)
		for i, v := range column {
			if sd > 1e-12*math.Abs(mean) {
				out.Set(i, j, (v-mean)/sd)
			}
		}
	}
	return out
}

func appendAs[F Float](dst []F, from []float64) []F {
	for _, v := range from {
		dst = append(dst, F(v))
	}
	return dst
}

// Plan says how a network is trained.
type Plan struct {
	Optimiser
	Batch int        // examples a step, the last batch of a pass may be smaller; 0 takes all
	Rand  *rand.Rand // draws a new order of the examples before each pass; nil leaves them in order
}

// Trainer trains a network on data, batch by batch. It is not for use by several goroutines at once.
type Trainer[F Float] struct {
	net     *Net[F]
	data    Data[F]
	plan    Plan
	opt     *state[F]
	pass    *Pass[F]
	rows    int
	order   []int   // the rows in their order, nil without Plan.Rand
	from    int     // the next batch begins here
	batch   Data[F] // room for a gathered batch
	loss    float64
	outputs int // targets a row, 0 for classes
}

// NewTrainer returns a trainer that has taken no step. It panics if the shapes of the data are not those of
// the network.
func NewTrainer[F Float](n *Net[F], data Data[F], plan Plan) *Trainer[F] {
	t := &Trainer[F]{net: n, data: data, plan: plan, opt: newState(plan.Optimiser, n), rows: len(data.X) / n.spec.Inputs}
	if !n.spec.Loss.Classes() {
		t.outputs = n.outputs()
	}
	if t.rows == 0 || t.rows*n.spec.Inputs != len(data.X) || t.rows*t.outputs != len(data.Y) || t.outputs == 0 && len(data.Class) != t.rows {
		panic("mlp: shape of the data")
	}
	if t.plan.Batch <= 0 || t.plan.Batch > t.rows {
		t.plan.Batch = t.rows
	}
	t.pass = n.NewPass(t.plan.Batch)
	t.batch = Data[F]{X: make([]F, t.plan.Batch*n.spec.Inputs)}
	t.batch.Y, t.batch.Class = make([]F, t.plan.Batch*t.outputs), make([]int, t.plan.Batch)
	if plan.Rand != nil {
		t.order = make([]int, t.rows)
		for i := range t.order {
			t.order[i] = i
		}
	}
	return t
}

// Net returns the network, Pass what the last step computed: on its batch, before the parameters moved.
func (t *Trainer[F]) Net() *Net[F]   { return t.net }
func (t *Trainer[F]) Pass() *Pass[F] { return t.pass }

// Loss returns J of the last step's batch before the parameters moved.
func (t *Trainer[F]) Loss() float64 { return t.loss }

// Taken is the number of steps so far.
func (t *Trainer[F]) Taken() int { return t.opt.taken }

// Step takes one step on the next batch and returns the loss of that batch before it.
func (t *Trainer[F]) Step() float64 {
	if t.from == 0 && t.order != nil {
		t.plan.Rand.Shuffle(t.rows, func(i, j int) { t.order[i], t.order[j] = t.order[j], t.order[i] })
	}
	from, to := t.from, min(t.from+t.plan.Batch, t.rows)
	t.from = to % t.rows
	if t.order != nil {
		return t.StepOn(t.order[from:to])
	}
	n := t.net.spec.Inputs
	d := Data[F]{X: t.data.X[from*n : to*n]}
	if t.outputs > 0 {
		d.Y = t.data.Y[from*t.outputs : to*t.outputs]
	} else {
		d.Class = t.data.Class[from:to]
	}
	return t.step(d)
}

// StepOn takes one step on the given rows, from 0, at most Plan.Batch of them, and returns their loss before it.
func (t *Trainer[F]) StepOn(rows []int) float64 {
	n, k := t.net.spec.Inputs, t.outputs
	d := Data[F]{X: t.batch.X[:len(rows)*n]}
	for i, r := range rows {
		copy(d.X[i*n:(i+1)*n], t.data.X[r*n:(r+1)*n])
	}
	if k > 0 {
		d.Y = t.batch.Y[:len(rows)*k]
		for i, r := range rows {
			copy(d.Y[i*k:(i+1)*k], t.data.Y[r*k:(r+1)*k])
		}
	} else {
		d.Class = t.batch.Class[:len(rows)]
		for i, r := range rows {
			d.Class[i] = t.data.Class[r]
		}
	}
	return t.step(d)
}

func (t *Trainer[F]) step(d Data[F]) float64 {
	t.pass.Forward(d.X)
	t.loss = t.pass.Backward(d.Targets)
	t.opt.step(t.net.params, t.pass.grad)
	return t.loss
}

// Steps takes steps and yields Taken after each of them; in between the caller looks at the trainer. It ends
// with ctx.Err() when the context is done.
func (t *Trainer[F]) Steps(ctx context.Context, steps int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for range steps {
			if err := ctx.Err(); err != nil {
				yield(t.opt.taken, err)
				return
			}
			t.Step()
			if !yield(t.opt.taken, nil) {
				return
			}
		}
	}
}
