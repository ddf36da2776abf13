// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package delivery_test

import (
	"strings"
	"testing"

	"pratica/internal/database"
	"pratica/internal/database/databasetest"
	"pratica/internal/delivery"
	"pratica/internal/delivery/deliverytest"
	"pratica/internal/problem"
)

func (h *house) resend(id, link string) (again string, err error) {
	err = h.db.Update(h.t.Context(), func(tx *database.Tx) error {
		again, err = h.service.Resend(h.t.Context(), tx, id, link)
		return err
	})
	return again, err
}

func (h *house) lost() (ids []string) {
	h.t.Helper()
	for _, r := range must[[]delivery.Record](h.t)(h.service.Lost(h.t.Context(), 10)) {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestResend(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		box := &deliverytest.Box{}
		box.Fail(&delivery.Failure{Code: 550, Text: "5.1.1 no such user", Permanent: true})
		h := newHouse(t, db, box)
		id := h.send(receipt())
		if _, err := h.resend(id, "https://new"); !problem.Is(err, "delivery.not_lost") {
			t.Errorf("on its way: %v", err)
		}
		h.drain()
		if got := h.lost(); len(got) != 1 || got[0] != id || !h.get(id).LostLink() {
			t.Fatalf("lost %v", got)
		}
		if _, err := h.resend(id, ""); !problem.Is(err, "delivery.link_gone") {
			t.Errorf("without a new link: %v", err)
		}
		if _, err := h.resend("none", ""); !problem.Is(err, "delivery.unknown_message") {
			t.Errorf("an unknown message: %v", err)
		}
		box.Fail(nil)
		again := must[string](t)(h.resend(id, "https://sportello.example.it/d/new-token"))
		if got := h.lost(); len(got) != 0 {
			t.Errorf("said again, and still lost: %v", got)
		}
		h.drain()
		mail := box.Last(t, reader)
		if !strings.Contains(mail.Text, "/d/new-token") || strings.Contains(mail.Text, "very-secret") || mail.Subject != h.get(id).Subject || !strings.Contains(mail.MessageID, again) {
			t.Errorf("said again: %s, %q\n%s", mail.MessageID, mail.Subject, mail.Text)
		}
		if r := h.get(again); r.State != delivery.StateSent || strings.Contains(r.Body, "new-token") || r.Owner != "application-1" {
			t.Errorf("record %+v", r)
		}
		h.wantState(id, delivery.StateFailed, "550 5.1.1 no such user", 1)
	})
}

// What is said again and lost again is there once.
func TestLostTwiceIsListedOnce(t *testing.T) {
	databasetest.Each(t, func(t *testing.T, db *database.DB) {
		box := &deliverytest.Box{}
		box.Fail(&delivery.Failure{Code: 550, Text: "5.1.1 no such user", Permanent: true})
		h := newHouse(t, db, box)
		id := h.send(receipt())
		other := receipt()
		other.Owner = "application-2"
		second := h.send(other)
		h.drain()
		again := must[string](t)(h.resend(id, "https://sportello.example.it/d/new-token"))
		h.drain()
		if got := h.lost(); len(got) != 2 || got[0] != again || got[1] != second {
			t.Errorf("lost %v, want %s and %s", got, again, second)
		}
	})
}
