package chapters_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
)

// «Click»: the line of least squares follows an outlier as far as it goes, by
// δ(x₀−x̄)/Sxx; the line of least absolute deviations, once it has let the point go, stays.
func TestRegressionOutlier(t *testing.T) {
	for _, noise := range []string{"normal", "laplace"} {
		r := resultOf(t, "regression", "noise="+noise)
		x := r.nums("x")
		centre := floats.Sum(x) / float64(len(x))
		sxx := 0.0
		for _, v := range x {
			sxx += (v - centre) * (v - centre)
		}
		curve := r.list("outlier_curve")
		for _, at := range curve {
			want := r.num("w_mse") + at.num("outlier")*(x[0]-centre)/sxx
			if !near(at.num("w_mse"), want, 0, 1e-4) { // answers are rounded to 0.001
				t.Errorf("%s, δ=%v: w_mse %v, want %v", noise, at.num("outlier"), at.num("w_mse"), want)
			}
			if at.num("outlier") <= -2 && !near(at.num("w_mae"), curve[0].num("w_mae"), 0, 1e-12) {
				t.Errorf("%s, δ=%v: w_mae %v, want %v still", noise, at.num("outlier"), at.num("w_mae"), curve[0].num("w_mae"))
			}
		}
		fallen := resultOf(t, "regression", "outlier=-3.5&noise="+noise)
		if squares, absolutes := r.num("w_mse")-fallen.num("w_mse"), math.Abs(r.num("w_mae")-fallen.num("w_mae")); squares < 0.1 || absolutes > 0.06 {
			t.Errorf("%s: an outlier of −3.5 moves the slopes by %v and %v", noise, squares, absolutes)
		}
	}
}

// The slope of least squares misses the truth as theory says, within four standard
// errors, whatever the noise and with an outlier too.
func TestRegressionSpread(t *testing.T) {
	for seed := 1; seed <= 5; seed++ {
		for _, rest := range []string{"", "&noise=laplace", "&outlier=-3", "&m=100&noise_sigma=1"} {
			q := fmt.Sprintf("seed=%d&repeats=400%s", seed, rest)
			r := resultOf(t, "regression", q).get("spread")
			got, se, want := r.num("rmse_mse"), r.num("rmse_mse_se"), r.num("rmse_mse_theory")
			if se <= 0 || math.Abs(got-want) > 4*se {
				t.Errorf("regression?%s: rmse_mse %v ± %v, theory %v", q, got, se, want)
			}
			edges := r.nums("edges")
			inside := 0.0
			for _, name := range []string{"density_mse", "density_mae"} {
				inside += floats.Sum(r.nums(name)) * (edges[1] - edges[0])
			}
			if !near(inside+r.num("outside")/400, 2, 1e-9, 0) {
				t.Errorf("regression?%s: %v of the slopes in columns, %v outside", q, inside, r.num("outside"))
			}
		}
	}
}

// For normal noise squares are better than absolute values, by √(π/2) in the root for
// large m, for Laplace noise the other way round, by √2 (Bassett, Koenker, 1978).
func TestRegressionWhoIsBetter(t *testing.T) {
	for _, c := range []struct {
		noise string
		ratio float64
	}{{"normal", math.Sqrt(math.Pi / 2)}, {"laplace", math.Sqrt(0.5)}} {
		r := resultOf(t, "regression", "m=200&repeats=500&noise="+c.noise).get("spread")
		if got := r.num("rmse_mae_asymptotic") / r.num("rmse_mse_theory"); !near(got, c.ratio, 1e-12, 0) {
			t.Errorf("%s: the ratio by theory is %v, want %v", c.noise, got, c.ratio)
		}
		if got, want, se := r.num("rmse_mae"), r.num("rmse_mae_asymptotic"), r.num("rmse_mae_se"); math.Abs(got-want) > 4*se+0.05*want {
			t.Errorf("%s: rmse_mae %v ± %v, for large m %v", c.noise, got, se, want)
		}
		if better := r.num("rmse_mae") < r.num("rmse_mse"); better != (c.noise == "laplace") {
			t.Errorf("%s: rmse_mae %v, rmse_mse %v", c.noise, r.num("rmse_mae"), r.num("rmse_mse"))
		}
	}
}

