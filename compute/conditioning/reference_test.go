package conditioning_test

import (
	"encoding/json"
	"math"
	"math/big"
	"os"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/conditioning"
)

type bound struct{ Rel, Abs float64 }

// allows tells whether got agrees with want: |got − want| ≤ abs + rel·|want|.
func (b bound) allows(got, want float64) bool {
	return math.Abs(got-want) <= b.Abs+b.Rel*math.Abs(want)
}

type referenceCase struct {
	Name  string
	Input struct {
		N int
		A [][]float64
		B []float64
		C float64
	}
	Expected struct {
		Cond2       float64
		Float64     float64   `json:"cond2_of_A_as_float64"`
		Values      []float64 `json:"singular_values"`
		X           []float64
		RSS         float64   `json:"residual_sum_of_squares"`
		Constrained []float64 `json:"x_constrained"`
		Lambda      float64
	}
	Tolerance struct {
		bound
		Fields map[string]bound
	}
}

func (c referenceCase) tolerance(field string) bound {
	if b, ok := c.Tolerance.Fields[field]; ok {
		return b
	}
	return c.Tolerance.bound
}

// references are the cases of testdata/numeric.json that belong here, by mpmath at 60 digits.
func references(t *testing.T) []referenceCase {
	t.Helper()
	src, err := os.ReadFile("testdata/numeric.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []referenceCase }
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 14 {
		t.Fatalf("%d cases, want 14", len(file.Cases))
	}
	return file.Cases
}

func dense(rows [][]float64) *mat.Dense {
	a := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range rows {
		a.SetRow(i, row)
	}
	return a
}

func TestReference(t *testing.T) {
	for _, c := range references(t) {
		t.Run(c.Name, func(t *testing.T) {
			switch {
			case c.Input.N > 0:
				checkHilbert(t, c)
			case c.Input.B == nil:
				checkCond(t, c, dense(c.Input.A))
			default:
				checkLeastSquares(t, c)
			}
		})
	}
}

// The Hilbert matrices are exact, whatever the tolerance of an algorithm in float64 is.
func checkHilbert(t *testing.T, c referenceCase) {
	p := conditioning.Hilbert(c.Input.N)
	if !mat.Equal(p.A, dense(c.Input.A)) {
		t.Error("other entries")
	}
	if got, want := p.Cond, c.Expected.Cond2; math.Abs(got-want) > 4e-15*want {
		t.Errorf("κ = %v, want %v", got, want)
	}
	for i, want := range c.Expected.Values {
		if !c.tolerance("singular_values").allows(p.Values[i], want) {
			t.Errorf("σ[%d] = %v, want %v", i, p.Values[i], want)
		}
	}
	checkCond(t, c, p.A)
}

func checkCond(t *testing.T, c referenceCase, a *mat.Dense) {
	if got, want := conditioning.Cond(a), c.Expected.Float64; !c.tolerance("cond2_of_A_as_float64").allows(got, want) {
		t.Errorf("κ in float64 = %v, want %v", got, want)
	}
	for i, v := range conditioning.SingularValues(a) {
		if want := c.Expected.Values[i]; math.Abs(v-want) > 1e-14*c.Expected.Values[0] {
			t.Errorf("σ[%d] = %v, want %v", i, v, want)
		}
	}
}

func checkLeastSquares(t *testing.T, c referenceCase) {
	a := dense(c.Input.A)
	for _, by := range []conditioning.Solver{conditioning.Normal, conditioning.QR, conditioning.SVD} {
		x := solve(t, a, c.Input.B, by)
		var r mat.VecDense
		r.MulVec(a, mat.NewVecDense(len(x), x))
		r.SubVec(&r, mat.NewVecDense(len(c.Input.B), c.Input.B))
		if got := mat.Dot(&r, &r); !c.tolerance("residual_sum_of_squares").allows(got, c.Expected.RSS) {
			t.Errorf("%s: residual %v, want %v", by, got, c.Expected.RSS)
		}
		for j, want := range c.Expected.X {
			if !c.tolerance("x").allows(x[j], want) {
				t.Errorf("%s: x[%d] = %v, want %v", by, j, x[j], want)
			}
		}
	}
	x, lambda, err := conditioning.Constrained(a, c.Input.B, c.Input.C)
	if err != nil {
		t.Fatal(err)
	}
	if !c.tolerance("lambda").allows(lambda, c.Expected.Lambda) {
		t.Errorf("λ = %v, want %v", lambda, c.Expected.Lambda)
	}
	for j, want := range c.Expected.Constrained {
		if !c.tolerance("x_constrained").allows(x[j], want) {
			t.Errorf("in the ball x[%d] = %v, want %v", j, x[j], want)
		}
	}
}

func solve(t testing.TB, a mat.Matrix, b []float64, by conditioning.Solver) []float64 {
	t.Helper()
	f, err := conditioning.Factor(a, by)
	if err != nil {
		t.Fatalf("%s: %v", by, err)
	}
	x, err := f.Solve(nil, b)
	if err != nil {
		t.Fatalf("%s: %v", by, err)
	}
	return x
}

// κ of the Hilbert matrices by mpmath, eigsy at 60 digits: past n = 12 float64 has no digit
// of the least singular value.
func TestHilbertCond(t *testing.T) {
	for n, want := range map[int]float64{
		2: 19.281470067903971448, 5: 476607.25024256080938, 10: 16026286870216.882788, 11: 523067739242940.85709,
		12: 17132289046970049.626, 13: 562794237376007650.28, 14: 18533817023471499357.0,
	} {
		if got := conditioning.HilbertCond(n); math.Abs(got-want) > 4e-15*want {
			t.Errorf("n = %d: κ = %v, want %v", n, got, want)
		}
	}
	for n, want := range map[int]float64{12: 1.04794639796222669e-16, 13: 3.22290101486085659e-18, 14: 9.87705173522594776e-20} {
		if got := conditioning.Hilbert(n).Values[n-1]; math.Abs(got-want) > 4e-15*want {
			t.Errorf("n = %d: λ_min = %v, want %v", n, got, want)
		}
	}
}

// The inverse is exact: in rational numbers H·H⁻¹ = I.
func TestHilbertInverse(t *testing.T) {
	for _, n := range []int{1, 2, 7, 14, 30} {
		inverse := conditioning.HilbertInverse(n)
		for i := range n {
			for j := range n {
				sum := new(big.Rat)
				for k := range n {
					term := new(big.Rat).SetFrac(inverse[k][j], big.NewInt(int64(i+k+1)))
					sum.Add(sum, term)
				}
				want := new(big.Rat)
				if i == j {
					want.SetInt64(1)
				}
				if sum.Cmp(want) != 0 {
					t.Fatalf("n = %d: (H·H⁻¹)[%d][%d] = %v", n, i, j, sum)
				}
			}
		}
	}
}

// The directions belong to the values: A·Vn = σ_min·Un, judged by the exact inverse, which
// makes σ_min large.
func TestHilbertDirections(t *testing.T) {
	for _, n := range []int{2, 8, 14} {
		p := conditioning.Hilbert(n)
		for i, row := range conditioning.HilbertInverse(n) {
			sum, large := 0.0, 0.0
			for j, v := range row {
				f, _ := new(big.Float).SetInt(v).Float64()
				sum += f * p.Un[j]
				large = max(large, math.Abs(f))
			}
			if want := p.Vn[i] / p.Values[n-1]; math.Abs(sum-want) > 1e-14*large {
				t.Errorf("n = %d: (H⁻¹u)[%d] = %v, want %v", n, i, sum, want)
			}
		}
		if l := floats.Norm(p.Un, 2); math.Abs(l-1) > 1e-15 {
			t.Errorf("n = %d: ‖u‖ = %v", n, l)
		}
	}
}

// The right-hand sides of the Hilbert problem are the rounded exact sums of its rows.
func TestHilbertRightSide(t *testing.T) {
	for n := 2; n <= 14; n++ {
		for i, got := range conditioning.Hilbert(n).B {
			exact := new(big.Rat)
			for j := range n {
				exact.Add(exact, big.NewRat(1, int64(i+j+1)))
			}
			if want, _ := exact.Float64(); got != want {
				t.Errorf("n = %d: b[%d] = %v, want %v", n, i, got, want)
			}
		}
	}
}
