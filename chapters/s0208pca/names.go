package s0208pca

import (
	"fmt"
	"strings"

	"konspekt/compute/dataset"
)

// features are the columns of the data sets in Russian.
var features = map[string]string{
	"x1": "x₁", "x2": "x₂",
	"sepal_length_cm": "длина чашелистика, см", "sepal_width_cm": "ширина чашелистика, см",
	"petal_length_cm": "длина лепестка, см", "petal_width_cm": "ширина лепестка, см",
	"alcohol": "спирт", "malic_acid": "яблочная кислота", "ash": "зола", "alcalinity_of_ash": "щёлочность золы",
	"magnesium": "магний", "total_phenols": "фенолы", "flavanoids": "флавоноиды",
	"nonflavanoid_phenols": "нефлавоноидные фенолы", "proanthocyanins": "проантоцианидины",
	"color_intensity": "интенсивность цвета", "hue": "оттенок", "od280_od315_of_diluted_wines": "OD280/OD315", "proline": "пролин",
}

// classes are the classes of the data sets in Russian; digits are their own names.
var classes = map[string][]string{
	"iris": {"щетинистый", "разноцветный", "виргинский"},
	"wine": {"сорт 1", "сорт 2", "сорт 3"},
}

// feature names a column for a reader.
func feature(column string) string {
	if name, ok := features[column]; ok {
		return name
	}
	var row, col int
	if _, err := fmt.Sscanf(column, "pixel_%d_%d", &row, &col); err == nil {
		return fmt.Sprintf("пиксель %d, %d", row+1, col+1)
	}
	return column
}

// short names a column for the edge of a matrix.
func short(column string) string {
	name, _, _ := strings.Cut(feature(column), ",")
	return name
}

// class names class i of a table for a reader.
func class(t *dataset.Table, i int) string {
	if names, ok := classes[t.Name]; ok {
		return names[i]
	}
	return t.Classes[i]
}
