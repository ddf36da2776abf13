// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/web/kit"
)

// LatePage tells somebody that a colleague was faster, and gives back what was
// typed: the act is not possible any more, the words may still be needed.
type LatePage struct {
	kit.Page
	Why  string
	Case string // address
	Kept kit.Field
}

func (f *Face) late(w http.ResponseWriter, r *http.Request, v casework.View, typed actions.Input, wrong error) error {
	page := LatePage{Page: f.page(r, f.Kit.Printer(r).T("office.late.title")), Case: path(v.Case.ID)}
	page.Lead, page.Why = ledBy(v, v.Case.Code), page.Printer.Error(wrong)
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: Prefix + "/"}, {Text: v.Case.Code, Href: page.Case}, {Text: page.Title}}
	page.Kept = kit.Field{Type: kit.LongText, Name: "kept", Label: page.T("office.late.kept"), Help: page.T("office.late.kept_help"), Value: typedWords(typed)}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/act_late", page)
}

// typedWords are the texts that somebody typed, without what was only chosen.
func typedWords(typed actions.Input) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(typed.Values)) {
		for _, value := range typed.Values[name] {
			if value = strings.TrimSpace(value); strings.ContainsAny(value, " \n") {
				all = append(all, value)
			}
		}
	}
	return strings.Join(all, "\n\n")
}
