package svm

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"
)

// solver maximises the dual in terms of α_i = a_i y_i, which makes the two classes alike:
//
//	max  Σ α_i y_i − ½ Σ Σ α_i α_j K_ij   subject to  lo_i ≤ α_i ≤ up_i,  Σ α_i = 0
//
// where [lo, up] is [0, C] for y = +1 and [−C, 0] for y = −1. Its gradient is f = y − Kα.
type solver struct {
	y, lo, up []float64
	alpha     []float64
	f         []float64
	// A point that may not move up has −Inf in notUp, one that may not move down +Inf in notDown, others
	// 0: adding it takes the point out of a search for an extremum without a branch.
	notUp, notDown []float64
	diag           []float64
	gram           *cache
	active         []int // the points that steps are taken among, ascending: all, unless shrunk
	iterations     int
	work           float64 // passes over a number, about a nanosecond each
}

// newSolver starts at α = 0; bound has to follow.
func newSolver(gram *cache, y []float64) *solver {
	m := len(y)
	return &solver{
		y: y, lo: make([]float64, m), up: make([]float64, m),
		alpha: make([]float64, m), f: append([]float64(nil), y...),
		notUp: make([]float64, m), notDown: make([]float64, m),
		diag: gram.diagonal(), gram: gram, active: ascending(m),
	}
}

func ascending(m int) []int {
	index := make([]int, m)
	for k := range index {
		index[k] = k
	}
	return index
}

// bound makes C = c. It leaves α as it is, which has to lie within the bounds.
func (s *solver) bound(c float64) {
	for i, v := range s.y {
		if v > 0 {
			s.up[i] = c
		} else {
			s.lo[i] = -c
		}
		s.set(i, s.alpha[i])
	}
}

// set gives α_i a value in [lo_i, up_i] and leaves f alone.
func (s *solver) set(i int, v float64) {
	s.alpha[i] = v
	s.notUp[i], s.notDown[i] = 0, 0
	if v >= s.up[i] {
		s.notUp[i] = math.Inf(-1)
	}
	if v <= s.lo[i] {
		s.notDown[i] = math.Inf(1)
	}
}

// gradient recomputes f = y − Kα from nothing, the support vectors in ascending order.
func (s *solver) gradient() {
	copy(s.f, s.y)
	for i, a := range s.alpha {
		if a != 0 {
			floats.AddScaled(s.f, -a, s.gram.row(i))
		}
	}
}

// extremes returns the largest f among points that may move up and the smallest among those that may move
// down. The optimum is where their difference, the violation of the conditions of Karush, Kuhn and Tucker,
// is not positive.
func (s *solver) extremes() (top, bottom float64) {
	top, bottom = math.Inf(-1), math.Inf(1)
	for _, k := range s.active {
		top = max(top, s.f[k]+s.notUp[k])
		bottom = min(bottom, s.f[k]+s.notDown[k])
	}
	return top, bottom
}

func (s *solver) violation() float64 {
	top, bottom := s.extremes()
	return max(0, top-bottom)
}

// stepWork is the work of one step among m points.
func stepWork(m int) float64 { return 100 + 3*float64(m) }

// lookEvery is the number of steps between two looks at the context: well under a millisecond for 2,000 points.
const lookEvery = 128

// minimise takes steps of sequential minimal optimisation (J. C. Platt, Fast training of support vector
// machines using SMO, in Advances in Kernel Methods, 1999), at most limit of them, until the violation is
// at most tol; it returns the last violation. Each step is the best one along α_i + δ, α_j − δ, for the
// pair chosen by second order information (R.-E. Fan, P.-H. Chen, C.-J. Lin, Working set selection using
// second order information for training SVM, JMLR 6, 2005, 1889–1918).
func (s *solver) minimise(ctx context.Context, tol float64, limit int) (float64, error) {
	i := s.highest()
	for n := range limit {
		if n%lookEvery == 0 {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
		}
		if n%shrinkEvery == shrinkEvery-1 {
			s.shrink()
		}
		j, violation := s.partner(i)
		if violation <= tol || j < 0 {
			if len(s.active) == len(s.y) {
				return max(0, violation), nil
			}
			s.expand()
			i = s.highest()
			continue
		}
		s.iterations++
		s.work += stepWork(len(s.active))
		i = s.step(i, j)
	}
	s.expand()
	return s.violation(), nil
}

