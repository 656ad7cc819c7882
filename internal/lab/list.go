package lab

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// List declares a list of numbers, «1,2.5,-3» in addresses. The value is that text in
// canonical form, so that P stays comparable; ReadList gives the numbers. Min and Max
// bound each number, MinItems and MaxItems their count.
func List[P any](c Control, at func(*P) *string) Field[P] {
	c.Kind = KindList
	return written(c, at, func(text string) string { return "[" + text + "]" }, func(s string) (canonical, wrong string) {
		numbers, wrong := c.numbers(s)
		return WriteList(numbers), wrong
	})
}

// Text declares a text of the reader's of at most MaxLength letters. check gives its
// canonical form or says in Russian what is wrong with it; nil takes it as it is. An
// empty text is allowed where the default is empty.
func Text[P any](c Control, check func(text string) (canonical, wrong string), at func(*P) *string) Field[P] {
	c.Kind = KindText
	c.check = check
	return written(c, at, quote, c.text)
}

// text reads a text and says in Russian what is wrong with it.
func (c Control) text(s string) (canonical, wrong string) {
	if n := len([]rune(s)); n > c.MaxLength {
		return "", fmt.Sprintf("нужно не больше %d знаков, получено %d", c.MaxLength, n)
	}
	if c.check == nil {
		return s, ""
	}
	return c.check(s)
}

// ReadList reads a canonical list, as a parameter holds it.
func ReadList(canonical string) []float64 {
	if canonical == "" {
		return nil
	}
	var numbers []float64
	for item := range strings.SplitSeq(canonical, ",") {
		v, ok := readNumber(item)
		if !ok {
			panic("lab: not a number: " + item) // only a section's bug gets here
		}
		numbers = append(numbers, v)
	}
	return numbers
}

// WriteList is the canonical form of a list: the shortest numbers that round-trip.
func WriteList(numbers []float64) string {
	items := make([]string, len(numbers))
	for i, v := range numbers {
		items[i] = strconv.FormatFloat(v+0, 'f', -1, 64)
	}
	return strings.Join(items, ",")
}

// numbers reads a list and says in Russian what is wrong with it.
func (c Control) numbers(text string) ([]float64, string) {
	want := fmt.Sprintf("от %d до %d", c.MinItems, c.MaxItems)
	if c.MinItems == c.MaxItems {
		want = strconv.Itoa(c.MinItems)
	}
	if text == "" {
		if c.MinItems == 0 {
			return nil, ""
		}
		return nil, "нужны числа через запятую, их " + want + "; не указано ни одного"
	}
	items := strings.Split(text, ",")
	if len(items) < c.MinItems || len(items) > c.MaxItems {
		return nil, fmt.Sprintf("нужны числа через запятую, их %s; получено %d", want, len(items))
	}
	numbers := make([]float64, len(items))
	for i, item := range items {
		v, ok := readNumber(item)
		if !ok || !(v >= c.Min && v <= c.Max) {
			return nil, fmt.Sprintf("число %d: нужно %s; %s", i+1, between(c.Min, c.Max), got(item))
		}
		numbers[i] = v
	}
	return numbers, ""
}

// readNumber reads a decimal number; −0 becomes 0.
func readNumber(text string) (float64, bool) {
	v, err := strconv.ParseFloat(text, 64)
	return v + 0, err == nil && !strings.ContainsAny(text, "xX_") && !math.IsInf(v, 0) && !math.IsNaN(v)
}

// tidyList is a list as a person may type it. Numbers stand apart by «;», by «, » or by
// spaces, and then a comma within one is its decimal comma; else commas stand between them.
func tidyList(text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\u2212", "-"))
	var items []string
	switch {
	case strings.Contains(text, ";"):
		items = strings.Split(text, ";")
	case strings.Contains(text, ", "):
		items = strings.Split(text, ", ")
	case strings.ContainsAny(text, " \t\n"):
		items = strings.Fields(text)
	default:
		items = strings.Split(text, ",")
	}
	for i, item := range items {
		items[i] = strings.ReplaceAll(strings.TrimSpace(item), ",", ".")
	}
	return strings.Join(items, ",")
}

// ShownList is a canonical list as a form shows it: «1; 2,5; −3».
func ShownList(canonical string) string {
	return strings.NewReplacer(",", "; ", ".", ",", "-", "\u2212").Replace(canonical)
}
