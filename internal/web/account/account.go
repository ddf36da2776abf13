// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"pratica/internal/identity"
	"pratica/internal/identity/sessions"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// Face has the pages. All fields are required.
type Face struct {
	Kit      *kit.Kit
	Gate     *gate.Gate
	Identity *identity.Service
	Sessions *sessions.Manager
}

// Routes lists the actions. A form that was refused is shown again at the address
// it was posted to, so each such address also answers to GET: the language may be
// switched there, and the page loaded again.
func (f *Face) Routes() []kit.Route {
	own := f.Gate.SignedIn
	return []kit.Route{
		{Pattern: "GET /accesso", Handler: f.signIn},
		{Pattern: "POST /accesso", Handler: f.signInSubmit},
		{Pattern: "GET /accesso/codice", Handler: f.code},
		{Pattern: "POST /accesso/codice", Handler: f.codeSubmit},
		{Pattern: "GET /accesso/autenticatore-perso", Handler: f.code},
		{Pattern: "POST /accesso/autenticatore-perso", Handler: f.lostSubmit},
		{Pattern: "GET /accesso/password", Handler: f.forgot},
		{Pattern: "POST /accesso/password", Handler: f.forgotSubmit},
		{Pattern: "GET /accesso/invito/{token}", Handler: f.link(invitation)},
		{Pattern: "POST /accesso/invito/{token}", Handler: f.linkSubmit(invitation)},
		{Pattern: "GET /accesso/reimposta/{token}", Handler: f.link(reset)},
		{Pattern: "POST /accesso/reimposta/{token}", Handler: f.linkSubmit(reset)},
		{Pattern: "GET /accesso/nuovo-autenticatore/{token}", Handler: f.link(renewal)},
		{Pattern: "POST /accesso/nuovo-autenticatore/{token}", Handler: f.linkSubmit(renewal)},
		{Pattern: "GET /accesso/autenticatore", Handler: f.enrol},
		{Pattern: "POST /accesso/autenticatore", Handler: f.enrolSubmit},
		{Pattern: "POST " + gate.SignOutPath, Handler: f.signOut},
		{Pattern: "GET " + gate.AlivePath, Handler: f.Gate.Alive},
		{Pattern: "GET /account", Handler: own(f.own)},
		{Pattern: "GET /account/password", Handler: own(f.own)},
		{Pattern: "POST /account/password", Handler: own(f.passwordSubmit)},
		{Pattern: "GET /account/codici", Handler: own(f.own)},
		{Pattern: "POST /account/codici", Handler: own(f.codesSubmit)},
		{Pattern: "POST /account/sessioni", Handler: own(f.sessionsSubmit)},
	}
}

// Path is the page that takes a mailed token.
func Path(purpose identity.Purpose, token string) string {
	switch purpose {
	case identity.ForInvitation:
		return "/accesso/invito/" + token
	case identity.ForReset:
		return "/accesso/reimposta/" + token
	case identity.ForTOTP:
		return "/accesso/nuovo-autenticatore/" + token
	}
	return gate.SignInPath
}

// The keys of what the face keeps in a session.
const (
	keyLogin = "account.login" // ticket of the first step
	keyTo    = "account.to"    // where to go after signing in
	keyEnrol = "account.enrol" // ticket of an enrolment
)

// local keeps a way back inside the site, "" for any other. Browsers drop control
// characters from an address and take a backslash for a slash, so that either
// could make the name of another site out of a path.
func local(to string) string {
	if strings.ContainsRune(to, '\\') || strings.ContainsFunc(to, unicode.IsControl) {
		return ""
	}
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
		return ""
	}
	return to
}

// enter gives the session to an account and leads to where it wanted to go.
func (f *Face) enter(w http.ResponseWriter, r *http.Request, a identity.Account) error {
	ctx := r.Context()
	to := f.Sessions.PopString(ctx, keyTo)
	if err := f.Sessions.SignIn(ctx, a.ID, string(a.Kind), r.UserAgent()); err != nil {
		return err
	}
	if to != "" {
		return kit.Redirect(w, r, to)
	}
	desk, err := f.desk(r, a.ID)
	if err != nil {
		return err
	}
	return kit.Redirect(w, r, desk)
}

// desk is where the work of an account begins.
func (f *Face) desk(r *http.Request, account string) (string, error) {
	actor, err := f.Gate.Actors.ActorOf(r.Context(), account)
	if err != nil {
		return "", err
	}
	return f.Gate.Desk(r, actor), nil
}
