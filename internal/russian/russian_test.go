package russian_test

import (
	"math"
	"strings"
	"testing"

	"konspekt/internal/russian"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		v    float64
		n    int
		want string
	}{
		{0, 3, "0"}, {math.Copysign(0, -1), 3, "0"}, {0.012345, 3, "0,0123"}, {-0.1, 3, "−0,1"},
		{12.34, 3, "12,3"}, {9.996, 3, "10"}, {1234.6, 3, "1235"}, {20000, 3, "20\u202f000"},
		{1.234e-7, 3, "1,23·10⁻⁷"}, {-4e9, 2, "−4·10⁹"}, {math.NaN(), 3, "—"}, {math.Inf(1), 3, "—"},
	} {
		if got := russian.Number(c.v, c.n); got != c.want {
			t.Errorf("Number(%v, %d) = %q, want %q", c.v, c.n, got, c.want)
		}
	}
}

func TestWithError(t *testing.T) {
	for _, c := range []struct {
		v, se float64
		want  string
	}{
		{-0.10134, 0.0024, "−0,1013 ± 0,0024"},
		{0.00001, 0.0024, "0,0000 ± 0,0024"},
		{-0.00001, 0.0024, "0,0000 ± 0,0024"},
		{123.4, 12, "123 ± 12"},
		{5, 0, "5"},
	} {
		if got := russian.WithError(c.v, c.se); got != c.want {
			t.Errorf("WithError(%v, %v) = %q, want %q", c.v, c.se, got, c.want)
		}
	}
}

func TestPlural(t *testing.T) {
	forms := map[int]string{0: "выборок", 1: "выборка", 2: "выборки", 5: "выборок", 11: "выборок", 21: "выборка", 22: "выборки", 112: "выборок", -1: "выборка"}
	for n, want := range forms {
		if got := russian.Plural(n, "выборка", "выборки", "выборок"); got != want {
			t.Errorf("Plural(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSoft(t *testing.T) {
	got := strings.ReplaceAll(russian.Soft("Условное логарифмическое и среднеквадратическая ошибка"), "\u00ad", "-")
	if want := "Условное лога-рифми-ческое и среднеквадра-ти-ческая ошибка"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
