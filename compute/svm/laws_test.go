package svm_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/svm"
)

var machines = []struct {
	name string
	p    svm.Params
}{
	{"linear", svm.Params{Kernel: svm.Kernel{Kind: svm.Linear}, C: 1}},
	{"linear C=1000", svm.Params{Kernel: svm.Kernel{Kind: svm.Linear}, C: 1000}},
	{"poly", svm.Params{Kernel: svm.Kernel{Kind: svm.Poly, Gamma: 0.5, Coef0: 1, Degree: 3}, C: 2}},
	{"rbf", rbf1},
	{"rbf C=100", svm.Params{Kernel: svm.Kernel{Kind: svm.RBF, Gamma: 2}, C: 100}},
}

// Strong duality and the conditions of Karush, Kuhn and Tucker, written out for every point:
// a = 0 ⇒ y·f ≥ 1, 0 < a < C ⇒ y·f = 1, a = C ⇒ y·f ≤ 1, Σ a·y = 0.
func TestOptimality(t *testing.T) {
	x, y := blobs(200, 1, 2)
	for _, c := range machines {
		m := fit(t, x, y, c.p, nil)
		if gap := m.Primal - m.Objective; math.Abs(gap) > 1e-8*m.Objective {
			t.Errorf("%s: duality gap %v", c.name, gap)
		}
		if sum := floats.Sum(m.Coef); math.Abs(sum) > 1e-10*c.p.C {
			t.Errorf("%s: Σα = %v", c.name, sum)
		}
		f := m.DecisionTo(nil, x)
		for i, a := range m.Dual() {
			slack := 1 - y[i]*f[i]
			if a > c.p.C || a < c.p.C && slack > 1e-6 || a > 0 && slack < -1e-6 {
				t.Errorf("%s: point %d has a = %v, 1 − yf = %v", c.name, i, a, slack)
			}
		}
	}
}

// A point that is no support vector may be moved behind its margin or removed: nothing changes, to the
// last bit.
func TestOtherPointsChangeNothing(t *testing.T) {
	x, y := blobs(120, 1.5, 3)
	for _, c := range machines {
		m := fit(t, x, y, c.p, nil)
		if !m.Exact {
			t.Fatalf("%s: not exact", c.name)
		}
		other := slices.IndexFunc(m.Dual(), func(a float64) bool { return a == 0 })
		keep := slices.DeleteFunc(ascending(120), func(i int) bool { return i == other })
		less, lessY := rows(x, y, keep)
		without := fit(t, less, lessY, c.p, nil)
		for k, i := range without.Support {
			if keep[i] != m.Support[k] {
				t.Fatalf("%s: support vectors differ", c.name)
			}
		}
		moved := mat.DenseCopyOf(x)
		moved.Set(other, 1, moved.At(other, 1)+1e-3)
		for _, n := range []*svm.Model{without, fit(t, moved, y, c.p, nil)} {
			if !slices.Equal(n.Coef, m.Coef) || n.Intercept != m.Intercept || n.Objective != m.Objective {
				t.Errorf("%s: point %d is no support vector but changes the machine", c.name, other)
			}
		}
	}
}

// The support vectors alone give the same machine.
func TestSupportVectorsSuffice(t *testing.T) {
	x, y := blobs(120, 1.5, 4)
	for _, c := range machines {
		m := fit(t, x, y, c.p, nil)
		sx, sy := rows(x, y, m.Support)
		if n := fit(t, sx, sy, c.p, nil); !slices.Equal(n.Coef, m.Coef) || n.Intercept != m.Intercept {
			t.Errorf("%s: another machine", c.name)
		}
	}
}

// A start changes the time and not the model. (One machine may take as long: from the optimum of a large C
// a moved point sends SMO on long ways.)
func TestWarmStart(t *testing.T) {
	x, y := blobs(300, 1, 5)
	var steps [2]int // cold, warm
	for _, c := range machines {
		before := fit(t, x, y, c.p, nil)
		moved := mat.DenseCopyOf(x)
		i := before.Support[0]
		moved.Set(i, 0, moved.At(i, 0)+0.1)
		cold, warm := fit(t, moved, y, c.p, nil), fit(t, moved, y, c.p, before.Dual())
		if !slices.Equal(cold.Coef, warm.Coef) || cold.Intercept != warm.Intercept {
			t.Errorf("%s: warm and cold differ", c.name)
		}
		steps[0] += cold.Iterations
		steps[1] += warm.Iterations
		wild := make([]float64, 300) // neither within the bounds nor balanced
		for i := range wild {
			wild[i] = float64(i-100) * c.p.C
		}
		if n := fit(t, moved, y, c.p, wild); math.Abs(n.Objective-cold.Objective) > 1e-8*cold.Objective {
			t.Errorf("%s: objective %v from a wild start, want %v", c.name, n.Objective, cold.Objective)
		}
	}
	if steps[1] > steps[0]*2/3 {
		t.Errorf("%d steps warm, %d cold", steps[1], steps[0])
	}
}

// The machine with a kernel is the linear machine on explicit features.
func TestKernelTrick(t *testing.T) {
	x, y := blobs(80, 1, 6)
	k := svm.Kernel{Kind: svm.Poly, Gamma: 0.7, Coef0: 0.5, Degree: 2}
	phi := mat.NewDense(80, 6, nil)
	for i := range 80 {
		phi.SetRow(i, k.Features(x.RawRowView(i)))
	}
	a := fit(t, x, y, svm.Params{Kernel: k, C: 1}, nil)
	b := fit(t, phi, y, svm.Params{Kernel: svm.Kernel{Kind: svm.Linear}, C: 1}, nil)
	near(t, "decisions", a.Decisions, b.Decisions, bound{Abs: 1e-8})
}

