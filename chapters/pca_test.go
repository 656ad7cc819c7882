package chapters_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// reference is a case of testdata/pca.json: numbers of scikit-learn for the same data.
type reference struct {
	Name  string
	Input struct {
		Data struct{ File, Scaling string }
	}
	Expected struct {
		Mean, Eigenvalues         []float64
		ExplainedVarianceRatio    []float64   `json:"explained_variance_ratio"`
		Components                [][]float64 `json:"components_up_to_sign"`
		ReconstructionErrorKFrom1 []float64   `json:"reconstruction_error_k_from_1"`
		Covariance                [][]float64
	}
	Tolerance struct{ Rel, Abs float64 }
}

// The lab agrees with scikit-learn on iris and wine, raw and standardised.
func TestPCAReference(t *testing.T) {
	cases := casesOf[reference](t, "testdata/pca.json", "")
	if len(cases) != 4 {
		t.Fatalf("%d cases, want 4", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) { checkReference(t, c) })
	}
}

func checkReference(t *testing.T, c reference) {
	n := len(c.Expected.Eigenvalues)
	query := fmt.Sprintf("data=%s&standardize=%v&k=", strings.TrimSuffix(c.Input.Data.File, ".csv"), c.Input.Data.Scaling == "standard")
	r := resultOf(t, "pca", query+fmt.Sprint(n))
	agree := func(what string, got, want []float64, rel, abs float64) {
		t.Helper()
		if len(got) != len(want) {
			t.Errorf("%s: %d numbers, want %d", what, len(got), len(want))
			return
		}
		for i := range got {
			if !near(got[i], want[i], rel, abs) {
				t.Errorf("%s[%d] = %v, want %v", what, i, got[i], want[i])
			}
		}
	}
	tol := c.Tolerance
	agree("mean", r.nums("mean"), c.Expected.Mean, 1e-12, 1e-11)
	agree("eigenvalues", r.nums("eigenvalues"), c.Expected.Eigenvalues, tol.Rel, tol.Abs)
	agree("explained_ratio", r.nums("explained_ratio"), c.Expected.ExplainedVarianceRatio, tol.Rel, 1e-12)
	for i, row := range r.matrix("cov_before") {
		agree("cov_before", row, c.Expected.Covariance[i], tol.Rel, tol.Abs)
	}
	for i, row := range r.matrix("components") {
		want := c.Expected.Components[i]
		if dot(row, want) < 0 {
			t.Errorf("component %d has the other sign", i)
		}
		agree("components", row, want, 1e-7, 1e-5)
	}
	for k := 1; k <= n; k++ {
		got := resultOf(t, "pca", query+fmt.Sprint(k)).num("reconstruction_mse")
		if want := c.Expected.ReconstructionErrorKFrom1[k-1]; !near(got, want, 1e-8, 100*tol.Abs) {
			t.Errorf("k=%d: reconstruction_mse %v, want %v", k, got, want)
		}
	}
}

// What has to hold of any data and any k: shapes, order, orthonormal rows with the
// largest entry positive, a diagonal covariance of the scores, and the loss of what is
// left out, (m−1)/m·Σ_{j>k} λ_j.
func TestPCALaws(t *testing.T) {
	for _, q := range []string{"", "k=2", "rho=-0.99&angle=90&k=2", "m=10&standardize=true", "data=iris&k=3", "data=wine&k=5&standardize=true",
		"data=digits&k=10", "data=digits&k=64"} {
		r := resultOf(t, "pca", q)
		values, components, after := r.nums("eigenvalues"), r.matrix("components"), r.matrix("cov_after")
		n, k, m := len(values), len(components), r.num("rows")
		if len(r.nums("mean")) != n || len(r.matrix("cov_before")) != n || len(r.list("columns")) != n || len(after) != k {
			t.Errorf("pca?%s: shapes for n=%d, k=%d", q, n, k)
		}
		trace, left, share := 0.0, 0.0, 0.0
		for j, v := range values {
			trace += r.num("cov_before", j, j)
			share += r.num("explained_ratio", j)
			if j > 0 && v > values[j-1] || v < 0 {
				t.Errorf("pca?%s: eigenvalue %d is %v", q, j, v)
			}
			if j >= k {
				left += v
			}
		}
		if !near(share, 1, 1e-12, 0) || !near(sum(values), trace, 1e-10, 0) {
			t.Errorf("pca?%s: shares sum to %v, eigenvalues to %v of %v", q, share, sum(values), trace)
		}
		if got, want := r.num("reconstruction_mse"), (m-1)/m*left; !near(got, want, 1e-9, 1e-12*trace) {
			t.Errorf("pca?%s: reconstruction_mse %v, want %v", q, got, want)
		}
		checkComponents(t, q, components)
		checkDiagonal(t, q, after, values, r.num("max_offdiagonal"))
	}
}

