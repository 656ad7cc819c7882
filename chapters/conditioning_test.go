package chapters_test

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// conditioningSolvers are the choices of `solver`.
var conditioningSolvers = []string{"normal", "qr", "svd"}

// The condition numbers of the Hilbert matrices are those of mpmath at 60 digits, exactly and
// not within the tolerance that float64 needs; what float64 sees is within it.
func TestConditioningReference(t *testing.T) {
	type hilbert struct {
		Input     struct{ N int }
		Expected  struct{ Cond2 float64 }
		Tolerance struct{ Rel, Abs float64 }
	}
	seen := 0
	for _, c := range casesOf[hilbert](t, "../compute/conditioning/testdata/numeric.json", "hilbert_cond") {
		seen++
		r := resultOf(t, "conditioning", fmt.Sprintf("matrix=hilbert&n=%d", c.Input.N))
		if got, want := r.num("condition_number"), c.Expected.Cond2; !near(got, want, 4e-15, 0) {
			t.Errorf("n = %d: κ = %v, want %v", c.Input.N, got, want)
		}
		if got, want := r.num("condition_float64"), c.Expected.Cond2; !near(got, want, c.Tolerance.Rel, c.Tolerance.Abs) {
			t.Errorf("n = %d: κ in float64 = %v, want %v", c.Input.N, got, want)
		}
	}
	if seen != 9 {
		t.Errorf("%d Hilbert matrices, want 9", seen)
	}
}

// Past n = 12 the singular values of float64 are noise, the exact κ goes on growing.
func TestConditioningHilbertBeyondFloat64(t *testing.T) {
	r := resultOf(t, "conditioning", "matrix=hilbert&n=14")
	if got, want := r.num("condition_number"), 18533817023471499357.0; !near(got, want, 4e-15, 0) {
		t.Errorf("κ = %v, want %v", got, want)
	}
	if got := r.num("condition_float64"); got > r.num("condition_number")/10 {
		t.Errorf("float64 gives κ = %v, is it exact?", got)
	}
}

// κ of a rotation is the one that is asked for; the bound is κ(noise + n·2⁻⁵²).
func TestConditioningBound(t *testing.T) {
	for _, kappa := range []float64{1, 7.5, 1e5, 1e12} {
		for _, n := range []int{2, 5, 14} {
			for _, noise := range []float64{0, 1e-8, 0.3} {
				r := resultOf(t, "conditioning", fmt.Sprintf("kappa=%s&n=%d&noise=%s", number(kappa), n, number(noise)))
				if got := r.num("condition_number"); got != kappa {
					t.Errorf("κ = %v, want %v", got, kappa)
				}
				want := kappa * (noise + float64(n)*0x1p-52)
				if got := r.num("bound"); !near(got, want, 1e-15, 0) {
					t.Errorf("κ = %v, n = %d, noise %v: bound %v, want %v", kappa, n, noise, got, want)
				}
			}
		}
	}
}

// ‖δx‖/‖x‖ ≤ κ‖δb‖/‖b‖: QR and SVD never leave the bound where there is noise, whatever the
// matrix, the seed and the direction, and δb along u_n comes as near to it as b allows.
func TestConditioningErrorWithinBound(t *testing.T) {
	many(t)
	for _, q := range []string{"kappa=1", "kappa=10", "kappa=100000", "kappa=10000&n=9", "matrix=hilbert&n=4", "matrix=hilbert&n=9&noise=0.00000001", "matrix=random&n=6", "matrix=random&n=14", "angle=135", "angle=45"} {
		for _, solver := range []string{"qr", "svd"} {
			for seed := 1; seed <= 12; seed++ {
				r := resultOf(t, "conditioning", fmt.Sprintf("%s&solver=%s&seed=%d", q, solver, seed))
				bound := r.num("bound")
				for _, name := range []string{"relative_error", "cloud_max", "cloud_rms", "worst_error"} {
					if got := r.num(name); got > bound {
						t.Errorf("%s, %s, seed %d: %s %v over the bound %v", q, solver, seed, name, got, bound)
					}
				}
				if got, want := r.num("worst_error"), r.num("worst_theory"); !near(got, want, 1e-3, 0) {
					t.Errorf("%s, %s, seed %d: along u_n %v, want %v", q, solver, seed, got, want)
				}
				if got, most := r.num("cloud_max"), r.num("worst_error"); got > most*(1+1e-6) {
					t.Errorf("%s, %s, seed %d: %v beyond the worst direction %v", q, solver, seed, got, most)
				}
			}
		}
	}
	if r := resultOf(t, "conditioning", "angle=45"); !near(r.num("worst_error"), r.num("bound"), 1e-9, 0) {
		t.Errorf("b along the long axis: the worst error %v, the bound %v", r.num("worst_error"), r.num("bound"))
	}
}

