package sgd

import (
	"fmt"
	"math"
)

// Shape is how the learning rate falls with the number of steps.
type Shape string

// The shapes, with t = 0, 1, … the number of steps taken, ε the first rate and τ the time scale.
const (
	Constant Shape = "constant" // ε
	Inverse  Shape = "inverse"  // ε / (1 + t/τ)
	Stairs   Shape = "step"     // ε·2^(−⌊t/τ⌋)
	Cosine   Shape = "cosine"   // ε·½(1 + cos(πt/τ)), 0 from t = τ on (I. Loshchilov, F. Hutter, SGDR, ICLR 2017)
)

// Schedule gives the learning rate of every step.
type Schedule struct {
	Shape Shape
	Rate  float64 // ε > 0
	Tau   float64 // τ > 0 in steps; Constant ignores it
}

// Check returns an error if s is not a schedule.
func (s Schedule) Check() error {
	if !(s.Rate > 0) || math.IsInf(s.Rate, 0) {
		return fmt.Errorf("sgd: rate %v not positive and finite", s.Rate)
	}
	switch s.Shape {
	case Constant:
		return nil
	case Inverse, Stairs, Cosine:
		if !(s.Tau > 0) || math.IsInf(s.Tau, 0) {
			return fmt.Errorf("sgd: time scale %v not positive and finite", s.Tau)
		}
		return nil
	}
	return fmt.Errorf("sgd: unknown schedule %q", s.Shape)
}

// At returns the rate of the step after t ≥ 0 steps.
func (s Schedule) At(t int) float64 {
	u := float64(t) / s.Tau
	switch s.Shape {
	case Inverse:
		return s.Rate / (1 + u)
	case Stairs:
		return s.Rate * math.Exp2(-math.Floor(u))
	case Cosine:
		if u >= 1 {
			return 0
		}
		return s.Rate * (1 + math.Cos(math.Pi*u)) / 2
	}
	return s.Rate
}

// RobbinsMonro says which of the two conditions that suffice for convergence the schedule meets: Σε_t = ∞,
// to get anywhere from anywhere, and Σε_t² < ∞, for the noise to die (H. Robbins, S. Monro, A stochastic
// approximation method, Annals of Mathematical Statistics 22, 1951, doi 10.1214/aoms/1177729586; Deep Learning
// §8.3.1). Only Inverse meets both.
func (s Schedule) RobbinsMonro() (reaches, settles bool) {
	switch s.Shape {
	case Inverse:
		return true, true
	case Stairs, Cosine:
		return false, true
	}
	return true, false
}
