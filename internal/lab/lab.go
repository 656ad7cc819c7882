// Package lab is the contract between a section of the book and the server: a lab
// is declared once, as parameters with ranges, a pure computation and figures, and
// from the declaration come the form, the validation, the permalink, the API and
// its schema.
package lab

import (
	"context"
	"encoding/json"
	"math"

	"konspekt/compute/dataset"
	"konspekt/internal/russian"
	"konspekt/plots"
)

// Lab ties parameters P to a result R. P is comparable and, the seed and the name
// of the data included, determines R: equal parameters give equal bytes.
type Lab[P comparable, R any] struct {
	ID, Section, Title string // "pca", "2.8", «Метод главных компонент»
	Default            P      // what the page shows first
	Fields             []Field[P]
	Presets            []Preset
	Compute            func(context.Context, P, Tables) (R, error)
	Figures            []Figure[P, R]
	Beside             func(P) string      // the figure that stands open beside the main one; nil: the second
	Grow               string              // the parameter by which «Заново» lets the experiment grow from little to what it is
	Walk               string              // the whole number that is walked step by step, by buttons under the main figure; empty: none
	Still              string              // what the walk says at its least value: «весь граф»; empty: the number
	Heads              [2]string           // over the values and what they are compared with; empty: «Опыт», «Теория»
	Numbers            func(P, R) []Number // the table beside the figure, most important first
	Summary            func(P, R) string   // a sentence that a screen reader hears after a change
	Source             []string            // what «Как это посчитано» shows: "compute/pca/pca.go#Fit"
}

// Tables finds the data set with the given name.
type Tables interface {
	Table(name string) (*dataset.Table, error)
}

// Preset is a prepared state with a sentence about what is to be seen there.
type Preset struct {
	Name  string
	Query string // as in an address: "data=wine&k=2"
	Text  string
	Break bool // the preset that breaks something
}

// Figure is one picture of a result. Draw translates, it computes nothing.
type Figure[P, R any] struct {
	ID, Title string // ID matches [a-z][a-z0-9-]*
	When      func(P) bool
	Draw      func(P, R) (*plots.Figure, error)
	Describe  func(P, R) string // one or two Russian sentences with numbers
	Table     func(P, R) Table
	Grips     func(P, R) []Grip
	Edit      func(P, R) Edit
	Sum       func(P, R) Sum
}

// Grip is a place on a figure that a reader takes hold of to change a parameter, or with
// Sets several.
type Grip struct {
	Param string  // the parameter that it moves; with Sets, empty
	Label string  // Russian, for a screen reader
	Along string  // "x": the parameter is the abscissa; "angle": the direction, in degrees, seen from (CX, CY); empty: see Sets
	Sets  []Set   // what a grip that moves in the plane does
	Also  string  // another parameter that the grip sets with it: "estimator=var_c"
	X, Y  float64 // where it stands, in axis units
	CX    float64 // centre of an angle, in axis units
	CY    float64
}

// Set makes a parameter follow a grip: where the grip is at (x, y), in axis units, the
// parameter is X·x + Y·y + C, held within its range and rounded to its step.
type Set struct {
	Param string  `json:"param"`
	Item  int     `json:"item,omitempty"` // of a list: which number, from 1
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	C     float64 `json:"c"`
}

// Edit lets the reader add, drag and remove the points of a figure.
type Edit struct {
	Param  string   // a parameter of kind points
	Points string   // the points in the picture, as the parameter would have them
	Marked []string // what a screen reader hears of each beside its place: «опорная»; may be nil
}

// Sum is a sum printed term by term under a figure. A term and the marks of the figure
// with its tag (plots.Tagged) light up together.
type Sum struct {
	Lead  string // TeX, before the terms: "\\ell ="
	Terms []Term
	Tail  string // after them: «= −61,3», «… и ещё 160»
	Rows  int    // lines of text kept for it, so that nothing below moves as terms come and go; zero: as many as it takes
}

// Term is one term of a sum.
type Term struct{ Tag, Text string }

// Table is a figure's data as rows: for the table view and for CSV.
type Table struct {
	Columns []Column
}

// Column is one column of a table; either Values or Texts is set.
type Column struct {
	Name   string // in CSV: latin, lower case
	Label  string // in the table view: Russian
	Values []float64
	Texts  []string
}

// Number is a key result with what theory says of it.
type Number struct {
	Symbol string // TeX, may be empty
	Label  string
	Text   string // «−0,1013 ± 0,0024»
	Theory string // «−0,1»; empty where there is none
}

// Simulated is a key result of a simulation: the value with its standard error, beside
// what theory says. Without a theory that is NaN.
func Simulated(label string, v, se, theory Num) Number {
	n := Number{Label: label, Text: russian.WithError(float64(v), float64(se))}
	if f := float64(theory); !math.IsNaN(f) {
		n.Theory = theory.Text(4)
	}
	return n
}

// Num is a number in a result; what is not finite is null in JSON.
type Num float64

// MarshalJSON writes the shortest decimal that gives the number back, or null.
func (n Num) MarshalJSON() ([]byte, error) {
	if f := float64(n); math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n) + 0)
}

// Text is the number in Russian, rounded to so many significant digits; an em dash
// where there is none.
func (n Num) Text(significant int) string {
	return russian.Number(float64(n), significant)
}

// Nums converts a slice to numbers that JSON can hold.
func Nums(x []float64) []Num {
	out := make([]Num, len(x))
	for i, v := range x {
		out[i] = Num(v)
	}
	return out
}

// Experiment is a lab as the server sees it, whatever its parameters are.
type Experiment interface {
	Info() Info
	// Parse reads a query over the defaults. The error is Problems, all of them; the
	// state returned beside it holds what could be read.
	Parse(query Query) (State, error)
	Run(ctx context.Context, s State, tables Tables) (*Answer, error)
}

// Info is what a declaration says without being run.
type Info struct {
	ID, Section, Title string
	Controls           []Control
	Defaults           []Value
	Presets            []Preset
	Figures            []FigureInfo
	Source             []string
	Grow, Walk, Still  string
	Heads              [2]string
}

// FigureInfo names a figure.
type FigureInfo struct {
	ID, Title string
	Shown     bool // the default state has it
}

// Value is a parameter's value in a state, with the range it has there.
type Value struct {
	Name   string
	Text   string // canonical
	JSON   string
	Min    float64
	Max    float64
	Hidden bool  // the parameter changes nothing in this state
	Among  Among // of a choice: what the other parameters leave of it; without values: all
}

// State is a point in a lab's parameter space.
type State struct {
	Lab    string
	Query  string // canonical: what differs from the defaults, in declared order
	Values []Value
	Only   []string // the figures wanted, by id; empty: all
	params any      // the lab's P
}

// Section is a section of the book: its text is content/<Slug>.md.
type Section struct {
	Number, Slug string
	Labs         []Experiment
}

// URL is the address of the section's page.
func (s Section) URL() string { return "/" + s.Number }
