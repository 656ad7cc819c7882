package plots_test

import (
	"fmt"
	"strings"

	"konspekt/plots"
)

func ExampleNew() {
	f, err := plots.New(
		plots.Axes{X: "число примеров m", Y: "смещение", LogX: true},
		plots.Level{Y: 0, Ink: plots.Muted},
		plots.Line{Name: "теория", X: []float64{2, 10, 100}, Y: []float64{-0.5, -0.1, -0.01}},
		plots.Mark{Name: "m = 10", X: 10, Ink: plots.Accent},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	svg := string(f.SVG("bias", "Смещение", "Смещение стремится к нулю."))
	fmt.Println(strings.HasPrefix(svg, `<svg class="fig" viewBox="0 0 400 230" role="img" aria-labelledby="bias-t bias-d"`))
	// Output: true
}

func ExampleDecimal() {
	fmt.Println(plots.Decimal(-0.0625, 3), plots.Decimal(20000, 0))
	// Output: −0,062 20 000
}
