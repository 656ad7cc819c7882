package glm

import (
	"gonum.org/v1/gonum/floats"
)

// Infimum returns the greatest lower bound of J, nats: its least value where there is a
// minimum, else what J comes near to and does not reach. Along a separating direction the
// examples off the hyperplane cost less and less and those on it what they did, so that
// only these count:
//
//	inf J = (m′/m) inf J′,  J′ the loss of the m′ examples on the hyperplane,
//
// and for λ > 0 with one class it is 0. The error is ErrNoConvergence.
func (p *Logistic) Infimum() (float64, error) {
	if p.lambda() > 0 && !p.Exists() {
		return 0, nil
	}
	rest := p
	for rest != nil && p.lambda() == 0 {
		s := rest.Separate()
		if s.Kind == Overlap {
			break
		}
		rest = rest.on(s.Direction)
	}
	if rest == nil {
		return 0, nil
	}
	w, err := rest.minimum()
	if err != nil {
		return 0, err
	}
	return rest.Loss(w) * float64(rest.m) / float64(p.m), nil
}

// on is the problem of the examples on the hyperplane of v alone, nil if there are none.
func (p *Logistic) on(v []float64) *Logistic {
	const rounding = 1e-8
	out := &Logistic{d: p.d, price: p.price}
	for i, s := range p.sign {
		row := p.row(i)
		if s*floats.Dot(row, v) > rounding*floats.Norm(row, 2) {
			continue
		}
		out.x, out.sign = append(out.x, row...), append(out.sign, s)
	}
	if out.m = len(out.sign); out.m == 0 || out.m == p.m {
		return nil
	}
	return out
}
