package pca_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/dataset"
	"konspekt/compute/pca"
)

// table reads one of the book's data sets.
func table(tb testing.TB, name string) *mat.Dense {
	tb.Helper()
	f, err := os.Open("../../content/data/" + name + ".csv")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	t, err := dataset.Parse(name, f)
	if err != nil {
		tb.Fatal(err)
	}
	return t.X
}

func fit(tb testing.TB, x mat.Matrix, standardize bool) *pca.Model {
	tb.Helper()
	m, err := pca.Fit(x, standardize)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// bound is how far a number may be from the one expected: |got − want| ≤ Abs + Rel·|want|.
type bound struct{ Rel, Abs float64 }

// reference is testdata/pca.json: numbers of numpy.linalg.svd and scikit-learn, checked there with mpmath.
type reference struct {
	Cases []struct {
		Name  string
		Input struct {
			Data struct{ File, Scaling string }
			X    [][]float64
		}
		Expected  map[string]json.RawMessage
		Tolerance struct {
			bound
			Fields map[string]bound
		}
	}
}

// decode gives an expected field as a list of rows, whatever its depth, or nil if the case has none.
func decode(t *testing.T, raw json.RawMessage) [][]float64 {
	t.Helper()
	if raw == nil {
		return nil
	}
	var rows [][]float64
	if json.Unmarshal(raw, &rows) == nil {
		return rows
	}
	var row []float64
	if json.Unmarshal(raw, &row) == nil {
		return [][]float64{row}
	}
	var number float64
	if err := json.Unmarshal(raw, &number); err != nil {
		t.Fatal(err)
	}
	return [][]float64{{number}}
}

func TestReference(t *testing.T) {
	text, err := os.ReadFile("testdata/pca.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref reference
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	if len(ref.Cases) != 5 {
		t.Fatalf("%d cases, want 5", len(ref.Cases))
	}
	for _, c := range ref.Cases {
		t.Run(c.Name, func(t *testing.T) {
			var x *mat.Dense
			if c.Input.X != nil {
				x = dense(c.Input.X)
			} else {
				x = table(t, c.Input.Data.File[:len(c.Input.Data.File)-len(".csv")])
			}
			got := results(fit(t, x, c.Input.Data.Scaling == "standard"), x)
			compared := 0
			for field, raw := range c.Expected {
				values, ok := got[field]
				if !ok {
					t.Errorf("%s is not checked", field)
					continue
				}
				if field == "mean" && c.Input.Data.Scaling == "standard" {
					values = got["mean_of_centred"] // the reference scales first and then decomposes
				}
				tol, ok := c.Tolerance.Fields[field]
				if !ok {
					tol = c.Tolerance.bound
				}
				compare(t, field, values, decode(t, raw), tol, signs(got["components_up_to_sign"], decode(t, c.Expected["components_up_to_sign"])))
				compared++
			}
			if compared < 8 {
				t.Errorf("only %d fields compared", compared)
			}
		})
	}
}

// results gives what the package computes under the names of the reference.
func results(m *pca.Model, x *mat.Dense) map[string][][]float64 {
	_, n := x.Dims()
	centred := m.Center(nil, x)
	z := m.Transform(nil, x, n)
	after := pca.Covariance(nil, z, 1)
	var diagonal, direct []float64
	for k := 1; k <= n; k++ {
		diagonal = append(diagonal, after.At(k-1, k-1))
		direct = append(direct, m.ReconstructionMSE(k))
	}
	singular := make([]float64, n)
	for i, v := range m.Values {
		singular[i] = math.Sqrt(v * float64(m.Rows-1))
	}
	return map[string][][]float64{
		"mean":                                     {m.Mean},
		"mean_of_centred":                          {columnMeans(centred)},
		"column_std_ddof0":                         {spread(x)},
		"eigenvalues":                              {m.Values},
		"singular_values_of_centred":               {singular},
		"explained_variance_ratio":                 {m.ExplainedRatio(nil)},
		"total_variance":                           {{m.TotalVariance()}},
		"components_up_to_sign":                    rowsOf(m.Components),
		"projection_first_5_rows_up_to_sign":       rowsOf(z)[:5],
		"projection_up_to_sign":                    rowsOf(z),
		"projected_covariance_diagonal":            {diagonal},
		"projected_covariance_max_abs_offdiagonal": {{pca.MaxOffDiagonal(after)}},
		"reconstruction_error_k_from_1":            {direct},
		"covariance":                               rowsOf(pca.Covariance(nil, centred, 1)),
	}
}

// signs finds for every component whether the reference has it turned round.
func signs(got, want [][]float64) []float64 {
	s := make([]float64, len(got))
	for i := range got {
		s[i] = math.Copysign(1, dot(got[i], want[i]))
	}
	return s
}

func compare(t *testing.T, field string, got, want [][]float64, tol bound, sign []float64) {
	t.Helper()
	if len(got) != len(want) || len(got[0]) != len(want[0]) {
		t.Errorf("%s: %d×%d, want %d×%d", field, len(got), len(got[0]), len(want), len(want[0]))
		return
	}
	for i := range want {
		for j, w := range want[i] {
			switch field {
			case "components_up_to_sign":
				w *= sign[i]
			case "projection_first_5_rows_up_to_sign", "projection_up_to_sign":
				w *= sign[j]
			}
			if !(math.Abs(got[i][j]-w) <= tol.Abs+tol.Rel*math.Abs(w)) {
				t.Errorf("%s[%d][%d] = %v, want %v", field, i, j, got[i][j], w)
			}
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

func rowsOf(a mat.Matrix) [][]float64 {
	m, _ := a.Dims()
	rows := make([][]float64, m)
	for i := range rows {
		rows[i] = mat.Row(nil, i, a)
	}
	return rows
}

func columnMeans(a mat.Matrix) []float64 {
	m, n := a.Dims()
	mean := make([]float64, n)
	for j := range mean {
		for i := range m {
			mean[j] += a.At(i, j) / float64(m)
		}
	}
	return mean
}

// spread returns the deviations (ddof 0) that a standardised model divides by.
func spread(x mat.Matrix) []float64 {
	m, err := pca.Fit(x, true)
	if err != nil {
		return nil
	}
	return m.Scale
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
