// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"cmp"
	"slices"

	"pratica/internal/forms"
	"pratica/internal/web/kit"
)

// moreQuestions says that a page is not complete only because its answers opened
// questions that were not on it when it was sent.
const moreQuestions = "applicant.more_questions"

// incompleteCode tells why a page that was sent is shown again. To call a question
// an error that nobody had asked would be unjust.
func incompleteCode(state forms.PageState, shown []string) string {
	for _, failure := range state.Failures {
		if slices.Contains(shown, inputName(state, failure.Path)) {
			return "applicant.page_incomplete"
		}
	}
	return moreQuestions
}

// inputName is the name under which the form lists a question as shown; of a group
// as a whole, the group's.
func inputName(state forms.PageState, path string) string {
	name := ""
	for _, s := range state.Sections {
		name = cmp.Or(name, nameOf(s.Fields, path))
	}
	return cmp.Or(name, path)
}

// newQuestions links to what a page still asks, by its label.
func newQuestions(page kit.Page, state forms.PageState) []kit.ErrorItem {
	labels := map[string]string{}
	for _, s := range state.Sections {
		collectLabels(labels, page.Lang, s.Fields)
	}
	var items []kit.ErrorItem
	for _, failure := range state.Failures {
		items = append(items, kit.ErrorItem{Href: "#" + anchor(state, failure.Path), Text: cmp.Or(labels[failure.Path], failure.Path)})
	}
	return items
}

func collectLabels(labels map[string]string, lang string, fields []forms.FieldState) {
	for _, f := range fields {
		labels[f.Path] = f.Label.In(lang)
		collectLabels(labels, lang, f.Parts)
		for _, item := range f.Items {
			collectLabels(labels, lang, item.Fields)
		}
	}
}
