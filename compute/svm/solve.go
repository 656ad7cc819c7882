package svm

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"
)

// begin takes a start over: clipped to the bounds and, where the sums of the classes differ, the heavier
// class lowered from its last row on.
func (s *solver) begin(start []float64) {
	sum := 0.0
	for i, a := range start {
		if !(a > 0) {
			a = 0
		}
		s.set(i, min(max(a*s.y[i], s.lo[i]), s.up[i]))
		sum += s.alpha[i]
	}
	for i := len(start) - 1; i >= 0 && sum != 0; i-- {
		a := s.alpha[i]
		if a*sum <= 0 {
			continue
		}
		if math.Abs(a) > math.Abs(sum) {
			s.set(i, a-sum)
			break
		}
		s.set(i, 0)
		sum -= a
	}
	s.gradient()
}

// solve finds the optimum for c. Without a start it raises C step by step: the support vectors for one
// C are almost those for a somewhat larger one, while for a large C alone, where every step is long, SMO
// would wander for millions of steps.
func (s *solver) solve(ctx context.Context, c float64, start []float64) error {
	if start != nil {
		s.bound(c)
		s.begin(start)
		return s.finish(ctx)
	}
	const factor = 8
	now := min(c, 4/(floats.Sum(s.diag)/float64(len(s.diag))+tau))
	s.bound(now)
	for now < c {
		if err := s.approach(ctx, coarse); err != nil {
			return err
		}
		next := min(c, now*factor)
		s.raise(next, next/now)
		now = next
	}
	return s.finish(ctx)
}

// raise makes C and every α larger by a factor.
func (s *solver) raise(c, factor float64) {
	bounded := make([]bool, len(s.alpha))
	for i, a := range s.alpha {
		bounded[i] = a != 0 && (a == s.up[i] || a == s.lo[i])
	}
	s.bound(c)
	for i, a := range s.alpha {
		if bounded[i] {
			s.set(i, s.y[i]*c)
		} else {
			s.set(i, min(max(a*factor, s.lo[i]), s.up[i]))
		}
	}
	s.gradient()
}

// approach lets SMO and Newton's method take turns until the violation is at most tol: the one is quick at
// finding which points are support vectors and slow at their values, the other the reverse. It gives up,
// without an error, after a number of turns or when the solver has worked enough.
func (s *solver) approach(ctx context.Context, tol float64) error {
	const turns = 40
	target := max(tol, coarse)
	for range turns {
		if _, err := s.minimise(ctx, target, 2*len(s.y)+1000); err != nil {
			return err
		}
		if err := s.newton(ctx); err != nil {
			return err
		}
		if s.violation() <= tol || s.work > maxWork {
			return nil
		}
		target = max(tol, target/4)
	}
	return nil
}

// finish brings the violation below fine, or as near as rounding errors let it.
func (s *solver) finish(ctx context.Context) error {
	if err := s.approach(ctx, fine); err != nil || s.violation() <= fine {
		return err
	}
	s.gradient() // without the rounding errors of so many steps
	_, err := s.minimise(ctx, settled, int((maxWork-s.work)/stepWork(len(s.y))))
	return err
}

// maxWork is after how many passes over a number of the solver a machine is given up: some seconds of one
// core. It is a count and not a time, so that the same data always end the same way.
const maxWork = 3e9
