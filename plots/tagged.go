package plots

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"
)

// Tagged wraps a layer whose marks a script has to find: they stand in a group with
// the attribute data-tag. Small marks get a wide invisible path with the same tag below all
// others, on which the pointer finds them; with the class lit it is their glow.
type Tagged struct {
	Tag string
	Layer
}

func (t Tagged) check() error {
	if _, alone := t.Layer.(framed); alone {
		return fmt.Errorf("tag %q: a heat map or pictures stand alone and need no tag", t.Tag)
	}
	return t.Layer.check()
}

func (t Tagged) draw(p *pen) { p.tagged(t.Tag, func() { t.Layer.draw(p) }) }

func (t Tagged) note(p *pen) {
	if n, ok := t.Layer.(noted); ok {
		p.under(t.Tag, func() { n.note(p) })
	}
}

// under draws in a group with the tag; without a tag it only draws.
func (p *pen) under(tag string, draw func()) {
	if tag == "" {
		draw()
		return
	}
	p.open("data-tag", tag)
	draw()
	p.end()
}

// tagged draws marks under a tag that the pointer finds too.
func (p *pen) tagged(tag string, draw func()) {
	if tag == "" {
		draw()
		return
	}
	p.under(tag, func() { p.touch(draw, tag) })
}

// touchLimit is the longest path in bytes that is repeated for the pointer. A longer one is a
// curve across the figure, which is found without help.
const touchLimit = 400

// glow is the width of the path for the pointer, the same as in the style sheet.
const glow vg.Length = 14

// hit is what the pointer finds under one tag.
type hit struct {
	tag string
	d   []byte
}

// touch draws and gathers the paths of what is drawn into one for the pointer. Layers with
// one tag share it, since two glows would be darker where they overlap.
func (c *svgCanvas) touch(draw func(), tag string) {
	outer := c.tag
	c.tag = slices.IndexFunc(c.hits, func(h hit) bool { return h.tag == tag })
	if c.tag < 0 {
		c.tag = len(c.hits)
		c.hits = append(c.hits, hit{tag: tag})
	}
	draw()
	c.tag = outer
}

// touched adds a path: d of it, or of dots if it is nil. Every d begins with a relative
// move from the origin. An area that is larger than a glow is found without help.
func (c *svgCanvas) touched(d []byte, path vg.Path) {
	if c.tag < 0 || len(d) > touchLimit || wide(path) {
		return
	}
	h := &c.hits[c.tag]
	if len(h.d) > 0 {
		h.d = append(h.d, "M0 0"...)
	}
	h.d = append(h.d, d...)
}

// wide reports whether a closed path is larger than a glow both ways.
func wide(path vg.Path) bool {
	x, y, closed := nowhere(), nowhere(), false
	for _, c := range path {
		if c.Type == vg.CloseComp {
			closed = true
			continue
		}
		x, y = x.add(float64(c.Pos.X)), y.add(float64(c.Pos.Y))
	}
	return closed && min(x.hi-x.lo, y.hi-y.lo) > float64(glow)
}

// writeHits writes what the pointer finds.
func (c *svgCanvas) writeHits() {
	for _, h := range c.hits {
		if len(h.d) > 0 {
			fmt.Fprintf(&c.buf, `<path class="hit" data-tag="%s" d="%s"/>`, escape(h.tag), h.d)
		}
	}
}

func (c *rasterCanvas) touch(draw func(), _ string) { draw() }
