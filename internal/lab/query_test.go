package lab_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"konspekt/internal/lab"
)

// A canonical query lists what differs from the defaults, in declared order, each
// value in one spelling.
func TestCanonicalQuery(t *testing.T) {
	x := lab.New(declaration())
	for raw, want := range map[string]string{
		"":                                       "",
		"n=5&x=0.5&on=true&shape=round&seed=1":   "",
		"x=1&n=7":                                "n=7&x=1",
		"seed=2&data=small&shape=square&n=6":     "n=6&shape=square&data=small&seed=2",
		"x=-0":                                   "x=0",
		"x=-0.0":                                 "x=0",
		"x=1e-1":                                 "x=0.1",
		"x=1.50":                                 "x=1.5",
		"x=%2B1":                                 "x=1",
		"x=0.1000000000000000055511151231257827": "x=0.1",
		"x=1e2":                                  "x=100",
		"n=%2B7":                                 "n=7",
		"n=007":                                  "n=7",
		"on=false":                               "on=false",
		"seed=4294967295":                        "seed=4294967295",
		"seed=0":                                 "seed=0",
	} {
		s, err := x.Parse(query(t, raw))
		if err != nil || s.Query != want || s.Lab != "toy" {
			t.Errorf("Parse(%q) = %q of lab %q, %v, want %q", raw, s.Query, s.Lab, err, want)
		}
	}
}

// A number that is written out reads back as the same number.
func TestShortestNumbers(t *testing.T) {
	x := lab.New(declaration())
	for _, raw := range []string{"0.1", "0.30000000000000004", "1.7976931348623157", "1e-7", "5e-324", "1999.9999999999998"} {
		s, err := x.Parse(query(t, "x="+raw))
		if err != nil {
			t.Errorf("x=%s: %v", raw, err)
			continue
		}
		again, err := x.Parse(query(t, s.Query))
		if err != nil || again.Query != s.Query {
			t.Errorf("x=%s: canonical %q parses to %q, %v", raw, s.Query, again.Query, err)
		}
	}
}

// Whatever is not of the kind or not in the range is a problem that names the
// parameter, repeats the value and says what is allowed.
func TestWrongValues(t *testing.T) {
	for _, c := range []struct {
		raw, param, value string
		says              []string
	}{
		{"n=0", "n", "0", []string{"целое число от 1 до 100", "«0»"}},
		{"n=101", "n", "101", []string{"от 1 до 100", "«101»"}},
		{"n=abc", "n", "abc", []string{"целое число", "«abc»"}},
		{"n=2.5", "n", "2.5", []string{"целое число", "«2.5»"}},
		{"n=0x10", "n", "0x10", []string{"целое число"}},
		{"n=1_0", "n", "1_0", []string{"целое число"}},
		{"n=99999999999999999999", "n", "99999999999999999999", []string{"от 1 до 100"}},
		{"n=", "n", "", []string{"значение не указано"}},
		{"n", "n", "", []string{"значение не указано"}},
		{"n=+7", "n", " 7", []string{"целое число"}},
		{"n=1&n=2", "n", "1, 2", []string{"несколько раз", "одно значение"}},
		{"x=NaN", "x", "NaN", []string{"число от −2 до 2000", "«NaN»"}},
		{"x=nan", "x", "nan", []string{"«nan»"}},
		{"x=Inf", "x", "Inf", []string{"«Inf»"}},
		{"x=-Infinity", "x", "-Infinity", []string{"число"}},
		{"x=1e400", "x", "1e400", []string{"число"}},
		{"x=0x1p-2", "x", "0x1p-2", []string{"число"}},
		{"x=1_0.5", "x", "1_0.5", []string{"число"}},
		{"x=2000.0001", "x", "2000.0001", []string{"от −2 до 2000"}},
		{"x=0,5", "x", "0,5", []string{"число", "«0,5»"}},
		{"x=", "x", "", []string{"значение не указано"}},
		{"on=1", "on", "1", []string{"false, true", "«1»"}},
		{"on=TRUE", "on", "TRUE", []string{"false, true"}},
		{"shape=oval", "shape", "oval", []string{"round, square", "«oval»"}},
		{"data=own", "data", "own", []string{"large, small"}},
		{"seed=-1", "seed", "-1", []string{"целое число от 0 до 4\u202f294\u202f967\u202f295"}},
		{"seed=4294967296", "seed", "4294967296", []string{"4\u202f294\u202f967\u202f295"}},
		{"seed=1.0", "seed", "1.0", []string{"целое число"}},
		{"foo=1", "foo", "1", []string{"такого параметра нет", "n, x, on, shape, data, seed"}},
		{"N=3", "N", "3", []string{"такого параметра нет"}},
	} {
		bad := problems(t, query(t, c.raw))
		if len(bad) != 1 || bad[0].Parameter != c.param || bad[0].Value != c.value {
			t.Errorf("%s: problems %+v, want one about %s with the value %q", c.raw, bad, c.param, c.value)
			continue
		}
		mustContain(t, bad[0].Reason, c.says...)
	}
}

// A problem carries the range or the choices for a program.
func TestProblemRange(t *testing.T) {
	bad := problems(t, query(t, "x=3e3&shape=oval"))
	if p := bad[0]; p.Min == nil || p.Max == nil || *p.Min != -2 || *p.Max != 2000 || p.Choices != nil {
		t.Errorf("problem of a number: %+v", p)
	}
	if p := bad[1]; p.Min != nil || strings.Join(p.Choices, " ") != "round square" {
		t.Errorf("problem of a choice: %+v", p)
	}
}

