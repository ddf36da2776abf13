// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package lawyer

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

const helpersPath = Prefix + "/collaboratori"

// HelpersPage has those who help the lawyer, and the form that invites one.
type HelpersPage struct {
	kit.Page
	Table  kit.Table
	Fields []kit.Field
}

func (f *Face) helpers(w http.ResponseWriter, r *http.Request) error {
	return f.helpersForm(w, r, kit.Values{}, nil)
}

func (f *Face) helpersForm(w http.ResponseWriter, r *http.Request, typed kit.Values, wrong error) error {
	list, err := f.Office.Helpers(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return err
	}
	page := HelpersPage{Page: f.page(r, f.Kit.Printer(r).T("lawyer.helpers.title"))}
	page.Lead = page.T("lawyer.helpers.lead")
	rows := make([]kit.Row, len(list))
	for i, h := range list {
		account, err := f.Identity.Account(r.Context(), h.Account)
		if err != nil {
			return err
		}
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: h.Name, Href: helpersPath + "/" + h.ID}, {Text: account.Email}, {Text: rightsIn(page.Page, "short_", h.Rights)}, {Badge: standing(page.Page, h)},
		}}
	}
	page.Table = kit.NewTable(page.Title, []kit.Column{
		{Title: page.T("lawyer.helpers.name")}, {Title: page.T("lawyer.helpers.email")}, {Title: page.T("lawyer.helpers.may")}, {Title: page.T("lawyer.helpers.state")},
	}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("lawyer.helpers.none"), Text: page.T("lawyer.helpers.none_text")}
	texts := kit.FieldErrors(page.Printer, wrong)
	chosen := typed.Values["rights"]
	if typed.Values == nil {
		chosen = rightWords(office.HelperRights())
	}
	page.Fields = []kit.Field{
		{Type: kit.Text, Name: "name", Label: page.T("lawyer.helpers.name"), Value: typed.Text("name"), Error: texts["name"], Width: kit.Medium},
		{Type: kit.Email, Name: "email", Label: page.T("lawyer.helpers.email"), Value: typed.Text("email"), Error: texts["email"], Width: kit.Medium},
		rightsField(page.Page, chosen, texts["rights"]),
	}
	if page.Errors = kit.Summary("", page.Fields...); wrong != nil && page.Errors.IsEmpty() {
		page.Errors.Text = page.Printer.Error(wrong)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "lawyer/helpers", page)
}

func standing(page kit.Page, h office.Help) kit.Badge {
	if h.Active {
		return kit.Badge{Text: page.T("identity.state.active"), Tone: kit.Positive}
	}
	return kit.Badge{Text: page.T("identity.state.invited"), Tone: kit.Waiting}
}

func rightsField(page kit.Page, chosen []string, wrong string) kit.Field {
	field := kit.Field{Type: kit.Choices, Name: "rights", Label: page.T("lawyer.helpers.rights"), Help: page.T("lawyer.helpers.never"), Values: chosen, Error: wrong}
	for _, right := range office.HelperRights() {
		field.Options = append(field.Options, kit.Option{Value: string(right), Label: page.T("lawyer.helpers.right_" + string(right))})
	}
	return field
}

func rightWords(rights []office.HelperRight) []string {
	words := make([]string, len(rights))
	for i, right := range rights {
		words[i] = string(right)
	}
	return words
}

func rightsOf(form kit.Values) []office.HelperRight {
	var rights []office.HelperRight
	for _, word := range form.Values["rights"] {
		rights = append(rights, office.HelperRight(word))
	}
	return rights
}

// rightsIn names rights, in sentences ("right_") or words ("short_").
func rightsIn(page kit.Page, form string, rights []office.HelperRight) string {
	var names []string
	for _, right := range office.HelperRights() {
		if slices.Contains(rights, right) {
			names = append(names, page.T("lawyer.helpers."+form+string(right)))
		}
	}
	return strings.Join(names, "; ")
}

func (f *Face) inviteSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	email := form.Text("email")
	_, err = f.Office.InviteHelper(r.Context(), gate.Actor(r.Context()), email, form.Text("name"), f.Kit.Printer(r).Lang(), rightsOf(form))
	if kit.IsCorrectable(err) || problem.KindOf(err) == problem.TooMany && err != nil {
		return f.helpersForm(w, r, form, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "lawyer.helpers.invited", "email", email)
	return kit.Redirect(w, r, helpersPath)
}

