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
	if want := "<p>в" + nbsp + "<code>и a -- b</code> и" + nbsp + "|a -- b|</p>\n"; got != want {
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
