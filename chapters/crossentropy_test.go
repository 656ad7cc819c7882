package chapters_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/svm"
)

// logisticCase is a case of linear_glm.json with two columns: Newton to a gradient below
// 1e-12, also by scikit-learn and PyTorch.
type logisticCase struct {
	Name  string
	Input struct {
		Data struct {
			File, Target, Positive, Scaling string
			Columns                         []string
			Rows                            []int
		}
		X      [][]float64
		T      []float64
		Lambda float64
	}
	Expected struct {
		W        []float64 `json:"w_intercept_first"`
		Optimum  float64   `json:"loss_at_optimum"`
		Accuracy float64   `json:"training_accuracy"`
	}
}

// logisticCases are the cases whose columns are two, as the lab's plane has them.
func logisticCases(t *testing.T) []logisticCase {
	t.Helper()
	const path = "../compute/glm/testdata/linear_glm.json"
	var out []logisticCase
	for _, c := range slices.Concat(casesOf[logisticCase](t, path, "logistic_iris_2"), casesOf[logisticCase](t, path, "logistic_random")) {
		if c.Input.Data.File != "" {
			c.Input.X, c.Input.T = flowers(t, c)
		}
		out = append(out, c)
	}
	if len(out) != 3 {
		t.Fatalf("%d cases of logistic regression with two columns, want 3", len(out))
	}
	return out
}

// flowers are the rows of iris that a case names.
func flowers(t *testing.T, c logisticCase) (x [][]float64, y []float64) {
	t.Helper()
	table, err := tables().Table(strings.TrimSuffix(c.Input.Data.File, ".csv"))
	if err != nil || c.Input.Data.Scaling != "none" {
		t.Fatal(err, c.Input.Data.Scaling)
	}
	for _, i := range c.Input.Data.Rows {
		var row []float64
		for _, name := range c.Input.Data.Columns {
			row = append(row, table.X.At(i, slices.Index(table.Columns, name)))
		}
		class := 0.0
		if table.Classes[table.Labels[i]] == c.Input.Data.Positive {
			class = 1
		}
		x, y = append(x, row), append(y, class)
	}
	return x, y
}

// classQuery writes points with classes 0 and 1 as an address does.
func classQuery(x [][]float64, y []float64) string {
	items := make([]string, len(x))
	for i, row := range x {
		items[i] = number(row[0]) + ":" + number(row[1]) + ":" + number(y[i])
	}
	return "points=" + strings.Join(items, "%3B")
}

// pointsOf are the points of a result with their signs, −1 and +1.
func pointsOf(t *testing.T, r result) (x [][]float64, s []float64) {
	t.Helper()
	for item := range strings.SplitSeq(r.get("points").v.(string), ";") {
		parts := strings.Split(item, ":")
		var row []float64
		for _, text := range parts[:2] {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, v)
		}
		x = append(x, row)
		s = append(s, map[string]float64{"0": -1, "1": 1}[parts[2]])
	}
	return x, s
}

func TestCrossEntropyReference(t *testing.T) {
	for _, c := range logisticCases(t) {
		r := resultOf(t, "crossentropy", classQuery(c.Input.X, c.Input.T)+"&steps=1&l2="+number(c.Input.Lambda))
		got := append([]float64{r.num("b_optimum")}, r.nums("w_optimum")...)
		for j, want := range c.Expected.W {
			if !near(got[j], want, 1e-5, 1e-5) {
				t.Errorf("%s: weight %d is %v, want %v", c.Name, j, got[j], want)
			}
		}
		if got := r.num("loss_at_optimum"); !near(got, c.Expected.Optimum, 1e-9, 1e-11) {
			t.Errorf("%s: loss %v, want %v", c.Name, got, c.Expected.Optimum)
		}
		if r.get("minimum_exists").v != true || r.get("separation").v != "none" {
			t.Errorf("%s: minimum_exists %v, separation %v", c.Name, r.get("minimum_exists").v, r.get("separation").v)
		}
	}
}

// J is the mean of −log of the probabilities that the model gives to what happened, plus the
// penalty; ‖w‖ is that of w without b; all of it after the last step.
func TestCrossEntropyDefinition(t *testing.T) {
	for _, q := range []string{"", "steps=1", "data=overlapping&m=200&l2=0.3", "data=iris_separable&steps=7&l2=10"} {
		r := resultOf(t, "crossentropy", q)
		x, s := pointsOf(t, r)
		w, sum := r.nums("w"), 0.0
		for i, row := range x {
			p := 1 / (1 + math.Exp(-s[i]*(r.num("b")+dot(w, row))))
			sum -= math.Log(p)
			if !near(r.num("terms", i), -math.Log(p), 1e-9, 1e-12) {
				t.Errorf("%s: term %d is %v, want %v", q, i, r.num("terms", i), -math.Log(p))
			}
		}
		nll, last := sum/float64(len(x)), len(r.list("loss"))-1
		penalty := paramsOf(t, "crossentropy", q)["l2"] / 2 * dot(w, w)
		if !near(r.num("nll", last), nll, 1e-9, 1e-12) || !near(r.num("loss", last), nll+penalty, 1e-9, 1e-12) || !near(r.num("weight_norm", last), math.Sqrt(dot(w, w)), 1e-12, 0) {
			t.Errorf("%s: nll %v, loss %v, norm %v, want %v, %v, %v", q, r.num("nll", last), r.num("loss", last), r.num("weight_norm", last), nll, nll+penalty, math.Sqrt(dot(w, w)))
		}
		if len(r.list("step")) != last+1 || r.num("step", 0) != 0 || !near(r.num("loss", 0), math.Ln2, 1e-14, 0) || r.num("step", last) != paramsOf(t, "crossentropy", q)["steps"] {
			t.Errorf("%s: steps from %v to %v, %d losses from %v", q, r.num("step", 0), r.num("step", last), last+1, r.num("loss", 0))
		}
	}
}

