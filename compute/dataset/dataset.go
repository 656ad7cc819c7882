// Package dataset reads labelled tables of numbers: the rows are examples, the columns features, the last column the class.
//
// It turns the text of a CSV file into the design matrix X (m×n) of Goodfellow, Bengio, Courville,
// Deep Learning, §5.1, and the classes of its rows into small integers.
package dataset

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"gonum.org/v1/gonum/mat"
)

// Reasons why a table cannot be read; Parse wraps them in an *Error.
var (
	ErrHeader = errors.New("the header needs at least two columns with different names")
	ErrNumber = errors.New("not a number")
	ErrFinite = errors.New("not a finite number")
	ErrClass  = errors.New("the class is empty")
	ErrNoRows = errors.New("no rows after the header")
)

// Error says where a table is wrong.
type Error struct {
	Table  string // name given to Parse
	Line   int    // line of the text, from 1
	Column int    // number of the field in its line, from 1; 0 when the whole line or file is meant
	Err    error  // the reason: one of this package's, or one of encoding/csv
}

// Error names the table, the line and, if there is one, the column.
func (e *Error) Error() string {
	if e.Column == 0 {
		return fmt.Sprintf("dataset: %s: line %d: %v", e.Table, e.Line, e.Err)
	}
	return fmt.Sprintf("dataset: %s: line %d, column %d: %v", e.Table, e.Line, e.Column, e.Err)
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// Table is a design matrix with the class of every row. It must not be changed once it is shared.
type Table struct {
	Name    string
	Columns []string   // n names of the features
	X       *mat.Dense // m×n, units as in the file
	Target  string     // name of the class column
	Labels  []int      // m indices into Classes
	Classes []string   // in the order in which they first appear
}

// Targets reads the classes as numbers: the target of a regression, m by row. The error
// names the first class that is none and wraps ErrNumber or ErrFinite.
func (t *Table) Targets() ([]float64, error) {
	values := make([]float64, len(t.Classes))
	for c, text := range t.Classes {
		v, err := strconv.ParseFloat(text, 64)
		switch {
		case err != nil && !errors.Is(err, strconv.ErrRange):
			err = ErrNumber
		case math.IsNaN(v) || math.IsInf(v, 0):
			err = ErrFinite
		}
		if err != nil {
			return nil, fmt.Errorf("dataset: %s: %s %q: %w", t.Name, t.Target, text, err)
		}
		values[c] = v
	}
	out := make([]float64, len(t.Labels))
	for i, c := range t.Labels {
		out[i] = values[c]
	}
	return out, nil
}

// Parse reads a table in CSV (RFC 4180): one header line, then rows of n ≥ 1 finite decimal numbers and a
// class, a word or an integer. The name is only used in the table and in errors.
//
// Text that is not such a table gives an *Error with the line and the column; a failing reader gives its
// own error.
func Parse(name string, r io.Reader) (*Table, error) {
	rows := csv.NewReader(r)
	rows.ReuseRecord = true
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil, &Error{Table: name, Line: 1, Err: ErrHeader}
	}
	if err != nil {
		return nil, located(name, err)
	}
	b, err := begin(name, header)
	if err != nil {
		return nil, err
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return b.table()
		}
		if err != nil {
			return nil, located(name, err)
		}
		if column, err := b.add(row); err != nil {
			line, _ := rows.FieldPos(column)
			return nil, &Error{Table: name, Line: line, Column: column + 1, Err: err}
		}
	}
}

// located gives an error of encoding/csv the place that it carries. Its column counts bytes, not fields,
// so it is left out.
func located(name string, err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &Error{Table: name, Line: p.Line, Err: p.Err}
	}
	return fmt.Errorf("dataset: %s: %w", name, err)
}

// builder collects the rows of a table whose header has been read.
type builder struct {
	Table
	data   []float64      // the rows of X so far
	labels map[string]int // class → index into Classes
}

func begin(name string, header []string) (*builder, error) {
	seen := make(map[string]bool, len(header))
	for j, h := range header {
		if h == "" || seen[h] {
			return nil, &Error{Table: name, Line: 1, Column: j + 1, Err: ErrHeader}
		}
		seen[h] = true
	}
	n := len(header) - 1
	if n < 1 {
		return nil, &Error{Table: name, Line: 1, Err: ErrHeader}
	}
	return &builder{
		Table:  Table{Name: name, Columns: append([]string(nil), header[:n]...), Target: header[n]},
		labels: make(map[string]int),
	}, nil
}

// add appends a row of n numbers and a class. On an error it returns the index of the field.
func (b *builder) add(row []string) (column int, err error) {
	n := len(b.Columns)
	for j, field := range row[:n] {
		v, err := strconv.ParseFloat(field, 64)
		// A number too large for float64 is a number, but not a finite one.
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return j, fmt.Errorf("%q: %w", field, ErrNumber)
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return j, fmt.Errorf("%q: %w", field, ErrFinite)
		}
		b.data = append(b.data, v)
	}
	class := row[n]
	if class == "" {
		return n, ErrClass
	}
	label, ok := b.labels[class]
	if !ok {
		label = len(b.Classes)
		b.labels[class] = label
		b.Classes = append(b.Classes, class)
	}
	b.Labels = append(b.Labels, label)
	return 0, nil
}

func (b *builder) table() (*Table, error) {
	if len(b.Labels) == 0 {
		return nil, &Error{Table: b.Name, Line: 2, Err: ErrNoRows}
	}
	t := b.Table
	t.X = mat.NewDense(len(t.Labels), len(t.Columns), b.data)
	return &t, nil
}
