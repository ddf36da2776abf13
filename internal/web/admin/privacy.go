// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"
	"strconv"

	"pratica/internal/privacy"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// PrivacyPath is where people's requests for their data are.
const PrivacyPath = Prefix + "/privacy"

const privacyPerPage = 200

// privacyRoutes are there when somebody's data can be gathered.
func (f *Face) privacyRoutes() []kit.Route {
	if f.Privacy == nil {
		return nil
	}
	return []kit.Route{
		{Pattern: "GET /privacy", Handler: f.privacy},
		{Pattern: "POST /privacy", Handler: f.privacySubmit},
		{Pattern: "GET /privacy/{id}", Handler: f.privacyRequest},
		{Pattern: "POST /privacy/{id}", Handler: f.privacyRequestSubmit},
		{Pattern: "GET /privacy/{id}/copia.zip", Handler: f.privacyCopy},
	}
}

// PrivacyPage is the register of requests, with the form for a new one.
type PrivacyPage struct {
	kit.Page
	Fields   []kit.Field
	Found    []string      // what there is, before it is asked
	Question *kit.Question // nil before the search
	LeftOut  []string
	Table    kit.Table
}

// typedAsking keeps the day as it was typed.
type typedAsking struct {
	privacy.Asking
	day string
}

func (f *Face) privacy(w http.ResponseWriter, r *http.Request) error {
	today := terms.DateOf(f.Kit.Now())
	return f.privacyPage(w, r, typedAsking{privacy.Asking{AskedOn: today}, today.String()}, nil, nil)
}

func (f *Face) privacyPage(w http.ResponseWriter, r *http.Request, typed typedAsking, found *privacy.Found, wrong error) error {
	page := PrivacyPage{Page: f.page(r, "privacy.title")}
	page.Lead, page.Wide = page.T("privacy.lead"), true
	if found != nil {
		page.Found = foundWords(page.Page, *found)
		page.Question = askQuestion(page.Page, typed, found.IsNothing())
		page.LeftOut = leftOut(page.Page)
		return f.Kit.Render(w, r, http.StatusOK, "admin/privacy", page)
	}
	page.Fields = askFields(page.Page, typed)
	var all []*kit.Field
	for i := range page.Fields {
		all = append(all, &page.Fields[i])
	}
	withErrors(&page.Page, wrong, all...)
	list, err := f.Privacy.Requests(r.Context(), gate.Actor(r.Context()), privacyPerPage)
	if err != nil {
		return err
	}
	page.Table = f.privacyTable(page.Page, list)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/privacy", page)
}

func (f *Face) privacyTable(page kit.Page, list []privacy.Request) kit.Table {
	rows := make([]kit.Row, len(list))
	for i, one := range list {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: one.Label(), Href: PrivacyPath + "/" + one.ID}, {Text: one.Name}, {Text: page.Printer.Date(one.AskedOn)},
			{Text: page.Printer.Date(one.DueOn)}, {Badge: f.privacyBadge(page, one)},
		}}
	}
	table := kit.NewTable(page.T("privacy.caption"), []kit.Column{
		{Title: page.T("privacy.number")}, {Title: page.T("privacy.name")}, {Title: page.T("privacy.asked_on")},
		{Title: page.T("privacy.due_on")}, {Title: page.T("privacy.state")},
	}, rows)
	table.Empty = kit.EmptyState{Title: page.T("privacy.none"), Text: page.T("privacy.none_text")}
	return table
}

func (f *Face) privacyBadge(page kit.Page, one privacy.Request) kit.Badge {
	switch {
	case one.State == privacy.Answered:
		return kit.Badge{Text: page.T("privacy.state_answered"), Tone: kit.Positive}
	case one.IsLate(terms.DateOf(f.Kit.Now())):
		return kit.Badge{Text: page.T("privacy.state_late"), Tone: kit.Negative}
	case one.State == privacy.Preparing:
		return kit.Badge{Text: page.T("privacy.state_preparing"), Tone: kit.Progress}
	}
	return kit.Badge{Text: page.T("privacy.state_ready"), Tone: kit.Waiting}
}

