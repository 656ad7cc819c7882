package expr

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Code says what is wrong with a text.
type Code uint8

// The codes.
const (
	Empty           Code = iota + 1
	Character            // Token is a letter or sign that the grammar has not
	Foreign              // Token is a letter that no name has: names are Latin or Greek
	BadNumber            // Token is no number, or too large a one
	LongName             // Token is a name of more than MaxName letters
	MissingOperand       // at Column stands Token, or the end, where a number, a name or a function has to
	MissingOperator      // Token follows a complete operand with no sign between
	UnknownFunction      // Token is no function but is followed by a bracket
	NoArguments          // Token is a function and no bracket follows
	WrongArguments       // function Token has not the number of arguments that it needs, Want
	Unclosed             // the bracket at column Want is not closed before Column
	Unopened             // a bracket is closed that was not opened
	StrayComma           // a comma outside the arguments of a function
	TooDeep              // more than MaxDepth brackets, functions and signs within each other
	TooLarge             // more than MaxNodes nodes
	MissingEquals        // in values: after the name Token there is no =
	Repeated             // in values: the name Token is there twice
	MissingName          // in values: at Column stands Token, or the end, where a name has to
)

// Error says what is wrong with a text, and where.
type Error struct {
	Column int // in letters from 1
	Code   Code
	Token  string // what stands there; empty at the end of the text
	Want   int    // see the codes
}

// Error gives the code and the column.
func (e *Error) Error() string {
	return "expr: column " + strconv.Itoa(e.Column) + ": error " + strconv.Itoa(int(e.Code)) + " at " + strconv.Quote(e.Token)
}

type kind uint8

const (
	end kind = iota
	number
	name
	mark // a sign or a bracket
)

type token struct {
	kind   kind
	text   string
	value  float64
	column int
}

// scanner cuts a text into tokens. Errors leave it by panic(*Error), which Parse and
// ParseValues catch.
type scanner struct {
	rest   string
	column int
}

func (s *scanner) fail(code Code, column int, token string, want int) {
	panic(&Error{column, code, token, want})
}

// catch turns what fail threw into an error.
func catch(err *error) {
	switch thrown := recover().(type) {
	case nil:
	case *Error:
		*err = thrown
	default:
		panic(thrown)
	}
}

// take cuts n bytes off the text.
func (s *scanner) take(n int) string {
	t := s.rest[:n]
	s.rest = s.rest[n:]
	s.column += utf8.RuneCountInString(t)
	return t
}

// span is how many bytes at the start of the text are letters that fit.
func (s *scanner) span(fit func(r rune) bool) int {
	if i := strings.IndexFunc(s.rest, func(r rune) bool { return !fit(r) }); i >= 0 {
		return i
	}
	return len(s.rest)
}

func letter(r rune) bool { return r < 128 && unicode.IsLetter(r) || unicode.Is(unicode.Greek, r) }
func digit(r rune) bool  { return '0' <= r && r <= '9' }

var signs = map[string]string{"\u2212": "-", "·": "*", "×": "*"}

func (s *scanner) next() token {
	s.take(s.span(unicode.IsSpace))
	at := s.column
	if s.rest == "" {
		return token{kind: end, column: at}
	}
	switch r, width := utf8.DecodeRuneInString(s.rest); {
	case digit(r) || r == '.':
		text, v := s.number(".")
		return token{number, text, v, at}
	case letter(r) || r == '_':
		text := s.take(s.span(func(r rune) bool { return letter(r) || digit(r) || r == '_' }))
		if utf8.RuneCountInString(text) > MaxName {
			s.fail(LongName, at, text, MaxName)
		}
		return token{kind: name, text: text, column: at}
	case strings.ContainsRune("+-*/^(),=;", r) || signs[string(r)] != "":
		text := s.take(width)
		if ascii := signs[text]; ascii != "" {
			text = ascii
		}
		return token{kind: mark, text: text, column: at}
	case unicode.IsLetter(r):
		s.fail(Foreign, at, string(r), 0)
	default:
		s.fail(Character, at, string(r), 0)
	}
	return token{}
}

// number cuts off a decimal number with one of the given signs for its point.
func (s *scanner) number(points string) (string, float64) {
	at, n := s.column, 0
	digits := func() {
		for n < len(s.rest) && digit(rune(s.rest[n])) {
			n++
		}
	}
	digits()
	if n < len(s.rest) && strings.IndexByte(points, s.rest[n]) >= 0 {
		n++
		digits()
	}
	if n < len(s.rest) && (s.rest[n] == 'e' || s.rest[n] == 'E') {
		before := n
		if n++; n < len(s.rest) && (s.rest[n] == '+' || s.rest[n] == '-') {
			n++
		}
		first := n
		if digits(); n == first { // 2e is 2 and the name e
			n = before
		}
	}
	text := s.take(n)
	v, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || math.IsInf(v, 0) {
		s.fail(BadNumber, at, text, 0)
	}
	return text, v
}
