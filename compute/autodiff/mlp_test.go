package autodiff_test

import (
	"encoding/json"
	"testing"

	"konspekt/compute/autodiff"
)

// network is a multilayer perceptron on a tape: pre = h·W + b, h = activation(pre).
type network struct {
	tape      *autodiff.Tensors
	w, b      []*autodiff.Tensor
	pre, act  []*autodiff.Tensor
	input     *autodiff.Tensor
	loss      *autodiff.Tensor
	listed    problem
	functions []string
}

func forward(t *testing.T, c problem, weights, biases [][]float64) *network {
	t.Helper()
	n := &network{tape: &autodiff.Tensors{}, listed: c, functions: read[[]string](t, c.Input["activations"])}
	sizes := read[[]int](t, c.Input["sizes"])
	n.input = c.input(t, n.tape, "X")
	h := n.input
	for l, f := range n.functions {
		w, b := n.tape.Input(weights[l], sizes[l], sizes[l+1]), n.tape.Input(biases[l], sizes[l+1])
		pre := n.tape.Zip(autodiff.Add, n.tape.MatMul(h, w), b)
		h = n.apply(t, f, pre)
		n.w, n.b, n.pre, n.act = append(n.w, w), append(n.b, b), append(n.pre, pre), append(n.act, h)
	}
	n.loss = n.lossOf(t, h)
	n.tape.Backward(n.loss)
	return n
}

func (n *network) apply(t *testing.T, f string, x *autodiff.Tensor) *autodiff.Tensor {
	t.Helper()
	tape := n.tape
	switch f {
	case "linear":
		return tape.Zip(autodiff.Add, x, tape.Const([]float64{0}))
	case "elu": // relu(x) + exp(min(x, 0)) − 1
		low := tape.Zip(autodiff.Min, x, tape.Const([]float64{0}))
		return tape.Zip(autodiff.Add, tape.Map(autodiff.Relu, x), tape.Zip(autodiff.Sub, tape.Map(autodiff.Exp, low), tape.Const([]float64{1})))
	}
	op, ok := autodiff.Function(f)
	if !ok {
		t.Fatal(f)
	}
	return tape.Map(op, x)
}

func (n *network) lossOf(t *testing.T, h *autodiff.Tensor) *autodiff.Tensor {
	t.Helper()
	tape, c := n.tape, n.listed
	switch loss := read[string](t, c.Input["loss"]); loss {
	case "softmax_ce":
		class := read[[]int](t, c.Input["Y"])
		return tape.Mean(tape.Zip(autodiff.Sub, tape.LogSumExp(h), tape.Pick(h, class)))
	case "bce":
		flat, shape := array(t, c.Input["Y"])
		return tape.Mean(tape.Zip(autodiff.Sub, tape.Map(autodiff.Softplus, h), tape.Zip(autodiff.Mul, h, tape.Const(flat, shape...))))
	default:
		flat, shape := array(t, c.Input["Y"])
		e := tape.Zip(autodiff.Sub, h, tape.Const(flat, shape...))
		square := tape.Zip(autodiff.Mul, e, e)
		if loss == "mse" {
			return tape.Mean(square)
		}
		return tape.Zip(autodiff.Mul, tape.Sum(square), tape.Const([]float64{0.5}))
	}
}

// The networks of the reference: loss, values and gradients of every layer, and ten steps
// of gradient descent.
func TestNetworkReference(t *testing.T) {
	for _, c := range problems(t, "mlp_") {
		var weights, biases [][]float64
		for _, raw := range read[[]json.RawMessage](t, c.Input["W"]) {
			flat, _ := array(t, raw)
			weights = append(weights, flat)
		}
		for _, raw := range read[[]json.RawMessage](t, c.Input["b"]) {
			flat, _ := array(t, raw)
			biases = append(biases, flat)
		}
		n := forward(t, c, weights, biases)
		agree(t, c, "loss", n.loss.Value, []float64{read[float64](t, c.Expected["loss"])})
		c.want(t, "grad_X", n.input.Grad)
		for l := range n.w {
			layer := func(field string, got []float64) {
				t.Helper()
				want, _ := array(t, read[[]json.RawMessage](t, c.Expected[field])[l])
				agree(t, c, field, got, want)
			}
			layer("pre_activations", n.pre[l].Value)
			layer("activations", n.act[l].Value)
			layer("grad_pre_activations", n.pre[l].Grad)
			layer("grad_activations", n.act[l].Grad)
			layer("grad_W", n.w[l].Grad)
			layer("grad_b", n.b[l].Grad)
		}
		train(t, c, weights, biases)
	}
}

func train(t *testing.T, c problem, weights, biases [][]float64) {
	t.Helper()
	rate := read[float64](t, c.Input["lr_of_training_losses"])
	var losses []float64
	for step := range 11 {
		n := forward(t, c, weights, biases)
		losses = append(losses, n.loss.Value[0])
		for l := range n.w {
			for i, g := range n.w[l].Grad {
				weights[l][i] -= rate * g
			}
			for i, g := range n.b[l].Grad {
				biases[l][i] -= rate * g
			}
		}
		if step == 9 {
			for l := range weights {
				want, _ := array(t, read[[]json.RawMessage](t, c.Expected["W_after_10_steps"])[l])
				agree(t, c, "W_after_10_steps", weights[l], want)
				want, _ = array(t, read[[]json.RawMessage](t, c.Expected["b_after_10_steps"])[l])
				agree(t, c, "b_after_10_steps", biases[l], want)
			}
		}
	}
	c.want(t, "training_losses_0_to_10", losses)
}
