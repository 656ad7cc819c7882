package s0305backprop

import (
	"math/rand/v2"
	"slices"

	"konspekt/compute/autodiff"
	"konspekt/internal/lab"
)

// layer computes Y = XW and carries a gradient G back through it in two ways: by the rule
// XᵀG for matrices, and by flattening all to vectors, multiplying by the transposed
// Jacobian and giving the result its shape back. The entries are small whole numbers, so
// that both ways are exact.
func (r *Result) layer(p Params) {
	rnd := rand.New(rand.NewPCG(p.Seed, 0))
	x, w, g := whole(rnd, p.M*p.N), whole(rnd, p.N*p.K), whole(rnd, p.M*p.K)
	var t autodiff.Tensors
	in, weights := t.Input(x, p.M, p.N), t.Input(w, p.N, p.K)
	out := t.MatMul(in, weights)

	jacobian := make([][]float64, out.Size())
	zeros, unit := 0, make([]float64, out.Size())
	for i := range jacobian {
		unit[i] = 1
		t.Pull(out, unit)
		unit[i] = 0
		jacobian[i] = slices.Clone(weights.Grad)
		for _, v := range jacobian[i] {
			if v == 0 {
				zeros++
			}
		}
	}
	flattened := make([]float64, len(w))
	for i, row := range jacobian {
		for j, v := range row {
			flattened[j] += v * g[i]
		}
	}
	before := t.Ops().Back
	t.Pull(out, g)
	r.LayerOps = &LayerOps{Forward: t.Ops().Value, Backward: t.Ops().Back - before, Jacobian: out.Size() * len(w)}
	equal := slices.Equal(flattened, weights.Grad)

	r.X, r.W, r.Y, r.Upstream = rows(x, p.M), rows(w, p.N), rows(out.Value, p.M), rows(g, p.M)
	r.Jacobian, r.JacobianShape, r.JacobianZeros = jacobian, []int{p.M * p.K, p.N * p.K}, lab.Num(float64(zeros)/float64(len(g)*len(w)))
	r.Grad, r.GradX = rows(weights.Grad, p.N), rows(in.Grad, p.M)
	r.GradFlattened, r.GradFlattenedEqual = flattened, &equal
}

// whole draws n whole numbers from −3 to 3, none of them 0, so that a zero of the Jacobian
// is one by its structure.
func whole(rnd *rand.Rand, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(1 + rnd.IntN(3))
		if rnd.IntN(2) == 0 {
			out[i] = -out[i]
		}
	}
	return out
}

// rows cuts a row-major array into its rows.
func rows(flat []float64, n int) [][]float64 {
	return slices.Collect(slices.Chunk(flat, len(flat)/n))
}

// LayerOps counts multiplications, each with an addition.
type LayerOps struct {
	Forward  int `json:"forward"`  // XW
	Backward int `json:"backward"` // XᵀG and GWᵀ
	Jacobian int `json:"jacobian"` // the Jacobian, transposed, times G, for ∂z/∂W alone
}
