package glm_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/glm"
	"konspekt/compute/svm"
)

func logistic(t *testing.T, x [][]float64, y []float64, lambda float64) *glm.Logistic {
	t.Helper()
	p, err := glm.NewLogistic(dense(x), y, lambda)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// proven checks the certificate of a separation by multiplication alone.
func proven(t *testing.T, x [][]float64, y []float64, s glm.Separation) {
	t.Helper()
	least, most := math.Inf(1), math.Inf(-1)
	sum := make([]float64, len(x[0])+1)
	for i, row := range x {
		z := append([]float64{1}, row...)
		floats.Scale(2*y[i]-1, z)
		if s.Kind == glm.Overlap {
			if !(s.Weights[i] > 0) {
				t.Errorf("weight %d is %v", i, s.Weights[i])
			}
			floats.AddScaled(sum, s.Weights[i], z)
			continue
		}
		v := floats.Dot(z, s.Direction)
		least, most = min(least, v), max(most, v)
	}
	const rounding = 1e-8
	switch s.Kind {
	case glm.Overlap:
		if floats.Norm(sum, math.Inf(1)) > rounding*floats.Sum(s.Weights) {
			t.Errorf("none: the sum of the weighted points is %v", sum)
		}
	case glm.Quasi:
		if least < -rounding || most < rounding {
			t.Errorf("quasi: products from %v to %v", least, most)
		}
	case glm.Complete:
		if least <= 0 {
			t.Errorf("complete: products from %v", least)
		}
	}
}

// On a line the kind can be read off: the classes overlap unless one ends before the other
// begins; if both have a point there the separation is quasi-complete.
func TestSeparateOnALine(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 0))
	seen := map[glm.Kind]int{}
	for range 3000 {
		m := 1 + rnd.IntN(8)
		var x [][]float64
		var y []float64
		lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
		for range m {
			v, class := float64(rnd.IntN(7)-3), rnd.IntN(2)
			x, y = append(x, []float64{v}), append(y, float64(class))
			lo[class], hi[class] = min(lo[class], v), max(hi[class], v)
		}
		want := glm.Overlap
		switch {
		case hi[0] < lo[1] || hi[1] < lo[0]: // true too where one class is empty
			want = glm.Complete
		case (hi[0] == lo[1] || hi[1] == lo[0]) && (lo != [2]float64{hi[0], hi[1]} || lo[0] != lo[1]):
			want = glm.Quasi
		}
		s := logistic(t, x, y, 0).Separate()
		if seen[s.Kind]++; s.Kind != want {
			t.Fatalf("%v %v: %s, want %s", x, y, s.Kind, want)
		}
		proven(t, x, y, s)
	}
	if len(seen) != 3 {
		t.Errorf("kinds met: %v", seen)
	}
}

// In the plane and in space every answer comes with its proof; a strict separation is found
// whenever the support vector machine finds one.
func TestSeparateProof(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 0))
	seen := map[glm.Kind]int{}
	for k := range 600 {
		m, n := 2+rnd.IntN(12), 2+k%2
		x, y := make([][]float64, m), make([]float64, m)
		for i := range x {
			x[i] = make([]float64, n)
			for j := range x[i] {
				x[i][j] = float64(rnd.IntN(5) - 2)
			}
			if y[i] = float64(rnd.IntN(2)); k%3 == 0 { // cut by a plane, points on it at random
				side := x[i][0] + x[i][1]
				if side != 0 {
					y[i] = (1 + math.Copysign(1, side)) / 2
				}
			}
		}
		s := logistic(t, x, y, 0).Separate()
		seen[s.Kind]++
		proven(t, x, y, s)
		if strict, known := strictly(t, x, y); known && strict != (s.Kind == glm.Complete) {
			t.Fatalf("%v %v: %s, by the machine strictly separable: %v", x, y, s.Kind, strict)
		}
	}
	if seen[glm.Complete] < 50 || seen[glm.Quasi] < 50 || seen[glm.Overlap] < 50 {
		t.Errorf("kinds met: %v", seen)
	}
}

// strictly tells by a hard margin whether points on a grid are strictly separable.
func strictly(t *testing.T, x [][]float64, y []float64) (strict, known bool) {
	t.Helper()
	signs := make([]float64, len(y))
	for i, v := range y {
		signs[i] = 2*v - 1
	}
	model, err := svm.Fit(t.Context(), dense(x), signs, svm.Params{Kernel: svm.Kernel{Kind: "linear"}, C: 1e6}, nil)
	if err != nil {
		return false, false
	}
	least := math.Inf(1)
	for i, f := range model.Decisions {
		least = min(least, signs[i]*f)
	}
	return least > 0.5, true
}

// A problem with more columns than the plane: breast cancer's 30 columns are separable, its
// first 10 are not.
func TestSeparateBreastCancer(t *testing.T) {
	x, y := breastCancer(t)
	for n, want := range map[int]glm.Kind{10: glm.Overlap, 30: glm.Complete} {
		rows := make([][]float64, len(y))
		for i := range rows {
			rows[i] = x.RawRowView(i)[:n]
		}
		s := logistic(t, rows, y, 0).Separate()
		if s.Kind != want {
			t.Errorf("%d columns: %s, want %s", n, s.Kind, want)
		}
		proven(t, rows, y, s)
	}
}

// The machine of widest margin through the origin of (1, x) is the support vector machine of
// the examples with a 1 in front and their mirror images: its intercept is 0.
func TestMaxMarginAgainstSVM(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 0))
	for range 40 {
		x, y := apart(rnd, 5+rnd.IntN(30), 0.1)
		v, err := logistic(t, x, y, 0).MaxMargin()
		if err != nil {
			t.Fatal(err)
		}
		both, signs := mat.NewDense(2*len(x), 3, nil), make([]float64, 2*len(x))
		for i, row := range x {
			z := append([]float64{1}, row...)
			both.SetRow(i, z)
			signs[i] = 2*y[i] - 1
			floats.Scale(-1, z)
			both.SetRow(len(x)+i, z)
			signs[len(x)+i] = -signs[i]
		}
		m, err := svm.Fit(t.Context(), both, signs, svm.Params{Kernel: svm.Kernel{Kind: "linear"}, C: 1e6}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(m.Intercept) > 1e-6 || !floats.EqualApprox(m.W, v, 1e-5*floats.Norm(v, 2)) {
			t.Errorf("widest margin %v, support vector machine %v with the intercept %v", v, m.W, m.Intercept)
		}
	}
	if _, err := logistic(t, [][]float64{{0}, {1}, {2}}, []float64{0, 1, 0}, 0).MaxMargin(); !errors.Is(err, glm.ErrSeparation) {
		t.Errorf("classes that overlap: %v", err)
	}
}

// apart draws points of two classes with a free strip of the given half width between them.
func apart(rnd *rand.Rand, m int, half float64) (x [][]float64, y []float64) {
	angle := rnd.Float64() * 2 * math.Pi
	for i := range m {
		class := float64(i % 2)
		u, v := (2*class-1)*(half+math.Abs(rnd.NormFloat64())), rnd.NormFloat64()
		x = append(x, []float64{u*math.Cos(angle) - v*math.Sin(angle), u*math.Sin(angle) + v*math.Cos(angle)})
		y = append(y, class)
	}
	return x, y
}
