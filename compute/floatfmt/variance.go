package floatfmt

// OnePass returns the variance (divisor m) of x as Σx²/m − (Σx/m)², the sums gathered in one
// pass through the data. Two large numbers that nearly agree are subtracted: what is left
// may be anything, negative numbers among it. It panics if x is empty.
func (f Format) OnePass(x []float64) float64 {
	sum, squares, m := 0.0, 0.0, count(x)
	for _, v := range x {
		v = f.Round(v)
		sum = f.Add(sum, v)
		squares = f.Add(squares, f.Mul(v, v))
	}
	mean := f.Div(sum, m)
	return f.Sub(f.Div(squares, m), f.Mul(mean, mean))
}

// TwoPass returns the variance as the mean square of the deviations from the mean, which
// takes a second pass. It panics if x is empty.
func (f Format) TwoPass(x []float64) float64 {
	sum, m := 0.0, count(x)
	for _, v := range x {
		sum = f.Add(sum, f.Round(v))
	}
	mean, squares := f.Div(sum, m), 0.0
	for _, v := range x {
		d := f.Sub(f.Round(v), mean)
		squares = f.Add(squares, f.Mul(d, d))
	}
	return f.Div(squares, m)
}

// Welford returns the variance in one pass by updating the mean and the sum of squared
// deviations with every example (Welford 1962, doi 10.1080/00401706.1962.10490022). It panics if
// x is empty.
func (f Format) Welford(x []float64) float64 {
	mean, squares := 0.0, 0.0
	for i, v := range x {
		v = f.Round(v)
		d := f.Sub(v, mean)
		mean = f.Add(mean, f.Div(d, float64(i+1)))
		squares = f.Add(squares, f.Mul(d, f.Sub(v, mean)))
	}
	return f.Div(squares, count(x))
}

func count(x []float64) float64 {
	if len(x) == 0 {
		panic("floatfmt: no numbers")
	}
	return float64(len(x))
}
