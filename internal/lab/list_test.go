package lab

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

type listed struct{ Z, Pair, Expr string }

func listLab() Experiment {
	return New(Lab[listed, int]{
		ID: "listed", Default: listed{Z: "1,2.5,-3", Pair: "0,1", Expr: "x"},
		Fields: []Field[listed]{
			List(Control{Name: "z", Min: -1e4, Max: 1e4, MinItems: 2, MaxItems: 4, Step: 0.1}, func(p *listed) *string { return &p.Z }),
			List(Control{Name: "pair", Min: -5, Max: 5, MinItems: 2, MaxItems: 2}, func(p *listed) *string { return &p.Pair }),
			Text(Control{Name: "expr", MaxLength: 8}, func(text string) (string, string) {
				if text == "" {
					return "", "выражение пусто"
				}
				return strings.ReplaceAll(text, " ", ""), ""
			}, func(p *listed) *string { return &p.Expr }),
		},
	})
}

// A list has one canonical form, and its JSON is an array.
func TestListCanonical(t *testing.T) {
	for typed, want := range map[string]string{"1,2": "1,2", "1.50,-0,1e1": "1.5,0,10", "+3,0.10": "3,0.1"} {
		s, err := listLab().Parse(Query{Values: url.Values{"z": {typed}}})
		if err != nil || s.Values[0].Text != want || s.Values[0].JSON != "["+want+"]" {
			t.Errorf("z=%s → %+v, %v, want %q", typed, s.Values[0], err, want)
		}
		if got := WriteList(ReadList(want)); got != want {
			t.Errorf("%q is read and written as %q", want, got)
		}
	}
	if s, err := listLab().Parse(Query{Values: url.Values{"z": {"1,-2"}}}); err != nil || s.Query != "z=1,-2" {
		t.Errorf("address %q, %v", s.Query, err)
	}
	if got := ReadList("1.5,-2"); !slices.Equal(got, []float64{1.5, -2}) {
		t.Errorf("read %v", got)
	}
}

// A person may type a decimal comma where something else stands between the numbers.
func TestListInForm(t *testing.T) {
	for typed, want := range map[string]string{
		"1; 2,5; \u22123": "1,2.5,-3", "1,5 2,5": "1.5,2.5", "1, 2, 3": "1,2,3", "0,5, 1": "0.5,1", " 1,2,3 ": "1,2,3", "1.5;2": "1.5,2",
	} {
		s, err := listLab().Parse(Query{Values: url.Values{"z": {typed}}, Form: true})
		if err != nil || s.Values[0].Text != want {
			t.Errorf("the form: %q → %q, %v, want %q", typed, s.Values[0].Text, err, want)
		}
		again, err := listLab().Parse(Query{Values: url.Values{"z": {ShownList(want)}}, Form: true})
		if err != nil || again.Values[0].Text != want {
			t.Errorf("%q is shown as %q and read as %q, %v", want, ShownList(want), again.Values[0].Text, err)
		}
	}
	if _, err := listLab().Parse(Query{Values: url.Values{"z": {"1; 2"}}}); err == nil {
		t.Error("the API takes a list as a person types it")
	}
}

// What is wrong with a list or a text is said with its place and what is allowed.
func TestListProblems(t *testing.T) {
	for query, want := range map[string]string{
		"z=1":                    "нужны числа через запятую, их от 2 до 4; получено 1",
		"z=1,2,3,4,5":            "нужны числа через запятую, их от 2 до 4; получено 5",
		"z=":                     "нужны числа через запятую, их от 2 до 4; не указано ни одного",
		"pair=1":                 "нужны числа через запятую, их 2; получено 1",
		"z=1,два":                "число 2: нужно от −10 000 до 10 000; получено «два»",
		"z=1,NaN":                "число 2: нужно от −10 000 до 10 000; получено «NaN»",
		"z=1,0x10":               "число 2: нужно от −10 000 до 10 000; получено «0x10»",
		"z=1,1e5":                "число 2: нужно от −10 000 до 10 000; получено «1e5»",
		"z=1,":                   "число 2: нужно от −10 000 до 10 000; значение не указано",
		"expr=":                  "выражение пусто",
		"expr=x%2Bx%2Bx%2Bx%2Bx": "нужно не больше 8 знаков, получено 9",
	} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		_, err = listLab().Parse(Query{Values: values})
		problems, ok := err.(Problems)
		if !ok || len(problems) != 1 || strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(problems[0].Reason) != want {
			t.Errorf("%s: %v, want %q", query, err, want)
		}
	}
	s, err := listLab().Parse(Query{Values: url.Values{"expr": {"x + y"}}})
	if err != nil || s.Values[2].Text != "x+y" || s.Query != "expr=x%2By" {
		t.Errorf("the text is %q, the address %q, %v", s.Values[2].Text, s.Query, err)
	}
}