// All problems come at once, in the order of the declaration, unknown names last.
func TestProblemOrder(t *testing.T) {
	bad := problems(t, query(t, "zeta=1&seed=x&alpha=2&n=0&x=NaN&on=perhaps"))
	var names []string
	for _, p := range bad {
		names = append(names, p.Parameter)
	}
	if got := strings.Join(names, " "); got != "n x on seed alpha zeta" {
		t.Errorf("order of problems: %s", got)
	}
	mustContain(t, bad.Error(), "n: нужно целое число", "; x: ", "zeta: такого параметра нет")
}

// What a person types may have a decimal comma, a true minus and spaces around; what
// a program sends may not.
func TestFormNumbers(t *testing.T) {
	x := lab.New(declaration())
	for raw, want := range map[string]string{
		"x=0,25": "0.25", "x=0.25": "0.25", "x=\u22121,5": "-1.5", "x=%20 7 ": "7", "x=,5": "0.5", "x=-0,0": "0",
	} {
		s, err := x.Parse(form(t, raw))
		if err != nil || text(s, "x") != want {
			t.Errorf("form %q: x = %s, %v, want %s", raw, text(s, "x"), err, want)
		}
		if raw != "x=0.25" {
			if s, err := x.Parse(query(t, raw)); err == nil && strings.ContainsAny(raw, ",\u2212 ") {
				t.Errorf("a program may send %q: x = %s", raw, text(s, "x"))
			}
		}
	}
	for _, raw := range []string{"x=1,000.5", "x=0,2,5", "n=5,0", "x=1 000"} {
		if s, err := x.Parse(form(t, raw)); err == nil {
			t.Errorf("form %q is accepted as %q", raw, s.Query)
		}
	}
}

// A rule across fields names the dependent parameter, its present range and the
// reason, whether the value is outside this range only or outside every range.
func TestDependentRange(t *testing.T) {
	for _, c := range []struct{ raw, value string }{{"data=small&n=20", "20"}, {"n=20&data=small", "20"}, {"data=small&n=400", "400"}, {"data=small&n=abc", "abc"}, {"data=small&n=%2B20", "+20"}} {
		bad := problems(t, query(t, c.raw))
		if len(bad) != 1 || bad[0].Parameter != "n" || bad[0].Value != c.value || *bad[0].Min != 1 || *bad[0].Max != 10 {
			t.Errorf("%s: %+v, want a problem of n with the range 1…10", c.raw, bad)
			continue
		}
		mustContain(t, bad[0].Reason, "целое число от 1 до 10", "в этих данных 10 строк", "«"+c.value+"»")
	}
	if bad := problems(t, query(t, "data=small&n=1&n=2")); len(bad) != 1 {
		t.Errorf("a repeated parameter with a range of its own: %+v", bad)
	} else {
		mustContain(t, bad[0].Reason, "несколько раз")
	}
	s, err := lab.New(declaration()).Parse(query(t, "data=small&n=10"))
	if err != nil || s.Values[0].Max != 10 {
		t.Errorf("data=small&n=10: range up to %v, %v, want 10", s.Values[0].Max, err)
	}
}

// Whatever is wrong, the state beside the problems is one that can be computed, and
// what was right in the query stays.
func TestStateIsAlwaysValid(t *testing.T) {
	x := lab.New(declaration())
	for raw, want := range map[string]string{
		"n=0&x=7":                  "x=7",
		"foo=1&shape=square":       "shape=square",
		"data=small&n=20&x=3":      "x=3&data=small",
		"data=small&n=abc":         "data=small",
		"x=nan&x=1&on=false&n=9":   "n=9&on=false",
		"n=200&data=nowhere&x=1.5": "x=1.5",
	} {
		s, err := x.Parse(query(t, raw))
		if err == nil || s.Query != want {
			t.Errorf("%s: state %q, %v, want %q", raw, s.Query, err, want)
		}
		if _, err := x.Parse(query(t, s.Query)); err != nil {
			t.Errorf("%s: the state beside the problems is wrong itself: %v", raw, err)
		}
		if _, err := x.Run(t.Context(), s, nil); err != nil {
			t.Errorf("%s: the state beside the problems does not run: %v", raw, err)
		}
	}
}

// A default that does not go with the rest is a problem too, and the state gives way
// to the defaults of all.
func TestDefaultThatDoesNotFit(t *testing.T) {
	d := declaration()
	d.Default.N = 50
	var bad lab.Problems
	if s, err := lab.New(d).Parse(query(t, "data=small")); !errors.As(err, &bad) || bad[0].Value != "50" || s.Query != "" {
		t.Errorf("state %q, %v, want the defaults and a problem of n=50", s.Query, err)
	}
	s, err := lab.New(d).Parse(query(t, "data=small&n=60"))
	if err == nil || s.Query != "" {
		t.Errorf("state %q, %v, want the defaults and a problem", s.Query, err)
	}
}

func TestHiddenValue(t *testing.T) {
	s, err := lab.New(declaration()).Parse(query(t, "on=false"))
	if err != nil || !s.Values[5].Hidden || s.Values[0].Hidden {
		t.Errorf("on=false: %+v, %v, want the seed hidden and nothing else", s.Values, err)
	}
}

// A value as long as a book is not repeated in full.
func TestLongValueIsCut(t *testing.T) {
	bad := problems(t, query(t, "n="+strings.Repeat("ж", 1000)))
	if r := []rune(bad[0].Reason); len(r) > 120 {
		t.Errorf("the message has %d characters", len(r))
	}
}

func TestSeedRange(t *testing.T) {
	if lab.MaxSeed != math.MaxUint32 {
		t.Errorf("MaxSeed = %d, want 2³²−1", lab.MaxSeed)
	}
}
