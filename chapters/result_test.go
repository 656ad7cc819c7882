package chapters_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// result is a value in the JSON of a result, read as an outside program reads it. What
// is missing, or is not what the name promises, fails the test.
type result struct {
	t    testing.TB
	name string
	v    any
}

func resultOf(t testing.TB, id, query string) result {
	t.Helper()
	r := result{t, id + "?" + query, nil}
	if err := json.Unmarshal(run(t, find(t, id), query).Result, &r.v); err != nil {
		t.Fatalf("%s: %v", r.name, err)
	}
	return r
}

// get is the member or element behind the keys.
func (r result) get(keys ...any) result {
	r.t.Helper()
	for _, key := range keys {
		r.name += fmt.Sprintf("#%v", key)
		ok := false
		switch key := key.(type) {
		case string:
			var m map[string]any
			if m, ok = r.v.(map[string]any); ok {
				r.v, ok = m[key]
			}
		case int:
			var list []any
			if list, ok = r.v.([]any); ok && key < len(list) {
				r.v = list[key]
			}
		}
		if !ok {
			r.t.Fatalf("%s is not there", r.name)
		}
	}
	return r
}

// num is a number that may not be null.
func (r result) num(keys ...any) float64 {
	r.t.Helper()
	r = r.get(keys...)
	v, ok := r.v.(float64)
	if !ok {
		r.t.Fatalf("%s is %v, not a number", r.name, r.v)
	}
	return v
}

// list is the elements of an array.
func (r result) list(keys ...any) []result {
	r.t.Helper()
	r = r.get(keys...)
	array, ok := r.v.([]any)
	if !ok {
		r.t.Fatalf("%s is %v, not an array", r.name, r.v)
	}
	out := make([]result, len(array))
	for i, v := range array {
		out[i] = result{r.t, fmt.Sprintf("%s#%d", r.name, i), v}
	}
	return out
}

// nums is an array of numbers, matrix one of arrays of numbers.
func (r result) nums(keys ...any) []float64 {
	r.t.Helper()
	list := r.list(keys...)
	out := make([]float64, len(list))
	for i, e := range list {
		out[i] = e.num()
	}
	return out
}

func (r result) matrix(keys ...any) [][]float64 {
	r.t.Helper()
	list := r.list(keys...)
	out := make([][]float64, len(list))
	for i, e := range list {
		out[i] = e.nums()
	}
	return out
}

// near tells whether got agrees with want to a relative or an absolute tolerance.
func near(got, want, rel, abs float64) bool { return math.Abs(got-want) <= abs+rel*math.Abs(want) }

// dot is the inner product.
func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// casesOf reads the cases of a file of reference numbers whose names begin with the prefix;
// there has to be one.
func casesOf[C any](t *testing.T, path, prefix string) []C {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(src, &file); err != nil {
		t.Fatal(err)
	}
	var out []C
	for _, raw := range file.Cases {
		var named struct{ Name string }
		var c C
		if err := json.Unmarshal(raw, &named); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(named.Name, prefix) {
			continue
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatalf("%s of %s: %v", named.Name, path, err)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		t.Fatalf("no case %s… in %s", prefix, path)
	}
	return out
}
