package glm_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/glm"
)

// bound is how far a number may be from the one expected: |got − want| ≤ Abs + Rel·|want|.
type bound struct{ Rel, Abs float64 }

type referenceCase struct {
	Name  string
	Input struct {
		Data struct {
			File, Target, Scaling string
			Columns, Classes      []string
			Positive, Rows        any
		}
		X      [][]float64
		T      []float64
		Y      []float64
		Lambda float64
		WGiven []float64 `json:"w_given_intercept_first"`
		W      [][]float64
		B      []float64
	}
	Expected struct {
		WFirst        []float64   `json:"w_intercept_first"`
		Optimum       float64     `json:"loss_at_optimum"`
		Accuracy      float64     `json:"training_accuracy"`
		LossGiven     float64     `json:"loss_at_given"`
		GradientGiven []float64   `json:"gradient_at_given"`
		First5        []float64   `json:"probabilities_at_given_first_5"`
		Loss          float64     `json:"loss"`
		GradW         [][]float64 `json:"grad_W"`
		GradB         []float64   `json:"grad_b"`
		Logits        [][]float64
		Probabilities [][]float64
		W             [][]float64
		BCentred      []float64 `json:"b_centred"`
	}
	Tolerance struct {
		bound
		Fields map[string]bound
	}
}

func (c referenceCase) close(t *testing.T, field string, got, want []float64) {
	t.Helper()
	b, ok := c.Tolerance.Fields[field]
	if !ok {
		b = c.Tolerance.bound
	}
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%s: %d numbers, want %d", field, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= b.Abs+b.Rel*math.Abs(want[i])) {
			t.Errorf("%s[%d] = %v, want %v", field, i, got[i], want[i])
		}
	}
}

// reference reads the cases of testdata/linear_glm.json with the prefix: Newton to a gradient
// below 1e-12, gradients also by torch, fits also by scikit-learn.
func reference(t *testing.T, prefix string, want int) []referenceCase {
	t.Helper()
	text, err := os.ReadFile("testdata/linear_glm.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	var out []referenceCase
	for _, raw := range file.Cases {
		var name struct{ Name string }
		if err := json.Unmarshal(raw, &name); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(name.Name, prefix) {
			continue
		}
		var c referenceCase
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatalf("%s: %v", name.Name, err)
		}
		out = append(out, c)
	}
	if len(out) != want {
		t.Fatalf("%d cases %s, want %d", len(out), prefix, want)
	}
	return out
}

// examples are the rows of a case and the texts of their targets; the rows are picked first
// and scaled after.
func (c referenceCase) examples(t *testing.T) (x *mat.Dense, target []string) {
	t.Helper()
	if c.Input.Data.File == "" {
		for _, v := range slices.Concat(c.Input.T, c.Input.Y) {
			target = append(target, strconv.FormatFloat(v, 'f', -1, 64))
		}
		return dense(c.Input.X), target
	}
	rows := readTable(t, c.Input.Data.File)
	var picked [][]string
	if list, ok := c.Input.Data.Rows.([]any); ok {
		for _, i := range list {
			picked = append(picked, rows[1+int(i.(float64))])
		}
	} else {
		picked = rows[1:]
	}
	x = mat.NewDense(len(picked), len(c.Input.Data.Columns), nil)
	for i, row := range picked {
		for j, name := range c.Input.Data.Columns {
			x.Set(i, j, number(t, row[slices.Index(rows[0], name)]))
		}
		target = append(target, row[slices.Index(rows[0], c.Input.Data.Target)])
	}
	if c.Input.Data.Scaling == "standard" {
		standardise(x)
	}
	return x, target
}

