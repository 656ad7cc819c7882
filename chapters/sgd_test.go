package chapters_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

// For large m the target is reached before one pass, and on the same step whatever m is
// (book, section 5.9).
func TestSGDTargetBeforeOnePass(t *testing.T) {
	for seed := 1; seed <= 3; seed++ {
		var steps []float64
		for _, m := range []int{10_000, 100_000, 1_000_000, 10_000_000} {
			q := fmt.Sprintf("m=%d&seed=%d", m, seed)
			r := resultOf(t, "sgd", q)
			if r.num("fraction_of_epoch") >= 1 {
				t.Errorf("sgd?%s: %v passes to the target", q, r.num("fraction_of_epoch"))
			}
			steps = append(steps, r.num("steps_to_target"))
		}
		if slices.Min(steps) != slices.Max(steps) {
			t.Errorf("seed %d: steps to the target %v grow with m", seed, steps)
		}
	}
	if r := resultOf(t, "sgd", "m=1000"); r.num("fraction_of_epoch") <= 1 {
		t.Errorf("m=1000: %v of a pass", r.num("fraction_of_epoch"))
	}
}

// Examples are counted, not steps: seen = steps·B, and the share is of m; the sizes
// compared say the same as a run on each.
func TestSGDCountsExamples(t *testing.T) {
	many(t)
	for _, q := range []string{"", "batch=7", "m=1000", "m=300&target=0.26", "target=0.2", "schedule=constant&batch=1"} {
		r := resultOf(t, "sgd", q)
		batch, m := param(t, q, "batch"), param(t, q, "m")
		want := param(t, q, "steps") * batch
		if r.get("steps_to_target").v != nil {
			want = r.num("steps_to_target") * batch
		}
		if r.num("examples_seen") != want || !near(r.num("fraction_of_epoch"), want/m, 1e-12, 0) {
			t.Errorf("sgd?%s: %v examples, %v passes, want %v and %v", q, r.num("examples_seen"), r.num("fraction_of_epoch"), want, want/m)
		}
	}
	for _, s := range resultOf(t, "sgd", "").list("sizes") {
		own := resultOf(t, "sgd", fmt.Sprintf("m=%v", int(s.num("m"))))
		if a, b := s.get("steps_to_target").v, own.get("steps_to_target").v; a != b {
			t.Errorf("m=%v: steps to the target %v among the sizes, %v alone", s.num("m"), a, b)
		}
	}
}

func param(t *testing.T, query, name string) float64 {
	t.Helper()
	for _, v := range parse(t, find(t, "sgd"), query).Values {
		if v.Name == name {
			var x float64
			if _, err := fmt.Sscan(v.Text, &x); err != nil {
				t.Fatal(err)
			}
			return x
		}
	}
	t.Fatalf("no parameter %s", name)
	return 0
}

// Until a training set is used up, a run does not know its size: the errors are equal to
// the last bit, and then part.
func TestSGDSizeIsUnseen(t *testing.T) {
	whole, small := resultOf(t, "sgd", "m=10000000"), resultOf(t, "sgd", "m=10000")
	steps, parted := whole.nums("loss_step"), false
	for i, e := range small.nums("loss") {
		same := e == whole.nums("loss")[i]
		if steps[i]*32 <= 10_000 && !same {
			t.Errorf("step %v: %v and %v within the first pass", steps[i], e, whole.nums("loss")[i])
		}
		parted = parted || !same
	}
	if !parted || len(steps) != len(whole.nums("loss")) || steps[0] != 0 || steps[len(steps)-1] != 1250 {
		t.Errorf("parted %v, steps %v", parted, steps)
	}
	if a, b := resultOf(t, "sgd", "m=1000000").nums("loss"), whole.nums("loss"); !slices.Equal(a, b) {
		t.Error("two sets that are not used up give different runs")
	}
}

// A step costs B·(4n + 4) + 3(n + 1) operations at every m, a full one as much with B = m,
// kernels m(m+1)/2 scalar products of 2n − 1.
func TestSGDCost(t *testing.T) {
	const n = 6
	for _, m := range []float64{100, 12345, 1e7} {
		r := resultOf(t, "sgd", fmt.Sprintf("m=%d&batch=10", int(m)))
		if got, want := r.num("cost_per_step_flops"), 10.0*(4*n+4)+3*(n+1); got != want {
			t.Errorf("m=%v: %v operations a step, want %v", m, got, want)
		}
		if got, want := r.num("cost_full_step_flops"), m*(4*n+4)+3*(n+1); got != want {
			t.Errorf("m=%v: %v operations a full step, want %v", m, got, want)
		}
		if got, want := r.num("cost_gram_flops"), m*(m+1)/2*(2*n-1); got != want {
			t.Errorf("m=%v: %v operations for the Gram matrix, want %v", m, got, want)
		}
	}
}

// The standard error of a minibatch gradient falls like 1/√B (book, section 8.1.3); at the
// minimum its square is 4σ²(Σλ + 1)/B.
func TestSGDGradientNoise(t *testing.T) {
	sum := 1.0
	for j := range 6 {
		sum += math.Pow(8, -float64(j)/5)
	}
	for _, b := range []float64{1, 4, 100, 256} {
		got := resultOf(t, "sgd", fmt.Sprintf("batch=%v", b)).num("gradient_se")
		if want := math.Sqrt(4 * 0.25 * sum / b); !near(got, want, 1e-12, 0) {
			t.Errorf("B=%v: SE %v, want %v", b, got, want)
		}
	}
}

