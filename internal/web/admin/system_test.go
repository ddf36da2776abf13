// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/internal/backup"
	"pratica/internal/i18n"
	"pratica/internal/identity"
	"pratica/internal/web/admin"
)

// machine is a system with one thing that is not well, and one good backup.
type machine struct{}

func (*machine) Examine(context.Context, *i18n.Printer) []admin.Condition {
	return []admin.Condition{{Level: "ok", Title: "Disco", Text: "c'è posto."}, {Level: "failure", Title: "Posta", Text: "non risponde: controllare smtp.host."}}
}

func (*machine) Health(context.Context) (backup.Health, error) {
	good := &backup.Run{Ended: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)}
	return backup.Health{Configured: true, Good: good, Age: 100 * time.Hour, Alarm: true}, nil
}

func (*machine) Runs(context.Context, int) ([]backup.Run, error) {
	return []backup.Run{{Name: "terza", Problem: "backup.failed"}, {Name: "seconda", Problem: backup.DamagedFiles}, {Name: "prima", Files: 1200, Bytes: 5_400_000}}, nil
}

func TestStateOfTheSystem(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	said := strings.Join(b.Get(admin.Prefix+"/stato").Texts("main"), " ")
	for _, want := range []string{"C'è 1 cosa da guardare", "Guasto", "controllare smtp.host", "Copie di sicurezza"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not say %q: %s", want, said)
		}
	}
	page := b.Get(admin.Prefix + "/stato/copie")
	page.One(".p-alert--danger")
	badges := page.Texts("main .p-badge")
	if !slices.Equal(badges, []string{"Non riuscita", "Mancano file", "Riuscita"}) {
		t.Errorf("outcomes %q", badges)
	}
	if said := strings.Join(page.Texts("main"), " "); !strings.Contains(said, "100 ore") || !strings.Contains(said, "6 MB") {
		t.Errorf("the page says %s", said)
	}
}

// TestWhoWasInvitedDidNotSignIn: "never" would read as somebody who does not work.
func TestWhoWasInvitedDidNotSignIn(t *testing.T) {
	h := newHouse(t)
	h.Invited(t, "dario@ente.example", identity.Official)
	b := h.SignedIn(t, h.anna)
	if said := strings.Join(b.Get(admin.Prefix+"/").Texts("td"), " "); !strings.Contains(said, "non ancora accettato") {
		t.Errorf("the list says %s", said)
	}
}
