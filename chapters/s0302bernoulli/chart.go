package s0302bernoulli

import (
	"context"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Map is how long a neuron z = wx + b learns two examples: x = 1 with the answer y and
// x = −1 with the answer 1 − y. The loss is their mean.
//
// Their logits w + b and b − w do not disturb each other: a step of descent on w and b moves
// the first by −ε times its own derivative, and so the second. So the neuron
// needs the greater of the steps that a single logit needs, and the map follows from one
// table.
type Map struct {
	Limit int       `json:"limit"` // the count of steps after which the neuron is given up
	Z     []float64 `json:"z"`     // starts, as seen from the right answer: wrong on the left
	Steps []*int    `json:"steps"` // until P(y) ≥ ½ from there; null: not within the limit

	side []float64 // both axes of the map
}

// The map reaches from −reach to +reach in both weights.
const (
	limit = 10000
	reach = 24.0
	cells = 48
)

// chart computes the table of the unit that stands out.
func chart(ctx context.Context, p Params) (*Map, error) {
	k := of(p.Output)
	m := &Map{Limit: limit, side: floats.Span(make([]float64, cells+1), -reach, reach)}
	width := 2 * reach / cells
	for i := -cells; i <= cells+int(k.mirror/width); i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		z := float64(i) * width
		m.Z = append(m.Z, z)
		m.Steps = append(m.Steps, k.steps(z, p.Rate))
	}
	return m, nil
}

// steps counts how long a logit takes to P(1) ≥ ½, nil when that is over the limit.
func (k kind) steps(z, rate float64) *int {
	for i := range limit + 1 {
		if k.probability(z) >= 0.5 {
			return &i
		}
		slope := k.gradient(z, 1)
		if slope == 0 {
			return nil
		}
		z -= rate * slope
	}
	return nil
}

// at is the count of steps from the weights w and b, both on the grid; nil: over the limit.
func (m *Map) at(p Params, w, b float64) *int {
	k := of(p.Output)
	first, second := m.from(k.towards(w+b, p.Y)), m.from(k.towards(b-w, 1-p.Y))
	switch {
	case first == nil || second == nil:
		return nil
	case *first > *second:
		return first
	}
	return second
}

// from looks up the table.
func (m *Map) from(z float64) *int {
	width := m.Z[1] - m.Z[0]
	return m.Steps[int(math.Round((z-m.Z[0])/width))]
}
