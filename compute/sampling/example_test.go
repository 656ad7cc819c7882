package sampling_test

import (
	"context"
	"fmt"
	"math"

	"konspekt/compute/sampling"
)

func ExampleStatistic_Exact() {
	for _, s := range []sampling.Statistic{sampling.Mean(), sampling.Median(), sampling.Midrange()} {
		q, _ := s.Exact(sampling.Uniform(0, 1), 9)
		fmt.Printf("%s: sd %.4f\n", s.Name, math.Sqrt(q.Variance))
	}
	// Output:
	// mean: sd 0.0962
	// median: sd 0.1508
	// midrange: sd 0.0674
}

func ExampleSimulate() {
	r, err := sampling.Simulate(context.Background(), sampling.Design{
		Distribution: sampling.Exponential(1), Statistic: sampling.Median(), M: 3, Repeats: 4000, Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	q, _ := sampling.Median().Exact(sampling.Exponential(1), 3)
	fmt.Printf("bias %.4f within 3 standard errors: %t\n", q.Bias, math.Abs(r.Mean-r.True-q.Bias) < 3*r.MeanSE)
	// Output: bias -0.1667 within 3 standard errors: true
}

func ExampleSequence_Probability() {
	for _, name := range []string{"mean", "first", "spiked"} {
		s, err := sampling.SequenceNamed(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %.3f %.3f %.3f\n", name, s.Probability(1, 0.5), s.Probability(10, 0.5), s.Probability(100, 0.5))
	}
	// Output:
	// mean: 0.617 0.114 0.000
	// first: 0.617 0.617 0.617
	// spiked: 0.758 0.202 0.010
}
