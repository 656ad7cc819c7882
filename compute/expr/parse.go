package expr

import (
	"slices"
	"strings"
	"unicode/utf8"

	"konspekt/compute/autodiff"
)

// operand is a node, or a number that becomes one when an operation on it does.
type operand struct {
	node   int // −1: the number value
	value  float64
	column int
}

// key is what an operand is, whatever its column.
type key struct {
	node  int
	value float64
}

type call struct {
	op   autodiff.Op
	a, b key
}

type parser struct {
	scanner
	tok   token
	depth int
	expr  *Expr
	names map[string]int
	calls map[call]int
}

// Parse reads an expression. The error is an *Error.
func Parse(text string) (e *Expr, err error) {
	defer catch(&err)
	p := &parser{scanner: scanner{rest: text, column: 1}, expr: &Expr{}, names: map[string]int{}, calls: map[call]int{}}
	p.advance()
	if p.tok.kind == end {
		p.fail(Empty, p.tok.column, "", 0)
	}
	result := p.expression(0)
	switch p.tok.text {
	case ")":
		p.fail(Unopened, p.tok.column, ")", 0)
	case ",", ";":
		p.fail(StrayComma, p.tok.column, p.tok.text, 0)
	}
	if p.tok.kind != end {
		p.fail(MissingOperator, p.tok.column, p.tok.text, 0)
	}
	p.place(result)
	return p.expr, nil
}

func (p *parser) advance() { p.tok = p.next() }

// binary is a sign between two operands: its operation, how tightly it binds to its left,
// and the least that its right operand has to bind.
type binary struct {
	op          autodiff.Op
	left, right int
}

var binaries = map[string]binary{
	"+": {autodiff.Add, sum, product}, "-": {autodiff.Sub, sum, product},
	"*": {autodiff.Mul, product, sign}, "/": {autodiff.Div, product, sign},
	"^": {autodiff.Pow, power, power},
}

// expression reads operands joined by signs that bind at least so tightly.
func (p *parser) expression(least int) operand {
	p.deeper()
	left := p.prefix()
	for p.tok.kind == mark {
		b, ok := binaries[p.tok.text]
		if !ok || b.left < least {
			break
		}
		at := p.tok.column
		p.advance()
		left = p.apply(b.op, at, left, p.expression(b.right))
	}
	p.depth--
	return left
}

func (p *parser) deeper() {
	if p.depth++; p.depth > MaxDepth {
		p.fail(TooDeep, p.tok.column, p.tok.text, MaxDepth)
	}
}

// prefix reads a number, a name, a function, a bracket, or one of these behind a minus.
func (p *parser) prefix() operand {
	t := p.tok
	switch {
	case t.kind == number:
		p.advance()
		return operand{-1, t.value, t.column}
	case t.kind == name:
		p.advance()
		return p.named(t)
	case t.text == "-":
		p.advance()
		x := p.expression(sign)
		if x.node < 0 {
			return operand{-1, 0 - x.value, t.column}
		}
		return p.apply(autodiff.Neg, t.column, x)
	case t.text == "(":
		p.advance()
		x := p.expression(0)
		p.close(t.column)
		return x
	}
	p.fail(MissingOperand, t.column, t.text, 0)
	return operand{}
}

// close steps over the bracket that closes the one at the given column.
func (p *parser) close(opened int) {
	switch {
	case p.tok.text == ")":
		p.advance()
	case p.tok.kind == end:
		p.fail(Unclosed, p.tok.column, "", opened)
	case p.tok.text == "," || p.tok.text == ";":
		p.fail(StrayComma, p.tok.column, p.tok.text, 0)
	default:
		p.fail(MissingOperator, p.tok.column, p.tok.text, 0)
	}
}

