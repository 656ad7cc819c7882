package chapters_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// naiveUnits are the units typed as they are read, with their derivatives.
var naiveUnits = map[string]struct{ g, dg func(z, a float64) float64 }{
	"relu":     {func(z, _ float64) float64 { return max(0, z) }, func(z, _ float64) float64 { return when(z > 0, 1, 0) }},
	"abs":      {func(z, _ float64) float64 { return math.Abs(z) }, func(z, _ float64) float64 { return when(z > 0, 1, when(z < 0, -1, 0)) }},
	"leaky":    {slope, slopeOf},
	"prelu":    {slope, slopeOf},
	"maxout":   {func(z, a float64) float64 { return max(z, a*z) }, slopeOf},
	"elu":      {func(z, a float64) float64 { return when(z > 0, z, a*(math.Exp(z)-1)) }, func(z, a float64) float64 { return when(z > 0, 1, a*math.Exp(z)) }},
	"softplus": {func(z, _ float64) float64 { return math.Log(1 + math.Exp(z)) }, func(z, _ float64) float64 { return 1 / (1 + math.Exp(-z)) }},
	"gelu": {func(z, _ float64) float64 { return z * 0.5 * (1 + math.Erf(z/math.Sqrt2)) },
		func(z, _ float64) float64 {
			return 0.5*(1+math.Erf(z/math.Sqrt2)) + z*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi)
		}},
	"silu": {func(z, _ float64) float64 { return z / (1 + math.Exp(-z)) },
		func(z, _ float64) float64 { s := 1 / (1 + math.Exp(-z)); return s + z*s*(1-s) }},
}

func slope(z, a float64) float64   { return max(0, z) + a*min(0, z) }
func slopeOf(z, a float64) float64 { return when(z > 0, 1, a) }

func when(yes bool, a, b float64) float64 {
	if yes {
		return a
	}
	return b
}

func TestRectifiersShape(t *testing.T) {
	for unit, naive := range naiveUnits {
		for _, alpha := range []float64{-1, 0.01, 0.25, 1} {
			r := resultOf(t, "rectifiers", fmt.Sprintf("steps=1&rate=0.1&unit=%s&alpha=%v", unit, alpha))
			g, dg := r.nums("g"), r.nums("dg")
			for i, z := range r.nums("z") {
				if !near(g[i], naive.g(z, alpha), 1e-12, 1e-14) {
					t.Errorf("%s, α = %v: g(%v) = %v, want %v", unit, alpha, z, g[i], naive.g(z, alpha))
				}
				if z != 0 && !near(dg[i], naive.dg(z, alpha), 1e-10, 1e-12) {
					t.Errorf("%s, α = %v: g′(%v) = %v, want %v", unit, alpha, z, dg[i], naive.dg(z, alpha))
				}
			}
		}
	}
}

// «Discover»: a large rate kills ReLU units and a usual one does not; no leaky unit dies,
// whatever the rate and the seed.
func TestRectifiersLargeRateKills(t *testing.T) {
	killed := 0.0
	for seed := 1; seed <= 8; seed++ {
		at := fmt.Sprintf("seed=%d", seed)
		killed += resultOf(t, "rectifiers", at).num("dead_units")
		if d := resultOf(t, "rectifiers", at+"&rate=0.5").num("dead_units"); d != 0 {
			t.Errorf("seed %d: %v units die at the rate 0.5", seed, d)
		}
		for _, q := range []string{"&unit=leaky&alpha=0.01", "&unit=leaky&rate=12", "&unit=prelu", "&unit=abs"} {
			if d := resultOf(t, "rectifiers", at+q).num("dead_units"); d != 0 {
				t.Errorf("%s%s: %v units die", at, q, d)
			}
		}
	}
	if killed < 16 {
		t.Errorf("at the rate 5 %v units of 128 die, too few for the page", killed)
	}
}

// A dead unit stays dead: no step changes a bit of its weights any more.
func TestRectifiersDeadStayDead(t *testing.T) {
	seen := 0
	for _, q := range []string{"seed=1", "seed=2", "seed=4", "rate=12", "seed=3&bias0=-1&rate=7", "seed=5&width=40", "unit=leaky&alpha=0&seed=6"} {
		early, late := resultOf(t, "rectifiers", q+"&steps=40"), resultOf(t, "rectifiers", q+"&steps=150")
		then, now := early.list("died_at"), late.list("died_at")
		for j, d := range then {
			if d.v == nil {
				continue
			}
			seen++
			if now[j].v != d.v {
				t.Errorf("%s: unit %d died at %v and then at %v", q, j, d.v, now[j].v)
			}
			for _, name := range []string{"weight_norm", "bias"} {
				if a, b := early.num(name, j), late.num(name, j); a != b {
					t.Errorf("%s: unit %d is dead, its %s went from %v to %v", q, j, name, a, b)
				}
			}
		}
		if dead := late.nums("dead_by_step"); !slices.IsSorted(dead) || dead[len(dead)-1] != late.num("dead_units") {
			t.Errorf("%s: dead by step %v, at the end %v", q, dead, late.num("dead_units"))
		}
	}
	if seen < 15 {
		t.Errorf("%d dead units were looked at", seen)
	}
}

