package stable

import "math"

// ln2 = ln2Hi + ln2Lo; ln2Hi has 32 significant bits, so that its difference from any x of
// Exp's upper end is exact.
const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// Exp returns e^x. It is math.Exp but near the upper end of float64, where that of some
// processors gives +Inf from 709.44 on; Exp does so above 709.78 = log of the largest
// number, as IEEE 754 has it.
func Exp(x float64) float64 {
	if x > 709 && x < 710 {
		half := math.Exp(x-ln2Hi) * (1 - ln2Lo)
		return 2 * half
	}
	return math.Exp(x)
}

// Log returns the natural logarithm of x. It is math.Log but for subnormal x, of which that
// of some processors has no right logarithm.
func Log(x float64) float64 {
	const smallestNormal = 0x1p-1022
	if 0 < x && x < smallestNormal {
		return math.Log(x*0x1p54) - 54*math.Ln2
	}
	return math.Log(x)
}
