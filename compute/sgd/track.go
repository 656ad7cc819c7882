package sgd

import "context"

// Track is what a run leaves behind when nothing but its test error is asked for.
type Track struct {
	Errors   []float64 // exact test error after each of the steps asked for; shorter if the run diverged before
	Reached  *Reached  // when the test error was first at most the target; nil if it was not
	Diverged bool
}

// Follow runs the plan to its end and returns the test errors after the given numbers of steps, ascending, from 0
// on, and when the target was reached. It does what Run and ToTarget do, in one run and without snapshots.
func Follow(ctx context.Context, t *Task, p Plan, at []int, target float64) (*Track, error) {
	out := &Track{Errors: make([]float64, 0, len(at))}
	for s, err := range walk(ctx, t, p) {
		if err != nil {
			return nil, err
		}
		if s.diverged() {
			out.Diverged = true
			break
		}
		if k := len(out.Errors); k < len(at) && at[k] == s.Step {
			out.Errors = append(out.Errors, s.test)
		}
		if out.Reached == nil && s.test <= target {
			out.Reached = s.reached()
		}
	}
	return out, nil
}
