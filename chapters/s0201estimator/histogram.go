package s0201estimator

import (
	"context"
	"maps"
	"math"
	"slices"

	"konspekt/compute/sampling"
)

// Columns is the histogram of the estimates: between edges[i] and edges[i+1] the density
// heights[i]. Estimates that can take few values only (those of zeros and ones, and a
// constant) have atoms instead: the share of samples that gave each value.
type Columns struct {
	Edges   []float64 `json:"edges"`
	Heights []float64 `json:"heights"`
	Atoms   []Atom    `json:"atoms"`
	Outside int       `json:"outside"` // estimates beyond the edges
}

// Atom is a value and the share of samples whose estimate it is.
type Atom struct {
	Value float64 `json:"value"`
	Share float64 `json:"share"`
}

// window is the part of the axis that the figures show. It follows from the distribution,
// not from m: when m grows the reader sees the estimates draw together. A constant far
// away widens it.
func window(p Params) (lo, hi float64) {
	switch p.Distribution {
	case "uniform":
		lo, hi = -0.1, 1.1
	case "exponential":
		lo, hi = -0.3, 4.5
	case "bernoulli":
		lo, hi = -0.15, 1.15
	case "student3":
		lo, hi = -4.5, 4.5
	default:
		lo, hi = -3.2, 3.2
	}
	if p.Statistic == "constant" {
		margin := 0.05 * (hi - lo)
		lo, hi = min(lo, p.C-margin), max(hi, p.C+margin)
	}
	return lo, hi
}

// discrete tells whether the estimates have atoms.
func discrete(p Params) bool { return p.Distribution == "bernoulli" || p.Statistic == "constant" }

// pilotDraws bounds the observations of the pilot, pilotRepeats its samples.
const (
	pilotDraws   = 60000
	pilotRepeats = 600
	pilotLeast   = 240
)

// scales are the width of the columns and the height of the axis over them. They come from
// a pilot that knows neither the seed nor R, so that the picture stands still while samples
// are added and renewed.
func scales(ctx context.Context, p Params, d sampling.Distribution, s sampling.Statistic) (width, top float64, err error) {
	if discrete(p) {
		return 0, 0, nil
	}
	pilot, err := sampling.Simulate(ctx, sampling.Design{Distribution: d, Statistic: s, M: p.M, Repeats: min(pilotRepeats, max(pilotLeast, pilotDraws/p.M))})
	if err != nil {
		return 0, 0, err
	}
	width = ladder(pilot.SD/3, 1, 2, 5)
	return width, above(slices.Max(histogram(p, pilot, width).Heights)), nil
}

// histogram counts the estimates in columns of that width.
func histogram(p Params, sim *sampling.Simulation, width float64) Columns {
	c := Columns{Edges: []float64{}, Heights: []float64{}, Atoms: []Atom{}}
	unit := 1 / float64(len(sim.Estimates))
	if discrete(p) {
		counts := map[float64]int{}
		for _, v := range sim.Estimates {
			counts[v]++
		}
		for _, v := range slices.Sorted(maps.Keys(counts)) {
			c.Atoms = append(c.Atoms, Atom{v, float64(counts[v]) * unit})
		}
		return c
	}
	lo, hi := window(p)
	first := math.Floor(max(lo, slices.Min(sim.Estimates)) / width)
	last := math.Floor(min(hi, slices.Max(sim.Estimates))/width) + 1
	n := max(1, int(last-first))
	c.Heights = make([]float64, n)
	for i := range n + 1 {
		c.Edges = append(c.Edges, (first+float64(i))*width)
	}
	for _, v := range sim.Estimates {
		i := int(math.Floor(v/width - first))
		if i < 0 || i >= n {
			c.Outside++
			continue
		}
		c.Heights[i] += unit / width
	}
	return c
}

// ladder is the largest step times a power of ten that is not above v, so that columns
// and axes stand still while v wavers.
func ladder(v float64, steps ...float64) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(v)))
	at := steps[0]
	for _, s := range steps {
		if s*decade <= v {
			at = s
		}
	}
	return at * decade
}

// above is a height a little over v, in steps of a quarter.
func above(v float64) float64 {
	return 1.28 * ladder(v, 1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8)
}

// height is the height of the axis over the columns: the pilot's, unless few samples pile
// up over it.
func (c Columns) height(pilot float64) float64 {
	if len(c.Atoms) > 0 {
		highest := 0.0
		for _, a := range c.Atoms {
			highest = max(highest, a.Share)
		}
		if highest > 0.5 {
			return 1.05
		}
		return 0.55
	}
	if highest := slices.Max(c.Heights); highest > 1.1*pilot {
		return above(highest)
	}
	return pilot
}
