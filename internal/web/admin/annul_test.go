// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"context"
	"net/http"
	"testing"

	"pratica/internal/casework"
	"pratica/internal/i18n"
	"pratica/internal/problem"
	"pratica/internal/web/admin"
)

// annuller knows one case and keeps why it was annulled.
type annuller struct {
	annulled []string
	by       casework.Actor
}

const annulCode = "ABCDEFGHJ"

func (a *annuller) ToAnnul(_ context.Context, _ casework.Actor, code string) (casework.Annullable, error) {
	if code != annulCode || len(a.annulled) > 0 {
		return casework.Annullable{}, problem.New(problem.Invalid, "casework.unknown_code").With(problem.Field{Path: "code", Code: "casework.unknown_code"})
	}
	return casework.Annullable{Code: code, Number: "7/2026", Label: i18n.Text{"it": "Controllo formale", "en": "Formal check"}, Version: 3}, nil
}

func (a *annuller) Annul(_ context.Context, by casework.Actor, _, reason string, version int64) (casework.Result, error) {
	if version != 3 {
		return casework.Result{}, problem.New(problem.Conflict, "casework.changed", "who", "x", "action", "x", "when", "x")
	}
	a.annulled, a.by = append(a.annulled, reason), by
	return casework.Result{}, nil
}

// TestAnnulment asks for code and reason, then whether it is meant, and only
// then annuls.
func TestAnnulment(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	at := admin.Prefix + "/annullamenti"
	see(t, b.Get(at), at, http.StatusOK)
	for name, try := range map[string]struct{ code, reason, field string }{
		"an unknown code": {"ZZZZZZZZZ", "doppia", "f-code"},
		"no reason":       {annulCode, " ", "f-reason"},
	} {
		page := b.Post(at, "code", try.code, "reason", try.reason)
		see(t, page, at, http.StatusUnprocessableEntity)
		if !page.Has("#" + try.field + "-error") {
			t.Errorf("%s: no error at %s", name, try.field)
		}
	}
	asked := b.Post(at, "code", annulCode, "reason", "registrata due volte")
	see(t, asked, at, http.StatusOK)
	if len(h.annuller.annulled) > 0 {
		t.Fatal("annulled before it was confirmed")
	}
	done := b.Post(at, "code", annulCode, "reason", "registrata due volte", "version", "3")
	see(t, done, at, http.StatusOK)
	if len(h.annuller.annulled) != 1 || h.annuller.annulled[0] != "registrata due volte" || h.annuller.by.Kind != "admin" || h.annuller.by.ID != h.anna.ID {
		t.Errorf("annulled: %+v", h.annuller)
	}
}