// «Discover»: with noise the error follows κ·noise, one decade for one decade, whoever solves.
func TestConditioningErrorFollowsNoise(t *testing.T) {
	for _, solver := range conditioningSolvers {
		r := resultOf(t, "conditioning", "noise=0.0001&n=6&solver="+solver)
		var x, y []float64
		for _, s := range r.list("curve") {
			if k := s.num("kappa"); k > 90 && k < 1.1e6 {
				x, y = append(x, math.Log10(k)), append(y, math.Log10(s.num("noisy")))
			}
		}
		_, slope := stat.LinearRegression(x, y, nil, false)
		if len(x) != 13 || math.Abs(slope-1) > 0.05 {
			t.Errorf("%s: error ∝ κ^%.3f over %d matrices, want the exponent 1", solver, slope, len(x))
		}
	}
}

// «Discover»: of rounding alone QR and SVD pay κ, the normal equations κ²; they lose twice the
// digits until none is left.
func TestConditioningNormalEquationsPaySquare(t *testing.T) {
	want := map[string]float64{"normal": 2, "qr": 1, "svd": 1}
	for _, solver := range conditioningSolvers {
		var x, y []float64
		for seed := 1; seed <= 12; seed++ {
			r := resultOf(t, "conditioning", fmt.Sprintf("n=6&noise=0&seed=%d", seed))
			for _, s := range r.list("curve") {
				if k := s.num("kappa"); k > 90 && k < 1.1e7 {
					x, y = append(x, math.Log10(k)), append(y, math.Log10(s.num(solver)))
				}
			}
		}
		if _, slope := stat.LinearRegression(x, y, nil, false); math.Abs(slope-want[solver]) > 0.1 {
			t.Errorf("%s: error ∝ κ^%.3f, want the exponent %v", solver, slope, want[solver])
		}
	}
	r := resultOf(t, "conditioning", "kappa=1000000&noise=0&n=6")
	lostByQR, lost := 16-r.num("digits", "qr"), 16-r.num("digits", "normal")
	if lost < 1.6*lostByQR || lost > 2.6*lostByQR {
		t.Errorf("normal equations lose %v digits, QR %v", lost, lostByQR)
	}
}

// Past κ² = 2⁵³ the Cholesky decomposition breaks: the lab says so, and the error is null.
func TestConditioningFailed(t *testing.T) {
	r := resultOf(t, "conditioning", "kappa=10000000000&noise=0&solver=normal")
	if r.get("failed").v != true {
		t.Fatal("the normal equations did not break")
	}
	for _, keys := range [][]any{{"relative_error"}, {"residual"}, {"worst_error"}, {"cloud_rms"}, {"errors", "normal"}, {"answers", "normal"}, {"digits", "normal"}} {
		if v := r.get(keys...).v; v != nil {
			t.Errorf("%v = %v, want null", keys, v)
		}
	}
	if e := r.num("errors", "qr"); e > r.num("bound") {
		t.Errorf("error of QR %v over the bound %v", e, r.num("bound"))
	}
	for _, solver := range conditioningSolvers {
		r := resultOf(t, "conditioning", "solver="+solver)
		if r.get("failed").v != false || r.num("relative_error") != r.num("errors", solver) {
			t.Errorf("%s: failed %v, error %v and %v", solver, r.get("failed").v, r.num("relative_error"), r.num("errors", solver))
		}
	}
}

