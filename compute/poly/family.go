package poly

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// MaxDegree is the largest degree that the labs of the book use.
const MaxDegree = 15

// Family is polynomial regression of all degrees 0, …, D on the design of one
// Problem. The fit of degree d is Σ_{j≤d} c_j P_j(x) with Legendre polynomials P_j
// (P_j(1) = 1) and the coefficients that minimise
//
//	Σ_i (y_i − Σ_j c_j P_j(x_i))² + λ Σ_{j≥1} c_j².
//
// The intercept c_0 is not penalised. Let B be the m×(D+1) matrix P_j(x_i) and
// J = diag(0, 1, …, 1). One orthonormalisation of the columns of [B; √λ·J] serves
// all degrees: with [B; √λ·J] = QR, T the transpose of the first m rows of Q, and
// Ψ = R⁻ᵀP(grid), the fit of degree d is
//
//	f̂_d(x) = Σ_{j≤d} ψ_j(x)·(t_j·y),
//
// so a higher degree adds a term and changes none. For λ = 0 the rows t_j are
// orthonormal. A Family is safe for concurrent use.
type Family struct {
	problem  Problem
	t        [][]float64 // t_j, D+1 rows of m: what each term takes from y
	psi      [][]float64 // ψ_j on the grid, D+1 rows
	mean     [][]float64 // E f̂_d on the grid, by degree
	variance [][]float64 // Var f̂_d on the grid, by degree
	risk     []Risk
	train    []float64
	df       []float64
}

// NewFamily prepares the degrees 0, …, maxDegree. It panics if maxDegree is
// outside [0, m−1], the design has repeated points so that such a degree is not
// determined, λ is negative or not finite, or the lengths in p disagree.
func NewFamily(p Problem, maxDegree int, lambda float64) *Family {
	p.check()
	if maxDegree < 0 || maxDegree >= len(p.X) {
		panic(fmt.Sprintf("poly: degree %d on %d points", maxDegree, len(p.X)))
	}
	if !(lambda >= 0) || math.IsInf(lambda, 1) {
		panic(fmt.Sprintf("poly: penalty λ = %v", lambda))
	}
	f := &Family{problem: p}
	f.orthonormalise(maxDegree, lambda)
	f.decompose()
	f.training()
	return f
}

// orthonormalise sets t and psi. A column holds P_j on the design, √λ·e_j and P_j
// on the grid; products are taken over the first two parts, and the grid is carried
// along.
func (f *Family) orthonormalise(maxDegree int, lambda float64) {
	p := f.problem
	m, inner := len(p.X), len(p.X)+maxDegree+1
	onDesign, onGrid := legendre(p.X, maxDegree), legendre(p.Grid, maxDegree)
	var q [][]float64
	for j := range maxDegree + 1 {
		v := make([]float64, inner+len(p.Grid))
		copy(v, onDesign[j])
		copy(v[inner:], onGrid[j])
		if j > 0 {
			v[m+j] = math.Sqrt(lambda)
		}
		before := floats.Norm(v[:inner], 2)
		orthogonalise(v, q, inner)
		norm := floats.Norm(v[:inner], 2)
		if norm <= 1e-12*before {
			panic(fmt.Sprintf("poly: degree %d is not determined by the design", j))
		}
		floats.Scale(1/norm, v)
		q = append(q, v)
		f.t = append(f.t, v[:m:m])
		f.psi = append(f.psi, v[inner:])
	}
}

