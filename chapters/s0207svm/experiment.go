// Package s0207svm is section 2.7: the widest street between two classes, the few points
// that hold it, and kernels that bend it.
package s0207svm

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"

	"konspekt/internal/lab"
)

// Params selects one experiment.
type Params struct {
	Data   string  // moons, circles, blobs, xor or iris
	Kernel string  // linear, poly or rbf
	C      float64 // > 0, the largest a_i
	Gamma  float64 // γ > 0 of poly and rbf
	Degree int     // of poly
	Coef0  float64 // ≥ 0, of poly
	M      int     // m, points of the four worlds
	Noise  float64 // their standard deviation around where they belong
	Seed   uint64
	Points string // where it is not empty, the points instead of the data
}

// Result is a machine. Rows count from 0.
type Result struct {
	Support   []int     `json:"support"`
	DualCoef  []lab.Num `json:"dual_coef"` // α_i = a_i y_i, in the order of support
	Intercept lab.Num   `json:"intercept"`
	Objective lab.Num   `json:"objective"` // of the dual, maximised
	NSupport  int       `json:"n_support"`
	TrainErr  lab.Num   `json:"train_error"`
	Margin    lab.Num   `json:"margin"` // 1/‖w‖ of the linear kernel: half the street
	Violation lab.Num   `json:"kkt_violation"`

	Rows      int       `json:"rows"`
	Points    string    `json:"points"`
	Decisions []lab.Num `json:"decisions"` // f at the points
	Bounded   []int     `json:"bounded"`   // rows with a_i = C
	Weights   []lab.Num `json:"weights"`   // w of the linear kernel
	Primal    lab.Num   `json:"primal_objective"`
	Answer    int       `json:"multiplications"`     // for one value of f, by support vectors
	AnswerAll int       `json:"multiplications_all"` // and if all α_i were other than zero
	Cost      []Cost    `json:"cost"`
	Explicit  []lab.Num `json:"explicit"`           // f at the points by the feature map
	PhiGap    lab.Num   `json:"phi_difference"`     // the largest difference from decisions
	PhiShare  lab.Num   `json:"phi_difference_rel"` // in units of the sum of magnitudes of the terms of f
	Shift     lab.Num   `json:"shift"`              // the largest change of f by the reader's edits, on the grid

	set     set
	machine *machine
	window  window
	gx, gy  []float64
	f       [][]float64 // on the grid
}

// Cost is what one prediction costs of a machine trained on the first points.
type Cost struct {
	M        int `json:"m"`
	NSupport int `json:"n_support"`
	Answer   int `json:"multiplications"`
}

// features is n: both data and worlds have two.
const features = 2

// multiplications is the price of one value of f. Every term costs n of them for u·v or
// ‖u − v‖² and one for the coefficient, with a bent kernel one for γ too, and a polynomial
// d − 1 for its power. The exponentials of the bell are not counted.
func multiplications(p Params, terms int) int {
	each := features + 1
	switch p.Kernel {
	case "poly":
		each += p.Degree
	case "rbf":
		each++
	}
	return terms * each
}

// comparable is the largest set for which the machine before the edits is trained too.
const comparable = 500

// Run trains the machine.
func (t *trainer) Run(ctx context.Context, p Params, tables lab.Tables) (*Result, error) {
	before, err := ready(p, tables)
	if err != nil {
		return nil, err
	}
	s := before
	if p.Points != "" {
		s = written(p.Points)
	}
	m, err := train(ctx, p, s, t)
	if err != nil {
		return nil, err
	}
	r := &Result{set: s, machine: m, window: frame(p, s),
		Support: append([]int{}, m.support...), DualCoef: lab.Nums(m.coef), Intercept: lab.Num(m.intercept),
		Objective: lab.Num(m.objective), NSupport: len(m.support), TrainErr: lab.Num(m.wrong), Margin: lab.Num(math.NaN()), Violation: lab.Num(m.violation),
		Rows: s.len(), Points: s.text(), Decisions: lab.Nums(m.decisions), Bounded: append([]int{}, m.bounded...), Primal: lab.Num(m.primal),
		Answer: multiplications(p, len(m.support)), AnswerAll: multiplications(p, s.len()),
		PhiGap: lab.Num(math.NaN()), PhiShare: lab.Num(math.NaN()), Shift: lab.Num(math.NaN())}
	if m.model != nil && p.Kernel == "linear" {
		r.Margin, r.Weights = lab.Num(m.model.Margin), lab.Nums(m.model.W)
	}
	r.survey()
	if byFeatures(p) {
		r.compare(p)
	}
	if p.Points != "" && max(before.len(), s.len()) <= comparable {
		if err := r.judgeEdits(ctx, p, before); err != nil {
			return nil, err
		}
	}
	return r, r.price(ctx, p)
}

// The grid is a little wider than the window, which the figure may widen.
const (
	gridColumns = 96
	gridRows    = 68
	gridRim     = 0.1
)

// survey computes f all over the window.
func (r *Result) survey() {
	w := r.window
	x, y := gridRim*(w.x1-w.x0), gridRim*(w.y1-w.y0)
	r.gx = floats.Span(make([]float64, gridColumns), w.x0-x, w.x1+x)
	r.gy = floats.Span(make([]float64, gridRows), w.y0-y, w.y1+y)
	r.f = r.machine.grid(r.gx, r.gy)
}

// byFeatures tells whether the feature map can be written down.
func byFeatures(p Params) bool { return p.Kernel == "poly" && p.Degree == 2 }

// compare computes f a second time, by the feature map.
func (r *Result) compare(p Params) {
	f, size := r.machine.explicit(kernel(p), r.set)
	gap, share := 0.0, 0.0
	for i, v := range f {
		d := math.Abs(v - r.machine.decisions[i])
		gap, share = max(gap, d), max(share, d/max(size[i], math.SmallestNonzeroFloat64))
	}
	r.Explicit, r.PhiGap, r.PhiShare = lab.Nums(f), lab.Num(gap), lab.Num(share)
}

// judgeEdits compares the machine with the one before the reader touched the points.
func (r *Result) judgeEdits(ctx context.Context, p Params, before set) error {
	m, err := train(ctx, p, before, nil)
	if err != nil {
		return err
	}
	shift := 0.0
	for j, row := range m.grid(r.gx, r.gy) {
		for i, v := range row {
			shift = max(shift, math.Abs(r.f[j][i]-v))
		}
	}
	r.Shift = lab.Num(shift)
	return nil
}

// smallest is the least sample for which the price is shown.
const smallest = 4

// price trains machines on the beginnings of the sample.
func (r *Result) price(ctx context.Context, p Params) error {
	m := r.set.len()
	order := r.set.alternate()
	for _, part := range []int{16, 8, 4, 2} {
		n := m / part
		if n < smallest || part == 2 && m > comparable {
			continue
		}
		machine, err := train(ctx, p, r.set.part(order[:n]), nil)
		if err != nil {
			return err
		}
		r.Cost = append(r.Cost, Cost{n, len(machine.support), multiplications(p, len(machine.support))})
	}
	r.Cost = append(r.Cost, Cost{m, r.NSupport, r.Answer})
	return nil
}
