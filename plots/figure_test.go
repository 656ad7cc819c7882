package plots

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// Data that cannot be drawn are refused, and the message says where.
func TestRefusals(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	one, two := []float64{1}, []float64{1, 2}
	for _, c := range []struct {
		ax     Axes
		layers []Layer
		want   string
	}{
		{Axes{}, nil, "without layers"},
		{Axes{}, []Layer{Line{Name: "к"}}, `line "к" is empty`},
		{Axes{}, []Layer{Line{X: two, Y: one}}, "columns of 2 and 1"},
		{Axes{}, []Layer{Line{X: two, Y: []float64{1, nan}}}, "number 1 is NaN"},
		{Axes{}, []Layer{Band{X: one, Lo: one, Hi: []float64{inf}}}, "number 0 is +Inf"},
		{Axes{}, []Layer{Spaghetti{X: one}}, "is empty"},
		{Axes{}, []Layer{Spaghetti{X: one, Ys: [][]float64{two}}}, "columns of 1 and 2"},
		{Axes{}, []Layer{Points{X: one, Y: one, Bars: two}}, "columns of 1 and 2"},
		{Axes{}, []Layer{Histogram{Edges: two, Heights: two}}, "2 edges for 2 bars"},
		{Axes{}, []Layer{Histogram{Edges: []float64{1, 1}, Heights: one}}, "not a bar"},
		{Axes{}, []Layer{Histogram{Edges: []float64{1, inf}, Heights: one}}, "Inf"},
		{Axes{}, []Layer{Bars{X: one, Y: []float64{nan}}}, "NaN"},
		{Axes{}, []Layer{Stack{X: one}}, "is empty"},
		{Axes{}, []Layer{Stack{X: one, Parts: []Part{{Y: []float64{-1}}}}}, "negative"},
		{Axes{}, []Layer{Stack{X: one, Parts: []Part{{Y: one}}, Current: 1}}, "current bar 1 of 1"},
		{Axes{}, []Layer{Arrow{X1: nan}}, "NaN"},
		{Axes{}, []Layer{Segments{}}, "is empty"},
		{Axes{}, []Layer{Mark{Name: "θ", X: nan}}, `mark "θ"`},
		{Axes{}, []Layer{Level{Y: inf}}, "level"},
		{Axes{}, []Layer{Mark{X: 1}}, "axis without a range"},
		{Axes{LogY: true}, []Layer{Line{X: two, Y: []float64{0, -1}}}, "axis without a range"},
		{Axes{}, []Layer{Heat{}}, "is empty"},
		{Axes{}, []Layer{Heat{Values: [][]float64{two, one}}}, "columns of 2 and 1"},
		{Axes{}, []Layer{Heat{Values: [][]float64{one}, RowNames: []string{"а", "б"}}}, "names do not match"},
		{Axes{}, []Layer{Heat{Values: [][]float64{one}}, Mark{X: 1}}, "stand alone"},
		{Axes{}, []Layer{Tagged{"x", Heat{Values: [][]float64{one}}}}, "need no tag"},
		{Axes{}, []Layer{Images{}}, "is empty"},
		{Axes{}, []Layer{Images{Cols: 2, Max: 1, Rows: []ImageRow{{Pictures: [][]float64{one}}}}}, "a picture of 1 pixels"},
	} {
		_, err := New(c.ax, c.layers...)
		if err == nil || !strings.HasPrefix(err.Error(), "plots: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%#v: %v, want %q", c.layers, err, c.want)
		}
	}
}

