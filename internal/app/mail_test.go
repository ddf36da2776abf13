// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"strings"
	"testing"
)

// A mail is signed by the body, once it has said what it is called.
func TestMailsAreTheBodys(t *testing.T) {
	h := newHouse(t, "")
	by, _ := h.staff("desk")
	h.request()
	h.drain()
	if text := h.mail.Last(t, "ada@posta.example").Text; !strings.Contains(text, "\nSportello telematico\n") {
		t.Errorf("before the set-up:\n%s", text)
	}
	body, err := h.Office.Body(t.Context())
	h.must(err)
	body.Name, body.Email = "Ordine degli Avvocati di Prova", "segreteria@ordine.example"
	_, err = h.Office.SaveBody(t.Context(), by, body, loopback)
	h.must(err)
	h.request()
	h.drain()
	if text := h.mail.Last(t, "ada@posta.example").Text; !strings.Contains(text, "\nOrdine degli Avvocati di Prova – Sportello telematico\n") {
		t.Errorf("after it:\n%s", text)
	}
}