// named reads what follows a name: the arguments if it is a function.
func (p *parser) named(t token) operand {
	op, ok := autodiff.Function(t.text)
	bracket := p.tok
	switch {
	case !ok && bracket.text == "(":
		p.fail(UnknownFunction, t.column, t.text, 0)
	case !ok:
		return p.input(t)
	case bracket.text != "(":
		p.fail(NoArguments, t.column, t.text, 0)
	}
	p.advance()
	var args []operand
	if p.tok.text != ")" {
		args = append(args, p.expression(0))
	}
	for p.tok.text == "," && len(args) > 0 && len(args) < op.Arity() {
		p.advance()
		args = append(args, p.expression(0))
	}
	if len(args) != op.Arity() && p.tok.text == ")" || p.tok.text == "," {
		p.fail(WrongArguments, t.column, t.text, op.Arity())
	}
	p.close(bracket.column)
	return p.apply(op, t.column, args...)
}

func (p *parser) input(t token) operand {
	i, ok := p.names[t.text]
	if !ok {
		i = p.node(Node{Op: autodiff.Input, Name: t.text, Input: len(p.expr.Names), Column: t.column})
		p.names[t.text] = i
		p.expr.Names = append(p.expr.Names, t.text)
	}
	return operand{i, 0, t.column}
}

// apply is the node of an operation: the one that is there, if it was met before.
func (p *parser) apply(op autodiff.Op, column int, args ...operand) operand {
	c := call{op, key{-1, 0}, key{-1, 0}}
	for k, at := range []*key{&c.a, &c.b}[:len(args)] {
		*at = key{args[k].node, args[k].value}
	}
	i, ok := p.calls[c]
	if !ok {
		n := Node{Op: op, Args: [2]int{-1, -1}, Column: column}
		for k, x := range args {
			n.Args[k] = p.place(x)
		}
		i = p.node(n)
		p.calls[c] = i
	}
	return operand{i, 0, column}
}

// place gives an operand its node.
func (p *parser) place(x operand) int {
	if x.node >= 0 {
		return x.node
	}
	return p.node(Node{Op: autodiff.Const, Args: [2]int{-1, -1}, Value: x.value, Column: x.column})
}

func (p *parser) node(n Node) int {
	if n.Op.Arity() == 0 {
		n.Args = [2]int{-1, -1}
	}
	if len(p.expr.Nodes) == MaxNodes {
		p.fail(TooLarge, n.Column, "", MaxNodes)
	}
	p.expr.Nodes = append(p.expr.Nodes, n)
	return len(p.expr.Nodes) - 1
}

// Value is the value of a name.
type Value struct {
	Name  string
	Value float64
}

// ParseValues reads «x=2.5,y=-1.25»: names with their values, apart by commas, semicolons
// or spaces. A comma within a number is its point. The error is an *Error.
func ParseValues(text string) (values []Value, err error) {
	defer catch(&err)
	s := &scanner{rest: text, column: 1}
	for {
		t := s.next()
		for t.text == "," && len(values) > 0 || t.text == ";" && len(values) > 0 {
			t = s.next()
		}
		switch {
		case t.kind == end:
			return values, nil
		case t.kind != name:
			s.fail(MissingName, t.column, t.text, 0)
		case slices.ContainsFunc(values, func(v Value) bool { return v.Name == t.text }):
			s.fail(Repeated, t.column, t.text, 0)
		}
		if equals := s.next(); equals.text != "=" {
			s.fail(MissingEquals, equals.column, t.text, 0)
		}
		values = append(values, Value{t.text, s.signed()})
	}
}

// signed reads a number with its sign.
func (s *scanner) signed() float64 {
	factor := 1.0
	s.take(s.span(func(r rune) bool { return r == ' ' }))
	for _, minus := range []string{"-", "\u2212", "+"} {
		if strings.HasPrefix(s.rest, minus) {
			s.take(len(minus))
			if minus != "+" {
				factor = -1
			}
			break
		}
	}
	if s.rest == "" || !digit(rune(s.rest[0])) && s.rest[0] != '.' {
		_, width := utf8.DecodeRuneInString(s.rest)
		s.fail(BadNumber, s.column, s.rest[:width], 0)
	}
	_, v := s.number(".,")
	return factor*v + 0
}

// FormatValues writes values as ParseValues reads them: «x=2.5,y=-1.25».
func FormatValues(values []Value) string {
	items := make([]string, len(values))
	for i, v := range values {
		items[i] = v.Name + "=" + Number(v.Value)
	}
	return strings.Join(items, ",")
}