// Own points have no truth; those that stand under one another have no best line.
func TestRegressionOwnPoints(t *testing.T) {
	r := resultOf(t, "regression", "points=0:1%3B1:3%3B2:5")
	if !near(r.num("w_mse"), 2, 1e-12, 0) || !near(r.num("b_mse"), 1, 1e-12, 0) || !near(r.num("w_mae"), 2, 1e-12, 0) || r.get("argmin_equal").v != true {
		t.Errorf("three points on y = 2x + 1: %v", r.v)
	}
	for _, name := range []string{"w_true", "b_true", "outlier_curve", "spread"} {
		if r.get(name).v != nil {
			t.Errorf("own points: %s is %v, want null", name, r.get(name).v)
		}
	}
	for _, points := range []string{"1:2", "1:2%3B1:4", "0:1%3B0:2", "-1000:1000", "5:5%3B5:5%3B5:5"} {
		r := resultOf(t, "regression", "points="+points)
		for _, name := range []string{"w_mse", "b_mse", "w_loglik", "w_mae", "loglik_at_ml", "argmin_equal", "r2"} {
			if r.get(name).v != nil {
				t.Errorf("points=%s: %s is %v, want null", points, name, r.get(name).v)
			}
		}
		if r.num("mse") < 0 {
			t.Errorf("points=%s: mse %v", points, r.num("mse"))
		}
	}
	for _, points := range []string{"1:2%3B1:4", "-1000:1000%3B1000:-1000", "20:0.1%3B21:0.2%3B40:0.1", "0:0%3B0.001:900"} {
		a := run(t, find(t, "regression"), "points="+points)
		for _, f := range a.Figures {
			checkFigure(t, f)
		}
	}
}

// Of two standardised columns the slope of least squares is the correlation, and its
// square is R²; the line passes through the middle. The patients have no true line.
func TestRegressionDiabetes(t *testing.T) {
	r := resultOf(t, "regression", "data=diabetes")
	if w := r.num("w_mse"); len(r.nums("x")) != 442 || !near(w*w, r.num("r2"), 1e-3, 0) || !near(r.num("b_mse"), 0, 0, 1e-3) || !near(w, 0.5865, 0, 5e-4) {
		t.Errorf("%d rows, w_mse %v, b_mse %v, r2 %v", len(r.nums("x")), w, r.num("b_mse"), r.num("r2"))
	}
	if !near(r.num("mse_at_ml"), 1-r.num("r2"), 1e-3, 0) || r.get("w_true").v != nil || r.get("spread").v != nil {
		t.Errorf("mse_at_ml %v, w_true %v", r.num("mse_at_ml"), r.get("w_true").v)
	}
}

// The points that the figure hands to the reader are the points: taking one up changes
// nothing else.
func TestRegressionPointsAreExact(t *testing.T) {
	for _, q := range []string{"", "noise=laplace&m=200&outlier=-1.35"} {
		edit := run(t, find(t, "regression"), q).Figures[0].Edit
		drawn, own := resultOf(t, "regression", q), resultOf(t, "regression", "points="+strings.ReplaceAll(edit.Points, ";", "%3B"))
		if edit.Param != "points" || drawn.num("mse") != own.num("mse") || drawn.num("w_mae") != own.num("w_mae") || len(edit.Points) > 3000 {
			t.Errorf("regression?%s: mse %v, of its points %v", q, drawn.num("mse"), own.num("mse"))
		}
	}
}

// A grip at an end of the line turns it about the other end; let go where it was taken,
// it changes nothing.
func TestRegressionGrips(t *testing.T) {
	for _, q := range []string{"", "w=0.3&b=0.8", "w=1&b=-2", "w=-0.5&b=5"} {
		at := paramsOf(t, "regression", q)
		grips := run(t, find(t, "regression"), q).Figures[0].Grips
		if len(grips) != 2 {
			t.Fatalf("regression?%s: %d grips", q, len(grips))
		}
		for i, g := range grips {
			other := grips[1-i]
			follow := func(y float64) (w, b float64) {
				set := func(s lab.Set) float64 { return s.X*g.X + s.Y*y + s.C }
				return set(g.Sets[0]), set(g.Sets[1])
			}
			if w, b := follow(g.Y); !near(w, at["w"], 1e-9, 1e-9) || !near(b, at["b"], 1e-9, 1e-9) {
				t.Errorf("regression?%s: a grip that rests sets w = %v, b = %v", q, w, b)
			}
			if w, b := follow(g.Y + 0.7); !near(w*other.X+b, other.Y, 1e-9, 1e-9) || !near(w*g.X+b, g.Y+0.7, 1e-9, 1e-9) {
				t.Errorf("regression?%s: the line misses a hand", q)
			}
		}
	}
}
