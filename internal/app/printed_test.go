// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package app

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pratica/internal/config"
	"pratica/internal/documents"
	"pratica/internal/documents/pdf"
	"pratica/internal/forms"
	"pratica/internal/intake"
	"pratica/internal/office"
)

func lacks(t *testing.T, d pdf.Document, want ...string) {
	t.Helper()
	got := words(d)
	for _, w := range want {
		if !slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, w) }) {
			t.Errorf("%q is not printed, only:\n%s", w, strings.Join(got, "\n"))
		}
	}
}

// What is signed must say all that was answered, which files go with it, and by
// which code and fingerprint it is known.
func TestAnApplicationIsPrintedWhole(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.compiled("patrocinio-civile", "patrocinio-civile-famiglia")
		def, e, err := h.Evaluate(t.Context(), a)
		h.must(err)
		a.Way = "handwritten"
		content := intake.Content{Answers: forms.Canonical(e.Effective), Files: []intake.FileRef{{Name: "redditi.pdf", Digest: strings.Repeat("ab", 32)}}}
		document, err := h.desk.applicationDocument(t.Context(), a, content, "the-fingerprint")
		h.must(err)
		lacks(t, document, def.Title.In("it"), a.Code, "the-fingerprint", "redditi.pdf", strings.Repeat("ab", 32))
		for _, block := range def.Describe(e.Effective, "it") {
			lacks(t, document, block.Title)
			for _, entry := range block.Entries {
				if entry.Table == nil {
					lacks(t, document, entry.Label+": "+entry.Value)
					continue
				}
				for _, row := range entry.Table.Rows {
					lacks(t, document, append(row.Cells, row.Title)...)
				}
			}
		}
		if _, ok := document.Blocks[len(document.Blocks)-1].(pdf.Signature); !ok {
			t.Error("there is no place to sign")
		}
	})
}

// The receipt is made once: the same file, number and fingerprint for ever.
func TestAReceiptIsPrintedOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		a := h.filed()
		r, err := h.Intake.Receipt(t.Context(), a.ID)
		h.must(err)
		document, err := h.receipt(t.Context(), r)
		h.must(err)
		lacks(t, document, fmt.Sprintf("%d/2026", r.Number), a.Code, r.Fingerprint, "ada@posta.example", h.Texts.For("it").Instant(r.FiledAt))
		first, err := h.ReceiptDocument(t.Context(), a.ID)
		h.must(err)
		h.clock.Pass(30)
		again, err := h.ReceiptDocument(t.Context(), a.ID)
		h.must(err)
		if first.ID != again.ID || first.Digest != again.Digest || first.Slot != documents.SlotReceipt || first.Name != a.Code+"_ricevuta.pdf" {
			t.Errorf("first %+v, then %+v", first, again)
		}
		stored, _, err := h.Documents.Read(t.Context(), a.ID, first.ID)
		h.must(err)
		if !bytes.Equal(stored, h.printed(document)) {
			t.Error("printed again, the receipt has other bytes")
		}
		_, err = h.ReceiptDocument(t.Context(), h.request().ID)
		if err == nil {
			t.Error("a draft has a receipt")
		}
	})
}

func TestOnlyInventedBodiesAreWatermarked(t *testing.T) {
	h := newHouse(t, "")
	for mode, marked := range map[config.Mode]bool{config.Ordinary: false, config.Demo: true, config.Training: true} {
		h.Config.Mode = mode
		if got := h.watermark(h.Texts.For("it")); (got != "") != marked {
			t.Errorf("%s: watermark %q", mode, got)
		}
	}
}

func TestLetterheadLeavesOutWhatIsNotKnown(t *testing.T) {
	got := letterhead(office.Body{Name: "Ordine di Esempio", PEC: "ordine@pec.example"})
	if want := []string{"Ordine di Esempio", "ordine@pec.example"}; !slices.Equal(got, want) {
		t.Errorf("letterhead() = %q, want %q", got, want)
	}
}