// A small residual is no proof: for the largest Hilbert matrices the equations hold to the
// last digit and no digit of the answer is right.
func TestConditioningSmallResidual(t *testing.T) {
	for _, n := range []string{"13", "14"} {
		r := resultOf(t, "conditioning", "matrix=hilbert&noise=0&n="+n)
		if res, e := r.num("residual"), r.num("relative_error"); res > 1e-15 || e < 1 {
			t.Errorf("n = %s: residual %v, error %v", n, res, e)
		}
	}
}

// The mean square of the error over the directions of the noise is that of theory, within
// four standard errors.
func TestConditioningCloud(t *testing.T) {
	for _, q := range []string{"kappa=10", "kappa=1000&n=8&solver=svd", "matrix=hilbert&n=5", "matrix=random&n=12&solver=normal"} {
		r := resultOf(t, "conditioning", q+"&draws=1000")
		got, se, want := r.num("cloud_rms"), r.num("cloud_rms_se"), r.num("cloud_rms_theory")
		if math.Abs(got-want) > 4*se || se <= 0 || se > 0.1*want {
			t.Errorf("%s: %v ± %v, theory %v", q, got, se, want)
		}
	}
}

// Theory is silent where the rounding of the matrix itself changes its κ, and holds in the
// worst direction wherever it speaks.
func TestConditioningTheoryBesideRounding(t *testing.T) {
	spoke, silent := 0, 0
	for n := 2; n <= 14; n++ {
		q := fmt.Sprintf("matrix=hilbert&n=%d&noise=0.1", n)
		r := resultOf(t, "conditioning", q)
		if r.get("worst_theory").v == nil || r.get("cloud_rms_theory").v == nil {
			silent++
			continue
		}
		spoke++
		if got, want := r.num("worst_error"), r.num("worst_theory"); !near(got, want, 0.01, 0) {
			t.Errorf("%s: %v in the worst direction, theory %v", q, got, want)
		}
		if got, se, want := r.num("cloud_rms"), r.num("cloud_rms_se"), r.num("cloud_rms_theory"); math.Abs(got-want) > 4*se {
			t.Errorf("%s: %v ± %v, theory %v", q, got, se, want)
		}
	}
	if spoke != 9 || silent != 4 {
		t.Errorf("theory speaks %d times and is silent %d", spoke, silent)
	}
}

// The error of the first draw is that of its answer, and the answer's digits are those of the error.
func TestConditioningAnswer(t *testing.T) {
	r := resultOf(t, "conditioning", "matrix=hilbert&n=6&noise=0.000001")
	want := r.nums("x_true")
	for _, solver := range conditioningSolvers {
		x := r.nums("answers", solver)
		off, norm := 0.0, 0.0
		for i, v := range want {
			off, norm = math.Hypot(off, x[i]-v), math.Hypot(norm, v)
		}
		if e := r.num("errors", solver); !near(e, off/norm, 1e-12, 0) || !near(r.num("digits", solver), -math.Log10(e), 1e-12, 0) {
			t.Errorf("%s: error %v, of the answer %v, digits %v", solver, e, off/norm, r.num("digits", solver))
		}
	}
}

// The grip at the tip of the cloud gives the κ of the state where it stands, and a larger one
// when it is drawn away from the truth.
func TestConditioningGrip(t *testing.T) {
	for _, q := range []string{"", "kappa=3&angle=70", "kappa=8&n=7&noise=0.05", "kappa=12&noise=0.001"} {
		a := run(t, find(t, "conditioning"), q)
		grips := a.Figures[0].Grips
		g := grips[len(grips)-1]
		if len(g.Sets) != 1 || g.Sets[0].Param != "kappa" {
			t.Fatalf("%s: grips %+v", q, grips)
		}
		s, want := g.Sets[0], paramsOf(t, "conditioning", q)["kappa"]
		if got := s.X*g.X + s.Y*g.Y + s.C; !near(got, want, 1e-9, 0) {
			t.Errorf("%s: the grip stands at κ = %v, want %v", q, got, want)
		}
		further := resultOf(t, "conditioning", with(t, q, "kappa", number(1.2*want)))
		if further.num("cloud_rms") < resultOf(t, "conditioning", q).num("cloud_rms")*0.999 {
			t.Errorf("%s: a larger κ and a smaller cloud", q)
		}
	}
}
