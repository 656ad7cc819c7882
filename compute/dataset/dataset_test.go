package dataset_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"gonum.org/v1/gonum/mat"

	"konspekt/compute/dataset"
)

func ExampleParse() {
	t, err := dataset.Parse("cats", strings.NewReader("mass_kg,tail_cm,colour\n4.5,30,black\n3,26,red\n5,28,black\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.Columns, t.Target, t.Classes, t.Labels)
	fmt.Println(mat.Formatted(t.X))
	// Output:
	// [mass_kg tail_cm] colour [black red] [0 1 0]
	// ⎡4.5   30⎤
	// ⎢  3   26⎥
	// ⎣  5   28⎦
}

func ExampleError() {
	_, err := dataset.Parse("cats", strings.NewReader("mass_kg,tail_cm,colour\n4.5,long,black\n"))
	fmt.Println(err)
	// Output: dataset: cats: line 2, column 2: "long": not a number
}

// The sizes, classes, sums and corner entries of the three sets are those of scikit-learn's descriptions.
func TestParseBookTables(t *testing.T) {
	tests := []struct {
		name          string
		columns       int
		target        string
		classes       []string
		counts        []int
		first, corner float64 // X[0,0] and the last entry of X
	}{
		{"iris", 4, "species", []string{"setosa", "versicolor", "virginica"}, []int{50, 50, 50}, 5.1, 1.8},
		{"wine", 13, "class", []string{"0", "1", "2"}, []int{59, 71, 48}, 14.23, 560},
		{"digits", 64, "label", strings.Split("0123456789", ""),
			[]int{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, 0, 0},
	}
	for _, tt := range tests {
		f, err := os.Open("../../content/data/" + tt.name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		table, err := dataset.Parse(tt.name, f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		counts := make([]int, len(table.Classes))
		for _, label := range table.Labels {
			counts[label]++
		}
		m, n := table.X.Dims()
		if m != len(table.Labels) || n != tt.columns || len(table.Columns) != n || table.Target != tt.target {
			t.Errorf("%s: X is %d×%d with %d names, %d labels, target %q", tt.name, m, n, len(table.Columns), len(table.Labels), table.Target)
		}
		if fmt.Sprint(table.Classes, counts) != fmt.Sprint(tt.classes, tt.counts) {
			t.Errorf("%s: classes %v, %v rows; want %v, %v", tt.name, table.Classes, counts, tt.classes, tt.counts)
		}
		if table.X.At(0, 0) != tt.first || table.X.At(m-1, n-1) != tt.corner {
			t.Errorf("%s: corners %v, %v; want %v, %v", tt.name, table.X.At(0, 0), table.X.At(m-1, n-1), tt.first, tt.corner)
		}
	}
}

// Every refusal names its line, its field and a reason that a caller can test.
func TestParseErrors(t *testing.T) {
	tests := []struct {
		name, text   string
		line, column int
		reason       error
	}{
		{"empty", "", 1, 0, dataset.ErrHeader},
		{"one column", "a\n1\n", 1, 0, dataset.ErrHeader},
		{"unnamed column", "a,,y\n1,2,0\n", 1, 2, dataset.ErrHeader},
		{"column named twice", "a,a,y\n1,2,0\n", 1, 2, dataset.ErrHeader},
		{"header only", "a,y\n", 2, 0, dataset.ErrNoRows},
		{"word", "a,b,y\n1,2,0\n3,four,1\n", 3, 2, dataset.ErrNumber},
		{"blank", "a,b,y\n,2,0\n", 2, 1, dataset.ErrNumber},
		{"decimal comma in quotes", "a,y\n\"1,5\",0\n", 2, 1, dataset.ErrNumber},
		{"NaN", "a,y\nNaN,0\n", 2, 1, dataset.ErrFinite},
		{"infinity", "a,y\n1,0\n-inf,0\n", 3, 1, dataset.ErrFinite},
		{"overflow", "a,y\n1e999,0\n", 2, 1, dataset.ErrFinite},
		{"no class", "a,y\n1,\n", 2, 2, dataset.ErrClass},
		{"short row", "a,b,y\n1,2,0\n1,0\n", 3, 0, csv.ErrFieldCount},
		{"stray quote", "a,y\n1\",0\n", 2, 0, csv.ErrBareQuote},
		{"after a quoted line break", "a,y\n1,\"x\nz\"\nbad,0\n", 4, 1, dataset.ErrNumber},
	}
	for _, tt := range tests {
		_, err := dataset.Parse("t", strings.NewReader(tt.text))
		var e *dataset.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: error %v, want a *dataset.Error", tt.name, err)
			continue
		}
		if e.Line != tt.line || e.Column != tt.column || !errors.Is(err, tt.reason) {
			t.Errorf("%s: %v; want line %d, column %d, %v", tt.name, err, tt.line, tt.column, tt.reason)
		}
	}
}

// A reader that fails is not mistaken for a bad table.
func TestParseReaderError(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := dataset.Parse("t", iotest.ErrReader(broken))
	var e *dataset.Error
	if !errors.Is(err, broken) || errors.As(err, &e) {
		t.Errorf("error %v, want one that wraps %v and is no *dataset.Error", err, broken)
	}
}

// The last column as numbers, by row; words and what is not finite are errors.
func TestTargets(t *testing.T) {
	table, err := dataset.Parse("t", strings.NewReader("a,y\n1,2.5\n2,-1\n3,2.5\n"))
	if err != nil {
		t.Fatal(err)
	}
	if y, err := table.Targets(); err != nil || !slices.Equal(y, []float64{2.5, -1, 2.5}) {
		t.Errorf("targets %v, %v", y, err)
	}
	for text, want := range map[string]error{"red": dataset.ErrNumber, "NaN": dataset.ErrFinite, "1e999": dataset.ErrFinite} {
		table, err := dataset.Parse("t", strings.NewReader("a,y\n1,2\n2,"+text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := table.Targets(); !errors.Is(err, want) {
			t.Errorf("%s: error %v, want %v", text, err, want)
		}
	}
}
