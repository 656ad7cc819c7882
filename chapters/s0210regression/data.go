package s0210regression

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"konspekt/compute/linear"
	"konspekt/compute/stats"
	"konspekt/internal/lab"
)

// The line that the data are drawn around.
const (
	wTrue = 0.3
	bTrue = 0.8
)

// rightmost is the abscissa of the first point, which may be an outlier; the others lie
// to the left of it.
const rightmost = 10

// sample is the points of an experiment.
type sample struct{ x, y []float64 }

// data is the reader's own points, a table, or what the seed gives.
func data(p Params, tables lab.Tables) (sample, error) {
	var s sample
	switch {
	case p.Points != "":
		for _, point := range lab.ReadPoints(p.Points) {
			s.x, s.y = append(s.x, point.X), append(s.y, point.Y)
		}
	case p.Data == "diabetes":
		table, err := tables.Table(p.Data)
		if err != nil {
			return s, err
		}
		target, err := table.Targets()
		if err != nil {
			return s, err
		}
		s.x = standardized(mat.Col(nil, slices.Index(table.Columns, "bmi"), table.X))
		s.y = standardized(target)
	default:
		s = synthetic(p)
	}
	return s, nil
}

// synthetic is the points that the seed gives.
func synthetic(p Params) sample {
	x := abscissas(p)
	return sample{x, rounded(answers(nil, p, x, rand.New(rand.NewPCG(p.Seed, 0))))}
}

// rounded keeps three digits after the point, so that points stand in an address as they are.
func rounded(x []float64) []float64 {
	for i := range x {
		x[i] = math.Round(1000*x[i]) / 1000
	}
	return x
}

// standardized is a column less its mean, in units of its ddof-0 deviation, rounded.
func standardized(x []float64) []float64 {
	centre, deviation := stat.Mean(x, nil), math.Sqrt(stats.Variance(x, 0))
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = (v - centre) / deviation
	}
	return rounded(out)
}

// abscissas are fixed by the seed and m: the rightmost point and then the fractional
// parts of multiples of the golden ratio, which fill the axis evenly at every m, so that
// the first points stay where they are when m grows.
func abscissas(p Params) []float64 {
	x := make([]float64, p.M)
	start := rand.New(rand.NewPCG(p.Seed, math.MaxUint64)).Float64()
	for i := range x {
		_, at := math.Modf(start + float64(i)*math.Phi)
		x[i] = 0.4 + 9.2*at
	}
	x[0] = rightmost
	return rounded(x)
}

// answers draws y = w·x + b + ε. Each ε is a quantile of one uniform number, so that
// another kind of noise or another deviation moves the points and does not reshuffle them.
func answers(dst []float64, p Params, x []float64, rnd *rand.Rand) []float64 {
	dst = slices.Grow(dst[:0], len(x))
	for _, at := range x {
		u := (float64(rnd.Uint64()>>11) + 0.5) / (1 << 53) // in (0, 1)
		dst = append(dst, wTrue*at+bTrue+p.NoiseSigma*quantile(p.Noise, u))
	}
	dst[0] += p.Outlier
	return dst
}

// quantile is that of the noise with mean 0 and deviation 1: the normal one, or the
// Laplace distribution with the scale 1/√2.
func quantile(noise string, u float64) float64 {
	if noise == "laplace" {
		return math.Copysign(math.Log1p(-math.Abs(2*u-1)), 2*u-1) / math.Sqrt2
	}
	return math.Sqrt2 * math.Erfinv(2*u-1)
}

// frame is the part of the plane that the figures show, and the lines that the reader may
// lay in it.
type frame struct {
	x0, x1, y0, y1          float64
	equal                   bool // one scale on both axes
	slope, intercept, sigma lab.Limit
}

// usual is the frame of the drawn points; it does not move with the controls.
var usual = frame{
	x1: 11, y1: 5, equal: true,
	slope:     lab.Limit{Min: -0.5, Max: 1, Why: "так устроен рисунок"},
	intercept: lab.Limit{Min: -2, Max: 5, Why: "так устроен рисунок"},
	sigma:     lab.Limit{Min: 0.2, Max: 3, Why: "так устроен рисунок"},
}

// deviations is the frame of a standardised table, of the same proportions.
var deviations = frame{
	x0: -4.5, x1: 6.5, y0: -2, y1: 3, equal: true,
	slope:     lab.Limit{Min: -1, Max: 2, Why: "так устроен рисунок"},
	intercept: lab.Limit{Min: -2, Max: 3, Why: "так устроен рисунок"},
	sigma:     lab.Limit{Min: 0.2, Max: 3, Why: "так устроен рисунок"},
}

// frameOf is the usual frame while it holds all the points, else one around them.
func frameOf(p Params) frame {
	switch {
	case p.Points == "" && p.Data == "diabetes":
		return deviations
	case p.Points == "":
		return usual
	}
	return frameAround(lab.ReadPoints(p.Points))
}

func frameAround(points []lab.Point) frame {
	f := frame{x0: math.Inf(1), x1: math.Inf(-1), y0: math.Inf(1), y1: math.Inf(-1)}
	for _, p := range points {
		f.x0, f.x1, f.y0, f.y1 = min(f.x0, p.X), max(f.x1, p.X), min(f.y0, p.Y), max(f.y1, p.Y)
	}
	if f.x0 >= usual.x0 && f.x1 <= usual.x1 && f.y0 >= usual.y0 && f.y1 <= usual.y1 {
		return usual
	}
	return f.around()
}

// around widens a rectangle by a margin and says which lines fit it.
func (f frame) around() frame {
	dx, dy := max(f.x1-f.x0, 1), max(f.y1-f.y0, 1)
	f.x0, f.x1, f.y0, f.y1 = math.Floor(f.x0-0.1*dx), math.Ceil(f.x1+0.1*dx), math.Floor(f.y0-0.15*dy), math.Ceil(f.y1+0.15*dy)
	dx, dy = f.x1-f.x0, f.y1-f.y0
	f.equal = dy < dx && dx < 4*dy
	steep := math.Ceil(max(2, 4*dy/dx))
	far := math.Ceil(max(math.Abs(f.y0), math.Abs(f.y1)) + steep*max(math.Abs(f.x0), math.Abs(f.x1)))
	const why = "чтобы прямая проходила среди точек"
	f.slope, f.intercept = lab.Limit{Min: -steep, Max: steep, Why: why}, lab.Limit{Min: -far, Max: far, Why: why}
	f.sigma = lab.Limit{Min: 0.2, Max: max(3, dy), Why: "не больше высоты рисунка"}
	return f
}

// Pull is the slope of both fits when the rightmost point has moved.
type Pull struct {
	Outlier lab.Num `json:"outlier"`
	WMSE    lab.Num `json:"w_mse"`
	WMAE    lab.Num `json:"w_mae"`
}

// The places of the outlier, as far as the control goes.
const (
	lowest     = -4
	pullsCount = 32
)

// pulls fits both lines with the outlier at every place, the same noise in the others.
func pulls(p Params) ([]Pull, error) {
	out := make([]Pull, pullsCount+1)
	for i := range out {
		p.Outlier = lowest * (1 - float64(i)/pullsCount)
		s := synthetic(p)
		fit, err := linear.LeastSquares(column(s.x), s.y)
		if err != nil {
			return nil, err
		}
		lad, err := linear.LAD(column(s.x), s.y)
		if err != nil {
			return nil, err
		}
		out[i] = Pull{lab.Num(p.Outlier), lab.Num(fit.W[0]), lab.Num(lad.W[0])}
	}
	return out, nil
}
