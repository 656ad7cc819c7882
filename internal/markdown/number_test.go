package markdown

import (
	"math"
	"strings"
	"testing"
)

// A literal is worth its digits and shows half a unit of the last one.
func TestParseNumber(t *testing.T) {
	tests := []struct {
		text        string
		value, half float64
	}{
		{"0,4", 0.4, 0.05},
		{"−0,10", -0.1, 0.005},
		{"99,8 %", 0.998, 0.0005},
		{"99,8" + nbsp + "%", 0.998, 0.0005},
		{"12%", 0.12, 0.005},
		{"4 000", 4000, 0.5},
		{"1\u202f234,5", 1234.5, 0.05},
		{"+7", 7, 0.5},
		{"0", 0, 0.5},
	}
	for _, tt := range tests {
		value, half, err := ParseNumber(tt.text)
		if err != nil || value != tt.value || math.Abs(half-tt.half) > 1e-15 {
			t.Errorf("ParseNumber(%q) = %v, %v, %v; want %v, %v", tt.text, value, half, err, tt.value, tt.half)
		}
	}
	for _, bad := range []string{"", "0.4", "-1", "1 00", "≈ 2", "два", "1,", ",5", "1e5", "5 раз"} {
		if v, _, err := ParseNumber(bad); err == nil {
			t.Errorf("ParseNumber(%q) = %v, want an error", bad, v)
		}
	}
}

// A claim holds if and only if the computed number rounds to it.
func TestClaimCheck(t *testing.T) {
	const result = `{"mean": 0.3996, "curve": [{"bias": -0.125}, {"bias": 0.05}], "ratio": 0.9979, "best": null}`
	tests := []struct {
		text, path, wrong string
	}{
		{"0,4", "mean", ""},
		{"0,40", "mean", ""},
		{"0,400", "mean", ""},
		{"0,3996", "mean", ""},
		{"0,399", "mean", "is 0.3996"},
		{"0,5", "mean", "is 0.3996"},
		{"−0,13", "curve.0.bias", ""},
		{"−0,12", "curve.0.bias", ""},
		{"0,13", "curve.0.bias", "is -0.125"},
		{"99,8 %", "ratio", ""},
		{"99,9 %", "ratio", "is 0.9979"},
		{"1", "curve.2.bias", `no "2"`},
		{"1", "nosuch", `no "nosuch"`},
		{"1", "mean.x", `no "x"`},
		{"1", "best", "not a number"},
		{"1", "curve", "not a number"},
	}
	for _, tt := range tests {
		err := Claim{Text: tt.text, Lab: "bias", Query: "m=5", Path: tt.path, Line: 7}.Check([]byte(result))
		switch {
		case tt.wrong == "" && err != nil:
			t.Errorf("%s at %s: %v", tt.text, tt.path, err)
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong) || !strings.Contains(err.Error(), "line 7")):
			t.Errorf("%s at %s: %v; want line 7 and %q in it", tt.text, tt.path, err, tt.wrong)
		}
	}
	if err := (Claim{Text: "1", Path: "a"}).Check([]byte("{")); err == nil {
		t.Error("broken JSON passed")
	}
}
