package linear_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/linear"
)

type bound struct{ Rel, Abs float64 }

// reference is testdata/linear_glm.json: least squares by mpmath at 60 digits.
type reference struct {
	Cases []struct {
		Name  string
		Input struct {
			Data struct {
				File, Target string
				Columns      []string
			}
			X          [][]float64
			Y          []float64
			WGiven     []float64 `json:"w_given_intercept_first"`
			SigmaGiven []float64 `json:"sigma_given"`
		}
		Expected  map[string]json.RawMessage
		Tolerance struct {
			bound
			Fields map[string]bound
		}
	}
}

// columns reads the named columns of a data file into a matrix and the target.
func columns(tb testing.TB, path string, names []string, target string) (*mat.Dense, []float64) {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	number := func(i int, name string) float64 {
		v, err := strconv.ParseFloat(rows[i][slices.Index(rows[0], name)], 64)
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
	x, y := mat.NewDense(len(rows)-1, len(names), nil), make([]float64, len(rows)-1)
	for i := range y {
		for j, name := range names {
			x.Set(i, j, number(i+1, name))
		}
		y[i] = number(i+1, target)
	}
	return x, y
}

func dense(rows [][]float64) *mat.Dense {
	x := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, r := range rows {
		x.SetRow(i, r)
	}
	return x
}

func numbers(t *testing.T, raw json.RawMessage) []float64 {
	t.Helper()
	var list []float64
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	var one float64
	if err := json.Unmarshal(raw, &one); err != nil {
		t.Fatal(err)
	}
	return []float64{one}
}

func TestReference(t *testing.T) {
	text, err := os.ReadFile("testdata/linear_glm.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref reference
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	if len(ref.Cases) != 3 {
		t.Fatalf("%d cases, want 3", len(ref.Cases))
	}
	for _, c := range ref.Cases {
		t.Run(c.Name, func(t *testing.T) {
			var x *mat.Dense
			y := c.Input.Y
			switch c.Input.Data.File {
			case "":
				x = dense(c.Input.X)
			case "diabetes.csv":
				x, y = columns(t, "testdata/diabetes.csv", c.Input.Data.Columns, c.Input.Data.Target)
			default:
				x, y = columns(t, "../../content/data/"+c.Input.Data.File, c.Input.Data.Columns, c.Input.Data.Target)
			}
			given := linear.Model{Intercept: c.Input.WGiven[0], W: c.Input.WGiven[1:]}
			for solver, fit := range solvers {
				m, err := fit(x, y)
				if err != nil {
					t.Fatal(solver, err)
				}
				got := results(m, given, c.Input.SigmaGiven, x, y)
				for field, raw := range c.Expected {
					tol, ok := c.Tolerance.Fields[field]
					if !ok {
						tol = c.Tolerance.bound
					}
					want := numbers(t, raw)
					if len(got[field]) != len(want) {
						t.Errorf("%s, %s: %d numbers, want %d", solver, field, len(got[field]), len(want))
						continue
					}
					for i, w := range want {
						if !(math.Abs(got[field][i]-w) <= tol.Abs+tol.Rel*math.Abs(w)) {
							t.Errorf("%s, %s[%d] = %v, want %v", solver, field, i, got[field][i], w)
						}
					}
				}
			}
		})
	}
}

// solvers are the ways to the same least squares.
var solvers = map[string]func(mat.Matrix, []float64) (*linear.Model, error){
	"qr": linear.LeastSquares, "svd": linear.MinNorm,
}

// results gives what the package computes under the names of the reference.
func results(m *linear.Model, given linear.Model, sigmas []float64, x *mat.Dense, y []float64) map[string][]float64 {
	yhat, atGiven := m.PredictAll(nil, x), given.PredictAll(nil, x)
	var logLik []float64
	for _, s := range sigmas {
		logLik = append(logLik, linear.GaussianLogLik(y, atGiven, s))
	}
	mse := linear.MSE(y, yhat)
	return map[string][]float64{
		"w_intercept_first":       append([]float64{m.Intercept}, m.W...),
		"train_mse":               {mse},
		"r2":                      {linear.R2(y, yhat)},
		"mle_sigma2":              {mse},
		"log_likelihood_at_mle":   {linear.GaussianLogLik(y, yhat, math.Sqrt(mse))},
		"mse_at_given":            {linear.MSE(y, atGiven)},
		"mse_gradient_at_given":   given.MSEGradient(x, y),
		"log_likelihood_at_given": logLik,
	}
}
