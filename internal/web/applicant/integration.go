// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package applicant

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/documents"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
)

// kindAnswer is the step kind by which an integration is answered.
const kindAnswer = "answer_integration"

// answerOffer names the action that answers the open request; "" when nothing
// is asked.
func answerOffer(v casework.View) string {
	for _, o := range v.Offers {
		if o.Kind == kindAnswer && len(o.Unmet) == 0 {
			return o.Action
		}
	}
	return ""
}

// IntegrationPage asks only for what the office asked.
type IntegrationPage struct {
	kit.Page
	ID      string
	Asked   []string
	Note    string
	Due     string
	Rows    []FormRow
	Slots   []FileSlot
	Version int64
	Message kit.Field
}

// asked is an open request with the form as it stands.
type asked struct {
	view   casework.View
	action string
	open   casework.Integration
	def    *forms.Definition
	eval   forms.Evaluation
	files  []documents.File
}

func (f *Face) asked(r *http.Request, typed forms.Answers) (asked, error) {
	id := r.PathValue("id")
	v, err := f.Casework.View(r.Context(), applicant(id), id)
	if err != nil {
		return asked{}, err
	}
	q := asked{view: v, action: answerOffer(v)}
	at := slices.IndexFunc(v.Integrations, func(i casework.Integration) bool { return i.State == casework.IntegrationOpen })
	if at < 0 || q.action == "" {
		return asked{}, problem.New(problem.Conflict, "applicant.nothing_asked")
	}
	q.open = v.Integrations[at]
	a := intake.Application{ID: id, Definition: v.Case.Definition, Answers: v.Answers}
	if typed != nil {
		a.Answers = forms.Canonical(typed)
	}
	if q.def, q.eval, err = f.Desk.Evaluate(r.Context(), a); err != nil {
		return asked{}, err
	}
	q.files, err = f.Documents.List(r.Context(), id)
	return q, err
}

// fields are the states of the fields asked, in the order of the form.
func (q asked) fields() []forms.FieldState {
	wanted := q.open.Asked.Fields()
	var all []forms.FieldState
	for _, p := range q.eval.Pages {
		for _, s := range p.Sections {
			for _, field := range s.Fields {
				if slices.Contains(wanted, field.ID) {
					all = append(all, field)
				}
			}
		}
	}
	return all
}

// slots are the places for the files asked.
func (q asked) slots() []forms.SlotState {
	wanted := q.open.Asked.Attachments()
	return slices.DeleteFunc(slices.Clone(q.eval.Slots), func(s forms.SlotState) bool { return !slices.Contains(wanted, s.ID) })
}

func (f *Face) integration(w http.ResponseWriter, r *http.Request) error {
	return f.integrationPage(w, r, nil, "", "", nil)
}

func (f *Face) integrationPage(w http.ResponseWriter, r *http.Request, typed forms.Answers, note, at string, wrong error) error {
	q, err := f.asked(r, typed)
	if err != nil {
		return err
	}
	a, def, err := f.application(r)
	if err != nil {
		return err
	}
	page := IntegrationPage{Page: f.page(r, a, def, "applicant.integration.title"), ID: a.ID, Note: q.open.Asked.Note, Version: q.view.Case.Version}
	page.Lead = page.T("applicant.integration.lead")
	if !q.open.Due.IsZero() {
		page.Due = page.Printer.LongDate(q.open.Due)
	}
	for _, point := range q.open.Asked.Points {
		page.Asked = append(page.Asked, point.Text.In(page.Lang))
	}
	d := drawer{page: page.Page, errors: wrong != nil}
	for _, field := range q.fields() {
		page.Rows = d.row(page.Rows, field)
	}
	for _, s := range q.slots() {
		slot := fileSlot(page.Page, a.ID, "/integrazione", s, q.files)
		slot.withoutRemoval() // what was filed stays
		if s.Slot == at && wrong != nil {
			slot.Field.Error = page.Printer.Error(wrong)
		}
		slot.Full = false
		page.Slots = append(page.Slots, slot)
	}
	page.Message = kit.Field{Type: kit.LongText, Name: "note", Label: page.T("applicant.integration.note"), Value: note, Optional: true}
	if wrong != nil {
		page.Errors = formErrors(page.Printer.Error(wrong), []FormSection{{Rows: page.Rows}})
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "applicant/integration", page)
}

