package chapters_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/linear"
)

// linearCase is a case of linear_glm.json: least squares by mpmath at 60 digits.
type linearCase struct {
	Name  string
	Input struct {
		Data struct {
			File, Target string
			Columns      []string
		}
		X      [][]float64
		Y      []float64
		WGiven []float64 `json:"w_given_intercept_first"`
		Sigma  []float64 `json:"sigma_given"`
	}
	Expected struct {
		W        []float64 `json:"w_intercept_first"`
		MSE      float64   `json:"train_mse"`
		R2       float64
		LogLik   float64   `json:"log_likelihood_at_mle"`
		MSEGiven float64   `json:"mse_at_given"`
		Gradient []float64 `json:"mse_gradient_at_given"`
		LLGiven  []float64 `json:"log_likelihood_at_given"`
	}
}

// linearCases reads the cases of least squares with their data.
func linearCases(t *testing.T) []linearCase {
	t.Helper()
	const dir = "../compute/linear/testdata"
	var out []linearCase
	for _, c := range casesOf[linearCase](t, filepath.Join(dir, "linear_glm.json"), "ols_") {
		if name := c.Input.Data.File; name != "" {
			folder := dir
			if name == "iris.csv" {
				folder = "../content/data"
			}
			c.Input.X, c.Input.Y = readColumns(t, filepath.Join(folder, name), c.Input.Data.Columns, c.Input.Data.Target)
		}
		out = append(out, c)
	}
	if len(out) != 3 {
		t.Fatalf("%d cases of least squares, want 3", len(out))
	}
	return out
}

func readColumns(t *testing.T, path string, columns []string, target string) (x [][]float64, y []float64) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	value := func(row []string, column string) float64 {
		v, err := strconv.ParseFloat(row[slices.Index(rows[0], column)], 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, row := range rows[1:] {
		var features []float64
		for _, c := range columns {
			features = append(features, value(row, c))
		}
		x, y = append(x, features), append(y, value(row, target))
	}
	return x, y
}

// pointsQuery writes points as an address does.
func pointsQuery(x, y []float64) string {
	items := make([]string, len(x))
	for i := range x {
		items[i] = number(x[i]) + ":" + number(y[i])
	}
	return "points=" + strings.Join(items, "%3B")
}

// predict is b + wᵀx for every row, the intercept first among the weights.
func predict(x [][]float64, weights []float64) []float64 {
	out := make([]float64, len(x))
	for i, row := range x {
		out[i] = weights[0] + floats.Dot(weights[1:], row)
	}
	return out
}

// A regression on many columns reaches the lab's one column in two ways, and the lab
// agrees with mpmath, scikit-learn and PyTorch in both. Against its own fitted values a
// target has the slope 1, the intercept 0 and the same residuals; and by the theorem of
// Frisch, Waugh and Lovell a coefficient is the slope of what the other columns leave of
// the target on what they leave of its column.
func TestRegressionReference(t *testing.T) {
	for _, c := range linearCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			want, y := c.Expected, c.Input.Y
			r := resultOf(t, "regression", pointsQuery(predict(c.Input.X, want.W), y)+"&w=1&b=0")
			for name, w := range map[string]float64{"mse": want.MSE, "mse_at_ml": want.MSE, "w_mse": 1, "w_loglik": 1, "r2": want.R2,
				"sigma_ml": math.Sqrt(want.MSE), "loglik_at_sigma_ml": want.LogLik} {
				if got := r.num(name); !near(got, w, 1e-8, 1e-10) {
					t.Errorf("at the fitted values %s = %v, want %v", name, got, w)
				}
			}
			given := pointsQuery(predict(c.Input.X, c.Input.WGiven), y) + "&w=1&b=0&sigma="
			for i, sigma := range c.Input.Sigma {
				r := resultOf(t, "regression", given+number(sigma))
				if got := r.num("loglik"); !near(got, want.LLGiven[i], 1e-8, 1e-10) {
					t.Errorf("σ=%v: loglik %v, want %v", sigma, got, want.LLGiven[i])
				}
				if got := r.num("mse"); !near(got, want.MSEGiven, 1e-8, 1e-10) {
					t.Errorf("mse %v, want %v", got, want.MSEGiven)
				}
				along := floats.Dot(c.Input.WGiven, want.Gradient) // ŷ of the given weights is the column
				if got := r.num("gradient_b"); !near(got, want.Gradient[0], 1e-8, 1e-7) {
					t.Errorf("gradient_b %v, want %v", got, want.Gradient[0])
				}
				if got := r.num("gradient_w"); !near(got, along, 1e-7, 1e-6) {
					t.Errorf("gradient_w %v, want %v", got, along)
				}
			}
			for j := range c.Input.X[0] {
				r := resultOf(t, "regression", pointsQuery(withoutOthers(t, c.Input.X, y, j)))
				if got := r.num("w_mse"); !near(got, want.W[j+1], 1e-7, 1e-7) || !near(r.num("mse_at_ml"), want.MSE, 1e-8, 1e-10) {
					t.Errorf("column %d: w_mse %v, mse_at_ml %v, want %v, %v", j, got, r.num("mse_at_ml"), want.W[j+1], want.MSE)
				}
			}
		})
	}
}