// «Discover»: on separable classes the loss falls to 0 like 1/t and ‖w‖ grows like log t, with
// the slope of the widest margin (Soudry and others, 2018); there is no minimum. The same of
// iris.
func TestCrossEntropyEscape(t *testing.T) {
	many(t)
	for data, steps := range map[string][]string{"separable": {"1000", "10000", "100000", "1000000"}, "iris_separable": {"2000", "20000", "200000"}} {
		off, loss := math.Inf(1), math.Inf(1)
		for _, n := range steps {
			r := resultOf(t, "crossentropy", "data="+data+"&steps="+n)
			if r.get("minimum_exists").v != false || r.get("separation").v != "complete" || r.get("loss_at_optimum").v != nil || r.num("loss_infimum") != 0 {
				t.Errorf("%s: minimum_exists %v, separation %v, infimum %v", data, r.get("minimum_exists").v, r.get("separation").v, r.num("loss_infimum"))
			}
			now, last := math.Abs(r.num("norm_slope")/r.num("norm_slope_theory")-1), len(r.list("loss"))-1
			if now > off {
				t.Errorf("%s: after %s steps the slope of ‖w‖ is off by %v, before by %v", data, n, now, off)
			}
			if off = now; !math.IsInf(loss, 1) && !near(r.num("loss", last), loss/10, 0.25, 0) {
				t.Errorf("%s: ten times the steps, %s, and the loss %v after %v", data, n, r.num("loss", last), loss)
			}
			loss = r.num("loss", last)
			if norms := r.nums("weight_norm"); !slices.IsSorted(norms) {
				t.Errorf("%s: ‖w‖ does not grow: %v", data, norms)
			}
		}
		if off > 0.13 {
			t.Errorf("%s: the slope of ‖w‖ against log t is off by %v in the end", data, off)
		}
	}
}

// The limit is the machine of widest margin for (1, x): the support vector machine of the
// points and their mirror images, which has no intercept.
func TestCrossEntropyMargin(t *testing.T) {
	for _, q := range []string{"", "seed=5&m=50", "gap=0.5", "data=iris_separable"} {
		r := resultOf(t, "crossentropy", q)
		x, s := pointsOf(t, r)
		both, signs := mat.NewDense(2*len(x), 3, nil), make([]float64, 2*len(x))
		for i, row := range x {
			both.SetRow(2*i, []float64{1, row[0], row[1]})
			both.SetRow(2*i+1, []float64{-1, -row[0], -row[1]})
			signs[2*i], signs[2*i+1] = s[i], -s[i]
		}
		m, err := svm.Fit(t.Context(), both, signs, svm.Params{Kernel: svm.Kernel{Kind: "linear"}, C: 1e6}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := append([]float64{r.num("b_margin")}, r.nums("w_margin")...)
		if !floats.EqualApprox(got, m.W, 1e-5*floats.Norm(m.W, 2)) {
			t.Errorf("%s: widest margin %v, support vector machine %v", q, got, m.W)
		}
	}
}

// With a penalty, and with classes that overlap, there is a minimum and descent settles in it.
func TestCrossEntropySettles(t *testing.T) {
	for _, q := range []string{"l2=0.01&steps=100000", "l2=1&steps=1000", "data=overlapping&steps=10000", "data=iris_overlapping&steps=20000",
		"data=iris_separable&l2=0.01&steps=20000"} {
		r := resultOf(t, "crossentropy", q)
		last := len(r.list("loss")) - 1
		if r.get("minimum_exists").v != true || !near(r.num("loss", last), r.num("loss_at_optimum"), 1e-9, 0) || !near(r.num("weight_norm", last), r.num("norm_at_optimum"), 1e-5, 0) {
			t.Errorf("%s: loss %v of %v, norm %v of %v", q, r.num("loss", last), r.num("loss_at_optimum"), r.num("weight_norm", last), r.num("norm_at_optimum"))
		}
		loss := r.nums("loss")
		for k := range loss[1:] {
			if loss[k+1] > loss[k]*(1+1e-14) {
				t.Errorf("%s: the loss rises at step %v", q, r.num("step", k+1))
			}
		}
	}
}

// Clouds are what their names say, with every seed and few points: «separable» has a free
// strip, «overlapping» no line at all.
func TestCrossEntropyClouds(t *testing.T) {
	for _, m := range []string{"6", "7", "20"} {
		for seed := range 60 {
			rest := "&steps=1&m=" + m + "&seed=" + strconv.Itoa(seed)
			if got := resultOf(t, "crossentropy", "data=overlapping"+rest); got.get("minimum_exists").v != true {
				t.Errorf("overlapping%s: no minimum", rest)
			}
			if got := resultOf(t, "crossentropy", "data=separable&gap=0.02"+rest); got.get("separation").v != "complete" {
				t.Errorf("separable%s: separation %v", rest, got.get("separation").v)
			}
		}
	}
}
