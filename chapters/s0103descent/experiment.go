// Package s0103descent is section 1.3: steps down the gradient, how long they may be, and
// what momentum and curvature change.
package s0103descent

import (
	"context"
	"math"

	"konspekt/compute/descent"
	"konspekt/internal/lab"
)

// Params selects one walk.
type Params struct {
	Method   descent.Method
	Rate     float64 // ε
	Kappa    float64 // κ
	Momentum float64 // β
	Function string  // quadratic, rosenbrock, saddle or abs
	Steps    int
	Start    string // two numbers
}

// Result is the walk beside what theory expects of it. Steps count from 0, the start.
type Result struct {
	X [][2]float64 `json:"x"` // cut before the first place that is not finite
	F []float64    `json:"f"`

	// Parts are ½x₁² and ½κx₂², what either eigen-direction adds to f; null unless
	// f is quadratic with a minimum.
	Parts [][2]lab.Num `json:"parts"`

	StepsDone  int  `json:"steps_done"`
	Converged  bool `json:"converged"`   // a thousandth of the way to the goal is left
	DivergedAt *int `json:"diverged_at"` // the first step farther from the goal than a convergent walk goes
	Singular   bool `json:"singular"`    // Newton's method has no step: the Hessian has no inverse

	RateMeasured lab.Num `json:"rate_measured"` // factor per step of the distance to the goal, null where it has no meaning
	RateTheory   lab.Num `json:"rate_theory"`   // spectral radius at the goal
	CriticalRate lab.Num `json:"critical_rate"` // null unless f is quadratic with a minimum and the method has a rate

	AngleToGoal lab.Num `json:"angle_to_goal"` // degrees between −∇f at the start and the way to the goal; null where either is 0

	// Where f has two derivatives at the goal.
	Goal          [2]float64 `json:"goal"`           // the stationary point
	Stationary    string     `json:"stationary"`     // what it is: minimum or saddle
	Eigenvalues   [2]lab.Num `json:"eigenvalues"`    // of the Hessian there; of the axes x₁, x₂ if f is quadratic, else ascending
	Factors       [2]lab.Num `json:"factors"`        // spectral radius along either
	CriticalLocal lab.Num    `json:"critical_local"` // the critical rate of the quadratic function that f is like near a minimum
	Best          Best       `json:"best"`           // null numbers unless f is quadratic with a minimum
	Distance      []lab.Num  `json:"distance"`       // to the goal
	place         landscape  // what is walked
	bestGD        []float64  // f along the walk with the best rate
	bestMomentum  []float64  // and with the best rate and momentum
	start         [2]float64 // the start as numbers
}

// Best are the fastest settings for the worst direction, and its factor per step.
type Best struct {
	Rate           lab.Num `json:"rate"`
	Factor         lab.Num `json:"factor"`
	MomentumRate   lab.Num `json:"momentum_rate"`
	Momentum       lab.Num `json:"momentum"`
	MomentumFactor lab.Num `json:"momentum_factor"`
}

var nan = lab.Num(math.NaN())

// Run walks from the start and measures the walk.
func Run(_ context.Context, p Params, _ lab.Tables) (*Result, error) {
	place, start := land(p), lab.ReadList(p.Start)
	path, err := descent.Walk(place.f, start, p.settings())
	if err != nil {
		return nil, err
	}
	r := &Result{place: place, start: [2]float64{start[0], start[1]}, F: path.F, StepsDone: len(path.X) - 1, Singular: path.Singular, Goal: place.goal, Stationary: place.kind}
	for _, x := range path.X {
		r.X = append(r.X, [2]float64{x[0], x[1]})
		r.Distance = append(r.Distance, lab.Num(math.Hypot(x[0]-place.goal[0], x[1]-place.goal[1])))
	}
	r.AngleToGoal = angle(place, start)
	r.theory(p)
	r.ending(p, path)
	r.RateMeasured = r.measured(p)
	if p.Function == "quadratic" {
		for _, x := range r.X {
			r.Parts = append(r.Parts, [2]lab.Num{lab.Num(x[0] * x[0] / 2), lab.Num(p.Kappa * x[1] * x[1] / 2)})
		}
		err = r.rivals(p, start)
	}
	return r, err
}

