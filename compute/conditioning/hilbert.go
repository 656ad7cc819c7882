package conditioning

import (
	"fmt"
	"math"
	"math/big"

	"gonum.org/v1/gonum/floats"
)

// HilbertInverse returns the inverse of the n×n Hilbert matrix, whose entries are whole
// numbers:
//
//	(−1)^{i+j}·(i+j−1)·C(n+i−1, n−j)·C(n+j−1, n−i)·C(i+j−2, i−1)²
//
// (Choi, The American Mathematical Monthly 90, 1983, DOI 10.2307/2975779). It panics unless
// 1 ≤ n ≤ 100.
func HilbertInverse(n int) [][]*big.Int {
	if n < 1 || n > 100 {
		panic(fmt.Sprintf("conditioning: Hilbert matrix of %d rows", n))
	}
	out := make([][]*big.Int, n)
	for i := range int64(n) {
		for j := range int64(n) {
			c := new(big.Int).Binomial(i+j, i)
			v := big.NewInt(i + j + 1)
			v.Mul(v, c).Mul(v, c)
			v.Mul(v, c.Binomial(int64(n)+i, int64(n)-j-1))
			v.Mul(v, c.Binomial(int64(n)+j, int64(n)-i-1))
			if (i+j)%2 == 1 {
				v.Neg(v)
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

// HilbertCond returns the condition number of the exact n×n Hilbert matrix, to a few units
// of 2⁻⁵². It panics unless 1 ≤ n ≤ 100.
func HilbertCond(n int) float64 { return hilbertEnds(n).cond() }

// ends are the largest and the least eigenvalue of a symmetric positive definite matrix with
// their unit eigenvectors.
type ends struct {
	largest, least float64
	first, last    []float64
}

func (e ends) cond() float64 { return e.largest / e.least }

// hilbertEnds finds them without a subtraction, so that no digit is lost although κ has far
// more digits than float64. All entries of H are positive; those of H⁻¹ are known exactly and
// have the signs of a chessboard, so that H⁻¹ = D|H⁻¹|D with D = diag(1, −1, 1, …) has the
// eigenvalues of the positive matrix |H⁻¹|. The largest eigenvalue of a positive matrix is
// found by the power method on sums of positive numbers; that of H⁻¹ is 1/λ_min(H).
func hilbertEnds(n int) ends {
	inverse := HilbertInverse(n) // checks n
	h, inv := make([][]float64, n), make([][]float64, n)
	for i := range n {
		for j := range n {
			h[i] = append(h[i], 1/float64(i+j+1))
			v, _ := new(big.Float).SetInt(inverse[i][j]).Float64()
			inv[i] = append(inv[i], math.Abs(v))
		}
	}
	var e ends
	e.largest, e.first = perron(h)
	e.least, e.last = perron(inv)
	e.least = 1 / e.least
	for i := 1; i < n; i += 2 {
		e.last[i] = -e.last[i]
	}
	return e
}

// perron returns the largest eigenvalue of a symmetric matrix of positive numbers with its
// positive unit eigenvector, by the power method.
func perron(a [][]float64) (value float64, vector []float64) {
	x, y := make([]float64, len(a)), make([]float64, len(a))
	floats.AddConst(1, x)
	const most = 200 // the second eigenvalue of a Hilbert matrix is below 0.6 of the first
	for range most {
		floats.Scale(1/floats.Norm(x, 2), x)
		for i, row := range a {
			y[i] = floats.Dot(row, x)
		}
		value = floats.Dot(x, y)
		floats.Scale(1/floats.Norm(y, 2), y)
		moved := floats.Distance(x, y, 2)
		x, y = y, x
		if moved <= unit {
			break
		}
	}
	return value, x
}
