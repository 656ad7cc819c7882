package glm_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/glm"
)

// crossed draws points of two classes around centres that are close: they overlap.
func crossed(rnd *rand.Rand, m, n int) (x [][]float64, y []float64) {
	for i := range m {
		class := float64(i % 2)
		row := make([]float64, n)
		for j := range row {
			row[j] = rnd.NormFloat64() + 0.5*(2*class-1)
		}
		x, y = append(x, row), append(y, class)
	}
	return x, y
}

func TestGradientsAgainstDifferences(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 0))
	for _, n := range []int{1, 2, 7, 20} { // by rows and by matrix products
		x, y := crossed(rnd, 33, n)
		p := logistic(t, x, y, 0.3)
		classes := make([]int, len(y))
		for i := range classes {
			classes[i] = i % 4
		}
		q, err := glm.NewSoftmax(dense(x), classes, 4, 0.3)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range []interface {
			Loss([]float64) float64
			GradientTo(dst, w []float64) []float64
			Weights() int
		}{p, q} {
			w := make([]float64, f.Weights())
			for j := range w {
				w[j] = rnd.NormFloat64()
			}
			want := fd.Gradient(nil, f.Loss, w, &fd.Settings{Formula: fd.Central})
			if got := f.GradientTo(nil, w); !floats.EqualApprox(got, want, 1e-7) {
				t.Errorf("n=%d: gradient %v, by differences %v", n, got, want)
			}
		}
	}
}

// With two classes softmax regression is logistic regression on the difference of the
// logits; the penalty on both halves counts half.
func TestSoftmaxOfTwoIsLogistic(t *testing.T) {
	x, y := crossed(rand.New(rand.NewPCG(2, 0)), 50, 3)
	classes := make([]int, len(y))
	for i, v := range y {
		classes[i] = int(v)
	}
	q, err := glm.NewSoftmax(dense(x), classes, 2, 0.2)
	if err != nil {
		t.Fatal(err)
	}
	w, err := q.Fit()
	if err != nil {
		t.Fatal(err)
	}
	p := logistic(t, x, y, 0.1)
	u, err := p.Fit()
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range u {
		if got := w[2*j+1] - w[2*j]; math.Abs(got-want) > 1e-9 {
			t.Errorf("weight %d: %v, want %v", j, got, want)
		}
	}
	if math.Abs(p.Loss(u)-q.Loss(w)) > 1e-12 {
		t.Errorf("losses %v and %v", p.Loss(u), q.Loss(w))
	}
}

// J has no minimum exactly where classes are separated, be it quasi-completely; a penalty
// gives it one, unless a class is missing (Albert, Anderson, 1984).
func TestMinimumExists(t *testing.T) {
	for name, c := range map[string]struct {
		x      []float64
		y      []float64
		lambda float64
		exists bool
	}{
		"complete":           {[]float64{-2, -1, 1, 2}, []float64{0, 0, 1, 1}, 0, false},
		"quasi":              {[]float64{-1, 0, 0, 1}, []float64{0, 0, 1, 1}, 0, false},
		"overlap":            {[]float64{-1, 0.5, -0.5, 1}, []float64{0, 0, 1, 1}, 0, true},
		"complete, penalty":  {[]float64{-2, -1, 1, 2}, []float64{0, 0, 1, 1}, 1e-9, true},
		"one class":          {[]float64{-2, -1}, []float64{0, 0}, 0, false},
		"one class, penalty": {[]float64{-2, -1}, []float64{0, 0}, 1, false},
		"one place":          {[]float64{3, 3, 3}, []float64{0, 1, 1}, 0, true}, // w is not unique
	} {
		x := make([][]float64, len(c.x))
		classes := make([]int, len(c.x))
		for i, v := range c.x {
			x[i], classes[i] = []float64{v}, int(c.y[i])
		}
		p := logistic(t, x, c.y, c.lambda)
		q, err := glm.NewSoftmax(dense(x), classes, 2, c.lambda)
		if err != nil {
			t.Fatal(err)
		}
		if p.Exists() != c.exists || q.Exists() != c.exists {
			t.Errorf("%s: a minimum exists: %v, as softmax %v, want %v", name, p.Exists(), q.Exists(), c.exists)
		}
		_, err = p.Fit()
		_, errSoftmax := q.Fit()
		if c.exists && (err != nil || errSoftmax != nil) || !c.exists && (!errors.Is(err, glm.ErrNoMinimum) || !errors.Is(errSoftmax, glm.ErrNoMinimum)) {
			t.Errorf("%s: %v, %v", name, err, errSoftmax)
		}
	}
}

