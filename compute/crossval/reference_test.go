package crossval

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// diabetes reads testdata/diabetes.csv, 442×10 and the target.
func diabetes(tb testing.TB) (*mat.Dense, []float64) {
	tb.Helper()
	f, err := os.Open("testdata/diabetes.csv")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	rows = rows[1:]
	x, y := mat.NewDense(len(rows), 10, nil), make([]float64, len(rows))
	for i, row := range rows {
		for j, field := range row {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				tb.Fatal(err)
			}
			if j < 10 {
				x.Set(i, j, v)
			} else {
				y[i] = v
			}
		}
	}
	return x, y
}

// given turns the number of the fold of every row into folds.
func given(of []int, k int) [][]int {
	folds := make([][]int, k)
	for i, f := range of {
		folds[f] = append(folds[f], i)
	}
	return folds
}

// reference is testdata/estimation.json: scikit-learn's models under PredefinedSplit,
// checked there with numpy.
type reference struct {
	Cases []struct {
		Name  string
		Input struct {
			Model      string
			K          int
			Alpha      float64
			Neighbours int
			FoldOfRow  []int `json:"fold_of_row"`
		}
		Expected struct {
			PerFold  []float64 `json:"mse_per_fold"`
			OverFold float64   `json:"mse_mean_over_folds"`
			All      float64   `json:"mse_over_all_examples"`
			First    []float64 `json:"first_predictions"`
		}
		Tolerance struct{ Rel, Abs float64 }
	}
}

func TestReference(t *testing.T) {
	text, err := os.ReadFile("testdata/estimation.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref reference
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	if len(ref.Cases) != 10 {
		t.Fatalf("%d cases, want 10", len(ref.Cases))
	}
	x, y := diabetes(t)
	for _, c := range ref.Cases {
		t.Run(c.Name, func(t *testing.T) {
			learner := map[string]Learner{
				"ols": OLS{}, "ridge": Ridge{c.Input.Alpha}, "knn": KNN{c.Input.Neighbours},
			}[c.Input.Model]
			folds := Contiguous(len(y), c.Input.K)
			if c.Input.FoldOfRow != nil {
				folds = given(c.Input.FoldOfRow, c.Input.K)
			}
			quick, err := KFold(context.Background(), learner, x, y, folds)
			if err != nil {
				t.Fatal(err)
			}
			slow, err := estimate(context.Background(), refit{learner, x, y, new([]float64)}, y, folds)
			if err != nil {
				t.Fatal(err)
			}
			for way, e := range map[string]*Estimate{"quick": quick, "refitted": slow} {
				check := func(name string, got, want float64) {
					if !(math.Abs(got-want) <= c.Tolerance.Abs+c.Tolerance.Rel*math.Abs(want)) {
						t.Errorf("%s: %s = %v, want %v", way, name, got, want)
					}
				}
				mean := 0.0
				for f, want := range c.Expected.PerFold {
					check("fold", e.FoldMSE[f], want)
					mean += e.FoldMSE[f] / float64(c.Input.K)
				}
				check("mean over folds", mean, c.Expected.OverFold)
				check("mse", e.MSE, c.Expected.All)
				for i, want := range c.Expected.First {
					check("prediction", e.Predictions[i], want)
				}
			}
		})
	}
}
