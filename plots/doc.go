// Package plots is the ink of the book: plain numbers in, one vocabulary of
// figures out. It knows lines, bands, points, bars, strips, arrows, rules, level lines,
// tinted maps, heat maps and small grey pictures, and nothing of what they mean.
//
// Axes are laid out by gonum.org/v1/plot; the marks are drawn through a vg.Canvas
// of this package. That canvas writes SVG with classes only: a style sheet
// (static/css/figure.css, or StandaloneCSS for a file that travels alone) gives the
// classes their colours, so one file serves the light page, the dark page and a
// Content-Security-Policy without inline styles. The same layers drawn
// through vgimg are the PNG.
//
// Lengths are units of the viewBox, a unit being a point in the sense of vg. A figure
// is 400 units wide, text is 12.5 of them: on a telephone of 360 pixels the text is
// still ten pixels high.
//
// The package sets no global of gonum/plot: fonts and the text handler are given to
// every plot.
package plots
