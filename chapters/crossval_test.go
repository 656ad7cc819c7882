package chapters_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"konspekt/internal/lab"
)

// The k-fold estimates of scikit-learn on diabetes in folds of neighbouring rows
// (testdata/crossval.json, the cases cv_diabetes_contiguous_* of estimation.json).
func TestCrossvalReference(t *testing.T) {
	raw, err := os.ReadFile("testdata/crossval.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Query string
		PerFold     []float64 `json:"mse_per_fold"`
		OverFolds   float64   `json:"mse_mean_over_folds"`
		All         float64   `json:"mse_over_all_examples"`
		First       []float64 `json:"first_predictions"`
		Rel, Abs    float64
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) != 5 {
		t.Fatalf("%d cases, want 5", len(cases))
	}
	for _, c := range cases {
		r := resultOf(t, "crossval", c.Query)
		mean := 0.0
		for f, got := range r.nums("fold_mse") {
			mean += got / float64(len(c.PerFold))
			if !near(got, c.PerFold[f], c.Rel, c.Abs) {
				t.Errorf("%s: fold %d: %v, want %v", c.Name, f, got, c.PerFold[f])
			}
		}
		if got := r.num("cv_mse"); !near(got, c.All, c.Rel, c.Abs) || !near(mean, c.OverFolds, c.Rel, c.Abs) {
			t.Errorf("%s: cv_mse %v, mean over folds %v, want %v and %v", c.Name, got, mean, c.All, c.OverFolds)
		}
		predictions := r.nums("predictions")
		for i, want := range c.First {
			if !near(predictions[i], want, c.Rel, c.Abs) {
				t.Errorf("%s: prediction %d: %v, want %v", c.Name, i, predictions[i], want)
			}
		}
	}
}

// Every example is tested once, the first m mod k folds are one larger, and cv_mse is the
// mean over examples: folds weighted by their sizes.
func TestCrossvalFolds(t *testing.T) {
	for _, q := range []string{"", "k=7", "k=30", "k=4&m=50&model=poly", "data=diabetes&k=5", "data=diabetes&k=100&order=contiguous", "data=noise&k=3"} {
		r := resultOf(t, "crossval", q)
		size, mse := r.nums("fold_size"), r.nums("fold_mse")
		rows, k := int(r.num("rows")), len(mse)
		count := make([]float64, k)
		for _, f := range r.nums("fold_of_row") {
			count[int(f)]++
		}
		mean := 0.0
		for f := range k {
			want := rows / k
			if f < rows%k {
				want++
			}
			if int(size[f]) != want || count[f] != size[f] {
				t.Errorf("crossval?%s: fold %d has %v rows, said %v, want %d", q, f, count[f], size[f], want)
			}
			mean += size[f] * mse[f] / float64(rows)
		}
		if len(r.nums("fold_of_row")) != rows || !near(r.num("cv_mse"), mean, 1e-10, 0) {
			t.Errorf("crossval?%s: %d rows placed, cv_mse %v, weighted mean of folds %v", q, len(r.nums("fold_of_row")), r.num("cv_mse"), mean)
		}
	}
}

// With k = m there is one division only: no spread, whatever the seed of the shuffle.
func TestCrossvalLeaveOneOut(t *testing.T) {
	r := resultOf(t, "crossval", "k=30")
	if r.num("cv_mse_sd") != 0 || r.num("holdout_mse_sd") <= 0 || !near(r.num("cv_mse"), r.num("cv_mse_mean"), 1e-10, 0) {
		t.Errorf("k = m: cv_mse_sd %v, holdout_mse_sd %v", r.num("cv_mse_sd"), r.num("holdout_mse_sd"))
	}
	if got := resultOf(t, "crossval", "k=30&order=contiguous").num("cv_mse"); !near(got, r.num("cv_mse"), 1e-10, 0) {
		t.Errorf("k = m: %v shuffled, %v in order", r.num("cv_mse"), got)
	}
}

// One split of a small set is a lottery: its spread is many times that of five folds.
func TestCrossvalDiscoverLottery(t *testing.T) {
	for seed := 1; seed <= 6; seed++ {
		r := resultOf(t, "crossval", fmt.Sprintf("seed=%d", seed))
		if one, five := r.num("holdout_mse_sd"), r.num("cv_mse_sd"); one < 3*five {
			t.Errorf("seed %d: single split ±%v, five folds ±%v", seed, one, five)
		}
	}
	if v := resultOf(t, "crossval", "data=diabetes").get("true_error").v; v != nil {
		t.Errorf("true_error of real data: %v", v)
	}
}

