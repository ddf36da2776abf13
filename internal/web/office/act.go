// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/documents"
	"pratica/internal/problem"
	"pratica/internal/web/kit"
	"pratica/internal/web/papers"
)

// ActPage is the form of one action. Its fields are those that the step kind
// asks for; the page knows none of them.
type ActPage struct {
	kit.Page
	Explain   string
	Fields    []kit.Field
	Version   int64
	Submit    string
	HasFile   bool
	CanDraft  bool // the step makes a decision: its text can be seen before
	Draft     string
	Missing   []string
	Printed   *kit.File // the newest document to sign, if one was made
	Unmet     []string
	CanSubmit bool
	Reasons   string   // name of the field that a text of the library can be put into
	Library   *Library // nil when there is no such field, or no text
	Remote    *Remote  // nil where nobody signs at a distance
	Sent      bool     // a one-time code was sent
	Related   string   // address of the other cases of the same people; "" when there are none
}

// kindDecide is the step kind that makes a decision from a template.
const kindDecide = "decide"

func (f *Face) act(w http.ResponseWriter, r *http.Request) error {
	return f.actPage(w, r, actions.Input{}, extras{}, nil)
}

// extras are what a draft adds to the page.
type extras struct {
	draft  *actions.Draft
	remote remoteForm
	sent   bool
}

