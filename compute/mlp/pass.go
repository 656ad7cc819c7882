package mlp

import (
	"konspekt/compute/activation"
)

// Pass holds what one forward and one backward pass compute for up to a fixed number of rows.
type Pass[F Float] struct {
	net      *Net[F]
	capacity int
	rows     int
	x        []F
	layers   []trace[F]
	grad     []F        // in the order of net.params
	grads    []Dense[F] // views of it
	gradX    []F
	bench    bench[F]
}

// trace is what a layer computed, rows × width or rows × units; the slices have room for capacity rows.
type trace[F Float] struct {
	pre, h   []F
	dPre, dH []F
	arg      []int // maxout: the largest piece
}

// NewPass returns a pass over up to capacity rows.
func (n *Net[F]) NewPass(capacity int) *Pass[F] {
	p := &Pass[F]{net: n, capacity: capacity, grad: make([]F, len(n.params)), layers: make([]trace[F], len(n.layers))}
	p.grads = n.views(p.grad)
	widest, wide := 0, 0 // inputs and columns of a layer
	for i, l := range n.spec.Layers {
		t := &p.layers[i]
		t.pre, t.dPre = make([]F, capacity*l.width()), make([]F, capacity*l.width())
		t.h, t.dH = t.pre, t.dPre
		if l.Pieces > 1 || l.Unit.Kind != activation.Identity {
			t.h, t.dH = make([]F, capacity*l.Units), make([]F, capacity*l.Units)
		}
		if l.Pieces > 1 {
			t.arg = make([]int, capacity*l.Units)
		}
		widest, wide = max(widest, n.inputs(i)), max(wide, n.inputs(i), l.width())
	}
	p.bench = bench[F]{turned: make([]F, capacity*widest), panel: make([][4]F, max(capacity, wide))}
	return p
}

// Rows is the number of rows of the last Forward.
func (p *Pass[F]) Rows() int { return p.rows }

// Pre returns the pre-activations of layer i, rows × width, overwritten by the next Forward.
func (p *Pass[F]) Pre(i int) []F { return p.layers[i].pre[:p.rows*p.net.spec.Layers[i].width()] }

// H returns the activations of layer i, rows × units, overwritten by the next Forward.
func (p *Pass[F]) H(i int) []F { return p.layers[i].h[:p.rows*p.net.spec.Layers[i].Units] }

// Output returns the activations of the last layer, rows × outputs.
func (p *Pass[F]) Output() []F { return p.H(len(p.layers) - 1) }

// GradPre returns ∂J/∂pre of layer i after Backward.
func (p *Pass[F]) GradPre(i int) []F {
	return p.layers[i].dPre[:p.rows*p.net.spec.Layers[i].width()]
}

// GradH returns ∂J/∂h of layer i after Backward. For an identity layer it is GradPre.
func (p *Pass[F]) GradH(i int) []F { return p.layers[i].dH[:p.rows*p.net.spec.Layers[i].Units] }

// Gradient returns ∂J/∂(all parameters) in the order of Net.Params, Grad the part of layer i.
func (p *Pass[F]) Gradient() []F       { return p.grad }
func (p *Pass[F]) Grad(i int) Dense[F] { return p.grads[i] }

// Forward computes the network at the rows of x, rows × inputs, and returns the output. x is kept until the
// next call. It panics if x is no number of whole rows, or more than the pass has room for.
func (p *Pass[F]) Forward(x []F) []F {
	n := p.net
	p.rows, p.x = len(x)/n.spec.Inputs, x
	if p.rows*n.spec.Inputs != len(x) || p.rows > p.capacity {
		panic("mlp: rows of x")
	}
	in := x
	for i, l := range n.spec.Layers {
		w := n.layers[i]
		pre, h := p.Pre(i), p.H(i)
		p.bench.multiply(pre, matrix[F]{in, p.rows, n.inputs(i), false}, matrix[F]{w.W, n.inputs(i), l.width(), false}, w.B)
		switch {
		case l.Pieces > 1:
			activation.Maxout(h, p.layers[i].arg[:len(h)], pre, l.Pieces)
		case w.Alpha != nil:
			prelu(h, pre, w.Alpha)
		case l.Unit.Kind != activation.Identity: // for the identity h is pre
			activation.Values(l.Unit, h, pre)
		}
		in = h
	}
	return in
}

