package activation

import (
	"math"

	"konspekt/compute/stable"
)

// Derivative returns g′(z); at a kink it is the convention of the package comment.
func (u Unit) Derivative(z float64) float64 {
	switch u.Kind {
	case Identity:
		return 1
	case ReLU:
		if z == 0 {
			return u.AtZero
		}
		return step(z > 0)
	case Abs:
		return step(z > 0) - step(z < 0)
	case Leaky, PReLU:
		if z > 0 {
			return 1
		}
		return u.Alpha
	case ELU:
		if z > 0 {
			return 1
		}
		return u.Alpha * math.Exp(z)
	case Softplus:
		return stable.Sigmoid(z)
	case Sigmoid:
		return stable.Sigmoid(z) * stable.Sigmoid(-z)
	case Tanh: // 1 − tanh²z = 4σ(2z)σ(−2z), without cancellation
		return 4 * stable.Sigmoid(2*z) * stable.Sigmoid(-2*z)
	case HardTanh:
		return step(-1 < z && z < 1)
	case GELU:
		return normal(z) + z*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi)
	case GELUTanh:
		v, dv := gelu(z)
		s, flat := stable.Sigmoid(2*v), stable.Sigmoid(2*v)*stable.Sigmoid(-2*v)
		if flat == 0 { // far from 0, where dv may have left float64
			return s
		}
		return s + 2*z*flat*dv
	case SiLU:
		s := stable.Sigmoid(z)
		return s * (1 + z*stable.Sigmoid(-z))
	}
	panic("activation: no unit " + string(u.Kind))
}

// DerivativeAlpha returns ∂g(z)/∂α, which is not 0 only for leaky, prelu and elu at z < 0.
func (u Unit) DerivativeAlpha(z float64) float64 {
	switch {
	case (u.Kind == Leaky || u.Kind == PReLU) && z < 0:
		return z
	case u.Kind == ELU && z < 0:
		return math.Expm1(z)
	}
	return 0
}

// Kinks returns the points, ascending, at which g has no derivative: there the one-sided ones differ.
func (u Unit) Kinks() []float64 {
	switch u.Kind {
	case ReLU, Abs:
		return []float64{0}
	case Leaky, PReLU, ELU:
		if u.Alpha != 1 {
			return []float64{0}
		}
	case HardTanh:
		return []float64{-1, 1}
	}
	return nil
}

// Left returns the left derivative, lim (g(z) − g(z−h))/h as h falls to 0.
func (u Unit) Left(z float64) float64 {
	switch {
	case u.Kind == ReLU && z == 0:
		return 0
	case u.Kind == Abs && z == 0:
		return -1
	case (u.Kind == Leaky || u.Kind == PReLU || u.Kind == ELU) && z == 0:
		return u.Alpha
	case u.Kind == HardTanh && (z == -1 || z == 1):
		return step(z == 1)
	}
	return u.Derivative(z)
}

// Right returns the right derivative, lim (g(z+h) − g(z))/h as h falls to 0.
func (u Unit) Right(z float64) float64 {
	switch {
	case (u.Kind == ReLU || u.Kind == Abs || u.Kind == Leaky || u.Kind == PReLU || u.Kind == ELU) && z == 0:
		return 1
	case u.Kind == HardTanh && (z == -1 || z == 1):
		return step(z == -1)
	}
	return u.Derivative(z)
}

func step(on bool) float64 {
	if on {
		return 1
	}
	return 0
}
