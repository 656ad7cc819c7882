package pca_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/pca"
)

// cloud draws m rows of n correlated normal numbers about an offset.
func cloud(seed uint64, m, n int) *mat.Dense {
	rnd := rand.New(rand.NewPCG(seed, 0))
	normal := func(_, _ int, _ float64) float64 { return rnd.NormFloat64() }
	z, mix, x := mat.NewDense(m, n, nil), mat.NewDense(n, n, nil), new(mat.Dense)
	z.Apply(normal, z)
	mix.Apply(normal, mix)
	x.Mul(z, mix)
	x.Apply(func(_, j int, v float64) float64 { return v + 3*float64(j) }, x)
	return x
}

// sample is a table on which the laws are checked, with and without scaling.
type sample struct {
	name        string
	x           *mat.Dense
	standardize bool
}

func samples(t *testing.T) []sample {
	t.Helper()
	var all []sample
	for _, standardize := range []bool{false, true} {
		for _, name := range []string{"iris", "wine", "digits"} {
			all = append(all, sample{name, table(t, name), standardize})
		}
		all = append(all,
			sample{"tall cloud", cloud(1, 300, 7), standardize},
			sample{"square cloud", cloud(2, 9, 9), standardize},
			sample{"wide cloud", cloud(3, 6, 40), standardize},
			sample{"two rows", cloud(4, 2, 3), standardize},
			sample{"one column", cloud(5, 50, 1), standardize},
			sample{"block and one row", cloud(6, 129, 5), standardize})
	}
	return all
}

func (s sample) String() string { return fmt.Sprintf("%s, standardize=%t", s.name, s.standardize) }

// Scores are uncorrelated and their variances are the eigenvalues: Var[z] = Λ/(m−1).
func TestScoresUncorrelated(t *testing.T) {
	for _, s := range samples(t) {
		m := fit(t, s.x, s.standardize)
		after := pca.Covariance(nil, m.Transform(nil, s.x, len(m.Mean)), 1)
		if off := pca.MaxOffDiagonal(after); off > 1e-12*m.Values[0] {
			t.Errorf("%v: off-diagonal %g of λ₁ = %g", s, off, m.Values[0])
		}
		for i, v := range m.Values {
			if math.Abs(after.At(i, i)-v) > 1e-12*m.Values[0] {
				t.Errorf("%v: Var[z%d] = %v, want λ = %v", s, i, after.At(i, i), v)
			}
		}
	}
}

// WᵀW = WWᵀ = I.
func TestComponentsOrthogonal(t *testing.T) {
	for _, s := range samples(t) {
		w := fit(t, s.x, s.standardize).Components
		n, _ := w.Dims()
		var wwt, wtw mat.Dense
		wwt.Mul(w, w.T())
		wtw.Mul(w.T(), w)
		for i := range n {
			for j := range n {
				want := 0.0
				if i == j {
					want = 1
				}
				if math.Abs(wwt.At(i, j)-want) > 1e-12 || math.Abs(wtw.At(i, j)-want) > 1e-12 {
					t.Fatalf("%v: (%d,%d) WWᵀ = %v, WᵀW = %v", s, i, j, wwt.At(i, j), wtw.At(i, j))
				}
			}
		}
	}
}

// The components are eigenvectors: Cw = λw, C computed without the decomposition; Σλ = tr C.
func TestEigenvectorsOfCovariance(t *testing.T) {
	for _, s := range samples(t) {
		m := fit(t, s.x, s.standardize)
		cov := pca.Covariance(nil, m.Center(nil, s.x), 1)
		if tr := cov.Trace(); math.Abs(m.TotalVariance()-tr) > 1e-12*tr {
			t.Errorf("%v: Σλ = %v, trace %v", s, m.TotalVariance(), tr)
		}
		for i, lambda := range m.Values {
			w := m.Components.RowView(i)
			var left, right mat.VecDense
			left.MulVec(cov, w)
			right.ScaleVec(lambda, w)
			left.SubVec(&left, &right)
			if r := mat.Norm(&left, 2); r > 1e-12*m.Values[0] {
				t.Errorf("%v: ‖Cw−λw‖ = %g for component %d, λ₁ = %g", s, r, i, m.Values[0])
			}
		}
	}
}

// Eigenvalues descend, are never negative and are exactly 0 past the rank ≤ min(m−1, n); shares add up to 1.
func TestSpectrum(t *testing.T) {
	ranks := map[string]int{"iris": 4, "wine": 13, "digits": 61, "tall cloud": 7, "square cloud": 8,
		"wide cloud": 5, "two rows": 1, "one column": 1, "block and one row": 5} // digits: three pixels never inked
	for _, s := range samples(t) {
		m := fit(t, s.x, s.standardize)
		if m.Rank() != ranks[s.name] {
			t.Errorf("%v: rank %d, want %d", s, m.Rank(), ranks[s.name])
		}
		for i, v := range m.Values {
			if v < 0 || i > 0 && v > m.Values[i-1] || i >= m.Rank() && v != 0 {
				t.Errorf("%v: eigenvalue %d is %v in %v", s, i, v, m.Values)
			}
		}
		sum := 0.0
		for _, r := range m.ExplainedRatio(nil) {
			sum += r
		}
		if math.Abs(sum-1) > 1e-14 {
			t.Errorf("%v: shares add up to %v", s, sum)
		}
	}
}

