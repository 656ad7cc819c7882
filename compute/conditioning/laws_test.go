package conditioning_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/conditioning"
)

func stream(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// rotation is a system of n equations with a random basis.
func rotation(n int, cond float64, seed uint64) *conditioning.Problem {
	return conditioning.Rotation(conditioning.Orthogonal(n, stream(seed)), cond)
}

// For a symmetric matrix κ = max |λ_i/λ_j|, signs and order aside.
func TestSymmetricCond(t *testing.T) {
	for seed := range uint64(20) {
		n := 2 + int(seed)%6
		g := mat.NewDense(n, n, conditioning.Direction(n*n, stream(seed)))
		var a mat.Dense
		a.Add(g, g.T())
		s := mat.NewSymDense(n, nil)
		for i := range n {
			for j := range n {
				s.SetSym(i, j, a.At(i, j))
			}
		}
		var eigen mat.EigenSym
		if !eigen.Factorize(s, false) {
			t.Fatal("no eigenvalues")
		}
		most, least := 0.0, math.Inf(1)
		for _, v := range eigen.Values(nil) {
			most, least = max(most, math.Abs(v)), min(least, math.Abs(v))
		}
		if got := conditioning.Cond(&a); math.Abs(got-most/least) > 1e-13*got*got {
			t.Errorf("κ = %v, by eigenvalues %v", got, most/least)
		}
	}
}

// κ is as asked for, the entries are those of R·diag·Rᵀ, and κ of A⁻¹, of 3A and of QA is the
// same.
func TestRotationCond(t *testing.T) {
	for _, cond := range []float64{1, 3, 1e4, 1e8} {
		for n := 2; n <= 14; n += 3 {
			p := rotation(n, cond, uint64(n))
			tolerance := 100 * 0x1p-52 * cond * cond
			if got := conditioning.Cond(p.A); math.Abs(got-cond) > tolerance {
				t.Errorf("n = %d: κ = %v, want %v", n, got, cond)
			}
			var scaled, turned mat.Dense
			scaled.Scale(3, p.A)
			turned.Mul(conditioning.Orthogonal(n, stream(99)), p.A)
			if a, b := conditioning.Cond(&scaled), conditioning.Cond(&turned); math.Abs(a-cond) > tolerance || math.Abs(b-cond) > tolerance {
				t.Errorf("n = %d: κ(3A) = %v, κ(QA) = %v, want %v", n, a, b, cond)
			}
			var image mat.VecDense
			image.MulVec(p.A, mat.NewVecDense(n, p.V1))
			if got := floats.Distance(image.RawVector().Data, p.U1, 2); got > 1e-14 {
				t.Errorf("n = %d, κ = %v: A·v₁ is %v off u₁", n, cond, got)
			}
		}
	}
}

// An orthogonal matrix has κ = 1: it turns every error and stretches none.
func TestOrthogonal(t *testing.T) {
	for n := 1; n <= 14; n++ {
		q := conditioning.Orthogonal(n, stream(uint64(n)))
		var gram mat.Dense
		gram.Mul(q.T(), q)
		for i := range n {
			gram.Set(i, i, gram.At(i, i)-1)
		}
		if got := mat.Norm(&gram, 1); got > 1e-13 {
			t.Errorf("n = %d: QᵀQ is %v off I", n, got)
		}
	}
	if got := conditioning.Cond(conditioning.Plane(0.7)); math.Abs(got-1) > 1e-15 {
		t.Errorf("κ of a rotation = %v", got)
	}
}

// ‖δx‖/‖x‖ ≤ κ‖δb‖/‖b‖ for every direction of δb, and the bound is met: with b along u₁ and
// δb along u_n.
func TestRightSideBound(t *testing.T) {
	const noise = 1e-3
	for seed := range uint64(40) {
		n := 2 + int(seed)%13
		p := rotation(n, 50, seed)
		rnd := stream(1000 + seed)
		for _, by := range []conditioning.Solver{conditioning.Normal, conditioning.QR, conditioning.SVD} {
			b := conditioning.Perturbed(nil, p.B, noise, conditioning.Direction(n, rnd))
			if got := conditioning.RelativeError(solve(t, p.A, b, by), p.X); got > p.Cond*noise*(1+1e-9) {
				t.Errorf("n = %d, %s: error %v over the bound %v", n, by, got, p.Cond*noise)
			}
			worst := conditioning.Perturbed(nil, p.U1, noise, p.Un)
			if got := conditioning.RelativeError(solve(t, p.A, worst, by), p.V1); math.Abs(got-p.Cond*noise) > 1e-9*p.Cond*noise {
				t.Errorf("n = %d, %s: the worst error %v, want %v", n, by, got, p.Cond*noise)
			}
		}
	}
}

// The perturbation has exactly the length that was asked for.
func TestPerturbed(t *testing.T) {
	b, d := []float64{3, 4}, []float64{-7, 24}
	got := conditioning.Perturbed(nil, b, 0.1, d)
	if l := floats.Distance(got, b, 2); math.Abs(l-0.5) > 1e-15 || got[0] != 3-0.14 {
		t.Errorf("%v is %v from %v, want 0.5", got, l, b)
	}
}

// With an error ε in the matrix ‖δx‖/‖x‖ ≤ κε/(1−κε), and δA = −ε·u_n·v_nᵀ with x along v_n
// meets it.
func TestMatrixBound(t *testing.T) {
	for seed := range uint64(30) {
		n := 2 + int(seed)%8
		p := rotation(n, 20, seed)
		for _, epsilon := range []float64{1e-4, 0.01, 0.04} {
			limit := conditioning.MatrixBound(p.Cond, epsilon)
			e := mat.NewDense(n, n, conditioning.Direction(n*n, stream(seed)))
			e.Scale(epsilon/conditioning.SingularValues(e)[0], e)
			e.Add(p.A, e)
			if got := conditioning.RelativeError(solve(t, e, p.B, conditioning.QR), p.X); got > limit {
				t.Errorf("ε = %v: error %v over the bound %v", epsilon, got, limit)
			}
			u, v := mat.NewVecDense(n, p.Un), mat.NewVecDense(n, p.Vn)
			e.Outer(-epsilon, u, v)
			e.Add(p.A, e)
			b := make([]float64, n)
			floats.AddScaled(b, p.Values[n-1], p.Un) // A·v_n
			if got := conditioning.RelativeError(solve(t, e, b, conditioning.QR), p.Vn); math.Abs(got-limit) > 1e-10*limit {
				t.Errorf("ε = %v: the worst error %v, want %v", epsilon, got, limit)
			}
		}
	}
	if got := conditioning.MatrixBound(100, 0.01); !math.IsInf(got, 1) {
		t.Errorf("with κε = 1 the bound is %v", got)
	}
}

// The mean square of the error over all directions of δb is that of theory, within four
// standard errors.
func TestRMSError(t *testing.T) {
	const noise, repeats = 0.01, 4000
	for _, n := range []int{2, 5, 14} {
		p := rotation(n, 30, 7)
		f, err := conditioning.Factor(p.A, conditioning.QR)
		if err != nil {
			t.Fatal(err)
		}
		rnd, squares := stream(3), make([]float64, repeats)
		for i := range squares {
			x, err := f.Solve(nil, conditioning.Perturbed(nil, p.B, noise, conditioning.Direction(n, rnd)))
			if err != nil {
				t.Fatal(err)
			}
			squares[i] = math.Pow(conditioning.RelativeError(x, p.X), 2)
		}
		want := math.Pow(conditioning.RMSError(noise, floats.Norm(p.B, 2), floats.Norm(p.X, 2), p.Values), 2)
		mean, sd := stat.MeanStdDev(squares, nil)
		if se := sd / math.Sqrt(repeats); math.Abs(mean-want) > 4*se {
			t.Errorf("n = %d: mean square %v ± %v, want %v", n, mean, se, want)
		}
	}
}

// slope fits the exponent of error ∝ κ^slope without noise, over many matrices.
func slope(t *testing.T, by conditioning.Solver, from, to float64) float64 {
	t.Helper()
	var x, y []float64
	for e := from; e <= to; e += 0.25 {
		for seed := range uint64(12) {
			p := rotation(6, math.Pow(10, e), seed)
			if got := conditioning.RelativeError(solve(t, p.A, p.B, by), p.X); got > 0 {
				x, y = append(x, e), append(y, math.Log10(got))
			}
		}
	}
	_, b := stat.LinearRegression(x, y, nil, false)
	return b
}

// Rounding alone: the error of QR and SVD grows like κ, that of the normal equations like κ².
// They lose twice the digits.
func TestNormalEquationsSquareCond(t *testing.T) {
	for by, want := range map[conditioning.Solver]float64{conditioning.Normal: 2, conditioning.QR: 1, conditioning.SVD: 1} {
		if got := slope(t, by, 2, 7); math.Abs(got-want) > 0.1 {
			t.Errorf("%s: error ∝ κ^%.3f, want the exponent %v", by, got, want)
		}
	}
}

// QR stays within Bound for any κ that leaves a digit, SVD within twice it; the normal equations stay
// within n²·κ²·2⁻⁵² while they last, and break when κ² passes 2⁵³.
func TestSolversKeepBounds(t *testing.T) {
	broken := 0
	for seed := range uint64(60) {
		for e := 0.0; e <= 13; e++ {
			n, cond := 2+int(seed)%13, math.Pow(10, e)
			p := rotation(n, cond, seed)
			limit := conditioning.Bound(cond, 0, n)
			for _, by := range []conditioning.Solver{conditioning.QR, conditioning.SVD} {
				if got := conditioning.RelativeError(solve(t, p.A, p.B, by), p.X); got > limit && (by == conditioning.QR || got > 2*limit) {
					t.Errorf("n = %d, κ = 1e%v, %s: error %v over %v", n, e, by, got, limit)
				}
			}
			f, err := conditioning.Factor(p.A, conditioning.Normal)
			if e > 9 && errors.Is(err, conditioning.ErrBroken) {
				broken++
				continue
			}
			if err != nil && e < 7.5 {
				t.Fatalf("κ = 1e%v: the normal equations break: %v", e, err)
			}
			if e > 7 {
				continue
			}
			x, err := f.Solve(nil, p.B)
			if err != nil {
				t.Fatal(err)
			}
			if got, most := conditioning.RelativeError(x, p.X), float64(n*n)*cond*cond*0x1p-52; got > most {
				t.Errorf("n = %d, κ = 1e%v: error of the normal equations %v over %v", n, e, got, most)
			}
		}
	}
	if broken < 60 {
		t.Errorf("the normal equations broke %d times of 240, want most", broken)
	}
}

// A small residual says little: QR leaves one of the size of rounding, whatever κ is, while
// the error grows to the size of the answer.
func TestSmallResidualLargeError(t *testing.T) {
	for n := 2; n <= 14; n++ {
		p := conditioning.Hilbert(n)
		for _, by := range []conditioning.Solver{conditioning.QR, conditioning.SVD} {
			x := solve(t, p.A, p.B, by)
			if got := p.Residual(p.B, x); got > 2e-13 {
				t.Errorf("n = %d, %s: residual %v", n, by, got)
			}
			if got := conditioning.RelativeError(x, p.X); n >= 13 && got < 0.1 {
				t.Errorf("n = %d, %s: error %v, want none of the digits", n, by, got)
			}
		}
		if got := p.Residual(p.B, p.X); got > 2e-16 {
			t.Errorf("n = %d: residual of the true answer %v", n, got)
		}
	}
}

// QR keeps to κ only while the residual of least squares is small: with a large one the error
// grows like κ² (Golub, Van Loan, theorem 5.3.1).
func TestLargeResidualCostsSquare(t *testing.T) {
	growth := func(size float64) float64 {
		var x, y []float64
		for e := 1.0; e <= 5; e += 0.5 {
			for seed := range uint64(12) {
				a, b, want := tall(math.Pow(10, e), size, seed)
				x = append(x, e)
				y = append(y, math.Log10(conditioning.RelativeError(solve(t, a, b, conditioning.QR), want)))
			}
		}
		_, slope := stat.LinearRegression(x, y, nil, false)
		return slope
	}
	if small, large := growth(0), growth(1); math.Abs(small-1) > 0.2 || math.Abs(large-2) > 0.2 {
		t.Errorf("exponents %v and %v, want 1 and 2", small, large)
	}
}

// tall is a 12×4 problem of least squares: A = U·diag(1, …, 1/κ)·Vᵀ, the solution v₁ up to
// rounding, and a residual of the given size.
func tall(cond, size float64, seed uint64) (*mat.Dense, []float64, []float64) {
	const m, n = 12, 4
	u, v := conditioning.Orthogonal(m, stream(seed)), conditioning.Orthogonal(n, stream(seed+100))
	var a, left mat.Dense
	left.CloneFrom(u.Slice(0, m, 0, n))
	for k := range n {
		for i := range m {
			left.Set(i, k, left.At(i, k)*math.Pow(cond, -float64(k)/(n-1)))
		}
	}
	a.Mul(&left, v.T())
	b := mat.Col(nil, 0, u)
	floats.AddScaled(b, size, mat.Col(nil, n, u))
	return &a, b, mat.Col(nil, 0, v)
}

// Inside the ball the constraint is idle; outside, ‖x‖ = c and (AᵀA + 2λI)x = Aᵀb.
func TestConstrained(t *testing.T) {
	for seed := range uint64(50) {
		a, b, _ := tall(1000, 1, seed)
		free := solve(t, a, b, conditioning.QR)
		length := floats.Norm(free, 2)
		if x, lambda, err := conditioning.Constrained(a, b, 1.5*length); err != nil || lambda != 0 || floats.Distance(x, free, 2) > 1e-9 {
			t.Errorf("a wide ball: x = %v, λ = %v, %v; want %v", x, lambda, err, free)
		}
		for _, share := range []float64{0.999, 0.5, 1e-3} {
			x, lambda, err := conditioning.Constrained(a, b, share*length)
			if err != nil {
				t.Fatal(err)
			}
			if got := floats.Norm(x, 2); math.Abs(got-share*length) > 1e-12*length || lambda <= 0 {
				t.Errorf("‖x‖ = %v, λ = %v, want the radius %v", got, lambda, share*length)
			}
			var r, g mat.VecDense
			r.MulVec(a, mat.NewVecDense(len(x), x))
			r.SubVec(&r, mat.NewVecDense(len(b), b))
			g.MulVec(a.T(), &r)
			g.AddScaledVec(&g, 2*lambda, mat.NewVecDense(len(x), x))
			if off := mat.Norm(&g, 2); off > 1e-12*(1+2*lambda) {
				t.Errorf("the gradient of the Lagrangian is %v", off)
			}
		}
	}
}

// A matrix without an inverse gives an error, not numbers.
func TestSingular(t *testing.T) {
	a := mat.NewDense(2, 2, []float64{1, 1, 0, 0})
	for _, by := range []conditioning.Solver{conditioning.Normal, conditioning.QR, conditioning.SVD} {
		f, err := conditioning.Factor(a, by)
		if err == nil {
			_, err = f.Solve(nil, []float64{1, 2})
		}
		if !errors.Is(err, conditioning.ErrBroken) {
			t.Errorf("%s: error %v", by, err)
		}
	}
	if _, _, err := conditioning.Constrained(a, []float64{1, 2}, 1); !errors.Is(err, conditioning.ErrBroken) {
		t.Errorf("in the ball: error %v", err)
	}
	if got := conditioning.Cond(a); !math.IsInf(got, 1) {
		t.Errorf("κ = %v", got)
	}
}
