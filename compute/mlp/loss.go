package mlp

import (
	"fmt"
	"math"

	"konspekt/compute/stable"
)

// Loss says what J a network is trained by. h is the output, rows × k.
type Loss int

// The losses.
const (
	MSE        Loss = iota // mean of (h − y)² over all entries
	HalfMSE                // ½‖h − y‖², mean over the rows
	HalfSum                // ½ Σ (h − y)² over all entries
	BCE                    // logits h, y in [0, 1]: ζ(h) − yh = −y log σ(h) − (1−y) log(1−σ(h)), mean over all entries
	SoftmaxCE              // logits h, a class c a row: log Σ_j e^(h_j) − h_c, mean over the rows
	SoftmaxMSE             // the same outputs with the squared error: mean over all entries of (softmax(h)_j − [j = c])²
)

// Classes reports whether the targets of the loss are class numbers.
func (l Loss) Classes() bool { return l == SoftmaxCE || l == SoftmaxMSE }

// Targets are what a network should give.
type Targets[F Float] struct {
	Y     []F   // rows × outputs; for the losses of classes nil
	Class []int // rows, from 0 to outputs − 1; for the other losses nil
}

// lossGradient returns J of the output h, rows × outputs, and writes ∂J/∂h to dst. Sums are taken in float64.
func lossGradient[F Float](l Loss, dst, h []F, y Targets[F], rows int) float64 {
	if l.Classes() && len(y.Class) != rows || !l.Classes() && len(y.Y) != len(h) {
		panic("mlp: shape of the targets")
	}
	switch l {
	case MSE:
		return squares(dst, h, y.Y, 1/float64(len(h)), 2/float64(len(h)))
	case HalfMSE:
		return squares(dst, h, y.Y, 0.5/float64(rows), 1/float64(rows))
	case HalfSum:
		return squares(dst, h, y.Y, 0.5, 1)
	case BCE:
		return bernoulli(dst, h, y.Y)
	case SoftmaxCE:
		return categorical(dst, h, y.Class)
	case SoftmaxMSE:
		return brier(dst, h, y.Class)
	}
	panic(fmt.Sprintf("mlp: loss %d", l))
}

// squares returns scale·Σ(h − y)² and writes slope·(h − y).
func squares[F Float](dst, h, y []F, scale, slope float64) float64 {
	sum, s := 0.0, F(slope)
	for i, v := range h {
		d := v - y[i]
		dst[i] = s * d
		sum += float64(d) * float64(d)
	}
	return scale * sum
}

// bernoulli is BCE: ∂J/∂h = (σ(h) − y)/entries. With q = σ(−|h|) both come from one exponential, without a
// difference of numbers that are nearly equal.
func bernoulli[F Float](dst, h, y []F) float64 {
	sum, share := 0.0, 1/float64(len(h))
	for i, v := range h {
		z, t := float64(v), float64(y[i])
		e := math.Exp(-math.Abs(z))
		sum += max(z, 0) - t*z + math.Log1p(e)
		slope := e/(1+e) - t
		if z > 0 {
			slope = 1 - t - e/(1+e)
		}
		dst[i] = F(slope * share)
	}
	return sum * share
}

// categorical is SoftmaxCE: ∂J/∂h_j = (softmax(h)_j − [j = c])/rows. Logarithm and softmax share their
// exponentials, of h − max h; the largest, 1, stays out of the sum so that log1p sees the rest.
func categorical[F Float](dst, h []F, class []int) float64 {
	sum, k, share := 0.0, len(h)/len(class), 1/F(len(class))
	for r, c := range class {
		row, d := h[r*k:(r+1)*k], dst[r*k:(r+1)*k]
		top := 0
		for j, v := range row {
			if v > row[top] {
				top = j
			}
		}
		peak, rest := float64(row[top]), 0.0
		for j, v := range row {
			e := 1.0
			if j != top {
				e = math.Exp(float64(v) - peak)
				rest += e
			}
			d[j] = F(e)
		}
		sum += peak - float64(row[c]) + math.Log1p(rest)
		scale := share / F(1+rest)
		for j := range d {
			d[j] *= scale
		}
		d[c] -= share
	}
	return sum / float64(len(class))
}

// brier is SoftmaxMSE: with e = p − [j = c], ∂J/∂h_j = 2p_j(e_j − Σ_i p_i e_i)/entries.
func brier[F Float](dst, h []F, class []int) float64 {
	sum, k, share := 0.0, len(h)/len(class), 1/float64(len(h))
	for r, c := range class {
		d := dst[r*k : (r+1)*k]
		stable.Softmax(d, h[r*k:(r+1)*k])
		mean := 0.0
		for j, p := range d {
			e := float64(p)
			if j == c {
				e--
			}
			sum += e * e
			mean += float64(p) * e
		}
		for j, p := range d {
			e := float64(p)
			if j == c {
				e--
			}
			d[j] = F(2 * share * float64(p) * (e - mean))
		}
	}
	return sum * share
}
