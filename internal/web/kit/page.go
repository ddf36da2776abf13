// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pratica/internal/i18n"
)

// Page is what the frame of every page needs. Each page struct embeds it by value, first:
//
//	type SummaryPage struct {
//		kit.Page
//		Answers []kit.Entry
//	}
//
// Handlers get one from Kit.Page and may change any field before Render.
type Page struct {
	Lang        string
	Printer     *i18n.Printer
	Title       string // without the name of the body, which the frame adds
	Lead        string // one sentence under the title; may be empty
	Body        BodyView
	Home        string // where the name of the body leads
	Crumbs      []Crumb
	Languages   []Language
	Nav         []Link // main navigation of the face; the frame leaves it out when empty
	User        *User
	Alerts      []Alert
	Errors      ErrorSummary
	Footer      []Link
	Demo        bool
	Wide        bool   // tables of officials use the whole width
	Plain       bool   // the frame leaves out title and lead because the page shows its own
	Switch      string // id of the form that keeps what was typed when the language is switched; see SwitchesLanguage
	SessionEnds int    // seconds until the session ends, for the warning; 0 without a session
	SessionBack string // where a new session begins once this one is over
	Reference   string // request id, on error pages
}

// BodyView is Body in the language of the page.
type BodyView struct {
	Name, Owner, Place, Site, Email, PEC, Phone, Tax string
	Call                                             string // Phone as a telephone dials it
}

// View is satisfied by every struct that embeds Page.
type View interface{ base() Page }

func (p Page) base() Page { return p }

// Link is a text that leads somewhere. Current marks the page the reader is on.
type Link struct {
	Text, Href string
	Current    bool
	Count      int // a number beside the text, such as unread items; 0 hides it
}

// Crumb is one step of the way from the start page; the last one has no Href.
type Crumb struct{ Text, Href string }

// Language is one entry of the language switch.
type Language struct {
	Code, Name, Href string
	Current          bool
}

// User is the signed-in person as the header shows them. A face's middleware sets it with WithUser.
type User struct {
	Name    string
	Role    string // what they act as, in the language of the page; may be empty
	Links   []Link
	SignOut string // the address a form posts to; "" hides the button
}

// AlertKind decides colour, icon and the word read aloud before the text.
type AlertKind string

// The four kinds of alert.
const (
	Info    AlertKind = "info"
	Success AlertKind = "success"
	Warning AlertKind = "warning"
	Danger  AlertKind = "danger"
)

// Alert is a notice on top of the page or inside it (template "alert").
type Alert struct {
	Kind  AlertKind
	Title string
	Text  string
	Link  *Link
}

type userKey struct{}

// WithUser keeps the signed-in person for the header of the pages made in this context.
func WithUser(ctx context.Context, u User) context.Context {
	return context.WithValue(ctx, userKey{}, &u)
}

type sessionKey struct{}

// session is how long the session of a request lasts without a further one, and where the next begins.
type session struct {
	left time.Duration
	back string
}

// WithSession lets the pages made in this context warn before their session ends; back is where a new one begins.
func WithSession(ctx context.Context, left time.Duration, back string) context.Context {
	return context.WithValue(ctx, sessionKey{}, session{left, back})
}

// Page starts the frame of a page: language, body, user, flash messages. title is a text, not a key.
func (k *Kit) Page(r *http.Request, title string) Page {
	p := k.Printer(r)
	user, _ := r.Context().Value(userKey{}).(*User)
	s, _ := r.Context().Value(sessionKey{}).(session)
	return Page{
		Lang:      p.Lang(),
		Printer:   p,
		Title:     title,
		Body:      k.opt.Body().in(p.Lang()),
		Home:      "/",
		Languages: k.languages(r, p.Lang()),
		User:      user,
		Alerts:    k.flashes(r, p),
		Footer:    footer(p),
		Demo:      k.opt.Demo,

		SessionEnds: int(s.left.Seconds()),
		SessionBack: s.back,
	}
}

func (b Body) in(lang string) BodyView {
	return BodyView{
		Name: b.Name.In(lang), Owner: b.Owner.In(lang), Place: b.Place.In(lang),
		Site: b.Site, Email: b.Email, PEC: b.PEC, Phone: b.Phone, Tax: b.Tax,
		Call: strings.Join(strings.Fields(b.Phone), ""),
	}
}

func footer(p *i18n.Printer) []Link {
	return []Link{
		{Text: p.T("kit.footer.about"), Href: "/informazioni"},
		{Text: p.T("kit.footer.privacy"), Href: "/privacy"},
		{Text: p.T("kit.footer.accessibility"), Href: "/accessibilita"},
		{Text: p.T("kit.footer.sign_in"), Href: "/accesso"}, // applicants need no account
	}
}

// languages keeps the reader on the page they are on; the query is kept except for an earlier choice.
func (k *Kit) languages(r *http.Request, current string) []Language {
	q := r.URL.Query()
	out := make([]Language, 0, 2)
	for _, code := range k.pages.languages {
		q.Set(languageName, code)
		href := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
		out = append(out, Language{
			Code: code, Name: k.opt.Catalogue.For(code).T("kit.language.name"),
			Href: href.String(), Current: code == current,
		})
	}
	return out
}

// T translates in the language of the page.
func (p Page) T(key string, args ...any) string {
	return p.Printer.T(key, args...)
}
