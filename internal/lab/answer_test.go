package lab_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"konspekt/internal/lab"
)

func run(t *testing.T, raw string) *lab.Answer {
	t.Helper()
	x := lab.New(declaration())
	s, err := x.Parse(query(t, raw))
	if err != nil {
		t.Fatal(err)
	}
	a, err := x.Run(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The parameters of a reply are all there, typed, in declared order.
func TestParams(t *testing.T) {
	got := string(run(t, "n=7&on=false&x=-1.5").Params)
	if want := `{"n":7,"x":-1.5,"on":false,"shape":"round","data":"large","seed":1}`; got != want {
		t.Errorf("params %s, want %s", got, want)
	}
}

// What is not finite is null in JSON, −0 is 0, and a number reads back bit for bit.
func TestNum(t *testing.T) {
	for v, want := range map[float64]string{math.NaN(): "null", math.Inf(1): "null", math.Inf(-1): "null",
		math.Copysign(0, -1): "0", 0.1: "0.1", -2: "-2", 1e21: "1e+21", math.Pi: "3.141592653589793", 5e-324: "5e-324"} {
		got, err := json.Marshal(lab.Num(v))
		if err != nil || string(got) != want {
			t.Errorf("Num(%v) is %s, %v, want %s", v, got, err, want)
		}
	}
	if got := string(run(t, "").Result); got != `{"sum":5.5,"void":null,"list":[1,null]}` {
		t.Errorf("result %s", got)
	}
	if lab.Nums(nil) == nil {
		t.Error("an empty slice of numbers would be null in JSON")
	}
}

func TestFigures(t *testing.T) {
	a := run(t, "")
	if len(a.Figures) != 1 || a.Figures[0].ID != "line" || len(a.Figures[0].Grips) != 1 {
		t.Fatalf("figures of the default: %+v", a.Figures)
	}
	if !bytes.Contains(a.Figures[0].SVG, []byte("toy-line")) {
		t.Error("the ids of an inline picture do not begin with the names of the lab and the figure")
	}
	if _, ok := a.Figure("extra"); ok {
		t.Error("a figure that this state does not have")
	}
	if _, ok := run(t, "shape=square").Figure("extra"); !ok {
		t.Error("no figure extra in its state")
	}
	if a.Bytes() < 2*len(a.Figures[0].SVG) {
		t.Errorf("Bytes() = %d does not count the pictures", a.Bytes())
	}
}

// Run fails with the error of the computation, with the end of its context, and for
// the state of another lab.
func TestRunErrors(t *testing.T) {
	x := lab.New(declaration())
	broken, err := x.Parse(query(t, "x=1000"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Run(t.Context(), broken, nil); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "toy?x=1000") {
		t.Errorf("error %v, want the error of Compute with the state", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, _ := x.Parse(lab.Query{})
	if _, err := x.Run(ctx, s, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if _, err := x.Run(t.Context(), lab.State{Lab: "other"}, nil); err == nil {
		t.Error("the state of another lab runs")
	}
}

// A declaration that contradicts itself does not start.
func TestNewPanics(t *testing.T) {
	for name, spoil := range map[string]func(*lab.Lab[toy, toyResult]){
		"a name twice":       func(l *lab.Lab[toy, toyResult]) { l.Fields = append(l.Fields, l.Fields[0]) },
		"a name of the page": func(l *lab.Lab[toy, toyResult]) { l.Fields[0].Name = "theme" },
		"a default outside":  func(l *lab.Lab[toy, toyResult]) { l.Default.X = 1e9 },
		"a default that is no choice": func(l *lab.Lab[toy, toyResult]) {
			l.Default.Shape = "oval"
		},
		"a default outside its present range": func(l *lab.Lab[toy, toyResult]) { l.Default.Data, l.Default.N = "small", 50 },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: New does not panic", name)
				}
			}()
			d := declaration()
			spoil(&d)
			lab.New(d)
		}()
	}
}

func TestInfo(t *testing.T) {
	info := lab.New(declaration()).Info()
	if info.ID != "toy" || info.Section != "9.9" || len(info.Controls) != 6 || len(info.Defaults) != 6 || len(info.Figures) != 2 {
		t.Errorf("info %+v", info)
	}
	if c := info.Controls[2]; c.Kind != lab.KindBool || len(c.Choices) != 2 {
		t.Errorf("a switch has the choices %v", c.Choices)
	}
	if url := (lab.Section{Number: "9.9"}).URL(); url != "/9.9" {
		t.Errorf("URL() = %q", url)
	}
}

// CSV has points, an empty cell for what is not finite, and quotes where they are due.
func TestCSV(t *testing.T) {
	table := lab.Table{Columns: []lab.Column{
		{Name: "name", Label: "имя", Texts: []string{"а, б", "в \"г\"", ""}},
		{Name: "value", Label: "величина", Values: []float64{0.5, math.NaN(), math.Copysign(0, -1)}},
	}}
	want := "name,value\n\"а, б\",0.5\n\"в \"\"г\"\"\",\n,0\n"
	if got := string(table.CSV()); got != want {
		t.Errorf("CSV %q, want %q", got, want)
	}
	if table.Rows() != 3 || (lab.Table{}).Rows() != 0 {
		t.Errorf("Rows() = %d and %d, want 3 and 0", table.Rows(), (lab.Table{}).Rows())
	}
	if got := table.Columns[1].Cell(0) + table.Columns[1].Cell(1); got != "0,5—" {
		t.Errorf("cells %q, want «0,5—»", got)
	}
}

// A data set is parsed once and then shared.
func TestPresets(t *testing.T) {
	tables := lab.Presets(fstest.MapFS{"few.csv": {Data: []byte("a,b,class\n1,2,x\n3,4,y\n")}})
	first, err := tables.Table("few")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := tables.Table("few"); err != nil || again != first {
		t.Errorf("the second reading gives another table: %v", err)
	}
	if _, err := tables.Table("none"); err == nil {
		t.Error("a data set that is not there")
	}
}
