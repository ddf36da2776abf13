// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"net/http"
	"slices"
	"strings"

	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// clash is a page on which two devices changed the same answers.
type clash struct {
	inputs  []string
	saved   map[string]kit.Field // as the other device saved them
	marks   string               // of what is saved now
	version int64
	at      string
}

// conflict keeps what was typed here in its box and says beside it what the other
// device saved. What does not clash is saved already; sending the page again
// replaces the rest.
func (f *Face) conflict(w http.ResponseWriter, r *http.Request, a intake.Application, def *forms.Definition, form kit.Values, inputs []string) error {
	id := r.PathValue("page")
	_, e, err := f.Desk.Evaluate(r.Context(), a)
	if err != nil {
		return err
	}
	before, err := forms.ParseAnswers(a.Answers)
	if err != nil {
		return err
	}
	page, _ := def.Page(id)
	state, _ := e.Page(id)
	shown := drawer{page: f.page(r, a, def, "applicant.services")}.sections(state)
	c := &clash{inputs: inputs, saved: map[string]kit.Field{}, version: a.Version, at: f.Kit.Clock(a.ChangedAt)}
	for _, field := range formFields(shown) {
		c.saved[field.Name] = field
	}
	if c.marks, err = marks(def, id, a, shown); err != nil {
		return err
	}
	typed := withDates(form)
	typed[forms.ShownName] = inputs // the rest is shown as it is saved now
	a.Answers = forms.Canonical(def.DecodePage(page, typed, before))
	return f.renderClash(w, r, a, def, c, problem.New(problem.Conflict, "applicant.clash", "count", len(inputs)))
}

// explain sets the other value beside each field.
func (c *clash) explain(page FormPage) {
	for _, section := range page.Sections {
		for _, row := range section.Rows {
			c.mark(page.Page, row.Fields)
			if row.Cards == nil {
				continue
			}
			for _, card := range row.Cards.Items {
				c.mark(page.Page, card.Fields)
			}
		}
	}
}

func (c *clash) mark(page kit.Page, fields []kit.Field) {
	for i, field := range fields {
		if slices.Contains(c.inputs, field.Name) {
			fields[i].Error = page.T("applicant.clash", "at", c.at, "value", words(page, c.saved[field.Name]))
		}
	}
}

// words is what a field holds, for a reader.
func words(page kit.Page, f kit.Field) string {
	var chosen []string
	for _, o := range f.Options {
		if o.Value == f.Value || slices.Contains(f.Values, o.Value) {
			chosen = append(chosen, o.Label)
		}
	}
	switch {
	case len(chosen) > 0:
		return strings.Join(chosen, ", ")
	case f.Value == "" && len(f.Values) == 0:
		return page.T("kit.entry.none")
	case f.Type == kit.YesNo:
		return page.T("workflow.choice." + f.Value)
	case f.Type == kit.Declaration:
		return page.T("workflow.choice.yes")
	}
	return f.Value
}

// marks says what each input of a page holds.
func marks(def *forms.Definition, id string, a intake.Application, sections []FormSection) (string, error) {
	answers, err := forms.ParseAnswers(a.Answers)
	if err != nil {
		return "", err
	}
	page, ok := def.Page(id)
	if !ok {
		return "", nil
	}
	var names []string
	for _, field := range formFields(sections) {
		names = append(names, field.Name)
	}
	return def.Marks(page, names, answers), nil
}