// shrinkEvery is the number of steps between two looks for points that can be left out.
const shrinkEvery = 300

// shrink leaves out the points at a bound whose f pushes them against it, beyond all that could be their
// partners: no step would choose them now (T. Joachims, Making large-scale SVM learning practical, in Advances
// in Kernel Methods, 1999). In BenchmarkFit that saves from nothing to two thirds of the time.
func (s *solver) shrink() {
	top, bottom := s.extremes()
	kept := s.active[:0]
	for _, k := range s.active {
		if s.notUp[k] != 0 && s.f[k] > top || s.notDown[k] != 0 && s.f[k] < bottom {
			continue
		}
		kept = append(kept, k)
	}
	s.active = kept
}

// expand takes the points that were left out back, with their f.
func (s *solver) expand() {
	if len(s.active) < len(s.y) {
		s.active = ascending(len(s.y))
		s.gradient()
	}
}

// highest returns the point with the largest f that may move up.
func (s *solver) highest() int {
	i, top := 0, math.Inf(-1)
	for _, k := range s.active {
		if v := s.f[k] + s.notUp[k]; v > top {
			i, top = k, v
		}
	}
	return i
}

// tau stands for a curvature that rounding made zero or negative.
const tau = 1e-12

// partner returns the point j that may move down for which a step with i gains most,
//
//	(f_i − f_j)² / (K_ii + K_jj − 2K_ij) = max,  f_j < f_i
//
// or −1 if there is none, and the violation f_i − min f.
func (s *solver) partner(i int) (j int, violation float64) {
	row, top := s.gram.row(i), s.f[i]+s.notUp[i]
	diag, notDown, f := s.diag[:len(row)], s.notDown[:len(row)], s.f[:len(row)]
	j = -1
	bottom := math.Inf(1)
	gain, curvature := 0.0, 1.0 // the best so far, as a fraction
	own := diag[i]
	for _, k := range s.active {
		v := f[k] + notDown[k]
		if v >= top {
			continue
		}
		bottom = min(bottom, v)
		d := top - v
		eta := max(own+diag[k]-2*row[k], tau)
		if d*d*curvature > gain*eta {
			j, gain, curvature = k, d*d, eta
		}
	}
	return j, top - bottom
}

// step moves α_i up and α_j down by what is best within the bounds and returns the new highest point.
func (s *solver) step(i, j int) int {
	ri, rj := s.gram.row(i), s.gram.row(j)
	delta := (s.f[i] - s.f[j]) / max(s.diag[i]+s.diag[j]-2*ri[j], tau)
	roomI, roomJ := s.up[i]-s.alpha[i], s.alpha[j]-s.lo[j]
	delta = min(delta, roomI, roomJ)
	s.set(i, land(s.alpha[i]+delta, s.lo[i], s.up[i], delta))
	s.set(j, land(s.alpha[j]-delta, s.lo[j], s.up[j], delta))

	f, notUp := s.f[:len(ri)], s.notUp[:len(ri)]
	rj = rj[:len(ri)]
	next, top := 0, math.Inf(-1)
	for _, k := range s.active {
		v := f[k] - delta*(ri[k]-rj[k])
		f[k] = v
		if v += notUp[k]; v > top {
			next, top = k, v
		}
	}
	return next
}

// land puts a value that a step of length delta brought within rounding error of a bound onto the bound.
func land(v, lo, up, delta float64) float64 {
	slack := 0x1p-50 * delta
	if v <= lo+slack {
		return lo
	}
	if v >= up-slack {
		return up
	}
	return v
}
