package activation

// Maxout takes the largest of every group of k neighbouring pieces, dst[i] = max_j z[ik + j], and notes which
// piece it was, arg[i] = j from 0, the first of equals. The k pieces of a unit learn its shape: any convex
// piecewise linear function of k pieces.
//
// len(dst) and len(arg) must be len(z)/k, or Maxout panics.
func Maxout[F Float](dst []F, arg []int, z []F, k int) {
	same(len(dst)*k, len(z))
	same(len(arg), len(dst))
	for i := range dst {
		best, at := z[i*k], 0
		for j, v := range z[i*k+1 : (i+1)*k] {
			if v > best || v != v { // NaN is passed on, not hidden
				best, at = v, j+1
			}
		}
		dst[i], arg[i] = best, at
	}
}

// MaxoutBackward gives the gradient of every unit to the piece that was the largest: dst[ik + arg[i]] = up[i],
// and 0 to the others. len(up) and len(arg) must be len(dst)/k, or it panics.
func MaxoutBackward[F Float](dst, up []F, arg []int, k int) {
	same(len(up)*k, len(dst))
	same(len(arg), len(up))
	clear(dst)
	for i, v := range up {
		dst[i*k+arg[i]] = v
	}
}
