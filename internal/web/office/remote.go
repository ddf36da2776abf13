// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package office

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/documents"
	"pratica/internal/problem"
	"pratica/internal/signatures/csc"
	"pratica/internal/web/kit"
)

// RemoteSigning is the service that holds the officials' keys; app has it.
type RemoteSigning interface {
	// Address is where an official lets us use the service for him.
	Address(v csc.Visit) string
	Exchange(ctx context.Context, v csc.Visit, code string) (csc.Token, error)
	Credentials(ctx context.Context, token string) ([]csc.Credential, error)
	SendCode(ctx context.Context, token, credential string) error
	// SignDecision signs a printed decision, and keeps it as the file of the act.
	SignDecision(ctx context.Context, actor casework.Actor, caseID string, letter documents.File, token, credential string, proof csc.Proof) (actions.File, error)
}

// Remote is the part of an act's page where a decision is signed at a distance.
type Remote struct {
	Connect string // where the official lets us use the service; "" once he did
	Fields  []kit.Field
	Sends   bool // the code is sent when it is asked for
}

// remoteForm is what was typed to sign at a distance. It is no input of the act,
// and is never shown again.
type remoteForm struct {
	credential string
	proof      csc.Proof
}

const remotePrefix = "remote."

// take keeps a value that belongs to the signing.
func (f *remoteForm) take(name, value string) bool {
	switch name {
	case remotePrefix + "credential":
		f.credential = value
	case remotePrefix + "pin":
		f.proof.PIN = strings.TrimSpace(value)
	case remotePrefix + "otp":
		f.proof.OTP = strings.TrimSpace(value)
	default:
		return strings.HasPrefix(name, remotePrefix)
	}
	return true
}

// Names in the session: who signs at a distance is let in for that session only.
const (
	keyVisit = "signing.visit" // state, verifier and page to come back to
	keyToken = "signing.token" // when it ends, and the token
)

// token is that of the official's session; "" when he is not connected.
func (f *Face) token(ctx context.Context) string {
	ends, token, _ := strings.Cut(f.Gate.Sessions.GetString(ctx, keyToken), " ")
	if at, err := time.Parse(time.RFC3339, ends); err != nil || !f.Now().Before(at) {
		return ""
	}
	return token
}

// remote draws the part of the page. A service that does not answer takes nothing
// else away.
func (f *Face) remote(r *http.Request, page kit.Page, typed remoteForm) *Remote {
	if f.Signing == nil {
		return nil
	}
	connect := &Remote{Connect: Prefix + "/firma/collega?" + url.Values{"to": {r.URL.Path}}.Encode()}
	token := f.token(r.Context())
	if token == "" {
		return connect
	}
	all, err := f.Signing.Credentials(r.Context(), token)
	if err != nil || len(all) == 0 {
		return connect
	}
	part := &Remote{}
	choice := kit.Field{Type: kit.Choice, Name: remotePrefix + "credential", Label: page.T("office.remote.credential"), Value: typed.credential}
	pin, otp := false, false
	for _, c := range all {
		words := c.Holder.Subject.Display() + ", " + page.T("office.remote.until", "day", page.Printer.DateTime(c.Holder.NotAfter))
		choice.Options = append(choice.Options, kit.Option{Value: c.ID, Label: words})
		pin, otp, part.Sends = pin || c.WantsPIN, otp || c.WantsOTP, part.Sends || c.SendsOTP
	}
	if choice.Value == "" {
		choice.Value = all[0].ID
	}
	part.Fields = append(part.Fields, choice)
	if pin {
		part.Fields = append(part.Fields, kit.Field{Type: kit.Password, Name: remotePrefix + "pin", Label: page.T("office.remote.pin"), Complete: "off", Help: page.T("office.remote.only_here")})
	}
	if otp {
		part.Fields = append(part.Fields, kit.Field{Type: kit.Text, Name: remotePrefix + "otp", Label: page.T("office.remote.otp"), Complete: "one-time-code", Help: page.T("office.remote.only_here")})
	}
	return part
}

