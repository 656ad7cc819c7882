package chapters_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// Two of the reference cases are states of the lab: gd_poor_2d with the axes exchanged, and
// gd_saddle_2d as it is.
func TestDescentReference(t *testing.T) {
	type descent struct {
		Name     string
		Expected struct {
			Iterates [][]float64
			F        []float64
		}
	}
	met := 0
	for _, c := range casesOf[descent](t, "../compute/descent/testdata/numeric.json", "gd_") {
		query, first := map[string]string{
			"gd_poor_2d":   "kappa=5&rate=0.1&steps=25&start=5,1",
			"gd_saddle_2d": "function=saddle&kappa=1&rate=0.1&steps=20&start=1,0.001",
		}[c.Name], 0
		if query == "" {
			continue
		}
		if c.Name == "gd_poor_2d" {
			first = 1
		}
		met++
		r := resultOf(t, "descent", query)
		x, f := r.matrix("x"), r.nums("f")
		if len(x) != len(c.Expected.Iterates) || len(f) != len(x) {
			t.Fatalf("%s: %d places, %d values, want %d", c.Name, len(x), len(f), len(c.Expected.Iterates))
		}
		for k, want := range c.Expected.Iterates {
			if !near(x[k][0], want[first], 1e-11, 1e-12) || !near(x[k][1], want[1-first], 1e-11, 1e-12) || !near(f[k], c.Expected.F[k], 1e-11, 1e-12) {
				t.Errorf("%s, step %d: %v, f = %v, want %v, %v", c.Name, k, x[k], f[k], want, c.Expected.F[k])
			}
		}
	}
	if met != 2 {
		t.Errorf("%d cases, want 2", met)
	}
}

// «Discover»: the walk diverges just past 2/λmax, with momentum just past 2(1+β)/λmax, and
// nears the minimum just before.
func TestDescentCriticalRate(t *testing.T) {
	for _, kappa := range []float64{1, 10, 1000} {
		for _, beta := range []float64{0, 0.5, 0.9} {
			base := fmt.Sprintf("kappa=%v&steps=5000&start=0.01,1", kappa)
			if beta > 0 {
				base += fmt.Sprintf("&method=momentum&momentum=%v", beta)
			}
			critical := resultOf(t, "descent", base).num("critical_rate")
			if want := 2 * (1 + beta) / kappa; !near(critical, want, 1e-14, 0) {
				t.Fatalf("%s: critical_rate %v, want %v", base, critical, want)
			}
			under := resultOf(t, "descent", base+"&rate="+number(critical*(1-1e-3)))
			past := resultOf(t, "descent", base+"&rate="+number(critical*(1+1e-3)))
			if f := under.nums("f"); under.num("rate_theory") >= 1 || f[5000] > 0.1*f[0] || under.get("diverged_at").v != nil {
				t.Errorf("%s, under: theory %v, f from %v to %v", base, under.num("rate_theory"), f[0], f[5000])
			}
			if past.num("rate_theory") <= 1 || past.get("converged").v != false {
				t.Errorf("%s, past: theory %v, converged", base, past.num("rate_theory"))
			}
			if f := past.nums("f"); f[len(f)-1] < 10*f[0] {
				t.Errorf("%s, past: f from %v to %v", base, f[0], f[len(f)-1])
			}
		}
	}
	if at := resultOf(t, "descent", "kappa=10&rate=0.2002&steps=5000").num("diverged_at"); at < 100 || at > 2000 {
		t.Errorf("diverged_at %v", at)
	}
}

// At the best step the measured rate is (κ−1)/(κ+1); the heavy ball at its best comes to
// (√κ−1)/(√κ+1), as near as a double root lets it.
func TestDescentBestRates(t *testing.T) {
	for _, kappa := range []float64{2, 10, 100, 1000} {
		best := resultOf(t, "descent", fmt.Sprintf("kappa=%v", kappa)).get("best")
		r := resultOf(t, "descent", fmt.Sprintf("kappa=%v&steps=1000&rate=%s", kappa, number(best.num("rate"))))
		want := (kappa - 1) / (kappa + 1)
		if !near(best.num("rate"), 2/(1+kappa), 1e-14, 0) || !near(best.num("factor"), want, 1e-13, 0) || !near(r.num("rate_theory"), want, 1e-12, 0) || !near(r.num("rate_measured"), want, 1e-6, 0) {
			t.Errorf("κ=%v: best %v, theory %v, measured %v, want %v", kappa, best.v, r.num("rate_theory"), r.num("rate_measured"), want)
		}
		root := math.Sqrt(kappa)
		want = (root - 1) / (root + 1)
		q := fmt.Sprintf("kappa=%v&method=momentum&rate=%s&momentum=%s&steps=500", kappa, number(best.num("momentum_rate")), number(best.num("momentum")))
		ball := resultOf(t, "descent", q)
		if !near(ball.num("rate_theory"), want, 1e-6, 0) || !near(best.num("momentum_factor"), want, 1e-12, 0) || !near(ball.num("rate_measured"), want, 0, 5.0/500) {
			t.Errorf("%s: theory %v, measured %v, want %v", q, ball.num("rate_theory"), ball.num("rate_measured"), want)
		}
	}
}

