// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"slices"
	"strings"
	"testing"

	"pratica/internal/delivery"
	"pratica/internal/documents/pdf"
	"pratica/internal/i18n"
	"pratica/internal/office"
)

// manager manages the body; that accounts have the right is tested elsewhere.
var manager = office.Actor{Account: "anna", Kind: office.KindOfficial, Roles: []string{office.Administrator}, Posts: []office.Post{{Role: office.Administrator}}}

// TestReportsAreMailed: the body reads that a page was reported, without what was
// written, and who reported it reads the answer, with the body's own last lines.
func TestReportsAreMailed(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		h.must(h.Office.SaveText(ctx, manager, office.MailFoot, i18n.Text{"it": "Telefono 055 000000", "en": "Telephone 055 000000"}, 0))
		h.must(h.Office.SaveStatement(ctx, manager, office.Statement{
			Conformity: office.Conforms, Method: office.SelfAssessed, PreparedOn: h.Office.FirstDay().AddDays(-1), Contact: "accessibile@ente.example",
		}))
		h.must(h.Office.Report(ctx, office.Feedback{Report: "Il lettore tace", Email: "zoe@example.org", Lang: "en"}))
		list, err := h.Office.FeedbackPage(ctx, manager, 1)
		h.must(err)
		h.must(h.Office.AnswerFeedback(ctx, manager, list[0].ID, "It is mended."))
		h.drain()
		sent, err := h.Delivery.Page(ctx, "", 10)
		h.must(err)
		for _, want := range []struct {
			kind      delivery.Kind
			to, words string
		}{
			{delivery.FeedbackReceived, "accessibile@ente.example", "/amministrazione/accessibilita/segnalazioni/" + list[0].ID},
			{delivery.FeedbackReceived, "accessibile@ente.example", "Telefono 055 000000"},
			{delivery.FeedbackAnswer, "zoe@example.org", "It is mended."},
			{delivery.FeedbackAnswer, "zoe@example.org", "Telephone 055 000000"},
		} {
			at := slices.IndexFunc(sent, func(r delivery.Record) bool { return r.Kind == want.kind && r.To == want.to })
			if at < 0 || !strings.Contains(sent[at].Body, want.words) || strings.Contains(sent[at].Body, "lettore") {
				t.Errorf("no %s to %s with %q, or it says too much", want.kind, want.to, want.words)
			}
		}
	})
}

// TestDocumentsWearTheBodysText: under the letterhead, and at the foot of each page
// beside the code.
func TestDocumentsWearTheBodysText(t *testing.T) {
	h := newHouse(t, "")
	h.must(h.Office.SaveText(t.Context(), manager, office.LetterHead, i18n.Text{"it": "Ufficio patrocinio\nPiano terzo", "en": "Legal aid office"}, 0))
	h.must(h.Office.SaveText(t.Context(), manager, office.LetterFoot, i18n.Text{"it": "Ente iscritto al n. 1", "en": "Body no. 1"}, 0))
	doc, err := dressed(t.Context(), h.Office, pdf.Document{Lang: "it", Letterhead: []string{"Ordine"}, Footer: []string{"Codice"}})
	h.must(err)
	if want := []string{"Ordine", "Ufficio patrocinio", "Piano terzo"}; !slices.Equal(doc.Letterhead, want) {
		t.Errorf("letterhead %q", doc.Letterhead)
	}
	if want := []string{"Codice", "Ente iscritto al n. 1"}; !slices.Equal(doc.Footer, want) {
		t.Errorf("footer %q", doc.Footer)
	}
}
