package s0207svm

import "math"

// nice is the least of 1, 2, 3, 5, 10, 20, … that is not smaller: an axis that ends there
// keeps still while the data move a little.
func nice(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, k := range []float64{1, 2, 3, 5} {
		if v <= k*unit {
			return k * unit
		}
	}
	return 10 * unit
}

// outward rounds a range to whole steps, some six of them.
func outward(lo, hi float64) (float64, float64) {
	step := nice((hi - lo) / 6)
	return math.Floor(lo/step) * step, math.Ceil(hi/step) * step
}
