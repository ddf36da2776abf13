// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

const textsPath = Prefix + "/testi"

// TextsPage lists what the body itself writes.
type TextsPage struct {
	kit.Page
	Table kit.Table
}

// OwnTextPage is one of these texts, to be changed, with what it was before.
type OwnTextPage struct {
	kit.Page
	Action  string
	Version int64
	Fields  []kit.Field
	History kit.Table
}

// OwnTextVersionPage shows a text as it was, or as it will be.
type OwnTextVersionPage struct {
	kit.Page
	Italian, English string
	Question         *kit.Question // nil: it is the one in force
}

func (f *Face) texts(w http.ResponseWriter, r *http.Request) error {
	page := TextsPage{Page: f.page(r, "texts.title")}
	page.Lead = page.T("texts.lead")
	var rows []kit.Row
	for _, name := range office.TextNames() {
		list, err := f.Office.TextHistory(r.Context(), gate.Actor(r.Context()), name)
		if err != nil {
			return err
		}
		changed, state := "", kit.Badge{Text: page.T("texts.state_none"), Tone: kit.Neutral}
		if len(list) > 0 {
			changed = page.Printer.DateTime(list[0].ChangedAt)
			if list[0].Text.In(page.Lang) != "" {
				state = kit.Badge{Text: page.T("texts.state_written"), Tone: kit.Positive}
			}
		}
		rows = append(rows, kit.Row{Cells: []kit.Cell{
			{Text: page.T("texts.name." + string(name)), Href: textsPath + "/" + string(name)}, {Text: page.T("texts.where." + string(name))}, {Badge: state}, {Text: changed},
		}})
	}
	page.Table = kit.NewTable(page.T("texts.caption"), []kit.Column{
		{Title: page.T("texts.text")}, {Title: page.T("texts.where_column")}, {Title: page.T("texts.state")}, {Title: page.T("texts.changed")},
	}, rows)
	return f.Kit.Render(w, r, http.StatusOK, "admin/texts", page)
}

func (f *Face) ownText(w http.ResponseWriter, r *http.Request) error {
	return f.ownTextPage(w, r, nil, nil)
}

// ownTextPage shows what was typed, or with nil the text in force.
func (f *Face) ownTextPage(w http.ResponseWriter, r *http.Request, typed i18n.Text, wrong error) error {
	name := office.TextName(r.PathValue("name"))
	list, err := f.Office.TextHistory(r.Context(), gate.Actor(r.Context()), name)
	if err != nil {
		return err
	}
	page := OwnTextPage{Page: f.page(r, "texts.title"), Action: textsPath + "/" + string(name)}
	page.Title = page.T("texts.name." + string(name))
	page.Crumbs = []kit.Crumb{{Text: page.T("texts.title"), Href: textsPath}, {Text: page.Title}}
	page.Lead = page.T("texts.where." + string(name))
	if len(list) > 0 {
		page.Version = list[0].Version
		if typed == nil {
			typed = list[0].Text
		}
	}
	rowsOf := map[office.TextName]int{office.LetterHead: 3, office.LetterFoot: 2, office.PrivacyText: 12}
	for _, lang := range []string{"it", "en"} {
		page.Fields = append(page.Fields, kit.Field{
			Type: kit.LongText, Name: lang, Label: page.T("texts.in_" + lang), Help: page.T("texts.limits." + string(name)), Value: typed[lang], Optional: true, Rows: rowsOf[name],
		})
	}
	if page.History, err = f.textHistory(r, page.Page, list); err != nil {
		return err
	}
	withErrors(&page.Page, wrong, &page.Fields[0], &page.Fields[1])
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/text", page)
}