// One formula: max(0, z) + α·min(0, z) is ReLU at α = 0 and |z| at α = −1, in training too.
func TestRectifiersOneFamily(t *testing.T) {
	for _, c := range []struct{ unit, alpha, rest string }{{"relu", "0", ""}, {"relu", "0", "&rate=1"}, {"abs", "-1", "&rate=0.5"}, {"abs", "-1", "&rate=1&seed=3"}} {
		a := resultOf(t, "rectifiers", "unit="+c.unit+c.rest).nums("loss")
		b := resultOf(t, "rectifiers", "unit=leaky&alpha="+c.alpha+c.rest).nums("loss")
		for k := range a {
			if !near(a[k], b[k], 1e-9, 1e-12) {
				t.Errorf("%s and leaky with α = %s, %s: losses %v and %v after %d steps", c.unit, c.alpha, c.rest, a[k], b[k], k)
				break
			}
		}
	}
}

// Before training a unit is on with the probability Φ(b₀/(‖x‖√(2/n))): a half at b₀ = 0,
// more at 0.1, few at −1. Means over seeds are within four standard errors.
func TestRectifiersStart(t *testing.T) {
	many(t)
	last := -1.0
	for _, bias := range []float64{-1, 0, 0.1, 1} {
		for _, unit := range []string{"relu", "maxout"} {
			var at []float64
			theory := 0.0
			for seed := 1; seed <= 60; seed++ {
				r := resultOf(t, "rectifiers", fmt.Sprintf("steps=1&rate=0.1&width=48&bias0=%v&seed=%d&unit=%s", bias, seed, unit))
				at, theory = append(at, r.num("active_start")), r.num("active_start_theory")
				if first := r.num("active_fraction", 0); first != r.num("active_start") {
					t.Errorf("active_fraction begins with %v, active_start is %v", first, r.num("active_start"))
				}
			}
			mean, sd := stat.MeanStdDev(at, nil)
			if se := sd / math.Sqrt(float64(len(at))); math.Abs(mean-theory) > 4*se || se > 0.02 {
				t.Errorf("%s, b₀ = %v: %v ± %v are on, theory %v", unit, bias, mean, se, theory)
			}
			if unit == "relu" {
				if bias == 0 && !near(theory, 0.5, 1e-12, 0) || theory <= last {
					t.Errorf("b₀ = %v: theory %v after %v", bias, theory, last)
				}
				last = theory
			}
		}
	}
}

// What stands beside is the same experiment: each variant is what the lab computes when it
// is chosen, each bias too.
func TestRectifiersBeside(t *testing.T) {
	r := resultOf(t, "rectifiers", "rate=1")
	marks := r.nums("marks")
	same := func(name string, beside, own []float64) {
		for i, v := range beside {
			if v != own[int(marks[i])] {
				t.Errorf("%s: %v after %v steps, the lab has %v", name, v, marks[i], own[int(marks[i])])
				return
			}
		}
	}
	for _, v := range r.list("variants") {
		query := "rate=1&unit=" + v.get("unit").v.(string)
		if a, ok := v.get("alpha").v.(float64); ok {
			query += fmt.Sprintf("&alpha=%v", a)
		}
		own := resultOf(t, "rectifiers", query)
		same(query, v.nums("loss"), own.nums("loss"))
		if v.num("accuracy") != own.num("accuracy") || v.num("dead_units") != own.num("dead_units") {
			t.Errorf("%s: accuracy %v, %v dead; the lab has %v, %v", query, v.num("accuracy"), v.num("dead_units"), own.num("accuracy"), own.num("dead_units"))
		}
	}
	for _, b := range r.list("by_bias") {
		query := fmt.Sprintf("rate=1&bias0=%v", b.num("bias0"))
		own := resultOf(t, "rectifiers", query)
		same(query, b.nums("active_fraction"), own.nums("active_fraction"))
		if b.num("active_start_theory") != own.num("active_start_theory") {
			t.Errorf("%s: theory %v and %v", query, b.num("active_start_theory"), own.num("active_start_theory"))
		}
	}
}

// Slopes are learned by PReLU alone, one for each unit; a training that bursts says when,
// and its arrays end there.
func TestRectifiersLearnedAndLost(t *testing.T) {
	for unit := range naiveUnits {
		r := resultOf(t, "rectifiers", "rate=0.5&alpha=0.25&unit="+unit)
		if unit != "prelu" {
			if v := r.get("alpha_learned").v; v != nil {
				t.Errorf("%s learns %v", unit, v)
			}
			continue
		}
		moved := 0
		for _, a := range r.nums("alpha_learned") {
			if a != 0.25 {
				moved++
			}
		}
		if moved != 16 {
			t.Errorf("%d of 16 slopes moved", moved)
		}
	}
	r := resultOf(t, "rectifiers", "unit=prelu&rate=20&steps=100")
	at := r.num("diverged_at")
	if n := len(r.nums("loss")); float64(n) != at || len(r.nums("active_fraction")) != n || len(r.nums("dead_by_step")) != n {
		t.Errorf("diverged at %v with %d losses", at, n)
	}
	if v := resultOf(t, "rectifiers", "").get("diverged_at").v; v != nil {
		t.Errorf("the default diverges at %v", v)
	}
}

// A loss over the frame is not left out in silence.
func TestRectifiersOverTheFrame(t *testing.T) {
	for query, over := range map[string]bool{"": false, "rate=0.5": false, "rate=12": true, "unit=abs": true} {
		if own := slices.Max(resultOf(t, "rectifiers", query).nums("loss")); own > 30 != over {
			t.Errorf("%s: the loss goes up to %v", query, own)
		}
		if said := bytes.Contains(run(t, find(t, "rectifiers"), query).Figures[1].SVG, []byte("выше 30 — за рамкой")); said != over {
			t.Errorf("%s: the figure says that the loss leaves the frame: %v", query, said)
		}
	}
}
