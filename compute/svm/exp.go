package svm

import "math"

// expScaled replaces every v ≥ 0 of x by exp(−gamma·v).
func expScaled(x []float64, gamma float64) {
	for i, v := range x {
		x[i] = math.Exp(-gamma * v)
	}
}
