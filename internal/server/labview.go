package server

import (
	"slices"
	"strconv"
	"strings"

	"konspekt/components"
	"konspekt/internal/lab"
)

// labView turns an answer into what the panel prints.
func (s *server) labView(section lab.Section, info lab.Info, a *lab.Answer, first bool) (components.Lab, error) {
	v := components.Lab{Info: info, Page: section.URL(), Presets: info.Presets, Beside: a.Beside, Summary: a.Summary, Query: a.State.Query}
	if !first {
		v.Prefix = "lab=" + info.ID + "&"
	}
	for i, value := range a.State.Values {
		symbol, err := s.Text.Formula(info.Controls[i].Symbol)
		if err != nil {
			return v, err
		}
		v.Controls = append(v.Controls, components.Control{Control: info.Controls[i], Value: value, Symbol: symbol,
			Default: info.Defaults[i].Text, Typed: typed(info.Controls[i].Kind, value.Text)})
		if info.Controls[i].Kind == lab.KindSeed {
			v.Seeded = true
			if !value.Hidden {
				v.Next = nextSeed(a.State)
			}
		}
	}
	for _, d := range a.Figures {
		base, query := figureURL(a.State, d.ID)
		lead, err := s.Text.Formula(d.Sum.Lead)
		if err != nil {
			return v, err
		}
		f := components.Figure{Drawn: d, API: base, Query: query, View: "/figure/" + info.ID + "/" + d.ID, Lead: lead}
		if i := slices.IndexFunc(info.Controls, func(c lab.Control) bool { return c.Name == d.Edit.Param }); i >= 0 {
			f.Edits, f.Own = info.Controls[i], a.State.Values[i].Text != ""
		}
		v.Figures = append(v.Figures, f)
	}
	for _, n := range a.Numbers {
		symbol, err := s.Text.Formula(n.Symbol)
		if err != nil {
			return v, err
		}
		v.Numbers = append(v.Numbers, components.Number{Symbol: symbol, Label: n.Label, Text: n.Text, Theory: n.Theory})
	}
	v.State = stateJSON(a.State)
	return v, nil
}

// typed is a value as a person would type it.
func typed(kind lab.Kind, text string) string {
	switch kind {
	case lab.KindChoice, lab.KindData, lab.KindPoints, lab.KindText:
		return text
	case lab.KindList:
		return lab.ShownList(text)
	}
	if strings.HasPrefix(strings.TrimPrefix(text, "-"), "0.000000") { // «1e-16» fits its field
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			text = strconv.FormatFloat(v, 'g', -1, 64)
		}
	}
	return strings.Replace(text, ".", ",", 1)
}

// nextSeed is the canonical query of the same state with the next seed.
func nextSeed(state lab.State) string {
	var parts []string
	for part := range strings.SplitSeq(state.Query, "&") {
		if part != "" && !strings.HasPrefix(part, "seed=") {
			parts = append(parts, part)
		}
	}
	for _, v := range state.Values {
		if v.Name == "seed" {
			n, _ := strconv.ParseUint(v.Text, 10, 32) // canonical, so it parses
			if n = (n + 1) % (lab.MaxSeed + 1); n != 1 {
				parts = append(parts, "seed="+strconv.FormatUint(n, 10))
			}
		}
	}
	return strings.Join(parts, "&")
}
