package descent

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// MeasuredRate is the factor per step with which positive distances from a goal shrink or
// grow in the end: exp of the slope of a line through log of their envelope over the second
// half of the steps. The envelope (the largest distance from there on, or, when they grow,
// up to there) passes over the nodes of an oscillation. A distance of at most floor, and
// what follows it, is rounding and left out. With fewer than six distances it is NaN.
func MeasuredRate(distance []float64, floor float64) float64 {
	n := len(distance)
	for k, d := range distance {
		if !(d > floor) {
			n = k
			break
		}
	}
	if n < 6 {
		return math.NaN()
	}
	e := envelope(distance[n/2 : n])
	k := make([]float64, len(e))
	for i := range e {
		k[i], e[i] = float64(i), math.Log(e[i])
	}
	_, slope := stat.LinearRegression(k, e, nil, false)
	return math.Exp(slope)
}

// envelope is the least monotone sequence that is nowhere below d, growing if the second half
// of d goes higher than the first, else falling.
func envelope(d []float64) []float64 {
	e := append([]float64(nil), d...)
	middle := len(d) / 2
	if slices.Max(d[middle:]) > slices.Max(d[:middle]) {
		for i := 1; i < len(e); i++ {
			e[i] = max(e[i], e[i-1])
		}
		return e
	}
	for i := len(e) - 2; i >= 0; i-- {
		e[i] = max(e[i], e[i+1])
	}
	return e
}
