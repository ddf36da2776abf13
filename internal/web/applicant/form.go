// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// FormPage is one page of the form.
type FormPage struct {
	kit.Page
	Stepper  kit.Stepper
	Intro    string
	Action   string
	Sections []FormSection
	Version  int64
	Marks    string // what each input held when the page was shown
	Save     kit.SaveState
	More     kit.ErrorSummary // questions that the answers opened: not errors, nobody had seen them
	Previous string
	Email    EmailState
	EmailAt  string // where the address is given
}

func (f *Face) formPage(w http.ResponseWriter, r *http.Request) error {
	a, def, err := f.application(r)
	if err != nil {
		return err
	}
	if a.State == intake.Filed {
		return kit.Redirect(w, r, home(a.ID)+"/")
	}
	return f.renderForm(w, r, a, def, nil)
}

func (f *Face) renderForm(w http.ResponseWriter, r *http.Request, a intake.Application, def *forms.Definition, wrong error) error {
	return f.renderClash(w, r, a, def, nil, wrong)
}

func (f *Face) renderClash(w http.ResponseWriter, r *http.Request, a intake.Application, def *forms.Definition, clash *clash, wrong error) error {
	_, e, err := f.Desk.Evaluate(r.Context(), a)
	if err != nil {
		return err
	}
	id := r.PathValue("page")
	state, ok := e.Page(id)
	if !ok { // an answer elsewhere closed this page
		return kit.Redirect(w, r, home(a.ID)+"/riepilogo")
	}
	page := FormPage{Page: f.page(r, a, def, "applicant.services"), Action: home(a.ID) + "/pagina/" + id, Version: a.Version}
	page.Title, page.Intro = state.Title.In(page.Lang), state.Intro.In(page.Lang)
	page.Switch = "form"
	page.Stepper = steps(page.Page, a, def, e, id)
	opened := problem.Is(wrong, moreQuestions)
	d := drawer{page: page.Page, errors: a.Saved[id] > 0 && !opened}
	page.Sections = d.sections(state)
	if page.Marks, err = marks(def, id, a, page.Sections); err != nil {
		return err
	}
	if clash != nil {
		page.Marks, page.Version = clash.marks, clash.version
		clash.explain(page)
	}
	if err := offerBack(page.Sections, def, a, page.Lang); err != nil {
		return err
	}
	page.Email, page.EmailAt = EmailState{a.Email, a.Verified}, home(a.ID)+"/email?to="+url.QueryEscape(page.Action)
	if a.Saved[id] > 0 {
		page.Save.SavedAt = f.Kit.Clock(a.ChangedAt)
	}
	if state.Number > 1 {
		page.Previous = home(a.ID) + "/pagina/" + e.Pages[state.Number-2].ID
	}
	page.Errors = formErrors("", page.Sections)
	switch {
	case opened:
		page.More = kit.ErrorSummary{Text: page.Printer.Error(wrong), Items: newQuestions(page.Page, state)}
	case wrong != nil:
		page.Errors.Text = page.Printer.Error(wrong)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "applicant/form", page)
}

// offerBack lets the last card removed from each group come back.
func offerBack(sections []FormSection, def *forms.Definition, a intake.Application, lang string) error {
	answers, err := forms.ParseAnswers(a.Answers)
	if err != nil {
		return err
	}
	for _, s := range sections {
		for _, row := range s.Rows {
			if row.Cards == nil {
				continue
			}
			if title, ok := def.Removed(answers, row.Cards.Path, lang); ok {
				row.Cards.Removed = &kit.Removed{Path: row.Cards.Path, Title: title}
			}
		}
	}
	return nil
}

