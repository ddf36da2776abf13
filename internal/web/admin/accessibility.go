// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"cmp"
	"net/http"
	"strconv"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/problem"
	"pratica/internal/terms"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

const (
	accessibilityPath = Prefix + "/accessibilita"
	// FeedbackPath is where the reports of pages that are not accessible are.
	FeedbackPath = accessibilityPath + "/segnalazioni"

	feedbackPerPage = 200
)

// StatementPage is the form of the statement of accessibility.
type StatementPage struct {
	kit.Page
	Version             int64
	Due                 string
	Late                bool
	State, Limits, Made []kit.Field
	Open                int // reports that wait for an answer
}

// typedStatement keeps the days as they were typed.
type typedStatement struct {
	office.Statement
	prepared, reviewed, published string
}

func (f *Face) statement(w http.ResponseWriter, r *http.Request) error {
	st, err := f.Office.Statement(r.Context())
	if err != nil {
		return err
	}
	if st.Version == 0 {
		st.Remedy = office.Remedy
	}
	return f.statementPage(w, r, typedStatement{st, st.PreparedOn.String(), st.ReviewedOn.String(), st.PublishedOn.String()}, nil)
}

func (f *Face) statementPage(w http.ResponseWriter, r *http.Request, st typedStatement, wrong error) error {
	page := StatementPage{Page: f.page(r, "statement.title"), Version: st.Version}
	page.Lead = page.T("statement.lead")
	list, err := f.Office.FeedbackPage(r.Context(), gate.Actor(r.Context()), feedbackPerPage)
	if err != nil {
		return err
	}
	for _, one := range list {
		if one.IsOpen() {
			page.Open++
		}
	}
	if saved, err := f.Office.Statement(r.Context()); err != nil {
		return err
	} else if saved.Version > 0 {
		due := saved.DueOn()
		page.Due, page.Late = page.T("statement.due", "day", due), terms.DateOf(f.Kit.Now()).After(due)
	}
	page.State, page.Limits, page.Made = stateFields(page.Page, st), limitFields(page.Page, st), madeFields(page.Page, st)
	var all []*kit.Field
	for _, group := range [][]kit.Field{page.State, page.Limits, page.Made} {
		for i := range group {
			all = append(all, &group[i])
		}
	}
	withErrors(&page.Page, wrong, all...)
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/statement", page)
}

func stateFields(page kit.Page, st typedStatement) []kit.Field {
	state := kit.Field{Type: kit.Choice, Name: "conformity", Label: page.T("statement.conformity"), Value: string(st.Conformity)}
	for _, c := range office.Conformities() {
		state.Options = append(state.Options, kit.Option{Value: string(c), Label: page.T("statement.conformity_" + string(c))})
	}
	return []kit.Field{
		state,
		{Type: kit.Text, Name: "hosted", Label: page.T("statement.hosted"), Help: page.T("statement.hosted_help"), Value: st.Hosted, Optional: true, Width: kit.Medium},
	}
}

func limitFields(page kit.Page, st typedStatement) []kit.Field {
	var fields []kit.Field
	for _, list := range []struct {
		name string
		text i18n.Text
	}{{"failing", st.Failing}, {"burden", st.Burden}, {"out_of_scope", st.OutOfScope}, {"alternatives", st.Alternatives}} {
		for _, lang := range []string{"it", "en"} {
			fields = append(fields, kit.Field{
				Type: kit.LongText, Name: list.name + "." + lang, Value: list.text[lang], Optional: true, Rows: 3,
				Label: page.T("statement.field_in", "field", page.T("statement."+list.name), "language", page.T("texts.in_"+lang)),
			})
		}
	}
	return fields
}

func madeFields(page kit.Page, st typedStatement) []kit.Field {
	method := kit.Field{Type: kit.Choice, Name: "method", Label: page.T("statement.method"), Value: string(st.Method)}
	for _, m := range office.Methods() {
		method.Options = append(method.Options, kit.Option{Value: string(m), Label: page.T("statement.method_" + string(m))})
	}
	usability := kit.Field{Type: kit.YesNo, Name: "usability", Label: page.T("statement.usability"), Value: "no"}
	if st.Usability {
		usability.Value = "yes"
	}
	return []kit.Field{
		{Type: kit.Date, Name: "prepared_on", Label: page.T("statement.prepared_on"), Value: st.prepared},
		{Type: kit.Date, Name: "reviewed_on", Label: page.T("statement.reviewed_on"), Value: st.reviewed, Optional: true},
		method, usability,
		{Type: kit.Date, Name: "published_on", Label: page.T("statement.published_on"), Value: st.published, Optional: true},
		{Type: kit.Email, Name: "contact", Label: page.T("statement.contact"), Help: page.T("statement.contact_help"), Value: st.Contact, Optional: true, Width: kit.Medium},
		{Type: kit.Text, Name: "remedy", Label: page.T("statement.remedy"), Value: st.Remedy, Optional: true, Width: kit.Medium},
	}
}

