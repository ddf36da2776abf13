// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package account

import (
	"context"
	"net/http"
	"strings"

	"pratica/internal/audit"
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

// Routes lists the actions.
func (f *Face) Routes() []kit.Route {
	return []kit.Route{
		{Pattern: "GET /accesso", Handler: f.signIn},
		{Pattern: "POST /accesso", Handler: f.signInSubmit},
		{Pattern: "GET /accesso/codice", Handler: f.code},
		{Pattern: "POST /accesso/codice", Handler: f.codeSubmit},
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
		{Pattern: "POST /esci", Handler: f.signOut},
		{Pattern: "GET /account", Handler: f.Gate.SignedIn(f.own)},
		{Pattern: "POST /account/password", Handler: f.Gate.SignedIn(f.passwordSubmit)},
		{Pattern: "POST /account/sessioni", Handler: f.Gate.SignedIn(f.sessionsSubmit)},
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

// local keeps a way back inside the site.
func local(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return ""
	}
	return to
}

// desk is where an account of a kind works.
func desk(kind identity.Kind) string {
	if kind == identity.Lawyer {
		return "/avvocato"
	}
	return "/ufficio"
}

// enter gives the session to an account and leads to where it wanted to go.
func (f *Face) enter(w http.ResponseWriter, r *http.Request, a identity.Account) error {
	to := f.Sessions.PopString(r.Context(), keyTo)
	if err := f.Sessions.SignIn(r.Context(), a.ID, string(a.Kind), r.UserAgent()); err != nil {
		return err
	}
	if to == "" {
		to = desk(a.Kind)
	}
	return kit.Redirect(w, r, to)
}

func self(ctx context.Context) audit.Actor {
	a := gate.Actor(ctx)
	return audit.Actor{Kind: a.Kind, ID: a.Account}
}