// The estimate is slightly pessimistic: over samples it is above the true error of the model
// that learns from all examples, and k = 2 is more so than k = 10.
func TestCrossvalPessimism(t *testing.T) {
	many(t)
	var two, ten, truth []float64
	for seed := 1; seed <= 120; seed++ {
		r := resultOf(t, "crossval", fmt.Sprintf("model=poly&degree=3&k=10&repeats=40&seed=%d", seed))
		for _, at := range r.list("by_k") {
			if at.num("k") == 2 {
				two = append(two, at.num("mean"))
			}
		}
		ten, truth = append(ten, r.num("cv_mse_mean")), append(truth, r.num("true_error"))
	}
	above := func(a, b []float64) float64 { // in standard errors of the difference
		n, mean, square := float64(len(a)), 0.0, 0.0
		for i := range a {
			mean += (a[i] - b[i]) / n
		}
		for i := range a {
			square += (a[i] - b[i] - mean) * (a[i] - b[i] - mean) / (n - 1)
		}
		return mean / math.Sqrt(square/n)
	}
	if z := above(two, ten); z < 3 {
		t.Errorf("k = 2 is above k = 10 by %v standard errors", z)
	}
	if z := above(two, truth); z < 3 {
		t.Errorf("k = 2 is above the truth by %v standard errors", z)
	}
	if z := above(ten, truth); math.Abs(z) > 4 {
		t.Errorf("k = 10 is off the truth by %v standard errors", z)
	}
}

// Standardising all examples, target too, before the split makes the estimate too good by
// many standard errors when there are few; among 442 patients by less than a hundredth.
func TestCrossvalLeakOfStandardising(t *testing.T) {
	for seed := 1; seed <= 10; seed++ {
		r := resultOf(t, "crossval", fmt.Sprintf("prepare=leak&m=12&k=3&noise=1&seed=%d", seed))
		if gain, se := r.num("leak_gain"), r.num("leak_gain_se"); gain < 4*se {
			t.Errorf("seed %d: the leak gains %v ± %v", seed, gain, se)
		}
		if got, want := r.num("honest_mse_mean")-r.num("cv_mse_mean"), r.num("leak_gain"); !near(got, want, 1e-9, 1e-12) {
			t.Errorf("seed %d: leak_gain %v, difference of the means %v", seed, want, got)
		}
	}
	honest, leak := resultOf(t, "crossval", "data=diabetes"), resultOf(t, "crossval", "data=diabetes&prepare=leak")
	if got := leak.num("honest_mse"); !near(got, honest.num("cv_mse"), 1e-9, 0) {
		t.Errorf("diabetes: prepared inside the folds %v, least squares with an intercept %v", got, honest.num("cv_mse"))
	}
	if share := leak.num("leak_gain") / honest.num("cv_mse_mean"); share <= 0 || share > 0.01 {
		t.Errorf("diabetes: the leak gains a share of %v", share)
	}
}

// Features selected before the split promise less than the noise; selected inside they do
// not, and no model gets under σ².
func TestCrossvalLeakOfSelection(t *testing.T) {
	for seed := 1; seed <= 5; seed++ {
		r := resultOf(t, "crossval", fmt.Sprintf("data=noise&prepare=leak&m=40&noise=1&seed=%d", seed))
		if r.num("cv_mse_mean") > 0.85*r.num("honest_mse_mean") || r.num("leak_gain") < 4*r.num("leak_gain_se") || r.num("true_error") < 1 {
			t.Errorf("seed %d: leaked %v, honest %v, truth %v", seed, r.num("cv_mse_mean"), r.num("honest_mse_mean"), r.num("true_error"))
		}
	}
}

// The dial at the model's own setting is the estimate itself, in the same folds.
func TestCrossvalDial(t *testing.T) {
	for query, at := range map[string]float64{"model=poly&degree=4": 4, "model=knn&neighbours=6": 6, "model=ridge&lambda=2.5": 2.5, "data=diabetes&model=ridge&lambda=30": 30} {
		r := resultOf(t, "crossval", query)
		i := slices.IndexFunc(r.list("dial"), func(s result) bool { return s.num("value") == at })
		if i < 0 {
			t.Fatalf("crossval?%s: the dial does not stop at %v", query, at)
		}
		if got := r.list("dial")[i].num("cv_mse"); !near(got, r.num("cv_mse"), 1e-12, 0) {
			t.Errorf("crossval?%s: %v on the dial, cv_mse %v", query, got, r.num("cv_mse"))
		}
	}
}

// What does not go together is a problem that names the parameter.
func TestCrossvalRules(t *testing.T) {
	x := find(t, "crossval")
	for raw, want := range map[string]string{
		"data=diabetes&model=poly": "model", "data=noise&model=knn": "model", "model=knn&prepare=leak": "prepare",
		"k=31": "k", "m=20&k=21": "k", "data=diabetes&k=443": "k", "model=poly&m=12&degree=11": "degree",
		"model=knn&m=12&neighbours=11": "neighbours", "data=noise&m=51": "m", "data=diabetes&k=441&repeats=2000": "repeats",
	} {
		q, err := parseQuery(raw)
		if err != nil {
			t.Fatal(err)
		}
		_, err = x.Parse(q)
		var bad lab.Problems
		if !errors.As(err, &bad) || !slices.ContainsFunc(bad, func(p lab.Problem) bool { return p.Parameter == want }) || strings.Count(bad.Error(), ";") > 4 {
			t.Errorf("crossval?%s: %v, want a problem of %s", raw, err, want)
		}
	}
}
