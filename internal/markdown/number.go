package markdown

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A Claim is a number of the prose that comes out of a lab.
type Claim struct {
	Text  string  // as printed, "99,8 %"
	Value float64 // 0.998
	Lab   string  // "pca"
	Query string  // "data=wine", without the question mark
	Path  string  // place in the result, "curve.3.bias"
	Line  int     // in the text
}

var numberSyntax = regexp.MustCompile(`^([+−]?)(\d{1,3}(?: \d{3})+|\d+)(?:,(\d+))?( ?%)?$`)

// ParseNumber reads a number as Russian prose prints it: decimal comma, a true
// minus, spaces between thousands, a percent sign that divides by 100. It
// returns the value and half a unit of its last digit.
func ParseNumber(text string) (value, half float64, err error) {
	plain := strings.NewReplacer("\u00a0", " ", "\u2009", " ", "\u202f", " ").Replace(text)
	m := numberSyntax.FindStringSubmatch(plain)
	if m == nil {
		return 0, 0, fmt.Errorf("markdown: %q is not a number like −1 234,5 %%", text)
	}
	sign := strings.NewReplacer("−", "-", "+", "").Replace(m[1])
	digits := sign + strings.ReplaceAll(m[2], " ", "") + m[3]
	exponent := -len(m[3])
	if m[4] != "" {
		exponent -= 2
	}
	value, err = strconv.ParseFloat(fmt.Sprintf("%se%d", digits, exponent), 64)
	if err != nil {
		return 0, 0, fmt.Errorf("markdown: %q: %w", text, err)
	}
	return value, 0.5 * math.Pow10(exponent), nil
}

// Check reports whether the number at the claim's path in result, the JSON of
// the lab's result for the claim's query, rounds to the claim. It returns nil
// if it does.
func (c Claim) Check(result []byte) error {
	var at any
	if err := json.Unmarshal(result, &at); err != nil {
		return fmt.Errorf("markdown: line %d: result of %s: %w", c.Line, c.Lab, err)
	}
	for key := range strings.SplitSeq(c.Path, ".") {
		next, ok := child(at, key)
		if !ok {
			return fmt.Errorf("markdown: line %d: no %q of %s in the result of %s?%s", c.Line, key, c.Path, c.Lab, c.Query)
		}
		at = next
	}
	got, ok := at.(float64)
	if !ok {
		return fmt.Errorf("markdown: line %d: %s?%s#%s is %v, not a number", c.Line, c.Lab, c.Query, c.Path, at)
	}
	value, half, err := ParseNumber(c.Text)
	if err != nil {
		return err
	}
	// The slack forgives the last bits of a value that lies on the very half.
	if slack := 1e-12 * math.Abs(value); math.Abs(got-value) > half+slack {
		return fmt.Errorf("markdown: line %d: the text says %s, %s?%s#%s is %v", c.Line, c.Text, c.Lab, c.Query, c.Path, got)
	}
	return nil
}

// child returns the member or element of a decoded JSON value.
func child(v any, key string) (any, bool) {
	switch v := v.(type) {
	case map[string]any:
		x, ok := v[key]
		return x, ok
	case []any:
		i, err := strconv.Atoi(key)
		if err != nil || i < 0 || i >= len(v) {
			return nil, false
		}
		return v[i], true
	}
	return nil, false
}
