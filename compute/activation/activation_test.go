package activation_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"konspekt/compute/activation"
)

// units are all units, those with a parameter also with other ones.
func units() []activation.Unit {
	var all []activation.Unit
	for _, k := range activation.Kinds() {
		all = append(all, activation.New(k))
	}
	all = append(all, activation.Unit{Kind: activation.ReLU, AtZero: 0.5}, activation.Unit{Kind: activation.ReLU, AtZero: 1})
	for _, alpha := range []float64{-1, 0.3, 1, 2} {
		all = append(all, activation.Unit{Kind: activation.PReLU, Alpha: alpha}, activation.Unit{Kind: activation.ELU, Alpha: alpha})
	}
	return all
}

// Away from the kinks the derivative is what differences give; at a kink they give the one-sided ones.
func TestDerivativeAgainstDifferences(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 0))
	for _, u := range units() {
		for range 200 {
			z := 3 * rnd.NormFloat64()
			if slices.ContainsFunc(u.Kinks(), func(k float64) bool { return math.Abs(z-k) < 1e-3 }) {
				continue
			}
			want := fd.Derivative(u.Value, z, &fd.Settings{Formula: fd.Central, Step: 1e-4})
			if got := u.Derivative(z); math.Abs(got-want) > 1e-6 {
				t.Errorf("%v: g′(%v) = %v, differences %v", u, z, got, want)
			}
			if l, r := u.Left(z), u.Right(z); l != u.Derivative(z) || r != l {
				t.Errorf("%v: one-sided derivatives %v, %v at %v", u, l, r, z)
			}
		}
		for _, z := range append(u.Kinks(), 0, -1, 1) {
			const h = 1e-6
			left, right := (u.Value(z)-u.Value(z-h))/h, (u.Value(z+h)-u.Value(z))/h
			if math.Abs(left-u.Left(z)) > 1e-5 || math.Abs(right-u.Right(z)) > 1e-5 {
				t.Errorf("%v at %v: one-sided derivatives %v, %v, quotients %v, %v", u, z, u.Left(z), u.Right(z), left, right)
			}
		}
	}
}

// A function has a derivative exactly where both one-sided ones exist and are equal.
func TestKinksAreWhereOneSidedDerivativesDiffer(t *testing.T) {
	for _, u := range units() {
		for z := -2.0; z <= 2; z += 0.25 {
			if differ := u.Left(z) != u.Right(z); differ != slices.Contains(u.Kinks(), z) {
				t.Errorf("%v at %v: one-sided derivatives %v, %v, kinks %v", u, z, u.Left(z), u.Right(z), u.Kinks())
			}
		}
		for _, z := range u.Kinks() {
			if d := u.Derivative(z); d < min(u.Left(z), u.Right(z)) || d > max(u.Left(z), u.Right(z)) {
				t.Errorf("%v: the convention at %v is %v, outside of %v and %v", u, z, d, u.Left(z), u.Right(z))
			}
		}
	}
}

func TestDerivativeAlpha(t *testing.T) {
	for _, u := range units() {
		for _, z := range []float64{-3, -0.5, 0, 0.5, 3} {
			want := fd.Derivative(func(a float64) float64 { return activation.Unit{Kind: u.Kind, Alpha: a}.Value(z) }, u.Alpha, nil)
			if got := u.DerivativeAlpha(z); math.Abs(got-want) > 1e-7 {
				t.Errorf("%v: ∂g(%v)/∂α = %v, differences %v", u, z, got, want)
			}
		}
	}
}

// The slice forms are the scalar ones, in float32 rounded; a NaN is passed on.
func TestSlices(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 0))
	for _, u := range units() {
		z := []float64{0, -1, 1, math.NaN(), 800, -800}
		for range 50 {
			z = append(z, 4*rnd.NormFloat64())
		}
		compare(t, u, z, 4e-16)
		small := make([]float32, len(z))
		for i, v := range z {
			small[i] = float32(v)
		}
		compare(t, u, small, 2e-7)
	}
}

func compare[F activation.Float](t *testing.T, u activation.Unit, z []F, tol float64) {
	t.Helper()
	h, up, back := make([]F, len(z)), make([]F, len(z)), make([]F, len(z))
	for i := range up {
		up[i] = F(i%5) - 2
	}
	activation.Values(u, h, z)
	activation.Backward(u, back, up, z, h)
	for i, v := range z {
		if v != v {
			if h[i] == h[i] {
				t.Errorf("%v hides a NaN", u)
			}
			continue
		}
		g, d := u.Value(float64(v)), float64(up[i])*u.Derivative(float64(v))
		if !(math.Abs(float64(h[i])-g) <= tol*math.Abs(g)+1e-30) || !(math.Abs(float64(back[i])-d) <= tol*4) {
			t.Errorf("%v at %v: %v and %v, want %v and %v", u, v, h[i], back[i], g, d)
		}
	}
}