func askFields(page kit.Page, typed typedAsking) []kit.Field {
	files := "no"
	if typed.WithFiles {
		files = "yes"
	}
	return []kit.Field{
		{Type: kit.Text, Name: "name", Label: page.T("privacy.name"), Value: typed.Name, Width: kit.Medium},
		{Type: kit.Text, Name: "tax_code", Label: page.T("privacy.tax_code"), Help: page.T("privacy.tax_code_help"), Value: typed.TaxCode, Optional: true, Width: kit.Small},
		{Type: kit.Email, Name: "email", Label: page.T("privacy.email"), Help: page.T("privacy.email_help"), Value: typed.Email, Optional: true, Width: kit.Medium},
		{Type: kit.Date, Name: "asked_on", Label: page.T("privacy.asked_on"), Help: page.T("privacy.asked_on_help"), Value: typed.day},
		{Type: kit.YesNo, Name: "files", Label: page.T("privacy.files"), Help: page.T("privacy.files_help"), Value: files},
	}
}

// foundWords says how much there is, line by line.
func foundWords(page kit.Page, found privacy.Found) []string {
	if found.IsNothing() {
		return []string{page.T("privacy.found_nothing")}
	}
	say := func(key string, n int) string { return page.T(key, "count", n) }
	return []string{
		say("privacy.found.own", len(found.Own)), say("privacy.found.drafts", len(found.Drafts)), say("privacy.found.mentions", len(found.Mentions)),
		say("privacy.found.accounts", len(found.Accounts)), say("privacy.found.lists", found.Lists),
	}
}

func leftOut(page kit.Page) []string {
	var list []string
	for _, key := range privacy.LeftOut() {
		list = append(list, page.T("privacy.left_out."+key))
	}
	return list
}

func askQuestion(page kit.Page, typed typedAsking, nothing bool) *kit.Question {
	text, files := "privacy.question", "no"
	if nothing {
		text = "privacy.question_nothing"
	}
	if typed.WithFiles {
		files = "yes"
	}
	year, month, day := typed.AskedOn.Date()
	return &kit.Question{
		Action: PrivacyPath, Text: page.T(text), Confirm: page.T("privacy.confirm"), Cancel: PrivacyPath,
		Hidden: []kit.Hidden{
			{Name: "act", Value: "ask"}, {Name: "name", Value: typed.Name}, {Name: "tax_code", Value: typed.TaxCode}, {Name: "email", Value: typed.Email}, {Name: "files", Value: files},
			{Name: "asked_on.year", Value: strconv.Itoa(year)}, {Name: "asked_on.month", Value: strconv.Itoa(int(month))}, {Name: "asked_on.day", Value: strconv.Itoa(day)},
		},
	}
}

func (f *Face) privacySubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	typed := typedAsking{privacy.Asking{
		Person: privacy.Person{Name: form.Text("name"), TaxCode: form.Text("tax_code"), Email: form.Text("email")}, WithFiles: form.Text("files") == "yes",
	}, form.Date("asked_on")}
	if err := typed.AskedOn.UnmarshalText([]byte(typed.day)); err != nil { // a day that is none is refused with the rest
		typed.AskedOn = terms.Date{}
	}
	actor := gate.Actor(r.Context())
	if form.Text("act") != "ask" {
		tidy, found, err := f.Privacy.Look(r.Context(), actor, typed.Asking)
		if kit.IsCorrectable(err) {
			return f.privacyPage(w, r, typed, nil, err)
		}
		if err != nil {
			return err
		}
		return f.privacyPage(w, r, typedAsking{tidy, typed.day}, &found, nil)
	}
	made, err := f.Privacy.Ask(r.Context(), actor, typed.Asking)
	if kit.IsCorrectable(err) {
		return f.privacyPage(w, r, typed, nil, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "privacy.made", "number", made.Label())
	return kit.Redirect(w, r, PrivacyPath+"/"+made.ID)
}

// PrivacyRequestPage is one request.
type PrivacyRequestPage struct {
	kit.Page
	Action   string
	State    kit.Badge
	Facts    []kit.Entry
	Progress string // while the copy is made
	Copy     string // address of the copy; "" when there is none
	Open     bool
	Reason   *kit.Field // why the answer takes longer; nil when it cannot any more
	LeftOut  []string
}

