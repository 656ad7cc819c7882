package tex

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A length is a property whose value KaTeX computes. Rounded to one or a few
// hundredths of an em (a fraction of a pixel) it is written as two classes, one
// for the whole part and one for the hundredths:
//
//	top:-3.2634em  →  kt-4 kt_74  →  calc(var(--kt) + .74em), --kt: -4em
//
// so that a few rules cover every value.
type length struct {
	name     string // CSS property
	class    string // prefix of its classes
	min, max int    // range of the whole part, em
	step     int    // hundredths of an em to which the value is rounded
}

var lengths = [...]length{
	{"height", "kh", -4, 20, 1},
	{"vertical-align", "kv", -10, 2, 1},
	{"top", "kt", -24, 3, 1},
	{"margin-right", "kmr", -3, 4, 1},
	{"margin-left", "kml", -3, 4, 2},
	{"left", "kl", -2, 2, 2},
	{"padding-left", "kpl", 0, 2, 4},
	{"width", "kw", 0, 20, 2},
	{lessWidth, "kwl", -1, 0, 2},
	{"min-width", "kmw", 0, 4, 2},
	{"border-bottom-width", "kbb", 0, 0, 1},
	{"border-right-width", "kbr", 0, 1, 4},
	{"border-top-width", "kbt", 0, 2, 4},
	{"border-width", "kbw", 0, 0, 4},
}

// lessWidth stands in lengths for the width of a wide accent, calc(100% - length).
const lessWidth = "width:calc(100% - "

// constants are the other declarations that KaTeX writes, with their classes.
var constants = [...]struct{ declaration, class string }{
	{"position:relative", "k-relative"},
	{"border-style:solid", "k-solid"},
	{"border-right-style:solid", "k-right-solid"},
	{"border-right-style:dashed", "k-right-dashed"},
	{"margin:0 -0.02em", "k-margin"},
	{"margin-left:auto", "k-left-auto"},
	{"bottom:0em", "k-bottom"},
	{"color:transparent", "k-transparent"},
	{"width:100%", "k-full"},
}

var (
	tagWithStyle = regexp.MustCompile(`<[a-z]+[^<>]* style="[^"]*"[^<>]*>`)
	styleAttr    = regexp.MustCompile(` style="([^"]*)"`)
	classAttr    = regexp.MustCompile(` class="([^"]*)"`)
)

// withClasses replaces every style attribute by classes. It returns an error
// for a declaration that the style sheet does not have.
func withClasses(html string) (string, error) {
	var failed error
	out := tagWithStyle.ReplaceAllStringFunc(html, func(tag string) string {
		style := styleAttr.FindStringSubmatch(tag)[1]
		classes, err := classesOf(style)
		if err != nil {
			failed = err
			return tag
		}
		tag = styleAttr.ReplaceAllLiteralString(tag, "")
		if m := classAttr.FindStringSubmatchIndex(tag); m != nil {
			return tag[:m[3]] + " " + classes + tag[m[3]:]
		}
		name := strings.IndexAny(tag, " >")
		return tag[:name] + ` class="` + classes + `"` + tag[name:]
	})
	return out, failed
}

// classesOf returns the classes that stand for the declarations of a style
// attribute, separated by spaces.
func classesOf(style string) (string, error) {
	var classes []string
	for d := range strings.SplitSeq(strings.TrimSuffix(style, ";"), ";") {
		c, ok := class(strings.TrimSpace(d))
		if !ok {
			return "", fmt.Errorf("no class for the style %q", d)
		}
		classes = append(classes, c)
	}
	return strings.Join(classes, " "), nil
}

// class returns the classes of one declaration.
func class(declaration string) (string, bool) {
	for _, c := range constants {
		if c.declaration == declaration {
			return c.class, true
		}
	}
	name, value, _ := strings.Cut(declaration, ":")
	if less, ok := strings.CutPrefix(declaration, lessWidth); ok {
		name, value = lessWidth, strings.TrimSuffix(less, ")")
	}
	em, err := strconv.ParseFloat(strings.TrimSuffix(value, "em"), 64)
	if err != nil || !strings.HasSuffix(value, "em") && value != "0" {
		return "", false
	}
	for _, l := range lengths {
		if l.name != name {
			continue
		}
		hundredths := l.step * int(math.Round(em*100/float64(l.step)))
		whole := int(math.Floor(float64(hundredths) / 100))
		ok := l.min <= whole && whole <= l.max
		return fmt.Sprintf("%s%d %s_%d", l.class, whole, l.class, hundredths-100*whole), ok
	}
	return "", false
}

// StyleSheet returns the rules of all classes that Render may write. They are
// the same for every formula; the file static/katex/classes.css holds them.
func StyleSheet() string {
	var b strings.Builder
	b.WriteString("/* Made by go test ./internal/tex -update: lengths of formulas, a whole part and hundredths of an em. */\n")
	for _, l := range lengths {
		for whole := l.min; whole <= l.max; whole++ {
			fmt.Fprintf(&b, ".%s%d{--%s:%dem}\n", l.class, whole, l.class, whole)
		}
		for h := 0; h < 100; h += l.step {
			if l.name == lessWidth {
				fmt.Fprintf(&b, ".%s_%d{%svar(--%s) - .%02dem)}\n", l.class, h, lessWidth, l.class, h)
				continue
			}
			fmt.Fprintf(&b, ".%s_%d{%s:calc(var(--%s) + .%02dem)}\n", l.class, h, l.name, l.class, h)
		}
	}
	for _, c := range constants {
		fmt.Fprintf(&b, ".%s{%s}\n", c.class, c.declaration)
	}
	return b.String()
}
