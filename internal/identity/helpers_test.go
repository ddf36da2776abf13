// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package identity_test

import (
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/identity"
	"pratica/internal/identity/identitytest"
	"pratica/internal/identity/sessions"
	"pratica/internal/ids"
)

func newLog(db *database.DB) *audit.Log { return audit.New(db, time.Now) }

// openSession stores a signed-in session as the site does, and returns its token.
func openSession(t *testing.T, h *identitytest.House, a identity.Account) string {
	t.Helper()
	data, err := sessions.Codec.Encode(time.Time{}, map[string]any{"account": a.ID, "kind": string(a.Kind), "agent": "test"})
	if err != nil {
		t.Fatal(err)
	}
	token := ids.Token()
	if err := h.Sessions.CommitCtx(ctx, token, data, time.Time{}); err != nil {
		t.Fatal(err)
	}
	return token
}

func sessionID(token string) string { return ids.HashToken(token) }