// Under a constant rate the error stays above σ² by what theory says, within four
// standard errors; the ball grows with rate/batch and is round to first order.
func TestSGDBall(t *testing.T) {
	many(t)
	for seed := 1; seed <= 4; seed++ {
		for _, rest := range []string{"rate=0.1&batch=2&steps=20000", "rate=0.05&batch=8&steps=30000", "rate=0.3&batch=20&steps=6000"} {
			q := fmt.Sprintf("m=10000000&schedule=constant&seed=%d&%s", seed, rest)
			r := resultOf(t, "sgd", q)
			got, want, se := r.num("tail_excess"), r.num("tail_excess_theory"), r.num("tail_excess_se")
			if se <= 0 || math.Abs(got-want) > 4*se {
				t.Errorf("sgd?%s: excess %v ± %v, theory %v", q, got, se, want)
			}
			if ball := r.num("ball_theory"); !near(ball, want, 1e-6, 0) {
				t.Errorf("sgd?%s: the ball %v, the expected tail %v", q, ball, want)
			}
		}
	}
	ball := func(q string) result { return resultOf(t, "sgd", "schedule=constant&steps=16000&"+q) }
	small := ball("rate=0.004&batch=32")
	for i, rho := range small.nums("radius") {
		if want := 0.5 * math.Sqrt(0.004/32); !near(rho, want, 0.01, 0) {
			t.Errorf("radius %d is %v, want σ√(ε/B) = %v", i, rho, want)
		}
	}
	if ratio := ball("rate=0.008&batch=32").num("ball_theory") / small.num("ball_theory"); !near(ratio, 2, 0.01, 0) {
		t.Errorf("twice the rate makes the excess %v times larger", ratio)
	}
	if ratio := ball("rate=0.004&batch=16").num("ball_theory") / small.num("ball_theory"); !near(ratio, 2, 0.01, 0) {
		t.Errorf("half the batch makes the excess %v times larger", ratio)
	}
}

// The ball dies with a schedule that meets the conditions of Robbins and Monro; a rate whose
// sum is finite stops short of the minimum.
func TestSGDSchedules(t *testing.T) {
	many(t)
	end := func(q string) float64 {
		r := resultOf(t, "sgd", "steps=16000&m=10000000&"+q)
		theory := r.nums("loss_theory")
		return theory[len(theory)-1] - r.num("noise")
	}
	stays, dies, stuck := end("schedule=constant"), end("schedule=inverse"), end("schedule=step&tau=20")
	if !(dies < stays/20) {
		t.Errorf("1/t ends %v above σ², a constant rate %v", dies, stays)
	}
	if longer := resultOf(t, "sgd", "schedule=step&tau=20&m=10000000").nums("loss_theory"); !(stuck > 0.01) || !near(longer[len(longer)-1], stuck+0.25, 1e-6, 0) {
		t.Errorf("steps end %v above σ² after 16,000 steps, at %v after 1,250", stuck, longer[len(longer)-1])
	}
}

// Over many seeds the run is where its expectation is, within four standard errors.
func TestSGDExpectation(t *testing.T) {
	many(t)
	for _, q := range []string{"steps=100", "steps=100&schedule=cosine&tau=100&batch=4", "steps=60&schedule=constant&rate=0.2&batch=3"} {
		const seeds = 40
		mean, m2 := 0.0, 0.0
		for seed := 1; seed <= seeds; seed++ {
			r := resultOf(t, "sgd", fmt.Sprintf("%s&seed=%d", q, seed))
			theory := r.nums("loss_theory")
			if !near(r.num("loss", 0), theory[0], 1e-12, 0) {
				t.Fatalf("sgd?%s: the start %v, expected %v", q, r.num("loss", 0), theory[0])
			}
			off := r.num("final_loss") - theory[len(theory)-1] - mean
			mean += off / float64(seed)
			m2 += off * off * float64(seed-1) / float64(seed)
		}
		if se := math.Sqrt(m2 / (seeds * (seeds - 1))); math.Abs(mean) > 4*se {
			t.Errorf("sgd?%s: %v ± %v off the expectation", q, mean, se)
		}
	}
}

// Many passes over a small set lead to its best fit, which is worse than the truth.
func TestSGDSmallSet(t *testing.T) {
	r := resultOf(t, "sgd", "m=100&steps=16000")
	best := r.num("curves", 0, "best_loss")
	if got := r.num("final_loss"); !near(got, best, 1e-3, 0) || best <= r.num("noise")+0.005 {
		t.Errorf("after 5,120 passes the error is %v, at the best fit %v", got, best)
	}
}

// What is not there is null: a target under the noise, the numbers of a run that
// diverged, theory where there is momentum.
func TestSGDNulls(t *testing.T) {
	if r := resultOf(t, "sgd", "target=0.2499"); r.get("steps_to_target").v != nil || r.num("examples_seen") != 40000 {
		t.Error("a target under σ² was reached")
	}
	wild := resultOf(t, "sgd", "schedule=constant&rate=0.5&batch=1")
	if wild.get("diverged").v != true || wild.get("final_loss").v != nil || wild.get("ball_theory").v != nil {
		t.Errorf("rate 0.5 with B = 1: diverged %v", wild.get("diverged").v)
	}
	if critical := wild.num("critical_rate"); critical >= 0.5 || resultOf(t, "sgd", "schedule=constant&batch=1&rate=0.2").num("ball_theory") <= 0 || critical <= 0.2 {
		t.Errorf("critical rate %v", critical)
	}
	r := resultOf(t, "sgd", "momentum=0.9")
	if r.get("loss_theory", 0).v != nil || r.get("steps_expected").v != nil || r.get("radius", 0).v != nil {
		t.Error("theory with momentum")
	}
}

// A long run looks at its context: given 20 ms it ends with an error.
func TestSGDCancel(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	x := find(t, "sgd")
	if _, err := x.Run(ctx, parse(t, x, worst["sgd"]), tables()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want context.DeadlineExceeded", err)
	}
}
