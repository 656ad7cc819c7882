// Package mlp trains feedforward networks of dense layers, in float32 or in float64, and watches them from
// inside as they learn.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §6.2–6.5 and §8.3. A batch is a matrix with one
// example a row, and a layer with n inputs and w units computes
//
//	pre = h·W + 1·bᵀ (rows×w),  h′ = g(pre),  W n×w, b of w
//
// with any unit of package activation; a maxout layer takes the largest of k columns of pre for every unit.
// The gradient comes from one backward pass, about twice the work of the forward one. Sources: back-propagation,
// Rumelhart, Hinton and Williams, Nature 323 (1986), doi 10.1038/323533a0; Glorot and Bengio, Understanding the
// difficulty of training deep feedforward neural networks, PMLR 9 (2010) 249; He et al., ICCV (2015),
// doi 10.1109/ICCV.2015.123; Adam, Kingma and Ba, arXiv 1412.6980.
//
// Matrices are slices, row after row. Arguments of a wrong shape are bugs of the caller and panic. A step
// allocates nothing, unless its products are so large that gonum's BLAS computes them in parallel. Equal arguments
// give equal bits on any number of cores.
package mlp

import (
	"fmt"

	"konspekt/compute/activation"
)

// Float is a type of numbers to train in.
type Float interface{ float32 | float64 }

// Layer is a dense layer: Units outputs, each g of an affine function of all inputs.
type Layer struct {
	Units  int
	Unit   activation.Unit // g; the zero value is the identity
	Pieces int             // k ≥ 2 makes it a maxout layer of k pieces a unit, Unit then does not count
	Shared bool            // of a PReLU layer: one learned α for all units instead of one for each
}

// width is the number of columns of pre.
func (l Layer) width() int { return l.Units * max(1, l.Pieces) }

// alphas is the number of learned slopes.
func (l Layer) alphas() int {
	switch {
	case l.Unit.Kind != activation.PReLU || l.Pieces > 1:
		return 0
	case l.Shared:
		return 1
	}
	return l.Units
}

// Spec is the plan of a network. The last layer gives what the loss compares with the targets: logits for
// BCE and SoftmaxCE.
type Spec struct {
	Inputs int
	Layers []Layer
	Loss   Loss
}

// Dense is a layer's parameters, or the gradient with respect to them: views, to be written through.
type Dense[F Float] struct {
	W     []F // inputs × width, row after row
	B     []F // width
	Alpha []F // slopes of a PReLU layer, one per unit or one; nil for other layers
}

// Net is a network.
type Net[F Float] struct {
	spec   Spec
	params []F // of all layers: W and b of the first, of the second, …, then the slopes
	slopes int // where the slopes begin
	layers []Dense[F]
}

// New returns a network whose weights and biases are 0 and whose slopes are Unit.Alpha. It panics if the
// spec has no layer, or a layer or the input no unit.
func New[F Float](spec Spec) *Net[F] {
	if len(spec.Layers) == 0 || spec.Inputs < 1 {
		panic("mlp: a network without layers or inputs")
	}
	n := &Net[F]{spec: spec}
	n.spec.Layers = append([]Layer(nil), spec.Layers...)
	inputs, alphas := spec.Inputs, 0
	for i, l := range spec.Layers {
		if l.Unit.Kind == "" {
			n.spec.Layers[i].Unit.Kind = activation.Identity
		}
		if l.Units < 1 {
			panic(fmt.Sprintf("mlp: layer %d has %d units", i, l.Units))
		}
		n.slopes += (inputs + 1) * l.width()
		alphas += l.alphas()
		inputs = l.Units
	}
	n.params = make([]F, n.slopes+alphas)
	n.layers = n.views(n.params)
	for i, l := range n.spec.Layers {
		for j := range n.layers[i].Alpha {
			n.layers[i].Alpha[j] = F(l.Unit.Alpha)
		}
	}
	return n
}

// views cuts a slice as long as params into layers.
func (n *Net[F]) views(params []F) []Dense[F] {
	views := make([]Dense[F], len(n.spec.Layers))
	inputs, at, slope := n.spec.Inputs, 0, n.slopes
	take := func(from *int, k int) []F {
		*from += k
		return params[*from-k : *from : *from]
	}
	for i, l := range n.spec.Layers {
		views[i].W = take(&at, inputs*l.width())
		views[i].B = take(&at, l.width())
		if k := l.alphas(); k > 0 {
			views[i].Alpha = take(&slope, k)
		}
		inputs = l.Units
	}
	return views
}

// Spec returns the plan of the network. It must not be written to.
func (n *Net[F]) Spec() Spec { return n.spec }

// Layer returns the parameters of layer i, from 0.
func (n *Net[F]) Layer(i int) Dense[F] { return n.layers[i] }

// Params returns all parameters as one slice, in the order of Pass.Gradient.
func (n *Net[F]) Params() []F { return n.params }

// outputs is the number of columns of the last layer's h.
func (n *Net[F]) outputs() int { return n.spec.Layers[len(n.spec.Layers)-1].Units }

// inputs is the number of inputs of layer i.
func (n *Net[F]) inputs(i int) int {
	if i == 0 {
		return n.spec.Inputs
	}
	return n.spec.Layers[i-1].Units
}

// Copy returns a network with the same parameters, in another type rounded to it.
func Copy[G, F Float](n *Net[F]) *Net[G] {
	c := New[G](n.spec)
	for i, v := range n.params {
		c.params[i] = G(v)
	}
	return c
}