// At the optimum of overlapping classes the loss is lower than anywhere near, and the mean
// of the predicted probabilities is the share of ones: the gradient by the intercept is 0.
func TestOptimum(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 0))
	for k := range 30 {
		x, y := crossed(rnd, 60, 3)
		p := logistic(t, x, y, float64(k%2)*0.05)
		w, err := p.Fit()
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			near := slices.Clone(w)
			for j := range near {
				near[j] += 0.01 * rnd.NormFloat64()
			}
			if p.Loss(near) < p.Loss(w) {
				t.Errorf("a loss of %v near the optimum %v", p.Loss(near), p.Loss(w))
			}
		}
		if got := floats.Sum(p.Probabilities(nil, w)); math.Abs(got-floats.Sum(y)) > 1e-9 {
			t.Errorf("probabilities add up to %v, ones to %v", got, floats.Sum(y))
		}
	}
}

// Up to the rate 2/L every step lowers the loss, and descent comes to Newton's optimum.
func TestDescentSettles(t *testing.T) {
	x, y := crossed(rand.New(rand.NewPCG(5, 0)), 80, 2)
	for _, lambda := range []float64{0, 0.1} {
		p := logistic(t, x, y, lambda)
		want, err := p.Fit()
		if err != nil {
			t.Fatal(err)
		}
		last := math.Inf(1)
		w := make([]float64, 3)
		at := []int{1, 2, 3, 5, 10, 30, 100, 1000, 5000}
		err = p.Descend(t.Context(), w, 1.9/p.Smoothness(), 5000, at, func(step int, w []float64) {
			if l := p.Loss(w); l > last*(1+1e-14) {
				t.Errorf("λ=%v: the loss rises to %v by step %d", lambda, l, step)
			} else {
				last = l
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if !floats.EqualApprox(w, want, 1e-8) {
			t.Errorf("λ=%v: descent comes to %v, Newton to %v", lambda, w, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := logistic(t, x, y, 0).Descend(ctx, make([]float64, 3), 0.1, 1000, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Soudry and others, 2018: on separated classes the loss falls to 0 like 1/t, the weights
// grow like v̂ log t and turn to the direction of the widest margin, whatever the rate.
func TestSoudry(t *testing.T) {
	x, y := apart(rand.New(rand.NewPCG(6, 0)), 24, 0.4)
	p := logistic(t, x, y, 0)
	v, err := p.MaxMargin()
	if err != nil {
		t.Fatal(err)
	}
	grid := []int{1e2, 1e3, 1e4, 1e5, 3e5}
	for _, share := range []float64{0.5, 1.5} {
		var norm, loss, angle []float64
		err := p.Descend(t.Context(), make([]float64, 3), share/p.Smoothness(), 3e5, grid, func(_ int, w []float64) {
			norm, loss = append(norm, floats.Norm(w, 2)), append(loss, p.Loss(w))
			angle = append(angle, 1-floats.Dot(w, v)/floats.Norm(w, 2)/floats.Norm(v, 2))
		})
		if err != nil {
			t.Fatal(err)
		}
		off := math.Inf(1)
		for k := 1; k < len(grid); k++ {
			d := math.Log(float64(grid[k]) / float64(grid[k-1]))
			now := math.Abs((norm[k]-norm[k-1])/d/floats.Norm(v, 2) - 1)
			if now > off {
				t.Errorf("rate %v/L: the slope of ‖w‖ against log t is off by %v of ‖v̂‖ near step %d, by %v before", share, now, grid[k], off)
			}
			off = now
			if power := math.Log(loss[k]/loss[k-1]) / d; k > 1 && math.Abs(power+1) > 0.07 {
				t.Errorf("rate %v/L: the loss falls like t^%v near step %d", share, power, grid[k])
			}
			if angle[k] > angle[k-1] {
				t.Errorf("rate %v/L: the direction turns away: %v after %v", share, angle[k], angle[k-1])
			}
		}
		if off > 0.04 {
			t.Errorf("rate %v/L: at the end the slope of ‖w‖ against log t is off by %v", share, off)
		}
		if last := angle[len(angle)-1]; last > 1e-3 {
			t.Errorf("rate %v/L: 1 − cos of the angle to the widest margin is %v", share, last)
		}
	}
}

// What is no data is an error, what is no shape a panic.
func TestRefused(t *testing.T) {
	x := mat.NewDense(2, 1, []float64{1, 2})
	for name, c := range map[string]struct {
		x    *mat.Dense
		y    []float64
		want error
	}{
		"class 2":  {x, []float64{0, 2}, glm.ErrTarget},
		"infinite": {mat.NewDense(2, 1, []float64{1, math.Inf(1)}), []float64{0, 1}, glm.ErrFinite},
		"NaN":      {mat.NewDense(2, 1, []float64{math.NaN(), 1}), []float64{0, 1}, glm.ErrFinite},
		"empty":    {new(mat.Dense), nil, glm.ErrEmpty},
	} {
		if _, err := glm.NewLogistic(c.x, c.y, 0); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for name, f := range map[string]func(){
		"targets": func() { _, _ = glm.NewLogistic(x, []float64{1}, 0) },
		"penalty": func() { _, _ = glm.NewLogistic(x, []float64{0, 1}, -1) },
		"weights": func() {
			p, err := glm.NewLogistic(x, []float64{0, 1}, 0)
			if err != nil {
				t.Error(err)
				return
			}
			p.Loss([]float64{1, 2, 3})
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

// The infimum of separated classes is 0; of quasi-separated ones it is what the points on
// the hyperplane cost at their best; descent comes near to it and not below.
func TestInfimum(t *testing.T) {
	for name, c := range map[string]struct {
		x    [][]float64
		y    []float64
		want float64
	}{
		"complete":  {[][]float64{{-1}, {1}}, []float64{0, 1}, 0},
		"quasi":     {[][]float64{{-1}, {0}, {0}, {1}}, []float64{0, 0, 1, 1}, 2 * math.Ln2 / 4},
		"in a line": {[][]float64{{-1, 5}, {0, 0}, {0, 1}, {0, 2}, {0, 3}, {1, 7}}, []float64{0, 0, 0, 1, 1, 1}, 0}, // the line's points part too
		"overlap":   {[][]float64{{-1}, {-1}, {1}, {1}}, []float64{0, 1, 0, 1}, math.Ln2},
	} {
		p := logistic(t, c.x, c.y, 0)
		got, err := p.Infimum()
		if err != nil || math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, %v, want %v", name, got, err, c.want)
		}
		w := make([]float64, p.Weights())
		if err := p.Descend(t.Context(), w, 1/p.Smoothness(), 20000, nil, nil); err != nil {
			t.Fatal(err)
		}
		if l := p.Loss(w); l < got-1e-14 || l > got+0.02 {
			t.Errorf("%s: descent comes to %v, infimum %v", name, l, got)
		}
	}
}

// Wherever the points lie, however close, in a line or in one place, Newton's method comes to
// the minimum, where there is one: no descent goes below it.
func TestFitAnywhere(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 0))
	found := 0
	for k := range 1500 {
		m, scale := 1+rnd.IntN(12), []float64{0.01, 1, 100}[rnd.IntN(3)]
		cx, cy := 0.0, 0.0
		if rnd.IntN(2) == 0 {
			cx, cy = 200*rnd.Float64()-100, 200*rnd.Float64()-100
		}
		var x [][]float64
		var y []float64
		for range m {
			u, v := scale*rnd.NormFloat64(), scale*rnd.NormFloat64()
			switch k % 4 {
			case 1:
				v = 0
			case 2:
				u, v = math.Round(u), math.Round(v)
			case 3:
				v = u
			}
			x, y = append(x, []float64{math.Round(1000*(u+cx)) / 1000, math.Round(1000*(v+cy)) / 1000}), append(y, float64(rnd.IntN(2)))
		}
		p := logistic(t, x, y, []float64{0, 1e-7, 0.001, 10}[rnd.IntN(4)])
		w, err := p.Fit()
		if errors.Is(err, glm.ErrNoMinimum) {
			continue
		}
		if err != nil {
			t.Fatalf("%v %v: %v", x, y, err)
		}
		found++
		down := make([]float64, 3)
		if err := p.Descend(t.Context(), down, 1/p.Smoothness(), 30, nil, nil); err != nil {
			t.Fatal(err)
		}
		infimum, err := p.Infimum()
		if l := p.Loss(w); l > p.Loss(down)+1e-9 || err != nil || math.Abs(l-infimum) > 1e-9 {
			t.Errorf("%v %v: loss %v, after descent %v, infimum %v, %v", x, y, l, p.Loss(down), infimum, err)
		}
	}
	if found < 500 {
		t.Errorf("%d minima", found)
	}
}
