package markdown

import (
	"strings"
	"testing"
)

// Russian typography: _ stands for a space that does not break.
func TestTypeset(t *testing.T) {
	tests := []struct{ in, follow, want string }{
		{"в слове и на деле", "", "в_слове и_на_деле"},
		{"(в слове)", "", "(в_слове)"},
		{"это — дело", "", "это_— дело"},
		{"это --- дело", "", "это_— дело"},
		{"это\n— дело", "", "это_— дело"},
		{"числа 1--2", "", "числа 1–2"},
		{"из ", "", "из_"},
		{"конец\n", "— начало", "конец_"},
		{"5 примеров, 10 % и 4 000 раз", "", "5_примеров, 10_% и_4_000_раз"},
		{"рис. 5, № 3, § 2, с. 120, см. выше", "", "рис._5, №_3, §_2, с._120, см._выше"},
		{"то же самое ли это", "", "то_же самое_ли это"},
		{"Э. Мур и К. Пирсон", "", "Э._Мур и_К._Пирсон"},
		{"возьмите m = 5", "", "возьмите m_=_5"},
		{"и так далее...", "", "и_так далее…"},
		{"слово слово", "", "слово слово"},
		{"в\n", "слове", "в_"},
		{"на скользкой", "", "на_скользкой"},
		{"три слова", "", "три слова"},
	}
	for _, tt := range tests {
		if got := strings.ReplaceAll(typeset(tt.in, tt.follow), nbsp, "_"); got != tt.want {
			t.Errorf("typeset(%q, %q) = %q, want %q", tt.in, tt.follow, got, tt.want)
		}
	}
}

// Code and formulas keep their spaces and dashes.
func TestTypographyLeavesCodeAlone(t *testing.T) {
	got := withTeX(t, mustRender(t, "в `и a -- b` и $a -- b$").HTML)
	if want := "<p>в" + nbsp + "<code>и a -- b</code> <span class=\"tie\">и" + nbsp + "|a -- b|</span></p>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A hard line break stays, a soft one behind a preposition does not.
func TestTypographyLineBreaks(t *testing.T) {
	got := mustRender(t, "раз  \nдва\nв\nтри").HTML
	if want := "<p>раз<br>\nдва\nв" + nbsp + "три</p>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A formula does not part from the bracket, the preposition and the sign beside it, yet a
// long one may break inside.
func TestTie(t *testing.T) {
	for in, want := range map[string]string{
		"(см. $a$) и далее":      `[(см._|a|)] и_далее`,
		"слово $a$ слово":        `слово |a| слово`,
		"для $a$ — слово":        `для [|a|_—] слово`,
		"в $a$-мерном, $b$, $c$": `[в_|a|-мерном,] [|b|,] |c|`,
		"«$a$»":                  `[«|a|»]`,
	} {
		want = strings.NewReplacer("_", nbsp, "[", `<span class="tie">`, "]", "</span>").Replace(want)
		if got := withTeX(t, mustRender(t, in).HTML); got != "<p>"+want+"</p>\n" {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
	html := mustRender(t, "Пусть $a = b + c$, тогда.").HTML
	if n, parts := strings.Count(html, "<wbr>"+part), strings.Count(html, part); parts < 3 || n != parts-1 {
		t.Errorf("%d places to break between %d parts", n, parts)
	}
}
