package plots

import (
	"math"
	"strconv"
	"strings"
)

const (
	minus    = "\u2212"
	thinNbsp = "\u202f"
)

// Decimal writes v with the given number of decimal places as Russian books do: a
// decimal comma, a true minus, thin no-break spaces between thousands
// from five digits on, never a minus before zero.
func Decimal(v float64, places int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', places, 64)
	whole, frac, _ := strings.Cut(s, ".")
	if len(whole) > 4 {
		whole = thousands(whole)
	}
	if frac != "" {
		whole += "," + frac
	}
	if v < 0 && strings.ContainsAny(s, "123456789") {
		whole = minus + whole
	}
	return whole
}

// thousands puts a thin space between groups of three digits.
func thousands(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(thinNbsp)
		}
		b.WriteRune(d)
	}
	return b.String()
}

// power writes 10 to the n with superscripts: 10⁻³.
func power(n int) string {
	const sup = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	digits := []rune(sup)
	var b strings.Builder
	b.WriteString("10")
	if n < 0 {
		b.WriteString("⁻")
		n = -n
	}
	for _, d := range strconv.Itoa(n) {
		b.WriteRune(digits[d-'0'])
	}
	return b.String()
}

// short writes v with about three significant digits, for the end of a colour key and the
// cells of a heat map.
func short(v float64) string {
	a := math.Abs(v)
	switch {
	case a >= 100 || a == math.Trunc(a) && a < 1e6:
		return Decimal(v, 0)
	case a >= 10:
		return Decimal(v, 1)
	case a >= 0.095 || a < 0.005:
		return strings.TrimSuffix(Decimal(v, 2), ",00")
	}
	return Decimal(v, 3)
}