// formSubmit saves the page, whatever was typed, and goes on if it is right.
func (f *Face) formSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	a, def, clashes, err := f.savePage(r, form)
	if err != nil {
		return err
	}
	if len(clashes) > 0 {
		return f.conflict(w, r, a, def, form, clashes)
	}
	if kit.SwitchesLanguage(r) {
		return kit.Redirect(w, r, home(a.ID)+"/pagina/"+r.PathValue("page"))
	}
	if verb, target := form.Action(); verb != "" && strings.HasPrefix(verb, "card.") {
		return kit.Redirect(w, r, home(a.ID)+"/pagina/"+r.PathValue("page")+"#"+cardAnchor(verb, target))
	}
	return f.next(w, r, a, def, form)
}

// cardAnchor is where the page goes on after an act on a card.
func cardAnchor(verb, target string) string {
	if verb == kit.CardAdd || verb == kit.CardRemove || verb == kit.CardRestore {
		group, _, _ := strings.Cut(target, ".")
		return "cards-" + group
	}
	return kit.Card{Path: target}.ElementID()
}

// next leads to the page after this one, or shows this one with its errors.
func (f *Face) next(w http.ResponseWriter, r *http.Request, a intake.Application, def *forms.Definition, form kit.Values) error {
	_, e, err := f.Desk.Evaluate(r.Context(), a)
	if err != nil {
		return err
	}
	state, ok := e.Page(r.PathValue("page"))
	if form.Has("later") {
		return kit.Redirect(w, r, home(a.ID)+"/")
	}
	if ok && len(state.Failures) > 0 {
		return f.renderForm(w, r, a, def, problem.New(problem.Invalid, incompleteCode(state, form.Values[forms.ShownName])))
	}
	if ok && state.Number < len(e.Pages) {
		return kit.Redirect(w, r, home(a.ID)+"/pagina/"+e.Pages[state.Number].ID)
	}
	if len(e.Slots) > 0 {
		return kit.Redirect(w, r, home(a.ID)+"/allegati")
	}
	return kit.Redirect(w, r, home(a.ID)+"/riepilogo")
}

// formSave answers the autosave.
func (f *Face) formSave(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	a, _, clashes, err := f.savePage(r, form)
	if err != nil {
		return err
	}
	if len(clashes) > 0 {
		return problem.New(problem.Conflict, "intake.changed_elsewhere", "at", a.ChangedAt)
	}
	return f.Kit.Saved(w, r, a.ChangedAt, a.Version)
}

// errClash leaves the draft as it is: the autosave cannot show two values.
var errClash = errors.New("applicant: another device saved the same answer")

// savePage lays what was typed over the answers as they are now, input by input.
// Inputs that another device changed too keep what that device saved, and are
// named; an autosave then saves nothing.
func (f *Face) savePage(r *http.Request, form kit.Values) (a intake.Application, def *forms.Definition, clashes []string, err error) {
	if a, def, err = f.application(r); err != nil {
		return a, nil, nil, err
	}
	id := r.PathValue("page")
	page, ok := def.Page(id)
	if !ok {
		return a, def, nil, problem.New(problem.NotFound, "kit.not_found")
	}
	base, _ := strconv.ParseInt(form.Get("version"), 10, 64)
	typed := withDates(form)
	saved, err := f.Intake.MergePage(r.Context(), a.ID, id, base, func(now json.RawMessage, elsewhere func(string) bool) (json.RawMessage, []string, error) {
		before, err := forms.ParseAnswers(now)
		if err != nil {
			return nil, nil, err
		}
		m := def.Merge(page, typed, before, elsewhere)
		if clashes = m.Clashes; len(clashes) > 0 && kit.WantsJSON(r) {
			return nil, nil, errClash
		}
		return forms.Canonical(m.Answers), m.Saved, nil
	})
	if errors.Is(err, errClash) {
		return a, def, clashes, nil
	}
	return saved, def, clashes, err
}

// withDates joins the three boxes of each date.
func withDates(form kit.Values) url.Values {
	typed := url.Values{}
	for name, values := range form.Values {
		typed[name] = values
	}
	for name := range form.Values {
		if base, ok := strings.CutSuffix(name, ".day"); ok {
			typed.Set(base, form.Date(base))
		}
	}
	return typed
}
