package s0301crossentropy

import (
	"context"
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"konspekt/compute/glm"
	"konspekt/internal/lab"
)

// train descends from w = 0 and finds what there is to descend to.
func (r *Result) train(ctx context.Context, p Params) error {
	problem, err := glm.NewLogistic(r.crowd.x, r.crowd.y, p.L2)
	if err != nil {
		return err
	}
	if err := r.destination(p, problem); err != nil {
		return err
	}
	if err := r.descend(ctx, p, problem); err != nil {
		return err
	}
	rows, text := len(r.crowd.y), r.crowd.text()
	r.Rows, r.Points = &rows, &text
	r.Terms, r.P = lab.Nums(problem.Terms(nil, r.w)), lab.Nums(problem.Probabilities(nil, r.w))
	wrong := int(math.Round((1 - problem.Accuracy(r.w)) * float64(rows)))
	r.Errors = &wrong
	r.Ray = r.ray(problem)
	return nil
}

// perDecade is how many steps of each factor of ten are on record.
const perDecade = 12

// record lists the steps whose loss is kept: evenly by logarithm, with the last and a tenth
// of it.
func record(steps int) []int {
	var at []int
	for k := 0; ; k++ {
		s := int(math.Round(math.Pow(10, float64(k)/perDecade)))
		if s >= steps {
			break
		}
		at = append(at, s)
	}
	at = append(at, steps)
	if steps >= 10 {
		at = append(at, steps/10)
	}
	slices.Sort(at)
	return slices.Compact(at)
}

func (r *Result) descend(ctx context.Context, p Params, problem *glm.Logistic) error {
	r.w = make([]float64, problem.Weights())
	note := func(step int, w []float64) {
		r.Step = append(r.Step, step)
		r.Loss, r.NLL = append(r.Loss, lab.Num(problem.Loss(w))), append(r.NLL, lab.Num(problem.NLL(w)))
		r.WeightNorm = append(r.WeightNorm, lab.Num(norm(w)))
	}
	note(0, r.w)
	rate := p.Rate / problem.Smoothness()
	if err := problem.Descend(ctx, r.w, rate, p.Steps, record(p.Steps), note); err != nil {
		return err
	}
	r.Rate, r.B, r.W = lab.Num(rate), lab.Num(r.w[0]), lab.Nums(r.w[1:])
	if math.IsNaN(r.steep) || p.L2 > 0 {
		return nil
	}
	if last := len(r.Step) - 1; p.Steps >= 10 {
		tenth := slices.Index(r.Step, p.Steps/10)
		factor := math.Log(float64(p.Steps) / float64(p.Steps/10))
		r.Slope = (r.WeightNorm[last] - r.WeightNorm[tenth]) / lab.Num(factor)
	}
	// By the chord between the two directions: a cosine near 1 has no digits for a small angle.
	unit, goal := make([]float64, len(r.w)), make([]float64, len(r.w))
	floats.ScaleTo(unit, 1/floats.Norm(r.w, 2), r.w)
	floats.ScaleTo(goal, 1/floats.Norm(r.target, 2), r.target)
	r.Angle = lab.Num(2 * math.Asin(min(1, floats.Distance(unit, goal, 2)/2)) * 180 / math.Pi)
	return nil
}

// norm is ‖w‖ without the intercept.
func norm(w []float64) float64 { return floats.Norm(w[1:], 2) }

// destination finds the minimum or, where there is none, the direction of the escape.
func (r *Result) destination(p Params, problem *glm.Logistic) error {
	separation, exists := problem.Separate(), problem.Exists()
	kind := string(separation.Kind)
	r.Separation, r.MinimumExists, r.Direction = &kind, &exists, nil
	if separation.Direction != nil {
		r.Direction = lab.Nums(separation.Direction)
	}
	infimum, err := problem.Infimum()
	if err != nil {
		return unsettled(p, err)
	}
	r.LossInfimum = lab.Num(infimum)
	if exists {
		w, err := problem.Fit()
		if err != nil {
			return unsettled(p, err)
		}
		r.target = w
		r.LossAtOptimum, r.NormAtOptimum = lab.Num(problem.Loss(w)), lab.Num(norm(w))
		r.BOptimum, r.WOptimum = lab.Num(w[0]), lab.Nums(w[1:])
	}
	return r.bareDestination(p, separation.Kind)
}

