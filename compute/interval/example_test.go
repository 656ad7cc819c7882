package interval_test

import (
	"fmt"

	"konspekt/compute/interval"
	"konspekt/compute/stats"
)

func ExampleMean() {
	var s stats.Moments
	s.AddAll([]float64{2, 4, 4, 4, 5, 5, 7, 9})
	z := interval.Mean(s, interval.Z95)
	t := interval.Mean(s, interval.T(0.95, s.N-1))
	fmt.Printf("z [%.3f, %.3f]\nt [%.3f, %.3f]\n", z.Lo, z.Hi, t.Lo, t.Hi)
	// Output:
	// z [3.518, 6.482]
	// t [3.213, 6.787]
}

func ExampleTable_Coverage() {
	for _, p := range []float64{0.5, 0.1} {
		fmt.Printf("p = %.1f: Wald %.3f, Wilson %.3f, exact %.3f\n", p,
			interval.Wald(10, interval.Z95).Coverage(p),
			interval.Wilson(10, interval.Z95).Coverage(p),
			interval.ClopperPearson(10, 0.95).Coverage(p))
	}
	// Output:
	// p = 0.5: Wald 0.891, Wilson 0.979, exact 0.979
	// p = 0.1: Wald 0.650, Wilson 0.930, exact 0.987
}

func ExampleCompare() {
	c, err := interval.Compare(0.10, 0.13, 0.6, 1000, interval.Z95)
	if err != nil {
		fmt.Println(err)
		return
	}
	separate, paired, _ := c.Power()
	fmt.Printf("power: separate %.2f, paired %.2f\n", separate, paired)
	// Output: power: separate 0.15, paired 0.92
}