// HelperPage is one helper: rights, what was done, and the end of it.
type HelperPage struct {
	kit.Page
	Facts  []kit.Entry
	Rights kit.Field
	Acts   kit.Table
	More   string
	Action string
}

const actsPerPage = 50

func (f *Face) helper(w http.ResponseWriter, r *http.Request) error {
	return f.helperForm(w, r, nil)
}

func (f *Face) helperForm(w http.ResponseWriter, r *http.Request, wrong error) error {
	h, err := f.oneHelper(r)
	if err != nil {
		return err
	}
	account, err := f.Identity.Account(r.Context(), h.Account)
	if err != nil {
		return err
	}
	page := HelperPage{Page: f.page(r, h.Name), Action: helpersPath + "/" + h.ID}
	page.Crumbs = []kit.Crumb{{Text: page.T("lawyer.helpers.title"), Href: helpersPath}, {Text: h.Name}}
	page.Facts = []kit.Entry{
		{Name: page.T("lawyer.helpers.email"), Value: account.Email},
		{Name: page.T("lawyer.helpers.state"), Value: standing(page.Page, h).Text},
		{Name: page.T("lawyer.helpers.since"), Value: page.Printer.DateTime(h.InvitedAt)},
	}
	page.Rights = rightsField(page.Page, rightWords(h.Rights), kit.FieldErrors(page.Printer, wrong)["rights"])
	page.Errors = kit.Summary("", page.Rights)
	if err := f.fillActs(r, &page, h.ID); err != nil {
		return err
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "lawyer/helper", page)
}

// oneHelper is the helper of a request, if the lawyer's.
func (f *Face) oneHelper(r *http.Request) (office.Help, error) {
	list, err := f.Office.Helpers(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return office.Help{}, err
	}
	i := slices.IndexFunc(list, func(h office.Help) bool { return h.ID == r.PathValue("help") })
	if i < 0 {
		return office.Help{}, problem.New(problem.NotFound, "office.no_helper")
	}
	return list[i], nil
}

func (f *Face) fillActs(r *http.Request, page *HelperPage, help string) error {
	acts, err := f.Office.HelperActs(r.Context(), gate.Actor(r.Context()), help, r.URL.Query().Get("after"), actsPerPage)
	if err != nil {
		return err
	}
	rows := make([]kit.Row, len(acts))
	for i, a := range acts {
		code, err := f.codeOf(r.Context(), a.Application)
		if err != nil {
			return err
		}
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.DateTime(a.First)}, {Text: page.T("lawyer.helpers.act_" + a.Action)}, {Text: code}, {Text: page.T("lawyer.helpers.times", "count", int(a.Times))},
		}}
	}
	page.Acts = kit.NewTable(page.T("lawyer.helpers.acts"), []kit.Column{
		{Title: page.T("lawyer.helpers.when")}, {Title: page.T("lawyer.helpers.what")}, {Title: page.T("lawyer.case.code")}, {Title: page.T("lawyer.helpers.how_often")},
	}, rows)
	page.Acts.Empty = kit.EmptyState{Title: page.T("lawyer.helpers.no_acts")}
	if len(acts) == actsPerPage {
		page.More = page.Action + "?" + url.Values{"after": {acts[len(acts)-1].ID}}.Encode()
	}
	return nil
}

// codeOf names an application by its code; "" for none, and for one that was
// removed since.
func (f *Face) codeOf(ctx context.Context, application string) (string, error) {
	if application == "" {
		return "", nil
	}
	a, err := f.Intake.Get(ctx, application)
	if problem.KindOf(err) == problem.NotFound && err != nil {
		return "", nil
	}
	return a.Code, err
}

func (f *Face) helperSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	err = f.Office.ChangeHelper(r.Context(), gate.Actor(r.Context()), r.PathValue("help"), rightsOf(form))
	if kit.IsCorrectable(err) {
		return f.helperForm(w, r, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "lawyer.helpers.changed")
	return kit.Redirect(w, r, helpersPath+"/"+r.PathValue("help"))
}

func (f *Face) endSubmit(w http.ResponseWriter, r *http.Request) error {
	h, err := f.oneHelper(r)
	if err != nil {
		return err
	}
	if err := f.Office.EndHelper(r.Context(), gate.Actor(r.Context()), h.ID); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "lawyer.helpers.ended", "name", h.Name)
	return kit.Redirect(w, r, helpersPath)
}