// bareDestination is what descent goes to without penalty: it sets the ranges of axes, which
// do not follow the penalty.
func (r *Result) bareDestination(p Params, kind glm.Kind) error {
	r.bare, r.steep = math.NaN(), math.NaN()
	bare, err := glm.NewLogistic(r.crowd.x, r.crowd.y, 0)
	if err != nil {
		return err
	}
	switch kind {
	case glm.Overlap:
		if p.L2 == 0 {
			r.bare = float64(r.NormAtOptimum)
			return nil
		}
		w, err := bare.Fit()
		if err != nil {
			return unsettled(p, err)
		}
		r.bare = norm(w)
	case glm.Complete:
		v, err := bare.MaxMargin()
		if errors.Is(err, glm.ErrNoConvergence) { // a strip too narrow for its place: nothing is said of the limit
			return nil
		}
		if err != nil {
			return err
		}
		if norm(v) <= 1e-9*floats.Norm(v, 2) {
			return nil // one class: the intercept alone runs off
		}
		r.steep = norm(v)
		if p.L2 == 0 {
			r.target = v
			r.BMargin, r.WMargin, r.SlopeTheory = lab.Num(v[0]), lab.Nums(v[1:]), lab.Num(norm(v))
		}
	}
	return nil
}

// unsettled turns a search that did not settle into a message at the points.
func unsettled(p Params, err error) error {
	if !errors.Is(err, glm.ErrNoConvergence) {
		return err
	}
	return lab.Problems{{Parameter: "points", Value: p.Points, Reason: "при таких точках счёт не сошёлся; сдвиньте их к началу координат"}}
}

// OnRay is the loss on the ray from 0 through the weights: how long they are and J there.
type OnRay struct {
	Norm lab.Num `json:"norm"`
	Loss lab.Num `json:"loss"`
	NLL  lab.Num `json:"nll"`
}

// raySteps is the count of places on the ray.
const raySteps = 100

// ray goes along the separating direction to which descent turns, or to the minimum; without
// either along the weights.
func (r *Result) ray(problem *glm.Logistic) []OnRay {
	along := r.target
	if along == nil || norm(along) == 0 {
		along = r.w
	}
	if norm(along) == 0 {
		return nil
	}
	most := r.longest()
	if at := float64(r.NormAtOptimum); at > 0 {
		most = math.Pow(10, math.Ceil(2*math.Log10(3*at))/2) // by factors of √10, not with every move of λ
	}
	out := make([]OnRay, raySteps+1)
	w := make([]float64, len(along))
	for i := range out {
		length := most * float64(i) / raySteps
		floats.ScaleTo(w, length/norm(along), along)
		out[i] = OnRay{lab.Num(length), lab.Num(problem.Loss(w)), lab.Num(problem.NLL(w))}
	}
	return out
}

// longest is the end of the axis of ‖w‖: it follows the points and not the controls.
func (r *Result) longest() float64 {
	switch {
	case !math.IsNaN(r.steep) && r.steep > 0:
		return nice(12 * r.steep)
	case r.bare > 0:
		return nice(2 * r.bare)
	}
	last := float64(r.WeightNorm[len(r.WeightNorm)-1])
	if last > 0 {
		return nice(1.3 * last)
	}
	return 1
}

// nice is the least of 1, 1.5, 2, 3, 5, 7, 10, … that is not smaller.
func nice(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, k := range []float64{1, 1.5, 2, 3, 5, 7} {
		if v <= k*unit {
			return k * unit
		}
	}
	return 10 * unit
}