// The hard margin of two points is half their distance.
func TestHardMargin(t *testing.T) {
	x := dense([][]float64{{-1, 2}, {2, 6}, {-5, 2}})
	m := fit(t, x, []float64{-1, 1, -1}, svm.Params{Kernel: svm.Kernel{Kind: svm.Linear}, C: 1e6}, nil)
	if math.Abs(m.Margin-2.5) > 1e-9 || !slices.Equal(m.Support, []int{0, 1}) {
		t.Errorf("margin %v, support %v", m.Margin, m.Support)
	}
}

// The grid is the decision at its points, on whatever path it is computed.
func TestGrid(t *testing.T) {
	x, y := blobs(60, 1, 7)
	gx, gy := []float64{-3, -1, 0.5, 40}, []float64{-2, 0, 2.5}
	points := mat.NewDense(12, 2, nil)
	for j, v := range gy {
		for i, u := range gx {
			points.SetRow(j*4+i, []float64{u, v})
		}
	}
	for _, c := range machines {
		m := fit(t, x, y, c.p, nil)
		near(t, c.name, m.GridTo(nil, gx, gy), m.DecisionTo(nil, points), bound{Rel: 1e-12, Abs: 1e-12 * c.p.C})
		near(t, c.name, m.Decisions, m.DecisionTo(nil, x), bound{Rel: 1e-9, Abs: 1e-9})
	}
}

// Twins share the margin: α is not unique, the function is.
func TestTwins(t *testing.T) {
	x, y := blobs(40, 1, 8)
	both, bothY := rows(x, y, append(ascending(40), ascending(40)...))
	for _, c := range machines {
		half := c.p
		half.C /= 2
		m, n := fit(t, x, y, c.p, nil), fit(t, both, bothY, half, nil)
		near(t, c.name, n.Decisions[:40], m.Decisions, bound{Abs: 1e-5})
	}
}

func TestErrors(t *testing.T) {
	x, y := blobs(10, 1, 9)
	nan, huge := mat.DenseCopyOf(x), mat.DenseCopyOf(x)
	nan.Set(3, 1, math.NaN())
	huge.Set(3, 1, 1e60)
	one := make([]float64, 10)
	floats.AddConst(1, one)
	three := slices.Clone(y)
	three[4] = 2
	linear := svm.Kernel{Kind: svm.Linear}
	for _, c := range []struct {
		x    *mat.Dense
		y    []float64
		p    svm.Params
		want error
	}{
		{x, y, svm.Params{Kernel: linear, C: 0}, svm.ErrC},
		{x, y, svm.Params{Kernel: linear, C: math.NaN()}, svm.ErrC},
		{x, y, svm.Params{Kernel: linear, C: math.Inf(1)}, svm.ErrC},
		{x, y, svm.Params{Kernel: svm.Kernel{Kind: "sigmoid"}, C: 1}, svm.ErrKernel},
		{x, y, svm.Params{Kernel: svm.Kernel{Kind: svm.RBF}, C: 1}, svm.ErrKernel},
		{x, y, svm.Params{Kernel: svm.Kernel{Kind: svm.Poly, Gamma: 1, Coef0: -1, Degree: 2}, C: 1}, svm.ErrKernel},
		{x, y, svm.Params{Kernel: svm.Kernel{Kind: svm.Poly, Gamma: 1, Degree: 0}, C: 1}, svm.ErrKernel},
		{x, one, svm.Params{Kernel: linear, C: 1}, svm.ErrOneClass},
		{x, three, svm.Params{Kernel: linear, C: 1}, svm.ErrLabel},
		{nan, y, svm.Params{Kernel: linear, C: 1}, svm.ErrNotFinite},
		{huge, y, svm.Params{Kernel: linear, C: 1}, svm.ErrRange},
		{mat.NewDense(10, 2, nil), y, svm.Params{Kernel: linear, C: 1}, svm.ErrIdentical},
	} {
		if _, err := svm.Fit(context.Background(), c.x, c.y, c.p, nil); !errors.Is(err, c.want) {
			t.Errorf("%v: error %v, want %v", c.p, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := svm.Fit(ctx, x, y, rbf1, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after cancellation", err)
	}
}

func ascending(n int) []int {
	index := make([]int, n)
	for i := range index {
		index[i] = i
	}
	return index
}

func rows(x *mat.Dense, y []float64, index []int) (*mat.Dense, []float64) {
	sub, labels := mat.NewDense(len(index), x.RawMatrix().Cols, nil), make([]float64, len(index))
	for k, i := range index {
		sub.SetRow(k, x.RawRowView(i))
		labels[k] = y[i]
	}
	return sub, labels
}

// A machine that rounding errors keep from its optimum is given up after a count of steps.
func TestGivesUp(t *testing.T) {
	x, y := blobs(200, 0.5, 10)
	p := svm.Params{Kernel: svm.Kernel{Kind: svm.Poly, Gamma: 1e4, Coef0: 1, Degree: 12}, C: 1}
	if _, err := svm.Fit(context.Background(), x, y, p, nil); !errors.Is(err, svm.ErrNoConvergence) {
		t.Errorf("error %v, want ErrNoConvergence", err)
	}
}
