package plots

import "math"

// scale maps data to [0, 1] along an axis. It is a plot.Normalizer that keeps its
// own ends, so that an axis may also run downwards (lo > hi).
type scale struct {
	lo, hi float64
	log    bool
}

// Normalize returns the place of v as a fraction of the axis. The result is held
// within ±1e4: what lies farther is clipped anyway, and a curve that has run away to
// 1e300 must not become an infinite coordinate. On a log axis everything that is
// not positive lies far below.
func (s scale) Normalize(_, _, v float64) float64 {
	lo, hi := s.lo, s.hi
	if s.log {
		if v <= 0 {
			return -1e4
		}
		lo, hi, v = math.Log(lo), math.Log(hi), math.Log(v)
	}
	return math.Max(-1e4, math.Min(1e4, (v-lo)/(hi-lo)))
}

// span is a closed interval; the zero span is not empty, see nowhere.
type span struct{ lo, hi float64 }

// nowhere returns the empty span, which any value widens.
func nowhere() span { return span{math.Inf(1), math.Inf(-1)} }

func (s span) empty() bool { return s.lo > s.hi }

// add widens s to the values.
func (s span) add(values ...float64) span {
	for _, v := range values {
		s.lo, s.hi = math.Min(s.lo, v), math.Max(s.hi, v)
	}
	return s
}

// extent is the rectangle of data that a layer wants to be seen.
type extent struct{ x, y span }

// fit chooses the ends of an axis. Given ends are kept. Otherwise the data are padded
// by 4 % on both sides, but not below a zero that is their smallest value:
// bars stand on the axis.
func fit(lo, hi float64, log bool, data []float64) (scale, bool) {
	if lo != 0 || hi != 0 {
		return scale{lo, hi, log}, lo != hi && (!log || lo > 0 && hi > 0)
	}
	s := nowhere()
	for _, v := range data {
		if !log || v > 0 {
			s = s.add(v)
		}
	}
	if s.empty() {
		return scale{}, false
	}
	if log {
		// A variance that is exactly zero up to rounding would otherwise press
		// the interesting decades into a corner.
		s.lo = math.Max(s.lo, s.hi*1e-8)
		f := math.Max(math.Pow(s.hi/s.lo, 0.04), 1.05)
		return scale{s.lo / f, s.hi * f, true}, true
	}
	pad := 0.04 * (s.hi - s.lo)
	if pad == 0 {
		pad = math.Max(math.Abs(s.hi), 1) / 2
	}
	out := scale{lo: s.lo - pad, hi: s.hi + pad}
	if s.lo == 0 && s.hi > 0 {
		out.lo = 0
	}
	if s.hi == 0 && s.lo < 0 {
		out.hi = 0
	}
	return out, true
}
