package poly

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// reference is testdata/bias_variance.json: numbers from numpy, see its fields
// source and conventions.
type reference struct {
	Cases []struct {
		Name  string
		Input struct {
			X, Y    []float64
			Degree  int
			XTest   []float64 `json:"x_test"`
			XDesign []float64 `json:"x_design"`
			FDesign []float64 `json:"f_design"`
			FTest   []float64 `json:"f_test"`
			Sigma   float64
		}
		Expected struct {
			Coefficients   []float64 `json:"coefficients_ascending"`
			Fitted         []float64
			TrainMSE       float64 `json:"train_mse"`
			Predictions    []float64
			MeanPrediction []float64 `json:"mean_prediction"`
			Bias2          []float64
			Variance       []float64
			MeanBias2      float64 `json:"mean_bias2"`
			MeanVariance   float64 `json:"mean_variance"`
			Noise          float64
			TestMSE        float64 `json:"expected_test_mse"`
			ExpectedTrain  float64 `json:"expected_train_mse"`
		}
		Tolerance tolerance
	}
}

type tolerance struct {
	Rel, Abs float64
	Fields   map[string]tolerance
}

func readReference(t *testing.T) reference {
	t.Helper()
	raw, err := os.ReadFile("testdata/bias_variance.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref reference
	if err := json.Unmarshal(raw, &ref); err != nil {
		t.Fatal(err)
	}
	return ref
}

// wantAll compares entry by entry, with the tolerance of the field.
func wantAll(t *testing.T, tol tolerance, name, field string, got, want []float64) {
	t.Helper()
	if f, ok := tol.Fields[field]; ok {
		tol = f
	}
	if len(got) != len(want) {
		t.Fatalf("%s %s: %d numbers, want %d", name, field, len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tol.Abs+tol.Rel*math.Abs(want[i])) {
			t.Errorf("%s %s[%d] = %v, want %v", name, field, i, got[i], want[i])
			return
		}
	}
}

// Fits to given numbers agree with numpy.linalg.lstsq in residuals, predictions and,
// by value on a grid, in the coefficients of the powers of x.
func TestFitReference(t *testing.T) {
	checked := 0
	for _, c := range readReference(t).Cases {
		if !strings.HasPrefix(c.Name, "fit_") {
			continue
		}
		checked++
		in, want := c.Input, c.Expected
		p := Problem{X: in.X, F: in.Y, Grid: in.XTest, FGrid: make([]float64, len(in.XTest))}
		f := NewFamily(p, 12, 0)
		fitted := f.Fitted(nil, in.Degree, in.Y)
		predicted := f.Predict(nil, in.Degree, in.Y)
		d := floats.Distance(fitted, in.Y, 2)
		wantAll(t, c.Tolerance, c.Name, "fitted", fitted, want.Fitted)
		wantAll(t, c.Tolerance, c.Name, "train_mse", []float64{d * d / float64(len(in.Y))}, []float64{want.TrainMSE})
		wantAll(t, c.Tolerance, c.Name, "predictions", predicted, want.Predictions)
		byPowers := make([]float64, len(in.XTest))
		for i, x := range in.XTest {
			for k := len(want.Coefficients) - 1; k >= 0; k-- {
				byPowers[i] = byPowers[i]*x + want.Coefficients[k]
			}
		}
		wantAll(t, c.Tolerance, c.Name, "polynomial", predicted, byPowers)
	}
	if checked != 26 {
		t.Errorf("checked %d fits, want 26", checked)
	}
}

// Mean prediction, bias², variance, test and training error agree with numpy.
func TestDecompositionReference(t *testing.T) {
	checked := 0
	for _, c := range readReference(t).Cases {
		if !strings.HasPrefix(c.Name, "decomposition_") {
			continue
		}
		checked++
		in, want, d := c.Input, c.Expected, c.Input.Degree
		p := Problem{X: in.XDesign, F: in.FDesign, Grid: in.XTest, FGrid: in.FTest, Sigma: in.Sigma}
		f := NewFamily(p, 12, 0)
		mean, r := f.Mean(nil, d), f.Risk(d)
		bias2 := make([]float64, len(mean))
		for i := range mean {
			bias2[i] = (mean[i] - in.FTest[i]) * (mean[i] - in.FTest[i])
		}
		wantAll(t, c.Tolerance, c.Name, "mean_prediction", mean, want.MeanPrediction)
		wantAll(t, c.Tolerance, c.Name, "bias2", bias2, want.Bias2)
		wantAll(t, c.Tolerance, c.Name, "variance", f.Variance(nil, d), want.Variance)
		wantAll(t, c.Tolerance, c.Name, "averages",
			[]float64{r.Bias2, r.Variance, r.Noise2, r.MSE, f.TrainMSE(d)},
			[]float64{want.MeanBias2, want.MeanVariance, want.Noise, want.TestMSE, want.ExpectedTrain})
	}
	if checked != 26 {
		t.Errorf("checked %d decompositions, want 26", checked)
	}
}
