package activation

import (
	"math"

	"konspekt/compute/stable"
)

// Float is a type of numbers in which a network can be trained.
type Float interface{ ~float32 | ~float64 }

// Values sets dst[i] = g(z[i]). dst and z may be the same slice; other lengths than len(z) panic. In float32
// every value is the float64 one, rounded.
func Values[F Float](u Unit, dst, z []F) {
	same(len(dst), len(z))
	switch u.Kind {
	case Identity:
		copy(dst, z)
	case ReLU:
		for i, v := range z {
			dst[i] = max(0, v)
		}
	case Abs:
		for i, v := range z {
			dst[i] = F(math.Abs(float64(v)))
		}
	case Leaky, PReLU:
		alpha := F(u.Alpha)
		for i, v := range z {
			dst[i] = max(0, v) + alpha*min(0, v)
		}
	case HardTanh:
		for i, v := range z {
			dst[i] = max(-1, min(1, v))
		}
	case Tanh:
		for i, v := range z {
			dst[i] = F(tanh(float64(v)))
		}
	case Sigmoid:
		for i, v := range z {
			dst[i] = F(stable.Sigmoid(float64(v)))
		}
	default:
		for i, v := range z {
			dst[i] = F(u.Value(float64(v)))
		}
	}
}

// Backward sets dst[i] = up[i]·g′(z[i]), where h[i] = g(z[i]) is what Values gave: one step of back-propagation.
// dst may be up; other lengths than len(z) panic. For tanh and sigmoid g′ comes from h alone, 1 − h² and
// h(1 − h), whose absolute error is of the order of the unit roundoff.
func Backward[F Float](u Unit, dst, up, z, h []F) {
	same(len(dst), len(z))
	same(len(up), len(z))
	same(len(h), len(z))
	up, h = up[:len(z)], h[:len(z)]
	switch u.Kind {
	case Identity:
		copy(dst, up)
	case ReLU:
		atZero := F(u.AtZero)
		for i, v := range z {
			switch {
			case v > 0:
				dst[i] = up[i]
			case v == 0:
				dst[i] = atZero * up[i]
			default:
				dst[i] = 0
			}
		}
	case Leaky, PReLU:
		alpha := F(u.Alpha)
		for i, v := range z {
			if v > 0 {
				dst[i] = up[i]
			} else {
				dst[i] = alpha * up[i]
			}
		}
	case Tanh:
		for i, v := range h {
			dst[i] = up[i] * (1 - v*v)
		}
	case Sigmoid:
		for i, v := range h {
			dst[i] = up[i] * (v * (1 - v))
		}
	default:
		for i, v := range z {
			dst[i] = up[i] * F(u.Derivative(float64(v)))
		}
	}
}

func same(a, b int) {
	if a != b {
		panic("activation: slices of different lengths")
	}
}
