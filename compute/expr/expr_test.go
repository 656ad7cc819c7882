package expr_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"konspekt/compute/autodiff"
	. "konspekt/compute/expr"
)

func parse(t testing.TB, text string) *Expr {
	t.Helper()
	e, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return e
}

// Signs bind as in writing: ^ tightest and to the right, then the unary minus, · and /,
// + and −; these three to the left.
func TestPrecedence(t *testing.T) {
	for text, want := range map[string]float64{
		"2^3^2": 512, "(2^3)^2": 64, "-x^2": -9, "(-x)^2": 9, "-2^2": -4, "(-2)^2": 4, "2^-1": 0.5, "8/4/2": 1, "8-4-2": 2, "2+3*x": 11,
		"(2+3)*x": 15, "x*-2": -6, "x - -2": 5, "--x": 3, "-x*2": -6, "2*x^2": 18, "x/2*4": 6, "1.5e1 + .5": 15.5, "max(x, 4) - min(x, 4)": 1,
		"sqrt(x^2) + abs(-x)": 6, "relu(-x) + relu(x)": 3, "2e-1*x": 3 * 0.2, "x − 1": 2, "2·x×2": 12, " ( x ) ": 3,
		"log(exp(x)) + tanh(0) + sin(0) + cos(0) + 2*sigmoid(0) + softplus(0)/log(2)": 3 + 1 + 1 + 1,
	} {
		e := parse(t, text)
		if got := e.Result([]float64{3}[:len(e.Names)]); math.Abs(got-want) > 1e-14*math.Abs(want) {
			t.Errorf("%s = %v at x = 3, want %v", text, got, want)
		}
	}
}

// The canonical form has the brackets that it needs, and reads as itself.
func TestCanonical(t *testing.T) {
	for text, want := range map[string]string{
		"sin(x*y)+relu(x-2)": "sin(x*y) + relu(x - 2)", "((x))": "x", "-(x^2)": "-x^2", "(-x)^2": "(-x)^2", "-(x*y)": "-(x*y)", "(-x)*y": "-x*y",
		"a-(b-c)": "a - (b - c)", "(a-b)-c": "a - b - c", "a+(b+c)": "a + (b + c)", "a/(b*c)": "a/(b*c)", "a/b*c": "a/b*c", "(a^b)^c": "(a^b)^c",
		"a^(b^c)": "a^b^c", "2^-x": "2^(-x)", "x^(-2)": "x^(-2)", "(-2)^x": "(-2)^x", "-2*x": "-2*x", "x+-2": "x + -2", "--x": "-(-x)", "- 2": "-2", "--2": "2",
		"max( a,b )": "max(a, b)", "1e3*x": "1000*x", "0.00001": "1e-05", "(a+b)*c": "(a + b)*c", "-(a+b)": "-(a + b)",
	} {
		if got := parse(t, text).String(); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

// A name is one node however often it is used, and so is an equal subexpression; numbers
// are not.
func TestSharing(t *testing.T) {
	for text, nodes := range map[string]int{
		"x": 1, "x*x": 2, "x + x + x": 3, "sin(x)*sin(x)": 3, "exp(tanh(w)^2 + sin(tanh(w)))*tanh(w)": 8, "2*x + 2*y": 7, "2*x + 2*x": 4,
		"x*y + y*x": 5, "1 + 1": 3, "(x - 1)^2 + (x - 1)": 6,
	} {
		if e := parse(t, text); len(e.Nodes) != nodes {
			t.Errorf("%s has %d nodes, want %d", text, len(e.Nodes), nodes)
		}
	}
	e := parse(t, "sin(x*y) + relu(x - 2)")
	if !slices.Equal(e.Names, []string{"x", "y"}) {
		t.Errorf("names %v", e.Names)
	}
	for i, n := range e.Nodes {
		for _, a := range n.Args {
			if a >= i {
				t.Errorf("node %d stands before its operand %d", i, a)
			}
		}
	}
}

// The graph of the reference (mpmath): x = tanh w, y = x² + sin x, z = x·eʸ, typed as one
// expression; the tape of the shared graph gives its derivative.
func TestReuseReference(t *testing.T) {
	e := parse(t, "exp(tanh(w)^2 + sin(tanh(w)))*tanh(w)")
	tape, err := e.Record([]float64{-0.55746})
	if err != nil {
		t.Fatal(err)
	}
	z, dw := tape.Value(tape.Len()-1), tape.Adjoint(0)
	if math.Abs(z+0.4026555233997774) > 1e-12 || math.Abs(dw-0.6330345343912803) > 1e-11 {
		t.Errorf("z = %v, dz/dw = %v", z, dw)
	}
}

// What is wrong is said with its column, in letters from 1.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		text   string
		code   Code
		column int
		token  string
	}{
		{"", Empty, 1, ""}, {"   ", Empty, 4, ""}, {"sin(", MissingOperand, 5, ""}, {"2x", MissingOperator, 2, "x"}, {"foo(x)", UnknownFunction, 1, "foo"},
		{"x y", MissingOperator, 3, "y"}, {"x(2)", UnknownFunction, 1, "x"}, {"2(x)", MissingOperator, 2, "("}, {"sin x", NoArguments, 1, "sin"},
		{"x + sin", NoArguments, 5, "sin"}, {"sin()", WrongArguments, 1, "sin"}, {"max(x)", WrongArguments, 1, "max"}, {"1 + sin(x, y)", WrongArguments, 5, "sin"},
		{"max(x, y, z)", WrongArguments, 1, "max"}, {"(x", Unclosed, 3, ""}, {"sin(x", Unclosed, 6, ""}, {"x)", Unopened, 2, ")"}, {"2,5*x", StrayComma, 2, ","},
		{"(x, y)", StrayComma, 3, ","}, {"x +", MissingOperand, 4, ""}, {"x + * y", MissingOperand, 5, "*"}, {"+x", MissingOperand, 1, "+"}, {")", MissingOperand, 1, ")"},
		{"x # y", Character, 3, "#"}, {"ж + 1", Foreign, 1, "ж"}, {"α + х", Foreign, 5, "х"}, {"1e999", BadNumber, 1, "1e999"}, {".", BadNumber, 1, "."},
		{"1.2.3", MissingOperator, 4, ".3"}, {"x = 2", MissingOperator, 3, "="}, {"max(x,)", MissingOperand, 7, ")"}, {"abcdefghijklm", LongName, 1, "abcdefghijklm"},
		{"2e", MissingOperator, 2, "e"}, {"sin(x))", Unopened, 7, ")"}, {"x\x00", Character, 2, "\x00"}, {"x + \xff", Character, 5, "\ufffd"},
	} {
		_, err := Parse(c.text)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || e.Column != c.column || e.Token != c.token {
			t.Errorf("%q: %v, want code %d at column %d, token %q", c.text, err, c.code, c.column, c.token)
		}
	}
}

