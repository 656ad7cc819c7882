package lab

import (
	"math"
	"strconv"
	"strings"
)

// Kind says what a parameter's value looks like in an address.
type Kind string

// The kinds of parameters that the labs have.
const (
	KindInt    Kind = "int"
	KindFloat  Kind = "float"
	KindBool   Kind = "bool"
	KindChoice Kind = "choice"
	KindData   Kind = "data"
	KindSeed   Kind = "seed"
	KindPoints Kind = "points"
	KindList   Kind = "list"
	KindText   Kind = "text"
)

// MaxSeed is the largest seed, 2³²−1.
const MaxSeed = math.MaxUint32

// Choice is one value of a choice and the words for it.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Control is what a parameter tells the form, the API schema and the docs. A zero
// Min and Max of a number mean that it has no range of its own.
type Control struct {
	Name     string   // in addresses and in the API
	Symbol   string   // TeX, as in the notes; may be empty
	Label    string   // Russian, without the symbol
	Unit     string   // Russian, may be empty
	Help     string   // one sentence
	Kind     Kind     // set by the constructor
	Min, Max float64  // the widest range
	Step     float64  // of the slider and of the arrow keys
	Log      bool     // the slider is logarithmic; a Min of 0 is its leftmost stop
	More     bool     // folded under «Ещё»
	Resets   []string // parameters that return to their defaults when the form changes this one
	Choices  []Choice // of points, their labels

	MinItems, MaxItems int     // of points and lists: how many there may be
	Flat               bool    // of points: they lie on the x axis
	Slide              float64 // of a list: each number has a slider from −Slide to Slide; 0: none has
	MaxLength          int     // of a text, in letters
	check              func(text string) (canonical, wrong string)
}

// Limit is the present range of a parameter whose range depends on the others.
type Limit struct {
	Min, Max float64
	Why      string // Russian: what sets it, for the message
}

// Field is a control and the way to its value in the parameters P.
type Field[P any] struct {
	Control
	set   func(p *P, text string) bool // false: the text is not of the kind or out of range
	text  func(p P) string             // canonical text
	json  func(p P) string             // JSON literal
	value func(p P) float64            // what a Limit is about
	limit func(p P) Limit              // nil: the range is fixed
	among func(p P) Among              // nil: every choice goes with everything
	when  func(p P) bool               // nil: the parameter always matters
}

// Within gives the field a range that depends on the other parameters.
func (f Field[P]) Within(limit func(P) Limit) Field[P] {
	f.limit = limit
	return f
}

// Among is the present choices of a parameter whose choices depend on the others.
type Among struct {
	Values []string
	Why    string // Russian: what rules out the rest, for the message
}

// Among gives the field choices that depend on the other parameters.
func (f Field[P]) Among(among func(P) Among) Field[P] {
	f.among = among
	return f
}

// When names the states in which the parameter changes anything; in the others its
// control is hidden.
func (f Field[P]) When(matters func(P) bool) Field[P] {
	f.when = matters
	return f
}

// Int declares a whole number.
func Int[P any](c Control, at func(*P) *int) Field[P] {
	c.Kind = KindInt
	get := func(p P) float64 { return float64(*at(&p)) }
	text := func(p P) string { return strconv.Itoa(*at(&p)) }
	return Field[P]{Control: c, text: text, json: text, value: get, set: func(p *P, s string) bool {
		n, err := strconv.Atoi(s)
		if err != nil || float64(n) < c.Min || float64(n) > c.Max {
			return false
		}
		*at(p) = n
		return true
	}}
}

// Float declares a real number. Infinities, NaN and hexadecimal are not numbers here.
func Float[P any](c Control, at func(*P) *float64) Field[P] {
	c.Kind = KindFloat
	get := func(p P) float64 { return *at(&p) }
	text := func(p P) string { return strconv.FormatFloat(*at(&p), 'f', -1, 64) }
	return Field[P]{Control: c, text: text, json: text, value: get, set: func(p *P, s string) bool {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || strings.ContainsAny(s, "xX_") || !(v >= c.Min && v <= c.Max) {
			return false
		}
		*at(p) = v + 0 // −0 becomes 0
		return true
	}}
}

// Bool declares a switch, «true» or «false» in addresses.
func Bool[P any](c Control, at func(*P) *bool) Field[P] {
	c.Kind = KindBool
	if c.Choices == nil {
		c.Choices = []Choice{{"false", "нет"}, {"true", "да"}}
	}
	text := func(p P) string { return strconv.FormatBool(*at(&p)) }
	return Field[P]{Control: c, text: text, json: text, set: func(p *P, s string) bool {
		*at(p) = s == "true"
		return s == "true" || s == "false"
	}}
}

// OneOf declares a choice among named values.
func OneOf[P any, S ~string](c Control, at func(*P) *S) Field[P] {
	if c.Kind == "" {
		c.Kind = KindChoice
	}
	text := func(p P) string { return string(*at(&p)) }
	return Field[P]{
		Control: c,
		text:    text,
		json:    func(p P) string { return quote(text(p)) },
		set: func(p *P, s string) bool {
			for _, choice := range c.Choices {
				if choice.Value == s {
					*at(p) = S(s)
					return true
				}
			}
			return false
		},
	}
}

// Data declares the table that the lab works on.
func Data[P any](c Control, at func(*P) *string) Field[P] {
	c.Kind = KindData
	return OneOf(c, at)
}

// Seed declares the «зерно» of a lab with randomness: the same in every lab.
func Seed[P any](at func(*P) *uint64) Field[P] {
	c := Control{
		Name: "seed", Label: "Зерно", Kind: KindSeed, Max: MaxSeed, Step: 1, More: true,
		Help: "Целое число, из которого рождаются все случайные числа опыта: одно и то же зерно — одни и те же данные.",
	}
	text := func(p P) string { return strconv.FormatUint(*at(&p), 10) }
	return Field[P]{Control: c, text: text, json: text, set: func(p *P, s string) bool {
		n, err := strconv.ParseUint(s, 10, 32)
		if err == nil {
			*at(p) = n
		}
		return err == nil
	}}
}

// Repeats declares how many times an experiment is repeated: the same in every lab.
func Repeats[P any](largest int, at func(*P) *int) Field[P] {
	return Int(Control{
		Name: "repeats", Symbol: "R", Label: "повторений", Min: 2, Max: float64(largest), Step: 1, Log: true, More: true,
		Help: "Сколько раз повторить опыт на новых данных; от R зависит только его точность.",
	}, at)
}

// written is a field whose value is a text in canonical form; read gives it, or says what
// is wrong.
func written[P any](c Control, at func(*P) *string, json func(text string) string, read func(s string) (canonical, wrong string)) Field[P] {
	text := func(p P) string { return *at(&p) }
	return Field[P]{
		Control: c,
		text:    text,
		json:    func(p P) string { return json(text(p)) },
		set: func(p *P, s string) bool {
			canonical, wrong := read(s)
			if wrong != "" {
				return false
			}
			*at(p) = canonical
			return true
		},
	}
}