func (f *Face) statementSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	both := func(name string) i18n.Text {
		return i18n.Text{"it": form.Text(name + ".it"), "en": form.Text(name + ".en")}
	}
	st := typedStatement{Statement: office.Statement{
		Hosted: form.Text("hosted"), Conformity: office.Conformity(form.Text("conformity")), Failing: both("failing"), Burden: both("burden"),
		OutOfScope: both("out_of_scope"), Alternatives: both("alternatives"), Method: office.Method(form.Text("method")),
		Usability: form.Text("usability") == "yes", Contact: form.Text("contact"), Remedy: form.Text("remedy"),
	}, prepared: form.Date("prepared_on"), reviewed: form.Date("reviewed_on"), published: form.Date("published_on")}
	st.Version, _ = form.Number("version")
	var fields []problem.Field
	for _, day := range []struct {
		name, typed string
		into        *terms.Date
	}{{"prepared_on", st.prepared, &st.PreparedOn}, {"reviewed_on", st.reviewed, &st.ReviewedOn}, {"published_on", st.published, &st.PublishedOn}} {
		if err := day.into.UnmarshalText([]byte(day.typed)); err != nil {
			fields = append(fields, problem.Field{Path: day.name, Code: "admin.day"})
		}
	}
	if len(fields) > 0 {
		return f.statementPage(w, r, st, problem.New(problem.Invalid, "office.statement_invalid").With(fields...))
	}
	err = f.Office.SaveStatement(r.Context(), gate.Actor(r.Context()), st.Statement)
	if kit.IsCorrectable(err) {
		return f.statementPage(w, r, st, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "statement.saved")
	return kit.Redirect(w, r, accessibilityPath)
}

// FeedbackListPage lists the reports.
type FeedbackListPage struct {
	kit.Page
	Table kit.Table
}

// FeedbackPage is one report and takes the answer.
type FeedbackPage struct {
	kit.Page
	Action         string
	Facts          []kit.Entry
	Report, Answer string
	State          kit.Badge
	Field          *kit.Field // nil once answered
}

func (f *Face) feedbackList(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Office.FeedbackPage(r.Context(), gate.Actor(r.Context()), feedbackPerPage)
	if err != nil {
		return err
	}
	page := FeedbackListPage{Page: f.page(r, "statement.title")}
	page.Title = page.T("feedback.title")
	page.Crumbs = []kit.Crumb{{Text: page.T("statement.title"), Href: accessibilityPath}, {Text: page.Title}}
	page.Lead, page.Wide = page.T("feedback.lead"), true
	rows := make([]kit.Row, len(list))
	for i, one := range list {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: page.Printer.DateTime(one.At), Href: FeedbackPath + "/" + one.ID}, {Text: cmp.Or(one.Place, page.T("feedback.whole_site"))},
			{Badge: f.feedbackBadge(page.Page, one)}, {Text: page.Printer.Date(one.DueOn)},
		}}
	}
	page.Table = kit.NewTable(page.T("feedback.caption", "count", strconv.Itoa(len(list))), []kit.Column{
		{Title: page.T("feedback.at")}, {Title: page.T("feedback.place")}, {Title: page.T("feedback.state")}, {Title: page.T("feedback.due")},
	}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("feedback.none"), Text: page.T("feedback.none_text")}
	return f.Kit.Render(w, r, http.StatusOK, "admin/feedback_list", page)
}

func (f *Face) feedbackBadge(page kit.Page, one office.Feedback) kit.Badge {
	switch {
	case !one.IsOpen():
		return kit.Badge{Text: page.T("feedback.state_answered"), Tone: kit.Positive}
	case terms.DateOf(f.Kit.Now()).After(one.DueOn):
		return kit.Badge{Text: page.T("feedback.state_late"), Tone: kit.Negative}
	}
	return kit.Badge{Text: page.T("feedback.state_open"), Tone: kit.Waiting}
}

func (f *Face) feedback(w http.ResponseWriter, r *http.Request) error {
	return f.feedbackPage(w, r, "", nil)
}

func (f *Face) feedbackPage(w http.ResponseWriter, r *http.Request, typed string, wrong error) error {
	one, err := f.Office.FeedbackByID(r.Context(), gate.Actor(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := FeedbackPage{Page: f.page(r, "statement.title"), Action: FeedbackPath + "/" + one.ID, Report: one.Report, Answer: one.Answer}
	page.Title = page.T("feedback.one", "at", page.Printer.DateTime(one.At))
	page.Crumbs = []kit.Crumb{{Text: page.T("statement.title"), Href: accessibilityPath}, {Text: page.T("feedback.title"), Href: FeedbackPath}, {Text: page.Title}}
	page.State = f.feedbackBadge(page.Page, one)
	page.Facts = []kit.Entry{
		{Name: page.T("feedback.place"), Value: cmp.Or(one.Place, page.T("feedback.whole_site"))},
		{Name: page.T("feedback.due"), Value: page.Printer.Date(one.DueOn)},
	}
	if one.IsOpen() {
		page.Facts = append(page.Facts, kit.Entry{Name: page.T("feedback.language"), Value: page.T("texts.in_" + one.Lang)})
		page.Field = &kit.Field{Type: kit.LongText, Name: "answer", Label: page.T("feedback.answer"), Help: page.T("feedback.answer_help"), Value: typed}
		withErrors(&page.Page, wrong, page.Field)
	} else {
		page.Facts = append(page.Facts, kit.Entry{Name: page.T("feedback.answered_at"), Value: page.Printer.DateTime(one.AnsweredAt)})
		withErrors(&page.Page, wrong)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "admin/feedback", page)
}

func (f *Face) feedbackSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	err = f.Office.AnswerFeedback(r.Context(), gate.Actor(r.Context()), r.PathValue("id"), form.Text("answer"))
	if kit.IsCorrectable(err) {
		return f.feedbackPage(w, r, form.Text("answer"), err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "feedback.sent")
	return kit.Redirect(w, r, FeedbackPath+"/"+r.PathValue("id"))
}