// Long and deep texts are refused at once, with a column, and break nothing.
func TestLimits(t *testing.T) {
	for text, want := range map[string]Error{
		strings.Repeat("(", 1000) + "x" + strings.Repeat(")", 1000):     {Column: 201, Code: TooDeep},
		strings.Repeat("-", 100000) + "x":                               {Column: 201, Code: TooDeep},
		strings.Repeat("sin(", 1000):                                    {Column: 801, Code: TooDeep},
		"x" + strings.Repeat("^x", 5000):                                {Column: 401, Code: TooDeep},
		"x" + strings.Repeat("+x", 4999) + "+":                          {Column: 400, Code: TooLarge},
		strings.Repeat("1+", 5000) + "1":                                {Column: 200, Code: TooLarge},
		strings.Repeat("x", 10000):                                      {Column: 1, Code: LongName},
		strings.Repeat(" ", 10000):                                      {Column: 10001, Code: Empty},
		strings.Repeat("7", 10000):                                      {Column: 1, Code: BadNumber},
		strings.Repeat("x*y+", 2500) + strings.Repeat("z", 3) + "(1)":   {Column: 792, Code: TooLarge},
		strings.Repeat("(", 100) + "x" + strings.Repeat(")", 99) + "?)": {Column: 201, Code: Character},
	} {
		start := time.Now()
		_, err := Parse(text)
		var e *Error
		if !errors.As(err, &e) || e.Code != want.Code || e.Column != want.Column {
			t.Errorf("%.20s… of %d: %v, want code %d at column %d", text, len(text), err, want.Code, want.Column)
		}
		if took := time.Since(start); took > 20*time.Millisecond {
			t.Errorf("%.20s… took %v", text, took)
		}
	}
	deepest := strings.Repeat("(", MaxDepth-1) + "x" + strings.Repeat(")", MaxDepth-1)
	if got := parse(t, deepest).String(); got != "x" {
		t.Errorf("%d brackets: %q", MaxDepth-1, got)
	}
	largest := "x" + strings.Repeat("+x", MaxNodes-1)
	if e := parse(t, largest); len(e.Nodes) != MaxNodes || e.Result([]float64{1}) != MaxNodes {
		t.Errorf("%d nodes", len(e.Nodes))
	}
}

