package lab

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"sync"

	"konspekt/compute/dataset"
	"konspekt/internal/russian"
)

// Rows is the count of rows of the table.
func (t Table) Rows() int {
	if len(t.Columns) == 0 {
		return 0
	}
	return max(len(t.Columns[0].Values), len(t.Columns[0].Texts))
}

// CSV writes the table with a header, commas and decimal points; a value that is
// not finite is an empty cell.
func (t Table) CSV() []byte {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	row := make([]string, len(t.Columns))
	for j, c := range t.Columns {
		row[j] = c.Name
	}
	w.Write(row) // a bytes.Buffer does not fail
	for i := range t.Rows() {
		for j, c := range t.Columns {
			row[j] = c.cell(i, func(v float64) string {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					return ""
				}
				return strconv.FormatFloat(v+0, 'g', -1, 64)
			})
		}
		w.Write(row)
	}
	w.Flush()
	return buf.Bytes()
}

// Cell is a cell of the table view, in Russian typography.
func (c Column) Cell(i int) string {
	return c.cell(i, func(v float64) string { return russian.Number(v, 5) })
}

func (c Column) cell(i int, format func(float64) string) string {
	if c.Texts != nil {
		return c.Texts[i]
	}
	return format(c.Values[i])
}

// Presets serves the data sets of a folder, NAME.csv each, read at first use.
func Presets(fsys fs.FS) Tables {
	return &presets{fsys: fsys, read: map[string]*dataset.Table{}}
}

type presets struct {
	fsys fs.FS
	mu   sync.Mutex
	read map[string]*dataset.Table
}

// Table parses the data set once; its callers must not change it.
func (p *presets) Table(name string) (*dataset.Table, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, ok := p.read[name]; ok {
		return t, nil
	}
	f, err := p.fsys.Open(name + ".csv")
	if err != nil {
		return nil, fmt.Errorf("lab: data set %q: %w", name, err)
	}
	defer f.Close()
	t, err := dataset.Parse(name, f)
	if err != nil {
		return nil, err
	}
	p.read[name] = t
	return t, nil
}
