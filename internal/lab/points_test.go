package lab

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

type drawn struct{ Points, Free string }

func pointsLab() Experiment {
	return New(Lab[drawn, int]{
		ID: "drawn", Default: drawn{},
		Fields: []Field[drawn]{
			Points(Control{Name: "points", Min: -10, Max: 10, MaxItems: 3, Choices: []Choice{{"-1", "синий"}, {"1", "рыжий"}}},
				func(p *drawn) *string { return &p.Points }),
			Points(Control{Name: "free", Min: -10, Max: 10, MaxItems: 2}, func(p *drawn) *string { return &p.Free }),
		},
	})
}

// A list of points has one canonical form, whatever spelling of the numbers it came in.
func TestPointsCanonical(t *testing.T) {
	for typed, want := range map[string]string{
		"":                        "",
		"1:2:1":                   "1:2:1",
		"1.50:-0:-1;1e-1:0.250:1": "1.5:0:-1;0.1:0.25:1",
		"+1:10:1":                 "1:10:1",
	} {
		s, err := pointsLab().Parse(Query{Values: url.Values{"points": {typed}}})
		if err != nil || s.Values[0].Text != want {
			t.Errorf("points=%s → %q, %v, want %q", typed, s.Values[0].Text, err, want)
		}
		if got := WritePoints(ReadPoints(want)); got != want {
			t.Errorf("%q is read and written as %q", want, got)
		}
	}
	p := ReadPoints("1.5:-2:-1;0:3:1")
	if want := []Point{{1.5, -2, "-1"}, {0, 3, "1"}}; !slices.Equal(p, want) {
		t.Errorf("points %v, want %v", p, want)
	}
}

// A person may type a decimal comma, spaces and lines; a program may not.
func TestPointsInForm(t *testing.T) {
	typed := " 1,5 : \u22122 : 1 ;\r\n0:3:-1\n"
	s, err := pointsLab().Parse(Query{Values: url.Values{"points": {typed}}, Form: true})
	if want := "1.5:-2:1;0:3:-1"; err != nil || s.Values[0].Text != want {
		t.Errorf("the form: %q, %v, want %q", s.Values[0].Text, err, want)
	}
	if _, err := pointsLab().Parse(Query{Values: url.Values{"points": {typed}}}); err == nil {
		t.Error("the API takes a decimal comma")
	}
}

// What is wrong with a list is said with the number of the point and what is allowed.
func TestPointsProblems(t *testing.T) {
	for query, want := range map[string]string{
		"points=1:2":                           "точка 1: нужно x:y:метка, числа от −10 до 10, метка -1 или 1; получено «1:2»",
		"points=1:2:1;1:2:5":                   "точка 2: нужно x:y:метка, числа от −10 до 10, метка -1 или 1; получено «1:2:5»",
		"points=1:11:1":                        "точка 1: нужно",
		"points=NaN:1:1":                       "точка 1: нужно",
		"points=0x1p1:1:1":                     "точка 1: нужно",
		"points=0:0:1%3B":                      "точка 2: нужно x:y:метка, числа от −10 до 10, метка -1 или 1; значение не указано",
		"points=1:1:1%3B2:2:1%3B3:3:1%3B4:4:1": "нужно точек от 0 до 3, получено 4",
		"free=1:2:1":                           "точка 1: нужно x:y, числа от −10 до 10; получено «1:2:1»",
	} {
		values, err := url.ParseQuery(strings.ReplaceAll(query, ";", "%3B"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = pointsLab().Parse(Query{Values: values})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", query, err, want)
		}
	}
}
