package crossval

import (
	"context"
	"fmt"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"konspekt/compute/linear"
)

// splitter predicts test rows by the model that learns from all the others. It keeps
// what does not depend on the division; it is not safe for concurrent use.
type splitter interface {
	// predict stores the predictions for the test rows in dst at their indices.
	predict(dst []float64, test []int) error
}

// newSplitter chooses the quickest splitter for the learner.
func newSplitter(ctx context.Context, l Learner, x *mat.Dense, y []float64) (splitter, error) {
	if m, _ := x.Dims(); m != len(y) || m < 2 {
		panic(fmt.Sprintf("crossval: %d examples with %d targets", m, len(y)))
	}
	general := refit{learner: l, x: x, y: y, room: new([]float64)}
	switch l := l.(type) {
	case OLS:
		return newSmoother(general, x, 0)
	case Ridge:
		return newSmoother(general, x, l.Lambda)
	case Origin:
		z, err := linear.HatFactorOrigin(x, l.Lambda)
		if err != nil {
			return nil, err
		}
		return smooth(general, z), nil
	case Poly:
		if _, n := x.Dims(); n != 1 {
			return nil, ErrOneColumn
		}
		if l.Degree > 0 {
			return newSmoother(general, l.features(x), 0)
		}
	case KNN:
		if m := len(y); m <= maxRanked && l.Neighbours >= 1 {
			return newRanked(ctx, l, x, y)
		}
	}
	return general, nil
}

// refit learns anew for every division.
type refit struct {
	learner Learner
	x       *mat.Dense
	y       []float64
	room    *[]float64 // for the examples that are left; learners do not keep them
}

// blank returns a matrix to be filled, in the place of the one before.
func (r refit) blank(rows, cols int) *mat.Dense {
	if len(*r.room) < rows*cols {
		*r.room = make([]float64, len(r.y)*cols)
	}
	return mat.NewDense(rows, cols, (*r.room)[:rows*cols])
}

func (r refit) predict(dst []float64, test []int) error {
	m, n := r.x.Dims()
	out := make([]bool, m)
	for _, i := range test {
		out[i] = true
	}
	x, y := r.blank(m-len(test), n), make([]float64, 0, m-len(test))
	for i := range m {
		if !out[i] {
			x.SetRow(len(y), r.x.RawRowView(i))
			y = append(y, r.y[i])
		}
	}
	model, err := r.learner.Fit(x, y)
	if err != nil {
		return err
	}
	for _, i := range test {
		dst[i] = model.Predict(r.x.RawRowView(i))
	}
	return nil
}

// smoother serves models that are linear in y, ŷ = ZZᵀy. Leaving out the rows F turns
// their residuals e_F = y_F − ŷ_F into
//
//	(I − Z_F Z_Fᵀ)⁻¹ e_F = e_F + Z_F (I − Z_Fᵀ Z_F)⁻¹ Z_Fᵀ e_F
//
// (Cook, Weisberg, Residuals and Influence in Regression, 1982, §2.2; for one row it
// is e/(1−h)). The smaller of the two systems is solved.
type smoother struct {
	refit
	z        *mat.Dense
	residual []float64
}

// newSmoother prepares ridge regression on these features.
func newSmoother(general refit, features *mat.Dense, lambda float64) (splitter, error) {
	z, err := linear.HatFactor(features, lambda)
	if err != nil {
		return nil, err
	}
	return smooth(general, z), nil
}

// smooth is the splitter with the hat matrix ZZᵀ.
func smooth(general refit, z *mat.Dense) *smoother {
	m, r := z.Dims()
	s := &smoother{refit: general, z: z, residual: make([]float64, m)}
	c := mat.NewVecDense(r, nil)
	c.MulVec(z.T(), mat.NewVecDense(m, general.y))
	for i := range s.residual {
		s.residual[i] = general.y[i] - floats.Dot(z.RawRowView(i), c.RawVector().Data)
	}
	return s
}

// determined is the least pivot of a system whose solution keeps half of its digits.
const determined = 1e-8

func (s *smoother) predict(dst []float64, test []int) error {
	_, r := s.z.Dims()
	f := len(test)
	z, e := mat.NewDense(f, r, nil), mat.NewVecDense(f, nil)
	for k, i := range test {
		z.SetRow(k, s.z.RawRowView(i))
		e.SetVec(k, s.residual[i])
	}
	v := mat.NewVecDense(f, nil)
	if f <= r {
		if !solve(v, z, e) {
			return s.refit.predict(dst, test)
		}
	} else {
		var c, b mat.VecDense
		b.MulVec(z.T(), e)
		if !solve(&c, z.T(), &b) {
			return s.refit.predict(dst, test)
		}
		v.MulVec(z, &c)
		v.AddVec(v, e)
	}
	for k, i := range test {
		dst[i] = s.y[i] - v.AtVec(k)
	}
	return nil
}

// solve stores (I − AAᵀ)⁻¹b in v. It reports false if the matrix is not
// positive definite with a margin: then the rows left determine no model, or hardly.
func solve(v *mat.VecDense, a mat.Matrix, b mat.Vector) bool {
	var system mat.SymDense
	system.SymOuterK(-1, a)
	n := system.SymmetricDim()
	for i := range n {
		system.SetSym(i, i, 1+system.At(i, i))
	}
	var chol mat.Cholesky
	if !chol.Factorize(&system) {
		return false
	}
	u := chol.RawU()
	for i := range n {
		if d := u.At(i, i); d*d < determined {
			return false
		}
	}
	return chol.SolveVecTo(v, b) == nil
}

// maxRanked bounds the memory of ranked: its table has m² numbers of 4 bytes.
const maxRanked = 2048

// ranked serves nearest neighbours: every example has its list of the others by
// distance, and a division only says whom to pass over.
type ranked struct {
	k     int
	order [][]int32
	y     []float64
	out   []bool
}

func newRanked(ctx context.Context, l KNN, x *mat.Dense, y []float64) (splitter, error) {
	r := &ranked{k: l.Neighbours, order: make([][]int32, len(y)), y: y, out: make([]bool, len(y))}
	for i := range y {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.order[i] = byDistance(x, x.RawRowView(i))
	}
	return r, nil
}

func (r *ranked) predict(dst []float64, test []int) error {
	if r.k > len(r.y)-len(test) {
		return ErrNeighbours
	}
	for _, i := range test {
		r.out[i] = true
	}
	for _, i := range test {
		sum, left := 0.0, r.k
		for _, j := range r.order[i] {
			if r.out[j] {
				continue
			}
			sum += r.y[j]
			if left--; left == 0 {
				break
			}
		}
		dst[i] = sum / float64(r.k)
	}
	for _, i := range test {
		r.out[i] = false
	}
	return nil
}
