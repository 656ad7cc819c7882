package mlp_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"konspekt/compute/activation"
	"konspekt/compute/mlp"
)

type rows [][]float64

func (r rows) flat() []float64 { return slices.Concat(r...) }

type entry struct {
	Name      string
	Input     json.RawMessage
	Expected  json.RawMessage
	Tolerance struct {
		Rel, Abs float64
		Fields   map[string]struct{ Rel, Abs float64 }
	}
}

// cases reads the cases of a file of testdata whose names begin with a prefix, at least one: PyTorch in float64.
func cases(t *testing.T, file, prefix string) []entry {
	t.Helper()
	src, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Cases []entry }
	if err := json.Unmarshal(src, &all); err != nil {
		t.Fatal(err)
	}
	all.Cases = slices.DeleteFunc(all.Cases, func(c entry) bool { return !strings.HasPrefix(c.Name, prefix) })
	if len(all.Cases) == 0 {
		t.Fatalf("%s has no case %s…", file, prefix)
	}
	return all.Cases
}

func (c entry) read(t *testing.T, input, expected any) {
	t.Helper()
	for _, p := range []struct {
		src  json.RawMessage
		into any
	}{{c.Input, input}, {c.Expected, expected}} {
		dec := json.NewDecoder(strings.NewReader(string(p.src)))
		dec.DisallowUnknownFields() // a field that is not read is not checked
		if err := dec.Decode(p.into); err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
	}
}

func (c entry) check(t *testing.T, what string, got, want []float64) {
	t.Helper()
	tol := struct{ Rel, Abs float64 }{c.Tolerance.Rel, c.Tolerance.Abs}
	if f, ok := c.Tolerance.Fields[what]; ok {
		tol = f
	}
	if len(got) != len(want) {
		t.Fatalf("%s %s: %d numbers, want %d", c.Name, what, len(got), len(want))
	}
	for i, g := range got {
		if !(math.Abs(g-want[i]) <= tol.Abs+tol.Rel*math.Abs(want[i])) {
			t.Errorf("%s %s %d: %v, want %v", c.Name, what, i, g, want[i])
		}
	}
}

var losses = map[string]mlp.Loss{"mse": mlp.MSE, "half_sum": mlp.HalfSum, "bce": mlp.BCE, "softmax_ce": mlp.SoftmaxCE}

// network builds the network of a case; sizes begin with the inputs.
func network(sizes []int, units []string, loss string, w []rows, b []vector) *mlp.Net[float64] {
	spec := mlp.Spec{Inputs: sizes[0], Loss: losses[loss]}
	for i, s := range sizes[1:] {
		kind := activation.Kind(units[i])
		if kind == "linear" {
			kind = activation.Identity
		}
		spec.Layers = append(spec.Layers, mlp.Layer{Units: s, Unit: activation.New(kind)})
	}
	n := mlp.New[float64](spec)
	for i := range w {
		copy(n.Layer(i).W, w[i].flat())
		copy(n.Layer(i).B, b[i])
	}
	return n
}

type vector = []float64

func targets(t *testing.T, loss string, y json.RawMessage) mlp.Targets[float64] {
	t.Helper()
	var out mlp.Targets[float64]
	var values rows
	var into any = &values
	if losses[loss].Classes() {
		into = &out.Class
	}
	if err := json.Unmarshal(y, into); err != nil {
		t.Fatal(err)
	}
	if values != nil {
		out.Y = values.flat()
	}
	return out
}

// backprop.json mlp_*: every number of the forward and the backward pass and of ten steps of gradient descent.
func TestBackpropReference(t *testing.T) {
	found := cases(t, "backprop.json", "mlp_")
	if len(found) != 4 {
		t.Errorf("%d cases", len(found))
	}
	for _, c := range found {
		var in struct {
			Sizes       []int
			Activations []string
			Loss        string
			W           []rows
			B           []vector
			X           rows
			Y           json.RawMessage
			Rate        float64 `json:"lr_of_training_losses"`
		}
		var want struct {
			Loss    float64
			Pre     []rows    `json:"pre_activations"`
			H       []rows    `json:"activations"`
			GradPre []rows    `json:"grad_pre_activations"`
			GradH   []rows    `json:"grad_activations"`
			GradW   []rows    `json:"grad_W"`
			GradB   []vector  `json:"grad_b"`
			GradX   rows      `json:"grad_X"`
			Losses  []float64 `json:"training_losses_0_to_10"`
			WAfter  []rows    `json:"W_after_10_steps"`
			BAfter  []vector  `json:"b_after_10_steps"`
		}
		c.read(t, &in, &want)
		n := network(in.Sizes, in.Activations, in.Loss, in.W, in.B)
		y := targets(t, in.Loss, in.Y)
		p := n.NewPass(len(in.X))
		p.Forward(in.X.flat())
		c.check(t, "loss", []float64{p.Backward(y)}, []float64{want.Loss})
		for i := range want.Pre {
			c.check(t, "pre", p.Pre(i), want.Pre[i].flat())
			c.check(t, "h", p.H(i), want.H[i].flat())
			c.check(t, "grad pre", p.GradPre(i), want.GradPre[i].flat())
			c.check(t, "grad h", p.GradH(i), want.GradH[i].flat())
			c.check(t, "grad W", p.Grad(i).W, want.GradW[i].flat())
			c.check(t, "grad b", p.Grad(i).B, want.GradB[i])
		}
		c.check(t, "grad x", p.GradX(), want.GradX.flat())

		tr := mlp.NewTrainer(n, mlp.Data[float64]{X: in.X.flat(), Targets: y}, mlp.Plan{Optimiser: mlp.Optimiser{Rate: in.Rate}})
		var got []float64
		for range 10 {
			got = append(got, tr.Step())
		}
		p.Forward(in.X.flat())
		c.check(t, "losses", append(got, p.Backward(y)), want.Losses)
		for i := range want.WAfter {
			c.check(t, "W after", n.Layer(i).W, want.WAfter[i].flat())
			c.check(t, "b after", n.Layer(i).B, want.BAfter[i])
		}
	}
}

