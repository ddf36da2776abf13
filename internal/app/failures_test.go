// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/jobs"
)

// byAdmin is the administrator who acts on failures.
var byAdmin = audit.Actor{Kind: audit.Admin, ID: "account-9"}

// lose sends a message that is refused for good.
func (h *house) lose(m delivery.Message) string {
	h.t.Helper()
	h.mail.Fail(&delivery.Failure{Code: 550, Text: "5.1.1 no such user", Permanent: true})
	defer h.mail.Fail(nil)
	h.send(m)
	h.drain()
	lost, err := h.Delivery.Lost(h.t.Context(), 1)
	h.must(err)
	if len(lost) != 1 {
		h.t.Fatalf("%d messages are lost", len(lost))
	}
	return lost[0].ID
}

func (h *house) adminActions() []string {
	h.t.Helper()
	entries, err := h.Audit.Entries(h.t.Context(), audit.AdminChain, 0, 500)
	h.must(err)
	var all []string
	for _, e := range entries {
		all = append(all, e.Action+" "+e.Actor.ID)
	}
	return all
}

// A lost message goes out again with a link that works, of the sort that its
// reader may have.
func TestALostMessageIsSentAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.filed()
		f := (*failures)(h.App)
		message := delivery.Message{Owner: a.ID, To: "ada@posta.example", Lang: "it", Template: delivery.StateChanged, Args: map[string]string{
			"procedure": "Accesso", "code": a.Code, "state": "In lavorazione", "link": "https://pratica.example/apri/gone",
		}}
		h.must(f.Resend(t.Context(), byAdmin, h.lose(message)))
		h.drain()
		text := h.mail.Last(t, message.To).Text
		_, rest, found := strings.Cut(text, "https://pratica.example/apri/")
		if !found || strings.Contains(text, "gone") {
			t.Fatalf("the applicant reads:\n%s", text)
		}
		if opened, err := h.Intake.OpenLink(t.Context(), strings.Fields(rest)[0]); err != nil || opened.ID != a.ID {
			t.Errorf("the new link opens %q, error %v", opened.ID, err)
		}

		message.To = "difesa@pec.example" // counsel: never with a link that opens by itself
		h.must(f.Resend(t.Context(), byAdmin, h.lose(message)))
		h.drain()
		if text := h.mail.Last(t, message.To).Text; strings.Contains(text, "/apri/") || !strings.Contains(text, "/avvocato/pratiche/"+a.ID) {
			t.Errorf("counsel reads:\n%s", text)
		}

		link := delivery.Message{Owner: a.ID, To: "ada@posta.example", Lang: "it", Template: delivery.AccessLink, Args: map[string]string{
			"procedure": "Accesso", "code": a.Code, "link": "https://pratica.example/apri/x", "expires": "domani",
		}}
		h.refused("a message that is itself a link", f.Resend(t.Context(), byAdmin, h.lose(link)), "delivery.link_gone")
		h.refused("no message", f.Resend(t.Context(), byAdmin, "none"), "delivery.unknown_message")
		if got := strings.Count(strings.Join(h.adminActions(), "\n"), "delivery.resent account-9"); got != 2 {
			t.Errorf("%d acts on record, want 2: %q", got, h.adminActions())
		}
	})
}

func TestAFailedJobIsTriedAgain(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx, f := t.Context(), (*failures)(h.App)
		broken := errors.New("the other side is away")
		jobs.Handle(h.Jobs, "test.fails", func(context.Context, jobs.Job[struct{}]) error { return jobs.Cancel(broken) })
		h.must(h.DB.Update(ctx, func(tx *database.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO job (id, kind, payload, state, priority, attempt, max_attempts, run_at, created_at, finished_at, last_error)
				VALUES ('dead-1', 'test.fails', '{}', 'dead', 0, 3, 3, $1, $1, $1, 'away'), ('dead-2', 'test.fails', '{}', 'dead', 0, 3, 3, $1, $1, $1, 'away')`, database.T(h.clock.Now()))
			return err
		}))
		letters, err := f.Dead(ctx)
		h.must(err)
		if len(letters) != 2 {
			t.Fatalf("%d dead letters", len(letters))
		}
		h.must(f.RetryJob(ctx, byAdmin, "dead-1"))
		h.must(f.DismissJob(ctx, byAdmin, "dead-2"))
		h.refused("again", f.RetryJob(ctx, byAdmin, "dead-2"), "jobs.not_dead")
		if letters, err = f.Dead(ctx); err != nil || len(letters) != 0 {
			t.Errorf("%d dead letters, error %v", len(letters), err)
		}
		acts := strings.Join(h.adminActions(), "\n")
		if strings.Count(acts, "jobs.retried account-9") != 1 || strings.Count(acts, "jobs.dismissed account-9") != 1 {
			t.Errorf("on record: %s", acts)
		}
	})
}
