package s0305backprop

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"konspekt/compute/autodiff"
	"konspekt/compute/expr"
	"konspekt/internal/lab"
	"konspekt/internal/russian"
)

// largestValue bounds the values of the names.
const largestValue = 1e6

// checkExpr says in Russian what is wrong with an expression. It stays as it is typed, so
// that columns are those of the reader's text.
func checkExpr(text string) (canonical, wrong string) {
	text = strings.TrimSpace(text)
	e, err := expr.Parse(text)
	if err != nil {
		return "", reason(err)
	}
	if len(e.Names) == 0 {
		if _, err := e.Record(nil); err != nil {
			return "", broken(e, err)
		}
		return "", "в выражении нет ни одного имени: дифференцировать не по чему"
	}
	return text, ""
}

func checkValues(text string) (canonical, wrong string) {
	values, err := expr.ParseValues(text)
	if err != nil {
		return "", reason(err)
	}
	if len(values) == 0 {
		return "", "нужно значение каждого имени, например x=2.5,y=-1.25"
	}
	for _, v := range values {
		if math.Abs(v.Value) > largestValue {
			return "", fmt.Sprintf("%s = %s: нужно число от −1 000 000 до 1 000 000", v.Name, russian.Number(v.Value, 3))
		}
	}
	return expr.FormatValues(values), ""
}

// read gives the graph and the values of its names in their order.
func read(p Params) (*expr.Expr, []float64, error) {
	e, err := expr.Parse(p.Expr)
	if err != nil {
		return nil, nil, lab.Problems{{Parameter: "expr", Value: p.Expr, Reason: reason(err)}}
	}
	values, err := expr.ParseValues(p.Values)
	if err != nil {
		return nil, nil, lab.Problems{{Parameter: "values", Value: p.Values, Reason: reason(err)}}
	}
	x := make([]float64, len(e.Names))
	var missing []string
	for i, name := range e.Names {
		at := slices.IndexFunc(values, func(v expr.Value) bool { return v.Name == name })
		if at < 0 {
			missing = append(missing, name)
			continue
		}
		x[i] = values[at].Value
	}
	if len(missing) > 0 { // values of other names wait until an expression needs them
		return nil, nil, lab.Problems{{Parameter: "values", Value: p.Values, Reason: "нет значения для " + some(missing) + "; допишите " + missing[0] + "=1"}}
	}
	return e, x, nil
}

// some lists names, not more than six.
func some(names []string) string {
	if len(names) > 6 {
		return strings.Join(names[:6], ", ") + "…"
	}
	return strings.Join(names, ", ")
}

// reason says in Russian what is wrong with a text, with the column.
func reason(err error) string {
	var e *expr.Error
	if !errors.As(err, &e) {
		return "выражение не читается"
	}
	return fmt.Sprintf("позиция %d: %s", e.Column, why(e))
}

// why says what is wrong without the place.
func why(e *expr.Error) string {
	t := "«" + shorten(e.Token) + "»"
	switch e.Code {
	case expr.Empty:
		return "выражение пусто"
	case expr.Character:
		return "знака " + t + " в выражениях нет"
	case expr.Foreign:
		return "буква " + t + " не латинская; имена и функции пишут латинскими буквами"
	case expr.BadNumber:
		if e.Token == "" {
			return "нужно число, а текст кончился"
		}
		return t + " — не число или слишком большое число"
	case expr.LongName:
		return fmt.Sprintf("имя %s длиннее %d букв", t, e.Want)
	case expr.MissingOperand:
		if e.Token == "" {
			return "выражение оборвалось: нужно число, имя или функция"
		}
		return "нужно число, имя или функция, а стоит " + t
	case expr.MissingOperator:
		return "перед " + t + " не хватает знака действия; умножение пишут со звёздочкой: 2*x"
	case expr.UnknownFunction:
		return "функции " + t + " нет; есть " + strings.Join(autodiff.Functions(), ", ")
	case expr.NoArguments:
		return "после функции " + t + " нужна скобка"
	case expr.WrongArguments:
		return "функции " + t + " нужно аргументов: " + fmt.Sprint(e.Want)
	case expr.Unclosed:
		return fmt.Sprintf("выражение кончилось, а скобка в позиции %d не закрыта", e.Want)
	case expr.Unopened:
		return "скобка закрыта, но не открыта"
	case expr.StrayComma:
		return t + " разделяет только аргументы max и min; дробь пишут с точкой: 2.5"
	}
	return limits(e, t)
}

func limits(e *expr.Error, t string) string {
	switch e.Code {
	case expr.TooDeep:
		return fmt.Sprintf("скобок, функций и знаков друг в друге больше %d", e.Want)
	case expr.TooLarge:
		return fmt.Sprintf("в графе больше %d узлов", e.Want)
	case expr.MissingEquals:
		return "после имени " + t + " нужен знак «=» и число"
	case expr.Repeated:
		return "имя " + t + " уже есть"
	case expr.MissingName:
		return "нужно имя, а стоит " + t + "; значения пишут так: x=2.5,y=-1.25"
	}
	return "выражение не читается"
}

// shorten keeps a message short.
func shorten(token string) string {
	if r := []rune(token); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return token
}

// failed is the problem of an expression that has no value or no derivative.
func failed(p Params, e *expr.Expr, err error) error {
	return lab.Problems{{Parameter: "expr", Value: p.Expr, Reason: broken(e, err)}}
}

// broken says at which operation an expression has no value or no derivative.
func broken(e *expr.Expr, err error) string {
	var f *expr.Failure
	if !errors.As(err, &f) {
		panic(err) // Record fails in no other way
	}
	what := map[autodiff.Reason]string{
		autodiff.DivisionByZero:  "деление на нуль",
		autodiff.LogOfZero:       "логарифм нуля",
		autodiff.LogOfNegative:   "логарифм отрицательного числа",
		autodiff.RootOfNegative:  "корень из отрицательного числа",
		autodiff.ZeroToNegative:  "нуль в отрицательной степени",
		autodiff.NegativeBase:    "отрицательное число в дробной степени",
		autodiff.Overflow:        "переполнение: значение больше 1,8·10³⁰⁸",
		autodiff.InfiniteSlope:   "значение есть, а производная здесь бесконечна",
		autodiff.NoSlope:         "при таком основании производной по показателю нет",
		autodiff.AdjointOverflow: "переполнение: производная больше 1,8·10³⁰⁸",
		autodiff.NotFinite:       "значение не число",
	}[f.Reason]
	return fmt.Sprintf("позиция %d, узел %s: %s; здесь вычисляется %s", f.Column, f.Op, what, shorten(e.Part(f.Node)))
}