func readTable(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("../../content/data", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func standardise(x *mat.Dense) {
	m, n := x.Dims()
	for j := range n {
		column := mat.Col(nil, j, x)
		mean, sd := stat.Mean(column, nil), math.Sqrt(stat.PopVariance(column, nil))
		for i := range m {
			x.Set(i, j, (column[i]-mean)/sd)
		}
	}
}

func dense(rows [][]float64) *mat.Dense {
	x := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range rows {
		x.SetRow(i, row)
	}
	return x
}

// positive are the targets 0 and 1 of a case.
func (c referenceCase) positive(t *testing.T, target []string) []float64 {
	t.Helper()
	want := "1"
	if s, ok := c.Input.Data.Positive.(string); ok {
		want = s
	}
	out := make([]float64, len(target))
	for i, text := range target {
		if text == want {
			out[i] = 1
		}
	}
	return out
}

func TestLogisticReference(t *testing.T) {
	for _, c := range reference(t, "logistic_", 5) {
		t.Run(c.Name, func(t *testing.T) {
			x, target := c.examples(t)
			p, err := glm.NewLogistic(x, c.positive(t, target), c.Input.Lambda)
			if err != nil {
				t.Fatal(err)
			}
			c.close(t, "loss_at_given", []float64{p.Loss(c.Input.WGiven)}, []float64{c.Expected.LossGiven})
			c.close(t, "gradient_at_given", p.GradientTo(nil, c.Input.WGiven), c.Expected.GradientGiven)
			c.close(t, "probabilities_at_given_first_5", p.Probabilities(nil, c.Input.WGiven)[:5], c.Expected.First5)
			w, err := p.Fit()
			if err != nil {
				t.Fatal(err)
			}
			c.close(t, "w_intercept_first", w, c.Expected.WFirst)
			c.close(t, "loss_at_optimum", []float64{p.Loss(w)}, []float64{c.Expected.Optimum})
			c.close(t, "training_accuracy", []float64{p.Accuracy(w)}, []float64{c.Expected.Accuracy})
			for j, g := range p.GradientTo(nil, w) {
				if math.Abs(g) > 1e-12 {
					t.Errorf("the gradient at the optimum has %v at %d", g, j)
				}
			}
		})
	}
}

func flat(rows [][]float64) []float64 { return slices.Concat(rows...) }

func TestSoftmaxReference(t *testing.T) {
	for _, c := range reference(t, "softmax_regression_", 3) {
		t.Run(c.Name, func(t *testing.T) {
			x, target := c.examples(t)
			y := make([]int, len(target))
			classes := len(c.Input.B)
			for i, text := range target {
				if len(c.Input.Data.Classes) > 0 {
					y[i], classes = slices.Index(c.Input.Data.Classes, text), len(c.Input.Data.Classes)
				} else {
					y[i] = int(number(t, text))
				}
			}
			p, err := glm.NewSoftmax(x, y, classes, c.Input.Lambda)
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Input.W) > 0 {
				w := append(slices.Clone(c.Input.B), flat(c.Input.W)...)
				c.close(t, "loss", []float64{p.Loss(w)}, []float64{c.Expected.Loss})
				g := p.GradientTo(nil, w)
				c.close(t, "grad_b", g[:classes], c.Expected.GradB)
				c.close(t, "grad_W", g[classes:], flat(c.Expected.GradW))
				for i, want := range c.Expected.Logits {
					c.close(t, "logits", p.Logits(nil, w, i), want)
				}
				return
			}
			w, err := p.Fit()
			if err != nil {
				t.Fatal(err)
			}
			c.close(t, "b_centred", w[:classes], c.Expected.BCentred)
			c.close(t, "W", w[classes:], flat(c.Expected.W))
			c.close(t, "loss_at_optimum", []float64{p.Loss(w)}, []float64{c.Expected.Optimum})
			c.close(t, "training_accuracy", []float64{p.Accuracy(w)}, []float64{c.Expected.Accuracy})
		})
	}
}

// breastCancer is the input of the comparison with numpy: 569 rows of 30 standardised
// columns, class 1 benign.
func breastCancer(t testing.TB) (*mat.Dense, []float64) {
	t.Helper()
	rows := readTable(t, "breast_cancer.csv")
	x, y := mat.NewDense(len(rows)-1, 30, nil), make([]float64, len(rows)-1)
	for i, row := range rows[1:] {
		for j := range 30 {
			x.Set(i, j, number(t, row[j]))
		}
		y[i] = number(t, row[30])
	}
	standardise(x)
	return x, y
}

// numpyLoss and numpyAccuracy are after 1000 full-batch steps at the rate 0.1 from w = 0:
// numpy 1.24.2.
const (
	numpyLoss     = 0.060577603726785084
	numpyAccuracy = 0.9876977152899824
)

func TestDescendAgainstNumpy(t *testing.T) {
	x, y := breastCancer(t)
	p, err := glm.NewLogistic(x, y, 0)
	if err != nil {
		t.Fatal(err)
	}
	w := make([]float64, p.Weights())
	if err := p.Descend(t.Context(), w, 0.1, 1000, nil, nil); err != nil {
		t.Fatal(err)
	}
	if got := p.Loss(w); math.Abs(got-numpyLoss) > 1e-12 || p.Accuracy(w) != numpyAccuracy {
		t.Errorf("loss %v, accuracy %v, want %v, %v", got, p.Accuracy(w), numpyLoss, numpyAccuracy)
	}
}

// BenchmarkGradientDescent is 1000 full-batch steps of logistic regression on 569 examples
// with 30 columns, as numpy does them in the comparison.
func BenchmarkGradientDescent(b *testing.B) {
	x, y := breastCancer(b)
	p, err := glm.NewLogistic(x, y, 0)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w := make([]float64, p.Weights())
		if err := p.Descend(b.Context(), w, 0.1, 1000, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}
