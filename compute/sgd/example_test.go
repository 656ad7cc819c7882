package sgd_test

import (
	"context"
	"fmt"

	"konspekt/compute/sgd"
)

// Ten million examples, and the target is reached after a fraction of a thousandth of them.
func ExampleToTarget() {
	task, err := sgd.NewTask(5, 5, 0.5, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan := sgd.Plan{
		Examples: 10_000_000, Batch: 10, Steps: 20_000, Order: sgd.Passes, Every: 100, Seed: 1,
		Schedule: sgd.Schedule{Shape: sgd.Inverse, Rate: 0.1, Tau: 100},
	}
	r, err := sgd.ToTarget(context.Background(), task, plan, 1.01*task.Noise())
	if err != nil || r == nil {
		fmt.Println("not reached", err)
		return
	}
	fmt.Printf("before one pass: %t, after less than a thousandth: %t\n", r.Epoch < 1, r.Epoch < 1e-3)
	fmt.Println("operations a step:", sgd.FlopsPerStep(plan.Batch, task.Dim()), "of", sgd.FlopsPerStep(plan.Examples, task.Dim()))
	// Output:
	// before one pass: true, after less than a thousandth: true
	// operations a step: 258 of 240000018
}