// angle is the angle at the start between −∇f and the straight way to the goal, degrees.
func angle(l landscape, start []float64) lab.Num {
	g, way := make([]float64, 2), []float64{l.goal[0] - start[0], l.goal[1] - start[1]}
	l.f.Gradient(g, start)
	cross, dot := g[1]*way[0]-g[0]*way[1], -g[0]*way[0]-g[1]*way[1]
	if cross == 0 && dot == 0 {
		return nan
	}
	return lab.Num(math.Abs(math.Atan2(cross, dot)) * 180 / math.Pi)
}

// settings are those of the walk; plain descent has no momentum.
func (p Params) settings() descent.Settings {
	return descent.Settings{Method: p.Method, Rate: p.Rate, Momentum: p.beta(), Steps: p.Steps}
}

// beta is the momentum that the method uses.
func (p Params) beta() float64 {
	if p.Method == descent.Momentum {
		return p.Momentum
	}
	return 0
}

// theory fills in what the Hessian at the goal says.
func (r *Result) theory(p Params) {
	for _, v := range []*lab.Num{&r.RateTheory, &r.CriticalRate, &r.CriticalLocal, &r.Best.Rate, &r.Best.Factor, &r.Best.MomentumRate, &r.Best.Momentum, &r.Best.MomentumFactor} {
		*v = nan
	}
	r.Eigenvalues, r.Factors = [2]lab.Num{nan, nan}, [2]lab.Num{nan, nan}
	lambda := r.place.lambda
	if !r.place.smooth {
		return
	}
	for i, l := range lambda {
		r.Eigenvalues[i], r.Factors[i] = lab.Num(l), 0
		if p.Method != descent.Newton {
			r.Factors[i] = lab.Num(descent.Radius(l, p.Rate, p.beta()))
		}
	}
	r.RateTheory = max(r.Factors[0], r.Factors[1])
	if r.place.kind == "saddle" {
		return
	}
	low, high := min(lambda[0], lambda[1]), max(lambda[0], lambda[1])
	if p.Method != descent.Newton {
		r.CriticalLocal = lab.Num(descent.CriticalRate(high, p.beta()))
	}
	if p.Function == "quadratic" {
		r.CriticalRate = r.CriticalLocal
		rate, factor := descent.Best(low, high)
		r.Best.Rate, r.Best.Factor = lab.Num(rate), lab.Num(factor)
		rate, beta, factor := descent.BestMomentum(low, high)
		r.Best.MomentumRate, r.Best.Momentum, r.Best.MomentumFactor = lab.Num(rate), lab.Num(beta), lab.Num(factor)
	}
}

// ending tells how the walk ends. On a quadratic function no walk that converges ever is
// farther from the goal than descent.Reach times the first distance in either direction,
// so ten times that is the sign of one that does not.
func (r *Result) ending(p Params, path *descent.Path) {
	first, last := float64(r.Distance[0]), float64(r.Distance[len(r.Distance)-1])
	r.Converged = !path.Overflow && last <= first/1000
	if _, quadratic := r.place.f.(descent.Quadratic); quadratic && p.Method != descent.Newton {
		for k, d := range r.Distance {
			if float64(d) > 10*descent.Reach(p.beta())*first {
				r.DivergedAt = &k
				return
			}
		}
	}
	if path.Overflow {
		k := len(r.X)
		r.DivergedAt = &k
	}
}

// measured is the factor per step in the end. A walk with a fixed step does not settle at a
// kink, and Newton's method has no constant factor.
func (r *Result) measured(p Params) lab.Num {
	if p.Method == descent.Newton || !r.place.smooth {
		return nan
	}
	floor := 1e-290
	if r.Goal != [2]float64{} {
		floor = 1e-12 // what rounding leaves of a distance to (1, 1)
	}
	d := make([]float64, len(r.Distance))
	for k, v := range r.Distance {
		d[k] = float64(v)
	}
	return lab.Num(descent.MeasuredRate(d, floor))
}

// rivals walks as fast as the two methods with a rate can.
func (r *Result) rivals(p Params, start []float64) error {
	gd := descent.Settings{Method: descent.Gradient, Rate: float64(r.Best.Rate), Steps: p.Steps}
	ball := descent.Settings{Method: descent.Momentum, Rate: float64(r.Best.MomentumRate), Momentum: float64(r.Best.Momentum), Steps: p.Steps}
	path, err := descent.Walk(r.place.f, start, gd)
	if err != nil {
		return err
	}
	r.bestGD = path.F
	if path, err = descent.Walk(r.place.f, start, ball); err != nil {
		return err
	}
	r.bestMomentum = path.F
	return nil
}