func (f *Face) textHistory(r *http.Request, page kit.Page, list []office.TextVersion) (kit.Table, error) {
	rows := make([]kit.Row, len(list))
	for i, v := range list {
		who, err := f.Identity.Account(r.Context(), v.ChangedBy)
		if err != nil && problem.KindOf(err) != problem.NotFound {
			return kit.Table{}, err
		}
		state := kit.Badge{}
		if i == 0 {
			state = kit.Badge{Text: page.T("texts.in_force"), Tone: kit.Positive}
		}
		n := strconv.FormatInt(v.Version, 10)
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.T("texts.version", "version", n), Href: textsPath + "/" + string(v.Name) + "/" + n}, {Text: page.Printer.DateTime(v.ChangedAt)}, {Text: who.Name}, {Badge: state},
		}}
	}
	table := kit.NewTable(page.T("texts.history_caption"), []kit.Column{
		{Title: page.T("texts.version_column")}, {Title: page.T("texts.changed")}, {Title: page.T("texts.by")}, {Title: page.T("texts.state")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("texts.no_history"), Text: page.T("texts.no_history_text")}
	return table, nil
}

// ownTextVersion shows a version; an earlier one can be put back.
func (f *Face) ownTextVersion(w http.ResponseWriter, r *http.Request) error {
	name := office.TextName(r.PathValue("name"))
	list, err := f.Office.TextHistory(r.Context(), gate.Actor(r.Context()), name)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(v office.TextVersion) bool { return strconv.FormatInt(v.Version, 10) == r.PathValue("version") })
	if at < 0 {
		return problem.New(problem.NotFound, "office.no_text")
	}
	v := list[at]
	page := f.textAsRead(r, name, v.Text)
	page.Title = page.T("texts.version_of", "version", strconv.FormatInt(v.Version, 10), "at", page.Printer.DateTime(v.ChangedAt))
	page.Crumbs[2].Text = page.Title
	if at > 0 {
		page.Question = textQuestion(page.Page, name, v.Text, list[0].Version, "texts.restore_text", "texts.restore")
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/text_version", page)
}

func (f *Face) textAsRead(r *http.Request, name office.TextName, text i18n.Text) OwnTextVersionPage {
	page := OwnTextVersionPage{Page: f.page(r, "texts.title"), Italian: text["it"], English: text["en"]}
	page.Title = page.T("texts.preview")
	page.Crumbs = []kit.Crumb{{Text: page.T("texts.title"), Href: textsPath}, {Text: page.T("texts.name." + string(name)), Href: textsPath + "/" + string(name)}, {Text: page.Title}}
	return page
}

func textQuestion(page kit.Page, name office.TextName, text i18n.Text, version int64, words, confirm string) *kit.Question {
	at := textsPath + "/" + string(name)
	return &kit.Question{Action: at, Text: page.T(words), Confirm: page.T(confirm), Cancel: at, Hidden: []kit.Hidden{
		{Name: "it", Value: text["it"]}, {Name: "en", Value: text["en"]}, {Name: "version", Value: strconv.FormatInt(version, 10)}, {Name: "do", Value: "save"},
	}}
}

func (f *Face) ownTextSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	name := office.TextName(r.PathValue("name"))
	typed := i18n.Text{"it": form.Text("it"), "en": form.Text("en")}
	version, _ := form.Number("version")
	tidy, err := office.CheckText(name, typed)
	if err == nil && form.Text("do") != "save" {
		page := f.textAsRead(r, name, tidy)
		page.Question = textQuestion(page.Page, name, tidy, version, "texts.save_text", "texts.save")
		return f.Kit.Render(w, r, http.StatusOK, "admin/text_version", page)
	}
	if err == nil {
		err = f.Office.SaveText(r.Context(), gate.Actor(r.Context()), name, typed, version)
	}
	if kit.IsCorrectable(err) {
		return f.ownTextPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "texts.saved")
	return kit.Redirect(w, r, textsPath+"/"+string(name))
}

// bodyVersions lists the body's data as they were.
func (f *Face) bodyVersions(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Office.BodyVersions(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return err
	}
	page := TextsPage{Page: f.page(r, "admin.body.title")}
	page.Title = page.T("admin.body.versions")
	page.Crumbs = []kit.Crumb{{Text: page.T("admin.body.title"), Href: Prefix + "/ente"}, {Text: page.Title}}
	rows := make([]kit.Row, len(list))
	for i, b := range list {
		n := strconv.FormatInt(b.Version, 10)
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.T("texts.version", "version", n), Href: Prefix + "/ente/versioni/" + n}, {Text: page.Printer.DateTime(b.ChangedAt)}, {Text: b.Name},
		}}
	}
	page.Table = kit.NewTable(page.Title, []kit.Column{{Title: page.T("texts.version_column")}, {Title: page.T("texts.changed")}, {Title: page.T("admin.body.name")}}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("texts.no_history"), Text: page.T("texts.no_history_text")}
	return f.Kit.Render(w, r, http.StatusOK, "admin/texts", page)
}

// bodyVersion shows the data of a version, which can be put back.
func (f *Face) bodyVersion(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Office.BodyVersions(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(b office.Body) bool { return strconv.FormatInt(b.Version, 10) == r.PathValue("version") })
	if at < 0 {
		return problem.New(problem.NotFound, "office.no_text")
	}
	b := list[at]
	page := ConfirmPage{Page: f.page(r, "admin.body.title")}
	page.Title = page.T("texts.version_of", "version", r.PathValue("version"), "at", page.Printer.DateTime(b.ChangedAt))
	page.Crumbs = []kit.Crumb{{Text: page.T("admin.body.title"), Href: Prefix + "/ente"}, {Text: page.T("admin.body.versions"), Href: Prefix + "/ente/versioni"}, {Text: page.Title}}
	for _, field := range contactFields(page.Page, b) {
		page.Facts = append(page.Facts, kit.Entry{Name: field.Label, Value: field.Value})
	}
	page.Facts = append(page.Facts, kit.Entry{Name: page.T("admin.body.staff_networks"), Value: strings.ReplaceAll(networksText(b.StaffNetworks), "\n", ", ")})
	page.Question = kit.Question{
		Action: Prefix + "/ente/versioni", Text: page.T("admin.body.restore_text"), Confirm: page.T("texts.restore"), Cancel: Prefix + "/ente/versioni",
		Hidden: []kit.Hidden{{Name: "restore", Value: r.PathValue("version")}, {Name: "version", Value: strconv.FormatInt(list[0].Version, 10)}},
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/confirm", page)
}

// bodyRestore puts name and contacts of an earlier version back. The delegation
// stays as it is: it follows from an act and has days of its own.
func (f *Face) bodyRestore(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	list, err := f.Office.BodyVersions(r.Context(), gate.Actor(r.Context()))
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(b office.Body) bool { return strconv.FormatInt(b.Version, 10) == form.Text("restore") })
	if at < 0 {
		return problem.New(problem.NotFound, "office.no_text")
	}
	b := list[at]
	b.Version, _ = form.Number("version")
	b.Delegate = list[0].Delegate
	if _, err := f.Office.SaveBody(r.Context(), gate.Actor(r.Context()), b, f.Gate.Client(r)); err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "admin.body.saved")
	return kit.Redirect(w, r, Prefix+"/ente")
}
