package chapters_test

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"

	"konspekt/internal/lab"
)

// svmCase is a case of testdata/svm.json: LIBSVM's solution of a machine, solved again at
// 50 digits in mpmath.
type svmCase struct {
	Name  string
	Input struct {
		Kernel          string
		C, Gamma, Coef0 float64
		Degree          int
		X, Grid         [][]float64
		Y               []float64
	}
	Expected struct {
		Support   []float64 `json:"support_indices"`
		Bounded   []float64 `json:"bounded_support_indices"`
		Coef      []float64 `json:"dual_coef"`
		Intercept float64
		Grid      []float64 `json:"decision_on_grid"`
		Training  []float64 `json:"decision_on_training"`
		Dual      float64   `json:"dual_objective"`
		Accuracy  float64   `json:"training_accuracy"`
		Margin    float64
	}
}

// query is the case as a state of the lab, its data as points.
func (c svmCase) query() string {
	points := make([]lab.Point, len(c.Input.X))
	for i, x := range c.Input.X {
		points[i] = lab.Point{X: x[0], Y: x[1], Label: fmt.Sprint(c.Input.Y[i])}
	}
	q := url.Values{"points": {lab.WritePoints(points)}, "kernel": {c.Input.Kernel}, "C": {number(c.Input.C)}}
	if c.Input.Kernel != "linear" {
		q.Set("gamma", number(c.Input.Gamma))
	}
	if c.Input.Kernel == "poly" {
		q.Set("degree", fmt.Sprint(c.Input.Degree))
		q.Set("coef0", number(c.Input.Coef0))
	}
	return q.Encode()
}

// kernel is k(u, v), written out again.
func (c svmCase) kernel(u, v []float64) float64 {
	switch c.Input.Kernel {
	case "rbf":
		return math.Exp(-c.Input.Gamma * (math.Pow(u[0]-v[0], 2) + math.Pow(u[1]-v[1], 2)))
	case "poly":
		return math.Pow(c.Input.Gamma*dot(u, v)+c.Input.Coef0, float64(c.Input.Degree))
	}
	return dot(u, v)
}

// The lab agrees with LIBSVM: support vectors, coefficients, objective, and the decisions
// that an outside program computes from them anywhere in the plane.
func TestSVMReference(t *testing.T) {
	cases := casesOf[svmCase](t, "testdata/svm.json", "")
	if len(cases) != 16 {
		t.Fatalf("%d cases, want 16", len(cases))
	}
	machines := 0
	for _, c := range cases {
		if c.Expected.Coef != nil {
			machines++
			t.Run(c.Name, func(t *testing.T) { checkMachine(t, c) })
		}
	}
	if machines != 9 {
		t.Errorf("%d machines, want 9", machines)
	}
}

func checkMachine(t *testing.T, c svmCase) {
	r := resultOf(t, "svm", c.query())
	want := c.Expected
	support, coef, b := r.nums("support"), r.nums("dual_coef"), r.num("intercept")
	if !slices.Equal(support, want.Support) || !slices.Equal(r.nums("bounded"), want.Bounded) || int(r.num("n_support")) != len(want.Support) {
		t.Fatalf("support %v, bounded %v, want %v, %v", support, r.nums("bounded"), want.Support, want.Bounded)
	}
	for k := range coef {
		if !near(coef[k], want.Coef[k], 1e-3, 1e-3) {
			t.Errorf("dual_coef[%d] = %v, want %v", k, coef[k], want.Coef[k])
		}
	}
	if !near(b, want.Intercept, 1e-4, 1e-4) || !near(r.num("objective"), want.Dual, 1e-6, 1e-7) || !near(r.num("primal_objective"), want.Dual, 1e-6, 1e-6) {
		t.Errorf("intercept %v, objectives %v and %v, want %v, %v", b, r.num("objective"), r.num("primal_objective"), want.Intercept, want.Dual)
	}
	if !near(r.num("train_error"), 1-want.Accuracy, 0, 1e-12) || r.num("kkt_violation") > 1e-5 {
		t.Errorf("train_error %v, want %v; violation %v", r.num("train_error"), 1-want.Accuracy, r.num("kkt_violation"))
	}
	if c.Input.Kernel == "linear" {
		if !near(r.num("margin"), want.Margin, 1e-5, 0) {
			t.Errorf("margin %v, want %v", r.num("margin"), want.Margin)
		}
	} else if r.get("margin").v != nil {
		t.Errorf("margin %v, want null", r.get("margin").v)
	}
	for i, got := range r.nums("decisions") {
		if !near(got, want.Training[i], 1e-4, 1e-4) {
			t.Errorf("decisions[%d] = %v, want %v", i, got, want.Training[i])
		}
	}
	for i, x := range c.Input.Grid {
		f := b
		for k, row := range support {
			f += coef[k] * c.kernel(x, c.Input.X[int(row)])
		}
		if !near(f, want.Grid[i], 1e-4, 1e-3) {
			t.Errorf("f%v = %v, want %v", x, f, want.Grid[i])
		}
	}
}

