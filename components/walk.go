package components

import (
	"net/url"
	"slices"
	"strconv"
)

// walked is the parameter that is walked step by step; nil if there is none in this state.
func (l Lab) walked() *Control {
	i := slices.IndexFunc(l.Controls, func(c Control) bool { return c.Value.Name == l.Info.Walk && !c.Hidden })
	if i < 0 {
		return nil
	}
	return &l.Controls[i]
}

// stands says where a walk is.
func (l Lab) stands(c Control) string {
	if l.Info.Still != "" && c.Text == plain(c.Value.Min) {
		return l.Info.Still
	}
	return c.Text + " из " + plain(c.Value.Max)
}

// stuck tells whether the experiment cannot be shown from its beginning: in this state
// neither chance nor the parameter by which it grows plays a part.
func (l Lab) stuck() bool {
	return l.Seeded && l.Next == "" || slices.ContainsFunc(l.Controls, func(c Control) bool { return c.Value.Name == l.Info.Grow && c.Hidden })
}

// Stop is a place that a walk leads to from where it is.
type Stop struct{ Mark, Say, URL string }

// stops lists where the buttons of a walk lead: to its ends and one step either way.
func (l Lab) stops(c Control) []Stop {
	at, _ := strconv.ParseFloat(c.Text, 64) // canonical, so it parses
	lo, hi := c.Value.Min, c.Value.Max
	q, _ := url.ParseQuery(l.Query) // canonical too
	to := func(mark, say string, v float64) Stop {
		q.Set(c.Value.Name, plain(v))
		return Stop{mark, say, l.Page + "?" + l.Prefix + q.Encode()}
	}
	return []Stop{to("«", "в начало", lo), to("‹", "шаг назад", max(lo, at-1)), to("›", "шаг вперёд", min(hi, at+1)), to("»", "в конец", hi)}
}