// legendre returns P_0, …, P_n at the points x, by Bonnet's recurrence
// jP_j = (2j−1)xP_{j−1} − (j−1)P_{j−2}.
func legendre(x []float64, n int) [][]float64 {
	rows := [][]float64{make([]float64, len(x))}
	for i := range x {
		rows[0][i] = 1
	}
	for j := 1; j <= n; j++ {
		row, last, before := make([]float64, len(x)), rows[j-1], rows[max(0, j-2)]
		a, b := float64(2*j-1)/float64(j), float64(j-1)/float64(j)
		for i, v := range x {
			row[i] = a*v*last[i] - b*before[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// decompose sets mean, variance and risk of every degree. A term ψ_d adds
// ψ_d·(t_d·F) to the mean and σ²ψ_d(2Σ_{j<d}(t_d·t_j)ψ_j + ‖t_d‖²ψ_d) to the
// variance.
func (f *Family) decompose() {
	p := f.problem
	mean, variance := make([]float64, len(p.Grid)), make([]float64, len(p.Grid))
	cross := make([]float64, len(p.Grid))
	for d, t := range f.t {
		floats.AddScaled(mean, floats.Dot(t, p.F), f.psi[d])
		floats.ScaleTo(cross, floats.Dot(t, t), f.psi[d])
		for j := range d {
			floats.AddScaled(cross, 2*floats.Dot(t, f.t[j]), f.psi[j])
		}
		floats.Mul(cross, f.psi[d])
		floats.AddScaled(variance, p.Sigma*p.Sigma, cross)
		f.mean = append(f.mean, append([]float64(nil), mean...))
		f.variance = append(f.variance, append([]float64(nil), variance...))
		f.risk = append(f.risk, p.riskOf(mean, variance))
	}
}

// training sets the expected training error and the trace of the hat matrix
// H_d = Σ_{j≤d} t_j t_jᵀ of every degree:
//
//	(‖(I−H)F‖² + σ²(m − 2 tr H + tr H²)) / m.
func (f *Family) training() {
	p := f.problem
	rest := append([]float64(nil), p.F...)
	var trace, trace2 float64
	for d, t := range f.t {
		floats.AddScaled(rest, -floats.Dot(t, p.F), t)
		tt := floats.Dot(t, t)
		trace += tt
		trace2 += tt * tt
		for j := range d {
			c := floats.Dot(t, f.t[j])
			trace2 += 2 * c * c
		}
		m := float64(len(p.X))
		f.df = append(f.df, trace)
		f.train = append(f.train, (floats.Dot(rest, rest)+p.Sigma*p.Sigma*(m-2*trace+trace2))/m)
	}
}

// Risk returns the exact error of the fit of that degree at a new observation.
// Like all methods with a degree it panics outside 0, …, D.
func (f *Family) Risk(degree int) Risk { return f.risk[degree] }

// Best returns the degree with the smallest exact MSE, the lowest of equals.
func (f *Family) Best() int {
	best := 0
	for d, r := range f.risk {
		if r.MSE < f.risk[best].MSE {
			best = d
		}
	}
	return best
}

// TrainMSE returns the expected mean squared residual at the design points.
func (f *Family) TrainMSE(degree int) float64 { return f.train[degree] }

// DF returns the trace of the hat matrix, the effective number of parameters:
// degree+1 without a penalty, less with it.
func (f *Family) DF(degree int) float64 { return f.df[degree] }

// Mean stores E f̂(x) at every grid point in dst and returns it. If dst is nil a
// slice of len(Grid) is allocated; Mean panics if dst has another length.
func (f *Family) Mean(dst []float64, degree int) []float64 {
	dst = target(dst, len(f.problem.Grid))
	copy(dst, f.mean[degree])
	return dst
}

// Variance stores Var f̂(x) at every grid point in dst and returns it, with dst as
// in Mean.
func (f *Family) Variance(dst []float64, degree int) []float64 {
	dst = target(dst, len(f.problem.Grid))
	copy(dst, f.variance[degree])
	return dst
}

// Predict stores the fit to the observations y (one for each design point) at every
// grid point in dst and returns it, with dst as in Mean. It panics if
// len(y) != len(X).
func (f *Family) Predict(dst []float64, degree int, y []float64) []float64 {
	return f.combine(target(dst, len(f.problem.Grid)), f.psi[:degree+1], y)
}

// Fitted stores the fit to the observations y at the design points in dst and
// returns it. If dst is nil a slice of len(X) is allocated; Fitted panics if dst or
// y has another length.
func (f *Family) Fitted(dst []float64, degree int, y []float64) []float64 {
	return f.combine(target(dst, len(f.problem.X)), f.t[:degree+1], y)
}

// combine stores Σ_j basis[j]·(t_j·y) in dst.
func (f *Family) combine(dst []float64, basis [][]float64, y []float64) []float64 {
	clear(dst)
	for j, b := range basis {
		floats.AddScaled(dst, floats.Dot(f.t[j], y), b)
	}
	return dst
}