// machinesOfSVM are states with each kernel and each world.
var machinesOfSVM = []string{"", "C=0.1&noise=0.6", "data=moons&kernel=rbf&gamma=2&m=120", "data=circles&kernel=poly", "data=xor&kernel=poly&degree=3",
	"data=iris", "data=iris&kernel=rbf&C=1000", "data=moons&kernel=poly&degree=5&coef0=0.5"}

// The conditions of Karush, Kuhn and Tucker, by the numbers of the reply alone, and the
// two objectives are one.
func TestSVMOptimality(t *testing.T) {
	for _, q := range machinesOfSVM {
		r := resultOf(t, "svm", q)
		c, support, coef := 10.0, r.nums("support"), r.nums("dual_coef")
		if v, err := url.ParseQuery(q); err == nil && v.Has("C") {
			fmt.Sscan(v.Get("C"), &c)
		}
		points := lab.ReadPoints(r.get("points").v.(string))
		a := make([]float64, len(points))
		sum := 0.0
		for k, row := range support {
			a[int(row)] = math.Abs(coef[k])
			sum += coef[k]
		}
		for i, f := range r.nums("decisions") {
			y := -1.0
			if points[i].Label == "1" {
				y = 1
			}
			if a[i] < 0 || a[i] > c || a[i] < c && y*f < 1-1e-5 || a[i] > 0 && y*f > 1+1e-5 {
				t.Errorf("svm?%s: point %d has a = %v and y·f = %v", q, i, a[i], y*f)
			}
		}
		if gap := r.num("primal_objective") - r.num("objective"); math.Abs(sum) > 1e-9*c || math.Abs(gap) > 1e-7*r.num("objective") || r.num("kkt_violation") > 1e-5 {
			t.Errorf("svm?%s: Σα = %v, duality gap %v", q, sum, gap)
		}
	}
}

// moved is the state with point i at another place, or with an empty place without it.
func moved(t *testing.T, query string, i int, to string) string {
	t.Helper()
	points := strings.Split(resultOf(t, "svm", query).get("points").v.(string), ";")
	points[i] = to + points[i][strings.LastIndex(points[i], ":"):]
	if to == "" {
		points = slices.Delete(points, i, i+1)
	}
	return with(t, query, "points", strings.Join(points, ";"))
}

// Drag a support vector and the street moves; drag any other point, behind its margin,
// or take it away, and not a bit of the machine changes.
func TestSVMNothingMoves(t *testing.T) {
	many(t)
	r := resultOf(t, "svm", "")
	support := r.nums("support")
	points := strings.Split(r.get("points").v.(string), ";")
	for i := range points {
		far := "-1.5:-1"
		if strings.HasSuffix(points[i], ":1") {
			far = "1.5:1"
		}
		after := resultOf(t, "svm", moved(t, "", i, far))
		same := slices.Equal(after.nums("dual_coef"), r.nums("dual_coef")) && after.num("intercept") == r.num("intercept") &&
			after.num("objective") == r.num("objective") && after.num("margin") == r.num("margin") && after.num("shift") == 0
		if holds := slices.Contains(support, float64(i)); same == holds {
			t.Errorf("point %d, a support vector: %v; the machine is the same: %v", i, holds, same)
		}
	}
	for _, q := range machinesOfSVM {
		before := resultOf(t, "svm", q)
		support := before.nums("support")
		i := 0
		for slices.Contains(support, float64(i)) {
			i++
		}
		after := resultOf(t, "svm", moved(t, q, i, ""))
		if !slices.Equal(after.nums("dual_coef"), before.nums("dual_coef")) || after.num("intercept") != before.num("intercept") ||
			after.num("objective") != before.num("objective") || after.num("shift") != 0 {
			t.Errorf("svm?%s: point %d is no support vector but changes the machine", q, i)
		}
	}
}

// The machine with the kernel of degree 2 is the linear machine on φ(x).
func TestSVMFeatures(t *testing.T) {
	for _, q := range []string{"kernel=poly", "data=xor&kernel=poly", "data=circles&kernel=poly&coef0=0&gamma=3", "data=iris&kernel=poly",
		"data=moons&kernel=poly&gamma=0.1&m=300", "data=xor&kernel=poly&C=1&noise=0.8"} {
		r := resultOf(t, "svm", q)
		f, explicit := r.nums("decisions"), r.nums("explicit")
		largest := 0.0
		for i := range f {
			largest = max(largest, math.Abs(f[i]-explicit[i]))
		}
		if largest != r.num("phi_difference") || largest > 1e-10 || r.num("phi_difference_rel") > 1e-13 {
			t.Errorf("svm?%s: φ and kernel differ by %v, phi_difference %v", q, largest, r.num("phi_difference"))
		}
	}
	for _, q := range []string{"", "kernel=rbf", "kernel=poly&degree=3"} {
		if r := resultOf(t, "svm", q); r.get("phi_difference").v != nil || r.get("explicit").v != nil {
			t.Errorf("svm?%s: a feature map that is not written out", q)
		}
	}
}

