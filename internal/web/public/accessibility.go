// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package public

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"pratica/internal/i18n"
	"pratica/internal/office"
	"pratica/internal/web/kit"
)

// Own is what the body itself writes, and what it is told.
type Own interface {
	Text(ctx context.Context, name office.TextName) (i18n.Text, error)
	Statement(ctx context.Context) (office.Statement, error)
	// Report keeps a report of a page that is not accessible.
	Report(ctx context.Context, f office.Feedback) error
}

const reportPath = "/accessibilita/segnalazione"

// own is a text of the body in paragraphs; none when it wrote none.
func (f *Face) own(r *http.Request, name office.TextName) ([]string, error) {
	if f.Own == nil {
		return nil, nil
	}
	text, err := f.Own.Text(r.Context(), name)
	if err != nil {
		return nil, err
	}
	return paragraphs(text.In(f.Kit.Printer(r).Lang())), nil
}

// paragraphs are parted by an empty line.
func paragraphs(text string) []string {
	var list []string
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	return list
}

// accessibility is the statement in the order of AgID's model, or what the
// program itself can say while the body made none.
func (f *Face) accessibility(w http.ResponseWriter, r *http.Request) error {
	st := office.Statement{}
	if f.Own != nil {
		var err error
		if st, err = f.Own.Statement(r.Context()); err != nil {
			return err
		}
	}
	st.Hosted = cmp.Or(st.Hosted, f.Declaration)
	return f.text(w, r, "accessibility", func(p *i18n.Printer, body kit.BodyView) []Section {
		if st.Version == 0 {
			return f.unstated(p, body, st)
		}
		return f.stated(p, body, st)
	})
}

// unstated is what holds of the program, for whoever runs it.
func (f *Face) unstated(p *i18n.Printer, body kit.BodyView, st office.Statement) []Section {
	state := section(p, "public.accessibility.state", 2)
	if st.Hosted != "" {
		state.Links = []kit.Link{{Text: p.T("public.accessibility.declaration"), Href: st.Hosted}}
	} else {
		state.Paragraphs = append([]string{p.T("public.accessibility.no_statement")}, state.Paragraphs...)
	}
	return []Section{state, section(p, "public.accessibility.limits", 2), f.report(p, body, st), remedy(p, st)}
}

func (f *Face) stated(p *i18n.Printer, body kit.BodyView, st office.Statement) []Section {
	conformity := Section{Title: p.T("public.statement.state"), Paragraphs: []string{
		p.T("public.statement.commitment", "body", body.Name), p.T("public.statement." + string(st.Conformity)),
	}}
	if st.Hosted != "" {
		conformity.Links = []kit.Link{{Text: p.T("public.statement.hosted"), Href: st.Hosted}}
	}
	sections := []Section{conformity}
	for _, list := range []struct {
		key  string
		text i18n.Text
	}{{"failing", st.Failing}, {"burden", st.Burden}, {"out_of_scope", st.OutOfScope}, {"alternatives", st.Alternatives}} {
		if words := paragraphs(list.text.In(p.Lang())); len(words) > 0 {
			sections = append(sections, Section{Title: p.T("public.statement." + list.key), Paragraphs: words})
		}
	}
	made := Section{Title: p.T("public.statement.made"), Paragraphs: []string{
		p.T("public.statement.prepared", "day", st.PreparedOn), p.T("public.statement.method_" + string(st.Method)),
	}}
	if !st.ReviewedOn.IsZero() {
		made.Paragraphs = append(made.Paragraphs, p.T("public.statement.reviewed", "day", st.ReviewedOn))
	}
	site := Section{Title: p.T("public.statement.site"), Paragraphs: []string{p.T("public.statement.software"), p.T("public.statement.usability_no")}}
	if st.Usability {
		site.Paragraphs[1] = p.T("public.statement.usability_yes")
	}
	if !st.PublishedOn.IsZero() {
		site.Paragraphs = append([]string{p.T("public.statement.published", "day", st.PublishedOn)}, site.Paragraphs...)
	}
	return append(sections, made, f.report(p, body, st), remedy(p, st), site)
}

// report says where to report a page, here or by mail.
func (f *Face) report(p *i18n.Printer, body kit.BodyView, st office.Statement) Section {
	body.Email = cmp.Or(st.Contact, body.Email)
	s := withContacts(p, section(p, "public.accessibility.report", 1), body)
	if f.Own != nil {
		s.Links = append([]kit.Link{{Text: p.T("public.report.title"), Href: reportPath}}, s.Links...)
	}
	return s
}

// remedy is the procedure of L. 4/2004 art. 3-quinquies.
func remedy(p *i18n.Printer, st office.Statement) Section {
	s := section(p, "public.accessibility.remedy", 1)
	s.Links = []kit.Link{{Text: p.T("public.accessibility.ombudsman"), Href: cmp.Or(st.Remedy, office.Remedy)}}
	return s
}

// ReportPage takes a report of a page that is not accessible.
type ReportPage struct {
	kit.Page
	Fields []kit.Field
}

func (f *Face) reportForm(w http.ResponseWriter, r *http.Request) error {
	return f.reportPage(w, r, office.Feedback{Place: r.URL.Query().Get("pagina")}, nil)
}

func (f *Face) reportPage(w http.ResponseWriter, r *http.Request, typed office.Feedback, wrong error) error {
	p := f.Kit.Printer(r)
	page := ReportPage{Page: f.Kit.Page(r, p.T("public.report.title"))}
	page.Lead = p.T("public.report.lead")
	page.Crumbs = []kit.Crumb{{Text: p.T("public.home.crumb"), Href: "/"}, {Text: p.T("public.accessibility.title"), Href: "/accessibilita"}, {Text: page.Title}}
	page.Fields = []kit.Field{
		{Type: kit.Text, Name: "place", Label: p.T("public.report.place"), Help: p.T("public.report.place_help"), Value: typed.Place, Optional: true, MaxLength: 300},
		{Type: kit.LongText, Name: "report", Label: p.T("public.report.report"), Help: p.T("public.report.report_help"), Value: typed.Report, MaxLength: 4000},
		{Type: kit.Email, Name: "email", Label: p.T("public.report.email"), Help: p.T("public.report.email_help"), Value: typed.Email, Width: kit.Medium, Complete: "email"},
	}
	if wrong != nil {
		said := kit.FieldErrors(p, wrong)
		for i := range page.Fields {
			page.Fields[i].Error = said[page.Fields[i].Name]
		}
		page.Errors = kit.Summary("", page.Fields...)
	}
	return f.Kit.Render(w, r, kit.StatusOf(wrong), "public/report", page)
}

func (f *Face) reportSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	typed := office.Feedback{Place: form.Text("place"), Report: form.Text("report"), Email: form.Text("email"), Lang: f.Kit.Printer(r).Lang()}
	err = f.Own.Report(r.Context(), typed)
	if kit.IsCorrectable(err) {
		return f.reportPage(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, "public.report.received")
	return kit.Redirect(w, r, "/accessibilita")
}
