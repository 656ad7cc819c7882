package mlp

import (
	"math"

	"konspekt/compute/activation"
)

// Stats is what a layer looks like on the rows of a pass.
type Stats struct {
	Mean, SD  float64 // of the activations h over rows and units
	Active    float64 // share of pre-activations above 0
	Saturated float64 // share of entries with |g′(z)| below a tenth of its largest value; 0 for maxout
	Dead      int     // units with g′(z) = 0 at every row: no gradient reaches their weights; 0 for maxout
	Zeros     int     // pre-activations that are exactly 0
	Gradient  float64 // ‖∂J/∂(W, b, α)‖, after Backward
	Signal    float64 // ‖∂J/∂h‖ over all rows, after Backward
}

// Stats computes the statistics of layer i after Forward, and Gradient and Signal after Backward.
func (p *Pass[F]) Stats(i int) Stats {
	var s Stats
	h, pre, l := p.H(i), p.Pre(i), p.net.spec.Layers[i]
	for _, v := range h {
		s.Mean += float64(v) / float64(len(h))
	}
	for _, v := range h {
		s.SD += (float64(v) - s.Mean) * (float64(v) - s.Mean) / float64(len(h))
	}
	s.SD = math.Sqrt(s.SD)
	active := 0
	for _, v := range pre {
		if v > 0 {
			active++
		} else if v == 0 {
			s.Zeros++
		}
	}
	s.Active = float64(active) / float64(len(pre))
	if l.Pieces <= 1 {
		s.Saturated, s.Dead = p.slopes(i)
	}
	g := p.grads[i]
	s.Gradient = math.Sqrt(sumSquares(g.W) + sumSquares(g.B) + sumSquares(g.Alpha))
	s.Signal = math.Sqrt(sumSquares(p.GradH(i)))
	return s
}

// slopes looks at g′ of every entry of a layer.
func (p *Pass[F]) slopes(i int) (saturated float64, dead int) {
	u, w, pre := p.net.spec.Layers[i].Unit, p.net.layers[i], p.Pre(i)
	units := p.net.spec.Layers[i].Units
	largest := 1.0
	if u.Kind == activation.Sigmoid {
		largest = 0.25
	}
	flat := 0
	for j := range units {
		if w.Alpha != nil {
			u.Alpha = float64(w.Alpha[j%len(w.Alpha)])
		}
		moved := false
		for k := j; k < len(pre); k += units {
			d := math.Abs(u.Derivative(float64(pre[k])))
			if d < largest/10 {
				flat++
			}
			moved = moved || d != 0
		}
		if !moved {
			dead++
		}
	}
	return float64(flat) / float64(len(pre)), dead
}

// ActiveShare sets dst[j] to the share of rows at which z of column j of layer i is above 0; len(dst) is the
// width of the layer, units × pieces, or it panics.
func (p *Pass[F]) ActiveShare(dst []float64, i int) {
	pre := p.Pre(i)
	if len(dst) != p.net.spec.Layers[i].width() {
		panic("mlp: length of dst")
	}
	clear(dst)
	for k, v := range pre {
		if v > 0 {
			dst[k%len(dst)]++
		}
	}
	for j := range dst {
		dst[j] /= float64(p.rows)
	}
}

// GradientNorm returns ‖∂J/∂θ‖ over all parameters, after Backward.
func (p *Pass[F]) GradientNorm() float64 { return math.Sqrt(sumSquares(p.grad)) }

func sumSquares[F Float](v []F) (sum float64) {
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return sum
}

// Accuracy returns the share of rows of the last Forward whose class is right: for the losses of classes that of
// the largest logit, the first of equals; for the others all outputs must be on the side of the border on which
// their targets are, 0 for logits and targets ±1 of tanh. For BCE the border of the targets is ½.
func (p *Pass[F]) Accuracy(y Targets[F], border float64) float64 {
	out, right := p.Output(), 0
	k, loss := p.net.outputs(), p.net.spec.Loss
	if loss.Classes() && len(y.Class) != p.rows || !loss.Classes() && len(y.Y) != len(out) {
		panic("mlp: shape of the targets")
	}
	side, target := F(border), F(border)
	if loss == BCE {
		target = 0.5
	}
	for r := range p.rows {
		row, good := out[r*k:(r+1)*k], true
		for j, v := range row {
			if loss.Classes() {
				good = good && v <= row[y.Class[r]] && (v < row[y.Class[r]] || j >= y.Class[r])
			} else {
				good = good && (v > side) == (y.Y[r*k+j] > target)
			}
		}
		if good {
			right++
		}
	}
	return float64(right) / float64(p.rows)
}