// tanh z = 2σ(2z) − 1, and its slope is never more than 1, that of σ never more than ¼.
func TestTanhIsASigmoid(t *testing.T) {
	tanh, sigma := activation.New(activation.Tanh), activation.New(activation.Sigmoid)
	for z := -30.0; z <= 30; z += 0.01 {
		if d := tanh.Value(z) - (2*sigma.Value(2*z) - 1); math.Abs(d) > 4e-16 {
			t.Errorf("tanh %v and 2σ(2z) − 1 differ by %v", z, d)
		}
		if tanh.Derivative(z) > 1 || sigma.Derivative(z) > 0.25 {
			t.Errorf("slopes %v and %v at %v", tanh.Derivative(z), sigma.Derivative(z), z)
		}
	}
	if tanh.Value(0) != 0 || sigma.Value(0) != 0.5 || tanh.Derivative(0) != 1 || sigma.Derivative(0) != 0.25 {
		t.Error("tanh 0 = 0, σ(0) = ½, tanh′(0) = 1, σ′(0) = ¼")
	}
}

// The own tanh is within two units in the last place of the true one, odd, and 1 from where tanh rounds to it.
func TestTanhError(t *testing.T) {
	tanh, rnd := activation.New(activation.Tanh), rand.New(rand.NewPCG(3, 0))
	worst := 0.0
	for i := range 8_000 {
		z := 22 * rnd.Float64()
		switch i % 4 {
		case 0:
			z = math.Exp(-40 * rnd.Float64()) // down to 4e-18
		case 1:
			z = (float64(rnd.IntN(640)) + 0.5) / 32 * (1 + 1e-15*rnd.NormFloat64()) // where the grid point changes
		}
		got, want := tanh.Value(z), exactTanh(z)
		ulp := math.Nextafter(want, 2) - want
		worst = max(worst, math.Abs(got-want)/ulp)
		if tanh.Value(-z) != -got {
			t.Fatalf("tanh(−%v) = %v", z, tanh.Value(-z))
		}
	}
	t.Logf("largest error %.2f units in the last place", worst)
	if worst > 2 {
		t.Errorf("largest error %v units in the last place", worst)
	}
	for _, z := range []float64{20, 1e3, math.MaxFloat64, math.Inf(1)} {
		if tanh.Value(z) != 1 || tanh.Value(-z) != -1 {
			t.Errorf("tanh(±%v) = %v, %v", z, tanh.Value(z), tanh.Value(-z))
		}
	}
	if z := math.Copysign(0, -1); !math.Signbit(tanh.Value(z)) || tanh.Value(5e-324) != 5e-324 {
		t.Error("tanh of −0 and of the smallest number")
	}
}

// exactTanh is sinh z/cosh z by the series in 200 bits, rounded once.
func exactTanh(z float64) float64 {
	x := new(big.Float).SetPrec(200).SetFloat64(z)
	term, odd, even := new(big.Float).SetPrec(200).SetInt64(1), new(big.Float).SetPrec(200), new(big.Float).SetPrec(200)
	for k := int64(0); k < 130; k++ {
		if k%2 == 0 {
			even.Add(even, term)
		} else {
			odd.Add(odd, term)
		}
		term.Mul(term, x)
		term.Quo(term, new(big.Float).SetInt64(k+1))
	}
	v, _ := odd.Quo(odd, even).Float64()
	return v
}

// Two pieces with weights ±1 are |z|, one of them 0 is the rectifier: maxout learns the shape of the unit.
func TestMaxoutContainsRectifierAndAbs(t *testing.T) {
	for z := -2.0; z <= 2; z += 0.125 {
		dst, arg := make([]float64, 2), make([]int, 2)
		activation.Maxout(dst, arg, []float64{z, -z, z, 0}, 2)
		if dst[0] != math.Abs(z) || dst[1] != max(0, z) {
			t.Errorf("maxout at %v: %v", z, dst)
		}
	}
	dst, arg := make([]float64, 1), make([]int, 1)
	if activation.Maxout(dst, arg, []float64{1, math.NaN(), 2}, 3); dst[0] == dst[0] {
		t.Errorf("maxout of a NaN is %v", dst[0])
	}
}

func TestBugsPanic(t *testing.T) {
	z := make([]float64, 3)
	for name, f := range map[string]func(){
		"kind":    func() { activation.Unit{Kind: "no"}.Value(0) },
		"slope":   func() { activation.Unit{Kind: "no"}.Derivative(0) },
		"lengths": func() { activation.Values(activation.New(activation.ReLU), z[:2], z) },
		"groups":  func() { activation.Maxout(z[:1], make([]int, 1), z, 2) },
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

func BenchmarkValues(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 0))
	z, h := make([]float64, 1024), make([]float64, 1024)
	for i := range z {
		z[i] = rnd.NormFloat64()
	}
	for _, k := range activation.Kinds() {
		b.Run(string(k), func(b *testing.B) {
			for b.Loop() {
				activation.Values(activation.New(k), h, z)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/value")
		})
	}
	b.Run("math.Tanh", func(b *testing.B) {
		for b.Loop() {
			for i, v := range z {
				h[i] = math.Tanh(v)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/value")
	})
}

// The rectifier has a left derivative and a right one at 0; a program that asks for "the" derivative gets one of them.
func ExampleUnit() {
	g := activation.New(activation.ReLU)
	fmt.Println(g.Left(0), g.Right(0), g.Derivative(0), g.Kinks())
	// Output: 0 1 0 [0]
}
