// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin

import (
	"net/http"

	"pratica/internal/identity"
	"pratica/internal/problem"
	"pratica/internal/web/gate"
	"pratica/internal/web/kit"
)

// RequestsPage lists the open requests for a new authenticator.
type RequestsPage struct {
	kit.Page
	Requests []RequestRow
	Empty    kit.EmptyState
}

// RequestRow is one request. Mine says that the reader may not decide it:
// whoever asked, and the owner, need a second person.
type RequestRow struct {
	ID, Name, By, At string
	Mine             bool
}

func (f *Face) requests(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := f.Identity.TOTPRequests(ctx, by(r))
	if err != nil {
		return err
	}
	page := RequestsPage{Page: f.page(r, "admin.totp.title")}
	page.Lead = page.T("admin.totp.lead")
	page.Empty = kit.EmptyState{Title: page.T("admin.totp.none"), Text: page.T("admin.totp.none_text")}
	me := gate.Actor(ctx).Account
	for _, q := range list {
		if q.State != identity.RequestOpen {
			continue
		}
		row, err := f.requestRow(r, page.Page, q)
		if err != nil {
			return err
		}
		row.Mine = q.Account == me || q.RequestedBy == me
		page.Requests = append(page.Requests, row)
	}
	return f.Kit.Render(w, r, http.StatusOK, "admin/requests", page)
}

func (f *Face) requestRow(r *http.Request, page kit.Page, q identity.TOTPRequest) (RequestRow, error) {
	owner, err := f.Identity.Account(r.Context(), q.Account)
	if err != nil {
		return RequestRow{}, err
	}
	asker, err := f.Identity.Account(r.Context(), q.RequestedBy)
	if err != nil {
		return RequestRow{}, err
	}
	return RequestRow{ID: q.ID, Name: owner.Name, By: asker.Name, At: page.Printer.DateTime(q.RequestedAt)}, nil
}

func (f *Face) requestSubmit(w http.ResponseWriter, r *http.Request) error {
	form, err := kit.Decode(r)
	if err != nil {
		return err
	}
	key := "admin.totp.approved"
	switch form.Text("act") {
	case "approve":
		err = f.Identity.ApproveTOTPReset(r.Context(), by(r), form.Text("request"))
	case "refuse":
		key = "admin.totp.refused"
		err = f.Identity.RefuseTOTPReset(r.Context(), by(r), form.Text("request"))
	default:
		err = problem.New(problem.Invalid, "admin.no_act")
	}
	if err != nil {
		return err
	}
	f.Kit.Flash(w, kit.Success, key)
	return kit.Redirect(w, r, Prefix+"/autenticatori")
}