// withoutOthers is what the other columns leave of column j and of the target.
func withoutOthers(t *testing.T, x [][]float64, y []float64, j int) (xj, rest []float64) {
	t.Helper()
	m, n := len(x), len(x[0])
	others, column := mat.NewDense(m, n-1, nil), make([]float64, m)
	for i, row := range x {
		column[i] = row[j]
		others.SetRow(i, slices.Delete(slices.Clone(row), j, j+1))
	}
	left := func(v []float64) []float64 {
		fit, err := linear.LeastSquares(others, v)
		if err != nil {
			t.Fatal(err)
		}
		return floats.SubTo(make([]float64, m), v, fit.PredictAll(nil, others))
	}
	return left(column), left(y)
}

// The log-likelihood is the sum of the logarithms of the densities, to 1e-12; that of the
// Laplace density too.
func TestRegressionLogLik(t *testing.T) {
	for _, q := range []string{"", "w=0.3&b=0.8&sigma=0.2", "sigma=3&outlier=-4", "noise=laplace&m=200&sigma=0.77&w=-0.5&b=5"} {
		r := resultOf(t, "regression", q)
		at := paramsOf(t, "regression", q)
		w, b, sigma := at["w"], at["b"], at["sigma"]
		x, y := r.nums("x"), r.nums("y")
		var normal, laplace, squares float64
		for i := range x {
			e := y[i] - w*x[i] - b
			normal += math.Log(math.Exp(-e*e/(2*sigma*sigma)) / (sigma * math.Sqrt(2*math.Pi)))
			if e*e/(2*sigma*sigma) > 700 { // the density underflows
				t.Fatalf("regression?%s: a residual of %v is no test", q, e)
			}
			laplace += math.Log(math.Exp(-math.Abs(e)*math.Sqrt2/sigma) / (math.Sqrt2 * sigma))
			squares += e * e / float64(len(x))
		}
		if !near(r.num("loglik"), normal, 1e-12, 1e-12) || !near(r.num("loglik_laplace"), laplace, 1e-12, 1e-12) || !near(r.num("mse"), squares, 1e-12, 0) {
			t.Errorf("regression?%s: loglik %v, by Laplace %v, mse %v; want %v, %v, %v", q, r.num("loglik"), r.num("loglik_laplace"), r.num("mse"), normal, laplace, squares)
		}
	}
}

// paramsOf are the numbers among the parameters of a state.
func paramsOf(t *testing.T, id, query string) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	for _, v := range parse(t, find(t, id), query).Values {
		if f, err := strconv.ParseFloat(v.Text, 64); err == nil {
			out[v.Name] = f
		}
	}
	return out
}

// The values differ, the optimum is one: for every σ and from every line the likelihood is
// largest at the line of least squares (Deep Learning, §5.5.1).
func TestRegressionOneOptimum(t *testing.T) {
	many(t)
	seen := map[float64]bool{}
	for _, sigma := range []string{"0.2", "0.5", "1", "3"} {
		for _, line := range []string{"", "&w=1&b=5", "&w=-0.5&b=-2"} {
			for _, rest := range []string{"", "&outlier=-4", "&noise=laplace&m=200", "&m=3", "&noise_sigma=0"} {
				r := resultOf(t, "regression", "sigma="+sigma+line+rest)
				if r.get("argmin_equal").v != true || !near(r.num("w_loglik"), r.num("w_mse"), 1e-9, 1e-9) || !near(r.num("b_loglik"), r.num("b_mse"), 1e-9, 1e-9) {
					t.Errorf("σ=%s%s%s: (%v, %v) and (%v, %v)", sigma, line, rest, r.num("w_loglik"), r.num("b_loglik"), r.num("w_mse"), r.num("b_mse"))
				}
				if r.num("loglik") > r.num("loglik_at_ml") || r.num("mse") < r.num("mse_at_ml")*(1-1e-12) {
					t.Errorf("σ=%s%s%s: a line better than the best", sigma, line, rest)
				}
				seen[r.num("loglik_at_ml")] = true
			}
		}
	}
	if len(seen) != 20 {
		t.Errorf("%d different values of the likelihood, want one for each σ and each data", len(seen))
	}
}

