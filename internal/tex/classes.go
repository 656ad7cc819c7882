package tex

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A length is a property whose value KaTeX computes. Rounded to 1, 10 or 20
// thousandths of an em it is written as two classes, one for the tenths below
// it and one for the rest in thousandths:
//
//	top:-3.2634em  →  kt-33 kt_37  →  calc(var(--kt) + .037em), --kt: -3.3em
//
// so that a few rules cover every value. Heights and tops are the finest, for
// the pieces of a tall bracket overlap by 0.008 em only.
type length struct {
	name     string // CSS property
	class    string // prefix of its classes
	min, max int    // range of the first part, tenths of an em
	step     int    // thousandths of an em to which the value is rounded
}

var lengths = [...]length{
	{"height", "kh", -20, 160, 1},
	{"vertical-align", "kv", -80, 10, 10},
	{"top", "kt", -180, 20, 1},
	{"margin-right", "kmr", -20, 30, 10},
	{"margin-left", "kml", -20, 20, 20},
	{"left", "kl", -10, 10, 20},
	{"padding-left", "kpl", 0, 12, 10},
	{"width", "kw", 0, 60, 10},
	{lessWidth, "kwl", -3, 5, 20},
	{"min-width", "kmw", 0, 40, 10},
	{"border-bottom-width", "kbb", 0, 2, 10},
	{"border-right-width", "kbr", 0, 10, 20},
	{"border-top-width", "kbt", 0, 10, 20},
	{"border-width", "kbw", 0, 1, 20},
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
		thousandths := l.step * int(math.Round(em*1000/float64(l.step)))
		tenths := int(math.Floor(float64(thousandths) / 100))
		ok := l.min <= tenths && tenths <= l.max
		return fmt.Sprintf("%s%d %s_%d", l.class, tenths, l.class, thousandths-100*tenths), ok
	}
	return "", false
}

// StyleSheet returns the rules of all classes that Render may write. They are
// the same for every formula; the file static/katex/classes.css holds them. They
// are important, since they stand for style attributes, which no selector of
// KaTeX's own style sheet outranks.
func StyleSheet() string {
	var b strings.Builder
	b.WriteString("/* Made by go test ./internal/tex -update: lengths of formulas, tenths and thousandths of an em. */\n")
	for _, l := range lengths {
		for tenths := l.min; tenths <= l.max; tenths++ {
			fmt.Fprintf(&b, ".%s%d{--%s:%sem}\n", l.class, tenths, l.class, decimal(tenths, 10))
		}
		for rest := 0; rest < 100; rest += l.step {
			value := fmt.Sprintf("%s:calc(var(--%s) + %sem)", l.name, l.class, decimal(rest, 1000))
			if l.name == lessWidth {
				value = fmt.Sprintf("%svar(--%s) - %sem)", lessWidth, l.class, decimal(rest, 1000))
			}
			fmt.Fprintf(&b, ".%s_%d{%s!important}\n", l.class, rest, value)
		}
	}
	for _, c := range constants {
		fmt.Fprintf(&b, ".%s{%s!important}\n", c.class, c.declaration)
	}
	return b.String()
}

// decimal returns n/unit in the shortest form.
func decimal(n, unit int) string {
	return strconv.FormatFloat(float64(n)/float64(unit), 'f', -1, 64)
}
