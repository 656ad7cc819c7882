package autodiff

import "math"

// Step is the step of central differences at which, for a function and an argument of
// about 1, the error of the formula, ~h², and that of rounding, ~ε/h, are equally small:
// the cube root of ε = 2⁻⁵².
const Step = 6.0554544523933429e-6

// Differences stores the gradient of f at x by central differences in dst and returns it:
//
//	dst[i] = (f(x + h·e_i) − f(x − h·e_i)) / 2h,
//
// with 2h as it is after rounding x ± h. If dst is nil a slice of len(x) is allocated. x is
// changed on the way and restored. Differences panics if h ≤ 0 or dst has another length.
func Differences(dst []float64, f func(x []float64) float64, x []float64, h float64) []float64 {
	if dst == nil {
		dst = make([]float64, len(x))
	}
	if !(h > 0) || len(dst) != len(x) {
		panic("autodiff: differences with a step that is not positive or a destination of another length")
	}
	for i, at := range x {
		up, down := at+h, at-h
		x[i] = up
		over := f(x)
		x[i] = down
		under := f(x)
		x[i] = at
		dst[i] = (over - under) / (up - down)
	}
	return dst
}

// errorFloor is the size below which a derivative does not make its own error relative.
const errorFloor = 1e-6

// RelativeError returns |got − want| / max(|got|, |want|, 10⁻⁶). It is NaN if either is.
func RelativeError(got, want float64) float64 {
	return math.Abs(got-want) / math.Max(math.Max(math.Abs(got), math.Abs(want)), errorFloor)
}
