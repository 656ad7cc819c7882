package browser

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
)

// frame is the time between two movements of a mouse.
const frame = time.Second / 60

// sweep is a drag through states that the server has not computed before.
type sweep struct {
	name  string
	start func(i int) string   // the page to open, with data of its own for each sweep
	path  func(b *tab) []point // where the mouse goes; each point is another state
}

// steps is how many movements a drag has, one a frame of the screen: two seconds.
const steps = 120

// BenchmarkDrag reports how many pictures a second a drag shows: frames of the
// browser with a new main figure, from the first movement to the last picture.
func BenchmarkDrag(b *testing.B) {
	slider := func(name string, from, to float64) func(*tab) []point {
		return func(tb *tab) []point {
			left := js[point](tb, fmt.Sprintf(`(e => { e.scrollIntoView({ block: 'center', behavior: 'instant' }); const r = e.getBoundingClientRect(); return { x: r.left + 8, y: r.top + r.height / 2 }; })(document.querySelector('input[data-for=%q]'))`, name))
			width := js[float64](tb, fmt.Sprintf(`document.querySelector('input[data-for=%q]').getBoundingClientRect().width - 16`, name))
			return between(point{left.X + from*width, left.Y}, point{left.X + to*width, left.Y}, steps)
		}
	}
	seeded := func(format string) func(int) string {
		return func(i int) string { return fmt.Sprintf(format, 1000+i) }
	}
	for _, s := range []sweep{
		{name: "bias-m", start: seeded("/2.2?seed=%d"), path: slider("m", 0.1, 0.9)},
		{name: "bias-c", start: seeded("/2.2?estimator=var_c&seed=%d"), path: slider("c", 0.5, 0.95)},
		{name: "tradeoff-degree", start: seeded("/2.4?seed=%d"), path: func(tb *tab) []point {
			y := js[float64](tb, `Number(document.querySelector('[data-figure="ucurve"] .grip').dataset.y)`)
			there := between(tb.on("ucurve", 0, y), tb.on("ucurve", 15, y), steps/4) // 16 states each way
			return append(there, between(tb.on("ucurve", 15, y), tb.on("ucurve", 0, y), steps/4)...)
		}},
		{name: "tradeoff-noise", start: seeded("/2.4?seed=%d"), path: slider("noise", 0.1, 0.9)},
		{name: "pca-direction", start: seeded("/2.8?seed=%d"), path: func(tb *tab) []point { return tb.towards(2, 0, 120, steps) }},
		{name: "pca-k-digits", start: func(i int) string { return fmt.Sprintf("/2.8?data=digits&k=%d&direction=%d", 2+i%60, 1+i%170) },
			path: slider("k", 0.05, 0.95)},
		{name: "estimator-m", start: seeded("/2.1?seed=%d"), path: slider("m", 0.1, 0.9)},
		{name: "crossval-k", start: seeded("/2.1?lab=crossval&seed=%d"), path: slider("k", 0.05, 0.95)},
		{name: "intervals-m", start: seeded("/2.3?seed=%d"), path: slider("m", 0.1, 0.9)},
		{name: "consistency-epsilon", start: seeded("/2.5?seed=%d"), path: slider("epsilon", 0.1, 0.9)},
		{name: "likelihood-model", start: seeded("/2.6?seed=%d"), path: grip(0)},
		{name: "svm-point", start: seeded("/2.7?seed=%d"), path: firstPoint},
		{name: "svm-point-of-2000", start: seeded("/2.7?data=moons&kernel=rbf&m=2000&seed=%d"), path: firstPoint},
		{name: "sgd-rate", start: seeded("/2.9?seed=%d"), path: slider("rate", 0.2, 0.8)},
		{name: "regression-line", start: seeded("/2.10?seed=%d"), path: grip(1)},
	} {
		b.Run(s.name, func(b *testing.B) { dragRate(b, s) })
	}
}

// grip takes the i-th grip of the main figure round in a circle.
func grip(i int) func(*tab) []point {
	return func(tb *tab) []point {
		at := tb.middle(fmt.Sprintf(".stage .grip:nth-of-type(%d)", i+1))
		return circle(at, 45)
	}
}

// firstPoint takes the first point of the main figure round in a circle.
func firstPoint(tb *tab) []point {
	id := js[string](tb, "document.querySelector('.stage [data-figure]').dataset.figure")
	p := js[[]float64](tb, "document.querySelector('.stage .canvas').dataset.set.split(';')[0].split(':').map(Number)")
	return circle(tb.on(id, p[0], p[1]), 45)
}

// circle begins at a place and comes back to it.
func circle(at point, radius float64) []point {
	out := make([]point, steps)
	for i := range out {
		turn := 2 * math.Pi * float64(i) / float64(steps-1)
		out[i] = point{at.X - radius + radius*math.Cos(turn), at.Y + radius*math.Sin(turn)}
	}
	return out
}

func dragRate(b *testing.B, s sweep) {
	tb := newTab(b)
	pictures, seconds := 0.0, 0.0
	for i := 0; b.Loop(); i++ {
		tb.open(s.start(i))
		path := s.path(tb)
		tb.run("seen.pictures = 0; seen.began = performance.now()")
		tb.drag(frame, path...)
		tb.settled()
		time.Sleep(3 * frame) // the last picture is counted in its frame
		pictures += js[float64](tb, "seen.pictures")
		seconds += js[float64](tb, "(seen.latest - seen.began) / 1000")
	}
	b.ReportMetric(pictures/seconds, "pictures/s")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkLoad reports what the first visit of a section costs: the time until the
// page is complete and the bytes that it takes over the wire.
func BenchmarkLoad(b *testing.B) {
	for _, path := range []string{"/2.2", "/2.4", "/2.8"} {
		b.Run(path[1:], func(b *testing.B) {
			tb := newTab(b)
			call(tb, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
			n, ms := 0.0, 0.0
			for b.Loop() {
				tb.open(path)
				ms += js[float64](tb, "performance.getEntriesByType('navigation')[0].loadEventEnd")
				n++
			}
			tb.mu.Lock()
			defer tb.mu.Unlock()
			total := 0.0
			for _, size := range tb.bytes {
				total += size
			}
			b.ReportMetric(ms/n, "ms-to-load")
			b.ReportMetric(total/n/1000, "kB")
			b.ReportMetric((total-tb.bytes["Font"])/n/1000, "kB-without-fonts")
			b.ReportMetric(tb.bytes["Script"]/n/1000, "kB-script")
			b.ReportMetric(0, "ns/op")
		})
	}
}