// connect sends an official to the service, to be let in.
func (f *Face) connect(w http.ResponseWriter, r *http.Request) error {
	if f.Signing == nil {
		return problem.New(problem.NotFound, "kit.not_found")
	}
	v := csc.NewVisit()
	f.Gate.Sessions.Put(r.Context(), keyVisit, strings.Join([]string{v.State, v.Verifier, r.URL.Query().Get("to")}, " "))
	http.Redirect(w, r, f.Signing.Address(v), http.StatusSeeOther)
	return nil
}

// connected takes an official back who comes from the service.
func (f *Face) connected(w http.ResponseWriter, r *http.Request) error {
	if f.Signing == nil {
		return problem.New(problem.NotFound, "kit.not_found")
	}
	visit := strings.SplitN(f.Gate.Sessions.PopString(r.Context(), keyVisit), " ", 3)
	q := r.URL.Query()
	if len(visit) != 3 || visit[0] == "" || q.Get("state") != visit[0] || q.Get("code") == "" {
		return problem.New(problem.Invalid, "signing.connect")
	}
	token, err := f.Signing.Exchange(r.Context(), csc.Visit{State: visit[0], Verifier: visit[1]}, q.Get("code"))
	if err != nil {
		return err
	}
	f.Gate.Sessions.Put(r.Context(), keyToken, token.Ends.UTC().Format(time.RFC3339)+" "+token.Value)
	f.Kit.Flash(w, kit.Success, "office.remote.connected")
	return kit.Redirect(w, r, local(visit[2]))
}

// local is a path of the office, whatever was asked for.
func local(to string) string {
	if strings.HasPrefix(to, Prefix+"/") && !strings.Contains(to, "//") {
		return to
	}
	return Prefix + "/"
}

// sendCode lets the service send the official a code.
func (f *Face) sendCode(w http.ResponseWriter, r *http.Request, form actForm) error {
	err := f.signing(r, form)
	if err == nil {
		err = f.Signing.SendCode(r.Context(), f.token(r.Context()), form.remote.credential)
	}
	if kit.IsCorrectable(err) || problem.KindOf(err) == problem.Unavailable && err != nil {
		return f.actPage(w, r, form.input, extras{remote: form.remote}, err)
	}
	if err != nil {
		return err
	}
	return f.actPage(w, r, form.input, extras{remote: form.remote, sent: true}, nil)
}

func (f *Face) signing(r *http.Request, form actForm) error {
	switch {
	case f.Signing == nil:
		return problem.New(problem.NotFound, "kit.not_found")
	case f.token(r.Context()) == "":
		return problem.New(problem.Invalid, "signing.connect")
	case form.remote.credential == "":
		return problem.New(problem.Invalid, "signing.choose")
	}
	return nil
}

// signAndDo prints the decision, has it signed at a distance, and does the act
// with it.
func (f *Face) signAndDo(w http.ResponseWriter, r *http.Request, form actForm) error {
	id := r.PathValue("id")
	err := f.signing(r, form)
	if err == nil {
		var d actions.Draft
		if d, err = f.Casework.Draft(r.Context(), actor(r), id, r.PathValue("action"), form.input); err == nil && len(d.Missing) > 0 {
			return f.actPage(w, r, form.input, extras{draft: &d, remote: form.remote}, problem.New(problem.Invalid, "office.draft_incomplete"))
		}
	}
	var signed actions.File
	if err == nil {
		signed, err = f.signed(r, form)
	}
	if kit.IsCorrectable(err) || problem.KindOf(err) == problem.Unavailable && err != nil {
		return f.actPage(w, r, form.input, extras{remote: form.remote}, err)
	}
	if err != nil {
		return err
	}
	form.input.Files = append(form.input.Files, signed)
	return f.doAct(w, r, form)
}

func (f *Face) signed(r *http.Request, form actForm) (actions.File, error) {
	letter, err := f.Registry.PrintDecision(r.Context(), actor(r), r.PathValue("id"), r.PathValue("action"), form.input)
	if err != nil {
		return actions.File{}, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), patienceWithService)
	defer cancel()
	return f.Signing.SignDecision(ctx, actor(r), r.PathValue("id"), letter, f.token(r.Context()), form.remote.credential, form.remote.proof)
}

// patienceWithService is how long an official waits for his signature.
const patienceWithService = time.Minute
