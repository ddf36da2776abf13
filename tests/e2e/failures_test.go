// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package e2e_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/jobs"
	"pratica/internal/web/admin"
	"pratica/tests/e2e"
)

// someFailed is a job that gave up, and takes whatever is asked.
type someFailed struct{ letters []jobs.Letter }

func (f *someFailed) Dead(context.Context) ([]jobs.Letter, error) { return f.letters, nil }

func (f *someFailed) RetryJob(context.Context, audit.Actor, string) error {
	f.letters = nil
	return nil
}

func (f *someFailed) DismissJob(context.Context, audit.Actor, string) error { return nil }

func (f *someFailed) Resend(context.Context, audit.Actor, string) error { return nil }

// TestFailuresCanBeMended looks at the page of what gave up and at the question before an office is closed, in both languages.
func TestFailuresCanBeMended(t *testing.T) {
	failed := &someFailed{}
	s, anna, address := siteOf(t, func(f *admin.Face) { f.Failures = failed })
	failed.letters = []jobs.Letter{{ID: "j1", Kind: "event/intake.filed/receipt", Attempts: 25, CreatedAt: s.Now(), FinishedAt: s.Now(), Error: "smtp: no route to the other side"}}
	lose(t, s.DB, s.Now)
	b := e2e.Start(t)
	for _, lang := range []string{"it", "en"} {
		p := b.Person("anna-"+lang, address)
		p.Goto("/amministrazione/guasti?lang=it")
		signIn(t, s, p, anna)
		p.Goto("/amministrazione/guasti?lang=" + lang)
		for _, width := range []int64{768, 1280} {
			p.Resize(width, 900)
			p.Shot(fmt.Sprintf("failures-%s-%d", lang, width))
		}
		p.Check("failures-" + lang)
		p.Goto("/amministrazione/uffici")
		p.FillIn("main [name=name]", "Ufficio "+lang)
		p.Keys("\r")
		p.See("Ufficio " + lang)
		p.Goto(p.Attribute(".p-entry-change a", "href"))
		p.Check("unit-question-" + lang)
		s.Advance(31 * time.Second) // each code of an authenticator is taken once
	}
}

// lose leaves a receipt that did not arrive.
func lose(t *testing.T, db *database.DB, now func() time.Time) {
	t.Helper()
	must(t, db.Update(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO delivery_message
			(id, owner, kind, lang, channel, recipient, message_id, subject, body, secrets, state, reason, attempts, created_at, changed_at)
			VALUES ('m1', 'one', $1, 'it', 'email', 'ada@posta.example', '<m1@ente.example>', 'Domanda ricevuta: ABCD-EFGH-J', '[…]', '[]', 'failed', '550 5.1.1 no such user', 1, $2, $2)`,
			string(delivery.Receipt), database.T(now()))
		return err
	}))
}