// Eckart–Young: the error of the reconstruction from k components is the tail of the spectrum.
func TestReconstructionError(t *testing.T) {
	for _, s := range samples(t) {
		m := fit(t, s.x, s.standardize)
		centred := m.Center(nil, s.x)
		n := len(m.Mean)
		for _, k := range []int{1, (n + 1) / 2, n} {
			back := m.Inverse(nil, m.Transform(nil, s.x, k))
			back.Sub(centred, back)
			direct := math.Pow(mat.Norm(back, 2), 2) / float64(m.Rows)
			if got := m.ReconstructionMSE(k); math.Abs(got-direct) > 1e-12*m.TotalVariance() {
				t.Errorf("%v: k=%d: tail %v, direct %v", s, k, got, direct)
			}
		}
		if got, want := m.ReconstructionMSE(0), m.TotalVariance()*float64(m.Rows-1)/float64(m.Rows); math.Abs(got-want) > 1e-15*want*float64(n) {
			t.Errorf("%v: k=0: %v, want the variance with ddof 0, %v", s, got, want)
		}
	}
}

// All components give the table back in its own units.
func TestReconstructAll(t *testing.T) {
	for _, s := range samples(t) {
		m := fit(t, s.x, s.standardize)
		back := m.Reconstruct(nil, m.Transform(nil, s.x, len(m.Mean)))
		if !mat.EqualApprox(back, s.x, 1e-11) {
			t.Errorf("%v: the table is not given back", s)
		}
	}
}

// Rayleigh: no direction catches more than λ₁, and none less than λₙ.
func TestRayleigh(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 0))
	for _, s := range samples(t) {
		m := fit(t, s.x, s.standardize)
		cov := pca.Covariance(nil, m.Center(nil, s.x), 1)
		slack := 1e-12 * m.Values[0]
		if got := pca.DirectionVariance(cov, m.Components.RawRowView(0)); math.Abs(got-m.Values[0]) > slack {
			t.Errorf("%v: w₁ catches %v, want λ₁ = %v", s, got, m.Values[0])
		}
		for range 200 {
			u := mat.NewVecDense(len(m.Mean), nil)
			for j := range m.Mean {
				u.SetVec(j, rnd.NormFloat64())
			}
			u.ScaleVec(1/mat.Norm(u, 2), u)
			got := pca.DirectionVariance(cov, u.RawVector().Data)
			if got > m.Values[0]+slack || got < m.Values[len(m.Values)-1]-slack {
				t.Errorf("%v: a direction catches %v outside %v", s, got, m.Values)
			}
		}
	}
}

// Moving the cloud changes its mean alone. 2²⁰ leaves the entries, multiples of 2⁻²⁰, exact.
func TestTranslation(t *testing.T) {
	x := cloud(8, 40, 3)
	x.Apply(func(_, _ int, v float64) float64 { return math.Round(v*0x1p20) / 0x1p20 }, x)
	moved := new(mat.Dense)
	moved.Apply(func(_, _ int, v float64) float64 { return v + 0x1p20 }, x)
	for _, standardize := range []bool{false, true} {
		a, b := fit(t, x, standardize), fit(t, moved, standardize)
		for i := range a.Values {
			if math.Abs(a.Values[i]-b.Values[i]) > 1e-9*a.Values[0] {
				t.Errorf("standardize=%t: values %v became %v", standardize, a.Values, b.Values)
			}
		}
		if !mat.EqualApprox(a.Components, b.Components, 1e-8) {
			t.Errorf("standardize=%t: components changed", standardize)
		}
	}
}

// Turning the cloud turns the components and keeps the eigenvalues, if the columns are not rescaled.
func TestRotation(t *testing.T) {
	x := cloud(9, 60, 4)
	var qr mat.QR
	qr.Factorize(cloud(10, 4, 4))
	var q, turned, want mat.Dense
	qr.QTo(&q)
	turned.Mul(x, &q)
	a, b := fit(t, x, false), fit(t, &turned, false)
	want.Mul(a.Components, &q)
	for i := range a.Values {
		if math.Abs(a.Values[i]-b.Values[i]) > 1e-12*a.Values[0] {
			t.Errorf("values %v became %v", a.Values, b.Values)
		}
		if c := math.Abs(dot(want.RawRowView(i), b.Components.RawRowView(i))); math.Abs(c-1) > 1e-12 {
			t.Errorf("component %d: cosine %v with the turned one", i, c)
		}
	}
}
