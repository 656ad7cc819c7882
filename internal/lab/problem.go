package lab

import (
	"fmt"
	"strings"

	"konspekt/internal/russian"
)

// Problem is one thing wrong with a query: which parameter, what was got, what is
// allowed. Its words are for the reader.
type Problem struct {
	Parameter string   `json:"parameter"`
	Value     string   `json:"value"`
	Reason    string   `json:"reason"`
	Min       *float64 `json:"min,omitempty"`
	Max       *float64 `json:"max,omitempty"`
	Choices   []string `json:"choices,omitempty"`
}

// Problems is everything wrong with a query, in the order of the declaration.
type Problems []Problem

// Error joins the reasons, each behind its parameter.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Parameter + ": " + p.Reason
	}
	return strings.Join(lines, "; ")
}

// longest is how much of a value a message repeats.
const longest = 40

func quoted(value string) string {
	if r := []rune(value); len(r) > longest {
		value = string(r[:longest]) + "…"
	}
	return "«" + value + "»"
}

// unfit says what a control allows when the value got is not it.
func (c Control) unfit(value string) Problem {
	p := Problem{Parameter: c.Name, Value: value}
	var want string
	switch c.Kind {
	case KindInt, KindSeed:
		want = "нужно целое число " + between(c.Min, c.Max)
		p.Min, p.Max = &c.Min, &c.Max
	case KindFloat:
		want = "нужно число " + between(c.Min, c.Max)
		p.Min, p.Max = &c.Min, &c.Max
	case KindPoints:
		_, p.Reason = c.points(value)
		return p
	case KindList:
		p.Min, p.Max = &c.Min, &c.Max
		_, p.Reason = c.numbers(value)
		return p
	case KindText:
		_, p.Reason = c.text(value)
		return p
	default:
		for _, choice := range c.Choices {
			p.Choices = append(p.Choices, choice.Value)
		}
		want = "нужно одно из значений: " + strings.Join(p.Choices, ", ")
	}
	p.Reason = want + "; " + got(value)
	return p
}

func got(value string) string {
	if value == "" {
		return "значение не указано"
	}
	return "получено " + quoted(value)
}

// outside says what the present range of a control is when the value got is not in it.
func (c Control) outside(value string, l Limit) Problem {
	kind := "число"
	if c.Kind == KindInt {
		kind = "целое число"
	}
	return Problem{
		Parameter: c.Name, Value: value, Min: &l.Min, Max: &l.Max,
		Reason: fmt.Sprintf("нужно %s %s (%s); %s", kind, between(l.Min, l.Max), l.Why, got(value)),
	}
}

// ruledOut says which choices there are at present when the value got is none of them.
func (c Control) ruledOut(value string, a Among) Problem {
	return Problem{Parameter: c.Name, Value: value, Choices: a.Values,
		Reason: "нужно одно из значений: " + strings.Join(a.Values, ", ") + " (" + a.Why + "); " + got(value)}
}

func between(lo, hi float64) string {
	return "от " + bound(lo) + " до " + bound(hi)
}

func bound(v float64) string {
	if v == float64(int64(v)) {
		return russian.Fixed(v, 0)
	}
	return russian.Number(v, 6)
}