// Backward computes the gradient of the loss of the last Forward against the targets y: first ∂J/∂output, then
// layer by layer, from the last to the first, what is before it. It returns the loss.
func (p *Pass[F]) Backward(y Targets[F]) float64 {
	last := len(p.layers) - 1
	loss := lossGradient(p.net.spec.Loss, p.GradH(last), p.Output(), y, p.rows)
	p.backward()
	return loss
}

// BackwardFrom is Backward of any function of the output: up is its gradient ∂J/∂output, rows × outputs.
func (p *Pass[F]) BackwardFrom(up []F) {
	if to := p.GradH(len(p.layers) - 1); copy(to, up) != len(to) || len(up) != len(to) {
		panic("mlp: shape of the gradient")
	}
	p.backward()
}

func (p *Pass[F]) backward() {
	n := p.net
	for i := len(p.layers) - 1; i >= 0; i-- {
		l, w, g, t := n.spec.Layers[i], n.layers[i], p.grads[i], p.layers[i]
		pre, h, dPre, dH := p.Pre(i), p.H(i), p.GradPre(i), p.GradH(i)
		switch {
		case l.Pieces > 1:
			activation.MaxoutBackward(dPre, dH, t.arg[:len(h)], l.Pieces)
		case w.Alpha != nil:
			preluBackward(dPre, g.Alpha, dH, pre, w.Alpha)
		case l.Unit.Kind != activation.Identity:
			activation.Backward(l.Unit, dPre, dH, pre, h)
		}
		below := p.x
		if i > 0 {
			below = p.H(i - 1)
		}
		d := matrix[F]{dPre, p.rows, l.width(), false}
		p.bench.multiply(g.W, matrix[F]{below, n.inputs(i), p.rows, true}, d, nil)
		columnSums(g.B, dPre)
		if i > 0 {
			p.bench.multiply(p.GradH(i-1), d, matrix[F]{w.W, l.width(), n.inputs(i), true}, nil)
		}
	}
}

// GradX computes ∂J/∂x after Backward, rows × inputs, overwritten by the next call.
func (p *Pass[F]) GradX() []F {
	if p.gradX == nil {
		p.gradX = make([]F, p.capacity*p.net.spec.Inputs)
	}
	width := p.net.spec.Layers[0].width()
	g := p.gradX[:p.rows*p.net.spec.Inputs]
	p.bench.multiply(g, matrix[F]{p.GradPre(0), p.rows, width, false}, matrix[F]{p.net.layers[0].W, width, p.net.spec.Inputs, true}, nil)
	return g
}

// columnSums sets dst[j] = Σ_rows m[row, j].
func columnSums[F Float](dst, m []F) {
	clear(dst)
	for k := 0; k < len(m); k += len(dst) {
		for j, v := range m[k : k+len(dst)] {
			dst[j] += v
		}
	}
}

// prelu is h = max(0, z) + α·min(0, z), a slope for every column or one for all.
func prelu[F Float](h, z, alpha []F) {
	for i, v := range z {
		if h[i] = v; !(v > 0) {
			h[i] = alpha[i%len(alpha)] * v
		}
	}
}

// preluBackward is its backward step; dAlpha[j] = Σ up·min(0, z) over what slope j was used for.
func preluBackward[F Float](dz, dAlpha, up, z, alpha []F) {
	clear(dAlpha)
	for i, v := range z {
		if dz[i] = up[i]; !(v > 0) {
			j := i % len(alpha)
			dz[i] = alpha[j] * up[i]
			dAlpha[j] += up[i] * v
		}
	}
}