// The error along an eigenvector is multiplied by 1 − ελ at every step, whatever the other
// does, and f is the sum of its two parts.
func TestDescentDirections(t *testing.T) {
	r := resultOf(t, "descent", "kappa=7&rate=0.25&start=-2,0.7")
	x, parts, f := r.matrix("x"), r.matrix("parts"), r.nums("f")
	for k := range x {
		want := []float64{-2 * math.Pow(1-0.25, float64(k)), 0.7 * math.Pow(1-0.25*7, float64(k))}
		if !near(x[k][0], want[0], 1e-12, 0) || !near(x[k][1], want[1], 1e-12, 0) || !near(parts[k][0]+parts[k][1], f[k], 1e-13, 0) {
			t.Errorf("step %d: %v, want %v; parts %v of %v", k, x[k], want, parts[k], f[k])
		}
	}
}

// Newton's method needs one step on the bowl however long it is, and one to the saddle,
// which gradient descent leaves.
func TestDescentNewton(t *testing.T) {
	for _, q := range []string{"kappa=1000", "kappa=3&start=-5,5", "function=saddle&kappa=1&start=-1.5,0.02", "function=saddle&kappa=200"} {
		r := resultOf(t, "descent", "method=newton&"+q)
		if x := r.matrix("x")[1]; math.Hypot(x[0], x[1]) > 1e-13 || r.get("converged").v != true || r.get("critical_rate").v != nil || r.num("rate_theory") != 0 {
			t.Errorf("%s: %v after one step", q, x)
		}
	}
	away := resultOf(t, "descent", "function=saddle&kappa=1&rate=0.1&start=-1.5,0.02&steps=200")
	if away.get("converged").v != false || away.get("diverged_at").v == nil || away.get("stationary").v != "saddle" || away.get("critical_rate").v != nil || !near(away.num("rate_measured"), 1.1, 1e-3, 0) {
		t.Errorf("gradient descent at the saddle: %v, %v", away.get("diverged_at").v, away.get("rate_measured").v)
	}
	stuck := resultOf(t, "descent", "function=abs&method=newton")
	if stuck.get("singular").v != true || len(stuck.list("x")) != 1 || stuck.get("converged").v != false {
		t.Errorf("Newton's method without a Hessian: %v", stuck.v)
	}
}

// What theory does not know is null: nothing about a kink; no critical rate for Rosenbrock's
// valley but one at its minimum, 2/λmax of the Hessian ((802, −400), (−400, 200)).
func TestDescentNulls(t *testing.T) {
	kink := resultOf(t, "descent", "function=abs")
	for _, name := range []string{"rate_theory", "rate_measured", "critical_rate", "critical_local", "parts", "diverged_at"} {
		if v := kink.get(name).v; v != nil {
			t.Errorf("abs: %s is %v", name, v)
		}
	}
	valley := resultOf(t, "descent", "function=rosenbrock&rate=0.001")
	largest := (1002 + math.Sqrt(602*602+4*400*400)) / 2
	if valley.get("critical_rate").v != nil || !near(valley.num("critical_local"), 2/largest, 1e-12, 0) || !near(valley.num("eigenvalues", 1), largest, 1e-12, 0) {
		t.Errorf("rosenbrock: %v, %v", valley.get("critical_local").v, valley.get("eigenvalues").v)
	}
	lost := resultOf(t, "descent", "function=rosenbrock&rate=1")
	if x := lost.list("x"); lost.num("diverged_at") != float64(len(x)) || len(x) > 10 {
		t.Errorf("rosenbrock, ε = 1: %d places, diverged at %v", len(x), lost.get("diverged_at").v)
	}
}

// The refuted belief: in a valley −∇f points well past the minimum; on an axis, and in a
// round bowl, straight at it.
func TestDescentAngle(t *testing.T) {
	way, g := []float64{2, -0.6}, []float64{2, -30}
	want := math.Acos(dot(way, g)/math.Sqrt(dot(way, way)*dot(g, g))) * 180 / math.Pi
	if got := resultOf(t, "descent", "kappa=50&start=-2,0.6").num("angle_to_goal"); !near(got, want, 1e-9, 0) || got < 60 {
		t.Errorf("%v degrees, want %v", got, want)
	}
	for _, q := range []string{"kappa=50&start=-2,0", "kappa=50&start=0,1", "kappa=1"} {
		if got := resultOf(t, "descent", q).num("angle_to_goal"); got > 1e-6 {
			t.Errorf("%s: %v degrees", q, got)
		}
	}
	if v := resultOf(t, "descent", "start=0,0").get("angle_to_goal").v; v != nil {
		t.Errorf("at the minimum: %v degrees", v)
	}
}

// Past the critical rate the lab says so, though forty steps do not get far; a walk along
// the shallow direction alone converges all the same.
func TestDescentSaysThatItDiverges(t *testing.T) {
	for query, want := range map[string]bool{"rate=0.201": true, "rate=0.199": false, "rate=0.201&start=-1.5,0": false} {
		if text := run(t, find(t, "descent"), query).Summary; strings.Contains(text, "расходится") != want {
			t.Errorf("%s: %q, diverges: %v", query, text, want)
		}
	}
}

// Methods and modes change which controls matter; those in sight stay at most three.
func TestControlsInSight(t *testing.T) {
	for id, queries := range map[string][]string{
		"descent":      {"", "method=momentum", "method=newton", "function=saddle", "function=abs&method=momentum"},
		"crossentropy": {"", "mode=gaussian", "mode=gaussian&own=one", "data=iris_separable"},
		"bernoulli":    {""},
		"softmax":      {"", "z=1,2"},
	} {
		x := find(t, id)
		for _, query := range queries {
			sight := 0
			for i, v := range parse(t, x, query).Values {
				if !v.Hidden && !x.Info().Controls[i].More {
					sight++
				}
			}
			if sight > 3 {
				t.Errorf("%s?%s: %d controls in sight", id, query, sight)
			}
		}
	}
}
