package s0201crossval

import (
	"fmt"
	"math"
	"slices"

	"konspekt/internal/lab"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// above is the least step times a power of ten that is not under v, so that an axis stands
// still while v wavers.
func above(v float64, steps ...float64) float64 {
	if v <= 0 {
		return 1
	}
	decade := math.Pow(10, math.Floor(math.Log10(v)))
	for _, s := range steps {
		if s*decade >= v*(1-1e-12) {
			return s * decade
		}
	}
	return 10 * decade * steps[0]
}

// known tells whether the population is, and with it the true error.
func known(r *Result) bool { return !math.IsNaN(float64(r.TrueError)) }

// swarm is the estimates of one kind as a row of points: each a division of the same
// examples.
type swarm struct {
	name   string
	values []float64
	ink    plots.Ink
	marker plots.Marker
}

func swarms(p Params, r *Result) []swarm {
	folds := fmt.Sprintf("k = %d", p.K)
	if r.honest != nil {
		return []swarm{
			{"честно", r.honest.KFold, plots.C1, plots.Disc},
			{"утечка", r.shuffles.KFold, plots.C2, plots.Triangle},
		}
	}
	return []swarm{{"одно деление", r.shuffles.Holdout, plots.C2, plots.Triangle}, {folds, r.shuffles.KFold, plots.C1, plots.Disc}}
}

// golden spreads points of a row evenly, whatever their number.
const golden = 0.6180339887498949

func drawSpread(p Params, r *Result) (*plots.Figure, error) {
	all := swarms(p, r)
	axes := plots.Axes{X: "оценка ошибки, MSE", XMin: 0, XMax: spreadEnd(r), YMin: 0.35, YMax: float64(len(all)) + 0.85, HideY: true, Size: plots.Short}
	var layers []plots.Layer
	if known(r) {
		layers = append(layers, plots.Mark{Name: "истина " + r.TrueError.Text(2), X: float64(r.TrueError), Ink: plots.Text, Dash: plots.Dashed})
	}
	for i, s := range all {
		y := float64(len(all) - i)
		axes.YTicks = append(axes.YTicks, plots.Tick{At: y, Label: s.name})
		points := plots.Points{X: s.values, Ink: s.ink, Marker: s.marker, Radius: 2.4, Faint: true}
		for j := range s.values {
			_, part := math.Modf(float64(j+1) * golden)
			points.Y = append(points.Y, y-0.04+0.5*(part-0.5))
		}
		mean, sd, _ := spread(s.values)
		layers = append(layers, points,
			plots.Segments{X0: []float64{max(0, mean-sd)}, Y0: []float64{y - 0.4}, X1: []float64{min(axes.XMax, mean+sd)}, Y1: []float64{y - 0.4}, Ink: s.ink, Width: plots.Thick},
			plots.Label{X: axes.XMax, Y: y + 0.4, Text: "среднее " + russian.Number(mean, 3) + ", разброс " + russian.Number(sd, 2) + beyond(s.values, axes.XMax), Ink: s.ink, Align: plots.End})
	}
	return plots.New(axes, layers...)
}

// beyond says how many estimates do not fit into the picture.
func beyond(values []float64, end float64) string {
	n := 0
	for _, v := range values {
		if v > end {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return ", правее " + russian.Int(n)
}

// spreadEnd is the right end of the axis: far enough for nearly all single splits.
func spreadEnd(r *Result) float64 {
	all := slices.Clone(r.shuffles.Holdout)
	if r.honest != nil {
		all = append(slices.Clone(r.honest.KFold), r.shuffles.KFold...)
	}
	slices.Sort(all)
	far := max(all[len(all)*97/100], 1.1*float64(r.CVMSE))
	if known(r) {
		far = max(far, 1.1*float64(r.TrueError))
	}
	return above(1.15*far, 1, 1.5, 2, 3, 4, 5, 6, 8)
}

func describeSpread(p Params, r *Result) string {
	truth := ""
	if known(r) {
		truth = fmt.Sprintf(" Истинная ошибка %s.", r.TrueError.Text(3))
	}
	if r.honest != nil {
		return fmt.Sprintf("Оценки по %s одних и тех же данных: с подготовкой внутри частей в среднем %s, с подготовкой по всем примерам %s.%s",
			russian.Count(p.Repeats, "делению", "делениям", "делениям"), r.HonestMean.Text(3), r.CVMean.Text(3), truth)
	}
	return fmt.Sprintf("Оценки по %s одних и тех же данных: одно деление даёт %s с разбросом %s, перекрёстная проверка %s с разбросом %s.%s",
		russian.Count(p.Repeats, "делению", "делениям", "делениям"), r.HoldoutMean.Text(3), r.HoldoutSD.Text(2), r.CVMean.Text(3), r.CVSD.Text(2), truth)
}

func tableSpread(_ Params, r *Result) lab.Table {
	t := lab.Table{Columns: []lab.Column{
		{Name: "holdout_mse", Label: "одно деление", Values: r.shuffles.Holdout},
		{Name: "cv_mse", Label: "перекрёстная проверка", Values: r.shuffles.KFold},
	}}
	if r.honest != nil {
		t.Columns = append(t.Columns, lab.Column{Name: "honest_mse", Label: "честно", Values: r.honest.KFold})
	}
	return t
}

// heights is the ordinate axis of errors: from zero, but of polynomials, whose errors differ
// by orders of magnitude, logarithmic.
func heights(p Params, errors []float64, most float64) (lo, hi float64, log bool) {
	if p.Model != "poly" {
		return 0, above(most, 1, 1.5, 2, 3, 4, 5, 6, 8), false
	}
	least := slices.Min(errors)
	return above(least/4, 1, 2, 5), min(above(1.2*slices.Max(errors), 1, 2, 5), 1e4*least), true
}

// whiskers are the stretches from lo to hi that an axis from bottom to top can show.
func whiskers(x, lo, hi []float64, bottom, top float64, ink plots.Ink) plots.Segments {
	s := plots.Segments{X0: x, X1: x, Ink: ink}
	for i := range x {
		s.Y0 = append(s.Y0, min(top, max(bottom, lo[i])))
		s.Y1 = append(s.Y1, min(top, max(bottom, hi[i])))
	}
	return s
}

// quartiles lists the estimates over k as slices.
func quartiles(r *Result) (k, low, mid, high []float64) {
	for _, at := range r.ByK {
		k, low = append(k, float64(at.K)), append(low, float64(at.Low))
		mid, high = append(mid, float64(at.Median)), append(high, float64(at.High))
	}
	return k, low, mid, high
}

func drawByK(p Params, r *Result) (*plots.Figure, error) {
	k, low, mid, high := quartiles(r)
	truth := float64(r.TrueError)
	axes := plots.Axes{X: "число частей k", Y: "MSE, медиана и квартили", LogX: true, XMin: 1.8, XMax: 1.1 * float64(p.M), Size: plots.Short}
	axes.YMin, axes.YMax, axes.LogY = heights(p, append(slices.Clone(high), truth), 1.25*max(median(mid), truth))
	for _, at := range r.ByK {
		if at.K != p.K || at.K == 2 || at.K == p.M {
			axes.XTicks = append(axes.XTicks, plots.Tick{At: float64(at.K), Label: russian.Int(at.K)})
		}
	}
	return plots.New(axes,
		plots.Mark{Name: fmt.Sprintf("k = %d", p.K), X: float64(p.K), Ink: plots.Accent},
		plots.Line{Name: "истинная ошибка", X: []float64{axes.XMin, axes.XMax}, Y: []float64{truth, truth}, Ink: plots.Text, Dash: plots.Dashed},
		plots.Line{X: k, Y: mid, Ink: plots.C1},
		whiskers(k, low, high, axes.YMin, axes.YMax, plots.C1),
		plots.Points{Name: "по k частям", X: k, Y: mid, Ink: plots.C1},
	)
}

func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	return s[len(s)/2]
}

func describeByK(p Params, r *Result) string {
	first, last := r.ByK[0], r.ByK[len(r.ByK)-1]
	return fmt.Sprintf("Оценка по k частям у разных делений: при k = %d медиана %s, половина оценок от %s до %s; при k = %d медиана %s. Истинная ошибка модели, обученной на всех примерах, %s.",
		first.K, first.Median.Text(3), first.Low.Text(3), first.High.Text(3), last.K, last.Median.Text(3), r.TrueError.Text(3))
}

func tableByK(_ Params, r *Result) lab.Table {
	k, low, mid, high := quartiles(r)
	var mean, sd []float64
	for _, at := range r.ByK {
		mean, sd = append(mean, float64(at.Mean)), append(sd, float64(at.SD))
	}
	return lab.Table{Columns: []lab.Column{
		{Name: "k", Label: "k", Values: k}, {Name: "mean", Label: "среднее", Values: mean}, {Name: "sd", Label: "разброс", Values: sd},
		{Name: "low", Label: "нижняя квартиль", Values: low}, {Name: "median", Label: "медиана", Values: mid}, {Name: "high", Label: "верхняя квартиль", Values: high}}}
}

func gripsByK(p Params, r *Result) []lab.Grip {
	i := slices.IndexFunc(r.ByK, func(at AtK) bool { return at.K == p.K })
	if i < 0 {
		return nil
	}
	return []lab.Grip{{Param: "k", Label: "Число частей k", Along: "x", X: float64(p.K), Y: float64(r.ByK[i].Median)}}
}

// dial lists the settings as slices.
func dial(r *Result) (value, cv, se, truth []float64) {
	for _, s := range r.Dial {
		value, cv = append(value, s.Value), append(cv, float64(s.CVMSE))
		se, truth = append(se, float64(s.CVSE)), append(truth, float64(s.TrueError))
	}
	return value, cv, se, truth
}

// dialName is the axis, the parameter and its name for a screen reader.
var dialName = map[string][3]string{
	"ridge": {"штраф λ", "lambda", "Штраф λ"}, "knn": {"соседей", "neighbours", "Число соседей"}, "poly": {"степень d", "degree", "Степень d"},
}

func drawDial(p Params, r *Result) (*plots.Figure, error) {
	value, cv, se, truth := dial(r)
	now, _ := dialled(p)
	axes := plots.Axes{X: dialName[p.Model][0], Y: "MSE ± наивная SE", XMin: value[0], XMax: value[len(value)-1], LogX: p.Model != "poly", Size: plots.Short}
	axes.YMin, axes.YMax, axes.LogY = heights(p, append(slices.Clone(cv), truth...), 1.8*median(cv))
	if !axes.LogX {
		axes.XMin, axes.XMax = axes.XMin-0.4, axes.XMax+0.4
	}
	if !known(r) { // a flat dial of real data far from zero
		unit := above(slices.Max(cv)/10, 1, 2, 5)
		axes.YMin, axes.YMax = unit*math.Floor((slices.Min(cv)-slices.Max(se))/unit), unit*math.Ceil((slices.Max(cv)+slices.Max(se))/unit)
	}
	low, high := slices.Clone(cv), slices.Clone(cv)
	for i := range cv {
		low[i], high[i] = cv[i]-se[i], cv[i]+se[i]
	}
	layers := []plots.Layer{}
	if now >= value[0] {
		layers = append(layers, plots.Mark{Name: "сейчас", X: now, Ink: plots.Accent})
	}
	if known(r) {
		layers = append(layers, plots.Line{Name: "истинная ошибка", X: value, Y: truth, Ink: plots.Text, Dash: plots.Dashed})
	}
	return plots.New(axes, append(layers,
		plots.Line{X: value, Y: cv, Ink: plots.C1},
		whiskers(value, low, high, axes.YMin, axes.YMax, plots.C1),
		plots.Points{Name: "перекрёстная проверка", X: value, Y: cv, Ink: plots.C1})...)
}

func describeDial(p Params, r *Result) string {
	value, cv, _, truth := dial(r)
	chosen := slices.Index(cv, slices.Min(cv))
	if !known(r) {
		return fmt.Sprintf("%s против оценки ошибки. Перекрёстная проверка выбирает %s, там она обещает %s.",
			dialName[p.Model][2], russian.Number(value[chosen], 3), russian.Number(cv[chosen], 4))
	}
	best := slices.Index(truth, slices.Min(truth))
	return fmt.Sprintf("%s против ошибки. Перекрёстная проверка выбирает %s, там истинная ошибка %s; лучший выбор %s с ошибкой %s.",
		dialName[p.Model][2], russian.Number(value[chosen], 3), russian.Number(truth[chosen], 3), russian.Number(value[best], 3), russian.Number(truth[best], 3))
}

func tableDial(p Params, r *Result) lab.Table {
	value, cv, se, truth := dial(r)
	return lab.Table{Columns: []lab.Column{
		{Name: dialName[p.Model][1], Label: dialName[p.Model][0], Values: value},
		{Name: "cv_mse", Label: "перекрёстная проверка", Values: cv}, {Name: "cv_se", Label: "наивная SE", Values: se},
		{Name: "true_error", Label: "истинная ошибка", Values: truth}}}
}

func gripsDial(p Params, r *Result) []lab.Grip {
	now, _ := dialled(p)
	i := slices.IndexFunc(r.Dial, func(s Setting) bool { return s.Value == now })
	if i < 0 {
		return nil
	}
	return []lab.Grip{{Param: dialName[p.Model][1], Label: dialName[p.Model][2], Along: "x", X: now, Y: float64(r.Dial[i].CVMSE)}}
}
