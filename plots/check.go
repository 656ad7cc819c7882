package plots

import (
	"fmt"
	"math"
)

// columns checks that the columns of a layer are as long as the first, not empty and finite.
func columns(kind, name string, cols ...[]float64) error {
	if len(cols[0]) == 0 {
		return empty(kind, name)
	}
	for _, c := range cols {
		if len(c) != len(cols[0]) {
			return fmt.Errorf("%s %q: columns of %d and %d numbers", kind, name, len(cols[0]), len(c))
		}
		if err := finite(kind, name, c...); err != nil {
			return err
		}
	}
	return nil
}

func empty(kind, name string) error { return fmt.Errorf("%s %q is empty", kind, name) }

// finite refuses NaN and infinities.
func finite(kind, name string, values ...float64) error {
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%s %q: number %d is %v", kind, name, i, v)
		}
	}
	return nil
}

// around returns the rectangle around two columns.
func around(x, y []float64) extent { return extent{nowhere().add(x...), nowhere().add(y...)} }