func sum(x []float64) float64 {
	total := 0.0
	for _, v := range x {
		total += v
	}
	return total
}

func checkComponents(t *testing.T, q string, w [][]float64) {
	t.Helper()
	for i := range w {
		for j := range i + 1 {
			want := 0.0
			if i == j {
				want = 1
			}
			if got := dot(w[i], w[j]); !near(got, want, 0, 1e-10) {
				t.Errorf("pca?%s: w%d·w%d = %v, want %v", q, i, j, got, want)
			}
		}
		largest := 0.0
		for _, v := range w[i] {
			if math.Abs(v) > math.Abs(largest) {
				largest = v
			}
		}
		if largest <= 0 {
			t.Errorf("pca?%s: the largest entry of component %d is %v", q, i, largest)
		}
	}
}

func checkDiagonal(t *testing.T, q string, after [][]float64, values []float64, stated float64) {
	t.Helper()
	off := 0.0
	for i := range after {
		for j, v := range after[i] {
			if i != j {
				off = max(off, math.Abs(v))
			} else if !near(v, values[i], 1e-9, 1e-9*values[0]) {
				t.Errorf("pca?%s: variance %d is %v, eigenvalue %v", q, i, v, values[i])
			}
		}
	}
	if off != stated || off > 1e-9*values[0] {
		t.Errorf("pca?%s: max_offdiagonal %v, in cov_after %v, against %v", q, stated, off, values[0])
	}
}

// No direction catches more than the best one, which the first eigenvalue is in a plane,
// and the perpendicular one catches the rest.
func TestPCADirection(t *testing.T) {
	for _, data := range []string{"gauss2d", "iris", "wine", "digits"} {
		for _, angle := range []int{0, 17, 45, 90, 133, 180} {
			q := fmt.Sprintf("data=%s&direction=%d", data, angle)
			r := resultOf(t, "pca", q)
			caught, best, score := r.num("direction_variance"), r.num("direction_best"), r.num("direction_score")
			if caught > best*(1+1e-12) || !near(score, caught/best, 1e-12, 0) || score < 0 {
				t.Errorf("pca?%s: caught %v of %v, score %v", q, caught, best, score)
			}
		}
	}
	r := resultOf(t, "pca", "")
	if best, first := r.num("direction_best"), r.num("eigenvalues", 0); !near(best, first, 1e-10, 0) {
		t.Errorf("direction_best %v, first eigenvalue %v", best, first)
	}
	at := resultOf(t, "pca", fmt.Sprintf("direction=%v", r.num("best_direction")))
	if got := at.num("direction_score"); !near(got, 1, 1e-12, 0) {
		t.Errorf("the best direction scores %v", got)
	}
	across := resultOf(t, "pca", fmt.Sprintf("direction=%v", math.Mod(r.num("best_direction")+90, 180)))
	if got, want := across.num("direction_variance"), r.num("eigenvalues", 1); !near(got, want, 1e-9, 0) {
		t.Errorf("across the best direction: %v, want the second eigenvalue %v", got, want)
	}
}
