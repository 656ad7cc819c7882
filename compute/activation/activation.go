// Package activation holds the hidden units of a feedforward network, g: ℝ → ℝ applied entry by entry:
// their values, derivatives, one-sided derivatives where there is no derivative, and maxout, which takes the
// largest of several pieces.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §6.3. Sources of the units: the rectifier, Glorot,
// Bordes and Bengio, PMLR 15 (2011) 315; leaky, Maas, Hannun and Ng, ICML Workshop on Deep Learning (2013);
// PReLU, He et al., ICCV (2015), doi 10.1109/ICCV.2015.123; ELU, Clevert, Unterthiner and Hochreiter,
// arXiv 1511.07289; GELU, Hendrycks and Gimpel, arXiv 1606.08415; SiLU, Elfwing, Uchibe and Doya, Neural
// Networks 107 (2018), doi 10.1016/j.neunet.2017.12.012, and Ramachandran, Zoph and Le, arXiv 1710.05941;
// maxout, Goodfellow et al., arXiv 1302.4389.
//
// At a kink the derivative is a convention, here that of PyTorch: relu′(0) = 0, |·|′(0) = 0, hard_tanh′(±1) = 0,
// and for leaky, prelu and elu z = 0 belongs to the branch of z < 0.
package activation

import (
	"math"

	"konspekt/compute/stable"
)

// Kind names a unit.
type Kind string

// The units: z is the pre-activation, α the parameter Unit.Alpha.
const (
	Identity Kind = "identity"  // z
	ReLU     Kind = "relu"      // max(0, z)
	Abs      Kind = "abs"       // |z|
	Leaky    Kind = "leaky"     // max(0, z) + α·min(0, z), α fixed
	PReLU    Kind = "prelu"     // the same, α learned
	ELU      Kind = "elu"       // z for z > 0, else α(eᶻ − 1)
	Softplus Kind = "softplus"  // log(1 + eᶻ)
	Sigmoid  Kind = "sigmoid"   // 1/(1 + e⁻ᶻ)
	Tanh     Kind = "tanh"      // hyperbolic tangent
	HardTanh Kind = "hard_tanh" // max(−1, min(1, z))
	GELU     Kind = "gelu"      // z·Φ(z), Φ the distribution function of N(0, 1)
	GELUTanh Kind = "gelu_tanh" // ½z(1 + tanh(√(2/π)(z + 0.044715z³)))
	SiLU     Kind = "silu"      // z·σ(z)
)

// Kinds lists the units in the order above.
func Kinds() []Kind {
	return []Kind{Identity, ReLU, Abs, Leaky, PReLU, ELU, Softplus, Sigmoid, Tanh, HardTanh, GELU, GELUTanh, SiLU}
}

// Unit is a unit with its parameter. Its methods panic if the kind is none of Kinds.
type Unit struct {
	Kind  Kind
	Alpha float64 // slope for z < 0 of leaky and prelu, −limit of elu; the others have none

	AtZero float64 // of relu: what stands for g′(0), usually from 0 to 1; 0 is the convention of the package comment
}

// New returns the unit with the usual parameter: α = 0.01 for leaky, 0.25 for prelu (He et al.), 1 for elu.
func New(kind Kind) Unit {
	u := Unit{Kind: kind}
	switch kind {
	case Leaky:
		u.Alpha = 0.01
	case PReLU:
		u.Alpha = 0.25
	case ELU:
		u.Alpha = 1
	}
	return u
}

// Value returns g(z).
func (u Unit) Value(z float64) float64 {
	switch u.Kind {
	case Identity:
		return z
	case ReLU:
		return max(0, z)
	case Abs:
		return math.Abs(z)
	case Leaky, PReLU:
		if z > 0 {
			return z
		}
		return u.Alpha * z
	case ELU:
		if z > 0 {
			return z
		}
		return u.Alpha * math.Expm1(z)
	case Softplus:
		return stable.Softplus(z)
	case Sigmoid:
		return stable.Sigmoid(z)
	case Tanh:
		return tanh(z)
	case HardTanh:
		return max(-1, min(1, z))
	case GELU:
		return z * normal(z)
	case GELUTanh:
		inner, _ := gelu(z)
		return z * stable.Sigmoid(2*inner)
	case SiLU:
		return z * stable.Sigmoid(z)
	}
	panic("activation: no unit " + string(u.Kind))
}

// normal returns Φ(z), with a small relative error on both sides.
func normal(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }

// gelu returns the argument of tanh in the tanh form of GELU, and its derivative: ½(1 + tanh v) = σ(2v).
func gelu(z float64) (v, dv float64) {
	const c, k = 0.7978845608028653559, 0.044715 // √(2/π)
	return c * (z + k*z*z*z), c * (1 + 3*k*z*z)
}
