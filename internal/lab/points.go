package lab

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Point is one point of a parameter of kind points.
type Point struct {
	X, Y  float64
	Label string // one of the control's choices; empty where it has none
}

// Points declares a list of points, «x:y:label;x:y:label» in addresses, or «x:y» if the
// control has no choices; of a flat control «x» will do, and y is 0 whatever was given.
// The value is that text in canonical form, so that P stays comparable; ReadPoints gives
// the points. Min and Max bound both coordinates, MinItems and MaxItems the count; a
// MinItems of zero admits an empty list.
func Points[P any](c Control, at func(*P) *string) Field[P] {
	c.Kind = KindPoints
	return written(c, at, quote, func(s string) (canonical, wrong string) {
		points, wrong := c.points(s)
		return WritePoints(points), wrong
	})
}

// ReadPoints reads a canonical list, as a parameter holds it.
func ReadPoints(canonical string) []Point {
	if canonical == "" {
		return nil
	}
	var points []Point
	for item := range strings.SplitSeq(canonical, ";") {
		p, ok := readPoint(item)
		if !ok {
			panic("lab: not a point: " + item) // only a section's bug gets here
		}
		points = append(points, p)
	}
	return points
}

// WritePoints is the canonical form of a list: the shortest numbers that round-trip.
func WritePoints(points []Point) string {
	var b strings.Builder
	for i, p := range points {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(strconv.FormatFloat(p.X+0, 'f', -1, 64) + ":" + strconv.FormatFloat(p.Y+0, 'f', -1, 64))
		if p.Label != "" {
			b.WriteString(":" + p.Label)
		}
	}
	return b.String()
}

// points reads a list and says in Russian what is wrong with it.
func (c Control) points(text string) ([]Point, string) {
	if text == "" {
		if c.MinItems > 0 {
			return nil, fmt.Sprintf("нужно точек от %d до %d, не указано ни одной", c.MinItems, c.MaxItems)
		}
		return nil, ""
	}
	items := strings.Split(text, ";")
	if len(items) < c.MinItems || len(items) > c.MaxItems {
		return nil, fmt.Sprintf("нужно точек от %d до %d, получено %d", c.MinItems, c.MaxItems, len(items))
	}
	points := make([]Point, len(items))
	for i, item := range items {
		var ok bool
		if points[i], ok = c.point(item); !ok {
			return nil, fmt.Sprintf("точка %d: нужно %s; %s", i+1, c.PointForm(), got(item))
		}
	}
	return points, ""
}

// readPoint reads «x:y» or «x:y:label».
func readPoint(item string) (Point, bool) {
	parts := strings.Split(item, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return Point{}, false
	}
	p := Point{}
	for i, at := range []*float64{&p.X, &p.Y} {
		v, ok := readNumber(parts[i])
		if !ok {
			return Point{}, false
		}
		*at = v
	}
	if len(parts) == 3 {
		p.Label = parts[2]
	}
	return p, len(parts) == 2 || p.Label != ""
}

// point reads one point and holds it against the declaration.
func (c Control) point(item string) (Point, bool) {
	if c.Flat && !strings.Contains(item, ":") {
		item += ":0"
	}
	p, ok := readPoint(item)
	within := func(v float64) bool { return v >= c.Min && v <= c.Max } // no NaN is
	if !ok || !within(p.X) || !within(p.Y) {
		return Point{}, false
	}
	if c.Flat {
		p.Y = 0
	}
	if len(c.Choices) == 0 {
		return p, p.Label == ""
	}
	return p, slices.ContainsFunc(c.Choices, func(choice Choice) bool { return choice.Value == p.Label })
}

// PointForm says what a point looks like.
func (c Control) PointForm() string {
	if c.Flat {
		return "число " + between(c.Min, c.Max)
	}
	if len(c.Choices) == 0 {
		return "x:y, числа " + between(c.Min, c.Max)
	}
	values := make([]string, len(c.Choices))
	for i, choice := range c.Choices {
		values[i] = choice.Value
	}
	return "x:y:метка, числа " + between(c.Min, c.Max) + ", метка " + strings.Join(values, " или ")
}

// tidyPoints is a list as a person may type it: spaces and lines between the points, a
// decimal comma.
func tidyPoints(text string) string {
	text = strings.NewReplacer("\u2212", "-", ",", ".", " ", "", "\t", "", "\r", "", "\n", ";").Replace(text)
	for strings.Contains(text, ";;") {
		text = strings.ReplaceAll(text, ";;", ";")
	}
	return strings.Trim(text, ";")
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}