// What cannot be computed names the operation and its column.
func TestFailures(t *testing.T) {
	for _, c := range []struct {
		text   string
		x      float64
		column int
		reason autodiff.Reason
	}{
		{"1/x", 0, 2, autodiff.DivisionByZero}, {"2 + log(x)", -1, 5, autodiff.LogOfNegative}, {"log(x - 1)", 1, 1, autodiff.LogOfZero},
		{"1 + sqrt(x)", -4, 5, autodiff.RootOfNegative}, {"x^(-1)", 0, 2, autodiff.ZeroToNegative}, {"x^0.5", -2, 2, autodiff.NegativeBase},
		{"exp(exp(x))", 7, 1, autodiff.Overflow}, {"x + exp(1000*x)", 1, 5, autodiff.Overflow}, {"sqrt(x)*2", 0, 1, autodiff.InfiniteSlope},
		{"(-2)^x", 2, 5, autodiff.NoSlope}, {"x*1e200*1e200", 0, 1, autodiff.AdjointOverflow}, {"sin(x)/(x - 3) + 1/x", 3, 7, autodiff.DivisionByZero},
	} {
		_, err := parse(t, c.text).Record([]float64{c.x})
		var f *Failure
		if !errors.As(err, &f) || f.Column != c.column || f.Reason != c.reason {
			t.Errorf("%s at %v: %v, want reason %d at column %d", c.text, c.x, err, c.reason, c.column)
		}
	}
	if tape, err := parse(t, "x^2").Record([]float64{-3}); err != nil || tape.Adjoint(0) != -6 {
		t.Errorf("a power of a negative number: %v", err)
	}
}

// Values are read as a person types them, and written in one way.
func TestValues(t *testing.T) {
	for text, want := range map[string]string{
		"x=2.5,y=-1.25": "x=2.5,y=-1.25", "x = 2,5; y = −1,25": "x=2.5,y=-1.25", "x=2,y=3": "x=2,y=3", "x=2,5 y=1": "x=2.5,y=1", "": "", "a=+.5": "a=0.5",
		"x=-0": "x=0", "x=1e-3,": "x=0.001", "w_1=2,σ=3": "w_1=2,σ=3", " x=1 ;; y=2": "x=1,y=2",
	} {
		values, err := ParseValues(text)
		if got := FormatValues(values); err != nil || got != want {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
	for _, c := range []struct {
		text   string
		code   Code
		column int
	}{
		{"x", MissingEquals, 2}, {"x=", BadNumber, 3}, {"x=1,x=2", Repeated, 5}, {"2=x", MissingName, 1}, {"x=y", BadNumber, 3}, {"x=1,,2", MissingName, 6},
		{"х=1", Foreign, 1}, {"x=1e999", BadNumber, 3}, {"x=--1", BadNumber, 4}, {"x:1", Character, 2}, {",x=1", MissingName, 1},
	} {
		_, err := ParseValues(c.text)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || e.Column != c.column {
			t.Errorf("%q: %v, want code %d at column %d", c.text, err, c.code, c.column)
		}
	}
}

// FuzzParse: whatever the text, reading it ends in a graph within the limits or in an error
// with a column inside it; the canonical form is a fixed point and means the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"sin(x*y) + relu(x - 2)", "-x^2^-y", "max(a, min(b, 2e-3))", "2x", "foo(", "((", "1/0", "−α·β", "x=2.5,y=-1.25", "--2^--2",
		"log(1+exp(-(w*x+b)))", "\xff(", "a^b^c/(d*e)-f-(g-h)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if values, err := ParseValues(text); err == nil {
			again, err := ParseValues(FormatValues(values))
			if err != nil || !slices.Equal(values, again) {
				t.Errorf("%q → %v → %v, %v", text, values, again, err)
			}
		}
		e, err := Parse(text)
		if err != nil {
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Column < 1 || wrong.Column > len([]rune(text))+1 {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		canonical := e.String()
		again, err := Parse(canonical)
		if err != nil || again.String() != canonical || len(again.Nodes) != len(e.Nodes) || len(e.Nodes) > MaxNodes {
			t.Fatalf("%q → %q: %v", text, canonical, err)
		}
		x := make([]float64, len(e.Names))
		for i := range x {
			x[i] = 0.7 + float64(i)
		}
		if a, b := e.At(x), again.At(x); fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%q gives %v, %q gives %v", text, a, canonical, b)
		}
		if _, err := e.Record(x); err != nil {
			var failure *Failure
			if !errors.As(err, &failure) || failure.Column < 1 {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}

func ExampleParse() {
	e, _ := Parse("sin(x*y)+relu(x-2)")
	tape, _ := e.Record([]float64{2.5, -1.25})
	fmt.Println(e, e.Names)
	fmt.Printf("%.4f %.4f %.4f\n", e.Result([]float64{2.5, -1.25}), tape.Adjoint(0), tape.Adjoint(1))
	_, err := Parse("2x")
	fmt.Println(err)
	// Output:
	// sin(x*y) + relu(x - 2) [x y]
	// 0.4834 2.2498 -2.4997
	// expr: column 2: error 7 at "x"
}