func (f *Face) actPage(w http.ResponseWriter, r *http.Request, typed actions.Input, more extras, wrong error) error {
	v, err := f.Casework.View(r.Context(), actor(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(v.Offers, func(o casework.Offer) bool { return o.Action == r.PathValue("action") })
	if at < 0 {
		if wrong != nil {
			return f.late(w, r, v, typed, wrong)
		}
		return problem.New(problem.Conflict, "office.no_longer")
	}
	offer := v.Offers[at]
	page := ActPage{Page: f.page(r, offer.Label.In(f.Kit.Printer(r).Lang())), Version: v.Case.Version, CanDraft: offer.Kind == kindDecide}
	page.Explain, page.Submit, page.CanSubmit = offer.Explain.In(page.Lang), page.Title, len(offer.Unmet) == 0
	page.Lead = ledBy(v, v.Case.Code)
	page.Crumbs = []kit.Crumb{{Text: page.T("office.inbox.title"), Href: Prefix + "/"}, {Text: v.Case.Code, Href: path(v.Case.ID)}, {Text: page.Title}}
	if len(v.Related)+v.Unseen > 0 {
		page.Related = path(v.Case.ID) + "#related"
	}
	for _, unmet := range offer.Unmet {
		page.Unmet = append(page.Unmet, page.Printer.Field(unmet))
	}
	proposed, err := f.Registry.Proposed(r.Context(), actor(r), offer)
	if err != nil {
		return err
	}
	fields, err := f.named(r, v.Case.Definition, propose(offer.Fields, proposed))
	if err != nil {
		return err
	}
	page.fields(fields, typed, wrong)
	page.note(proposed)
	if offer.Kind == kindConfirmCounsel {
		if err := page.counsel(f, r, wrong); err != nil {
			return err
		}
	}
	if page.Reasons = reasonsField(offer); page.Reasons != "" {
		if page.Library, err = f.library(r, page.Page, typed.Text(libraryName), "reasons.choose_for_act"); err != nil {
			return err
		}
	}
	page.draft(more.draft)
	if page.CanDraft {
		if page.Printed, err = f.printed(r, page.Page, v.Case.ID); err != nil {
			return err
		}
		page.Remote, page.Sent = f.remote(r, page.Page, more.remote), more.sent
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "office/act", page)
}

// reasonsField is the field of an act in which the office gives its reasons; ""
// when it gives none.
func reasonsField(offer casework.Offer) string {
	for _, field := range offer.Fields {
		if field.Type == actions.LongField && slices.Contains(reasonsFields, field.Name) {
			return field.Name
		}
	}
	return ""
}

// reasonsFields are what the step kinds call it: those that propose and resolve,
// and the one that decides, whose field is a value of the decision's text.
var reasonsFields = []string{"reasons", "data.reasons"}

// propose lets fields begin with what the body's data propose for them.
func propose(fields []actions.Field, proposed map[string]string) []actions.Field {
	fields = slices.Clone(fields)
	for i, field := range fields {
		fields[i].Value = cmp.Or(field.Value, proposed[field.Name])
	}
	return fields
}

// named calls a file as the form does that asked for it.
func (f *Face) named(r *http.Request, digest string, fields []actions.Field) ([]actions.Field, error) {
	def, err := f.Forms.ByDigest(r.Context(), digest)
	if err != nil {
		return nil, err
	}
	for i, field := range fields {
		if a, ok := def.Attachment(field.Name); ok && field.Type == actions.FileField {
			fields[i].Label = a.Title
		}
	}
	return fields, nil
}

// note says of a proposed text where it is from, and that it can be changed.
func (p *ActPage) note(proposed map[string]string) {
	for i, field := range p.Fields {
		if proposed[field.Name] != "" && field.Type == kit.Text {
			p.Fields[i].Help = p.T("office.act.proposed")
		}
	}
}

// printed is the newest document that was made to be signed. It stays in sight:
// who comes back with the wrong file needs it again.
func (f *Face) printed(r *http.Request, page kit.Page, id string) (*kit.File, error) {
	list, err := f.Documents.List(r.Context(), id)
	if err != nil {
		return nil, err
	}
	for _, stored := range slices.Backward(list) {
		if stored.Slot == documents.SlotLetter {
			shown := papers.File(page, stored, path(id)+"/documenti/")
			shown.State = kit.Badge{}
			shown.Note = page.T("office.draft.printed_at", "at", page.Printer.DateTime(stored.UploadedAt))
			return &shown, nil
		}
	}
	return nil, nil
}

func (p *ActPage) fields(fields []actions.Field, typed actions.Input, wrong error) {
	texts := kit.FieldErrors(p.Printer, wrong)
	for _, field := range fields {
		shown := p.field(field)
		if typed.Values != nil {
			shown.Value = typed.Text(field.Name)
		}
		shown.Error = texts[field.Name]
		p.HasFile = p.HasFile || shown.Type == kit.Upload
		p.Fields = append(p.Fields, shown)
	}
	if wrong == nil {
		return
	}
	p.Errors = kit.Summary("", p.Fields...)
	if p.Errors.IsEmpty() {
		p.Errors.Text = p.Printer.Error(wrong)
	}
}

// types draws each type of field that a step kind may ask for.
var types = map[actions.FieldType]kit.FieldType{
	actions.TextField: kit.Text, actions.LongField: kit.LongText, actions.DateField: kit.Date, actions.ChoiceField: kit.Choice,
	actions.YesField: kit.YesNo, actions.FileField: kit.Upload, actions.NumberField: kit.Number, actions.AmountField: kit.Amount,
}

// manyChoices is from how many on a list is shorter than a set of buttons.
const manyChoices = 7

func (p *ActPage) field(f actions.Field) kit.Field {
	shown := kit.Field{Type: types[f.Type], Name: f.Name, Label: f.In(p.Printer), Value: f.Value, Optional: !f.Required && !f.Later}
	for _, c := range f.Choices {
		shown.Options = append(shown.Options, kit.Option{Value: c.Value, Label: c.In(p.Printer)})
	}
	if shown.Type == kit.Choice && len(shown.Options) > manyChoices {
		shown.Type = kit.Select
	}
	if shown.Type == kit.Upload {
		shown.File = kit.FileField{Accept: ".pdf,.p7m", MaxBytes: maxUpload, Limits: p.T("office.act.limits_file")}
		if f.Name == actions.DecisionSlot {
			shown.File.Limits = p.T("office.act.limits")
		}
	}
	return shown
}

func (p *ActPage) draft(d *actions.Draft) {
	if d == nil {
		return
	}
	p.Draft = d.Text.In(p.Lang)
	for _, m := range d.Missing {
		p.Missing = append(p.Missing, m.Label.In(p.Lang))
	}
}

func (f *Face) actSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := f.decodeAct(r)
	if err != nil && problem.KindOf(err) != problem.Invalid {
		return err
	}
	if err != nil {
		return f.actPage(w, r, form.input, extras{}, err)
	}
	switch form.button {
	case "insert":
		return f.insertReason(w, r, form.input)
	case "draft":
		return f.showDraft(w, r, form.input)
	case "print":
		return f.printDraft(w, r, form.input)
	case "otp":
		return f.sendCode(w, r, form)
	case "sign":
		return f.signAndDo(w, r, form)
	}
	return f.doAct(w, r, form)
}

// insertReason puts the chosen text of the library after what was typed. It is
// for browsers without scripts.
func (f *Face) insertReason(w http.ResponseWriter, r *http.Request, in actions.Input) error {
	for _, name := range reasonsFields {
		if typed, ok := in.Values[name]; ok && len(typed) > 0 {
			text, err := f.inserted(r, typed[0], in.Text(libraryName))
			if err != nil {
				return err
			}
			in.Values[name] = []string{text}
		}
	}
	return f.actPage(w, r, in, extras{}, nil)
}

func (f *Face) doAct(w http.ResponseWriter, r *http.Request, form actForm) error {
	id := r.PathValue("id")
	if err := f.checkCounsel(r, form.input); err != nil {
		if kit.IsCorrectable(err) {
			return f.actPage(w, r, form.input, extras{}, err)
		}
		return err
	}
	cmd := casework.Command{Version: form.version, Input: form.input}
	_, err := f.Casework.Act(r.Context(), actor(r), id, r.PathValue("action"), cmd)
	if err != nil {
		for _, file := range form.input.Files {
			if dropErr := f.Registry.DropFile(r.Context(), id, file.ID); dropErr != nil {
				return errors.Join(err, dropErr)
			}
		}
	}
	if kit.IsCorrectable(err) {
		return f.actPage(w, r, form.input, extras{}, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "office.act.done")
	return kit.Redirect(w, r, path(id))
}

// showDraft shows the decision as it would be, with the data that it lacks.
func (f *Face) showDraft(w http.ResponseWriter, r *http.Request, in actions.Input) error {
	d, err := f.Casework.Draft(r.Context(), actor(r), r.PathValue("id"), r.PathValue("action"), in)
	if kit.IsCorrectable(err) {
		return f.actPage(w, r, in, extras{}, err)
	}
	if err != nil {
		return err
	}
	return f.actPage(w, r, in, extras{draft: &d}, nil)
}

// printDraft makes the document to sign.
func (f *Face) printDraft(w http.ResponseWriter, r *http.Request, in actions.Input) error {
	id := r.PathValue("id")
	d, err := f.Casework.Draft(r.Context(), actor(r), id, r.PathValue("action"), in)
	if err == nil && len(d.Missing) == 0 {
		if _, err := f.Registry.PrintDecision(r.Context(), actor(r), id, r.PathValue("action"), in); err != nil {
			return err
		}
		return f.actPage(w, r, in, extras{draft: &d}, nil)
	}
	if kit.IsCorrectable(err) {
		return f.actPage(w, r, in, extras{}, err)
	}
	if err != nil {
		return err
	}
	return f.actPage(w, r, in, extras{draft: &d}, problem.New(problem.Invalid, "office.draft_incomplete"))
}

// actForm is what the form of an action sent.
type actForm struct {
	input   actions.Input
	version int64
	button  string
	remote  remoteForm
}

// decodeAct reads the form. With a file it is multipart, and streams: the file
// is stored as it arrives.
func (f *Face) decodeAct(r *http.Request) (actForm, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		values, err := kit.Decode(r)
		if err != nil {
			return actForm{}, err
		}
		return formOf(values, nil), nil
	}
	return f.decodeMultipart(r)
}

func formOf(values kit.Values, files []actions.File) actForm {
	form := actForm{button: values.Text("act"), input: actions.Input{Values: map[string][]string{}, Files: files}}
	form.version, _ = strconv.ParseInt(values.Text("version"), 10, 64)
	for name, all := range values.Values {
		if name != "act" && name != "version" && !form.remote.take(name, values.Text(name)) {
			form.input.Values[name] = all
		}
	}
	for _, name := range values.DateNames() {
		form.input.Values[name] = []string{values.Date(name)}
	}
	return form
}

// maxText bounds one text of a multipart form.
const maxText = 256 << 10

func (f *Face) decodeMultipart(r *http.Request) (actForm, error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return actForm{}, problem.New(problem.Invalid, "kit.not_a_form").Because(err)
	}
	values := kit.Values{Values: map[string][]string{}}
	var files []actions.File
	var fileErr error
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return formOf(values, files), fileErr
		}
		if err != nil {
			return formOf(values, files), problem.New(problem.Invalid, "documents.cut").Because(err)
		}
		if part.FileName() == "" {
			text, err := io.ReadAll(io.LimitReader(part, maxText))
			if err != nil {
				return formOf(values, files), problem.New(problem.Invalid, "documents.cut").Because(err)
			}
			values.Add(part.FormName(), string(text))
			continue
		}
		file, err := f.Registry.ReceiveFile(r.Context(), actor(r), r.PathValue("id"), part.FormName(), part.FileName(), part)
		if err != nil && fileErr == nil {
			fileErr = atField(err, part.FormName())
		} else if err == nil {
			files = append(files, file)
		}
	}
}

// atField puts the problem of a file at its field.
func atField(err error, name string) error {
	p, ok := problem.As(err)
	if !ok || len(p.Fields) > 0 {
		return err
	}
	return p.With(problem.Field{Path: name, Code: p.Code, Args: p.Args})
}
