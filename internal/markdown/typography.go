package markdown

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

const nbsp = "\u00a0"

// typography sets the spaces and dashes of all prose, counts its words and
// reports what a typist gets wrong. Code and formulas are left alone.
func (w *writer) typography(root ast.Node) {
	for n := range descendants(root) {
		t, ok := n.(*ast.Text)
		if !ok || t.IsRaw() || t.Parent().Kind() == ast.KindCodeSpan {
			continue
		}
		value := string(t.Segment.Value(w.source))
		w.checkProse(t.Segment.Start, value)
		w.doc.Words += countWords(value)
		if t.SoftLineBreak() {
			value += "\n"
		}
		follow := ""
		if next, ok := t.NextSibling().(*ast.Text); ok {
			follow = string(next.Segment.Value(w.source))
		}
		parent := t.Parent()
		set := ast.NewString([]byte(typeset(value, follow)))
		set.SetPos(t.Segment.Start)
		parent.ReplaceChild(parent, t, set)
		if t.HardLineBreak() {
			br := ast.NewText()
			br.SetHardLineBreak(true)
			parent.InsertAfter(parent, set, br)
		}
	}
}

var dashes = strings.NewReplacer("---", "—", "--", "–", "...", "…")

// typeset returns the prose with dashes and with spaces that do not break where
// Russian typography wants them. follow is the prose behind, "" if unknown.
func typeset(prose, follow string) string {
	prose = dashes.Replace(prose)
	var b strings.Builder
	previous := ""
	for prose != "" {
		if n := len(prose) - len(strings.TrimLeft(prose, " \t\n")); n > 0 {
			next := firstWord(prose[n:])
			if n == len(prose) {
				next = firstWord(dashes.Replace(follow))
			}
			if glued(previous, next) {
				b.WriteString(nbsp)
			} else {
				b.WriteString(prose[:n])
			}
			prose = prose[n:]
			continue
		}
		previous = firstWord(prose)
		b.WriteString(previous)
		prose = prose[len(previous):]
		previous = previous[strings.LastIndex(previous, nbsp)+1:]
	}
	return b.String()
}

// firstWord returns what stands before the first space that may break.
func firstWord(s string) string {
	if i := strings.IndexAny(s, " \t\n"); i >= 0 {
		return s[:i]
	}
	return s
}

var (
	number = regexp.MustCompile(`^[−–±≈]?\d+(,\d+)?$`)
	// Signs of relations and operations in prose, as in «m = 5».
	operator = regexp.MustCompile(`^[=≈≠≤≥±×·]$`)
	particle = regexp.MustCompile(`^(же|ли|бы|ль|б|ж)[,.:;!?»)]*$`)
	short    = regexp.MustCompile(`^[А-Яа-яЁё]{1,2}$`)
	initial  = regexp.MustCompile(`^[А-ЯЁA-Z]\.$`)
	// Abbreviations that need what they abbreviate behind them.
	opener = regexp.MustCompile(`^(№|§|с|рис|гл|табл|т|стр|разд|п|см|им|англ|лат|ср)\.?$`)
	group  = regexp.MustCompile(`^\d{3}(\D|$)`)
)

// glued reports whether a line must not break between two words.
func glued(previous, next string) bool {
	if strings.HasPrefix(next, "—") || particle.MatchString(next) || operator.MatchString(next) || operator.MatchString(previous) {
		return true
	}
	previous = strings.TrimLeft(previous, "«„“([")
	switch {
	case particle.MatchString(previous):
		return false
	case short.MatchString(previous), initial.MatchString(previous):
		return true
	case opener.MatchString(previous):
		return strings.HasSuffix(previous, ".") || previous == "№" || previous == "§"
	case number.MatchString(previous):
		r, _ := utf8.DecodeRuneInString(next)
		return unicode.IsLetter(r) || strings.ContainsRune("%‰°", r) && r != utf8.RuneError || group.MatchString(next)
	}
	return false
}

var (
	mixed  = regexp.MustCompile(`[А-Яа-яЁё][A-Za-z]|[A-Za-z][А-Яа-яЁё]`)
	hyphen = regexp.MustCompile(`(^|\s)-(\s|$)`)
	wordRE = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N},.'-]*`)
)

// checkProse reports what a typist gets wrong in Russian.
func (w *writer) checkProse(pos int, prose string) {
	if strings.Contains(prose, `"`) {
		w.report(pos, "straight quotes: write «ёлочки»")
	}
	if hyphen.MatchString(prose) {
		w.report(pos, "a hyphen between spaces: write —")
	}
	if m := mixed.FindString(prose); m != "" {
		w.report(pos, "Latin and Cyrillic letters side by side: %q", m)
	}
}

// countWords returns the number of words.
func countWords(s string) int { return len(wordRE.FindAllStringIndex(s, -1)) }
