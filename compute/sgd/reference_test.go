package sgd_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"konspekt/compute/sgd"
)

type referenceCase struct {
	Name  string
	Input struct {
		X           [][]float64
		Y           []float64
		W0          []float64
		B0          float64
		Rate        float64 `json:"lr"`
		Momentum    float64
		Nesterov    bool
		WeightDecay float64 `json:"weight_decay"`
		Batches     [][]int
	}
	Expected struct {
		W         [][]float64
		B         []float64
		BatchLoss []float64 `json:"batch_loss_before_step"`
		FullLoss  []float64 `json:"full_loss"`
	}
	Tolerance struct{ Rel, Abs float64 }
}

// testdata/sgd.json: twenty steps of torch.optim.SGD in float64.
func TestReference(t *testing.T) {
	text, err := os.ReadFile("testdata/sgd.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref struct{ Cases []referenceCase }
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	if len(ref.Cases) != 7 {
		t.Fatalf("%d cases, want 7", len(ref.Cases))
	}
	for _, c := range ref.Cases {
		t.Run(c.Name, func(t *testing.T) { follow(t, c) })
	}
}

func follow(t *testing.T, c referenceCase) {
	in, want := c.Input, c.Expected
	near := func(what string, step int, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= c.Tolerance.Abs+c.Tolerance.Rel*math.Abs(want)) {
			t.Errorf("%s at step %d: %v, want %v", what, step, got, want)
		}
	}
	src := sgd.Table{X: in.X, Y: in.Y}
	l := sgd.NewLearner(in.W0, in.B0, sgd.Rule{Momentum: in.Momentum, Nesterov: in.Nesterov, Decay: in.WeightDecay})
	all := make([]int, len(in.Y))
	for i := range all {
		all[i] = i
	}
	grad := make([]float64, len(in.W0)+1)
	for k := range want.W {
		for j, w := range want.W[k] {
			near("w", k, l.W[j], w)
		}
		near("b", k, l.B, want.B[k])
		near("loss", k, l.Loss(grad, src, all), want.FullLoss[k])
		if k < len(in.Batches) {
			near("batch loss", k, l.Step(src, in.Batches[k], in.Rate), want.BatchLoss[k])
		}
	}
}