// backprop.json xor_training_*: 200 steps from given weights.
func TestXORTraining(t *testing.T) {
	for _, c := range cases(t, "backprop.json", "xor_training_") {
		var in struct {
			X, Y       rows
			Hidden     int
			Activation string
			Loss       string
			LR         float64
			W          []rows
			B          []vector
			Steps      int
		}
		var want struct {
			Every20 []float64 `json:"losses_every_20_steps"`
			First   []float64 `json:"first_10_losses"`
			Outputs rows      `json:"final_outputs_logits"`
		}
		c.read(t, &in, &want)
		n := network([]int{2, in.Hidden, 1}, []string{in.Activation, "linear"}, in.Loss, in.W, in.B)
		d := mlp.Data[float64]{X: in.X.flat(), Targets: mlp.Targets[float64]{Y: in.Y.flat()}}
		tr := mlp.NewTrainer(n, d, mlp.Plan{Optimiser: mlp.Optimiser{Rate: in.LR}})
		var all []float64
		for range in.Steps + 1 {
			all = append(all, tr.Step()) // the last step only for its loss
			if len(all) == in.Steps {
				p := n.NewPass(4)
				c.check(t, "outputs", p.Forward(d.X), want.Outputs.flat())
			}
		}
		c.check(t, "first 10", all[:10], want.First)
		var every []float64
		for k := 0; k <= in.Steps; k += 20 {
			every = append(every, all[k])
		}
		c.check(t, "every 20", every, want.Every20)
	}
}

// backprop.json xor_book_solution: two rectifiers solve what a linear model cannot.
func TestXORBookSolution(t *testing.T) {
	for _, c := range cases(t, "backprop.json", "xor_book_solution") {
		var in struct {
			X, Y, W, LastW rows
			C, B           vector
			Model          string
		}
		src := strings.Replace(string(c.Input), `"w":`, `"LastW":`, 1)
		c.Input = json.RawMessage(src)
		var want struct {
			Pre    rows `json:"XW_plus_c"`
			H      rows
			Output rows
			MSE    float64
		}
		c.read(t, &in, &want)
		n := network([]int{2, 2, 1}, []string{"relu", "linear"}, "mse", []rows{in.W, in.LastW}, []vector{in.C, in.B})
		p := n.NewPass(4)
		c.check(t, "output", p.Forward(in.X.flat()), want.Output.flat())
		c.check(t, "pre", p.Pre(0), want.Pre.flat())
		c.check(t, "h", p.H(0), want.H.flat())
		c.check(t, "mse", []float64{p.Backward(mlp.Targets[float64]{Y: in.Y.flat()})}, []float64{want.MSE})
	}
}

// sgd.json: minibatches, momentum, Nesterov and decay of a network of one linear layer, in the given order.
func TestSGDReference(t *testing.T) {
	for _, c := range cases(t, "sgd.json", "") {
		var in struct {
			X           rows
			Y, W0       vector
			B0, LR      float64
			Momentum    float64
			Nesterov    bool
			WeightDecay float64 `json:"weight_decay"`
			BatchSize   int     `json:"batch_size"`
			Batches     [][]int
		}
		var want struct {
			W      rows
			B      vector
			Before []float64 `json:"batch_loss_before_step"`
			Full   []float64 `json:"full_loss"`
		}
		c.read(t, &in, &want)
		n := network([]int{len(in.W0), 1}, []string{"linear"}, "mse", []rows{{in.W0}}, []vector{{in.B0}})
		d := mlp.Data[float64]{X: in.X.flat(), Targets: mlp.Targets[float64]{Y: in.Y}}
		tr := mlp.NewTrainer(n, d, mlp.Plan{Batch: in.BatchSize, Optimiser: mlp.Optimiser{
			Rate: in.LR, Momentum: in.Momentum, Nesterov: in.Nesterov, Decay: in.WeightDecay,
		}})
		full := n.NewPass(len(in.X))
		for k := 0; ; k++ {
			c.check(t, "w", n.Layer(0).W, want.W[k])
			c.check(t, "b", n.Layer(0).B, want.B[k:k+1])
			full.Forward(d.X)
			c.check(t, "full loss", []float64{full.Backward(d.Targets)}, want.Full[k:k+1])
			if k == len(in.Batches) {
				break
			}
			c.check(t, "batch loss", []float64{tr.StepOn(in.Batches[k])}, want.Before[k:k+1])
		}
	}
}