// integrationFile takes one file that was asked. It joins the answer when that
// is sent.
func (f *Face) integrationFile(w http.ResponseWriter, r *http.Request) error {
	id, slot := r.PathValue("id"), r.PathValue("slot")
	q, err := f.asked(r, nil)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(q.slots(), func(s forms.SlotState) bool { return s.Slot == slot })
	if at < 0 {
		return problem.New(problem.NotFound, "documents.not_found")
	}
	name, content, err := f.sentFile(r)
	if err == nil {
		err = f.Desk.AttachAnswer(r.Context(), id, slot, name, content)
	}
	if isRefusal(r, err) {
		return f.integrationPage(w, r, nil, "", slot, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "applicant.file_arrived", "name", name)
	return kit.Redirect(w, r, home(id)+"/integrazione")
}

// integrationSubmit sends the answer: the fields that were asked, the files
// that came since the request, and a note.
func (f *Face) integrationSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	q, err := f.asked(r, nil)
	if err != nil {
		return err
	}
	typed, err := q.typed(form)
	if err != nil {
		return err
	}
	if verb, _ := form.Action(); len(verb) > 5 && verb[:5] == "card." {
		return f.integrationPage(w, r, typed, form.Text("note"), "", nil)
	}
	id := r.PathValue("id")
	changed, err := q.changed(typed)
	if err != nil {
		return err
	}
	if wrong, err := f.wrongWith(r, typed, changed); err != nil {
		return err
	} else if len(wrong) > 0 {
		return f.integrationPage(w, r, typed, form.Text("note"), "", problem.New(problem.Invalid, "casework.input").With(wrong...))
	}
	in, err := q.input(changed, form.Text("note"))
	if err != nil {
		return err
	}
	version, _ := form.Number("version")
	_, err = f.Casework.Act(r.Context(), applicant(id), id, q.action, casework.Command{Version: version, Input: in})
	if kit.IsCorrectable(err) {
		return f.integrationPage(w, r, typed, form.Text("note"), "", err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "applicant.integration.done")
	return kit.Redirect(w, r, home(id)+"/")
}

// typed lays what was typed over the answers.
func (q asked) typed(form kit.Values) (forms.Answers, error) {
	answers, err := forms.ParseAnswers(q.view.Answers)
	if err != nil {
		return nil, err
	}
	values := withDates(form)
	for _, p := range q.def.Pages {
		answers = q.def.DecodePage(p, values, answers)
	}
	return answers, nil
}

// changed are the answers asked for that are no longer as they were filed, with
// the parts of those that have parts: nil for one that was taken away, or that
// cannot be read.
func (q asked) changed(typed forms.Answers) (forms.Answers, error) {
	filed, err := forms.ParseAnswers(q.view.Answers)
	if err != nil {
		return nil, err
	}
	changed := forms.Answers{}
	for _, field := range q.fields() {
		for _, s := range append([]forms.FieldState{field}, field.Parts...) {
			was, is := forms.Answers{s.ID: filed[s.ID]}, forms.Answers{s.ID: typed[s.ID]}
			if forms.Fingerprint(was) != forms.Fingerprint(is) || typed.Unread(s.ID) != "" {
				changed[s.ID] = typed[s.ID]
			}
		}
	}
	return changed, nil
}

// wrongWith says what is wrong with changed answers among the others.
func (f *Face) wrongWith(r *http.Request, typed, changed forms.Answers) ([]problem.Field, error) {
	q, err := f.asked(r, typed)
	if err != nil {
		return nil, err
	}
	var wrong []problem.Field
	for _, failure := range q.eval.Failures {
		top, _, _ := strings.Cut(failure.Path, "[")
		if _, ours := changed[top]; ours {
			wrong = append(wrong, failure)
		}
	}
	return wrong, nil
}

// input is the answer as casework takes it: what was changed, and the files that
// came since the request.
func (q asked) input(changed forms.Answers, note string) (actions.Input, error) {
	in := actions.Input{Values: map[string][]string{"note": {note}}}
	if len(changed) > 0 {
		raw, err := json.Marshal(map[string]any(changed)) // with what was taken away, which is null
		if err != nil {
			return in, err
		}
		in.Answers = raw
	}
	for _, file := range q.files {
		if file.UploadedAt.After(q.open.AskedAt) && slices.Contains(q.open.Asked.Attachments(), file.Slot) {
			in.Files = append(in.Files, actions.File{ID: file.ID, Slot: file.Slot, Name: file.Name})
		}
	}
	return in, nil
}

func (s *FileSlot) withoutRemoval() {
	for i := range s.Files {
		s.Files[i].Remove = ""
	}
}
