// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"time"

	"pratica/internal/casework"
	"pratica/internal/casework/actions"
	"pratica/internal/documents"
	"pratica/internal/problem"
	"pratica/internal/signatures/algorithm"
	"pratica/internal/signatures/csc"
	"pratica/internal/signatures/pades"
	"pratica/internal/signatures/tsp"
	"pratica/internal/web/office"
)

// remote implements the office's port for signing at a distance.
type remote struct {
	*csc.Client
	app     *App
	stamper pades.Stamper // nil: signatures carry no time stamp
}

// patienceWithService bounds one request to the service.
const patienceWithService = 30 * time.Second

// remoteSigning is nil where no service is set.
func (a *App) remoteSigning() office.RemoteSigning {
	c := a.Config.Signing
	if c.Service == "" {
		return nil
	}
	client := &http.Client{Timeout: patienceWithService}
	r := &remote{app: a, Client: &csc.Client{
		Base: c.Service, OAuth: c.OAuth, Version: csc.Version(c.Version), ID: c.ClientID, Secret: c.ClientSecret.Reveal(),
		Return: a.urls.base + office.Prefix + "/firma/ritorno", HTTP: client,
	}}
	if len(c.Stamps) > 0 {
		r.stamper = &tsp.Client{Authorities: c.Stamps, User: c.StampUser, Password: c.StampPassword.Reveal(), HTTP: client}
	}
	return r
}

// Address implements office.RemoteSigning.
func (r *remote) Address(v csc.Visit) string { return r.AuthorizeURL(v) }

// Exchange implements office.RemoteSigning.
func (r *remote) Exchange(ctx context.Context, v csc.Visit, code string) (csc.Token, error) {
	return r.Client.Exchange(ctx, v, code, r.app.now())
}

// SendCode implements office.RemoteSigning.
func (r *remote) SendCode(ctx context.Context, token, credential string) error {
	return r.SendOTP(ctx, token, credential)
}

// SignDecision implements office.RemoteSigning.
func (r *remote) SignDecision(ctx context.Context, actor casework.Actor, caseID string, letter documents.File, token, credential string, proof csc.Proof) (actions.File, error) {
	k, err := r.Credential(ctx, token, credential)
	if err != nil {
		return actions.File{}, err
	}
	now := r.app.now()
	if !k.Holder.IsValidAt(now) {
		return actions.File{}, problem.New(problem.Invalid, "signing.unusable")
	}
	document, _, err := r.app.Documents.Read(ctx, caseID, letter.ID)
	if err != nil {
		return actions.File{}, err
	}
	prepared, err := pades.Prepare(document, pades.Request{Chain: k.Chain, Time: now})
	if err != nil {
		return actions.File{}, problem.New(problem.Invalid, "signing.cannot_sign").Because(err)
	}
	values, err := r.Sign(ctx, token, k, proof, [][]byte{prepared.Digest()})
	if err != nil {
		return actions.File{}, err
	}
	signed, err := prepared.Complete(ctx, values[0], identifier(k.Algorithm), r.stamper)
	if errors.Is(err, pades.ErrWrongValue) {
		return actions.File{}, problem.New(problem.Invalid, "signing.wrong_value").Because(err)
	}
	if err != nil {
		return actions.File{}, err
	}
	return r.app.ReceiveFile(ctx, actor, caseID, actions.DecisionSlot, letter.Name, bytes.NewReader(signed))
}

// identifier names an algorithm as signatures do: RSA has parameters, which are
// NULL (RFC 4055 §5).
func identifier(oid string) algorithm.Identifier {
	if oid == csc.RSAWithSHA256 {
		return algorithm.Identifier{OID: oid, Parameters: []byte{5, 0}}
	}
	return algorithm.Identifier{OID: oid}
}
