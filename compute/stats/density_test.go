package stats

import (
	"math"
	"testing"
)

// The density of an estimator integrates to one, and its moments are the exact bias
// and variance: three statements derived apart.
func TestDensityHasExactMoments(t *testing.T) {
	for _, e := range []Estimator{VarM(), VarM1(), VarC(0.3), SDM1(), NormalMean(), UniformMax(), UniformMaxCorrected()} {
		for _, m := range []int{4, 9, 50} {
			const theta, steps = 0.8, 400000
			q := e.Exact(theta, m)
			sd := math.Sqrt(q.Variance)
			lo, hi := theta+q.Bias-40*sd, theta+q.Bias+40*sd
			var mass, first, second float64
			for i := range steps {
				x := lo + (hi-lo)*(float64(i)+0.5)/steps
				p := e.Density(x, theta, m) * (hi - lo) / steps
				mass += p
				first += p * x
				second += p * (x - theta - q.Bias) * (x - theta - q.Bias)
			}
			if math.Abs(mass-1) > 1e-3 || math.Abs(first-theta-q.Bias) > 2e-3*sd+1e-4 || math.Abs(second-q.Variance) > 5e-3*q.Variance {
				t.Errorf("%s, m = %d: mass %v, mean %v, variance %v; want 1, %v, %v", e.Name, m, mass, first, second, theta+q.Bias, q.Variance)
			}
		}
	}
}

func TestBernoulliProbabilities(t *testing.T) {
	sum := 0.0
	for k := range 8 {
		sum += BernoulliMean().Density(float64(k)/7, 0.3, 7)
	}
	if math.Abs(sum-1) > 1e-14 {
		t.Errorf("probabilities sum to %v", sum)
	}
	if got, want := BernoulliMean().Density(2.0/7, 0.3, 7), 21*0.09*math.Pow(0.7, 5); math.Abs(got-want) > 1e-14 {
		t.Errorf("P(2 of 7) = %v, want %v", got, want)
	}
}
