package pca_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/pca"
)

// The entry of largest magnitude of every component is positive, the first one of equals, to the bit.
func TestSigns(t *testing.T) {
	for _, s := range samples(t) {
		for i, w := range rowsOf(fit(t, s.x, s.standardize).Components) {
			top := 0
			for j, v := range w {
				if math.Abs(v) > math.Abs(w[top]) {
					top = j
				}
			}
			if w[top] <= 0 {
				t.Errorf("%v: component %d has %v", s, i, w[top])
			}
			for j, v := range w {
				if v == 0 && math.Signbit(v) {
					t.Errorf("%v: component %d has −0 in column %d", s, i, j)
				}
			}
		}
	}
}

// Two standardised columns always have the components (1, 1)/√2 and (1, −1)/√2; rounding must not turn them.
func TestSignsOfEquals(t *testing.T) {
	const h = math.Sqrt2 / 2
	want := mat.NewDense(2, 2, []float64{h, h, h, -h})
	for seed := range uint64(200) {
		x := pca.Gauss2D(rand.New(rand.NewPCG(seed, 0)), 100, 0.8, 0)
		w := fit(t, x, true).Components
		if !mat.EqualApprox(w, want, 1e-13) || w.At(0, 0) < w.At(0, 1) || w.At(1, 0) < -w.At(1, 1) {
			t.Errorf("seed %d: components %v", seed, rowsOf(w))
		}
	}
}

// A constant column keeps scale 1, even where its mean cannot be summed exactly, and takes no part.
func TestConstantColumn(t *testing.T) {
	x := cloud(11, 30, 3)
	for i := range 30 {
		x.Set(i, 1, 0.1)
	}
	m := fit(t, x, true)
	if m.Scale[1] != 1 || m.Mean[1] != 0.1 || m.Rank() != 2 {
		t.Errorf("scale %v, mean %v, rank %d", m.Scale, m.Mean, m.Rank())
	}
	if m.Components.At(0, 1) != 0 || m.Components.At(1, 1) != 0 {
		t.Errorf("components %v", rowsOf(m.Components))
	}
}

// A view of columns, a transpose and a copy of the same table have the same model.
func TestAnyMatrix(t *testing.T) {
	x := table(t, "iris")
	want := fit(t, x.Slice(0, 150, 1, 3), true)
	for name, same := range map[string]mat.Matrix{
		"copy":      mat.DenseCopyOf(x.Slice(0, 150, 1, 3)),
		"transpose": mat.DenseCopyOf(x.Slice(0, 150, 1, 3).T()).T(),
	} {
		if got := fit(t, same, true); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// The mean is exact to rounding whatever stands in row 0, from which the sums start.
func TestMeanOutlier(t *testing.T) {
	x := mat.NewDense(5, 1, []float64{1e16, 1, 2, 3, 4})
	if got := fit(t, x, false).Mean[0]; math.Abs(got-2000000000000002) > 0.25 {
		t.Errorf("mean %v, want 2000000000000002", got)
	}
}

// A destination of the right shape is filled and returned; an empty one is sized.
func TestDestinations(t *testing.T) {
	x := table(t, "wine")
	m := fit(t, x, true)
	z := m.Transform(nil, x, 2)
	for name, f := range map[string]func(dst *mat.Dense) *mat.Dense{
		"Center":      func(dst *mat.Dense) *mat.Dense { return m.Center(dst, x) },
		"Transform":   func(dst *mat.Dense) *mat.Dense { return m.Transform(dst, x, 2) },
		"Inverse":     func(dst *mat.Dense) *mat.Dense { return m.Inverse(dst, z) },
		"Reconstruct": func(dst *mat.Dense) *mat.Dense { return m.Reconstruct(dst, z) },
	} {
		want := f(nil)
		used := mat.DenseCopyOf(want)
		used.Zero()
		for _, dst := range []*mat.Dense{used, new(mat.Dense)} {
			if got := f(dst); got != dst || !mat.Equal(got, want) {
				t.Errorf("%s does not fill its destination", name)
			}
		}
	}
}

// The number of CPUs does not change a bit.
func TestSameBits(t *testing.T) {
	x := table(t, "digits")
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := fit(t, x, false)
	z := one.Transform(nil, x, 64)
	runtime.GOMAXPROCS(4)
	four := fit(t, x, false)
	if !reflect.DeepEqual(one, four) || !mat.Equal(z, four.Transform(nil, x, 64)) {
		t.Error("1 and 4 CPUs disagree")
	}
}

func TestFitErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	tests := []struct {
		name string
		x    *mat.Dense
		want error
	}{
		{"empty", new(mat.Dense), pca.ErrFewRows},
		{"one row", mat.NewDense(1, 2, []float64{1, 2}), pca.ErrFewRows},
		{"NaN", mat.NewDense(2, 2, []float64{1, 2, 3, nan}), pca.ErrNotFinite},
		{"NaN first", mat.NewDense(2, 2, []float64{nan, 2, 3, 4}), pca.ErrNotFinite},
		{"infinity", mat.NewDense(2, 2, []float64{1, inf, 3, inf}), pca.ErrNotFinite},
		{"identical points", mat.NewDense(3, 2, []float64{0.1, 7, 0.1, 7, 0.1, 7}), pca.ErrConstant},
		{"too large", mat.NewDense(2, 1, []float64{1e308, -1e308}), pca.ErrRange},
		{"too small", mat.NewDense(2, 1, []float64{0, 1e-200}), pca.ErrRange},
	}
	for _, tt := range tests {
		for _, standardize := range []bool{false, true} {
			if m, err := pca.Fit(tt.x, standardize); m != nil || !errors.Is(err, tt.want) {
				t.Errorf("%s, standardize=%t: %v, %v; want error %v", tt.name, standardize, m, err, tt.want)
			}
		}
	}
}

// Columns of very different size stay finite: the smallest is drowned or kept, never NaN.
func TestTinyColumn(t *testing.T) {
	for _, size := range []float64{1e-15, 1e-139, 1e-141, 1e-170, 1e-310} {
		x := cloud(12, 300, 3)
		x.Apply(func(_, j int, v float64) float64 {
			if j == 1 {
				return (v - 3) * size
			}
			return v
		}, x)
		for _, standardize := range []bool{false, true} {
			m := fit(t, x, standardize)
			for i, v := range m.Values {
				if math.IsNaN(v) || math.IsNaN(mat.Sum(m.Components)) {
					t.Errorf("size %g: eigenvalue %d is %v, components %v", size, i, v, rowsOf(m.Components))
				}
			}
		}
	}
}
