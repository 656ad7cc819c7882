package plots

import (
	"math"
	"strings"
	"testing"
)

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		v      float64
		places int
		want   string
	}{
		{0, 0, "0"}, {math.Copysign(0, -1), 1, "0,0"}, {-0.04, 1, "0,0"}, {-0.06, 1, "−0,1"},
		{0.5, 2, "0,50"}, {1234, 0, "1234"}, {12345, 0, "12\u202f345"}, {-1234567.25, 2, "−1\u202f234\u202f567,25"},
		{999999.5, 0, "1\u202f000\u202f000"},
	} {
		if got := Decimal(c.v, c.places); got != c.want {
			t.Errorf("Decimal(%v, %d) = %q, want %q", c.v, c.places, got, c.want)
		}
	}
}

func labels(ticks []Tick) string {
	var out []string
	for _, t := range ticks {
		if t.Label != "" {
			out = append(out, t.Label)
		}
	}
	return strings.Join(out, " ")
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		got  []Tick
		want string
	}{
		{niceTicks(0, 1, 5), "0 0,2 0,4 0,6 0,8 1,0"},
		{niceTicks(-1.04, 1.04, 5), "−1,0 −0,5 0 0,5 1,0"},
		{niceTicks(0, 15.6, 5), "0 5 10 15"},
		{niceTicks(13, 0, 5), "0 2 4 6 8 10 12"},
		{niceTicks(0, 41000, 5), "0 10\u202f000 20\u202f000 30\u202f000 40\u202f000"},
		{niceTicks(0, 4.2e-6, 4), "0 1·10⁻⁶ 2·10⁻⁶ 3·10⁻⁶ 4·10⁻⁶"},
		{niceTicks(0, 2.2e7, 4), "0 0,5·10⁷ 1,0·10⁷ 1,5·10⁷ 2,0·10⁷"},
		{logTicks(2, 200, 6), "2 5 10 20 50 100 200"},
		{logTicks(0.01, 1000, 6), "0,01 0,1 1 10 100 1000"},
		{logTicks(1e-3, 10, 6), "10⁻³ 10⁻² 10⁻¹ 10⁰ 10¹"},
		{logTicks(1e-9, 1, 5), "10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 10⁰"},
		{thin([]Tick{{0, "а"}, {1, "б"}, {2, "в"}, {3, "г"}, {4, "д"}}, 3), "а в д"},
	} {
		if got := labels(c.got); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// Ticks are numbers of the axis: inside it, ascending, and their number is small, whatever the range.
func TestTicksOfAnyRange(t *testing.T) {
	r := rng()
	for range 2000 {
		lo := r.NormFloat64() * math.Pow(10, r.Float64()*12-6)
		hi := lo + math.Pow(10, r.Float64()*12-6)
		ticks := niceTicks(lo, hi, 5)
		if len(ticks) < 2 || len(ticks) > 8 {
			t.Fatalf("[%v, %v]: %d ticks", lo, hi, len(ticks))
		}
		for i, k := range ticks {
			if eps := (hi - lo) * 1e-6; k.At < lo-eps || k.At > hi+eps || i > 0 && k.At <= ticks[i-1].At {
				t.Fatalf("[%v, %v]: tick %v", lo, hi, k.At)
			}
		}
	}
}
