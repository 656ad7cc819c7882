package s0207svm

import (
	"context"
	"errors"
	"math"

	"konspekt/compute/svm"
	"konspekt/internal/lab"
)

// machine is a decision function and what made it.
type machine struct {
	model     *svm.Model // nil where the points tell no classes apart: then f = intercept everywhere
	support   []int      // rows, ascending
	coef      []float64  // α_i = a_i y_i, in the order of support
	bounded   []int      // rows with a_i = C
	intercept float64
	objective float64
	primal    float64
	violation float64
	wrong     float64   // share of the points
	decisions []float64 // f at the m points
}

// kernel is what the parameters name.
func kernel(p Params) svm.Kernel {
	return svm.Kernel{Kind: svm.Kind(p.Kernel), Gamma: p.Gamma, Coef0: p.Coef0, Degree: p.Degree}
}

// train solves the dual problem. Equal parameters give equal bits, whatever t remembers;
// a nil t remembers nothing.
func train(ctx context.Context, p Params, s set, t *trainer) (*machine, error) {
	model, err := t.fit(ctx, s, svm.Params{Kernel: kernel(p), C: p.C})
	switch {
	case errors.Is(err, svm.ErrOneClass), errors.Is(err, svm.ErrIdentical):
		return constant(p.C, s.y), nil
	case errors.Is(err, svm.ErrNoConvergence):
		return nil, lab.Problems{{Parameter: "C", Value: lab.Num(p.C).Text(6),
			Reason: "при таких точках и таком ядре счёт не сошёлся за отведённое число шагов; уменьшите C, γ или степень"}}
	case err != nil:
		return nil, err
	}
	return &machine{model: model, support: model.Support, coef: model.Coef, bounded: model.Bounded, intercept: model.Intercept,
		objective: model.Objective, primal: model.Primal, violation: model.Violation, wrong: model.TrainError, decisions: model.Decisions}, nil
}

// constant is the optimum where all points are of one class or in one place: then
// Σ α_i φ(x_i) = 0 and f = b, the class of most points; a tie gives 0. Points of the
// smaller class, if there are any, have a_i = C, the others share as much.
func constant(c float64, y []float64) *machine {
	sum := 0.0
	for _, v := range y {
		sum += v
	}
	n := float64(len(y))
	fewer := (n - math.Abs(sum)) / 2
	m := &machine{decisions: make([]float64, len(y)), objective: 2 * c * fewer, primal: 2 * c * fewer}
	if sum != 0 {
		m.intercept = math.Copysign(1, sum)
	}
	for i, v := range y {
		m.decisions[i] = m.intercept
		if (m.intercept > 0) != (v > 0) {
			m.wrong += 1 / n
		}
		a := c
		if v*sum > 0 {
			a = c * fewer / (n - fewer)
		}
		if a == 0 {
			continue
		}
		m.support, m.coef = append(m.support, i), append(m.coef, a*v)
		if a == c {
			m.bounded = append(m.bounded, i)
		}
	}
	return m
}

// grid stores f at the points (x, y) of a grid, a row for every y.
func (m *machine) grid(x, y []float64) [][]float64 {
	flat := make([]float64, len(x)*len(y))
	if m.model != nil {
		m.model.GridTo(flat, x, y)
	} else {
		for i := range flat {
			flat[i] = m.intercept
		}
	}
	rows := make([][]float64, len(y))
	for j := range rows {
		rows[j] = flat[j*len(x) : (j+1)*len(x)]
	}
	return rows
}

// dual is a_i of all m points.
func (m *machine) dual(rows int) []float64 {
	a := make([]float64, rows)
	for k, i := range m.support {
		a[i] = math.Abs(m.coef[k])
	}
	return a
}

// explicit is f at the points of s by the feature map of degree 2, from one vector
// Σ α_i φ(x_i), and how large the terms of f by the kernel are.
func (m *machine) explicit(k svm.Kernel, s set) (f, size []float64) {
	var w []float64
	for n, i := range m.support {
		phi := k.Features(s.x.RawRowView(i))
		if w == nil {
			w = make([]float64, len(phi))
		}
		for j, v := range phi {
			w[j] += m.coef[n] * v
		}
	}
	for i := range s.y {
		x := s.x.RawRowView(i)
		sum, large := m.intercept, math.Abs(m.intercept)
		for j, v := range k.Features(x) {
			if w != nil {
				sum += w[j] * v
			}
		}
		for n, l := range m.support {
			large += math.Abs(m.coef[n]) * k.At(x, s.x.RawRowView(l))
		}
		f, size = append(f, sum), append(size, large)
	}
	return f, size
}
