// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package admin_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pratica/internal/audit"
	"pratica/internal/database"
	"pratica/internal/delivery"
	"pratica/internal/jobs"
	"pratica/internal/problem"
	"pratica/internal/web/admin"
	"pratica/internal/web/gate/gatetest"
)

// failures keeps dead jobs, and notes what was asked of it.
type failures struct {
	dead  []jobs.Letter
	asked []string
}

func (f *failures) Dead(context.Context) ([]jobs.Letter, error) { return f.dead, nil }

func (f *failures) RetryJob(_ context.Context, by audit.Actor, id string) error {
	at := slices.IndexFunc(f.dead, func(l jobs.Letter) bool { return l.ID == id })
	if at < 0 {
		return problem.New(problem.NotFound, "jobs.not_dead")
	}
	f.dead = slices.Delete(f.dead, at, at+1)
	f.asked = append(f.asked, "retry "+id+" "+by.Kind)
	return nil
}

func (f *failures) DismissJob(ctx context.Context, by audit.Actor, id string) error {
	return f.RetryJob(ctx, by, id)
}

func (f *failures) Resend(_ context.Context, by audit.Actor, id string) error {
	f.asked = append(f.asked, "resend "+id+" "+by.Kind)
	return nil
}

// lose leaves a message in the list of lost ones.
func (h *house) lose(t *testing.T, m delivery.Message, reason string) string {
	t.Helper()
	var id string
	err := h.DB.Update(t.Context(), func(tx *database.Tx) (err error) {
		if id, err = h.delivery.Send(t.Context(), tx, m); err != nil {
			return err
		}
		_, err = tx.Exec(t.Context(), `UPDATE delivery_message SET state = 'failed', reason = $2, body = $3 WHERE id = $1`, id, reason, "Collegamento: […]")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestFailuresPage(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	page := b.Get("/amministrazione/guasti")
	see(t, page, "/amministrazione/guasti", http.StatusOK)
	if len(page.All(".p-empty")) != 2 {
		t.Error("nothing failed, and the page does not say so")
	}

	receipt := h.lose(t, delivery.Message{Owner: "one", To: "ada@posta.example", Lang: "it", Template: delivery.Receipt, Args: map[string]string{
		"procedure": "Prova", "code": "ABCD-EFGH-J", "number": "1/2026", "instant": "oggi", "next": "Attenda.", "link": "https://x.example/apri/y"}}, "550 5.1.1 no such user")
	h.lose(t, delivery.Message{To: "dario@ente.example", Lang: "it", Template: delivery.Invitation, Args: map[string]string{
		"role": "segreteria", "link": "https://x.example/accesso/y", "expires": "domani"}}, "452 4.2.2 mailbox full")
	h.failures.dead = []jobs.Letter{{ID: "j1", Kind: "event/intake.filed/receipt", Attempts: 25, CreatedAt: h.Now(), FinishedAt: h.Now().Add(time.Hour), Error: "smtp: no route"}}
	page = b.Get("/amministrazione/guasti")
	if got := page.Texts("form button[value=resend]"); len(got) != 1 || !strings.HasPrefix(got[0], "Invia di nuovo") {
		t.Errorf("to send again: %q; the invitation cannot be", got)
	}
	for _, words := range []string{"L'indirizzo non esiste.", "La casella è piena.", "Invio della ricevuta", "Fallito dopo 25 tentativi.", "smtp: no route", "Apra la scheda della persona"} {
		if !strings.Contains(page.Text("main"), words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	page = b.Post("/amministrazione/guasti", "act", "resend", "id", receipt)
	see(t, page, "/amministrazione/guasti", http.StatusOK)
	page.One(".p-alert--success")
	b.Post("/amministrazione/guasti", "act", "retry", "id", "j1").One(".p-alert--success")
	page = b.Post("/amministrazione/guasti", "act", "dismiss", "id", "j1")
	see(t, page, "/amministrazione/guasti", http.StatusNotFound)
	page.One(".p-alert--danger")
	if want := []string{"resend " + receipt + " admin", "retry j1 admin"}; !slices.Equal(h.failures.asked, want) {
		t.Errorf("asked %q, want %q", h.failures.asked, want)
	}
	if english := b.Get("/amministrazione/guasti?lang=en"); !strings.Contains(english.Text("main"), "The address does not exist.") {
		t.Error("the English page does not speak English")
	}
}

// What the answers of mail systems mean, in words that somebody can act on.
func TestWhyAMessageWasLost(t *testing.T) {
	for reason, want := range map[string]string{
		"550 5.1.1 no such user": "no_address", "5.1.1": "no_address", "550 no such user here": "no_address", "550-5.1.1 The email account": "no_address",
		"452 4.2.2 mailbox full": "full", "552 too much": "full", "550 5.2.1 disabled": "no_mailbox", "552 5.3.4 too big": "too_large",
		"550 5.7.1 rejected by policy": "refused", "554 spam": "refused", "421 closing": "unreachable", "4.4.1 no answer": "unreachable",
		"550 5.9.9 something else": "unknown", "connection refused": "unknown", "": "unknown", "room 1550": "unknown",
	} {
		if got := admin.WhyLost(delivery.Record{Reason: reason}); got != want {
			t.Errorf("%q is %s, want %s", reason, got, want)
		}
	}
}

func TestClosingAnOfficeIsAsked(t *testing.T) {
	h := newHouse(t)
	b := h.SignedIn(t, h.anna)
	page := b.Get("/amministrazione/uffici").Submit("form[action=/amministrazione/uffici][novalidate]", "name", "Segreteria")
	question := b.Get(gatetest.Attr(page.One(".p-entry-change a"), "href"))
	if question.Status != http.StatusOK || question.Text("main h1") != "Chiudere «Segreteria»?" || !question.Has(".p-question a[href=/amministrazione/uffici]") {
		t.Errorf("status %d, title %q", question.Status, question.Text("main h1"))
	}
	if b.Get("/amministrazione/uffici").Has(".p-empty") {
		t.Fatal("the question has closed the office")
	}
	question.Submit("form.p-question").One(".p-empty")
	if gone := b.Get(question.Path); gone.Status != http.StatusNotFound {
		t.Errorf("an office that is closed: status %d", gone.Status)
	}
}