// attr reads a number from the root of an SVG.
func attr(t *testing.T, svg, name string) float64 {
	t.Helper()
	m := regexp.MustCompile(` data-` + name + `="([^"]*)"`).FindStringSubmatch(svg)
	if m == nil {
		t.Fatalf("no data-%s", name)
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A script maps data to the picture by the attributes of the root: the mark must be there.
func TestMapping(t *testing.T) {
	for _, c := range []struct {
		ax   Axes
		x, y float64
	}{
		{Axes{X: "x", Y: "y", XMin: -2, XMax: 3, YMin: 1, YMax: 7}, 0.3, 5.5},
		{Axes{LogX: true, XMin: 1, XMax: 1e4, YMin: -1, YMax: 1}, 31, 0.25},
		{Axes{LogX: true, LogY: true, XMin: 1, XMax: 100, YMin: 1e-6, YMax: 1}, 3, 2e-4},
		{Axes{Equal: true, XMin: -2, XMax: 3, YMin: 1, YMax: 7, Size: Square}, -1.5, 2.5},
	} {
		f, err := New(c.ax, Points{X: []float64{c.x}, Y: []float64{c.y}})
		if err != nil {
			t.Fatal(err)
		}
		svg := string(f.SVG("a", "t", "d"))
		part := func(v float64, axis string, log bool) float64 {
			lo, hi := attr(t, svg, axis+"0"), attr(t, svg, axis+"1")
			if log != strings.Contains(svg, "data-log"+axis+`="1"`) {
				t.Errorf("data-log%s does not agree with %v", axis, log)
			}
			if log {
				return math.Log(v/lo) / math.Log(hi/lo)
			}
			return (v - lo) / (hi - lo)
		}
		wantX := attr(t, svg, "px") + attr(t, svg, "pw")*part(c.x, "x", c.ax.LogX)
		wantY := attr(t, svg, "py") + attr(t, svg, "ph")*(1-part(c.y, "y", c.ax.LogY))
		m := regexp.MustCompile(`<path class="s-c1 w-60" d="m([\d.]+) ([\d.]+)h0"/>`).FindStringSubmatch(svg)
		if m == nil {
			t.Fatal("no disc")
		}
		x, _ := strconv.ParseFloat(m[1], 64)
		y, _ := strconv.ParseFloat(m[2], 64)
		if math.Abs(x-wantX) > 0.06 || math.Abs(y-wantY) > 0.06 {
			t.Errorf("disc at %v, %v; the map says %v, %v", x, y, wantX, wantY)
		}
	}
}

// On equal axes a circle is a circle.
func TestEqual(t *testing.T) {
	for _, size := range []Size{Wide, Short, Tall, Square} {
		f, err := New(Axes{Equal: true, X: "x₁", Y: "x₂", Size: size}, Line{X: []float64{-900, 20}, Y: []float64{0.1, 4}})
		if err != nil {
			t.Fatal(err)
		}
		l := f.layout()
		ux, uy := (l.x.hi-l.x.lo)/float64(l.rect.Size().X), (l.y.hi-l.y.lo)/float64(l.rect.Size().Y)
		if math.Abs(ux/uy-1) > 1e-6 {
			t.Errorf("size %v: a unit is %v across and %v up", size, 1/ux, 1/uy)
		}
		if l.x.lo > -900 || l.x.hi < 20 || l.y.lo > 0.1 || l.y.hi < 4 {
			t.Errorf("size %v: data outside %+v %+v", size, l.x, l.y)
		}
	}
}

// A polynomial of degree 15 runs away between the points; the picture keeps to its rectangle.
func TestRunaway(t *testing.T) {
	f, err := New(Axes{XMin: -1, XMax: 1, YMin: -2, YMax: 2},
		Line{X: []float64{-1, 0, 1}, Y: []float64{-1e308, 0, 1e308}},
		Arrow{X1: 50, Y1: 50}, Level{Y: 77}, Label{X: 9, Y: 9, Text: "далеко"})
	if err != nil {
		t.Fatal(err)
	}
	svg := string(f.SVG("a", "t", "d"))
	if strings.Contains(svg, "далеко") {
		t.Error("a label outside the plot is written")
	}
	r := f.layout().rect
	f.paint(&bounded{t: t, rect: r, svgCanvas: newSVG(230)}, f.layout())
}

// bounded checks that strokes and fills of the marks stay inside.
type bounded struct {
	*svgCanvas
	t    *testing.T
	rect vg.Rectangle
}

func (b *bounded) Stroke(p vg.Path) { b.check(p) }
func (b *bounded) Fill(p vg.Path)   { b.check(p) }

func (b *bounded) check(p vg.Path) {
	b.t.Helper()
	for _, c := range p {
		if k := b.pen.shade.ink; k != C1 && k != Text {
			continue // axes and grid
		}
		if c.Type == vg.CloseComp {
			continue // has no place
		}
		if c.Pos.X < b.rect.Min.X-1 || c.Pos.X > b.rect.Max.X+1 || c.Pos.Y < b.rect.Min.Y-1 || c.Pos.Y > b.rect.Max.Y+1 {
			b.t.Errorf("a stroke to %v outside %v", c.Pos, b.rect)
		}
	}
}

// The raster of a large matrix lies exactly on the plot rectangle and may be stretched to it.
func TestRasterOnAxes(t *testing.T) {
	svg := string(drawn(t, "heat64"))
	m := regexp.MustCompile(`<image class="raster" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" preserveAspectRatio="none" href="data:image/png;base64,`).FindStringSubmatch(svg)
	if m == nil {
		t.Fatal("no raster")
	}
	for i, name := range []string{"px", "py", "pw", "ph"} {
		v, _ := strconv.ParseFloat(m[i+1], 64)
		if math.Abs(v-attr(t, svg, name)) > 0.051 {
			t.Errorf("%s: the raster has %v, the axes %v", name, v, attr(t, svg, name))
		}
	}
	if y0, y1 := attr(t, svg, "y0"), attr(t, svg, "y1"); y0 != 64 || y1 != 0 {
		t.Errorf("rows run from %v at the bottom to %v at the top", y0, y1)
	}
}

// Words of the legend stay on the figure, one beside the other.
func TestLegend(t *testing.T) {
	var layers []Layer
	for i := range 12 {
		layers = append(layers, Line{Name: fmt.Sprintf("кривая с длинным именем %d", i), X: []float64{0, 1}, Y: []float64{0, 1}, Ink: SeriesInk(i), Dash: SeriesDash(i)})
	}
	f, err := New(Axes{Y: "y", Size: Tall}, layers...)
	if err != nil {
		t.Fatal(err)
	}
	l := f.layout()
	if l.legend.width > l.width || len(l.legend.rows) < 5 {
		t.Errorf("%d rows, %v wide on %v", len(l.legend.rows), l.legend.width, l.width)
	}
	if low := l.height - rowHeight*vg.Length(len(l.legend.rows)); l.rect.Max.Y > low {
		t.Errorf("the plot reaches %v into the legend at %v", l.rect.Max.Y, low)
	}
	if svg := string(drawn(t, "plain")); strings.Contains(svg, "одна") {
		t.Error("one name needs no legend")
	}
}

// Whatever a reader's table has in its header stays text.
func TestEscape(t *testing.T) {
	f, err := New(Axes{X: "<script>\x00&", Y: `"y"`}, Tagged{`a"b`, Line{X: []float64{0, 1}, Y: []float64{0, 1}}})
	if err != nil {
		t.Fatal(err)
	}
	svg := string(f.SVG(`i"d`, "<b>", "&"))
	for _, bad := range []string{"<script", "\x00", "<b>", `a"b`, `i"d`} {
		if strings.Contains(svg, bad) {
			t.Errorf("contains %q", bad)
		}
	}
}

// Labels of rules do not lie on one another.
func TestLabelsApart(t *testing.T) {
	x := []float64{0, 10}
	f, err := New(Axes{}, Line{X: x, Y: x}, Mark{Name: "первая", X: 5}, Mark{Name: "вторая", X: 5.2}, Mark{Name: "третья", X: 5.1}, Mark{Name: "у края", X: 9.9})
	if err != nil {
		t.Fatal(err)
	}
	l := f.layout()
	p := &pen{surface: newSVG(l.height), x: l.x, y: l.y}
	p.area.Rectangle = l.rect
	for _, layer := range f.layers {
		if m, ok := layer.(Mark); ok {
			m.note(p)
		}
	}
	for i, a := range p.taken {
		if a.Max.X > l.rect.Max.X+bleed {
			t.Errorf("label %d leaves the plot", i)
		}
		for _, b := range p.taken[:i] {
			if a.Min.X < b.Max.X && b.Min.X < a.Max.X && a.Min.Y < b.Max.Y && b.Min.Y < a.Max.Y {
				t.Errorf("label %d lies on another", i)
			}
		}
	}
}
