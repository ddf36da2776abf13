// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package kit

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"pratica/internal/i18n"
	"pratica/internal/problem"
)

var statuses = map[problem.Kind]int{
	problem.Internal:        http.StatusInternalServerError,
	problem.Invalid:         http.StatusUnprocessableEntity,
	problem.NotFound:        http.StatusNotFound,
	problem.Conflict:        http.StatusConflict,
	problem.Forbidden:       http.StatusForbidden,
	problem.Unauthenticated: http.StatusUnauthorized,
	problem.TooMany:         http.StatusTooManyRequests,
	problem.Gone:            http.StatusGone,
	problem.Unavailable:     http.StatusServiceUnavailable,
}

// wantsLink are the problems of who has an application, and no open door to it.
var wantsLink = []string{"intake.link_invalid", "gate.not_opened"}

// Status is the HTTP status of an error.
func Status(err error) int {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	return statuses[problem.KindOf(err)]
}

// ErrorPage tells a person what went wrong and what to do.
type ErrorPage struct {
	Page
	Message string
	Retry   bool // trying again may help
	Link    bool // a new link to the application is what is wanting
}

// Fail answers with an error: a page in the person's language, or data for a module of ours. What is not a
// problem.Error is logged and shown only as a reference. Nothing is sent when the answer had already begun.
func (k *Kit) Fail(w http.ResponseWriter, r *http.Request, err error) {
	status := Status(err)
	if rec, ok := w.(*recorder); ok && rec.status != 0 {
		k.logFailure(r, status, err)
		return
	}
	if status >= http.StatusInternalServerError {
		k.logFailure(r, status, err)
	}
	if to := k.signIn(r, err); to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	if renderErr := k.renderFailure(w, r, status, err); renderErr != nil {
		k.logFailure(r, http.StatusInternalServerError, renderErr)
		http.Error(w, http.StatusText(status)+" "+RequestID(r.Context()), status)
	}
}

func (k *Kit) logFailure(r *http.Request, status int, err error) {
	k.opt.Log.ErrorContext(r.Context(), "request failed",
		"request", RequestID(r.Context()), "method", r.Method, "route", r.Pattern, "status", status, "error", err)
}

// signIn sends a person who must sign in first to the right place, and back afterwards. Only reading is
// repeated on return: an act is not.
func (k *Kit) signIn(r *http.Request, err error) string {
	if k.opt.SignIn == nil || WantsJSON(r) || problem.KindOf(err) != problem.Unauthenticated {
		return ""
	}
	return WayBack(k.opt.SignIn(r), PageOf(r))
}

// WayBack is the address of the sign-in that leads back to a page of ours; "" where nobody signs in.
func WayBack(signIn, page string) string {
	if signIn == "" || page == "" {
		return signIn
	}
	return signIn + "?" + url.Values{"to": {page}}.Encode()
}

// PageOf is the page that a person is on: the one asked for, or the one whose form was sent. Referrers come from our own pages
// alone (see Referrer-Policy in headers.go); one from elsewhere is not believed.
func PageOf(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host || from.Path == "" {
		return ""
	}
	return from.RequestURI()
}

func (k *Kit) renderFailure(w http.ResponseWriter, r *http.Request, status int, err error) error {
	p := k.Printer(r)
	message := k.message(p, err)
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "30")
	}
	if WantsJSON(r) {
		return JSON(w, r, status, k.failureData(r, p, err, message))
	}
	page := ErrorPage{Page: k.Page(r, errorTitle(p, status)), Message: message, Retry: status >= 500 || status == 429}
	if page.Link = slices.ContainsFunc(wantsLink, func(code string) bool { return problem.Is(err, code) }); page.Link {
		page.Title = p.T("kit.error.link_title")
	}
	page.Reference = RequestID(r.Context())
	return k.Render(w, r, status, "kit/error", page)
}

func (k *Kit) message(p *i18n.Printer, err error) string {
	if Status(err) == http.StatusRequestEntityTooLarge {
		return p.Error(problem.New(problem.Invalid, "kit.too_large"))
	}
	return p.Error(err)
}

func errorTitle(p *i18n.Printer, status int) string {
	switch status {
	case http.StatusNotFound:
		return p.T("kit.error.not_found")
	case http.StatusForbidden, http.StatusUnauthorized:
		return p.T("kit.error.forbidden")
	case http.StatusConflict:
		return p.T("kit.error.conflict")
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return p.T("kit.error.busy")
	case http.StatusInternalServerError:
		return p.T("kit.error.internal")
	}
	return p.T("kit.error.invalid")
}

// failureAnswer is what autosave and upload read.
type failureAnswer struct {
	Code      string            `json:"code"`
	Message   string            `json:"message"`
	Reference string            `json:"reference"`
	Fields    map[string]string `json:"fields,omitempty"`
}

func (k *Kit) failureData(r *http.Request, p *i18n.Printer, err error, message string) failureAnswer {
	a := failureAnswer{Code: "kit.internal", Message: message, Reference: RequestID(r.Context())}
	if e, ok := problem.As(err); ok {
		a.Code = e.Code
		a.Fields = FieldErrors(p, err)
	}
	return a
}

// FieldErrors gives the message of each wrong value by its path; the first one wins.
func FieldErrors(p *i18n.Printer, err error) map[string]string {
	e, ok := problem.As(err)
	if !ok {
		return nil
	}
	out := make(map[string]string, len(e.Fields))
	for _, f := range e.Fields {
		if _, seen := out[f.Path]; !seen {
			out[f.Path] = p.Field(f)
		}
	}
	return out
}

// StatusOf is the HTTP status of a page that shows err beside a form: 200 when there is none.
func StatusOf(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return Status(err)
}

// Why says what an error is, with everything that is wrong or missing.
func Why(p *i18n.Printer, err error) string {
	text := p.Error(err)
	if e, ok := problem.As(err); ok {
		for _, field := range e.Fields {
			text += " " + p.Field(field)
		}
	}
	return text
}