// «Discover»: along w with b held the MSE and −ℓ/m are lowest at the same stop of the
// curve, next to the closed form; −ℓ/m = log σ + ½ log 2π + MSE/(2σ²).
func TestRegressionCurve(t *testing.T) {
	for _, sigma := range []float64{0.2, 0.5, 3} {
		r := resultOf(t, "regression", fmt.Sprintf("sigma=%v&b=1", sigma))
		low, lowest := 0, 0
		curve := r.list("curve")
		for i, at := range curve {
			if at.num("mse") < curve[low].num("mse") {
				low = i
			}
			if at.num("nll") < curve[lowest].num("nll") {
				lowest = i
			}
			if want := math.Log(sigma) + 0.5*math.Log(2*math.Pi) + at.num("mse")/(2*sigma*sigma); !near(at.num("nll"), want, 1e-12, 1e-12) {
				t.Errorf("σ=%v, w=%v: nll %v, want %v", sigma, at.num("w"), at.num("nll"), want)
			}
		}
		if step := curve[1].num("w") - curve[0].num("w"); low != lowest || math.Abs(curve[low].num("w")-r.num("w_at_b")) > step {
			t.Errorf("σ=%v: the MSE is least at %v, −ℓ at %v, the closed form %v", sigma, curve[low].num("w"), curve[lowest].num("w"), r.num("w_at_b"))
		}
	}
}

// The line of least absolute deviations is a median: it passes through two points, and
// not more than half of the points lie on either side. No line near it has a smaller MAE.
func TestRegressionMedian(t *testing.T) {
	for _, q := range []string{"", "m=3", "m=200&noise=laplace", "outlier=-4", "m=31&seed=7"} {
		r := resultOf(t, "regression", q)
		w, b, x, y := r.num("w_mae"), r.num("b_mae"), r.nums("x"), r.nums("y")
		over, under, on := 0, 0, 0
		for i := range x {
			switch e := y[i] - w*x[i] - b; {
			case math.Abs(e) < 1e-10:
				on++
			case e > 0:
				over++
			default:
				under++
			}
		}
		if on < 2 || 2*over > len(x) || 2*under > len(x) || len(r.nums("mae_through")) != 2 {
			t.Errorf("regression?%s: %d points on the line, %d over, %d under", q, on, over, under)
		}
		for _, d := range [][2]float64{{0.01, 0}, {-0.01, 0}, {0, 0.05}, {0, -0.05}, {0.01, -0.05}, {-0.01, 0.05}} {
			mae := 0.0
			for i := range x {
				mae += math.Abs(y[i]-(w+d[0])*x[i]-b-d[1]) / float64(len(x))
			}
			if mae < r.num("mae_at_lad")*(1-1e-12) {
				t.Errorf("regression?%s: MAE %v at (w, b) + %v, below %v", q, mae, d, r.num("mae_at_lad"))
			}
		}
	}
}

// A line through every point has no error, and no σ > 0 fits it best.
func TestRegressionExactFit(t *testing.T) {
	for _, points := range []string{"1:1;2:2", "0.1:0.3;0.2:0.6;0.7:2.1", "-3:1000;5:-999.999"} {
		r := resultOf(t, "regression", "points="+strings.ReplaceAll(points, ";", "%3B"))
		if s, e, l := r.num("sigma_ml"), r.num("mse_at_ml"), r.get("loglik_at_sigma_ml").v; s != 0 || e != 0 || l != nil {
			t.Errorf("%s: sigma_ml %v, mse_at_ml %v, loglik_at_sigma_ml %v", points, s, e, l)
		}
	}
	if got := resultOf(t, "regression", "points=1:1%3B2:2.001%3B3:3").num("sigma_ml"); got < 1e-4 {
		t.Errorf("points that are 0.001 off a line: sigma_ml %v", got)
	}
}
