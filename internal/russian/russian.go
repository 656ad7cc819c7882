// Package russian writes numbers and counted nouns the way a Russian book prints
// them: decimal comma, true minus, thin groups of thousands, agreement in number.
package russian

import (
	"math"
	"strconv"
	"strings"
)

// Signs that a Russian typesetter uses where ASCII has none.
const (
	minus     = "\u2212" // −
	thinSpace = "\u202f" // narrow no-break space between thousands
	times     = "\u00b7" // ·
)

// Number prints v with the given count of significant digits: 3 gives «0,0123»,
// «12,3», «1,23·10⁻⁷». Trailing zeros are dropped and −0 is 0. A value that is
// not finite prints as an em dash: the page has words for that elsewhere.
func Number(v float64, significant int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "—"
	}
	if v == 0 {
		return "0"
	}
	exp := exponent(v, significant)
	if exp < -4 || exp > 6 {
		mantissa := Fixed(v/math.Pow(10, float64(exp)), significant-1)
		return trimZeros(mantissa) + times + "10" + Superscript(exp)
	}
	return trimZeros(Fixed(v, max(0, significant-1-exp)))
}

// exponent is the decimal exponent of v after rounding to the significant digits,
// so that 9,996 with three digits counts as 10.
func exponent(v float64, significant int) int {
	s := strconv.FormatFloat(math.Abs(v), 'e', significant-1, 64)
	exp, _ := strconv.Atoi(s[strings.IndexByte(s, 'e')+1:])
	return exp
}

// Fixed prints v with exactly the given count of digits after the comma.
func Fixed(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "—"
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	whole, fraction, _ := strings.Cut(s, ".")
	out := groups(whole)
	if fraction != "" {
		out += "," + fraction
	}
	if negative && strings.Trim(s, "0.") != "" {
		out = minus + out
	}
	return out
}

// WithError prints a simulated value and its standard error with the digits that
// the error allows, two of its own: «−0,1013 ± 0,0024».
func WithError(v, se float64) string {
	if !(se > 0) || math.IsInf(se, 0) {
		return Number(v, 4)
	}
	decimals := max(0, 1-exponent(se, 2))
	if decimals > 9 {
		return Number(v, 4) + " ± " + Number(se, 2)
	}
	return Fixed(v, decimals) + " ± " + Fixed(se, decimals)
}

// Percent prints a share as a percentage with the given digits after the comma.
func Percent(share float64, decimals int) string {
	return Fixed(100*share, decimals) + "\u00a0%"
}

// Int prints a whole number with its thousands set apart: «20 000».
func Int(n int) string { return Fixed(float64(n), 0) }

// Plural chooses the form of a noun that agrees with n: Plural(5, "выборка",
// "выборки", "выборок") is «выборок».
func Plural(n int, one, few, many string) string {
	if n < 0 {
		n = -n
	}
	switch {
	case n%100 >= 11 && n%100 <= 14:
		return many
	case n%10 == 1:
		return one
	case n%10 >= 2 && n%10 <= 4:
		return few
	}
	return many
}

// Count prints a number with its noun, held together: «5 выборок».
func Count(n int, one, few, many string) string {
	return Int(n) + "\u00a0" + Plural(n, one, few, many)
}

// Superscript prints a whole number in superior figures: −7 is «⁻⁷».
func Superscript(n int) string {
	var b strings.Builder
	for _, c := range strconv.Itoa(n) {
		if c == '-' {
			b.WriteRune('⁻')
			continue
		}
		b.WriteRune([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[c-'0'])
	}
	return b.String()
}

// groups sets thousands apart in numbers of five digits and more, as Russian
// typography does; four digits stand together.
func groups(whole string) string {
	if len(whole) < 5 {
		return whole
	}
	head := len(whole) % 3
	parts := []string{}
	if head > 0 {
		parts = append(parts, whole[:head])
	}
	for i := head; i < len(whole); i += 3 {
		parts = append(parts, whole[i:i+3])
	}
	return strings.Join(parts, thinSpace)
}

func trimZeros(s string) string {
	if !strings.Contains(s, ",") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ",")
}

// long is the length of a word from which on it may be divided at the end of a line.
const long = 15

// Soft puts soft hyphens into the very long words of a title, between a vowel and a
// syllable that follows it: browsers do not divide Russian words by themselves.
func Soft(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		letters := []rune(word)
		if len(letters) < long {
			continue
		}
		var b strings.Builder
		for j, r := range letters {
			syllable := j > 2 && j < len(letters)-3 && vowel(letters[j-1]) && !vowel(r) && vowel(letters[j+1])
			if syllable {
				b.WriteRune('\u00ad')
			}
			b.WriteRune(r)
		}
		words[i] = b.String()
	}
	return strings.Join(words, " ")
}

func vowel(r rune) bool { return strings.ContainsRune("аеёиоуыэюя", r) }