// What one answer costs is linear in the support vectors, and those in the examples where
// the classes overlap. A term has u·v or ‖u − v‖² and α, with a bent kernel γ, and a power.
func TestSVMCost(t *testing.T) {
	for q, each := range map[string]float64{"": 3, "kernel=rbf": 4, "kernel=poly": 5, "kernel=poly&degree=5": 8} {
		r := resultOf(t, "svm", q)
		if r.num("multiplications") != each*r.num("n_support") || r.num("multiplications_all") != each*r.num("rows") {
			t.Errorf("svm?%s: %v multiplications for %v support vectors, %v for %v points", q,
				r.num("multiplications"), r.num("n_support"), r.num("multiplications_all"), r.num("rows"))
		}
	}
	r := resultOf(t, "svm", "noise=0.9&m=400")
	for _, at := range append(r.list("cost"), r) {
		if at.num("multiplications") != 3*at.num("n_support") {
			t.Errorf("%v multiplications for %v support vectors", at.num("multiplications"), at.num("n_support"))
		}
	}
	cost := r.list("cost")
	half, whole := cost[len(cost)-2], cost[len(cost)-1]
	if whole.num("m") != 400 || half.num("m") != 200 || r.num("multiplications_all") != 1200 {
		t.Errorf("the last sizes are %v and %v", half.num("m"), whole.num("m"))
	}
	if ratio := whole.num("n_support") / half.num("n_support"); ratio < 1.5 || ratio > 2.5 {
		t.Errorf("twice as many overlapping points have %v times as many support vectors", ratio)
	}
}

// Points of one class, one point, points in one place: nothing to learn, and an answer.
func TestSVMDegenerate(t *testing.T) {
	for points, want := range map[string]struct{ support, intercept, wrong, objective float64 }{
		"0:0:1":                          {0, 1, 0, 0},
		"1:2:-1;0:0:-1":                  {0, -1, 0, 0},
		"1:1:1;1:1:-1":                   {2, 0, 0.5, 20},
		"1:1:1;1:1:-1;1:1:1;1:1:1;1:1:1": {5, 1, 0.2, 20},
	} {
		for _, k := range []string{"linear", "poly", "rbf"} {
			r := resultOf(t, "svm", "kernel="+k+"&points="+url.QueryEscape(points))
			if r.num("n_support") != want.support || r.num("intercept") != want.intercept || !near(r.num("train_error"), want.wrong, 0, 1e-15) || r.num("objective") != want.objective || r.num("kkt_violation") != 0 {
				t.Errorf("%s, %s: %+v", points, k, r.v)
			}
		}
	}
}

// More of everything: a sample begins with the smaller one, and its coordinates are short.
func TestSVMSamples(t *testing.T) {
	for _, data := range []string{"blobs", "moons", "circles", "xor"} {
		long := resultOf(t, "svm", "data="+data+"&m=100").get("points").v.(string)
		short := resultOf(t, "svm", "data="+data+"&m=30").get("points").v.(string)
		if !strings.HasPrefix(long, short+";") || len(long) > 100*len("-0.123:-0.123:-1;") {
			t.Errorf("%s: 30 points are not the first of 100: %.60s, %.60s", data, long, short)
		}
	}
}

// States that cannot be computed are problems that name the parameter.
func TestSVMProblems(t *testing.T) {
	x := find(t, "svm")
	for raw, parameter := range map[string]string{"m=2000&C=1000": "C", "kernel=poly&degree=5&gamma=2": "gamma", "coef0=-1": "coef0", "points=1:2:3": "points",
		"m=2000&kernel=rbf&gamma=100": "gamma", "kernel=poly&points=-100:0:1%3B100:1:-1": "C"} {
		q, err := parseQuery(raw)
		if err != nil {
			t.Fatal(err)
		}
		_, err = x.Parse(q)
		if problems, ok := err.(lab.Problems); !ok || len(problems) != 1 || problems[0].Parameter != parameter {
			t.Errorf("%s: %v, want a problem of %s", raw, err, parameter)
		}
	}
}

// What the lab remembers of the state before changes no byte of a reply: after another
// point was moved it says what it says when it is asked for the first time.
func TestSVMRemembersNothing(t *testing.T) {
	for _, q := range []string{"data=moons&kernel=rbf&m=400", "data=moons&kernel=linear&m=400", "data=xor&kernel=poly&m=400"} {
		used := find(t, "svm")
		points := lab.ReadPoints(resultOf(t, "svm", q).get("points").v.(string))
		for i := range 4 {
			points[17*i].X += 0.03
			moved := with(t, q, "points", lab.WritePoints(points))
			sameBytes(t, run(t, used, moved), run(t, find(t, "svm"), moved))
		}
	}
}
