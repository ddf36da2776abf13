// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"pratica/internal/delivery"
	"pratica/internal/identity"
	"pratica/internal/identity/sessions"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Person is somebody of the demonstration whom a visitor may be.
type Person struct {
	ID      string // key of the texts demo.person.<id>
	Account string // "" for the applicant, who has none
	Start   string // where the person begins
}

// Cast lists the people, in the order of the tour.
type Cast interface {
	People(ctx context.Context) ([]Person, error)
}

// Face has the pages. All fields are required.
type Face struct {
	Kit      *kit.Kit
	Gate     *gate.Gate
	Sessions *sessions.Manager
	Identity *identity.Service
	Delivery *delivery.Service
	Cast     Cast
}

// Routes lists the actions.
func (f *Face) Routes() []kit.Route {
	return []kit.Route{
		{Pattern: "GET /demo", Handler: f.tour},
		{Pattern: "POST /demo/entra", Handler: f.enter},
		{Pattern: "GET /demo/posta", Handler: f.outbox},
		{Pattern: "GET /demo/posta/{id}", Handler: f.mail},
	}
}

// TourPage is the tour.
type TourPage struct {
	kit.Page
	People []PersonCard
}

// PersonCard is one person of the tour.
type PersonCard struct{ ID, Name, Text, Button string }

func (f *Face) tour(w http.ResponseWriter, r *http.Request) error {
	people, err := f.Cast.People(r.Context())
	if err != nil {
		return err
	}
	page := TourPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("demo.tour.title"))}
	page.Lead = page.T("demo.tour.lead")
	for _, p := range people {
		page.People = append(page.People, PersonCard{
			ID: p.ID, Name: page.T("demo.person." + p.ID + ".name"), Text: page.T("demo.person." + p.ID + ".text"), Button: page.T("demo.person." + p.ID + ".button"),
		})
	}
	return f.Kit.Render(w, r, http.StatusOK, "demo/tour", page)
}

// enter signs in as a person of the cast, without password: there are no
// secrets in a demonstration.
func (f *Face) enter(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	people, err := f.Cast.People(r.Context())
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == form.Text("person") {
			return f.enterAs(w, r, p)
		}
	}
	return problem.New(problem.NotFound, "kit.not_found")
}

func (f *Face) enterAs(w http.ResponseWriter, r *http.Request, p Person) error {
	ctx := r.Context()
	if p.Account == "" {
		if err := f.Sessions.SignOut(ctx); err != nil {
			return err
		}
		return kit.Redirect(w, r, p.Start)
	}
	a, err := f.Identity.Account(ctx, p.Account)
	if err != nil {
		return err
	}
	if err := f.Sessions.SignIn(ctx, a.ID, string(a.Kind), r.UserAgent()); err != nil {
		return err
	}
	return kit.Redirect(w, r, p.Start)
}

// OutboxPage lists the mail that would have left.
type OutboxPage struct {
	kit.Page
	Table kit.Table
	More  string
}

const mailsPerPage = 50

func (f *Face) outbox(w http.ResponseWriter, r *http.Request) error {
	list, err := f.Delivery.Page(r.Context(), r.URL.Query().Get("before"), mailsPerPage)
	if err != nil {
		return err
	}
	page := OutboxPage{Page: f.Kit.Page(r, f.Kit.Printer(r).T("demo.outbox.title"))}
	page.Lead, page.Wide = page.T("demo.outbox.lead"), true
	rows := make([]kit.Row, len(list))
	for i, m := range list {
		rows[i] = kit.Row{Cells: []kit.Cell{
			{Text: m.Subject, Href: "/demo/posta/" + m.ID}, {Text: m.To}, {Text: page.Printer.DateTime(m.CreatedAt)},
		}}
	}
	page.Table = kit.NewTable(page.Title, []kit.Column{
		{Title: page.T("demo.outbox.subject")}, {Title: page.T("demo.outbox.to")}, {Title: page.T("demo.outbox.when")},
	}, rows)
	page.Table.Empty = kit.EmptyState{Title: page.T("demo.outbox.none"), Text: page.T("demo.outbox.none_text")}
	if len(list) == mailsPerPage {
		page.More = "/demo/posta?before=" + list[len(list)-1].ID
	}
	return f.Kit.Render(w, r, http.StatusOK, "demo/outbox", page)
}

// MailPage is one mail, with its links to follow.
type MailPage struct {
	kit.Page
	Facts []kit.Entry
	Text  string
	Links []kit.Link
}

var addresses = regexp.MustCompile(`https?://[^\s<>"]+`)

func (f *Face) mail(w http.ResponseWriter, r *http.Request) error {
	m, err := f.Delivery.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := MailPage{Page: f.Kit.Page(r, m.Subject), Text: m.Body}
	page.Crumbs = []kit.Crumb{{Text: page.T("demo.tour.title"), Href: "/demo"}, {Text: page.T("demo.outbox.title"), Href: "/demo/posta"}, {Text: m.Subject}}
	page.Facts = []kit.Entry{
		{Name: page.T("demo.outbox.to"), Value: m.To}, {Name: page.T("demo.outbox.when"), Value: page.Printer.DateTime(m.CreatedAt)},
	}
	for _, address := range addresses.FindAllString(m.Body, -1) {
		if path, ok := local(address); ok {
			page.Links = append(page.Links, kit.Link{Text: strings.TrimRight(address, "."), Href: path})
		}
	}
	return f.Kit.Render(w, r, http.StatusOK, "demo/mail", page)
}

// local is the path of an address of ours, wherever the demonstration is served.
func local(address string) (string, bool) {
	u, err := url.Parse(strings.TrimRight(address, "."))
	if err != nil || u.Path == "" || u.Path == "/" {
		return "", false
	}
	return u.RequestURI(), true
}
