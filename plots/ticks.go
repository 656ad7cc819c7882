package plots

import (
	"math"

	"gonum.org/v1/plot"
)

// Tick is a place on an axis and the word beside it. A tick without
// a word is a short stroke.
type Tick struct {
	At    float64
	Label string
}

// niceTicks returns round numbers in [lo, hi], a step of 1, 2 or 5 times a power
// of ten apart, as near to n of them as such steps allow.
func niceTicks(lo, hi float64, n int) []Tick {
	if lo > hi {
		lo, hi = hi, lo
	}
	step := niceStep(hi-lo, n)
	exp := int(math.Floor(math.Log10(step) + 1e-9))
	largest := math.Max(math.Abs(lo), math.Abs(hi))
	var ticks []Tick
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+step*1e-9; i++ {
		v := i * step
		label := Decimal(v, max(0, -exp))
		switch {
		case i == 0:
			v, label = 0, "0"
		case largest >= 1e6 || step < 1e-4:
			top := int(math.Floor(math.Log10(largest)))
			label = Decimal(v/math.Pow10(top), max(0, top-exp)) + "·" + power(top)
		}
		ticks = append(ticks, Tick{v, label})
	}
	return ticks
}

// niceStep returns the number 1, 2 or 5 × 10ⁱ that cuts span most nearly into n pieces, but
// not into more than n + 2.
func niceStep(span float64, n int) float64 {
	raw := span / float64(n)
	mag := math.Pow(10, math.Floor(math.Log10(raw)))
	best := mag
	for _, m := range []float64{2, 5, 10} {
		crowded := span/best > float64(n)+2
		if crowded || math.Abs(math.Log(m*mag/raw)) < math.Abs(math.Log(best/raw)) {
			best = m * mag
		}
	}
	return best
}

// logTicks returns the powers of ten in [lo, hi], about n of them; on a short range
// also twice and five times a power. Small strokes stand between.
func logTicks(lo, hi float64, n int) []Tick {
	first, last := int(math.Floor(math.Log10(lo)+1e-9)), int(math.Ceil(math.Log10(hi)-1e-9))
	decades := math.Log10(hi / lo)
	every := max(1, int(math.Ceil(decades/float64(n))))
	plain := lo >= 0.9e-2 && hi <= 1.1e4
	var ticks []Tick
	for e := first; e <= last; e++ {
		for m := 1; m <= 9; m++ {
			v := float64(m) * math.Pow10(e)
			if v < lo*(1-1e-9) || v > hi*(1+1e-9) {
				continue
			}
			t := Tick{At: v}
			switch {
			case m == 1 && e%every == 0 && plain:
				t.Label = Decimal(v, max(0, -e))
			case m == 1 && e%every == 0:
				t.Label = power(e)
			case (m == 2 || m == 5) && decades <= 2.2:
				t.Label = Decimal(v, max(0, -e))
			case m > 1 && decades > 4:
				continue
			}
			ticks = append(ticks, t)
		}
	}
	return ticks
}

// thin empties every second word until no more than n are left, so that
// given words do not run into each other.
func thin(ticks []Tick, n int) []Tick {
	step := 1
	for (len(ticks)+step-1)/step > max(n, 2) {
		step++
	}
	kept := make([]Tick, len(ticks))
	for i, t := range ticks {
		kept[i] = t
		if i%step != 0 {
			kept[i].Label = ""
		}
	}
	return kept
}

// constant turns ticks into a Ticker of gonum.
func constant(ticks []Tick) plot.ConstantTicks {
	out := make(plot.ConstantTicks, len(ticks))
	for i, t := range ticks {
		out[i] = plot.Tick{Value: t.At, Label: t.Label}
	}
	return out
}
