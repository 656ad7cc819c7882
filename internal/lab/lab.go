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
}

// Grip is a place on a figure that a reader takes hold of to change a parameter.
type Grip struct {
	Param string  // the parameter that it moves
	Label string  // Russian, for a screen reader
	Along string  // "x": the parameter is the abscissa; "angle": the direction, in degrees, seen from (CX, CY)
	Also  string  // another parameter that the grip sets with it: "estimator=var_c"
	X, Y  float64 // where it stands, in axis units
	CX    float64 // centre of an angle, in axis units
	CY    float64
}

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

// Num is a number in a result; what is not finite is null in JSON.
type Num float64

// MarshalJSON writes the shortest decimal that gives the number back, or null.
func (n Num) MarshalJSON() ([]byte, error) {
	if f := float64(n); math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n) + 0)
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
	Grow               string
	Heads              [2]string
}

// FigureInfo names a figure.
type FigureInfo struct{ ID, Title string }

// Value is a parameter's value in a state, with the range it has there.
type Value struct {
	Name   string
	Text   string // canonical
	JSON   string
	Min    float64
	Max    float64
	Hidden bool // the parameter changes nothing in this state
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