func (f *Face) privacyRequest(w http.ResponseWriter, r *http.Request) error {
	return f.privacyRequestPage(w, r, "", nil)
}

func (f *Face) privacyRequestPage(w http.ResponseWriter, r *http.Request, reason string, wrong error) error {
	one, err := f.Privacy.Request(r.Context(), gate.Actor(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := PrivacyRequestPage{Page: f.page(r, "privacy.title"), Action: PrivacyPath + "/" + one.ID, Open: one.State == privacy.Ready}
	page.Title = page.T("privacy.one", "number", one.Label())
	page.Crumbs = []kit.Crumb{{Text: page.T("privacy.title"), Href: PrivacyPath}, {Text: page.Title}}
	page.State, page.LeftOut = f.privacyBadge(page.Page, one), leftOut(page.Page)
	if page.Facts, err = f.privacyFacts(r, page.Page, one); err != nil {
		return err
	}
	switch one.State {
	case privacy.Preparing:
		page.Progress = page.T("privacy.progress", "done", strconv.FormatInt(one.Done, 10), "total", strconv.FormatInt(one.Total, 10))
	case privacy.Ready:
		page.Copy = page.Action + "/copia.zip"
	}
	if one.State != privacy.Answered && one.Extended == "" {
		page.Reason = &kit.Field{Type: kit.LongText, Name: "reason", Label: page.T("privacy.reason"), Help: page.T("privacy.reason_help"), Value: reason, Rows: 3}
		withErrors(&page.Page, wrong, page.Reason)
	} else {
		withErrors(&page.Page, wrong)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/privacy_request", page)
}

func (f *Face) privacyFacts(r *http.Request, page kit.Page, one privacy.Request) ([]kit.Entry, error) {
	names := map[string]string{}
	for _, id := range []string{one.MadeBy, one.AnsweredBy} {
		if err := f.learn(r.Context(), names, id); err != nil {
			return nil, err
		}
	}
	facts := []kit.Entry{
		{Name: page.T("privacy.name"), Value: one.Name}, {Name: page.T("privacy.tax_code"), Value: one.TaxCode}, {Name: page.T("privacy.email"), Value: one.Email},
		{Name: page.T("privacy.asked_on"), Value: page.Printer.Date(one.AskedOn)}, {Name: page.T("privacy.due_on"), Value: page.Printer.Date(one.DueOn)},
		{Name: page.T("privacy.extended"), Value: one.Extended}, {Name: page.T("privacy.made_by"), Value: names[one.MadeBy]},
	}
	if one.State == privacy.Answered {
		facts = append(facts, kit.Entry{Name: page.T("privacy.answered_by"), Value: names[one.AnsweredBy]}, kit.Entry{Name: page.T("privacy.answered_at"), Value: page.Printer.DateTime(one.AnsweredAt)})
	}
	var said []kit.Entry
	for _, e := range facts {
		if e.Value != "" {
			said = append(said, e)
		}
	}
	return said, nil
}

func (f *Face) privacyRequestSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	id, actor, done := r.PathValue("id"), gate.Actor(r.Context()), "privacy.extended_done"
	switch form.Text("act") {
	case "extend":
		err = f.Privacy.Extend(r.Context(), actor, id, form.Text("reason"))
	case "answer":
		err, done = f.Privacy.Answer(r.Context(), actor, id), "privacy.answered_done"
	default:
		err = problem.New(problem.NotFound, "privacy.no_request")
	}
	if kit.IsCorrectable(err) {
		return f.privacyRequestPage(w, r, form.Text("reason"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, done)
	return kit.Redirect(w, r, PrivacyPath+"/"+id)
}

// privacyCopy sends the copy; that it was taken is on record before the first byte.
func (f *Face) privacyCopy(w http.ResponseWriter, r *http.Request) error {
	one, err := f.Privacy.Taken(r.Context(), gate.Actor(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	content, file, err := f.Files.Open(r.Context(), one.ID, one.File)
	if err != nil {
		return err
	}
	defer content.Close()
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+file.Name+`"`)
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", file.UploadedAt, content)
	return nil
}
