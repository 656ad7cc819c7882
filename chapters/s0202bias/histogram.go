package s0202bias

import (
	"math"

	"konspekt/compute/stats"
	"konspekt/internal/lab"
)

// window is the part of the axis that the histogram shows. It depends on θ, not on m:
// when m grows the reader sees the estimates draw together. An estimator that has left
// it (a fixed c at a large m) widens it.
func window(p Params, exact stats.Quality) (lo, hi float64) {
	switch p.Estimator {
	case "bernoulli_mean":
		return -0.03, 1.03
	case "normal_mean":
		return p.Theta - 2.5, p.Theta + 2.5
	case "uniform_max", "uniform_max_corrected":
		return 0, 1.55 * p.Theta
	case "sd_m1":
		return 0, 2.4 * p.Theta
	}
	hi = 3 * p.Theta
	if p.Theta+exact.Bias > 1.5*p.Theta {
		hi = p.Theta + exact.Bias + 4*math.Sqrt(exact.Variance)
	}
	return 0, hi
}

// columnsPerDeviation is how many columns a standard deviation of the estimates takes.
const columnsPerDeviation = 5

// edges cut the window into columns that follow from the theory alone, so that they
// stand still while samples change; what lies far from the mean has no columns.
func edges(p Params, exact stats.Quality) []float64 {
	sd, mean := math.Sqrt(exact.Variance), p.Theta+exact.Bias
	lo, hi := window(p, exact)
	width := sd / columnsPerDeviation
	if p.Estimator == "bernoulli_mean" { // a column per multiple of 1/m
		width = 1 / float64(p.M)
		first := max(0, math.Floor((mean-5*sd)/width))
		last := min(float64(p.M), math.Ceil((mean+5*sd)/width))
		lo, hi = (first-0.5)*width, (last+0.5)*width
	} else {
		lo, hi = max(lo, mean-6*sd), min(hi, mean+9*sd)
	}
	if p.Estimator == "uniform_max" {
		hi = p.Theta
	}
	n := max(1, int(math.Round((hi-lo)/width)))
	out := make([]float64, n+1)
	for i := range out {
		out[i] = lo + (hi-lo)*float64(i)/float64(n)
	}
	return out
}

// smooth is how many points of the theoretical curve a column takes.
const smooth = 4

// histogram counts the estimates and puts the theory of each column beside it.
func histogram(p Params, e stats.Estimator, estimates []float64) Columns {
	at := edges(p, e.Exact(p.Theta, p.M))
	n := len(at) - 1
	lo, width := at[0], (at[n]-at[0])/float64(n)
	unit := 1 / (float64(len(estimates)) * width)
	if p.Estimator == "bernoulli_mean" {
		unit = 1 / float64(len(estimates))
	}
	c := Columns{Edges: at, Heights: make([]float64, n), Theory: make([]lab.Num, n)}
	for i := range n {
		c.Theory[i] = lab.Num(e.Density(lo+width*(float64(i)+0.5), p.Theta, p.M))
	}
	for i := range smooth*n + 1 {
		x := lo + width*float64(i)/smooth
		if d := e.Density(x, p.Theta, p.M); !math.IsInf(d, 0) {
			c.x, c.density = append(c.x, x), append(c.density, d)
		}
	}
	for _, v := range estimates {
		i := int(math.Floor((v - lo) / width))
		if i < 0 || i >= n {
			c.Outside++
			continue
		}
		c.Heights[i] += unit
	}
	return c
}
